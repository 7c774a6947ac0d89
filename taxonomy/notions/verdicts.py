"""The verdict of a setting: three words, the reasons, what is missing and what would change it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from taxonomy.notions.flips import Flip, flips
from taxonomy.notions.tables import READ_REFERENCES, Deciding, Row
from taxonomy.vocabulary.closed import Agreement, Evaluated, Guarantee, Notion, Reference, Removes, Supports

if TYPE_CHECKING:
    from taxonomy.model import Evidence, Setting
    from taxonomy.vocabulary.terms import Metric

_INTENDED_BECAUSE: dict[Notion, str] = {
    Notion.UNTRAINING: "these very rows must count as never used",
    Notion.UNLEARNING: "a concept must go of which the forget set is not every instance, so removal has to generalise",
    Notion.COINCIDENT: "a concept must go and the forget set holds every instance of it, so both ideals are one model",
    Notion.NEITHER: "neither rows nor a concept must go, which is outside both definitions",
    Notion.UNDETERMINED: "a deciding fact is missing",
}


_BY_CONSTRUCTION: dict[Guarantee, str] = {
    Guarantee.EXACT: "the result equals the retrained model by construction",
    Guarantee.CERTIFIED: "a bound on the distance to the retrained model is proved",
}
_WHOLE_CONCEPT = "with every instance of the concept in the forget set no result tells the two ideals apart"
_FORGET_SET = frozenset({Supports.FORGET_SET})
_GUARANTEE = frozenset({Supports.GUARANTEE})
_MEASURED = frozenset({Supports.MEASUREMENTS, Supports.REFERENCES})


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact of a setting: where it stands in the entry, and its value.

    Attributes:
        path: path within the setting, such as `measurements[0].criterion`.
        value: the value as the entry writes it.

    Example:
        >>> import taxonomy
        >>> verdict = taxonomy.load()["guo2020certified"].settings["linear-classifier"].verdict
        >>> print(verdict.because[0].facts[0])
        forget_set.removes = examples
    """

    path: str
    value: str

    def __str__(self) -> str:
        return f"{self.path} = {self.value}"


@dataclass(frozen=True, slots=True)
class Reason:
    """A criterion that held.

    Attributes:
        criterion: its name: `forget-set` for the first table, else the name of a row of `ROWS`.
        text: what it says, in words.
        points_to: the notion that it speaks for.
        facts: the facts that it read.
        evidence: where these facts were looked up.

    Example:
        >>> import taxonomy
        >>> verdict = taxonomy.load()["guo2020certified"].settings["linear-classifier"].verdict
        >>> verdict.because[0].criterion, str(verdict.because[0].points_to)
        ('forget-set', 'untraining')
    """

    criterion: str
    text: str
    points_to: Notion | Evaluated
    facts: tuple[Fact, ...]
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True)
class Verdict:
    """What a setting intends, what its evaluation can show, and whether the two agree.

    Attributes:
        intended: the notion that the forget set defines.
        evaluated: the notion that the measurements can show.
        agreement: how the two relate.
        because: the criteria that held, the forget set's first.
        missing: paths of the facts that would settle an undetermined verdict.
        deciding: the facts that the tables read.

    Example:
        >>> import taxonomy
        >>> verdict = taxonomy.load()["fan2024salun"].settings["random-samples"].verdict
        >>> str(verdict.intended), str(verdict.evaluated), str(verdict.agreement)
        ('untraining', 'untraining', 'aligned')
    """

    intended: Notion
    evaluated: Evaluated
    agreement: Agreement
    because: tuple[Reason, ...]
    missing: tuple[str, ...]
    deciding: Deciding

    @cached_property
    def flips(self) -> tuple[Flip, ...]:
        """Every change of one closed-vocabulary fact that would change one of the three words.

        Example:
            >>> import taxonomy
            >>> verdict = taxonomy.load()["guo2020certified"].settings["linear-classifier"].verdict
            >>> [flip.to for flip in verdict.flips if flip.path == "forget_set.removes" and flip.intended == "undetermined"]
            ['not-stated']
        """
        return tuple(flips(self.deciding))

    @cached_property
    def readings(self) -> tuple[Row, ...]:
        """For each measurement, in order, the row of `ROWS` that decided on it.

        Example:
            >>> import taxonomy
            >>> setting = taxonomy.load()["fan2024salun"].settings["random-samples"]
            >>> len(setting.verdict.readings) == len(setting.facts.measurements)
            True
        """
        return self.deciding.rows()


def classify_setting(setting: Setting, metrics: Mapping[str, Metric]) -> Verdict:
    """Classify one setting from its facts.

    Args:
        setting: the setting.
        metrics: every metric that the setting names, by id.

    Returns:
        Its verdict, with the reasons and the flips.

    Raises:
        KeyError: the setting names a metric that `metrics` lacks.
    """
    deciding = Deciding.of(setting, metrics)
    rows = deciding.rows()
    intended, evaluated, agreement = deciding.outcome_of([row.points_to for row in rows])
    because = [_intended_reason(setting, intended)]
    if text := _BY_CONSTRUCTION.get(setting.guarantee):
        fact = _fact("guarantee", setting.guarantee)
        because.append(Reason("by-construction", text, Evaluated.UNTRAINING, (fact,), _looked_up(setting, _GUARANTEE)))
    because += _measured_reasons(setting, rows)
    if evaluated is Evaluated.COINCIDENT and deciding.holds_whole_concept:
        fact = _fact("forget_set.coverage", deciding.coverage)
        because.append(Reason("complete-coverage", _WHOLE_CONCEPT, Evaluated.COINCIDENT, (fact,), because[0].evidence))
    verdict = Verdict(intended, evaluated, agreement, tuple(because), _missing(setting, intended), deciding)
    verdict.__dict__["readings"] = rows  # known already
    return verdict


def _looked_up(setting: Setting, parts: frozenset[Supports]) -> tuple[Evidence, ...]:
    """Where one of these parts was looked up."""
    return tuple([evidence for evidence in setting.evidence if not parts.isdisjoint(evidence.supports)])


_fact = lru_cache(1 << 14)(Fact)
"""A fact, one for all settings in which it stands: there are few that differ."""


@lru_cache(1 << 14)
def _fact_of(index: int, name: str, value: str) -> Fact:
    """A fact of a measurement."""
    return Fact(f"measurements[{index}].{name}", value)


@lru_cache(1 << 12)
def _facts_of(references: tuple[Reference, ...]) -> tuple[Fact, ...]:
    return tuple(Fact(f"references[{i}]", reference) for i, reference in enumerate(references))


def _intended_reason(setting: Setting, intended: Notion) -> Reason:
    forget_set = setting.forget_set
    facts: tuple[Fact, ...] = (_fact("forget_set.removes", forget_set.removes),)
    if forget_set.removes is Removes.CONCEPT:
        facts = (*facts, _fact("forget_set.coverage", forget_set.coverage))
    return Reason("forget-set", _INTENDED_BECAUSE[intended], intended, facts, _looked_up(setting, _FORGET_SET))


def _measured_reasons(setting: Setting, rows: tuple[Row, ...]) -> list[Reason]:
    pointing = [(index, row, row.points_to) for index, row in enumerate(rows) if row.points_to is not None]
    evidence = _looked_up(setting, _MEASURED) if pointing else ()
    return [Reason(row.name, row.text, to, _read_facts(index, setting, row), evidence) for index, row, to in pointing]


def _read_facts(index: int, setting: Setting, row: Row) -> tuple[Fact, ...]:
    told = setting.measurements[index]
    read = (_fact_of(index, "metric", told.metric), _fact_of(index, "on", told.on), _fact_of(index, "criterion", told.criterion))
    if row.name not in READ_REFERENCES:
        return read
    return (*read, *(_facts_of(setting.references) if told.reference is None else (_fact_of(index, "reference", told.reference),)))


def _missing(setting: Setting, intended: Notion) -> tuple[str, ...]:
    if intended is not Notion.UNDETERMINED:
        return ()
    return ("forget_set.coverage",) if setting.forget_set.removes is Removes.CONCEPT else ("forget_set.removes",)
