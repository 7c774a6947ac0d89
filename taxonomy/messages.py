"""Lines for people: a stranger's text begins no line of its own, and speaks neither to the terminal nor to the reader of a log."""

from __future__ import annotations

import re

from taxonomy import limits

_MOST = limits.NOTE + 2 * limits.LINE
"""Most characters of a line: a note, and what is said around it."""
_COLOUR = re.compile(r"(\x1b\[[0-9;]*m)")
_LEGACY = re.compile(r"##(?=\[)")
"""How the oldest commands to GitHub's runner begin, anywhere in a line."""
_COMMAND = re.compile(r"^(\s*)(?=::)")
"""How the others begin, at the beginning of a line."""


def on_one_line(text: str) -> str:
    """Write text from strangers as one line.

    Args:
        text: a line that is to be printed; colours that were put into it stay.

    Returns:
        The line: line ends and tabs are spaces, other characters that do not print are written as escapes, what would be a command
        to the runner of a workflow is none any more, and what is beyond any use is cut off.
    """
    whole = "".join(part if _COLOUR.fullmatch(part) else visible(re.sub(r"[\r\n\t]+", " ", part)) for part in _COLOUR.split(text))
    told = _COMMAND.sub(r"\1\\", _LEGACY.sub(r"##\\", whole))
    return told if len(told) <= _MOST else f"{told[: _MOST - 3]}..."


def visible(text: str) -> str:
    """Write every character that does not print as an escape, line ends too."""
    return text if text.isprintable() else "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def reason(error: OSError) -> str:
    """Say why a file cannot be read or written: the usual reasons in words of our own, others in the system's.

    Args:
        error: what the system said; of many files that were copied, the first reason is told.
    """
    told: dict[type[OSError], str] = {
        FileNotFoundError: "there is no such file",
        IsADirectoryError: "it is a folder",
        NotADirectoryError: "a part of its path is no folder",
        PermissionError: "you have no permission",
    }
    first = re.search(r"\[Errno [0-9]+\] ([^:'\"]+)", str(error))
    said = error.strerror or (first[1] if first else str(error)) or "the system does not say why"
    return told.get(type(error), f"{said[:1].lower()}{said[1:]}")
