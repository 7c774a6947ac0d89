"""The words of the project: closed enumerations, and the open lists with the real terms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from itertools import chain
from pathlib import Path

import pytest
import yaml

from taxonomy import vocabulary
from taxonomy.bibliography import read_register
from taxonomy.lexicon import load_lexicon
from taxonomy.model import Setting
from taxonomy.vocabulary import closed
from taxonomy.vocabulary.closed import Family, Polarity, Supports, member_docs
from taxonomy.vocabulary.terms import TERM_FILES, Method, Metric, Term, Wording
from tests.invented import ROOT

FOLDER = Path(vocabulary.__path__[0])
ENUMERATIONS = [each for each in vars(closed).values() if isinstance(each, type) and issubclass(each, StrEnum) and each is not StrEnum]
LEXICON = load_lexicon()
LISTS: dict[str, Mapping[str, Term]] = {
    "metrics": LEXICON.metrics,
    "methods": LEXICON.generic_methods,
    "pending": LEXICON.pending_methods,
    "problems": LEXICON.problems,
    "datasets": LEXICON.datasets,
    "wordings": LEXICON.wordings,
}
EACH_LIST = pytest.mark.parametrize("name", LISTS)
EACH_ENUMERATION = pytest.mark.parametrize("enumeration", ENUMERATIONS, ids=lambda each: each.__name__)


def written_ids(name: str) -> list[str]:
    """Ids of a list in the order of its file."""
    return [term["id"] for term in yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))["terms"]]


def spoken(name: str) -> str:
    """A name without regard to case, hyphens and spaces, as messages compare it."""
    return " ".join(name.replace("-", " ").casefold().split())


def names_of(term: Term) -> set[str]:
    """All names of a term."""
    return {spoken(name) for name in (term.id, term.name, *term.aliases)}


def noted(terms: Mapping[str, Metric] | Mapping[str, Method]) -> Iterator[tuple[str, list[str], list[str]]]:
    """Each term with the notions that it fits and those under which it misleads."""
    yield from (
        (term.id, [str(note.notion) for note in term.fits], [str(note.notion) for note in term.misleads]) for term in terms.values()
    )


@EACH_ENUMERATION
def test_every_word_has_its_help(enumeration: type[StrEnum]) -> None:
    """An enumeration and each of its members say what they mean, in sentences; no two members say the same."""
    texts = member_docs(enumeration)
    assert list(texts) == [member.value for member in enumeration]
    assert all(text.endswith(".") for text in (enumeration.__doc__ or "", *texts.values()))
    assert len(set(texts.values())) == len(texts)


@EACH_ENUMERATION
def test_every_word_is_text_to_every_yaml_reader(enumeration: type[StrEnum]) -> None:
    """Words are lower-case and read as text by YAML 1.1 as well, so that no program takes one for true, false or a number."""
    for word in enumeration:
        assert word.value == word.value.lower()
        assert yaml.safe_load(f"[{word.value}]") == [word.value]


def test_evidence_speaks_for_fields_of_a_setting() -> None:
    """Evidence supports parts of a setting that are called as its fields are."""
    assert {part.value for part in Supports} <= set(Setting.model_fields)


def test_every_file_of_terms_is_read() -> None:
    """The folder holds exactly the lists that are declared, and each is read."""
    assert {path.stem for path in FOLDER.glob("*.yaml")} == set(TERM_FILES) == set(LISTS)


@pytest.mark.parametrize(("name", "least"), [("metrics", 45), ("methods", 12), ("problems", 15), ("datasets", 20)])
def test_lists_are_long_enough(name: str, least: int) -> None:
    """The lists cover what papers commonly use."""
    assert len(LISTS[name]) >= least


@EACH_LIST
def test_ids_are_sorted_and_unique(name: str) -> None:
    """Terms stand in order of id, each once, so that a person finds them and two additions do not collide."""
    ids = written_ids(name)
    assert ids == sorted(set(ids))
    assert list(LISTS[name]) == ids


@EACH_LIST
def test_terms_are_what_their_file_declares(name: str) -> None:
    """Every term of a list is of the list's own model."""
    assert {type(term) for term in LISTS[name].values()} == {TERM_FILES[name]}


AMBIGUOUS = {"asr", "attack success rate", "poison success", "ua", "unlearning accuracy", "second order update", "graph unlearning"}
"""Names that papers use for several things."""


@pytest.mark.parametrize("names", [["metrics"], ["methods", "pending"], ["problems"], ["datasets"], ["wordings"]], ids=" and ".join)
def test_names_lead_to_one_term(names: list[str]) -> None:
    """Only abbreviations that the literature itself uses for several things lead to several terms; a message then names them all."""
    owners: dict[str, set[str]] = {}
    for term in chain.from_iterable(LISTS[name].values() for name in names):
        for name in names_of(term):
            owners.setdefault(name, set()).add(term.id)
    assert {name for name, ids in owners.items() if len(ids) > 1} <= AMBIGUOUS


@EACH_LIST
def test_other_names_say_something_new(name: str) -> None:
    """A term does not list a name twice, or the name that it shows as another name."""
    repeated = {term.id for term in LISTS[name].values() if len({term.name, *term.aliases}) <= len(term.aliases)}
    assert repeated == set()


@EACH_LIST
def test_definitions_are_sentences(name: str) -> None:
    """A definition ends as a sentence does, and two terms of a list are not defined alike."""
    definitions = [term.definition for term in LISTS[name].values()]
    assert [text for text in definitions if not text.endswith(".")] == []
    assert len(set(definitions)) == len(definitions)


@EACH_LIST
def test_sources_resolve(name: str) -> None:
    """Every source is an entry or a record of the register."""
    works, _ = read_register(ROOT / "entries" / "register.bib")
    known = {work.key for work in works} | {path.stem for path in (ROOT / "entries" / "papers").glob("*.yaml")}
    assert [(term.id, source) for term in LISTS[name].values() for source in term.sources if source not in known] == []


@pytest.mark.parametrize("terms", [LEXICON.metrics, LEXICON.generic_methods], ids=["metrics", "methods"])
def test_notes_speak_of_a_notion_once(terms: Mapping[str, Metric] | Mapping[str, Method]) -> None:
    """A term has at most one note of each sort for a notion."""
    assert [term for term, fits, misleads in noted(terms) if len(set(fits)) < len(fits) or len(set(misleads)) < len(misleads)] == []


def test_generic_methods_fit_where_they_are_at_home() -> None:
    """A generic method has a note for each of its home notions, and fits no other."""
    assert [method.id for method in LEXICON.generic_methods.values() if {note.notion for note in method.fits} != set(method.notions)] == []


def test_utility_and_cost_show_no_presence() -> None:
    """What shows usefulness or cost says nothing about what is to go, so it has no polarity."""
    odd = {m.id for m in LEXICON.metrics.values() if m.family in {Family.UTILITY, Family.COST} and m.polarity is not Polarity.NEITHER}
    assert odd == set()


def test_membership_and_memorisation_show_presence() -> None:
    """What finds traces of rows is high where they are still there."""
    traces = {Family.MEMBERSHIP, Family.MEMORISATION}
    assert {m.id for m in LEXICON.metrics.values() if m.family in traces and m.polarity is not Polarity.PRESENCE} == set()


@pytest.mark.parametrize("family", list(Family), ids=str)
def test_every_family_has_a_metric(family: Family) -> None:
    """No family that rules branch on is left without a metric."""
    assert any(metric.family is family for metric in LEXICON.metrics.values())


TITLES = {path.stem: yaml.safe_load(path.read_text(encoding="utf-8"))["title"] for path in (ROOT / "entries" / "papers").glob("*.yaml")} | {
    work.key: work.title for work in read_register(ROOT / "entries" / "register.bib")[0]
}
"""Titles of all known works."""


@pytest.mark.parametrize("wording", LEXICON.wordings.values(), ids=lambda term: term.id)
def test_wordings_stand_in_the_titles_of_their_sources(wording: Wording) -> None:
    """Whoever doubts that papers use a wording finds it in the title of each of its sources."""
    told = {source: spoken(TITLES[source]).replace("-", " ") for source in wording.sources}
    names = {name.replace("-", " ") for name in names_of(wording)}
    assert [source for source, title in told.items() if not any(name in title for name in names)] == []


WORDS: dict[str, Iterable[str]] = {
    "removes": closed.Removes,
    "coverage": closed.Coverage,
    "granularity": closed.Granularity,
    "guarantee": closed.Guarantee,
    "reference": closed.Reference,
    "on": closed.MeasuredOn,
    "criterion": closed.Criterion,
    "condition": closed.Condition,
    "metric": LEXICON.metrics,
    "problem": LEXICON.problems,
}
"""What each field may say."""


@pytest.mark.parametrize("wording", LEXICON.wordings.values(), ids=lambda term: term.id)
def test_wordings_are_translated_into_what_entries_may_say(wording: Wording) -> None:
    """Each translation is a field with one of its values, and two values of a field are told apart by when they hold."""
    assert all(coding.value in set(map(str, WORDS[coding.field])) for coding in wording.codes)
    fields = [coding.field for coding in wording.codes if coding.when is None and coding.field != "granularity"]
    assert len(set(fields)) == len(fields)
