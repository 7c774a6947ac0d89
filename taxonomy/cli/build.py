"""`taxonomy build`: entries to a finished site."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from taxonomy.cli.common import entries_folder, entries_option, loaded, refuse_foreign, speaks_plainly, working
from taxonomy.corpus import Corpus
from taxonomy.errors import SetupError
from taxonomy.folders import put_in_place
from taxonomy.readings import SecondReading
from taxonomy.rendering import assemble, site_sources, write_pages


@click.command()
@click.option(
    "--to", "site", type=click.Path(file_okay=False, path_type=Path), default=Path("build/site"), show_default=True, help="Where to."
)
@entries_option
@speaks_plainly
def command(site: Path, entries: Path | None) -> None:
    """Build the site; a site that stands there is replaced, anything else is left alone."""
    build_site(entries, site)
    click.echo(f"built the site into {site}", err=True)


def build_site(entries: Path | None, to: Path) -> Path:
    """Build the site.

    Args:
        entries: folder of entries; None takes ./entries if there, else the data that came with the package.
        to: where the finished site goes; what is there is replaced in one step, when all is done.

    Returns:
        The folder of the finished site.

    Raises:
        SetupError: there are no entries or templates, the site generator failed, the site cannot be written, or something
            else than a site stands there.
        InvalidEntriesError: an entry holds a fault.
    """
    refuse_foreign(to, "assets/vendor/manifest.json")
    with working("reading entries"):
        source = entries_folder(entries)
        corpus, readings = loaded(source)
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=to.parent, prefix=f".{to.name}-") as scratch:
            put_in_place(_built(corpus, readings, source, Path(scratch)), to)
    except OSError as error:
        raise SetupError(f"the site cannot be written to {to}: {error.strerror or error}; what was there is as it was") from error
    return to


def _built(corpus: Corpus, readings: list[SecondReading], entries: Path, scratch: Path) -> Path:
    pages, site = scratch / "pages", scratch / "site"
    with working("writing pages"):
        write_pages(corpus, pages, readings, entries)
    with working("running the site generator"):
        _generate(pages, site)
    with working("assembling pages"):
        assemble(pages, site)
    site.chmod(0o755)
    return site


def _generate(pages: Path, site: Path) -> None:
    """Run mkdocs, strictly, on what `write_pages` wrote."""
    config = pages / "mkdocs.yml"
    inherited = site_sources().parent / "mkdocs.yml"
    docs = (pages / "docs").resolve()
    theme = (site_sources() / "theme").resolve()
    folders = {"INHERIT": inherited.resolve(), "docs_dir": docs, "site_dir": site.resolve(), "theme": {"custom_dir": theme.as_posix()}}
    told = {name: value.as_posix() if isinstance(value, Path) else value for name, value in folders.items()}
    config.write_text(json.dumps(told), encoding="utf-8")  # JSON is YAML
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--config-file", str(config)]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "0", "NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603  # our own command
    if done.returncode:
        raise SetupError(f"mkdocs failed:\n{done.stdout}{done.stderr}")
