"""Python's cyclic collector, which looks at everything that is kept again and again while much is read that stays."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


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

    What the program froze itself stays frozen.
    """
    if gc.get_freeze_count() == 0:
        gc.freeze()
        gc.unfreeze()
