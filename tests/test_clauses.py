"""Clauses: the first that holds decides, and each says as data what it does."""

from __future__ import annotations

from types import SimpleNamespace

from taxonomy.notions.predicates import ALWAYS, has, one_of
from taxonomy.notions.verdicts import Fact
from taxonomy.rules.clauses import Clause, Skip, baselines, evidence, fact, flags, judging, measurements, passes, references, skips, some
from taxonomy.vocabulary.closed import Reference

SEEN = SimpleNamespace(
    word="a",
    facts=(Fact("x", "1"), Fact("y", "2")),
    references=(Fact("references[0]", Reference.NONE),),
    measurements=(SimpleNamespace(path="measurements[0]", value="m", many=("p",)),),
    baselines=(),
    evidence=(SimpleNamespace(path="part", value="s", sources=("s",)), SimpleNamespace(path="other", value="t", sources=("t",))),
)
NEVER = ~ALWAYS


def judged(*rules: list[Clause]) -> list[tuple[int, object]]:
    """What rules of these clauses give."""
    return [*judging([[(clause.when, clause.outcome) for clause in rule] for rule in rules])(SEEN)]


def test_first_clause_that_holds_decides() -> None:
    """A clause passes, skips with its reason or flags; those behind it are not asked."""
    assert judged([passes(ALWAYS), skips(ALWAYS, "no")]) == []
    assert judged([passes(NEVER), skips(ALWAYS, "no"), flags(fact("x"))]) == [(0, Skip("no"))]
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
    """What several rules give comes in their order, each with its number; one that gives nothing is left out."""
    assert judged([flags(fact("y"))], [passes(ALWAYS)], [skips(ALWAYS, "no")], [flags(fact("x"))]) == [
        (0, (Fact("y", "2"),)),
        (2, Skip("no")),
        (3, (Fact("x", "1"),)),
    ]


def test_clauses_are_told_as_data() -> None:
    """A clause as data holds when it decides and what follows: nothing, a reason, or the list and the predicate on its things."""
    assert passes(ALWAYS).plain == {"when": ["all"]}
    assert skips(ALWAYS, "no").plain == {"when": ["all"], "skip": "no"}
    assert flags(fact("x")).plain == {"when": ["all"], "flag": "facts", "which": ["in", "path", ["x"]]}
    both = ["all", ["in", "path", ["x"]], ["in", "value", ["1", "2"]]]
    assert flags(fact("x", "2", "1")).plain == {"when": ["all"], "flag": "facts", "which": both}
    assert flags(evidence(NEVER)).plain == {"when": ["all"], "flag": "evidence", "which": ["not", ["all"]]}
