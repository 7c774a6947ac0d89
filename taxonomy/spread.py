"""Places for the nodes of a network, so that nodes which are joined to the same others stand near each other.

Random signs are passed along the edges again and again, until nodes of the same surroundings hold almost the same numbers (as FastRP
does); then each node is drawn towards those that are most like it and pushed away from others drawn by lot (as UMAP does). Time grows
little faster than the number of edges, and purity is higher than by forces along edges alone, which are pulled askew by every edge
that leads far away. No step depends on how a processor orders its sums: the same network gets the same places everywhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from taxonomy.made import made

_SEED = 2604
_NUMBERS = 64
"""How many numbers each node holds."""
_PASSES = 8
"""How often they are passed along the edges."""
_GRAIN = 127
"""Numbers become whole ones up to this, whose products have exact sums in any order."""
_LIKE = 10
"""How many nodes most like it draw a node."""
_ROUNDS = 100
_AWAY = 5
"""By how many others a node is pushed in each round."""
_LONGEST = 4.0
"""The longest step in each direction."""
_AT_ONCE = 1 << 24
"""Pairs of nodes that are compared at once."""
Numbers: TypeAlias = NDArray[np.float64]
Indices: TypeAlias = NDArray[np.int64]


def spread(edges: Sequence[tuple[int, int]], start: Sequence[tuple[float, float]]) -> Numbers:
    """Find places for nodes, or take them as they were found before.

    Args:
        edges: pairs of nodes that are joined, by their numbers from zero.
        start: where each node stands to begin with.

    Returns:
        Across and down for each node; the same edges and starts give the same places.
    """
    found = made("places", repr((edges, start)), ("numpy",), lambda: _spread(edges, np.array(start, dtype=np.float64)).tobytes())
    return np.frombuffer(found, dtype=np.float64).reshape(-1, 2)


def _spread(edges: Sequence[tuple[int, int]], start: Numbers) -> Numbers:
    places = start.reshape(-1, 2)
    if len(places) <= _LIKE:
        return places
    draw = np.random.default_rng(_SEED)
    like = _nearest(_surroundings(np.array(edges, dtype=np.int64).reshape(-1, 2), len(places), draw))
    return _drawn_together(like, places, draw)


def _surroundings(edges: Indices, count: int, draw: np.random.Generator) -> NDArray[np.float32]:
    """For each node whole numbers that are the more like those of another, the more the surroundings of the two are."""
    tails, heads = _both_ways(edges[:, 0], edges[:, 1])
    degrees = np.bincount(tails, minlength=count)
    held = (1.0 - 2.0 * draw.integers(0, 2, (count, _NUMBERS))).astype(np.float64)
    share = (degrees / max(1, len(tails)))[:, None]
    for _ in range(_PASSES):
        held = (held + _means(held[heads], degrees, held)) / 2
        held -= (share * held).sum(0)  # what all have in common tells nothing
    lengths = np.sqrt((held * held).sum(1, keepdims=True))
    whole: Numbers = np.rint(_GRAIN * held / np.maximum(lengths, 1e-12))
    return whole.astype(np.float32)


def _nearest(held: NDArray[np.float32]) -> Indices:
    """The nodes that are most like each node; of two that are equally like it, the first."""
    count = len(held)
    found = np.empty((count, _LIKE), dtype=np.int64)
    rows = max(1, _AT_ONCE // count)
    order = np.arange(count)
    for first in range(0, count, rows):
        part = slice(first, first + rows)
        likeness = (held[part] @ held.T).astype(np.float64) * count - order
        likeness[np.arange(len(likeness)), order[part]] = -np.inf
        found[part] = np.sort(np.argpartition(-likeness, _LIKE, axis=1)[:, :_LIKE], axis=1)
    return found


def _drawn_together(like: Indices, places: Numbers, draw: np.random.Generator) -> Numbers:
    count = len(places)
    tails, heads = _both_ways(np.repeat(np.arange(count), _LIKE), like.ravel())
    degrees = np.bincount(tails, minlength=count)
    for done in range(_ROUNDS):
        apart = places[heads] - places[tails]
        pull = _means(apart * (2 / (1 + (apart * apart).sum(1, keepdims=True))), degrees, places)
        away = places[:, None] - places[draw.integers(0, count, (count, _AWAY))]
        square = (away * away).sum(2, keepdims=True)
        push = (away * (2 / ((0.01 + square) * (1 + square)))).sum(1) / _AWAY
        places = places + (1 - done / _ROUNDS) * np.clip(pull + push, -_LONGEST, _LONGEST)
    return places


def _both_ways(tails: Indices, heads: Indices) -> tuple[Indices, Indices]:
    """Every edge from either end, in the order of where it begins."""
    both = np.concatenate([tails, heads]), np.concatenate([heads, tails])
    order = np.argsort(both[0], kind="stable")
    return both[0][order], both[1][order]


def _means(rows: Numbers, degrees: Indices, otherwise: Numbers) -> Numbers:
    """For each node the mean of its rows, which stand one after the other; its own row where it has none."""
    means = otherwise.copy()
    joined = degrees > 0
    if joined.any():
        starts = (np.cumsum(degrees) - degrees)[joined]
        means[joined] = np.add.reduceat(rows, starts, axis=0) / degrees[joined, None]
    return means
