"""What a page may load and run: a Content Security Policy in every page, so that a text that slipped out as a script would not run.

The policy is made from a page as the site generator wrote it, before any entry's text is in it: only scripts that the theme
itself puts into its pages are named by their hash, and whatever comes later is not.
"""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

from taxonomy.errors import SetupError

_SCRIPT = re.compile(r"<script(?P<about>[^>]*)>(?P<code>.*?)</script>", re.DOTALL | re.IGNORECASE)
_DATA = re.compile(r"\bsrc\s*=|\btype\s*=\s*[\"']?application/", re.IGNORECASE)
"""What a script element says of itself that holds no code of its own."""
_PLACE = re.compile(r"<meta charset=[^>]*>", re.IGNORECASE)
_DRAWING = ".__________cytoscape_container { position: relative; }"
"""The one rule of style that the library which draws graphs puts into a page."""
_FIXED = (
    "default-src 'none'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
)


def protect(site: Path) -> None:
    """Put a policy into every page that a site generator has written.

    Args:
        site: the generator's pages, before anything else is put into them.

    Raises:
        SetupError: a page has no place for a policy; the generator or theme has changed.
    """
    for path in sorted(site.rglob("*.html")):
        try:
            html = protected(path.read_text(encoding="utf-8"))
        except ValueError:
            message = f"{path} does not name its character set, after which its security policy goes; the theme has changed"
            raise SetupError(message) from None
        path.write_text(html, encoding="utf-8", newline="\n")


def protected(html: str) -> str:
    """A page with its policy.

    Raises:
        ValueError: it has no place for one.
    """
    place = _PLACE.search(html)
    if place is None:
        raise ValueError(html)
    return f"{html[: place.end()]}\n{_meta(html)}{html[place.end() :]}"


def policy_of(html: str) -> str:
    """The policy of a page as the site generator wrote it."""
    codes = [found["code"] for found in _SCRIPT.finditer(html) if not _DATA.search(found["about"])]
    scripts = " ".join(dict.fromkeys(["'self'", *map(_hash, codes)]))
    return "; ".join((*_FIXED, f"style-src 'self' {_hash(_DRAWING)}", f"script-src {scripts}"))


def _meta(html: str) -> str:
    return f'<meta http-equiv="Content-Security-Policy" content="{policy_of(html)}">'


def _hash(code: str) -> str:
    return f"'sha256-{b64encode(sha256(code.encode()).digest()).decode()}'"
