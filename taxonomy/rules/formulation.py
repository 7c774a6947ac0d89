"""FRM1xx: what the forget set stands for."""

from __future__ import annotations

from collections.abc import Iterator

from taxonomy.notions.predicates import has, one_of
from taxonomy.rules.clauses import Clause, fact, flags, skips
from taxonomy.rules.rule import BOTH, rule
from taxonomy.vocabulary.closed import Coverage, Membership, Notion, Removes, Severity

NOTE = "triantafillou2026algorithm"
"""The note that draws the line between the two notions."""


@rule(
    "FRM101",
    "removal-target-not-stated",
    Severity.GAP,
    sources=[NOTE],
    instead="Say in one sentence what must be gone: these rows, or the concept that they are instances of.",
    flags="""
        forget_set: {removes: not-stated}
        """,
    passes="""
        forget_set: {removes: examples}
        """,
)
def removal_target_not_stated() -> Iterator[Clause]:
    """The paper does not say what must be gone.

    Whether a result is good depends on the target: a model that still predicts the forget set correctly is a success
    when rows were to count as never used, and a failure when a concept was to go.
    """
    yield flags(fact("forget_set.removes", Removes.NOT_STATED))


@rule(
    "FRM102",
    "coverage-not-reported",
    Severity.GAP,
    sources=[NOTE, "goel2024corrective"],
    instead="Report |S| / |S_full|: whether the forget set holds all, some or none of the concept's instances in the training set.",
    flags="""
        forget_set: {removes: concept, concept: images of dogs, coverage: not-reported}
        """,
    passes="""
        forget_set: {removes: concept, concept: images of dogs, coverage: sample}
        """,
)
def coverage_not_reported() -> Iterator[Clause]:
    """A concept is removed, and its coverage by the forget set is not reported.

    With every instance in the forget set the two notions coincide; with a part of them they do not. Without the
    coverage nobody can tell which of the two was tested.
    """
    yield flags(fact("forget_set.coverage", Coverage.NOT_REPORTED, Coverage.NOT_APPLICABLE), one_of("removes", Removes.CONCEPT))


@rule(
    "FRM103",
    "forget-set-outside-training-data",
    Severity.MISMATCH,
    sources=[NOTE],
    instead="Take the rows from the training set; or, if a concept is to go, say so and record the rows as a proxy.",
    flags="""
        forget_set: {removes: examples, membership: non-member}
        """,
    passes="""
        forget_set: {removes: examples, membership: member}
        """,
)
def forget_set_outside_training_data() -> Iterator[Clause]:
    """Examples are removed that the model was not trained on.

    The effect of rows that were never used is nil, so the retrained model is the original model and there is nothing to
    untrain. Rows from elsewhere can only stand for a concept.
    """
    yield skips(~one_of("removes", Removes.EXAMPLES), "no examples are removed as such")
    unknown = one_of("membership", Membership.UNKNOWN, Membership.NOT_APPLICABLE)
    yield skips(unknown, "it is not known whether the model was trained on the forget set")
    yield flags(fact("forget_set.membership", Membership.NON_MEMBER, Membership.PARTLY))


@rule(
    "FRM104",
    "notions-coincide",
    Severity.NOTE,
    sources=[NOTE],
    instead="Add a setting in which the forget set holds a part of the concept, and say which notion is meant.",
    flags="""
        forget_set: {removes: concept, concept: class 3, coverage: complete}
        """,
    passes="""
        forget_set: {removes: concept, concept: class 3, coverage: sample}
        """,
)
def notions_coincide() -> Iterator[Clause]:
    """The forget set holds every instance of the concept, so results cannot tell the notions apart.

    Both ideals are the same model. A method that does well here may fail at either notion as soon as the forget set
    is a part of the concept.
    """
    yield flags(fact("forget_set.coverage"), one_of("intended", Notion.COINCIDENT))


@rule(
    "FRM105",
    "neither-notion",
    Severity.NOTE,
    sources=[NOTE],
    instead="Name the aim for what it is (relabelling, steering, debiasing), or define what must be gone.",
    flags="""
        forget_set: {removes: outputs}
        """,
    passes="""
        forget_set: {removes: examples}
        """,
)
def neither_notion() -> Iterator[Clause]:
    """The target lies outside both definitions.

    Changing the answers on given inputs, or steering a model, has no ideal model that could be trained from data:
    neither retraining without rows nor a model that never met a concept is the aim.
    """
    yield flags(fact("forget_set.removes"), one_of("intended", Notion.NEITHER))


@rule(
    "FRM106",
    "no-forget-set",
    Severity.NOTE,
    sources=[NOTE],
    instead="Say which examples specify the concept, even if the method reads only its name.",
    flags="""
        forget_set: {removes: concept, concept: nudity in pictures, coverage: none}
        """,
    passes="""
        forget_set: {removes: concept, concept: nudity in pictures, coverage: proxy}
        """,
)
def no_forget_set() -> Iterator[Clause]:
    """No forget set is given; unlearning is defined from one.

    A concept that is only named leaves open which instances must go, so two readers can disagree on whether it is gone.
    """
    yield flags(fact("forget_set.coverage", Coverage.NONE))


@rule(
    "FRM107",
    "one-paper-two-notions",
    Severity.NOTE,
    sources=[NOTE],
    instead="Read, compare and cite each setting by its own notion.",
    speaks_of="paper",
    flags="""
        - forget_set: {removes: examples}
        - forget_set: {removes: concept, concept: images of dogs, coverage: sample}
        """,
    passes="""
        - forget_set: {removes: examples}
        - forget_set: {removes: concept, concept: images of dogs, coverage: complete}
        """,
)
def one_paper_two_notions() -> Iterator[Clause]:
    """The settings of one paper intend both notions.

    A claim about "unlearning" that is drawn from all of the paper's experiments mixes two problems with two ideals.
    """
    yield flags(fact("intended", *BOTH), has("notions", Notion.UNTRAINING) & has("notions", Notion.UNLEARNING))
