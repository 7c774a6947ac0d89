"""Two pieces of work at the same time, where a second processor is there and the system can copy a process."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from typing import TypeVar

T = TypeVar("T")


@contextmanager
def beside(work: Callable[[], T]) -> Iterator[Callable[[], T]]:
    """Do a piece of work in a copy of this process while this one goes on; else when its result is asked for.

    Args:
        work: the work; of what it does, only files and its result, which can be pickled, outlive it.

    Yields:
        What gives the result when it is there; it raises what the work raised.
    """
    if not _can_copy():
        yield work
        return
    here, there = multiprocessing.Pipe(duplex=False)
    worker = multiprocessing.get_context("fork").Process(target=_work, args=(work, there))
    worker.start()
    there.close()
    try:
        yield lambda: _result(here, worker.join)
    finally:
        worker.kill()  # where this process has failed, or was asked to end, before the other was done
        worker.join()
        here.close()


def _can_copy() -> bool:
    """Whether there is a second processor, and no thread that could hold what a copy of the process then lacks."""
    is_known_to_work = hasattr(os, "fork") and hasattr(os, "sched_getaffinity") and threading.active_count() == 1
    return is_known_to_work and len(os.sched_getaffinity(0)) > 1


def _work(work: Callable[[], T], there: Connection) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process tells of it, and ends this one
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    told: tuple[T | None, Exception | None]
    try:
        told = work(), None
    except Exception as error:  # noqa: BLE001  # whatever it is, the first process raises it
        told = None, error
    with suppress(BrokenPipeError):  # the first process is gone
        there.send(told)


def _result(here: Connection, join: Callable[[], None]) -> T:  # type: ignore[type-var]  # whatever the work gives
    try:
        result, error = here.recv()
    except EOFError:
        raise ChildProcessError("a process that this one had begun was ended by the system") from None
    join()
    if error is not None:
        raise error
    return result  # type: ignore[no-any-return]  # whatever the work gives
