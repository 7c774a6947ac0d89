"""Text that means something in some grammar, in every free field of invented papers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import taxonomy
from taxonomy.corpus import Corpus
from tests.invented import entry, folder_of, measurement, setting

TEXTS: dict[str, str] = {
    "formula": '=HYPERLINK("http://formula.example","alpha")',
    "plus": "+1 beta",
    "minus": "-2+3 gamma",
    "at": "@SUM(A1:A9) delta",
    "separators": 'a "quoted", b; c | d, epsilon',
    "spaces": "two  spaces before zeta",
    "html": "</script><script>alert('eta')</script>",
    "entities": "&lt;b&gt; & &#931; <i>theta</i> ]]>",
    "template": "{{ 7 * 7 }} {% iota %} ${kappa}",
    "latex": r"\input{x} 50% of $x_1$ ~ #2 & lambda^2 \\",
    "braces": "unbalanced } mu { nu",
    "sql": "'; DROP TABLE xi; --x",
    "turtle": '""" . <a> <b> "omicron" . # \'\'\'',
    "backslash": "ends with pi \\",
    "unicode": "naïve Łódź 😀 中文 rho",
    "private": "not in XML \uffff, private \ue000 sigma",
    "missing": "null",
}
"""Each text by what it attacks; every one is a sound value of a field."""


def paper_id(name: str) -> str:
    """Id of the paper that holds a text."""
    return f"ada2024{name}"


def hostile_corpus(folder: Path) -> Corpus:
    """A corpus with one paper for each text, which stands in every free field of it."""
    return taxonomy.load(folder_of(folder, *(_entry(name, text) for name, text in TEXTS.items())))


def _entry(name: str, text: str) -> dict[str, Any]:
    return entry(
        paper_id(name),
        title=text,
        authors=[text, "Bo Sample"],
        venue=text,
        aliases=[text],
        summary=text,
        proposes={"methods": [{"id": name, "name": text, "aliases": [f"other {text}"]}], "metrics": [_metric(name, text)]},
        settings=[_setting(name, text)],
        acknowledged=[{"code": "FRM104", "setting": "rows", "note": text, "evidence": text}],
        curation={"coded": "2026-11-30", "coders": [text], "confidence": "medium"},
    )


def _metric(name: str, text: str) -> dict[str, Any]:
    return {"id": f"{name}-score", "name": text, "definition": text, "formula": text, "family": "knowledge", "polarity": "presence"}


def _setting(name: str, text: str) -> dict[str, Any]:
    facts = setting(
        task=text,
        forget_set={"removes": "concept", "concept": text, "coverage": "complete"},
        measurements=[measurement(f"{name}-score", "forget-set", "lower-is-better")],
        baselines=[name],
        models=[text, "plain"],
        evidence=[{"supports": ["measurements"], "source": "paper", "locator": text, "note": text}],
        note=text,
    )
    return {**facts, "name": text}
