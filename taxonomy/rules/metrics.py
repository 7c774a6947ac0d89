"""MET3xx: what is measured, and in which direction it counts as good."""

from __future__ import annotations

from taxonomy.notions.tables import RETRAINED, MeasurementFacts, Row
from taxonomy.notions.verdicts import Fact
from taxonomy.rules.formulation import NOTE
from taxonomy.rules.rule import WITH_IDEAL, Case, Judgement, Skip, rule
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

_NO_ROBUSTNESS = frozenset({None, Condition.SEQUENTIAL, Condition.ENSEMBLE_ATTACK})
"""Conditions under which a measurement still shows whether what was to go is gone, not how well that withstands something."""
_RANDOM = frozenset({Reference.CHANCE_LEVEL, Reference.RANDOM_MODEL})


def _judged(facts: MeasurementFacts) -> bool:
    """Whether the paper reads the measurement as efficacy: neither utility nor cost, and with a direction."""
    return not facts.is_utility_or_cost and facts.criterion is not Criterion.REPORTED_ONLY


def _is_efficacy(facts: MeasurementFacts) -> bool:
    """Whether the measurement asks for what is to go; neighbours of it are to stay."""
    return not facts.is_utility_or_cost and facts.on is not MeasuredOn.NEIGHBOURS


def _praised_less(_: MeasurementFacts, row: Row) -> bool:
    return row.name == "less-on-forget-set"


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
def membership_metric_for_unlearning(case: Case) -> Judgement:
    """Membership inference on the forget set counts as efficacy of unlearning.

    It asks whether these very rows were used. A model can pass while it still knows the concept from other rows, and fail
    while the concept is gone.
    """

    def asks_about_rows(facts: MeasurementFacts, row: Row) -> bool:
        on_forget_set = facts.family is Family.MEMBERSHIP and facts.on is MeasuredOn.FORGET_SET
        return on_forget_set and _judged(facts) and row.points_to is not Evaluated.UNLEARNING

    return case.measured(asks_about_rows)


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
def forget_error_for_untraining(case: Case) -> Judgement:
    """Untraining is judged by less performance on the forget set, with no retrained model to match.

    Rewarding errors on the forget set rewards over-forgetting: a retrained model still predicts what it can infer from the
    rest, often nearly all of it.
    """
    return case.measured(lambda m, row: _praised_less(m, row) and not m.references & RETRAINED)


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
def generalisation_untested(case: Case) -> Judgement:
    """Unlearning is intended, and nothing is measured on held-out instances of the concept.

    What has to be shown is that removal generalises from the forget set to the concept. On the forget set itself, a
    method that only suppresses these rows looks just as good.
    """
    tested = case.measured(lambda m, _: m.on is MeasuredOn.HELD_OUT_CONCEPT and _judged(m))
    return () if tested else (Fact("forget_set.coverage", case.setting.forget_set.coverage),)


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
def direction_contradicts_reference(case: Case) -> Judgement:
    """A retrained model is shown, yet less than it on the forget set is praised.

    The table holds the ideal and the text rewards leaving it behind: a method that forgets more than retraining is farther
    from the ideal, not nearer.
    """
    return case.measured(lambda m, row: _praised_less(m, row) and bool(m.references & RETRAINED))


@rule(
    "MET305",
    "efficacy-unmeasured",
    Severity.GAP,
    sources=[NOTE],
    instead="Add at least one measurement of what is to go, read against the ideal of the intended notion.",
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
def efficacy_unmeasured(case: Case) -> Judgement:
    """Only utility, cost or robustness is measured.

    Nothing shows whether what was to go is gone, unless the method is exact by construction or proved.
    """
    if case.setting.guarantee is not Guarantee.NONE:
        return Skip("the method is exact or certified, so the proof shows efficacy")
    if case.entry.kind is Kind.ATTACK:
        return Skip("an attack shows what withstands it, not whether a method works")
    measurements = zip(case.setting.measurements, case.facts, strict=True)
    if any(_is_efficacy(facts) and measurement.condition in _NO_ROBUSTNESS for measurement, facts in measurements):
        return ()
    return case.measured(lambda *_: True) or (Fact("measurements", "none"),)


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
def memorisation_metric_for_unlearning(case: Case) -> Judgement:
    """Verbatim extraction of the forget set is the only efficacy metric of unlearning.

    A model that no longer recites the rows may still know what they say.
    """
    efficacy = case.measured(lambda m, _: _judged(m))
    verbatim = case.measured(lambda m, _: _judged(m) and m.family is Family.MEMORISATION and m.on is MeasuredOn.FORGET_SET)
    return verbatim if verbatim == efficacy else ()


@rule(
    "MET307",
    "random-output-reward",
    Severity.MISMATCH,
    sources=[NOTE, "chundawat2023bad"],
    instead="Hold the outputs on the forget set against those of the retrained model, which are seldom random.",
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
def random_output_reward(case: Case) -> Judgement:
    """Random-like outputs on the forget set are rewarded in untraining.

    The retrained model answers from what it learned on the rest. Outputs as of a random model give away which rows were
    in the forget set and are far from the ideal.
    """

    def rewards_randomness(facts: MeasurementFacts, _: Row) -> bool:
        towards_random = facts.family is Family.RANDOMNESS and (
            facts.wants_less or (facts.polarity is Polarity.NEITHER and facts.criterion is Criterion.LOWER_IS_BETTER)
        )
        return facts.on is MeasuredOn.FORGET_SET and (towards_random or facts.matches(_RANDOM)) and not facts.matches(RETRAINED)

    return case.measured(rewards_randomness)


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
def mixed_evaluation(case: Case) -> Judgement:
    """Some measurements speak for untraining, others for unlearning.

    An average over them, or a ranking by all of them, rewards methods that are ideal for neither notion.
    """
    if case.verdict.evaluated is not Evaluated.MIXED:
        return ()
    return case.measured(lambda _, row: row.points_to in {Evaluated.UNTRAINING, Evaluated.UNLEARNING})
