"""What would change a verdict: every change of one closed-vocabulary fact, tried against the tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from taxonomy.notions.tables import Deciding, Measured
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
    now = deciding.outcome()
    for path, value, to, changed in _changes(deciding):
        then = changed.outcome()
        if then != now:
            yield Flip(path, value, to, *then)


_Change = tuple[str, str, str, Deciding]


def _changes(deciding: Deciding) -> Iterator[_Change]:
    yield from (("forget_set.removes", deciding.removes, to, deciding._replace(removes=to)) for to in Removes)
    yield from (("forget_set.coverage", deciding.coverage, to, deciding._replace(coverage=to)) for to in Coverage)
    yield from (("guarantee", deciding.guarantee, to, deciding._replace(guarantee=to)) for to in Guarantee)
    for index, reference in enumerate(deciding.references):
        for to in _alternatives(deciding.references):
            yield f"references[{index}]", reference, to, _exchange_reference(deciding, index, to)
    for index, row in enumerate(deciding.rows()):
        others = _measurement_changes(deciding, index)
        yield from (change for change in others if change[-1].row_at(index).points_to is not row.points_to)


def _alternatives(listed: tuple[Reference, ...]) -> Iterator[Reference]:
    """What one of these references could be exchanged for: `none` and `not-reported` only where it stands alone."""
    return (other for other in Reference if other not in listed and (len(listed) == 1 or other not in ABSENT))


def _exchange_reference(deciding: Deciding, index: int, to: Reference) -> Deciding:
    """Exchange a reference of the setting, also where a measurement names it."""
    old = deciding.references[index]
    references = (*deciding.references[:index], to, *deciding.references[index + 1 :])
    measured = tuple(m._replace(reference=to) if m.reference is old else m for m in deciding.measured)
    return deciding._replace(references=references, measured=measured)


def _measurement_changes(deciding: Deciding, index: int) -> Iterator[_Change]:
    path, measured = f"measurements[{index}]", deciding.measured[index]
    for on in MeasuredOn:
        yield f"{path}.on", measured.on, on, _with(deciding, index, measured._replace(on=on))
    for criterion in Criterion:
        yield f"{path}.criterion", measured.criterion, criterion, _with(deciding, index, measured._replace(criterion=criterion))
    for reference in deciding.references if len(deciding.references) > 1 else ():
        changed = _with(deciding, index, measured._replace(reference=reference))
        yield f"{path}.reference", measured.reference or "not named", reference, changed


def _with(deciding: Deciding, index: int, measured: Measured) -> Deciding:
    changed = (*deciding.measured[:index], measured, *deciding.measured[index + 1 :])
    return deciding._replace(measured=changed)
