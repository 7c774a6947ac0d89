"""The corpus as one JSON document, and the JSON Schema that describes it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker  # type: ignore[import-untyped]  # ships no types

import taxonomy
from taxonomy.bibliography import Work
from taxonomy.corpus import Corpus
from taxonomy.exports import files_of
from taxonomy.exports.document import document, document_schema
from taxonomy.exports.vocabulary import vocabulary_of
from taxonomy.lexicon import load_lexicon
from taxonomy.plain import paper_to_plain, versions
from taxonomy.reading import read_corpus
from taxonomy.rules import CATALOGUE
from taxonomy.vocabulary.closed import Notion, Reference
from tests.hostile import TEXTS, hostile_corpus, paper_id
from tests.invented import ROOT, entry, folder_of

SCHEMA = document_schema()
VALIDATOR = Draft202012Validator(SCHEMA, format_checker=FormatChecker())


def nodes(schema: Any) -> Iterator[dict[str, Any]]:
    """Every mapping within a schema."""
    if isinstance(schema, dict):
        yield schema
        yield from (node for value in schema.values() for node in nodes(value))
    elif isinstance(schema, list):
        yield from (node for value in schema for node in nodes(value))


def faults(data: object) -> list[str]:
    """What the schema finds wrong with data."""
    return [f"{error.json_path}: {error.message[:200]}" for error in VALIDATOR.iter_errors(data)]


def test_the_files_are_the_document_and_its_schema(corpus: Corpus) -> None:
    """The document names the schema that stands beside it."""
    files = {file.name: json.loads(file.content) for file in files_of(corpus, "json")}
    assert files == {"corpus.json": document(corpus), "corpus.schema.json": SCHEMA}
    assert files["corpus.json"]["$schema"] in files


def test_the_schema_is_a_sound_schema() -> None:
    """The schema obeys the dialect that it names."""
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"] == Draft202012Validator.META_SCHEMA["$id"]


def test_every_field_is_documented() -> None:
    """Each field of each object has a description of its own, or stands for a definition that has one."""
    fields = [
        (name, field) for node in nodes(SCHEMA) if isinstance(node.get("properties"), dict) for name, field in node["properties"].items()
    ]
    assert len(fields) > 100
    assert [name for name, field in fields if not field.get("description") and "$ref" not in field] == []
    assert [name for name, definition in SCHEMA["$defs"].items() if not definition.get("description")] == []


def test_nothing_is_left_open() -> None:
    """No object admits fields that the schema does not name, so that the shape cannot change unseen."""
    objects = [node for node in nodes(SCHEMA) if isinstance(node.get("properties"), dict) and node.get("type") == "object"]
    assert objects
    assert all(node.get("additionalProperties") is False for node in objects)


def test_the_invented_corpus_is_valid(corpus: Corpus) -> None:
    """The document of the invented corpus obeys the schema."""
    assert faults(document(corpus)) == []


def test_the_real_corpus_is_valid() -> None:
    """So do the vocabulary and a sample of the real papers and works."""
    data = document(read_corpus(ROOT / "entries")[0])
    assert faults({**data, "papers": data["papers"][::8], "register": data["register"][::8]}) == []


def test_an_empty_corpus_is_valid(tmp_path: Path) -> None:
    """A corpus without papers and without a register obeys the schema, too."""
    assert faults(document(taxonomy.load(folder_of(tmp_path)))) == []


def test_disputes_and_rare_fields_are_valid(tmp_path: Path) -> None:
    """Disputes, acknowledgements, metrics and datasets that a paper proposes obey the schema."""
    concept = {"removes": "concept", "concept": "an invented topic", "coverage": "complete"}
    paper = entry(
        links={"code": ["https://code.example/study"], "page": "https://venue.example/study"},
        proposes={"datasets": [{"id": "made-up", "name": "Made up", "definition": "Invented rows.", "url": "https://data.example/rows"}]},
        acknowledged=[{"code": "FRM104", "setting": "rows", "note": "On purpose.", "evidence": "Section 1"}],
        disputes=[{"code": "FRM104", "setting": "rows", "status": "open", "url": "https://issues.example/1"}],
    )
    paper["settings"] = [{**paper["settings"][0], "forget_set": concept, "datasets": ["made-up"]}]
    data = document(taxonomy.load(folder_of(tmp_path, paper)))
    flag = next(flag for flag in data["papers"][0]["settings"][0]["flags"] if flag["code"] == "FRM104")
    assert flag["disputes"]
    assert flag["acknowledged"]
    assert faults(data) == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("papers", 0, "settings", 0, "intended"), "both"),
        (("papers", 0, "settings", 0, "facts", "problem"), None),
        (("papers", 0, "year"), "2024"),
        (("papers", 0, "extra"), "field"),
        (("vocabulary", "methods", 0, "home_notions"), "untraining"),
        (("register", 0, "title"), 1),
        (("license",), "none"),
    ],
)
def test_the_schema_sees_what_is_wrong(path: tuple[str | int, ...], value: object, corpus: Corpus) -> None:
    """A value that does not belong where it stands is a fault."""
    data: Any = deepcopy(document(corpus))
    *above, last = path
    place = data
    for step in above:
        place = place[step]
    place[last] = value
    assert len(faults(data)) == 1


def test_every_field_is_always_there(corpus: Corpus) -> None:
    """A field that is left out is a fault: programs need not guard against absence."""
    data = document(corpus)
    data["vocabulary"] = {name: concepts[:1] for name, concepts in data["vocabulary"].items()}
    for name in list(data):
        assert faults({key: value for key, value in data.items() if key != name}), name
    setting = data["papers"][0]["settings"][0]
    for name in list(setting):
        less = {**data, "papers": [{**data["papers"][0], "settings": [{key: value for key, value in setting.items() if key != name}]}]}
        assert faults(less), name


def test_papers_have_the_one_plain_shape(corpus: Corpus) -> None:
    """Papers stand in the document as commands and pages write them, with both versions at the top."""
    data = document(corpus)
    assert data["papers"] == [paper_to_plain(paper) for paper in corpus]
    assert {name: data[name] for name in versions()} == versions()
    assert [rule["code"] for rule in data["rules"]] == [rule.code for rule in CATALOGUE]


def test_the_vocabulary_is_complete(corpus: Corpus) -> None:
    """Every term of the lexicon, every reference and every notion stands in the document once."""
    data = document(corpus)["vocabulary"]
    lexicon = corpus.lexicon
    expected = {
        "metrics": list(lexicon.metrics),
        "methods": list(lexicon.methods),
        "problems": list(lexicon.problems),
        "datasets": list(lexicon.datasets),
        "references": list(Reference),
        "notions": list(Notion),
    }
    assert {name: [concept["id"] for concept in concepts] for name, concepts in data.items()} == expected


def test_a_method_tells_its_origin_and_home(corpus: Corpus) -> None:
    """A method of a coded paper, a generic and a pending one say who declares them and what they were made for."""
    methods = {method.id: method for method in vocabulary_of(corpus).methods}
    proposed, generic = methods["two-eraser"], methods["gradient-ascent"]
    pending = next(method for method in methods.values() if method.origin == "pending")
    assert (proposed.origin, proposed.proposed_by, proposed.sources) == ("proposed", "ersatz2024two", ("ersatz2024two",))
    assert proposed.home_notions == ("unlearning", "untraining")
    assert proposed.definition == corpus["ersatz2024two"].entry.summary
    assert (generic.origin, generic.proposed_by) == ("generic", None)
    assert generic.fits
    assert pending.home_notions == ()


@pytest.mark.parametrize(("address", "expected"), [("javascript:alert(1)", None), ("https://works.example/d", "https://works.example/d")])
def test_unsafe_addresses_of_works_are_left_out(address: str, expected: str | None) -> None:
    """An address in the register that is not plain http or https becomes null, and the document stays valid."""
    work = Work("a", "A", ("Ada Example",), False, 2020, url=address)  # the fields of a work, in order
    data = document(Corpus.of([], [work], load_lexicon()))
    assert [work["url"] for work in data["register"]] == [expected]
    assert faults(data) == []


def test_hostile_text_survives(tmp_path: Path) -> None:
    """Text that means something elsewhere comes back as it was, from every free field, and obeys the schema."""
    (content, _) = (file.content for file in files_of(hostile_corpus(tmp_path), "json"))
    data = json.loads(content)
    assert faults(data) == []
    papers = {paper["id"]: paper for paper in data["papers"]}
    for name, text in TEXTS.items():
        paper = papers[paper_id(name)]
        facts = paper["settings"][0]["facts"]
        fields = [paper["title"], paper["authors"][0], paper["venue"], paper["summary"], paper["proposes"]["methods"][0]["name"]]
        fields += [facts["name"], facts["task"], facts["forget_set"]["concept"], facts["models"][0], facts["evidence"][0]["note"]]
        assert set(fields) == {text}
