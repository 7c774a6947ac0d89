"""Works as schema.org and FaBiO describe them; coded papers with their settings, measurements and verdicts."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode

from taxonomy.bibliography import Work
from taxonomy.cases import ClassifiedSetting, Paper
from taxonomy.citing import addresses_of, publication_of
from taxonomy.exports.turtle.names import (
    BIBO,
    DCTERMS,
    FABIO,
    PRISM,
    RDF,
    RDFS,
    SDO,
    SKOS,
    TAX,
    XSD,
    Node,
    Triple,
    english,
    named,
    number,
    page,
    setting_name,
    word,
)
from taxonomy.model import ForgetSet, Measurement
from taxonomy.notions.tables import Row

Pair = tuple[NamedNode, Node]
"""A property and its value."""

_FABIO = {"article": FABIO.JournalArticle, "inproceedings": FABIO.ConferencePaper}


def work_triples(name: NamedNode, work: Work) -> Iterator[Triple]:
    """A work's title, authors in order, year, venue, identifiers and addresses."""
    for prop, value in _bibliographic(work):
        yield name, prop, value
    yield from _authors(name, work)


def paper_triples(paper: Paper) -> Iterator[Triple]:
    """What an entry states beyond bibliographic data, and what follows from it."""
    name = page("paper", paper.id)
    yield from ((name, prop, value) for prop, value in _coding(paper))
    for setting in paper.settings.values():
        node = setting_name(paper.id, setting.id)
        yield name, TAX.setting, node
        yield node, DCTERMS.isPartOf, name
        yield from ((node, prop, value) for prop, value in _setting(setting))
        yield from _measurements(node, setting)


def _bibliographic(work: Work) -> Iterator[Pair]:
    preprint = work.venue == "arXiv"
    yield RDF.type, SDO.ScholarlyArticle
    yield RDF.type, FABIO.Preprint if preprint else _FABIO.get(publication_of(work), FABIO.ResearchPaper)
    yield DCTERMS.identifier, Literal(work.key)
    yield DCTERMS.title, Literal(work.title)
    yield SDO.name, Literal(work.title)
    if work.year:
        yield SDO.datePublished, Literal(str(work.year), datatype=XSD.gYear)
        yield FABIO.hasPublicationYear, Literal(str(work.year), datatype=XSD.gYear)
    if work.venue:
        yield PRISM.publicationName, Literal(work.venue)
    if work.arxiv:
        yield FABIO.hasArXivId, Literal(work.arxiv)
    if work.doi:
        yield PRISM.doi, Literal(work.doi)
    yield from ((SDO.sameAs, named(address)) for address in addresses_of(work))


def _authors(name: NamedNode, work: Work) -> Iterator[Triple]:
    """The authors, and a list that holds them in order; a capital keeps their names apart from those of settings."""
    start = f"{name.value}{'.' if '#' in name.value else '#'}Author"
    people = [named(f"{start}-{place}") for place, _ in enumerate(work.authors, start=1)]
    for person, author in zip(people, work.authors, strict=True):
        yield name, SDO.author, person
        yield person, RDF.type, SDO.Person
        yield person, SDO.name, Literal(author)
    cells = [*(named(f"{start}s-{place}") for place, _ in enumerate(people, start=1)), RDF.nil]
    yield name, BIBO.authorList, cells[0]
    for person, cell, after in zip(people, cells, cells[1:], strict=False):
        yield cell, RDF.first, person
        yield cell, RDF.rest, after
    if work.more_authors:
        yield name, TAX.moreAuthors, Literal(True)


def _coding(paper: Paper) -> Iterator[Pair]:
    entry, proposes = paper.entry, paper.entry.proposes
    yield DCTERMS.description, english(entry.summary)
    yield TAX.kind, word(entry.kind)
    yield TAX.notion, word(paper.notion)
    yield TAX.coded, Literal(entry.curation.coded.isoformat(), datatype=XSD.date)
    yield TAX.confidence, word(entry.curation.confidence)
    yield from ((TAX.code, named(address)) for address in entry.links.code)
    yield from ((TAX.proposes, page("method", method.id)) for method in proposes.methods)
    yield from ((TAX.proposes, page("metric", metric.id)) for metric in proposes.metrics)
    yield from ((TAX.proposes, page("dataset", dataset.id)) for dataset in proposes.datasets)
    yield from ((TAX.flag, page("rule", flag.rule.code)) for flag in paper.flags)


def _setting(setting: ClassifiedSetting) -> Iterator[Pair]:
    facts = setting.facts
    yield RDF.type, TAX.Setting
    yield RDFS.label, english(facts.name)
    yield DCTERMS.identifier, Literal(setting.address)
    yield TAX.problem, page("problem", facts.problem)
    yield TAX.modality, word(facts.modality)
    if facts.task:
        yield TAX.task, english(facts.task)
    if facts.note:
        yield SKOS.note, english(facts.note)
    yield TAX.guarantee, word(facts.guarantee)
    yield from ((TAX.reference, word(reference)) for reference in facts.references)
    yield from ((TAX.comparesWith, page("method", method)) for method in facts.baselines)
    yield from ((TAX.dataset, page("dataset", dataset)) for dataset in facts.datasets)
    yield from ((TAX.model, Literal(model)) for model in facts.models)
    yield from _forget_set(facts.forget_set)
    yield from _verdict(setting)


def _forget_set(forget_set: ForgetSet) -> Iterator[Pair]:
    yield TAX.removes, word(forget_set.removes)
    if forget_set.concept:
        yield TAX.concept, english(forget_set.concept)
    yield TAX.coverage, word(forget_set.coverage)
    yield TAX.membership, word(forget_set.membership)
    yield from ((TAX.granularity, word(unit)) for unit in forget_set.granularity)
    yield from ((TAX.forgetSetSize, Literal(size)) for size in forget_set.sizes)
    yield from ((TAX.shareOfTrainingSet, number(share)) for share in forget_set.share_of_training_set)
    yield from ((TAX.shareOfConcept, number(share)) for share in forget_set.share_of_concept)


def _verdict(setting: ClassifiedSetting) -> Iterator[Pair]:
    verdict = setting.verdict
    yield TAX.intended, word(verdict.intended)
    yield TAX.evaluated, word(verdict.evaluated)
    yield TAX.agreement, word(verdict.agreement)
    yield from ((TAX.because, english(reason.text)) for reason in verdict.because)
    yield from ((TAX.flag, page("rule", flag.rule.code)) for flag in setting.flags)


def _measurements(setting: NamedNode, classified: ClassifiedSetting) -> Iterator[Triple]:
    readings = zip(classified.facts.measurements, classified.verdict.readings, strict=True)
    for place, (measurement, row) in enumerate(readings, start=1):
        name = named(f"{setting.value}.measurement-{place}")
        yield setting, TAX.measurement, name
        yield setting, TAX.metric, page("metric", measurement.metric)
        yield from ((name, prop, value) for prop, value in _measurement(measurement, row))


def _measurement(measurement: Measurement, row: Row) -> Iterator[Pair]:
    yield RDF.type, TAX.Measurement
    yield TAX.metric, page("metric", measurement.metric)
    yield TAX.measuredOn, word(measurement.on)
    yield TAX.criterion, word(measurement.criterion)
    if measurement.reference:
        yield TAX.reference, word(measurement.reference)
    if measurement.condition:
        yield TAX.condition, word(measurement.condition)
    if row.points_to:
        yield TAX.pointsTo, word(row.points_to)
