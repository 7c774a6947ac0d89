"""The words of the taxonomy as one list of concepts: metrics, methods, problems, datasets, references and notions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from taxonomy.corpus import Corpus
from taxonomy.errors import SITE_URL
from taxonomy.lexicon import AnyMethod
from taxonomy.model import ProposedMethod
from taxonomy.notions.tables import CONCEPT_FREE, RETRAINED
from taxonomy.pages.page import link
from taxonomy.rules.formulation import NOTE
from taxonomy.vocabulary.closed import REFERENCE_NAMES, Family, MeasuredOn, Notion, Polarity, Reference, member_docs
from taxonomy.vocabulary.terms import Fit, Method, Misfit, PendingMethod, Strict, Term, Url


class Concept(Strict):
    """A word of the taxonomy with its definition."""

    id: str
    """Permanent id: the name that entries use."""
    name: str
    """Display name."""
    aliases: tuple[str, ...] = ()
    """Other names and abbreviations in the literature."""
    definition: str
    """What it is; of a method that a coded paper proposes, what that paper does."""
    sources: tuple[str, ...]
    """Ids of coded papers and keys of register records that introduce or use it; the paper that proposes it stands first."""
    proposed_by: str | None = None
    """Id of the coded paper that proposes it."""
    page: Url
    """Address of its page on the site."""


class UsedConcept(Concept):
    """A word with notes on where it fits and where it misleads."""

    fits: tuple[Fit, ...] = ()
    """Notions that it suits, with the reason."""
    misleads: tuple[Misfit, ...] = ()
    """Notions under which it misleads, with the reason and what to use instead."""


class MetricConcept(UsedConcept):
    """A metric."""

    family: Family
    """What sort of quantity it is."""
    polarity: Polarity
    """What a high score shows about the thing that is to go."""
    formula: str | None = None
    """How it is computed, in plain symbols."""
    usual_on: MeasuredOn | None = None
    """What it is usually measured on."""


class MethodConcept(UsedConcept):
    """A method that is proposed or compared."""

    origin: Literal["generic", "pending", "proposed"]
    """Owned by no single paper, or by a paper that nobody has coded yet, or by a coded paper."""
    home_notions: tuple[Notion, ...]
    """Notions that it was made for; none where that is unknown."""


class DatasetConcept(Concept):
    """A dataset or benchmark."""

    url: Url | None = None
    """Where to get it."""


class ReferenceConcept(Concept):
    """A model, or a level of a score, that stands for the ideal."""

    ideal_of: Notion | None = None
    """The notion of which it is the ideal."""


class Vocabulary(Strict):
    """Every word of the taxonomy that has a page of its own, each list in order."""

    metrics: tuple[MetricConcept, ...]
    """Metrics."""
    methods: tuple[MethodConcept, ...]
    """Methods."""
    problems: tuple[Concept, ...]
    """Problems."""
    datasets: tuple[DatasetConcept, ...]
    """Datasets and benchmarks."""
    references: tuple[ReferenceConcept, ...]
    """References."""
    notions: tuple[Concept, ...]
    """Intended notions."""

    def by_kind(self) -> Iterator[tuple[str, Concept]]:
        """Every concept with its kind: `metric`, `method`, `problem`, `dataset`, `reference`, `notion`."""
        for name in type(self).model_fields:
            yield from ((name.removesuffix("s"), concept) for concept in getattr(self, name))


def vocabulary_of(corpus: Corpus) -> Vocabulary:
    """Collect the vocabulary's own words and those that entries propose."""
    lexicon = corpus.lexicon
    return Vocabulary(
        metrics=tuple(MetricConcept(**_term(corpus, "metric", term)) for term in lexicon.metrics.values()),
        methods=tuple(_method(corpus, method) for method in lexicon.methods.values()),
        problems=tuple(Concept(**_term(corpus, "problem", term)) for term in lexicon.problems.values()),
        datasets=tuple(DatasetConcept(**_term(corpus, "dataset", term)) for term in lexicon.datasets.values()),
        references=tuple(map(_reference, Reference)),
        notions=tuple(map(_notion, Notion)),
    )


def _term(corpus: Corpus, kind: str, term: Term) -> dict[str, Any]:
    own = term.model_dump()
    return {**own, **_provenance(corpus, kind, term.id, term.sources)}


def _method(corpus: Corpus, method: AnyMethod) -> MethodConcept:
    if isinstance(method, ProposedMethod):
        paper = corpus.lexicon.proposed_by[method.id]
        own: dict[str, Any] = {"origin": "proposed", "definition": corpus[paper].entry.summary}
    else:
        own = {"origin": "pending" if isinstance(method, PendingMethod) else "generic", "definition": method.definition}
    if isinstance(method, Method):
        own |= {"fits": method.fits, "misleads": method.misleads}
    return MethodConcept(
        id=method.id,
        name=method.name,
        aliases=method.aliases,
        home_notions=tuple(sorted(corpus.home_notions.get(method.id, ()))),
        **own,
        **_provenance(corpus, "method", method.id, getattr(method, "sources", ())),
    )


def _provenance(corpus: Corpus, kind: str, name: str, sources: tuple[str, ...]) -> dict[str, Any]:
    proposer = corpus.lexicon.proposed_by.get(name)
    first = (proposer,) if proposer else ()
    return {"sources": tuple(dict.fromkeys((*first, *sources))), "proposed_by": proposer, "page": _page(kind, name)}


def _page(kind: str, name: str) -> str:
    return f"{SITE_URL}{link(kind, name).path}"


def _reference(reference: Reference) -> ReferenceConcept:
    ideal = Notion.UNTRAINING if reference in RETRAINED else Notion.UNLEARNING if reference in CONCEPT_FREE else None
    return ReferenceConcept(
        id=str(reference),
        name=REFERENCE_NAMES[reference],
        definition=member_docs(Reference)[reference],
        sources=(NOTE,),
        page=_page("reference", reference),
        ideal_of=ideal,
    )


def _notion(notion: Notion) -> Concept:
    docs = member_docs(Notion)
    return Concept(id=str(notion), name=notion.capitalize(), definition=docs[notion], sources=(NOTE,), page=_page("notion", notion))
