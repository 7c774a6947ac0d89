"""For a researcher who designs an evaluation: the notion, what fits it, what misleads, what is missing, who does it well."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from taxonomy.cases import ClassifiedSetting, Paper, judge_entry, verdicts_of
from taxonomy.corpus import Corpus
from taxonomy.model import Entry, Setting
from taxonomy.notions.tables import CONCEPT_FREE, RETRAINED
from taxonomy.notions.verdicts import Verdict
from taxonomy.rules.formulation import NOTE
from taxonomy.rules.rule import Flag
from taxonomy.vocabulary.closed import REFERENCE_NAMES, Agreement, Family, Modality, Notion, Reference, Severity, member_docs
from taxonomy.vocabulary.terms import Method, Metric

_MOST = 6
_EXEMPLARS = 3
_BESIDE = frozenset({Family.UTILITY, Family.COST})
"""Families that show what a removal costs, and nothing of what is to go."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something to report, to compare with, or to leave out.

    Attributes:
        id: id of the reference, metric or method.
        name: display name.
        reason: why it fits or misleads.
        instead: what to use instead; empty where it fits.
        used: in how many coded settings it stands that are of this notion and evaluated well.
    """

    id: str
    name: str
    reason: str
    instead: str = ""
    used: int = 0


@dataclass(frozen=True, slots=True)
class Advice:
    """What to report, compare and cite in a setting.

    Attributes:
        setting: the setting as it is planned.
        verdict: what it intends and what its evaluation can show.
        references: models and levels that are the ideal of the intended notion.
        metrics: metrics that fit the intended notion and show something of what is to go, most used first.
        baselines: methods at home in the intended notion, most used first.
        misleading: planned metrics and baselines that mislead, and why.
        flags: mismatches, gaps and notes of the plan, mismatches first.
        exemplars: coded settings of the same notion that are evaluated well, most alike first.
        cite: ids of entries and register records that say so.
    """

    setting: Setting
    verdict: Verdict
    references: tuple[Suggestion, ...]
    metrics: tuple[Suggestion, ...]
    baselines: tuple[Suggestion, ...]
    misleading: tuple[Suggestion, ...]
    flags: tuple[Flag, ...]
    exemplars: tuple[ClassifiedSetting, ...]
    cite: tuple[str, ...]


def advise(entry: Entry, corpus: Corpus) -> list[Advice]:
    """Advise on each setting of a planned paper.

    Args:
        entry: the plan; its settings may leave open whatever the model lets them.
        corpus: where to look for metrics, methods and examples.

    Returns:
        One advice a setting, in order.

    Raises:
        KeyError: a setting names a metric that the corpus does not know.
    """
    metrics = corpus.lexicon.joined_with([entry]).metrics
    paper = judge_entry(entry, verdicts_of(entry, metrics), corpus.home_notions)
    models: dict[Notion, list[ClassifiedSetting]] = {}
    for other in filter(_is_done_well, corpus.settings()):
        models.setdefault(other.verdict.intended, []).append(other)
    return [_advice(setting, paper, corpus, models.get(setting.verdict.intended, [])) for setting in paper.settings.values()]


def _advice(setting: ClassifiedSetting, paper: Paper, corpus: Corpus, models: list[ClassifiedSetting]) -> Advice:
    """Advise on a setting; the models are well evaluated and intend what it does."""
    notions = _notions(setting.verdict.intended)
    modality = setting.facts.modality
    order = list(Severity)
    flags = sorted(
        (flag for flag in paper.all_flags() if not flag.rule.code.startswith("EVD")), key=lambda flag: order.index(flag.rule.severity)
    )
    mine = tuple(flag for flag in flags if flag.setting in {None, setting.id})
    return Advice(
        setting=setting.facts,
        verdict=setting.verdict,
        references=tuple(_references(notions)),
        metrics=_most_used(_metrics(notions, corpus), models, "metric", modality),
        baselines=_most_used(_baselines(notions, corpus), models, "baseline", modality),
        misleading=tuple(_misleading(setting, notions, corpus)),
        flags=mine,
        exemplars=tuple(sorted(models, key=lambda other: (-_likeness(other, setting), other.address))[:_EXEMPLARS]),
        cite=tuple(dict.fromkeys([NOTE, *(source for flag in mine for source in flag.rule.sources)])),
    )


def _notions(intended: Notion) -> frozenset[Notion]:
    """The notions whose tools are asked for: both where they coincide, none where there is no ideal."""
    if intended is Notion.COINCIDENT:
        return frozenset({Notion.UNTRAINING, Notion.UNLEARNING})
    return frozenset({intended} & {Notion.UNTRAINING, Notion.UNLEARNING})


def _is_done_well(coded: ClassifiedSetting) -> bool:
    """Whether a coded setting has an evaluation that shows what it intends, without a mismatch by oversight."""
    is_fit = all(flag.acknowledged or flag.rule.severity is not Severity.MISMATCH for flag in coded.flags)
    return coded.verdict.agreement is Agreement.ALIGNED and is_fit


def _likeness(other: ClassifiedSetting, setting: ClassifiedSetting) -> int:
    """How alike two settings are; an absent gap counts as much as a shared modality."""
    facts, planned = other.facts, setting.facts
    gaps = sum(flag.rule.severity is Severity.GAP for flag in other.flags)
    return 3 * (facts.problem == planned.problem) + 2 * (facts.modality == planned.modality) - 2 * gaps


def _references(notions: frozenset[Notion]) -> Iterator[Suggestion]:
    docs = member_docs(Reference)
    ideals = {Notion.UNTRAINING: RETRAINED, Notion.UNLEARNING: CONCEPT_FREE}
    for notion in sorted(notions, reverse=True):
        yield from (Suggestion(r, REFERENCE_NAMES[r], f"ideal of {notion}: {docs[r]}") for r in sorted(ideals[notion]))


def _metrics(notions: frozenset[Notion], corpus: Corpus) -> Iterator[Suggestion]:
    for metric in corpus.lexicon.metrics.values():
        reasons = [f"{fit.notion}: {fit.reason}" for fit in metric.fits if fit.notion in notions]
        if reasons and metric.family not in _BESIDE:
            yield Suggestion(metric.id, metric.name, " ".join(reasons))


def _baselines(notions: frozenset[Notion], corpus: Corpus) -> Iterator[Suggestion]:
    names = corpus.lexicon.method_names
    for method, homes in corpus.home_notions.items():
        if homes & notions:
            yield Suggestion(method, names[method], f"at home in {' and '.join(sorted(homes))}")


def _most_used(suggestions: Iterable[Suggestion], models: list[ClassifiedSetting], kind: str, modality: Modality) -> tuple[Suggestion, ...]:
    """Those that well-evaluated settings of the same modality use most, then those that others use most."""
    everywhere = Counter(name for model in models for name in _named(model, kind))
    here = Counter(name for model in models if model.facts.modality is modality for name in _named(model, kind))
    used = [Suggestion(s.id, s.name, s.reason, used=everywhere[s.id]) for s in suggestions]
    return tuple(sorted(used, key=lambda s: (-here[s.id], -s.used, s.id))[:_MOST])


def _named(setting: ClassifiedSetting, kind: str) -> set[str]:
    return set(setting.facts.baselines) if kind == "baseline" else {measurement.metric for measurement in setting.facts.measurements}


def _misleading(setting: ClassifiedSetting, notions: frozenset[Notion], corpus: Corpus) -> Iterator[Suggestion]:
    metrics, generic = corpus.lexicon.metrics, corpus.lexicon.generic_methods
    planned: list[Metric | Method] = [metrics[name] for name in sorted(_named(setting, "metric")) if name in metrics]
    planned += [generic[name] for name in setting.facts.baselines if name in generic]
    for term in planned:
        for bad in term.misleads:
            if bad.notion in notions:
                also_fits = bad.notion in {fit.notion for fit in term.fits}
                yield Suggestion(term.id, term.name, f"{'with care ' * also_fits}under {bad.notion}: {bad.reason}", bad.instead)
