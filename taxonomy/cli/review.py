"""`taxonomy review`: what a branch changes, before anybody joins it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from taxonomy.bundled import entries_folder
from taxonomy.cli.common import entries_option, format_option, report_faults, say, speaks_plainly, working, write_json
from taxonomy.cli.diff import in_markdown, in_text
from taxonomy.cli.reports import as_github
from taxonomy.markdown import code
from taxonomy.messages import on_one_line
from taxonomy.plain import finding_to_plain, paper_to_plain, versions

if TYPE_CHECKING:
    from taxonomy.review import Review

_MOST = 50
"""Most faults and papers of which a summary tells everything."""


@click.command()
@click.argument("base", metavar="BASE")
@click.argument("head", metavar="[HEAD]", default="HEAD")
@click.option("--allowed", is_flag=True, help="A maintainer allows deletions, many entries and files elsewhere.")
@click.option("--to", type=click.Path(file_okay=False, path_type=Path), help="Leave the entries there as they are once HEAD is joined.")
@click.option("--summary", type=click.Path(dir_okay=False, path_type=Path), help="Also write the review as Markdown into a file.")
@click.option("--annotate", is_flag=True, help="Print faults for GitHub on standard error, so that they stand beside their lines.")
@entries_option
@format_option("text", "markdown", "json")
@speaks_plainly
def command(  # noqa: PLR0913  # one argument for each option
    base: str, head: str, to: Path | None, summary: Path | None, entries: Path | None, *, style: str, allowed: bool, annotate: bool
) -> None:
    """Review what HEAD changes since it left BASE: policy, faults, verdicts of the entries that it touches, and `taxonomy diff`.

    Only commits count, and HEAD is read as data: nothing of it is checked out or run. Exit code 1 where there are faults, or where a
    maintainer has to allow the change and did not.
    """
    from taxonomy.review import review

    with working("reading both sides"):
        found = review(base, head, entries_folder(entries), to)
    if summary is not None:
        summary.write_text("".join(f"{on_one_line(line)}\n" for line in _markdown(found, allowed=allowed)), encoding="utf-8")
    if style == "json":
        write_json({**versions(), **_plain(found)})
    else:
        say(*(_markdown(found, allowed=allowed) if style == "markdown" else _text(found, allowed=allowed)))
    if annotate:
        click.echo(as_github(found.faults), nl=False, err=True)
    elif style != "text":
        report_faults(found.faults)
    sys.exit(1 if found.faults or (found.asks and not allowed) else 0)


def _plain(found: Review) -> dict[str, object]:
    return {
        "touched": [each._asdict() for each in found.touched],
        "asks": list(found.asks),
        "findings": [finding_to_plain(finding) for finding in found.faults],
        "papers": [paper_to_plain(paper) for paper in found.papers],
        "changes": asdict(found.changes),
    }


def _policy(found: Review, *, allowed: bool) -> str:
    if not found.asks:
        return "Policy: nobody has to allow this."
    return f"Policy: a maintainer {'has allowed' if allowed else 'has to allow'} this, because:"


def _text(found: Review, *, allowed: bool) -> Iterator[str]:
    yield _policy(found, allowed=allowed)
    yield from (f"  {each}" for each in found.asks)
    yield f"Faults: {len(found.faults) or 'none'}"
    yield from (f"  {finding}" for finding in found.faults)
    for paper in found.papers:
        for setting in paper.settings.values():
            verdict = setting.verdict
            yield f"Verdict: {setting.address} intends {verdict.intended}, evaluated as {verdict.evaluated}: {verdict.agreement}"
        yield from (f"  {flag.rule.code} {flag.rule.title} ({flag.setting or flag.paper})" for flag in paper.all_flags())
    yield "Changes anywhere:"
    yield from (f"  {line}" for line in in_text(found.changes))


def _markdown(found: Review, *, allowed: bool) -> Iterator[str]:
    """For the summary of a workflow: every text of the branch is code."""
    from taxonomy.answering import verdict_told

    yield "## What this changes"
    yield from ("", _policy(found, allowed=allowed), "", *(f"- {code(each)}" for each in found.asks))
    yield from ("", f"### Faults: {len(found.faults) or 'none'}", "")
    yield from (f"- {code(str(finding))}" for finding in found.faults[:_MOST])
    yield from [f"- and {len(found.faults) - _MOST} more"] if len(found.faults) > _MOST else ()
    for paper in found.papers[:_MOST]:
        yield from verdict_told(paper)
    yield from ("", "### Verdicts and flags that change anywhere", "", *in_markdown(found.changes))
