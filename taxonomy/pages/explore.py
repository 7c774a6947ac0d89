"""The page that shows who compares with whom, as a picture and as a table."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from taxonomy.corpus import Corpus
from taxonomy.network import Comparison, comparisons, places, weights
from taxonomy.pages.page import Page, badge, link
from taxonomy.plain import versions
from taxonomy.vocabulary.closed import Notion

HOMES = ("untraining", "unlearning", "both", "neither", "unknown")
"""Where a method can be at home, in one word."""
_LISTED = 200
"""Rows that stand in the page itself; a script makes the others when they are asked for."""
_LEAD = "Which methods are compared with which, by the papers that propose them; the colour is the notion that a method was made for."


def explore_page(corpus: Corpus) -> Page:
    """The network of comparisons: nodes are methods, an edge leads from a proposed method to one that it is compared with."""
    found = sorted(comparisons(corpus.entries), key=lambda each: (-len(each.settings), each.method, each.other))
    counted = weights(found)
    context = {
        "lead": _LEAD,
        "rows": [_row(each, corpus) for each in found[:_LISTED]],
        "count": len(found),
        "homes": [badge(home) for home in HOMES],
        "methods": len(counted),
        "across": sum(_is_across(each, corpus) for each in found),
    }
    spread = places(found, corpus.home_notions)
    methods = [_method(name, counted[name], spread.get(name), corpus) for name in sorted(counted)]
    data = {**versions(), "methods": methods, "comparisons": [_plain(each, corpus) for each in found]}
    files = {".network.json": json.dumps(_network(methods, found, corpus), ensure_ascii=False, separators=(",", ":"))}
    return Page("explore.html", "Explore", _LEAD, "explore.html", context, data, files=files)


def home_word(homes: Collection[Notion]) -> str:
    """Where a method is at home, in one of the words of `HOMES`."""
    if {Notion.UNTRAINING, Notion.UNLEARNING} <= set(homes):
        return "both"
    return next((home for home in HOMES if home in homes), "unknown")


def _is_across(each: Comparison, corpus: Corpus) -> bool:
    """Whether the two were made for different notions, as far as their homes are known."""
    own, other = (home_word(corpus.home_notions.get(name, ())) for name in (each.method, each.other))
    return {own, other} == {"untraining", "unlearning"}


def _row(each: Comparison, corpus: Corpus) -> dict[str, Any]:
    paper = corpus.lexicon.proposed_by[each.method]
    names, homes = corpus.lexicon.method_names, corpus.home_notions
    return {
        "ids": (each.method, each.other),
        "method": link("method", each.method, names[each.method]),
        "home": badge(home_word(homes.get(each.method, ()))),
        "other": link("method", each.other, names[each.other]),
        "other_home": badge(home_word(homes.get(each.other, ()))),
        "paper": link("paper", paper),
        "count": len(each.settings),
        "across": _is_across(each, corpus),
    }


def _method(name: str, count: int, place: tuple[int, int] | None, corpus: Corpus) -> dict[str, Any]:
    home = home_word(corpus.home_notions.get(name, ()))
    told = {"id": name, "name": corpus.lexicon.method_names[name], "home": home, "comparisons": count, "path": link("method", name).path}
    return {**told, "x": place[0] if place else None, "y": place[1] if place else None}


def _network(methods: Sequence[Mapping[str, Any]], found: Sequence[Comparison], corpus: Corpus) -> dict[str, Any]:
    """What the picture and the table draw on, as short as can be: methods and papers once, and by their numbers in the comparisons."""
    numbers = {method["id"]: number for number, method in enumerate(methods)}
    papers = {paper: number for number, paper in enumerate(sorted({each.settings[0].partition("/")[0] for each in found}))}
    told = ("id", "name", "home", "comparisons", "x", "y")
    rows = [
        [
            numbers[each.method],
            numbers[each.other],
            len(each.settings),
            papers[each.settings[0].partition("/")[0]],
            int(_is_across(each, corpus)),
        ]
        for each in found
    ]
    return {"methods": [[method[name] for name in told] for method in methods], "papers": list(papers), "comparisons": rows}


def _plain(each: Comparison, corpus: Corpus) -> dict[str, Any]:
    return {"method": each.method, "other": each.other, "settings": list(each.settings), "across": _is_across(each, corpus)}
