"""Work in several processes at the same time, where there are several processors and the system can copy a process."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from multiprocessing.connection import Connection
from pickle import PickleError
from typing import TypeVar

S = TypeVar("S")
T = TypeVar("T")


@contextmanager
def beside(work: Callable[[], T]) -> Iterator[Callable[[], T]]:
    """Do a piece of work in a copy of this process while this one goes on; else when its result is asked for.

    Args:
        work: the work; of what it does, only files and its result, which can be pickled, outlive it.

    Yields:
        What gives the result when it is there; it raises what the work raised.
    """
    if processors() == 1:
        yield work
        return
    here, there = multiprocessing.Pipe(duplex=False)
    worker = multiprocessing.get_context("fork").Process(target=_work, args=(work, here, there))
    try:
        worker.start()
    except OSError:  # the system allows no further process
        here.close()
        there.close()
        yield work
        return
    there.close()
    try:
        yield lambda: _result(here, work)
    finally:
        worker.kill()  # where this process has failed, or was asked to end, before the other was done
        worker.join()
        here.close()


def processors() -> int:
    """How many processes may work at once: one where a process cannot be copied, or has threads, which may hold what a copy lacks."""
    is_known_to_work = hasattr(os, "fork") and hasattr(os, "sched_getaffinity") and threading.active_count() == 1
    return len(os.sched_getaffinity(0)) if is_known_to_work else 1


def for_each(work: Callable[[S], T], parts: Sequence[S], most: int) -> list[T]:
    """Do the same work for each of several parts, in this process and in copies of it.

    Args:
        work: the work; what it gives can be pickled.
        parts: the parts.
        most: how many processes there may be.

    Returns:
        What the work gives for each part, in their order.
    """
    count = max(1, min(processors(), most, len(parts)))
    shares = [partial(_all, work, parts[first::count]) for first in range(count)]
    with ExitStack() as copies:
        others = [copies.enter_context(beside(share)) for share in shares[1:]]
        done = [shares[0](), *(result() for result in others)]
    return [done[at % count][at // count] for at in range(len(parts))]


def _all(work: Callable[[S], T], parts: Sequence[S]) -> list[T]:
    return [work(part) for part in parts]


def _work(work: Callable[[], T], here: Connection, there: Connection) -> None:
    here.close()  # or nobody would tell this process that the first one is gone
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process tells of it, and ends this one
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    told: tuple[T | None, Exception | None]
    try:
        told = work(), None
    except Exception as error:  # noqa: BLE001  # whatever it is, the first process raises it
        told = None, error
    with suppress(Exception):  # the first process is gone, or does the work itself where it cannot be told
        there.send(told)


def _result(here: Connection, work: Callable[[], T]) -> T:
    """What the copy gave; where the system has ended it, or it could not tell what it had, this process does the work."""
    try:
        result, error = here.recv()
    except (EOFError, TypeError, AttributeError, ImportError, PickleError):
        return work()
    if error is not None:
        raise error
    return result  # type: ignore[no-any-return]  # whatever the work gives
