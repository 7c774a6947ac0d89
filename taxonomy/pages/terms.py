"""A page for each notion, metric, method, reference, problem and dataset, with who uses it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from taxonomy.cases import ClassifiedSetting
from taxonomy.corpus import Corpus
from taxonomy.lexicon import AnyMethod
from taxonomy.model import ProposedMethod
from taxonomy.notions.tables import CONCEPT_FREE, INTENDED, RETRAINED, ROWS
from taxonomy.pages.page import Badge, Link, Page, address_of, badge, link, setting_link
from taxonomy.pages.papers import verdict_view
from taxonomy.plain import versions
from taxonomy.vocabulary.closed import REFERENCE_NAMES, Coverage, Notion, Polarity, Reference, member_docs
from taxonomy.vocabulary.terms import Dataset, Method, Metric, PendingMethod, Problem

_FACETS = {"metric": "metric", "method": "baseline", "reference": "reference", "problem": "problem"}
"""By which facet the table of settings finds the users of a kind of term."""
_TOLD = 300
"""Terms that an index tells of, those in most settings; of the others it gives the names."""
Uses = dict[str, list[ClassifiedSetting]]
"""Settings by the term that they use."""
_Rows = dict[str, dict[str, Any]]
"""What is told of each setting, by its address."""


def term_pages(corpus: Corpus) -> Iterator[Page]:
    """All pages of terms, with their index pages."""
    rows = _rows_of(corpus)
    yield from _notion_pages(corpus, rows)
    yield from _metric_pages(corpus, rows)
    yield from _method_pages(corpus, rows)
    yield from _reference_pages(corpus, rows)
    yield from _problem_pages(corpus, rows)
    yield from _dataset_pages(corpus, rows)


def uses_of(corpus: Corpus, terms_of: Callable[[ClassifiedSetting], Iterable[str]]) -> Uses:
    """Collect the settings that use each term."""
    uses: Uses = {}
    for setting in corpus.settings():
        for term in dict.fromkeys(terms_of(setting)):
            uses.setdefault(term, []).append(setting)
    return uses


def source_links(corpus: Corpus, sources: Iterable[str]) -> list[Link]:
    """Link sources: coded papers to their pages, others to where the register says they are."""
    works = {work.key: work for work in corpus.register}
    return [_source_link(corpus, source, works) for source in sources]


def _source_link(corpus: Corpus, source: str, works: dict[str, Any]) -> Link:
    if source in corpus:
        return link("paper", source, corpus[source].entry.title)
    work = works.get(source)
    if work is None:
        return Link(source, "")
    return Link(work.title, address_of(work), str(work.year or ""))


def _rows_of(corpus: Corpus) -> _Rows:
    """What the list of a term's users says of each setting, whatever the term."""
    return {
        setting.address: {
            "link": setting_link(paper.id, setting.id, setting.facts.name),
            "paper": link("paper", paper.id, paper.entry.title),
            "year": paper.entry.year,
            "verdict": verdict_view(setting),
            "flags": [link("rule", flag.rule.code) for flag in setting.flags if flag.rule.severity != "note"],
        }
        for paper in corpus
        for setting in paper.settings.values()
    }


def _usage_rows(settings: Iterable[ClassifiedSetting], rows: _Rows, how: Callable[[ClassifiedSetting], str]) -> list[dict[str, Any]]:
    return [{**rows[setting.address], "how": how(setting)} for setting in settings]


def _counts(settings: Iterable[ClassifiedSetting]) -> list[tuple[Badge, int]]:
    """How often each intended notion occurs, in the order of the notions."""
    counted = Counter(setting.verdict.intended for setting in settings)
    return [(badge(notion), counted[notion]) for notion in Notion if counted[notion]]


def _index(kind: str, title: str, lead: str, items: list[dict[str, Any]]) -> Page:
    by_name = sorted(items, key=lambda item: (item["link"].name.casefold(), item["link"].path))
    often = {item["link"].path for item in sorted(by_name, key=lambda item: -item["uses"])[:_TOLD]}
    told, others = ([item for item in by_name if (item["link"].path in often) is wanted] for wanted in (True, False))
    context = {"kind": kind, "title": title, "lead": lead, "items": told, "others": others}
    return Page(f"{kind}s/index.html", title, lead, "terms.html", context)


def _item(page_link: Link, definition: str, settings: list[ClassifiedSetting], extra: str = "") -> dict[str, Any]:
    return {"link": page_link, "definition": definition, "uses": len(settings), "counts": _counts(settings), "extra": extra}


def _term_page(kind: str, name: str, shown: str, context: dict[str, Any], data: dict[str, Any]) -> Page:
    full = {
        "kind": kind,
        "name": shown,
        "aliases": (),
        "fits": (),
        "misleads": (),
        "facts": [],
        "homes": None,
        "home_reason": None,
        "proposed_by": None,
        "every": f"papers/index.html?{_FACETS[kind]}={name}" if kind in _FACETS else f"{kind}s/{name}.json",
        **context,
    }
    data = {**versions(), "id": name, "name": shown, **data}
    words = " ".join([name, *full["aliases"]])
    return Page(f"{kind}s/{name}.html", shown, full["definition"][:300], "term.html", full, data, search=f"{words} {full['definition']}")


def _notion_pages(corpus: Corpus, rows: _Rows) -> Iterator[Page]:
    docs = member_docs(Notion)
    uses = uses_of(corpus, lambda setting: [setting.verdict.intended])
    lead = "What a setting can intend, what its evaluation can show, and how the two are read off the facts."
    items = [_item(link("notion", n), docs[n], uses.get(n, []), badge(n).icon) for n in Notion]
    intended = [(removes, coverage, badge(notion)) for (removes, coverage), notion in _intended_rows()]
    second = [(index, row.text, badge(row.points_to) if row.points_to else None) for index, row in enumerate(ROWS)]
    context = {"items": items, "intended": intended, "rows": second, "lead": lead}
    yield Page("notions/index.html", "Notions", lead, "notions.html", context)
    for notion in Notion:
        settings = uses.get(notion, [])
        ideal = {Notion.UNTRAINING: RETRAINED, Notion.UNLEARNING: CONCEPT_FREE}.get(notion, frozenset())
        metrics = corpus.lexicon.metrics.values()
        homes = sorted(name for name, home in corpus.home_notions.items() if notion in home)
        context = {
            "name": notion,
            "badge": badge(notion),
            "definition": docs[notion],
            "ideal": [link("reference", reference, REFERENCE_NAMES[reference]) for reference in sorted(ideal)],
            "fits": [(link("metric", m.id, m.name), fit.reason) for m in metrics for fit in m.fits if fit.notion is notion],
            "misleads": [(link("metric", m.id, m.name), bad) for m in metrics for bad in m.misleads if bad.notion is notion],
            "methods": [link("method", name, corpus.lexicon.method_names[name]) for name in homes],
            "uses": _usage_rows(settings, rows, lambda s: s.facts.problem.replace("-", " ")),
        }
        data = {**versions(), "id": notion, "definition": docs[notion], "settings": [setting.address for setting in settings]}
        yield Page(f"notions/{notion}.html", str(notion).capitalize(), docs[notion], "notion.html", context, data, search=docs[notion])


def _intended_rows() -> Iterator[tuple[tuple[str, str], Notion]]:
    """The first table, with coverages that make no difference joined."""
    for (removes, coverage), notion in INTENDED.items():
        if removes != "concept":
            if coverage is Coverage.COMPLETE:
                yield (removes, "any"), notion
        else:
            yield (removes, coverage), notion


def _metric_pages(corpus: Corpus, rows: _Rows) -> Iterator[Page]:
    uses = uses_of(corpus, lambda setting: [m.metric for m in setting.facts.measurements])
    metrics = corpus.lexicon.metrics
    items = [_item(link("metric", m.id, m.name), m.definition, uses.get(m.id, []), str(m.family)) for m in metrics.values()]
    yield _index("metric", "Metrics", "What this literature measures, and what each measurement can show about either notion.", items)
    for metric in metrics.values():
        yield _metric_page(metric, uses.get(metric.id, []), corpus, rows)


def _metric_page(metric: Metric, settings: list[ClassifiedSetting], corpus: Corpus, rows: _Rows) -> Page:
    context = {
        "definition": metric.definition,
        "aliases": metric.aliases,
        "facts": [("Family", metric.family), ("Polarity", member_docs(Polarity)[metric.polarity]), ("Formula", metric.formula)],
        "fits": metric.fits,
        "misleads": metric.misleads,
        "sources": _with_proposer(corpus, metric.id, metric.sources),
        "proposed_by": _proposer(corpus, metric.id),
        "uses": _usage_rows(settings, rows, lambda s: _how_measured(s, metric.id)),
        "counts": _counts(settings),
    }
    data = {**metric.model_dump(mode="json"), "settings": [setting.address for setting in settings]}
    return _term_page("metric", metric.id, metric.name, context, data)


def _how_measured(setting: ClassifiedSetting, metric: str) -> str:
    return "; ".join(f"on {m.on}, {m.criterion}".replace("-", " ") for m in setting.facts.measurements if m.metric == metric)


def _proposer(corpus: Corpus, term: str) -> Link | None:
    paper = corpus.lexicon.proposed_by.get(term)
    return link("paper", paper, corpus[paper].entry.title) if paper else None


def _with_proposer(corpus: Corpus, term: str, sources: tuple[str, ...]) -> list[Link]:
    paper = corpus.lexicon.proposed_by.get(term)
    return source_links(corpus, dict.fromkeys([*([paper] if paper else []), *sources]))


def _method_pages(corpus: Corpus, rows: _Rows) -> Iterator[Page]:
    uses = uses_of(corpus, lambda setting: setting.facts.baselines)
    methods = corpus.lexicon.methods
    items = []
    for name, method in methods.items():
        homes = ", ".join(sorted(corpus.home_notions.get(name, ()))) or "home unknown"
        items.append(_item(link("method", name, method.name), _method_definition(method, corpus), uses.get(name, []), homes))
    yield _index("method", "Methods", "Methods that are proposed or compared, with the notions that they were made for.", items)
    for name, method in methods.items():
        yield _method_page(method, uses.get(name, []), corpus, rows)


def _method_definition(method: AnyMethod, corpus: Corpus) -> str:
    if not isinstance(method, ProposedMethod):
        return method.definition
    return corpus[corpus.lexicon.proposed_by[method.id]].entry.summary


def _method_page(method: AnyMethod, settings: list[ClassifiedSetting], corpus: Corpus, rows: _Rows) -> Page:
    name = method.id
    homes = sorted(corpus.home_notions.get(name, ()))
    context = {
        "definition": _method_definition(method, corpus),
        "aliases": method.aliases,
        "homes": [badge(home) for home in homes],
        "home_reason": _home_reason(method),
        "fits": method.fits if isinstance(method, Method) else (),
        "misleads": method.misleads if isinstance(method, Method) else (),
        "proposed_by": _proposer(corpus, name),
        "sources": _with_proposer(corpus, name, () if isinstance(method, ProposedMethod) else method.sources),
        "uses": _usage_rows(settings, rows, lambda _: "as a baseline"),
        "counts": _counts(settings),
    }
    data = {**method.model_dump(mode="json"), "homes": homes, "settings": [setting.address for setting in settings]}
    return _term_page("method", name, method.name, context, data)


def _home_reason(method: AnyMethod) -> str:
    if isinstance(method, Method):
        return "declared in the vocabulary, as no single paper owns this method"
    if isinstance(method, PendingMethod):
        return "unknown until the paper that proposes it is coded"
    return "computed from the settings of the paper that proposes it; a coincident setting counts for both notions"


def _reference_pages(corpus: Corpus, rows: _Rows) -> Iterator[Page]:
    docs = member_docs(Reference)
    uses = uses_of(corpus, lambda setting: setting.facts.references)
    items = [_item(link("reference", r, REFERENCE_NAMES[r]), docs[r], uses.get(r, []), _ideal_of(r)) for r in Reference]
    yield _index("reference", "References", "The models, and levels of a score, that stand for the ideal.", items)
    for reference in Reference:
        settings = uses.get(reference, [])
        context = {
            "definition": docs[reference],
            "facts": [("Ideal of", _ideal_of(reference))],
            "sources": source_links(corpus, ["triantafillou2026algorithm"]),
            "uses": _usage_rows(settings, rows, lambda s: s.facts.problem.replace("-", " ")),
            "counts": _counts(settings),
        }
        data = {"definition": docs[reference], "settings": [setting.address for setting in settings]}
        yield _term_page("reference", reference, REFERENCE_NAMES[reference], context, data)


def _ideal_of(reference: Reference) -> str:
    return "untraining" if reference in RETRAINED else "unlearning" if reference in CONCEPT_FREE else "neither notion"


def _problem_pages(corpus: Corpus, rows: _Rows) -> Iterator[Page]:
    uses = uses_of(corpus, lambda setting: [setting.facts.problem])
    problems = corpus.lexicon.problems.values()
    items = [_item(link("problem", term.id, term.name), term.definition, uses.get(term.id, [])) for term in problems]
    yield _index("problem", "Problems", "What is to be removed, and from what.", items)
    yield from (_plain_page("problem", term, uses.get(term.id, []), corpus, rows) for term in problems)


def _dataset_pages(corpus: Corpus, rows: _Rows) -> Iterator[Page]:
    uses = uses_of(corpus, lambda setting: setting.facts.datasets)
    datasets = corpus.lexicon.datasets.values()
    items = [_item(link("dataset", term.id, term.name), term.definition, uses.get(term.id, [])) for term in datasets]
    yield _index("dataset", "Datasets", "Data and benchmarks that settings run on.", items)
    yield from (_plain_page("dataset", term, uses.get(term.id, []), corpus, rows) for term in datasets)


def _plain_page(kind: str, term: Problem | Dataset, settings: list[ClassifiedSetting], corpus: Corpus, rows: _Rows) -> Page:
    context = {
        "definition": term.definition,
        "aliases": term.aliases,
        "proposed_by": _proposer(corpus, term.id),
        "sources": _with_proposer(corpus, term.id, term.sources),
        "uses": _usage_rows(settings, rows, lambda s: s.facts.task or str(s.facts.modality)),
        "counts": _counts(settings),
    }
    data = {**term.model_dump(mode="json"), "settings": [setting.address for setting in settings]}
    return _term_page(kind, term.id, term.name, context, data)
