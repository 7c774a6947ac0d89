"""What was probably meant: the nearest known name, id or day to what was written, and words to say so."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

_ENOUGH = 70.0
_MOST = 2
_LONGEST = 60
_PART = 3
"""Fewest letters of a part by which a name can be told."""


def shown(text: str) -> str:
    """Show text from a stranger's file in a message: quoted, short, on one line, without invisible characters."""
    return repr(_cut(text)).replace("##[", "##\\[")


def quoted(text: str) -> str:
    """Write text in double quotes as YAML reads them, short and on one line, so that it can be copied into a file."""
    return json.dumps(_cut(text), ensure_ascii=not text.isprintable()).replace("##[", "##\\u005b")


def nearest(word: str, candidates: Iterable[str]) -> tuple[str, ...]:
    """Find the known names that look most like a word; case, spaces, hyphens and underscores make no difference.

    Args:
        word: what was written.
        candidates: the known names.

    Returns:
        At most two names, best first, ties in alphabetical order; one that differs in nothing else stands alone.
        Where none looks like it, at most three that begin with it, or that have it as a part.
    """
    names = sorted(set(candidates))
    spoken = _spoken(word)
    if not spoken or len(spoken) > 2 * max(map(len, names), default=0):
        return ()
    from rapidfuzz import fuzz, process  # noqa: PLC0415  # only for a name that is not known

    found = process.extract(spoken, names, scorer=fuzz.ratio, processor=_spoken, score_cutoff=_ENOUGH, limit=None)
    if found:
        ordered = sorted(found, key=lambda match: (-match[1], match[0]))
        same = [name for name, score, _ in ordered if score == 100]  # noqa: PLR2004  # nothing differs
        return tuple(same or [name for name, _, _ in ordered])[:_MOST]
    begun = [name for name in names if _spoken(name).startswith(f"{spoken} ")]
    return tuple(begun or [name for name in names if len(spoken) >= _PART and spoken in _spoken(name)])[: _MOST + 1]


def did_you_mean(word: str, candidates: Iterable[str]) -> str:
    """Word the hint at the nearest names.

    Args:
        word: what was written.
        candidates: the known names.

    Returns:
        The question `did you mean 'a' or 'b'?`, or nothing where no name is near.
    """
    names = nearest(word, candidates)
    return f"did you mean {' or '.join(map(repr, names))}?" if names else ""


def nearest_id(text: str, pattern: str) -> str:
    """Find the id inside a text, such as the arXiv id in an address, or make one by leaving out what does not belong.

    Args:
        text: what was written.
        pattern: regular expression that an id of the wanted kind matches.

    Returns:
        The id, or nothing where none can be made.
    """
    found = re.findall(r"[0-9]{4}\.[0-9]{4,5}|10\.[0-9]{4,9}/[^\s<>\"]+|(?<=id=)[\w-]+", text)
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    slugs = [re.sub(r"[^a-z0-9]+", joint, plain).strip(joint) for joint in ("-", "")] if pattern.startswith("^[a-z") else []
    return next((candidate for candidate in (*found, *slugs, text.strip().upper()) if re.search(pattern, candidate)), "")


def nearest_day(text: str) -> str:
    """Read a day that is written in another order or with other marks.

    Args:
        text: what was written: year first, or day first where no month has that number.

    Returns:
        The day as YYYY-MM-DD, or nothing where it is unclear or not in the calendar.
    """
    year_first = re.match(r"([0-9]{4})[-/.]?([0-9]{2})[-/.]?([0-9]{2})(?![0-9])", text)
    day_first = re.fullmatch(r"(1[3-9]|[23][0-9])[-/.]([0-9]{2})[-/.]([0-9]{4})", text)
    parts = year_first.groups() if year_first else day_first.groups()[::-1] if day_first else ()
    try:
        return date(*map(int, parts)).isoformat() if parts else ""
    except ValueError:
        return ""


def nearest_number(text: str, *, whole: bool) -> str:
    """Read a number that is written for people: with marks between thousands, a decimal comma, a unit, as a fraction.

    Args:
        text: what was written, without a sign for per cent.
        whole: whether a whole number is wanted.

    Returns:
        The number in digits and at most one point, or nothing where it is unclear or not of the wanted kind.
    """
    plain = re.sub(r"^[~\u2248]\s*|\s+(?:rows|examples|samples|images|instances)$", "", text.strip().casefold())
    if re.fullmatch(r"[1-9][0-9]{0,2}(?:[ ,.'\u2019_\u202f][0-9]{3})+", plain) and (whole or "." not in plain):
        return re.sub(r"[^0-9]", "", plain) if whole else ""
    if (fraction := re.fullmatch(r"([0-9]{1,9}) ?/ ?([0-9]{1,9})", plain)) and int(fraction[2]):
        return "" if whole else f"{int(fraction[1]) / int(fraction[2]):.9f}".rstrip("0").rstrip(".")
    found = re.fullmatch(r"([0-9]{1,12})(?:[.,]([0-9]{0,9}))?(?:e\+?([0-9]{1,2})| ?([km]))?", plain)
    if found is None:
        return ""
    number = Decimal(f"{found[1]}.{found[2] or 0}").scaleb(int(found[3] or {None: 0, "k": 3, "m": 6}[found[4]]))
    is_whole = number == number.to_integral_value()
    return f"{number:.0f}" if is_whole else "" if whole else f"{number.normalize():f}"


def given_first(author: str) -> str:
    """Turn `Family, Given` round; a name without a comma, or with one before `Jr.` and the like, stays as it is."""
    found = re.fullmatch(r"([^\W\d_][\w.'\u2019 -]*), ([^\W\d_][\w.'\u2019 -]*)", author)
    is_suffix = found is not None and re.fullmatch(r"(?:jr|sr|[iv]+|inc|ltd|llc|gmbh)\.?", found[2].casefold())
    return author if found is None or is_suffix else f"{found[2]} {found[1]}"


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 3]}..."


def _spoken(name: str) -> str:
    return re.sub(r"[\s_-]+", " ", name).strip().casefold()
