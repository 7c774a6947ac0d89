"""The page on the Python library."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from taxonomy.pages.page import Page
from taxonomy.plain import versions
from taxonomy.reference import Described


def api_page(reference: Mapping[str, Sequence[Described]]) -> Page:
    """Every public name with signature, arguments, errors and example."""
    lead = "The Python library: every public name with what it takes, gives and raises."
    return Page("api.html", "Python", lead, "api.html", {"lead": lead, "groups": reference, "versions": versions()})
