"""Exported files to a folder, all or none, with a manifest that says what each of them is."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeAlias

from pydantic_core import to_json

from taxonomy.errors import SetupError
from taxonomy.messages import reason
from taxonomy.plain import versions

Files: TypeAlias = Iterator[tuple[str, Iterable[bytes]]]
"""Names and contents of files, each content in parts, so that none need be held as a whole."""
MANIFEST = "manifest.json"
"""Name of the file that lists the others."""
LICENCE = "CC-BY-4.0"
"""Licence of the data, as SPDX names it."""


@dataclass(frozen=True, slots=True)
class ExportedFile:
    """A file to be written.

    Attributes:
        style: format that it belongs to.
        name: name within the folder.
        content: its bytes.
    """

    style: str
    name: str
    content: bytes

    def record(self) -> dict[str, Any]:
        """What the manifest says of it."""
        return record_of(self.style, len(self.content), sha256(self.content).hexdigest())


def record_of(style: str, size: int, digest: str) -> dict[str, Any]:
    """What the manifest says of a file.

    Args:
        style: format that it belongs to.
        size: number of bytes.
        digest: its SHA-256, in hexadecimal digits.
    """
    return {"format": style, "bytes": size, "sha256": digest}


def json_bytes(value: Any, *, indent: int = 2) -> bytes:
    """Write JSON as UTF-8, indented, with a line feed at the end."""
    return to_json(value, indent=indent, inf_nan_mode="null") + b"\n"


def write_files(folder: Path, files: Iterable[ExportedFile]) -> list[ExportedFile]:
    """Write files and their manifest into a folder, all or none.

    Args:
        folder: where to write; it is made where it is not there.
        files: the files; those of the same name that are there already are replaced.

    Returns:
        What was written, the manifest last.

    Raises:
        SetupError: the folder cannot be written to; what was there is as it was.
    """
    listed = list(files)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        written = [*listed, manifest_of(listed, _kept_records(folder))]
        _replace_all(folder, written)
    except OSError as error:
        message = f"{folder} cannot be written to: {reason(error)}; nothing in it was changed"
        raise SetupError(f"{message}, choose another folder with --to") from error
    return written


def _replace_all(folder: Path, files: list[ExportedFile]) -> None:
    """Write the files beside their places first, so that nothing is replaced before all of them are whole."""
    blocked = [file.name for file in files if (folder / file.name).is_dir()]
    if blocked:
        raise SetupError(f"{folder / blocked[0]} is a folder, and an export writes a file of that name; move it, or choose another --to")
    with TemporaryDirectory(dir=folder, prefix=".export-") as stage:
        for file in files:
            (Path(stage) / file.name).write_bytes(file.content)
        for file in files:
            (Path(stage) / file.name).replace(folder / file.name)


def manifest_of(files: Iterable[ExportedFile], kept: Mapping[str, Any] | None = None) -> ExportedFile:
    """List files with their sizes and hashes, and the versions that they were made of.

    Args:
        files: the files.
        kept: records of further files that lie beside them.
    """
    records = {**(kept or {}), **{file.name: file.record() for file in files}}
    manifest = {**versions(), "license": LICENCE, "files": dict(sorted(records.items()))}
    return ExportedFile("manifest", MANIFEST, json_bytes(manifest))


def _kept_records(folder: Path) -> dict[str, Any]:
    """Records of an earlier export of the same versions whose files are still as they were written."""
    old = _old_manifest(folder / MANIFEST)
    if any(old.get(name) != version for name, version in versions().items()) or not isinstance(old.get("files"), dict):
        return {}
    return {name: record for name, record in old["files"].items() if _is_as_recorded(folder, name, record)}


def _old_manifest(path: Path) -> dict[str, Any]:
    try:
        manifest = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return manifest if isinstance(manifest, dict) else {}


def _is_as_recorded(folder: Path, name: str, record: Any) -> bool:
    path = folder / name
    if path.parent != folder or not path.is_file() or not isinstance(record, dict):
        return False
    return sha256(path.read_bytes()).hexdigest() == record.get("sha256")
