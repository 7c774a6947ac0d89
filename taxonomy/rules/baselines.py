"""BAS4xx: which methods are compared. Home notions of methods come from the graph of all entries."""

from __future__ import annotations

from taxonomy.notions.verdicts import Fact
from taxonomy.rules.formulation import NOTE
from taxonomy.rules.rule import BOTH, Case, Judgement, Skip, rule
from taxonomy.vocabulary.closed import Notion, Severity

_NO_CORPUS = Skip("home notions of methods need the whole corpus")
_NO_METHOD = Skip("the entry names no compared method")


def _homes(case: Case) -> dict[Fact, frozenset[Notion]] | Skip:
    """Home notions of each compared method, empty where unknown."""
    if case.homes is None:
        return _NO_CORPUS
    if not case.setting.baselines:
        return _NO_METHOD
    compared = enumerate(case.setting.baselines)
    return {Fact(f"baselines[{i}]", method): case.homes.get(method, frozenset()) for i, method in compared}


@rule(
    "BAS401",
    "baseline-of-other-notion",
    Severity.MISMATCH,
    sources=[NOTE],
    instead="Keep it, if at all, as a contrast; rank against methods whose home notion is the intended one.",
    applies_to=BOTH,
    exceptions="A paper that compares on purpose, to show that the other notion's methods fail, can record so under `acknowledged`.",
    flags="""
        forget_set: {removes: concept, concept: poisoned pictures, coverage: sample}
        baselines: [retraining]
        """,
    passes="""
        forget_set: {removes: examples}
        baselines: [retraining]
        """,
)
def baseline_of_other_notion(case: Case) -> Judgement:
    """A compared method was not made for the intended notion.

    It pursues another ideal, or none, so that it loses, or wins, says little about the method it is compared with.
    """
    homes = _homes(case)
    if isinstance(homes, Skip):
        return homes
    return tuple(fact for fact, home in homes.items() if home and case.verdict.intended not in home)


@rule(
    "BAS402",
    "no-baseline-of-own-notion",
    Severity.GAP,
    sources=[NOTE],
    instead="Add a method whose home notion is the intended one; the page of each notion lists them.",
    applies_to=BOTH,
    flags="""
        forget_set: {removes: concept, concept: poisoned pictures, coverage: sample}
        baselines: [retraining]
        """,
    passes="""
        forget_set: {removes: examples}
        baselines: [retraining]
        """,
)
def no_baseline_of_own_notion(case: Case) -> Judgement:
    """No compared method shares the intended notion.

    Without a rival that pursues the same ideal nobody can tell whether the method is good at it.
    """
    homes = _homes(case)
    if isinstance(homes, Skip):
        return homes
    if any(case.verdict.intended in home for home in homes.values()):
        return ()
    if not all(homes.values()):
        return Skip("the home notion of a compared method is unknown")
    return tuple(homes)


@rule(
    "BAS403",
    "ranking-mixes-notions",
    Severity.NOTE,
    sources=[NOTE],
    instead="Rank the methods of each notion apart, by the measurements of that notion.",
    applies_to=BOTH | {Notion.COINCIDENT},
    flags="""
        forget_set: {removes: examples}
        baselines: [retraining, prompting]
        """,
    passes="""
        forget_set: {removes: examples}
        baselines: [retraining, fine-tuning]
        """,
)
def ranking_mixes_notions(case: Case) -> Judgement:
    """One comparison ranks methods of both notions.

    Methods with different ideals stand in one order, so the order depends on which notion the metric happens to show.
    """
    homes = _homes(case)
    if isinstance(homes, Skip):
        return homes
    one_sided = {fact: home for fact, home in homes.items() if home in {frozenset({notion}) for notion in BOTH}}
    return tuple(one_sided) if len(set(one_sided.values())) > 1 else ()


@rule(
    "BAS404",
    "baseline-notion-unknown",
    Severity.NOTE,
    sources=[NOTE],
    instead="Code the paper that proposes the method; the wanted list names it.",
    applies_to=BOTH | {Notion.COINCIDENT},
    flags="""
        forget_set: {removes: examples}
        baselines: [a-method-of-a-paper-that-nobody-coded]
        """,
    passes="""
        forget_set: {removes: examples}
        baselines: [retraining]
        """,
)
def baseline_notion_unknown(case: Case) -> Judgement:
    """No entry tells what this method was made for, so its home notion is unknown.

    Whether the comparison fits cannot be told until the paper that proposes the method is coded.
    """
    homes = _homes(case)
    if isinstance(homes, Skip):
        return homes
    return tuple(fact for fact, home in homes.items() if not home)
