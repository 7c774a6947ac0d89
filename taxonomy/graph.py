"""The typed graph of papers, settings, methods, metrics, references, problems, datasets and notions.

Nodes are named `<kind>:<id>`; the kinds of nodes and edges are the two tables below. The graph is computed from the
entries and their verdicts whenever it is asked for, never stored; nodes and edges come in sorted order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from operator import attrgetter, itemgetter
from typing import Any, TypeAlias

import networkx as nx

from taxonomy.lexicon import Lexicon
from taxonomy.memory import uncollected
from taxonomy.model import Entry, Setting
from taxonomy.notions.verdicts import Verdict
from taxonomy.vocabulary.closed import REFERENCE_NAMES, Criterion, MeasuredOn, Notion, Reference

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
_Edges = dict[str, dict[int, dict[str, str]]]
"""All edges of one node: for each head those that lead there, by number, with their attributes."""
_WORDS = {word: str(word) for words in (Criterion, MeasuredOn) for word in words}
"""The plain words of the enumerations of which edges speak."""


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
    ordered = sorted(entries, key=attrgetter("id"))
    named = {kind: _Named(kind) for kind in NODE_KINDS}
    nodes = dict(sorted([*_term_nodes(lexicon, named), *[node for entry in ordered for node in _paper_nodes(entry)]], key=itemgetter(0)))
    edges = {f"paper:{entry.id}": _paper_edges(entry, named) for entry in ordered}
    for entry in ordered:
        judged = verdicts[entry.id]
        for setting in sorted(entry.settings, key=attrgetter("id")):
            edges[f"setting:{entry.id}/{setting.id}"] = _setting_edges(setting, judged[setting.id].intended, named)
    return _joined(nodes, edges)


def to_node_link(graph: Graph) -> dict[str, Any]:
    """Turn a graph into plain lists of nodes and edges.

    Returns:
        `{"nodes": [{"id", "kind", "name", ...}], "edges": [{"source", "target", "kind", ...}]}`, in the graph's order.
    """
    nodes = [{"id": node, **attributes} for node, attributes in graph.nodes(data=True)]
    edges = [{"source": tail, "target": head, **attributes} for tail, head, attributes in graph.edges(data=True)]
    return {"nodes": nodes, "edges": edges}


class _Named(dict[str, str]):
    """Nodes of one kind by id, each written once."""

    def __init__(self, kind: str) -> None:
        """Begin with none."""
        super().__init__()
        self._kind = kind

    def __missing__(self, name: str) -> str:
        node = self[name] = f"{self._kind}:{name}"
        return node


def _joined(nodes: dict[str, dict[str, str]], edges: Mapping[str, _Edges]) -> Graph:
    """Make what `add_nodes_from` and `add_edges_from` of networkx make, in half their time, in the mappings in which it keeps them."""
    tails: dict[str, _Edges] = {node: {} for node in nodes}
    for tail, heads in edges.items():
        for head, parallel in heads.items():
            try:
                tails[head][tail] = parallel
            except KeyError:  # a term that nobody declares
                nodes[head], tails[head] = {}, {tail: parallel}
    graph: Graph = nx.MultiDiGraph()
    kept: Any = graph
    kept._node.update(nodes)  # noqa: SLF001  # a test compares the graph with the one that networkx makes
    kept._succ.update((node, edges.get(node) or {}) for node in nodes)  # noqa: SLF001  # likewise
    kept._pred.update(tails)  # noqa: SLF001  # likewise
    return graph


def _term_nodes(lexicon: Lexicon, named: Mapping[str, _Named]) -> Iterator[_Node]:
    yield from ((named["metric"][term.id], {"kind": "metric", "name": term.name}) for term in lexicon.metrics.values())
    yield from ((named["method"][term], {"kind": "method", "name": name}) for term, name in lexicon.method_names.items())
    yield from ((named["problem"][term.id], {"kind": "problem", "name": term.name}) for term in lexicon.problems.values())
    yield from ((named["dataset"][term.id], {"kind": "dataset", "name": term.name}) for term in lexicon.datasets.values())
    yield from ((named["reference"][each], {"kind": "reference", "name": REFERENCE_NAMES[each]}) for each in Reference)
    yield from ((named["notion"][each], {"kind": "notion", "name": each}) for each in Notion)


def _paper_nodes(entry: Entry) -> Iterator[_Node]:
    yield f"paper:{entry.id}", {"kind": "paper", "name": entry.title}
    for setting in entry.settings:
        yield f"setting:{entry.id}/{setting.id}", {"kind": "setting", "name": setting.name}


# Edges come in the order of their tails, kinds and heads, so that nothing is left to sort.


def _paper_edges(entry: Entry, named: Mapping[str, _Named]) -> _Edges:
    proposed = entry.proposes
    edges: _Edges = {}
    heads = [(named["method"][each.id], {"settings": " ".join(each.settings)} if each.settings else {}) for each in proposed.methods]
    heads += [(named["metric"][each.id], {}) for each in proposed.metrics]
    heads += [(named["dataset"][each.id], {}) for each in proposed.datasets]
    for head, more in sorted(heads, key=itemgetter(0)):
        parallel = edges.setdefault(head, {})
        parallel[len(parallel)] = {"kind": "proposes", **more}
    for name in sorted([each.id for each in entry.settings]):
        edges[f"setting:{entry.id}/{name}"] = {0: {"kind": "studies"}}
    return edges


def _setting_edges(setting: Setting, intended: Notion, named: Mapping[str, _Named]) -> _Edges:
    methods, metrics, references, datasets = named["method"], named["metric"], named["reference"], named["dataset"]
    edges: _Edges = {methods[name]: {0: {"kind": "compares-with"}} for name in sorted(setting.baselines)}
    edges[named["notion"][intended]] = {0: {"kind": "intends"}}
    for name, how, on in sorted([(each.metric, _WORDS[each.criterion], _WORDS[each.on]) for each in setting.measurements]):
        parallel = edges.setdefault(metrics[name], {})
        parallel[len(parallel)] = {"kind": "measured-by", "on": on, "criterion": how}
    for reference in sorted(setting.references):
        edges[references[reference]] = {0: {"kind": "refers-to"}}
    for name in sorted(setting.datasets):
        edges[datasets[name]] = {0: {"kind": "runs-on"}}
    edges[named["problem"][setting.problem]] = {0: {"kind": "studies"}}
    return edges
