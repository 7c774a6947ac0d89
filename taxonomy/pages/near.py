"""What surrounds a node of the graph, as the page of a paper draws it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from taxonomy.graph import Graph


class Neighbourhoods:
    """Cuts out what surrounds nodes of one graph: which papers share a method is looked up once."""

    def __init__(self, graph: Graph) -> None:
        """Prepare for a graph that does not change meanwhile."""
        self._graph = graph
        self._papers = sorted(node for node in graph if node.startswith("paper:"))
        self._rows = {paper: row for row, paper in enumerate(self._papers)}
        self._users: dict[str, tuple[NDArray[np.int64], frozenset[int]]] = {}

    def of(self, node: str, most: int = 60) -> dict[str, list[dict[str, Any]]]:
        """Cut out what surrounds a node.

        Args:
            node: the node in the middle.
            most: how many nodes to keep at most.

        Returns:
            Plain lists of nodes and edges, as `taxonomy.graph.to_node_link` gives them: the node, what it touches, and what its
            settings touch, nearest first, with the edges between them; then, while there is room, other papers that share methods
            with it, most shared first.
        """
        nodes, edges = self._graph.nodes, self._graph.adj
        first = set(edges[node]) - {node}
        second = {far for each in first for far in edges[each]} - first - {node}
        near = [node, *sorted(first), *sorted(second)][:most]
        inside, kin = set(near), list(self._kin(near, most - len(near)))
        return {
            "nodes": [{"id": each, **nodes[each]} for each in (*near, *(paper for paper, _ in kin))],
            "edges": [
                *(
                    {"source": tail, "target": head, **attributes}
                    for tail in near
                    for head, several in edges[tail].items()
                    if head in inside
                    for attributes in several.values()
                ),
                *(
                    {"source": paper, "target": method, "kind": "proposes" if method in edges[paper] else "compares-with"}
                    for paper, methods in kin
                    for method in methods
                ),
            ],
        }

    def _kin(self, near: Sequence[str], most: int) -> Iterator[tuple[str, list[str]]]:
        """Papers that share methods with the first of these nodes, and which."""
        methods = sorted(each for each in near if each.startswith("method:"))
        if not methods or most <= 0:
            return
        using = [self._using(method) for method in methods]
        shared = np.bincount(np.concatenate([numbers for numbers, _ in using]), minlength=len(self._papers))
        if near[0] in self._rows:
            shared[self._rows[near[0]]] = 0
        rows = np.flatnonzero(shared)
        for row in rows[np.argsort(-shared[rows], kind="stable")][:most].tolist():
            yield self._papers[row], [method for method, (_, users) in zip(methods, using, strict=True) if row in users]

    def _using(self, method: str) -> tuple[NDArray[np.int64], frozenset[int]]:
        """The papers that propose a method or compare with it, by their numbers."""
        if method not in self._users:
            papers = frozenset(self._rows[_paper_of(each)] for each in self._graph.predecessors(method))
            self._users[method] = np.array(list(papers), dtype=np.int64), papers
        return self._users[method]


def _paper_of(node: str) -> str:
    kind, _, name = node.partition(":")
    return f"paper:{name.partition('/')[0]}" if kind == "setting" else node
