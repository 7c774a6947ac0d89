"""`taxonomy compare`: settings side by side."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from taxonomy.cli.common import complete_settings, entries_option, format_option, sound_corpus, speaks_plainly, write_json
from taxonomy.latex import escape, table
from taxonomy.messages import on_one_line
from taxonomy.plain import csv_rows, versions

if TYPE_CHECKING:
    from taxonomy.comparison import ComparedFact

_WIDE = 160
"""Width of the table in characters where there is no terminal."""


@click.command()
@click.argument("addresses", nargs=-1, metavar="ID/SETTING ID/SETTING...", shell_complete=complete_settings)
@entries_option
@format_option("text", "json", "csv", "latex")
@speaks_plainly
def command(addresses: tuple[str, ...], entries: Path | None, style: str) -> None:
    """Put two to six settings side by side, facts that differ first.

    A paper's id alone names its setting where it has only one.
    """
    from taxonomy.comparison import CAPTION, SHARE_OF_NAMES

    corpus = sound_corpus(entries)
    facts = corpus.compare(*addresses)
    names = [corpus.setting(address).address for address in addresses]
    if style == "json":
        rows = [{"fact": fact.name, "differs": fact.differs, "values": list(map(list, fact.values))} for fact in facts]
        write_json({**versions(), "settings": names, "facts": rows})
    elif style == "csv":
        click.echo(csv_rows(_row(fact, names) for fact in facts), nl=False)
    elif style == "latex":
        cells = [[escape(fact.name), *(escape("; ".join(values) or "-") for values in fact.values)] for fact in facts]
        shares = dict.fromkeys(names, (1000 - SHARE_OF_NAMES) // len(names))
        click.echo(table({"Fact": SHARE_OF_NAMES, **shares}, cells, CAPTION), nl=False)
    else:
        _show(facts, names)


def _row(fact: ComparedFact, names: Sequence[str]) -> dict[str, object]:
    return {"fact": fact.name, "differs": "yes" if fact.differs else "no", **dict(zip(names, fact.values, strict=True))}


def _cell(value: str) -> str:
    """A value as a cell shows it, where any of its words may come to stand at the beginning of a line."""
    return on_one_line(value).replace("::", ": :")


def _show(facts: Sequence[ComparedFact], names: Sequence[str]) -> None:
    """Draw a table as wide as the terminal; values that all settings share stand in grey."""
    from rich.box import SIMPLE  # only this format needs it
    from rich.console import Console  # only this format needs it
    from rich.table import Table  # only this format needs it
    from rich.text import Text  # only this format needs it

    drawn = Table(box=SIMPLE, show_lines=True)
    for name in ("fact", *names):
        drawn.add_column(Text(name), overflow="fold")
    for fact in facts:
        cells = [
            Text("\n").join(Text(_cell(value), style="dim" if value in fact.shared else "") for value in values) for values in fact.values
        ]
        drawn.add_row(Text(fact.name, style="bold" if fact.differs else "dim"), *cells)
    Console(highlight=False, width=None if sys.stdout.isatty() else _WIDE).print(drawn)
