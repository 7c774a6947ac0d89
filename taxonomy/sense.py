"""What the model allows, so that questions about any facts can be asked, and no entry may say: facts that contradict each other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from pydantic import ValidationError

from taxonomy.documents import NodePath
from taxonomy.model import Entry, ForgetSet, Measurement, Setting, settings_astray
from taxonomy.names import TERM_PATTERN
from taxonomy.nearest import did_you_mean, given_first, quoted, shown
from taxonomy.vocabulary.closed import Coverage, Criterion, Reference, Removes
from taxonomy.vocabulary.terms import PAPER_ID
from taxonomy.ways import EACH, words_at

Doubt: TypeAlias = tuple[NodePath, str, str, str]
"""Path, code, message, fix."""

_COMPARED = ("removes", "concept", "coverage", "share_of_concept")
"""Facts of a forget set that can contradict each other."""
_LATER = 3
"""Most years from the first version, which names the paper, to the published one."""
_ROWS = (Reference.RETRAINED_WITHOUT_FORGET_SET, Reference.RETRAINED_ON_CORRECTED_DATA)
_CONCEPT = (Reference.RETRAINED_WITHOUT_CONCEPT, Reference.NEVER_EXPOSED_MODEL)


def doubts(entry: Entry | Mapping[str, Any]) -> Iterator[Doubt]:
    """Find facts of an entry that cannot all be true, names that are written the wrong way round, and what is listed twice.

    Args:
        entry: an entry that is valid field by field; or what can be read of one that is not, whose sound parts are looked at.

    Yields:
        Where, code, message and fix of each.
    """
    facts = entry if isinstance(entry, Mapping) else {name: getattr(entry, name) for name in ("id", "authors", "year", "settings")}
    authors, year, paper = facts.get("authors"), facts.get("year"), facts.get("id")
    if isinstance(authors, list | tuple) and all(isinstance(author, str) for author in authors):
        yield from _authors(tuple(author.strip() for author in authors))
    if isinstance(year, int) and isinstance(paper, str) and re.fullmatch(PAPER_ID, paper):
        yield from _year(paper, year)
    settings = facts.get("settings")
    for index, told in enumerate(settings if isinstance(settings, list | tuple) else ()):
        if setting := told if isinstance(told, Setting) else _readable(told):
            at: NodePath = ("settings", index)
            yield from (((*at, "forget_set", *path), "DOC013", *told) for path, told in _coverage(setting.forget_set))
            yield from (((*at, "measurements", number), "DOC013", *told) for number, told in _unnamed_references(setting))
            yield from (((*at, "measurements", number), "DOC016", *told) for number, told in _repeated(setting.measurements))
    for path, kind, message in settings_astray(entry) if isinstance(entry, Mapping) else ():
        yield path, *astray_told(kind, message, facts)
    for path, name in _listed_twice(settings) if isinstance(entry, Mapping) else ():
        yield path, "DOC016", f"`{name}` is listed twice", "delete one of the two"


def astray_told(kind: str, message: str, facts: Mapping[str, Any]) -> tuple[str, str, str]:
    """Code, message and fix for settings of one name, or a name that no setting has."""
    if kind == "duplicate":
        return "DOC016", message, "give each setting an id of its own"
    ids = [name for _, name in words_at(facts, ("settings", EACH, "id"), TERM_PATTERN)]
    return "DOC013", message, did_you_mean(message.split("`")[1], ids) or "write the id of one of the entry's settings"


def comparable(told: Any) -> dict[str, Any]:
    """Those facts of a setting that can contradict each other, in an otherwise sound one; of anything else none."""
    facts = told if isinstance(told, Mapping) else {}
    given = facts.get("forget_set")
    forget_set = {name: given[name] for name in _COMPARED if name in given} if isinstance(given, Mapping) else given
    compared = {name: facts[name] for name in ("references", "measurements") if name in facts}
    return {"id": "a", "name": "A", "problem": "a", "modality": "any", "forget_set": forget_set, **compared}


def _readable(told: Any) -> Setting | None:
    try:
        return Setting.model_validate(comparable(told))
    except ValidationError:
        return None


def _authors(authors: tuple[str, ...]) -> Iterator[Doubt]:
    yield from ((("authors", index), "DOC015", *told) for index, author in enumerate(authors) for told in _author(author))
    if len(authors) > 1 and all(re.fullmatch(r"[^\W\d_]+", author) for author in authors):
        first = quoted(f"{authors[1]} {authors[0]}")
        yield ("authors",), "DOC015", "no author has more than one word", f"write full names, given name first, such as {first}"


def _author(author: str) -> Iterator[tuple[str, str]]:
    parts, turned = re.split(r" and |; ?", author), given_first(author)
    if len(parts) > 1 and all(" " in part for part in parts) and re.fullmatch(r"[\w.,;'\u2019 -]+", author):
        yield f"{shown(author)} names several authors in one text", f"write an item for each: {', '.join(map(given_first, parts))}"
    elif turned != author:
        is_long = all(" " in part for part in author.split(", "))
        doubt = ", or an item for each if they are two authors" if is_long else ""
        yield f"{shown(author)} has the family name first", f"write {quoted(turned)}{doubt}"
    elif re.search(r"\bet al\.?$", author):
        yield f"{shown(author)} stands for authors who are not named", "write every author"


def _year(paper: str, year: int) -> Iterator[Doubt]:
    named = int(re.findall(r"[0-9]{4}", paper)[0])
    if not 0 <= year - named <= _LATER:
        fix = f"correct the wrong one; an id keeps the year of the first version, at most {_LATER} years before the published one"
        yield ("year",), "DOC013", f"`year` is {year}, but the id says {named}", fix


def _coverage(forget_set: ForgetSet) -> Iterator[tuple[NodePath, tuple[str, str]]]:
    if forget_set.removes is Removes.CONCEPT and forget_set.coverage is Coverage.NOT_APPLICABLE:
        fix = "write complete, sample, proxy or none, or not-reported where the paper does not say"
        yield ("coverage",), ("a concept is removed, so the question of `coverage` does apply", fix)
    for index, share in enumerate(forget_set.share_of_concept if forget_set.coverage is Coverage.COMPLETE else ()):
        if share < 1:
            message = f"`coverage` is complete, but item {index + 1} of `share_of_concept` is {share:g}"
            fix = "write `coverage: sample`, or correct the share; if the paper tests both, they are two settings"
            yield ("share_of_concept", index), (message, fix)


def _listed_twice(settings: Any) -> Iterator[tuple[NodePath, str]]:
    """Words that stand twice in a list, also where the model stopped at another item of it."""
    for index, told in enumerate(settings if isinstance(settings, list) else ()):
        for name in ("references", "baselines", "datasets"):
            given = told.get(name) if isinstance(told, Mapping) else None
            listed = given if isinstance(given, list) else []
            for number, word in enumerate(listed):
                if isinstance(word, str) and word in listed[:number]:
                    yield ("settings", index, name, number), word


def _repeated(measurements: Sequence[Measurement]) -> Iterator[tuple[int, tuple[str, str]]]:
    """Measurements that say the same as an earlier one."""
    if len({tuple(vars(measurement).values()) for measurement in measurements}) == len(measurements):
        return  # as nearly always
    for index, measurement in enumerate(measurements):
        if measurement in measurements[:index]:
            message = f"measurement {index + 1} is the same as measurement {measurements.index(measurement) + 1}"
            yield index, (message, "delete one of the two, or write in what they differ: `on`, `criterion`, `reference` or `condition`")


def _unnamed_references(setting: Setting) -> Iterator[tuple[int, tuple[str, str]]]:
    """Measurements that match one of two models which answer different questions, and do not say which."""
    both = [each for each in setting.references if each in _ROWS], [each for each in setting.references if each in _CONCEPT]
    for index, measurement in enumerate(setting.measurements if all(both) else ()):
        if measurement.criterion is Criterion.MATCH_REFERENCE and measurement.reference is None:
            named = [each.value for each in setting.references if each in {*_ROWS, *_CONCEPT}]
            message = f"measurement {index + 1} matches a reference, but does not say which of {', '.join(named)}"
            yield index, (message, f"add {' or '.join(f'`reference: {name}`' for name in named)}")
