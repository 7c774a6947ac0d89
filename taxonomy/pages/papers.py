"""The table of settings, and a page for each paper."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from taxonomy.bibliography import to_bibtex, work_of
from taxonomy.cases import ClassifiedSetting, Paper
from taxonomy.corpus import Corpus
from taxonomy.graph import EDGE_KINDS, Graph, neighbourhood, to_node_link
from taxonomy.latex import ENDING
from taxonomy.model import Entry, Measurement
from taxonomy.notions.tables import Row
from taxonomy.pages.citing import answers, citations, coins, files, issue, json_ld, links
from taxonomy.pages.classify import answers_of
from taxonomy.pages.columns import columns, words
from taxonomy.pages.page import FOLDERS, Link, Page, badge, link, setting_link
from taxonomy.pages.reasons import reason_views
from taxonomy.pages.similar import Likeness
from taxonomy.pages.words import AGREEMENT_WORDS, flip_sentences, measured_on, read_as
from taxonomy.pictures import Picture
from taxonomy.plain import csv_rows, paper_to_plain, versions
from taxonomy.rules import CATALOGUE
from taxonomy.rules.rule import Flag
from taxonomy.selection import COLUMNS, facets, latex_table, row_of, searched_text
from taxonomy.vocabulary.closed import REFERENCE_NAMES, Severity, member_docs
from taxonomy.vocabulary.terms import Metric

_FIRST = 50
"""Rows that stand in the page itself; a script makes the others when they are asked for."""
_VERDICT = ("intended", "evaluated", "agreement")
_MOST_NODES = 60
_NAMED = 2
"""Authors who are all named in a picture; of more only the first is."""
_SEVERITIES = list(Severity)


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


def paper_pages(corpus: Corpus, graph: Graph) -> Iterable[Page]:
    """A page for each paper."""
    likeness = Likeness(corpus)
    for paper in corpus:
        entry = paper.entry
        written = files(entry)
        yield Page(
            path=f"papers/{entry.id}.html",
            title=entry.title,
            description=_description(paper),
            template="paper.html",
            context={**_paper_context(paper, corpus, graph, likeness), "citations": citations(entry, written)},
            data=paper_to_plain(paper),
            bibtex=written.pop(".bib"),
            files=written,
            search=searched_text(paper),
            picture=_picture(paper),
        )


def flag_views(flags: Iterable[Flag]) -> list[dict[str, Any]]:
    """Flags for a template, mismatches first, then in the catalogue's order."""
    ordered = sorted(flags, key=lambda flag: (_SEVERITIES.index(flag.rule.severity), CATALOGUE.index(flag.rule)))
    return [
        {
            "code": link("rule", flag.rule.code),
            "severity": badge(flag.rule.severity),
            "title": flag.rule.title,
            "choices": [str(fact.value) for fact in flag.choices],
            "instead": flag.rule.instead,
            "acknowledged": flag.acknowledged,
            "disputes": flag.disputes,
            "reply": issue(f"{'/'.join(filter(None, (flag.paper, flag.setting)))}: reply to {flag.rule.code}"),
        }
        for flag in ordered
    ]


def verdict_view(setting: ClassifiedSetting) -> dict[str, Any]:
    """The three badges of a setting."""
    verdict = setting.verdict
    return {
        "intended": badge(verdict.intended),
        "evaluated": badge(verdict.evaluated),
        "agreement": badge(verdict.agreement, AGREEMENT_WORDS[verdict.agreement]),
    }


def _description(paper: Paper) -> str:
    verdicts = (f"{s.facts.name}: {s.verdict.intended}, {s.verdict.agreement}" for s in paper.settings.values())
    return f"Untraining or unlearning? {'; '.join(verdicts) or paper.entry.summary}"[:300]


def _picture(paper: Paper) -> Picture:
    """Title, byline and the verdicts of all settings, for previews of links."""
    entry, verdicts = paper.entry, (setting.verdict for setting in paper.settings.values())
    names = f"{entry.authors[0]} et al." if len(entry.authors) > _NAMED else " and ".join(entry.authors)
    words = tuple((str(v.intended), str(v.evaluated), str(v.agreement)) for v in verdicts)
    return Picture(entry.title, f"{names}, {' '.join(filter(None, (entry.venue, str(entry.year))))}", words)


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


def _paper_context(paper: Paper, corpus: Corpus, graph: Graph, likeness: Likeness) -> dict[str, Any]:
    entry = paper.entry
    near = to_node_link(neighbourhood(graph, f"paper:{entry.id}", _MOST_NODES))
    return {
        "entry": entry,
        "notion": badge(paper.notion),
        "links": links(entry),
        "json_ld": json_ld(entry),
        "coins": coins(entry),
        "answers": answers(entry),
        "paper_flags": flag_views(paper.flags),
        "settings": [_setting_view(setting, paper, corpus, likeness) for setting in paper.settings.values()],
        "proposes": _proposes(entry),
        "graph": {"nodes": [{**node, "href": _href(node["id"])} for node in near["nodes"]], "edges": near["edges"]},
        "neighbours": _neighbour_rows(near),
        "edge_kinds": EDGE_KINDS,
    }


def _proposes(entry: Entry) -> list[Link]:
    proposes = entry.proposes
    found = [("method", m.id, m.name) for m in proposes.methods]
    found += [("metric", m.id, m.name) for m in proposes.metrics]
    found += [("dataset", d.id, d.name) for d in proposes.datasets]
    return [link(kind, name, shown, kind) for kind, name, shown in found]


def _setting_view(setting: ClassifiedSetting, paper: Paper, corpus: Corpus, likeness: Likeness) -> dict[str, Any]:
    facts, forget_set = setting.facts, setting.facts.forget_set
    flags = flag_views(setting.flags)
    similar = likeness.similar_to(setting)
    return {
        "id": setting.id,
        "name": facts.name,
        "verdict": verdict_view(setting),
        "why": _sentence(setting),
        "because": reason_views(setting, corpus),
        "flips": flip_sentences(setting),
        "flags": flags,
        "top_flags": [flag for flag in flags if flag["severity"].word != Severity.NOTE][:3],
        "skipped": [(link("rule", skipped.rule.code), skipped.reason) for skipped in setting.skipped],
        "facts": facts,
        "problem": link("problem", facts.problem, corpus.lexicon.problems[facts.problem].name),
        "removes_words": member_docs(type(forget_set.removes))[forget_set.removes],
        "coverage_words": member_docs(type(forget_set.coverage))[forget_set.coverage],
        "references": [link("reference", reference, REFERENCE_NAMES[reference]) for reference in facts.references],
        "measurements": [
            _measurement_view(measurement, row, corpus)
            for measurement, row in zip(facts.measurements, setting.verdict.readings, strict=True)
        ],
        "baselines": [_baseline_view(method, corpus) for method in facts.baselines],
        "datasets": [link("dataset", dataset, corpus.lexicon.datasets[dataset].name) for dataset in facts.datasets],
        "similar": similar,
        "beside": "&".join(f"s={address}" for address in (setting.address, *(other["address"] for other in similar))),
        "answers": answers_of(facts, paper.entry.kind),
    }


def _sentence(setting: ClassifiedSetting) -> str:
    """Why the verdict is what it is, in one sentence."""
    verdict = setting.verdict
    intended, *evaluated = verdict.because
    missing = f" (missing: {', '.join(verdict.missing)})" if verdict.missing else ""
    shown = "; ".join(dict.fromkeys(reason.text for reason in evaluated))
    return (
        f"{intended.text[0].upper()}{intended.text[1:]}{missing}. {AGREEMENT_WORDS[verdict.agreement].capitalize()}{shown and ': '}{shown}."
    )


def _measurement_view(measurement: Measurement, row: Row, corpus: Corpus) -> dict[str, Any]:
    return {
        "metric": link("metric", measurement.metric, corpus.lexicon.metrics[measurement.metric].name),
        "on": measured_on(measurement.on),
        "criterion": read_as(measurement.criterion),
        "reference": REFERENCE_NAMES[measurement.reference] if measurement.reference else "",
        "condition": str(measurement.condition or ""),
        "points_to": badge(row.points_to) if row.points_to else None,
        "why": row.text,
    }


def _baseline_view(method: str, corpus: Corpus) -> dict[str, Any]:
    homes = sorted(corpus.home_notions.get(method, ()))
    return {"method": link("method", method, corpus.lexicon.method_names[method]), "homes": [badge(home) for home in homes]}


def _href(node: str) -> str:
    kind, _, name = node.partition(":")
    if kind == "setting":
        paper, _, setting = name.partition("/")
        return f"papers/{paper}.html#{setting}"
    return f"{FOLDERS[kind]}/{name}.html"


def _neighbour_rows(near: dict[str, Any]) -> list[dict[str, Any]]:
    """The graph's facts for readers without a picture: a row for each node and kind of edge, with all that it leads to."""
    names = {node["id"]: node["name"] for node in near["nodes"]}
    edges = sorted({(edge["source"], edge["kind"], edge["target"]) for edge in near["edges"]})
    return [
        {"source": Link(names[tail], _href(tail)), "kind": kind, "targets": [Link(names[head], _href(head)) for _, _, head in same]}
        for (tail, kind), same in groupby(edges, lambda edge: edge[:2])
    ]
