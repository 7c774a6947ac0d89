"""What each field of an entry means and admits, read off the JSON Schema that the models make."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from taxonomy.pages.page import Link
from taxonomy.schema import entry_schema

_ROOT = "Entry"
_KINDS = {"string": "text", "integer": "whole number", "number": "number", "boolean": "true or false", "null": "null"}


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a mapping.

    Attributes:
        name: its name.
        kind: what it holds, such as `list of`, before the link.
        of: the mapping or list of words that it holds, if any.
        required: whether it has to be there.
        about: what it means.
    """

    name: str
    kind: str
    of: Link | None
    required: bool
    about: str


def field_reference() -> dict[str, Any]:
    """Every mapping of an entry with its fields, and every closed list of words with what each word means."""
    schema = entry_schema()
    definitions: dict[str, Any] = {_ROOT: schema, **schema["definitions"]}
    mappings = [_mapping(_ROOT, schema)]
    for mapping in mappings:  # grows while it is read: each mapping stands after the one that first holds it
        known = {each["name"] for each in mappings}
        held = dict.fromkeys(field.of.name for field in mapping["fields"] if field.of)
        mappings += [_mapping(name, definitions[name]) for name in held if name not in known and "properties" in definitions[name]]
    return {"mappings": mappings, "words": [_words(name, node) for name, node in definitions.items() if "enumDescriptions" in node]}


def _mapping(name: str, node: Mapping[str, Any]) -> dict[str, Any]:
    required = node.get("required", ())
    fields = [_field(field, told, required=field in required) for field, told in node["properties"].items()]
    return {"name": name, "about": node.get("description", ""), "fields": fields}


def _words(name: str, node: Mapping[str, Any]) -> dict[str, Any]:
    return {"name": name, "about": node.get("description", ""), "words": list(zip(node["enum"], node["enumDescriptions"], strict=True))}


def _field(name: str, node: Mapping[str, Any], *, required: bool) -> Field:
    kind, of = _kind(node)
    return Field(name, kind, Link(of, f"data.html#{of}") if of else None, required, node.get("description", ""))


def _kind(node: Mapping[str, Any]) -> tuple[str, str]:
    """What a value is, in words, and the definition that says more; `null` is not worth a word, as such fields can be left out."""
    if "$ref" in node:
        return "", node["$ref"].rpartition("/")[2]
    for several in ("allOf", "anyOf"):
        if several in node:
            return _kind(next(each for each in node[several] if each.get("type") != "null"))
    if node.get("type") == "array":
        kind, of = _kind(node["items"])
        return f"list of {kind}".rstrip(), of
    if "enum" in node:
        return " or ".join(map(str, node["enum"])), ""
    return _plain(node), ""


def _plain(node: Mapping[str, Any]) -> str:
    if node.get("format") == "date":
        return "day, YYYY-MM-DD"
    most = f", at most {node['maxLength']:,} characters" if "maxLength" in node else ""
    low, high = node.get("minimum", node.get("exclusiveMinimum")), node.get("maximum")
    span = f", {low} to {high}" if low is not None and high is not None else ""
    return f"{_KINDS[node['type']]}{most}{span}"
