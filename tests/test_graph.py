"""The typed graph of a corpus: its kinds, its edges, home notions, and its reproducibility."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

import taxonomy
from taxonomy.corpus import Corpus
from taxonomy.graph import EDGE_KINDS, NODE_KINDS, Graph, to_node_link
from taxonomy.model import Entry
from taxonomy.pages.near import Neighbourhoods
from taxonomy.vocabulary.closed import Notion, Reference
from tests.invented import CONCEPT, CORPUS, EXAMPLES, entry, folder_of, setting

BOTH = {"untraining", "unlearning"}
ENDS = {
    "proposes": {("paper", "method"), ("paper", "metric"), ("paper", "dataset")},
    "studies": {("paper", "setting"), ("setting", "problem")},
    "intends": {("setting", "notion")},
    "measured-by": {("setting", "metric")},
    "compares-with": {("setting", "method")},
    "refers-to": {("setting", "reference")},
    "runs-on": {("setting", "dataset")},
}
"""What each kind of edge leads from and to."""
AROUND_STYLE = {
    ("paper:ersatz2024two", "studies", "setting:ersatz2024two/style"),
    ("setting:ersatz2024two/style", "studies", "problem:style-removal"),
    ("setting:ersatz2024two/style", "intends", "notion:unlearning"),
    ("setting:ersatz2024two/style", "measured-by", "metric:concept-classifier-accuracy"),
    ("setting:ersatz2024two/style", "measured-by", "metric:fid"),
    ("setting:ersatz2024two/style", "compares-with", "method:hazard-eraser"),
    ("setting:ersatz2024two/style", "compares-with", "method:two-eraser"),
    ("setting:ersatz2024two/style", "refers-to", "reference:retrained-without-concept"),
    ("setting:ersatz2024two/style", "runs-on", "dataset:wikiart"),
}
"""Every edge of one setting."""


@pytest.fixture(scope="module")
def graph(corpus: Corpus) -> Graph:
    """The graph of the invented corpus."""
    return corpus.graph()


def triples(graph: Graph) -> Counter[tuple[str, str, str]]:
    """Tail, kind and head of every edge, with how often they occur."""
    return Counter((tail, attributes["kind"], head) for tail, head, attributes in graph.edges(data=True))


def homes_of(folder: Path, *entries: dict[str, Any]) -> dict[str, set[str]]:
    """Home notions of the methods that entries propose."""
    corpus = taxonomy.load(folder_of(folder, *entries))
    return {method: {str(notion) for notion in corpus.home_notions[method]} for method in corpus.lexicon.proposed_methods}


def proposing(*methods: dict[str, Any]) -> dict[str, Any]:
    """What an entry proposes."""
    return {"methods": [{"name": method["id"], **method} for method in methods]}


def test_graph_is_a_directed_multigraph(graph: Graph) -> None:
    """Algorithms of networkx take the graph as it is."""
    assert type(graph) is nx.MultiDiGraph
    assert nx.is_directed_acyclic_graph(graph)


def test_kinds_of_edges_are_those_of_the_interface() -> None:
    """The kinds of edges that other programs rely on stay as they are, each with a sentence that explains it."""
    assert set(EDGE_KINDS) == set(ENDS)
    assert all(EDGE_KINDS.values())
    assert all(NODE_KINDS.values())


def test_every_node_has_kind_and_name(graph: Graph) -> None:
    """A node is called `<kind>:<id>` and has its kind and a name to show; every kind occurs."""
    for node, attributes in graph.nodes(data=True):
        kind, _, name = node.partition(":")
        assert (attributes["kind"], bool(name), bool(attributes["name"])) == (kind, True, True), node
    assert {attributes["kind"] for _, attributes in graph.nodes(data=True)} == set(NODE_KINDS)


def test_every_edge_joins_the_kinds_that_it_may_join(graph: Graph) -> None:
    """Each kind of edge occurs, and leads from and to the kinds of nodes that it is about."""
    found: dict[str, set[tuple[str, str]]] = {}
    for tail, kind, head in triples(graph):
        found.setdefault(kind, set()).add((tail.partition(":")[0], head.partition(":")[0]))
    assert found == ENDS


def test_edges_of_a_setting(graph: Graph) -> None:
    """A setting's edges say all that its facts say, and nothing else touches it."""
    node = "setting:ersatz2024two/style"
    assert {triple for triple in triples(graph) if node in triple} == AROUND_STYLE


def test_edges_of_proposals(graph: Graph) -> None:
    """A paper is joined to each method, metric and dataset that it introduces."""
    proposed = {head for tail, kind, head in triples(graph) if (tail, kind) == ("paper:placeholder2023hazards", "proposes")}
    assert proposed == {"method:hazard-eraser", "metric:hazard-quiz-accuracy", "dataset:hazard-quiz"}


def test_edge_says_how_a_metric_is_read(graph: Graph) -> None:
    """A metric that is measured twice keeps both measurements, each with what it was taken on and its criterion."""
    edges = graph.get_edge_data("setting:placeholder2023hazards/stand-in-texts", "metric:hazard-quiz-accuracy")
    assert {(edge["on"], edge["criterion"]) for edge in edges.values()} == {
        ("forget-set", "reported-only"),
        ("held-out-concept", "lower-is-better"),
    }


def test_every_word_is_a_node(corpus: Corpus, graph: Graph) -> None:
    """References, notions and all terms are nodes even where no setting uses them."""
    expected = {f"reference:{reference}" for reference in Reference} | {f"notion:{notion}" for notion in Notion}
    expected |= {f"metric:{name}" for name in corpus.lexicon.metrics} | {f"method:{name}" for name in corpus.lexicon.methods}
    expected |= {f"problem:{name}" for name in corpus.lexicon.problems} | {f"dataset:{name}" for name in corpus.lexicon.datasets}
    assert expected <= set(graph.nodes)


def test_graph_is_what_networkx_makes(graph: Graph) -> None:
    """Nodes, edges, their order and numbers are those that networkx gives them one by one, and both ends of an edge share it."""
    made: Graph = nx.MultiDiGraph()
    made.add_nodes_from(graph.nodes(data=True))
    made.add_edges_from(graph.edges(data=True))
    assert list(made.nodes(data=True)) == list(graph.nodes(data=True))
    assert list(made.edges(keys=True, data=True)) == list(graph.edges(keys=True, data=True))
    assert _in_order(made.pred) == _in_order(graph.pred)
    assert all(graph.pred[head][tail][number] is told for tail, head, number, told in graph.edges(keys=True, data=True))
    assert graph.adj == graph.copy().adj


def _in_order(ends: Mapping[str, Mapping[str, Any]]) -> list[tuple[str, list[tuple[str, Any]]]]:
    return [(node, [*others.items()]) for node, others in ends.items()]


def test_edges_are_told_apart(corpus: Corpus) -> None:
    """What is written on one edge stands on no other."""
    graph = corpus.graph()
    for number, (_, _, attributes) in enumerate(graph.edges(data=True)):
        attributes["number"] = number
    assert [attributes["number"] for _, _, attributes in graph.edges(data=True)] == list(range(graph.number_of_edges()))


def test_term_that_nobody_declares_is_a_node(corpus: Corpus) -> None:
    """An entry that no check has seen can name a method that does not exist, or propose one twice; the graph shows both."""
    twice = proposing({"id": "twice"}, {"id": "twice"})
    odd = Entry.model_validate(entry(proposes=twice, settings=[setting(name, baselines=["nowhere"]) for name in "ab"]))
    graph = Corpus.of([odd], (), corpus.lexicon).graph()
    assert graph.nodes["method:nowhere"] == {}
    assert sorted(graph.pred["method:nowhere"]) == ["setting:ada2024study/a", "setting:ada2024study/b"]
    assert [told["kind"] for told in graph.get_edge_data("paper:ada2024study", "method:twice").values()] == ["proposes", "proposes"]


def test_graph_is_computed_anew(corpus: Corpus, graph: Graph) -> None:
    """Changing a graph changes neither the corpus nor the next graph."""
    changed = corpus.graph()
    changed.remove_node("paper:ersatz2024two")
    assert triples(corpus.graph()) == triples(graph)


@pytest.mark.parametrize(
    "expression",
    [
        "to_node_link(corpus.graph())",
        "Neighbourhoods(corpus.graph()).of('paper:sample2022poisons', 12)",
        "[[method, sorted(homes)] for method, homes in corpus.home_notions.items()]",
    ],
    ids=["graph", "neighbourhood", "homes"],
)
def test_graph_is_the_same_in_every_process(expression: str) -> None:
    """Nodes, edges, their order and their attributes do not depend on the seed of hashes."""
    code = (
        "import json, sys, taxonomy; from taxonomy.graph import to_node_link; from taxonomy.pages.near import Neighbourhoods\n"
        f"corpus = taxonomy.load(sys.argv[1]); print(json.dumps({expression}))"
    )
    command = [sys.executable, "-c", code, str(CORPUS)]
    outputs = {subprocess.check_output(command, env={**os.environ, "PYTHONHASHSEED": seed}) for seed in ("1", "42")}
    assert len(outputs) == 1
    assert len(json.loads(outputs.pop())) > 1


def test_order_of_entries_makes_no_difference(corpus: Corpus) -> None:
    """A corpus of the same entries in another order has the same graph."""
    turned = Corpus.of(reversed(corpus.entries), corpus.register, corpus.lexicon)
    assert to_node_link(turned.graph()) == to_node_link(corpus.graph())


@pytest.mark.parametrize(
    ("method", "homes"),
    [
        ("row-eraser", {"untraining"}),
        ("class-eraser", BOTH),
        ("trigger-eraser", {"unlearning"}),
        ("hazard-eraser", {"unlearning"}),
        ("node-eraser", {"untraining"}),
        ("two-eraser", BOTH),
        ("relabeller", {"neither"}),
        ("request-eraser", set()),
        ("retraining", {"untraining"}),
        ("prompting", {"unlearning"}),
        ("fine-tuning", BOTH),
    ],
)
def test_home_notions(corpus: Corpus, method: str, homes: set[str]) -> None:
    """Home notions are what the settings that propose a method intend; generic methods declare theirs."""
    assert {str(notion) for notion in corpus.home_notions[method]} == homes


def test_home_of_a_method_that_nobody_coded_is_unknown(corpus: Corpus) -> None:
    """A method whose paper is not coded is there, without a home."""
    assert {corpus.home_notions[method] for method in corpus.lexicon.pending_methods} == {frozenset()}


def test_coincident_setting_counts_for_both_beside_others(tmp_path: Path) -> None:
    """A coincident setting adds both notions, whatever the other settings intend."""
    coincident = setting("all", forget_set={**CONCEPT, "coverage": "complete"})
    steered = setting("steered", forget_set={"removes": "nothing"})
    papers = [
        entry("ada2024one", settings=[coincident, setting("rows")], proposes=proposing({"id": "eraser-one"})),
        entry("ada2024two", settings=[coincident, steered], proposes=proposing({"id": "eraser-two"})),
        entry("ada2024three", settings=[steered], proposes=proposing({"id": "eraser-three"})),
        entry("ada2024four", settings=[], proposes=proposing({"id": "eraser-four"})),
    ]
    assert homes_of(tmp_path / "entries", *papers) == {
        "eraser-one": BOTH,
        "eraser-two": {*BOTH, "neither"},
        "eraser-three": {"neither"},
        "eraser-four": set(),
    }


def test_home_comes_from_the_settings_that_the_proposal_names(tmp_path: Path) -> None:
    """A method that is proposed in some settings is not at home where the others are."""
    methods: list[dict[str, Any]] = [
        {"id": "eraser-a", "settings": ["rows"]},
        {"id": "eraser-b", "settings": ["concept"]},
        {"id": "eraser-c"},
    ]
    paper = entry(settings=[setting("rows", forget_set=EXAMPLES), setting("concept", forget_set=CONCEPT)], proposes=proposing(*methods))
    assert homes_of(tmp_path / "entries", paper) == {"eraser-a": {"untraining"}, "eraser-b": {"unlearning"}, "eraser-c": BOTH}


def test_setting_whose_name_begins_alike_is_another_setting(tmp_path: Path) -> None:
    """Names of settings are compared as a whole."""
    paper = entry(
        settings=[setting("rows"), setting("rows-of-a-concept", forget_set=CONCEPT)],
        proposes=proposing({"id": "eraser", "settings": ["rows-of-a-concept"]}),
    )
    assert homes_of(tmp_path / "entries", paper) == {"eraser": {"unlearning"}}


def test_comparison_does_not_make_a_home(tmp_path: Path) -> None:
    """A method that other papers compare with is not at home there."""
    papers = [
        entry("ada2024one", settings=[setting()], proposes=proposing({"id": "eraser"})),
        entry("bo2024two", settings=[setting(forget_set=CONCEPT, baselines=["eraser"])]),
    ]
    assert homes_of(tmp_path / "entries", *papers) == {"eraser": {"untraining"}}


def around(graph: Graph, most: int = 60) -> Graph:
    """What surrounds one paper, as a graph."""
    plain = Neighbourhoods(graph).of("paper:sample2022poisons", most)
    found = nx.node_link_graph({"directed": True, "multigraph": True, "graph": {}, **plain})
    assert isinstance(found, nx.MultiDiGraph)
    return found


def test_neighbourhood_holds_the_paper_and_what_its_settings_touch(graph: Graph) -> None:
    """What a paper introduces, studies, compares with and measures is near it."""
    near = around(graph)
    assert set(near.nodes) >= {
        *("paper:sample2022poisons", "setting:sample2022poisons/found-part", "method:trigger-eraser", "method:row-eraser"),
        *("notion:unlearning", "problem:backdoor-removal", "metric:membership-inference-attack", "dataset:cifar-10"),
    }


def test_neighbourhood_adds_papers_that_share_methods(graph: Graph) -> None:
    """Other papers come in if they propose or compare with the same methods, and only those."""
    near = around(graph)
    assert {node for node in near.nodes if node.startswith("paper:")} == {
        *("paper:sample2022poisons", "paper:example2021erasing", "paper:muster2024certified"),
        *("paper:placeholder2023hazards", "paper:sample2025audit"),
    }


@pytest.mark.parametrize("most", [1, 3, 8, 13, 14, 60])
def test_neighbourhood_is_no_larger_than_wanted(graph: Graph, most: int) -> None:
    """The node in the middle is always kept, and at most as many nodes as wanted."""
    near = around(graph, most)
    assert "paper:sample2022poisons" in near
    assert len(near) <= most
    assert all("kind" in attributes for _, attributes in near.nodes(data=True))


@pytest.mark.parametrize(
    ("paper", "method", "kind"),
    [
        ("paper:example2021erasing", "method:row-eraser", "proposes"),
        ("paper:example2021erasing", "method:retraining", "compares-with"),
        ("paper:sample2025audit", "method:row-eraser", "compares-with"),
        ("paper:sample2022poisons", "method:trigger-eraser", "proposes"),
    ],
)
def test_neighbourhood_says_what_a_paper_has_to_do_with_a_method(graph: Graph, paper: str, method: str, kind: str) -> None:
    """A paper that proposes a method is not shown as one that compares with it."""
    assert {each for tail, each, head in triples(around(graph)) if (tail, head) == (paper, method)} == {kind}


def test_neighbourhood_leaves_the_graph_as_it_is(corpus: Corpus, graph: Graph) -> None:
    """Cutting out a part does not write into the whole."""
    around(graph)
    assert to_node_link(graph) == to_node_link(corpus.graph())


def test_plain_lists_hold_the_whole_graph(graph: Graph) -> None:
    """The plain form has every node and edge once, survives JSON, and its edges end at its nodes."""
    plain = to_node_link(graph)
    assert json.loads(json.dumps(plain)) == plain
    assert (len(plain["nodes"]), len(plain["edges"])) == (graph.number_of_nodes(), graph.number_of_edges())
    names = [node["id"] for node in plain["nodes"]]
    assert names == sorted(set(names))
    assert {edge[end] for edge in plain["edges"] for end in ("source", "target")} <= set(names)
