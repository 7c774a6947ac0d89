"""The index of the search, in parts: every word leads to its things, however many there are."""

from __future__ import annotations

import json
from itertools import accumulate, pairwise
from typing import Any

import pytest

from taxonomy.searching import INDEX, Thing, search_files, words_of


def index_of(*things: Thing) -> tuple[dict[str, Any], dict[str, list[list[int]]], list[list[str]]]:
    """What the index says, every word of it with the numbers that it stands for, and every thing."""
    files = {path: json.loads(text) for path, text in search_files(things)}
    shards = [files[f"search/words-{number}.json"] for number in range(len(files[INDEX]["starts"]))]
    assert [next(iter(shard)) for shard in shards] == files[INDEX]["starts"]
    words = {word: [list(accumulate(distances)) for distances in places] for shard in shards for word, places in shard.items()}
    assert len(words) == sum(map(len, shards))
    shown = [thing for number in range(len(files) - len(shards) - 1) for thing in files[f"search/things-{number}.json"]]
    return files[INDEX], words, shown


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("SalUn: a Method", ["salun", "a", "method"]),
        ("arXiv 2310.12508.", ["arxiv", "2310.12508"]),
        ("Émile Łucja Søren", ["emile", "łucja", "søren"]),
        ("L1-sparse, forget_set", ["l1", "sparse", "forget", "set"]),
        ("ﬁle ½", ["file", "1", "2"]),
        ("", []),
        ("…", []),
    ],
)
def test_words_are_runs_of_letters_and_digits(text: str, words: list[str]) -> None:
    """Accents, case and marks do not matter, dots within numbers do."""
    assert words_of(text) == words


def test_words_lead_to_things_by_where_they_stand() -> None:
    """A word that begins a name, one within a name, and one beside it are told apart; each counts at its best place only."""
    _, words, shown = index_of(Thing("One two two", "a.html", "n", "one three"), Thing("Two one", "b.html", "m", "three three"))
    assert words == {"one": [[0], [1], []], "two": [[1], [0], []], "three": [[], [], [0, 1]]}
    assert shown == [["One two two", "a.html", "n"], ["Two one", "b.html", "m"]]


def test_many_things_make_many_parts() -> None:
    """The parts are of bounded size, hold everything in order, and say where they begin."""
    things = [Thing(f"Name w{number}x", f"{number}.html", "note", "often") for number in range(5_000)]
    told, words, shown = index_of(*things)
    assert len(told["starts"]) > 1
    assert all(one < other for one, other in pairwise(told["starts"]))
    assert words["often"] == [[], [], list(range(5_000))]
    assert words["w4711x"] == [[], [4711], []]
    assert [path for _, path, _ in shown] == [f"{number}.html" for number in range(5_000)]
    assert max(len(text) for path, text in search_files(things)) < 60_000


def test_nothing_makes_an_empty_index() -> None:
    """Where there is nothing to find, the index says so."""
    assert dict(search_files([])) == {INDEX: '{"starts":[],"shown":32}'}
