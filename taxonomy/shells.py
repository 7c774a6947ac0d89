"""Shells: pages of a site generator with marks instead of a title and a body.

The generator renders a shell once for each section; every page of the section is the rendered shell with the marks replaced. So
bodies never pass through Markdown, and any generator that leaves plain text alone will do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from pathlib import Path

from taxonomy.errors import SetupError
from taxonomy.pages.page import FOLDERS
from taxonomy.pictures import SIZE

TITLE, DESCRIPTION, BODY, PICTURE = "@@title@@", "@@description@@", "<h1>@@body@@</h1>", "@@picture@@"
"""The marks in a shell. The theme adds a heading of its own to pages without one, so the body's mark is a heading."""

SHELL = f"""---
title: "{TITLE}"
description: "{DESCRIPTION}"
hide: [navigation, toc]
search: {{exclude: true}}
---

{BODY}
"""
"""The source of every shell, in Markdown."""

_AT_THE_TOP = (
    "agreement",
    "api",
    "changes",
    "classify",
    "compare",
    "contribute",
    "data",
    "explore",
    "index",
    "mismatches",
    "questions",
    "wordings",
)
SHELLS = (*(f"{page}.html" for page in _AT_THE_TOP), *(f"{folder}/index.html" for folder in sorted(FOLDERS.values())))
"""The address of every shell: a page at the top has one of its own, one below a folder that of the folder's index."""

_BETWEEN = re.compile(r"(?<=>)\s*\n\s*(?=<)")
"""Empty lines and indentation between the theme's elements: a sixth of a shell, and one line end does as well."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A page in the list that search, sitemap and assembly work from.

    Attributes:
        path: address below the site's root.
        shell: address of the shell that wraps it.
        title: title.
        description: description.
        search: words by which the search finds it.
        picture: address of the picture that previews of links show.
    """

    path: str
    shell: str
    title: str
    description: str
    search: str
    picture: str = ""


def shell_of(path: str) -> str:
    """The shell of a page: itself at the top level, else its section's index."""
    return f"{path.partition('/')[0]}/index.html" if "/" in path else path


class Shells:
    """Rendered shells, each cut at its marks and its own address: all are replaced in one go, so that a mark in a text stays text."""

    def __init__(self, site: Path, shells: Iterable[str] = SHELLS) -> None:
        """Read shells.

        Args:
            site: what a site generator has made.
            shells: their addresses in it.

        Raises:
            SetupError: a shell is missing or has lost its marks.
        """
        self._parts = {shell: _in_parts(_rendered(site, shell), shell) for shell in sorted(set(shells))}

    def __repr__(self) -> str:
        """Tell everything that pages take from their shells."""
        return repr(self._parts)

    def filled(self, page: Listed, body: str) -> str:
        """The finished page."""
        told = {TITLE: escape(page.title), DESCRIPTION: escape(page.description), PICTURE: page.picture, BODY: body}
        told[f"/{page.shell}"] = f"/{page.path}"
        return "".join([told.get(part, part) for part in self._parts[page.shell]])


def _in_parts(html: str, shell: str) -> list[str]:
    return re.split(f"({'|'.join(map(re.escape, (TITLE, DESCRIPTION, BODY, PICTURE, f'/{shell}')))})", html)


def _rendered(site: Path, shell: str) -> str:
    path = site / shell
    if not path.is_file():
        raise SetupError(f"the site generator did not write {path}")
    html = _BETWEEN.sub(r"\n", _with_preview(path.read_text(encoding="utf-8"), shell))
    missing = [mark for mark in (TITLE, BODY) if mark not in html]
    if missing:
        raise SetupError(f"{path} has lost the mark {missing[0]}; the theme or generator has changed how it treats plain text")
    return html


def _with_preview(html: str, shell: str) -> str:
    """Add what previews of shared links show (OpenGraph); the marks in it are filled as all others are."""
    canonical = re.search(r'<link rel="canonical" href="([^"]*)">', html)
    told = {"og:type": "website", "og:site_name": "Unlearning taxonomy", "og:title": TITLE, "og:description": DESCRIPTION}
    width, height = SIZE
    shown = {"og:image:width": str(width), "og:image:height": str(height), "og:image:alt": TITLE}
    told |= {"og:url": canonical[1], "og:image": f"{canonical[1].removesuffix(shell)}{PICTURE}", **shown} if canonical else {}
    tags = "".join(f'<meta property="{name}" content="{text}">' for name, text in told.items())
    tags += '<meta name="twitter:card" content="summary_large_image">' if canonical else ""
    return html.replace("</head>", f"{tags}</head>", 1)
