"""Who is who among works: ids made of family name, year and title word, and works that are known already."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterable, Iterator
from itertools import chain, count
from string import ascii_lowercase

from taxonomy.bibliography import UnusableRecordError, Work, identities, letters_of
from taxonomy.nearest import shown

_INSIGNIFICANT = re.compile(
    "a|an|and|are|as|at|be|by|can|do|does|for|from|how|if|in|is|it|no|not|of|on|or|our|position|r|that|the|their|this|to|toward|towards"
    "|u|we|what|when|where|which|who|why|will|with|you|your"
)
"""Title words that no id is made of: articles, prepositions, pronouns, auxiliary verbs, and the label of position papers."""
_NOBODY = "Anonymous"
_LONGEST = 35
"""Most characters of the name and of the word in an id."""
_NAMED = 2
"""Most namesakes that a message names."""
_SUFFIXES = {"jr", "sr", "ii", "iii", "iv"}
_PAIRS = (
    "æ:ae œ:oe ß:ss ø:o ł:l đ:d ð:d þ:th ı:i ə:a ŋ:ng "
    "а:a б:b в:v г:g ґ:g д:d е:e є:e ё:e ж:zh з:z и:i і:i ї:i й:y к:k л:l м:m н:n о:o п:p р:r с:s т:t у:u ў:u ф:f х:kh ц:ts ч:ch ш:sh "
    "щ:shch ъ: ы:y ь: э:e ю:yu я:ya ђ:dj ј:j љ:lj њ:nj ћ:c џ:dz "
    "α:a β:v γ:g δ:d ε:e ζ:z η:i θ:th ι:i κ:k λ:l μ:m ν:n ξ:x ο:o π:p ρ:r σ:s ς:s τ:t υ:u φ:f χ:ch ψ:ps ω:o "
    "': \u2019: ー:"
)
_LETTERS = str.maketrans(dict(pair.split(":") for pair in _PAIRS.split()))
"""Latin letters for those that Unicode does not take apart itself: Latin, Cyrillic and Greek ones; and marks that go."""
_SYLLABLE = re.compile(r"(?:HIRAGANA LETTER|KATAKANA LETTER|HANGUL SYLLABLE)(?: SMALL)? ([A-Z]+)")
"""Names of the characters that are named by their sound."""
_ID = re.compile(r"[a-z]{1,40}[0-9]{4}[a-z0-9]{3,36}")


def paper_id(work: Work) -> str:
    """Make the id of a paper: first author's family name, year, first significant title word, in ASCII and lower case.

    Args:
        work: the paper; its year and its first author are known.

    Returns:
        The id; Cyrillic, Greek, Japanese syllables and Korean are transliterated. Where that does not help, the work's key if it has
        the form of an id.

    Raises:
        UnusableRecordError: there are no Latin letters for the name or for the title; says how to give an id.
    """
    name = "anon" if work.authors[0] == _NOBODY else _family_name(work.authors[0])
    word = _title_word(work.title)
    if name and word:
        return f"{name}{work.year}{word}"
    if has_form(work.key):
        return work.key
    part, text = ("the title", work.title) if name else ("the first author", work.authors[0])
    example = f"{name or 'li'}{work.year}{word or 'forgetting'}"
    fix = f"give the paper an id as key of its BibTeX record: family name, year and title word, such as {example}"
    raise UnusableRecordError(f"no id can be made of {part} {shown(text)}, for which there are no Latin letters", fix)


def has_form(key: str) -> bool:
    """Whether a key has the form of an id: name, year, word."""
    return _ID.fullmatch(key) is not None


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


def namesake(given: str, wanted: str, taken: Container[str]) -> str:
    """Words of caution where an id had to get a letter: the work may be known under a slightly different title.

    Args:
        given: the id that the work got.
        wanted: the id that it would have got.
        taken: every id that was in use before.

    Returns:
        The words, or nothing where the id is the wanted one.
    """
    letters = ascii_lowercase.partition(given.removeprefix(wanted)[:1] or "a")[0]
    others = [other for other in (wanted, *(f"{wanted}{letter}" for letter in letters)) if other in taken]
    if given == wanted or not others:
        return ""
    listed = f"{', '.join(others[:_NAMED])} and others" if len(others) > _NAMED else " and ".join(others)
    have = "has" if len(others) == 1 else "have"
    return f"its id is {given}, since {listed} {have} the same first author, year and title word; check that they are different papers"


def title_cautions(others: Iterable[tuple[str, Work]]) -> list[str]:
    """Words of caution where other works, each with its place, have the same title and yet seem to be other works."""
    first = {other.key: f"{place}{_credits(other)}" for place, other in reversed(list(others))}  # an entry comes before its record
    return [f"{words} has the same title; check that they are different papers" for words in reversed(first.values())]


def _credits(work: Work) -> str:
    more = " and others" if len(work.authors) > 1 or work.more_authors else ""
    told = [*(f"by {shown(name)}{more}" for name in work.authors[:1]), *([f"arXiv {work.arxiv}"] if work.arxiv else [])]
    return f" ({', '.join(told)})" if told else ""


class KnownWorks:
    """Works that can be looked up by what they are called and by what they are."""

    def __init__(self, works: Iterable[tuple[str, Work]] = ()) -> None:
        """Take in works, each with words that say where it stands, such as `the entry 'fan2024salun'`."""
        self._places: dict[tuple[str, str], list[tuple[str, Work]]] = {}
        self.keys: set[str] = set()
        self._named: dict[str, str] = {}
        for place, work in works:
            self.add(place, work)

    def add(self, place: str, work: Work) -> None:
        """Take in one more work."""
        self.keys.add(work.key)
        self._named[work.key] = place
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

    def twin(self, work: Work) -> tuple[str, str] | None:
        """Find the work that is the same as this one, or has its key: what is the same (`id` for the key), and where it stands."""
        if work.key in self._named:
            return "id", self._named[work.key]
        found = self.find(work)
        return found[:2] if found else None

    def of_title(self, work: Work) -> Iterator[tuple[str, Work]]:
        """Works that have the title of this one and seem to be others, each with its place."""
        letters = letters_of(work.title)
        for place, known in self._places.get(("title", letters), ()):
            if not _may_be_same(work, known):
                yield place, known


def _may_be_same(one: Work, other: Work) -> bool:
    """Whether two works of one title can be the same: not if arXiv tells them apart, or if their first authors differ."""
    if one.arxiv and other.arxiv and one.arxiv != other.arxiv:
        return False
    first = [work.authors[0] for work in (one, other) if work.authors and work.authors[0] != _NOBODY]
    if len(first) < 2 or first[0].casefold() == first[1].casefold():  # noqa: PLR2004  # one of the two is not known
        return True
    return any(_family_name(name) in map(_letters_of, against.split()) for name, against in (first, reversed(first)) if _family_name(name))


def _title_word(title: str) -> str:
    composed = unicodedata.normalize("NFKC", title).translate(_LETTERS)
    words = [word for each in re.findall(r"[^\W_]+", composed) if (word := re.sub(r"[^a-z0-9]", "", _ascii(each)))]
    telling = (word for word in words if len(word) > 1 and not _INSIGNIFICANT.fullmatch(word))
    return next(telling, "".join(words))[:_LONGEST]


def _family_name(name: str) -> str:
    words = list(filter(None, map(_letters_of, name.split())))
    telling = [word for word in words if len(word) > 1 and word not in _SUFFIXES]
    return (telling or words or [""])[-1][:_LONGEST]


def _letters_of(word: str) -> str:
    return re.sub(r"[^a-z]", "", _ascii(word))


def _ascii(word: str) -> str:
    """A word in ASCII; of one that holds letters for which there are no Latin ones, only what is Latin itself."""
    if word.isascii():
        return word.lower()
    composed = unicodedata.normalize("NFKC", word).casefold()
    letters = "".join(map(_sound, composed.translate(_LETTERS)))
    plain = unicodedata.normalize("NFKD", letters).translate(_LETTERS)
    if any(map(_is_foreign, plain)):
        return "".join(re.findall(r"[a-z0-9]{3,}", composed))
    return plain.encode("ascii", "ignore").decode()


def _sound(character: str) -> str:
    found = None if character.isascii() else _SYLLABLE.fullmatch(unicodedata.name(character, ""))
    return found[1].lower() if found else character


def _is_foreign(character: str) -> bool:
    """Whether a character is a letter of another script than the Latin one."""
    return character.isalpha() and not unicodedata.name(character, "").startswith(("LATIN", "MODIFIER"))


def _letters() -> Iterator[str]:
    """The letters, then letters with a number after them: there is always one more."""
    return chain(ascii_lowercase, (f"z{number}" for number in count(2)))
