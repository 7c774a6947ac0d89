"""A network with planted groups, and how well a layout keeps them together."""

from __future__ import annotations

import random
from typing import Any

import numpy as np

_INSIDE = 0.8
"""Share of edges within a group."""
_NEAREST = 10


def planted(nodes: int, edges: int, groups: int, seed: int = 1) -> tuple[list[int], list[tuple[int, int]]]:
    """Make a network whose edges mostly stay within groups.

    Returns:
        The group of each node, and the edges; the same numbers give the same network.
    """
    draw = random.Random(seed)  # noqa: S311  # an invented network is no secret
    of = [node % groups for node in range(nodes)]
    found: set[tuple[int, int]] = set()
    while len(found) < edges:
        one = draw.randrange(nodes)
        inside = draw.random() < _INSIDE
        other = of[one] + groups * draw.randrange((nodes - of[one] - 1) // groups + 1) if inside else draw.randrange(nodes)
        if one != other:
            found.add((min(one, other), max(one, other)))
    return of, sorted(found)


def purity(places: Any, groups: list[int]) -> float:
    """The share of the ten nearest neighbours of all nodes that are of the node's own group."""
    stands, of = np.asarray(places, dtype=float), np.asarray(groups)
    shares = []
    for node, place in enumerate(stands):
        apart = ((stands - place) ** 2).sum(axis=1)
        apart[node] = np.inf
        shares.append(np.mean(of[np.argpartition(apart, _NEAREST)[:_NEAREST]] == of[node]))
    return float(np.mean(shares))
