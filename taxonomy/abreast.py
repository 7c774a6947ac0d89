"""Work in several processes at the same time, where there are several processors and the system can copy a process."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from multiprocessing.connection import Connection
from pickle import PickleError
from struct import Struct
from typing import TypeVar

S = TypeVar("S")
T = TypeVar("T")

_TICKET = Struct("=II")
"""The number of the first part, and of the one after the last."""
_MOST_TICKETS = 512
"""A pipe holds a page of memory or more at once, whatever the system: so many tickets can be written before any is read."""


@contextmanager
def beside(work: Callable[[], Iterable[T]]) -> Iterator[Callable[[], list[T]]]:
    """Do a piece of work in a copy of this process while this one goes on; else when its result is asked for.

    Args:
        work: the work; of what it does, only files and the items of its result, which can be pickled, outlive it.

    Yields:
        What gives the result when it is there; it raises what the work raised.
    """
    if processors() == 1:
        yield lambda: list(work())
        return
    here, there = multiprocessing.Pipe(duplex=False)
    worker = multiprocessing.get_context("fork").Process(target=_work, args=(work, here, there))
    try:
        worker.start()
    except OSError:  # the system allows no further process
        here.close()
        there.close()
        yield lambda: list(work())
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
    """Do the same work for each of several parts, in this process and in copies of it; whichever is free takes the next part.

    Args:
        work: the work; what it gives can be pickled.
        parts: the parts, the longest best first.
        most: how many processes there may be.

    Returns:
        What the work gives for each part, in their order.
    """
    count = min(processors(), most, len(parts))
    if count <= 1:
        return [work(part) for part in parts]
    with _tickets(len(parts)) as tickets, ExitStack() as copies:
        share = partial(_share, work, parts, tickets, os.getpid())
        others = [copies.enter_context(beside(share)) for _ in range(count - 1)]
        done = dict(share())
        for result in others:
            done.update(result())
    return [done[at] if at in done else work(part) for at, part in enumerate(parts)]  # what a process had that the system ended is missing


@contextmanager
def _tickets(count: int) -> Iterator[int]:
    """A pipe that holds the numbers of all parts, a few in each ticket where they are many; each ticket is taken by one process."""
    reader, writer = os.pipe()
    try:
        each = -(-count // _MOST_TICKETS)
        tickets = (_TICKET.pack(first, min(first + each, count)) for first in range(0, count, each))
        os.write(writer, b"".join(tickets))
        os.close(writer)
        yield reader
    finally:
        os.close(reader)


def _share(work: Callable[[S], T], parts: Sequence[S], tickets: int, first: int) -> list[tuple[int, T]]:
    """Do parts as long as there are tickets, and the first process to tell of them; the number of each, and what the work gives for it."""
    done = []
    while first in {os.getpid(), os.getppid()} and (ticket := os.read(tickets, _TICKET.size)):
        done += [(at, work(parts[at])) for at in range(*_TICKET.unpack(ticket))]
    return done


def _work(work: Callable[[], Iterable[T]], here: Connection, there: Connection) -> None:
    here.close()  # or nobody would tell this process that the first one is gone
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process tells of it, and ends this one
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    told: list[T] = []
    error: Exception | None = None
    try:
        told = list(work())
    except Exception as raised:  # noqa: BLE001  # whatever it is, the first process raises it
        error = raised
    with suppress(Exception):  # the first process is gone, or does the work itself where it cannot be told
        for item in told:  # one by one, as all at once would take their memory three times
            there.send([item])
        there.send(error)


def _result(here: Connection, work: Callable[[], Iterable[T]]) -> list[T]:
    """What the copy gave; where the system has ended it, or it could not tell what it had, this process does the work."""
    items = []
    try:
        while isinstance(told := here.recv(), list):
            items += told
    except (EOFError, TypeError, AttributeError, ImportError, PickleError):
        return list(work())
    if told is not None:
        raise told
    return items
