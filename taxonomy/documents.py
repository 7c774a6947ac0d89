"""YAML in: safe and strict, with line and column for every node.

The file is read as a stream of events of a maintained parser (libyaml through PyYAML), never as a tree that the parser
builds: depth and size are bounded while reading, nothing is constructed from tags, and plain scalars get the meaning of
YAML 1.2. Faults are collected; only a syntax error ends a file.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path
from typing import Any, TypeAlias

import yaml
from yaml.events import AliasEvent, CollectionEndEvent, CollectionStartEvent, DocumentStartEvent, Event, MappingStartEvent, ScalarEvent

from taxonomy import limits
from taxonomy.errors import Finding
from taxonomy.filetext import Place, letters_in_parts, lines_of, read_text, too_large, unwelcome
from taxonomy.limits import FileLimits
from taxonomy.messages import visible
from taxonomy.nearest import quoted, shown
from taxonomy.scalars import comment_after, meaning, mended_number, split_number, tight_comment
from taxonomy.swift import RemarkableError, read_swiftly
from taxonomy.syntax import Reached, explain

NodePath: TypeAlias = tuple[str | int, ...]
"""Keys and indices that lead to a value."""

_LOADER = getattr(yaml, "CLoader", yaml.Loader)
_CURLY = re.compile("[\u201c\u201d\u201e\u2018](?P<text>[^\u201c-\u201f\u2018-\u201b]+)[\u201c\u201d\u2018\u2019]")
"""A text in the quotes of a word processor."""
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Places:
    """Where everything stands in a file.

    Attributes:
        values: place of every value by its path.
        keys: place of every key by the path of its value.
        written: numbers, truth values and nulls as they stand in the file, by path: `2310.10` where the value is 2310.1; of a value
            that is empty because it begins with #, the comment.
        cut: what follows a text without quotes after a space and a #, and its place, by path.
    """

    values: dict[NodePath, Place] = field(default_factory=dict)
    keys: dict[NodePath, Place] = field(default_factory=dict)
    written: dict[NodePath, str] = field(default_factory=dict)
    cut: dict[NodePath, tuple[str, Place]] = field(default_factory=dict)


@dataclass(frozen=True)
class Document:
    """What a file says, and where.

    Attributes:
        path: the file as it was named to us, with forward slashes.
        value: mappings, lists, text, numbers, true, false and null.
        find: finds the places; called when one is asked for, since most files hold no fault.
        is_plain: whether no # stands where it may be meant as text.
    """

    path: str
    value: dict[str, Any]
    find: Callable[[], Places] = Places
    is_plain: bool = False

    @cached_property
    def places(self) -> Places:
        """Where everything stands; nowhere where the document was never a file."""
        return self.find()

    def place(self, path: NodePath) -> Place:
        """Where a value stands; where it is absent, the nearest enclosing value that is there."""
        values = self.places.values
        while path not in values and path:
            path = path[:-1]
        return values.get(path, (1, 1))

    def key_place(self, path: NodePath) -> Place:
        """Where the key of a value stands; where it has none, the value's place."""
        return self.places.keys.get(path) or self.place(path)


def _start(event: Event) -> Place:
    mark = event.start_mark
    return (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)


def _end(event: Event) -> Place:
    mark = event.end_mark
    return (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)


@dataclass(slots=True)
class _Open:
    """A list or mapping that is being read."""

    value: Any
    path: NodePath
    in_brackets: bool
    bracket: Place | None
    """Where its bracket opens; None where it is written line by line, or is one pair in a list in brackets."""
    key: str | None = None
    """The key whose value comes next; in a list always None."""
    again: list[tuple[Event, str]] = field(default_factory=list)
    """Keys that the mapping had already."""

    def put(self, value: Any) -> NodePath:
        """Add the next value, unless its key is a duplicate, and return its path."""
        step = len(self.value) if self.key is None else self.key
        if self.key is None:
            self.value.append(value)
        else:
            self.value.setdefault(self.key, value)
        self.key = None
        return (*self.path, step)


@dataclass(slots=True)
class _Reader:
    """Turns events into values, places and faults."""

    path: str
    limits: FileLimits
    lines: list[str]
    findings: list[Finding] = field(default_factory=list)
    places: Places = field(default_factory=Places)
    stack: list[_Open] = field(default_factory=list)
    root: Any = None
    nodes: int = 0
    last: ScalarEvent | None = None
    """The last text, number or name that was read."""
    name_end: Place = (1, 1)
    """Where the last name of a field ends."""
    ended: bool = False
    """Whether reading on would make no sense."""

    def fault(self, event: Event, code: str, message: str, fix: str, *, ends: bool = False) -> None:
        self.findings.append(Finding(self.path, *_start(event), code, message, fix))
        self.ended |= ends

    def result(self) -> Document | Faults:
        """The document; if there were faults, these, with the document if it was read to its end."""
        places = self.places
        document = Document(self.path, self.root, lambda: places) if isinstance(self.root, dict) else None
        if document and not self.findings:
            return document
        for left in reversed(self.stack):
            fatal = self.findings.pop()
            self._tell_twice(left)
            self.findings.append(fatal)
        if self.ended:
            self.findings[-1] = _last(self.findings[-1])
        faults = Faults(sorted(self.findings))
        faults.document = None if self.ended else document
        return faults

    def reached(self) -> Reached:
        """What was read so far, for a parser's error that comes next."""
        last, bracket = self.last, next((each.bracket for each in reversed(self.stack) if each.bracket), None)
        return Reached(bracket=bracket) if last is None else Reached(_start(last), _end(last), bool(last.style), bracket)

    def take(self, event: Event) -> None:
        """Read one event."""
        if isinstance(event, ScalarEvent):
            self.last = event if event.value or event.style or self.last is None else self.last
            self._refuse_features(event)
            self._take_scalar(event)
        elif isinstance(event, CollectionStartEvent):
            self._refuse_features(event)
            self._take_collection(event)
        elif isinstance(event, CollectionEndEvent):
            self._tell_twice(self.stack.pop())
        elif isinstance(event, AliasEvent):
            self._take_alias(event)
        elif isinstance(event, DocumentStartEvent):
            self._take_document(event)

    def _take_document(self, event: DocumentStartEvent) -> None:
        if self.places.values:
            self.fault(event, "DOC003", "a second document begins here (`---`)", "keep one document a file", ends=True)
        elif event.version or event.tags:
            self.fault(event, "DOC003", "a line beginning with % tells the reader how to read the file", "delete that line")

    def _refuse_features(self, event: ScalarEvent | CollectionStartEvent) -> None:
        if event.anchor is not None:
            anchor = shown(f"&{event.anchor}")
            self.fault(event, "DOC003", f"the anchor {anchor} names a value for reuse", "delete it, or put a text with & in quotes")
        if event.tag is not None:
            tag = shown(event.tag.replace("tag:yaml.org,2002:", "!!"))
            self.fault(event, "DOC003", f"the tag {tag} asks for a special type", "delete it, or put a text with ! in quotes")

    def _take_alias(self, event: AliasEvent) -> None:
        name = f"*{event.anchor}"
        self.fault(event, "DOC003", f"the alias {shown(name)} repeats another value", "write it out, or put a text with * in quotes")
        if self._expects_key():
            self._take_key(event, name)
        else:
            self._place(event, None)

    def _take_scalar(self, event: ScalarEvent) -> None:
        if event.style and _SURROGATE.search(event.value):  # only the pure parser lets it pass
            self.fault(event, "DOC011", "an escape makes half a character", "write the character itself")
        if self._expects_key():
            if not event.style and event.value == "<<":
                self.fault(event, "DOC003", "the merge key `<<` copies another mapping", "write the fields out")
            self._take_key(event, event.value)
        elif event.style or not event.implicit[0]:  # quoted, a block, or tagged
            self._place(event, event.value)
        else:
            self._take_plain(event)
        if not event.style and "?" in event.value and self.stack and self.stack[-1].in_brackets:
            self.fault(event, "DOC015", f"not every program can read the ? of {shown(event.value)} in brackets", "put the text in quotes")

    def _take_plain(self, event: ScalarEvent) -> None:
        value, trouble = meaning(event.value)
        if not self._refuse_split_number(event) and trouble is not None:
            self.fault(event, *trouble)
        if curly := _CURLY.fullmatch(event.value):
            message = f"{shown(event.value)} stands in curly quotes, which are ordinary letters"
            self.fault(event, "DOC015", message, f"write straight quotes: {quoted(curly['text'])}")
        path = self._place(event, value)
        if value is None and not event.value and path in self.places.keys:
            self._take_comment(path)
        elif not isinstance(value, str):
            self.places.written.setdefault(path, event.value)
        else:
            line, end = _end(event)
            if found := tight_comment(self.lines[line - 1], end - 1):
                self.places.cut.setdefault(path, (found[0], (line, found[1] + 1)))

    def _take_comment(self, path: NodePath) -> None:
        """Remember a comment that may be meant as the value; the empty value then stands where the comment does."""
        line, end = self.name_end
        comment, before = comment_after(self.lines[line - 1], end - 1)
        self.places.written.setdefault(path, comment)
        if comment:
            self.places.values[path] = (line, before + 1)

    def _refuse_split_number(self, event: ScalarEvent) -> bool:
        """Tell a number of a list in brackets that its own comma splits, at its last part; whether this is one of its parts."""
        if not (event.value.isdecimal() and self.stack and self.stack[-1].in_brackets and isinstance(self.stack[-1].value, list)):
            return False
        line, column = _end(event)
        number, goes_on = split_number(self.lines[line - 1], column - 1)
        if number and not goes_on:
            self.findings.append(Finding(self.path, line, column - len(number), "DOC015", *mended_number(number)))
        return bool(number)

    def _take_key(self, event: Event, key: str) -> None:
        top = self.stack[-1]
        path = (*top.path, key)
        if not key:
            self.fault(event, "DOC001", "a field has no name", "write a name before the colon")
        if key in top.value:
            top.again.append((event, key))
        self.places.keys.setdefault(path, _start(event))
        self.name_end = _end(event)
        top.key = key

    def _tell_twice(self, closed: _Open) -> None:
        """Tell fields that are given twice; a list's item whose fields begin anew holds two, and the second one lacks its dash."""
        lines = [self.places.keys[*closed.path, key][0] for _, key in closed.again]
        begins_anew = closed.path and isinstance(closed.path[-1], int) and [key for _, key in closed.again][:1] == [*closed.value][:1]
        if begins_anew and len(closed.again) > 1:
            event, key = closed.again[0]
            message = f"the item that begins in line {lines[0]} begins again with {shown(key)}: {len(lines)} of its fields are given twice"
            self.fault(event, "DOC002", message, "write `- ` before this one if it begins a new item, else keep one of each")
            return
        for line, (event, key) in zip(lines, closed.again, strict=True):
            self.fault(event, "DOC002", f"the field {shown(key)} is given twice, first in line {line}", "keep one of them")

    def _take_collection(self, event: CollectionStartEvent) -> None:
        if self._expects_key():
            fix = "write a name and a colon; if a text begins with [ or {, put it in quotes"
            self.fault(event, "DOC001", "a list or mapping stands where the name of a field is expected", fix, ends=True)
            return
        value: Any = {} if isinstance(event, MappingStartEvent) else []
        self.stack.append(_Open(value, self._place(event, value), bool(event.flow_style), self._bracket(event)))
        if len(self.stack) > self.limits.depth:
            message = f"lists and mappings are nested more than {self.limits.depth} deep"
            self.fault(event, "DOC004", message, "flatten them, or close a bracket left open", ends=True)

    def _bracket(self, event: CollectionStartEvent) -> Place | None:
        """Where the bracket of a list or mapping opens: a tag or an anchor may stand before it."""
        line, column = _end(event)
        return (line, column - 1) if event.flow_style and self.lines[line - 1][column - 2 : column - 1] in {"[", "{"} else None

    def _expects_key(self) -> bool:
        return bool(self.stack) and isinstance(self.stack[-1].value, dict) and self.stack[-1].key is None

    def _place(self, event: Event, value: Any) -> NodePath:
        """Put a value where it belongs, and remember its place."""
        self.nodes += 1
        if self.nodes > self.limits.nodes:
            self.fault(event, "DOC004", f"the file holds more than {self.limits.nodes:,} values", "shorten it", ends=True)
        path = self.stack[-1].put(value) if self.stack else ()
        if not path:
            self.root = value
        self.places.values.setdefault(path, _start(event))
        return path


class Faults(list[Finding]):
    """Every fault that was found in a file's text, in order of place.

    Attributes:
        document: what can be read of the file nevertheless; None where reading ended at a fault.
    """

    document: Document | None = None


def read_document(path: Path, most: FileLimits = limits.ENTRY) -> Document | Faults:
    """Read a YAML file that holds one mapping.

    Args:
        path: the file.
        most: how large it may be.

    Returns:
        Its content with places, or every fault that was found in it.
    """
    name = visible(path.as_posix())
    text = read_text(path, name, most)
    return Faults([text]) if isinstance(text, Finding) else parse_document(text, name, most)


def parse_document(text: str, path: str, most: FileLimits = limits.ENTRY) -> Document | Faults:
    """Read YAML text that holds one mapping.

    Args:
        text: the text.
        path: its name in findings.
        most: how large it may be.

    Returns:
        Its content with places, or every fault that was found in it.
    """
    text = text.removeprefix("\ufeff")
    if refused := too_large(len(text.encode("utf-8", "surrogatepass")), path, most):
        return Faults(refused)
    if refused := sorted(unwelcome(text, path)):
        return Faults([*refused[:-1], _last(refused[-1])])
    try:
        return Document(path, read_swiftly(text, _LOADER, most), partial(_places, text, path, most, _LOADER), is_plain=True)
    except RemarkableError:
        return _read_with_care(text, path, most, _LOADER).result()


def _places(text: str, path: str, most: FileLimits, parser: Any) -> Places:
    return _read_with_care(text, path, most, parser).places


def _read_with_care(text: str, path: str, most: FileLimits, parser: Any) -> _Reader:
    """Read everything, faults and places included."""
    reader = _Reader(path, most, lines_of(text), list(letters_in_parts(text, path)))
    try:
        for event in yaml.parse(text, Loader=parser):
            reader.take(event)
            if reader.ended:
                break
    except (yaml.YAMLError, ValueError, OverflowError) as error:  # the pure parser lets the latter two escape
        told = error if isinstance(error, yaml.YAMLError) else yaml.YAMLError(str(error))
        reader.findings.append(explain(told, text, path, reader.reached()))
        reader.ended = True
    if not reader.findings and not isinstance(reader.root, dict):
        found = "nothing" if reader.root is None else "a list" if isinstance(reader.root, list) else "only text"
        message = f"the file holds {found}, but fields and values are expected"
        reader.findings.append(Finding(path, 1, 1, "DOC014", message, "begin with a line such as `id: ...` in the first column"))
    return reader


def _last(fault: Finding) -> Finding:
    """A fault at which reading ended."""
    return replace(fault, fix=f"{fault.fix}; the rest of the file was not checked")
