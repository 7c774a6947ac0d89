"""The graph as GraphML, node-link JSON and dot, on standard output and as a file, read by networkx and pydot."""

from __future__ import annotations

import io
import json
import re
from html import unescape
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import networkx as nx
import pydot
import pytest

from taxonomy.corpus import Corpus
from taxonomy.exports.network import WRITERS, to_dot, to_graphml, to_json
from taxonomy.graph import Graph
from taxonomy.plain import versions
from tests.hostile import TEXTS, hostile_corpus, paper_id
from tests.invented import CORPUS, edited, run, start

NAMESPACE = "{http://graphml.graphdrawing.org/xmlns}"


@pytest.fixture(scope="module")
def graph(corpus: Corpus) -> Graph:
    """The graph of the invented corpus."""
    return corpus.graph()


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """A graph whose names are hostile."""
    return hostile_corpus(tmp_path_factory.mktemp("hostile")).graph()


def facts_of(graph: Any) -> tuple[dict[str, dict[str, str]], list[tuple[str, str, list[tuple[str, str]]]]]:
    """Nodes and edges of a graph with their attributes, without the keys of edges."""
    edges = [(tail, head, sorted(attributes.items())) for tail, head, attributes in graph.edges(data=True)]
    return dict(graph.nodes(data=True)), sorted(edges)


def read_dot(text: bytes) -> pydot.Dot:
    """The one graph of a text."""
    graphs = pydot.graph_from_dot_data(text.decode())
    assert graphs
    assert len(graphs) == 1
    return graphs[0]


def used(graph: Graph) -> Graph:
    """A graph without the words that no setting uses, which is quick to parse."""
    kept: Graph = nx.MultiDiGraph(graph.subgraph([node for node, degree in graph.degree() if degree]))
    return kept


def unquoted(text: str) -> str:
    """What Graphviz draws for a quoted label."""
    return unescape(re.sub(r"\\(.)", r"\1", text[1:-1], flags=re.DOTALL))


def test_graphml_reads_back_as_the_same_graph(graph: Graph) -> None:
    """Networkx reads the same directed multigraph, nodes, edges and attributes alike, with the versions on the graph."""
    read = nx.read_graphml(io.BytesIO(to_graphml(graph)), force_multigraph=True)
    assert isinstance(read, nx.MultiDiGraph)
    assert facts_of(read) == facts_of(graph)
    assert {name: read.graph[name] for name in versions()} == versions()


def test_every_edge_of_graphml_has_an_id_of_its_own(graph: Graph) -> None:
    """Ids of edges are unique within the file, as the format asks."""
    ids = [edge.get("id") for edge in ET.fromstring(to_graphml(graph)).iter(f"{NAMESPACE}edge")]  # noqa: S314  # our own file
    assert len(ids) == len(set(ids)) == graph.number_of_edges()


def test_json_reads_back_as_the_same_graph(graph: Graph) -> None:
    """Networkx reads the node-link JSON without being told anything."""
    read = nx.node_link_graph(json.loads(to_json(graph)))
    assert isinstance(read, nx.MultiDiGraph)
    assert facts_of(read) == facts_of(graph)
    assert read.graph == versions()


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # pydot calls pyparsing by its old names
def test_dot_reads_back_as_the_same_graph(graph: Graph) -> None:
    """Pydot reads the same nodes and edges, with kinds, and the versions as attributes of the graph."""
    part = used(graph)
    read = read_dot(to_dot(part))
    labels = {unquoted(node.get_name()): unquoted(node.get("label")) for node in read.get_nodes()}
    assert labels == {node: attributes["name"] for node, attributes in part.nodes(data=True)}
    edges = [tuple(map(unquoted, (edge.get_source(), edge.get_destination(), edge.get("kind")))) for edge in read.get_edges()]
    assert sorted(edges) == sorted((tail, head, attributes["kind"]) for tail, head, attributes in part.edges(data=True))
    assert {name: unquoted(read.get(name)) for name in versions()} == versions()


@pytest.mark.parametrize("name", TEXTS)
def test_hostile_text_survives(name: str, hostile: Graph) -> None:
    """Names come back as they were; a character that XML cannot hold becomes U+FFFD in GraphML."""
    text, node = TEXTS[name], f"paper:{paper_id(name)}"
    graphml = nx.read_graphml(io.BytesIO(to_graphml(hostile)), force_multigraph=True)
    assert graphml.nodes[node]["name"] == text.replace("\uffff", "\ufffd")
    assert nx.node_link_graph(json.loads(to_json(hostile))).nodes[node]["name"] == text


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # pydot calls pyparsing by its old names
def test_hostile_text_survives_dot(hostile: Graph) -> None:
    """Names come back as they were, and none of them ends its quotes or becomes an HTML label."""
    part = used(hostile)
    read = read_dot(to_dot(part))
    labels = {unquoted(node.get_name()): unquoted(node.get("label")) for node in read.get_nodes()}
    assert {name: labels[f"paper:{paper_id(name)}"] for name in TEXTS} == TEXTS
    assert len(labels) == part.number_of_nodes()


@pytest.mark.parametrize("style", WRITERS)
def test_the_command_prints_the_graph(style: str, graph: Graph) -> None:
    """The command writes the graph to standard output as UTF-8, and nothing to standard error."""
    result = run("graph", "--entries", CORPUS, "--format", style)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout_bytes == WRITERS[style](graph)


def test_graphml_is_the_default() -> None:
    """Without --format the graph is GraphML."""
    assert run("graph", "--entries", CORPUS).stdout_bytes.startswith(b"<?xml version='1.0' encoding='utf-8'?>")


def test_another_process_prints_the_same_bytes(graph: Graph) -> None:
    """A run with other hashes, on a terminal that knows ASCII only, writes the same bytes."""
    environment = {"PYTHONHASHSEED": "3", "PYTHONIOENCODING": "ascii", "LC_ALL": "C"}
    assert start("graph", "--entries", CORPUS, "--format", "dot", environment=environment).stdout == to_dot(graph)


def test_papers_with_faults_are_left_out_with_a_word(tmp_path: Path) -> None:
    """A faulty paper is not in the graph, and standard error says so."""
    entries = edited(tmp_path / "entries", ("papers/ersatz2024two.yaml", "year: 2024", "year: soon"))
    result = run("graph", "--entries", entries, "--format", "json")
    assert result.exit_code == 0
    assert "paper:ersatz2024two" not in {node["id"] for node in json.loads(result.stdout)["nodes"]}
    assert "ersatz2024two.yaml holds faults, left out" in result.stderr


def test_an_unknown_format_names_the_known_ones() -> None:
    """An unknown format is refused with the known ones."""
    result = run("graph", "--format", "gexf")
    assert result.exit_code == 2
    assert all(style in result.stderr for style in WRITERS)
