"""A document against a model: every complaint of pydantic becomes a finding at its place, in words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any, TypeAlias, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from taxonomy.documents import Document, NodePath, Place
from taxonomy.errors import Finding
from taxonomy.nearest import did_you_mean, nearest, nearest_day, nearest_id, quoted, shown

_M = TypeVar("_M", bound=BaseModel)
_Telling: TypeAlias = tuple[str, str, str]
"""Code, message, fix."""

_FEW = 8
"""Most allowed values that are listed beside a hint at the nearest one."""
_EXPECTED: dict[str, str] = {
    "arxiv": 'an arXiv id without version, in quotes, such as "2310.12508"',
    "doi": "a DOI without https://doi.org/, such as 10.1109/SP40001.2021.00019",
    "openreview": "the part after `id=` of an OpenReview address",
    "coded": "a day as YYYY-MM-DD, such as 2026-11-30",
    "id": "an id of lower-case letters and digits (papers: family name, year, title word; others: words joined by hyphens)",
    "metric": "the id of a metric, lower-case words joined by hyphens,",
    "year": "a year from 1950 to 2100 without quotes",
    "code": "a rule's code such as MET301",
}
_MENDS: dict[str, str] = {
    "removes": "name what is to go under `concept`, or correct `removes`",
    "references": "keep either that word or the others",
    "reference": "list it under `references` of the setting, or leave `reference` out",
    "setting": "write the id of one of the entry's settings",
}
"""What to do about facts that contradict each other, by the most telling field."""


@dataclass(frozen=True, slots=True)
class _Complaint:
    """One error of pydantic, with what is known about its place.

    Attributes:
        kind: pydantic's name for the error.
        path: where the value stands; of a missing field, where it would stand.
        value: the faulty value; None where it is missing.
        written: the value as it stands in the file.
        said: pydantic's sentence.
        context: what pydantic says besides.
        models: the models from the whole file down to the mapping that holds the value.
    """

    kind: str
    path: NodePath
    value: Any
    written: str
    said: str
    context: dict[str, Any]
    models: tuple[type[BaseModel], ...]

    @property
    def name(self) -> str:
        return next((part for part in reversed(self.path) if isinstance(part, str)), "the file")

    @property
    def where(self) -> str:
        return _spoken(self.path)

    @property
    def found(self) -> str:
        kinds = {dict: "a mapping of fields to values", list: "a list", type(None): "empty"}
        return kinds.get(type(self.value)) or (shown(self.value) if isinstance(self.value, str) else shown(self.written)[1:-1])


def validate(document: Document, model: type[_M]) -> _M | list[Finding]:
    """Validate a document against a model.

    Args:
        document: what was read, with places.
        model: the model.

    Returns:
        The model's instance, or every fault in order of place.
    """
    try:
        return model.model_validate(document.value)
    except ValidationError as error:
        complaints = [_complaint(details, document, model) for details in error.errors(include_url=False)]
    found: dict[NodePath, Finding] = {}
    for complaint in _without_echoes(complaints):
        told = _BY_KIND.get(complaint.kind, _wrong_value)(complaint)
        found.setdefault(complaint.path, Finding(document.path, *_place(complaint, document), *told))
    return sorted(found.values())


def _complaint(details: ErrorDetails, document: Document, model: type[BaseModel]) -> _Complaint:
    missing = details["type"] == "missing"
    path = _path(details["loc"], document.value)
    value = None if missing else details["input"]
    written = document.written.get(path, str(value) if isinstance(value, bool | int | float) else "")
    path = (*path, details["loc"][-1]) if missing else path
    models = tuple(_models(model, details["loc"] if details["type"] == "model_type" else details["loc"][:-1]))
    return _Complaint(details["type"], path, value, written, details["msg"], details.get("ctx", {}), models)


def _path(loc: NodePath, value: Any) -> NodePath:
    """The error's location without what pydantic adds for unions and validators."""
    path: NodePath = ()
    for part in loc:
        known = part in value if isinstance(value, dict) else isinstance(value, list | tuple) and isinstance(part, int)
        value, path = (value[part], (*path, part)) if known else (value, path)
    return path


def _without_echoes(complaints: list[_Complaint]) -> Iterator[_Complaint]:
    """Leave out what another complaint says already: a field missing because it is misspelt, a list short of its faulty items."""
    missing = [complaint.path for complaint in complaints if complaint.kind == "missing"]
    misspelt: set[NodePath] = set()
    for complaint in complaints:
        if complaint.kind == "extra_forbidden":
            beside = [str(path[-1]) for path in missing if path[:-1] == complaint.path[:-1]]
            misspelt |= {(*complaint.path[:-1], name) for name in nearest(complaint.name, beside)[:1]}
    for complaint in complaints:
        is_echo = complaint.path in misspelt or (complaint.kind == "too_short" and bool(complaint.value))
        if not is_echo or complaint.kind == "extra_forbidden":
            yield complaint


def _place(complaint: _Complaint, document: Document) -> Place:
    if complaint.kind == "extra_forbidden":
        return document.key_place(complaint.path)
    steps = [int(step) if step.isdigit() else step for step in str(complaint.context.get("at", "")).split(".") if step]
    absent = complaint.context.get("absent")
    if absent is not None and isinstance(complaint.value, list | tuple) and absent in complaint.value:
        steps = [complaint.value.index(absent)]
    return document.place((*complaint.path, *steps))


def _spoken(path: NodePath) -> str:
    if not path:
        return "the file"
    return f"`{path[-1]}`" if isinstance(path[-1], str) else f"item {path[-1] + 1} of {_spoken(path[:-1])}"


def _models(model: type[BaseModel], loc: NodePath) -> Iterator[type[BaseModel]]:
    """The models on the way to a location, outermost first."""
    yield model
    for part in loc:
        inner = next(_models_in(model.model_fields[part].annotation), None) if part in model.model_fields else None
        if inner is not None:
            model = inner
            yield model


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _models_in(argument)


def _missing(it: _Complaint) -> _Telling:
    field = it.models[-1].model_fields.get(it.name)
    annotation = field.annotation if field is not None else None
    values = [member.value for member in annotation] if isinstance(annotation, type) and issubclass(annotation, Enum) else []
    expected = f"one of {', '.join(values)}" if values else _EXPECTED.get(it.name)
    return "DOC006", f"{_spoken(it.path[:-1])} lacks the field `{it.name}`", f"add `{it.name}: ...`{f', {expected}' if expected else ''}"


def _unknown_field(it: _Complaint) -> _Telling:
    fields = list(it.models[-1].model_fields)
    inside = f" in {_spoken(it.path[:-1])}" if it.path[:-1] else ""
    homes = [
        name for name, field in it.models[-1].model_fields.items() if any(it.name in m.model_fields for m in _models_in(field.annotation))
    ]
    hint = did_you_mean(it.name, fields)
    if len(homes) == 1:
        hint = f"move it under `{homes[0]}`"
    elif it.name != it.name.strip():
        hint = "replace the odd space before or after it by ordinary spaces"
    elif not hint and any(it.name in model.model_fields for model in it.models[:-1]):
        hint = "indent it less: it belongs further out"
    return "DOC005", f"unknown field {shown(it.name)}{inside}", hint or f"delete it, or use one of the fields {', '.join(fields)}"


def _enumeration(it: _Complaint) -> _Telling:
    allowed = re.findall(r"'([^']+)'", str(it.context.get("expected", "")))
    hint = did_you_mean(it.value, allowed) if isinstance(it.value, str) else ""
    values = f"one of {', '.join(allowed)}" if not hint or len(allowed) <= _FEW else f"one of {len(allowed)} words"
    return "DOC008", f"{it.where} is {it.found}, but {values} is expected", hint or "write one of them"


def _inconsistent(it: _Complaint) -> _Telling:
    field = str(it.context.get("at", "")).rpartition(".")[2] or it.name
    settings = it.value.get("settings") if field == "setting" and isinstance(it.value, dict) else None
    ids = [str(setting.get("id")) for setting in settings or () if isinstance(setting, dict)]
    hint = did_you_mean(str(it.context.get("name", "")), ids)
    return "DOC013", it.said, hint or _MENDS.get(field, "correct one of the two facts")


def _unsafe_url(it: _Complaint) -> _Telling:
    bare = isinstance(it.value, str) and re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}(/[\w./-]*)?", it.value)
    return "DOC012", f"{it.where}: {it.said}", f"write https://{it.value}" if bare else "write a plain https:// address"


def _size(it: _Complaint) -> _Telling:
    if "short" in it.kind:
        return (
            "DOC008",
            f"{it.where} is empty",
            "write at least one item" if it.kind == "too_short" else "write the text",
        )
    unit = "characters" if isinstance(it.value, str) else "items"
    return "DOC004", f"{it.where} is longer than {it.context.get('max_length')} {unit}", "shorten it"


def _wrong_value(it: _Complaint) -> _Telling:
    by_kind = {
        "string_type": "text",
        "tuple_type": "a list",
        "model_type": f"a mapping of the fields {', '.join(it.models[-1].model_fields)}",
        "int_type": "a whole number",
        "float_type": "a number",
    }
    bound = it.said.removeprefix("Input should be ")
    if it.name.startswith("share_of") and it.kind != "tuple_type":
        bound = by_kind["float_type"] = "a share above 0 and at most 1"
    expected = _EXPECTED.get(it.name) or by_kind.get(it.kind) or (f"a number {bound}" if " than " in bound else bound)
    return "DOC008", f"{it.where} is {it.found}, but {expected} is expected", _mend(it)


def _mend(it: _Complaint) -> str:
    if it.value is None:
        return "write a value; a text that begins with # needs quotes"
    for kind, mend in _MENDERS:
        if it.kind.startswith(kind) and (mended := mend(it)):
            return mended
    return "correct it"


def _mended_text(it: _Complaint) -> str:
    return "put it in quotes if it is text" if isinstance(it.value, dict | list) else f"write it in quotes: {quoted(it.written)}"


def _mended_number(it: _Complaint) -> str:
    """A number out of text or per cent; a share of 10 was meant as 10 per cent."""
    match = re.fullmatch(r"\s*([0-9]{1,9})(?:[.,]([0-9]{1,9}))?\s*(%?)\s*", it.written or str(it.value))
    if match is None:
        return ""
    plain = f"{match[1]}.{match[2] or ''}".rstrip("0").removesuffix(".") if (match[2] or "").strip("0") else match[1]
    number = float(plain)
    if "share" in it.name and (match[3] or 1 < number <= 100):  # noqa: PLR2004  # per cent
        return f"write {number / 100:g} for {number:g} per cent"
    is_bound = it.kind.startswith(("greater", "less"))
    return "" if is_bound or match[3] else f"write it without quotes: {plain}" if isinstance(it.value, str) else f"write {plain}"


def _mended_list(it: _Complaint) -> str:
    if not isinstance(it.value, str):
        return "begin each item with `- `" if isinstance(it.value, dict) else f"write a list: [{it.written}]"
    if it.value.startswith("-"):
        return "write a space after each `-`"
    items = re.split(" and " if it.name in {"authors", "coders"} and "," not in it.value else ", ", it.value)
    listed = ", ".join(item if re.fullmatch(r"[\w .-]+", item) else quoted(item) for item in items)
    return f"write a list: [{listed}]"


def _mended_id(it: _Complaint) -> str:
    found = nearest_id(str(it.value), str(it.context.get("pattern", "$^")))
    return f"write {quoted(found)}" if found else ""


def _mended_day(it: _Complaint) -> str:
    found = nearest_day(it.written or str(it.value))
    return f"write {found}" if found else ""


_MENDERS: tuple[tuple[str, Callable[[_Complaint], str]], ...] = (
    ("string_pattern", _mended_id),
    ("string_type", _mended_text),
    ("tuple", _mended_list),
    ("model", lambda _: "write one `field: value` a line, indented by two spaces"),
    ("date", _mended_day),
    *((kind, _mended_number) for kind in ("int", "float", "greater", "less")),
)
_BY_KIND: dict[str, Callable[[_Complaint], _Telling]] = {
    "missing": _missing,
    "extra_forbidden": _unknown_field,
    **dict.fromkeys(("enum", "literal_error"), _enumeration),
    "unsafe_text": lambda it: ("DOC011", f"{it.where}: {it.said}", "delete it, or type the text again"),
    "unsafe_url": _unsafe_url,
    "inconsistent": _inconsistent,
    "reserved": lambda it: ("DOC008", f"{it.where} is {it.found}, but {it.said}", "choose another id"),
    "twice": lambda it: ("DOC016", it.said, "delete one of the two"),
    "duplicate": lambda it: ("DOC016", it.said, "give each setting an id of its own"),
    **dict.fromkeys(("string_too_long", "too_long", "string_too_short", "too_short"), _size),
}
