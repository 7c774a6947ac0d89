"""What an entry may say: frozen models that explain themselves, refuse what they do not know, and hold facts to each other."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, get_args

import pytest
from pydantic import BaseModel, ValidationError

from taxonomy import model as model_module
from taxonomy.corpus import Corpus
from taxonomy.documents import Document
from taxonomy.model import Entry, Measurement, Setting, settings_astray
from taxonomy.validation import validate
from taxonomy.vocabulary import terms as terms_module
from taxonomy.vocabulary.closed import Coverage, Guarantee, Membership, Reference
from taxonomy.vocabulary.terms import TERM_FILES, Strict
from tests.invented import CONCEPT, entry, measurement, setting

MODELS = sorted(
    {
        each
        for module in (model_module, terms_module)
        for each in vars(module).values()
        if isinstance(each, type) and issubclass(each, Strict) and each is not Strict
    },
    key=lambda each: each.__name__,
)
EACH_MODEL = pytest.mark.parametrize("model", MODELS, ids=lambda each: each.__name__)


def inner_models(annotation: Any) -> Iterator[type[BaseModel]]:
    """The models within an annotation, and within those."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
        for field in annotation.model_fields.values():
            yield from inner_models(field.annotation)
    for argument in get_args(annotation):
        yield from inner_models(argument)


def inner_kinds(annotation: Any) -> Iterator[Any]:
    """The annotation and all that it is made of."""
    yield annotation
    for argument in get_args(annotation):
        yield from inner_kinds(argument)


def told(**facts: Any) -> list[tuple[str, str]]:
    """Code and message of every fault of an entry with these facts."""
    found = validate(Document("x.yaml", entry(**facts)), Entry)
    return [(finding.code, finding.message) for finding in found] if isinstance(found, list) else []


def codes(**facts: Any) -> list[str]:
    """Codes of the faults of an entry with these facts."""
    return [code for code, _ in told(**facts)]


def test_models_of_an_entry_are_all_here() -> None:
    """Every model that an entry or a list of terms is made of is held to the tests below."""
    found = {each for model in (Entry, *TERM_FILES.values()) for each in inner_models(model)}
    assert found <= set(MODELS)
    assert len(found) > 15


@EACH_MODEL
def test_model_is_frozen(model: type[BaseModel]) -> None:
    """Nothing that was read can be changed."""
    assert model.model_config["frozen"] is True


@EACH_MODEL
def test_model_refuses_unknown_fields(model: type[BaseModel]) -> None:
    """A misspelt field is refused and not lost."""
    with pytest.raises(ValidationError) as caught:
        model.model_validate({"no_such_field": 1})
    assert "extra_forbidden" in {error["type"] for error in caught.value.errors()}


@EACH_MODEL
def test_model_and_fields_explain_themselves(model: type[BaseModel]) -> None:
    """A model and each of its fields say in a sentence what they hold; the schema and the site show it."""
    assert (model.__doc__ or "").partition("\n\n")[0].rstrip().endswith(".")
    for name, field in model.model_fields.items():
        assert (field.description or "").rstrip().endswith((".", "`.")), f"{model.__name__}.{name}"


@EACH_MODEL
def test_lists_cannot_be_changed(model: type[BaseModel]) -> None:
    """Fields with several values are tuples, so that a frozen model is frozen to its leaves."""
    changeable = {list, dict, set}
    for name, field in model.model_fields.items():
        kinds = {getattr(kind, "__origin__", kind) for kind in inner_kinds(field.annotation)}
        assert not kinds & changeable, f"{model.__name__}.{name}"


def test_entry_cannot_be_changed(corpus: Corpus) -> None:
    """Setting a field of what a corpus holds is an error, at the top and further in."""
    paper = corpus["example2021erasing"].entry
    with pytest.raises(ValidationError, match="frozen"):
        paper.title = "Another title"  # type: ignore[misc]
    with pytest.raises(ValidationError, match="frozen"):
        paper.settings[0].forget_set.removes = paper.settings[1].forget_set.removes  # type: ignore[misc]


def test_equal_entries_are_equal() -> None:
    """Entries are compared by what they say, and can be keys."""
    assert Entry.model_validate(entry()) == Entry.model_validate(entry())
    assert len({Entry.model_validate(entry()), Entry.model_validate(entry()), Entry.model_validate(entry(year=2023))}) == 2


def test_entry_survives_json(corpus: Corpus) -> None:
    """An entry that was written as JSON reads back as it was."""
    for each in corpus.entries:
        assert Entry.model_validate_json(each.model_dump_json()) == each
        assert Entry.model_validate(json.loads(each.model_dump_json())) == each


def test_what_is_left_out_is_not_claimed() -> None:
    """What an entry does not say is not reported, unknown or empty, and never a favourable guess."""
    bare = Setting.model_validate(setting())
    assert bare.references == (Reference.NOT_REPORTED,)
    assert (bare.forget_set.coverage, bare.forget_set.membership) == (Coverage.NOT_REPORTED, Membership.UNKNOWN)
    assert bare.guarantee is Guarantee.NONE
    assert (bare.measurements, bare.baselines, bare.evidence) == ((), (), ())


def test_words_are_enumerations() -> None:
    """Fields with closed words hold members, which compare equal to their words."""
    read = Measurement.model_validate(measurement("fid", "test-set", "lower-is-better"))
    assert isinstance(read.on, StrEnum)
    assert read.on == "test-set"


@pytest.mark.parametrize("coded", ["2026-11-30", date(2026, 11, 30)])
def test_day_is_a_date(coded: object) -> None:
    """The day of coding is a date, written or given as one."""
    assert Entry.model_validate(entry(curation={**entry()["curation"], "coded": coded})).curation.coded == date(2026, 11, 30)


def test_space_around_text_is_dropped() -> None:
    """Space before and after a text means nothing."""
    assert Entry.model_validate(entry(title="  A study ")).title == "A study"


@pytest.mark.parametrize(
    "coded", [0, 86_400_000, "2026-11-30T00:00:00", 20261130, "2026-11", True, "30 November 2026", datetime(2026, 11, 30, tzinfo=UTC)]
)
def test_only_a_day_is_a_day(coded: object) -> None:
    """A number or a moment is not taken for a day, even where it could be read as one."""
    assert codes(curation={"coded": coded, "coders": ["Ada"], "confidence": "low"}) == ["DOC008"]


def test_no_day_is_told_as_such() -> None:
    """Who makes an entry in Python reads what a day looks like."""
    with pytest.raises(ValidationError) as caught:
        Entry.model_validate(entry(curation={**entry()["curation"], "coded": 7}))
    assert [error["msg"] for error in caught.value.errors()] == ["this is no day of the form YYYY-MM-DD"]


def test_names_of_settings_are_held_against_those_that_are_there() -> None:
    """Where there is no setting at all, none has the name that is given; where settings cannot be read, no name is doubted."""
    naming: dict[str, Any] = {"acknowledged": [{"setting": "rows"}]}
    told = (("acknowledged", 0, "setting"), "inconsistent", "no setting is called `rows`")
    assert [*settings_astray(naming)] == [*settings_astray({**naming, "settings": []})] == [told]
    assert [*settings_astray({**naming, "settings": "rows"})] == [*settings_astray({**naming, "settings": [{}]})] == []


@pytest.mark.parametrize(
    ("paper", "sound"),
    [
        *[(name, True) for name in ("fan2024salun", "a2024b", "oneill2020a1")],
        *[
            (name, False)
            for name in (
                "Fan2024salun",
                "fan24salun",
                "fan2024",
                "2024salun",
                "fan-2024-salun",
                "fan2024sal un",
                "fán2024salun",
                "../x2024y",
            )
        ],
    ],
)
def test_id_of_a_paper(paper: str, sound: bool) -> None:  # noqa: FBT001  # a column of the table
    """An id is a lower-case name, a year and a word, in ASCII: safe as a file name, an address and a key."""
    year = int("".join(re.findall("[0-9]{4}", paper)) or 2024)
    assert (codes(id=paper, year=year) == []) is sound


@pytest.mark.parametrize("name", ["Rows", "rows_of", "-rows", "rows-", "ro--ws", "", "r" * 81, "rows/x", "röws"])
def test_other_ids_are_words_joined_by_hyphens(name: str) -> None:
    """Settings and terms are named by lower-case words joined by single hyphens, which make anchors and file names."""
    assert codes(settings=[setting(name)]) in (["DOC008"], ["DOC004"])


@pytest.mark.parametrize(
    ("links", "code"),
    [
        ({"arxiv": "2310.12508"}, ""),
        ({"arxiv": "cs.LG/0101001"}, ""),
        ({"arxiv": "2310.12508v2"}, "DOC008"),
        ({"arxiv": "https://arxiv.org/abs/2310.12508"}, "DOC008"),
        ({"doi": "10.1234/x.y_z(1)"}, ""),
        ({"doi": "https://doi.org/10.1234/x"}, "DOC008"),
        ({"doi": '10.1234/"onmouseover=x'}, "DOC008"),
        ({"doi": "10.1234/a},title={b"}, "DOC008"),
        ({"doi": "10.1234/a\\b"}, "DOC008"),
        ({"openreview": "gn0mIhQGNM"}, ""),
        ({"openreview": "forum?id=gn0mIhQGNM"}, "DOC008"),
        ({"page": "https://a.invalid.example/x?y=z#w"}, ""),
        ({"page": "http://a.invalid.example:8080/"}, ""),
        *[
            ({"page": address}, "DOC012")
            for address in ("javascript:alert(1)", "JAVASCRIPT:alert(1)", "data:text/html,x", "//a.b/c", "a.b/c")
        ],
        *[
            ({"page": address}, "DOC012")
            for address in ("https://", "https://localhost/x", "https://a.b@c.d/", "https://a.b/ c", "https://a.b:x/")
        ],
        *[({"code": [f"https://a.b/{sign}x"]}, "DOC012") for sign in "\"<>'`\\\n\u202e"],
    ],
)
def test_links(links: dict[str, object], code: str) -> None:
    """Identifiers stand without their address, and addresses are plain http(s) addresses that no page can be broken with."""
    assert codes(links=links) == ([code] if code else [])


@pytest.mark.parametrize("sign", ["\u202e", "\u200b", "\u2066", "\ufeff", "\x1b", "\x00", "\x7f", "\u2028"])
def test_text_holds_nothing_invisible(sign: str) -> None:
    """Characters that hide or turn what is shown are refused wherever a stranger writes text."""
    places: list[dict[str, Any]] = [{"title": f"A {sign}study"}, {"authors": [f"Ada{sign} E"]}, {"summary": f"A{sign}b"}]
    places += [{"settings": [setting(note=f"A{sign}b")]}, {"settings": [setting(forget_set={**CONCEPT, "concept": f"a{sign}b"})]}]
    assert [codes(**facts) for facts in places] == [["DOC011"]] * len(places)


INCONSISTENT: dict[str, tuple[dict[str, Any], str, str]] = {
    "concept without a name": (
        {"settings": [setting(forget_set={"removes": "concept", "coverage": "complete"})]},
        "DOC013",
        "a concept is removed, but `concept` does not name it",
    ),
    "no reference beside a reference": (
        {"settings": [setting(references=["original-model", "none"])]},
        "DOC013",
        "`none` stands beside other references",
    ),
    "not reported beside a reference": (
        {"settings": [setting(references=["not-reported", "chance-level"])]},
        "DOC013",
        "`not-reported` stands beside other references",
    ),
    "reference that is not listed": (
        {
            "settings": [
                setting(
                    references=["original-model"],
                    measurements=[
                        measurement("fid", "test-set", "lower-is-better"),
                        measurement("fid", "test-set", "match-reference", reference="chance-level"),
                    ],
                )
            ]
        },
        "DOC013",
        "measurement 2 is held against `chance-level`, which `references` does not list",
    ),
    "two settings of one id": ({"settings": [setting("a"), setting("b"), setting("a")]}, "DOC016", "two settings are called `a`"),
    "acknowledged in no setting": (
        {"acknowledged": [{"code": "MET301", "setting": "b", "note": "N", "evidence": "E"}]},
        "DOC013",
        "no setting is called `b`",
    ),
    "disputed in no setting": (
        {"disputes": [{"code": "MET301", "setting": "b", "status": "open", "url": "https://a.invalid.example/"}]},
        "DOC013",
        "no setting is called `b`",
    ),
    "proposed in no setting": (
        {"proposes": {"methods": [{"id": "eraser", "name": "E", "settings": ["b"]}]}},
        "DOC013",
        "no setting is called `b`",
    ),
}


@pytest.mark.parametrize(("facts", "code", "message"), INCONSISTENT.values(), ids=INCONSISTENT)
def test_facts_that_contradict_each_other_are_refused(facts: dict[str, Any], code: str, message: str) -> None:
    """Facts that cannot both hold are one fault, told in words."""
    assert told(**facts) == [(code, message)]


@pytest.mark.parametrize("share", [0, -0.1, 1.01, 10, "0.1", True, None])
def test_shares_lie_between_0_and_1(share: object) -> None:
    """A share is a number above 0 and at most 1, neither per cent nor text."""
    assert codes(settings=[setting(forget_set={"removes": "examples", "share_of_training_set": [0.5, share]})]) == ["DOC008"]


@pytest.mark.parametrize("share", [1, 1.0, 0.1, 1e-6])
def test_shares_may_be_whole(share: float) -> None:
    """All of it and a tiny part of it are shares."""
    assert codes(settings=[setting(forget_set={"removes": "examples", "share_of_training_set": [share]})]) == []


@pytest.mark.parametrize(
    ("year", "sound"), [(1950, True), (2100, True), (1949, False), (2101, False), (2024.0, False), ("2024", False), (True, False)]
)
def test_year_is_a_plausible_number(year: object, sound: bool) -> None:  # noqa: FBT001  # a column of the table
    """A year is a whole number of four digits."""
    assert (codes(id=f"ada{year:.0f}study" if isinstance(year, int) and year > 1 else "ada2024study", year=year) == []) is sound


@pytest.mark.parametrize("field", ["authors", "curation"])
def test_somebody_answers_for_paper_and_entry(field: str) -> None:
    """A paper has an author, and an entry a coder."""
    empty: dict[str, Any] = {"authors": [], "curation": {"coded": "2026-11-30", "coders": [], "confidence": "low"}}
    assert codes(**{field: empty[field]}) == ["DOC008"]
