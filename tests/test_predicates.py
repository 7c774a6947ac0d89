"""Predicates: what they are as data says the same as what they do, and the data has one form on every run."""

from __future__ import annotations

from collections import namedtuple
from typing import Any

import pytest

from taxonomy.notions.predicates import ALWAYS, Predicate, has, matches, one_of, some
from taxonomy.notions.tables import ROWS
from taxonomy.vocabulary.closed import Reference

Thing = namedtuple("Thing", ("one", "many", "things"))  # noqa: PYI024  # the values are of any type
PLAIN = Thing("a", frozenset({"a", "b"}), ())
OUTER = Thing(None, frozenset(), (PLAIN, Thing("c", frozenset(), ())))


def holds(plain: Any, thing: Any) -> bool:
    """Whether a predicate that is given as data holds of a thing: what every reader of the data has to do."""
    name, *parts = plain
    if name in {"all", "any"}:
        return {"all": all, "any": any}[name](holds(part, thing) for part in parts)
    if name == "not":
        return not holds(parts[0], thing)
    found = getattr(thing, parts[0])
    if name == "some":
        return any(holds(parts[1], each) for each in found)
    return found in parts[1] if name == "in" else bool(set(found) & set(parts[1]))


@pytest.mark.parametrize(
    ("predicate", "expected"),
    [
        (ALWAYS, (True, True)),
        (~ALWAYS, (False, False)),
        (one_of("one", "a", "b"), (True, False)),
        (one_of("one", None), (False, True)),
        (has("many", "b", "z"), (True, False)),
        (has("many"), (False, False)),
        (some("things", one_of("one", "c")), (False, True)),
        (some("things", ALWAYS), (False, True)),
        (one_of("one", "a") & has("many", "z"), (False, False)),
        (one_of("one", None) | has("many", "a"), (True, True)),
        (~(one_of("one", "a") & has("many", "a")), (False, True)),
    ],
    ids=lambda value: str(value.plain) if isinstance(value, Predicate) else "",
)
def test_predicate_says_what_it_does(predicate: Predicate, expected: tuple[bool, bool]) -> None:
    """Called, and read off its data, a predicate gives the same."""
    assert (predicate(PLAIN), predicate(OUTER)) == expected
    assert (holds(predicate.plain, PLAIN), holds(predicate.plain, OUTER)) == expected


def test_order_of_values_is_the_same_on_every_run() -> None:
    """Values stand in order of their letters, whatever the order in which they are given."""
    assert one_of("one", "b", None, "a").plain == ["in", "one", [None, "a", "b"]]
    assert has("many", *frozenset({"c", "b", "a"})).plain == ["has", "many", ["a", "b", "c"]]


def test_predicates_that_say_the_same_are_one_key() -> None:
    """Predicates, and rows of the tables that hold them, can be counted and looked up by what they say."""
    one, same, other = one_of("one", "a", "b"), one_of("one", "b", "a"), one_of("one", "a")
    assert (one, hash(one)) == (same, hash(same))
    assert hash(one) != hash(other)
    assert len({*ROWS, *ROWS}) == len(ROWS)


def test_predicates_are_made_of_others() -> None:
    """Each way to join predicates says what it does, as data and called, of things of which either, both or neither holds."""
    first, second = one_of("one", "a"), has("many", "z")
    things = [Thing(one, many, ()) for one in ("a", "c") for many in ({"z"}, {"y"})]
    joined = {
        "all": (first & second, [True, False, False, False]),
        "any": (first | second, [True, True, True, False]),
    }
    for name, (predicate, expected) in joined.items():
        assert predicate.plain == [name, ["in", "one", ["a"]], ["has", "many", ["z"]]]
        assert list(map(predicate, things)) == expected
    assert ((~first).plain, list(map(~first, things))) == (["not", ["in", "one", ["a"]]], [False, False, True, True])
    inner = some("things", first)
    assert inner.plain == ["some", "things", ["in", "one", ["a"]]]
    assert [inner(Thing("", (), (thing,))) for thing in things] == [True, True, False, False]


def test_closeness_to_a_reference_is_told_by_criterion_and_reference() -> None:
    """Both have to be as they are asked for."""
    close = matches(Reference.ORIGINAL_MODEL, Reference.CHANCE_LEVEL)
    held = ["has", "references", ["chance-level", "original-model"]]
    assert close.plain == ["all", ["in", "criterion", ["match-reference"]], held]
