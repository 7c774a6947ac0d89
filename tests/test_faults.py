"""The catalogue of faults: complete, well-formed, and every example has the fault that it shows."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
import yaml

import taxonomy
from taxonomy.documents import Document, parse_document
from taxonomy.faults import FAULTS, Fault
from taxonomy.model import Entry, Setting
from taxonomy.validation import validate

ACROSS_FILES = {"DOC007", "DOC009", "DOC010", "DOC017"}
"""Faults that a file shows only together with its name, the vocabulary, or other files."""
SETTING: dict[str, Any] = {"id": "a", "name": "A", "problem": "class-removal", "modality": "image", "forget_set": {"removes": "examples"}}
ENTRY: dict[str, Any] = {
    "id": "ada2024study",
    "title": "A study",
    "authors": ["Ada Example"],
    "year": 2024,
    "kind": "method",
    "summary": "Removes rows.",
    "curation": {"coded": "2026-11-30", "coders": ["Ada"], "confidence": "medium"},
}


def codes_of(example: str) -> set[str]:
    """Codes of an example that stands in an otherwise sound entry, or in its setting."""
    document = parse_document(example, "x.yaml")
    if not isinstance(document, Document):
        return {finding.code for finding in document}
    in_setting = set(document.value) <= set(Setting.model_fields) - set(Entry.model_fields)
    value = {**ENTRY, "settings": [{**SETTING, **document.value}]} if in_setting else {**ENTRY, **document.value}
    found = validate(Document("x.yaml", value), Entry)
    return {finding.code for finding in found} if isinstance(found, list) else set()


def test_codes_are_permanent() -> None:
    """The codes and names that pages and messages link to stay as they are."""
    names = (
        "yaml-syntax duplicate-key yaml-feature over-the-limits unknown-field missing-field unknown-term wrong-value id-unlike-file-name"
    )
    names += (
        " duplicate-paper unsafe-text unsafe-url inconsistent-facts unreadable-file ambiguous-scalar duplicate-declaration register-record"
    )
    assert {code: fault.name for code, fault in FAULTS.items()} == {
        f"DOC{number:03}": name for number, name in enumerate(names.split(), start=1)
    }
    assert all(code == fault.code for code, fault in FAULTS.items())


@pytest.mark.parametrize("fault", FAULTS.values(), ids=lambda fault: fault.code)
def test_texts_are_short_sentences(fault: Fault) -> None:
    """A title is one line without a full stop; why and what to do are short sentences; nothing is left empty."""
    assert all(getattr(fault, field.name).strip() for field in fields(fault))
    assert len(fault.title) <= 100
    assert not fault.title.endswith(".")
    assert all(text.endswith(".") and len(text) <= 200 for text in (fault.rationale, fault.instead))


@pytest.mark.parametrize("code", sorted(set(FAULTS) - ACROSS_FILES))
def test_example_has_exactly_its_fault(code: str) -> None:
    """The example shows its own fault and no other."""
    assert codes_of(FAULTS[code].example) == {code}


@pytest.mark.parametrize("code", sorted(ACROSS_FILES))
def test_example_across_files_is_sound_by_itself(code: str) -> None:
    """An example of a fault between files shows no fault that a file has by itself."""
    example = FAULTS[code].example
    assert code == "DOC017" or codes_of(example) == set()


def test_every_code_is_used_and_declared() -> None:
    """The package's code names every fault of the catalogue, and no other."""
    modules = [path for path in Path(taxonomy.__path__[0]).rglob("*.py") if path.name != "faults.py"]
    assert {code for path in modules for code in re.findall(r'"(DOC[0-9]{3})"', path.read_text())} == set(FAULTS)


def test_sound_entry_of_this_module_is_sound() -> None:
    """What the examples are put into has no fault, read from text as well."""
    assert codes_of(yaml.safe_dump(ENTRY, sort_keys=False).replace("2026-11-30", "2026-11-29")) == set()
