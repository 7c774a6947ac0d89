"""The reference of the Python library: every public name, with what its docstring says, and nothing that is not there."""

from __future__ import annotations

import inspect

import pytest

import taxonomy
from taxonomy.pages.api import api_page
from taxonomy.reference import Described, read_reference

REFERENCE = read_reference()
DESCRIBED: dict[str, Described] = {thing.name: thing for things in REFERENCE.values() for thing in things}
ALL = [*DESCRIBED.values(), *(member for thing in DESCRIBED.values() for member in thing.members)]


def test_every_public_name_is_described() -> None:
    """What `taxonomy` exports is on the page."""
    assert set(taxonomy.__all__) <= DESCRIBED.keys()


def test_no_name_is_described_twice() -> None:
    """Every anchor of the page is one name's."""
    assert len({thing.name for thing in ALL}) == len(ALL)


@pytest.mark.parametrize("thing", ALL, ids=lambda thing: thing.name)
def test_names_say_what_they_are(thing: Described) -> None:
    """Every name has words; every part of it a name, a type or both, and words."""
    assert thing.about
    assert all(part.about and (part.name or part.kind) for part in (*thing.takes, *thing.holds, *thing.raises))


@pytest.mark.parametrize("name", ["load", "check", "classify"])
def test_functions_tell_arguments_errors_and_example(name: str) -> None:
    """The three functions name every argument, an error, and show an example."""
    thing = DESCRIBED[name]
    assert [part.name for part in thing.takes] == list(inspect.signature(getattr(taxonomy, name)).parameters)
    assert thing.signature.startswith(f"{name}(")
    assert thing.raises
    assert thing.example.startswith(">>> import taxonomy")


def test_methods_and_properties_of_classes_are_there() -> None:
    """Public methods, special ones that people call, and properties stand with their class; private ones do not."""
    names = {member.name: member for member in DESCRIBED["Corpus"].members}
    assert {"Corpus.query", "Corpus.compare", "Corpus.__getitem__", "Corpus.papers"} <= names.keys()
    assert not [name for name in names if "._" in name and not name.endswith("__")]
    assert names["Corpus.query"].signature == "query(text: str = '', **filters: str | int | Iterable[str] | None) -> Selection"
    assert {part.name for part in DESCRIBED["Verdict"].holds} >= {"intended", "evaluated", "agreement", "because"}


def test_page_holds_the_reference() -> None:
    """The page shows the groups in their order."""
    assert list(api_page(REFERENCE).context["groups"]) == list(REFERENCE)
