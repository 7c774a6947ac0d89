"""The page "Classify yours": questions, and everything that answers them in the browser as Python would."""

from __future__ import annotations

from typing import Any

from taxonomy.advice import Advice, Suggestion, advise
from taxonomy.corpus import Corpus
from taxonomy.errors import REPOSITORY_URL
from taxonomy.model import ForgetSet, Measurement, Setting
from taxonomy.pages.engine import ANSWERS, engine
from taxonomy.pages.page import FOLDERS, ICONS, Page
from taxonomy.pages.words import AGREEMENT_WORDS, CLAUSES, IF, ON, READ
from taxonomy.plain import versions
from taxonomy.plans import complete_setting, plan_of
from taxonomy.vocabulary.closed import (
    REFERENCE_NAMES,
    Coverage,
    EvidenceSource,
    Kind,
    Modality,
    Notion,
    Reference,
    Removes,
    Severity,
    Supports,
    member_docs,
)
from taxonomy.vocabulary.terms import Strict

NEW_FILE = f"{REPOSITORY_URL}/new/main"
"""Where GitHub opens a new file of our repository."""
SKELETON = (
    "# yaml-language-server: $schema=../../taxonomy/schema.json",
    "# $schema: ../../taxonomy/schema.json",
    "# Questions are lines such as `#title:`. To answer, take the `#` away and write the value.",
    "# `taxonomy check` names the answers that are still needed.",
    "@id",
    "#title: Title as published",
    "#authors: [Given Family, Given Family]",
    "@year",
    "#venue: arXiv",
    "@kind",
    '#links: {arxiv: "2604.07962", code: [https://github.com/owner/name]}',
    "#summary: What the paper does, in one sentence of your own.",
    "@settings",
    "@curation",
)
"""The entry around a setting; a line that starts with `@` is filled in by the page."""
_PARTS = (Supports.FORGET_SET, Supports.GUARANTEE, Supports.REFERENCES, Supports.MEASUREMENTS)
_INTENDED: dict[Notion, dict[str, Any]] = {
    Notion.UNTRAINING: {"removes": Removes.EXAMPLES},
    Notion.UNLEARNING: {"removes": Removes.CONCEPT, "concept": "x", "coverage": Coverage.SAMPLE},
    Notion.COINCIDENT: {"removes": Removes.CONCEPT, "concept": "x", "coverage": Coverage.COMPLETE},
}
"""A forget set of each intended notion that has an ideal."""


def classify_page(corpus: Corpus) -> Page:
    """The questions, and beside them the tables, rules and terms that answer."""
    lead = "Answer what your paper removes, measures and compares; the verdict, the reasons and the flags follow as you answer."
    context = {
        "lead": lead,
        "forget_set": [_question(ForgetSet, name) for name in ("removes", "coverage", "membership")],
        "guarantee": _question(Setting, "guarantee"),
        "references": [(word, REFERENCE_NAMES[Reference(word)], text) for word, text in member_docs(Reference).items()],
        "measurement": [_question(Measurement, name) for name in ("on", "criterion", "condition")],
        "sources": list(member_docs(EvidenceSource).items()),
        "deciding": [(part, part.replace("_", " ")) for part in _PARTS],
        "file": [
            _question_of("kind", "What sort of contribution is the paper?"),
            _question_of("modality", "What data does the model read?"),
        ],
        "problems": [(problem.id, problem.name) for problem in corpus.lexicon.problems.values()],
    }
    return Page("classify.html", "Classify yours", lead, "classify.html", context, {**versions(), **engine(), **_terms(corpus)})


def answers_of(setting: Setting, kind: Kind) -> str:
    """The answers that a coded setting gives, as the page's address holds them after `?` or `#`."""
    forget_set = setting.forget_set
    pairs = [("kind", kind), ("modality", setting.modality), ("problem", setting.problem)]
    pairs += [("removes", forget_set.removes), ("coverage", forget_set.coverage), ("membership", forget_set.membership)]
    pairs += [("guarantee", setting.guarantee), *(("reference", reference) for reference in setting.references)]
    pairs += [("measure", _measure(measurement)) for measurement in setting.measurements]
    pairs += [("baseline", method) for method in setting.baselines]
    seen = {f"{evidence.source}:{part}": None for evidence in setting.evidence for part in _PARTS if part in evidence.supports}
    return "&".join(f"{name}={word}" for name, word in (*pairs, *(("seen", each) for each in seen)))


def _measure(measurement: Measurement) -> str:
    said = (measurement.metric, measurement.on, measurement.criterion, measurement.reference or "", measurement.condition or "")
    return ":".join(said).rstrip(":")


def _question(model: type[Strict], name: str) -> dict[str, Any]:
    return _question_of(name, model.model_fields[name].description or "")


def _question_of(name: str, text: str) -> dict[str, Any]:
    return {"name": name, "text": text, "answers": list(member_docs(ANSWERS[name]).items())}


def _terms(corpus: Corpus) -> dict[str, Any]:
    """Terms that answers may name, what fits each notion, and the words in which all is told."""
    lexicon = corpus.lexicon
    metrics = {
        metric.id: {
            "name": metric.name,
            "family": metric.family,
            "polarity": metric.polarity,
            "usual_on": metric.usual_on,
            "misleads": sorted({bad.notion for bad in metric.misleads}),
        }
        for metric in lexicon.metrics.values()
    }
    homes = corpus.home_notions
    return {
        "metrics": metrics,
        "methods": {name: {"name": shown, "homes": sorted(homes.get(name, ()))} for name, shown in lexicon.method_names.items()},
        "problems": {problem.id: problem.name for problem in lexicon.problems.values()},
        "references": {reference.value: name for reference, name in REFERENCE_NAMES.items()},
        "parts": list(_PARTS),
        "fitting": {notion: _fitting(notion, corpus) for notion in _INTENDED},
        "told": {"if": IF, "clauses": CLAUSES, ".on": ON, ".criterion": READ, "agreement": AGREEMENT_WORDS},
        "icons": ICONS,
        "folders": FOLDERS,
        "severities": list(Severity),
        "skeleton": list(SKELETON),
        "new_file": NEW_FILE,
    }


def _fitting(notion: Notion, corpus: Corpus) -> dict[str, Any]:
    """What `taxonomy advise` finds to fit a notion: the most used of each kind of data, and why each fits."""
    plans = [complete_setting({"id": f"of-{modality}", "forget_set": _INTENDED[notion], "modality": modality}) for modality in Modality]
    advised: dict[Modality, Advice] = dict(zip(Modality, advise(plan_of(*plans), corpus), strict=True))
    kinds = ("references", "metrics", "baselines")
    found: dict[str, Suggestion] = {each.id: each for advice in advised.values() for kind in kinds for each in getattr(advice, kind)}
    return {
        "why": {name: {"name": each.name, "reason": each.reason, "used": each.used} for name, each in sorted(found.items())},
        "best": {modality: {kind: [each.id for each in getattr(advice, kind)] for kind in kinds} for modality, advice in advised.items()},
    }
