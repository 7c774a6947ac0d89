"""The style sheet as small as it can be: what the theme holds for elements that this site has not got is left out.

A selector of the theme can only match where each class and id that it names stands in a page. Pages are made from what the
site generator wrote, from templates, and by our scripts; so a name that stands in none of them matches nothing.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import tinycss2
from tinycss2.ast import Node

from taxonomy.errors import SetupError

ALL = "assets/all.css"
OWN = "ut-"
"""How our own classes begin; words of entries can follow, so rules with them stay whatever the pages say."""

_NAMED = re.compile(r"""\b(?:class|id)=["']([^"']*)["']""")
_WORD = re.compile(r"[\w-]+")
_CHOSEN = re.compile(r"""(?P<name>dir|data-md-color-\w+)=["']?(?P<value>[\w-]+)["']?""")
"""Attributes that nothing sets to a value which no page holds: of all colours of the theme, a site uses two or three."""
_VARIABLE = re.compile(r"var\(\s*(--[\w-]+)")
_GROUPS = ("media", "supports")
"""Rules that hold rules."""


@dataclass(frozen=True, slots=True)
class _Site:
    """What a selector is held against.

    Attributes:
        names: every class and id that a page can hold.
        pages: the pages of the site generator.
    """

    names: set[str]
    pages: str

    def can_hold(self, selector: Sequence[Node]) -> bool:
        """Whether the selector can match something."""
        for previous, token in zip((None, *selector), selector, strict=False):
            named = token.type == "hash" or (token.type == "ident" and previous is not None and previous == ".")
            if named and not token.value.startswith(OWN) and token.value not in self.names:
                return False
            chosen = _CHOSEN.fullmatch(tinycss2.serialize(token.content)) if token.type == "[] block" else None
            if chosen and f'{chosen["name"]}="{chosen["value"]}"' not in self.pages:
                return False
        return True


def slim(site: Path, sources: Path) -> None:
    """Write the style sheet anew without what matches nothing, and take away the theme's scripts, which no page calls.

    Args:
        site: the site generator's pages, before bodies are put into them.
        sources: the folder of templates and assets.

    Raises:
        SetupError: the style sheet is not there, or holds nothing for the header of a page; the theme has changed.
    """
    sheet = site / ALL
    if not sheet.is_file():
        raise SetupError(f"the site generator did not write {sheet}")
    pages, own = _texts(site.rglob("*.html")), _texts((sources / "assets").glob("*.js"))
    names = _named(pages) | _named(_texts((sources / "templates").glob("*.html"))) | set(_WORD.findall(own))
    seen = _Site(names, pages)
    rules = tinycss2.parse_stylesheet(sheet.read_text(encoding="utf-8"), skip_comments=True, skip_whitespace=True)
    used: set[str] | None = None
    while True:
        text = "".join(_kept(rules, seen, used))
        found = set(_VARIABLE.findall(text + pages + own))
        if found == used:
            break
        used = found
    if ".md-header" not in text:
        raise SetupError(f"{sheet} has nothing for the header of a page; the theme has changed")
    sheet.write_text(text, encoding="utf-8", newline="\n")
    shutil.rmtree(site / "assets" / "javascripts", ignore_errors=True)


def _kept(rules: Iterable[Node], seen: _Site, used: set[str] | None) -> Iterator[str]:
    """The rules that can match by one of their selectors, without variables that are not used."""
    for rule in rules:
        if rule.type == "qualified-rule":
            selectors = [_text(each) for each in _selectors(rule.prelude) if seen.can_hold(each)]
            body = _declared(rule.content, used) if selectors else ""
            if body:
                yield f"{','.join(selectors)}{{{body}}}"
        elif rule.type == "at-rule" and rule.lower_at_keyword in _GROUPS:
            inner = "".join(_kept(tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True), seen, used))
            if inner:
                yield f"@{rule.lower_at_keyword} {_text(rule.prelude)}{{{inner}}}"
        else:  # key frames and the like
            yield rule.serialize()


def _selectors(prelude: Sequence[Node]) -> Iterator[list[Node]]:
    """The selectors that stand between commas; commas within brackets are within one token."""
    for comma, tokens in groupby(prelude, lambda part: part == ","):
        if not comma:
            yield list(tokens)


def _declared(content: Sequence[Node], used: set[str] | None) -> str:
    declarations = tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True)
    return ";".join(
        each.serialize() if each.type != "declaration" else f"{each.name}:{_text(each.value)}{'!important' * each.important}"
        for each in declarations
        if each.type != "declaration" or not each.name.startswith("--") or used is None or each.name in used
    )


def _text(tokens: Sequence[Node]) -> str:
    """Tokens as text, without space around them and with no more than one between them."""
    return re.sub(r"\s+", " ", tinycss2.serialize(tokens)).strip()


def _named(html: str) -> set[str]:
    """Every word of an attribute that names; in a template, a name's parts stand between braces."""
    return {name for value in _NAMED.findall(html) for name in _WORD.findall(value)}


def _texts(paths: Iterable[Path]) -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(paths))
