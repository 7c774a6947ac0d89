"""What rules see of a setting or of a paper: facts under fixed names, of which predicates speak."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from taxonomy.notions.predicates import ALWAYS, Predicate, one_of, some
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
    from taxonomy.notions.verdicts import Verdict

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


class SeenFact(NamedTuple):
    """A fact that can be flagged by itself."""

    path: str
    value: str


class SeenReference(NamedTuple):
    """A listed reference."""

    path: str
    value: Reference


class SeenMeasurement(NamedTuple):
    """A measurement: what the tables read of it, and what they made of that."""

    path: str
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
    def value(self) -> str:
        """How it is told."""
        return _told(self.told.metric, self.on, self.criterion, self.told.reference)


class SeenBaseline(NamedTuple):
    """A compared method with its home notions, beside the notion that the setting intends."""

    path: str
    value: str
    homes: frozenset[Notion]
    intended: Notion


class SeenEvidence(NamedTuple):
    """A part of the setting with the kinds of sources in which it was looked up."""

    path: Supports
    sources: frozenset[EvidenceSource]

    @property
    def value(self) -> str:
        """The kinds of sources in words."""
        return ", ".join(sorted(self.sources)) or "no evidence"


class SeenSetting(NamedTuple):
    """Everything that rules may read of a setting; lists hold things with a path and a value."""

    kind: Kind
    """What sort of contribution the paper makes."""
    removes: Removes
    """What must be gone."""
    coverage: Coverage
    """How much of the concept the forget set holds."""
    membership: Membership
    """Whether the rows of the forget set were trained on."""
    guarantee: Guarantee
    """What is proved."""
    intended: Notion
    """The intended notion."""
    evaluated: Evaluated
    """The evaluated notion."""
    homes_known: bool
    """Whether home notions of methods are at hand."""
    facts: tuple[SeenFact, ...]
    """Facts that can be flagged by themselves."""
    references: tuple[SeenReference, ...]
    """What scores are held against."""
    measurements: tuple[SeenMeasurement, ...]
    """The measurements."""
    baselines: tuple[SeenBaseline, ...]
    """The compared methods."""
    evidence: tuple[SeenEvidence, ...]
    """The deciding parts with the kinds of their sources."""


class SeenPaper(NamedTuple):
    """Everything that rules may read of a paper."""

    notions: frozenset[Notion]
    """Intended notions of its settings."""
    confidence: Confidence
    """How sure the coder is."""
    facts: tuple[SeenFact, ...]
    """Facts that can be flagged by themselves."""


def see_setting(entry: Entry, setting: Setting, verdict: Verdict, homes: Homes | None) -> SeenSetting:
    """Name everything that rules may read of a setting.

    Args:
        entry: the paper's entry.
        setting: the setting.
        verdict: its verdict.
        homes: home notions by method, or None where no corpus is at hand.
    """
    forget_set, guarantee, listed = setting.forget_set, setting.guarantee, setting.references
    intended, is_measured = verdict.intended, bool(setting.measurements)
    return SeenSetting(
        entry.kind,
        forget_set.removes,
        forget_set.coverage,
        forget_set.membership,
        guarantee,
        intended,
        verdict.evaluated,
        homes is not None,
        _facts(forget_set.removes, forget_set.coverage, forget_set.membership, is_measured),
        _references(listed),
        _measurements(setting, verdict),
        _baselines(setting.baselines, homes or {}, intended),
        _evidence(setting, _deciding(guarantee, listed, is_measured)),
    )


def _measurements(setting: Setting, verdict: Verdict) -> tuple[SeenMeasurement, ...]:
    told, removes, listed, seen = setting.measurements, setting.forget_set.removes, frozenset(setting.references), []
    for path, each, read, row in zip(_paths("measurements", len(told)), told, verdict.deciding.measured, verdict.readings, strict=True):
        family, polarity, on, criterion, named = read
        against, condition = listed if named is None else frozenset((named,)), each.condition
        seen.append(SeenMeasurement(path, each, family, polarity, on, criterion, against, removes, condition, row.name, row.points_to))
    return tuple(seen)


def _baselines(names: tuple[str, ...], homes: Homes, intended: Notion) -> tuple[SeenBaseline, ...]:
    paths = _paths("baselines", len(names))
    return tuple([SeenBaseline(path, name, homes.get(name, _NOWHERE), intended) for path, name in zip(paths, names, strict=True)])


def _evidence(setting: Setting, parts: tuple[Supports, ...]) -> tuple[SeenEvidence, ...]:
    found: dict[Supports, list[EvidenceSource]] = {part: [] for part in parts}
    for evidence in setting.evidence:
        for part in evidence.supports:
            if part in found:
                found[part].append(evidence.source)
    return tuple([SeenEvidence(part, frozenset(sources)) for part, sources in found.items()])


# What follows is the same in many settings, and is made once for all of them.


@lru_cache(1 << 12)
def see_paper(confidence: Confidence, notions: frozenset[Notion]) -> SeenPaper:
    """Name everything that rules may read of a paper.

    Args:
        confidence: how sure the coder is.
        notions: intended notions of all its settings.
    """
    facts = (*[SeenFact("intended", notion) for notion in sorted(notions)], SeenFact("curation.confidence", confidence))
    return SeenPaper(notions, confidence, facts)


@lru_cache(1 << 12)
def _paths(among: str, count: int) -> tuple[str, ...]:
    """Where the things of a list stand in a setting."""
    return tuple(f"{among}[{place}]" for place in range(count))


@lru_cache(1 << 12)
def _facts(removes: Removes, coverage: Coverage, membership: Membership, is_measured: bool) -> tuple[SeenFact, ...]:  # noqa: FBT001  # a key
    stated = [("forget_set.removes", removes), ("forget_set.coverage", coverage), ("forget_set.membership", membership)]
    return tuple(SeenFact(*each) for each in (*stated, *(() if is_measured else (("measurements", "none"),))))


@lru_cache(1 << 12)
def _references(listed: tuple[Reference, ...]) -> tuple[SeenReference, ...]:
    return tuple(map(SeenReference, _paths("references", len(listed)), listed))


class _Stated(NamedTuple):
    """What tells which parts of a setting decide."""

    guarantee: Guarantee
    references: tuple[SeenReference, ...]
    measurements: tuple[None, ...]


@lru_cache(1 << 12)
def _deciding(guarantee: Guarantee, listed: tuple[Reference, ...], is_measured: bool) -> tuple[Supports, ...]:  # noqa: FBT001  # a key
    stated = _Stated(guarantee, _references(listed), (None,) if is_measured else ())
    return tuple(part for part, decides in DECIDING.items() if decides(stated))


@lru_cache(1 << 14)
def _told(metric: str, on: MeasuredOn, criterion: Criterion, reference: Reference | None) -> str:
    return f"{metric} on {on}, {criterion}{f' against {reference}' if reference else ''}"
