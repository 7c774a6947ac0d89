"""The page "Compare": two to six settings side by side, and the data from which it puts them there."""

from __future__ import annotations

from taxonomy.cases import ClassifiedSetting, Paper
from taxonomy.comparison import CAPTION, FEWEST, MOST, SHARE_OF_NAMES, values_of
from taxonomy.corpus import Corpus
from taxonomy.latex import SET
from taxonomy.pages.page import ICONS, Page
from taxonomy.plain import versions
from taxonomy.vocabulary.closed import Notion, PaperNotion

_PAIRS = 3
"""How many comparisons are offered to begin with."""


def compare_page(corpus: Corpus) -> Page:
    """The page, with the names of everything that can be compared."""
    lead = "Two to six settings side by side, facts that differ first."
    known = {paper.id: {"title": paper.entry.title, "settings": _names(paper)} for paper in corpus if paper.settings}
    data = {
        **versions(),
        "fewest": FEWEST,
        "most": MOST,
        "caption": CAPTION,
        "share": SHARE_OF_NAMES,
        "latex": {chr(code): text for code, text in SET.items()},
        "icons": ICONS,
        "papers": known,
    }
    two = [setting.address for setting, _ in zip(corpus.settings(), range(2), strict=False)]
    return Page("compare.html", "Compare", lead, "compare.html", {"lead": lead, "example": two, "pairs": _pairs(corpus)}, data)


def compared(paper: Paper) -> dict[str, dict[str, tuple[str, ...]]]:
    """What a comparison shows of each setting of a paper."""
    return {setting.id: values_of(paper, setting) for setting in paper.settings.values()}


def _pairs(corpus: Corpus) -> list[tuple[Paper, ClassifiedSetting, ClassifiedSetting]]:
    """Of papers with most settings, two that intend different notions, to begin with."""
    several = sorted((paper for paper in corpus if paper.notion is PaperNotion.BOTH), key=lambda paper: -len(paper.settings))
    pairs = []
    for paper in several[:_PAIRS]:
        by_notion = {setting.verdict.intended: setting for setting in reversed(list(paper.settings.values()))}
        pairs.append((paper, by_notion[Notion.UNTRAINING], by_notion[Notion.UNLEARNING]))
    return pairs


def _names(paper: Paper) -> dict[str, str]:
    return {setting.id: setting.facts.name for setting in paper.settings.values()}
