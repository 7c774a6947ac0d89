"""The questions that the note leaves open, answered as far as the entries go, and the combinations that nobody has studied."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from taxonomy.cases import ClassifiedSetting
from taxonomy.corpus import Corpus
from taxonomy.pages.page import Page, badge, link, setting_link
from taxonomy.plain import versions
from taxonomy.vocabulary.closed import Coverage, Modality, Notion

_LEAD = "Three questions that the note leaves open, as far as coded settings answer them, and what nobody seems to have studied."
_COLUMNS = (Notion.UNTRAINING, Notion.UNLEARNING, Notion.COINCIDENT)
_FEW = 0.1
"""Largest share of a concept's instances that counts as few."""


def questions_page(corpus: Corpus) -> Page:
    """Which method for which notion; how large the forget set must be; who unlearns from few examples; the empty cells."""
    settings = list(corpus.settings())
    methods = sorted(_methods(corpus), key=lambda row: (-row["tested"], row["link"].name.casefold()))
    shares = sorted(_shares(corpus, settings), key=lambda row: (row["least"], row["link"].path))
    cells = _cells(corpus, settings)
    context = {
        "lead": _LEAD,
        "methods": methods,
        "homes": Counter(_home_words(row["homes"]) for row in methods),
        "shares": shares,
        "few": [row for row in shares if row["least"] <= _FEW],
        "few_share": f"{_FEW:.0%}",
        "modalities": [modality.replace("-", " ") for modality in Modality],
        "cells": cells,
        "empty": sum(not cell["count"] for row in cells for cell in row["cells"]),
        "columns": [badge(notion) for notion in _COLUMNS],
    }
    data = {
        **versions(),
        "methods": [{"id": row["id"], "homes": row["homes"], "settings": row["tested"], "aligned": row["aligned"]} for row in methods],
        "shares": [{"setting": row["address"], "share_of_concept": row["shares"], "agreement": row["agreement"].word} for row in shares],
        "cells": [{"problem": row["id"], **{cell["modality"]: cell["count"] for cell in row["cells"]}} for row in cells],
    }
    return Page("questions.html", "Open questions", _LEAD, "questions.html", context, data)


def _home_words(homes: Iterable[str]) -> str:
    return " and ".join(homes) or "unknown"


def _methods(corpus: Corpus) -> Iterator[dict[str, Any]]:
    """Methods that papers propose, with their home notions and the settings of these papers."""
    for paper in corpus:
        for method in paper.entry.proposes.methods:
            own = [setting for setting in paper.settings.values() if not method.settings or setting.id in method.settings]
            yield {
                "id": method.id,
                "link": link("method", method.id, method.name),
                "paper": link("paper", paper.id, paper.entry.title, str(paper.entry.year)),
                "homes": sorted(map(str, corpus.home_notions.get(method.id, ()))),
                "tested": len(own),
                "aligned": sum(setting.verdict.agreement == "aligned" for setting in own),
                "counts": [sum(setting.verdict.intended is notion for setting in own) for notion in _COLUMNS],
            }


def _shares(corpus: Corpus, settings: Iterable[ClassifiedSetting]) -> Iterator[dict[str, Any]]:
    """Settings whose forget set is a known part of the concept."""
    for setting in settings:
        forget_set = setting.facts.forget_set
        if forget_set.share_of_concept and forget_set.coverage is Coverage.SAMPLE:
            proposed = corpus[setting.paper_id].entry.proposes.methods
            yield {
                "address": setting.address,
                "link": setting_link(setting.paper_id, setting.id, setting.facts.name),
                "paper": link("paper", setting.paper_id, corpus[setting.paper_id].entry.title),
                "concept": forget_set.concept or "",
                "shares": list(forget_set.share_of_concept),
                "least": min(forget_set.share_of_concept),
                "methods": [link("method", method.id, method.name) for method in proposed],
                "evaluated": badge(setting.verdict.evaluated),
                "agreement": badge(setting.verdict.agreement),
            }


def _cells(corpus: Corpus, settings: list[ClassifiedSetting]) -> list[dict[str, Any]]:
    """Problems against kinds of data, with the settings of each notion; a cell leads to them."""
    found = Counter((setting.facts.problem, setting.facts.modality, setting.verdict.intended) for setting in settings)
    return [
        {
            "id": problem.id,
            "link": link("problem", problem.id, problem.name),
            "cells": [_cell(problem.id, modality, [found[problem.id, modality, notion] for notion in _COLUMNS]) for modality in Modality],
        }
        for problem in corpus.lexicon.problems.values()
    ]


def _cell(problem: str, modality: Modality, counts: list[int]) -> dict[str, Any]:
    where = f"papers/index.html?problem={problem}&modality={modality}"
    parts = [(badge(notion), count) for notion, count in zip(_COLUMNS, counts, strict=True) if count]
    return {"modality": str(modality), "count": sum(counts), "parts": parts, "path": where}
