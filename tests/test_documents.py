"""Reading YAML strictly: what is read, what is refused, where, and in which words."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from taxonomy import documents, filetext
from taxonomy.documents import Document, Faults, parse_document, read_document
from taxonomy.errors import Finding
from taxonomy.limits import ENTRY, VOCABULARY
from taxonomy.model import Entry
from taxonomy.nearest import did_you_mean, given_first, nearest, nearest_day, nearest_id, nearest_number, quoted, shown
from taxonomy.swift import RemarkableError, read_swiftly
from taxonomy.validation import validate
from tests.invented import CORPUS, ROOT

REJECTED = Path(__file__).parent / "data" / "rejected"
SOUND = (REJECTED / "DOC003-directive.yaml").read_text().partition("---\n")[2]
"""The rejected files' common entry, without a fault."""
PARSERS = [yaml.Loader, *([yaml.CLoader] if hasattr(yaml, "CLoader") else [])]
BOTH = pytest.mark.parametrize("parser", PARSERS, ids=lambda parser: parser.__name__)


def read(text: str, parser: Any = PARSERS[-1]) -> Document | list[Finding]:
    """Parse text with one of the two parsers."""
    with patch.object(documents, "_LOADER", parser):
        return parse_document(text, "x.yaml")


def document(text: str) -> Document:
    """Parse text that holds no fault."""
    found = read(text)
    assert isinstance(found, Document), found
    return found


def faults(found: Document | list[Finding]) -> list[Finding]:
    """The findings; a document has none."""
    return found if isinstance(found, list) else []


def codes(found: object) -> list[str]:
    """Codes of findings; a document or a model has none."""
    return [finding.code for finding in found] if isinstance(found, list) else []


def entry_faults(text: str) -> list[Finding]:
    """Every fault of an entry's text."""
    found = read(text)
    checked = validate(found, Entry) if isinstance(found, Document) else found
    return checked if isinstance(checked, list) else []


@pytest.mark.parametrize("path", sorted(REJECTED.glob("*.yaml")), ids=lambda path: path.stem)
def test_rejected_file(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every broken file yields exactly the lines that stand beside it, led by the code in its name."""
    monkeypatch.chdir(REJECTED)
    found = read_document(Path(path.name))
    findings = validate(found, Entry) if isinstance(found, Document) else found
    assert isinstance(findings, list)
    assert "".join(f"{finding}\n" for finding in findings) == path.with_suffix(".txt").read_text()
    assert findings[0].code == path.name[:6]


def test_rejected_files_cover_the_codes_of_single_files() -> None:
    """Every code that one file can show by itself has a broken file."""
    across_files = {"DOC007", "DOC009", "DOC010", "DOC017"}
    assert {path.name[:6] for path in REJECTED.glob("*.yaml")} == {f"DOC{number:03}" for number in range(1, 18)} - across_files


def test_rejected_files_have_a_sound_base() -> None:
    """The entry that the broken files are made of holds no fault itself."""
    assert entry_faults(SOUND) == []


@BOTH
@pytest.mark.parametrize(
    ("written", "meant"),
    [
        *((word, None) for word in ("", "~", "null", "Null", "NULL")),
        *((word, word.lower() == "true") for word in ("true", "True", "TRUE", "false", "False", "FALSE")),
        *((word, word) for word in ("on", "off", "yes", "no", "y", "N", "2026-11-30", "12:90", "1.2.3", "10%", "+", "=", "None", "-x")),
        *[
            ("0", 0),
            ("-7", -7),
            ("+7", 7),
            ("2024", 2024),
            ("1e3", 1000.0),
            ("1.5", 1.5),
            (".5", 0.5),
            ("-1.", -1.0),
            ("6.02E+23", 6.02e23),
        ],
        *[('"017"', "017"), ("'1:30'", "1:30"), ('"null"', "null"), ("|\n  7\n", "7\n"), (">-\n  true\n", "true")],
    ],
)
def test_plain_scalar_has_the_meaning_of_yaml_12(written: str, meant: object, parser: Any) -> None:
    """Only null, true, false and decimal numbers are more than text."""
    found = read(f"a: {written}", parser)
    assert isinstance(found, Document)
    assert (found.value["a"], type(found.value["a"])) == (meant, type(meant))


@BOTH
@pytest.mark.parametrize(
    "written", ["017", "-08", "0o17", "0x1F", "0b1", "1:30", "1:30:45.5", "1_000", "1_0.5", "1.0_0", ".inf", "-.Inf", ".nan", "_0_1:2"]
)
def test_ambiguous_scalar_is_refused(written: str, parser: Any) -> None:
    """What YAML 1.1 and 1.2 take for different things is refused, unless it is text to both."""
    assert codes(read(f"a: {written}", parser)) == ([] if written.startswith("_") else ["DOC015"])


@BOTH
def test_keys_are_text(parser: Any) -> None:
    """A field's name is text, whatever it looks like."""
    found = read("on: 1\n2024: 2\nnull: 3\ntrue: 4\n1.0: 5\n017: 6\n", parser)
    assert isinstance(found, Document)
    assert list(found.value) == ["on", "2024", "null", "true", "1.0", "017"]


@BOTH
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_places_count_characters_from_one(mark: str, end: str, parser: Any) -> None:
    """A byte order mark, Windows line ends and characters beyond ASCII do not move a column."""
    found = read(mark + end.join(["é🎉: [ü, {b: c}]", "d:", "  e: 1.50", ""]), parser)
    assert isinstance(found, Document)
    assert found.place(("é🎉", 1, "b")) == (1, 13)
    assert found.key_place(("é🎉", 1, "b")) == (1, 10)
    assert (found.place(("d", "e")), found.key_place(("d", "e"))) == ((3, 6), (3, 3))
    assert (found.place(("d", "missing", 3)), found.key_place(("nowhere",)), found.key_place(("é🎉", 0))) == ((3, 3), (1, 1), (1, 6))
    assert found.places.written == {("d", "e"): "1.50"}


def test_places_of_absent_values_fall_back_to_the_start() -> None:
    """A document without places, such as one made of a mapping, still answers."""
    bare = Document("<setting>", {})
    assert (bare.place(("a", 0)), bare.key_place(("a",)), bare.places.written) == ((1, 1), (1, 1), {})


@BOTH
def test_duplicate_names_behind_escapes_name_both_lines(parser: Any) -> None:
    """A name that is written in another way is the same name, at any level; the finding stands at the second and names the first."""
    found = read('a:\n  - {b: {c: 1,\n     "\\x63": 2}}\n"\\u0061": 3\n', parser)
    assert [(f.code, f.line, f.message.rpartition(" ")[2]) for f in faults(found)] == [("DOC002", 3, "2"), ("DOC002", 4, "1")]


@BOTH
def test_all_faults_of_a_file_are_collected(parser: Any) -> None:
    """One run tells duplicates, anchors, aliases, tags, merge keys and ambiguous numbers, and the syntax error that ends it."""
    found = read("%TAG ! x:\n---\na: &x [1]\nb: *x\na: 017\nc: !t 1\n<<: {d: 1}\n*x : 1\n: 3\ne: f: g\n", parser)
    assert codes(found) == ["DOC003"] * 3 + ["DOC002", "DOC015", "DOC003", "DOC003", "DOC003", "DOC001"]
    assert [finding.line for finding in faults(found)] == [1, 3, 4, 5, 5, 6, 7, 8, 9]


HOSTILE: dict[str, tuple[str, list[str]]] = {
    "nested lists": ("a: " + "[" * 30_000, ["DOC004"]),
    "nested mappings": ("a: " + "{a: " * 16_000, ["DOC004"]),
    "nested dashes": ("- " * 30_000, ["DOC004"]),
    "deep indentation": ("\n".join(" " * depth + "a:" for depth in range(700)), ["DOC004"]),
    "alias bomb": ("a: &a [x]\n" + "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdef", "bcdefg", strict=True)), ["DOC003"] * 19),
    "many values": ("a: [" + "x, " * (ENTRY.nodes + 10) + "]", ["DOC004"]),
    "many documents": ("---\na: b\n" * 7_000, ["DOC003"]),
    "huge integer": ("a: " + "1" * 5_000, ["DOC004"]),
    "huge exponent": ("a: 1e999", ["DOC004"]),
    "digits and underscores": ("a: 1" + "_" * 60_000 + "x", []),
    "digits and colons": ("a: 1" + ":1" * 32_000 + "x", []),
    "huge version": ("%YAML " + "9" * 5_000 + ".1\n---\na: b", ["DOC001"]),
    "long key": ("k" * 2_000 + ": 1", ["DOC001"]),
    "tabs": ("a:\n" + "\tb: c" * 13_000, ["DOC001"]),
    "nul and tab": ("a: \0\nb:\tc", ["DOC001", "DOC011"]),
    "line ends of other readers": ("a: b\u2028c: &d e\u0085", ["DOC011"]),
    "second byte order mark": ("\ufeff\ufeffa: b", ["DOC011"]),
    "lone surrogate": ("a: \ud800", ["DOC011"]),
    "escape out of range": ('a: "\\UFFFFFFFF"', ["DOC001"]),
    "alias as key, given twice": ('*x : 1\n"*x": 2', ["DOC003", "DOC002"]),
    "bracket of a field given twice": ("a: b\na: [c, d: }", ["DOC001", "DOC002"]),
    "bracket behind a tag and an anchor": ("a: !!seq &b [c }", ["DOC001", "DOC003", "DOC003"]),
    "list as key": ("? [a, b]\n: c\nd: e", ["DOC001"]),
    "no key": ('"": a', ["DOC001"]),
}


@BOTH
@pytest.mark.parametrize(("text", "expected"), HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_refused_quickly(text: str, expected: list[str], parser: Any) -> None:
    """Hostile text becomes few short findings and never a traceback."""
    found = read(text, parser)
    assert sorted(codes(found)) == sorted(expected)
    assert all(len(str(finding)) < 400 and str(finding).isprintable() for finding in faults(found))


@BOTH
def test_text_of_any_origin_is_bounded(parser: Any) -> None:
    """Text that never was a file, such as one of an older revision, is held to the same size before the parser sees it."""
    with patch.object(yaml, "parse", side_effect=AssertionError("parsed")):
        (finding,) = faults(read("a: " + "é" * (ENTRY.kib * 512), parser))
    assert (finding.path, finding.line, finding.column, finding.code) == ("x.yaml", 1, 1, "DOC004")


@BOTH
@pytest.mark.parametrize(
    ("most", "make"),
    [
        (8, lambda depth: f"a: {'[' * (depth - 1)}{']' * (depth - 1)}"),
        (8, lambda depth: "\n".join(f"{' ' * at}a:" for at in range(depth))),
        (2_000, lambda nodes: f"a: [{'x, ' * (nodes - 2)}]"),
        (64 * 1024, lambda size: f"a: '{'x' * (size - 5)}'"),
        (32 * 1024, lambda size: f"a: '{'é' * (size - 3)}x'"),
        (24, lambda size: f"a: {'1' * size}"),
    ],
    ids=["brackets", "lines", "values", "bytes", "letters", "number"],
)
def test_limits_of_a_file_are_those_published(most: int, make: Callable[[int], str], parser: Any) -> None:
    """What is as deep, long or large as the limits allow is read, one more is refused."""
    assert isinstance(read(make(most), parser), Document)
    assert codes(read(make(most + 1), parser)) == ["DOC004"]


@pytest.mark.parametrize(
    ("before", "most", "after"),
    [
        ("title: A study of invented rows", 300, lambda size: f"title: {'x' * size}"),
        ("summary: Removes invented rows.", 600, lambda size: f"summary: {'x' * size}"),
        (
            "kind: method",
            5_000,
            lambda size: (
                f"kind: method\nacknowledged: [{{code: MET302, setting: random-samples, note: {'x' * size}, evidence: Section 1}}]"
            ),
        ),
        ("authors: [Ada Example, Bo Sample]", 500, lambda count: f"authors: [{', '.join(f'Ada Example{at}' for at in range(count))}]"),
    ],
    ids=["line", "summary", "note", "authors"],
)
def test_limits_of_a_value_are_those_published(before: str, most: int, after: Callable[[int], str]) -> None:
    """A line has 300 characters, a summary 600, a note 5,000, a paper 500 authors at most."""
    text = re.sub(rf"(?m)^{before.partition(':')[0]}: .*$", "@@", SOUND, count=1)
    assert entry_faults(text.replace("@@", after(most))) == []
    assert codes(entry_faults(text.replace("@@", after(most + 1)))) == ["DOC004"]


@BOTH
def test_escaped_surrogate_is_refused(parser: Any) -> None:
    """Half a character written as an escape is refused by either parser, each in its own way."""
    (finding,) = faults(read('a: "\\ud800"', parser))
    told = (finding.code, finding.message, finding.fix)
    assert told[0] == "DOC001" or told == ("DOC011", "an escape makes half a character", "write the character itself")


def test_error_of_another_kind_is_told_in_its_words() -> None:
    """What the pure parser raises beside its own errors is a fault with the words of that error."""
    (finding,) = faults(read('a: "\\U00110000"', yaml.Loader))
    assert finding.message.startswith("this is not valid YAML (chr() arg not in range")
    (finding,) = faults(read('a: "\\U00110000"'))
    assert "line 1" not in finding.message


@BOTH
def test_field_without_a_name_is_told_with_the_way_out(parser: Any) -> None:
    """A colon without anything before it is a fault at its place, and reading goes on."""
    told = Finding("x.yaml", 2, 1, "DOC001", "a field has no name", "write a name before the colon")
    assert read('a: b\n"": c\n', parser) == [told]


@BOTH
def test_question_mark_is_told_in_brackets_at_any_depth(parser: Any) -> None:
    """What only one of the parsers reads is a fault of either, whatever the brackets stand in."""
    assert codes(read("a:\n  b: [c?]\n", parser)) in (["DOC001"], ["DOC015"])


@BOTH
def test_reading_ends_where_it_says_so(parser: Any) -> None:
    """After one value too many nothing is told but faults of that very value, and what was read is no document."""
    found = read(f"a: [{'x, ' * (ENTRY.nodes - 2)}x?, y?, z?]", parser)
    assert codes(found) in (["DOC004"], ["DOC004", "DOC015"])
    assert isinstance(found, Faults)
    assert found[0].message == "the file holds more than 2,000 values"
    assert found[0].fix.partition(";")[0] == "shorten it"
    assert found.document is None


@BOTH
@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[a]", "the file holds a list, but fields and values are expected"),
        ("a", "the file holds only text, but fields and values are expected"),
        ("# a", "the file holds nothing, but fields and values are expected"),
        ("a: b\nc: d: e", "a second `: ` stands in one line, so it is unclear where the value begins"),
        ("a: [b\n", "the `[` that opens here is never closed"),
    ],
)
def test_what_is_no_mapping_or_ends_early_is_no_document(text: str, message: str, parser: Any) -> None:
    """Only a mapping that was read to its end can be looked at in spite of its faults."""
    found = read(text, parser)
    assert isinstance(found, Faults)
    assert [fault.message for fault in found] == [message]
    assert found.document is None


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"a: b\r\nc: caf\xe9\r\n", (2, 7, "DOC014", "byte 13 of the file (0xe9) is not UTF-8")),
        ("é: b".encode() + b"\xff", (1, 5, "DOC014", "byte 6 of the file (0xff) is not UTF-8")),
        ("a: b\n".encode("utf-16"), (1, 1, "DOC014", "byte 1 of the file (0xff) is not UTF-8")),
        (b"a: b\rc: \x00\n", (2, 4, "DOC011", "the invisible or control character U+0000 stands here")),
        (b"", (1, 1, "DOC014", "the file holds nothing, but fields and values are expected")),
        (b"a: " + b"x" * ENTRY.kib * 1024, (1, 1, "DOC004", "the file is larger than 64 KiB")),
        (b"a: x" + "é".encode() * ENTRY.kib * 512, (1, 1, "DOC004", "the file is larger than 64 KiB")),
    ],
)
def test_unreadable_bytes_are_placed(raw: bytes, expected: tuple[object, ...], tmp_path: Path) -> None:
    """Bytes that are no text of a reasonable size are told with their line and column."""
    (tmp_path / "x.yaml").write_bytes(raw)
    assert [(f.line, f.column, f.code, f.message) for f in faults(read_document(tmp_path / "x.yaml"))] == [expected]


REFUSED_TEXT: dict[str, tuple[bytes, int, str, str]] = {
    "bytes": (b"a: caf\xe9", 7, "byte 7 of the file (0xe9) is not UTF-8", "save the file as UTF-8"),
    "mark": (b"\xef\xbb\xbfa: \xe9", 4, "byte 7 of the file (0xe9) is not UTF-8", "save the file as UTF-8"),
    "utf-16-le": ("\ufeffa: b".encode("utf-16-le"), 1, "byte 1 of the file (0xff) is not UTF-8", "save the file as UTF-8, not as UTF-16"),
    "utf-16-be": ("\ufeffa: b".encode("utf-16-be"), 1, "byte 1 of the file (0xfe) is not UTF-8", "save the file as UTF-8, not as UTF-16"),
    "control": (b"a: \x7f", 4, "the invisible or control character U+007F stands here", "delete it, or type the line again"),
    "parts": (
        "a: e\u0301".encode(),
        4,
        "a letter that begins with U+0065 is written in parts, or as a double of another",
        "type it again as one character (Unicode's form NFC)",
    ),
    "all marks of a merge": (
        b"<<<<<<< a\n|||||||\n=======\n>>>>>>> b\n",
        1,
        "the mark `<<<<<<<` of an unresolved merge stands here",
        "keep one of the two versions, and delete the lines of the marks <<<<<<<, ======= and >>>>>>>",
    ),
    "size": (b"a" * (ENTRY.kib * 1024 + 1), 1, "the file is larger than 64 KiB", "shorten it: an entry holds facts only"),
}
"""What a file holds; the column of its one fault in the first line, what is wrong, and the way out."""


@pytest.mark.parametrize("name", REFUSED_TEXT)
def test_refused_text_is_told_with_the_way_out(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is no text, or holds what nobody sees, is told under the file's name, at its place, with what to do."""
    raw, column, message, fix = REFUSED_TEXT[name]
    monkeypatch.chdir(tmp_path)
    Path("x.yaml").write_bytes(raw)
    (finding,) = faults(read_document(Path("x.yaml")))
    assert (finding.path, finding.line, finding.column, finding.message) == ("x.yaml", 1, column, message)
    assert finding.fix.removesuffix("; the rest of the file was not checked") == fix


def test_only_ordinary_yaml_files_are_read(tmp_path: Path) -> None:
    """Folders, links, pipes, other endings, absent files and impossible names are findings."""
    (tmp_path / "sound.yaml").write_text("a: b")
    (tmp_path / "other.yml").write_text("a: b")
    (tmp_path / "folder.yaml").mkdir()
    (tmp_path / "link.yaml").symlink_to("sound.yaml")
    os.mkfifo(tmp_path / "pipe.yaml")
    assert isinstance(read_document(tmp_path / "sound.yaml"), Document)
    for name in ("other.yml", "folder.yaml", "link.yaml", "pipe.yaml", "absent.yaml", "sound.yaml/x.yaml", "x" * 300 + ".yaml", "a\0.yaml"):
        assert codes(read_document(tmp_path / name)) == ["DOC014"], name
    for name in ("folder.yaml", "link.yaml", "pipe.yaml"):
        assert faults(read_document(tmp_path / name))[0].message == "this is a folder, a link or a device, not a file"


@pytest.mark.parametrize(
    ("name", "message", "fix"),
    [
        ("absent.yaml", "there is no such file", "correct the path, or put an ordinary text file here"),
        ("nowhere.yaml", "this is a folder, a link or a device, not a file", "put an ordinary text file here"),
        ("folder.yaml", "this is a folder, a link or a device, not a file", "put an ordinary text file here"),
        ("a.yml", "the name of the file does not end in `.yaml`", "rename it to a.yaml"),
        ("b.YAML", "the name of the file does not end in `.yaml`", "rename it to b.yaml"),
        ("c.txt", "the name of the file does not end in `.yaml`", "rename, move or remove it: an entry is a file <id>.yaml"),
        ("d", "the name of the file does not end in `.yaml`", "rename, move or remove it: an entry is a file <id>.yaml"),
        ("x" * 300 + ".yaml", "the file cannot be read: file name too long", "check its name and permissions"),
    ],
)
def test_refused_file_is_told_with_the_way_out(name: str, message: str, fix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is no entry file is told at its beginning, under its name, with what to do."""
    monkeypatch.chdir(tmp_path)
    Path("folder.yaml").mkdir()
    Path("nowhere.yaml").symlink_to("nothing")
    for each in ("a.yml", "b.YAML", "c.txt", "d"):
        Path(each).write_text("a: b")
    assert faults(read_document(Path(name))) == [Finding(name, 1, 1, "DOC014", message, fix)]


def test_file_that_is_too_large_is_told_under_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The finding names the file, and a list of the vocabulary may be larger than an entry."""
    monkeypatch.chdir(tmp_path)
    Path("x.yaml").write_text("a: " + "x" * ENTRY.kib * 1024)
    (finding,) = faults(read_document(Path("x.yaml")))
    assert (finding.path, finding.line, finding.column, finding.code) == ("x.yaml", 1, 1, "DOC004")
    assert isinstance(read_document(Path("x.yaml"), VOCABULARY), Document)


def test_refused_access_is_a_finding(tmp_path: Path) -> None:
    """A file that may not be read is told, with the reason."""
    (tmp_path / "x.yaml").write_text("a: b")
    with patch("taxonomy.filetext.os.open", side_effect=PermissionError(13, "Permission denied")):
        (finding,) = read_document(tmp_path / "x.yaml")  # type: ignore[misc]
    assert finding.message == "the file cannot be read: you have no permission"


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (os.mkfifo, "it is no ordinary file"),
        (os.mkdir, "it is a folder"),
        (lambda path: path.symlink_to("other.yaml"), "too many levels of symbolic links"),
    ],
    ids=["pipe", "folder", "link"],
)
def test_file_that_is_exchanged_before_it_is_read_is_a_finding(make: Callable[[Path], None], why: str, tmp_path: Path) -> None:
    """What takes a file's place after it was looked at is neither followed nor waited for."""
    (tmp_path / "other.yaml").write_text("a: b")
    make(tmp_path / "x.yaml")
    with patch.object(Path, "is_symlink", return_value=False), patch.object(Path, "is_file", return_value=True):
        (finding,) = faults(read_document(tmp_path / "x.yaml"))
    assert (finding.code, finding.message) == ("DOC014", f"the file cannot be read: {why}")


def test_name_of_a_file_cannot_forge_lines() -> None:
    """Line ends, escapes and broken UTF-8 in a file's name are shown, not printed."""
    (finding,) = read_document(Path("a\n::error::\x1b[31m\udcff.yaml"))  # type: ignore[misc]
    assert str(finding).startswith(r"a\n::error::\x1b[31m\udcff.yaml:1:1: DOC014 ")


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("coded: 2026-11-30", "coded: 11/30/2026", "correct it"),
        ("coded: 2026-11-30", "coded: 20261130", "write 2026-11-30"),
        ("year: 2024", "year: 2024.0", "write 2024"),
        ("year: 2024", "year: [2024]", "write 2024"),
        ("year: 2024", "year: soon", "write the year alone, such as 2024"),
        ("[0.1]", '["0.1"]', "write it without quotes: 0.1"),
        ("share_of_training_set: [0.1]", 'sizes: ["45000000"]', "write it without quotes: 45000000"),
        ("[0.1]", "0.1", "write a list: [0.1]"),
        ("[Ada]", "\n  - {name: Ada}", 'write it without a field: "Ada"'),
        ("authors: [Ada Example, Bo Sample]", "authors:\n  -Ada Example", "write a space after each `-`"),
        ("authors: [Ada Example, Bo Sample]", 'authors: "Ada: Example, Bo"', 'write a list: ["Ada: Example", Bo]'),
        ("  - id: random-samples", "    id: random-samples", "begin each item with `- `"),
        ("venue: ICLR", '"venue ": ICLR', "replace the odd space before or after it by ordinary spaces"),
        ("criterion: match-reference", "criterion: 7", "write one of them"),
    ],
)
def test_fix_can_be_copied(before: str, after: str, expected: str) -> None:
    """The fix of a frequent slip says what to write."""
    if "coders" in before or before == "[Ada]":
        after = " [{name: Ada}]"
    assert [finding.fix for finding in entry_faults(SOUND.replace(before, after, 1))] == [expected]


def test_every_item_of_a_mapping_without_places_is_told() -> None:
    """Faults of a mapping that was never a file are told apart though all stand at 1:1."""
    found = validate(Document("<entry>", {"id": "ada2024study", "year": "2024", "settings": [{}]}), Entry)
    assert isinstance(found, list)
    assert codes(found).count("DOC006") == 10
    assert {(finding.line, finding.column) for finding in found} == {(1, 1)}


@pytest.mark.parametrize(
    ("word", "names", "expected"),
    [
        ("forget-accurracy", ["forget-set-accuracy", "run-time"], ("forget-set-accuracy",)),
        ("Forget_Set accuracy", ["forget-set-accuracy", "retain-set-accuracy"], ("forget-set-accuracy",)),
        ("abcx", ["abcd", "abcc", "abca"], ("abca", "abcc")),
        (
            "retrained",
            ["retrained-without-concept", "retrained-on-corrected-data", "none"],
            ("retrained-on-corrected-data", "retrained-without-concept"),
        ),
        ("zebra", ["forget-set-accuracy"], ()),
        ("", ["a"], ()),
        ("a" * 300_000, ["a"], ()),
        ("a", [], ()),
    ],
)
def test_nearest(word: str, names: list[str], expected: tuple[str, ...]) -> None:
    """The nearest names come best first, ties in alphabetical order, whatever the order of the candidates."""
    assert nearest(word, names) == nearest(word, reversed(names)) == expected
    assert did_you_mean(word, names) == (f"did you mean {' or '.join(map(repr, expected))}?" if expected else "")


def test_what_was_meant() -> None:
    """Days and ids are read out of what was written, and nothing is made up."""
    assert [nearest_day(day) for day in ("2026/11/30", "2026.11.30", "31-12-2026", "03/04/2026", "2026-02-30", "soon")] == [
        *("2026-11-30", "2026-11-30", "2026-12-31", "", "", "")
    ]
    assert nearest_id("Müller 2024: Study", "^[a-z]+[0-9]{4}[a-z0-9]+$") == "muller2024study"
    assert nearest_id("!?", "^[a-z0-9]+$") == ""
    assert (shown("a\u202e\n"), quoted("é\u202e")) == (r"'a\u202e\n'", r'"\u00e9\u202e"')


@pytest.mark.parametrize(
    ("written", "whole", "share"),
    [
        *[
            ("4500", "4500", "4500"),
            ("4,500", "4500", ""),
            ("4 500", "4500", ""),
            ("4.500", "4500", "4.5"),
            ("1,234,567 rows", "1234567", ""),
        ],
        *[("0,1", "", "0.1"), ("0.10", "", "0.1"), ("1.0", "1", "1"), ("1/4", "", "0.25"), ("1/0", "", ""), ("1e3", "1000", "1000")],
        *[("50k", "50000", "50000"), ("1.5 M", "1500000", "1500000"), ("~1000", "1000", "1000"), ("1.5", "", "1.5"), ("2.", "2", "2")],
        *[(each, "", "") for each in ("", "many", "10-20", "-5", "1,2,3", "\u0661")],
    ],
)
def test_nearest_number(written: str, whole: str, share: str) -> None:
    """A number that is written for people is read where it can only mean one."""
    assert (nearest_number(written, whole=True), nearest_number(written, whole=False)) == (whole, share)


@pytest.mark.parametrize(
    ("author", "expected"),
    [
        *[("Jang, Joel", "Joel Jang"), ("van der Berg, J. P.", "J. P. van der Berg"), ("Joel Jang", "Joel Jang")],
        *[(each, each) for each in ("Bo Sample, Jr.", "Bo Sample, III", "a, b; c", "Eve, Ada, Bo", "=1, 2", "Placeholder, Inc.")],
    ],
)
def test_given_name_comes_first(author: str, expected: str) -> None:
    """A name is turned round where a comma parts family and given name, and left alone otherwise."""
    assert given_first(author) == expected


def test_link_to_itself_is_a_finding(tmp_path: Path) -> None:
    """A link that leads to itself is told like any other link."""
    (tmp_path / "loop.yaml").symlink_to("loop.yaml")
    assert codes(read_document(tmp_path / "loop.yaml")) == ["DOC014"]


@BOTH
def test_comment_in_place_of_a_value_is_remembered(parser: Any) -> None:
    """What follows # without a space is kept as it stands, with its place; an ordinary comment and a value further down are not."""
    found = read('a: #b c \n"d" :  #e\nf: # g\nh: #i\n  j\nk: l #m\nn:\n  - #o\n', parser)
    assert isinstance(found, Document)
    assert {path: text for path, text in found.places.written.items() if text} == {("a",): "#b c", ("d",): "#e"}
    assert (found.place(("a",)), found.place(("d",))) == ((1, 4), (2, 8))


@BOTH
def test_comment_after_a_text_is_remembered(parser: Any) -> None:
    """What follows a text after a space and a # without one is kept as it stands, with its place; an ordinary comment is not."""
    found = read("a: b #c d \ne: f  # g\nh: i#j\nk:\n  - l  #m\nn: 'o' #p\nq: r #\n", parser)
    assert isinstance(found, Document)
    assert found.places.cut == {("a",): ("#c d", (1, 6)), ("k", 0): ("#m", (5, 8))}


@BOTH
def test_null_is_remembered_as_it_is_written(parser: Any) -> None:
    """A word for nothing stands in the file, other than a value that is left out."""
    found = read("a: ~\nb: null #c\nd:\n- NULL\ne:\n", parser)
    assert isinstance(found, Document)
    assert found.places.written == {("a",): "~", ("b",): "null", ("d", 0): "NULL", ("e",): ""}


@BOTH
@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("[4,500]", ["4,500 in brackets is 2 numbers"]),
        ("[1, 10,000,000, 2]", ["10,000,000 in brackets is 3 numbers"]),
        ("[\n 4,500]", ["4,500 in brackets is 2 numbers"]),
        ("[0,1, 0,25]", ["0,1 in brackets is 2 numbers", "0,25 in brackets is 2 numbers"]),
        *[(each, []) for each in ("[4, 500]", "[45,50]", "[1234,500]", "[a4,500]", "4,500", '"4,500"', "[4,5000]", "{4,500: 1}")],
        ("[017]", ["programs disagree whether '017' is text, or which number it is"]),
    ],
)
def test_comma_within_a_number_is_refused(written: str, expected: list[str], parser: Any) -> None:
    """A number of a list in brackets that its comma splits is told once; a list without spaces is none."""
    assert [finding.message for finding in faults(read(f"a: {written}", parser))] == expected


SAFE = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**17), 10**17) | st.floats(allow_nan=False, allow_infinity=False) | SAFE,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(SAFE.filter(bool), inner, max_size=5),
    max_leaves=25,
)
BITS = [
    *"[]{},:-?#&*!|>'\"%@` \n\\",
    *("\r\n", "  ", "- ", ": ", "a", "1", "key: ", "...", "---\n", "~", "é", "🎉", "''", "0x1", "1:30", "|2\n  "),
]
YAMLISH = st.lists(st.sampled_from(BITS), max_size=25).map("".join)
# The pure parser takes `{a:}` and refuses `|#`, libyaml the other way round; nobody writes either on purpose.
UNALIKE = re.compile(r"[|>][-+0-9]*#|:[\[\]{},?]")


class Quoting(yaml.SafeDumper):
    """Writes every text in quotes, and the same value twice rather than an alias."""

    def ignore_aliases(self, _: object) -> bool:
        """Write every value out."""
        return True


Quoting.add_representer(str, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"'))


@settings(max_examples=150, deadline=None)
@given(VALUES)
def test_quoted_values_come_back(value: object) -> None:
    """Whatever PyYAML writes with all text in quotes reads back as it was."""
    text = yaml.dump({"value": value}, Dumper=Quoting)
    for parser in PARSERS:
        found = read(text, parser)
        assert isinstance(found, Document), found
        assert json.dumps(found.value, sort_keys=True) == json.dumps({"value": value}, sort_keys=True)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80) | YAMLISH | st.binary(max_size=80))
def test_nothing_makes_the_reader_raise(content: str | bytes) -> None:
    """Any text and any bytes are a document or findings; any document is an entry or findings."""
    text = filetext.decode(content, "x.yaml") if isinstance(content, bytes) else content
    if isinstance(text, str):
        found = read(text)
        checked = validate(found, Entry) if isinstance(found, Document) else found
        assert all(str(finding).isprintable() for finding in checked if isinstance(finding, Finding))


CUTS = st.integers(0, len(SOUND))
MUTATED = st.builds(lambda begin, end, between: SOUND[:begin] + between + SOUND[end:], CUTS, CUTS, YAMLISH | st.text(max_size=20))
MUTATED_BYTES = st.builds(lambda text, at, more: text.encode()[:at] + more + text.encode()[at:], MUTATED, CUTS, st.binary(max_size=6))
REPEATED = st.builds(
    lambda bits, times: "".join(bits) * times, st.lists(st.sampled_from(BITS), min_size=1, max_size=6), st.integers(1, 3000)
)
"""Slips in an entry, in text and in bytes, and few marks many times: this found the places where the words for a slip were at a loss."""


@settings(max_examples=300, deadline=None)
@given(MUTATED | MUTATED_BYTES | REPEATED)
def test_slips_in_an_entry_are_findings(content: str | bytes) -> None:
    """Whatever is put into an entry or taken out, it is read or told, each finding on one bounded line of a place in the file."""
    text = filetext.decode(content, "x.yaml") if isinstance(content, bytes) else content
    found = read(text) if isinstance(text, str) else [text]
    checked = validate(found, Entry) if isinstance(found, Document) else found
    for finding in checked if isinstance(checked, list) else ():
        assert str(finding).isprintable()
        assert len(str(finding)) < 1_500
        assert min(finding.line, finding.column) >= 1


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.sampled_from([*Entry.model_fields, "extra"]), VALUES))
def test_nothing_makes_the_validation_raise(value: dict[str, Any]) -> None:
    """Any values under an entry's fields become an entry or findings that print on one line."""
    found = validate(Document("x.yaml", value), Entry)
    assert isinstance(found, list)
    assert found
    assert all(str(finding).isprintable() for finding in found)


@pytest.mark.skipif(len(PARSERS) == 1, reason="PyYAML comes without libyaml here")
@settings(max_examples=400, deadline=None)
@given(st.lists(YAMLISH, min_size=1, max_size=2), st.integers(0, 160))
def test_both_parsers_agree(bits: list[str], cut: int) -> None:
    """The pure parser and libyaml read the same document, empty values' places aside, or both refuse the text."""
    text = "".join(bits) if len(bits) == 1 else SOUND[:cut] + bits[0] + SOUND[cut : cut + 150]
    assume(not UNALIKE.search(text))
    pure, fast = (read(text, parser) for parser in PARSERS)
    assert isinstance(pure, Document) == isinstance(fast, Document), (pure, fast)
    if isinstance(pure, Document) and isinstance(fast, Document):
        one, other = pure.places, fast.places
        assert (pure.value, one.keys, one.written) == (fast.value, other.keys, other.written)
        assert {p: at for p, at in one.values.items() if one.written.get(p) != ""} == {
            p: at for p, at in other.values.items() if other.written.get(p) != ""
        }


def test_item_that_lacks_its_dash_hides_nothing_else() -> None:
    """Two items that look like one are one fault at the second; other faults are told beside it, and nothing is missed."""
    second = "    id: found-part\n    name: A part\n    problem: backdoor-removal\n    modality: image\n"
    found = read(SOUND.replace("curation:", second + "curation:", 1))
    assert isinstance(found, Faults)
    assert [(fault.code, fault.line) for fault in found] == [("DOC002", 25)]
    assert found.document is not None
    assert found.document.value["settings"][0]["id"] == "random-samples"
    one = read(SOUND.replace("    name: Random samples", "    name: Random samples\n    name: Others", 1))
    assert [fault.message for fault in faults(one)] == ["the field 'name' is given twice, first in line 12"]
    few = read("a:\n  - b: 1\n    c: 2\n    b: 3\n    c: 4\n  - b: 1\n    b: 2\n")
    assert [fault.message for fault in faults(few)] == [
        "the item that begins in line 2 begins again with 'b': 2 of its fields are given twice",
        "the field 'b' is given twice, first in line 6",
    ]
    no_item = read("a: 1\nb: 2\na: 3\nb: 4\n")
    assert [fault.message.partition(" is given twice")[0] for fault in faults(no_item)] == ["the field 'a'", "the field 'b'"]


@settings(max_examples=400, deadline=None)
@given(YAMLISH | MUTATED | MUTATED.map(lambda text: f"a: [{text}]"), st.sampled_from(PARSERS))
def test_quick_reader_agrees_with_the_careful_one(text: str, parser: Any) -> None:
    """What is read quickly is what the reader with care reads, and holds no fault; everything else is left to that one."""
    assume(not [*filetext.unwelcome(text, "x.yaml")])
    assert_alike(text, parser)


@BOTH
@pytest.mark.parametrize("text", [text for text, _ in HOSTILE.values()], ids=HOSTILE)
def test_quick_reader_leaves_hostile_text_alone(text: str, parser: Any) -> None:
    """Hostile text that reaches a parser is left to the reader with care, unless that one finds no fault in it either."""
    if not [*filetext.unwelcome(text, "x.yaml")]:
        assert_alike(text, parser)


REMARKABLE: dict[str, tuple[str, list[str]]] = {
    "anchor of a list": ("a: &b [c]", ["DOC003"]),
    "anchor of a mapping": ("&a\nb: c", ["DOC003"]),
    "anchor of a text": ("a: &b c", ["DOC003"]),
    "anchor of a name": ("&a b: c", ["DOC003"]),
    "tag of a list": ("a: !!seq [b]", ["DOC003"]),
    "tag of a mapping": ("!!map\na: b", ["DOC003"]),
    "tag of a text": ("a: !!str b", ["DOC003"]),
    "tag of a text like a number": ("a: !!str 017", ["DOC003"]),
    "tag of a name": ("!!str a: b", ["DOC003"]),
    "alias": ("a: *b", ["DOC003"]),
    "alias in a list": ("a: [*b]", ["DOC003"]),
    "alias as name": ("*a : b", ["DOC003"]),
    "merge key": ("<<: b", ["DOC003"]),
    "version": ("%YAML 1.1\n---\na: b", ["DOC003"]),
    "handle of a tag": ("%TAG !a! tag:b,2000:\n---\na: b", ["DOC003"]),
    "second document": ("a: b\n---\nc: d", ["DOC003"]),
    "second document that holds nothing": ("a: b\n---\n", ["DOC003"]),
    "field without a name": ('"": b', ["DOC001"]),
    "field that is given twice": ("a: b\na: c", ["DOC002"]),
    "field that is given twice, behind an escape": ('a: b\n"\\x61": c', ["DOC002"]),
    "list as name": ("? [a]\n: b", ["DOC001"]),
    "number that its comma splits": ("a: [4,500]", ["DOC015"]),
    "number that programs read differently": ("a: 017", ["DOC015"]),
    "number out of bounds": ("a: 1e999", ["DOC004"]),
    "curly quotes": ("a: \u201cb\u201d", ["DOC015"]),
    "letter in parts": ("a: e\u0301", ["DOC011"]),
    "list of everything": ("[a]", ["DOC014"]),
    "text alone": ("a", ["DOC014"]),
    "nothing but a comment": ("# a", ["DOC014"]),
    "one level too many": (f"a: {'[' * ENTRY.depth}{']' * ENTRY.depth}", ["DOC004"]),
    "character out of range": ('a: "\\U00110000"', ["DOC001"]),
    "character far out of range": ('a: "\\UFFFFFFFF"', ["DOC001"]),
    "version out of range": ("%YAML " + "9" * 5_000 + ".1\n---\na: b", ["DOC001"]),
    "syntax error at the end": ("a: b\nc: d: e", ["DOC001"]),
}
"""Texts that hold one fault each, and nothing else by which it would be found."""


@BOTH
@pytest.mark.parametrize(("text", "expected"), REMARKABLE.values(), ids=REMARKABLE)
def test_single_fault_is_found(text: str, expected: list[str], parser: Any) -> None:
    """Each fault is left alone by the quick reader and told by the reader with care, even where it is the only one."""
    with pytest.raises(RemarkableError):
        read_swiftly(text, parser, ENTRY)
    assert codes(read(text, parser)) == expected


@BOTH
@pytest.mark.parametrize(
    "text",
    ["a:", "a: b #c", 'a: "\\ud800"', "a: [b?]", "a: {b?: c}", "a: {b: c?}"],
    ids=["no value", "tight comment", "half a character", "question mark in a list", "question mark in a name", "question mark in a value"],
)
def test_what_needs_a_closer_look_is_left_to_the_reader_with_care(text: str, parser: Any) -> None:
    """An empty value, a comment that may be text, half a character, and a ? in brackets are told later, or by each parser in its way."""
    with pytest.raises(RemarkableError):
        read_swiftly(text, parser, ENTRY)


@BOTH
def test_quick_reader_stops_after_so_many_events(parser: Any) -> None:
    """Wherever the bound is met, reading ends there; a text of as many events is read."""
    events = len([*yaml.parse("a: [b, {c: d}]", Loader=parser)])
    for most in range(events):
        with pytest.raises(RemarkableError):
            read_swiftly("a: [b, {c: d}]", parser, ENTRY._replace(nodes=most))
    assert read_swiftly("a: [b, {c: d}]", parser, ENTRY._replace(nodes=events)) == {"a": ["b", {"c": "d"}]}


@BOTH
@pytest.mark.parametrize(
    ("text", "value"),
    [("[4, 500]", [4, 500]), ("[x,y]", ["x", "y"]), ("[\n 1]", [1]), ("'é'", "é"), ('"a?"', "a?"), ("{b: c, d: [true, 1.5, ~]}", None)],
)
def test_quick_reader_reads_what_is_plain(text: str, value: object, parser: Any) -> None:
    """Lists of numbers or words, quoted letters of any script, and constants need no closer look."""
    assert read_swiftly(f"a: {text}", parser, ENTRY) == {"a": value or {"b": "c", "d": [True, 1.5, None]}}
    found = read(f"a: {text}", parser)
    assert isinstance(found, Document)
    assert found.is_plain


@BOTH
def test_quick_reader_reads_as_deep_as_is_allowed(parser: Any) -> None:
    """What is as deep as the limit allows needs no closer look."""
    assert read_swiftly(f"a: {'[' * (ENTRY.depth - 1)}b{']' * (ENTRY.depth - 1)}", parser, ENTRY)
    assert read_swiftly("".join(f"{' ' * at}a:\n" for at in range(ENTRY.depth - 1)) + f"{' ' * ENTRY.depth}a: b\n", parser, ENTRY)


@pytest.mark.parametrize(
    "folder", [CORPUS / "papers", ROOT / "entries" / "papers", ROOT / "taxonomy" / "vocabulary"], ids=lambda path: path.parent.name
)
def test_quick_reader_reads_sound_files(folder: Path) -> None:
    """The quick reader reads what is really there, but for files that hold an empty value."""
    read_quickly = [assert_alike(path.read_text(encoding="utf-8"), PARSERS[-1]) for path in sorted(folder.glob("*.yaml"))]
    assert sum(read_quickly) > 0.8 * len(read_quickly)


def assert_alike(text: str, parser: Any) -> bool:
    """Hold what the quick reader reads against the reader with care; whether it reads anything."""
    try:
        value = read_swiftly(text, parser, VOCABULARY)
    except RemarkableError:
        return False
    reader = documents._read_with_care(text, "x.yaml", VOCABULARY, parser)
    assert (reader.findings, reader.places.cut, "" in reader.places.written.values()) == ([], {}, False)
    assert json.dumps(value) == json.dumps(reader.root)  # with the order of fields, and 1 apart from 1.0 and true
    return True
