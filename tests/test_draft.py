"""A new entry file: sound but for its questions, and generated from the model."""

from __future__ import annotations

import re
from dataclasses import replace
from enum import StrEnum

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from taxonomy.bibfields import printable
from taxonomy.bibliography import Work, read_register
from taxonomy.documents import Document, parse_document
from taxonomy.draft import draft, entry_text
from taxonomy.errors import Finding
from taxonomy.lexicon import load_lexicon
from taxonomy.model import (
    Acknowledgement,
    Dispute,
    Entry,
    Evidence,
    ForgetSet,
    Measurement,
    ProposedDataset,
    ProposedMethod,
    ProposedMetric,
    Setting,
)
from taxonomy.validation import validate
from taxonomy.vocabulary import closed
from tests.invented import CORPUS
from tests.test_bibliography import WORKS

WORK = Work(
    "ada2024study", "A study: of forgetting", ("Ada Example", "Bo Sample"), False, 2024, "ICLR", "2401.00001", "10.1234/A",
    "https://openreview.net/forum?id=InventedId1",
)  # fmt: skip
NEEDED = {"kind", "summary", "name", "problem", "modality", "removes", "coded", "coders", "confidence"}


def text_of(work: Work = WORK) -> str:
    """The draft of a work."""
    return draft(work, load_lexicon(), "schema.json")


def document_of(text: str) -> Document:
    """The document that a text holds."""
    document = parse_document(text, "x.yaml")
    assert isinstance(document, Document), document
    return document


def faults_of(text: str) -> list[Finding]:
    """Faults of a text as an entry."""
    found = validate(document_of(text), Entry)
    return found if isinstance(found, list) else []


def asked(findings: list[Finding]) -> set[str]:
    """Fields that findings call missing."""
    return {re.findall(r"`(\w+)`", finding.message)[-1] for finding in findings}


def test_bibliography_is_filled_in() -> None:
    """What the work says stands in the file, each identifier where it belongs, for editors and for readers."""
    text = text_of()
    assert text.startswith("# yaml-language-server: $schema=schema.json\n# $schema: schema.json\n")
    value = document_of(text).value
    assert {name: value[name] for name in ("id", "title", "authors", "year", "venue", "links")} == {
        "id": "ada2024study",
        "title": "A study: of forgetting",
        "authors": ["Ada Example", "Bo Sample"],
        "year": 2024,
        "venue": "ICLR",
        "links": {"arxiv": "2401.00001", "doi": "10.1234/a", "openreview": "InventedId1"},
    }


def test_only_what_is_still_to_be_answered_is_missing() -> None:
    """A draft has no fault but missing fields and one left empty, one for each question that must be answered."""
    found = faults_of(text_of())
    assert {finding.code for finding in found} == {"DOC006", "DOC008"}
    assert asked(found) == NEEDED
    assert len(found) == len(NEEDED)


@pytest.mark.parametrize("work", read_register(CORPUS / "register.bib")[0], ids=lambda work: work.key)
def test_register_records_make_drafts(work: Work) -> None:
    """Every record gives a draft; a list of authors that is cut is a question that shows the names that are known."""
    text = text_of(work)
    assert asked(faults_of(text)) == NEEDED | ({"authors"} if work.more_authors else set())
    assert ("#authors: [" in text) == work.more_authors


ANSWERS = {
    "kind": "method",
    "summary": "Removes rows.",
    "name": "Rows",
    "problem": "example-deletion",
    "modality": "image",
    "removes": "examples",
    "coded": "2026-11-30",
    "coders": "[Ada]",
    "confidence": "low",
}


def answered(text: str) -> str:
    """A draft with every necessary question answered, by taking away the mark and writing a value."""
    for name, answer in ANSWERS.items():
        text, count = re.subn(rf"(?m)^( *)#?{name}:(?: \[\])?$", rf"\1{name}: {answer}", text)
        assert count == 1, name
    return text


def test_answered_draft_is_a_sound_entry() -> None:
    """Taking away the mark of the necessary questions and writing a value is all that a person has to do."""
    assert faults_of(answered(text_of())) == []


def test_every_question_can_be_taken_up() -> None:
    """Without the marks, every question is a field of the model in its place: nothing is misspelt, moved or indented wrongly."""
    text = re.sub(r"(?m)^( *)#(?=(?:  )*[^ ])", r"\1", text_of())  # explanations stand an odd number of spaces after their mark
    codes = {finding.code for finding in faults_of(text)}
    assert codes <= {"DOC006", "DOC008", "DOC013"}
    value = document_of(text).value
    setting = value["settings"][0]
    assert set(value) == set(Entry.model_fields)
    assert {name: set(items[0]) for name, items in value["proposes"].items()} == {
        "methods": set(ProposedMethod.model_fields),
        "metrics": set(ProposedMetric.model_fields),
        "datasets": set(ProposedDataset.model_fields),
    }
    assert set(value["acknowledged"][0]) == set(Acknowledgement.model_fields)
    assert set(value["disputes"][0]) == set(Dispute.model_fields)
    assert set(setting) == set(Setting.model_fields)
    assert set(setting["forget_set"]) == set(ForgetSet.model_fields)
    assert set(setting["measurements"][0]) == set(Measurement.model_fields)
    assert set(setting["evidence"][0]) == set(Evidence.model_fields)


ASKED_WORDS: list[type[StrEnum]] = [
    closed.Kind, closed.Modality, closed.Removes, closed.Coverage, closed.Granularity, closed.Membership, closed.Guarantee,
    closed.Reference, closed.MeasuredOn, closed.Criterion, closed.Condition, closed.EvidenceSource, closed.Supports, closed.Confidence,
    closed.DisputeStatus, closed.Family, closed.Polarity,
]  # fmt: skip


@pytest.mark.parametrize("words", ASKED_WORDS, ids=lambda words: words.__name__)
def test_allowed_words_stand_with_their_meaning(words: type[StrEnum]) -> None:
    """Every allowed word stands above its question with the help text that the vocabulary has for it."""
    unwrapped = re.sub(r"\n[ #]+", " ", text_of())
    for word, meaning in closed.member_docs(words).items():
        assert f"{word}: {meaning}" in unwrapped


def test_terms_of_the_vocabulary_are_listed() -> None:
    """Problems, metrics, methods and datasets that may be named are listed."""
    text = text_of()
    for terms in load_lexicon().lists().values():
        assert all(re.search(rf"[ ,]{name}(,|$)", text, re.MULTILINE) for name in terms)


def test_fields_are_explained_in_the_words_of_the_model() -> None:
    """The line above a question is the field's own description."""
    unwrapped = re.sub(r"\n[ #]+(?=[a-z])", " ", text_of())
    for model in (Setting, ForgetSet, Measurement, Evidence):
        for field in model.model_fields.values():
            assert field.description is not None
            assert field.description in unwrapped


def test_lines_are_short() -> None:
    """Comments fit on a screen."""
    assert max(map(len, text_of().splitlines())) <= 140


@pytest.mark.parametrize(
    ("url", "links"),
    [
        ("https://arxiv.org/abs/2401.00001v2", {"arxiv": "2401.00001"}),
        ("https://doi.org/10.1234/AB", {"doi": "10.1234/ab"}),
        ("https://openreview.net/pdf?id=InventedId1", {"openreview": "InventedId1"}),
        ("https://github.com/invented/code", None),
        ("https://journal.invalid.example/1", {"page": "https://journal.invalid.example/1"}),
        ("javascript:alert(1)", None),
    ],
)
def test_address_becomes_the_link_that_it_is(url: str, links: dict[str, str] | None) -> None:
    """An address is an identifier, a forum, or a landing page; code and what is not safe is left to the person."""
    value = document_of(text_of(replace(WORK, arxiv=None, doi=None, url=url))).value
    assert value.get("links") == links


@settings(max_examples=40, deadline=None)
@given(work=WORKS, title=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40))
def test_any_work_makes_a_draft(work: Work, title: str) -> None:
    """Whatever a record holds, its draft is YAML for every reader, says the same, and asks for the same; key and year need not agree."""
    text = text_of(replace(work, title=f"x{title}"))
    value = document_of(text).value
    shown = printable(f"x{title}")
    assert value["title"] == yaml.safe_load(text)["title"] == shown
    assert {finding.code for finding in faults_of(text)} - {"DOC013", "DOC015"} == {"DOC006", "DOC008"}


WORDS = [
    *("null", "Null", "true", "FALSE", "yes", "No", "on", "Off", "y", "N", "~", "", "2024", "1:30", "0x1f", "1e3", ".inf", "2026-11-30"),
    *(
        "- a",
        "a: b",
        "a #b",
        "#a",
        "&a",
        "*a",
        "!a",
        "%a",
        "@a",
        "`a",
        "'a",
        '"a',
        "[a]",
        "{a}",
        "a, b",
        "? a",
        "| a",
        "> a",
        "<<",
        "=",
        "---",
    ),
    *("a ", " a", "a  b", "é", "中文", "a\\b", "a\nb", "a\tb", "\u2028a", "\u202ea", "{{ a }}", "a\u00a0b"),
]


@pytest.mark.parametrize("text", WORDS, ids=ascii)
def test_text_is_text_to_every_reader(text: str) -> None:
    """Whatever a text looks like, the entry that is written of it holds that text, for readers of YAML 1.1, too."""
    written = entry_text({"id": "ada2024study", "title": text, "authors": [text, "Bo"], "venue": text}, "schema.json")
    meant = printable(text)
    found = parse_document(written, "x.yaml")
    assert isinstance(found, Document), found
    for read in (found.value, yaml.safe_load(written)):
        assert (read["authors"], read.get("title", ""), read.get("venue", "")) == ([meant, "Bo"], meant, meant)
