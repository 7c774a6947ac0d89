"""What a branch changes, read out of git as data: whether it may, which faults it has, and what it does to verdicts and flags."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from taxonomy import limits
from taxonomy.cases import Paper
from taxonomy.difference import Difference, check_out, difference, git, git_bytes
from taxonomy.errors import Finding, SetupError
from taxonomy.messages import visible
from taxonomy.nearest import nearest_id
from taxonomy.reading import read_corpus
from taxonomy.readings import read_readings
from taxonomy.vocabulary.terms import PAPER_ID

MOST = 25
"""Most entries that one branch may change without a maintainer's word."""
FILES = re.compile(r"(?:(?:papers|readings)/[a-z]+[0-9]{4}[a-z0-9]+\.yaml|register\.bib)")
"""Names of files, from the folder of entries, that a contribution may hold."""
_NAMED = 10
"""Most files of a kind that a word to the maintainers names."""
_PLAIN_FILE = "100644"
"""How git marks a file that is neither a program nor a link."""


class Touched(NamedTuple):
    """A file that a branch changes."""

    path: str
    """The file, from the top of the working tree."""
    status: str
    """`A` for a new one, `M` for a changed one, `D` for one that goes; others as git names them."""
    mode: str
    """How git marks it now: `100644` for a plain file."""
    blob: str
    """Where git keeps its content."""


@dataclass(frozen=True, slots=True)
class Review:
    """What a branch changes.

    Attributes:
        touched: every file that it changes.
        asks: why a maintainer has to allow it; empty where nobody has to.
        faults: faults of the entries that it touches, and those that it causes elsewhere.
        papers: papers that it touches and that hold no fault, with verdicts and flags.
        changes: what happens to verdicts and flags anywhere.
    """

    touched: tuple[Touched, ...]
    asks: tuple[str, ...]
    faults: tuple[Finding, ...]
    papers: tuple[Paper, ...]
    changes: Difference


def review(base: str, head: str, folder: Path, to: Path | None = None) -> Review:
    """Review what a branch changes. Nothing of the branch is checked out or run: its entries are read out of git as data.

    Args:
        base: the revision that the branch is to be joined with.
        head: the branch's own revision.
        folder: the folder of entries, within a git working tree.
        to: where to leave the entries as they are once the branch is joined, in a folder of that name.

    Raises:
        SetupError: git cannot be used, or does not know a revision; nothing is changed; or something is there where the entries are to
            be left.
    """
    top = Path(git(folder, "rev-parse", "--show-toplevel", why=f"{folder} is not inside a git working tree").strip())
    first, last = (_commit(top, revision) for revision in (base, head))
    fork = git(top, "merge-base", first, last, why=f"{base} and {head} have no commit in common; fetch more of their history").strip()
    inside = folder.resolve().relative_to(top.resolve()).as_posix()
    touched = tuple(_touched(top, fork, last))
    if not touched:
        raise SetupError(f"{head} changes nothing since it left {base}; commit first, on a branch of its own: git switch -c NAME")
    with tempfile.TemporaryDirectory() as scratch:
        joined = Path(scratch) / "tree" / inside
        check_out(top, first, Path(scratch) / "tree")
        _take_over(top, [each for each in touched if _is_welcome(each, inside)], inside, joined)
        faults, papers = _judged(joined, inside, touched)
        faults += [fault for each in touched for fault in _misnamed(each, inside)]
        changes = difference(first, folder, now=joined)
        if to is not None:
            _leave(joined, to)
    return Review(touched, tuple(_asks(touched, inside)), tuple(faults), tuple(papers), replace(changes, revision=base))


def _commit(top: Path, revision: str) -> str:
    why = f"this clone does not hold the revision {revision!r}; `git branch -a` lists what there is"
    return git(top, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}", why=why).strip()


def _touched(top: Path, first: str, last: str) -> Iterator[Touched]:
    """Every file that differs between two commits; a renamed one is one that goes and one that comes."""
    told = git(top, "diff-tree", "-r", "-z", "--raw", first, last, why="the two commits cannot be compared")
    parts = told.split("\0")
    for about, path in zip(parts[0::2], parts[1::2], strict=False):
        _, mode, _, blob, status = about.removeprefix(":").split(" ")
        yield Touched(path, status[:1], mode, blob)


def _is_welcome(touched: Touched, inside: str) -> bool:
    """Whether a change is one of entries, readings or the register, and of a plain file."""
    within = touched.path.removeprefix(f"{inside}/")
    return within != touched.path and FILES.fullmatch(within) is not None and (touched.status == "D" or touched.mode == _PLAIN_FILE)


def _asks(touched: Iterable[Touched], inside: str) -> Iterator[str]:
    """Why a maintainer has to allow a branch."""
    listed = list(touched)
    entries = [each for each in listed if each.path.startswith(f"{inside}/papers/")]
    if len(entries) > MOST:
        yield f"{len(entries)} entries change, more than {MOST}"
    within = [each for each in listed if each.path.startswith(f"{inside}/")]
    deleted = [each.path for each in within if each.status == "D"]
    yield from _told(f"{visible(path)} is deleted" for path in deleted)
    elsewhere = [visible(each.path) for each in listed if not each.path.startswith(f"{inside}/")]
    if elsewhere:
        more = f" and {len(elsewhere) - 3} more" if len(elsewhere) > 3 else ""  # noqa: PLR2004  # as many as a line holds
        yield f"files outside of {inside}/ change: {', '.join(elsewhere[:3])}{more}"
    passed_over = [each for each in within if each.status != "D" and not _is_welcome(each, inside)]
    yield from _told(f"{visible(each.path)} was not looked at: {_why_not(each)}" for each in passed_over)


def _told(lines: Iterable[str]) -> Iterator[str]:
    """Lines, as many as somebody reads."""
    listed = list(lines)
    yield from listed[:_NAMED]
    yield from [f"and {len(listed) - _NAMED} more"] if len(listed) > _NAMED else ()


def _why_not(touched: Touched) -> str:
    """Why a file was not looked at."""
    if touched.mode != _PLAIN_FILE:
        return "it is a link, a program or another repository, and no plain file"
    return "it is named like no entry, no reading and no register"


def _misnamed(touched: Touched, inside: str) -> Iterator[Finding]:
    """A fault at a file that was meant as an entry and is named otherwise."""
    path = Path(touched.path)
    is_meant = path.parent.as_posix() in {inside, f"{inside}/papers"} and path.suffix.casefold() in {".yaml", ".yml"}
    if not is_meant or touched.status == "D" or touched.mode != _PLAIN_FILE or _is_welcome(touched, inside):
        return
    name = nearest_id(path.stem, PAPER_ID)
    call = f"{inside}/papers/{name}.yaml" if name else f"{inside}/papers/<id>.yaml, by its id: family name, year, title word"
    yield Finding(touched.path, 1, 1, "DOC014", "no entry is found under this name, so it was not looked at", f"call the file {call}")


def _take_over(top: Path, touched: Iterable[Touched], inside: str, to: Path) -> None:
    """Bring files of a folder to the state of a commit, without running anything that the commit asks for."""
    for each in touched:
        path = to / each.path.removeprefix(f"{inside}/")
        if each.status == "D":
            path.unlink(missing_ok=True)
            continue
        most = limits.REGISTER_MIB << 20 if path.suffix == ".bib" else limits.ENTRY.kib << 10
        size = int(git(top, "cat-file", "-s", each.blob, why=f"{each.path} cannot be read"))
        if size > most:
            path.write_bytes(b"#" * (most + 1))  # as much as makes the reader refuse it for its size
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(git_bytes(top, "cat-file", "blob", each.blob, why=f"{each.path} cannot be read"))


def _judged(joined: Path, inside: str, touched: Iterable[Touched]) -> tuple[list[Finding], list[Paper]]:
    """Faults of all entries, each at its place in the working tree, and the papers that were touched."""
    corpus, findings = read_corpus(joined)
    found = [*findings, *read_readings(joined, corpus)[1]]
    within = joined.as_posix()
    placed = [replace(finding, path=f"{inside}{finding.path.removeprefix(within)}") for finding in found]
    names = [Path(each.path).stem for each in touched if each.status != "D" and each.path.startswith(f"{inside}/papers/")]
    return placed, [corpus.papers[name] for name in names if name in corpus.papers]


def _leave(joined: Path, to: Path) -> None:
    target = to / joined.name
    if target.exists():
        raise SetupError(f"{target} is there already; name another folder, or delete it")
    shutil.copytree(joined, target)
