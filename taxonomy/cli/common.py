"""What several commands share: options, targets, output and errors in sentences."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import click

from taxonomy.cases import ClassifiedSetting, Paper
from taxonomy.corpus import Corpus, bundled_entries, cross_check, load, read_corpus, read_entries
from taxonomy.errors import Finding, InvalidEntriesError, SetupError, TaxonomyError
from taxonomy.lexicon import load_lexicon
from taxonomy.readings import SecondReading, read_readings

_P = ParamSpec("_P")
_R = TypeVar("_R")

entries_option = click.option(
    "--entries",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of entries; default: ./entries if there, else the data that came with the package.",
)


def format_option(*formats: str) -> Callable[[Callable[_P, _R]], Callable[_P, _R]]:
    """The option `--format`, with the first format as default."""
    return click.option(
        "--format", "style", type=click.Choice(formats), default=formats[0], show_default=True, help="How to write the result."
    )


def speaks_plainly(function: Callable[_P, _R]) -> Callable[_P, _R]:
    """Turn the package's own errors into one sentence on standard error and exit code 2 (faulty entries: 1)."""

    @wraps(function)
    def run(*args: _P.args, **kwargs: _P.kwargs) -> _R:
        try:
            return function(*args, **kwargs)
        except InvalidEntriesError as error:
            report_faults(error.findings)
            sys.exit(1)
        except TaxonomyError as error:
            click.echo(f"taxonomy: {error}", err=True)
            sys.exit(2)

    return run


def complete_ids(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    """Ids of entries that begin with what was typed, for the shell's completion."""
    return sorted(path.stem for path in (entries_folder(None) / "papers").glob("*.yaml") if path.stem.startswith(incomplete))


_COLOURS = {"aligned": "green", "conflicting": "red", "mismatch": "red", "mixed": "yellow", "gap": "yellow"}
"""Colours of verdicts and severities; other words have none."""


def painted(word: str) -> str:
    """A word of a verdict in its colour; only a terminal sees it, and none where NO_COLOR is set."""
    return click.style(word, fg=_COLOURS[word]) if word in _COLOURS else word


@contextmanager
def working(what: str) -> Iterator[None]:
    """Show on a terminal that something takes a while; elsewhere be silent."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console  # noqa: PLC0415  # only a terminal needs it

    with Console(stderr=True).status(what):
        yield


def entries_folder(chosen: Path | None) -> Path:
    """The folder of entries: the chosen one, else ./entries if there, else the data that came with the package."""
    here = Path("entries")
    return chosen or (here if (here / "papers").is_dir() else bundled_entries())


def loaded(folder: Path) -> tuple[Corpus, list[SecondReading]]:
    """Load a folder of entries with its second readings.

    Raises:
        InvalidEntriesError: an entry or a reading holds a fault.
    """
    corpus = load(folder)
    readings, findings = read_readings(folder, corpus)
    if findings:
        raise InvalidEntriesError(findings)
    return corpus, readings


def refuse_foreign(folder: Path, mark: str) -> None:
    """Refuse to write over a folder that holds something else than what the command once wrote there.

    Args:
        folder: where the command is to write.
        mark: a file that stands in every folder that it has written.

    Raises:
        SetupError: something stands there, and the mark does not.
    """
    occupied = folder.exists() and (not folder.is_dir() or any(folder.iterdir()))
    if occupied and not (folder / mark).exists():
        raise SetupError(f"{folder} holds something that this command did not write ({mark} is missing); name another folder, or empty it")


def write_json(value: Any) -> None:
    """Write JSON to standard output."""
    click.echo(json.dumps(value, indent=2, ensure_ascii=False))


def report_faults(findings: Iterable[Finding]) -> None:
    """Write findings to standard error, one a line."""
    for finding in findings:
        click.echo(str(finding), err=True)


def sound_corpus(chosen: Path | None) -> Corpus:
    """Load the corpus; papers with faults are left out with a word on standard error."""
    folder = entries_folder(chosen)
    with working("reading entries"):
        corpus, findings = read_corpus(folder)
    if findings:
        files = len({finding.path for finding in findings})
        click.echo(f"taxonomy: {files} file(s) of {folder} hold faults and are left out; `taxonomy check` lists them", err=True)
    return corpus


def chosen_papers(targets: Iterable[str], entries: Path | None) -> tuple[list[Paper], list[Finding]]:
    """The papers that a command was asked for.

    Args:
        targets: ids, or paths of entry files or of folders of them; none means all papers.
        entries: the folder of entries that was chosen.

    Returns:
        The papers in the order asked for, and the faults of the files that were named.

    Raises:
        UnknownIdError: an id is not in the corpus.
    """
    corpus = sound_corpus(entries)
    papers: list[Paper] = []
    faults: list[Finding] = []
    for target in targets:
        if target.endswith((".yaml", ".yml")) or "/" in target or "\\" in target or Path(target).is_dir():
            found, bad = _papers_from_files(_entry_files(Path(target)), corpus)
            papers += found
            faults += bad
        else:
            papers.append(corpus[target])
    return papers or ([] if targets else list(corpus)), faults


def _entry_files(path: Path) -> list[Path]:
    """The entry files that a path names: itself, or those of a folder (of its folder `papers` where there is one)."""
    folder = path / "papers" if (path / "papers").is_dir() else path
    return sorted(folder.glob("*.yaml")) if folder.is_dir() else [path]


def _papers_from_files(paths: list[Path], corpus: Corpus) -> tuple[list[Paper], list[Finding]]:
    """Judge entry files, seen together with the entries of the corpus that they do not replace."""
    read, findings = read_entries(paths)
    given = {entry.id for entry, _ in read}
    others = [other for other in corpus.entries if other.id not in given]
    lexicon = load_lexicon().joined_with([*others, *(entry for entry, _ in read)])
    faults = list(cross_check(read, (), lexicon))
    broken = {fault.path for fault in faults}
    sound = [entry for entry, document in read if document.path not in broken]
    joined = Corpus([*others, *sound], (), lexicon)
    return [joined[entry.id] for entry in sound], [*findings, *faults]


def setting_line(setting: ClassifiedSetting) -> str:
    """The verdict of a setting on one line."""
    verdict = setting.verdict
    return f"{setting.address}: intends {verdict.intended}, evaluated as {verdict.evaluated}: {painted(verdict.agreement)}"


def settings_of(papers: Iterable[Paper]) -> list[ClassifiedSetting]:
    """All settings of papers, in order."""
    return [setting for paper in papers for setting in paper.settings.values()]
