"""`taxonomy pages`: what a site generator needs, without one."""

from __future__ import annotations

from pathlib import Path

import click

from taxonomy.cli.common import entries_folder, entries_option, loaded, refuse_foreign, speaks_plainly
from taxonomy.errors import SetupError


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@entries_option
@speaks_plainly
def command(folder: Path, entries: Path | None) -> None:
    """Write the site's Markdown, data, assets and page bodies into DIR, before any site generator."""
    from taxonomy.rendering import write_pages  # noqa: PLC0415  # templates are slow to import

    refuse_foreign(folder, "pages.json")
    source = entries_folder(entries)
    corpus, readings = loaded(source)
    try:
        pages = write_pages(corpus, folder, readings, source)
    except OSError as error:
        raise SetupError(f"the pages cannot be written to {folder}: {error.strerror or error}") from error
    click.echo(f"wrote {len(pages)} pages into {folder}", err=True)
