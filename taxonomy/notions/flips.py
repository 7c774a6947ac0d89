"""What would change a verdict: every change of one closed-vocabulary fact, tried against the tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from taxonomy.notions.tables import Deciding, Measured, Outcome, row_for
from taxonomy.vocabulary.closed import Agreement, Coverage, Criterion, Evaluated, Guarantee, MeasuredOn, Notion, Reference, Removes

ABSENT = frozenset({Reference.NONE, Reference.NOT_REPORTED})
"""References that say that there is none; they stand alone."""


@dataclass(frozen=True, slots=True)
class Flip:
    """One change of one fact that would change the verdict, and to what.

    Attributes:
        path: where the fact stands within the setting, such as `measurements[0].criterion`.
        value: its value now.
        to: the value that it would have to take.
        intended: intended notion after the change.
        evaluated: evaluated notion after the change.
        agreement: agreement after the change.
    """

    path: str
    value: str
    to: str
    intended: Notion
    evaluated: Evaluated
    agreement: Agreement


def flips(deciding: Deciding) -> Iterator[Flip]:
    """Find every change of one fact after which the three words of the verdict are not all the same.

    Args:
        deciding: the setting's deciding facts.

    Yields:
        The changes, in the order of the facts and of the enumerations.
    """
    now, points = deciding.outcome(), [row.points_to for row in deciding.rows()]
    for path, value, to, then in chain(_forget_set(deciding, points), _references(deciding), _measurements(deciding, points)):
        if then != now:
            yield Flip(path, value, to, *then)


_Points = list[Evaluated | None]
"""For each measurement what it points to."""
_Change = tuple[str, str, str, Outcome]
"""A change of one fact, and what is decided after it."""


def _forget_set(deciding: Deciding, points: _Points) -> Iterator[_Change]:
    yield from (("forget_set.removes", deciding.removes, to, deciding._replace(removes=to).outcome()) for to in Removes)
    yield from (("forget_set.coverage", deciding.coverage, to, deciding._replace(coverage=to).outcome_of(points)) for to in Coverage)
    yield from (("guarantee", deciding.guarantee, to, deciding._replace(guarantee=to).outcome_of(points)) for to in Guarantee)


def _references(deciding: Deciding) -> Iterator[_Change]:
    named = {measured.reference for measured in deciding.measured}
    decided: dict[tuple[Reference, ...], Outcome] = {}
    for index, reference in enumerate(deciding.references):
        for to in _alternatives(deciding.references):
            changed = deciding._replace(references=(*deciding.references[:index], to, *deciding.references[index + 1 :]))
            if reference in named:  # it is exchanged there, too
                measured = [each._replace(reference=to) if each.reference is reference else each for each in deciding.measured]
                outcome = changed._replace(measured=tuple(measured)).outcome()
            elif changed.asked in decided:
                outcome = decided[changed.asked]
            else:
                outcome = decided[changed.asked] = changed.outcome()
            yield f"references[{index}]", reference, to, outcome


def _alternatives(listed: tuple[Reference, ...]) -> Iterator[Reference]:
    """What one of these references could be exchanged for: `none` and `not-reported` only where it stands alone."""
    return (other for other in Reference if other not in listed and (len(listed) == 1 or other not in ABSENT))


def _measurements(deciding: Deciding, points: _Points) -> Iterator[_Change]:
    references, removes, asked = deciding.references, deciding.removes, deciding.asked
    for index, (measured, point) in enumerate(zip(deciding.measured, points, strict=True)):
        path, others = f"measurements[{index}]", points[:index] + points[index + 1 :]
        against = asked if measured.reference is None else ()
        for field, value, to, then in _read_otherwise(measured, against, removes):
            yield f"{path}.{field}", value, to, deciding.outcome_of([*others, then])
        for reference in references if len(references) > 1 else ():
            then = row_for(measured._replace(reference=reference), (), removes).points_to
            if then is not point:
                yield f"{path}.reference", measured.reference or "not named", reference, deciding.outcome_of([*others, then])


@lru_cache(1 << 14)
def _read_otherwise(
    measured: Measured, asked: tuple[Reference, ...], removes: Removes
) -> tuple[tuple[str, str, str, Evaluated | None], ...]:
    """What a measurement would point to if it were made on something else or read otherwise, where it points to something else then."""
    family, polarity, on, criterion, reference = measured
    now = row_for(measured, asked, removes).points_to
    others: list[tuple[str, str, str, Measured]] = [
        *[("on", on, to, Measured(family, polarity, to, criterion, reference)) for to in MeasuredOn],
        *[("criterion", criterion, to, Measured(family, polarity, on, to, reference)) for to in Criterion],
    ]
    read = [(field, value, to, row_for(other, asked, removes).points_to) for field, value, to, other in others]
    return tuple([change for change in read if change[3] is not now])
