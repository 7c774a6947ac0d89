"""The committed JSON Schema: in step with the model, in the draft that editors read, with help for every field and word."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator, FormatChecker  # type: ignore[import-untyped]

import taxonomy
from taxonomy.documents import Document, read_document
from taxonomy.lexicon import load_lexicon
from taxonomy.model import Entry
from taxonomy.schema import entry_schema, schema_text
from taxonomy.validation import validate
from tests.invented import CORPUS, ROOT

SCHEMA = entry_schema()
VALIDATOR = Draft7Validator(SCHEMA, format_checker=FormatChecker())
REJECTED = ROOT / "tests" / "data" / "rejected"
SHAPE = {"DOC004", "DOC005", "DOC006", "DOC008"}
"""Codes of faults that a schema can see: sizes, fields and values."""
LATER_THAN_DRAFT_7 = {
    "$defs",
    "prefixItems",
    "unevaluatedProperties",
    "unevaluatedItems",
    "dependentRequired",
    "dependentSchemas",
    "$anchor",
}
SOUND = sorted((CORPUS / "papers").glob("*.yaml"))


def value_of(path: Path) -> dict[str, Any] | None:
    """What a file holds; None where it cannot be read."""
    found = read_document(path)
    return found.value if isinstance(found, Document) else None


def codes_of(value: dict[str, Any]) -> set[str]:
    """Codes of the faults that the model finds."""
    found = validate(Document("x.yaml", value), Entry)
    return {finding.code for finding in found} if isinstance(found, list) else set()


def nodes_of(node: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """Every mapping of a schema with its path; the values of defaults, examples and properties' names are passed over."""
    if isinstance(node, dict):
        yield path, node
    children = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for step, child in children:
        if step != "default":
            yield from nodes_of(child, (*path, step))


def paths_of(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The path of every value within a value."""
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, child in children:
        yield (*path, step)
        yield from paths_of(child, (*path, step))


def replaced(value: dict[str, Any], path: tuple[str | int, ...], new: object) -> dict[str, Any]:
    """A copy with another value in one place."""
    copy = deepcopy(value)
    inner: Any = copy
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = new
    return copy


def test_committed_schema_is_that_of_the_model() -> None:
    """The committed file is what `make schema` writes, byte by byte, and lies in the package."""
    assert (Path(taxonomy.__path__[0]) / "schema.json").read_text(encoding="utf-8") == schema_text()


def test_schema_is_a_valid_schema_of_draft_7() -> None:
    """The schema declares draft 7 and is valid by it."""
    assert SCHEMA["$schema"] == "http://json-schema.org/draft-07/schema#"
    Draft7Validator.check_schema(SCHEMA)


def test_schema_uses_nothing_later_than_draft_7() -> None:
    """No keyword of a later draft occurs, and no reference has siblings, which draft 7 ignores."""
    for path, node in nodes_of(SCHEMA):
        if not path or path[-1] != "properties":
            assert not LATER_THAN_DRAFT_7 & set(node), path
            assert "$ref" not in node or set(node) == {"$ref"}, path


def test_patterns_are_those_of_browsers_too() -> None:
    """No pattern escapes a character that JavaScript's regular expressions refuse to see escaped; editors run them."""
    patterns = [node["pattern"] for _, node in nodes_of(SCHEMA) if isinstance(node.get("pattern"), str)]
    escaped = {escape for pattern in patterns for escape in re.findall(r"\\(.)", pattern)}
    assert patterns
    assert escaped <= set(r"sSdDwWbB.\/^$*+?()[]{}|nrtu")


def test_references_resolve() -> None:
    """Every reference leads to a definition, and every definition is used."""
    used = {node["$ref"].removeprefix("#/definitions/") for _, node in nodes_of(SCHEMA) if isinstance(node.get("$ref"), str)}
    assert used == set(SCHEMA["definitions"])


def test_every_field_and_model_is_described() -> None:
    """An editor shows a sentence for every field, those of the entry itself included, and for every mapping."""
    bare = [
        (*path, name)
        for path, node in nodes_of(SCHEMA)
        if isinstance(node.get("properties"), dict)
        for name, field in node["properties"].items()
        if not field.get("description")
    ]
    assert bare == []
    assert [name for name, definition in SCHEMA["definitions"].items() if not definition.get("description")] == []


def test_every_word_is_described() -> None:
    """Wherever a field takes one of several words, each word has its help, for hover and for completion."""
    words = {name: definition for name, definition in SCHEMA["definitions"].items() if "enum" in definition}
    assert len(words) > 15
    for name, definition in words.items():
        for key in ("enumDescriptions", "markdownEnumDescriptions"):
            assert len(definition[key]) == len(definition["enum"]), name
            assert all(definition[key]), name


def test_unknown_fields_are_refused_everywhere() -> None:
    """Every mapping of the schema is closed, so that an editor underlines a misspelt field."""
    mappings = [node for _, node in nodes_of(SCHEMA) if isinstance(node.get("properties"), dict) and node.get("type") == "object"]
    assert len(mappings) > 10
    assert all(mapping["additionalProperties"] is False for mapping in mappings)


@pytest.mark.parametrize("path", SOUND, ids=lambda path: path.stem)
def test_sound_entry_is_valid(path: Path) -> None:
    """What the model takes, the schema takes."""
    value = value_of(path)
    assert value is not None
    assert codes_of(value) == set()
    assert [error.message for error in VALIDATOR.iter_errors(value)] == []


@pytest.mark.parametrize("path", sorted(path for path in REJECTED.glob("*.yaml") if path.name[:6] in SHAPE), ids=lambda path: path.stem)
def test_rejected_shape_is_invalid(path: Path) -> None:
    """What the model refuses for its shape, the schema refuses; only what cannot be read at all is nothing to either."""
    value = value_of(path)
    assert value is None or not VALIDATOR.is_valid(value)


# Not among them, since draft 7 cannot tell them apart: 2024.0 from 2024, and text from the same text between spaces.
ODD_VALUES: dict[str, object] = {
    "null": None,
    "true": True,
    "zero": 0,
    "negative": -1,
    "large": 86_400_000,
    "fraction": 0.5,
    "empty text": "",
    "words": "no such thing",
    "year in quotes": "2024",
    "moment": "2026-11-30T12:00:00",
    "midnight": "2026-11-30T00:00:00",
    "day": "2026-11-30",
    "address": "https://a.invalid.example/x",
    "long text": "x" * 2001,
    "empty list": [],
    "list of null": [None],
    "list of words": ["no", "such", "things"],
    "empty mapping": {},
    "mapping": {"no": "such field"},
}


@pytest.mark.parametrize("odd", ODD_VALUES.values(), ids=ODD_VALUES)
def test_schema_and_model_agree_on_odd_values(odd: object) -> None:
    """An odd value in any place of an entry is refused by both or taken by both, meaning aside."""
    base = value_of(CORPUS / "papers" / "placeholder2023hazards.yaml")
    more = value_of(CORPUS / "papers" / "sample2022poisons.yaml")
    assert base is not None
    assert more is not None
    settings = [base["settings"][0], more["settings"][0]]
    whole = {**base, **{name: more[name] for name in ("acknowledged", "disputes")}, "settings": settings}
    assert codes_of(whole) == set()
    disagreements = []
    for path in paths_of(whole):
        value = replaced(whole, path, odd)
        codes = codes_of(value)
        if VALIDATOR.is_valid(value) != (not codes & SHAPE) and (not codes or codes & SHAPE):
            disagreements.append((path, sorted(codes)))
    assert disagreements == []


def test_schema_is_plain_json() -> None:
    """The text of the schema reads back as the schema, ends in one line end, and keeps its signs."""
    assert json.loads(schema_text()) == SCHEMA
    assert schema_text().endswith("}\n")
    assert "∖" in schema_text()


def test_editors_offer_the_terms_of_the_vocabulary() -> None:
    """Where an entry names metrics, methods, problems or data sets, the schema lists those of the vocabulary as examples."""
    lists = load_lexicon().lists()
    setting, measured = (SCHEMA["definitions"][name]["properties"] for name in ("Setting", "Measurement"))
    assert setting["problem"]["examples"] == sorted(lists["problem"])
    assert setting["baselines"]["items"]["examples"] == sorted(lists["method"])
    assert setting["datasets"]["items"]["examples"] == sorted(lists["dataset"])
    assert measured["metric"]["examples"] == sorted(lists["metric"])
