"""EVD5xx: how well the entry itself is founded."""

from __future__ import annotations

from collections.abc import Iterator

from taxonomy.notions.predicates import has
from taxonomy.rules.clauses import Clause, evidence, fact, flags
from taxonomy.rules.formulation import NOTE
from taxonomy.rules.rule import rule
from taxonomy.vocabulary.closed import Confidence, EvidenceSource, Severity

_SECONDARY = frozenset({EvidenceSource.ABSTRACT, EvidenceSource.THIRD_PARTY})


@rule(
    "EVD501",
    "fact-without-evidence",
    Severity.NOTE,
    sources=[NOTE],
    instead="Look the fact up and add where: source, locator, address.",
    flags="""
        forget_set: {removes: examples}
        """,
    passes="""
        forget_set: {removes: examples}
        evidence: [{supports: [forget_set], source: paper, locator: Section 3}]
        """,
)
def fact_without_evidence() -> Iterator[Clause]:
    """A deciding fact has no evidence.

    A verdict can be redone by hand only if every fact that it rests on says where it was read.
    """
    yield flags(evidence(~has("sources", *EvidenceSource)))


@rule(
    "EVD502",
    "secondary-evidence-only",
    Severity.NOTE,
    sources=[NOTE],
    instead="Check the fact in the paper's text or in its official code.",
    flags="""
        forget_set: {removes: examples}
        evidence: [{supports: [forget_set], source: abstract, locator: abstract}]
        """,
    passes="""
        forget_set: {removes: examples}
        evidence: [{supports: [forget_set], source: paper, locator: Section 3}]
        """,
)
def secondary_evidence_only() -> Iterator[Clause]:
    """Deciding facts rest on an abstract or a third party only.

    Abstracts and retellings leave out what decides: how the forget set was drawn and what the scores were held against.
    """
    yield flags(evidence(has("sources", *_SECONDARY) & ~has("sources", *set(EvidenceSource) - _SECONDARY)))


@rule(
    "EVD503",
    "low-confidence",
    Severity.NOTE,
    sources=[NOTE],
    instead="Read the paper again at the points that the notes name, and correct or confirm the entry.",
    speaks_of="paper",
    flags="""
        curation: {confidence: low}
        """,
    passes="""
        curation: {confidence: high}
        """,
)
def low_confidence() -> Iterator[Clause]:
    """The coder's confidence is low.

    Some deciding fact could not be checked; treat the verdicts of this paper as a lead.
    """
    yield flags(fact("curation.confidence", Confidence.LOW))
