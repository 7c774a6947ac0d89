"""EVD5xx: how well the entry itself is founded."""

from __future__ import annotations

from collections.abc import Iterator

from taxonomy.notions.verdicts import Fact
from taxonomy.rules.formulation import NOTE
from taxonomy.rules.rule import Case, Judgement, PaperCase, rule
from taxonomy.vocabulary.closed import Confidence, EvidenceSource, Guarantee, Reference, Severity, Supports

_SECONDARY = frozenset({EvidenceSource.ABSTRACT, EvidenceSource.THIRD_PARTY})
_UNSTATED = frozenset({Reference.NONE, Reference.NOT_REPORTED})


def _deciding(case: Case) -> Iterator[Supports]:
    """The parts of the setting that its verdict and flags rest on."""
    yield Supports.FORGET_SET
    if case.setting.guarantee is not Guarantee.NONE:
        yield Supports.GUARANTEE
    if not _UNSTATED & set(case.setting.references):
        yield Supports.REFERENCES
    if case.setting.measurements:
        yield Supports.MEASUREMENTS


def _sources(case: Case, part: Supports) -> set[EvidenceSource]:
    return {evidence.source for evidence in case.setting.evidence if part in evidence.supports}


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
def fact_without_evidence(case: Case) -> Judgement:
    """A deciding fact has no evidence.

    A verdict can be redone by hand only if every fact that it rests on says where it was read.
    """
    return tuple(Fact(part, "no evidence") for part in _deciding(case) if not _sources(case, part))


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
def secondary_evidence_only(case: Case) -> Judgement:
    """Deciding facts rest on an abstract or a third party only.

    Abstracts and retellings leave out what decides: how the forget set was drawn and what the scores were held against.
    """
    found = ((part, _sources(case, part)) for part in _deciding(case))
    return tuple(Fact(part, ", ".join(sorted(sources))) for part, sources in found if sources and sources <= _SECONDARY)


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
def low_confidence(case: PaperCase) -> Judgement:
    """The coder's confidence is low.

    Some deciding fact could not be checked; treat the verdicts of this paper as a lead.
    """
    confidence = case.entry.curation.confidence
    return (Fact("curation.confidence", confidence),) if confidence is Confidence.LOW else ()
