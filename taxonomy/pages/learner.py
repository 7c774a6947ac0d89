"""A small learner that is really trained: softmax regression on Gaussian bumps around the training examples.

The home page trains the same learner in the browser (`site/assets/figure.js`); the tests hold the two against each other. It
starts at zero and draws no random numbers, so that the same examples give the same model.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import exp

KINDS = ("circle", "square", "triangle", "star")
"""What an example can be."""
WIDTH = 24
"""Width of a bump, in the units of the picture."""
STEPS = 150
"""Steps of gradient descent."""
RATE = 1.0
"""Length of a step."""
DECAY = 0.002
"""How strongly weights are drawn to zero."""


@dataclass(frozen=True, slots=True)
class Example:
    """A shape at its place.

    Attributes:
        id: kind and number, such as `star-2`.
        kind: what it is.
        x: first feature: how far right it lies in the picture.
        y: second feature: how far down.
    """

    id: str
    kind: str
    x: int
    y: int


Model = Callable[[Example], str | None]
"""Predicts the kind of an example; None where the model was trained on nothing."""


def train(examples: Sequence[Example]) -> Model:
    """Train a model on nothing but the given examples."""
    rows = [_bumps(example, examples) for example in examples]
    weights = [[0.0] * len(examples) for _ in KINDS]
    for _ in range(STEPS):
        _step(weights, rows, examples)
    seen = [number for number, kind in enumerate(KINDS) if any(example.kind == kind for example in examples)]

    def predict(example: Example) -> str | None:
        scores = _scores(weights, _bumps(example, examples))
        return KINDS[max(seen, key=lambda number: scores[number])] if seen else None

    return predict


def _bumps(example: Example, examples: Sequence[Example]) -> list[float]:
    return [exp(-((example.x - other.x) ** 2 + (example.y - other.y) ** 2) / (2 * WIDTH * WIDTH)) for other in examples]


def _scores(weights: list[list[float]], bumps: list[float]) -> list[float]:
    return [sum(weight * bump for weight, bump in zip(row, bumps, strict=True)) for row in weights]


def _step(weights: list[list[float]], rows: list[list[float]], examples: Sequence[Example]) -> None:
    """One step of gradient descent on the cross-entropy of all examples."""
    errors = [_errors(_scores(weights, row), example.kind) for row, example in zip(rows, examples, strict=True)]
    for number, row in enumerate(weights):
        for at in range(len(row)):
            slope = sum(error[number] * bumps[at] for error, bumps in zip(errors, rows, strict=True))
            row[at] -= RATE * (slope + DECAY * row[at])


def _errors(scores: list[float], kind: str) -> list[float]:
    """Predicted probability of each kind, less one for the true one."""
    highest = max(scores)
    powers = [exp(score - highest) for score in scores]
    total = sum(powers)
    return [power / total - (name == kind) for power, name in zip(powers, KINDS, strict=True)]
