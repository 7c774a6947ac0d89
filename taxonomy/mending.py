"""What to do about a value of the wrong kind: what was probably meant, written as the file needs it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from taxonomy.documents import NodePath
from taxonomy.names import KINDS, TERM_PATTERN, Known, advice
from taxonomy.nearest import given_first, nearest_day, nearest_id, nearest_number, quoted, shown

_WHOLE = {"sizes": (1, 10**12), "year": (1950, 2100)}
"""Fields of whole numbers, with the least and the greatest one."""
_NAMES = {"id", "name", "author", "title", "model", "dataset", "metric", "method"}
"""Fields that stand before a text where none is wanted."""
_BULLET = re.compile(r"(?:^|\s)(?:[\u2022\u00b7\u2023\u2013\u2014*]|[0-9]{1,2}[.)])(?=\s)")
"""What people write before the items of a list."""
_ADVICE = {
    "arxiv": "copy it from the address of the paper's page on arXiv",
    "doi": "copy what follows https://doi.org/ in the paper's address",
    "openreview": "copy what follows `id=` in the paper's OpenReview address: letters, digits, - and _",
    "sizes": "write how many rows there are, such as 4500; shares belong under `share_of_training_set`",
    "year": "write the year alone, such as 2024",
    "share_of_training_set": "write a number between 0 and 1, such as 0.1; numbers of rows belong under `sizes`",
    "share_of_concept": "write a number between 0 and 1, such as 0.1; numbers of rows belong under `sizes`",
}
"""What to do where nobody can tell what was meant, by field."""


@dataclass(frozen=True, slots=True)
class Complaint:
    """One error of pydantic, with what is known about its place.

    Attributes:
        kind: pydantic's name for the error.
        path: where the value stands; of a missing field, where it would stand.
        value: the faulty value; None where it is missing.
        written: the value as it stands in the file.
        said: pydantic's sentence.
        context: what pydantic says besides.
        models: the models from the whole file down to the mapping that holds the value.
        known: gives the names of the open lists.
    """

    kind: str
    path: NodePath
    value: Any
    written: str
    said: str
    context: dict[str, Any]
    models: tuple[type[BaseModel], ...]
    known: Callable[[], Known]

    @property
    def name(self) -> str:
        """The field."""
        return next((part for part in reversed(self.path) if isinstance(part, str)), "the file")

    @property
    def term(self) -> str | None:
        """The kind of term that the value should name, if any."""
        return KINDS.get(self.name) if self.context.get("pattern") == TERM_PATTERN else None

    @property
    def where(self) -> str:
        """The place in words."""
        return spoken(self.path)

    @property
    def found(self) -> str:
        """The value in words."""
        kinds = {dict: "a mapping of fields to values", list: "a list", type(None): "empty"}
        return kinds.get(type(self.value)) or (
            shown(self.value) if isinstance(self.value, str) else shown(self.written or str(self.value))[1:-1]
        )


def spoken(path: NodePath) -> str:
    """Say a path in words."""
    if not path:
        return "the file"
    return f"`{path[-1]}`" if isinstance(path[-1], str) else f"item {path[-1] + 1} of {spoken(path[:-1])}"


def mend(it: Complaint) -> str:
    """Say what to write instead of a value of the wrong kind."""
    if it.value is None:
        return "write a value; a text that begins with # needs quotes"
    for kind, mended in _MENDERS:
        if it.kind.startswith(kind) and (fix := mended(it)):
            return fix
    return _ADVICE.get(it.name, "correct it")


def _text(it: Complaint) -> str:
    if isinstance(it.value, list):
        alone = it.value[0] if len(it.value) == 1 and isinstance(it.value[0], str) else ""
        return f"write one text, without brackets and dashes: {quoted(alone)}" if alone else "write one text instead of a list"
    if isinstance(it.value, dict):
        (name, value), *more = it.value.items() or [("", "")]
        if more or not isinstance(value, str | int | float):
            return "write a text instead of fields, in quotes if it holds a colon"
        return f"write it without a field: {quoted(str(value))}" if name in _NAMES else f"put it in quotes: {quoted(f'{name}: {value}')}"
    return f"write it in quotes: {quoted(it.written)}"


def _number(it: Complaint) -> str:
    """A number out of text or per cent; a share of 10 was meant as 10 per cent."""
    text = (it.written or str(it.value)).strip()
    if it.name == "year" and len(years := re.findall(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])", text)) == 1 and text != years[0]:
        return f"write {years[0]}"
    plain = _plain_number(it.name, text)
    whole = nearest_number(text.rstrip("% "), whole=it.name in _WHOLE)
    if plain and plain != whole:
        return f"write {plain} for {whole} per cent"
    return plain and (f"write it without quotes: {plain}" if plain == it.value else f"write {plain}")


def _plain_number(name: str, text: str) -> str:
    """The number of a field that a text means, in digits alone; nothing where it is unclear or out of bounds."""
    written = nearest_number(text.rstrip("% "), whole=name in _WHOLE)
    least, most = _WHOLE.get(name, (0, 1))
    number = float(written or "nan")
    if name not in _WHOLE and ("%" in text or 1 < number <= 100):  # noqa: PLR2004  # per cent
        number, written = number / 100, f"{number / 100:.9f}".rstrip("0").rstrip(".")
    return written if number > 0 and least <= number <= most else ""


def _list(it: Complaint) -> str:
    if isinstance(it.value, dict):
        tight = any(str(key).startswith("-") for key in it.value)
        return "write a space after each `-`" if tight else "begin each item with `- `"
    if isinstance(it.value, str) and it.value.startswith("-"):
        return "write a space after each `-`"
    if isinstance(it.value, str) and _BULLET.match(it.value):
        items = [item.strip() for item in _BULLET.split(it.value) if item.strip()]
        return f"begin each item with `- `, or write a list: [{', '.join(map(_item, items))}]"
    if it.name in _WHOLE or it.name.startswith("share_of"):
        numbers = [_plain_number(it.name, text) for text in re.split(r", +|; *| and ", (it.written or str(it.value)).strip())]
        return f"write a list: [{', '.join(numbers)}]" if all(numbers) else f"write a list, such as [{4500 if it.name in _WHOLE else 0.1}]"
    items = [it.written] if not isinstance(it.value, str) else _items(it)
    return f"write a list: [{', '.join(items)}]"


def _items(it: Complaint) -> list[str]:
    people, bare = it.name in {"authors", "coders"}, r"https?://[\w./:~%@=&+-]+" if it.name == "code" else r"[\w .'-]+"
    value = it.value[1:-1] if it.value.startswith("(") and it.value.endswith(")") else it.value
    items = re.split(" and ", value) if people else [value]
    if people and len(items) > 1 and all("," in item for item in items):
        items = [given_first(item) for item in items]
    else:
        items = [part for item in items for part in re.split(r", +", item) if part]
    return [_item(item, bare) for item in items]


def _item(item: str, bare: str = r"[\w .'-]+") -> str:
    """An item of a list in brackets, in quotes where it needs them."""
    return item if re.fullmatch(bare, item) and shown(item)[1:-1] == item else quoted(item)


def _fields(it: Complaint) -> str:
    """A mapping in place of a text; a name alone was meant as that of a term."""
    named = {"id", "name"} <= it.models[-1].model_fields.keys() and isinstance(it.value, str) and nearest_id(it.value, TERM_PATTERN)
    example = f"{{id: {named}, name: {_item(it.value)}}}" if named else ""
    return f"write its fields: {example}" if example else "write one `field: value` a line, indented by two spaces"


def _id(it: Complaint) -> str:
    if it.term is not None and isinstance(it.value, str):
        return advice(it.term, it.value, it.known)
    found = nearest_id(str(it.value), str(it.context.get("pattern", "$^")))
    return f"write {quoted(found)}" if found else ""


def _day(it: Complaint) -> str:
    found = nearest_day(it.written or str(it.value))
    return f"write {found}" if found else ""


_MENDERS: tuple[tuple[str, Callable[[Complaint], str]], ...] = (
    ("string_pattern", _id),
    ("string_type", _text),
    ("tuple", _list),
    ("model", _fields),
    ("date", _day),
    *((kind, _number) for kind in ("int", "float", "greater", "less")),
)
"""What to do by the beginning of pydantic's name for the error."""
