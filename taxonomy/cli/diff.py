"""`taxonomy diff`: which verdicts and flags change against a git revision."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from taxonomy.bundled import entries_folder
from taxonomy.cli.common import entries_option, format_option, say, speaks_plainly, working, write_json
from taxonomy.plain import CAUSES, versions

if TYPE_CHECKING:
    from taxonomy.difference import Change, Difference


@click.command()
@click.argument("revision", metavar="REV")
@entries_option
@format_option("text", "json", "markdown")
@speaks_plainly
def command(revision: str, entries: Path | None, style: str) -> None:
    """Say which entries, verdicts and flags changed between the git revision REV and the working tree, and why.

    The entries of REV are judged by the rules of REV. Exit code 0 whether or not anything changed; 1 if an entry of the working tree holds
    faults, so that it cannot be judged.
    """
    from taxonomy.difference import difference

    with working("judging both sides"):
        found = difference(revision, entries_folder(entries))
    if style == "json":
        write_json({**versions(), **asdict(found)})
    else:
        say(*(in_markdown(found) if style == "markdown" else in_text(found)))
    sys.exit(1 if found.faulty else 0)


def in_text(found: Difference) -> Iterator[str]:
    """For a terminal."""
    yield from ([found.remark] if found.remark else ())
    for word in ("added", "removed", "changed"):
        yield from (f"{word} {name}" for name in getattr(found, word))
    yield from (f"not judged {name}: {why}" for name, why in _unjudged(found))
    yield from (f"{_place(each)}: {_what(each)} ({CAUSES[each.cause]})" for each in found.changes)
    yield f"{_summary(found)} since {found.revision}"


def _unjudged(found: Difference) -> Iterator[tuple[str, str]]:
    """Papers that are not judged, and why."""
    yield from ((name, "its entry holds faults; `taxonomy check` lists them") for name in found.faulty)
    yield from ((name, "its entry held faults at that revision") for name in found.faulty_before if name not in found.faulty)


def _place(change: Change) -> str:
    return f"{change.paper}/{change.setting}" if change.setting else change.paper


def _what(change: Change) -> str:
    if change.code:
        return f"{change.code} is {'new' if change.after else 'gone'}"
    return f"{change.before or 'nothing'} -> {change.after or 'nothing'}"


def _summary(found: Difference) -> str:
    entries = len(found.added) + len(found.removed) + len(found.changed)
    verdicts = sum(not change.code for change in found.changes)
    flags = len(found.changes) - verdicts
    return f"{_count(entries, 'entry', 'entries')}, {_count(verdicts, 'verdict', 'verdicts')} and {_count(flags, 'flag', 'flags')} changed"


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def in_markdown(found: Difference) -> Iterator[str]:
    """For a pull request."""
    yield f"**{_summary(found)}** since {_mark(found.revision)}"
    yield from (["", f"> {found.remark}"] if found.remark else ())
    for word in ("added", "removed", "changed"):
        names = getattr(found, word)
        yield from (["", f"{word.capitalize()}: {', '.join(map(_mark, names))}"] if names else ())
    unjudged = [f"- {_mark(name)}: {why}" for name, why in _unjudged(found)]
    yield from (["", "### Not judged", "", *unjudged] if unjudged else ())
    for cause, title in CAUSES.items():
        rows = [change for change in found.changes if change.cause == cause]
        if rows:
            yield from ("", f"### Because {title}", "", "| setting | change |", "| --- | --- |")
            yield from (f"| {_mark(_place(change))} | {_what(change)} |" for change in rows)


def _mark(text: str) -> str:
    """Text between code marks: file names and revisions can hold anything."""
    plain = re.sub(r"[`|\s]+", " ", text)
    return f"`{plain}`"
