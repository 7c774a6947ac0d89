"""`taxonomy query`: choose settings by facts, verdicts and flags."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from taxonomy.cli.common import (
    complete_codes,
    complete_terms,
    entries_option,
    format_option,
    setting_line,
    sound_corpus,
    speaks_plainly,
    write_json,
)
from taxonomy.plain import csv_rows, versions
from taxonomy.vocabulary.closed import Agreement, Evaluated, Granularity, Modality, Notion, Reference

if TYPE_CHECKING:
    from taxonomy.selection import Selection

_OPTIONS: dict[str, tuple[type[Notion | Evaluated | Agreement | Granularity | Modality | Reference] | None, str]] = {
    "notion": (Notion, "Intended notion."),
    "evaluated": (Evaluated, "Evaluated notion."),
    "agreement": (Agreement, "Agreement of the two."),
    "flag": (None, "Code of a flag, or its beginning (MET301, BAS)."),
    "metric": (None, "Metric that is measured."),
    "baseline": (None, "Method that is compared."),
    "reference": (Reference, "What scores are held against."),
    "problem": (None, "Problem that is studied."),
    "modality": (Modality, "Kind of data."),
    "granularity": (Granularity, "Unit of removal."),
}

_COMPLETIONS = {
    "flag": complete_codes,
    "metric": complete_terms("metric"),
    "baseline": complete_terms("method"),
    "problem": complete_terms("problem"),
}


def _filters(function: Callable[..., None]) -> Callable[..., None]:
    """Add an option for each filter; each may be repeated, and then any of its values will do."""
    for name, (words, text) in reversed(_OPTIONS.items()):
        kind = click.Choice([str(word) for word in words]) if words else None
        option = click.option(
            f"--{name}", multiple=True, type=kind, help=text, metavar=None if words else "ID", shell_complete=_COMPLETIONS.get(name)
        )
        function = option(function)
    return function


def _once(_ctx: click.Context, param: click.Parameter, years: tuple[int, ...]) -> int | None:
    """The only year; two would not say which counts."""
    if len(years) > 1:
        raise click.BadParameter(f"{' and '.join(map(str, years))} were given, but one year is expected", param=param)
    return years[0] if years else None


@click.command()
@click.argument("text", nargs=-1)
@_filters
@click.option("--since", type=int, multiple=True, callback=_once, metavar="YEAR", help="First year.")
@click.option("--until", type=int, multiple=True, callback=_once, metavar="YEAR", help="Last year.")
@entries_option
@format_option("text", "json", "csv", "bibtex", "latex", "ids")
@speaks_plainly
def command(
    text: tuple[str, ...], since: int | None, until: int | None, entries: Path | None, style: str, **given: tuple[str, ...]
) -> None:
    """Choose settings that pass every filter; repeat a filter to admit several values.

    TEXT are words that title, authors, summary, names, methods or concept must all hold. Exit code 1 if nothing is found.
    """
    if since is not None and until is not None and since > until:
        raise click.UsageError(f"no year is since {since} and until {until}; exchange the two")
    filters: dict[str, int | tuple[str, ...]] = {name: values for name, values in given.items() if values}
    filters |= {name: year for name, year in (("since", since), ("until", until)) if year is not None}
    found = sound_corpus(entries).query(" ".join(text), **filters)
    click.echo(_WRITERS[style](found), nl=False) if style != "json" else write_json({**versions(), "settings": list(found.rows())})
    click.echo(f"{len(found)} setting{'s' * (len(found) != 1)} of {len(found.papers())} paper{'s' * (len(found.papers()) != 1)}", err=True)
    sys.exit(0 if found else 1)


def _lines(found: Selection) -> str:
    return "".join(f"{setting_line(setting)}\n" for setting in found)


def _ids(found: Selection) -> str:
    return "".join(f"{setting.address}\n" for setting in found)


def _csv(found: Selection) -> str:
    from taxonomy.selection import COLUMNS

    return csv_rows(found.rows(), COLUMNS)


_WRITERS: dict[str, Callable[[Selection], str]] = {
    "text": _lines,
    "csv": _csv,
    "bibtex": lambda found: found.to_bibtex(),
    "latex": lambda found: found.to_latex(),
    "ids": _ids,
}
