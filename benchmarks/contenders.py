"""What is measured: each function does one piece of work on a folder of entries; `python -m benchmarks.contenders NAME FOLDER` runs it.

A function that returns a function prepares: only what it returns is the work.
"""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml

from benchmarks.networks import planted, purity

WANTED = {"notion": "unlearning", "metric": "membership-inference-attack", "since": 2020}
"""The query of three clauses."""
_PLANTED = (3_000, 30_000, 12)
"""Nodes, edges and groups of the network that is laid out."""


def read_bytes(folder: Path) -> int:
    """Only read the files: no loader can be faster."""
    return sum(len(path.read_bytes()) for path in (folder / "papers").iterdir())


def naive(folder: Path) -> list[Any]:
    """PyYAML's C loader and the models, with the collector on, and no place of any fault."""
    from taxonomy.model import Entry

    return [
        Entry.model_validate(yaml.load(path.read_bytes(), yaml.CSafeLoader)) for path in (folder / "papers").iterdir()
    ]  # it is a safe one


def read(folder: Path) -> Any:
    """Files to validated models as `taxonomy.load` does it, without what is looked up across files."""
    from taxonomy.crosscheck import read_entries

    return read_entries(sorted((folder / "papers").iterdir()))


def load(folder: Path) -> Any:
    """A whole corpus, everything across files looked up."""
    import taxonomy

    return taxonomy.load(folder)


def parse(folder: Path) -> Callable[[], Any]:
    """Text to plain values with every guard of ours."""
    from taxonomy.documents import parse_document

    texts = [path.read_text(encoding="utf-8") for path in (folder / "papers").iterdir()]
    return lambda: [parse_document(text, "x.yaml") for text in texts]


def parse_peer(folder: Path) -> Callable[[], Any]:
    """Text to plain values with PyYAML's C loader."""
    texts = [path.read_text(encoding="utf-8") for path in (folder / "papers").iterdir()]
    return lambda: [yaml.load(text, yaml.CSafeLoader) for text in texts]  # it is a safe one


def validate(folder: Path) -> Callable[[], Any]:
    """Plain values to models."""
    from taxonomy.model import Entry

    corpus = load(folder)
    values = [entry.model_dump(mode="json", exclude_defaults=True) for entry in corpus.entries]
    return lambda: [Entry.model_validate(value) for value in values]


def classify(folder: Path) -> Callable[[], Any]:
    """Every setting's verdict with its trace and all flags, from models."""
    from taxonomy.cases import judge_entry, verdicts_of
    from taxonomy.memory import uncollected

    corpus = load(folder)
    homes, metrics = corpus.home_notions, corpus.lexicon.metrics
    # Without the collector, as `Corpus.papers` does it.
    return uncollected()(lambda: [judge_entry(entry, verdicts_of(entry, metrics), homes) for entry in corpus.entries])


def classify_peer(folder: Path) -> Callable[[], Any]:
    """Twenty rules of two clauses each by rule-engine, on plain values of every setting."""
    import rule_engine

    clauses = ("removes == 'concept'", "coverage == 'sample'", "guarantee == 'none'", "membership == 'member'", "modality == 'image'")
    rules = [rule_engine.Rule(f"{one} and {other}") for one in clauses for other in clauses if one != other]
    settings = [setting for entry in load(folder).entries for setting in entry.settings]
    things = [
        {**setting.forget_set.model_dump(mode="json"), "guarantee": str(setting.guarantee), "modality": str(setting.modality)}
        for setting in settings
    ]
    return lambda: [[rule.matches(thing) for rule in rules] for thing in things]


def query(folder: Path) -> Callable[[], Any]:
    """The query of three clauses on a corpus that was asked before."""
    corpus = load(folder)
    corpus.query(**WANTED)
    return lambda: corpus.query(**WANTED)


def query_peer(folder: Path) -> Callable[[], Any]:
    """The same by SQLite in memory, with an index on every column that is asked for."""
    base = sqlite3.connect(":memory:")
    base.execute("create table settings (id integer primary key, address text, notion text, year integer)")
    base.execute("create table metrics (setting integer, metric text)")
    corpus = load(folder)
    for number, setting in enumerate(corpus.settings()):
        year = corpus[setting.paper_id].entry.year
        base.execute("insert into settings values (?, ?, ?, ?)", (number, setting.address, str(setting.verdict.intended), year))
        base.executemany("insert into metrics values (?, ?)", {(number, each.metric) for each in setting.facts.measurements})
    for index in ("settings (notion, year)", "metrics (metric, setting)"):
        base.execute(f"create index {index.partition(' ')[0]}_by on {index}")
    text = "select address from settings join metrics on setting = id where notion = ? and metric = ? and year >= ?"
    return lambda: base.execute(text, (WANTED["notion"], WANTED["metric"], WANTED["since"])).fetchall()


def bibtex_peer(folder: Path) -> Callable[[], Any]:
    """BibTeX of all papers, split into records and fields by bibtexparser."""
    from bibtexparser.entrypoint import parse_string

    text = _bibtex(folder)
    return lambda: parse_string(text)


def bibtex(folder: Path) -> Callable[[], Any]:
    """BibTeX of all papers into an empty register: read, decoded, compared, given ids, written and read back."""
    from taxonomy.holdings import read_holdings
    from taxonomy.intake import take_in

    text = _bibtex(folder)

    def work() -> int:
        with TemporaryDirectory() as scratch:
            (Path(scratch) / "papers").mkdir()
            holdings = read_holdings(Path(scratch))
            added = take_in(text, "all.bib", holdings).added
            holdings.add_records([each.work for each in added])
            return len(added)

    return work


def _bibtex(folder: Path) -> str:
    from taxonomy.bibliography import to_bibtex, work_of

    return to_bibtex(work_of(entry) for entry in load(folder).entries)


def pages(folder: Path) -> Callable[[], Any]:
    """Everything that a site generator needs, exports and pictures included, from a loaded corpus."""
    from taxonomy.rendering import write_pages

    corpus = load(folder)
    corpus.papers  # noqa: B018  # judged before

    def work() -> int:
        with TemporaryDirectory() as scratch:
            return len(write_pages(corpus, Path(scratch)))

    return work


def graph(folder: Path) -> Callable[[], Any]:
    """The typed graph and the home notions of all methods, from models and verdicts."""
    from taxonomy.graph import build_graph
    from taxonomy.homes import home_notions

    corpus = load(folder)
    verdicts = {paper.id: {name: setting.verdict for name, setting in paper.settings.items()} for paper in corpus}
    return lambda: (build_graph(corpus.entries, verdicts, corpus.lexicon), home_notions(corpus.entries, verdicts, corpus.lexicon))


def graph_peer(folder: Path) -> Callable[[], Any]:
    """A bare graph of networkx with the same edges, which are at hand."""
    import networkx as nx

    edges = list(load(folder).graph().edges())
    return lambda: nx.DiGraph(edges)


def layout(_: Path) -> Callable[[], Any]:
    """Places for a network of planted groups."""
    from taxonomy.spread import spread

    edges = planted(*_PLANTED)[1]
    starts = [((0.618 * node) % 1, (0.755 * node) % 1) for node in range(_PLANTED[0])]
    return lambda: spread(edges, starts)


def layout_peer(_: Path) -> Callable[[], Any]:
    """The same by the forces of networkx."""
    import networkx as nx

    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(_PLANTED[0]))
    graph.add_edges_from(planted(*_PLANTED)[1])
    return lambda: list(nx.spring_layout(graph, seed=1).values())


def layout_purity(name: str) -> float:
    """The share of nearest neighbours that are of the same group, of a layout of this module."""
    return purity(globals()[name](Path())(), planted(*_PLANTED)[0])


if __name__ == "__main__":
    globals()[sys.argv[1]](Path(sys.argv[2]))
