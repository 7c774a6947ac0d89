"""Settings and papers that are only planned: facts that decide are asked for, everything else may be left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from taxonomy.documents import Document
from taxonomy.lexicon import load_lexicon
from taxonomy.model import Entry, Setting
from taxonomy.notions.tables import MeasurementFacts, row_of
from taxonomy.validation import readable, validated
from taxonomy.vocabulary.closed import Criterion, Family, Kind, MeasuredOn, Polarity, Reference, Removes
from taxonomy.vocabulary.terms import Metric

PLAN = "plan2000setting"
"""Id of a paper that has none yet."""
_PLAIN_SETTING = {
    "id": "setting",
    "name": "Setting",
    "problem": "example-deletion",
    "modality": "any",
    "forget_set": {"removes": "not-stated"},
}
_PLAIN_PAPER: dict[str, Any] = {
    "id": PLAN,
    "title": "A plan",
    "authors": ["You"],
    "year": 2000,
    "kind": Kind.METHOD.value,
    "summary": "A plan.",
    "curation": {"coded": date(2000, 1, 1).isoformat(), "coders": ["you"], "confidence": "high"},
}
_DIRECTIONS = (Criterion.LOWER_IS_BETTER, Criterion.HIGHER_IS_BETTER, Criterion.MATCH_REFERENCE)


def complete_setting(partial: Mapping[str, Any]) -> Setting:
    """Make a setting of a mapping that may leave out whatever does not decide.

    Raises:
        InvalidEntriesError: it holds faults.
    """
    return validated(Document("<setting>", {**_PLAIN_SETTING, **partial}), Setting)


def plan_of(*settings: Setting) -> Entry:
    """Wrap planned settings into an entry of their own."""
    return Entry.model_validate({**_PLAIN_PAPER, "settings": settings})


def told(setting: Setting, given: Mapping[str, Any]) -> dict[str, Any]:
    """The facts of a planned setting that were given, without the words that stand for what is open.

    Args:
        setting: the completed setting.
        given: what was said of it, as an entry has it.
    """
    facts = setting.model_dump(mode="json")
    kept = {name: value for name, value in facts.items() if name in given}
    if isinstance(forget_set := given.get("forget_set"), Mapping):
        kept["forget_set"] = {name: value for name, value in facts["forget_set"].items() if name in forget_set}
    return kept


def read_plan(path: Path) -> tuple[Entry, Document]:
    """Read a draft: an entry file of which nothing but deciding facts is needed, or a file with the facts of one setting.

    Args:
        path: a YAML file, with `settings` as an entry has them, or with `forget_set` and so on at the top.

    Returns:
        The draft, with plain words for whatever it leaves out, and the file.

    Raises:
        InvalidEntriesError: what it says holds faults; the error lists them all.
    """
    document = readable(path)
    if "settings" not in document.value and {"forget_set", "measurements"} & document.value.keys():
        setting = _completed(document.value, "setting", shown="Setting")
        return plan_of(validated(replace(document, value=setting), Setting)), document
    value = {**_PLAIN_PAPER, **_answered(document.value)}
    if isinstance(value["curation"], dict):
        value["curation"] = {**_PLAIN_PAPER["curation"], **value["curation"]}
    listed = value.get("settings") or [{}]
    if isinstance(listed, list):
        value["settings"] = [_completed(each, f"setting-{number}") for number, each in enumerate(listed, start=1)]
    return validated(replace(document, value=value), Entry), document


def direction_of(metric: Metric, on: MeasuredOn, references: Iterable[Reference], removes: Removes) -> Criterion | None:
    """The direction in which a metric can be read without being told.

    Args:
        metric: the metric.
        on: what it is measured on.
        references: what scores are held against.
        removes: what must be gone.

    Returns:
        A certificate for a bound; the metric's natural direction where the tables read every direction alike; else None.
    """
    if metric.family is Family.CERTIFICATE:
        return Criterion.CERTIFICATE
    held = frozenset(references)
    read = {row_of(MeasurementFacts(metric.family, metric.polarity, on, each, held, removes)).points_to for each in _DIRECTIONS}
    natural = Criterion.HIGHER_IS_BETTER if metric.polarity is Polarity.ABSENCE else Criterion.LOWER_IS_BETTER
    return natural if len(read) == 1 else None


def _completed(setting: Any, name: str, shown: str = "") -> Any:
    """A setting with plain words for what it leaves open; a concept is not named in a plan, so a word stands for it."""
    if not isinstance(setting, dict):
        return setting
    whole = {**_PLAIN_SETTING, "id": name, "name": shown or name, **_answered(setting)}
    forget_set = whole["forget_set"]
    if isinstance(forget_set, dict):
        concept = {"concept": "the concept"} if forget_set.get("removes") == Removes.CONCEPT else {}
        whole["forget_set"] = {"removes": Removes.NOT_STATED.value, **concept, **forget_set}
    if isinstance(whole.get("measurements"), list):
        whole["measurements"] = [_measured(each) for each in whole["measurements"]]
    return whole


def _measured(measurement: Any) -> Any:
    """A measurement of which place or direction may be left open; without a direction it is only reported."""
    if not isinstance(measurement, dict):
        return measurement
    metric = load_lexicon().metrics.get(str(measurement.get("metric")))
    usual = metric.usual_on if metric else None
    return {"on": str(usual or MeasuredOn.OTHER), "criterion": Criterion.REPORTED_ONLY.value, **measurement}


def _answered(value: Mapping[str, Any]) -> dict[str, Any]:
    """What a draft says, without the questions that it leaves empty."""
    return {name: _kept(answer) for name, answer in value.items() if answer is not None}


def _kept(answer: Any) -> Any:
    if isinstance(answer, dict):
        return _answered(answer)
    return [_kept(each) for each in answer if each is not None] if isinstance(answer, list) else answer
