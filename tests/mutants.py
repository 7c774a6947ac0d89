"""Runs mutants that mutmut has written: each in a process of its own, by the tests that reach its function. MUTANTS.md says how.

All tests are collected once; a mutant is a fork of that process, so that it costs the time of its tests only. What a module works out
when it is imported is not worked out again: a mutant of such a function that survives has to be tried once more by itself.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from _pytest.runner import runtestprotocol

SLOW = ("agree", "slips", "raise", "come_back", "quick_search", "admitted_is_seen", "hold_no_fault", "any_size")
"""Words in the names of tests that go through many texts by chance, or through large files."""
FIRST = ("single_fault", "rejected_file", "so_many", "closer_look", "slip_is_told", "plain_scalar", "ambiguous", "places", "unreadable")
"""Words in the names of tests that notice most, in that order."""
SECONDS = 25
"""Time of the processor after which a mutant counts as noticed, as it seems not to end."""


class Mutants:
    """Goes through mutants in place of a run of tests.

    Attributes:
        results: what became of each mutant, by its name.
        left: mutants that were not tried, as time was up.
    """

    def __init__(self, names: list[str], until: float) -> None:
        """Take names of mutants, and the moment at which to stop."""
        told = json.loads(Path("mutmut-stats.json").read_text(encoding="utf-8"))
        self.results: dict[str, str] = {}
        self.left = names
        self._until = until
        self._reached: dict[str, list[str]] = told["tests_by_mangled_function_name"]
        self._lasts: dict[str, float] = told["duration_by_test"]

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Leave out tests that take long."""
        items[:] = [item for item in items if not any(word in item.name for word in SLOW)]

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Try one mutant after the other."""
        known = {item.nodeid: item for item in session.items}
        new = [item for name, item in known.items() if name not in self._lasts]
        while self.left and time.time() < self._until:
            name = self.left.pop(0)
            reached = [known[test] for test in self._reached.get(name.rpartition("__mutmut_")[0], ()) if test in known]
            self.results[name] = _tried(name, [*sorted(reached, key=self._rank), *new]) if reached else "no test"
        return True

    def _rank(self, item: pytest.Item) -> tuple[int, float]:
        rank = next((at for at, word in enumerate(FIRST) if word in item.name), len(FIRST))
        return rank, self._lasts.get(item.nodeid, 0)


def _tried(name: str, items: list[pytest.Item]) -> str:
    child = os.fork()
    if child == 0:
        silent = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silent, 1)
        os.dup2(silent, 2)
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        os.environ["MUTANT_UNDER_TEST"] = name
        try:
            noticed = any(report.failed for item in items for report in runtestprotocol(item, log=False, nextitem=None))
        finally:
            os._exit(1 if sys.exc_info()[0] or noticed else 0)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return {0: "survived", 1: "killed", -signal.SIGXCPU: "timeout", -signal.SIGKILL: "timeout"}.get(code, f"exit code {code}")


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
    parser.add_argument("modules", nargs="+", help="modules whose mutants are tried, such as swift or rules/rule")
    told = parser.parse_args()
    os.environ["MUTANT_UNDER_TEST"] = "none"
    mutants = Mutants([*names_in(told.modules)], time.time() + 60 * told.minutes)
    options = ["-q", "-s", "-p", "no:cacheprovider", "-p", "no:xdist", "--hypothesis-seed=0", "-W", "ignore"]
    pytest.main([*options, *told.tests], plugins=[mutants])
    told.to.write_text(json.dumps({**mutants.results, **dict.fromkeys(mutants.left, "not tried")}, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
