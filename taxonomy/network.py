"""Who compares with whom: methods, and how often a paper that proposes one compares with another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from taxonomy.model import Entry, Setting
from taxonomy.spread import spread
from taxonomy.vocabulary.closed import Notion

YARDSTICKS = frozenset({"original-model", "retraining"})
"""Methods that every paper compares with, as they are the two ends of the scale; they say nothing of who compares with whom."""
MOST_DRAWN = 400
"""How many methods are drawn at most, those with most comparisons first."""
_SIDES = {Notion.UNTRAINING: -1.0, Notion.UNLEARNING: 1.0}
_WIDTH, _HEIGHT = 1500, 1000


@dataclass(frozen=True, slots=True, order=True)
class Comparison:
    """A method that is compared with another by the paper that proposes it.

    Attributes:
        method: id of the proposed method.
        other: id of the method that it is compared with.
        settings: addresses of the settings that compare the two.
    """

    method: str
    other: str
    settings: tuple[str, ...]


def comparisons(entries: Iterable[Entry]) -> list[Comparison]:
    """Collect all comparisons, sorted by method and other method; a yardstick is neither."""
    found: dict[tuple[str, str], list[str]] = {}
    for entry in entries:
        for method, other, setting in _pairs(entry):
            found.setdefault((method, other), []).append(f"{entry.id}/{setting.id}")
    return sorted(Comparison(method, other, tuple(sorted(settings))) for (method, other), settings in found.items())


def _pairs(entry: Entry) -> Iterator[tuple[str, str, Setting]]:
    for method in entry.proposes.methods:
        own = (setting for setting in entry.settings if not method.settings or setting.id in method.settings)
        for setting in own:
            yield from ((method.id, other, setting) for other in setting.baselines if other not in {method.id, *YARDSTICKS})


def weights(found: Iterable[Comparison]) -> Counter[str]:
    """Count for each method the comparisons in which it stands, on either side; a comparison counts once a setting."""
    counted: Counter[str] = Counter()
    for each in found:
        counted.update({each.method: len(each.settings), each.other: len(each.settings)})
    return counted


def places(found: Iterable[Comparison], homes: Mapping[str, frozenset[Notion]]) -> dict[str, tuple[int, int]]:
    """Lay the network out: methods that are compared stand near each other, those of untraining rather on the left.

    Args:
        found: the comparisons.
        homes: home notions of methods.

    Returns:
        Whole coordinates of the most compared methods, at places among all; the same comparisons give the same places.
    """
    listed = sorted(found)
    counted = weights(listed)
    names = sorted(sorted(counted), key=lambda name: -counted[name])
    numbers = {name: number for number, name in enumerate(names)}
    edges = [(numbers[each.method], numbers[each.other]) for each in listed]
    spread_out = spread(edges, [_start(number, homes.get(name, frozenset())) for number, name in enumerate(names)]).tolist()
    drawn = dict(zip(names[:MOST_DRAWN], spread_out, strict=False))
    across, down = (_evened({name: place[axis] for name, place in drawn.items()}) for axis in (0, 1))
    return {name: (round(_WIDTH * across[name]), round(_HEIGHT * down[name])) for name in drawn}


def _evened(along: Mapping[str, float]) -> dict[str, float]:
    """Spread places along an axis evenly, in their order: the middle would be crowded."""
    ordered = sorted(along, key=lambda name: (along[name], name))
    return {name: at / len(ordered) for at, name in enumerate(ordered)}


def _start(number: int, homes: frozenset[Notion]) -> tuple[float, float]:
    """Where a method begins: on the side of its home, each at a height of its own."""
    sides = [_SIDES[home] for home in sorted(homes) if home in _SIDES]
    side = sum(sides) / len(sides) if sides else 0.0
    return side + 0.3 * ((number * 0.618) % 1 - 0.5), 2 * ((number * 0.7549) % 1) - 1
