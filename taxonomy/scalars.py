"""What plain YAML text without quotes means: text, numbers, truth values, null; and where people and programs read it differently."""

from __future__ import annotations

import math
import re
from typing import TypeAlias

from taxonomy import limits
from taxonomy.nearest import shown

Trouble: TypeAlias = tuple[str, str, str]
"""Code, message, fix."""

_NUMBER = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_AMBIGUOUS = re.compile(
    r"[-+]?(?:0(?:[0-9_]+|o[0-7_]+|x[0-9a-fA-F_]+|b[01_]+)"  # 017, 0o17, 0x1F, 0b1
    r"|[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?"  # 1:30
    r"|(?=[^_]*_)[0-9.][0-9_]*(?:\.[0-9_]*)?(?:[eE][-+]?[0-9]+)?"  # 1_000
    r"|\.(?:inf|Inf|INF))|\.(?:nan|NaN|NAN)"
)
_SPLIT = re.compile(r"(?<=[\[ ])(?:0,[0-9]+|[1-9][0-9]{0,2}(?:,[0-9]{3})+)$")
"""A number that its comma splits into several: 4,500 and 0,1."""
_COMMENT = re.compile(r"[\"']?\s*:\s+(?P<comment>#\S.*)")
"""After a name, what was meant as a text."""
_TIGHT = re.compile(r" +(?P<comment>#[^\s#].*)")
_CONSTANTS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}


def meaning(text: str) -> tuple[str | int | float | bool | None, Trouble | None]:
    """Return the YAML 1.2 meaning of a plain scalar; its first character decides whether it can be a number.

    Args:
        text: the scalar.

    Returns:
        Its value, and what is wrong with it: programs disagree on it, or it is a number out of bounds.
    """
    if text in _CONSTANTS:
        return _CONSTANTS[text], None
    if text[0] not in "+-.0123456789":
        return text, None
    plain = text.replace("_", "")
    number = shown(plain)[1:-1] if plain != text and _NUMBER.fullmatch(plain) else "a plain decimal number"
    fix = f"write {number}, or put it in quotes if it is text"
    if _AMBIGUOUS.fullmatch(text):
        return text, ("DOC015", f"programs disagree whether {shown(text)} is text, or which number it is", fix)
    if not _NUMBER.fullmatch(text):
        return text, None
    value = (int if text.lstrip("+-").isdecimal() else float)(text) if len(text) <= limits.NUMBER else math.inf
    return (value, None) if math.isfinite(value) else (text, ("DOC004", f"the number {shown(text)} is too large or too long", fix))


def split_number(line: str, end: int) -> tuple[str, bool]:
    """Find a number of a list in brackets that its own comma splits, such as 4,500.

    Args:
        line: the line.
        end: how many characters precede the end of one of the number's parts, which is not the first.

    Returns:
        The number up to there, or nothing where there is none; and whether it goes on.
    """
    found = _SPLIT.search(line[max(0, end - 2 * limits.NUMBER) : end])
    return found.group() if found else "", bool(re.match(r",[0-9]{3}(?![0-9])", line[end : end + 5]))


def mended_number(number: str) -> tuple[str, str]:
    """Word message and fix for a number that its own comma splits."""
    parts = number.split(",")
    meant = ("." if parts[0] == "0" else "").join(parts)
    return f"{number} in brackets is {len(parts)} numbers", f"write {meant}, or a space after each comma if several numbers are meant"


def comment_after(line: str, end: int) -> tuple[str, int]:
    """Find a comment in place of a value, whose # has no space after it, so that it may be meant as text.

    Args:
        line: the line.
        end: how many characters precede the end of the field's name.

    Returns:
        The comment, or nothing, and how many characters precede it.
    """
    found = _COMMENT.match(line, end)
    return (found["comment"].rstrip(), found.start("comment")) if found else ("", 0)


def tight_comment(line: str, end: int) -> tuple[str, int] | None:
    """Find a comment after a text, whose # has no space after it, so that it may be meant as part of the text.

    Args:
        line: the line.
        end: how many characters precede the end of the text.

    Returns:
        The comment, and how many characters precede it.
    """
    found = _TIGHT.match(line, end) if line.find("#", end) >= 0 else None
    return (found["comment"].rstrip(), found.start("comment")) if found else None
