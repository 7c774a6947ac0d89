"""`taxonomy check`: every fault in one run."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from taxonomy.cli.common import ended_cleanly, entries_option, format_option, speaks_plainly, working
from taxonomy.cli.reports import REPORTS
from taxonomy.errors import Finding


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@entries_option
@format_option(*REPORTS)
@speaks_plainly
def command(paths: tuple[Path, ...], entries: Path | None, style: str) -> None:
    """Report every fault of entry files, folders of them, registers, or of all entries.

    Each fault names file, line and column, what was found, what was expected and what to do. Exit code 1 if any.
    """
    from taxonomy.checking import check_paths

    with working("reading entries"), ended_cleanly():
        findings = check_paths(paths, entries)
    click.echo(REPORTS[style](findings), nl=False)
    click.echo(_summary(findings), err=True)
    sys.exit(1 if findings else 0)


def _summary(findings: list[Finding]) -> str:
    if not findings:
        return "no faults"
    files = len({finding.path for finding in findings})
    return f"{len(findings)} fault{'s' * (len(findings) > 1)} in {files} file{'s' * (files > 1)}"
