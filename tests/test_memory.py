"""The collector is held back while much is read, and afterwards is as it was."""

from __future__ import annotations

import gc
from weakref import ref

import pytest

from taxonomy import memory
from taxonomy.memory import uncollected


class Cycle:
    """Something that holds itself."""

    def __init__(self) -> None:
        """Hold itself."""
        self.itself = self
        self.more: list[object] = []


def test_collector_is_as_it_was() -> None:
    """It runs again afterwards, also when something went wrong, and stays off for those who have turned it off."""
    with uncollected(), uncollected():
        assert not gc.isenabled()
    assert gc.isenabled()
    with pytest.raises(KeyError), uncollected():
        raise KeyError
    assert gc.isenabled()
    gc.disable()
    with uncollected():
        pass
    assert not gc.isenabled()
    gc.enable()


def many() -> list[object]:
    """So many things that a look at them takes a while."""
    return [[] for _ in range(20_000)]


def test_what_was_made_is_taken_for_old(monkeypatch: pytest.MonkeyPatch) -> None:
    """The collector's first look afterwards finds nothing young; a cycle is found all the same, by a look at everything."""
    monkeypatch.setattr(memory, "_turns", [None])
    with uncollected():
        made = many()
        made.append(made)
    young = {id(each) for generation in (0, 1) for each in gc.get_objects(generation)}
    assert id(made) not in young
    with uncollected():
        gone = ref(Cycle())
    gc.collect()
    assert gone() is None


def test_process_that_lives_long_forgets_what_is_gone() -> None:
    """However often it makes things that hold themselves: sooner or later the collector finds them without being asked."""
    seen: list[ref[Cycle]] = []
    for _ in range(30):
        with uncollected():
            one = Cycle()
            one.more = many()
            seen.append(ref(one))
            del one
    many()
    assert sum(each() is not None for each in seen) < len(seen) / 2


def test_what_is_frozen_stays_so() -> None:
    """A program that has frozen what it holds, as servers do before they fork, finds it frozen afterwards."""
    gc.freeze()
    try:
        before = gc.get_freeze_count()
        with uncollected():
            pass
        assert gc.get_freeze_count() >= before > 0
    finally:
        gc.unfreeze()
