"""Python's cyclic collector, which looks at everything that is kept again and again while much is read that stays."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_MANY = 10_000
"""New things at which a look takes a while."""
_turns = [None] * 8
"""As often as a process may still take what is new for old."""


@contextmanager
def uncollected() -> Iterator[None]:
    """Let no collector run meanwhile; what is read makes no cycles, and is freed without one as ever."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            _take_for_old()
            gc.enable()


def _take_for_old() -> None:
    """Spare the collector its first look at all that is new: freezing and thawing takes everything for old, where it is looked at last.

    What the program froze itself stays frozen. A process does so a few times only: the collector counts nothing that is taken for old and
    begins to count anew, so that one that lives long would never look at it.
    """
    if _turns and gc.get_count()[0] > _MANY and gc.get_freeze_count() == 0:
        _turns.pop()
        gc.freeze()
        gc.unfreeze()
