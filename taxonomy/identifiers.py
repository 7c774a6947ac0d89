"""arXiv ids and DOIs in the ways in which people write them, and addresses that may be shown."""

from __future__ import annotations

import re

from pydantic_core import PydanticCustomError

from taxonomy.text import http_url

_ARXIV_ID = r"(?P<id>[0-9]{2}(?:0[1-9]|1[0-2])\.[0-9]{4,5}|[a-z-]+(?:\.[A-Z]{2})?/[0-9]{7})(?:v[0-9]+)?"
_ARXIV = re.compile(rf"(?:arxiv(?:\.org/(?:abs|pdf|html)/|\s*[.:/]\s*|\s+)|\babs/){_ARXIV_ID}(?![0-9])", re.IGNORECASE)
_BARE_ARXIV = re.compile(_ARXIV_ID)
_DOI = re.compile(r"10\.[0-9]{4,9}/[^\s<>\"{}\\]+")


def arxiv_id(text: str, *, bare: bool = False) -> str | None:
    """Find an arXiv id.

    Args:
        text: an address, `arXiv:2310.12508v2`, a DOI of arXiv, or text that holds one of them.
        bare: whether the text may also be nothing but the id.

    Returns:
        The first id, without version, or None.
    """
    found = (_BARE_ARXIV.fullmatch(text.strip()) if bare else None) or _ARXIV.search(text)
    return found["id"] if found else None


def doi(text: str) -> str | None:
    """Find a DOI.

    Args:
        text: a DOI, alone, as an address or within text.

    Returns:
        The first DOI as it is written, or None.
    """
    if _DOI.fullmatch(text.strip()):
        return text.strip()
    found = _DOI.search(text)
    return found[0].rstrip(".,;") if found else None


def address(text: str) -> str | None:
    """The text if it is a plain http or https address of a named host, else None."""
    try:
        return http_url(text)
    except PydanticCustomError:
        return None
