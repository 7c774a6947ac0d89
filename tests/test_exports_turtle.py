"""The corpus as Turtle, read by rdflib and asked in SPARQL."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import quote, unquote

import pytest
from rdflib import DCTERMS, OWL, RDF, RDFS, SDO, SKOS, XSD, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.query import ResultRow

from taxonomy.bibliography import Work
from taxonomy.corpus import Corpus
from taxonomy.errors import SITE_URL
from taxonomy.exports import files_of
from taxonomy.lexicon import load_lexicon
from taxonomy.plain import versions
from taxonomy.rules import CATALOGUE
from taxonomy.vocabulary.closed import Notion, Reference
from tests.hostile import TEXTS, hostile_corpus, paper_id

SITE = URIRef(SITE_URL)
TAX = Namespace(f"{SITE_URL}taxonomy.ttl#")
VOCABULARY, WORDS = TAX.vocabulary, TAX.words
BIBO = Namespace("http://purl.org/ontology/bibo/")
FABIO = Namespace("http://purl.org/spar/fabio/")
PRISM = Namespace("http://prismstandard.org/namespaces/basic/2.0/")
PREFIXES = f"""
PREFIX tax: <{TAX}>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX schema: <https://schema.org/>
PREFIX fabio: <http://purl.org/spar/fabio/>
PREFIX dcterms: <http://purl.org/dc/terms/>
"""


def content_of(corpus: Corpus) -> str:
    """The one file of the format."""
    (file,) = files_of(corpus, "turtle")
    return file.content.decode()


def site(path: str) -> URIRef:
    """A name on the site."""
    return URIRef(f"{SITE_URL}{path}")


def ask(graph: Graph, query: str) -> set[str]:
    """The answers to a query of one variable."""
    return {str(row[0]) for row in graph.query(PREFIXES + query) if isinstance(row, ResultRow)}


@pytest.fixture(scope="module")
def graph(corpus: Corpus) -> Graph:
    """The invented corpus, written and parsed."""
    return Graph().parse(data=content_of(corpus), format="turtle")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """Hostile texts, written and parsed."""
    return Graph().parse(data=content_of(hostile_corpus(tmp_path_factory.mktemp("hostile"))), format="turtle")


def concepts(corpus: Corpus) -> Iterator[URIRef]:
    """Addresses of every concept that must be there."""
    lexicon = corpus.lexicon
    lists: dict[str, Iterable[str]] = {"metrics": lexicon.metrics, "methods": lexicon.methods, "problems": lexicon.problems}
    for folder, names in {**lists, "datasets": lexicon.datasets, "references": Reference, "notions": Notion}.items():
        yield from (site(f"{folder}/{name}.html") for name in names)


def test_versions(graph: Graph) -> None:
    """The data, and both concept schemes, tell the version of the data; the data tell that of the rules."""
    data, rules = versions().values()
    for name in (SITE, VOCABULARY, WORDS):
        assert graph.value(name, OWL.versionInfo) == Literal(data)
    assert graph.value(SITE, TAX.rulesVersion) == Literal(rules)


def test_every_word_is_a_concept(corpus: Corpus, graph: Graph) -> None:
    """Every metric, method, problem, dataset, reference and notion is a concept of the scheme, named by its page's address."""
    assert set(graph.subjects(SKOS.inScheme, VOCABULARY)) == set(concepts(corpus))
    assert (VOCABULARY, RDF.type, SKOS.ConceptScheme) in graph


def test_concepts_obey_skos(graph: Graph) -> None:
    """Each concept has one preferred label, which is none of its others, one definition and one notation."""
    for concept in graph.subjects(RDF.type, SKOS.Concept):
        (label,) = graph.objects(concept, SKOS.prefLabel)
        assert label not in set(graph.objects(concept, SKOS.altLabel))
        assert len(list(graph.objects(concept, SKOS.definition))) == 1
        assert len(list(graph.objects(concept, SKOS.notation))) == 1
        assert set(graph.objects(concept, SKOS.inScheme)) <= {VOCABULARY, WORDS}


def test_collections_hold_each_kind(corpus: Corpus, graph: Graph) -> None:
    """A collection for each kind of concept has exactly its members."""
    members = set(graph.objects(site("metrics/index.html"), SKOS.member))
    assert members == {site(f"metrics/{name}.html") for name in corpus.lexicon.metrics}
    everything = {member for collection in graph.subjects(RDF.type, SKOS.Collection) for member in graph.objects(collection, SKOS.member)}
    assert everything == set(concepts(corpus))


def test_a_metric_has_labels_sources_and_usage_notes(corpus: Corpus, graph: Graph) -> None:
    """A metric's aliases, definition, family, sources and notes on use come from the vocabulary."""
    metric = next(metric for metric in corpus.lexicon.metrics.values() if metric.fits and metric.misleads and metric.aliases)
    name = site(f"metrics/{metric.id}.html")
    assert {str(label) for label in graph.objects(name, SKOS.altLabel)} == set(metric.aliases)
    assert graph.value(name, SKOS.definition) == Literal(metric.definition, lang="en")
    assert graph.value(name, TAX.family) == TAX[f"family-{metric.family}"]
    assert {str(source).removeprefix(SITE_URL) for source in graph.objects(name, DCTERMS.source)} == set(metric.sources)
    assert {site(f"notions/{misfit.notion}.html") for misfit in metric.misleads} == set(graph.objects(name, TAX.misleadsUnder))
    assert len(list(graph.objects(name, SKOS.scopeNote))) == len(metric.fits) + len(metric.misleads)


def test_sources_that_are_coded_are_the_papers(graph: Graph) -> None:
    """What a coded paper proposes has that paper as source."""
    paper = site("papers/ersatz2024two.html").n3()
    assert ask(graph, f"SELECT ?m WHERE {{ {paper} tax:proposes ?m . ?m dcterms:source {paper} }}") == {
        f"{SITE_URL}methods/two-eraser.html"
    }


def test_a_paper_is_a_work(graph: Graph) -> None:
    """A paper is a scholarly article of schema.org and a conference paper of FaBiO, with year, venue, identifiers and addresses."""
    paper = site("papers/ersatz2024two.html")
    assert set(graph.objects(paper, RDF.type)) == {SDO.ScholarlyArticle, FABIO.ConferencePaper}
    assert graph.value(paper, DCTERMS.title) == Literal("Two things at once")
    assert graph.value(paper, SDO.datePublished) == Literal("2024", datatype=XSD.gYear)
    assert graph.value(paper, PRISM.publicationName) == Literal("ECCV")
    assert graph.value(paper, FABIO.hasArXivId) == Literal("2404.00004")
    assert URIRef("https://arxiv.org/abs/2404.00004") in set(graph.objects(paper, SDO.sameAs))


def test_authors_stand_in_order(corpus: Corpus, graph: Graph) -> None:
    """The list of authors holds the same people as the single statements, in the paper's order."""
    for paper in corpus:
        name = site(f"papers/{paper.id}.html")
        people = list(Collection(graph, graph.value(name, BIBO.authorList)))  # type: ignore[arg-type]  # it has a value
        assert [str(graph.value(person, SDO.name)) for person in people] == list(paper.entry.authors)
        assert set(people) == set(graph.objects(name, SDO.author))


def test_every_work_of_the_register_is_there(corpus: Corpus, graph: Graph) -> None:
    """Works that nobody has coded yet are articles, too, named by their record; a cut list of authors says so."""
    keys = {str(key) for work in graph.subjects(RDF.type, SDO.ScholarlyArticle) for key in graph.objects(work, DCTERMS.identifier)}
    assert keys == set(corpus.papers) | {work.key for work in corpus.register}
    cut = ask(graph, "SELECT ?k WHERE { ?w tax:moreAuthors true ; dcterms:identifier ?k }")
    assert cut == {work.key for work in corpus.register if work.more_authors}


def test_verdicts_can_be_asked_for(corpus: Corpus, graph: Graph) -> None:
    """A query finds the settings whose evaluation shows the other notion, as the library does."""
    query = """SELECT ?id WHERE {
        ?setting a tax:Setting ; dcterms:identifier ?id ; tax:intended ?intended ; tax:evaluated ?evaluated .
        ?intended skos:notation "unlearning" . ?evaluated skos:notation "untraining" .
    }"""
    expected = {setting.address for setting in corpus.query(notion="unlearning", evaluated="untraining")}
    assert expected
    assert ask(graph, query) == expected


@pytest.mark.parametrize("fact", ["intended", "evaluated", "agreement"])
def test_every_setting_has_one_verdict(fact: str, corpus: Corpus, graph: Graph) -> None:
    """Each setting states each word of its verdict once, as the library gives it."""
    query = f"SELECT (CONCAT(?id, ' ', ?word) AS ?x) WHERE {{ ?s dcterms:identifier ?id ; tax:{fact} [ skos:notation ?word ] }}"
    assert ask(graph, query) == {f"{setting.address} {getattr(setting.verdict, fact)}" for setting in corpus.settings()}


def test_measurements_say_what_they_point_to(corpus: Corpus, graph: Graph) -> None:
    """Each measurement is there with its metric, and points to what its row of the table says."""
    setting = corpus["ersatz2024two"].settings["pictures"]
    for place, (measurement, row) in enumerate(zip(setting.facts.measurements, setting.verdict.readings, strict=True), start=1):
        name = site(f"papers/ersatz2024two.html#pictures.measurement-{place}")
        assert graph.value(name, TAX.metric) == site(f"metrics/{measurement.metric}.html")
        notation = graph.value(graph.value(name, TAX.pointsTo), SKOS.notation)
        assert (str(notation) if notation else None) == (str(row.points_to) if row.points_to else None)


def test_flags_lead_to_rules(corpus: Corpus, graph: Graph) -> None:
    """Flags of papers and settings are rules, which tell their code, severity and sources."""
    codes = ask(graph, "SELECT ?code WHERE { ?thing tax:flag [ a tax:Rule ; dcterms:identifier ?code ] }")
    assert codes == {flag.rule.code for paper in corpus for flag in paper.all_flags()}
    assert len(list(graph.subjects(RDF.type, TAX.Rule))) == len(CATALOGUE)
    assert len(ask(graph, "SELECT ?r WHERE { ?r a tax:Rule ; tax:severity [ skos:notation 'mismatch' ] }")) > 0


def test_shares_are_decimal(corpus: Corpus, graph: Graph) -> None:
    """Shares are written as the entry has them."""
    shares = {str(share) for setting in corpus.settings() for share in setting.facts.forget_set.share_of_training_set}
    assert shares
    assert {str(share) for share in graph.objects(None, TAX.shareOfTrainingSet)} == shares
    assert {share.datatype for share in graph.objects(None, TAX.shareOfTrainingSet) if isinstance(share, Literal)} == {XSD.decimal}


def test_our_own_names_are_declared(graph: Graph) -> None:
    """Every property and class of our own that is used is declared and commented."""
    used = {term for triple in graph for term in triple[1:] if isinstance(term, URIRef) and term.startswith(TAX)}
    declared = {term for kind in (RDF.Property, RDFS.Class, SKOS.Concept, SKOS.ConceptScheme) for term in graph.subjects(RDF.type, kind)}
    assert used <= declared
    for term in graph.subjects(RDF.type, RDF.Property):
        assert graph.value(term, RDFS.comment)


def test_nothing_dangles(graph: Graph) -> None:
    """Whatever a statement names on the site is described, too."""
    described = set(graph.subjects())
    assert [name for name in set(graph.objects()) if isinstance(name, URIRef) and name.startswith(SITE_URL) and name not in described] == []


def test_everything_is_named(corpus: Corpus) -> None:
    """Cells of lists have names that follow from the work's, so that no file holds a name that another run would choose otherwise."""
    text = content_of(corpus)
    assert "_:" not in "".join(line for line in text.splitlines() if '"' not in line)
    assert "@prefix ns1" not in text


def test_keys_and_addresses_of_works_are_escaped() -> None:
    """A key or an identifier that no IRI can hold is encoded; an address that is not http is left out."""
    key = 'DBLP:a/b {c} <d> "e" \\'
    work = Work(key, "A", ("Bo Sample",), True, 2020, None, '2001.00001> <x "y"', '10.1234/<a> "b" {c}', "javascript:alert(1)")
    graph = Graph().parse(data=content_of(Corpus.of([], [work], load_lexicon())), format="turtle")
    (name,) = graph.subjects(DCTERMS.identifier, Literal(key))
    assert str(name) == f"{SITE_URL}register.bib#{quote(key, safe='')}"
    addresses = {unquote(str(address)) for address in graph.objects(name, SDO.sameAs)}
    assert addresses == {f"https://arxiv.org/abs/{work.arxiv}", f"https://doi.org/{work.doi}"}


@pytest.mark.parametrize("name", TEXTS)
def test_hostile_text_survives(name: str, hostile: Graph) -> None:
    """Every free field comes back as it was, as one literal."""
    text, paper = TEXTS[name], site(f"papers/{paper_id(name)}.html")
    setting = URIRef(f"{paper}#rows")
    method, metric = site(f"methods/{name}.html"), site(f"metrics/{name}-score.html")
    authors = {str(graph_name) for person in hostile.objects(paper, SDO.author) for graph_name in hostile.objects(person, SDO.name)}
    assert authors == {text, "Bo Sample"}
    found = [hostile.value(paper, prop) for prop in (DCTERMS.title, PRISM.publicationName, DCTERMS.description)]
    found += [hostile.value(setting, prop) for prop in (RDFS.label, TAX.task, TAX.concept, SKOS.note)]
    found += [hostile.value(method, SKOS.prefLabel), hostile.value(metric, SKOS.definition), hostile.value(metric, TAX.formula)]
    assert {str(literal) for literal in found} == {text}
    assert {str(literal) for literal in hostile.objects(setting, TAX.model)} == {text, "plain"}
