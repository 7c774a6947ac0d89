"""`taxonomy pages`: what a site generator needs, without one."""

from __future__ import annotations

from pathlib import Path

import click

from taxonomy.bundled import entries_folder
from taxonomy.cli.common import ended_cleanly, entries_option, loaded, refuse_foreign, say, speaks_plainly
from taxonomy.errors import SetupError
from taxonomy.folders import keep_unchanged, put_in_place, workshop
from taxonomy.messages import reason


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@entries_option
@speaks_plainly
def command(folder: Path, entries: Path | None) -> None:
    """Write the site's Markdown, data, assets and page bodies into DIR, before any site generator.

    `docs`, `bodies` and `pages.json` in DIR are replaced, each in one step when all is written; other files stay.
    """
    from taxonomy.rendering import write_pages  # templates are slow to import

    refuse_foreign(folder, "pages.json")
    source = entries_folder(entries)
    corpus, readings, editions = loaded(source)
    try:
        with ended_cleanly(), workshop(folder.resolve()) as scratch:
            fresh = scratch / "pages"
            pages = write_pages(corpus, fresh, readings, source, editions)
            folder.mkdir(exist_ok=True)
            for part in sorted(fresh.iterdir()):
                keep_unchanged(part, folder.resolve() / part.name)
                put_in_place(part, folder.resolve() / part.name)
    except OSError as error:
        raise SetupError(f"the pages cannot be written to {folder}: {reason(error)}; what was there is as it was") from error
    say(f"wrote {len(pages)} pages into {folder}", err=True)
