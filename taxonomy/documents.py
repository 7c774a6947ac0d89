"""YAML in: safe and strict, with line and column for every node.

The file is read as a stream of events of a maintained parser (libyaml through PyYAML), never as a tree that the parser
builds: depth and size are bounded while reading, nothing is constructed from tags, and plain scalars get the meaning of
YAML 1.2. Faults are collected; only a syntax error ends a file.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

import yaml
from yaml.events import AliasEvent, CollectionEndEvent, CollectionStartEvent, DocumentStartEvent, Event, MappingStartEvent, ScalarEvent

from taxonomy import limits
from taxonomy.errors import Finding
from taxonomy.limits import FileLimits
from taxonomy.nearest import shown
from taxonomy.syntax import explain

NodePath: TypeAlias = tuple[str | int, ...]
"""Keys and indices that lead to a value."""
Place: TypeAlias = tuple[int, int]
"""Line and column, counted from 1."""

_LOADER = getattr(yaml, "CLoader", yaml.Loader)
# What YAML cannot hold, what ends a line for some readers only, lone surrogates; and tabs, on which parsers disagree.
_UNWELCOME = re.compile("[^\n\r -~\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_NUMBER = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_AMBIGUOUS = re.compile(
    r"[-+]?(?:0(?:[0-9_]+|o[0-7_]+|x[0-9a-fA-F_]+|b[01_]+)"  # 017, 0o17, 0x1F, 0b1
    r"|[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?"  # 1:30
    r"|(?=[^_]*_)[0-9.][0-9_]*(?:\.[0-9_]*)?(?:[eE][-+]?[0-9]+)?"  # 1_000
    r"|\.(?:inf|Inf|INF))|\.(?:nan|NaN|NAN)"
)
_CONSTANTS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}


@dataclass(frozen=True, slots=True)
class Document:
    """What a file says, and where.

    Attributes:
        path: the file as it was named to us, with forward slashes.
        value: mappings, lists, text, numbers, true, false and null.
        values: place of every value by its path.
        keys: place of every key by the path of its value.
        written: numbers, truth values and nulls as they stand in the file, by path: `2310.10` where the value is 2310.1.
    """

    path: str
    value: dict[str, Any]
    values: dict[NodePath, Place]
    keys: dict[NodePath, Place]
    written: dict[NodePath, str] = field(default_factory=dict)

    def place(self, path: NodePath) -> Place:
        """Where a value stands; where it is absent, the nearest enclosing value that is there."""
        while path not in self.values and path:
            path = path[:-1]
        return self.values.get(path, (1, 1))

    def key_place(self, path: NodePath) -> Place:
        """Where the key of a value stands; where it has none, the value's place."""
        return self.keys.get(path) or self.place(path)


def _start(event: Event) -> Place:
    mark = event.start_mark
    return (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)


@dataclass(slots=True)
class _Open:
    """A list or mapping that is being read."""

    value: Any
    path: NodePath
    in_brackets: bool
    key: str | None = None
    """The key whose value comes next; in a list always None."""

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
    findings: list[Finding] = field(default_factory=list)
    values: dict[NodePath, Place] = field(default_factory=dict)
    keys: dict[NodePath, Place] = field(default_factory=dict)
    written: dict[NodePath, str] = field(default_factory=dict)
    stack: list[_Open] = field(default_factory=list)
    root: Any = None
    nodes: int = 0
    ended: bool = False
    """Whether reading on would make no sense."""

    def fault(self, event: Event, code: str, message: str, fix: str, *, ends: bool = False) -> None:
        self.findings.append(Finding(self.path, *_start(event), code, message, fix))
        self.ended |= ends

    def take(self, event: Event) -> None:
        """Read one event."""
        if isinstance(event, ScalarEvent):
            self._refuse_features(event)
            self._take_scalar(event)
        elif isinstance(event, CollectionStartEvent):
            self._refuse_features(event)
            self._take_collection(event)
        elif isinstance(event, CollectionEndEvent):
            self.stack.pop()
        elif isinstance(event, AliasEvent):
            self._take_alias(event)
        elif isinstance(event, DocumentStartEvent):
            self._take_document(event)

    def _take_document(self, event: DocumentStartEvent) -> None:
        if self.values:
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
            value = self._resolve(event)
            path = self._place(event, value)
            if not isinstance(value, str):
                self.written.setdefault(path, event.value)
        if not event.style and "?" in event.value and self.stack and self.stack[-1].in_brackets:
            self.fault(event, "DOC015", f"not every program can read the ? of {shown(event.value)} in brackets", "put the text in quotes")

    def _take_key(self, event: Event, key: str) -> None:
        top = self.stack[-1]
        path = (*top.path, key)
        if not key:
            self.fault(event, "DOC001", "a field has no name", "write a name before the colon")
        if key in top.value:
            line = self.keys[path][0]
            self.fault(event, "DOC002", f"the field {shown(key)} is given twice, first in line {line}", "keep one of them")
        self.keys.setdefault(path, _start(event))
        top.key = key

    def _resolve(self, event: ScalarEvent) -> Any:
        """The YAML 1.2 meaning of a plain scalar; its first character decides whether it can be a number."""
        text: str = event.value
        if text in _CONSTANTS:
            return _CONSTANTS[text]
        if text[0] not in "+-.0123456789":
            return text
        fix = "write a plain decimal number, or put it in quotes if it is text"
        if _AMBIGUOUS.fullmatch(text):
            self.fault(event, "DOC015", f"programs disagree whether {shown(text)} is text, or which number it is", fix)
        elif _NUMBER.fullmatch(text):
            value = (int if text.lstrip("+-").isdecimal() else float)(text) if len(text) <= limits.NUMBER else math.inf
            if math.isfinite(value):
                return value
            self.fault(event, "DOC004", f"the number {shown(text)} is too large or too long", fix)
        return text

    def _take_collection(self, event: CollectionStartEvent) -> None:
        if self._expects_key():
            fix = "write a name and a colon; if a text begins with [ or {, put it in quotes"
            self.fault(event, "DOC001", "a list or mapping stands where the name of a field is expected", fix, ends=True)
            return
        value: Any = {} if isinstance(event, MappingStartEvent) else []
        self.stack.append(_Open(value, self._place(event, value), bool(event.flow_style)))
        if len(self.stack) > self.limits.depth:
            message = f"lists and mappings are nested more than {self.limits.depth} deep"
            self.fault(event, "DOC004", message, "flatten them, or close a bracket left open", ends=True)

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
        self.values.setdefault(path, _start(event))
        return path


def read_document(path: Path, most: FileLimits = limits.ENTRY) -> Document | list[Finding]:
    """Read a YAML file that holds one mapping.

    Args:
        path: the file.
        most: how large it may be.

    Returns:
        Its content with places, or every fault that was found in it.
    """
    name = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in path.as_posix())
    text = _text_of(path, name, most)
    return [text] if isinstance(text, Finding) else parse_document(text, name, most)


def parse_document(text: str, path: str, most: FileLimits = limits.ENTRY) -> Document | list[Finding]:
    """Read YAML text that holds one mapping.

    Args:
        text: the text.
        path: its name in findings.
        most: how large it may be.

    Returns:
        Its content with places, or every fault that was found in it.
    """
    text = text.removeprefix("\ufeff")
    if unwelcome := sorted(_unwelcome(text, path)):
        return unwelcome
    reader = _Reader(path, most)
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            reader.take(event)
            if reader.ended:
                break
    except (yaml.YAMLError, ValueError, OverflowError) as error:  # the pure parser lets the latter two escape
        told = error if isinstance(error, yaml.YAMLError) else yaml.YAMLError(str(error))
        reader.findings.append(explain(told, text, path))
    if not reader.findings and not isinstance(reader.root, dict):
        found = "nothing" if reader.root is None else "a list" if isinstance(reader.root, list) else "only text"
        message = f"the file holds {found}, but fields and values are expected"
        reader.findings.append(Finding(path, 1, 1, "DOC014", message, "begin with a line such as `id: ...` in the first column"))
    return sorted(reader.findings) or Document(path, reader.root, reader.values, reader.keys, reader.written)


def _unwelcome(text: str, path: str) -> Iterator[Finding]:
    """What is refused before parsing: the first tab and the first other character, which speak for all of them."""
    first: dict[bool, re.Match[str]] = {}
    for found in _UNWELCOME.finditer(text):
        first.setdefault(found.group() == "\t", found)
    for is_tab, found in first.items():
        what = "a tab" if is_tab else f"the invisible or control character U+{ord(found.group()):04X}"
        fix = "replace every tab by spaces, two for each step of indentation" if is_tab else "delete it, or type the line again"
        yield Finding(path, *_place_in(text, found.start()), "DOC001" if is_tab else "DOC011", f"{what} stands here", fix)


def _place_in(text: str, offset: int) -> Place:
    before = re.split(r"\r\n?|\n", text[:offset])
    return len(before), len(before[-1]) + 1


def _text_of(path: Path, name: str, most: FileLimits) -> str | Finding:
    try:
        if not path.is_symlink() and not path.exists():
            return Finding(name, 1, 1, "DOC014", "there is no such file", "correct the path, or put an ordinary text file here")
        if path.suffix != ".yaml":
            return Finding(name, 1, 1, "DOC014", "the name of the file does not end in `.yaml`", "rename or remove the file")
        if path.is_symlink() or not path.is_file():
            message = "this is a folder, a link or a device, not a file"
            return Finding(name, 1, 1, "DOC014", message, "put an ordinary text file here")
        with path.open("rb") as file:
            raw = file.read(most.kib * 1024 + 1)
    except OSError as error:
        return Finding(name, 1, 1, "DOC014", f"the file cannot be read: {error.strerror}", "check its name and permissions")
    if len(raw) > most.kib * 1024:
        return Finding(name, 1, 1, "DOC004", f"the file is larger than {most.kib} KiB", "shorten it: an entry holds facts only")
    return _decode(raw, name)


def _decode(raw: bytes, name: str) -> str | Finding:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        place = _place_in(raw[: error.start].decode("utf-8").removeprefix("\ufeff"), len(raw))
        message = f"byte {error.start + 1} of the file (0x{raw[error.start]:02x}) is not UTF-8"
        utf16 = ", not as UTF-16" if raw[:2] in {b"\xff\xfe", b"\xfe\xff"} else ""
        return Finding(name, *place, "DOC014", message, f"save the file as UTF-8{utf16}")
