"""REF2xx: which model, or level of a score, stands for the ideal."""

from __future__ import annotations

from collections.abc import Iterator

from taxonomy.notions.predicates import CERTIFIED, UTILITY_OR_COST, matches, one_of
from taxonomy.notions.tables import CONCEPT_FREE, RETRAINED
from taxonomy.rules.clauses import Clause, flags, measurements, passes, references, skips, some
from taxonomy.rules.formulation import NOTE
from taxonomy.rules.rule import WITH_IDEAL, rule
from taxonomy.vocabulary.closed import Guarantee, Notion, Reference, Severity

_PROVED = ~one_of("guarantee", Guarantee.NONE) | some(measurements(CERTIFIED))
"""The distance to the retrained model is bounded by a proof, or nil by construction."""
_SHOWS_CONCEPT_FREE = some(references(*CONCEPT_FREE))
_SKIPS_UNREPORTED = skips(some(references(Reference.NOT_REPORTED)), "what the scores are held against is not reported")


@rule(
    "REF201",
    "retrained-on-retain-set-as-unlearning-ideal",
    Severity.MISMATCH,
    sources=[NOTE, "goel2024corrective"],
    instead="Hold the scores against a model that never met the concept: retrained without S_full, or from before the exposure.",
    applies_to={Notion.UNLEARNING},
    exceptions="A paper that shows this model as a baseline that fails, next to an ideal free of the concept, is not flagged.",
    flags="""
        forget_set: {removes: concept, concept: poisoned pictures, coverage: sample}
        references: [retrained-without-forget-set]
        """,
    passes="""
        forget_set: {removes: concept, concept: poisoned pictures, coverage: sample}
        references: [retrained-without-concept]
        """,
)
def retrained_on_retain_set_as_unlearning_ideal() -> Iterator[Clause]:
    """The model retrained without the forget set stands for the ideal of unlearning.

    That model has met every instance of the concept outside the forget set, so it still knows the concept. Coming
    close to it means not to generalise.
    """
    yield _SKIPS_UNREPORTED
    matched = some(measurements(~UTILITY_OR_COST & matches(Reference.RETRAINED_WITHOUT_FORGET_SET)))
    yield flags(references(Reference.RETRAINED_WITHOUT_FORGET_SET), matched | ~_SHOWS_CONCEPT_FREE)


@rule(
    "REF202",
    "untraining-without-retrained-reference",
    Severity.GAP,
    sources=[NOTE, "thudi2022necessity"],
    instead="Retrain without the forget set (a few seeds) and hold every score against it, or prove a bound on the distance to it.",
    applies_to={Notion.UNTRAINING},
    flags="""
        forget_set: {removes: examples}
        references: [original-model]
        """,
    passes="""
        forget_set: {removes: examples}
        references: [retrained-without-forget-set]
        """,
)
def untraining_without_retrained_reference() -> Iterator[Clause]:
    """Untraining is judged without the retrained model, a certificate or exactness by construction.

    Untraining is defined by closeness to the model retrained without the forget set. Without it a low score on the
    forget set cannot be told apart from damage, and a high one not from failure.
    """
    yield passes(_PROVED | some(references(*RETRAINED)))
    yield _SKIPS_UNREPORTED
    yield flags(references(*Reference))


@rule(
    "REF203",
    "unlearning-without-concept-free-reference",
    Severity.GAP,
    sources=[NOTE],
    instead="Train one model without any instance of the concept, at a smaller scale if need be, and show its scores.",
    applies_to={Notion.UNLEARNING},
    exceptions="For concepts that pervade a pretraining corpus such a model may be out of reach; say so in the paper.",
    flags="""
        forget_set: {removes: concept, concept: virology, coverage: proxy}
        references: [original-model, chance-level]
        """,
    passes="""
        forget_set: {removes: concept, concept: virology, coverage: proxy}
        references: [original-model, never-exposed-model]
        """,
)
def unlearning_without_concept_free_reference() -> Iterator[Clause]:
    """Unlearning is judged without any model that is free of the concept.

    The ideal is a model that never met the concept. What such a model still gets right by inference from other
    knowledge is not known until it is measured, so zero is rarely the right target.
    """
    yield passes(_SHOWS_CONCEPT_FREE)
    yield _SKIPS_UNREPORTED
    yield flags(references(*Reference))


@rule(
    "REF204",
    "chance-level-as-ideal",
    Severity.NOTE,
    sources=[NOTE, "li2024wmdp"],
    instead="Measure what a model without the rows, or without the concept, scores; use that as the target.",
    applies_to=WITH_IDEAL,
    flags="""
        forget_set: {removes: concept, concept: virology, coverage: proxy}
        references: [chance-level]
        """,
    passes="""
        forget_set: {removes: concept, concept: virology, coverage: proxy}
        references: [never-exposed-model]
        """,
)
def chance_level_as_ideal() -> Iterator[Clause]:
    """Random-guess performance stands in for the ideal.

    A model that never met the rows, or the concept, often does better than chance by what it learned elsewhere.
    """
    yield _SKIPS_UNREPORTED
    yield flags(references(Reference.CHANCE_LEVEL))


@rule(
    "REF205",
    "reference-continues-training",
    Severity.MISMATCH,
    sources=[NOTE, "thudi2022necessity"],
    instead="Train the reference from scratch, from an initialisation that has not seen the forget set.",
    applies_to={Notion.UNTRAINING},
    flags="""
        forget_set: {removes: examples}
        references: [finetuned-on-retain-set]
        """,
    passes="""
        forget_set: {removes: examples}
        references: [retrained-without-forget-set]
        """,
)
def reference_continues_training() -> Iterator[Clause]:
    """The "retrained" model continues from weights that have seen the forget set.

    Fine-tuning on the retain set can keep traces of the forget set, so closeness to it does not show untraining.
    """
    yield _SKIPS_UNREPORTED
    yield flags(references(Reference.FINETUNED_ON_RETAIN_SET))


@rule(
    "REF206",
    "original-model-only",
    Severity.GAP,
    sources=[NOTE],
    instead="Add the ideal of the intended notion: retrained without the forget set, or never exposed to the concept.",
    applies_to=WITH_IDEAL,
    flags="""
        forget_set: {removes: examples}
        references: [original-model]
        """,
    passes="""
        forget_set: {removes: examples}
        references: [original-model, retrained-without-forget-set]
        """,
)
def original_model_only() -> Iterator[Clause]:
    """The original model is the only reference.

    A difference from the original model shows that something changed, not that the right thing went. Where a proof bounds
    the distance to the retrained model, nothing more has to be shown.
    """
    yield _SKIPS_UNREPORTED
    yield passes(_PROVED & one_of("intended", Notion.UNTRAINING, Notion.COINCIDENT))
    yield passes(some(references(*set(Reference) - {Reference.ORIGINAL_MODEL})))
    yield flags(references(Reference.ORIGINAL_MODEL))
