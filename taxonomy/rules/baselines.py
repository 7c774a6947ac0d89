"""BAS4xx: which methods are compared. Home notions of methods come from the graph of all entries."""

from __future__ import annotations

from collections.abc import Iterator

from taxonomy.notions.predicates import Predicate, has, one_of
from taxonomy.rules.clauses import Clause, baselines, flags, passes, skips, some
from taxonomy.rules.formulation import NOTE
from taxonomy.rules.rule import BOTH, rule
from taxonomy.vocabulary.closed import Notion, Severity

_NEEDS_HOMES = (
    skips(one_of("homes_known", False), "home notions of methods need the whole corpus"),
    skips(~some(baselines()), "the entry names no compared method"),
)
_UNKNOWN = ~has("homes", *Notion)
"""No entry tells what the method was made for."""
_AT_HOME = (one_of("intended", Notion.UNTRAINING) & has("homes", Notion.UNTRAINING)) | (
    one_of("intended", Notion.UNLEARNING) & has("homes", Notion.UNLEARNING)
)
"""The intended notion is among the method's home notions."""


def _only(notion: Notion) -> Predicate:
    """The notion is the method's only home."""
    return has("homes", notion) & ~has("homes", *set(Notion) - {notion})


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
def baseline_of_other_notion() -> Iterator[Clause]:
    """A compared method was not made for the intended notion.

    It pursues another ideal, or none, so that it loses, or wins, says little about the method it is compared with.
    """
    yield from _NEEDS_HOMES
    yield flags(baselines(~_UNKNOWN & ~_AT_HOME))


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
def no_baseline_of_own_notion() -> Iterator[Clause]:
    """No compared method shares the intended notion.

    Without a rival that pursues the same ideal nobody can tell whether the method is good at it.
    """
    yield from _NEEDS_HOMES
    yield passes(some(baselines(_AT_HOME)))
    yield skips(some(baselines(_UNKNOWN)), "the home notion of a compared method is unknown")
    yield flags(baselines())


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
def ranking_mixes_notions() -> Iterator[Clause]:
    """One comparison ranks methods of both notions.

    Methods with different ideals stand in one order, so the order depends on which notion the metric happens to show.
    """
    yield from _NEEDS_HOMES
    untraining, unlearning = _only(Notion.UNTRAINING), _only(Notion.UNLEARNING)
    yield flags(baselines(untraining | unlearning), some(baselines(untraining)) & some(baselines(unlearning)))


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
def baseline_notion_unknown() -> Iterator[Clause]:
    """No entry tells what this method was made for, so its home notion is unknown.

    Whether the comparison fits cannot be told until the paper that proposes the method is coded.
    """
    yield from _NEEDS_HOMES
    yield flags(baselines(_UNKNOWN))
