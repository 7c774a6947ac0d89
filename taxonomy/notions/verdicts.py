"""The verdict of a setting: three words, the reasons, what is missing and what would change it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from taxonomy.notions.flips import Flip, flips
from taxonomy.notions.tables import READ_REFERENCES, Deciding, Row
from taxonomy.vocabulary.closed import Agreement, Evaluated, Guarantee, Notion, Removes, Supports

if TYPE_CHECKING:
    from taxonomy.model import Evidence, Measurement, Setting
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
    intended, evaluated, agreement = deciding.outcome()
    return Verdict(
        intended=intended,
        evaluated=evaluated,
        agreement=agreement,
        because=(_intended_reason(setting, intended), *_evaluated_reasons(setting, deciding)),
        missing=_missing(setting, intended),
        deciding=deciding,
    )


def _evidence(setting: Setting, *parts: Supports) -> tuple[Evidence, ...]:
    return tuple([evidence for evidence in setting.evidence if not frozenset(parts).isdisjoint(evidence.supports)])


def _intended_reason(setting: Setting, intended: Notion) -> Reason:
    forget_set = setting.forget_set
    facts = [Fact("forget_set.removes", forget_set.removes)]
    if forget_set.removes is Removes.CONCEPT:
        facts.append(Fact("forget_set.coverage", forget_set.coverage))
    text = _INTENDED_BECAUSE[intended]
    return Reason("forget-set", text, intended, tuple(facts), _evidence(setting, Supports.FORGET_SET))


def _evaluated_reasons(setting: Setting, deciding: Deciding) -> Iterator[Reason]:
    if text := _BY_CONSTRUCTION.get(setting.guarantee):
        fact = Fact("guarantee", setting.guarantee)
        yield Reason("by-construction", text, Evaluated.UNTRAINING, (fact,), _evidence(setting, Supports.GUARANTEE))
    evidence = _evidence(setting, Supports.MEASUREMENTS, Supports.REFERENCES)
    for index, (measurement, row) in enumerate(zip(setting.measurements, deciding.rows(), strict=True)):
        if row.points_to is not None:
            read = tuple(_read_facts(index, measurement, setting, row))
            yield Reason(row.name, row.text, row.points_to, read, evidence)
    if deciding.holds_whole_concept and deciding.evaluated() is Evaluated.COINCIDENT:
        text = "with every instance of the concept in the forget set no result tells the two ideals apart"
        fact = Fact("forget_set.coverage", deciding.coverage)
        yield Reason("complete-coverage", text, Evaluated.COINCIDENT, (fact,), _evidence(setting, Supports.FORGET_SET))


def _read_facts(index: int, measurement: Measurement, setting: Setting, row: Row) -> Iterator[Fact]:
    path = f"measurements[{index}]"
    yield Fact(f"{path}.metric", measurement.metric)
    yield Fact(f"{path}.on", measurement.on)
    yield Fact(f"{path}.criterion", measurement.criterion)
    if row.name in READ_REFERENCES:
        if measurement.reference is not None:
            yield Fact(f"{path}.reference", measurement.reference)
        else:
            yield from (Fact(f"references[{i}]", reference) for i, reference in enumerate(setting.references))


def _missing(setting: Setting, intended: Notion) -> tuple[str, ...]:
    if intended is not Notion.UNDETERMINED:
        return ()
    return ("forget_set.coverage",) if setting.forget_set.removes is Removes.CONCEPT else ("forget_set.removes",)
