"""Checks on text and addresses that come from strangers."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from pydantic_core import PydanticCustomError

from taxonomy.characters import in_parts, unseen

_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9_-]*[a-z0-9])?\.)+[a-z0-9-]+\.?")
"""Labels of letters, digits and hyphens; a name in other letters has to be written as `xn--...`, so that none looks like another."""
_PLAIN_URL = re.compile(rf"https?://{_HOST.pattern}(?:/[A-Za-z0-9_./~-]*)?(?:\?[A-Za-z0-9_.=&-]*)?(?:#[A-Za-z0-9_.-]*)?")
"""Addresses of which nothing more need be asked: most of them."""


ONE_LINE = r"^\s*[^\n\t]*\s*$"
"""A text on one line, as the JSON Schema says it; spaces around it are no part of it."""


def safe_text(value: str) -> str:
    """Return the text if it holds no invisible or reordering character, and no letter in parts.

    Args:
        value: text from an entry.

    Returns:
        The same text.

    Raises:
        PydanticCustomError: type `unsafe_text`, naming the character and its place.
    """
    if value.isascii() and value.isprintable():
        return value  # most texts, by far
    if found := unseen(value):
        name = f"U+{ord(found.group()):04X}"
        raise PydanticCustomError(
            "unsafe_text",
            "the text holds the invisible or control character {name} after {place} characters",
            {"name": name, "place": found.start()},
        )
    if (parted := in_parts(value)) is not None:
        raise PydanticCustomError("unsafe_text", "the text holds a letter in parts (not NFC) after {place} characters", {"place": parted})
    return value


def one_line(value: str) -> str:
    """Return the text if it stands on one line.

    Args:
        value: text from an entry, without spaces around it.

    Returns:
        The same text.

    Raises:
        PydanticCustomError: type `several_lines`.
    """
    if not value.isprintable() and (found := re.search(r"[\n\t]", value)):
        mark = "a line end" if found.group() == "\n" else "a tab"
        raise PydanticCustomError("several_lines", "holds {mark}, but text on one line is expected", {"mark": mark})
    return value


def http_url(value: str) -> str:
    """Return the address if it is a plain http or https address of a named host.

    Args:
        value: address from an entry.

    Returns:
        The same address.

    Raises:
        PydanticCustomError: type `unsafe_url`, saying what is wrong with it.
    """
    reason = None if _PLAIN_URL.fullmatch(value) else _url_fault(value)
    if reason:
        raise PydanticCustomError("unsafe_url", "the address {reason}", {"reason": reason})
    return value


def _url_fault(value: str) -> str | None:
    if unseen(value) or re.search(r"[\s<>\"'`\\^{}|]", value):
        return "holds a space, quote or other character that an address cannot hold"
    try:
        parts = urlsplit(value)
        host = parts.hostname
        parts.port  # noqa: B018  # reading it raises where the port is not a number
    except ValueError as error:
        return f"cannot be read ({error})"
    if parts.scheme not in {"http", "https"}:
        return f"does not start with https:// or http:// but with {repr(parts.scheme) if parts.scheme else 'no scheme'}"
    if "@" in parts.netloc:
        return "holds a user name"
    if not host or "." not in host:
        return "names no host"
    return None if _HOST.fullmatch(host) else "names a host with other characters than letters, digits and hyphens of ASCII"
