"""Advice on values: names of the open lists, and facts that are sound one by one and contradict each other."""

from __future__ import annotations

from typing import Any

import pytest

from taxonomy.documents import Document
from taxonomy.errors import Finding
from taxonomy.lexicon import load_lexicon
from taxonomy.model import Entry, Setting
from taxonomy.names import advice, vocabulary
from taxonomy.validation import validate
from tests.invented import CONCEPT, EXAMPLES, entry, measurement, setting

ROWS, BOTH = "retrained-without-forget-set", ["retrained-without-forget-set", "never-exposed-model"]


def findings(**facts: Any) -> list[Finding]:
    """Every fault of an entry with these facts."""
    found = validate(Document("x.yaml", entry(**facts)), Entry)
    return found if isinstance(found, list) else []


def told(**facts: Any) -> list[str]:
    """What is said of an entry with these facts."""
    return [finding.message for finding in findings(**facts)]


def told_of(**facts: Any) -> list[str]:
    """What is said of an entry with one setting of these facts."""
    return told(settings=[setting(**facts)])


def test_names_are_those_of_the_vocabulary() -> None:
    """Advice draws on the same ids and other names as the check of terms."""
    lists = load_lexicon().lists()
    assert {kind: set(names) for kind, names in vocabulary().items()} == {kind: set(names) for kind, names in lists.items()}
    assert all(set(others) <= set(vocabulary()[kind][name]) for kind, names in lists.items() for name, others in names.items())


@pytest.mark.parametrize(
    ("kind", "written", "expected"),
    [
        ("method", "SalUn", "write 'salun'"),
        ("method", "Saliency_Unlearning", "write 'salun', of which it is another name"),
        ("method", "Both", "write 'one' or 'other', each of them is also called so"),
        (
            "method",
            "SalUns",
            "did you mean 'salun'? Otherwise write 'saluns' if an entry proposes it; where none does, declare it under `proposes`",
        ),
        ("method", "Quite New", "write 'quite-new' if an entry proposes it; where none does, declare it under `proposes`"),
        (
            "problem",
            "Quite New",
            "add it to taxonomy/vocabulary/problems.yaml",
        ),
        ("metric", "?!", "declare it under `proposes` of the paper that introduces it, or add it to taxonomy/vocabulary/metrics.yaml"),
    ],
)
def test_advice_names_what_there_is(kind: str, written: str, expected: str) -> None:
    """The id that a name spells or belongs to is proposed; otherwise the nearest, and where all of them stand."""
    known = {"method": {"salun": ["Saliency Unlearning"], "one": ["both"], "other": ["Both"]}, "problem": {}, "metric": {"fid": ["FID"]}}
    assert advice(kind, written, lambda: known).startswith(expected)


def test_known_names_can_be_given() -> None:
    """Who knows what entries propose has it proposed."""
    document = Document("x.yaml", entry(settings=[setting(baselines=["Weight Saliency"])]))
    found = validate(document, Entry, lambda: {"method": {"salun": ("Weight Saliency",)}})
    assert isinstance(found, list)
    assert [finding.fix for finding in found] == ["write 'salun', of which it is another name"]


@pytest.mark.parametrize(
    ("authors", "expected"),
    [
        (["Ada Example", "Madonna"], []),
        (["Anonymous"], []),
        (["Ada Example, Jr.", "Ministry of Law and Order"], []),
        (["Example, Ada"], ["'Example, Ada' has the family name first"]),
        (["Ada Example and Bo Sample"], ["'Ada Example and Bo Sample' names several authors in one text"]),
        (["Ada Example", "et al."], ["'et al.' stands for authors who are not named"]),
        (["Example", "Ada"], ["no author has more than one word"]),
    ],
)
def test_authors_are_full_names(authors: list[str], expected: list[str]) -> None:
    """Each author is one item, with the given name first."""
    assert told(authors=authors) == expected


def test_two_authors_parted_by_a_comma_are_not_turned_round() -> None:
    """Where both sides of a comma could be whole names, both readings are offered."""
    (found,) = findings(authors=["Ada Example, Bo Sample"])
    assert found.fix == 'write "Bo Sample Ada Example", or an item for each if they are two authors'


@pytest.mark.parametrize(("year", "sound"), [(2023, False), (2024, True), (2025, True), (2027, True), (2028, False)])
def test_year_follows_the_id(year: int, sound: bool) -> None:  # noqa: FBT001  # a column of the table
    """An id keeps the year of the first version while the published one comes later; it never runs ahead."""
    assert told(year=year) == ([] if sound else [f"`year` is {year}, but the id says 2024"])


@pytest.mark.parametrize(
    ("forget_set", "expected"),
    [
        ({**EXAMPLES, "coverage": "not-applicable"}, []),
        ({**CONCEPT, "coverage": "not-reported"}, []),
        ({**CONCEPT, "coverage": "not-applicable"}, ["a concept is removed, so the question of `coverage` does apply"]),
        ({**CONCEPT, "coverage": "complete", "share_of_concept": [1.0]}, []),
        ({**CONCEPT, "share_of_concept": [0.5]}, []),
        (
            {**CONCEPT, "coverage": "complete", "share_of_concept": [1, 0.5]},
            ["`coverage` is complete, but item 2 of `share_of_concept` is 0.5"],
        ),
    ],
)
def test_coverage_agrees_with_the_rest(forget_set: dict[str, Any], expected: list[str]) -> None:
    """Where a concept is removed its coverage is asked for, and all of it is not a part of it."""
    assert told_of(forget_set=forget_set) == expected


@pytest.mark.parametrize(
    ("references", "facts", "is_sound"),
    [
        (BOTH, {}, False),
        (["retrained-on-corrected-data", "retrained-without-concept", "chance-level"], {}, False),
        (BOTH, {"reference": "never-exposed-model"}, True),
        (BOTH, {"criterion": "lower-is-better"}, True),
        ([ROWS, "retrained-on-corrected-data"], {}, True),
        ([ROWS, "original-model"], {}, True),
    ],
)
def test_matched_reference_is_named(references: list[str], facts: dict[str, Any], is_sound: bool) -> None:  # noqa: FBT001  # a column of the table
    """Where references that answer different questions are listed, a measurement says which of them it matches."""
    measured = {**measurement("forget-set-accuracy", "forget-set", "match-reference"), **facts}
    found = told_of(references=references, measurements=[measured])
    assert [message.partition(",")[0] for message in found] == ([] if is_sound else ["measurement 1 matches a reference"])


def test_questions_about_any_facts_can_be_asked() -> None:
    """A setting by itself may hold what an entry may not: the tables have an answer to every combination."""
    facts = setting(forget_set={**CONCEPT, "coverage": "not-applicable"})
    assert isinstance(validate(Document("<setting>", facts), Setting), Setting)


def test_every_name_that_leads_nowhere_is_told() -> None:
    """Settings of one name, names that no setting has, references that are not listed and what is listed twice are all told at once."""
    measured = [measurement("fid", "other", "match-reference", reference=name) for name in ("original-model", "random-model")]
    twice = ["fid-eraser", "other-eraser", "fid-eraser", "other-eraser"]
    where = {"setting": "nowhere", "status": "open", "url": "https://talk.invalid.example/1"}
    disputes = [{**where, "code": "MET301"}, {**where, "code": "MET302", "setting": "rowz"}]
    found = findings(settings=[setting(), setting(), setting("others", measurements=measured, baselines=twice)], disputes=disputes)
    assert sorted(finding.message for finding in found) == [
        "`fid-eraser` is listed twice",
        "`other-eraser` is listed twice",
        "measurement 1 is held against `original-model`, which `references` does not list",
        "measurement 2 is held against `random-model`, which `references` does not list",
        "no setting is called `nowhere`",
        "no setting is called `rowz`",
        "two settings are called `rows`",
    ]
    assert "did you mean 'rows'?" in {finding.fix for finding in found}


def test_contradictions_are_told_beside_wrong_values() -> None:
    """A wrong value elsewhere hides no contradiction between facts that can be read, and none is made up where they cannot."""
    bad = setting("broken", modality="pictures", forget_set={**CONCEPT, "coverage": "not-applicable"})
    good = setting(forget_set={**CONCEPT, "coverage": "not-applicable"})
    facts = {"kind": "methods", "year": 2021, "authors": ["Example, Ada"], "settings": [good, bad]}
    assert sorted(message.partition(",")[0] for message in told(**facts)) == [
        "'Example",
        "`kind` is 'methods'",
        "`modality` is 'pictures'",
        "`year` is 2021",
        *2 * ["a concept is removed"],
    ]
    unread = {"kind": "methods", "settings": [setting(name="Not an id")], "disputes": [{"code": "MET301", "setting": "rows"}]}
    assert not any("no setting is called" in message for message in told(**unread))


def test_same_measurement_twice_is_a_fault() -> None:
    """Two measurements that differ in nothing are one; they differ where one field does."""
    one = measurement("fid", "other", "lower-is-better")
    assert told_of(measurements=[one, {**one, "condition": "relearned"}, {**one, "on": "test-set"}]) == []
    assert told_of(measurements=[one, {**one, "condition": "relearned"}, one]) == ["measurement 3 is the same as measurement 1"]


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"title": "One\ntwo"}, "title"),
        ({"venue": "One\ttwo"}, "venue"),
        ({"aliases": ["One\ntwo"]}, "item 1 of `aliases`"),
        ({"settings": [setting(models=["ResNet\n18"])]}, "item 1 of `models`"),
    ],
)
def test_text_on_one_line_holds_no_line_end(facts: dict[str, Any], field: str) -> None:
    """However a line end or tab came into a text on one line, it is refused; a summary may have several lines."""
    (message,) = told(**facts)
    assert (message.strip("`").startswith(field), message.endswith(", but text on one line is expected")) == (True, True)
    assert told(summary="One\ntwo") == []


def test_escape_that_was_a_backslash_is_told() -> None:
    """A control character in a value comes from an escape in double quotes, which is named."""
    (found,) = findings(summary="the step \x07lpha")
    assert found.fix == r"`\a` in double quotes is an escape: write `\\a`, or put the text in single quotes"


def test_names_of_fields_that_are_no_text_are_told_in_words() -> None:
    """A mapping from Python whose field is called by a number is told without words of Python."""
    (found,) = findings(links={1: "x"})
    assert (found.code, found.message) == ("DOC005", "a field of `links` is called '1' without quotes")


@pytest.mark.parametrize(
    ("facts", "fix"),
    [
        ({"links": {"github": "https://code.invalid.example/a"}}, "did you mean 'code'?"),
        ({"conference": "ICLR"}, "did you mean 'venue'?"),
        ({"settings": [setting(metrics=[])]}, "did you mean 'measurements'?"),
        ({"settings": [setting(notion="untraining")]}, "delete it: verdicts are computed from the facts"),
    ],
)
def test_other_names_of_fields_are_understood(facts: dict[str, Any], fix: str) -> None:
    """A field under a name that people use elsewhere is told by its own; a verdict is never written by hand."""
    assert [finding.fix for finding in findings(**facts)] == [fix]


def test_doubled_item_is_told_beside_a_faulty_one() -> None:
    """A word that stands twice in a list is told though another item of the list is wrong, and once only."""
    told = entry(settings=[setting(baselines=["retraining", "retraining", "fine tuning"], datasets=["cifar-10", "cifar-10"])])
    found = validate(Document("x.yaml", told), Entry)
    assert isinstance(found, list)
    assert sorted(finding.code for finding in found) == ["DOC008", "DOC016", "DOC016"]
