"""Syntax errors: the place of the slip, not of the parser's complaint, and the same words from either parser."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
import yaml

from taxonomy import documents
from taxonomy.documents import parse_document
from taxonomy.errors import Finding
from taxonomy.syntax import explain
from tests.test_documents import PARSERS, REJECTED, SOUND, entry_faults, faults, read

SLIPS: dict[str, tuple[str, str, tuple[int, int], str, str]] = {
    "quote in brackets": (
        "[Ada Example,",
        '["Ada Example,',
        (3, 11),
        "the quote that opens here is closed only in line 8",
        "close it where the text ends",
    ),
    "single quote": ("venue: ICLR", "venue: 'ICLR", (5, 8), "the quote that opens here is never closed", "close it where the text ends"),
    "quote in the last line": (
        "confidence: medium",
        'confidence: "medium',
        (25, 58),
        "the quote that opens here is never closed",
        "close it where the text ends",
    ),
    "apostrophe": (
        "venue: ICLR",
        "venue: 'Don't forget'",
        (5, 13),
        "text follows after the closing quote",
        "put the whole value into one pair of quotes, and write '' for an apostrophe within it",
    ),
    "text after empty quotes": (
        "venue: ICLR",
        "venue: '' ICLR",
        (5, 11),
        "text follows after the closing quote",
        "put the whole value into one pair of quotes, and write '' for an apostrophe within it",
    ),
    "colon after a quote": (
        "venue: ICLR",
        'venue: "ICLR": more',
        (5, 14),
        "text follows after the closing quote",
        'put the whole value into one pair of quotes, and write \\" for a quote within it',
    ),
    "no colon in a mapping": (
        "removes: examples",
        "removes examples",
        (16, 14),
        "a colon is missing after `removes`",
        "write `removes: examples`",
    ),
    "no colon before a mapping": ("links:\n", "links\n", (7, 6), "a colon is missing after `links`", "write `links:`"),
    "no colon before a bracket": ("curation: {", "curation {", (25, 9), "a colon is missing after `curation`", "write `curation: ...`"),
    "no colon before a list": ("    evidence:\n", "    evidence\n", (23, 13), "a colon is missing after `evidence`", "write `evidence:`"),
    "no space after a colon": (
        "removes: examples",
        "removes:examples",
        (16, 15),
        "a space is missing after the colon of `removes`",
        "write `removes: examples`",
    ),
    "no space in the first line": ("id: ada", "id:ada", (1, 4), "a space is missing after the colon of `id`", "write `id: ada2024study`"),
    "no space before a bracket": (
        "      - {supports",
        "      -{supports",
        (24, 7),
        "a space is missing after this dash",
        "write `- `, with a space, before each item of a list",
    ),
    "text that goes on": (
        "a small model.",
        "a\nsmall model, don't ask.",
        (10, 1),
        "this line is neither `field: value` nor the continuation of the value above",
        "write `small: ...` if small is a field; indent the line if it continues a text",
    ),
    "text that begins like none": (
        "a small model.",
        "a\n2 models",
        (10, 1),
        "this line is neither `field: value` nor the continuation of the value above",
        "write a colon and a space after the field's name, or indent the line if it continues a text",
    ),
    "mapping never closed": (
        "match-reference}",
        "match-reference",
        (21, 9),
        "the `{` that opens here is never closed",
        "close it with `}`",
    ),
    "bracket of the last line": ("medium}", "medium", (25, 11), "the `{` that opens here is never closed", "close it with `}`"),
    "items never closed": (
        "match-reference}",
        "match-reference\n      - {metric: fid}",
        (21, 9),
        "the `{` that opens here is never closed",
        "close it with `}`",
    ),
    "bracket of another kind": (
        "Bo Sample]",
        "Bo Sample}",
        (3, 33),
        "the `[` that opens in column 10 is not closed before this `}`",
        "close it with `]`, or delete the `}` if it is one too many",
    ),
    "bracket further up": (
        "Bo Sample]",
        "\n  Bo Sample}",
        (4, 12),
        "the `[` that opens in line 3 is not closed before this `}`",
        "close it with `]`, or delete the `}` if it is one too many",
    ),
    "nothing before a comma": (
        "[Ada Example,",
        "[, Ada Example,",
        (3, 11),
        "nothing stands before this comma",
        "delete the comma, or write the item that is missing",
    ),
    "no comma between texts": (
        "[Ada Example, Bo Sample]",
        '["Ada" "Bo"]',
        (3, 17),
        "a comma is missing before this",
        "write a comma between the items",
    ),
    "no colon in brackets": (
        "{supports: [",
        "{supports [",
        (24, 19),
        "a comma or a colon is missing before this",
        "write `name: value`, with a comma between two of them",
    ),
    "second colon": (
        "venue: ICLR",
        "venue: ICLR: x",
        (5, 12),
        "a second `: ` stands in one line, so it is unclear where the value begins",
        'put the value in quotes: venue: "ICLR: x"',
    ),
    "second colon beside quotes": (
        "venue: ICLR",
        'venue: A "b": x',
        (5, 13),
        "a second `: ` stands in one line, so it is unclear where the value begins",
        'put the value in quotes: venue: "..."',
    ),
    "mapping indented too far": (
        "      membership",
        "        membership",
        (17, 9),
        "this line is indented as if it continued the text that begins in line 16",
        "align it with the fields beside it, or put a text with a colon in quotes",
    ),
    "item among fields": (
        "venue: ICLR",
        "- ICLR",
        (5, 1),
        "an item of a list stands among fields",
        "indent it below the field whose list it belongs to",
    ),
    "text after a bracket": (
        "venue: ICLR",
        "venue: [ICLR] 2024",
        (5, 15),
        "this does not belong to the value before it",
        "put the whole value in quotes",
    ),
    "list in the line": (
        "venue: ICLR",
        "venue: - ICLR",
        (5, 8),
        "a list begins in the line of its field",
        "write [a, b], or begin each item on a line of its own",
    ),
    "question mark": (
        "venue: ICLR",
        "venue: ? ICLR",
        (5, 8),
        "a value begins with ?, which has a meaning in YAML",
        "put the value in quotes",
    ),
    "greater": (
        "venue: ICLR",
        "venue: > 10",
        (5, 10),
        "a value begins with > or |, which announce a text of several lines",
        "put the value in quotes",
    ),
    "at": (
        "venue: ICLR",
        "venue: @ICLR",
        (5, 8),
        "a value or name begins with a character that has a meaning in YAML (such as @, `, %, *)",
        "put the value in quotes",
    ),
    "dots": ("venue: ICLR", "...\nvenue: ICLR", (6, 1), "`...` ends the entry, but more text follows", "delete the line of dots"),
    "mark of a merge": (
        "venue: ICLR",
        "=======\nvenue: ICLR",
        (5, 1),
        "the mark `=======` of an unresolved merge stands here",
        "keep one of the two versions, and delete the lines of the marks <<<<<<<, ======= and >>>>>>>",
    ),
    "odd space after a dash": (
        "  - id",
        "  -\u3000id",
        (11, 4),
        "the space here is U+3000, which looks like an ordinary one and is none to YAML",
        "replace it, and all like it, by ordinary spaces",
    ),
}
"""What was written, what it became by a slip, where the slip is, and what is said of it."""


@pytest.mark.parametrize("parser", PARSERS, ids=lambda parser: parser.__name__)
@pytest.mark.parametrize("name", SLIPS)
def test_slip_is_told_where_it_is(name: str, parser: Any) -> None:
    """The first finding stands at the slip, however far the parser read on, and says what is wrong and what to write."""
    before, after, place, message, fix = SLIPS[name]
    assert before in SOUND
    first = faults(read(SOUND.replace(before, after, 1), parser))[0]
    assert (first.code, first.line, first.column, first.message) == ("DOC001", *place, message)
    assert first.fix.removesuffix("; the rest of the file was not checked") == fix


SHORT: dict[str, tuple[str, tuple[int, int], str, str]] = {
    "no last line end": ("a: [b", (1, 4), "the `[` that opens here is never closed", "close it with `]`"),
    "space at the end": ("a: {b: c ", (1, 4), "the `{` that opens here is never closed", "close it with `}`"),
    "colon in the only line": (
        "a: b: c",
        (1, 5),
        "a second `: ` stands in one line, so it is unclear where the value begins",
        'put the value in quotes: a: "b: c"',
    ),
    "comment above": (
        "x: y # ]\na: [b #c]\nd: e\n",
        (2, 7),
        "a # after a space begins a comment, so the `[` that opens in line 2 is not closed",
        "put the text that holds the # in quotes",
    ),
    "comment below": ("a: [b\nc: d\ne: f # ]\n", (1, 4), "the `[` that opens here is never closed", "close it with `]`"),
    "comment behind quotes": (
        'a: {b: " # ]", c: [d #e]}\n',
        (1, 22),
        "a # after a space begins a comment, so the `[` that opens in line 1 is not closed",
        "put the text that holds the # in quotes",
    ),
    "comment in the next line": (
        "abc: [b,\n c #d]\n",
        (2, 4),
        "a # after a space begins a comment, so the `[` that opens in line 1 is not closed",
        "put the text that holds the # in quotes",
    ),
    "comment alone in its line": (
        "abc: [b,\n #d]\n",
        (2, 2),
        "a # after a space begins a comment, so the `[` that opens in line 1 is not closed",
        "put the text that holds the # in quotes",
    ),
    "mark behind a quoted name": (
        'a: {"b": @c}\n',
        (1, 10),
        "a value or name begins with a character that has a meaning in YAML (such as @, `, %, *)",
        "put the value in quotes",
    ),
    "mark close behind a quoted name": (
        'a: {"b":@c}\n',
        (1, 9),
        "a value or name begins with a character that has a meaning in YAML (such as @, `, %, *)",
        "put the value in quotes",
    ),
    "quoted item at the end": ('a: ["b"', (1, 4), "the `[` that opens here is never closed", "close it with `]`"),
    "quoted item before another bracket": (
        'a: ["b"}\n',
        (1, 8),
        "the `[` that opens in column 4 is not closed before this `}`",
        "close it with `]`, or delete the `}` if it is one too many",
    ),
    "quoted value before another bracket": (
        'a: {b: "c"]\n',
        (1, 11),
        "the `{` that opens in column 4 is not closed before this `]`",
        "close it with `}`, or delete the `]` if it is one too many",
    ),
    "word after a quoted item": (
        'a: ["b" X]\n',
        (1, 9),
        "text follows after the closing quote",
        'put the whole value into one pair of quotes, and write \\" for a quote within it',
    ),
    "two quoted texts": (
        'a: "b" "c"\n',
        (1, 8),
        "text follows after the closing quote",
        'put the whole value into one pair of quotes, and write \\" for a quote within it',
    ),
    "two equal signs": (
        "a: b\nvenue = c = d\ne: f\n",
        (2, 7),
        "`venue` is followed by '=' (U+003D) where a colon is expected",
        "write `venue: c = d`",
    ),
    "first line without a colon": ("abc\nb: c\n", (1, 4), "a colon is missing after `abc`", "write `abc:`"),
    "name below a name": ("a:\nfoo_bar\nc: d\n", (2, 8), "a colon is missing after `foo_bar`", "write `foo_bar:`"),
    "name without a space below a name": ("a:\nb:c\nd: e\n", (2, 3), "a space is missing after the colon of `b`", "write `b: c`"),
    "equal sign below a name": ("a:\nb = c\nd: e\n", (2, 3), "`b` is followed by '=' (U+003D) where a colon is expected", "write `b: c`"),
    "address": (
        "a: b\nhttp://x y\nc: d\n",
        (2, 1),
        "this line is neither `field: value` nor the continuation of the value above",
        "write `http: ...` if http is a field; indent the line if it continues a text",
    ),
    "two words": (
        "a: b\nvenue ICLR now\nc: d\n",
        (2, 1),
        "this line is neither `field: value` nor the continuation of the value above",
        "write `venue: ...` if venue is a field; indent the line if it continues a text",
    ),
    "colon within a word": (
        "a: b\nvenue x:y\nc: d\n",
        (2, 1),
        "this line is neither `field: value` nor the continuation of the value above",
        "write `venue: ...` if venue is a field; indent the line if it continues a text",
    ),
    "item that begins with a digit": (
        "a:\n  - 2x: b: c\n",
        (2, 10),
        "a second `: ` stands in one line, so it is unclear where the value begins",
        "put the text that holds the colon in quotes",
    ),
    "capital X": (
        "venue: X: y\n",
        (1, 9),
        "a second `: ` stands in one line, so it is unclear where the value begins",
        'put the value in quotes: venue: "X: y"',
    ),
    "item further in": (
        "a:\n  b: c\n - d\n",
        (3, 2),
        "this line is indented unlike its neighbours",
        "align fields of one mapping, and items of one list, in the same column",
    ),
    "item among fields further in": (
        "x:\n  a: b\n  - c\n",
        (3, 3),
        "an item of a list stands among fields",
        "indent it below the field whose list it belongs to",
    ),
    "colon at the end": (
        "a: [b: c:\n",
        (1, 9),
        "a second colon stands in one item of the `[` that opens in line 1",
        "write a comma between the items, or put a text with a colon in quotes",
    ),
    "field below an open bracket": ("a:\n  b: [c\n  d: e\n", (2, 6), "the `[` that opens here is never closed", "close it with `]`"),
    "item without its dash": (
        "a:\n  - {b: c}\n    {b: d}\ne: f\n",
        (3, 5),
        "a dash is missing before this item",
        "write `- ` before it, in the column of the dashes above",
    ),
    "long value": (
        f"title: {'x' * 200}: y\n",
        (1, 208),
        "a second `: ` stands in one line, so it is unclear where the value begins",
        "put the value in quotes: title: ...",
    ),
}
"""Texts of few lines, where their slip is, what is said of it, and what to write."""


@pytest.mark.parametrize("parser", PARSERS, ids=lambda parser: parser.__name__)
@pytest.mark.parametrize("name", SHORT)
def test_slip_in_few_lines_is_told_where_it_is(name: str, parser: Any) -> None:
    """The same holds of texts that end early, of comments wherever they stand, and of lines that nearly are something else."""
    text, place, message, fix = SHORT[name]
    (finding,) = faults(read(text, parser))
    assert (finding.line, finding.column, finding.message) == (*place, message)
    assert finding.fix.removesuffix("; the rest of the file was not checked") == fix


@pytest.mark.parametrize("parser", PARSERS, ids=lambda parser: parser.__name__)
def test_unknown_escape_is_no_open_quote(parser: Any) -> None:
    """A backslash in double quotes is what is wrong, not the quote before it."""
    (finding,) = faults(read('a: "\\q"\n', parser))
    assert finding.message == "a backslash in double quotes begins an unknown escape"


@pytest.mark.parametrize("parser", PARSERS, ids=lambda parser: parser.__name__)
def test_bracket_before_any_text_is_known(parser: Any) -> None:
    """The bracket that is closed by another one is told even where no text was read before."""
    (finding,) = faults(read("[}\n", parser))
    assert (finding.line, finding.column) == (1, 2)
    assert finding.message == "the `[` that opens in column 1 is not closed before this `}`"


@pytest.mark.parametrize("path", sorted(REJECTED.glob("DOC001-*.yaml")), ids=lambda path: path.stem)
def test_both_parsers_say_the_same(path: Path) -> None:
    """Whether libyaml is there makes no difference to what is said of a file."""
    assert len({tuple(map(str, faults(read(path.read_text(), parser)))) for parser in PARSERS}) == 1


@pytest.mark.parametrize(
    "text", ["summary: >\n  a: b\n  - c\n", "a: {b: c,\n  d: [e,\n  f]}\n", 'a: "b\n  c"\nd: e\n', "a: b\u00a0c\n", "a: ======\n"]
)
def test_what_looks_like_a_slip_is_read(text: str) -> None:
    """Texts, lists and quotes over several lines, and odd spaces and marks within a text, are no faults."""
    assert faults(read(text)) == []


def test_error_without_a_place_is_told_at_the_end() -> None:
    """An error that carries neither place nor known words is told in the parser's words, at the end of the file."""
    told = Finding("x.yaml", 2, 1, "DOC001", "this is not valid YAML (odd)", "compare the lines with another entry")
    assert explain(yaml.YAMLError("odd"), "a: b\n", "x.yaml") == told
    in_parts = explain(yaml.MarkedYAMLError("while\nodd", None, "found  odd"), "a: b\n", "x.yaml")
    assert in_parts.message == "this is not valid YAML (while odd found odd)"
    assert explain(yaml.YAMLError(""), "a: b\n", "x.yaml").message == "this is not valid YAML (unreadable)"


def test_every_deletion_of_a_character_is_told() -> None:
    """Whatever single character is missing from an entry, there is an entry or there are findings that print on one line."""
    for cut in range(0, len(SOUND), 7):
        assert all(str(finding).isprintable() for finding in entry_faults(SOUND[:cut] + SOUND[cut + 1 :]))


@pytest.mark.parametrize("written", ["k" * 2_000, "k" * 2_000 + ":x", f"title: {'x: ' * 500}", f"[{'a' * 3_000}: b: c]"])
def test_messages_stay_short(written: str) -> None:
    """A long line is not repeated in full."""
    with patch.object(documents, "_LOADER", PARSERS[-1]):
        assert all(len(str(finding)) < 400 for finding in faults(parse_document(f"{written}\na: b\n", "x.yaml")))
