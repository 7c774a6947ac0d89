"""What rules see of a setting or of a paper: facts under fixed names, of which predicates speak."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from taxonomy.notions.predicates import ALWAYS, Predicate, one_of, some
from taxonomy.notions.tables import MeasurementFacts, Row
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
    from taxonomy.model import Entry, Measurement, Setting

Homes = Mapping[str, frozenset[Notion]]
"""Home notions by method id; a method whose home is unknown is not there, or has none."""

DECIDING: dict[Supports, Predicate] = {
    Supports.FORGET_SET: ALWAYS,
    Supports.GUARANTEE: ~one_of("guarantee", Guarantee.NONE),
    Supports.REFERENCES: ~some("references", one_of("value", Reference.NONE, Reference.NOT_REPORTED)),
    Supports.MEASUREMENTS: some("measurements", ALWAYS),
}
"""The parts of a setting that its verdict and flags can rest on, and when they do."""


class SeenMeasurement(NamedTuple):
    """A measurement: what the tables read of it, what they made of that, and how it is told."""

    path: str
    value: str
    family: Family
    polarity: Polarity
    on: MeasuredOn
    criterion: Criterion
    references: frozenset[Reference]
    removes: Removes
    condition: Condition | None
    row: str
    points_to: Evaluated | None


class SeenBaseline(NamedTuple):
    """A compared method with its home notions, beside the notion that the setting intends."""

    path: str
    value: str
    homes: frozenset[Notion]
    intended: Notion


class SeenEvidence(NamedTuple):
    """A part of the setting with the kinds of sources in which it was looked up; the value tells them."""

    path: str
    value: str
    sources: frozenset[EvidenceSource]


@dataclass(frozen=True, slots=True)
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
        evidence: the deciding parts with their sources.
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
    references: tuple[Fact, ...]
    measurements: tuple[SeenMeasurement, ...]
    baselines: tuple[SeenBaseline, ...]
    evidence: tuple[SeenEvidence, ...] = ()


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
    forget_set = setting.forget_set
    readings = zip(setting.measurements, verdict.deciding.facts(), verdict.readings, strict=True)
    seen = SeenSetting(
        kind=entry.kind,
        removes=forget_set.removes,
        coverage=forget_set.coverage,
        membership=forget_set.membership,
        guarantee=setting.guarantee,
        intended=verdict.intended,
        evaluated=verdict.evaluated,
        homes_known=homes is not None,
        facts=tuple(_facts(setting)),
        references=tuple(Fact(f"references[{i}]", value) for i, value in enumerate(setting.references)),
        measurements=tuple(_measurement(i, m, facts, row) for i, (m, facts, row) in enumerate(readings)),
        baselines=tuple(
            SeenBaseline(f"baselines[{i}]", method, (homes or {}).get(method, frozenset()), verdict.intended)
            for i, method in enumerate(setting.baselines)
        ),
    )
    return replace(seen, evidence=tuple(_evidence(part, setting) for part, decides in DECIDING.items() if decides(seen)))


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


def _measurement(index: int, measurement: Measurement, read: MeasurementFacts, row: Row) -> SeenMeasurement:
    held_against = f" against {measurement.reference}" if measurement.reference else ""
    return SeenMeasurement(
        path=f"measurements[{index}]",
        value=f"{measurement.metric} on {measurement.on}, {measurement.criterion}{held_against}",
        family=read.family,
        polarity=read.polarity,
        on=read.on,
        criterion=read.criterion,
        references=read.references,
        removes=read.removes,
        condition=measurement.condition,
        row=row.name,
        points_to=row.points_to,
    )


def _evidence(part: Supports, setting: Setting) -> SeenEvidence:
    sources = frozenset(evidence.source for evidence in setting.evidence if part in evidence.supports)
    return SeenEvidence(part, ", ".join(sorted(sources)) or "no evidence", sources)
