"""What a page is, and how things are named and linked on pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from taxonomy.bibliography import Work
from taxonomy.citing import addresses_of
from taxonomy.pictures import Picture
from taxonomy.vocabulary.closed import Agreement, Evaluated, Notion, PaperNotion, Severity

FOLDERS: dict[str, str] = {
    "paper": "papers",
    "notion": "notions",
    "metric": "metrics",
    "method": "methods",
    "reference": "references",
    "problem": "problems",
    "dataset": "datasets",
    "rule": "rules",
}
"""Folder of each kind of page; each has an index page."""

ICONS: dict[str, str] = {
    Notion.UNTRAINING: "↺",
    Notion.UNLEARNING: "⊘",
    Notion.COINCIDENT: "≡",
    Notion.NEITHER: "○",
    Notion.UNDETERMINED: "?",
    PaperNotion.BOTH: "⇄",
    Evaluated.MIXED: "±",
    Evaluated.UNTESTED: "–",
    Agreement.ALIGNED: "✓",
    Agreement.CONFLICTING: "✗",
    Agreement.NOT_COMPARABLE: "·",
    Severity.MISMATCH: "✗",
    Severity.GAP: "◌",
    Severity.NOTE: "i",
}
"""A sign for each word of a verdict, so that colour is never alone."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the site.

    Attributes:
        path: address below the site's root, ending in `.html`.
        title: title, as in the browser's tab.
        description: one sentence for search engines and previews.
        template: name of the template of the body.
        context: what the template reads; nothing but text, numbers, lists and mappings.
        data: the same facts for programs, written beside the page as `.json`; None where there are none.
        bibtex: the paper as BibTeX, written beside the page as `.bib`; None where there is none.
        files: further files that lie beside the page, by suffix.
        search: text by which the built-in search finds the page.
        picture: what previews of links to the page show, drawn beside it as `.png`; None takes the picture of the whole site.
    """

    path: str
    title: str
    description: str
    template: str
    context: Mapping[str, Any]
    data: Mapping[str, Any] | list[Any] | None = None
    bibtex: str | None = None
    files: Mapping[str, str] = field(default_factory=dict)
    search: str = ""
    picture: Picture | None = None

    @property
    def root(self) -> str:
        """Relative address of the site's root, seen from this page."""
        return "../" * self.path.count("/")


@dataclass(frozen=True, slots=True)
class Link:
    """A named thing with its address.

    Attributes:
        name: display name.
        path: address below the site's root, or a full address.
        note: a word beside it.
    """

    name: str
    path: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Badge:
    """A word of a verdict with its sign.

    Attributes:
        word: the word.
        icon: its sign.
        label: what the word says, for a tooltip and a screen reader.
    """

    word: str
    icon: str = field(default="")
    label: str = field(default="")


@lru_cache(maxsize=1_000)
def badge(word: str, label: str = "") -> Badge:
    """Make the badge of a word."""
    return Badge(str(word), ICONS.get(str(word), ""), label)


def address_of(work: Work) -> str:
    """Where a work can be read: its landing page, else arXiv, else its DOI; nothing where none is known."""
    return work.url or next(addresses_of(work), "")


def link(kind: str, name: str, shown: str | None = None, note: str = "") -> Link:
    """Link the page of a thing."""
    return Link(shown or name, f"{FOLDERS[kind]}/{name}.html", note)


def setting_link(paper: str, setting: str, shown: str) -> Link:
    """Link a setting on its paper's page."""
    return Link(shown, f"papers/{paper}.html#{setting}")
