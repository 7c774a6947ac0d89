"""Settings that are like a setting, with the reason."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from taxonomy.cases import ClassifiedSetting
from taxonomy.corpus import Corpus
from taxonomy.pages.page import badge, setting_link

_MOST = 5
_ENOUGH = 3


def similar_settings(setting: ClassifiedSetting, corpus: Corpus) -> list[dict[str, Any]]:
    """Find the settings of other papers that share most deciding facts with a setting.

    Args:
        setting: the setting.
        corpus: where to look.

    Returns:
        At most five, most shared first, each with its address, its link, its intended notion and what is shared.
    """
    own, facts = _facts(setting), _facts_of(corpus)
    counts = ((len(own & theirs), other) for other, theirs in facts if other.paper_id != setting.paper_id)
    scored = sorted(((-count, other.address, other) for count, other in counts if count >= _ENOUGH), key=lambda item: item[:2])
    return [
        {
            "address": other.address,
            "link": setting_link(other.paper_id, other.id, f"{corpus[other.paper_id].entry.title}: {other.facts.name}"),
            "intended": badge(other.verdict.intended),
            "shared": "; ".join(sorted(own & _facts(other))),
        }
        for _, _, other in scored[:_MOST]
    ]


@lru_cache(maxsize=1)  # the pages of one corpus are made one after the other
def _facts_of(corpus: Corpus) -> list[tuple[ClassifiedSetting, set[str]]]:
    return [(setting, _facts(setting)) for setting in corpus.settings()]


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
