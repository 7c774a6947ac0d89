"""What would change a verdict: every change of one closed-vocabulary fact, tried against the tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from taxonomy.notions.tables import Deciding, Measured, Outcome
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
    for path, value, to, then in _changes(deciding, points):
        if then != now:
            yield Flip(path, value, to, *then)


_Points = list[Evaluated | None]
"""For each measurement what it points to."""
_Change = tuple[str, str, str, Outcome]


def _changes(deciding: Deciding, points: _Points) -> Iterator[_Change]:
    """Every change of one fact, and what is decided after it; measurements that it cannot touch are not read again."""
    yield from (("forget_set.removes", deciding.removes, to, deciding._replace(removes=to).outcome()) for to in Removes)
    yield from (("forget_set.coverage", deciding.coverage, to, deciding._replace(coverage=to).outcome_of(points)) for to in Coverage)
    yield from (("guarantee", deciding.guarantee, to, deciding._replace(guarantee=to).outcome_of(points)) for to in Guarantee)
    for index, reference in enumerate(deciding.references):
        for to in _alternatives(deciding.references):
            yield f"references[{index}]", reference, to, _exchange_reference(deciding, index, to).outcome()
    for index, point in enumerate(points):
        for path, value, word, measured in _measurement_changes(deciding, index):
            changed = deciding.row_of(measured).points_to
            if changed is not point:
                yield path, value, word, deciding.outcome_of([*points[:index], changed, *points[index + 1 :]])


def _alternatives(listed: tuple[Reference, ...]) -> Iterator[Reference]:
    """What one of these references could be exchanged for: `none` and `not-reported` only where it stands alone."""
    return (other for other in Reference if other not in listed and (len(listed) == 1 or other not in ABSENT))


def _exchange_reference(deciding: Deciding, index: int, to: Reference) -> Deciding:
    """Exchange a reference of the setting, also where a measurement names it."""
    old = deciding.references[index]
    references = (*deciding.references[:index], to, *deciding.references[index + 1 :])
    measured = tuple(m._replace(reference=to) if m.reference is old else m for m in deciding.measured)
    return deciding._replace(references=references, measured=measured)


def _measurement_changes(deciding: Deciding, index: int) -> Iterator[tuple[str, str, str, Measured]]:
    path, measured = f"measurements[{index}]", deciding.measured[index]
    for on in MeasuredOn:
        yield f"{path}.on", measured.on, on, measured._replace(on=on)
    for criterion in Criterion:
        yield f"{path}.criterion", measured.criterion, criterion, measured._replace(criterion=criterion)
    for reference in deciding.references if len(deciding.references) > 1 else ():
        yield f"{path}.reference", measured.reference or "not named", reference, measured._replace(reference=reference)
