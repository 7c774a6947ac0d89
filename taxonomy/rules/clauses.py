"""How a rule is written down: clauses, of which the first whose predicate holds decides."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from taxonomy.notions.predicates import ALWAYS, Predicate, one_of
from taxonomy.notions.predicates import some as some_of
from taxonomy.notions.verdicts import Fact
from taxonomy.vocabulary.closed import Reference


@dataclass(frozen=True, slots=True)
class Skip:
    """A rule could not be applied.

    Attributes:
        reason: why, in words.
    """

    reason: str


Judgement = tuple[Fact, ...] | Skip
"""The offending choices (none: it passes), or why the rule could not be applied."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Things out of one of the lists that rules see.

    Attributes:
        among: name of the list.
        which: predicate on its things.
    """

    among: str
    which: Predicate

    def of(self, seen: object) -> Judgement:
        """Name the chosen things."""
        which = self.which.holds
        return tuple([Fact(thing.path, thing.value) for thing in getattr(seen, self.among) if which(thing)])


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


def judge_by(clauses: Iterable[Clause], seen: object) -> Judgement:
    """Let the first clause that holds decide; where none does, there is nothing to flag."""
    for clause in clauses:
        if clause.when.holds(seen):
            return clause.outcome.of(seen) if isinstance(clause.outcome, Choice) else clause.outcome or ()
    return ()


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
