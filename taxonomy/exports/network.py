"""The graph of the corpus as GraphML, as node-link JSON, and in the language of Graphviz."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, TypeAlias
from xml.sax.saxutils import escape

from taxonomy.corpus import Corpus
from taxonomy.exports.files import Files, json_bytes
from taxonomy.plain import versions

if TYPE_CHECKING:
    from taxonomy.graph import Graph

_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_PLAIN_IN_XML = re.compile(r"[\w ./:-]*", re.ASCII)
_XML_HEAD = """<?xml version='1.0' encoding='utf-8'?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
"""
Keys: TypeAlias = dict[tuple[str, str], str]
"""For what an attribute is of, and its name, the key under which the file declares it."""
_ENTITY = re.compile(r"&(?=#?\w+;)")


def graphml_files(corpus: Corpus) -> Files:
    """The graph as GraphML."""
    yield "graph.graphml", [to_graphml(corpus.graph())]


def to_graphml(graph: Graph) -> bytes:
    """Write the graph as GraphML; the versions are attributes of the graph, and every edge has an id of its own.

    A character that XML cannot hold becomes U+FFFD.
    """
    keys: dict[tuple[str, str], str] = {}
    told = "".join(_xml_data(keys, "graph", versions(), "    "))
    nodes = "".join(_xml_nodes(graph, keys))
    edges = "".join(_xml_edges(graph, keys))
    lines = (f'  <key id="{key}" for="{of}" attr.name="{name}" attr.type="string" />\n' for (of, name), key in reversed(keys.items()))
    return f'{_XML_HEAD}{"".join(lines)}  <graph edgedefault="directed">\n{nodes}{edges}{told}  </graph>\n</graphml>\n\n'.encode()


def _xml_nodes(graph: Graph, keys: Keys) -> Iterator[str]:
    for node, attributes in graph.nodes(data=True):
        yield f'    <node id="{_xml_id(node)}">\n'
        yield from _xml_data(keys, "node", attributes)
        yield "    </node>\n"


def _xml_edges(graph: Graph, keys: Keys) -> Iterator[str]:
    for number, (tail, head, attributes) in enumerate(graph.edges(data=True)):
        yield f'    <edge source="{_xml_id(tail)}" target="{_xml_id(head)}" id="e{number}">\n'
        yield from _xml_data(keys, "edge", attributes)
        yield "    </edge>\n"


def _xml_data(keys: Keys, of: str, attributes: Mapping[str, str], indent: str = "      ") -> Iterator[str]:
    """Attributes of something, each by the key under which the head of the file declares it."""
    for name, value in attributes.items():
        key = keys.setdefault((of, name), f"d{len(keys)}")
        yield f'{indent}<data key="{key}">{_xml_text(value)}</data>\n'


def _xml_id(name: str) -> str:
    """Escape the name of a node, for an attribute."""
    return _xml_text(name).replace('"', "&quot;")


def _xml_text(text: str) -> str:
    """Escape a text, for the content of an element."""
    return text if _PLAIN_IN_XML.fullmatch(text) else escape(_NOT_IN_XML.sub("\ufffd", text))


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


def _label(text: str) -> str:
    """Quote text that Graphviz draws: there `&lt;` is an entity."""
    return _quoted(_ENTITY.sub("&amp;", text))


def _quoted(text: str) -> str:
    """Quote text of one line as Graphviz reads it: a backslash begins an escape."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
