"""Open lists: metrics, generic methods, problems and datasets, one block per term."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

from taxonomy import limits
from taxonomy.text import ONE_LINE, http_url, one_line, safe_text
from taxonomy.vocabulary.closed import Family, MeasuredOn, Notion, Polarity

Text = Annotated[str, Field(min_length=1, max_length=limits.NOTE), AfterValidator(safe_text)]
"""Text from strangers: without control characters and without characters that reorder what is shown."""
Line = Annotated[Text, Field(max_length=limits.LINE, json_schema_extra={"pattern": ONE_LINE}), AfterValidator(one_line)]
"""Text that fits on a line or two."""
Url = Annotated[str, Field(max_length=400), AfterValidator(http_url)]
"""An http or https address."""


_DEVICES = re.compile(r"con|prn|aux|nul|(?:com|lpt)[0-9]")
"""Names that Windows keeps for devices, whatever ending a file of that name has."""


def _not_reserved(value: str) -> str:
    if value == "index":
        raise PydanticCustomError("reserved", "`index` is the address of the list of all terms")
    if _DEVICES.fullmatch(value):
        raise PydanticCustomError("reserved", "a file of this name cannot be written on Windows")
    return value


TermId = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80), AfterValidator(_not_reserved)]
"""Lower-case words joined by hyphens."""
PAPER_ID = r"^[a-z]+[0-9]{4}[a-z0-9]+$"
PaperId = Annotated[str, Field(pattern=PAPER_ID, max_length=80)]
"""First author's family name, year, first significant title word."""


class Strict(BaseModel):
    """Base of everything that is read from files: frozen, and unknown fields are faults."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        use_attribute_docstrings=True,
        str_strip_whitespace=True,
    )


class Fit(Strict):
    """A usage note: the term suits a notion."""

    notion: Literal[Notion.UNTRAINING, Notion.UNLEARNING]
    """The notion that the term suits."""
    reason: Text
    """Why it suits, and with what care."""


class Misfit(Strict):
    """A usage note: the term misleads under a notion."""

    notion: Literal[Notion.UNTRAINING, Notion.UNLEARNING]
    """The notion under which the term misleads."""
    reason: Text
    """Why it misleads."""
    instead: Text
    """What to use instead."""


class Term(Strict):
    """What every term of an open list has."""

    id: TermId
    """Permanent id: the page's address and the name that entries use."""
    name: Line
    """Display name."""
    aliases: tuple[Line, ...] = ()
    """Other names and abbreviations in the literature."""
    definition: Text
    """What it is, in our own words."""
    sources: tuple[PaperId, ...] = Field(min_length=1)
    """Entries or register records that introduce or use the term."""


class Metric(Term):
    """A quantity that papers measure, with what it can show."""

    family: Family
    """What sort of quantity it is."""
    polarity: Polarity
    """What a high score shows about the thing that is to go."""
    formula: Line | None = None
    """How it is computed, in plain symbols."""
    usual_on: MeasuredOn | None = None
    """What it is usually measured on."""
    fits: tuple[Fit, ...] = ()
    """Notions that it suits, with the reason."""
    misleads: tuple[Misfit, ...] = ()
    """Notions under which it misleads, with the reason and what to use instead."""


class Method(Term):
    """A generic method that no single paper of this literature owns, such as retraining."""

    notions: tuple[Literal[Notion.UNTRAINING, Notion.UNLEARNING], ...] = Field(min_length=1)
    """Home notions, as the sources use it; the only declared ones: all others are computed."""
    fits: tuple[Fit, ...] = ()
    """Notions that it suits as a baseline, with the reason."""
    misleads: tuple[Misfit, ...] = ()
    """Notions under which it misleads as a baseline, with the reason and what to use instead."""


class PendingMethod(Term):
    """A method that coded papers compare with, and whose own paper nobody has coded yet: its home notion is unknown."""


class Problem(Term):
    """A problem that papers study, such as removing a class."""


class Dataset(Term):
    """A dataset or benchmark that settings run on."""

    url: Url | None = None
    """Where to get it."""


class Coding(Strict):
    """What an entry says where a paper uses a wording."""

    field: Literal["removes", "coverage", "granularity", "guarantee", "reference", "metric", "on", "criterion", "condition", "problem"]
    """Field of the entry."""
    value: TermId
    """Its value: a closed word, or the id of a term."""
    when: Line | None = None
    """Under which circumstances; always, where left out."""


class Wording(Term):
    """Words that papers use for what they do, and how an entry says it."""

    codes: tuple[Coding, ...] = Field(min_length=1)
    """What an entry says instead."""


TERM_FILES: dict[str, type[Term]] = {
    "metrics": Metric,
    "methods": Method,
    "pending": PendingMethod,
    "problems": Problem,
    "datasets": Dataset,
    "wordings": Wording,
}
"""The open lists: name of the file in this folder, model of its terms."""
