"""The text of a file from a stranger: bounded, UTF-8, and without characters that would mislead a reader of YAML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TypeAlias

from taxonomy.errors import Finding
from taxonomy.limits import FileLimits

Place: TypeAlias = tuple[int, int]
"""Line and column, counted from 1."""

# What YAML cannot hold, what ends a line for some readers only, lone surrogates; and tabs, on which parsers disagree.
_UNWELCOME = re.compile("[^\n\r -~\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
# Spaces that look like ordinary ones and are none to YAML, where the indentation, a dash or a colon needs one.
_ODD_SPACE = re.compile("^[ ]*(?:-[ ]+)*(?:(?:-|[a-z_]+:)[ ]*)?(?P<space>[\xa0\u1680\u2000-\u200a\u202f\u205f\u3000])", re.MULTILINE)
_MERGE_MARK = re.compile(r"^(?P<mark><{7}|\|{7}|={7}|>{7})(?=[ \r\n]|\Z)", re.MULTILINE)


def read_text(path: Path, name: str, most: FileLimits) -> str | Finding:
    """Read a file's text.

    Args:
        path: the file.
        name: its name in findings.
        most: how large it may be.

    Returns:
        The text, or why there is none.
    """
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
    return decode(raw, name)


def decode(raw: bytes, name: str) -> str | Finding:
    """Decode UTF-8.

    Args:
        raw: what the file holds.
        name: its name in findings.

    Returns:
        The text, or the place of the first byte that is not UTF-8.
    """
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        place = _place_in(raw[: error.start].decode("utf-8").removeprefix("\ufeff"), len(raw))
        message = f"byte {error.start + 1} of the file (0x{raw[error.start]:02x}) is not UTF-8"
        utf16 = ", not as UTF-16" if raw[:2] in {b"\xff\xfe", b"\xfe\xff"} else ""
        return Finding(name, *place, "DOC014", message, f"save the file as UTF-8{utf16}")


def unwelcome(text: str, name: str) -> Iterator[Finding]:
    """Find what is refused before parsing.

    Args:
        text: the text.
        name: its name in findings.

    Yields:
        The first tab, the first other character, the first odd space and the first mark of a merge, which speak for all of them.
    """
    first: dict[bool, re.Match[str]] = {}
    for found in _UNWELCOME.finditer(text):
        first.setdefault(found.group() == "\t", found)
    for is_tab, found in first.items():
        what = "a tab" if is_tab else f"the invisible or control character U+{ord(found.group()):04X}"
        fix = "replace every tab by spaces, two for each step of indentation" if is_tab else "delete it, or type the line again"
        yield Finding(name, *_place_in(text, found.start()), "DOC001" if is_tab else "DOC011", f"{what} stands here", fix)
    if odd := _ODD_SPACE.search(text):
        message = f"the space here is U+{ord(odd['space']):04X}, which looks like an ordinary one and is none to YAML"
        yield Finding(name, *_place_in(text, odd.start("space")), "DOC001", message, "replace it, and all like it, by ordinary spaces")
    if merge := _MERGE_MARK.search(text):
        message = f"the mark `{merge['mark']}` of an unresolved merge stands here"
        fix = "keep one of the two versions, and delete the lines of the marks <<<<<<<, ======= and >>>>>>>"
        yield Finding(name, *_place_in(text, merge.start()), "DOC001", message, fix)


def lines_of(text: str) -> list[str]:
    """Split a text where YAML ends a line."""
    return re.split(r"\r\n?|\n", text)


def _place_in(text: str, offset: int) -> Place:
    before = lines_of(text[:offset])
    return len(before), len(before[-1]) + 1
