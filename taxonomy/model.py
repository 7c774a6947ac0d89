"""What an entry may say: facts with evidence about one published paper, and no verdict."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Annotated, Any, LiteralString, Self

from pydantic import BeforeValidator, Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from taxonomy import limits
from taxonomy.documents import NodePath
from taxonomy.names import TERM_PATTERN
from taxonomy.vocabulary.closed import (
    Condition,
    Confidence,
    Coverage,
    Criterion,
    DisputeStatus,
    EvidenceSource,
    Granularity,
    Guarantee,
    Kind,
    MeasuredOn,
    Membership,
    Modality,
    Reference,
    Removes,
    Supports,
)
from taxonomy.vocabulary.terms import Dataset, Line, Metric, PaperId, Strict, TermId, Text, Url
from taxonomy.ways import EACH, words_at


def _only_a_day(value: object) -> object:
    """Take text of the form YYYY-MM-DD, or a day, and nothing else that could be read as a point in time."""
    if type(value) is date or (isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value)):
        return value
    raise PydanticCustomError("date_form", "this is no day of the form YYYY-MM-DD")


Day = Annotated[date, BeforeValidator(_only_a_day)]
"""A day as `YYYY-MM-DD`."""
Share = Annotated[float, Field(strict=True, gt=0, le=1)]
"""A share between 0 and 1, not in per cent."""
RULE_CODE = r"^[A-Z]{3}[0-9]{3}$"
RuleCode = Annotated[str, Field(pattern=RULE_CODE)]
"""Code of a rule, such as `MET301`."""


def _inconsistent(message: LiteralString, at: str, **context: object) -> PydanticCustomError:
    """An error about facts that contradict each other; `at` leads from the validated value to the most telling one."""
    return PydanticCustomError("inconsistent", message, {"at": at, **context})


def _raise_all(kind: LiteralString, told: Iterable[tuple[str, str]]) -> None:
    """Raise one error for all places where something is wrong, if any; each is a way to the place, and what is wrong."""
    (at, said), *others = [*told] or [("", "")]
    if said:
        raise PydanticCustomError(kind, "{said}", {"at": at, "said": said, "others": others})


class Links(Strict):
    """Where the paper and its code can be found."""

    arxiv: Annotated[str, Field(pattern=r"^([0-9]{4}\.[0-9]{4,5}|[a-z-]+(\.[A-Z]{2})?/[0-9]{7})$")] | None = None
    """arXiv identifier without version, quoted: `"2310.12508"`."""
    doi: Annotated[str, Field(pattern=r'^10\.[0-9]{4,9}/[^\s<>"{}\\]+$', max_length=200)] | None = None
    """DOI without `https://doi.org/`, lower case."""
    openreview: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{6,20}$")] | None = None
    """OpenReview forum id, without the address."""
    page: Url | None = None
    """Landing page of the published version."""
    code: tuple[Url, ...] = ()
    """Official repositories, data and project pages."""


class Evidence(Strict):
    """Where facts of a setting were looked up."""

    supports: tuple[Supports, ...] = Field(min_length=1)
    """The parts of the setting that this source speaks for."""
    source: EvidenceSource
    """What kind of source was really looked at."""
    locator: Line
    """Where in it: section, table, figure, file."""
    url: Url | None = None
    """Address of what was looked at."""
    note: Text | None = None
    """What it says, in our own words."""


class ForgetSet(Strict):
    """What is handed over for removal, and what it stands for."""

    removes: Removes
    """What must be gone: the rows themselves, or the concept that they are instances of."""
    concept: Line | None = None
    """The concept or behaviour B in our own words; required where a concept is removed."""
    coverage: Coverage = Coverage.NOT_REPORTED
    """How much of the concept's instances in the training set the forget set holds."""
    granularity: tuple[Granularity, ...] = ()
    """The unit in which removal is asked for."""
    membership: Membership = Membership.UNKNOWN
    """Whether the rows of the forget set were part of the training set."""
    sizes: tuple[Annotated[int, Field(strict=True, ge=1)], ...] = ()
    """Numbers of rows that the paper tests, where reported."""
    share_of_training_set: tuple[Share, ...] = ()
    """|S| / |D|: every share that the paper tests, as a number between 0 and 1."""
    share_of_concept: tuple[Share, ...] = ()
    """|S| / |S_full|, where reported, as a number between 0 and 1."""

    @model_validator(mode="after")
    def _concept_is_named(self) -> Self:
        if self.removes is Removes.CONCEPT and self.concept is None:
            raise _inconsistent("a concept is removed, but `concept` does not name it", at="removes")
        return self


class Measurement(Strict):
    """One measurement by which the paper judges success."""

    metric: TermId
    """Metric: a term of the vocabulary, or one that an entry proposes."""
    on: MeasuredOn
    """What it is measured on."""
    criterion: Criterion
    """Which direction counts as good, in the paper's own reading."""
    reference: Reference | None = None
    """Which of the setting's references the score is held against, where that matters."""
    condition: Condition | None = None
    """What was done to the model or input before measuring."""


class Setting(Strict):
    """One main experiment or problem of a paper: the unit of classification."""

    id: TermId
    """Name within the paper; the anchor on its page."""
    name: Line
    """Display name."""
    problem: TermId
    """Problem that is studied: a term of the vocabulary."""
    modality: Modality
    """What kind of data the model reads or makes."""
    task: Line | None = None
    """What the model does, such as classification."""
    forget_set: ForgetSet
    """What is handed over for removal, and what it stands for."""
    guarantee: Guarantee = Guarantee.NONE
    """What is proved about the distance to retraining."""
    references: tuple[Reference, ...] = (Reference.NOT_REPORTED,)
    """What the paper holds its scores against; an empty list is read as `not-reported`."""
    measurements: tuple[Measurement, ...] = ()
    """Everything by which the paper judges success."""
    baselines: tuple[TermId, ...] = ()
    """All methods that are compared: generic ones, or ones that an entry proposes."""
    datasets: tuple[TermId, ...] = ()
    """Data and benchmarks that the setting runs on."""
    models: tuple[Line, ...] = ()
    """Models that the setting runs on."""
    evidence: tuple[Evidence, ...] = ()
    """Where the facts above were looked up."""
    note: Text | None = None
    """What a reader should know about how this setting was coded."""

    @field_validator("references")
    @classmethod
    def _absence_stands_alone(cls, value: tuple[Reference, ...]) -> tuple[Reference, ...]:
        absent = {Reference.NONE, Reference.NOT_REPORTED} & set(value)
        if absent and len(value) > 1:
            raise _inconsistent("`{absent}` stands beside other references", at="", absent=min(absent))
        return value or (Reference.NOT_REPORTED,)

    @field_validator("references", "baselines", "datasets")
    @classmethod
    def _each_is_named_once(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        _raise_all("twice", ((str(index), f"`{name}` is listed twice") for index, name in enumerate(value) if name in value[:index]))
        return value

    @model_validator(mode="after")
    def _measurements_use_listed_references(self) -> Self:
        named = [(index, each.reference) for index, each in enumerate(self.measurements) if each.reference is not None]
        unlisted = [(index, reference.value) for index, reference in named if reference not in self.references]
        told = "measurement {} is held against `{}`, which `references` does not list".format
        _raise_all("inconsistent", ((f"measurements.{index}.reference", told(index + 1, reference)) for index, reference in unlisted))
        return self


class ProposedMethod(Strict):
    """A method that this paper introduces."""

    id: TermId
    """Permanent id of the method, used in `baselines` everywhere."""
    name: Line
    """Display name."""
    aliases: tuple[Line, ...] = ()
    """Other names in the literature."""
    settings: tuple[TermId, ...] = ()
    """Settings of this entry in which it is proposed; all of them when left out."""


class ProposedMetric(Metric):
    """A metric that this paper introduces; its source is this paper."""

    sources: tuple[PaperId, ...] = ()
    """Further entries or register records; this paper need not be repeated."""


class ProposedDataset(Dataset):
    """A dataset or benchmark that this paper introduces; its source is this paper."""

    sources: tuple[PaperId, ...] = ()
    """Further entries or register records; this paper need not be repeated."""


class Proposes(Strict):
    """What this paper introduces, declared here and nowhere else."""

    methods: tuple[ProposedMethod, ...] = ()
    """Methods that it introduces."""
    metrics: tuple[ProposedMetric, ...] = ()
    """Metrics that it introduces."""
    datasets: tuple[ProposedDataset, ...] = ()
    """Datasets and benchmarks that it introduces."""


class Curation(Strict):
    """Who coded the entry, when, and how sure they are."""

    coded: Day
    """Day of the first complete coding, `YYYY-MM-DD`."""
    coders: tuple[Line, ...] = Field(min_length=1)
    """Who coded it: names or handles as they wish to be credited."""
    reviewers: tuple[Line, ...] = ()
    """Who checked it against the sources."""
    confidence: Confidence
    """How sure the coders are of the entry as a whole."""


class Acknowledgement(Strict):
    """The paper makes a flagged choice on purpose and says so."""

    code: RuleCode
    """Code of the flag."""
    setting: TermId
    """Setting that the flag speaks of."""
    note: Text
    """How the paper justifies the choice, in our own words."""
    evidence: Line
    """Where it does so: section, table, figure, file."""


class Dispute(Strict):
    """Somebody disagrees with a flag."""

    code: RuleCode
    """Code of the flag."""
    setting: TermId
    """Setting that the flag speaks of."""
    status: DisputeStatus
    """Where the discussion stands."""
    url: Url
    """Where it takes place."""


class Entry(Strict):
    """One published paper: its identity, its settings, and where the facts were looked up.

    Example:
        >>> import taxonomy
        >>> entry = taxonomy.load()["guo2020certified"].entry
        >>> entry.year, entry.links.arxiv
        (2020, '1911.03030')
    """

    id: PaperId
    """File name, page address, BibTeX key and Python key: family name, year, first significant title word."""
    aliases: tuple[Line, ...] = ()
    """Former ids and other names of the paper."""
    title: Line
    """Title as published."""
    authors: tuple[Line, ...] = Field(min_length=1, max_length=limits.AUTHORS)
    """Full names in the paper's order, `Given Family`."""
    year: Annotated[int, Field(strict=True, ge=1950, le=2100)]
    """Year of the venue named below."""
    venue: Line | None = None
    """Short name of the venue without year; `arXiv` where it is only there."""
    kind: Kind
    """What sort of contribution the paper makes."""
    links: Links = Links()
    """Where the paper and its code can be found."""
    summary: Annotated[Text, Field(max_length=limits.SUMMARY)]
    """What the paper does, in one sentence of our own."""
    proposes: Proposes = Proposes()
    """Methods, metrics and datasets that the paper introduces."""
    settings: tuple[Setting, ...] = ()
    """The paper's main experiments or problems, one by one."""
    curation: Curation
    """Who coded the entry, when, and how sure they are."""
    acknowledged: tuple[Acknowledgement, ...] = ()
    """Flagged choices that the paper makes on purpose."""
    disputes: tuple[Dispute, ...] = ()
    """Open and closed disagreements about flags."""

    @model_validator(mode="after")
    def _settings_are_told_apart(self) -> Self:
        for path, kind, message in settings_astray(self):
            raise PydanticCustomError(kind, "{said}", {"at": ".".join(map(str, path)), "said": message})
        return self


_NAMED = (("acknowledged", EACH, "setting"), ("disputes", EACH, "setting"), ("proposes", "methods", EACH, "settings", EACH))
"""Where an entry names its settings."""


def settings_astray(entry: Entry | Mapping[str, Any]) -> Iterator[tuple[NodePath, str, str]]:
    """Find settings of one name, and names that no setting has.

    Args:
        entry: the entry, or what can be read of it; where the id of a setting cannot, no name is doubted.

    Yields:
        Path, kind and message of each.
    """
    settings = entry.settings if isinstance(entry, Entry) else entry.get("settings", ())
    ids = [*words_at(entry, ("settings", EACH, "id"), TERM_PATTERN)]
    names = [name for _, name in ids]
    yield from ((path, "duplicate", f"two settings are called `{name}`") for at, (path, name) in enumerate(ids) if name in names[:at])
    if isinstance(settings, list | tuple) and len(settings) == len(ids):
        for way in _NAMED:
            named = words_at(entry, way, TERM_PATTERN)
            yield from ((path, "inconsistent", f"no setting is called `{name}`") for path, name in named if name not in names)
