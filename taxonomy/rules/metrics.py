"""MET3xx: what is measured, and in which direction it counts as good."""

from __future__ import annotations

from collections.abc import Iterator

from taxonomy.notions.predicates import ON_FORGET_SET, UTILITY_OR_COST, WANTS_LESS, has, matches, one_of
from taxonomy.notions.tables import RETRAINED
from taxonomy.rules.clauses import Clause, fact, flags, measurements, passes, skips, some
from taxonomy.rules.formulation import NOTE
from taxonomy.rules.rule import WITH_IDEAL, rule
from taxonomy.vocabulary.closed import (
    Condition,
    Criterion,
    Evaluated,
    Family,
    Guarantee,
    Kind,
    MeasuredOn,
    Notion,
    Polarity,
    Reference,
    Severity,
)

_NO_ROBUSTNESS = one_of("condition", None, Condition.SEQUENTIAL, Condition.ENSEMBLE_ATTACK)
"""A measurement that still shows whether what was to go is gone, not how well that withstands something."""
_JUDGED = ~UTILITY_OR_COST & ~one_of("criterion", Criterion.REPORTED_ONLY)
"""The paper reads the measurement as efficacy: neither utility nor cost, and with a direction."""
_EFFICACY = ~UTILITY_OR_COST & ~one_of("on", MeasuredOn.NEIGHBOURS)
"""The measurement asks for what is to go; neighbours of it are to stay."""
_PRAISES_LESS = one_of("row", "less-on-forget-set")


@rule(
    "MET301",
    "membership-metric-for-unlearning",
    Severity.MISMATCH,
    sources=[NOTE, "goel2024corrective"],
    instead="Measure on instances of the concept that are not in the forget set, and hold the score against a model free of the concept.",
    applies_to={Notion.UNLEARNING},
    exceptions="A score that is to match that of a model free of the concept is not flagged: the ideal decides, not the metric.",
    flags="""
        forget_set: {removes: concept, concept: poisoned pictures, coverage: sample}
        measurements: [{metric: membership-inference-attack, on: forget-set, criterion: lower-is-better}]
        """,
    passes="""
        forget_set: {removes: concept, concept: poisoned pictures, coverage: sample}
        measurements: [{metric: backdoor-attack-success-rate, on: held-out-concept, criterion: lower-is-better}]
        """,
)
def membership_metric_for_unlearning() -> Iterator[Clause]:
    """Membership inference on the forget set counts as efficacy of unlearning.

    It asks whether these very rows were used. A model can pass while it still knows the concept from other rows, and fail
    while the concept is gone.
    """
    speaks_for_unlearning = one_of("points_to", Evaluated.UNLEARNING)
    yield flags(measurements(one_of("family", Family.MEMBERSHIP) & ON_FORGET_SET & _JUDGED & ~speaks_for_unlearning))


@rule(
    "MET302",
    "forget-error-for-untraining",
    Severity.MISMATCH,
    sources=[NOTE],
    instead="Retrain without the forget set and ask for its score on the forget set, neither more nor less.",
    applies_to={Notion.UNTRAINING},
    flags="""
        forget_set: {removes: examples}
        references: [original-model]
        measurements: [{metric: forget-set-accuracy, on: forget-set, criterion: lower-is-better}]
        """,
    passes="""
        forget_set: {removes: examples}
        references: [retrained-without-forget-set]
        measurements: [{metric: forget-set-accuracy, on: forget-set, criterion: match-reference}]
        """,
)
def forget_error_for_untraining() -> Iterator[Clause]:
    """Untraining is judged by less performance on the forget set, with no retrained model to match.

    Rewarding errors on the forget set rewards over-forgetting: a retrained model still predicts what it can infer from the
    rest, often nearly all of it.
    """
    yield flags(measurements(_PRAISES_LESS & ~has("references", *RETRAINED)))


@rule(
    "MET303",
    "generalisation-untested",
    Severity.GAP,
    sources=[NOTE, "lynch2024eight"],
    instead="Measure on instances, paraphrases, triggers or prompts of the concept that are not in the forget set.",
    applies_to={Notion.UNLEARNING},
    flags="""
        forget_set: {removes: concept, concept: harmful answers, coverage: proxy}
        measurements: [{metric: harmful-response-rate, on: forget-set, criterion: lower-is-better}]
        """,
    passes="""
        forget_set: {removes: concept, concept: harmful answers, coverage: proxy}
        measurements: [{metric: harmful-response-rate, on: held-out-concept, criterion: lower-is-better}]
        """,
)
def generalisation_untested() -> Iterator[Clause]:
    """Unlearning is intended, and nothing is measured on held-out instances of the concept.

    What has to be shown is that removal generalises from the forget set to the concept. On the forget set itself, a
    method that only suppresses these rows looks just as good.
    """
    yield passes(some(measurements(one_of("on", MeasuredOn.HELD_OUT_CONCEPT) & _JUDGED)))
    yield flags(fact("forget_set.coverage"))


@rule(
    "MET304",
    "direction-contradicts-reference",
    Severity.MISMATCH,
    sources=[NOTE],
    instead="Read the score as a distance to the retrained model's; mark both overshoot and undershoot as error.",
    applies_to={Notion.UNTRAINING},
    flags="""
        forget_set: {removes: examples}
        references: [retrained-without-forget-set]
        measurements: [{metric: forget-set-accuracy, on: forget-set, criterion: lower-is-better}]
        """,
    passes="""
        forget_set: {removes: examples}
        references: [retrained-without-forget-set]
        measurements: [{metric: forget-set-accuracy, on: forget-set, criterion: match-reference}]
        """,
)
def direction_contradicts_reference() -> Iterator[Clause]:
    """A retrained model is shown, yet less than it on the forget set is praised.

    The table holds the ideal and the text rewards leaving it behind: a method that forgets more than retraining is farther
    from the ideal, not nearer.
    """
    yield flags(measurements(_PRAISES_LESS & has("references", *RETRAINED)))


@rule(
    "MET305",
    "efficacy-unmeasured",
    Severity.GAP,
    sources=[NOTE],
    instead="Add at least one measurement of what is to go, read against the ideal of the intended notion.",
    exceptions=(
        "Where removal is measured under attack only, what withstands the attacks is gone for plain inputs, too; what is missing is the "
        "plain score that other papers report. An entry whose note says that the tables could not be read has no measurements, "
        "whatever the paper has."
    ),
    applies_to=WITH_IDEAL,
    flags="""
        forget_set: {removes: examples}
        measurements: [{metric: test-accuracy, on: test-set, criterion: higher-is-better}]
        """,
    passes="""
        forget_set: {removes: examples}
        references: [retrained-without-forget-set]
        measurements: [{metric: forget-set-accuracy, on: forget-set, criterion: match-reference}]
        """,
)
def efficacy_unmeasured() -> Iterator[Clause]:
    """No efficacy is measured: at most utility, cost or robustness.

    Nothing shows whether what was to go is gone, unless the method is exact by construction or proved.
    """
    yield skips(~one_of("guarantee", Guarantee.NONE), "the method is exact or certified, so the proof shows efficacy")
    yield skips(one_of("kind", Kind.ATTACK), "an attack shows what withstands it, not whether a method works")
    yield passes(some(measurements(_EFFICACY & _NO_ROBUSTNESS)))
    yield flags(measurements(), when=some(measurements()))
    yield flags(fact("measurements"))


@rule(
    "MET306",
    "memorisation-metric-for-unlearning",
    Severity.MISMATCH,
    sources=[NOTE, "shi2025muse"],
    instead="Ask for the knowledge itself: questions, paraphrases and completions that are not in the forget set.",
    applies_to={Notion.UNLEARNING},
    flags="""
        forget_set: {removes: concept, concept: a series of novels, coverage: sample}
        measurements: [{metric: verbatim-overlap, on: forget-set, criterion: lower-is-better}]
        """,
    passes="""
        forget_set: {removes: concept, concept: a series of novels, coverage: sample}
        measurements:
          - {metric: verbatim-overlap, on: forget-set, criterion: lower-is-better}
          - {metric: question-answering-accuracy, on: held-out-concept, criterion: lower-is-better}
        """,
)
def memorisation_metric_for_unlearning() -> Iterator[Clause]:
    """Verbatim extraction of the forget set is the only efficacy metric of unlearning.

    A model that no longer recites the rows may still know what they say.
    """
    verbatim = one_of("family", Family.MEMORISATION) & ON_FORGET_SET
    yield passes(some(measurements(_JUDGED & ~verbatim)))
    yield flags(measurements(_JUDGED & verbatim))


@rule(
    "MET307",
    "random-output-reward",
    Severity.MISMATCH,
    sources=[NOTE, "chundawat2023bad"],
    instead="Hold the outputs on the forget set against those of the retrained model, which are seldom random.",
    exceptions="A membership attack that is to do no better than chance is not flagged: the attack has to guess then, not the model.",
    applies_to={Notion.UNTRAINING},
    flags="""
        forget_set: {removes: examples}
        references: [retrained-without-forget-set]
        measurements: [{metric: output-entropy, on: forget-set, criterion: higher-is-better}]
        """,
    passes="""
        forget_set: {removes: examples}
        references: [retrained-without-forget-set]
        measurements: [{metric: output-kl-divergence, on: forget-set, criterion: match-reference}]
        """,
)
def random_output_reward() -> Iterator[Clause]:
    """Random-like outputs on the forget set are rewarded in untraining.

    The retrained model answers from what it learned on the rest. Outputs as of a random model give away which rows were
    in the forget set and are far from the ideal.
    """
    distance_to_random = one_of("polarity", Polarity.NEITHER) & one_of("criterion", Criterion.LOWER_IS_BETTER)
    towards_random = one_of("family", Family.RANDOMNESS) & (WANTS_LESS | distance_to_random)
    matches_random = matches(Reference.CHANCE_LEVEL, Reference.RANDOM_MODEL) & ~one_of("family", Family.MEMBERSHIP)
    yield flags(measurements(ON_FORGET_SET & (towards_random | matches_random) & ~matches(*RETRAINED)))


@rule(
    "MET308",
    "mixed-evaluation",
    Severity.NOTE,
    sources=[NOTE],
    instead="Say which measurements show the intended notion, and report the others apart from them.",
    flags="""
        forget_set: {removes: concept, concept: harmful answers, coverage: sample}
        measurements:
          - {metric: harmful-response-rate, on: held-out-concept, criterion: lower-is-better}
          - {metric: membership-inference-attack, on: forget-set, criterion: lower-is-better}
        """,
    passes="""
        forget_set: {removes: concept, concept: harmful answers, coverage: sample}
        measurements: [{metric: harmful-response-rate, on: held-out-concept, criterion: lower-is-better}]
        """,
)
def mixed_evaluation() -> Iterator[Clause]:
    """Some measurements speak for untraining, others for unlearning.

    An average over them, or a ranking by all of them, rewards methods that are ideal for neither notion.
    """
    yield flags(measurements(one_of("points_to", Evaluated.UNTRAINING, Evaluated.UNLEARNING)), one_of("evaluated", Evaluated.MIXED))
