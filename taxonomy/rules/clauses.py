"""How a rule is written down: clauses, of which the first whose predicate holds decides."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce
from operator import or_
from typing import Any, TypeVar, cast

from taxonomy.notions.predicates import ALWAYS, Predicate, facts_in, one_of, source_of
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


Judged = tuple[list[tuple[int, tuple[Fact, ...]]], list[_T]]
"""For each rule that flags something its number and that; and what rules give; both in the order of the rules."""
_RECURRING = frozenset({"facts", "references", "evidence"})
"""Lists that are the same in many settings: what rules ask of one is answered once for all of them."""
_ALIKE = frozenset({"baselines"})
"""Lists whose things differ in little that rules read: what they ask of a thing is answered once for all that are alike in that."""


def judging(steps: Iterable[Iterable[Step[_T]]]) -> Callable[[Any], Judged[_T]]:
    """Make one function that takes every rule's steps: of each rule, the first one whose predicate holds decides.

    What all rules ask of the things of a list is answered first: each thing is marked with a bit for each question that holds of it, and
    the rules look at these marks.

    Args:
        steps: the steps of each rule.

    Returns:
        A function of the thing that is judged, whose lists hold things with a path and a value.
    """
    values: dict[str, Any] = {"Fact": Fact, "any_of": any_of}
    asked, lines = _Questions(), []
    for number, listed in enumerate(steps):
        word = "if"
        for when, outcome in listed:
            lines.append(f"    {word} {source_of(when.plain, 'thing.', values, asked.any)}:")
            word = "elif"
            if isinstance(outcome, Choice):
                among, bit = outcome.among, asked.bit(outcome.among, outcome.which.plain)
                lines.append(f"        if any_{among} & {bit}: flagged.append(({number}, {_chosen(among, bit)}))")
            else:
                given = f"given_{len(values)}"
                values[given] = outcome
                lines.append("        pass" if outcome is None else f"        given.append({given})")
    head = ["def judge(thing):", "    flagged, given = [], []"]
    for among, questions in asked.items():
        if among in _RECURRING:
            values[f"look_at_{among}"] = _looking(questions)
            head.append(f"    any_{among}, chosen_{among} = look_at_{among}(thing.{among})")
        else:
            values[f"mark_{among}"] = _marking(questions, alike=among in _ALIKE)
            head += [f"    marks_{among} = mark_{among}(thing.{among})", f"    any_{among} = any_of(marks_{among})"]
    exec("\n".join([*head, *lines, "    return flagged, given"]), values)  # noqa: S102  # names of facts and lists that our code gives
    return cast("Callable[[Any], Judged[_T]]", values["judge"])


class _Questions(dict[str, list[list[Any]]]):
    """What rules ask of the things of each list: predicates, each of which has a bit by its place."""

    def bit(self, among: str, question: list[Any]) -> int:
        """The bit of a question, which is asked from now on."""
        questions = self.setdefault(among, [])
        if question not in questions:
            questions.append(question)
        return 1 << questions.index(question)

    def any(self, among: str, question: list[Any]) -> str:
        """Write that a question holds of any thing of a list."""
        return f"(any_{among} & {self.bit(among, question)})"


def any_of(marks: Iterable[int]) -> int:
    """The bits of the questions that hold of any of some things."""
    return reduce(or_, marks, 0)


def _chosen(among: str, bit: int) -> str:
    """Write the things of a list that bear a mark, as facts."""
    if among in _RECURRING:
        return f"chosen_{among}[{bit}]"
    return f"tuple([Fact(each.path, each.value) for each, marks in zip(thing.{among}, marks_{among}) if marks & {bit}])"


def _marking(questions: Sequence[list[Any]], *, alike: bool) -> Callable[[Iterable[Any]], list[int]]:
    """Make the function that marks things; where many are alike in what is read, it remembers the marks."""
    values: dict[str, Any] = {}
    marks = _marks(questions, "each.", values)
    if alike:
        read = sorted({name for question in questions for name in facts_in(question)})
        values["mark"] = lru_cache(1 << 12)(eval(f"lambda {', '.join(read)}: {_marks(questions, '', values)}", values))  # noqa: S307  # likewise
        marks = f"mark({', '.join(f'each.{name}' for name in read)})"
    return cast("Callable[[Iterable[Any]], list[int]]", eval(f"lambda things: [{marks} for each in things]", values))  # noqa: S307  # likewise


def _marks(questions: Sequence[list[Any]], facts: str, values: dict[str, Any]) -> str:
    """Write the marks of a thing whose facts have these names."""
    return " | ".join([f"({1 << place} if {source_of(question, facts, values)} else 0)" for place, question in enumerate(questions)])


def _looking(questions: Sequence[list[Any]]) -> Callable[[tuple[Any, ...]], tuple[int, dict[int, tuple[Fact, ...]]]]:
    """Make the function that tells of a whole list the bits that any of its things bears, and for each bit those that bear it."""
    mark = _marking(questions, alike=False)

    @lru_cache(1 << 12)
    def look(things: tuple[Any, ...]) -> tuple[int, dict[int, tuple[Fact, ...]]]:
        marked = [*zip(things, mark(things), strict=True)]
        chosen = {
            bit: tuple(Fact(each.path, each.value) for each, marks in marked if marks & bit)
            for bit in (1 << p for p in range(len(questions)))
        }
        return any_of(marks for _, marks in marked), chosen

    return look


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
