"""Where entries lie: the data that come with the package, and the folder that a command takes where none is named."""

from __future__ import annotations

from pathlib import Path


def bundled_entries() -> Path:
    """Return the folder of entries that comes with the package (in a checkout: the checkout's own).

    Raises:
        SetupError: neither is there.
    """
    package = Path(__file__).parent
    for folder in (package / "_bundled" / "entries", package.parent / "entries"):
        if folder.is_dir():
            return folder
    from taxonomy.errors import SetupError  # noqa: PLC0415  # seldom needed, and commands start without it

    raise SetupError(f"no entries were found beside {package}; name a folder of entries, or install the package again")


def entries_folder(chosen: Path | None) -> Path:
    """The folder of entries: the chosen one, else ./entries if there, else the data that came with the package."""
    here = Path("entries")
    return chosen or (here if (here / "papers").is_dir() else bundled_entries())
