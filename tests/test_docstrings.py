"""The examples in docstrings, and what every public name has to say."""

from __future__ import annotations

import doctest
import inspect
from types import ModuleType

import pytest

import taxonomy
from taxonomy import api, corpus, selection

PUBLIC = [getattr(taxonomy, name) for name in taxonomy.__all__ if name not in {"__version__", "CATALOGUE", "RULES_VERSION"}]


@pytest.mark.parametrize("module", [api, corpus, selection], ids=lambda module: module.__name__)
def test_examples_of_docstrings_hold(module: ModuleType) -> None:
    """Every example of a docstring prints what stands below it."""
    found = doctest.testmod(module)
    assert found.attempted > 0
    assert found.failed == 0


@pytest.mark.parametrize("thing", PUBLIC, ids=lambda thing: thing.__name__)
def test_public_names_are_documented(thing: type) -> None:
    """Every public name, and every public method of it, has a docstring."""
    own = [member for name, member in vars(thing).items() if not name.startswith("_")] if inspect.isclass(thing) else []
    undocumented = [member for member in (thing, *own) if inspect.isroutine(member) and not inspect.getdoc(member)]
    assert inspect.getdoc(thing)
    assert undocumented == []
