"""`taxonomy check`: every fault in one run."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from taxonomy.cli.common import entries_folder, entries_option, format_option, speaks_plainly, working
from taxonomy.cli.reports import REPORTS
from taxonomy.corpus import cross_check, read_corpus, read_entries
from taxonomy.errors import Finding
from taxonomy.lexicon import load_lexicon
from taxonomy.readings import read_readings


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@entries_option
@format_option(*REPORTS)
@speaks_plainly
def command(paths: tuple[Path, ...], entries: Path | None, style: str) -> None:
    """Report every fault of entry files, folders of entries, or of all entries.

    Each fault names file, line and column, what was found, what was expected and what to do. Exit code 1 if any.
    """
    named = {path.resolve(): path for path in reversed(paths)}
    folders = [path for path in named.values() if path.is_dir()] or ([] if paths else [entries_folder(entries)])
    covered = {(folder / "papers").resolve() for folder in folders}
    files = [path for full, path in named.items() if not path.is_dir() and full.parent not in covered]
    with working("reading entries"):
        findings = [finding for folder in folders for finding in _check_folder(folder)]
        findings += _check_files(files, entries_folder(entries)) if files else []
    click.echo(REPORTS[style](sorted(findings)), nl=False)
    click.echo(_summary(findings), err=True)
    sys.exit(1 if findings else 0)


def _check_folder(folder: Path) -> list[Finding]:
    corpus, findings = read_corpus(folder)
    return [*findings, *read_readings(folder, corpus)[1]]


def _check_files(files: list[Path], folder: Path) -> list[Finding]:
    """Faults of single files, seen together with the entries of the corpus that they do not replace."""
    read, findings = read_entries(files)
    corpus, _ = read_corpus(folder)
    given = {entry.id for entry, _ in read}
    others = [entry for entry in corpus.entries if entry.id not in given]
    lexicon = load_lexicon().joined_with([*others, *(entry for entry, _ in read)])
    return [*findings, *cross_check(read, corpus.register, lexicon, others)]


def _summary(findings: list[Finding]) -> str:
    if not findings:
        return "no faults"
    files = len({finding.path for finding in findings})
    return f"{len(findings)} fault{'s' * (len(findings) > 1)} in {files} file{'s' * (files > 1)}"
