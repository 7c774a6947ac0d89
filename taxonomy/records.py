"""BibTeX as people write it -> records: macros filled in, merged fields taken apart, broken records read as far as they go.

The parser splits the text into blocks. What it puts into one field because a comma is missing, or gives up on because
braces or quotes do not match, is read again here: first value by value, then line by line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from bibtexparser.library import Library
from bibtexparser.middlewares.middleware import Middleware
from bibtexparser.model import Block, DuplicateFieldKeyBlock, ExplicitComment, ImplicitComment, ParsingFailedBlock, Preamble, String
from bibtexparser.model import Entry as Parsed

from taxonomy.bibliography import parsed
from taxonomy.nearest import shown
from taxonomy.regular import RegularRecord, regular_records

_RAW: tuple[Middleware, ...] = ()
"""No step after splitting: values come as they stand in the file, with what encloses them."""
_TOKEN = re.compile(r'\s*(?:(?P<mark>[#=])|(?P<open>[{"])|(?P<word>[^\s{}"#=,]+)|(?P<stray>.))', re.DOTALL)
_FIELD = re.compile(r'(?:^|[,\n{(])[ \t]*(?P<name>[A-Za-z][\w-]*)[ \t]*=[ \t]*(?=["{\w])')
_KEY = re.compile(r"@[ \t]*(?P<kind>\w+)[ \t]*[{(]\s*(?P<key>[^\s,={}\"]*)(?=\s*?[,\n])")
_KEY_ALONE = re.compile(r"(@[ \t]*\w+[ \t]*[{(]\s*[^\s,={}\"]+)(?=[ \t]+[A-Za-z][\w-]*[ \t]*=)")
_LANDMARK = re.compile(r'\\.|[{}"]|(?<![^\s,{("}])%[^\n]*|^[ \t]*@[ \t]*\w+[ \t]*[{(]', re.DOTALL | re.MULTILINE)
"""What tells where a record begins, a value stands, or a comment."""
_INHERITED = ("year", "date", "booktitle", "journal", "journaltitle", "publisher", "school")
"""What a record takes from the one that its `crossref` names."""
_READ = {"title", "author", *_INHERITED, "howpublished", "institution"}
"""Fields in which a macro that nothing defines is worth a remark."""
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_MACROS = {month[:3].lower(): month for month in _MONTHS}
"""What the macros mean that every style of BibTeX defines: `jan`, `feb` and so on."""


@dataclass(frozen=True, slots=True)
class Record:
    """A record as it could be read.

    Attributes:
        line: line where it begins, counted from 1.
        kind: kind of record, in lower case, such as `article`.
        key: its key, or nothing.
        fields: values as LaTeX, without what encloses them, by lower-case name.
        remarks: what was put right to read it, in words.
        child: key of a record that takes its venue from this one, or None.
    """

    line: int
    kind: str
    key: str
    fields: Mapping[str, str]
    remarks: tuple[str, ...] = ()
    child: str | None = None


def read_records(text: str) -> list[Record]:
    """Read every record of a BibTeX file, broken ones as far as they go.

    Args:
        text: the file's text, whose lines end in line feeds.

    Returns:
        The records in order; one of which nothing could be read has no fields.
    """
    records = list(_with_own_keys(_split(text)))
    keyed = {record.key.lower(): record for record in reversed(records) if record.key}
    volumes = [record for record in records if record.kind == "proceedings"]
    volume = volumes[0] if len(volumes) == 1 else None
    parents = [_parent(record, keyed, volume) for record in records]
    children = {parent.line: record.key for record, parent in zip(records, parents, strict=True) if parent}
    return [_inheriting(each, parent, children.get(each.line)) for each, parent in zip(records, parents, strict=True)]


def _split(text: str) -> Iterator[Record]:
    """The records of a text, each by itself."""
    regular = regular_records(text)
    if regular is not None:
        yield from map(_read, regular)
        return
    text = _without_comments(text)
    library = parsed(text, _RAW)
    macros = _macros(library)
    yield from (_record(block, extent, macros) for block, extent in _with_extents(library, text.split("\n")))


def _read(record: RegularRecord) -> Record:
    """A record in the usual form, in which a word alone is a number or a macro that every style defines."""
    fields = {name: value for name, told in record.fields.items() if (value := told.strip())}
    remarks = [_unknown(macro) for name in record.words if name in _READ for macro in _undefined(fields[name], _MACROS)]
    fields |= {name: _MACROS.get(fields[name].lower(), fields[name]) for name in record.words}
    return Record(record.line, record.kind, record.key, fields, tuple(remarks))


def _unknown(macro: str) -> str:
    return f"the macro {shown(macro)} is not defined, and its name stands for it"


def _without_comments(text: str) -> str:
    """Take away what follows a per cent sign within a record, outside its values; lines stay where they are."""
    if "%" not in text:
        return text
    kept, start, depth, is_quoted = [], 0, 0, False
    for found in _LANDMARK.finditer(text):
        mark = found[0].lstrip()[:1]
        if mark == "@":
            is_quoted = False
            depth = -len(text) if "comment" in found[0].lower() else 1  # what stands in a comment is kept, so that its end is
        elif mark == '"':
            is_quoted ^= depth == 1
        elif mark in "{}":
            depth += 1 if mark == "{" else -1
        elif mark == "%" and depth == 1 and not is_quoted:
            kept.append(text[start : found.start()])
            start = found.end()
    return "".join([*kept, text[start:]])


def _with_extents(library: Library, lines: Sequence[str]) -> Iterator[tuple[Block, str]]:
    """Blocks that are, or should have been, records, each with the text up to the next block."""
    blocks = [block for block in library.blocks if not isinstance(block, ImplicitComment)]
    starts = [*(block.start_line or 0 for block in blocks), len(lines)]
    for block, (start, end) in zip(blocks, pairwise(starts), strict=True):
        meant = block.ignore_error_block if isinstance(block, ParsingFailedBlock) else block
        if not isinstance(meant, ExplicitComment | Preamble | String):
            yield block, "\n".join(lines[start:end]) if end > start else block.raw or ""


def _macros(library: Library) -> dict[str, str]:
    """Values of the strings by lower-case name; a string may be made of earlier ones."""
    values = dict(_MACROS)
    for string in library.strings:
        values[string.key.lower()] = next(_values("", string.value, values))[1]
    return values


def _record(block: Block, extent: str, macros: Mapping[str, str]) -> Record:
    line = (block.start_line or 0) + 1
    entry = block.ignore_error_block if isinstance(block, ParsingFailedBlock) else block
    if not isinstance(entry, Parsed):
        return _salvaged(Record(line, "", "", {}), extent, macros)
    fields: dict[str, str] = {}
    remarks = [f"the field `{name}` is given twice, the first is kept" for name in _given_twice(block)]
    for field in entry.fields:
        (name, value), *merged = _values(field.key.lower(), str(field.value), macros)
        fields.setdefault(name, value)
        remarks += [f"a comma is missing before `{other}`" for other, _ in merged]
        undefined = _undefined(str(field.value), macros) if name in _READ else []
        remarks += map(_unknown, undefined)
        for other, more in merged:
            fields.setdefault(other, more)
    record = Record(line, entry.entry_type.lower(), entry.key, {name: value for name, value in fields.items() if value}, tuple(remarks))
    is_whole = {"title", "author"} <= set(fields) or not _FIELD.search(extent.partition(entry.raw or "")[2])
    return record if is_whole else _salvaged(record, extent, macros)


def _given_twice(block: Block) -> list[str]:
    return sorted(block.duplicate_keys) if isinstance(block, DuplicateFieldKeyBlock) else []


def _undefined(raw: str, macros: Mapping[str, str]) -> list[str]:
    """The first macro of a value that nothing defines; after what a value is made of, there may be a field whose comma is missing."""
    position, is_value = 0, True
    while (found := _TOKEN.match(raw, position)) and (is_value or found["mark"] == "#"):
        if found["word"] and found["word"][0].isalpha() and found["word"].lower() not in macros:
            return [found["word"]]
        is_value = found["mark"] == "#"
        position = found.end() if found["mark"] else _piece(raw, found)[1]
    return []


def _values(name: str, raw: str, macros: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """A field's value, and the fields that were taken for part of it because a comma is missing before them."""
    value, last, joined, position = "", "", False, 0
    while found := _TOKEN.match(raw, position):
        position = found.end()
        if found["mark"] == "=" and last:
            yield name, value.removesuffix(last).strip()
            name, value, last, joined = last.lower(), "", "", True
            continue
        if found["mark"]:
            joined = found["mark"] == "#"
            continue
        piece, position = _piece(raw, found)
        last = piece if found["word"] and not joined else ""
        value += ("" if joined or not value else " ") + (macros.get(piece.lower(), piece) if found["word"] else piece)
        joined = False
    yield name, value.strip()


def _piece(raw: str, found: re.Match[str]) -> tuple[str, int]:
    """The part of a value that begins at a token, without what encloses it, and where it ends."""
    if not found["open"]:
        return found["word"] or found["stray"], found.end()
    depth = 0
    for mark in re.finditer(r'\\.|[{}"]', raw[found.end() :], re.DOTALL):
        if mark[0] == ("}" if found["open"] == "{" else '"') and depth == 0:
            return raw[found.end() : found.end() + mark.start()], found.end() + mark.end()
        depth = max(0, depth + {"{": 1, "}": -1}.get(mark[0], 0))
    return raw[found.end() :], len(raw)


def _salvaged(record: Record, extent: str, macros: Mapping[str, str]) -> Record:
    """Read the fields of a broken record from where each of them begins to where the next one does."""
    extent = _KEY_ALONE.sub(r"\1,", extent, count=1)
    head = _KEY.search(extent)
    starts = list(_FIELD.finditer(extent))
    ends = [*(found.start() for found in starts), len(extent)][1:]
    fields = dict(record.fields)
    for found, end in zip(starts, ends, strict=True):
        value = _unenclosed(extent[found.end() : end])
        fields.setdefault(found["name"].lower(), macros.get(value.lower(), value))
    remark = "braces, quotes or commas do not match, and it was read field by field"
    kind, key = (head["kind"].lower(), head["key"]) if head else (record.kind, record.key)
    return Record(record.line, kind, key, {name: value for name, value in fields.items() if value}, (*record.remarks, remark))


def _unenclosed(value: str) -> str:
    """Take away what encloses a value; where that does not match, every brace that does not."""
    found = _TOKEN.match(value)
    if found is None or found["word"]:
        return re.split(r"[,\n{}]", value, maxsplit=1)[0].strip()
    piece, end = _piece(value, found)
    is_closed = end > found.end() and value[end - 1] == {"{": "}"}.get(found["open"], found["open"])
    if is_closed and not value[end:].partition("\n")[0].strip(" \t,})"):
        return piece
    bare = re.sub(r"\\([{}])", r"\1", value).strip().lstrip('"').rstrip('", \t\n')
    unmatched = _unmatched_braces(bare)
    matching = "".join(character for at, character in enumerate(bare) if at not in unmatched).strip()
    return matching[1:-1] if matching.startswith("{") and matching.endswith("}") else matching


def _unmatched_braces(text: str) -> set[int]:
    opened: list[int] = []
    unmatched: set[int] = set()
    for found in re.finditer(r"(?<!\\)[{}]", text):
        if found[0] == "{":
            opened.append(found.start())
        elif opened:
            opened.pop()
        else:
            unmatched.add(found.start())
    return unmatched.union(opened)


def _with_own_keys(records: Iterable[Record]) -> Iterator[Record]:
    """The records, with a remark on each whose key is that of an earlier one."""
    lines: dict[str, int] = {}
    for record in records:
        first = lines.setdefault(record.key.lower(), record.line)
        is_repeated = record.key and first != record.line
        yield replace(record, remarks=(*record.remarks, f"its key is that of the record in line {first}")) if is_repeated else record


def _parent(record: Record, keyed: Mapping[str, Record], volume: Record | None) -> Record | None:
    """The record that the `crossref` of another one names, or the only volume that the file describes."""
    if "crossref" in record.fields:
        found = keyed.get(record.fields["crossref"].lower())
    else:
        found = volume if record.kind == "inproceedings" and record.fields.keys().isdisjoint({"year", "date"}) else None
    return None if found is record else found


def _inheriting(record: Record, parent: Record | None, child: str | None) -> Record:
    """Fill in what a record leaves to its parent, and the key of the one that takes its venue from it."""
    target = record.fields.get("crossref")
    if parent is None:
        said = [f"its `crossref` names {shown(target)}, which is no other record of the file"] if target else []
        return replace(record, remarks=(*record.remarks, *said), child=child) if said or child is not None else record
    inherited = {name: parent.fields[name] for name in _INHERITED if name in parent.fields}
    if "title" in parent.fields:
        inherited.setdefault("booktitle", parent.fields["title"])
    said = [] if target else [f"year and venue are those of {shown(parent.key)}, the only volume in the file"]
    return replace(record, fields={**inherited, **record.fields}, remarks=(*record.remarks, *said), child=child)
