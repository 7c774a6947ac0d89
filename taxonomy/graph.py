"""The typed graph of papers, settings, methods, metrics, references, problems, datasets and notions.

Nodes are named `<kind>:<id>`; the kinds of nodes and edges are the two tables below. The graph is computed from the
entries and their verdicts whenever it is asked for, never stored; nodes and edges come in sorted order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeAlias

import networkx as nx

from taxonomy.lexicon import Lexicon
from taxonomy.memory import uncollected
from taxonomy.model import Entry
from taxonomy.notions.verdicts import Verdict
from taxonomy.vocabulary.closed import REFERENCE_NAMES, Notion, Reference

NODE_KINDS: dict[str, str] = {
    "paper": "a coded paper",
    "setting": "a setting of a paper",
    "method": "a method that is proposed or compared",
    "metric": "a metric",
    "reference": "a model or level of a score that stands for the ideal",
    "problem": "a problem that settings study",
    "dataset": "a dataset or benchmark",
    "notion": "an intended notion",
}
"""Kinds of nodes."""

EDGE_KINDS: dict[str, str] = {
    "proposes": "a paper introduces a method, metric or dataset",
    "studies": "a paper has a setting; a setting studies a problem",
    "intends": "a setting intends a notion",
    "measured-by": "a setting is measured by a metric",
    "compares-with": "a setting is compared with a method",
    "refers-to": "a setting is held against a reference",
    "runs-on": "a setting runs on a dataset",
}
"""Kinds of edges."""

Graph: TypeAlias = "nx.MultiDiGraph[str]"
Verdicts = Mapping[str, Mapping[str, Verdict]]
"""For each paper id, the verdicts by setting id."""
_Node = tuple[str, dict[str, str]]
_Edge = tuple[str, str, dict[str, Any]]


@uncollected()
def build_graph(entries: Iterable[Entry], verdicts: Verdicts, lexicon: Lexicon) -> Graph:
    """Build the graph of a corpus.

    Args:
        entries: the coded papers.
        verdicts: the verdict of each of their settings.
        lexicon: every term that they use.

    Returns:
        A multigraph; each node has `kind` and `name`, each edge has `kind`. A setting has an edge to a metric for each
        measurement, with `on` and `criterion`.
    """
    graph: Graph = nx.MultiDiGraph()
    ordered = sorted(entries, key=lambda entry: entry.id)
    nodes = [*_term_nodes(lexicon), *(node for entry in ordered for node in _paper_nodes(entry))]
    graph.add_nodes_from(sorted(nodes, key=lambda node: node[0]))
    graph.add_edges_from(edge for entry in ordered for edge in _paper_edges(entry))
    graph.add_edges_from(edge for entry in ordered for edge in _settings_edges(entry, verdicts))
    return graph


def neighbourhood(graph: Graph, node: str, most: int = 60) -> Graph:
    """Cut out what surrounds a node.

    Args:
        graph: the graph of the corpus.
        node: the node in the middle.
        most: how many nodes to keep at most.

    Returns:
        The subgraph of the node, what it touches, and what its settings touch, nearest first; then, while there is room,
        other papers that share methods with it, most shared first.
    """
    distances = nx.single_source_shortest_path_length(graph, node, cutoff=2)
    near = sorted(distances, key=lambda other: (distances[other], other))[:most]
    room = most - len(near)
    papers = {each: set(map(_paper_of, graph.predecessors(each))) for each in near if each.startswith("method:")} if room > 0 else {}
    shared = Counter(paper for found in papers.values() for paper in found - {node})
    kin = sorted(shared, key=lambda paper: (-shared[paper], paper))[: max(room, 0)]
    inside = set(near)
    kept: Graph = nx.MultiDiGraph()
    kept.add_nodes_from((each, graph.nodes[each]) for each in (*near, *kin))
    kept.add_edges_from((tail, head, attributes) for tail, head, attributes in graph.edges(near, data=True) if head in inside)
    for paper in kin:
        for method in sorted(each for each, found in papers.items() if paper in found):
            kept.add_edge(paper, method, kind="proposes" if graph.has_edge(paper, method) else "compares-with")
    return kept


def to_node_link(graph: Graph) -> dict[str, Any]:
    """Turn a graph into plain lists of nodes and edges.

    Returns:
        `{"nodes": [{"id", "kind", "name", ...}], "edges": [{"source", "target", "kind", ...}]}`, in the graph's order.
    """
    nodes = [{"id": node, **attributes} for node, attributes in graph.nodes(data=True)]
    edges = [{"source": tail, "target": head, **attributes} for tail, head, attributes in graph.edges(data=True)]
    return {"nodes": nodes, "edges": edges}


def _paper_of(node: str) -> str:
    kind, _, name = node.partition(":")
    return f"paper:{name.partition('/')[0]}" if kind == "setting" else node


def _node(kind: str, name: str, shown: str) -> _Node:
    return f"{kind}:{name}", {"kind": kind, "name": shown}


def _term_nodes(lexicon: Lexicon) -> Iterator[_Node]:
    yield from (_node("metric", term.id, term.name) for term in lexicon.metrics.values())
    yield from (_node("method", term, name) for term, name in lexicon.method_names.items())
    yield from (_node("problem", term.id, term.name) for term in lexicon.problems.values())
    yield from (_node("dataset", term.id, term.name) for term in lexicon.datasets.values())
    yield from (_node("reference", reference, REFERENCE_NAMES[reference]) for reference in Reference)
    yield from (_node("notion", notion, notion) for notion in Notion)


def _paper_nodes(entry: Entry) -> Iterator[_Node]:
    yield _node("paper", entry.id, entry.title)
    yield from (_node("setting", f"{entry.id}/{setting.id}", setting.name) for setting in entry.settings)


# Edges come in the order of their tails, kinds and heads, so that nothing is left to sort.


def _paper_edges(entry: Entry) -> Iterator[_Edge]:
    paper, proposed = f"paper:{entry.id}", entry.proposes
    heads = [(f"method:{each.id}", {"settings": " ".join(each.settings)} if each.settings else {}) for each in proposed.methods]
    heads += [(f"{kind}:{each.id}", {}) for kind, terms in (("metric", proposed.metrics), ("dataset", proposed.datasets)) for each in terms]
    yield from ((paper, head, {"kind": "proposes", **more}) for head, more in sorted(heads, key=lambda head: head[0]))
    yield from ((paper, f"setting:{entry.id}/{name}", {"kind": "studies"}) for name in sorted(each.id for each in entry.settings))


def _settings_edges(entry: Entry, verdicts: Verdicts) -> Iterator[_Edge]:
    for setting in sorted(entry.settings, key=lambda setting: setting.id):
        node = f"setting:{entry.id}/{setting.id}"
        measured = sorted((each.metric, str(each.criterion), str(each.on)) for each in setting.measurements)
        yield from ((node, f"method:{name}", {"kind": "compares-with"}) for name in sorted(setting.baselines))
        yield node, f"notion:{verdicts[entry.id][setting.id].intended}", {"kind": "intends"}
        yield from ((node, f"metric:{name}", {"kind": "measured-by", "on": on, "criterion": how}) for name, how, on in measured)
        yield from ((node, f"reference:{name}", {"kind": "refers-to"}) for name in sorted(setting.references))
        yield from ((node, f"dataset:{name}", {"kind": "runs-on"}) for name in sorted(setting.datasets))
        yield node, f"problem:{setting.problem}", {"kind": "studies"}
