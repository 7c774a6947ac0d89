"""The catalogue of rules, in order of code. A code is permanent and never reused."""

from __future__ import annotations

from taxonomy.rules import baselines, evidence, formulation, metrics, references
from taxonomy.rules.rule import Rule

CATALOGUE: tuple[Rule, ...] = (
    formulation.removal_target_not_stated,
    formulation.coverage_not_reported,
    formulation.forget_set_outside_training_data,
    formulation.notions_coincide,
    formulation.neither_notion,
    formulation.no_forget_set,
    formulation.one_paper_two_notions,
    references.retrained_on_retain_set_as_unlearning_ideal,
    references.untraining_without_retrained_reference,
    references.unlearning_without_concept_free_reference,
    references.chance_level_as_ideal,
    references.reference_continues_training,
    references.original_model_only,
    metrics.membership_metric_for_unlearning,
    metrics.forget_error_for_untraining,
    metrics.generalisation_untested,
    metrics.direction_contradicts_reference,
    metrics.efficacy_unmeasured,
    metrics.memorisation_metric_for_unlearning,
    metrics.random_output_reward,
    metrics.mixed_evaluation,
    baselines.baseline_of_other_notion,
    baselines.no_baseline_of_own_notion,
    baselines.ranking_mixes_notions,
    baselines.baseline_notion_unknown,
    evidence.fact_without_evidence,
    evidence.secondary_evidence_only,
    evidence.low_confidence,
)
"""Every rule."""

RULES_VERSION = "2026.11.0"
"""Version of the rule set; changes whenever a rule or a table could give another verdict or flag.

It has three parts, which no program takes for a number.
"""

FAMILIES: dict[str, str] = {
    "DOC": "Broken files",
    "FRM": "What the forget set stands for",
    "REF": "What stands for the ideal",
    "MET": "What is measured",
    "BAS": "What is compared",
    "EVD": "How well the entry is founded",
}
"""The families of codes."""
