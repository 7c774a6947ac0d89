"""Values of BibTeX fields as plain text: LaTeX prose and lists of names, and names written back."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import Any

from pydantic_core import PydanticCustomError
from pylatexenc import latex2text, latexwalker
from pylatexenc.macrospec import MacroSpec

from taxonomy.characters import unseen
from taxonomy.latex import escape
from taxonomy.text import safe_text

_STYLES = (
    *("author", "chapter", "colorbox", "date", "emph", "fcolorbox", "hbox", "include", "input", "mbox", "paragraph", "part", "section"),
    *("subsection", "text", "textbf", "textit", "textmd", "textnormal", "textrm", "textsc", "textsf", "textsl", "texttt", "textup"),
    *("title", "underline", "url"),
)
"""Macros that say how text looks, or what it is for: the text itself stays."""
_WORDS = {"TeX": "TeX", "LaTeX": "LaTeX", "BibTeX": "BibTeX", "copyright": "©", "S": "§", "textbraceleft": "{", "textbraceright": "}"}
"""Macros that the decoder would lose."""
_SECOND = ("href", "texorpdfstring", "textcolor")
"""Macros of two arguments, of which the second is the text."""
_DECODING = re.compile(r"\\|~|\$|--|``|''|[?!]`")  # what only the decoder understands; it is slow, and most text is plain
_LITERAL = re.compile(r"(?<!\\)(?=[%&])")  # BibTeX knows no comments and no columns within a value
_CHARACTERS = str.maketrans({"\u02c6": "^", "\u02dc": "~", "\u00ad": None})  # of \textasciicircum, \textasciitilde and \-
_LIGATURE = re.compile(r"(?<=-)(?=-)|(?<=`)(?=`)|(?<=')(?=')|(?<=[?!])(?=`)")  # where two characters would be set as one
_AND = re.compile(r"\s+and\s+", re.IGNORECASE)
_COMMA = re.compile(r"\s*,\s*")
OTHERS = "others"
"""What stands for the names that a cut list leaves out."""


@lru_cache(maxsize=4096)
def plain(value: str) -> str:
    """Decode LaTeX prose.

    Args:
        value: the field's value without what encloses it.

    Returns:
        Plain text on one line; formulas stay as they are.
    """
    text = _decoded(value) if _DECODING.search(value) else value.replace("{", "").replace("}", "")
    return unicodedata.normalize("NFC", " ".join(text.split()))


def printable(text: str) -> str:
    """Put text on one line, without characters that are not safe to show: control characters, marks of direction, zero-width spaces."""
    line = unicodedata.normalize("NFC", " ".join(text.split()))
    return line if unseen(line) is None else "".join(filter(_is_safe, line))


@cache
def _is_safe(character: str) -> bool:
    try:
        safe_text(character)
    except PydanticCustomError:
        return False
    return True


def written(text: str) -> str:
    """Write plain text as LaTeX prose, so that `plain` gives it back letter by letter."""
    return _LIGATURE.sub("{}", escape(text))


def names_in(value: str) -> tuple[tuple[str, ...], bool]:
    """Read a list of names.

    Args:
        value: names joined by `and`, each `Given Family`, `Family, Given` or `Family, Jr, Given`; braces hold together.

    Returns:
        The names in order, `Given Family`, and whether the list says that it is cut.
    """
    parts = [part.strip() for part in split_outside_braces(value, _AND)]
    names = [_given_first(part) for part in parts if part != OTHERS]
    return tuple(name for name in names if name), OTHERS in parts


def names_written(names: tuple[str, ...], *, more: bool) -> str:
    """Write a list of names, so that `names_in` gives it back.

    Args:
        names: the names, `Given Family`.
        more: whether the list is cut.
    """
    return " and ".join([*map(_name_written, names), *([OTHERS] if more else [])])


def split_outside_braces(text: str, separator: re.Pattern[str]) -> list[str]:
    """Split LaTeX where a separator stands outside all braces."""
    parts, start, depth = [], 0, 0
    for found in re.finditer(rf"\\.|([{{}}])|({separator.pattern})", text, separator.flags | re.DOTALL):
        if found[1]:
            depth = max(0, depth + (1 if found[1] == "{" else -1))
        elif found[2] and depth == 0:
            parts.append(text[start : found.start()])
            start = found.end()
    return [*parts, text[start:]]


def _decoded(value: str) -> str:
    walker, decoder = _decoder()
    try:
        nodes = latexwalker.LatexWalker(_LITERAL.sub(r"\\", value), latex_context=walker).get_latex_nodes()[0]
        text: str = decoder.nodelist_to_text(nodes)
    except (AttributeError, IndexError, KeyError):  # the decoder lets them escape where a macro lacks its arguments
        text = re.sub(r"\\[A-Za-z]+\s*|\\.|[{}]", "", value)
    return text.translate(_CHARACTERS)


@cache
def _decoder() -> tuple[Any, Any]:
    """The macros that are known while reading, and the decoder: symbols, accents and the macros above."""
    walker, texts = latexwalker.get_default_latex_context_db(), latex2text.get_default_latex_context_db()
    texts = texts.filter_context(keep_categories=["latex-base", "nonascii-specials", "advanced-symbols"])
    macros = [*(MacroSpec(name) for name in (*_STYLES, *_WORDS)), *(MacroSpec(name, "{{") for name in _SECOND)]
    walker.add_context_category("prose", macros=macros, prepend=True)
    shown = [*_WORDS.items(), *((name, "") for name in _STYLES), *((name, "%(2)s") for name in _SECOND)]
    macros = [latex2text.MacroTextSpec(name, simplify_repl=text) for name, text in shown]
    texts.add_context_category("prose", macros=macros, prepend=True)
    return walker, latex2text.LatexNodes2Text(latex_context=texts, math_mode="verbatim", strict_latex_spaces=True)


def _given_first(name: str) -> str:
    parts = [plain(part) for part in split_outside_braces(name, _COMMA)]
    if len(parts) == 1:
        return parts[0]
    family, *suffix, given = parts
    return ", ".join(part for part in (f"{given} {family}".strip(), *suffix) if part)


def _name_written(name: str) -> str:
    tells_apart = name == OTHERS or re.search(r"[,;&]|(?:^|\s)(?:and|et al)(?:\s|\.|$)", name, re.IGNORECASE)
    return f"{{{written(name)}}}" if tells_apart else written(name)
