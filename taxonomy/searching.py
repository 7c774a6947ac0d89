"""The index of the site's search, in parts: a reader fetches the words that begin as theirs do, and the few things to be shown.

Words are runs of letters and digits, with dots within them, without accents and in small letters; `site/assets/search.js` takes a
reader's text apart in the same way. A list of numbers tells each number but the first as its distance from the one before it.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

INDEX = "search/index.json"
_WORD = re.compile(r"[^\W_]+(?:\.[^\W_]+)*")
_SHARD = 32_000
"""How many letters of words and numbers one file holds, roughly."""
_SHOWN = 32
"""How many things one file holds."""


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that can be looked up.

    Attributes:
        name: what it is called.
        path: its address below the site's root.
        note: what it is, to tell it by.
        words: further words that find it.
    """

    name: str
    path: str
    note: str
    words: str = ""


def words_of(text: str) -> list[str]:
    """The words of a text, in their order."""
    apart = unicodedata.normalize("NFKD", text)
    return _WORD.findall("".join(letter for letter in apart if not unicodedata.category(letter).startswith("M")).lower())


def search_files(things: Sequence[Thing]) -> Iterator[tuple[str, str]]:
    """The index.

    Args:
        things: everything that can be looked up; of equally good ones the search shows the first.

    Yields:
        Address below the site's root, and text, of each file.
    """
    starts = []
    for number, shard in enumerate(_shards(_places(things))):
        starts.append(next(iter(shard)))
        yield f"search/words-{number}.json", _json(shard)
    for number, first in enumerate(range(0, len(things), _SHOWN)):
        yield f"search/things-{number}.json", _json([[each.name, each.path, each.note] for each in things[first : first + _SHOWN]])
    yield INDEX, _json({"starts": starts, "shown": _SHOWN})


def _places(things: Iterable[Thing]) -> dict[str, list[list[int]]]:
    """For each word the numbers of the things whose name begins with it, whose name holds it, and that it finds beside the name."""
    places: dict[str, list[list[int]]] = defaultdict(lambda: [[], [], []])
    for number, thing in enumerate(things):
        name = words_of(thing.name)
        within = dict.fromkeys(name[1:]).keys() - set(name[:1])
        for place, words in enumerate((set(name[:1]), within, set(words_of(thing.words)) - set(name))):
            for word in words:
                places[word][place].append(number)
    return places


def _shards(places: dict[str, list[list[int]]]) -> Iterator[dict[str, list[list[int]]]]:
    """The words in the order in which a browser compares text, cut into parts of about the same size."""
    shard: dict[str, list[list[int]]] = {}
    size = 0
    for word in sorted(places, key=lambda word: word.encode("utf-16-be")):
        shard[word] = [_distances(numbers) for numbers in places[word]]
        size += len(word) + sum(map(len, map(str, shard[word])))
        if size > _SHARD:
            yield shard
            shard, size = {}, 0
    if shard:
        yield shard


def _distances(numbers: Sequence[int]) -> list[int]:
    return [number - before for before, number in zip((0, *numbers), numbers, strict=False)]


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
