"""The page on second readings: how well two readers agree, and how their differences were settled."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from taxonomy.corpus import Corpus
from taxonomy.pages.page import Link, Page, setting_link
from taxonomy.plain import versions
from taxonomy.readings import FieldAgreement, SecondReading, agreement


def agreement_page(corpus: Corpus, readings: Sequence[SecondReading]) -> Page:
    """The table of agreement, and every difference with its settlement."""
    lead = "A second reader coded these papers from the same sources without seeing the first coding."
    facts = agreement(readings, corpus)
    settings = [setting for reading in readings for setting in reading.settings]
    context = {
        "lead": lead,
        "papers": len(readings),
        "settings": sum(setting.basis == "sources" for setting in settings),
        "left_out": sum(setting.basis != "sources" for setting in settings),
        "facts": [(fact.name, fact.count, f"{fact.raw:.0%}", f"{fact.kappa:.2f}") for fact in facts],
        "settled": [_settled(reading, corpus) for reading in readings if reading.settled],
        "read": [Link(corpus[reading.paper].entry.title, f"papers/{reading.paper}.html") for reading in readings],
    }
    data = {**versions(), "facts": [_plain(fact) for fact in facts], "readings": [reading.model_dump(mode="json") for reading in readings]}
    return Page("agreement.html", "Agreement of two readers", lead, "agreement.html", context, data)


def _settled(reading: SecondReading, corpus: Corpus) -> dict[str, Any]:
    paper = corpus[reading.paper]
    rows = [
        (setting_link(paper.id, each.setting, paper.settings[each.setting].facts.name), each.field, each.kept, each.note)
        for each in reading.settled
    ]
    return {"paper": Link(paper.entry.title, f"papers/{paper.id}.html"), "rows": rows}


def _plain(fact: FieldAgreement) -> dict[str, Any]:
    return {"fact": fact.name, "pairs": fact.count, "raw": round(fact.raw, 4), "kappa": round(fact.kappa, 4)}
