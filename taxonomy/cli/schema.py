"""`taxonomy schema`: the JSON Schema of an entry."""

from __future__ import annotations

from pathlib import Path

import click

from taxonomy.cli.common import entries_option


@click.command()
@entries_option
def command(entries: Path | None) -> None:  # noqa: ARG001  # every command takes the option
    """Print the JSON Schema of an entry, for editors and other programs; it is the same for every folder of entries."""
    from taxonomy.schema import schema_text

    click.echo(schema_text(), nl=False)
