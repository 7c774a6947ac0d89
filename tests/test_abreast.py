"""Work beside other work: the same result and the same errors, whether a second process does it or not."""

from __future__ import annotations

import operator
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

import pytest

from taxonomy import abreast
from taxonomy.abreast import beside, for_each

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the system cannot copy a process")
WAYS = pytest.mark.parametrize("processes", [1, 2])


def with_processes(monkeypatch: pytest.MonkeyPatch, processes: int) -> None:
    """Say how many processes may run."""
    monkeypatch.setattr(abreast, "processors", lambda: processes)


def interrupted(work: Callable[[], Iterable[object]], before: Callable[[], object]) -> None:
    """Begin work beside, and fail."""
    with beside(work):
        before()
        raise ValueError("failed")


@WAYS
def test_work_is_done_beside(processes: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The result comes back, files stay, and another process did it where one can be had."""
    with_processes(monkeypatch, processes)

    def work() -> Iterator[int]:
        (tmp_path / "written").touch()
        yield from (os.getpid(), 1, 2)

    with beside(work) as result:
        process, *others = result()
    assert len({process, os.getpid()}) == processes
    assert others == [1, 2]
    assert (tmp_path / "written").exists()


@WAYS
def test_error_of_the_work_is_raised(processes: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the system refused the work is told as if it had been done here."""
    with_processes(monkeypatch, processes)

    def work() -> list[int]:
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left") as caught, beside(work) as result:
        result()
    assert caught.value.errno == 28


def test_work_ends_with_what_it_was_done_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the first process fails, the second one is ended before anything is cleared away."""
    with_processes(monkeypatch, 2)
    reader, writer = os.pipe()
    with pytest.raises(ValueError, match="failed"):
        interrupted(partial(map, time.sleep, [600]), lambda: os.close(writer))
    assert os.read(reader, 1) == b""  # nobody holds the other end any more
    os.close(reader)


def test_work_that_the_system_ends_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a second process vanishes, this one does the work instead of waiting for ever."""
    with_processes(monkeypatch, 2)
    first = os.getpid()

    def work() -> list[str]:
        if os.getpid() != first:
            os.kill(os.getpid(), 9)
        return ["done"]

    with beside(work) as result:
        assert result() == ["done"]


def test_work_is_done_here_where_no_process_can_be_copied(monkeypatch: pytest.MonkeyPatch) -> None:
    """A system that allows no further process makes no difference but time."""
    with_processes(monkeypatch, 2)

    def refused() -> int:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(os, "fork", refused)
    assert for_each(lambda part: (part, os.getpid()), [1, 2, 3], most=2) == [(part, os.getpid()) for part in (1, 2, 3)]


def test_error_that_cannot_be_carried_over_is_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    """An error that no process can tell another is met again here."""
    with_processes(monkeypatch, 2)

    class OwnError(Exception):
        """An error that cannot be pickled, as its class is known here only."""

    def work() -> list[int]:
        raise OwnError

    with pytest.raises(OwnError), beside(work) as result:
        result()


def test_item_that_cannot_be_carried_over_is_made_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where an item among others cannot be told to another process, this one does the whole work."""
    with_processes(monkeypatch, 2)

    def work() -> list[object]:
        return [1, lambda: 2, 3]

    with beside(work) as result:
        first, second, third = result()
    assert (first, callable(second), third) == (1, True, 3)


def test_work_ends_when_nobody_waits_for_it() -> None:
    """Where the first process is killed, the second one ends, too, however much it has to tell."""
    code = "import sys, time; from taxonomy import abreast; abreast.processors = lambda: 2\n"
    code += "with abreast.beside(lambda: time.sleep(1) or ['x' * 10_000_000]): print(flush=True); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as process:
        assert process.stdout
        process.stdout.readline()
        process.kill()
        assert process.communicate(timeout=30)[0] == b""  # which waits for all who hold the other end


def test_no_part_is_begun_for_a_process_that_is_gone(tmp_path: Path) -> None:
    """Where the first process is killed, the others leave the parts that nobody has taken."""
    code = """
import os, sys, time
from pathlib import Path
from taxonomy import abreast

def work(part):
    (folder / str(part)).touch()
    while os.getpid() == first:
        if len(list(folder.iterdir())) > 1:
            os.kill(first, 9)
    time.sleep(0.02)

abreast.processors, folder, first = lambda: 2, Path(sys.argv[1]), os.getpid()
abreast.for_each(work, range(300), 2)
"""
    with subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE) as process:
        assert process.communicate(timeout=60)[0] == b""  # which waits for all who hold the other end
    assert 1 < len(list(tmp_path.iterdir())) < 100


@pytest.mark.parametrize("processes", [1, 2, 3])
@pytest.mark.parametrize("count", [0, 1, 2, 7, 2_000])
def test_parts_come_back_in_order(processes: int, count: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many processes share the parts, each is done once, what comes back is in their order, and as many work as may."""
    with_processes(monkeypatch, processes)
    expected, latest = min(processes, 2, count), time.monotonic() + 60

    def work(part: int) -> int:
        (tmp_path / str(os.getpid())).touch()
        while len(list(tmp_path.iterdir())) < expected and time.monotonic() < latest:  # until the other has taken one, too
            time.sleep(0.01)
        with (tmp_path / str(os.getpid())).open("a", encoding="utf-8") as file:
            file.write(f"{part}\n")
        return part * part

    assert for_each(work, range(count), most=2) == [part * part for part in range(count)]
    done = [path.read_text(encoding="utf-8").split() for path in tmp_path.iterdir()]
    assert len(done) == expected
    assert sorted(int(part) for parts in done for part in parts) == list(range(count))


def test_parts_that_a_process_had_are_done_here_where_it_vanishes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the system ends a process that has taken parts, none of them is missing."""
    with_processes(monkeypatch, 2)
    first, (reader, writer) = os.getpid(), os.pipe()

    def work(part: int) -> int:
        if os.getpid() != first:
            os.kill(os.getpid(), 9)
        if part == 0:
            os.close(writer)
            os.read(reader, 1)  # until the other has taken a part, and is gone
        return part

    assert for_each(work, range(5), most=2) == list(range(5))
    os.close(reader)


@WAYS
def test_error_of_a_part_is_raised(processes: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """What goes wrong with one part, in whichever process, ends the whole."""
    with_processes(monkeypatch, processes)
    for bad in range(4):
        with pytest.raises(ZeroDivisionError):
            for_each(partial(operator.floordiv, 1), [part - bad for part in range(4)], most=2)
