"""Clauses: the first that holds decides, and each says as data what it does."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import NamedTuple

from taxonomy.notions.predicates import ALWAYS, has, one_of
from taxonomy.notions.verdicts import Fact
from taxonomy.rules.clauses import (
    Clause,
    Judged,
    Skip,
    baselines,
    evidence,
    fact,
    flags,
    judging,
    measurements,
    passes,
    references,
    skips,
    some,
)
from taxonomy.vocabulary.closed import Reference


class Part(NamedTuple):
    """Something that was looked up."""

    path: str
    value: str
    sources: tuple[str, ...]


SEEN = SimpleNamespace(
    word="a",
    facts=(Fact("x", "1"), Fact("y", "2")),
    references=(Fact("references[0]", Reference.NONE),),
    measurements=(SimpleNamespace(path="measurements[0]", value="m", many=("p",)),),
    baselines=(),
    evidence=(Part("part", "s", ("s",)), Part("other", "t", ("t",))),
)
NEVER = ~ALWAYS


def judged(*rules: list[Clause], seen: object = SEEN) -> list[tuple[int, tuple[Fact, ...]] | Skip]:
    """What rules of these clauses flag, and then what they give."""
    flagged, given = judging([[(clause.when, clause.outcome) for clause in rule] for rule in rules])(seen)
    return [*flagged, *given]


def test_first_clause_that_holds_decides() -> None:
    """A clause passes, skips with its reason or flags; those behind it are not asked."""
    assert judged([passes(ALWAYS), skips(ALWAYS, "no")]) == []
    assert judged([passes(NEVER), skips(ALWAYS, "no"), flags(fact("x"))]) == [Skip("no")]
    assert judged([skips(NEVER, "no"), flags(fact("x"))]) == [(0, (Fact("x", "1"),))]
    assert judged([flags(fact("x"), when=one_of("word", "b")), flags(fact("y"))]) == [(0, (Fact("y", "2"),))]


def test_nothing_is_flagged_where_no_clause_holds() -> None:
    """Without a clause that holds, and with one that chooses nothing, a setting passes."""
    assert judged([]) == []
    assert judged([flags(fact("x"), when=NEVER)]) == []
    assert judged([flags(fact("z")), flags(fact("x"))]) == []


def test_choices_are_facts_with_their_places() -> None:
    """A choice names the things of one list of which its predicate holds, as paths and values."""
    assert judged([flags(fact("x", "2"))]) == []
    assert judged([flags(fact("x", "2", "1"))]) == [(0, (Fact("x", "1"),))]
    assert judged([flags(fact("y", "2", "1"))]) == [(0, (Fact("y", "2"),))]
    assert judged([flags(evidence(has("sources", "s")))]) == [(0, (Fact("part", "s"),))]
    assert judged([flags(references(Reference.NONE))]) == [(0, (Fact("references[0]", "none"),))]
    assert judged([flags(measurements(has("many", "p")))]) == [(0, (Fact("measurements[0]", "m"),))]
    assert (some(measurements())(SEEN), some(baselines())(SEEN)) == (True, False)


def test_rules_are_judged_one_by_one() -> None:
    """What several rules flag comes in their order, each with its number, and so does what they give."""
    assert judged([flags(fact("y"))], [passes(ALWAYS)], [skips(ALWAYS, "no")], [flags(fact("x"))], [skips(ALWAYS, "nor")]) == [
        (0, (Fact("y", "2"),)),
        (3, (Fact("x", "1"),)),
        Skip("no"),
        Skip("nor"),
    ]


def test_lists_are_asked_before_rules_judge() -> None:
    """Whether a list holds something of which a predicate holds can decide, also when nothing of it is flagged."""
    kin = some(evidence(has("sources", "t")))
    assert judged([flags(fact("x"), when=kin)], [flags(fact("y"), when=~kin)]) == [(0, (Fact("x", "1"),))]
    assert judged([flags(fact("x"), when=some(baselines()))]) == []


class Method(NamedTuple):
    """A compared method."""

    path: str
    value: str
    homes: tuple[str, ...]


def test_what_was_answered_is_remembered_of_what_was_asked_only() -> None:
    """Things that are alike in what is read have the same marks and stay themselves; one that differs in it is asked anew."""
    judge: Callable[[object], Judged[Skip]] = judging([[(ALWAYS, baselines(has("homes", "h")))], [(ALWAYS, evidence(has("sources", "s")))]])

    def flagged(methods: list[Method], parts: list[Part]) -> list[tuple[str, str]]:
        found, _ = judge(SimpleNamespace(baselines=tuple(methods), evidence=tuple(parts)))
        return [(each.path, each.value) for _, facts in found for each in facts]

    for _ in range(2):
        assert flagged([Method("0", "a", ("h",)), Method("1", "b", ("h",)), Method("2", "b", ())], []) == [("0", "a"), ("1", "b")]
        assert flagged([Method("0", "a", ("g",)), Method("1", "b", ("h", "g"))], []) == [("1", "b")]
        assert flagged([], [Part("part", "s", ("s",))]) == [("part", "s")]
        assert flagged([], [Part("part", "s", ("t",))]) == []
        assert flagged([], [Part("other", "s", ("s",))]) == [("other", "s")]


def test_clauses_are_told_as_data() -> None:
    """A clause as data holds when it decides and what follows: nothing, a reason, or the list and the predicate on its things."""
    assert passes(ALWAYS).plain == {"when": ["all"]}
    assert skips(ALWAYS, "no").plain == {"when": ["all"], "skip": "no"}
    assert flags(fact("x")).plain == {"when": ["all"], "flag": "facts", "which": ["in", "path", ["x"]]}
    both = ["all", ["in", "path", ["x"]], ["in", "value", ["1", "2"]]]
    assert flags(fact("x", "2", "1")).plain == {"when": ["all"], "flag": "facts", "which": both}
    assert flags(evidence(NEVER)).plain == {"when": ["all"], "flag": "evidence", "which": ["not", ["all"]]}
