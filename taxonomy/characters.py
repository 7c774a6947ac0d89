"""Characters that no text from a stranger may hold: what nobody sees, what reorders what everybody sees, letters in parts."""

from __future__ import annotations

import re
import unicodedata

_JOINED = (
    "\u0620-\u08ff"  # Arabic, Syriac, N'Ko, Mandaic
    "\u0900-\u0dff"  # the scripts of India and Sri Lanka
    "\u0f00-\u109f\u1780-\u18aa"  # Tibetan, Myanmar, Khmer, Mongolian
    "\u1900-\u1cff\ua800-\uabff"  # their smaller neighbours
    "\ufb50-\ufdff\ufe70-\ufefc\U00010a00-\U00011fff\U0001e900-\U0001e95f"
)
"""Scripts whose letters change their shape with their neighbours, so that a joiner between two of them says which shape is meant."""
_ALWAYS = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f"  # controls but for tab and line feed; U+0085 ends a line for some readers only
    "\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\uffa0"  # blanks and fillers
    "\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"  # zero width, ends of line, marks of direction
    "\ud800-\udfff\ufe00-\ufe0f\ufeff\ufff0-\ufffb"  # halves of characters, variants, byte order marks
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"  # formats of shorthand and music, tags
)
_PERHAPS = re.compile(f"[{_ALWAYS}\u200c\u200d]")
"""What may be unseen, as one class of characters, for which a search is several times as fast as for alternatives."""
_COMMON = b"\t\n" + bytes(range(0x20, 0x7F))
_UNSEEN = re.compile(f"[{_ALWAYS}]|(?<![{_JOINED}])[\u200c\u200d]|[\u200c\u200d](?![{_JOINED}])")


def uncommon(text: str) -> str:
    """A text without its tabs, line feeds and the printable characters of ASCII: little is left of most, and that is quickly searched."""
    return text.encode("utf-8", "surrogatepass").translate(None, _COMMON).decode("utf-8", "surrogatepass")


def unseen(text: str) -> re.Match[str] | None:
    """Find the first character that nobody sees, or that reorders others.

    Args:
        text: text from a stranger; tabs and line feeds are no matter of this function.

    Returns:
        Where it stands, or None. A joiner between two letters of a script that needs it is welcome.
    """
    if text.isascii() and text.isprintable():
        return None
    return _UNSEEN.search(text) if _PERHAPS.search(uncommon(text)) else None


def in_parts(text: str) -> int | None:
    """Find the first letter that is written in parts where one character would do (not in Unicode's form NFC).

    Args:
        text: text from a stranger.

    Returns:
        How many characters precede it, or None.
    """
    if unicodedata.is_normalized("NFC", text):
        return None
    pairs = zip(text, unicodedata.normalize("NFC", text), strict=False)
    return next((at for at, (one, other) in enumerate(pairs) if one != other), 0)
