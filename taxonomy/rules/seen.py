"""What rules see of a setting or of a paper: facts under fixed names, of which predicates speak."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import count
from typing import TYPE_CHECKING, NamedTuple

from taxonomy.notions.predicates import ALWAYS, Predicate, one_of, some
from taxonomy.notions.verdicts import Fact, Verdict
from taxonomy.vocabulary.closed import (
    Condition,
    Confidence,
    Coverage,
    Criterion,
    Evaluated,
    EvidenceSource,
    Family,
    Guarantee,
    Kind,
    MeasuredOn,
    Membership,
    Notion,
    Polarity,
    Reference,
    Removes,
    Supports,
)

if TYPE_CHECKING:
    from taxonomy.model import Entry, Evidence, Measurement, Setting

Homes = Mapping[str, frozenset[Notion]]
"""Home notions by method id; a method whose home is unknown is not there, or has none."""

DECIDING: dict[Supports, Predicate] = {
    Supports.FORGET_SET: ALWAYS,
    Supports.GUARANTEE: ~one_of("guarantee", Guarantee.NONE),
    Supports.REFERENCES: ~some("references", one_of("value", Reference.NONE, Reference.NOT_REPORTED)),
    Supports.MEASUREMENTS: some("measurements", ALWAYS),
}
"""The parts of a setting that its verdict and flags can rest on, and when they do."""


_NOWHERE: frozenset[Notion] = frozenset()


class SeenReference(NamedTuple):
    """A listed reference."""

    place: int
    value: Reference

    @property
    def path(self) -> str:
        """Where it stands in the setting."""
        return f"references[{self.place}]"


class SeenMeasurement(NamedTuple):
    """A measurement: what the tables read of it, and what they made of that."""

    place: int
    told: Measurement
    family: Family
    polarity: Polarity
    on: MeasuredOn
    criterion: Criterion
    references: frozenset[Reference]
    removes: Removes
    condition: Condition | None
    row: str
    points_to: Evaluated | None

    @property
    def path(self) -> str:
        """Where it stands in the setting."""
        return f"measurements[{self.place}]"

    @property
    def value(self) -> str:
        """How it is told."""
        held_against = f" against {self.told.reference}" if self.told.reference else ""
        return f"{self.told.metric} on {self.on}, {self.criterion}{held_against}"


class SeenBaseline(NamedTuple):
    """A compared method with its home notions, beside the notion that the setting intends."""

    place: int
    value: str
    homes: frozenset[Notion]
    intended: Notion

    @property
    def path(self) -> str:
        """Where it stands in the setting."""
        return f"baselines[{self.place}]"


class SeenEvidence(NamedTuple):
    """A part of the setting with the kinds of sources in which it was looked up."""

    path: Supports
    sources: frozenset[EvidenceSource]

    @property
    def value(self) -> str:
        """The kinds of sources in words."""
        return ", ".join(sorted(self.sources)) or "no evidence"


@dataclass(frozen=True)
class SeenSetting:
    """Everything that rules may read of a setting; lists hold things with a path and a value.

    Attributes:
        kind: what sort of contribution the paper makes.
        removes: what must be gone.
        coverage: how much of the concept the forget set holds.
        membership: whether the rows of the forget set were trained on.
        guarantee: what is proved.
        intended: the intended notion.
        evaluated: the evaluated notion.
        homes_known: whether home notions of methods are at hand.
        facts: facts that can be flagged by themselves.
        references: what scores are held against.
        measurements: the measurements.
        baselines: the compared methods.
        looked_up: where parts of the setting were looked up.
    """

    kind: Kind
    removes: Removes
    coverage: Coverage
    membership: Membership
    guarantee: Guarantee
    intended: Notion
    evaluated: Evaluated
    homes_known: bool
    facts: tuple[Fact, ...]
    references: tuple[SeenReference, ...]
    measurements: tuple[SeenMeasurement, ...]
    baselines: tuple[SeenBaseline, ...]
    looked_up: tuple[Evidence, ...]

    @cached_property
    def evidence(self) -> tuple[SeenEvidence, ...]:
        """The deciding parts with the kinds of their sources."""
        return tuple([SeenEvidence(part, self._sources(part)) for part, decides in DECIDING.items() if decides.holds(self)])

    def _sources(self, part: Supports) -> frozenset[EvidenceSource]:
        return frozenset([evidence.source for evidence in self.looked_up if part in evidence.supports])


@dataclass(frozen=True, slots=True)
class SeenPaper:
    """Everything that rules may read of a paper.

    Attributes:
        notions: intended notions of its settings.
        confidence: how sure the coder is.
        facts: facts that can be flagged by themselves.
    """

    notions: frozenset[Notion]
    confidence: Confidence
    facts: tuple[Fact, ...]


def see_setting(entry: Entry, setting: Setting, verdict: Verdict, homes: Homes | None) -> SeenSetting:
    """Name everything that rules may read of a setting.

    Args:
        entry: the paper's entry.
        setting: the setting.
        verdict: its verdict.
        homes: home notions by method, or None where no corpus is at hand.
    """
    forget_set, known = setting.forget_set, homes or {}
    listed, intended = frozenset(setting.references), verdict.intended
    return SeenSetting(
        kind=entry.kind,
        removes=forget_set.removes,
        coverage=forget_set.coverage,
        membership=forget_set.membership,
        guarantee=setting.guarantee,
        intended=intended,
        evaluated=verdict.evaluated,
        homes_known=homes is not None,
        facts=tuple(_facts(setting)),
        references=tuple(map(SeenReference, count(), setting.references)),
        measurements=tuple(_measurements(setting, verdict, listed)),
        baselines=tuple([SeenBaseline(i, name, known.get(name, _NOWHERE), intended) for i, name in enumerate(setting.baselines)]),
        looked_up=setting.evidence,
    )


def see_paper(entry: Entry, notions: frozenset[Notion]) -> SeenPaper:
    """Name everything that rules may read of a paper.

    Args:
        entry: the paper's entry.
        notions: intended notions of all its settings.
    """
    confidence = entry.curation.confidence
    facts = (*(Fact("intended", notion) for notion in sorted(notions)), Fact("curation.confidence", confidence))
    return SeenPaper(notions, confidence, facts)


def _facts(setting: Setting) -> Iterator[Fact]:
    forget_set = setting.forget_set
    yield Fact("forget_set.removes", forget_set.removes)
    yield Fact("forget_set.coverage", forget_set.coverage)
    yield Fact("forget_set.membership", forget_set.membership)
    if not setting.measurements:
        yield Fact("measurements", "none")


def _measurements(setting: Setting, verdict: Verdict, listed: frozenset[Reference]) -> Iterator[SeenMeasurement]:
    removes = setting.forget_set.removes
    for index, (told, read, row) in enumerate(zip(setting.measurements, verdict.deciding.measured, verdict.readings, strict=True)):
        against = listed if read.reference is None else frozenset({read.reference})
        yield SeenMeasurement(
            index, told, read.family, read.polarity, read.on, read.criterion, against, removes, told.condition, row.name, row.points_to
        )
