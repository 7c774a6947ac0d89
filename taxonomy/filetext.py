"""The text of a file from a stranger: bounded, UTF-8, and without characters that would mislead a reader of YAML."""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import TypeAlias

from taxonomy import limits
from taxonomy.characters import in_parts, uncommon, unseen
from taxonomy.errors import Finding
from taxonomy.limits import FileLimits
from taxonomy.messages import reason

Place: TypeAlias = tuple[int, int]
"""Line and column, counted from 1."""

_NEARLY = {".yml", ".yaml", ".ymal", ".yalm"}
"""Endings that were meant as `.yaml`."""
_NO_TEXT = (b"PK\x03\x04", b"%PDF-", b"{\\rtf", b"\xd0\xcf\x11\xe0", b"\x1f\x8b", b"\x89PNG")
"""How documents, archives and pictures begin."""
_FORBIDDEN = re.compile("[\ufffe\uffff]")
"""What YAML cannot hold beside controls and halves of characters."""
# Spaces that look like ordinary ones and are none to YAML, where the indentation, a dash or a colon needs one.
_ODD = "[\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]"
_ODD_SPACE = re.compile(f"^[ ]*(?:-[ ]+)*(?:(?:-|[a-z_]+:)[ ]*)?(?P<space>{_ODD})", re.MULTILINE)
_MERGE_MARK = re.compile(r"^(?P<mark><{7}|\|{7}|={7}|>{7})(?=[ \r\n]|\Z)", re.MULTILINE)
# Most files hold nothing of the kind in any place, which is quickly seen, above all where it is looked for in what is not common.
_SOME_ODD_SPACE = re.compile(_ODD)
_SOME_MERGE_MARK = ("<<<<<<<", "|||||||", "=======", ">>>>>>>")


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
            stem = name[: -len(path.suffix)] if path.suffix.casefold() in _NEARLY else ""
            fix = f"rename it to {stem}.yaml" if stem else "rename, move or remove it: an entry is a file <id>.yaml"
            return Finding(name, 1, 1, "DOC014", "the name of the file does not end in `.yaml`", fix)
        if path.is_symlink() or not path.is_file():
            message = "this is a folder, a link or a device, not a file"
            return Finding(name, 1, 1, "DOC014", message, "put an ordinary text file here")
        raw = head_of(path, most.kib * 1024 + 1)
    except OSError as error:
        return Finding(name, 1, 1, "DOC014", f"the file cannot be read: {reason(error)}", "check its name and permissions")
    refused = too_large(len(raw), name, most)
    return refused[0] if refused else decode(raw, name)


def too_large(size: int, name: str, most: FileLimits) -> list[Finding]:
    """Refuse more bytes than a file may hold, before anything looks at them.

    Args:
        size: number of bytes.
        name: the file's name in findings.
        most: how large it may be.
    """
    if size <= most.kib * 1024:
        return []
    return [Finding(name, 1, 1, "DOC004", f"the file is larger than {most.kib} KiB", "shorten it: an entry holds facts only")]


def head_of(path: Path, most: int) -> bytes:
    """Read the beginning of an ordinary file, without following a link and without waiting at a pipe.

    Args:
        path: the file.
        most: how many bytes to read.

    Raises:
        OSError: it is no ordinary file, or cannot be read.
    """
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    with open(handle, "rb") as file:  # noqa: PTH123  # a path would be opened anew, and may by now be another file
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(errno.EINVAL, "it is no ordinary file")
        return file.read(most)


def register_text(path: Path) -> str:
    """Read the text of a register; a link is followed, and a register that is not there is empty.

    Args:
        path: the file.

    Returns:
        Its text, whose lines end in line feeds.

    Raises:
        OSError: it is no ordinary file, is too large, or cannot be read.
        UnicodeDecodeError: it is not UTF-8.
    """
    if not path.exists():
        return ""
    raw = head_of(path.resolve(), (limits.REGISTER_MIB << 20) + 1)
    if len(raw) > limits.REGISTER_MIB << 20:
        raise OSError(errno.EFBIG, f"it is larger than {limits.REGISTER_MIB} MiB")
    return "\n".join(lines_of(raw.decode("utf-8")))


def decode(raw: bytes, name: str) -> str | Finding:
    """Decode UTF-8.

    Args:
        raw: what the file holds.
        name: its name in findings.

    Returns:
        The text, or the place of the first byte that is not UTF-8.
    """
    if raw.startswith(_NO_TEXT):
        fix = "save it as plain text in UTF-8, with an editor for text and not with a word processor"
        return Finding(name, 1, 1, "DOC014", "the file holds no plain text", fix)
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
        The first of each kind, which speaks for all of them: tabs, on which parsers disagree; characters that nobody sees;
        odd spaces; marks of a merge.
    """
    if "\t" in text:
        fix = "replace every tab by spaces, two for each step of indentation"
        yield Finding(name, *_place_in(text, text.index("\t")), "DOC001", "a tab stands here", fix)
    odd_ones = uncommon(text)
    if odd_ones and (found := unseen(text.replace("\r", "\n")) or (_FORBIDDEN.search(odd_ones) and _FORBIDDEN.search(text))):
        message = f"the invisible or control character U+{ord(found.group()):04X} stands here"
        yield Finding(name, *_place_in(text, found.start()), "DOC011", message, "delete it, or type the line again")
    if _SOME_ODD_SPACE.search(odd_ones) and (odd := _ODD_SPACE.search(text)):
        message = f"the space here is U+{ord(odd['space']):04X}, which looks like an ordinary one and is none to YAML"
        yield Finding(name, *_place_in(text, odd.start("space")), "DOC001", message, "replace it, and all like it, by ordinary spaces")
    if any(mark in text for mark in _SOME_MERGE_MARK) and (merge := _MERGE_MARK.search(text)):
        message = f"the mark `{merge['mark']}` of an unresolved merge stands here"
        fix = "keep one of the two versions, and delete the lines of the marks <<<<<<<, ======= and >>>>>>>"
        yield Finding(name, *_place_in(text, merge.start()), "DOC001", message, fix)


def letters_in_parts(text: str, name: str) -> Iterator[Finding]:
    """Find the first letter in parts, which speaks for all of them; the text can be read nevertheless.

    Args:
        text: the text.
        name: its name in findings.
    """
    if (parted := in_parts(text)) is not None:
        message = f"a letter that begins with U+{ord(text[parted]):04X} is written in parts, or as a double of another"
        yield Finding(name, *_place_in(text, parted), "DOC011", message, "type it again as one character (Unicode's form NFC)")


def lines_of(text: str) -> list[str]:
    """Split a text where YAML ends a line."""
    return re.split(r"\r\n?|\n", text)


def _place_in(text: str, offset: int) -> Place:
    before = lines_of(text[:offset])
    return len(before), len(before[-1]) + 1
