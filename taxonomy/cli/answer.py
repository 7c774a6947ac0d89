"""`taxonomy answer`: what becomes of a filled-in issue form."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import BinaryIO

import click

from taxonomy import limits
from taxonomy.cli.common import speaks_plainly, working
from taxonomy.cli.new import folder_option
from taxonomy.errors import REPOSITORY_URL, SetupError


def _address(_ctx: click.Context, _param: click.Parameter, url: str) -> str:
    """The address of an issue of ours."""
    if not url.removeprefix(f"{REPOSITORY_URL}/issues/").isdecimal():
        raise click.BadParameter(f"this is no issue of {REPOSITORY_URL}")
    return url


@click.command()
@click.argument("file", metavar="FILE", type=click.File("rb"))
@click.option("--url", default=f"{REPOSITORY_URL}/issues/1", callback=_address, help="Address of the issue; a dispute leads there.")
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="Day of the coding.  [default: today]")
@click.option("--write", is_flag=True, help="Write the entry, record or dispute where no fault was found.")
@click.option("--title", type=click.Path(dir_okay=False, path_type=Path), help="Write what the contribution does, in a line, into a file.")
@folder_option
@speaks_plainly
def command(  # noqa: PLR0913  # one argument for each option
    file: BinaryIO, url: str, day: datetime | None, title: Path | None, entries: Path | None, *, write: bool
) -> None:
    """Answer the text of an issue that was opened with one of the forms; - reads standard input.

    The answer is Markdown: the entry, its verdict and its flags, or the faults with what to do. Exit code 1 if there are faults.
    """
    from taxonomy.answering import answer_form
    from taxonomy.holdings import working_folder

    raw = file.read((limits.FORM_KIB << 10) + 1)
    if len(raw) > limits.FORM_KIB << 10:
        raise SetupError(f"the text of the issue is longer than {limits.FORM_KIB} KiB; shorten it")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise SetupError("the text of the issue is not UTF-8; save it anew") from error
    folder = working_folder(entries)
    with working("reading the form"):
        answer = answer_form(text, folder, url, _day(day))
    if write:
        answer.write(folder)
    if title is not None:
        title.write_text(f"{answer.title}\n", encoding="utf-8")
    click.echo(answer.told, nl=False)
    sys.exit(1 if answer.faults else 0)


def _day(chosen: datetime | None) -> date:
    return (chosen or datetime.now(UTC)).date()
