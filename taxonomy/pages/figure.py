"""The note's Figure 1: what the original, the untrained and the unlearned model predict."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

_COLUMNS = ("circle", "square", "triangle", "star")
_COUNTS = {"circle": 4, "square": 4, "triangle": 4, "star": 2}
_FORGOTTEN = {("circle", 1), ("circle", 2), ("star", 0)}
_FEW = 2
"""A shape with fewer examples than this in the retain set is not predicted correctly."""


def panels() -> list[dict[str, Any]]:
    """Return the three panels, each with a title, a note, and its shapes.

    Each shape has its kind, its place, whether it is in the forget set, and whether the model predicts it correctly.
    """
    kept = Counter(kind for kind, number in _shapes() if (kind, number) not in _FORGOTTEN)
    concept = {kind for kind, _ in _FORGOTTEN}
    return [
        _panel("Original model", "Every shape is predicted correctly.", lambda *_: True),
        _panel(
            "Untrained on the forget set",
            "The circles stay right, as many circles remain; the star goes wrong, as few stars remain.",
            lambda kind, number: (kind, number) not in _FORGOTTEN or kept[kind] >= _FEW,
        ),
        _panel(
            "Unlearned “circle or star”",
            "Every circle and every star goes wrong, in the forget set or not; squares and triangles stay right.",
            lambda kind, _: kind not in concept,
        ),
    ]


def _shapes() -> list[tuple[str, int]]:
    return [(kind, number) for kind in _COLUMNS for number in range(_COUNTS[kind])]


def _panel(title: str, note: str, right: Callable[[str, int], bool]) -> dict[str, Any]:
    shapes = [
        {
            "kind": kind,
            "x": 26 + 46 * _COLUMNS.index(kind),
            "y": 18 + 31 * number,
            "in_s": (kind, number) in _FORGOTTEN,
            "right": right(kind, number),
        }
        for kind, number in _shapes()
    ]
    return {"title": title, "note": note, "shapes": shapes}
