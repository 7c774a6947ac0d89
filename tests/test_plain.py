"""The one plain shape that commands, pages and exports share, and CSV that no spreadsheet runs."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import taxonomy
from taxonomy.corpus import Corpus
from taxonomy.errors import Finding
from taxonomy.plain import (
    csv_rows,
    finding_to_plain,
    flag_to_plain,
    paper_to_plain,
    rule_to_plain,
    setting_to_plain,
    verdict_to_plain,
    versions,
)
from taxonomy.rules import CATALOGUE
from taxonomy.vocabulary.closed import Agreement, Evaluated, Notion

PLAIN = {str, int, float, bool, type(None), list, dict}
"""Exact types that every writer takes: no enumeration, tuple or date among them."""


def types_in(value: Any) -> set[type]:
    """The exact types of a value and of all that it holds, keys included."""
    inner: Iterator[Any] = iter(())
    if isinstance(value, dict):
        inner = iter([*value, *value.values()])
    elif isinstance(value, list | tuple):
        inner = iter(value)
    return {type(value)}.union(*map(types_in, inner))


def setting_of(corpus: Corpus, address: str) -> dict[str, Any]:
    """The plain shape of a setting."""
    paper, _, name = address.partition("/")
    return setting_to_plain(corpus[paper].settings[name])


WHOLES: dict[str, Callable[[Corpus], list[dict[str, Any]]]] = {
    "papers": lambda corpus: [paper_to_plain(paper) for paper in corpus],
    "settings": lambda corpus: [setting_to_plain(each) for each in corpus.settings()],
    "verdicts": lambda corpus: [verdict_to_plain(each.verdict) for each in corpus.settings()],
    "flags": lambda corpus: [flag_to_plain(flag) for paper in corpus for flag in paper.all_flags()],
    "rules": lambda _: [rule_to_plain(rule) for rule in CATALOGUE],
}


@pytest.mark.parametrize("whole", WHOLES)
def test_shape_is_plain_and_survives_json(whole: str, corpus: Corpus) -> None:
    """Everything is made of plain values only, so that it comes out of JSON as it went in."""
    shapes = WHOLES[whole](corpus)
    assert shapes
    assert types_in(shapes) <= PLAIN
    assert json.loads(json.dumps(shapes)) == shapes


@pytest.mark.parametrize("whole", WHOLES)
def test_shape_is_the_same_for_all(whole: str, corpus: Corpus) -> None:
    """All of a kind have the same names in the same order, so that a program need not ask whether one is there."""
    assert len({tuple(shape) for shape in WHOLES[whole](corpus)}) == 1


def test_versions_are_those_of_data_and_rules() -> None:
    """What is written out says by which data and which rules it was made."""
    assert versions() == {"data_version": taxonomy.__version__, "rules_version": taxonomy.RULES_VERSION}
    for version in versions().values():  # of three parts, so that no program takes it for a number
        assert re.fullmatch(r"[0-9]{4}\.[0-9]{2}\.[0-9]+", version)


def test_finding_has_seven_parts() -> None:
    """A finding is plain in all its parts, the address of its help page included."""
    finding = Finding("x.yaml", 3, 4, "DOC008", "`kind` is 'x'", "write one of them")
    assert finding_to_plain(finding) == {
        "code": "DOC008",
        "path": "x.yaml",
        "line": 3,
        "column": 4,
        "message": "`kind` is 'x'",
        "fix": "write one of them",
        "url": "https://unlearning-taxonomy.github.io/rules/DOC008.html",
    }


def test_verdict_says_why(corpus: Corpus) -> None:
    """A verdict has its words, its reasons with facts and evidence, and what each measurement points to."""
    plain = setting_of(corpus, "sample2022poisons/found-part")
    assert (plain["intended"], plain["evaluated"], plain["agreement"]) == ("unlearning", "untraining", "conflicting")
    assert plain["because"][1] == {
        "criterion": "trace-of-rows",
        "text": "membership or memorisation of the forget set asks about these very rows",
        "points_to": "untraining",
        "facts": [
            {"path": "measurements[0].metric", "value": "membership-inference-attack"},
            {"path": "measurements[0].on", "value": "forget-set"},
            {"path": "measurements[0].criterion", "value": "lower-is-better"},
        ],
        "evidence": [{"source": "paper", "locator": "Section 3"}],
    }
    assert plain["measurements"] == [
        {"path": "measurements[0]", "row": "trace-of-rows", "points_to": "untraining"},
        {"path": "measurements[1]", "row": "utility-or-cost", "points_to": None},
    ]


def test_undetermined_verdict_names_what_is_missing(corpus: Corpus) -> None:
    """A verdict that cannot be told says which fact would settle it."""
    assert setting_of(corpus, "nobody2025unstated/requests")["missing"] == ["forget_set.removes"]
    assert setting_of(corpus, "nobody2025unstated/unknown-part")["missing"] == ["forget_set.coverage"]


def test_flips_lead_to_other_words(corpus: Corpus) -> None:
    """Each flip names the fact, its value, the other value, and words of which at least one differs."""
    for plain in WHOLES["settings"](corpus):
        now = (plain["intended"], plain["evaluated"], plain["agreement"])
        for flip in plain["flips"]:
            then = (flip["intended"], flip["evaluated"], flip["agreement"])
            assert flip["from"] != flip["to"]
            assert then != now
            assert (Notion(then[0]), Evaluated(then[1]), Agreement(then[2])) == then


def test_flag_carries_what_was_said_about_it(corpus: Corpus) -> None:
    """A flag shows how the paper justifies the choice, and who disagrees."""
    flags = {flag["code"]: flag for flag in setting_of(corpus, "sample2022poisons/found-part")["flags"]}
    assert flags["BAS401"]["acknowledged"] == {
        "code": "BAS401",
        "setting": "found-part",
        "note": "The row eraser is shown to fail here.",
        "evidence": "Section 6",
    }
    assert flags["MET301"]["disputes"] == [
        {"code": "MET301", "setting": "found-part", "status": "open", "url": "https://talk.invalid.example/7"}
    ]
    assert (flags["REF203"]["acknowledged"], flags["REF203"]["disputes"]) == (None, [])
    assert flags["BAS401"]["choices"][0] == {"path": "baselines[0]", "value": "row-eraser"}


def test_flag_of_a_paper_has_no_setting(corpus: Corpus) -> None:
    """A flag that speaks of the paper as a whole names no setting."""
    (flag,) = paper_to_plain(corpus["ersatz2024two"])["flags"]
    assert (flag["code"], flag["setting"], flag["severity"]) == ("FRM107", None, "note")


def test_rules_that_could_not_be_applied_say_why(corpus: Corpus) -> None:
    """A rule that was not applied is listed with its reason, and is neither flagged nor passed."""
    plain = setting_of(corpus, "sample2025audit/speed")
    skipped = {each["code"]: each["reason"] for each in plain["skipped"]}
    assert skipped["BAS401"] == "the entry names no compared method"
    assert skipped["MET301"] == "the rule does not speak of settings whose intended notion is untraining"
    assert not set(skipped) & {flag["code"] for flag in plain["flags"]}


def test_paper_holds_entry_and_verdicts(corpus: Corpus) -> None:
    """A paper has everything that its entry says, with days as text, and for each setting what follows."""
    plain = paper_to_plain(corpus["placeholder2023hazards"])
    entry = corpus["placeholder2023hazards"].entry.model_dump(mode="json")
    assert {name: plain[name] for name in entry if name != "settings"} == {name: entry[name] for name in entry if name != "settings"}
    assert [setting["facts"] for setting in plain["settings"]] == entry["settings"]
    assert (plain["notion"], plain["curation"]["coded"]) == ("unlearning", "2026-11-30")


def test_paper_without_settings_is_whole(corpus: Corpus) -> None:
    """A survey without settings has all names of the shape, with nothing in them."""
    plain = paper_to_plain(corpus["example2025survey"])
    assert (plain["settings"], plain["flags"], plain["notion"]) == ([], [], "undetermined")


def table(text: str) -> list[dict[str, str]]:
    """CSV as a reader takes it."""
    return list(csv.DictReader(io.StringIO(text)))


def test_csv_has_headings_rows_and_joined_lists() -> None:
    """Names stand once on top; a cell with several values joins them; what needs quotes gets them."""
    assert csv_rows([{"a": 'x,"y"', "b": ["p", "q"]}, {"a": 1, "b": ()}]) == 'a,b\n"x,""y""",p; q\n1,\n'


def test_csv_without_rows_keeps_its_headings() -> None:
    """A table of nothing is still a table if its columns are known."""
    assert csv_rows([], ["paper", "setting"]) == "paper,setting\n"


@pytest.mark.parametrize("begins", ["=", "+", "-", "@", "\t", "\r"])
def test_csv_is_not_run_by_a_spreadsheet(begins: str) -> None:
    """A cell that a spreadsheet would take for a formula begins with an apostrophe, alone and as the first of several."""
    for value in (f"{begins}cmd|'/C calc'!A0", [f"{begins}1+1", "x"]):
        (row,) = table(csv_rows([{"a": value}]))
        assert row["a"].startswith(f"'{begins}")


@settings(max_examples=150, deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00")), min_size=1, max_size=4))
@example(["a\r\nb", '"', ",", "x;y"])
def test_any_text_stays_in_its_cell(texts: list[str]) -> None:
    """Commas, quotes and line ends in a cell make no other cells or rows; but for the apostrophe nothing changes."""
    reader = csv.reader(io.StringIO(csv_rows([{str(index): text for index, text in enumerate(texts)}]), newline=""))
    headings, *rows = list(reader)
    assert len(headings) == len(texts)
    (cells,) = rows
    assert [cell.removeprefix("'") for cell in cells] == [text.removeprefix("'") for text in texts]
