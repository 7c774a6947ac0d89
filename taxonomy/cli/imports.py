"""`taxonomy import`: a bibliography into the register."""

from __future__ import annotations

import sys
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from taxonomy.cli.common import format_option, report_faults, say, speaks_plainly, working, write_json
from taxonomy.cli.new import folder_option
from taxonomy.errors import Finding, SetupError
from taxonomy.plain import finding_to_plain, versions

if TYPE_CHECKING:
    from taxonomy.intake import Intake


@click.command(name="import")
@click.argument("file", metavar="FILE.bib")
@click.option("--dry-run", is_flag=True, help="Say what would be added, and change nothing.")
@folder_option
@format_option("text", "json")
@speaks_plainly
def command(file: str, entries: Path | None, style: str, *, dry_run: bool) -> None:
    """Add the works of a bibliography (BibTeX or BibLaTeX; - reads standard input) to the register.

    Works that an entry or the register has already are skipped; what could not be read is listed with line and reason. The keys of what
    was added go to standard output. Exit code 1 if a record could not be kept.
    """
    from taxonomy.foreign import read_text
    from taxonomy.holdings import read_holdings, working_folder
    from taxonomy.intake import take_in

    text, remark = read_text(file)
    path = "<stdin>" if file == "-" else Path(file).as_posix()
    with working(f"reading {path}"):
        holdings = read_holdings(working_folder(entries))
        intake = take_in(text, path, holdings)
        if not (intake.added or intake.skipped or intake.unread):
            raise SetupError(f"{path} holds no BibTeX record; check that it is a bibliography")
        if intake.added and not dry_run:
            holdings.add_records([each.work for each in intake.added])
    if remark:
        say(f"{path}: {remark}; check accented letters", err=True)
    _report(intake, path, style, dry_run=dry_run)
    sys.exit(1 if intake.unread else 0)


def _report(intake: Intake, path: str, style: str, *, dry_run: bool) -> None:
    from taxonomy.bibliography import named
    from taxonomy.identity import SPOKEN

    skipped = [(each.line, f"{named(each.record)} is known: {each.place} has the same {SPOKEN[each.same]}") for each in intake.skipped]
    for line, words in sorted([*skipped, *((remark.line, remark.message) for remark in intake.remarks)], key=itemgetter(0)):
        say(f"{path}:{line}: {words}", err=True)
    report_faults(intake.unread)
    if style == "json":
        write_json({**versions(), "path": path, "dry_run": dry_run, **_plain(intake)})
    else:
        for added in intake.added:
            say(added.work.key)
    verb = "would be added" if dry_run else "added"
    told = (f"{len(intake.added)} {verb}", f"{len(intake.skipped)} known already", f"{len(intake.unread)} could not be kept")
    say(f"taxonomy: {', '.join(told)}", err=True)


def _plain(intake: Intake) -> dict[str, Any]:
    return {
        "added": [{"line": each.line, "record": each.record, "id": each.work.key, "title": each.work.title} for each in intake.added],
        "skipped": [
            {"line": each.line, "record": each.record, "same": each.same, "id": each.key, "place": each.place} for each in intake.skipped
        ],
        "remarks": [_remark(finding) for finding in intake.remarks],
        "unread": [finding_to_plain(finding) for finding in intake.unread],
    }


def _remark(finding: Finding) -> dict[str, Any]:
    return {"line": finding.line, "message": finding.message}
