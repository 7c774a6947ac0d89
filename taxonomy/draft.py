"""Entry files as text: a new one that asks its questions as comments, with the allowed answers, and one that is answered."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Any, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from taxonomy.bibfields import printable
from taxonomy.bibliography import Work, identities
from taxonomy.errors import SITE_URL
from taxonomy.identifiers import arxiv_id
from taxonomy.lexicon import Lexicon
from taxonomy.model import Entry, Links
from taxonomy.vocabulary.closed import member_docs

_WIDTH = 120
_MODELINES = """\
# yaml-language-server: $schema={schema}
# $schema: {schema}
"""
"""How a file names its schema to the editors that read YAML, and to those of JetBrains."""
_HEAD = """\
# Questions are lines such as `#kind:`; the lines above them say what is asked. To answer, take the `#` away and write the value.
# `taxonomy check` names the answers that are still needed; delete the questions that do not arise.
# Edge cases that are decided already: {guide}
"""
_OPEN = object()
"""The answer of a question that is none any more by its form, so that what belongs to it has a place."""
_UNREAD = [{"id": "main", "forget_set": {"removes": _OPEN}}]
"""The settings of a paper that nobody has read yet."""
_SETTINGS = "Copy the whole block for each further one; a paper without experiments has none: delete it."
_CUT = "The bibliography knows only the names below: write all of them."
_TERMS = {"problem": "problem", "metric": "metric", "baselines": "method", "datasets": "dataset"}
"""Fields that name terms, and the kind of term."""
_PLAIN = re.compile(r"[^\W\d_](?:[\w.'’-]| (?=\S))*")
_WORDS_OF_YAML = {"null", "true", "false", "yes", "no", "on", "off", "y", "n"}
_PAGES = ("https://arxiv.org/", "https://doi.org/", "http://arxiv.org/", "http://doi.org/", "http://dx.doi.org/", "https://github.com/")
"""Addresses that are no landing page of a published version: an identifier says them, or they are code."""


def draft(work: Work, lexicon: Lexicon, schema: str) -> str:
    """Write an entry file that answers what the bibliography can.

    Args:
        work: the paper, with the entry's id as key.
        lexicon: terms that fields may name.
        schema: address of the JSON Schema, absolute or from the file's folder, for editors.

    Returns:
        YAML that holds no fault but missing fields, one for each question that has to be answered.
    """
    known = {**known_of(work), "settings": _UNREAD, "curation": {"reviewers": []}}
    lines = _Writer(lexicon, work.authors).fields(Entry, known, explain=False)
    return _MODELINES.format(schema=schema) + _HEAD.format(guide=f"{SITE_URL}coding.html") + "\n".join(lines) + "\n"


def entry_text(facts: Mapping[str, Any], schema: str) -> str:
    """Write an entry file without questions.

    Args:
        facts: the entry's fields and their values, as a model would take them; what is empty is left out.
        schema: address of the JSON Schema, absolute or from the file's folder, for editors.
    """
    return _MODELINES.format(schema=schema) + "".join(f"{line}\n" for line in _lines(Entry, facts))


def _lines(model: type[BaseModel], facts: Mapping[str, Any]) -> Iterator[str]:
    """The fields of a mapping in the model's order; items of lists that hold words only stand on one line each."""
    for name, field in model.model_fields.items():
        value, inner = facts.get(name), _model_in(field.annotation)
        if value in (None, "", [], (), {}):
            continue
        if inner is None:
            yield f"{_key(name)}: {_flow(value)}"
        elif isinstance(value, Mapping):
            yield from (f"{_key(name)}:", *_indented(_lines(inner, value)))
        else:
            yield f"{_key(name)}:"
            for item in value:
                nested = any(isinstance(each, Mapping) for each in item.values())
                yield from _indented(_item(_lines(inner, item)) if nested else [f"- {_flow(item)}"])


def _key(name: str) -> str:
    """A field's name as every reader of YAML understands it."""
    return _flow(name)


def known_of(work: Work) -> dict[str, Any]:
    """What a bibliography says of an entry; a list of authors that is cut is left out.

    Args:
        work: the paper, with the entry's id as key.
    """
    url = work.url or ""
    told = dict(identities(work))
    openreview = re.fullmatch(r"https://openreview\.net/(?:forum|pdf)\?id=([\w-]{6,20})", url)
    links = {
        "arxiv": told.get("arxiv"),
        "doi": None if arxiv_id(work.doi or "") else told.get("doi"),
        "openreview": openreview[1] if openreview else None,
        "page": url if url and not openreview and not url.startswith(_PAGES) else None,
    }
    known: dict[str, Any] = {
        "id": work.key,
        "title": work.title,
        "authors": None if work.more_authors else list(work.authors),
        "year": work.year,
        "venue": work.venue,
        "links": {name: value for name, value in links.items() if value and _is_valid(name, value)},
    }
    return {name: value for name, value in known.items() if value}


def _is_valid(name: str, value: str) -> bool:
    try:
        Links.model_validate({name: value})
    except ValidationError:
        return False
    return True


class _Writer:
    """Writes the fields of models; the words of an enumeration are explained where they come first."""

    def __init__(self, lexicon: Lexicon, authors: tuple[str, ...]) -> None:
        self._terms = lexicon.lists()
        self._authors = authors
        self._explained: set[type[StrEnum]] = set()

    def fields(self, model: type[BaseModel], known: Mapping[str, Any], *, explain: bool = True) -> Iterator[str]:
        """Lines of a mapping: known fields as they are, the others as questions."""
        for name, field in model.model_fields.items():
            value = known.get(name)
            if value is None or value is _OPEN or explain or isinstance(value, Mapping):
                yield from self._help(name, field)
            yield from self._field(name, field, value)

    def _field(self, name: str, field: FieldInfo, value: Any) -> Iterator[str]:
        inner = _model_in(field.annotation)
        if value is None:
            yield from (f"#{line}" for line in self._blank(name, field))
        elif inner is not None and isinstance(value, Mapping):
            yield f"{name}:"
            yield from _indented(self.fields(inner, value, explain=name != "links"))
        elif inner is not None and value:
            yield f"{name}:"
            for item in value:
                yield from _indented(_item(list(self.fields(inner, item))))
        else:
            yield f"{name}:" if value is _OPEN else f"{name}: {_flow(value)}"

    def _blank(self, name: str, field: FieldInfo) -> Iterator[str]:
        """A field without an answer, as it stands once its question is no comment any more."""
        inner = _model_in(field.annotation)
        is_list = get_origin(field.annotation) is tuple
        if inner is None:
            default = self._authors if name == "authors" else None if field.is_required() else field.get_default()
            yield f"{_key(name)}: {_flow(default)}" if default else f"{_key(name)}:{' []' * is_list}"
            return
        lines = [line for name, each in inner.model_fields.items() for line in (*self._help(name, each), *self._blank(name, each))]
        yield f"{name}:"
        yield from _indented(_item(lines) if is_list else lines)

    def _help(self, name: str, field: FieldInfo) -> Iterator[str]:
        """What a field asks, and the words that answer it."""
        inner = _model_in(field.annotation)
        more = {"settings": _SETTINGS if inner else "", "authors": _CUT}.get(name, "")
        yield from _comment(f"{field.description} {more}".strip())
        words = _enumeration_in(field.annotation)
        if words is not None and words in self._explained:
            yield from _comment(f"one of {', '.join(words)}", indent="  ")
        elif words is not None:
            self._explained.add(words)
            for word, meaning in member_docs(words).items():
                yield from _comment(f"{word}: {meaning}", indent="  ")
        elif choices := [] if inner else _choices_in(field.annotation):
            yield from _comment(f"one of {', '.join(choices)}", indent="  ")
        elif name in _TERMS and inner is None:
            yield from _comment(", ".join(self._terms[_TERMS[name]]), indent="  ")


def _item(lines: Iterable[str]) -> Iterator[str]:
    """Lines of a mapping as an item of a list: the first field begins with a hyphen, comments before it stand above."""
    begun = False
    for line in lines:
        begins = not begun and not line.startswith("#")
        yield f"- {line}" if begins else f"  {line}"
        begun |= begins


def _indented(lines: Iterable[str]) -> Iterator[str]:
    return (f"  {line}" for line in lines)


def _comment(text: str, indent: str = "") -> Iterator[str]:
    """Text as comment lines; a further line of a word's meaning stands further in."""
    lines = textwrap.wrap(text, _WIDTH, initial_indent=indent, subsequent_indent=indent * 2, break_long_words=False, break_on_hyphens=False)
    return (f"# {line}" for line in lines)


def _flow(value: Any) -> str:
    """A value on one line, as every reader of YAML understands it."""
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_flow, value))}]"
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{_key(name)}: {_flow(each)}' for name, each in value.items() if each not in (None, '', [], ()))}}}"
    if not isinstance(value, str):
        return json.dumps(value)
    text = printable(value)
    return text if _PLAIN.fullmatch(text) and text.casefold() not in _WORDS_OF_YAML else json.dumps(text, ensure_ascii=False)


def _parts(annotation: Any) -> Iterator[Any]:
    yield annotation
    for argument in get_args(annotation):
        yield from _parts(argument)


def _model_in(annotation: Any) -> type[BaseModel] | None:
    return next((part for part in _parts(annotation) if isinstance(part, type) and issubclass(part, BaseModel)), None)


def _enumeration_in(annotation: Any) -> type[StrEnum] | None:
    return next((part for part in _parts(annotation) if isinstance(part, type) and issubclass(part, StrEnum)), None)


def _choices_in(annotation: Any) -> list[str]:
    """The words of an enumeration that a field takes, where it takes some of them only."""
    return [part.value for part in _parts(annotation) if isinstance(part, StrEnum)]
