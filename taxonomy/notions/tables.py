"""The tables that classify a setting, as data, and the few steps that read them.

They restate the definitions of "Is your algorithm unlearning or untraining?" (arXiv 2604.07962).
Nothing is weighted or scored: every verdict can be redone by hand from `INTENDED`, `ROWS` and `agreement_of`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from taxonomy.notions.predicates import ALWAYS, CERTIFIED, ON_FORGET_SET, UTILITY_OR_COST, WANTS_LESS, Predicate, first_of, matches, one_of
from taxonomy.vocabulary.closed import (
    Agreement,
    Coverage,
    Criterion,
    Evaluated,
    Family,
    Guarantee,
    MeasuredOn,
    Notion,
    PaperNotion,
    Polarity,
    Reference,
    Removes,
)

if TYPE_CHECKING:
    from taxonomy.model import Measurement, Setting
    from taxonomy.vocabulary.terms import Metric

RETRAINED = frozenset({Reference.RETRAINED_WITHOUT_FORGET_SET, Reference.RETRAINED_ON_CORRECTED_DATA})
"""References that are the ideal of untraining."""
CONCEPT_FREE = frozenset({Reference.RETRAINED_WITHOUT_CONCEPT, Reference.NEVER_EXPOSED_MODEL})
"""References that are the ideal of unlearning."""

INTENDED: dict[tuple[Removes, Coverage], Notion] = {
    **{(Removes.EXAMPLES, coverage): Notion.UNTRAINING for coverage in Coverage},
    **{(Removes.OUTPUTS, coverage): Notion.NEITHER for coverage in Coverage},
    **{(Removes.NOTHING, coverage): Notion.NEITHER for coverage in Coverage},
    **{(Removes.NOT_STATED, coverage): Notion.UNDETERMINED for coverage in Coverage},
    (Removes.CONCEPT, Coverage.COMPLETE): Notion.COINCIDENT,
    (Removes.CONCEPT, Coverage.SAMPLE): Notion.UNLEARNING,
    (Removes.CONCEPT, Coverage.PROXY): Notion.UNLEARNING,
    (Removes.CONCEPT, Coverage.NONE): Notion.UNLEARNING,
    (Removes.CONCEPT, Coverage.NOT_APPLICABLE): Notion.UNDETERMINED,
    (Removes.CONCEPT, Coverage.NOT_REPORTED): Notion.UNDETERMINED,
}
"""The first table: what the forget set stands for, and how much of the concept it covers -> intended notion."""


@dataclass(frozen=True, slots=True)
class MeasurementFacts:
    """What the second table reads of one measurement.

    Attributes:
        family: the metric's family.
        polarity: the metric's polarity.
        on: what it is measured on.
        criterion: which direction counts as good.
        references: what it is held against: the reference that it names, else all of the setting's.
        removes: what the setting removes.
    """

    family: Family
    polarity: Polarity
    on: MeasuredOn
    criterion: Criterion
    references: frozenset[Reference]
    removes: Removes


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the second table; the first one that fits decides.

    Attributes:
        name: its permanent name.
        text: what it says, in words.
        points_to: the notion that a measurement of this row speaks for, or None.
        fits: predicate on the facts of a measurement.
    """

    name: str
    text: str
    points_to: Evaluated | None
    fits: Predicate

    def __reduce__(self) -> tuple[Callable[[str], Row], tuple[str]]:
        """Carry the name only: the predicate is code."""
        return row_named, (self.name,)


ROWS: tuple[Row, ...] = (
    Row("utility-or-cost", "utility and cost show nothing about what is to go", None, UTILITY_OR_COST),
    Row("reported-only", "no direction counts as good", None, one_of("criterion", Criterion.REPORTED_ONLY)),
    Row("certificate", "a bound on the distance to the retrained model is proved", Evaluated.UNTRAINING, CERTIFIED),
    Row(
        "probe",
        "every instance of the planted pattern is in the forget set, so both ideals give the same score",
        Evaluated.COINCIDENT,
        one_of("on", MeasuredOn.PROBE),
    ),
    Row(
        "matches-retrained",
        "the score is to match that of a model retrained without these rows",
        Evaluated.UNTRAINING,
        matches(*RETRAINED),
    ),
    Row(
        "matches-concept-free",
        "the score is to match that of a model that never met the concept",
        Evaluated.UNLEARNING,
        matches(*CONCEPT_FREE),
    ),
    Row(
        "trace-of-rows",
        "membership or memorisation of the forget set asks about these very rows",
        Evaluated.UNTRAINING,
        one_of("family", Family.MEMBERSHIP, Family.MEMORISATION) & ON_FORGET_SET,
    ),
    Row(
        "held-out-concept",
        "instances of the concept outside the forget set show whether removal generalises",
        Evaluated.UNLEARNING,
        one_of("on", MeasuredOn.HELD_OUT_CONCEPT),
    ),
    Row(
        "less-on-forget-set",
        "less on the forget set is praised as such, not closeness to an ideal",
        Evaluated.UNLEARNING,
        ON_FORGET_SET & WANTS_LESS & ~one_of("removes", Removes.OUTPUTS),
    ),
    Row("other", "nothing that speaks for one notion", None, ALWAYS),
)
"""The second table: what a measurement points to."""
READ_REFERENCES = ("matches-retrained", "matches-concept-free")
"""Rows that read what a measurement is held against."""


def row_named(name: str) -> Row:
    """Return a row of `ROWS` by its name.

    Raises:
        KeyError: there is no such row.
    """
    return {row.name: row for row in ROWS}[name]


def row_of(facts: MeasurementFacts) -> Row:
    """Return the first row of `ROWS` that holds of a measurement."""
    return ROWS[_first_that_holds()(facts)]


@cache
def _first_that_holds() -> Callable[[MeasurementFacts], int]:
    return first_of([row.fits for row in ROWS])


def together(sides: AbstractSet[Evaluated], *, holds_whole_concept: bool) -> Evaluated:
    """Say what pieces of evidence can show together.

    Args:
        sides: the notions that they speak for.
        holds_whole_concept: whether a concept is to go and the forget set holds every instance of it.
    """
    if not sides:
        return Evaluated.UNTESTED
    if holds_whole_concept:
        return Evaluated.COINCIDENT
    notions = sides - {Evaluated.COINCIDENT}
    return Evaluated.MIXED if len(notions) > 1 else next(iter(notions), Evaluated.COINCIDENT)


def agreement_of(intended: Notion, evaluated: Evaluated) -> Agreement:
    """Say how the evaluated notion relates to the intended one (the third table)."""
    if intended in {Notion.NEITHER, Notion.UNDETERMINED}:
        return Agreement.NOT_COMPARABLE
    if evaluated is Evaluated.UNTESTED:
        return Agreement.UNTESTED
    if intended is Notion.COINCIDENT or evaluated in {Evaluated.COINCIDENT, intended.value}:
        return Agreement.ALIGNED
    return Agreement.MIXED if evaluated is Evaluated.MIXED else Agreement.CONFLICTING


def paper_notion(notions: Iterable[Notion]) -> PaperNotion:
    """Sum up the intended notions of a paper's settings.

    Args:
        notions: the settings' intended notions, in any order.

    Returns:
        `both` where both notions occur; else the notion that occurs; coincident, neither and undetermined only in the
        absence of those before them; undetermined for no setting at all.
    """
    return _paper_notion(frozenset(notions))


@lru_cache
def _paper_notion(present: frozenset[Notion]) -> PaperNotion:
    if {Notion.UNTRAINING, Notion.UNLEARNING} <= present:
        return PaperNotion.BOTH
    order = (Notion.UNTRAINING, Notion.UNLEARNING, Notion.COINCIDENT, Notion.NEITHER, Notion.UNDETERMINED)
    return PaperNotion(next((notion for notion in order if notion in present), Notion.UNDETERMINED))


class Outcome(NamedTuple):
    """The three words of a verdict."""

    intended: Notion
    """What the forget set defines."""
    evaluated: Evaluated
    """What the measurements can show."""
    agreement: Agreement
    """How the two relate."""


class Measured(NamedTuple):
    """The closed-vocabulary facts of one measurement, with those of its metric."""

    family: Family
    """The metric's family."""
    polarity: Polarity
    """The metric's polarity."""
    on: MeasuredOn
    """What it is measured on."""
    criterion: Criterion
    """Which direction counts as good."""
    reference: Reference | None
    """The reference that it names, if any."""


def measured_by(measurements: Iterable[Measurement], metrics: Mapping[str, Metric]) -> tuple[Measured, ...]:
    """What the tables read of measurements and of their metrics.

    Raises:
        KeyError: a measurement names a metric that `metrics` lacks.
    """
    named = [(m, metrics[m.metric]) for m in measurements]
    return tuple([Measured(metric.family, metric.polarity, m.on, m.criterion, m.reference) for m, metric in named])


def _facts_of(measured: Measured, references: tuple[Reference, ...], removes: Removes) -> MeasurementFacts:
    """What the second table reads of a measurement of a setting with these references that removes this."""
    against = references if measured.reference is None else (measured.reference,)
    return MeasurementFacts(measured.family, measured.polarity, measured.on, measured.criterion, frozenset(against), removes)


@lru_cache(1 << 12)
def _asked_for(references: tuple[Reference, ...]) -> tuple[Reference, ...]:
    """Those references that a row asks for; of others it makes no difference which they are."""
    return tuple(sorted(frozenset(references) & (RETRAINED | CONCEPT_FREE)))


@lru_cache(1 << 14)
def row_for(measured: Measured, references: tuple[Reference, ...], removes: Removes) -> Row:
    """The row of `ROWS` that decides on a measurement; the same few come again and again, above all while flips are sought.

    Args:
        measured: the measurement.
        references: those of the setting's references that a row asks for; none where the measurement names its own.
        removes: what must be gone.
    """
    return row_of(_facts_of(measured, references, removes))


@lru_cache(1 << 12)
def _outcome(removes: Removes, coverage: Coverage, guarantee: Guarantee, points: frozenset[Evaluated | None]) -> Outcome:
    """What is decided where the measurements point to these; few settings differ in all four."""
    sides = {point for point in points if point is not None}
    if guarantee is not Guarantee.NONE:
        sides.add(Evaluated.UNTRAINING)
    intended = INTENDED[removes, coverage]
    evaluated = together(sides, holds_whole_concept=_holds_whole_concept(removes, coverage))
    return Outcome(intended, evaluated, agreement_of(intended, evaluated))


def _holds_whole_concept(removes: Removes, coverage: Coverage) -> bool:
    return removes is Removes.CONCEPT and coverage is Coverage.COMPLETE


class Deciding(NamedTuple):
    """All facts of a setting that the tables read: small enough to change one and decide again."""

    removes: Removes
    """What must be gone."""
    coverage: Coverage
    """How much of the concept the forget set holds."""
    guarantee: Guarantee
    """What is proved."""
    references: tuple[Reference, ...]
    """What the scores are held against."""
    measured: tuple[Measured, ...]
    """The measurements."""

    @classmethod
    def of(cls, setting: Setting, metrics: Mapping[str, Metric]) -> Deciding:
        """Pick the deciding facts out of a setting.

        Args:
            setting: the setting.
            metrics: every metric that the setting names, by id.

        Raises:
            KeyError: the setting names a metric that `metrics` lacks.
        """
        forget_set = setting.forget_set
        measured = measured_by(setting.measurements, metrics)
        return cls(forget_set.removes, forget_set.coverage, setting.guarantee, setting.references, measured)

    def rows(self) -> tuple[Row, ...]:
        """The row of `ROWS` that decides on each measurement, in order."""
        asked, removes = self.asked, self.removes
        return tuple([row_for(each, asked if each.reference is None else (), removes) for each in self.measured])

    @property
    def asked(self) -> tuple[Reference, ...]:
        """Those references that a row asks for: where they are the same, so are the rows of measurements that name none."""
        return _asked_for(self.references)

    @property
    def holds_whole_concept(self) -> bool:
        """Whether a concept is to go and the forget set holds every instance of it."""
        return _holds_whole_concept(self.removes, self.coverage)

    def outcome(self) -> Outcome:
        """Decide: intended notion, evaluated notion, agreement."""
        return self.outcome_of([row.points_to for row in self.rows()])

    def outcome_of(self, points: Iterable[Evaluated | None]) -> Outcome:
        """Decide where the measurements point to these, None being nothing."""
        return _outcome(self.removes, self.coverage, self.guarantee, frozenset(points))
