"""What several commands share: options, targets, output and errors in sentences."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import wraps
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, ParamSpec, TypeVar

import click

from taxonomy.bundled import entries_folder
from taxonomy.messages import on_one_line

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from taxonomy.cases import ClassifiedSetting, Paper
    from taxonomy.corpus import Corpus
    from taxonomy.editions import Edition
    from taxonomy.errors import Finding
    from taxonomy.kept import Shelf
    from taxonomy.readings import SecondReading
    from taxonomy.rules.rule import Flag

_P = ParamSpec("_P")
_R = TypeVar("_R")

entries_option = click.option(
    "--entries",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of entries; default: ./entries if there, else the data that came with the package.",
)


def format_option(*formats: str) -> Callable[[Callable[_P, _R]], Callable[_P, _R]]:
    """The option `--format`, with the first format as default; what is not text for people is UTF-8 whatever the console is."""
    return click.option(
        "--format",
        "style",
        type=click.Choice(formats),
        default=formats[0],
        show_default=True,
        callback=_in_utf8,
        help="How to write the result.",
    )


def _in_utf8(_ctx: click.Context, _param: click.Parameter, style: str) -> str:
    if style != "text" and isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="strict")
    return style


def speaks_plainly(function: Callable[_P, _R]) -> Callable[_P, _R]:
    """Turn the package's own errors into one sentence on standard error and exit code 2 (faulty entries: 1)."""

    @wraps(function)
    def run(*args: _P.args, **kwargs: _P.kwargs) -> _R:
        try:
            return function(*args, **kwargs)
        except KeyboardInterrupt:
            click.echo("taxonomy: interrupted; no file was left half-written", err=True)
            sys.exit(_SIGNALLED + _INTERRUPTED)
        except Exception as error:
            from taxonomy.errors import InvalidEntriesError, TaxonomyError

            if not isinstance(error, TaxonomyError):
                raise
            if isinstance(error, InvalidEntriesError):
                report_faults(error.findings)
                sys.exit(1)
            say(f"taxonomy: {error}", err=True)
            sys.exit(2)

    return run


@contextmanager
def ended_cleanly() -> Iterator[None]:
    """See that a request to end, as systems make it when they shut down, clears away what was begun."""
    import signal
    import threading

    if threading.current_thread() is not threading.main_thread():  # signals go to the main thread alone
        yield
        return
    before = signal.signal(signal.SIGTERM, lambda *_: sys.exit(_SIGNALLED + signal.SIGTERM))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def complete_ids(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    """Ids of entries that begin with what was typed, for the shell's completion."""
    papers = entries_folder(ctx.params.get("entries")) / "papers"
    return sorted(path.stem for path in papers.glob("*.yaml") if path.stem.startswith(incomplete))


def complete_settings(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """Addresses of settings once a paper's id is typed, before that ids of papers, for the shell's completion."""
    paper_id, slash, _ = incomplete.partition("/")
    if not slash:
        return complete_ids(ctx, param, incomplete)
    from taxonomy.documents import Document, read_document

    document = read_document(entries_folder(ctx.params.get("entries")) / "papers" / f"{paper_id}.yaml")
    listed = document.value.get("settings") if isinstance(document, Document) else None
    names = [f"{paper_id}/{each.get('id')}" for each in listed or () if isinstance(each, dict)]
    return [name for name in names if name.startswith(incomplete)]


def complete_targets(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Ids and addresses, and where none begins so, paths of files, for the shell's completion."""
    from click.shell_completion import CompletionItem

    names = complete_settings(ctx, param, incomplete)
    return [CompletionItem(name) for name in names] or [CompletionItem(incomplete, type="file")]


def complete_terms(kind: str) -> Callable[[click.Context, click.Parameter, str], list[str]]:
    """A completion by the ids of metrics, methods or problems, those that entries propose included."""

    def complete(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
        from taxonomy.loading import opened

        corpus, _ = opened(entries_folder(ctx.params.get("entries")))
        return [name for name in corpus.lexicon.lists()[kind] if name.startswith(incomplete)]

    return complete


def complete_codes(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    """Codes of rules that begin with what was typed, for the shell's completion."""
    from taxonomy.rules import CATALOGUE

    return [rule.code for rule in CATALOGUE if rule.code.startswith(incomplete.upper())]


_SIGNALLED = 128
"""What shells add to the number of a signal that ended a program."""
_INTERRUPTED = 2
"""The number of the signal that a keyboard sends."""
_WIDTH = 100
"""Most characters of a line of prose."""
_NARROWEST = 40
"""Fewest characters to which prose is broken, however narrow the terminal."""
_NAMED = 3
"""Most faulty files that a message names."""
_COLOURS = {"aligned": "green", "conflicting": "red", "mismatch": "red", "mixed": "yellow", "gap": "yellow"}
"""Colours of verdicts and severities; other words have none."""


def painted(word: str) -> str:
    """A word of a verdict in its colour; only a terminal sees it, and none where NO_COLOR is set."""
    return click.style(word, fg=_COLOURS[word]) if word in _COLOURS else word


@contextmanager
def working(what: str) -> Iterator[None]:
    """Show on a terminal that something takes a while; elsewhere be silent."""
    if sys.stderr is None or not sys.stderr.isatty():  # None where the shell has closed it
        yield
        return
    shown = f"{what} \u2026"
    click.echo(shown, err=True, nl=False)  # no moving sign: it would need a thread, beside which no process may be copied
    try:
        yield
    finally:
        click.echo(f"\r{' ' * len(shown)}\r", err=True, nl=False)


class Loaded(NamedTuple):
    """Everything that a folder of entries holds."""

    corpus: Corpus
    """The papers."""
    readings: list[SecondReading]
    """Second readings."""
    editions: list[Edition]
    """What changed from edition to edition, the newest first."""


def loaded(folder: Path) -> Loaded:
    """Load a folder of entries with its second readings and editions.

    Raises:
        InvalidEntriesError: an entry, a reading or an edition holds a fault.
    """
    from taxonomy.editions import read_editions
    from taxonomy.errors import InvalidEntriesError
    from taxonomy.loading import load
    from taxonomy.readings import read_readings

    corpus = load(folder)
    readings, findings = read_readings(folder, corpus)
    editions, faults = read_editions(folder)
    if findings or faults:
        raise InvalidEntriesError([*findings, *faults])
    return Loaded(corpus, readings, editions)


def refuse_foreign(folder: Path, mark: str) -> None:
    """Refuse to write over a folder that holds something else than what the command once wrote there.

    Args:
        folder: where the command is to write.
        mark: a file that stands in every folder that it has written.

    Raises:
        SetupError: something stands there, and the mark does not.
    """
    from taxonomy.errors import SetupError

    occupied = folder.exists() and (not folder.is_dir() or any(folder.iterdir()))
    if occupied and not (folder / mark).exists():
        raise SetupError(f"{folder} holds something that this command did not write ({mark} is missing); name another folder, or empty it")


def say(*lines: str, err: bool = False) -> None:
    """Print lines for people, each on one line whatever is in it; on standard error if asked for."""
    for line in lines:
        click.echo(on_one_line(line), err=err)


def json_of(value: Any) -> str:
    """Indented JSON that holds no command to a workflow's runner."""
    import json

    return json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False).replace("##[", "##\\u005b")


def write_json(value: Any) -> None:
    """Write JSON to standard output."""
    click.echo(json_of(value))


def remembered(find: Callable[[], Shelf | None], asked: Sequence[str], answer: Callable[[], str], beside: str = "") -> str:
    """What a command prints: what was kept of an earlier run, else the answer, which is then kept, unless a file has changed meanwhile.

    Args:
        find: finds where it is kept; None keeps nothing.
        asked: what was asked for.
        answer: gives the answer.
        beside: a name under which something must be kept, too, or the answer is not: it would be that of a faulty folder.
    """
    shelf, name = find(), "-".join(asked).replace("/", "+")
    if shelf is None or not re.fullmatch(r"[\w+-]{1,200}", name, re.ASCII):
        return answer()
    said = shelf.read(name)
    if said is None:
        said = answer()
        if shelf == find() and (not beside or shelf.path(beside).exists()):
            shelf.write(name, said)
    return said


def report_faults(findings: Iterable[Finding]) -> None:
    """Write findings to standard error, one a line."""
    say(*map(str, findings), err=True)


def sound_corpus(chosen: Path | None) -> Corpus:
    """Load the corpus; papers with faults are left out with a word on standard error."""
    from taxonomy.loading import opened

    folder = entries_folder(chosen)
    with working("reading entries"):
        corpus, findings = opened(folder)
    if findings:
        say(f"taxonomy: {_left_out(findings)}; `taxonomy check {folder}` lists the faults", err=True)
    return corpus


def _left_out(findings: Iterable[Finding]) -> str:
    files = list(dict.fromkeys(finding.path for finding in findings))
    more = f" and {len(files) - _NAMED} more" if len(files) > _NAMED else ""
    return f"{', '.join(files[:_NAMED])}{more} {'holds' if len(files) == 1 else 'hold'} faults, left out"


class Chosen(NamedTuple):
    """Papers that a command was asked for."""

    papers: list[Paper]
    """The papers in the order asked for; of addresses, with that setting only."""
    faults: list[Finding]
    """Faults of the files that were named."""
    files: dict[str, Path]
    """The file of each paper, by id."""


def chosen_papers(targets: Sequence[str], entries: Path | None) -> Chosen:
    """The papers that a command was asked for.

    Args:
        targets: ids, addresses of settings, or paths of entry files or of folders of them; none means all papers.
        entries: the folder of entries that was chosen.

    Raises:
        UnknownIdError: an id is not in the corpus.
    """
    from taxonomy.checking import entry_files

    corpus = sound_corpus(entries)
    chosen = Chosen([], [], {entry.id: entries_folder(entries) / "papers" / f"{entry.id}.yaml" for entry in corpus.entries})
    for target in targets:
        if names_file(target):
            from taxonomy.reading import seen_with

            seen = seen_with(corpus, entry_files(Path(target)), against_register=False)
            chosen.papers.extend(seen.corpus[name] for name in seen.given)
            chosen.faults.extend(seen.findings)
            chosen.files.update((name, Path(path)) for name, path in seen.given.items())
        elif "/" in target:
            chosen.papers.append(corpus[target.partition("/")[0]].only(corpus.setting(target).id))
        else:
            chosen.papers.append(corpus[target])
    return chosen if targets else chosen._replace(papers=list(corpus))


def names_file(target: str) -> bool:
    """Whether a target is a path rather than an id or the address of a setting."""
    return target.endswith((".yaml", ".yml")) or "\\" in target or Path(target).exists() or target.count("/") > 1 or target.startswith("/")


def width() -> int:
    """Most characters of a line: those of the terminal, 100 elsewhere."""
    if not sys.stdout.isatty():
        return _WIDTH
    import shutil

    return min(shutil.get_terminal_size((_WIDTH, 1)).columns, _WIDTH)


def wrapped(text: str, indent: str = "") -> list[str]:
    """A text on lines of at most that width; its further lines stand further in."""
    import textwrap

    room = max(width() - len(indent), _NARROWEST)
    lines = textwrap.wrap(text, room, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False)
    return [f"{indent}{line}" for line in lines]


def flag_lines(flag: Flag, indent: str = "") -> Iterator[str]:
    """A flag with what to do instead, and what was answered to it."""
    yield from wrapped(f"{flag.rule.code} {painted(flag.rule.severity)}: {flag.rule.title}; instead: {flag.rule.instead}", indent)
    yield from answered(flag, f"{indent}  ")


def answered(flag: Flag, indent: str) -> Iterator[str]:
    """What the paper and its authors say to a flag."""
    if flag.acknowledged:
        yield from wrapped(f"acknowledged: {flag.acknowledged.note} ({flag.acknowledged.evidence})", indent)
    yield from (f"{indent}dispute: {dispute.status}, {dispute.url}" for dispute in flag.disputes)


def setting_line(setting: ClassifiedSetting) -> str:
    """The verdict of a setting on one line."""
    verdict = setting.verdict
    return f"{setting.address}: intends {verdict.intended}, evaluated as {verdict.evaluated}: {painted(verdict.agreement)}"


def settings_of(papers: Iterable[Paper]) -> list[ClassifiedSetting]:
    """All settings of papers, in order."""
    return [setting for paper in papers for setting in paper.settings.values()]
