"""What surrounds a node of the graph, as the page of a paper draws it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import networkx as nx
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
        self._users: dict[str, NDArray[np.int64]] = {}

    def of(self, node: str, most: int = 60) -> Graph:
        """Cut out what surrounds a node.

        Args:
            node: the node in the middle.
            most: how many nodes to keep at most.

        Returns:
            The subgraph of the node, what it touches, and what its settings touch, nearest first; then, while there is room,
            other papers that share methods with it, most shared first.
        """
        graph = self._graph
        first = set(graph[node]) - {node}
        second = {far for each in first for far in graph[each]} - first - {node}
        near = [node, *sorted(first), *sorted(second)][:most]
        inside = set(near)
        kept: Graph = nx.MultiDiGraph()
        kin = list(self._kin(near, most - len(near)))
        kept.add_nodes_from((each, graph.nodes[each]) for each in (*near, *(paper for paper, _ in kin)))
        kept.add_edges_from((tail, head, attributes) for tail, head, attributes in graph.edges(near, data=True) if head in inside)
        kept.add_edges_from(
            (paper, method, {"kind": "proposes" if graph.has_edge(paper, method) else "compares-with"})
            for paper, methods in kin
            for method in methods
        )
        return kept

    def _kin(self, near: Sequence[str], most: int) -> Iterator[tuple[str, list[str]]]:
        """Papers that share methods with the first of these nodes, and which."""
        methods = sorted(each for each in near if each.startswith("method:"))
        if not methods or most <= 0:
            return
        using = [self._using(method) for method in methods]
        shared = np.bincount(np.concatenate(using), minlength=len(self._papers))
        if near[0] in self._rows:
            shared[self._rows[near[0]]] = 0
        rows = np.flatnonzero(shared)
        for row in rows[np.argsort(-shared[rows], kind="stable")][:most].tolist():
            yield self._papers[row], [method for method, users in zip(methods, using, strict=True) if _holds(users, row)]

    def _using(self, method: str) -> NDArray[np.int64]:
        """The papers that propose a method or compare with it, by their numbers, in order."""
        if method not in self._users:
            papers = {self._rows[_paper_of(each)] for each in self._graph.predecessors(method)}
            self._users[method] = np.array(sorted(papers), dtype=np.int64)
        return self._users[method]


def _holds(numbers: NDArray[np.int64], number: int) -> bool:
    """Whether a number is among others, which are in order."""
    at = int(np.searchsorted(numbers, number))
    return at < len(numbers) and int(numbers[at]) == number


def _paper_of(node: str) -> str:
    kind, _, name = node.partition(":")
    return f"paper:{name.partition('/')[0]}" if kind == "setting" else node
