"""Predicates on facts, as data: this package and the page "Classify yours" evaluate the same ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any

from taxonomy.vocabulary.closed import Criterion, Family, MeasuredOn, Polarity, Reference


@dataclass(frozen=True, slots=True)
class Predicate:
    """A predicate on a thing that has facts as attributes; `&`, `|` and `~` make further ones.

    Attributes:
        plain: the predicate as JSON can hold it: its name, then what it speaks of.
        holds: the same as a function.
    """

    plain: list[Any] = field(compare=False)
    holds: Callable[[Any], bool]

    def __call__(self, thing: object) -> bool:
        """Whether it holds of a thing."""
        return self.holds(thing)

    def __and__(self, other: Predicate) -> Predicate:
        return Predicate(["all", self.plain, other.plain], lambda thing: self.holds(thing) and other.holds(thing))

    def __or__(self, other: Predicate) -> Predicate:
        return Predicate(["any", self.plain, other.plain], lambda thing: self.holds(thing) or other.holds(thing))

    def __invert__(self) -> Predicate:
        return Predicate(["not", self.plain], lambda thing: not self.holds(thing))


ALWAYS = Predicate(["all"], lambda _: True)
"""Holds of everything."""


def one_of(fact: str, *values: str | bool | None) -> Predicate:
    """A fact that has one value: it is one of these."""
    read, wanted = attrgetter(fact), frozenset(values)
    return Predicate(["in", fact, _ordered(wanted)], lambda thing: read(thing) in wanted)


def has(fact: str, *values: str) -> Predicate:
    """A fact that has any number of values: one of these is among them."""
    read, wanted = attrgetter(fact), frozenset(values)
    return Predicate(["has", fact, _ordered(wanted)], lambda thing: not wanted.isdisjoint(read(thing)))


def some(fact: str, predicate: Predicate) -> Predicate:
    """A fact that is a list of things: one of them meets a predicate."""
    read = attrgetter(fact)
    return Predicate(["some", fact, predicate.plain], lambda thing: any(map(predicate.holds, read(thing))))


def _ordered(values: frozenset[str | bool | None] | frozenset[str]) -> list[str | bool | None]:
    return sorted(values, key=str)


UTILITY_OR_COST = one_of("family", Family.UTILITY, Family.COST) | one_of("on", MeasuredOn.RETAIN_SET, MeasuredOn.TEST_SET)
"""A measurement shows how useful the model still is, or what the removal took."""
WANTS_LESS = (one_of("criterion", Criterion.LOWER_IS_BETTER) & one_of("polarity", Polarity.PRESENCE)) | (
    one_of("criterion", Criterion.HIGHER_IS_BETTER) & one_of("polarity", Polarity.ABSENCE)
)
"""A measurement of which the paper wants less of what is to go, read off criterion and polarity together."""
ON_FORGET_SET = one_of("on", MeasuredOn.FORGET_SET)
"""A measurement on the rows of the forget set."""
CERTIFIED = one_of("criterion", Criterion.CERTIFICATE)
"""A proved bound."""


def matches(*references: Reference) -> Predicate:
    """A measurement whose score is to come close to that of one of these references."""
    return one_of("criterion", Criterion.MATCH_REFERENCE) & has("references", *references)
