"""`taxonomy export`: the corpus in the formats of other programs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from taxonomy.bundled import entries_folder
from taxonomy.cli.common import entries_option, say, speaks_plainly, working

if TYPE_CHECKING:
    from taxonomy.corpus import Corpus
    from taxonomy.exports.files import ExportedFile

_ALL = "all"
_FORMATS = ("json", "csv", "bibtex", "csl-json", "parquet", "graphml", "turtle")


@click.command()
@click.option("--to", "folder", required=True, metavar="DIR", type=click.Path(file_okay=False, path_type=Path), help="Where to write.")
@click.option(
    "--format",
    "styles",
    multiple=True,
    type=click.Choice([*_FORMATS, _ALL]),
    default=(_ALL,),
    show_default=True,
    help="What to write; repeat it for several formats.",
)
@entries_option
@speaks_plainly
def command(folder: Path, styles: tuple[str, ...], entries: Path | None) -> None:
    """Write all coded papers, the vocabulary and the register into DIR, for other programs.

    `manifest.json` in DIR tells the versions of data and rules, and the SHA-256 of every file. Files of the same names are
    replaced, all or none; entries with faults are refused.
    """
    from taxonomy.exports.files import write_files
    from taxonomy.loading import load

    chosen = list(_FORMATS) if _ALL in styles else list(dict.fromkeys(styles))
    with working("reading entries"):
        corpus = load(entries_folder(entries))
    files = list(_files(corpus, chosen, lenient=_ALL in styles))
    for file in write_files(folder, files):
        say(f"wrote {folder / file.name}", err=True)


def _files(corpus: Corpus, styles: list[str], *, lenient: bool) -> Iterator[ExportedFile]:
    """The files of formats; if lenient, a format whose library is not installed is left out with a word."""
    from taxonomy.exports import files_of
    from taxonomy.exports.parquet import MissingExtraError

    for style in styles:
        try:
            with working(f"making {style}"):
                found = files_of(corpus, style)
        except MissingExtraError as error:
            if not lenient:
                raise
            say(f"taxonomy: left out: {error}", err=True)
        else:
            yield from found
