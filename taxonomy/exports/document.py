"""The whole corpus as one JSON document, with the JSON Schema that describes it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import Any

from pydantic.json_schema import models_json_schema

from taxonomy.bibliography import Work
from taxonomy.cases import Paper
from taxonomy.corpus import Corpus
from taxonomy.errors import SITE_URL
from taxonomy.exports.files import LICENCE, Files, json_bytes
from taxonomy.exports.shapes import CorpusShape, PaperShape, SeenIn
from taxonomy.exports.vocabulary import vocabulary_of
from taxonomy.exports.works import registered_works
from taxonomy.identifiers import address
from taxonomy.model import Entry
from taxonomy.plain import paper_to_plain, rule_to_plain, versions
from taxonomy.rules import CATALOGUE

SCHEMA = "corpus.schema.json"
"""Name of the file with the JSON Schema."""


def paper_json(paper: Paper) -> bytes:
    """A paper by itself."""
    return json_bytes(paper_to_plain(paper), indent=1)


def json_files(corpus: Corpus, written: Callable[[Paper], bytes] = paper_json) -> Files:
    """The document and its schema.

    Args:
        corpus: the corpus.
        written: gives what `paper_json` gives of each paper.
    """
    yield "corpus.json", _parts(corpus, written)
    yield SCHEMA, [json_bytes(document_schema())]


def document(corpus: Corpus) -> dict[str, Any]:
    """Return the corpus as plain mappings; `shapes` says what each field holds."""
    return {**_frame(corpus), "papers": list(map(paper_to_plain, corpus))}


def _parts(corpus: Corpus, written: Callable[[Paper], bytes]) -> Iterator[bytes]:
    """The document as text, of which one paper at a time is held as mappings."""
    before, papers, after = json_bytes(_frame(corpus), indent=1).partition(b'"papers": []')
    yield before
    for number, paper in enumerate(corpus):
        yield b",\n  " if number else b'"papers": [\n  '
        yield written(paper).rstrip().replace(b"\n", b"\n  ")
    yield b"\n ]" if len(corpus) else papers
    yield after


def _frame(corpus: Corpus) -> dict[str, Any]:
    """The document without its papers."""
    return {
        "$schema": SCHEMA,
        **versions(),
        "license": LICENCE,
        "papers": [],
        "vocabulary": vocabulary_of(corpus).model_dump(mode="json"),
        "rules": [rule_to_plain(rule) for rule in CATALOGUE],
        "register": [_work(work) for work in registered_works(corpus)],
    }


def document_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of the document.

    An exported paper holds the fields of an entry, with settings that hold their verdicts: the two definitions are joined.
    Only what `SeenIn` says may be left out; everything else is always there.
    """
    definitions = models_json_schema([(CorpusShape, "serialization"), (Entry, "serialization")])[1]["$defs"]
    entry, paper = definitions.pop(Entry.__name__), definitions[PaperShape.__name__]
    paper["properties"] = {**entry["properties"], **paper["properties"]}
    for name, definition in definitions.items():
        if "properties" in definition and name != SeenIn.__name__:
            definition["required"] = list(definition["properties"])
    root = definitions.pop(CorpusShape.__name__)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{SITE_URL}{SCHEMA}",
        "$comment": ", ".join(f"{name} {version}" for name, version in versions().items()),
        **root,
        "$defs": definitions,
    }


def _work(work: Work) -> dict[str, Any]:
    return {**asdict(work), "authors": list(work.authors), "url": address(work.url or "")}
