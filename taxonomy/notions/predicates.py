"""Predicates on facts, as data: this package and the page "Classify yours" evaluate the same ones."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

from taxonomy.vocabulary.closed import Criterion, Family, MeasuredOn, Polarity, Reference


@dataclass(frozen=True)
class Predicate:
    """A predicate on a thing that has facts as attributes; `&`, `|` and `~` make further ones.

    Attributes:
        plain: the predicate as JSON can hold it: its name, then what it speaks of.
    """

    plain: list[Any]

    @cached_property
    def holds(self) -> Callable[[Any], bool]:
        """The predicate as one function, made when it is first needed."""
        values: dict[str, Any] = {}
        source = source_of(self.plain, "thing.", values)
        return cast("Callable[[Any], bool]", eval(f"lambda thing: {source}", values))  # noqa: S307  # names of facts that our code gives

    def __call__(self, thing: object) -> bool:
        """Whether it holds of a thing."""
        return self.holds(thing)

    def __hash__(self) -> int:
        """Hash by what it says."""
        return hash(repr(self.plain))

    def __and__(self, other: Predicate) -> Predicate:
        return Predicate(["all", self.plain, other.plain])

    def __or__(self, other: Predicate) -> Predicate:
        return Predicate(["any", self.plain, other.plain])

    def __invert__(self) -> Predicate:
        return Predicate(["not", self.plain])


def first_of(predicates: Iterable[Predicate]) -> Callable[[object], int]:
    """Make one function of several predicates.

    Args:
        predicates: the predicates, of which one always holds.

    Returns:
        What gives the number of the first of them that holds of a thing.
    """
    values: dict[str, Any] = {}
    choices = " ".join(f"{at} if {source_of(each.plain, 'thing.', values)} else" for at, each in enumerate(predicates))
    return cast("Callable[[object], int]", eval(f"lambda thing: {choices} None", values))  # noqa: S307  # names of facts that our code gives


def source_of(plain: list[Any], facts: str, values: dict[str, Any], some: Callable[[str, list[Any]], str] | None = None) -> str:
    """Write a predicate as an expression of Python.

    Args:
        plain: the predicate as data.
        facts: what stands before the names of facts: the thing that has them and a dot, or nothing.
        values: takes in the values that facts are compared with, by the names that stand for them.
        some: writes that one of the things of a list meets a predicate, where it is known already; else they are asked.
    """
    name, *parts = plain
    if name in {"all", "any", "not"}:
        inner = [source_of(part, facts, values, some) for part in parts]
        return {"all": f"({' and '.join(inner)})", "any": f"({' or '.join(inner)})", "not": f"(not {inner[0]})"}[name] if inner else "True"
    fact = f"{facts}{parts[0]}"
    if name == "some":
        return some(*parts) if some else f"any([{source_of(parts[1], 'each.', values)} for each in {fact}])"
    wanted = f"values_{len(values)}"
    values[wanted] = frozenset(parts[1])
    return f"({fact} in {wanted})" if name == "in" else f"(not {wanted}.isdisjoint({fact}))"


def facts_in(plain: list[Any]) -> Iterator[str]:
    """The names of all facts that a predicate reads, which it gives as often as it reads them; those of the things of a list left out."""
    name, *parts = plain
    if name in {"all", "any", "not"}:
        for part in parts:
            yield from facts_in(part)
    else:
        yield parts[0]


ALWAYS = Predicate(["all"])
"""Holds of everything."""


def one_of(fact: str, *values: str | bool | None) -> Predicate:
    """A fact that has one value: it is one of these."""
    return Predicate(["in", fact, _ordered(frozenset(values))])


def has(fact: str, *values: str) -> Predicate:
    """A fact that has any number of values: one of these is among them."""
    return Predicate(["has", fact, _ordered(frozenset(values))])


def some(fact: str, predicate: Predicate) -> Predicate:
    """A fact that is a list of things: one of them meets a predicate."""
    return Predicate(["some", fact, predicate.plain])


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
