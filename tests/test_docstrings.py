"""The examples in docstrings, and what every public name has to say."""

from __future__ import annotations

import doctest
import inspect
from collections.abc import Iterator
from functools import cache
from types import ModuleType

import pytest

import taxonomy
from taxonomy import api, cases, corpus, errors, loading, model, reading, selection
from taxonomy.notions import verdicts

MODULES = [api, cases, corpus, errors, loading, model, reading, selection, verdicts]
PUBLIC = [getattr(taxonomy, name) for name in taxonomy.__all__ if name not in {"__version__", "CATALOGUE", "RULES_VERSION"}]
REACHED = [cases.ClassifiedSetting, cases.Paper, cases.Settings, selection.Selection, verdicts.Fact, verdicts.Reason]
"""What public functions give out."""


def told(thing: object) -> Iterator[tuple[str, str]]:
    """Name and docstring of a public thing, and of the methods and properties that it defines."""
    yield getattr(thing, "__name__", ""), inspect.getdoc(thing) or ""
    for name, member in vars(thing).items() if inspect.isclass(thing) else ():
        spoken = getattr(member, "fget", None) or getattr(member, "func", None) or getattr(member, "__func__", None) or member
        if inspect.isroutine(spoken) and not name.startswith("_"):
            yield name, inspect.getdoc(spoken) or ""


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_examples_of_docstrings_hold(module: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every example of a docstring prints what stands below it."""
    monkeypatch.setattr(taxonomy, "load", cache(loading.load), raising=False)
    found = doctest.testmod(module)
    assert found.attempted > 0
    assert found.failed == 0


@pytest.mark.parametrize("thing", [*PUBLIC, *REACHED], ids=lambda thing: thing.__name__)
def test_public_names_are_documented_with_an_example(thing: type) -> None:
    """Every public name, and every public method of it, has a docstring with an example that is run."""
    modules = {module.__name__ for module in MODULES}
    assert thing.__module__ in modules
    assert [name for name, text in told(thing) if ">>> " not in text] == []
