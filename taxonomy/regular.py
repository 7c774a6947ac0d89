"""BibTeX in the form that nearly all of it has, split by regular expressions; what stands in any other form is left to the parser.

A record of this form begins with its kind and key, its fields have commas between them, and a value is one pair of braces or quotes, in
which braces match, or one word. Nothing but blanks stands between records, so that no macro is defined and nothing is commented out.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_BLANKS = r"[ \t\n]*+"
_TEXT = r"[^{}\\]*+(?:\\(?![{}\\])[^{}\\]*+)*+"
"""Text without braces, also none after a backslash, of which readers disagree."""
_GROUPS = rf"{_TEXT}(?:\{{{_TEXT}(?:\{{{_TEXT}(?:\{{{_TEXT}\}}{_TEXT})*+\}}{_TEXT})*+\}}{_TEXT})*+"
_QUOTED = r'[^{}\\"]*+(?:\{[^{}\\"]*+\}[^{}\\"]*+)*+'
_HEAD = re.compile(rf"{_BLANKS}@(?P<kind>[A-Za-z]+)[ \t]*\{{{_BLANKS}(?P<key>[^\s,={{}}\"@%#()\\]+),")
_FIELD = re.compile(
    rf"{_BLANKS}(?P<name>[A-Za-z][A-Za-z0-9_-]*){_BLANKS}={_BLANKS}"
    rf'(?:\{{(?P<braced>{_GROUPS})\}}|"(?P<quoted>{_QUOTED})"|(?P<word>[A-Za-z0-9]++)){_BLANKS}(?P<end>,?{_BLANKS}\}}|,)'
)
_NO_RECORDS = ("comment", "preamble", "string")


class RegularRecord(NamedTuple):
    """A record in the usual form."""

    line: int
    """Line where it begins, counted from 1."""
    kind: str
    """Kind of record, in lower case."""
    key: str
    """Its key."""
    fields: dict[str, str]
    """Values without what encloses them, by lower-case name."""
    words: tuple[str, ...] = ()
    """Names of the fields whose value is a word that nothing encloses: a number, or a macro."""


def regular_records(text: str) -> list[RegularRecord] | None:
    """Split a BibTeX text whose records all have the usual form.

    Args:
        text: the text, whose lines end in line feeds.

    Returns:
        The records in order; None where anything has another form, or a key or the name of a field comes twice.
    """
    records: list[RegularRecord] = []
    keys: set[str] = set()
    at, line, counted = 0, 1, 0
    while head := _HEAD.match(text, at):
        kind, key = head["kind"].lower(), head["key"]
        read = _fields(text, head.end())
        if read is None or key in keys or kind.startswith(_NO_RECORDS):
            return None
        keys.add(key)
        start = text.index("@", at)
        line += text.count("\n", counted, start)
        counted = start
        fields, words, at = read
        records.append(RegularRecord(line, kind, key, fields, words))
    return None if text[at:].strip(" \t\n") else records


def _fields(text: str, at: int) -> tuple[dict[str, str], tuple[str, ...], int] | None:
    """The fields of a record, which of them are words, and where it ends; None if any has another form."""
    fields: dict[str, str] = {}
    words: list[str] = []
    while found := _FIELD.match(text, at):
        name, braced, quoted, word, end = found.groups()
        name, value = name.lower(), braced if braced is not None else quoted if quoted is not None else word
        if name in fields or _may_hold_a_record(value):
            return None
        if word is not None:
            words.append(name)
        fields[name], at = value, found.end()
        if end != ",":
            return fields, tuple(words), at
    return None


def _may_hold_a_record(value: str) -> bool:
    """Whether a line of a value begins with an at sign, as a record may whose forerunner lacks its end; found in one pass."""
    return "@" in value and any("\n" in before[len(before.rstrip()) :] for before in value.split("@")[:-1])
