"""`taxonomy check`: every fault in one run."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from taxonomy.bibliography import read_register
from taxonomy.cli.common import entries_folder, entries_option, entry_files, format_option, speaks_plainly, working
from taxonomy.cli.reports import REPORTS
from taxonomy.corpus import read_corpus
from taxonomy.errors import Finding
from taxonomy.readings import read_readings


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@entries_option
@format_option(*REPORTS)
@speaks_plainly
def command(paths: tuple[Path, ...], entries: Path | None, style: str) -> None:
    """Report every fault of entry files, folders of them, registers, or of all entries.

    Each fault names file, line and column, what was found, what was expected and what to do. Exit code 1 if any.
    """
    named = {path.absolute(): path for path in reversed(paths)}
    folders = [path for path in named.values() if (path / "papers").is_dir()] or ([] if paths else [entries_folder(entries)])
    covered = {folder.absolute() for folder in folders}
    others = [path for full, path in named.items() if not {full, full.parent, full.parent.parent} & covered]
    registers = [path for path in others if path.suffix == ".bib"]
    files = [file for path in others if path not in registers for file in entry_files(path)]
    with working("reading entries"):
        findings = [finding for folder in folders for finding in _check_folder(folder)]
        findings += [finding for path in registers for finding in read_register(path)[1]]
        if files:
            findings += read_corpus(entries_folder(entries))[0].seen_with(files, against_register=True).findings
    click.echo(REPORTS[style](sorted(findings)), nl=False)
    click.echo(_summary(findings), err=True)
    sys.exit(1 if findings else 0)


def _check_folder(folder: Path) -> list[Finding]:
    corpus, findings = read_corpus(folder)
    return [*findings, *read_readings(folder, corpus)[1]]


def _summary(findings: list[Finding]) -> str:
    if not findings:
        return "no faults"
    files = len({finding.path for finding in findings})
    return f"{len(findings)} fault{'s' * (len(findings) > 1)} in {files} file{'s' * (files > 1)}"
