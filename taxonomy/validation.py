"""A document against a model: every complaint of pydantic becomes a finding at its place, in words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from enum import Enum
from pathlib import Path
from typing import Any, TypeAlias, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from taxonomy.documents import Document, NodePath, read_document
from taxonomy.errors import Finding, InvalidEntriesError
from taxonomy.filetext import Place
from taxonomy.limits import ENTRY, FileLimits
from taxonomy.mending import Complaint, mend, spoken
from taxonomy.model import Entry, Setting
from taxonomy.names import TERM_PATTERN, Known, vocabulary
from taxonomy.nearest import did_you_mean, nearest, quoted, shown
from taxonomy.sense import astray_told, comparable, doubts

_M = TypeVar("_M", bound=BaseModel)
_Telling: TypeAlias = tuple[str, str, str]
"""Code, message, fix."""

_FEW = 8
"""Most allowed values that are listed beside a hint at the nearest one."""
_SYNONYMS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("\u2193", "down", "min", "minimise", "minimize", "less"), ("lower-is-better",)),
    **dict.fromkeys(("\u2191", "up", "max", "maximise", "maximize", "more"), ("higher-is-better",)),
    **dict.fromkeys(("n/a", "na", "-"), ("not-applicable",)),
    **dict.fromkeys(("?", "unclear", "not reported", "n.a.", "tbd"), ("not-reported", "not-stated", "unknown")),
    **dict.fromkeys(("full", "all", "whole"), ("complete",)),
    **dict.fromkeys(("part", "partial", "subset", "some"), ("sample", "partly")),
    **dict.fromkeys(("retraining", "gold", "oracle"), ("retrained-without-forget-set", "retrained-without-concept")),
    **dict.fromkeys(("class", "behaviour", "style"), ("concept",)),
    **dict.fromkeys(("rows", "samples", "instances", "data"), ("examples",)),
    **dict.fromkeys(("website", "web", "blog"), ("author", "third-party")),
    **dict.fromkeys(("pictures", "vision", "cv"), ("image",)),
    **dict.fromkeys(("nlp", "llm", "language"), ("text",)),
}
"""Other words and signs for allowed ones."""
_OTHER_FIELDS = {
    **dict.fromkeys(("url", "website", "pdf"), "page"),
    **dict.fromkeys(("github", "repository", "repo"), "code"),
    **dict.fromkeys(("conference", "journal", "booktitle"), "venue"),
    **dict.fromkeys(("abstract", "description", "tldr"), "summary"),
    **dict.fromkeys(("metrics", "evaluation", "results"), "measurements"),
    **dict.fromkeys(("direction", "goal"), "criterion"),
    **dict.fromkeys(("methods", "comparisons"), "baselines"),
}
"""Other names for fields."""
_EXPECTED: dict[str, str] = {
    "arxiv": 'an arXiv id without version, in quotes, such as "2310.12508"',
    "doi": "a DOI without https://doi.org/, such as 10.1109/SP40001.2021.00019",
    "openreview": "the part after `id=` of an OpenReview address",
    "coded": "a day as YYYY-MM-DD, such as 2026-11-30",
    "Entry.id": "an id of lower-case letters and digits, such as ada2024study: family name, year, title word,",
    "id": "an id of lower-case words joined by hyphens",
    "metric": "the id of a metric, lower-case words joined by hyphens,",
    "year": "a year from 1950 to 2100 without quotes",
    "Links.code": "an address",
    "code": "a rule's code such as MET301",
}
_PATTERNS = {
    TERM_PATTERN: _EXPECTED["id"],
    r"^[a-z]+[0-9]{4}[a-z0-9]+$": _EXPECTED["Entry.id"],
}
"""What a pattern asks for, of fields whose name says nothing."""
_MENDS: dict[str, str] = {
    "removes": "name what is to go under `concept`, or correct `removes`",
    "references": "keep either that word or the others",
    "reference": "list it under `references` of the setting, or leave `reference` out",
}
"""What to do about facts that contradict each other, by the most telling field."""


def validate(document: Document, model: type[_M], known: Callable[[], Known] = vocabulary) -> _M | list[Finding]:
    """Validate a document against a model.

    Args:
        document: what was read, with places.
        model: the model.
        known: gives the names of the open lists, which advice on a name draws on.

    Returns:
        The model's instance, or every fault in order of place.
    """
    found = {} if document.is_plain else {**dict(_comments(document)), **dict(_cut(document, model))}
    try:
        made = model.model_validate(document.value)
    except ValidationError as error:
        told = [*error.errors(include_url=False), *(_hidden(document.value) if model is Entry else ())]
        complaints = [_complaint(details, document, model, known) for details in told]
        every = [each for complaint in _without_echoes(complaints) for each in _each_case(complaint)]
        for complaint in every:
            words = _BY_KIND.get(complaint.kind, _wrong_value)(complaint)
            found.setdefault((*complaint.path, *_inner(complaint)), Finding(document.path, *_place(complaint, document), *words))
        for path, doubt in _doubts(document.value, document) if model is Entry else ():
            found.setdefault(path, doubt)
        return sorted(found.values())
    findings = [*found.values(), *(doubt for _, doubt in (_doubts(made, document) if isinstance(made, Entry) else ()))]
    return sorted(findings) or made


def validated(document: Document, model: type[_M]) -> _M:
    """Validate a document against a model, where faults end the work.

    Args:
        document: what was read, with places.
        model: the model.

    Raises:
        InvalidEntriesError: it holds faults; the error lists them all.
    """
    made = validate(document, model)
    if isinstance(made, list):
        raise InvalidEntriesError(made)
    return made


def readable(path: Path, most: FileLimits = ENTRY) -> Document:
    """Read a YAML file, where faults end the work.

    Args:
        path: the file.
        most: how large it may be.

    Raises:
        InvalidEntriesError: it cannot be read; the error lists every fault.
    """
    document = read_document(path, most)
    if not isinstance(document, Document):
        raise InvalidEntriesError(document)
    return document


def _comments(document: Document) -> Iterator[tuple[NodePath, Finding]]:
    """Values that are empty because they begin with #."""
    for path, written in document.places.written.items():
        if written.startswith("#"):
            fix = f"put it in quotes: {quoted(written)}; if it is a comment, write a space after the #"
            message = f"{spoken(path)} is empty, because # begins a comment"
            yield path, Finding(document.path, *document.place(path), "DOC015", message, fix)


def _cut(document: Document, model: type[BaseModel]) -> Iterator[tuple[NodePath, Finding]]:
    """Texts that end before a #, because after a space it begins a comment."""
    for path, (comment, place) in document.places.cut.items():
        name = next((part for part in reversed(path) if isinstance(part, str)), "")
        field = [*_models(model, path[: path.index(name)])][-1].model_fields.get(name)
        if field is not None and "safe_text" in repr((field.annotation, field.metadata)):
            message = f"{spoken(path)} ends before {shown(comment)}, because # after a space begins a comment"
            fix = "put the whole text in quotes; if a comment is meant, write a space after the #"
            yield path, Finding(document.path, *place, "DOC015", message, fix)


def _doubts(entry: Entry | Mapping[str, Any], document: Document) -> Iterator[tuple[NodePath, Finding]]:
    return ((path, Finding(document.path, *document.place(path), *told)) for path, *told in doubts(entry))


def _hidden(entry: Mapping[str, Any]) -> Iterator[ErrorDetails]:
    """Contradictions within a setting that pydantic does not look for while another of its fields is wrong."""
    settings = entry.get("settings")
    for index, setting in enumerate(settings if isinstance(settings, list) else ()):
        try:
            Setting.model_validate(comparable(setting))
        except ValidationError as error:
            told = [details for details in error.errors(include_url=False) if details["type"] == "inconsistent"]
            for details in told:
                details["loc"] = ("settings", index, *details["loc"])
                yield details


def _each_case(complaint: Complaint) -> Iterator[Complaint]:
    """The complaint, and one for each other place of which it speaks."""
    yield complaint
    for at, said in complaint.context.get("others", ()):
        yield replace(complaint, said=said, context={"at": at})


def _complaint(details: ErrorDetails, document: Document, model: type[BaseModel], known: Callable[[], Known]) -> Complaint:
    missing = details["type"] == "missing"
    path = _path(details["loc"], document.value)
    value = None if missing else details["input"]
    written = document.places.written.get(path, str(value) if isinstance(value, bool | int | float) else "")
    path = (*path, details["loc"][-1]) if missing else path
    models = tuple(_models(model, details["loc"] if details["type"] == "model_type" else details["loc"][:-1]))
    return Complaint(details["type"], path, value, written, details["msg"], details.get("ctx", {}), models, known)


def _path(loc: NodePath, value: Any) -> NodePath:
    """The error's location without what pydantic adds for unions and validators."""
    path: NodePath = ()
    for part in loc:
        known = part in value if isinstance(value, dict) else isinstance(value, list | tuple) and isinstance(part, int)
        value, path = (value[part], (*path, part)) if known else (value, path)
    return path


def _without_echoes(complaints: list[Complaint]) -> Iterator[Complaint]:
    """Leave out what another complaint says already: a field missing because it is misspelt, a list short of its faulty items."""
    missing = [complaint.path for complaint in complaints if complaint.kind == "missing"]
    misspelt: set[NodePath] = set()
    for complaint in complaints:
        if complaint.kind == "extra_forbidden":
            beside = [str(path[-1]) for path in missing if path[:-1] == complaint.path[:-1]]
            misspelt |= {
                (*complaint.path[:-1], name)
                for name in nearest(_begins(complaint.name) if _begins(complaint.name) in beside else complaint.name, beside)[:1]
            }
    for complaint in complaints:
        is_echo = complaint.path in misspelt or (complaint.kind == "too_short" and bool(complaint.value))
        if not is_echo or complaint.kind == "extra_forbidden":
            yield complaint


def _place(complaint: Complaint, document: Document) -> Place:
    if complaint.kind == "extra_forbidden":
        return document.key_place(complaint.path)
    steps = _inner(complaint)
    absent = complaint.context.get("absent")
    if absent is not None and isinstance(complaint.value, list | tuple) and absent in complaint.value:
        steps = [complaint.value.index(absent)]
    return document.place((*complaint.path, *steps))


def _inner(complaint: Complaint) -> list[str | int]:
    """The way from the value to the place within it of which a complaint speaks."""
    return [int(step) if step.isdigit() else step for step in str(complaint.context.get("at", "")).split(".") if step]


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


def _expected(it: Complaint) -> str | None:
    """What a field asks for, where its name or its pattern says so."""
    if it.term is not None:
        return f"the id of a {it.term}, lower-case words joined by hyphens,"
    named = _EXPECTED.get(f"{it.models[-1].__name__}.{it.name}") or _EXPECTED.get(it.name)
    return named or _PATTERNS.get(str(it.context.get("pattern")))


def _missing(it: Complaint) -> _Telling:
    field = it.models[-1].model_fields.get(it.name)
    annotation = field.annotation if field is not None else None
    values = [member.value for member in annotation] if isinstance(annotation, type) and issubclass(annotation, Enum) else []
    expected = f"one of {', '.join(values)}" if values else _expected(it) or _described(field)
    return "DOC006", f"{spoken(it.path[:-1])} lacks the field `{it.name}`", f"add `{it.name}: ...`{f', {expected}' if expected else ''}"


def _described(field: FieldInfo | None) -> str:
    """What a field holds, in the words of the model."""
    told = (field.description if field is not None else None) or ""
    return f"{told[:1].lower()}{told[1:].rstrip('.')}"


def _unknown_field(it: Complaint) -> _Telling:
    fields = list(it.models[-1].model_fields)
    inside = f" in {spoken(it.path[:-1])}" if it.path[:-1] else ""
    homes = [
        name for name, field in it.models[-1].model_fields.items() if any(it.name in m.model_fields for m in _models_in(field.annotation))
    ]
    hint = did_you_mean(it.name, fields) or did_you_mean(_OTHER_FIELDS.get(it.name, ""), fields)
    begins = _begins(it.name)
    if it.name in {"notion", "verdict", "intended", "evaluated"}:
        hint = "delete it: verdicts are computed from the facts"
    if it.name != it.name.strip():
        hint = "replace the odd space before or after it by ordinary spaces"
    elif begins != it.name and begins in fields:
        hint = f"write `{begins}: ...`, with a colon and a space after the field's name"
    elif it.name.startswith("-") and it.name[1:] in fields:
        hint = "write a space after the dash"
    elif homes:
        hint = f"move it under {' or '.join(f'`{home}`' for home in homes)}"
    elif not hint and any(it.name in model.model_fields for model in it.models[:-1]):
        hint = "indent it less: it belongs further out"
    return "DOC005", f"unknown field {shown(it.name)}{inside}", hint or f"delete it, or use one of the fields {', '.join(fields)}"


def _begins(name: str) -> str:
    """The beginning of a name, up to the place where a colon or a space seems to be missing."""
    return re.split(r"[: ]", name)[0]


def _enumeration(it: Complaint) -> _Telling:
    allowed = re.findall(r"'([^']+)'", str(it.context.get("expected", "")))
    hint = did_you_mean(it.value, allowed) if isinstance(it.value, str) else ""
    hint = _word_within(str(it.value), allowed) or hint
    values = f"one of {', '.join(allowed)}" if not hint or len(allowed) <= _FEW else f"one of {len(allowed)} words"
    return "DOC008", f"{it.where} is {it.found}, but {values} is expected", hint or "write one of them"


def _word_within(written: str, allowed: list[str]) -> str:
    """What to do about an allowed word with something after it, or about another word or sign for one."""
    word = re.split(r"\s*(?:#|//|\()", written, maxsplit=1)[0]
    if word in allowed and word != written:
        return f"write {word}; a comment begins with a space and a #"
    meant = [other for other in _SYNONYMS.get(written.casefold(), ()) if other in allowed]
    return f"did you mean {' or '.join(map(repr, meant))}?" if meant else ""


def _inconsistent(it: Complaint) -> _Telling:
    field = str(it.context.get("at", "")).rpartition(".")[2] or it.name
    if it.models[-1] is Entry:
        return astray_told(it.kind, it.said, it.value)
    return "DOC013", it.said, _MENDS.get(field, "correct one of the two facts")


def _unsafe_text(it: Complaint) -> _Telling:
    """A control character can have come out of an escape only: as itself it is refused before."""
    name = str(it.context.get("name", ""))
    codes = {"U+0000": "0", "U+0007": "a", "U+0008": "b", "U+000B": "v", "U+000C": "f", "U+000D": "r", "U+001B": "e"}
    escape = f"\\{codes[name]}" if name in codes else ""
    fix = f"`{escape}` in double quotes is an escape: write `\\{escape}`, or put the text in single quotes" if escape else ""
    return "DOC011", f"{it.where}: {it.said}", fix or "delete it, or type the text again"


def _unsafe_url(it: Complaint) -> _Telling:
    bare = isinstance(it.value, str) and re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}(/[\w./-]*)?", it.value)
    return "DOC012", f"{it.where}: {it.said}", f"write https://{it.value}" if bare else "write a plain https:// address"


def _size(it: Complaint) -> _Telling:
    if "short" in it.kind:
        return (
            "DOC008",
            f"{it.where} is empty",
            "write at least one item" if it.kind == "too_short" else "write the text",
        )
    unit = "characters" if isinstance(it.value, str) else "items"
    fix = "say it in one sentence of your own, and copy no abstract" if it.name == "summary" else "shorten it"
    return "DOC004", f"{it.where} is longer than {it.context.get('max_length')} {unit}", fix


def _wrong_value(it: Complaint) -> _Telling:
    by_kind = {
        "string_type": "text",
        "tuple_type": "a list of addresses" if it.name == "code" else "a list",
        "model_type": f"a mapping of the fields {', '.join(it.models[-1].model_fields)}",
        "int_type": "a whole number",
        "float_type": "a number",
    }
    bound = it.said.removeprefix("Input should be ")
    if it.name.startswith("share_of") and it.kind != "tuple_type":
        bound = by_kind["float_type"] = "a share above 0 and at most 1"
    named = _expected(it) if it.kind != "tuple_type" else None
    expected = named or by_kind.get(it.kind) or (f"a number {bound}" if " than " in bound else bound)
    return "DOC008", f"{it.where} is {it.found}, but {expected} is expected", mend(it)


_BY_KIND: dict[str, Callable[[Complaint], _Telling]] = {
    "missing": _missing,
    "extra_forbidden": _unknown_field,
    **dict.fromkeys(("enum", "literal_error"), _enumeration),
    "invalid_key": lambda it: (
        "DOC005",
        f"a field of {spoken(it.path[:-1])} is called {shown(str(it.path[-1]))} without quotes",
        "name it by a text",
    ),
    "unsafe_text": _unsafe_text,
    "several_lines": lambda it: ("DOC008", f"{it.where} {it.said}", "write it on one line, with a space instead"),
    "unsafe_url": _unsafe_url,
    "inconsistent": _inconsistent,
    "reserved": lambda it: ("DOC008", f"{it.where} is {it.found}, but {it.said}", "choose another id"),
    "twice": lambda it: ("DOC016", it.said, "delete one of the two"),
    "duplicate": _inconsistent,
    **dict.fromkeys(("string_too_long", "too_long", "string_too_short", "too_short"), _size),
}
