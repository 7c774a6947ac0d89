"""`taxonomy flags`: mismatched baselines, metrics and references."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from taxonomy.cli.common import (
    answered,
    chosen_papers,
    complete_codes,
    complete_targets,
    entries_option,
    format_option,
    painted,
    report_faults,
    say,
    speaks_plainly,
    write_json,
)
from taxonomy.cli.reports import flags_as_github
from taxonomy.errors import UnknownIdError
from taxonomy.nearest import nearest
from taxonomy.plain import csv_rows, flag_to_plain, versions
from taxonomy.rules import CATALOGUE
from taxonomy.rules.rule import Flag
from taxonomy.vocabulary.closed import Severity

_COLUMNS = ("code", "severity", "paper", "setting", "message", "choices", "instead")


@click.command()
@click.argument("targets", nargs=-1, metavar="[ID|ID/SETTING|PATH]...", shell_complete=complete_targets)
@click.option("--code", shell_complete=complete_codes, help="Only flags whose code is, or begins with, this (MET301, BAS).")
@click.option("--severity", type=click.Choice([str(severity) for severity in Severity]), help="Only flags of this severity.")
@entries_option
@format_option("text", "json", "csv", "github")
@speaks_plainly
def command(targets: tuple[str, ...], code: str | None, severity: str | None, entries: Path | None, style: str) -> None:
    """List the flags of papers: which choices belong to the other notion, and what to do instead.

    Exit code 1 if any flag is listed.
    """
    beginning = _known_code(code)
    papers, faults, files = chosen_papers(targets, entries)
    every = [flag for paper in papers for flag in paper.all_flags()]
    flags = [flag for flag in every if flag.rule.code.startswith(beginning) and severity in {None, str(flag.rule.severity)}]
    if style == "json":
        write_json({**versions(), "flags": [flag_to_plain(flag) for flag in flags]})
    elif style == "csv":
        click.echo(csv_rows(map(_row, flags), _COLUMNS), nl=False)
    elif style == "github":
        click.echo(flags_as_github(flags, files), nl=False)
    else:
        for flag in flags:
            say(*_lines(flag))
    report_faults(faults)
    if not flags and not faults:
        say(f"taxonomy: no flags{' of this kind' if code or severity else ''} in {len(papers)} paper{'s' * (len(papers) != 1)}", err=True)
    sys.exit(1 if flags or faults else 0)


def _known_code(code: str | None) -> str:
    """The beginning of codes that is meant; small letters will do."""
    beginning = (code or "").upper()
    codes = [rule.code for rule in CATALOGUE]
    if not any(known.startswith(beginning) for known in codes):
        raise UnknownIdError("rule", code or "", nearest(beginning, codes), "`taxonomy explain` lists the rules")
    return beginning


def _row(flag: Flag) -> dict[str, object]:
    return {
        "code": flag.rule.code,
        "severity": str(flag.rule.severity),
        "paper": flag.paper,
        "setting": flag.setting or "",
        "message": flag.rule.title,
        "choices": [str(fact) for fact in flag.choices],
        "instead": flag.rule.instead,
    }


def _lines(flag: Flag) -> Iterator[str]:
    place = f"{flag.paper}/{flag.setting}" if flag.setting else flag.paper
    yield f"{place}: {flag.rule.code} {painted(flag.rule.severity)}: {flag.rule.title}"
    yield from (f"  {fact}" for fact in flag.choices)
    yield f"  instead: {flag.rule.instead}"
    yield from answered(flag, "  ")
