"""Runs mutants that mutmut has written: each in a process of its own, by the tests that reach its function. MUTANTS.md says how.

All tests are collected once; a mutant is a fork of that process, so that it costs the time of its tests only. What a module works out
when it is imported is not worked out again: a mutant of such a function that survives has to be tried once more by itself.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import resource
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from _pytest.runner import runtestprotocol
from hypothesis import Phase, settings

SLOW = 0.05
"""Seconds after which a test counts as slow: it goes through many texts by chance, or through large files."""
FIRST = ("single_fault", "rejected_file", "so_many", "closer_look", "slip_is_told", "plain_scalar", "ambiguous", "places", "unreadable")
"""Words in the names of tests that notice most, in that order."""
KEEN = 20
"""How many of the tests that noticed the last mutants come first."""
SECONDS = 30
"""Time of the processor after which a mutant seems not to end; three times as long it may wait."""


class Mutants:
    """Goes through mutants in place of a run of tests.

    Attributes:
        results: what became of each mutant, by its name.
    """

    def __init__(self, names: list[str], to: Path, until: float, slowest: float) -> None:
        """Take names of mutants, a file for the results, the moment at which to stop, and how long a test may take."""
        told = json.loads(Path("mutmut-stats.json").read_text(encoding="utf-8"))
        self.results = dict.fromkeys(names, "not tried")
        self._to = to
        self._until = until
        self._slowest = slowest
        self._keen: list[str] = []
        self._reached: dict[str, list[str]] = told["tests_by_mangled_function_name"]
        self._lasts: dict[str, float] = told["duration_by_test"]

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Leave out tests that take long."""
        items[:] = [item for item in items if self._lasts.get(item.nodeid, 0) <= self._slowest]

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Try one mutant after the other, each by the tests that reach it and by those that are new."""
        known = {item.nodeid: item for item in session.items}
        new = [item for name, item in known.items() if name not in self._lasts]

        def notices(name: str) -> str:
            reached = [known[test] for test in self._reached.get(name.rpartition("__mutmut_")[0], ()) if test in known]
            items = [*new, *sorted(reached, key=self._rank)]
            failed = (item for item in items if any(report.failed for report in runtestprotocol(item, log=False, nextitem=None)))
            return next((item.nodeid for item in failed), "")

        self.try_all(notices)
        return True

    def try_all(self, notices: Callable[[str], str]) -> None:
        """Try mutants until time is up, with what says in a process of its own which test notices one."""
        for name in self.results:
            if time.time() < self._until:
                self.results[name], test = _tried(name, notices)
                self._keen = [test, *(other for other in self._keen if other != test)][:KEEN]
                self._to.write_text(json.dumps(self.results, indent=1), encoding="utf-8")

    def _rank(self, item: pytest.Item) -> tuple[int, int, float]:
        keen = self._keen.index(item.nodeid) if item.nodeid in self._keen else KEEN
        rank = next((at for at, word in enumerate(FIRST) if word in item.name), len(FIRST))
        return keen, rank, self._lasts.get(item.nodeid, 0)


def _tried(name: str, notices: Callable[[str], str]) -> tuple[str, str]:
    """What becomes of a mutant, and the test that notices it."""
    heard, told = os.pipe()
    child = os.fork()
    if child == 0:
        silent = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silent, 1)
        os.dup2(silent, 2)
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        signal.alarm(3 * SECONDS)
        os.environ["MUTANT_UNDER_TEST"] = name
        try:
            noticed = notices(name)
            os.write(told, noticed.encode("utf-8")[:4096])
        finally:
            os._exit(1 if sys.exc_info()[0] or noticed else 0)
    os.close(told)
    with open(heard, encoding="utf-8", errors="replace") as file:  # noqa: PTH123  # a pipe has no path
        test = file.read()
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    endless = dict.fromkeys((-signal.SIGXCPU, -signal.SIGKILL, -signal.SIGALRM), "endless")
    return {0: "survived", 1: "killed", **endless}.get(code, f"exit code {code}"), test


def names_in(modules: list[str]) -> Iterator[str]:
    """Names of the mutants of modules, such as `swift` or `rules/rule`."""
    for module in modules:
        yield from json.loads(Path(f"taxonomy/{module}.py.meta").read_text(encoding="utf-8"))["exit_code_by_key"]


def main() -> None:
    """Try the mutants of modules, and write what became of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tests", nargs="+", required=True, help="files of tests")
    parser.add_argument("--minutes", type=float, default=60, help="when to stop")
    parser.add_argument("--to", type=Path, required=True, help="file for the results")
    parser.add_argument("--all", action="store_true", help="leave out no test, however long it takes")
    parser.add_argument("--again", type=Path, help="results of a run: what was noticed there is not tried")
    parser.add_argument("--fresh", action="store_true", help="import everything anew for each mutant")
    parser.add_argument("modules", nargs="+", help="modules whose mutants are tried, such as swift or rules/rule")
    told = parser.parse_args()
    os.environ["MUTANT_UNDER_TEST"] = "none"
    settings.register_profile("mutants", phases=[Phase.explicit, Phase.generate], database=None, deadline=None)
    settings.load_profile("mutants")  # what fails need not be made small
    names = [*names_in(told.modules)]
    if told.again:
        before = json.loads(told.again.read_text(encoding="utf-8"))
        names = [name for name in names if before.get(name) != "killed"]
    options = [
        "-q",
        "-s",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:xdist",
        "--hypothesis-seed=0",
        "-W",
        "ignore",
        "--tb=native",
        "--assert=plain",
        *told.tests,
    ]
    mutants = Mutants(names, told.to, time.time() + 60 * told.minutes, math.inf if told.all else SLOW)
    if told.fresh:
        mutants.try_all(lambda _: "" if pytest.main(["-x", *options]) == pytest.ExitCode.OK else "a fresh run")
    else:
        pytest.main(options, plugins=[mutants])


if __name__ == "__main__":
    main()
