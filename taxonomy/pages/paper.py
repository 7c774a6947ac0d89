"""A page for each paper, and what of other things stands on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby
from typing import Any

from taxonomy.cases import ClassifiedSetting, Paper
from taxonomy.corpus import Corpus
from taxonomy.graph import EDGE_KINDS, Graph
from taxonomy.model import Entry, Measurement
from taxonomy.notions.tables import Row
from taxonomy.pages.citing import answers, citations, coins, files, issue, json_ld, links
from taxonomy.pages.classify import answers_of
from taxonomy.pages.near import Neighbourhoods
from taxonomy.pages.page import FOLDERS, Badge, Link, Page, badge, link
from taxonomy.pages.papers import verdict_view
from taxonomy.pages.reasons import reason_views
from taxonomy.pages.similar import Likeness
from taxonomy.pages.words import AGREEMENT_WORDS, flip_sentences, measured_on, read_as
from taxonomy.pictures import Picture
from taxonomy.plain import paper_to_plain, verdict_words
from taxonomy.rules import CATALOGUE
from taxonomy.rules.rule import Flag
from taxonomy.selection import searched_text
from taxonomy.vocabulary.closed import REFERENCE_NAMES, Severity, member_docs

_MOST_NODES = 60
_NAMED = 2
"""Authors who are all named in a picture; of more only the first is."""
_SEVERITIES = list(Severity)


@dataclass(frozen=True, slots=True)
class Around:
    """What of other things stands on the page of a paper: nothing else of the corpus does.

    Attributes:
        near: the graph around the paper, as plain nodes and edges.
        similar: for each of its settings, those that are like it.
        names: display names of the problems, datasets, metrics and methods that it names, by kind and id.
        homes: home notions of the methods that it is compared with.
        terms: what stands for everything that is said of its metrics, from which verdicts follow.
    """

    near: dict[str, Any]
    similar: dict[str, list[dict[str, Any]]]
    names: dict[str, dict[str, str]]
    homes: dict[str, list[Badge]]
    terms: list[str]


class Surroundings:
    """Finds what is around each paper of a corpus."""

    def __init__(self, corpus: Corpus, graph: Graph) -> None:
        """Prepare what all papers have in common; the graph is that of the corpus."""
        self._corpus = corpus
        self._near = Neighbourhoods(graph)
        self._likeness = Likeness(corpus)
        self._terms = {name: sha256(term.model_dump_json().encode()).hexdigest() for name, term in corpus.lexicon.metrics.items()}

    def of(self, paper: Paper) -> Around:
        """What is around a paper."""
        lexicon, homes = self._corpus.lexicon, self._corpus.home_notions
        settings = [setting.facts for setting in paper.settings.values()]
        problems = sorted({setting.problem for setting in settings})
        datasets = sorted({dataset for setting in settings for dataset in setting.datasets})
        metrics = sorted({measurement.metric for setting in settings for measurement in setting.measurements})
        methods = sorted({method for setting in settings for method in setting.baselines})
        return Around(
            self._near.of(f"paper:{paper.id}", _MOST_NODES),
            {setting.id: self._likeness.similar_to(setting) for setting in paper.settings.values()},
            {
                "problem": {name: lexicon.problems[name].name for name in problems},
                "dataset": {name: lexicon.datasets[name].name for name in datasets},
                "metric": {name: lexicon.metrics[name].name for name in metrics},
                "method": {name: lexicon.method_names[name] for name in methods},
            },
            {method: [badge(home) for home in sorted(homes.get(method, ()))] for method in methods},
            [self._terms[name] for name in metrics],
        )


def paper_pages(corpus: Corpus) -> Iterable[Page]:
    """A page for each paper."""
    surroundings = Surroundings(corpus, corpus.graph())
    return (paper_page(paper, surroundings.of(paper)) for paper in corpus)


def paper_page(paper: Paper, around: Around) -> Page:
    """The page of a paper."""
    entry = paper.entry
    written = files(entry)
    return Page(
        path=f"papers/{entry.id}.html",
        title=entry.title,
        description=_description(paper),
        template="paper.html",
        context={**_paper_context(paper, around), "citations": citations(entry, written)},
        data=paper_to_plain(paper),
        bibtex=written.pop(".bib"),
        files=written,
        search=searched_text(paper),
        picture=_picture(paper),
    )


def follows_from(paper: Paper, around: Around) -> str:
    """Everything that the page of a paper follows from, besides our code: where it is the same, so is the page."""
    settings = paper.settings.values()
    verdicts = [(verdict_words(each.verdict), [row.name for row in each.verdict.readings]) for each in settings]
    flags = [_codes(paper.flags), *(_codes(each.flags) for each in settings)]
    return repr((paper.entry.model_dump_json(), verdicts, flags, around))


def _codes(flags: Iterable[Flag]) -> list[tuple[str, list[Any]]]:
    return [(flag.rule.code, [(fact.path, str(fact.value)) for fact in flag.choices]) for flag in flags]


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


def _description(paper: Paper) -> str:
    verdicts = (f"{s.facts.name}: {s.verdict.intended}, {s.verdict.agreement}" for s in paper.settings.values())
    return f"Untraining or unlearning? {'; '.join(verdicts) or paper.entry.summary}"[:300]


def _picture(paper: Paper) -> Picture:
    """Title, byline and the verdicts of all settings, for previews of links."""
    entry, verdicts = paper.entry, (setting.verdict for setting in paper.settings.values())
    names = f"{entry.authors[0]} et al." if len(entry.authors) > _NAMED else " and ".join(entry.authors)
    words = tuple((str(v.intended), str(v.evaluated), str(v.agreement)) for v in verdicts)
    return Picture(entry.title, f"{names}, {' '.join(filter(None, (entry.venue, str(entry.year))))}", words)


def _paper_context(paper: Paper, around: Around) -> dict[str, Any]:
    entry, near = paper.entry, around.near
    return {
        "entry": entry,
        "notion": badge(paper.notion),
        "links": links(entry),
        "json_ld": json_ld(entry),
        "coins": coins(entry),
        "answers": answers(entry),
        "paper_flags": flag_views(paper.flags),
        "settings": [_setting_view(setting, paper, around) for setting in paper.settings.values()],
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


def _setting_view(setting: ClassifiedSetting, paper: Paper, around: Around) -> dict[str, Any]:
    facts, forget_set, names = setting.facts, setting.facts.forget_set, around.names
    flags = flag_views(setting.flags)
    similar = around.similar[setting.id]
    return {
        "id": setting.id,
        "name": facts.name,
        "verdict": verdict_view(setting),
        "why": _sentence(setting),
        "because": reason_views(setting, names["metric"]),
        "flips": flip_sentences(setting),
        "flags": flags,
        "top_flags": [flag for flag in flags if flag["severity"].word != Severity.NOTE][:3],
        "skipped": [(link("rule", skipped.rule.code), skipped.reason) for skipped in setting.skipped],
        "facts": facts,
        "problem": link("problem", facts.problem, names["problem"][facts.problem]),
        "removes_words": member_docs(type(forget_set.removes))[forget_set.removes],
        "coverage_words": member_docs(type(forget_set.coverage))[forget_set.coverage],
        "references": [link("reference", reference, REFERENCE_NAMES[reference]) for reference in facts.references],
        "measurements": [
            _measurement_view(measurement, row, names["metric"])
            for measurement, row in zip(facts.measurements, setting.verdict.readings, strict=True)
        ],
        "baselines": [
            {"method": link("method", method, names["method"][method]), "homes": around.homes[method]} for method in facts.baselines
        ],
        "datasets": [link("dataset", dataset, names["dataset"][dataset]) for dataset in facts.datasets],
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


def _measurement_view(measurement: Measurement, row: Row, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "metric": link("metric", measurement.metric, names[measurement.metric]),
        "on": measured_on(measurement.on),
        "criterion": read_as(measurement.criterion),
        "reference": REFERENCE_NAMES[measurement.reference] if measurement.reference else "",
        "condition": str(measurement.condition or ""),
        "points_to": badge(row.points_to) if row.points_to else None,
        "why": row.text,
    }


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
