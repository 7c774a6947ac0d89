"""`taxonomy health`: what has changed outside, as lists of what is wanted."""

from __future__ import annotations

from pathlib import Path

import click

from taxonomy.cli.common import say, sound_corpus, speaks_plainly, working
from taxonomy.cli.new import folder_option


@click.command()
@click.option("--to", required=True, type=click.Path(file_okay=False, path_type=Path), help="Folder for the lists, in Markdown.")
@folder_option
@speaks_plainly
def command(to: Path, entries: Path | None) -> None:
    """Look for dead links, newer versions, venues of preprints, and works that nobody knows yet. This asks other hosts.

    Writes links.md, versions.md, venues.md and works.md; a list without items is empty. Exit code 0 whatever was found.
    """
    from taxonomy.health import look_around
    from taxonomy.holdings import read_holdings, working_folder

    folder = working_folder(entries)
    with working("asking other hosts"):
        found = look_around(sound_corpus(folder), read_holdings(folder))
    to.mkdir(parents=True, exist_ok=True)
    for name, text in found.lists().items():
        (to / f"{name}.md").write_text(text, encoding="utf-8")
    counts = (
        f"{len(found.links)} dead links, {len(found.versions)} newer versions, {len(found.venues)} venues, {len(found.works)} new works"
    )
    say(f"taxonomy: {counts}; lists are in {to}", err=True)
