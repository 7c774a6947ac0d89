"""What `corpus.json` holds, field by field: the models from which its JSON Schema is generated.

Papers, settings, verdicts and flags have the shape that `taxonomy.plain` gives them everywhere; a test holds the two together.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from taxonomy.exports.vocabulary import Vocabulary
from taxonomy.model import Acknowledgement, Dispute, RuleCode, Setting
from taxonomy.vocabulary.closed import Agreement, Evaluated, EvidenceSource, Notion, PaperNotion, Severity
from taxonomy.vocabulary.terms import PaperId, Strict, TermId, Url


class FactShape(Strict):
    """A fact of a setting."""

    path: str
    """Where it stands within the setting, such as `measurements[0].criterion`."""
    value: str
    """Its value, as the entry writes it."""


class SeenIn(Strict):
    """Where facts were looked up."""

    source: EvidenceSource
    """What kind of source was really looked at."""
    locator: str
    """Where in it: section, table, figure, file."""
    url: Url = ""
    """Address of what was looked at; left out where there is none."""
    note: str = ""
    """What it says; left out where there is nothing to add."""


class ReasonShape(Strict):
    """A criterion that held."""

    criterion: str
    """Its name."""
    text: str
    """What it says, in words."""
    points_to: Notion | Evaluated
    """The notion that it speaks for."""
    facts: tuple[FactShape, ...]
    """The facts that it read."""
    evidence: tuple[SeenIn, ...]
    """Where these facts were looked up."""


class FlipShape(Strict):
    """A change of one fact that would change the verdict."""

    path: str
    """Where the fact stands within the setting."""
    value: str = Field(alias="from")
    """Its value now."""
    to: str
    """The value that it would have to take."""
    intended: Notion
    """Intended notion after the change."""
    evaluated: Evaluated
    """Evaluated notion after the change."""
    agreement: Agreement
    """Agreement after the change."""


class ReadingShape(Strict):
    """What one measurement points to."""

    path: str
    """Where the measurement stands within the setting."""
    row: str
    """Name of the row of the second table that decided."""
    points_to: Evaluated | None
    """The notion that the row speaks for, if any."""


class FlagShape(Strict):
    """A rule that fired on a setting or on a paper."""

    code: RuleCode
    """Code of the rule."""
    name: TermId
    """Name of the rule."""
    severity: Severity
    """How serious it is."""
    paper: PaperId
    """Id of the paper."""
    setting: TermId | None
    """Id of the setting; null where the flag speaks of the paper."""
    message: str
    """What is flagged."""
    choices: tuple[FactShape, ...]
    """The choices that it speaks of."""
    instead: str
    """What to do instead."""
    acknowledged: Acknowledgement | None
    """How the paper justifies the choice, if it does."""
    disputes: tuple[Dispute, ...]
    """Disagreements about the flag."""


class SkippedShape(Strict):
    """A rule that could not be applied to a setting."""

    code: RuleCode
    """Code of the rule."""
    reason: str
    """Why it could not be applied."""


class SettingShape(Strict):
    """A setting: its facts and what follows from them."""

    paper: PaperId
    """Id of the paper."""
    setting: TermId
    """Id of the setting within the paper."""
    facts: Setting
    """The setting as the entry states it."""
    intended: Notion
    """The notion that the forget set defines."""
    evaluated: Evaluated
    """The notion that the measurements can show."""
    agreement: Agreement
    """How the two relate."""
    because: tuple[ReasonShape, ...]
    """The criteria that held, the forget set's first."""
    missing: tuple[str, ...]
    """Paths of the facts that would settle an undetermined verdict."""
    flips: tuple[FlipShape, ...]
    """Every change of one fact that would change the verdict."""
    measurements: tuple[ReadingShape, ...]
    """What each measurement points to, in the order of the facts."""
    flags: tuple[FlagShape, ...]
    """Rules that fired."""
    skipped: tuple[SkippedShape, ...]
    """Rules that could not be applied, with the reason."""


class PaperShape(Strict):
    """A coded paper: what its entry states, and what follows from it."""

    data_version: str
    """Version of the data."""
    rules_version: str
    """Version of the rule set."""
    settings: tuple[SettingShape, ...]
    """Its settings."""
    notion: PaperNotion
    """Its settings' intended notions taken together."""
    flags: tuple[FlagShape, ...]
    """Rules that fired on the paper as a whole."""


class RuleShape(Strict):
    """A rule of the catalogue."""

    code: RuleCode
    """Permanent code."""
    name: TermId
    """Name of what is flagged."""
    severity: Severity
    """How serious a flag is."""
    speaks_of: Literal["setting", "paper"]
    """What it judges."""
    title: str
    """What is flagged."""
    rationale: str
    """Why it matters."""
    instead: str
    """What to do instead."""
    exceptions: str
    """Known false positives."""
    applies_to: tuple[Notion, ...]
    """Intended notions that it speaks of."""
    flags: str
    """A minimal setting that is flagged, as YAML."""
    passes: str
    """The same, corrected."""
    sources: tuple[PaperId, ...]
    """Coded papers or register records that say so."""


class WorkShape(Strict):
    """A known work that nobody has coded yet."""

    key: str
    """Its key in the register."""
    title: str
    """Title."""
    authors: tuple[str, ...]
    """Names in order, `Given Family`."""
    more_authors: bool
    """Whether the list of authors is known to be cut."""
    year: int | None
    """Year of the venue."""
    venue: str | None
    """Short name of the venue."""
    arxiv: str | None
    """arXiv identifier."""
    doi: str | None
    """DOI."""
    url: Url | None
    """Landing page; null where the register names no plain http or https address."""


class CorpusShape(Strict):
    """All coded papers with their verdicts and flags, the vocabulary, the rules, and the register of works not coded yet."""

    schema_name: Literal["corpus.schema.json"] = Field(alias="$schema")
    """The JSON Schema of this file, which stands beside it."""
    data_version: str
    """Version of the data."""
    rules_version: str
    """Version of the rule set."""
    license: Literal["CC-BY-4.0"]
    """Licence of the data."""
    papers: tuple[PaperShape, ...]
    """The coded papers, in order of id."""
    vocabulary: Vocabulary
    """The words that they use."""
    rules: tuple[RuleShape, ...]
    """The catalogue of rules, in order of code."""
    register_: tuple[WorkShape, ...] = Field(alias="register")
    """Known works that nobody has coded yet, in order of key."""
