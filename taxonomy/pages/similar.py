"""Settings that are like a setting, with the reason."""

from __future__ import annotations

from typing import Any

import numpy as np

from taxonomy.cases import ClassifiedSetting
from taxonomy.corpus import Corpus
from taxonomy.pages.page import badge, setting_link

_MOST = 5
_ENOUGH = 3


class Likeness:
    """Finds settings that are like another: what two of them share is the product of their rows in a table of facts."""

    def __init__(self, corpus: Corpus) -> None:
        """Read the facts of every setting of a corpus."""
        self._corpus = corpus
        self._settings = sorted(corpus.settings(), key=lambda setting: setting.address)
        self._facts = [_facts(setting) for setting in self._settings]
        columns = {fact: column for column, fact in enumerate(sorted(set().union(*self._facts)))}
        self._table = np.zeros((len(self._facts), len(columns)), dtype=np.float32)
        for row, held in enumerate(self._facts):
            self._table[row, [columns[fact] for fact in held]] = 1
        self._papers = np.array([setting.paper_id for setting in self._settings])
        self._rows = {setting.address: row for row, setting in enumerate(self._settings)}

    def similar_to(self, setting: ClassifiedSetting) -> list[dict[str, Any]]:
        """Find the settings of other papers that share most deciding facts with a setting.

        Args:
            setting: the setting.

        Returns:
            At most five, most shared first, each with its address, its link, its intended notion and what is shared.
        """
        own = self._rows[setting.address]
        shared = self._table @ self._table[own]
        shared[self._papers == setting.paper_id] = 0
        order = np.argsort(-shared, kind="stable")[:_MOST]
        return [self._view(self._settings[row], self._facts[own] & self._facts[row]) for row in order if shared[row] >= _ENOUGH]

    def _view(self, other: ClassifiedSetting, shared: set[str]) -> dict[str, Any]:
        return {
            "address": other.address,
            "link": setting_link(other.paper_id, other.id, f"{self._corpus[other.paper_id].entry.title}: {other.facts.name}"),
            "intended": badge(other.verdict.intended),
            "shared": "; ".join(sorted(shared)),
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
