"""Settings that are like a setting, with the reason."""

from __future__ import annotations

from heapq import nsmallest
from typing import Any

from taxonomy.cases import ClassifiedSetting
from taxonomy.corpus import Corpus
from taxonomy.pages.page import badge, setting_link

_MOST = 5
_ENOUGH = 3


class Likeness:
    """Finds settings that are like another; each setting's facts are bits of a number, so that thousands are compared in no time."""

    def __init__(self, corpus: Corpus) -> None:
        """Read the facts of every setting of a corpus."""
        self._corpus = corpus
        self._bits: dict[str, int] = {}
        self._masks = [(self._mask(_facts(setting)), setting) for setting in corpus.settings()]

    def similar_to(self, setting: ClassifiedSetting) -> list[dict[str, Any]]:
        """Find the settings of other papers that share most deciding facts with a setting.

        Args:
            setting: the setting.

        Returns:
            At most five, most shared first, each with its address, its link, its intended notion and what is shared.
        """
        facts = _facts(setting)
        own = self._mask(facts)
        scored = ((-(own & mask).bit_count(), other) for mask, other in self._masks)
        enough = (each for each in scored if each[0] <= -_ENOUGH and each[1].paper_id != setting.paper_id)
        return [self._view(other, facts) for _, other in nsmallest(_MOST, enough, key=lambda each: (each[0], each[1].address))]

    def _mask(self, facts: set[str]) -> int:
        return sum(1 << self._bits.setdefault(fact, len(self._bits)) for fact in facts)

    def _view(self, other: ClassifiedSetting, facts: set[str]) -> dict[str, Any]:
        return {
            "address": other.address,
            "link": setting_link(other.paper_id, other.id, f"{self._corpus[other.paper_id].entry.title}: {other.facts.name}"),
            "intended": badge(other.verdict.intended),
            "shared": "; ".join(sorted(facts & _facts(other))),
        }


def _facts(setting: ClassifiedSetting) -> set[str]:
    facts, forget_set = setting.facts, setting.facts.forget_set
    shared = {
        f"problem {facts.problem}",
        f"modality {facts.modality}",
        f"removes {forget_set.removes}",
        f"coverage {forget_set.coverage}",
    }
    shared |= {f"granularity {granularity}" for granularity in forget_set.granularity}
    shared |= {f"reference {reference}" for reference in facts.references}
    return shared | {f"metric {measurement.metric}" for measurement in facts.measurements}
