"""Places for nodes: groups stand together, the same network gets the same places, and odd networks are laid out, too."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.networks import planted, purity
from taxonomy.spread import Numbers, spread


def starts(count: int) -> list[tuple[float, float]]:
    """Places that tell nothing."""
    return [((0.618 * number) % 1, (0.755 * number) % 1) for number in range(count)]


def test_groups_stand_together() -> None:
    """Where four of five edges stay within a group, nearly all of a node's nearest are of its group."""
    groups, edges = planted(240, 1_900, 6)
    places = spread(edges, starts(240))
    assert purity(places, groups) > 0.95
    assert purity(np.array(starts(240)), groups) < 0.3


def test_same_network_gets_the_same_places() -> None:
    """Nothing is left to chance."""
    _, edges = planted(100, 600, 4)
    assert np.array_equal(spread(edges, starts(100)), spread(edges, starts(100)))


@pytest.mark.parametrize(
    ("count", "edges"),
    [
        (0, []),
        (3, [(0, 1)]),
        pytest.param(50, [], id="no edge"),
        pytest.param(50, [(0, number) for number in range(1, 40)], id="a star and nodes without an edge"),
        pytest.param(50, [(number, number ^ 1) for number in range(50)], id="pairs"),
    ],
)
def test_odd_networks_have_places(count: int, edges: list[tuple[int, int]]) -> None:
    """Every node has a place, and where nodes are many no two have the same."""
    places: Numbers = spread(edges, starts(count))
    assert places.shape == (count, 2)
    assert np.isfinite(places).all()
    assert len({tuple(place) for place in places.tolist()}) == count
