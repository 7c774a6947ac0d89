"""The JSON Schema of an entry, in the dialect that editors read."""

from __future__ import annotations

import json
from typing import Any

from taxonomy.errors import SITE_URL
from taxonomy.model import Entry
from taxonomy.names import KINDS, vocabulary
from taxonomy.vocabulary import closed


def entry_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 7) of an entry file.

    yaml-language-server reads draft 7 and below: definitions stand under `definitions`, a reference stands alone under
    `allOf` where it has a description, and the help of enumeration members is put where its hover looks for it.
    """
    schema = Entry.model_json_schema(ref_template="#/definitions/{model}")
    schema["description"] = schema["description"].partition("\n\n")[0]  # what follows is for readers of Python
    definitions = schema.pop("$defs")
    for name, definition in definitions.items():
        if "enum" in definition:
            _document_members(definition, getattr(closed, name))
        for field in definition.get("properties", {}).values():
            _describe(field, definitions)
    for field in schema["properties"].values():
        _describe(field, definitions)
    _name_terms(definitions)
    schema = _draft7({**schema, "definitions": definitions})
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$id": f"{SITE_URL}schema.json",
        **{key: value for key, value in schema.items() if key != "definitions"},
        "definitions": schema["definitions"],
    }


def schema_text() -> str:
    """Return the schema as it is committed."""
    return json.dumps(entry_schema(), indent=2, ensure_ascii=False) + "\n"


def _document_members(definition: dict[str, Any], enumeration: Any) -> None:
    texts = closed.member_docs(enumeration)
    definition["enumDescriptions"] = [texts[value] for value in definition["enum"]]
    definition["markdownEnumDescriptions"] = definition["enumDescriptions"]


def _describe(field: dict[str, Any], definitions: dict[str, Any]) -> None:
    """Give back the description that pydantic leaves out where it equals the definition's own: completion shows only the field's."""
    if "$ref" in field:
        field.setdefault("description", definitions[field["$ref"].rpartition("/")[2]].get("description"))


def _name_terms(definitions: dict[str, Any]) -> None:
    """Let editors offer the terms of the vocabulary; those that entries propose are as good, so that these are examples only."""
    known = vocabulary()
    for definition in (definitions["Setting"], definitions["Measurement"]):
        for name, field in definition["properties"].items():
            if name in KINDS:
                field.get("items", field)["examples"] = sorted(known[KINDS[name]])


def _draft7(node: Any) -> Any:
    """Rewrite what draft 7 does not have: siblings of `$ref`."""
    if isinstance(node, list):
        return [_draft7(item) for item in node]
    if not isinstance(node, dict):
        return node
    rewritten = {key: _draft7(value) for key, value in node.items()}
    if "$ref" in rewritten and len(rewritten) > 1:
        rewritten = {"allOf": [{"$ref": rewritten.pop("$ref")}], **rewritten}
    return rewritten
