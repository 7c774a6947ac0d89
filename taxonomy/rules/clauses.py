"""How a rule is written down: clauses, of which the first whose predicate holds decides."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from taxonomy.notions.predicates import ALWAYS, Predicate, one_of, source_of
from taxonomy.notions.predicates import some as some_of
from taxonomy.notions.verdicts import Fact
from taxonomy.vocabulary.closed import Reference

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Skip:
    """A rule could not be applied.

    Attributes:
        reason: why, in words.
    """

    reason: str


@dataclass(frozen=True, slots=True)
class Choice:
    """Things out of one of the lists that rules see.

    Attributes:
        among: name of the list.
        which: predicate on its things.
    """

    among: str
    which: Predicate


@dataclass(frozen=True, slots=True)
class Clause:
    """One step of a judgement.

    Attributes:
        when: when it decides.
        outcome: what is then flagged, or why the rule is skipped; None passes.
    """

    when: Predicate
    outcome: Choice | Skip | None

    @property
    def plain(self) -> dict[str, Any]:
        """The clause as JSON can hold it."""
        told: dict[str, Any] = {"when": self.when.plain}
        if isinstance(self.outcome, Skip):
            told["skip"] = self.outcome.reason
        elif self.outcome:
            told |= {"flag": self.outcome.among, "which": self.outcome.which.plain}
        return told


Declaration = Callable[[], Iterator[Clause]]
"""What states a rule: its docstring tells it, its clauses judge by it."""


Step = tuple[Predicate, Choice | _T | None]
"""When something decides; and what is then flagged or given, None for nothing."""


def judging(steps: Iterable[Iterable[Step[_T]]]) -> Callable[[object], list[tuple[int, tuple[Fact, ...] | _T]]]:
    """Make one function that takes every rule's steps: of each rule, the first one whose predicate holds decides.

    Args:
        steps: the steps of each rule.

    Returns:
        A function of the thing that is judged. It gives, in the order of the rules, the number of each rule that flags or gives
        something, and that.
    """
    values: dict[str, Any] = {"Fact": Fact}
    lines = ["def judge(thing):", "    found = []"]
    for number, listed in enumerate(steps):
        word = "if"
        for when, outcome in listed:
            lines.append(f"    {word} {source_of(when.plain, 'thing', values)}:")
            word = "elif"
            if isinstance(outcome, Choice):
                which = source_of(outcome.which.plain, "each", values)
                lines.append(f"        chosen = [Fact(each.path, each.value) for each in thing.{outcome.among} if {which}]")
                lines.append(f"        if chosen: found.append(({number}, tuple(chosen)))")
            else:
                given = f"given_{len(values)}"
                values[given] = outcome
                lines.append("        pass" if outcome is None else f"        found.append(({number}, {given}))")
    exec("\n".join([*lines, "    return found"]), values)  # noqa: S102  # names of facts and lists that our code gives
    return cast("Callable[[object], list[tuple[int, tuple[Fact, ...] | _T]]]", values["judge"])


def passes(when: Predicate) -> Clause:
    """Nothing is flagged."""
    return Clause(when, None)


def skips(when: Predicate, reason: str) -> Clause:
    """The rule cannot be applied."""
    return Clause(when, Skip(reason))


def flags(choice: Choice, when: Predicate = ALWAYS) -> Clause:
    """These choices are flagged, if there are any."""
    return Clause(when, choice)


def some(choice: Choice) -> Predicate:
    """There is such a choice."""
    return some_of(choice.among, choice.which)


def fact(path: str, *values: str) -> Choice:
    """The fact at a path, if it has one of these values; whatever its value where none is given."""
    return Choice("facts", one_of("path", path) & one_of("value", *values) if values else one_of("path", path))


def references(*values: Reference) -> Choice:
    """Listed references that are one of these."""
    return Choice("references", one_of("value", *values))


def measurements(which: Predicate = ALWAYS) -> Choice:
    """Measurements of which a predicate holds."""
    return Choice("measurements", which)


def baselines(which: Predicate = ALWAYS) -> Choice:
    """Compared methods of which a predicate holds."""
    return Choice("baselines", which)


def evidence(which: Predicate) -> Choice:
    """Deciding parts of the setting of whose evidence a predicate holds."""
    return Choice("evidence", which)
