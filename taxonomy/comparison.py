"""Settings side by side: every fact, verdict and flag as one row, differing ones first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from taxonomy.cases import ClassifiedSetting, Paper
from taxonomy.errors import TaxonomyError

FEWEST, MOST = 2, 6
"""How many settings can stand side by side."""
CAPTION = "Settings side by side; facts that differ stand first"
"""What a table of them is called."""
SHARE_OF_NAMES = 150
"""What the names of the facts take of a table's width, in thousandths."""


class ComparisonError(TaxonomyError, ValueError):
    """Too few or too many settings, or one of them twice."""


@dataclass(frozen=True, slots=True)
class ComparedFact:
    """One row of a comparison.

    Attributes:
        name: what it is, as in the entry.
        values: the values of each setting, in order; none where it has none.
    """

    name: str
    values: tuple[tuple[str, ...], ...]

    @property
    def differs(self) -> bool:
        """Whether the settings do not all have the same values; their order makes no difference."""
        return len({frozenset(values) for values in self.values}) > 1

    @property
    def shared(self) -> frozenset[str]:
        """The values that all settings have."""
        return frozenset.intersection(*map(frozenset, self.values))


def compare(settings: Sequence[tuple[Paper, ClassifiedSetting]]) -> list[ComparedFact]:
    """Put settings side by side.

    Args:
        settings: two to six different settings with their papers.

    Returns:
        Facts that at least one of them has: those that differ, then those that are the same, each in the entry's order.

    Raises:
        ComparisonError: there are fewer than two or more than six settings, or one is named twice.
    """
    addresses = [setting.address for _, setting in settings]
    if not FEWEST <= len(addresses) <= MOST:
        raise ComparisonError(f"two to six settings can be compared, not {len(addresses)}")
    if len(set(addresses)) < len(addresses):
        twice = next(address for address in addresses if addresses.count(address) > 1)
        raise ComparisonError(f"the setting {twice!r} is named twice; name each setting once")
    columns = [values_of(paper, setting) for paper, setting in settings]
    facts = [ComparedFact(name, tuple(column[name] for column in columns)) for name in columns[0]]
    return sorted((fact for fact in facts if any(fact.values)), key=lambda fact: not fact.differs)


def values_of(paper: Paper, setting: ClassifiedSetting) -> dict[str, tuple[str, ...]]:
    """Name the values of everything that is compared, in the entry's order."""
    entry, facts, verdict = paper.entry, setting.facts, setting.verdict
    forget_set = facts.forget_set
    return {
        "intended": (str(verdict.intended),),
        "evaluated": (str(verdict.evaluated),),
        "agreement": (str(verdict.agreement),),
        "flags": tuple(flag.rule.code for flag in setting.flags),
        "flags of the paper": tuple(flag.rule.code for flag in paper.flags),
        "problem": (facts.problem,),
        "modality": (str(facts.modality),),
        "task": _optional(facts.task),
        "removes": (str(forget_set.removes),),
        "concept": _optional(forget_set.concept),
        "coverage": (str(forget_set.coverage),),
        "granularity": tuple(map(str, forget_set.granularity)),
        "membership": (str(forget_set.membership),),
        "sizes": tuple(map(str, forget_set.sizes)),
        "share of the training set": tuple(map(str, forget_set.share_of_training_set)),
        "share of the concept": tuple(map(str, forget_set.share_of_concept)),
        "guarantee": (str(facts.guarantee),),
        "references": tuple(map(str, facts.references)),
        "measurements": tuple(_measured(setting)),
        "baselines": facts.baselines,
        "datasets": facts.datasets,
        "models": facts.models,
        "evidence": tuple(sorted({str(evidence.source) for evidence in facts.evidence})),
        "confidence": (str(entry.curation.confidence),),
        "year": (str(entry.year),),
    }


def _optional(value: str | None) -> tuple[str, ...]:
    return (value,) if value else ()


def _measured(setting: ClassifiedSetting) -> list[str]:
    return [
        " ".join(
            [
                f"{m.metric} on {m.on}: {m.criterion}",
                *([f"({m.reference})"] if m.reference else ()),
                *([m.condition] if m.condition else ()),
            ]
        )
        for m in setting.facts.measurements
    ]
