"""Who is who among works: ids made of family name, year and title word, and works that are known already."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterable, Iterator
from itertools import chain, count
from string import ascii_lowercase

from taxonomy.bibliography import Work, identities

_INSIGNIFICANT = re.compile(
    "a|an|and|are|as|at|be|by|can|do|does|for|from|how|if|in|is|it|no|not|of|on|or|our|position|r|that|the|their|this|to|toward|towards"
    "|u|we|what|when|where|which|who|why|will|with|you|your"
)
"""Title words that no id is made of: articles, prepositions, pronouns, auxiliary verbs, and the label of position papers."""
_NOBODY = "Anonymous"
_LONGEST = 35
"""Most characters of the name and of the word in an id."""
_SUFFIXES = {"jr", "sr", "ii", "iii", "iv"}
_LETTERS = str.maketrans(
    {"æ": "ae", "œ": "oe", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "'": None, "\u2019": None}
)


def paper_id(work: Work) -> str:
    """Make the id of a paper: first author's family name, year, first significant title word, in ASCII and lower case.

    Args:
        work: the paper; its year and its first author are known.

    Returns:
        The id. Scripts without a Latin form give `anon` as name and `untitled` as word.
    """
    composed = unicodedata.normalize("NFC", work.title).translate(_LETTERS)
    words = [word for each in re.findall(r"[^\W_]+", composed) if (word := re.sub(r"[^a-z0-9]", "", _ascii(each)))]
    telling = (word for word in words if len(word) > 1 and not _INSIGNIFICANT.fullmatch(word))
    return f"{_family_name(work.authors[0])}{work.year}{next(telling, ''.join(words) or 'untitled')[:_LONGEST]}"


def free_id(wanted: str, taken: Container[str]) -> str:
    """Find an id that nothing has: the wanted one, or with a letter after it (`chen2021machineb`).

    Args:
        wanted: the id as `paper_id` makes it.
        taken: every id in use.
    """
    if wanted not in taken and f"{wanted}a" not in taken:
        return wanted
    lettered = (f"{wanted}{letter}" for letter in _letters() if letter != "a" or wanted not in taken)
    return next(candidate for candidate in lettered if candidate not in taken)


SPOKEN = {"arxiv": "arXiv id", "doi": "DOI", "title": "title"}
"""What two works share, in words."""


def namesake(given: str, wanted: str) -> str:
    """Words of caution where an id had to get a letter: the work may be known under a slightly different title.

    Args:
        given: the id that the work got.
        wanted: the id that it would have got.

    Returns:
        The words, or nothing where the id is the wanted one.
    """
    if not re.fullmatch(rf"{wanted}[a-z][0-9]*", given):
        return ""
    return (
        f"it is called {given}, since {wanted} or {wanted}a has the same first author, year and title word; check that they are two papers"
    )


class KnownWorks:
    """Works that can be looked up by what they are called and by what they are."""

    def __init__(self, works: Iterable[tuple[str, Work]] = ()) -> None:
        """Take in works, each with words that say where it stands, such as `the entry 'fan2024salun'`."""
        self._places: dict[tuple[str, str], list[tuple[str, Work]]] = {}
        self.keys: set[str] = set()
        for place, work in works:
            self.add(place, work)

    def add(self, place: str, work: Work) -> None:
        """Take in one more work."""
        self.keys.add(work.key)
        for identity in identities(work):
            self._places.setdefault(identity, []).append((place, work))

    def find(self, work: Work) -> tuple[str, str, Work] | None:
        """Find the work that is the same as this one.

        Args:
            work: the work; its key makes no difference.

        Returns:
            What is the same (`arxiv`, `doi` or `title`), where the known work stands, and the known work; or None.
        """
        for kind, value in identities(work):
            for place, known in self._places.get((kind, value), ()):
                if kind != "title" or _may_be_same(work, known):
                    return kind, place, known
        return None


def _may_be_same(one: Work, other: Work) -> bool:
    """Whether two works of one title can be the same: not if arXiv tells them apart, or if their first authors differ."""
    if one.arxiv and other.arxiv and one.arxiv != other.arxiv:
        return False
    first = [work.authors[0] for work in (one, other) if work.authors and work.authors[0] != _NOBODY]
    if len(first) == 1 or not first:
        return True
    return any(_family_name(name) in map(_letters_of, against.split()) for name, against in (first, reversed(first)))


def _family_name(name: str) -> str:
    words = list(filter(None, map(_letters_of, name.split())))
    telling = [word for word in words if len(word) > 1 and word not in _SUFFIXES]
    return (telling or words or ["anon"])[-1][:_LONGEST]


def _letters_of(word: str) -> str:
    return re.sub(r"[^a-z]", "", _ascii(word))


def _ascii(text: str) -> str:
    return unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS)).encode("ascii", "ignore").decode()


def _letters() -> Iterator[str]:
    """The letters, then letters with a number after them: there is always one more."""
    return chain(ascii_lowercase, (f"z{number}" for number in count(2)))
