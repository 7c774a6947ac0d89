"""Pages as records: every address is one page, every link leads somewhere, and numbers are those of the corpus."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from pydantic import BaseModel, ValidationError

from taxonomy.bibliography import Work
from taxonomy.corpus import Corpus
from taxonomy.graph import EDGE_KINDS
from taxonomy.lexicon import load_lexicon
from taxonomy.model import Entry
from taxonomy.notions.flips import Flip
from taxonomy.pages.contribute import contribute_page, uses_of_works
from taxonomy.pages.explore import HOMES, explore_page, home_word
from taxonomy.pages.figure import EXAMPLES, figure
from taxonomy.pages.finder import methods_and_papers, works
from taxonomy.pages.learner import train
from taxonomy.pages.overview import overview_pages
from taxonomy.pages.page import ICONS, Link, Page, badge, link, setting_link
from taxonomy.pages.paper import flag_views, paper_pages
from taxonomy.pages.papers import shown_rows, table_pages
from taxonomy.pages.questions import questions_page
from taxonomy.pages.reasons import reason_views
from taxonomy.pages.redirects import redirects
from taxonomy.pages.rules import rule_pages
from taxonomy.pages.similar import Likeness
from taxonomy.pages.terms import source_links, term_pages, uses_of
from taxonomy.pages.trends import trends
from taxonomy.pages.wordings import wordings_page
from taxonomy.pages.words import AGREEMENT_WORDS, flip_sentences, measured_on, read_as
from taxonomy.plain import csv_rows
from taxonomy.rendering import all_pages
from taxonomy.rules import CATALOGUE
from taxonomy.selection import COLUMNS as ROW_COLUMNS
from taxonomy.vocabulary.closed import REFERENCE_NAMES, Agreement, Criterion, MeasuredOn, Notion, Reference, Severity
from tests.invented import CONCEPT, entry, measurement, setting

MOST_NODES = 60
COLUMNS = [Notion.UNTRAINING, Notion.UNLEARNING, Notion.COINCIDENT, Notion.NEITHER, Notion.UNDETERMINED]

FLAWLESS = setting(
    forget_set={"removes": "examples", "membership": "member"},
    references=["retrained-without-forget-set"],
    measurements=[measurement("forget-set-accuracy", "forget-set", "match-reference")],
    baselines=["retraining"],
    evidence=[{"supports": ["forget_set", "references", "measurements", "baselines"], "source": "paper", "locator": "Section 4"}],
)
"""A setting that no rule flags."""


def corpus_of(*entries: Mapping[str, Any]) -> Corpus:
    """A corpus of entries that are given as mappings, with an empty register."""
    checked = [Entry.model_validate(each) for each in entries]
    return Corpus.of(checked, (), load_lexicon().joined_with(checked))


@pytest.fixture(scope="module")
def pages(corpus: Corpus) -> dict[str, Page]:
    """Every page of the invented corpus by address."""
    return {page.path: page for page in all_pages(corpus)}


def links_in(value: object) -> Iterator[Link]:
    """Every link in what a template reads, however deep."""
    if isinstance(value, Link):
        yield value
    elif isinstance(value, Mapping):
        yield from (found for each in value.values() for found in links_in(each))
    elif isinstance(value, list | tuple):
        yield from (found for each in value for found in links_in(each))


def texts_in(value: object) -> Iterator[str]:
    """Every text in what a template reads, however deep."""
    if isinstance(value, str):
        yield str(value)
    elif isinstance(value, Mapping):
        yield from (found for each in value.values() for found in texts_in(each))
    elif isinstance(value, list | tuple):
        yield from (found for each in value for found in texts_in(each))
    elif isinstance(value, BaseModel):
        yield from texts_in(value.model_dump(mode="json"))
    elif is_dataclass(value):
        yield from (found for field in fields(value) for found in texts_in(getattr(value, field.name)))


def page_of(pages: dict[str, Page], path: str) -> Mapping[str, Any]:
    """What the template of a page reads."""
    return pages[path].context


def matrix_of(corpus: Corpus, title: str) -> dict[str, list[dict[str, Any]]]:
    """A matrix of the mismatches page: its cells by the name of the row."""
    page = next(page for page in overview_pages(corpus) if page.path == "mismatches.html")
    matrix = next(each for each in page.context["matrices"] if each["title"] == title)
    return {row["link"].name: row["cells"] for row in matrix["rows"]}


def test_no_two_pages_share_an_address(corpus: Corpus) -> None:
    """Every address is that of one page."""
    counted = Counter(page.path for page in all_pages(corpus))
    assert [path for path, count in counted.items() if count > 1] == []


@pytest.mark.parametrize("kind", ["methods", "metrics", "datasets"])
def test_no_declared_id_takes_the_address_of_an_index(kind: str) -> None:
    """What an entry declares cannot be called like the page that lists all of its kind."""
    prose = {} if kind == "methods" else {"definition": "An invented term."}
    facts = {"family": "performance", "polarity": "presence"} if kind == "metrics" else {}
    with pytest.raises(ValidationError, match="index"):
        corpus_of(entry(proposes={kind: [{"id": "index", "name": "Index", **prose, **facts}]}))
    made = [page.path for page in term_pages(corpus_of(entry(proposes={kind: [{"id": "indexes", "name": "Index", **prose, **facts}]})))]
    assert (made.count(f"{kind}/index.html"), made.count(f"{kind}/indexes.html")) == (1, 1)


def test_every_kind_of_page_is_made(pages: dict[str, Page], corpus: Corpus) -> None:
    """Home, overviews, indexes and a page for each paper, notion, term and rule are there."""
    lexicon = corpus.lexicon
    single = ["index.html", "mismatches.html", "data.html", "contribute.html"]
    terms: dict[str, list[str]] = {
        "papers": [paper.id for paper in corpus],
        "notions": list(Notion),
        "metrics": list(lexicon.metrics),
        "methods": list(lexicon.methods),
        "references": list(Reference),
        "problems": list(lexicon.problems),
        "datasets": list(lexicon.datasets),
    }
    wanted = {f"{folder}/{name}.html" for folder, names in terms.items() for name in ["index", *names]}
    wanted |= {f"rules/{name}.html" for name in ["index", *(rule.code for rule in CATALOGUE)]}
    assert wanted.union(single) <= set(pages)


def test_every_link_leads_to_a_page(pages: dict[str, Page]) -> None:
    """Links within the site name a page that is made; anchors of papers name one of their settings."""
    anchors = {(path, name["id"]) for path, page in pages.items() if page.template == "paper.html" for name in page.context["settings"]}
    broken = []
    for page in pages.values():
        for found in links_in(page.context):
            path, _, anchor = found.path.partition("#")
            known = path in pages and (not anchor or (path, anchor) in anchors)
            if found.path and not found.path.startswith(("https://", "http://")) and not known:
                broken.append((page.path, found.path))
    assert broken == []


def test_contexts_hold_text_only(pages: dict[str, Page]) -> None:
    """No page's context holds HTML that is marked as safe: everything is escaped when it is put in."""
    assert not [page.path for page in pages.values() for text in texts_in(page.context) if hasattr(text, "__html__")]


def test_every_page_says_what_it_is(pages: dict[str, Page]) -> None:
    """Titles and descriptions are there, and descriptions are short enough for a preview."""
    assert not [page.path for page in pages.values() if not page.title.strip() or not 0 < len(page.description) <= 300]


def test_data_beside_pages_are_json(pages: dict[str, Page]) -> None:
    """The data of every page survive a way through JSON unchanged, and name the versions of data and rules."""
    for page in pages.values():
        if page.data is not None:
            assert json.loads(json.dumps(page.data)) == page.data, page.path
            assert {"data_version", "rules_version"} <= set(page.data), page.path


@pytest.mark.parametrize(("path", "root"), [("index.html", ""), ("papers/index.html", "../"), ("a/b/c.html", "../../")])
def test_root_is_relative(path: str, root: str) -> None:
    """A page reaches the site's root by relative addresses, from any depth."""
    assert Page(path, "Title", "Text.", "home.html", {}).root == root


def test_every_word_of_a_verdict_has_a_sign_of_its_own_kind(corpus: Corpus) -> None:
    """No badge of a verdict or severity stands without a sign, and the two notions have different signs."""
    words = {str(word) for s in corpus.settings() for word in (s.verdict.intended, s.verdict.evaluated, s.verdict.agreement)}
    assert not [word for word in sorted(words.union(Notion, Agreement, Severity)) if not badge(word).icon]
    assert ICONS[Notion.UNTRAINING] != ICONS[Notion.UNLEARNING]


def test_links_are_named(corpus: Corpus) -> None:
    """A link shows its display name, else the id; a setting is an anchor of its paper's page."""
    assert link("metric", "fid") == Link("fid", "metrics/fid.html")
    assert link("metric", "fid", "FID", "cited") == Link("FID", "metrics/fid.html", "cited")
    first = next(corpus.settings())
    assert setting_link(first.paper_id, first.id, "Shown").path == f"papers/{first.paper_id}.html#{first.id}"


def test_references_have_names() -> None:
    """Every reference has a display name, and no two share one."""
    assert set(REFERENCE_NAMES) == set(Reference)
    assert len(set(REFERENCE_NAMES.values())) == len(Reference)


def test_table_has_a_row_for_each_setting(pages: dict[str, Page], corpus: Corpus) -> None:
    """The table and its data hold every setting once, in the corpus's order."""
    page = pages["papers/index.html"]
    addresses = [setting.address for setting in corpus.settings()]
    assert [row["link"].path for row in page.context["rows"]] == [
        f"papers/{paper}.html#{name}" for paper, _, name in (address.partition("/") for address in addresses)
    ]
    assert isinstance(page.data, Mapping)
    assert [f"{row['paper']}/{row['setting']}" for row in page.data["settings"]] == addresses


def test_facets_admit_what_queries_admit(pages: dict[str, Page], corpus: Corpus) -> None:
    """Every value of a facet admits the rows that a query for the same value admits."""
    rows = {row["link"].path: row["facets"] for row in page_of(pages, "papers/index.html")["rows"]}
    names = ("notion", "evaluated", "agreement", "metric", "baseline", "reference", "problem", "modality", "granularity", "flag")
    codes = [flag.rule.code for paper in corpus for flag in paper.all_flags()]
    values = {(name, value) for facets in rows.values() for name in names for value in facets[name] if value != "none"}
    differ = []
    for name, value in sorted(values.union(("flag", code) for code in codes)):
        shown = {path for path, facets in rows.items() if value in facets[name]}
        if shown != {f"papers/{s.paper_id}.html#{s.id}" for s in corpus.query(**{name: value})}:
            differ.append((name, value))
    assert differ == []


def test_facets_name_what_is_absent() -> None:
    """A setting without any flag can be found by that."""
    (row,) = next(table_pages(corpus_of(entry(settings=[FLAWLESS])))).context["rows"]
    assert row["flags"] == []
    assert (row["facets"]["flag"], row["facets"]["severity"]) == (["none"], ["none"])


def test_facets_name_severities_and_year(pages: dict[str, Page]) -> None:
    """A row can be found by the severities of its flags, and by its year."""
    for row in page_of(pages, "papers/index.html")["rows"]:
        assert row["facets"]["severity"] == sorted({flag.note for flag in row["flags"]} or {"none"})
        assert row["facets"]["year"] == [str(row["year"])]


@pytest.mark.parametrize("known", ["2401.00001", "Bo Sample", "ada2024study", "scrubber", "The Scrubber", "scrub-o-matic"])
def test_table_is_searched_by_what_readers_know(known: str) -> None:
    """A row is found by arXiv id, author, id, and by the id, name and other names of a proposed method."""
    method = {"id": "scrubber", "name": "The Scrubber", "aliases": ["scrub-o-matic"]}
    corpus = corpus_of(entry(links={"arxiv": "2401.00001"}, proposes={"methods": [method]}))
    (row,) = next(table_pages(corpus)).context["rows"]
    (paper,) = paper_pages(corpus)
    assert known in row["text"]
    assert known in paper.search


def test_paper_page_tells_every_setting(pages: dict[str, Page], corpus: Corpus) -> None:
    """A paper's page holds its settings in order, each with its verdict, reasons, measurements and flags."""
    for paper in corpus:
        views = page_of(pages, f"papers/{paper.id}.html")["settings"]
        for view, judged in zip(views, paper.settings.values(), strict=True):
            assert view["id"] == judged.id
            assert view["verdict"]["intended"].word == judged.verdict.intended
            assert view["verdict"]["agreement"].label == AGREEMENT_WORDS[judged.verdict.agreement]
            assert len(view["measurements"]) == len(judged.facts.measurements)
            assert Counter(flag["code"].name for flag in view["flags"]) == Counter(flag.rule.code for flag in judged.flags)


def test_first_screen_says_why(pages: dict[str, Page], corpus: Corpus) -> None:
    """Why is told in sentences that say what the agreement means, and that name a missing fact."""
    for paper in corpus:
        for view, judged in zip(page_of(pages, f"papers/{paper.id}.html")["settings"], paper.settings.values(), strict=True):
            assert AGREEMENT_WORDS[judged.verdict.agreement] in view["why"].casefold()
            assert view["why"][0].isupper()
            assert view["why"].endswith(".")
            assert all(path in view["why"] for path in judged.verdict.missing)


def test_first_screen_shows_no_notes(pages: dict[str, Page], corpus: Corpus) -> None:
    """Beside the verdict stand at most three mismatches and gaps, mismatches first, and no mere note."""
    for paper in corpus:
        for view in page_of(pages, f"papers/{paper.id}.html")["settings"]:
            words = [flag["severity"].word for flag in view["top_flags"]]
            assert words == sorted(words, key=list(Severity).index)
            assert set(words) <= {Severity.MISMATCH, Severity.GAP}
            assert len(words) == min(3, sum(flag["severity"].word != Severity.NOTE for flag in view["flags"]))


def test_flags_come_by_severity(corpus: Corpus) -> None:
    """Mismatches come before gaps, gaps before notes, and rules of one severity in the order of the catalogue."""
    flags = [flag for paper in corpus for flag in paper.all_flags()]
    codes = [rule.code for rule in CATALOGUE]
    shown = [(view["severity"].word, codes.index(view["code"].name)) for view in flag_views(reversed(flags))]
    assert shown == sorted(shown, key=lambda each: (["mismatch", "gap", "note"].index(each[0]), each[1]))
    assert len(shown) == len(flags)


def test_acknowledged_and_disputed_flags_say_so() -> None:
    """What the paper says about a flag, and who disputes it, stands with that flag and no other."""
    known = {"code": "REF201", "setting": "rows", "note": "Shown as a contrast.", "evidence": "Section 9"}
    dispute = {"code": "REF203", "setting": "rows", "status": "open", "url": "https://example.org/issues/1"}
    judged = setting(forget_set=CONCEPT, references=["retrained-without-forget-set"])
    corpus = corpus_of(entry(settings=[judged], acknowledged=[known], disputes=[dispute]))
    views = {view["code"].name: view for view in flag_views(corpus["ada2024study"].settings["rows"].flags)}
    assert views["REF201"]["acknowledged"].note == "Shown as a contrast."
    assert [each.url for each in views["REF203"]["disputes"]] == ["https://example.org/issues/1"]
    assert (views["REF203"]["acknowledged"], views["REF201"]["disputes"]) == (None, ())


def test_paper_without_settings_has_a_page() -> None:
    """A survey that has no setting of its own is described by its summary."""
    corpus = corpus_of(entry(kind="survey", settings=[], summary="Orders invented works."))
    (page,) = paper_pages(corpus)
    assert page.context["settings"] == []
    assert "Orders invented works." in page.description


def test_neighbourhood_and_table_hold_the_same_facts(pages: dict[str, Page], corpus: Corpus) -> None:
    """The table beside a graph holds every edge of it once and no other, and explains every kind of edge."""
    found = 0
    for paper in corpus:
        context = page_of(pages, f"papers/{paper.id}.html")
        href = {node["id"]: node["href"] for node in context["graph"]["nodes"]}
        edges = {(href[edge["source"]], edge["kind"], href[edge["target"]]) for edge in context["graph"]["edges"]}
        rows = [(row["source"].path, row["kind"], target.path) for row in context["neighbours"] for target in row["targets"]]
        found += len(edges)
        assert sorted(edges) == sorted(rows)
        assert {kind for _, kind, _ in rows} <= set(EDGE_KINDS)
    assert found


def test_neighbourhood_tells_who_proposes_and_who_compares() -> None:
    """A paper that introduces a method is not said to compare with it, nor the other way round."""
    inventor = entry(
        "bo2023other", proposes={"methods": [{"id": "scrubber", "name": "Scrubber"}]}, settings=[setting(baselines=["retraining"])]
    )
    rival = entry("cy2025third", settings=[setting(baselines=["scrubber"])])
    corpus = corpus_of(entry(settings=[setting(baselines=["scrubber"])]), inventor, rival)
    page = next(page for page in paper_pages(corpus) if page.path == "papers/ada2024study.html")
    edges = {(edge["source"], edge["kind"]) for edge in page.context["graph"]["edges"] if edge["target"] == "method:scrubber"}
    assert edges == {
        ("setting:ada2024study/rows", "compares-with"),
        ("paper:bo2023other", "proposes"),
        ("paper:cy2025third", "compares-with"),
    }


def test_neighbourhood_is_small_and_leads_to_pages(pages: dict[str, Page]) -> None:
    """A graph holds at most sixty nodes, and each of them leads to a page."""
    seen = [page.context["graph"]["nodes"] for page in pages.values() if page.template == "paper.html"]
    assert all(0 < len(nodes) <= MOST_NODES for nodes in seen)
    assert {node["href"].partition("#")[0] for nodes in seen for node in nodes} <= set(pages)


def test_neighbourhood_of_a_large_paper_is_cut() -> None:
    """A paper that touches far more than sixty things still has sixty nodes at most, itself and its settings among them."""
    lexicon = load_lexicon()
    metrics = [measurement(name, "forget-set", "lower-is-better") for name in list(lexicon.metrics)[:50]]
    settings = [setting(f"part-{number}", measurements=metrics, baselines=list(lexicon.methods)[:50]) for number in range(3)]
    corpus = corpus_of(entry(settings=settings), entry("bo2023other", settings=[setting(baselines=list(lexicon.methods)[:50])]))
    page = next(page for page in paper_pages(corpus) if page.path == "papers/ada2024study.html")
    names = [node["id"] for node in page.context["graph"]["nodes"]]
    assert len(names) == MOST_NODES
    assert {"paper:ada2024study", *(f"setting:ada2024study/part-{number}" for number in range(3))} <= set(names)


@pytest.mark.parametrize(("title", "name"), [("Reference", "reference"), ("Metric", "metric"), ("Baseline", "baseline")])
def test_matrix_counts_what_queries_find(corpus: Corpus, title: str, name: str) -> None:
    """A cell counts the settings that a query for its notion and term finds, and links to a filter for just these."""
    cells = [cell for row in matrix_of(corpus, title).values() for cell in row]
    linked = [cell for cell in cells if cell["path"]]
    assert all(bool(cell["path"]) == bool(cell["count"]) for cell in cells)
    assert linked
    for cell in linked:
        asked = {key: values[0] for key, values in parse_qs(urlsplit(cell["path"]).query).items()}
        assert set(asked) == {"notion", name}
        assert cell["count"] == len(corpus.query(**asked)), cell["path"]


def test_matrix_counts_mismatches_of_the_very_term() -> None:
    """A mismatch counts in the cell of the choice that it names, and in no other cell of the setting."""
    judged = setting(
        forget_set=CONCEPT,
        references=["retrained-without-forget-set", "original-model"],
        measurements=[
            measurement("membership-inference-attack", "forget-set", "lower-is-better"),
            measurement("test-accuracy", "test-set", "higher-is-better"),
        ],
    )
    corpus = corpus_of(entry(settings=[judged]))
    found = {
        name: cells[COLUMNS.index(Notion.UNLEARNING)]["bad"]
        for title in ("Reference", "Metric")
        for name, cells in matrix_of(corpus, title).items()
    }
    metrics = corpus.lexicon.metrics
    assert found == {
        REFERENCE_NAMES[Reference.RETRAINED_WITHOUT_FORGET_SET]: 1,
        REFERENCE_NAMES[Reference.ORIGINAL_MODEL]: 0,
        metrics["membership-inference-attack"].name: 1,
        metrics["test-accuracy"].name: 0,
    }


def test_mismatches_are_listed_one_by_one(pages: dict[str, Page], corpus: Corpus) -> None:
    """The list holds every mismatch of the corpus with what to do instead, and no gap or note."""
    listed = page_of(pages, "mismatches.html")["flags"]
    wanted = [flag for paper in corpus for flag in paper.all_flags() if flag.rule.severity is Severity.MISMATCH]
    assert [(flag["code"].name, flag["instead"]) for flag in listed] == [(flag.rule.code, flag.rule.instead) for flag in wanted]
    assert wanted


def test_home_counts_settings_once(pages: dict[str, Page], corpus: Corpus) -> None:
    """On the home page the counts by notion and by agreement each add up to all settings."""
    context = page_of(pages, "index.html")
    total = sum(1 for _ in corpus.settings())
    assert sum(count for _, count in context["intended"]) == sum(count for _, count in context["agreements"]) == total
    assert context["coverage"] == {"coded": len(corpus), "known": len(corpus) + len(corpus.register), "settings": total}


def test_home_matrix_counts_families(pages: dict[str, Page], corpus: Corpus) -> None:
    """The small matrix counts each setting once for every family of metric that it uses."""
    counted: Counter[str] = Counter()
    for judged in corpus.settings():
        counted.update({str(corpus.lexicon.metrics[m.metric].family).replace("-", " ") for m in judged.facts.measurements})
    shown = {row["link"].name: sum(cell["count"] for cell in row["cells"]) for row in page_of(pages, "index.html")["matrix"]}
    assert shown == counted


@pytest.mark.parametrize(("panel", "wrong"), [(0, {}), (1, {"star": 1}), (2, {"circle": 6, "star": 2})])
def test_figure_shows_what_the_models_predict(panel: int, wrong: dict[str, int]) -> None:
    """Original: all right. Untrained: only the star of the forget set wrong. Unlearned: every circle and star wrong."""
    shapes = figure()["panels"][panel]["shapes"]
    missed = [shape for shape in shapes if shape["predicted"] != shape["kind"]]
    assert Counter(shape["kind"] for shape in missed) == wrong
    assert Counter(shape["kind"] for shape in shapes if shape["in_s"]) == {"circle": 2, "star": 1}
    assert {shape["kind"] for shape in shapes if shape["in_full"]} == {"circle", "star"}
    assert all(shape["in_s"] for shape in missed) or panel == 2


def test_figure_says_where_both_ideals_coincide() -> None:
    """With every star and nothing else in S both ideals are one model; with nothing in S all three are."""
    stars = figure(["star-1", "star-2"])
    assert stars["sets"].startswith("S = S_full: 2 stars.")
    assert stars["panels"][1]["shapes"] == stars["panels"][2]["shapes"]
    nothing = figure([])
    assert nothing["sets"].startswith("S is empty")
    assert {panel["note"] for panel in nothing["panels"]} == {"Every shape is predicted correctly."}


def test_learner_that_saw_nothing_predicts_nothing() -> None:
    """A model that is trained on no example predicts no kind."""
    assert {train([])(example) for example in EXAMPLES} == {None}


def test_finder_knows_papers_methods_and_the_register(corpus: Corpus) -> None:
    """The search knows each paper by authors, arXiv id and what it proposes, each method, and each work of the register."""
    coded, known = list(methods_and_papers(corpus)), list(works(corpus))
    assert (len(coded), len(known)) == (len(corpus.lexicon.methods) + len(corpus), len(corpus.register))
    by_path = {thing.path: thing for thing in coded}
    for paper in corpus:
        words = by_path[f"papers/{paper.id}.html"].words
        methods = [method.name for method in paper.entry.proposes.methods]
        assert all(word in words for word in (*paper.entry.authors, paper.entry.links.arxiv or "", paper.id, *methods))
    assert {thing.path for thing in known} == {"contribute.html#paper"}
    assert all("not coded yet" in thing.note for thing in known)


def test_contribute_names_what_is_wanted(pages: dict[str, Page], corpus: Corpus) -> None:
    """Wanted are compared methods without a home, most compared first, and the newest works of the register."""
    context = page_of(pages, "contribute.html")
    counts = [count for _, count in context["methods"]]
    assert counts == sorted(counts, reverse=True)
    assert {found.path for found, _ in context["methods"]} == {
        f"methods/{name}.html" for judged in corpus.settings() for name in judged.facts.baselines if not corpus.home_notions.get(name)
    }
    order = [(-count, -(year or 0), key) for _, year, key, count in context["works"]]
    assert order == sorted(order)
    assert {key for _, _, key, _ in context["works"]} == {work.key for work in corpus.register}
    people = [name for paper in corpus for name in (*paper.entry.curation.coders, *paper.entry.curation.reviewers)]
    assert {name for name, _ in context["credits"]} == set(people)
    assert sum(count for _, count in context["credits"]) >= len(corpus)


def test_works_that_coded_papers_use_are_wanted_first() -> None:
    """A work of the register counts once for each setting that names a term of which it is a source."""
    both = setting("both", baselines=["prompting"], measurements=[measurement("forget-set-accuracy", "forget-set", "lower-is-better")])
    other = setting("other", baselines=["prompting"])
    corpus = corpus_of(entry(settings=[both, other]))
    source = corpus.lexicon.generic_methods["prompting"].sources[0]
    works = tuple(Work(key, key, ("Ada Example",), False, 2020) for key in ("nobody2024new", source))
    corpus = Corpus.of(corpus.entries, works, corpus.lexicon)
    assert uses_of_works(corpus)[source] == 2
    listed = contribute_page(corpus).context["works"]
    assert [(key, count) for _, _, key, count in listed] == [(source, 2), ("nobody2024new", 0)]


def test_terms_say_who_uses_them(pages: dict[str, Page], corpus: Corpus) -> None:
    """The page of a metric lists every setting that is measured by it, each once, however often it is measured."""
    for name in corpus.lexicon.metrics:
        used = [s for s in corpus.settings() if any(m.metric == name for m in s.facts.measurements)]
        rows = page_of(pages, f"metrics/{name}.html")["uses"]
        assert [row["link"].path for row in rows] == [f"papers/{s.paper_id}.html#{s.id}" for s in used]


def test_uses_count_a_setting_once(corpus: Corpus) -> None:
    """A setting that names a term twice uses it once."""
    uses = uses_of(corpus, lambda judged: [judged.facts.problem, judged.facts.problem])
    assert sum(map(len, uses.values())) == sum(1 for _ in corpus.settings())


def test_proposed_terms_name_their_paper() -> None:
    """What an entry declares says which paper introduces it; what the vocabulary declares does not."""
    corpus = corpus_of(entry(proposes={"methods": [{"id": "scrubber", "name": "Scrubber"}]}, summary="Scrubs invented rows."))
    made = {page.path: page.context for page in term_pages(corpus)}
    assert made["methods/scrubber.html"]["proposed_by"].path == "papers/ada2024study.html"
    assert made["methods/scrubber.html"]["definition"] == "Scrubs invented rows."
    assert made["methods/fine-tuning.html"]["proposed_by"] is None


def test_sources_are_followed_to_where_they_are(corpus: Corpus) -> None:
    """A coded source leads to its page, one of the register to its own address, an unknown one nowhere."""
    coded, work = corpus.entries[0], next(work for work in corpus.register if work.url or work.arxiv or work.doi)
    first, second, third = source_links(corpus, [coded.id, work.key, "nobody1999unknown"])
    assert (first.path, first.name) == (f"papers/{coded.id}.html", coded.title)
    assert second.path.startswith("https://")
    assert (second.name, second.note) == (work.title, str(work.year))
    assert third == Link("nobody1999unknown", "")


def test_rule_pages_say_where_they_fire(corpus: Corpus) -> None:
    """A rule's page lists every place where it fires, a code's neighbours are those of the catalogue's order."""
    made = {page.path: page for page in rule_pages(corpus)}
    fired = Counter(flag.rule.code for paper in corpus for flag in paper.all_flags())
    assert fired
    for rule in CATALOGUE:
        context = made[f"rules/{rule.code}.html"].context
        assert len(context["fires"]) == fired[rule.code]
        beside = context["after"]
        assert made[beside.path].context["before"].name == rule.code


def test_similar_settings_are_of_other_papers(corpus: Corpus) -> None:
    """At most five settings are similar, none of them the paper's own, most shared first, each with what is shared."""
    for judged in corpus.settings():
        found = Likeness(corpus).similar_to(judged)
        shared = [each["shared"].count("; ") + 1 for each in found]
        assert len(found) <= 5
        assert shared == sorted(shared, reverse=True)
        assert all(count >= 3 for count in shared)
        assert not [each for each in found if each["link"].path.startswith(f"papers/{judged.paper_id}.html")]


def test_similar_settings_share_what_they_say() -> None:
    """The reason given for likeness is what both settings state."""
    corpus = corpus_of(entry(), entry("bo2023other", settings=[setting("other", modality="text", problem="example-deletion")]))
    (found,) = Likeness(corpus).similar_to(corpus["ada2024study"].settings["rows"])
    assert found["link"].path == "papers/bo2023other.html#other"
    assert found["shared"].split("; ") == [
        "coverage not-reported",
        "problem example-deletion",
        "reference not-reported",
        "removes examples",
    ]


@pytest.mark.parametrize("words", [*map(measured_on, MeasuredOn), *map(read_as, Criterion), *AGREEMENT_WORDS.values()])
def test_values_are_told_in_words(words: str) -> None:
    """Every place of a measurement, criterion and agreement has words that read within a sentence."""
    assert words
    assert words == words.strip()
    assert not words.endswith(".")


def test_flips_are_told_in_words(corpus: Corpus) -> None:
    """Every change of the verdict is told, with the changed word, as a clause without field names."""
    for judged in corpus.settings():
        told = flip_sentences(judged)
        assert len(told) == len(judged.verdict.flips)
        for flip, (outcome, condition) in zip(judged.verdict.flips, told, strict=True):
            assert changed_words(flip, judged.verdict) <= set(outcome.replace(",", "").split())
            assert not {"_", "[", "]"} & set(condition)
            assert not condition.endswith(".")


def changed_words(flip: Flip, verdict: Any) -> set[str]:
    """The words of a verdict that a flip changes, after the change."""
    return {str(getattr(flip, name)) for name in ("intended", "evaluated", "agreement") if getattr(flip, name) != getattr(verdict, name)}


def test_wordings_are_translated_with_links(corpus: Corpus) -> None:
    """Each wording shows what entries say instead, and where it stands; every other name of a term leads to its page."""
    page = wordings_page(corpus)
    rows = {row["id"]: row for row in page.context["rows"]}
    assert list(rows) == list(corpus.lexicon.wordings)
    assert all(row["codes"] and row["sources"] for row in rows.values())
    metric = next(code["value"] for row in rows.values() for code in row["codes"] if code["field"] == "metric")
    assert metric.path.startswith("metrics/")
    aliases = {alias for term in corpus.lexicon.metrics.values() for alias in term.aliases}
    assert aliases <= {name for name, _, kind in page.context["names"] if kind == "metric"}


def test_trends_count_every_setting(corpus: Corpus) -> None:
    """The numbers under the first plot add up to all settings, and each plot has its numbers beside it."""
    plots = trends(corpus)
    assert len(plots) == 4
    assert sum(int(cell) for row in plots[0]["rows"] for cell in row[1:]) == sum(1 for _ in corpus.settings())
    assert all(plot["rows"] and len(plot["head"]) == len(plot["rows"][0]) for plot in plots)


def test_share_of_mismatches_is_that_of_the_flags(corpus: Corpus) -> None:
    """A year's mismatches are the settings with a mismatch that the paper does not justify."""
    rows = {int(year): int(bad) for year, bad, _ in trends(corpus)[1]["rows"]}
    severe = Counter(
        corpus[setting.paper_id].entry.year
        for setting in corpus.settings()
        if any(flag.rule.severity == "mismatch" and not flag.acknowledged for flag in setting.flags)
    )
    assert {year: bad for year, bad in rows.items() if bad} == dict(severe)


def test_open_questions_are_answered_from_the_entries(corpus: Corpus) -> None:
    """Methods stand with their homes, known parts of concepts with their shares, and settings of the shown notions in a cell."""
    page = questions_page(corpus)
    proposed = {method.id for entry in corpus.entries for method in entry.proposes.methods}
    assert {row["id"] for row in page.context["methods"]} == proposed
    assert [row["address"] for row in page.context["shares"]] == ["sample2022poisons/found-part"]
    counted = sum(cell["count"] for row in page.context["cells"] for cell in row["cells"])
    assert counted == sum(setting.verdict.intended in {"untraining", "unlearning", "coincident"} for setting in corpus.settings())


def test_reasons_are_said_once_in_words(corpus: Corpus) -> None:
    """Reasons that say the same stand together, without paths of the entry, and each source stands once."""
    for each in corpus.settings():
        views = reason_views(each, {name: metric.name for name, metric in corpus.lexicon.metrics.items()})
        assert len({(view["points_to"].word, view["text"]) for view in views}) == len(views)
        told = [f"{fact.name} {how}" for view in views for fact, how in view["facts"]]
        assert not [text for text in told if "measurements[" in text or "forget_set." in text]
        assert all(len(set(view["evidence"])) == len(view["evidence"]) for view in views)


def test_rows_are_saved_as_the_command_writes_them(corpus: Corpus) -> None:
    """Put together again, the parts that the page saves are what `taxonomy query` prints, byte for byte."""
    parts, found = shown_rows(corpus), corpus.query()
    assert parts["csv"]["head"] + "".join(parts["csv"]["rows"]) == csv_rows(found.rows(), ROW_COLUMNS)
    assert parts["latex"]["before"] + "".join(f"{row}\n" for row in parts["latex"]["rows"]) + parts["latex"]["after"] == found.to_latex()
    assert "\n".join(parts["bibtex"].values()) == found.to_bibtex()


def test_explore_tells_every_comparison(corpus: Corpus) -> None:
    """The table and the data beside the page hold the same comparisons, and every method of them its home and its place."""
    page = explore_page(corpus)
    assert isinstance(page.data, Mapping)
    rows = {row["ids"]: (row["count"], row["across"]) for row in page.context["rows"]}
    assert rows
    assert rows == {(each["method"], each["other"]): (len(each["settings"]), each["across"]) for each in page.data["comparisons"]}
    assert {method["id"] for method in page.data["methods"]} == {name for pair in rows for name in pair}
    assert all(method["home"] in HOMES and isinstance(method["x"], int) for method in page.data["methods"])


@pytest.mark.parametrize(
    ("homes", "word"),
    [(["untraining"], "untraining"), (["unlearning", "untraining"], "both"), (["neither", "unlearning"], "unlearning"), ([], "unknown")],
)
def test_home_is_one_word(homes: list[str], word: str) -> None:
    """A method at home in both notions is called so; one at home nowhere is unknown."""
    assert home_word(frozenset(map(Notion, homes))) == word


def test_former_ids_and_arxiv_ids_lead_to_the_paper() -> None:
    """An arXiv id and a former id lead to the page, by relative addresses; other names, and ids of other papers, do not."""
    told = entry(aliases=["ada2023draft", "The Study", "bo2023other"], links={"arxiv": "cs/0401001"}, title="A <b> study")
    found = dict(redirects(corpus_of(told, entry("bo2023other"))))
    assert found.keys() == {"arxiv/cs/0401001/index.html", "papers/ada2023draft.html"}
    assert "url=../../../papers/ada2024study.html" in found["arxiv/cs/0401001/index.html"]
    assert "url=../papers/ada2024study.html" in found["papers/ada2023draft.html"]
    assert 'rel="icon" href="../assets/' in found["papers/ada2023draft.html"], "a page without one makes browsers ask the host's root"
    assert not [html for html in found.values() if "<b>" in html or "A &lt;b&gt; study" not in html]


@pytest.mark.parametrize("kind", ["metrics", "methods", "problems", "datasets", "references"])
def test_terms_are_listed_by_name(pages: dict[str, Page], kind: str) -> None:
    """Lists of terms are sorted by their names, whatever the letters' case."""
    names = [item["link"].name.casefold() for item in page_of(pages, f"{kind}/index.html")["items"]]
    assert names == sorted(names)
