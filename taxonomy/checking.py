"""Every fault of what paths name: folders of entries, parts of them, single files; the same answer in Python and in the shell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from taxonomy.bibliography import Work, read_register, register_or_fault
from taxonomy.briefs import names_in, read_briefly, told
from taxonomy.bundled import entries_folder
from taxonomy.errors import Finding, SetupError
from taxonomy.identity import SPOKEN, KnownWorks
from taxonomy.nearest import nearest
from taxonomy.readings import read_readings
from taxonomy.together import check_files, check_folder


def entry_files(path: Path) -> list[Path]:
    """The entry files that a path names: itself, or those of a folder (of its folder `papers` where there is one).

    Raises:
        SetupError: a folder holds none.
    """
    if not path.is_dir():
        return [path]
    folder = path / "papers" if (path / "papers").is_dir() else path
    files = sorted(folder.glob("*.yaml"))
    if not files:
        inside = path / "entries"
        hint = f"did you mean {inside}?" if (inside / "papers").is_dir() else "name an entry file, or a folder of them"
        raise SetupError(f"{folder} holds no entry files (*.yaml); {hint}")
    return files


def check_paths(paths: Sequence[Path], chosen: Path | None = None) -> list[Finding]:
    """Find every fault of what paths name.

    Args:
        paths: folders of entries, their folders `papers` and `readings`, entry files and folders of them, readings, registers; none
            means all entries.
        chosen: the folder of entries with which files are seen together; None takes the one around each file, else ./entries if
            there, else the data that came with the package.

    Returns:
        Every fault, in order of path and line.

    Raises:
        SetupError: a folder holds no entries.
    """
    named = {path.absolute(): path for path in reversed(paths)}
    folders = [path for path in named.values() if (path / "papers").is_dir()] or ([] if paths else [entries_folder(chosen)])
    covered = {folder.absolute() for folder in folders}
    findings = {finding for folder in folders for finding in _in_folder(folder)}
    files: dict[Path, list[Path]] = {}
    for full, path in named.items():
        if {full, full.parent, full.parent.parent} & covered:
            continue
        if path.is_file() and path.suffix in {".yaml", ".yml"} and (path.parent / "papers").is_dir():
            findings |= set(_beside([path]))
        elif path.suffix == ".bib":
            findings |= set(_in_register(path))
        elif (whole := _whole_of(path, chosen)) is not None:
            findings |= {finding for finding in _in_folder(whole) if Path(finding.path).is_relative_to(path)}
        else:
            files.setdefault(_around(path, chosen), []).extend(entry_files(path))
    for folder, each in files.items():
        findings |= set(_in_files(each, folder))
    return sorted(findings)


def _in_folder(folder: Path) -> Iterator[Finding]:
    checked = check_folder(folder)
    yield from checked.findings
    if read_twice := {path.stem for path in (folder / "readings").glob("*.yaml")}:
        yield from read_readings(folder, checked.part(read_twice))[1]
    yield from _beside(path for path in sorted(folder.iterdir()) if path.suffix in {".yaml", ".yml"})


def _beside(paths: Iterable[Path]) -> Iterator[Finding]:
    """Files that were meant as entries, and stand beside the folder of entries, where nobody looks."""
    for path in paths:
        fix = f"move it to {(path.parent / 'papers' / path.stem).as_posix()}.yaml"
        yield Finding(path.as_posix(), 1, 1, "DOC014", "this stands beside the folder `papers`, where entries are", fix)


def _in_register(path: Path) -> Iterator[Finding]:
    if not path.exists():
        near = nearest(path.stem, [other.stem for other in path.parent.glob("*.bib")])
        fix = f"did you mean {path.with_name(f'{near[0]}.bib').as_posix()}?" if near else "correct the path"
        yield Finding(path.as_posix(), 1, 1, "DOC014", "there is no such file", fix)
        return
    works, findings = read_register(path)
    yield from findings
    if (path.parent / "papers").is_dir():
        yield from _coded(works, path)


def _coded(works: Iterable[Work], path: Path) -> Iterator[Finding]:
    """Records of a register whose papers have an entry."""
    briefs = told(read_briefly(names_in(path.parent), path.parent).briefs)
    known = KnownWorks((f"the entry {brief.name!r}", brief.work) for brief in briefs)
    text = register_or_fault(path)
    if isinstance(text, Finding):
        return
    for work in works:
        if twin := known.twin(work):
            same, place = twin
            line = text[: text.find(f"{{{work.key},")].count("\n") + 1
            message = f"the paper of record {work.key!r} is known already: {place} has the same {'id' if same == 'id' else SPOKEN[same]}"
            yield Finding(path.as_posix(), line, 1, "DOC010", message, "delete the record")


def _in_files(files: Sequence[Path], folder: Path) -> Iterator[Finding]:
    known = cache(lambda: [path.stem for path in (folder / "papers").glob("*.yaml")])
    for finding in check_files(files, folder):
        path = Path(finding.path)
        near = nearest(path.stem, known()) if finding.code == "DOC014" and not path.exists() else ()
        yield replace(finding, fix=f"did you mean {(folder / 'papers' / near[0]).as_posix()}.yaml?") if near else finding


def _whole_of(path: Path, chosen: Path | None) -> Path | None:
    """The folder of entries of which a path is a part that is checked with the whole: its papers, its readings or one of these."""
    full = path.absolute()
    part = full if full.is_dir() else full.parent
    folder = path.parent if full.is_dir() else path.parent.parent
    is_part = part.name == "readings" or (part.name == "papers" and part == full)
    if not is_part or not (part.parent / "papers").is_dir() or path.name in {"", ".."}:
        return None
    return None if chosen is not None and chosen.absolute() != part.parent else folder


def _around(path: Path, chosen: Path | None) -> Path:
    """The folder of entries with which a file is seen."""
    part = path if path.is_dir() else path.parent
    return chosen or (part.parent if part.absolute().name == "papers" and part.name not in {"", ".."} else entries_folder(None))
