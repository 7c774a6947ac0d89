"""The environment that renders templates: everything is escaped, a misspelt variable is an error, and what stands in every row is quick.

Links, badges and verdicts are the bulk of all pages. They are made here and not by macros, which take ten times as long.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from html import escape as escaped
from pathlib import Path, PurePosixPath
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.runtime import Context
from markupsafe import Markup, escape

from taxonomy.pages.page import Badge, Link, Page

_METHODS = frozenset(dir(dict))


class _Context(Context):
    """A context that calls functions as they are: none of ours asks for the context itself."""

    def call(self, called: Callable[..., Any], /, *values: Any, **named: Any) -> Any:
        """Call a macro or a function."""
        for own in ("_loop_vars", "_block_vars"):
            named.pop(own, None)
        return called(*values, **named)


class _Environment(Environment):
    """An environment that looks for a key of a mapping first, and for an attribute only where there is none."""

    context_class = _Context

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Find what stands after a dot."""
        if type(obj) is dict and attribute in obj and attribute not in _METHODS:
            return obj[attribute]
        return super().getattr(obj, attribute)


def environment(folder: Path) -> Environment:
    """The environment that renders the templates of a folder."""
    made = _Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        auto_reload=False,
        undefined=StrictUndefined,
        trim_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters["coded"] = coded
    made.globals |= {"link_html": link_html, "badge_html": badge_html, "verdict_html": verdict_html}
    return made


def body_of(page: Page, environment: Environment) -> str:
    """Render the body of a page."""
    return environment.get_template(page.template).render(page.context, root=page.root, stem=PurePosixPath(page.path).stem)


@lru_cache(maxsize=1_000)
def coded(text: str) -> Markup:
    """Text of our own, such as a rule's, with what stands between backticks as code; text of strangers has none."""
    return Markup(re.sub("`([^`]+)`", r"<code>\1</code>", escaped(text)))  # noqa: S704  # escaped before


def link_html(link: Link, root: str) -> Markup:
    """A link, from a page whose relative address of the site's root is given; where it leads nowhere, its name alone."""
    name, path = escape(link.name), link.path
    if not path:
        return name
    if path.startswith("http"):
        return Markup(f'<a href="{escape(path)}" rel="noopener">{name}</a>')  # noqa: S704  # escaped before
    return Markup(f'<a href="{root}{escape(path)}">{name}</a>')  # noqa: S704  # likewise


@lru_cache(maxsize=1_000)
def badge_html(badge: Badge, what: str = "") -> Markup:
    """A badge, with what it says of the thing."""
    label = f' title="{escape(badge.label)}"' if badge.label else ""
    before = f'<span class="ut-what">{escape(what)}</span> ' if what else ""
    icon = f'<span aria-hidden="true">{escape(badge.icon)}</span> ' if badge.icon else ""
    word = escape(badge.word)
    return Markup(f'<span class="ut-badge ut-{word}"{label}>{before}{icon}{word}</span>')  # noqa: S704  # escaped before


def verdict_html(verdict: Mapping[str, Badge]) -> Markup:
    """The three badges of a verdict."""
    return _verdict_html(verdict["intended"], verdict["evaluated"], verdict["agreement"])


@lru_cache(maxsize=1_000)
def _verdict_html(intended: Badge, evaluated: Badge, agreement: Badge) -> Markup:
    told = (badge_html(intended, "intends"), badge_html(evaluated, "evaluated as"), badge_html(agreement))
    return Markup(" ").join(told)
