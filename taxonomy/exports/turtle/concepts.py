"""The vocabulary as a SKOS concept scheme, with a collection for each kind of concept, and the rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pyoxigraph import Literal, NamedNode

from taxonomy.exports.turtle.names import DCTERMS, RDF, RDFS, SKOS, TAX, VOCABULARY, Node, Triple, english, named, page, word
from taxonomy.exports.vocabulary import Concept, DatasetConcept, MethodConcept, MetricConcept, ReferenceConcept, UsedConcept, Vocabulary
from taxonomy.pages.page import FOLDERS
from taxonomy.rules import CATALOGUE
from taxonomy.rules.rule import Rule

Works = Mapping[str, NamedNode]
"""Names of works by key."""


def vocabulary_triples(vocabulary: Vocabulary, works: Works) -> Iterator[Triple]:
    """Every concept with its labels, definition, sources and usage notes.

    Args:
        vocabulary: the concepts.
        works: names of the works that can be sources; one that is not there is named by its key.
    """
    for kind, concept in vocabulary.by_kind():
        name = page(kind, concept.id)
        collection = page(kind, "index")
        yield collection, RDF.type, SKOS.Collection
        yield collection, SKOS.prefLabel, english(FOLDERS[kind])
        yield collection, SKOS.member, name
        yield from _concept(name, concept, works)
        yield from ((name, prop, value) for prop, value in _details(concept))


def rule_triples(works: Works) -> Iterator[Triple]:
    """Every rule with its text."""
    for rule in CATALOGUE:
        yield from _rule(page("rule", rule.code), rule, works)


def _concept(name: NamedNode, concept: Concept, works: Works) -> Iterator[Triple]:
    yield name, RDF.type, SKOS.Concept
    yield name, SKOS.topConceptOf, VOCABULARY
    yield name, SKOS.inScheme, VOCABULARY
    yield name, SKOS.notation, Literal(concept.id)
    yield name, SKOS.prefLabel, english(concept.name)
    yield from ((name, SKOS.altLabel, english(alias)) for alias in concept.aliases if alias != concept.name)
    yield name, SKOS.definition, english(concept.definition)
    yield from ((name, DCTERMS.source, works.get(key, Literal(key))) for key in concept.sources)


def _details(concept: Concept) -> Iterator[tuple[NamedNode, Node]]:
    """What only concepts of some kinds have."""
    if isinstance(concept, UsedConcept):
        yield from _usage(concept)
    if isinstance(concept, MetricConcept):
        yield from _metric(concept)
    if isinstance(concept, MethodConcept):
        yield from ((TAX.homeNotion, word(notion)) for notion in concept.home_notions)
    if isinstance(concept, DatasetConcept) and concept.url:
        yield RDFS.seeAlso, named(concept.url)
    if isinstance(concept, ReferenceConcept) and concept.ideal_of:
        yield TAX.idealOf, word(concept.ideal_of)


def _usage(concept: UsedConcept) -> Iterator[tuple[NamedNode, Node]]:
    for fit in concept.fits:
        yield TAX.fits, word(fit.notion)
        yield SKOS.scopeNote, english(f"Fits {fit.notion}: {fit.reason}")
    for misfit in concept.misleads:
        yield TAX.misleadsUnder, word(misfit.notion)
        yield SKOS.scopeNote, english(f"Misleads under {misfit.notion}: {misfit.reason} Instead: {misfit.instead}")


def _metric(metric: MetricConcept) -> Iterator[tuple[NamedNode, Node]]:
    yield TAX.family, word(metric.family)
    yield TAX.polarity, word(metric.polarity)
    if metric.formula:
        yield TAX.formula, Literal(metric.formula)
    if metric.usual_on:
        yield TAX.usuallyMeasuredOn, word(metric.usual_on)


def _rule(name: NamedNode, rule: Rule, works: Works) -> Iterator[Triple]:
    yield name, RDF.type, TAX.Rule
    yield name, DCTERMS.identifier, Literal(rule.code)
    yield name, RDFS.label, english(rule.title)
    yield name, DCTERMS.description, english(rule.rationale)
    yield name, SKOS.note, english(f"Instead: {rule.instead}")
    yield name, TAX.severity, word(rule.severity)
    yield from ((name, DCTERMS.source, works.get(key, Literal(key))) for key in rule.sources)
