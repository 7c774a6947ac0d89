"""YAML in, quickly: the value of a text that holds nothing remarkable, and no places.

A parser's events are read as they come, so that depth and length are bounded while reading. Whatever may be a fault, or needs a closer
look, ends the reading; `taxonomy.documents` then reads the same text with care.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any, TypeAlias

import yaml
from yaml.events import (
    DocumentEndEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
    StreamStartEvent,
)

from taxonomy.characters import in_parts
from taxonomy.limits import FileLimits
from taxonomy.scalars import meaning

_Events: TypeAlias = Iterator[Any]
"""Events of PyYAML, which declares no types for what they hold."""

_MEANING = frozenset("+-.0123456789~nNtTfF")
"""With what plain text begins that may be more than text."""
_CURLY = frozenset("\u201c\u201d\u201e\u2018")
"""With what plain text begins that may be in the quotes of a word processor."""
_LOOKED_AT = _MEANING | _CURLY
_TIGHT = re.compile(r" #\S")
"""What may be the rest of a text rather than a comment."""
_SURROGATE = re.compile("[\ud800-\udfff]")


class RemarkableError(Exception):
    """A text holds something that may be a fault, or that needs a closer look."""


def read_swiftly(text: str, parser: Any, most: FileLimits) -> dict[str, Any]:
    """Read YAML text that holds one mapping.

    Args:
        text: the text, which holds nothing that is refused before parsing.
        parser: the class of PyYAML that makes events of it.
        most: how deep it may be, and how many values it may hold; long before so many, it is left to the reader with care.

    Returns:
        Its value.

    Raises:
        RemarkableError: it cannot be read without a closer look.
    """
    if _TIGHT.search(text) or in_parts(text) is not None:
        raise RemarkableError
    loader = parser(text)
    events = islice(iter(loader.get_event, None), most.nodes)  # no value without an event
    try:
        _next(events, StreamStartEvent)
        start = _next(events, DocumentStartEvent)
        value: dict[str, Any] = _collection(_next(events, MappingStartEvent), events, most.depth)
        _next(events, DocumentEndEvent)
        _next(events, StreamEndEvent)
    except (yaml.YAMLError, ValueError, OverflowError, StopIteration) as error:
        raise RemarkableError from error
    finally:
        loader.dispose()
    if start.version or start.tags:
        raise RemarkableError
    return value


def _next(events: _Events, kind: type[Event]) -> Any:
    event = next(events)
    if type(event) is not kind:
        raise RemarkableError
    return event


def _collection(event: Any, events: _Events, depth: int) -> Any:
    """Read a list or mapping, which may be so many levels deep; an alias is neither."""
    kind = type(event)
    if kind not in {MappingStartEvent, SequenceStartEvent} or event.anchor is not None or event.tag is not None or not depth:
        raise RemarkableError
    read = _mapping if kind is MappingStartEvent else _list
    return read(events, depth - 1, bool(event.flow_style))


def _mapping(events: _Events, depth: int, in_brackets: bool) -> dict[str, Any]:  # noqa: FBT001  # a name for it costs time
    value: dict[str, Any] = {}
    for event in events:
        kind = type(event)
        if kind is MappingEndEvent:
            return value
        name = _name(event, in_brackets)
        if name in value:
            raise RemarkableError
        event = next(events)  # noqa: PLW2901  # name and value come in turn
        value[name] = _scalar(event, in_brackets) if type(event) is ScalarEvent else _collection(event, events, depth)
    raise RemarkableError


def _list(events: _Events, depth: int, in_brackets: bool) -> list[Any]:  # noqa: FBT001  # likewise
    value: list[Any] = []
    beside = -1
    for event in events:
        kind = type(event)
        if kind is SequenceEndEvent:
            return value
        item = _scalar(event, in_brackets) if kind is ScalarEvent else _collection(event, events, depth)
        if type(item) is int and in_brackets:
            if event.start_mark.column == beside:  # perhaps one number that its own comma splits
                raise RemarkableError
            beside = event.end_mark.column + 1
        value.append(item)
    raise RemarkableError


def _name(event: Any, in_brackets: bool) -> str:  # noqa: FBT001  # likewise
    if type(event) is not ScalarEvent:
        raise RemarkableError
    name = _text(event, in_brackets)
    if not name or name == "<<":
        raise RemarkableError
    return name


def _scalar(event: Any, in_brackets: bool) -> Any:  # noqa: FBT001  # likewise
    text = _text(event, in_brackets)
    if event.style or text[0] not in _LOOKED_AT:
        return text
    value, trouble = meaning(text)
    if trouble is not None or text[0] in _CURLY:
        raise RemarkableError
    return value


def _text(event: Any, in_brackets: bool) -> str:  # noqa: FBT001  # likewise
    text: str = event.value
    if event.anchor is not None or event.tag is not None:
        raise RemarkableError
    if event.style:
        if not text.isascii() and _SURROGATE.search(text):
            raise RemarkableError
    elif not text or (in_brackets and "?" in text):
        raise RemarkableError
    return text
