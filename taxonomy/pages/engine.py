"""Tables and rules as data, for the page that classifies in the browser: it looks up and combines, and decides nothing itself."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from itertools import chain, combinations
from typing import Any

from taxonomy.notions.flips import ABSENT
from taxonomy.notions.tables import READ_REFERENCES, ROWS, agreement_of, together
from taxonomy.notions.verdicts import Reason, classify_setting
from taxonomy.plans import complete_setting
from taxonomy.rules import CATALOGUE
from taxonomy.rules.rule import OTHER_NOTION, Rule
from taxonomy.rules.seen import DECIDING
from taxonomy.vocabulary.closed import (
    Condition,
    Coverage,
    Criterion,
    Evaluated,
    EvidenceSource,
    Guarantee,
    Kind,
    MeasuredOn,
    Membership,
    Modality,
    Notion,
    Reference,
    Removes,
)

ANSWERS: dict[str, type[StrEnum]] = {
    "kind": Kind,
    "modality": Modality,
    "removes": Removes,
    "coverage": Coverage,
    "membership": Membership,
    "guarantee": Guarantee,
    "reference": Reference,
    "on": MeasuredOn,
    "criterion": Criterion,
    "condition": Condition,
    "source": EvidenceSource,
}
"""The closed words that an answer may be."""


def engine() -> dict[str, Any]:
    """Everything that decides, as JSON can hold it.

    Returns:
        `words`: the closed words of each answer, in order; `first`: the first table with its reason, by `removes` and
        `coverage`; `rows`: the second, of which `read_references` read what scores are held against; `together`: the
        evaluated notion by the sides that speak, with `whole` where the forget set holds the whole concept; `agreement`:
        the third table; `proved` and `whole`: the reasons beyond these; `absent`: references that stand alone; `rules`:
        what judges settings; `other_notion`: why a rule is skipped; `deciding`: when a part needs evidence.
    """
    proved = {guarantee: _reason("by-construction", guarantee=guarantee) for guarantee in Guarantee if guarantee is not Guarantee.NONE}
    whole = {"forget_set": {"removes": Removes.CONCEPT, "concept": "x", "coverage": Coverage.COMPLETE}, "guarantee": Guarantee.EXACT}
    return {
        "words": {name: [word.value for word in words] for name, words in ANSWERS.items()},
        "first": {f"{removes} {coverage}": _first(removes, coverage) for removes in Removes for coverage in Coverage},
        "rows": [{"name": row.name, "text": row.text, "points_to": row.points_to, "fits": row.fits.plain} for row in ROWS],
        "read_references": list(READ_REFERENCES),
        "together": dict(_together()),
        "agreement": {intended: {evaluated: agreement_of(intended, evaluated) for evaluated in Evaluated} for intended in Notion},
        "proved": {guarantee: _told(reason) for guarantee, reason in proved.items()},
        "whole": _told(_reason("complete-coverage", **whole)),
        "absent": sorted(ABSENT),
        "rules": [_rule(rule) for rule in CATALOGUE if rule.speaks_of == "setting"],
        "other_notion": OTHER_NOTION,
        "deciding": {part: decides.plain for part, decides in DECIDING.items()},
    }


def _first(removes: Removes, coverage: Coverage) -> dict[str, Any]:
    """What follows from the forget set alone."""
    setting = complete_setting({"forget_set": {"removes": removes, "concept": "x", "coverage": coverage}})
    verdict = classify_setting(setting, {})
    (reason,) = verdict.because
    return {
        "intended": verdict.intended,
        "text": reason.text,
        "facts": [fact.path for fact in reason.facts],
        "missing": list(verdict.missing),
        "whole": verdict.deciding.holds_whole_concept,
    }


def _reason(criterion: str, **facts: Any) -> Reason:
    verdict = classify_setting(complete_setting(facts), {})
    return next(reason for reason in verdict.because if reason.criterion == criterion)


def _told(reason: Reason) -> dict[str, str]:
    return {"text": reason.text, "points_to": reason.points_to}


def _together() -> Iterator[tuple[str, Evaluated]]:
    speaking = (Evaluated.COINCIDENT, Evaluated.UNLEARNING, Evaluated.UNTRAINING)
    for sides in chain.from_iterable(combinations(speaking, count) for count in range(len(speaking) + 1)):
        yield " ".join(sides), together(set(sides), holds_whole_concept=False)
        yield " ".join([*sides, "whole"]), together(set(sides), holds_whole_concept=True)


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "code": rule.code,
        "severity": rule.severity,
        "title": rule.title,
        "instead": rule.instead,
        "applies_to": sorted(rule.applies_to),
        "clauses": [clause.plain for clause in rule.clauses],
    }
