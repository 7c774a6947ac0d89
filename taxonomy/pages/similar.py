"""Settings that are like a setting, with the reason."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from taxonomy.cases import ClassifiedSetting
from taxonomy.corpus import Corpus
from taxonomy.pages.page import badge, setting_link

_MOST = 5
_ENOUGH = 3


class Likeness:
    """Finds settings that are like another: how many facts two of them share is counted over the settings that hold each fact."""

    def __init__(self, corpus: Corpus) -> None:
        """Read the facts of every setting of a corpus."""
        self._corpus = corpus
        self._settings = sorted(corpus.settings(), key=lambda setting: setting.address)
        self._facts = [_facts(setting) for setting in self._settings]
        self._rows = {setting.address: row for row, setting in enumerate(self._settings)}
        self._holding = _rows_by((fact, row) for row, held in enumerate(self._facts) for fact in held)
        self._of_paper = _rows_by((setting.paper_id, row) for row, setting in enumerate(self._settings))

    def similar_to(self, setting: ClassifiedSetting) -> list[dict[str, Any]]:
        """Find the settings of other papers that share most deciding facts with a setting.

        Args:
            setting: the setting.

        Returns:
            At most five, most shared first, each with its address, its link, its intended notion and what is shared.
        """
        own = self._facts[self._rows[setting.address]]
        shared = np.bincount(np.concatenate([self._holding[fact] for fact in own]), minlength=len(self._settings))
        shared[self._of_paper[setting.paper_id]] = 0
        at_least = np.cumsum(np.bincount(shared)[::-1])[::-1]  # how many settings share so many facts or more
        fewest = max(_ENOUGH, int(np.count_nonzero(at_least >= _MOST)) - 1)
        near = np.flatnonzero(shared >= fewest).tolist()
        return [
            self._view(self._settings[row], own & self._facts[row]) for row in sorted(near, key=lambda row: (-shared[row], row))[:_MOST]
        ]

    def _view(self, other: ClassifiedSetting, shared: set[str]) -> dict[str, Any]:
        return {
            "address": other.address,
            "link": setting_link(other.paper_id, other.id, f"{self._corpus[other.paper_id].entry.title}: {other.facts.name}"),
            "intended": badge(other.verdict.intended),
            "shared": "; ".join(sorted(shared)),
        }


def _rows_by(pairs: Iterable[tuple[str, int]]) -> dict[str, NDArray[np.int64]]:
    """The rows of each key."""
    rows: dict[str, list[int]] = {}
    for key, row in pairs:
        rows.setdefault(key, []).append(row)
    return {key: np.array(found, dtype=np.int64) for key, found in rows.items()}


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
