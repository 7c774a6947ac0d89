"""The tables of classification.md, held against settings that were classified by hand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest

import taxonomy
from taxonomy.documents import Document, read_document
from taxonomy.lexicon import load_lexicon
from taxonomy.notions.tables import CONCEPT_FREE, INTENDED, RETRAINED, ROWS, Deciding, agreement_of, paper_notion
from taxonomy.notions.verdicts import Verdict
from taxonomy.plans import complete_setting
from taxonomy.vocabulary.closed import (
    Agreement,
    Coverage,
    Criterion,
    Evaluated,
    Family,
    Guarantee,
    MeasuredOn,
    Notion,
    PaperNotion,
    Polarity,
    Reference,
    Removes,
)

FOLDER = Path(__file__).parent / "data" / "settings"


def read_contract() -> dict[str, dict[str, Any]]:
    """Every setting that was classified by hand, with its verdict, by name."""
    found: dict[str, dict[str, Any]] = {}
    for path in sorted(FOLDER.glob("*.yaml")):
        document = read_document(path)
        assert isinstance(document, Document), document
        assert not found.keys() & document.value.keys(), path
        found |= document.value
    return found


CONTRACT = read_contract()
SETTINGS: dict[str, dict[str, Any]] = {name: case["setting"] for name, case in CONTRACT.items()}
"""The settings alone, by name."""


def classified(setting: dict[str, Any]) -> Verdict:
    """Classify a single setting as a user would."""
    verdict = taxonomy.classify(setting)
    assert isinstance(verdict, Verdict)
    return verdict


def in_words(verdict: Verdict) -> dict[str, object]:
    """What the contract states of a verdict."""
    return {
        "intended": verdict.intended,
        "evaluated": verdict.evaluated,
        "agreement": verdict.agreement,
        "because": [reason.criterion for reason in verdict.because],
        "missing": list(verdict.missing),
    }


def measurements() -> Iterator[dict[str, Any]]:
    """Every measurement of the contract."""
    for setting in SETTINGS.values():
        yield from setting.get("measurements", [])


def values(field: str, mappings: Iterable[dict[str, Any]]) -> set[str]:
    """The values that a field takes."""
    return {mapping[field] for mapping in mappings if field in mapping}


@pytest.mark.parametrize("name", CONTRACT)
def test_setting_classified_by_hand(name: str) -> None:
    """The code says what the tables say when they are read with a pencil."""
    case = CONTRACT[name]
    assert in_words(classified(case["setting"])) == case["verdict"], case["why"]


def test_contract_holds_every_pair_of_the_first_table() -> None:
    """Whatever can be removed stands in the contract with every coverage."""
    forget_sets = [setting["forget_set"] for setting in SETTINGS.values()]
    pairs = {(forget_set["removes"], forget_set.get("coverage", "not-reported")) for forget_set in forget_sets}
    assert pairs == set(product(Removes, Coverage))


def test_contract_holds_every_row_of_the_second_table() -> None:
    """Every row decides on some measurement of the contract."""
    assert {row.name for setting in SETTINGS.values() for row in classified(setting).readings} == {row.name for row in ROWS}


def test_contract_holds_every_polarity_with_every_direction_on_the_forget_set() -> None:
    """No way of wanting less, more or the same on the forget set is left out, whatever the metric shows."""
    metrics = load_lexicon().metrics
    found = {(metrics[m["metric"]].polarity, m["criterion"]) for m in measurements() if m["on"] == "forget-set"}
    assert found >= set(product(Polarity, ("match-reference", "lower-is-better", "higher-is-better")))


def test_contract_holds_every_word_that_the_tables_read() -> None:
    """Every place, criterion, reference, guarantee and family of metrics occurs."""
    assert values("on", measurements()) == set(MeasuredOn)
    assert values("criterion", measurements()) == set(Criterion)
    assert {load_lexicon().metrics[metric].family for metric in values("metric", measurements())} == set(Family)
    assert {word for setting in SETTINGS.values() for word in setting.get("references", [])} == set(Reference)
    assert values("guarantee", SETTINGS.values()) | {"none"} == set(Guarantee)


def test_contract_holds_every_word_of_a_verdict() -> None:
    """Every intended notion, evaluated notion and agreement is somewhere the right answer."""
    verdicts = [case["verdict"] for case in CONTRACT.values()]
    assert values("intended", verdicts) == set(Notion)
    assert values("evaluated", verdicts) == set(Evaluated)
    assert values("agreement", verdicts) == set(Agreement)


def test_contract_holds_settings_only_once() -> None:
    """No setting is repeated under another name."""
    distinct = {repr(setting) for setting in SETTINGS.values()}
    assert len(distinct) == len(SETTINGS) >= 100


def test_first_table_is_total() -> None:
    """Every pair of facts about the forget set has an intended notion."""
    assert set(INTENDED) == set(product(Removes, Coverage))


def test_rows_are_permanent() -> None:
    """The names that `because` and pages show stay as they are, in the order in which the rows are asked."""
    names = "utility-or-cost reported-only certificate probe matches-retrained matches-concept-free trace-of-rows held-out-concept"
    assert [row.name for row in ROWS] == [*names.split(), "less-on-forget-set", "other"]


AGREEMENTS = """
             untraining     unlearning     coincident     mixed          untested
untraining   aligned        conflicting    aligned        mixed          untested
unlearning   conflicting    aligned        aligned        mixed          untested
coincident   aligned        aligned        aligned        aligned        untested
neither      not-comparable not-comparable not-comparable not-comparable not-comparable
undetermined not-comparable not-comparable not-comparable not-comparable not-comparable
"""
"""The agreement of an intended notion (line) with an evaluated one (column)."""


def agreement_cells() -> list[tuple[str, str, str]]:
    """The cells of the table above: intended, evaluated, agreement."""
    head, *lines = (line.split() for line in AGREEMENTS.strip().splitlines())
    return [(intended, evaluated, word) for intended, *words in lines for evaluated, word in zip(head, words, strict=True)]


@pytest.mark.parametrize(("intended", "evaluated", "agreement"), agreement_cells())
def test_agreement(intended: str, evaluated: str, agreement: str) -> None:
    """Equal words and coincident ones agree, two different notions conflict; nothing is compared with a third target."""
    assert agreement_of(Notion(intended), Evaluated(evaluated)) == agreement


def test_agreement_is_told_of_every_pair() -> None:
    """The table of agreements leaves out no pair of words."""
    assert {cell[:2] for cell in agreement_cells()} == set(product(Notion, Evaluated))


@pytest.mark.parametrize(
    ("settings", "paper"),
    [
        ("untraining", "untraining"),
        ("unlearning", "unlearning"),
        ("coincident", "coincident"),
        ("neither", "neither"),
        ("undetermined", "undetermined"),
        ("untraining unlearning", "both"),
        ("untraining unlearning coincident neither undetermined", "both"),
        ("untraining coincident neither undetermined", "untraining"),
        ("unlearning coincident neither undetermined", "unlearning"),
        ("coincident neither undetermined", "coincident"),
        ("neither undetermined", "neither"),
        ("untraining untraining", "untraining"),
        ("", "undetermined"),
    ],
)
def test_notion_of_a_paper(settings: str, paper: str) -> None:
    """A paper has both notions where settings intend both; else the notion that there is; a lesser word only without one."""
    notions = [Notion(word) for word in settings.split()]
    assert paper_notion(notions) == paper_notion(reversed(notions)) == PaperNotion(paper)


def test_unknown_metric_is_the_callers_mistake() -> None:
    """The tables do not guess the family of a metric that nobody declared."""
    setting = complete_setting(SETTINGS["membership-lower"])
    with pytest.raises(KeyError, match="membership-inference-attack"):
        Deciding.of(setting, {})


def test_rows_ask_for_no_other_reference_than_the_two_ideals() -> None:
    """That rows are decided once for all references that none of them asks for rests on this."""
    asked = {reference for row in ROWS for reference in Reference if reference in re.findall(r"[a-z-]+", repr(row.fits.plain))}
    assert asked == RETRAINED | CONCEPT_FREE
