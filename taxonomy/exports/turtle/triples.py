"""All triples of a corpus, with its versions, written as Turtle."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import BytesIO
from itertools import chain

from pyoxigraph import Literal, NamedNode, RdfFormat, serialize
from pyoxigraph import Triple as Statement

from taxonomy.bibliography import work_of
from taxonomy.corpus import Corpus
from taxonomy.exports.turtle.concepts import Works, rule_triples, vocabulary_triples
from taxonomy.exports.turtle.names import (
    BIBO,
    DCTERMS,
    FABIO,
    OWL,
    PRISM,
    RDF,
    RDFS,
    SDO,
    SITE,
    SKOS,
    TAX,
    VOCABULARY,
    WORDS,
    XSD,
    Triple,
    english,
    own_terms,
    page,
    registered,
)
from taxonomy.exports.turtle.papers import paper_triples, work_triples
from taxonomy.exports.vocabulary import vocabulary_of
from taxonomy.exports.works import registered_works
from taxonomy.plain import versions

_LICENCE = NamedNode("https://creativecommons.org/licenses/by/4.0/")
_PREFIXES = {
    "bibo": BIBO,
    "dcterms": DCTERMS,
    "fabio": FABIO,
    "owl": OWL,
    "prism": PRISM,
    "rdf": RDF,
    "rdfs": RDFS,
    "schema": SDO,
    "skos": SKOS,
    "tax": TAX,
    "xsd": XSD,
}


def turtle(corpus: Corpus) -> Iterator[bytes]:
    """Describe the vocabulary, the rules, the coded papers and the register, each thing once with all that is said of it."""
    for number, group in enumerate(_groups(corpus)):
        *prefixes, rest = _written(group).split(b"\n", len(_PREFIXES))
        yield b"\n".join([*sorted(prefixes), rest]) if not number else rest  # the library writes prefixes in any order


def _written(triples: Iterable[Triple]) -> bytes:
    told: dict[NamedNode, dict[Statement, None]] = {}
    for triple in triples:
        told.setdefault(triple[0], {})[Statement(*triple)] = None
    written = BytesIO()
    prefixes = {prefix: str(name) for prefix, name in _PREFIXES.items()}
    serialize((statement for said in told.values() for statement in said), written, RdfFormat.TURTLE, prefixes=prefixes)
    return written.getvalue()


def _groups(corpus: Corpus) -> Iterator[Iterable[Triple]]:
    """All triples, in groups of which no two speak of the same thing: so that one of them is held at a time."""
    works: Works = {work.key: registered(work.key) for work in corpus.register} | {paper.id: page("paper", paper.id) for paper in corpus}
    yield chain(_head(), own_terms(), vocabulary_triples(vocabulary_of(corpus), works), rule_triples(works))
    yield from (chain(work_triples(works[paper.id], work_of(paper.entry)), paper_triples(paper)) for paper in corpus)
    yield from (work_triples(works[work.key], work) for work in registered_works(corpus))


def _head() -> Iterator[Triple]:
    """The data as a whole and the two concept schemes, with versions and licence."""
    data, rules = versions().values()
    yield SITE, RDF.type, SDO.Dataset
    yield SITE, DCTERMS.title, english("Unlearning taxonomy")
    yield SITE, SDO.version, Literal(data)
    yield SITE, TAX.rulesVersion, Literal(rules)
    for scheme, title in ((VOCABULARY, "Vocabulary of machine unlearning"), (WORDS, "Closed words of the taxonomy")):
        yield scheme, RDF.type, SKOS.ConceptScheme
        yield scheme, DCTERMS.title, english(title)
        yield scheme, DCTERMS.isPartOf, SITE
    for part in (SITE, VOCABULARY, WORDS):
        yield part, OWL.versionInfo, Literal(data)
        yield part, DCTERMS.license, _LICENCE
