"""`taxonomy build`: entries to a finished site."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from taxonomy.bundled import entries_folder
from taxonomy.cli.common import Loaded, ended_cleanly, entries_option, loaded, refuse_foreign, say, speaks_plainly, working
from taxonomy.errors import SetupError
from taxonomy.folders import digest_of, keep_unchanged, packed, put_in_place, unpack, workshop
from taxonomy.messages import reason
from taxonomy.nearest import shown
from taxonomy.policy import protect

if TYPE_CHECKING:
    from taxonomy.corpus import Corpus

_BEGINNING = date(1970, 1, 1)
_SURROUNDINGS = {
    "PYTHONHASHSEED": "0",
    "PYTHONUTF8": "1",
    "LC_ALL": "C.UTF-8",
    "TZ": "UTC",
    "NO_MKDOCS_2_WARNING": "1",
    "DISABLE_MKDOCS_2_WARNING": "true",
}
"""What the site generator sees of this machine, whatever it is."""


@click.command()
@click.option(
    "--to", "site", type=click.Path(file_okay=False, path_type=Path), default=Path("build/site"), show_default=True, help="Where to."
)
@entries_option
@speaks_plainly
def command(site: Path, entries: Path | None) -> None:
    """Build the site; a site that stands there is replaced, anything else is left alone."""
    build_site(entries, site)
    say(f"built the site into {site}", err=True)


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
    from taxonomy.made import look_at_code

    refuse_foreign(to, "assets/vendor/manifest.json")
    look_at_code()
    with working("reading entries"):
        source = entries_folder(entries)
        held = loaded(source)
    target = to.resolve()
    try:
        with ended_cleanly(), workshop(target) as scratch:
            site, keep = _built(held, source, scratch, target)
            keep_unchanged(site, target)
            keep()
            put_in_place(site, target)
    except OSError as error:
        raise SetupError(f"the site cannot be written to {to}: {reason(error)}; what was there is as it was") from error
    return to


def _built(held: Loaded, entries: Path, scratch: Path, target: Path) -> tuple[Path, Callable[[], None]]:
    """Make a site in a workshop; with it comes what is to be done before it is put in its place."""
    from taxonomy.made import let_go
    from taxonomy.rendering import Contents, write_site, write_sources

    sources, site = scratch / "sources", scratch / "site"
    with working("running the site generator"):
        write_sources(held.corpus, sources, held.readings)
        _generate(sources, site, {"SOURCE_DATE_EPOCH": _epoch(held.corpus)})
    with working("writing pages"):
        keep = write_site(Contents(held.corpus, held.readings, entries, held.editions), site, target)
        let_go()
    return site, keep


def _epoch(corpus: Corpus) -> str:
    """The time that the site bears, in seconds since 1970: what SOURCE_DATE_EPOCH says, else the day of the newest entry.

    Raises:
        SetupError: SOURCE_DATE_EPOCH is no number.
    """
    told = os.environ.get("SOURCE_DATE_EPOCH", "")
    if told and not re.fullmatch(r"[0-9]{1,12}", told):
        raise SetupError(f"SOURCE_DATE_EPOCH is {shown(told)}, but seconds since 1970 are expected; correct or unset it")
    newest = max((entry.curation.coded for entry in corpus.entries), default=_BEGINNING)
    return told or str((newest - _BEGINNING).days * 86_400)


def _generate(sources: Path, site: Path, settings: Mapping[str, str]) -> None:
    """Have the pages that mkdocs makes of sources, with policy and slim style; where they were made of the same before, these."""
    from taxonomy.made import made
    from taxonomy.rendering import site_sources
    from taxonomy.stylesheets import slim

    def make() -> bytes:
        _run(sources, site, settings)
        protect(site)
        slim(site, site_sources())
        return packed(site)

    config = site_sources().parent / "mkdocs.yml"
    told = [repr(sorted(settings.items())), config.read_text(encoding="utf-8"), digest_of(sources), digest_of(site_sources())]
    content = made("site", "\0".join(told), ("mkdocs", "mkdocs-material", "markdown", "jinja2", "tinycss2"), make)
    if not site.exists():
        unpack(content, site)


def _run(sources: Path, site: Path, settings: Mapping[str, str]) -> None:
    """Run mkdocs, strictly."""
    from taxonomy.rendering import site_sources

    config = sources.parent / "mkdocs.yml"
    inherited = site_sources().parent / "mkdocs.yml"
    docs = sources.resolve()
    theme = (site_sources() / "theme").resolve()
    folders = {"INHERIT": inherited.resolve(), "docs_dir": docs, "site_dir": site.resolve(), "theme": {"custom_dir": theme.as_posix()}}
    told = {name: value.as_posix() if isinstance(value, Path) else value for name, value in folders.items()}
    config.write_text(json.dumps(told), encoding="utf-8")  # JSON is YAML
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--config-file", str(config)]
    environment = {**os.environ, **_SURROUNDINGS, **settings}
    done = subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", errors="replace", check=False)  # noqa: S603  # our own command
    if done.returncode:
        refused = re.findall(r"(?m)^(?:OSError|\w+Error): \[Errno ([0-9]+)\] ([^:\n]+)", done.stderr)
        if refused:
            raise OSError(int(refused[-1][0]), refused[-1][1])
        raise SetupError(f"mkdocs failed:\n{done.stdout}{done.stderr}")
