"""`taxonomy classify`: facts in, verdict out."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from taxonomy.cli.common import (
    chosen_papers,
    complete_targets,
    entries_option,
    format_option,
    report_faults,
    say,
    setting_line,
    settings_of,
    speaks_plainly,
    write_json,
)
from taxonomy.plain import csv_rows, verdict_to_plain, verdict_words, versions

if TYPE_CHECKING:
    from taxonomy.cases import ClassifiedSetting

_COLUMNS = ("paper", "setting", "intended", "evaluated", "agreement", "because", "missing")


@click.command()
@click.argument("targets", nargs=-1, metavar="[ID|ID/SETTING|PATH]...", shell_complete=complete_targets)
@click.option("--explain", is_flag=True, help="Also say why, what is missing, and what would change the verdict.")
@entries_option
@format_option("text", "json", "csv")
@speaks_plainly
def command(targets: tuple[str, ...], entries: Path | None, style: str, *, explain: bool) -> None:
    """Say what each setting intends, what its evaluation can show, and whether the two agree."""
    papers, faults, _ = chosen_papers(targets, entries)
    settings = settings_of(papers)
    if style == "json":
        found = [{"paper": each.paper_id, "setting": each.id, **verdict_to_plain(each.verdict)} for each in settings]
        notions = [{"paper": paper.id, "notion": str(paper.notion)} for paper in papers]
        write_json({**versions(), "papers": notions, "settings": found})
    elif style == "csv":
        click.echo(csv_rows(map(_row, settings), _COLUMNS), nl=False)
    else:
        for setting in settings:
            say(*_lines(setting, explain=explain))
    report_faults(faults)
    sys.exit(1 if faults else 0)


def _row(setting: ClassifiedSetting) -> dict[str, object]:
    verdict = setting.verdict
    return {
        "paper": setting.paper_id,
        "setting": setting.id,
        **verdict_words(verdict),
        "because": [reason.criterion for reason in verdict.because],
        "missing": list(verdict.missing),
    }


def _lines(setting: ClassifiedSetting, *, explain: bool) -> Iterator[str]:
    verdict = setting.verdict
    yield setting_line(setting)
    if not explain:
        return
    for reason in verdict.because:
        yield f"  because {reason.text} -> {reason.points_to}"
        yield from (f"    {fact}" for fact in reason.facts)
        yield from (f"    seen in {evidence.source}, {evidence.locator}" for evidence in reason.evidence)
    yield from (f"  missing {path}" for path in verdict.missing)
    for flip in verdict.flips:
        yield f"  would be {flip.intended} / {flip.evaluated}: {flip.agreement} if {flip.path} were {flip.to}"
