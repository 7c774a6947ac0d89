"""The graph of the corpus as GraphML, as node-link JSON, and in the language of Graphviz."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import TYPE_CHECKING

from taxonomy.corpus import Corpus
from taxonomy.exports.files import json_bytes
from taxonomy.plain import versions

if TYPE_CHECKING:
    from taxonomy.graph import Graph

_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ENTITY = re.compile(r"&(?=#?\w+;)")


def graphml_files(corpus: Corpus) -> Iterator[tuple[str, bytes]]:
    """The graph as GraphML."""
    yield "graph.graphml", to_graphml(corpus.graph())


def to_graphml(graph: Graph) -> bytes:
    """Write the graph as GraphML; the versions are attributes of the graph, and every edge has an id of its own.

    A character that XML cannot hold becomes U+FFFD.
    """
    import networkx as nx  # noqa: PLC0415  # slow to import

    copy: Graph = nx.MultiDiGraph()
    copy.graph.update(versions())
    for node, attributes in graph.nodes(data=True):
        copy.add_node(node, **_xml_texts(attributes))
    for number, (tail, head, attributes) in enumerate(graph.edges(data=True)):
        copy.add_edge(tail, head, f"e{number}", **_xml_texts(attributes))
    out = BytesIO()
    nx.write_graphml_xml(copy, out)
    return out.getvalue() + b"\n"


def to_json(graph: Graph) -> bytes:
    """Write the graph as node-link JSON, as `networkx.node_link_graph` reads it."""
    from taxonomy.graph import to_node_link  # noqa: PLC0415  # networkx is slow to import

    return json_bytes({"directed": True, "multigraph": True, "graph": versions(), **to_node_link(graph)})


def to_dot(graph: Graph) -> bytes:
    """Write the graph in the language of Graphviz; the versions are attributes of the graph."""
    from pydot import Dot, Edge, Node  # noqa: PLC0415  # slow to import

    dot = Dot("taxonomy", graph_type="digraph", rankdir="LR")
    for name, version in versions().items():
        dot.set(name, _quoted(version))
    for node, attributes in graph.nodes(data=True):
        dot.add_node(Node(_quoted(node), label=_label(attributes["name"]), kind=_quoted(attributes["kind"])))
    for tail, head, attributes in graph.edges(data=True):
        edge = Edge(_quoted(tail), _quoted(head))
        for name, value in attributes.items():
            edge.set(name, _quoted(value))
        dot.add_edge(edge)
    return dot.to_string().encode()


WRITERS: dict[str, Callable[[Graph], bytes]] = {"graphml": to_graphml, "json": to_json, "dot": to_dot}
"""For each way to write the graph, what writes it."""


def _xml_texts(attributes: dict[str, str]) -> dict[str, str]:
    return {name: _NOT_IN_XML.sub("\ufffd", value) for name, value in attributes.items()}


def _label(text: str) -> str:
    """Quote text that Graphviz draws: there `&lt;` is an entity."""
    return _quoted(_ENTITY.sub("&amp;", text))


def _quoted(text: str) -> str:
    """Quote text of one line as Graphviz reads it: a backslash begins an escape."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
