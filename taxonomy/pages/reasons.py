"""Why a verdict is what it is: the criteria that held, in words, each once with all that it speaks of."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from taxonomy.cases import ClassifiedSetting
from taxonomy.notions.verdicts import Reason
from taxonomy.pages.page import Link, badge, link
from taxonomy.pages.words import measured_on, read_as
from taxonomy.vocabulary.closed import REFERENCE_NAMES

_FACTS = {
    "forget_set.removes": "the forget set removes",
    "forget_set.coverage": "its coverage of the concept is",
    "guarantee": "the guarantee is",
}


def reason_views(setting: ClassifiedSetting, names: Mapping[str, str]) -> list[dict[str, Any]]:
    """Reasons for a template: those that say the same stand together, with every fact and every source once.

    Args:
        setting: the setting.
        names: display names of the metrics that it names.
    """
    views: dict[tuple[str, str], dict[str, Any]] = {}
    for reason in setting.verdict.because:
        empty = {"points_to": badge(reason.points_to), "text": reason.text, "facts": [], "evidence": []}
        view = views.setdefault((reason.points_to, reason.text), empty)
        view["facts"] += [fact for fact in _facts(reason, setting, names) if fact not in view["facts"]]
        view["evidence"] += [seen for seen in reason.evidence if seen not in view["evidence"]]
    return list(views.values())


def _facts(reason: Reason, setting: ClassifiedSetting, names: Mapping[str, str]) -> list[tuple[Link, str]]:
    """What a reason read: of a measurement its metric with how it is read, else field and value."""
    found = re.match(r"measurements\[(\d+)\]", reason.facts[0].path)
    if not found:
        return [(Link(_FACTS[fact.path], ""), str(fact.value)) for fact in reason.facts]
    measurement = setting.facts.measurements[int(found[1])]
    against = f", held against “{REFERENCE_NAMES[measurement.reference]}”" if measurement.reference else ""
    condition = f", {measurement.condition}" if measurement.condition else ""
    how = f"{measured_on(measurement.on)}{condition}, read {read_as(measurement.criterion)}{against}"
    return [(link("metric", measurement.metric, names[measurement.metric]), how)]
