"""The note's Figure 1: what the original, the untrained and the unlearned model predict."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict
from typing import Any

from taxonomy.pages.learner import DECAY, KINDS, RATE, STEPS, WIDTH, Example, train

_PLACES = {
    "circle": [(28, 26), (62, 20), (47, 51), (83, 46), (18, 60), (60, 77)],
    "square": [(150, 26), (178, 34), (160, 54), (132, 48), (186, 62)],
    "triangle": [(30, 112), (64, 110), (100, 118), (46, 134), (98, 90)],
    "star": [(128, 80), (168, 96)],
}
EXAMPLES = tuple(
    Example(f"{kind}-{number}", kind, x, y) for kind, places in _PLACES.items() for number, (x, y) in enumerate(places, start=1)
)
"""The training set D."""
FORGOTTEN = ("circle-1", "circle-4", "star-1")
"""The forget set of the still picture."""


def figure(forgotten: Collection[str] = FORGOTTEN) -> dict[str, Any]:
    """Return the picture for a template, and what the page's script needs to go on from it.

    Args:
        forgotten: ids of the examples in the forget set.

    Returns:
        `panels`, each with a title, a note and its shapes (kind, place, whether in S and in S_full, what is predicted);
        `sets`, S and S_full in words; `data`, the training set, S and the settings of the learner.
    """
    kinds = {example.kind for example in EXAMPLES if example.id in forgotten}
    full = {example.id for example in EXAMPLES if example.kind in kinds}
    panels = [
        _panel("Original model", "", forgotten, full),
        _panel("Untrained", "S", forgotten, full),
        _panel("Unlearned", "S_full", forgotten, full),
    ]
    learner = {"kinds": KINDS, "width": WIDTH, "steps": STEPS, "rate": RATE, "decay": DECAY}
    data = {"examples": [asdict(example) for example in EXAMPLES], "forgotten": list(forgotten), **learner}
    return {"panels": panels, "sets": _sets(forgotten, full), "data": data}


def _panel(title: str, without: str, forgotten: Collection[str], full: Collection[str]) -> dict[str, Any]:
    """What a model predicts that was trained on all, or without S or S_full."""
    left_out = {"": (), "S": forgotten, "S_full": full}[without]
    predict = train([example for example in EXAMPLES if example.id not in left_out])
    shapes = [
        {**asdict(example), "in_s": example.id in forgotten, "in_full": example.id in full, "predicted": predict(example) or "nothing"}
        for example in EXAMPLES
    ]
    return {"title": title, "without": without, "note": _note(shapes), "shapes": shapes}


def _note(shapes: Sequence[dict[str, Any]]) -> str:
    """What a model gets wrong, in S and outside."""
    wrong = [shape for shape in shapes if shape["predicted"] != shape["kind"]]
    if not wrong:
        return "Every shape is predicted correctly."
    inside, outside = (_counted(shape["kind"] for shape in wrong if shape["in_s"] is within) for within in (True, False))
    return f"Goes wrong in S: {inside}; outside S: {outside}."


def _sets(forgotten: Collection[str], full: Collection[str]) -> str:
    """S and S_full in words."""
    in_s, in_full = (_counted(example.kind for example in EXAMPLES if example.id in ids) for ids in (forgotten, full))
    if not forgotten:
        return "S is empty: there is nothing to forget."
    if set(forgotten) == set(full):
        return f"S = S_full: {in_s}. Both ideals are the same model, and no result can tell untraining from unlearning."
    return f"S: {in_s}. S_full, every shape of these kinds: {in_full}."


def _counted(kinds: Iterable[str]) -> str:
    counted = Counter(kinds)
    return ", ".join(f"{counted[kind]} {kind}{'s' if counted[kind] > 1 else ''}" for kind in KINDS if counted[kind]) or "none"
