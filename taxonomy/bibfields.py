"""Values of BibTeX fields as plain text: LaTeX prose, lists of names and venues, and names written back."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

from pydantic_core import PydanticCustomError
from pylatexenc import latex2text, latexwalker
from pylatexenc.macrospec import MacroSpec

from taxonomy.characters import unseen
from taxonomy.latex import SPECIAL, escape, pieces
from taxonomy.text import safe_text

_STYLES = (
    *("author", "chapter", "colorbox", "date", "emph", "fcolorbox", "hbox", "include", "input", "mbox", "paragraph", "part", "section"),
    *("subsection", "text", "textbf", "textit", "textmd", "textnormal", "textrm", "textsc", "textsf", "textsl", "texttt", "textup"),
    *("title", "underline", "url"),
)
"""Macros that say how text looks, or what it is for: the text itself stays."""
_SPELT = "TeX:TeX LaTeX:LaTeX BibTeX:BibTeX copyright:© S:§ slash:/ textbar:| textless:< textgreater:> textbraceleft:{ textbraceright:}"
_WORDS = dict(pair.split(":") for pair in _SPELT.split())
"""Macros that the decoder would lose."""
_GONE = ("footnote", "noopsort", "thanks")
"""Macros of one argument that is no part of the text."""
_SILENT = {
    *("bf", "bfseries", "break", "em", "it", "itshape", "large", "linebreak", "lowercase", "MakeLowercase", "MakeUppercase", "newline"),
    *("nolinebreak", "protect", "relax", "rm", "sc", "scshape", "sf", "sl", "small", "textsubscript", "textsuperscript", "tt", "uppercase"),
    *("verb", "xspace"),
}
"""Macros that nobody misses."""
_SECOND = ("href", "texorpdfstring", "textcolor")
"""Macros of two arguments, of which the second is the text."""
_VERBATIM = re.compile(r"\\verb\*?([^\sA-Za-z*{}])(.*?)\1")
_FORMULA = re.compile(r"(?<!\\)\$.*?(?<!\\)\$", re.DOTALL)
_DECODING = re.compile(r"\\|~|\$|--|``|''|[?!]`")  # what only the decoder understands; it is slow, and most text is plain
_LITERAL = re.compile(r"(?<!\\)(?=[%&])")  # BibTeX knows no comments and no columns within a value
_PARENTHESISED = re.compile(r"\\\(((?:(?!\\\()[^$])+?)\\\)")
"""A formula in LaTeX's own marks, which mean what dollars do."""
_CHARACTERS = str.maketrans({"\u02c6": "^", "\u02dc": "~", "\u00ad": None})  # of \textasciicircum, \textasciitilde and \-
_LIGATURE = re.compile(r"(?<=-)(?=-)|(?<=`)(?=`)|(?<=')(?=')|(?<=[?!])(?=`)")  # where two characters would be set as one
_AND = re.compile(r"\s+and\s+", re.IGNORECASE)
_MARKED = re.compile(r"[{},\\~$`]")
"""What has a meaning in a list of names beside the word between them and doubled marks; most hold nothing of it."""
_COMMA = re.compile(r"\s*,\s*")
OTHERS = "others"
"""What stands for the names that a cut list leaves out."""
_GROUP = re.compile(
    r"\S.* (?:association|collaboration|committee|consortium|foundation|group|inc\.?|initiative|institute|laboratory|ltd\.?"
    r"|organi[sz]ation|society|team|university)",
    re.IGNORECASE,
)
"""Names that no person has."""
_TELLING = frozenset(
    f"and et {OTHERS} association collaboration committee consortium foundation group inc inc. initiative institute laboratory ltd ltd. "
    "organisation organization society team university".split()
)
"""Words in a name that a group can have, or that stand between names."""
_ODD = re.compile("[,;\u0130\u0131\u017f]")
"""What stands between names too, and letters that are others when case makes no difference."""
_ESCAPED = re.compile(r"[\\{}$&#%_~^`]")
"""What LaTeX reads as a mark."""
_SUFFIX = re.compile(r"(?P<given>\w[^,{}\\]*) (?P<family>\w[^\s,{}\\]*), (?P<suffix>(?:Jr|Sr)\.?|I{2,3}|IV)")
_JOURNAL = re.compile(
    r".*(?:journal|transactions|trans\.|tmlr|dmlr|jmlr|letters|proceedings of the vldb|\bnature\b|magazine|computing surveys|pvldb).*"
    r"|artificial intelligence(?: review)?|expert systems with applications|ieee access|information (?:fusion|sciences)"
    r"|knowledge-based systems|machine learning|neural networks|neurocomputing|pattern recognition",
    re.IGNORECASE,
)
VENUE_FIELDS = {
    "article": "journal",
    "inproceedings": "booktitle",
    "incollection": "booktitle",
    "misc": "howpublished",
    "phdthesis": "school",
    "mastersthesis": "school",
    "techreport": "institution",
    "book": "publisher",
}
"""Types of records, and the field that names the venue of each."""
_OTHER_TYPES = {"conference": "inproceedings", "inbook": "incollection", "thesis": "phdthesis", "report": "techreport"}
"""Types that other dialects of BibTeX have for these."""


class GroupName(str):
    """Name that stands in braces, which is a group's and is never split into given and family name; a text like any other besides."""

    __slots__ = ()


class Venue(str):
    """Name of a venue of whose record the type is known; a text like any other besides.

    Attributes:
        kind: type of the record, such as `article`.
    """

    __slots__ = ("kind",)
    kind: str

    @classmethod
    def of(cls, name: str, kind: str) -> Venue:
        """The venue of a record of this type."""
        venue = cls(name)
        venue.kind = kind
        return venue


def is_group(name: str) -> bool:
    """Whether a name is that of a group of people: its source says so, or it ends as no person's name does."""
    return isinstance(name, GroupName) or _GROUP.fullmatch(name) is not None


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


def unknown_macros(value: str) -> list[str]:
    """The macros of LaTeX prose, outside formulas, that `plain` does not know and leaves out; their arguments stay."""
    names = dict.fromkeys(re.findall(r"\\([A-Za-z]+)", _FORMULA.sub("", _PARENTHESISED.sub("", value))))
    known = _decoder()[1].latex_context
    return [name for name in names if name not in _SILENT and known.get_macro_spec(name) is known.unknown_macro_spec]


def printable(text: str) -> str:
    """Put text on one line, without characters that are not safe to show: control characters, marks of direction, zero-width spaces."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
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
    spaced = " ".join(text.split())
    if _stands_for_itself(spaced):
        return spaced
    return "".join(part if is_formula else _LIGATURE.sub("{}", part.translate(SPECIAL)) for part, is_formula in pieces(spaced))


def _stands_for_itself(text: str) -> bool:
    """Whether LaTeX prose gives a text back as it is; most are such."""
    return _ESCAPED.search(text) is None and "--" not in text and "''" not in text


@lru_cache(maxsize=4096)
def names_in(value: str) -> tuple[tuple[str, ...], bool]:
    """Read a list of names.

    Args:
        value: names joined by `and`, each `Given Family`, `Family, Given` or `Family, Jr, Given`; braces hold together.

    Returns:
        The names in order, `Given Family`, those in braces as `GroupName`; and whether the list says that it is cut.
    """
    if not (_MARKED.search(value) or "--" in value or "''" in value) and unicodedata.is_normalized("NFC", value):
        told = [" ".join(part.split()) for part in _AND.split(value)]
        return tuple([name for name in told if name and name != OTHERS]), OTHERS in told
    parts = [part.strip() for part in split_outside_braces(value, _AND)]
    names = [_given_first(part) for part in parts if part != OTHERS]
    return tuple(name for name in names if name), OTHERS in parts


def names_written(names: tuple[str, ...], *, more: bool) -> str:
    """Write a list of names, so that `names_in` gives it back.

    Args:
        names: the names, `Given Family`.
        more: whether the list is cut.
    """
    told = [" ".join(name.split()) for name in names] if _are_plain(names) else map(_name_written, names)
    return " and ".join([*told, *([OTHERS] if more else [])])


def _are_plain(names: tuple[str, ...]) -> bool:
    """Whether names are those of persons and hold nothing that has to be told apart or escaped, which one look at all of them can tell."""
    together = "\n".join(names)
    if GroupName in map(type, names) or _ODD.search(together) or not _stands_for_itself(together):
        return False
    small = together.casefold()
    return "and." not in small and _TELLING.isdisjoint(small.split())


def split_outside_braces(text: str, separator: re.Pattern[str]) -> list[str]:
    """Split LaTeX where a separator, a pattern without groups, stands outside all braces."""
    if "{" not in text and "\\" not in text:
        return separator.split(text)
    parts, start, depth = [], 0, 0
    for found in _braces_or(separator).finditer(text):
        if found[1]:
            depth = max(0, depth + (1 if found[1] == "{" else -1))
        elif found[2] and depth == 0:
            parts.append(text[start : found.start()])
            start = found.end()
    return [*parts, text[start:]]


@cache
def _braces_or(separator: re.Pattern[str]) -> re.Pattern[str]:
    return re.compile(rf"\\.|([{{}}])|({separator.pattern})", separator.flags | re.DOTALL)


def venue_in(kind: str, fields: Mapping[str, str]) -> Venue | None:
    """Read the venue of a record.

    Args:
        kind: the record's type in lower case.
        fields: values as LaTeX, without what encloses them, by lower-case name.

    Returns:
        The venue with the type of the record; one that can be anything, such as `misc`, has the type that goes with the field.
    """
    told = _OTHER_TYPES.get(kind, kind)
    usual = VENUE_FIELDS.get(told, "booktitle")
    for name in dict.fromkeys((usual, *VENUE_FIELDS.values())):
        venue = plain(fields.get(name, ""))
        if venue and (name != "publisher" or told in {"book", "incollection"}):
            is_told = told in VENUE_FIELDS.keys() - {"misc"} and name != "publisher"
            return Venue.of(venue, told if is_told else next(each for each, field in VENUE_FIELDS.items() if field == name))
    return None


def kind_at(venue: str | None) -> str:
    """Type of the record of a work at a venue; where no record told it, the name of the venue has to."""
    if venue is None or venue == "arXiv":
        return "misc"
    if isinstance(venue, Venue):
        return venue.kind
    return "article" if _JOURNAL.fullmatch(venue) else "inproceedings"


def is_enclosed(text: str) -> bool:
    """Whether one pair of braces holds the whole LaTeX text together."""
    if not text.startswith("{"):
        return False
    depth = 0
    for found in re.finditer(r"\\.|[{}]", text, re.DOTALL):
        depth += {"{": 1, "}": -1}.get(found[0], 0)
        if depth <= 0:
            return found.end() == len(text)
    return False


def _decoded(value: str) -> str:
    walker, decoder = _decoder()
    try:
        prose = _PARENTHESISED.sub(r"$\1$", _VERBATIM.sub(lambda found: escape(found[2]), value))
        nodes = latexwalker.LatexWalker(_literal(prose), latex_context=walker).get_latex_nodes()[0]
        text: str = decoder.nodelist_to_text(nodes)
    except (AttributeError, IndexError, KeyError):  # the decoder lets them escape where a macro lacks its arguments
        text = re.sub(r"\\[A-Za-z]+\s*|\\.|[{}]", "", value)
    return text.translate(_CHARACTERS)


def _literal(prose: str) -> str:
    """Escape what stands for itself in BibTeX and not in LaTeX; in a formula, which stays as it is, only what would end it."""
    parts = _FORMULA.split(prose)
    formulas = [*_FORMULA.findall(prose), ""]
    return "".join(_LITERAL.sub(r"\\", part) + re.sub(r"(?<!\\)%", r"\%", formula) for part, formula in zip(parts, formulas, strict=True))


@cache
def _decoder() -> tuple[Any, Any]:
    """The macros that are known while reading, and the decoder: symbols, accents and the macros above."""
    walker, texts = latexwalker.get_default_latex_context_db(), latex2text.get_default_latex_context_db()
    texts = texts.filter_context(keep_categories=["latex-base", "nonascii-specials", "advanced-symbols"])
    macros = [MacroSpec(name) for name in (*_STYLES, *_WORDS)]
    macros += [*(MacroSpec(name, "{") for name in _GONE), *(MacroSpec(name, "{{") for name in _SECOND)]
    walker.add_context_category("prose", macros=macros, prepend=True)
    shown = [*_WORDS.items(), *((name, "") for name in (*_STYLES, *_GONE)), *((name, "%(2)s") for name in _SECOND)]
    macros = [latex2text.MacroTextSpec(name, simplify_repl=text) for name, text in shown]
    texts.add_context_category("prose", macros=macros, prepend=True)
    return walker, latex2text.LatexNodes2Text(latex_context=texts, math_mode="verbatim", strict_latex_spaces=True)


def _given_first(name: str) -> str:
    if is_enclosed(name):
        return GroupName(plain(name))
    parts = [plain(part) for part in split_outside_braces(name, _COMMA)]
    if len(parts) == 1:
        return parts[0]
    family, *suffix, given = parts
    return ", ".join(part for part in (f"{given} {family}".strip(), *suffix) if part)


def _name_written(name: str) -> str:
    found = _SUFFIX.fullmatch(name)
    if found and not any(map(_tells_apart, found.groups())):
        return f"{written(found['family'])}, {found['suffix']}, {written(found['given'])}"
    return f"{{{written(name)}}}" if is_group(name) or _tells_apart(name) else written(name)


def _tells_apart(name: str) -> bool:
    """Whether a name holds what stands between names, or in place of them."""
    return name == OTHERS or re.search(r"[,;&]|(?:^|\s)(?:and|et al)(?:\s|\.|$)", name, re.IGNORECASE) is not None
