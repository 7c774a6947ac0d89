"""The page "Compare": two to six settings side by side, and the data from which it puts them there."""

from __future__ import annotations

from taxonomy.cases import Paper
from taxonomy.comparison import CAPTION, FEWEST, MOST, SHARE_OF_NAMES, values_of
from taxonomy.corpus import Corpus
from taxonomy.latex import SET
from taxonomy.pages.page import ICONS, Page
from taxonomy.plain import versions


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
    return Page("compare.html", "Compare", lead, "compare.html", {"lead": lead, "example": two}, data)


def compared(paper: Paper) -> dict[str, dict[str, tuple[str, ...]]]:
    """What a comparison shows of each setting of a paper."""
    return {setting.id: values_of(paper, setting) for setting in paper.settings.values()}


def _names(paper: Paper) -> dict[str, str]:
    return {setting.id: setting.facts.name for setting in paper.settings.values()}
