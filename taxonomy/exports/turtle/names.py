"""Names of things in Turtle: a page's address where a thing has a page, else a name within `taxonomy.ttl`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TypeAlias
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode

from taxonomy.errors import SITE_URL
from taxonomy.pages.page import link, setting_link
from taxonomy.vocabulary import closed
from taxonomy.vocabulary.closed import Evaluated, Notion, PaperNotion, Reference, member_docs

Node: TypeAlias = NamedNode | Literal
Triple: TypeAlias = tuple[NamedNode, NamedNode, Node]
"""What is said of a thing; no thing is without a name, so that two runs write the same."""
_NOT_IN_ADDRESSES = re.compile(r'[\x00-\x20<>"{}|^`\\]')


@dataclass(frozen=True)
class Namespace:
    """Names that begin alike; an attribute is the name that ends in that word.

    Attributes:
        _start: how they begin.
    """

    _start: str

    def __getattr__(self, word: str) -> NamedNode:
        return named(f"{self._start}{word}")

    def __str__(self) -> str:
        return self._start


@lru_cache(1 << 13)
def named(address: str) -> NamedNode:
    """Name a thing by its address; what no address may hold is escaped."""
    return NamedNode(_NOT_IN_ADDRESSES.sub(lambda found: quote(found.group()), address))


SITE = named(SITE_URL)
"""The data as a whole."""
TAX = Namespace(f"{SITE_URL}taxonomy.ttl#")
BIBO = Namespace("http://purl.org/ontology/bibo/")
DCTERMS = Namespace("http://purl.org/dc/terms/")
FABIO = Namespace("http://purl.org/spar/fabio/")
OWL = Namespace("http://www.w3.org/2002/07/owl#")
PRISM = Namespace("http://prismstandard.org/namespaces/basic/2.0/")
RDF = Namespace("http://www.w3.org/1999/02/22-rdf-syntax-ns#")
RDFS = Namespace("http://www.w3.org/2000/01/rdf-schema#")
SDO = Namespace("https://schema.org/")
SKOS = Namespace("http://www.w3.org/2004/02/skos/core#")
XSD = Namespace("http://www.w3.org/2001/XMLSchema#")

VOCABULARY = TAX.vocabulary
"""Scheme of the concepts that have pages."""
WORDS = TAX.words
"""Scheme of the closed words."""

CLASSES: dict[str, str] = {
    "Setting": "One main experiment or problem of a paper: the unit of classification.",
    "Measurement": "One measurement by which a paper judges success.",
    "Rule": "A rule that flags choices of a setting.",
}
"""Classes of our own, with what they are."""

PROPERTIES: dict[str, str] = {
    "agreement": "How the evaluated notion relates to the intended one.",
    "because": "A criterion that held, in words.",
    "code": "Official repository, data or project page of a paper.",
    "coded": "Day of the first complete coding.",
    "comparesWith": "A method that a setting is compared with.",
    "concept": "The concept that is removed.",
    "condition": "What was done to the model or input before measuring.",
    "confidence": "How sure the coders are.",
    "coverage": "How much of the concept's instances the forget set holds.",
    "criterion": "Which direction counts as good, in the paper's own reading.",
    "dataset": "Data that a setting runs on.",
    "evaluated": "The notion that the measurements can show.",
    "family": "What sort of quantity a metric is.",
    "fits": "A notion that a word suits.",
    "flag": "A rule that fired.",
    "forgetSetSize": "A number of rows that is tested.",
    "formula": "How a metric is computed, in plain symbols.",
    "granularity": "The unit in which removal is asked for.",
    "guarantee": "What is proved about the distance to retraining.",
    "homeNotion": "A notion that a method was made for.",
    "idealOf": "The notion of which a reference is the ideal.",
    "intended": "The notion that the forget set defines.",
    "kind": "What sort of contribution a paper makes.",
    "measuredOn": "What a measurement is taken on.",
    "measurement": "A measurement by which success is judged.",
    "membership": "Whether the forget set was part of the training set.",
    "metric": "A metric.",
    "misleadsUnder": "A notion under which a word misleads.",
    "modality": "What kind of data the model reads or makes.",
    "model": "A model that a setting runs on.",
    "moreAuthors": "Whether the list of authors is known to be cut.",
    "notion": "The intended notions of a paper's settings taken together.",
    "pointsTo": "The notion that a measurement speaks for.",
    "polarity": "What a high score shows about the thing that is to go.",
    "problem": "The problem that a setting studies.",
    "proposes": "A method, metric or dataset that a paper introduces.",
    "reference": "What scores are held against.",
    "removes": "What must be gone.",
    "rulesVersion": "Version of the rule set that verdicts and flags follow.",
    "setting": "A setting of a paper.",
    "severity": "How serious a flag is.",
    "shareOfConcept": "|S| / |S_full|, between 0 and 1.",
    "shareOfTrainingSet": "|S| / |D|, between 0 and 1.",
    "task": "What the model does.",
    "usuallyMeasuredOn": "What a metric is usually measured on.",
}
"""Properties of our own, with what they say."""

_CLOSED: tuple[type[StrEnum], ...] = (
    closed.Kind,
    closed.Modality,
    closed.Removes,
    closed.Coverage,
    closed.Granularity,
    closed.Membership,
    closed.Guarantee,
    closed.Criterion,
    closed.MeasuredOn,
    closed.Condition,
    closed.Family,
    closed.Polarity,
    closed.Confidence,
    closed.Evaluated,
    closed.Agreement,
    closed.PaperNotion,
    closed.Severity,
)


@lru_cache(1 << 13)
def page(kind: str, name: str) -> NamedNode:
    """Name a thing that has a page: the page's address."""
    return named(f"{SITE_URL}{link(kind, name).path}")


def setting_name(paper: str, setting: str) -> NamedNode:
    """Name a setting: its address on its paper's page."""
    return named(f"{SITE_URL}{setting_link(paper, setting, setting).path}")


def registered(key: str) -> NamedNode:
    """Name a work that nobody has coded yet: its record in the register."""
    return named(f"{SITE_URL}register.bib#{quote(key, safe='')}")


@lru_cache(maxsize=None, typed=True)  # words of two enumerations are equal where they are written alike
def word(member: StrEnum) -> NamedNode:
    """Name a word of a closed enumeration; notions and references have pages."""
    if isinstance(member, Reference):
        return page("reference", member)
    if isinstance(member, Notion | Evaluated | PaperNotion) and member in set(map(str, Notion)):
        return page("notion", member)
    return named(f"{TAX}{_kebab(type(member))}-{member}")


def number(value: float) -> Literal:
    """A number as it is written, rather than as the nearest binary one."""
    return Literal(format(value, "f") if "e" in str(value) else str(value), datatype=XSD.decimal)


def english(text: str) -> Literal:
    """A text of our own."""
    return Literal(text, language="en")


def own_terms() -> Iterator[Triple]:
    """Classes and properties of our own, and the closed words as concepts."""
    for name, about in CLASSES.items():
        yield from _declaration(name, RDFS.Class, about)
    for name, about in PROPERTIES.items():
        yield from _declaration(name, RDF.Property, about)
    for enumeration in _CLOSED:
        for value, about in member_docs(enumeration).items():
            if (own := word(enumeration(value))).value.startswith(str(TAX)):
                yield own, RDF.type, SKOS.Concept
                yield own, SKOS.inScheme, WORDS
                yield own, SKOS.prefLabel, english(value.replace("-", " "))
                yield own, SKOS.notation, Literal(value)
                yield own, SKOS.definition, english(about)


def _declaration(name: str, kind: NamedNode, about: str) -> Iterator[Triple]:
    term = named(f"{TAX}{name}")
    yield term, RDF.type, kind
    yield term, RDFS.label, english(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower())
    yield term, RDFS.comment, english(about)


def _kebab(enumeration: type[StrEnum]) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", enumeration.__name__).lower()
