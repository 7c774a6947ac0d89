"""`taxonomy pages`: what a site generator needs, without one."""

from __future__ import annotations

from pathlib import Path

import click

from taxonomy.cli.common import entries_folder, entries_option, loaded, speaks_plainly


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@entries_option
@speaks_plainly
def command(folder: Path, entries: Path | None) -> None:
    """Write the site's Markdown, data, assets and page bodies into DIR, before any site generator."""
    from taxonomy.rendering import write_pages  # noqa: PLC0415  # templates are slow to import

    corpus, readings = loaded(entries_folder(entries))
    pages = write_pages(corpus, folder, readings)
    click.echo(f"wrote {len(pages)} pages into {folder}", err=True)
