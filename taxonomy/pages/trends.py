"""What changes over the years, and what goes with what: counts for the plots on the page of mismatches."""

from __future__ import annotations

from collections import Counter
from typing import Any

from markupsafe import Markup

from taxonomy.cases import ClassifiedSetting
from taxonomy.corpus import Corpus
from taxonomy.plots import grouped_bars, heat_map, share_by_year, stacked_bars
from taxonomy.vocabulary.closed import Family, Notion, Severity

_COLOURS = {
    Notion.UNTRAINING: "--ut-untraining",
    Notion.UNLEARNING: "--ut-unlearning",
    Notion.COINCIDENT: "--ut-coincident",
    "other": "--ut-quiet",
}
_SHOWN = (Notion.UNTRAINING, Notion.UNLEARNING, Notion.COINCIDENT)


def trends(corpus: Corpus) -> list[dict[str, Any]]:
    """Plots for a template, each with a title, the picture and the same numbers as a table."""
    settings = [(paper.entry.year, setting) for paper in corpus for setting in paper.settings.values()]
    if not settings:
        return []
    return [_by_year(settings), _mismatch_share(settings), *_families(corpus)]


def _part(setting: ClassifiedSetting) -> str:
    intended = setting.verdict.intended
    return str(intended) if intended in _SHOWN else "other"


def _is_mismatched(setting: ClassifiedSetting) -> bool:
    return any(flag.rule.severity is Severity.MISMATCH and not flag.acknowledged for flag in setting.flags)


def _by_year(settings: list[tuple[int, ClassifiedSetting]]) -> dict[str, Any]:
    counts = {part: Counter(year for year, setting in settings if _part(setting) == part) for part in map(str, _COLOURS)}
    series = {part: dict(years) for part, years in counts.items() if years}
    years = sorted({year for year, _ in settings})
    colours = {str(part): colour for part, colour in _COLOURS.items() if str(part) in series}
    title = "Settings by year and intended notion"
    rows = [[str(year), *(str(series[part].get(year, 0)) for part in series)] for year in years]
    return _view(title, stacked_bars(title, "settings", series, colours), ["year", *series], rows)


def _mismatch_share(settings: list[tuple[int, ClassifiedSetting]]) -> dict[str, Any]:
    years = sorted({year for year, _ in settings})
    of_year = {year: [setting for each, setting in settings if each == year] for year in years}
    bad = {year: sum(map(_is_mismatched, found)) for year, found in of_year.items()}
    title = "Settings with a mismatch by year"
    svg = share_by_year(title, "per cent of the year's settings", {year: bad[year] / len(of_year[year]) for year in years}, "--ut-bad")
    rows = [[str(year), str(bad[year]), str(len(of_year[year]))] for year in years]
    return _view(title, svg, ["year", "with a mismatch", "settings"], rows)


def _families(corpus: Corpus) -> list[dict[str, Any]]:
    """Use of metric families by notion: as bars for the two notions, and as a map for all."""
    metrics = corpus.lexicon.metrics
    used: Counter[tuple[str, str]] = Counter()
    for setting in corpus.settings():
        for family in {metrics[m.metric].family for m in setting.facts.measurements}:
            used[family, _part(setting)] += 1
    families = sorted({family for family, _ in used}, key=lambda name: (-sum(used[name, str(part)] for part in _COLOURS), name))
    names = [Family(family).replace("-", " ") for family in families]
    parts = [str(part) for part in _COLOURS if any(used[family, str(part)] for family in families)]
    two = [part for part in parts if part in {Notion.UNTRAINING, Notion.UNLEARNING}]
    bars, tiles = "Families of metrics in use, by intended notion", "Settings by family of metric and intended notion"
    counts = [[used[family, part] for part in parts] for family in families]
    rows = [[name, *map(str, row)] for name, row in zip(names, counts, strict=True)]
    colours = {str(part): colour for part, colour in _COLOURS.items()}
    series = {part: [used[family, part] for family in families] for part in two}
    return [
        _view(bars, grouped_bars(bars, "settings", names, series, colours), ["family", *parts], rows),
        _view(tiles, heat_map(tiles, names, parts, counts, "--ut-coincident"), ["family", *parts], rows),
    ]


def _view(title: str, svg: str, head: list[str], rows: list[list[str]]) -> dict[str, Any]:
    return {"title": title, "svg": Markup(svg), "head": head, "rows": rows}  # noqa: S704  # drawn by us from closed words and numbers
