"""`taxonomy graph`: papers, settings, methods, metrics, references, problems, datasets and notions as a graph."""

from __future__ import annotations

from pathlib import Path

import click

from taxonomy.cli.common import entries_option, format_option, sound_corpus, speaks_plainly, working

_FORMATS = ("graphml", "json", "dot")


@click.command()
@entries_option
@format_option(*_FORMATS)
@speaks_plainly
def command(entries: Path | None, style: str) -> None:
    """Print the graph of all coded papers.

    GraphML opens in Gephi, yEd and Cytoscape, JSON in `networkx.node_link_graph`, dot in Graphviz. Nodes are called
    `<kind>:<id>`.
    """
    from taxonomy.exports.network import WRITERS

    with working("reading entries"):
        written = WRITERS[style](sound_corpus(entries).graph())
    click.echo(written, nl=False)
