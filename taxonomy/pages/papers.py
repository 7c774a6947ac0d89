"""The table of settings."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from taxonomy.bibliography import to_bibtex, work_of
from taxonomy.cases import ClassifiedSetting, Paper
from taxonomy.corpus import Corpus
from taxonomy.latex import ENDING
from taxonomy.pages.columns import columns, words
from taxonomy.pages.page import Page, badge, link, setting_link
from taxonomy.pages.words import AGREEMENT_WORDS
from taxonomy.plain import csv_rows, versions
from taxonomy.selection import COLUMNS, facets, latex_table, row_of, searched_text
from taxonomy.vocabulary.terms import Metric

_FIRST = 50
"""Rows that stand in the page itself; a script makes the others when they are asked for."""
_VERDICT = ("intended", "evaluated", "agreement")


def table_pages(corpus: Corpus) -> Iterator[Page]:
    """The table with a row for each setting: as a page that is searched, and whole and plain."""
    metrics = corpus.lexicon.metrics
    rows = [_table_row(paper, setting, metrics) for paper in corpus for setting in paper.settings.values()]
    data = {**versions(), "settings": [row_of(paper, setting) for paper in corpus for setting in paper.settings.values()]}
    bare = [(link("paper", paper.id, paper.entry.title), searched_text(paper)) for paper in corpus if not paper.settings]
    told = {"rows": rows, "papers": len(corpus), "known": len(corpus) + len(corpus.register)}
    severities = {flag.name: flag.note for row in rows for flag in row["flags"]}
    families = {name: str(metrics[name].family) for row in rows for name in row["facets"]["metric"]}
    parts = {
        ".rows.json": columns(corpus, rows, {"severity": severities, "family": families}),
        ".words.json": words(corpus),
    }
    context = {**told, "bare": bare, "first": rows[:_FIRST], "kinds": _kinds(rows)}
    files = {suffix: json.dumps(part, ensure_ascii=False, separators=(",", ":")) for suffix, part in parts.items()}
    yield Page("papers/index.html", "Papers", "Every coded setting with its verdict and flags.", "papers.html", context, data, files=files)
    yield Page("papers/all.html", "All settings", "Every coded setting on one plain page.", "papers_all.html", told)


def _kinds(rows: Sequence[Mapping[str, Any]]) -> dict[str, list[Any]]:
    """Every badge of a column and every flag that some row shows, each once."""
    badges = {name: {row["verdict"][name].word: row["verdict"][name] for row in rows} for name in _VERDICT}
    flags = {flag.name: flag for row in rows for flag in row["flags"]}
    return {"badges": [(name, list(found.values())) for name, found in badges.items()], "flags": list(flags.values())}


def shown_rows(corpus: Corpus) -> dict[str, Any]:
    """What the table of settings saves: each row as CSV and LaTeX, and each paper's BibTeX, as the command `query` writes them."""
    rows = [row_of(paper, setting) for paper in corpus for setting in paper.settings.values()]
    head = csv_rows([], COLUMNS)
    before = latex_table([]).removesuffix(f"{ENDING}\n")
    return {
        **versions(),
        "csv": {"head": head, "rows": [csv_rows([row], COLUMNS).removeprefix(head) for row in rows]},
        "latex": {"before": before, "rows": [latex_table([row])[len(before) :].partition("\n")[0] for row in rows], "after": f"{ENDING}\n"},
        "rows": rows,
        "bibtex": {paper.id: to_bibtex([work_of(paper.entry)]) for paper in corpus if paper.settings},
    }


def verdict_view(setting: ClassifiedSetting) -> dict[str, Any]:
    """The three badges of a setting."""
    verdict = setting.verdict
    return {
        "intended": badge(verdict.intended),
        "evaluated": badge(verdict.evaluated),
        "agreement": badge(verdict.agreement, AGREEMENT_WORDS[verdict.agreement]),
    }


def _table_row(paper: Paper, setting: ClassifiedSetting, metrics: Mapping[str, Metric]) -> dict[str, Any]:
    facts = facets(setting)
    flags = (*setting.flags, *paper.flags)
    return {
        "link": setting_link(paper.id, setting.id, setting.facts.name),
        "paper": link("paper", paper.id, paper.entry.title),
        "year": paper.entry.year,
        "verdict": verdict_view(setting),
        "flags": [link("rule", flag.rule.code, note=str(flag.rule.severity)) for flag in flags],
        "facets": {
            **{name: sorted(map(str, values)) for name, values in facts.items()},
            "severity": sorted({str(flag.rule.severity) for flag in flags}) or ["none"],
            "flag": [flag.rule.code for flag in flags] or ["none"],
            "year": [str(paper.entry.year)],
            "family": sorted({str(metrics[m.metric].family) for m in setting.facts.measurements}) or ["none"],
            "evidence": sorted({str(seen.source) for seen in setting.facts.evidence}) or ["none"],
        },
        "text": searched_text(paper, setting),
    }
