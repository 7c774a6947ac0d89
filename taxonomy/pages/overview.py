"""The pages that look at the whole corpus: home, mismatches."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from taxonomy.cases import ClassifiedSetting
from taxonomy.corpus import Corpus
from taxonomy.pages.figure import figure
from taxonomy.pages.page import Link, Page, badge, link
from taxonomy.pages.trends import trends
from taxonomy.plain import flag_to_plain, versions
from taxonomy.rules.rule import Flag
from taxonomy.vocabulary.closed import REFERENCE_NAMES, Agreement, Notion, Reference, Severity

_COLUMNS = (Notion.UNTRAINING, Notion.UNLEARNING, Notion.COINCIDENT, Notion.NEITHER, Notion.UNDETERMINED)
_DOORS = (
    Link("Look up a paper", "papers/index.html", "Its verdict, why, and what is mismatched."),
    Link("Design my evaluation", "classify.html", "Answer a few questions: the verdict, what is mismatched, and what fits."),
    Link("Add a paper", "contribute.html", "Facts in, verdict out."),
)


def overview_pages(corpus: Corpus) -> Iterator[Page]:
    """Home and mismatches."""
    yield _home(corpus)
    yield _mismatches(corpus)


def coverage_of(corpus: Corpus) -> dict[str, int]:
    """How many of the known works are coded, and with how many settings."""
    return {"coded": len(corpus), "known": len(corpus) + len(corpus.register), "settings": sum(1 for _ in corpus.settings())}


def _flags(corpus: Corpus) -> list[Flag]:
    return [flag for paper in corpus for flag in paper.all_flags()]


def _home(corpus: Corpus) -> Page:
    counted = Counter(setting.verdict.agreement for setting in corpus.settings())
    intended = Counter(setting.verdict.intended for setting in corpus.settings())
    mismatches = [flag for flag in _flags(corpus) if flag.rule.severity is Severity.MISMATCH]
    by_code = Counter((flag.rule.code, flag.rule.title) for flag in mismatches)
    context = {
        "coverage": coverage_of(corpus),
        "versions": versions(),
        "intended": [(badge(notion), intended[notion]) for notion in Notion if intended[notion]],
        "agreements": [(badge(agreement), counted[agreement]) for agreement in Agreement if counted[agreement]],
        "mismatches": [(link("rule", code), title, count) for (code, title), count in sorted(by_code.items())],
        "mismatched": sum(1 for setting in corpus.settings() if any(flag.rule.severity is Severity.MISMATCH for flag in setting.flags)),
        "matrix": _matrix(corpus, "Metric", _families, _family_link, "family")["rows"],
        "columns": [badge(notion) for notion in _COLUMNS],
        "figure": figure(),
        "doors": _DOORS,
    }
    description = (
        "Which papers on machine unlearning untrain examples, which unlearn concepts, and where the evaluation fits the other notion."
    )
    return Page("index.html", "Unlearning taxonomy", description, "home.html", context)


def _families(setting: ClassifiedSetting, corpus: Corpus) -> Iterable[str]:
    return (str(corpus.lexicon.metrics[m.metric].family) for m in setting.facts.measurements)


def _family_link(_: Corpus, family: str) -> Link:
    return Link(family.replace("-", " "), "metrics/index.html")


def _matrix(
    corpus: Corpus,
    title: str,
    terms_of: Callable[[ClassifiedSetting, Corpus], Iterable[str]],
    named: Callable[[Corpus, str], Link],
    filter_name: str,
) -> dict[str, Any]:
    """Count settings by term and intended notion; those where a mismatch names the term are counted apart."""
    cells: dict[str, Counter[Notion]] = {}
    bad: dict[str, Counter[Notion]] = {}
    for setting in corpus.settings():
        notion = setting.verdict.intended
        named_by_mismatch = _named_by_mismatch(setting, corpus)
        for term in set(terms_of(setting, corpus)):
            cells.setdefault(term, Counter())[notion] += 1
            bad.setdefault(term, Counter())[notion] += term in named_by_mismatch
    rows = [
        {
            "link": named(corpus, term),
            "cells": [_cell(term, notion, counts[notion], bad[term][notion], filter_name) for notion in _COLUMNS],
        }
        for term, counts in sorted(cells.items(), key=lambda item: (-sum(item[1].values()), item[0]))
    ]
    return {"title": title, "rows": rows}


def _named_by_mismatch(setting: ClassifiedSetting, corpus: Corpus) -> set[str]:
    """The references, metrics (with their families) and baselines that a mismatch of the setting speaks of."""
    flags = (flag for flag in setting.flags if flag.rule.severity is Severity.MISMATCH)
    named = {str(fact.value).partition(" ")[0] for flag in flags for fact in flag.choices}
    metrics = corpus.lexicon.metrics
    return named | {str(metrics[name].family) for name in named if name in metrics}


def _cell(term: str, notion: Notion, count: int, bad: int, filter_name: str) -> dict[str, Any]:
    address = f"papers/index.html?notion={notion}&{filter_name}={term}" if count else ""
    return {"count": count, "bad": bad, "path": address}


def _mismatches(corpus: Corpus) -> Page:
    lexicon = corpus.lexicon
    matrices = [
        _matrix(
            corpus,
            "Reference",
            lambda s, _: s.facts.references,
            lambda _, name: link("reference", name, REFERENCE_NAMES[Reference(name)]),
            "reference",
        ),
        _matrix(
            corpus,
            "Metric",
            lambda s, _: (m.metric for m in s.facts.measurements),
            lambda _, name: link("metric", name, lexicon.metrics[name].name),
            "metric",
        ),
        _matrix(
            corpus,
            "Baseline",
            lambda s, _: s.facts.baselines,
            lambda _, name: link("method", name, lexicon.method_names[name]),
            "baseline",
        ),
    ]
    flags = [flag for flag in _flags(corpus) if flag.rule.severity is Severity.MISMATCH]
    listed = [_mismatch(flag, corpus) for flag in flags]
    lead = (
        "Notions against references, metrics and baselines; a number is how many settings combine the two, "
        "and in how many of them a mismatch names this very choice."
    )
    context = {
        "matrices": matrices,
        "columns": [badge(n) for n in _COLUMNS],
        "flags": listed,
        "by_rule": sorted(Counter(flag.rule.code for flag in flags).items()),
        "trends": trends(corpus),
        "lead": lead,
    }
    data = {**versions(), "flags": [flag_to_plain(flag) for flag in flags]}
    return Page("mismatches.html", "Mismatches", lead, "mismatches.html", context, data)


def _mismatch(flag: Flag, corpus: Corpus) -> dict[str, Any]:
    entry = corpus[flag.paper].entry
    return {
        "link": Link(entry.title, f"papers/{flag.paper}.html#{flag.setting}"),
        "setting": flag.setting,
        "year": entry.year,
        "code": link("rule", flag.rule.code),
        "title": flag.rule.title,
        "choices": [str(fact.value) for fact in flag.choices],
        "instead": flag.rule.instead,
    }
