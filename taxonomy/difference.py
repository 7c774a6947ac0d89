"""What changed between a git revision and the working tree: entries, verdicts and flags, and whether facts or rules did it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from taxonomy.corpus import Corpus
from taxonomy.errors import SetupError
from taxonomy.plain import flag_to_plain, verdict_words
from taxonomy.reading import read_corpus


class Judged(NamedTuple):
    """The entries of one side, judged."""

    papers: frozenset[str]
    """Papers that hold no fault."""
    verdicts: dict[tuple[str, str], str]
    """Verdicts in words by paper and setting."""
    flags: set[tuple[str, str, str]]
    """Flags as paper, setting (empty for the paper itself) and code."""


@dataclass(frozen=True, order=True, slots=True)
class Change:
    """One verdict or flag that is not what it was.

    Attributes:
        paper: id of the paper.
        setting: id of the setting; empty where a flag speaks of the paper.
        code: code of the flag; empty for a verdict.
        before: verdict in words, or `flagged`; empty where there was none.
        after: the same now.
        cause: `entry` where the paper's own file changed, else `rules`: the rules, the vocabulary or another entry.
    """

    paper: str
    setting: str
    code: str
    before: str
    after: str
    cause: str


@dataclass(frozen=True, slots=True)
class Difference:
    """Everything that changed since a revision.

    Attributes:
        revision: the revision as it was named.
        added: papers that have an entry now.
        removed: papers that had one.
        changed: papers whose entry reads otherwise.
        faulty_before: papers that are not judged, since their entry held faults then.
        faulty: papers that are not judged, since their entry holds faults now.
        changes: verdicts and flags that are not what they were, of papers that are judged on both sides.
        remark: what a reader has to know about how the comparison was made; empty where nothing.
    """

    revision: str
    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[str, ...]
    faulty_before: tuple[str, ...]
    faulty: tuple[str, ...]
    changes: tuple[Change, ...]
    remark: str


def difference(revision: str, folder: Path, now: Path | None = None) -> Difference:
    """Compare a folder of entries with what it held at a git revision, judged by the rules of that revision.

    Args:
        revision: anything that git takes for a commit.
        folder: a folder of entries inside a git working tree.
        now: the folder to compare with what `folder` held; itself where left out.

    Returns:
        What changed; papers with faults on either side are named, not judged.

    Raises:
        SetupError: git is missing, the folder is not in a working tree, or the clone does not hold the revision.
    """
    top = Path(git(folder, "rev-parse", "--show-toplevel", why=f"{folder} is not inside a git working tree").strip())
    known = "`git branch -a` lists what there is, `git fetch --unshallow` completes a shallow clone"
    shown = f"this clone does not hold the revision {revision!r}; {known}"
    commit = git(top, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}", why=shown).strip()
    inside = folder.resolve().relative_to(top.resolve())
    with tempfile.TemporaryDirectory() as scratch:
        old = Path(scratch) / "tree"
        check_out(top, commit, old)
        before, remark = _judged_then(old, inside)
        texts = _texts(old / inside), _texts(now or folder)
    return _compare(revision, texts, before, _judged_now(now or folder), remark)


def _compare(revision: str, texts: tuple[dict[str, bytes], dict[str, bytes]], before: Judged, after: Judged, remark: str) -> Difference:
    then, now = texts
    changed = {name for name in then.keys() & now.keys() if then[name] != now[name]}
    touched = changed | (then.keys() ^ now.keys())
    unjudged = then.keys() - before.papers, now.keys() - after.papers
    changes = [change for change in _changes(before, after, touched) if change.paper not in unjudged[0] | unjudged[1]]
    return Difference(
        revision,
        tuple(sorted(now.keys() - then.keys())),
        tuple(sorted(then.keys() - now.keys())),
        tuple(sorted(changed)),
        tuple(sorted(unjudged[0])),
        tuple(sorted(unjudged[1])),
        tuple(sorted(changes)),
        remark,
    )


def _changes(before: Judged, after: Judged, touched: set[str]) -> Iterator[Change]:
    for paper, setting in before.verdicts.keys() | after.verdicts.keys():
        then, now = before.verdicts.get((paper, setting), ""), after.verdicts.get((paper, setting), "")
        if then != now:
            yield Change(paper, setting, "", then, now, _cause(paper, touched))
    for paper, setting, code in before.flags ^ after.flags:
        words = ("", "flagged") if (paper, setting, code) in after.flags else ("flagged", "")
        yield Change(paper, setting, code, *words, _cause(paper, touched))


def _cause(paper: str, touched: set[str]) -> str:
    return "entry" if paper in touched else "rules"


def _texts(folder: Path) -> dict[str, bytes]:
    return {path.stem: path.read_bytes() for path in sorted((folder / "papers").glob("*.yaml"))}


def _judged_now(folder: Path) -> Judged:
    corpus, _ = read_corpus(folder)
    return _judged(corpus)


def _judged(corpus: Corpus) -> Judged:
    classified = [{"paper": s.paper_id, "setting": s.id, **verdict_words(s.verdict)} for s in corpus.settings()]
    flags = (flag_to_plain(flag) for paper in corpus for flag in paper.all_flags())
    return _read(corpus.papers, classified, flags)


def _read(papers: Iterable[str], classified: Iterable[Mapping[str, Any]], flags: Iterable[Mapping[str, Any]]) -> Judged:
    """What `classify` and `flags` say of papers, this package's or that of an older revision."""
    verdicts = {(s["paper"], s["setting"]): f"{s['intended']}, evaluated as {s['evaluated']}: {s['agreement']}" for s in classified}
    return Judged(frozenset(papers), verdicts, {(flag["paper"], flag["setting"] or "", flag["code"]) for flag in flags})


def _judged_then(tree: Path, inside: Path) -> tuple[Judged, str]:
    """Judge the old entries by the old package; where it cannot be run, by today's."""
    if not (tree / inside / "papers").is_dir():
        return Judged(frozenset(), {}, set()), "that revision had no entries"
    try:
        classified = _old_command(tree, "classify", "--entries", str(tree / inside))
        flags = _old_command(tree, "flags", "--entries", str(tree / inside))["flags"]
        return _read((paper["paper"] for paper in classified["papers"]), classified["settings"], flags), ""
    except (ValueError, KeyError, TypeError):
        remark = "the rules of that revision could not be run, so its entries are judged by today's: changes of rules do not show"
        return _judged_now(tree / inside), remark


def _old_command(tree: Path, *arguments: str) -> Mapping[str, Any]:
    """Run a command of the package as it was at the revision, and read what it prints."""
    code = "import sys; sys.path.insert(0, sys.argv.pop(1)); from taxonomy.cli import main; main(prog_name='taxonomy')"
    command = [sys.executable, "-c", code, str(tree), *arguments, "--format", "json"]
    done = subprocess.run(command, cwd=tree, capture_output=True, text=True, encoding="utf-8", check=False)  # noqa: S603  # the project's own past
    found: Mapping[str, Any] = json.loads(done.stdout)
    return found


def check_out(top: Path, commit: str, to: Path) -> None:
    """Write the tree of a commit into a folder, through an index of its own.

    Args:
        top: the working tree that knows the commit.
        commit: its full name.
        to: a folder that is not there yet.

    Raises:
        SetupError: the commit cannot be read or written.
    """
    to.mkdir()
    index = {"GIT_INDEX_FILE": str(to.parent / "index")}
    git(top, "read-tree", commit, why=f"the commit {commit} cannot be read; a shallow or partial clone may lack files of it", env=index)
    git(top, "checkout-index", "--all", f"--prefix={to}{os.sep}", why=f"the files of {commit} cannot be written to {to}", env=index)


def git(folder: Path, *arguments: str, why: str, env: Mapping[str, str] | None = None) -> str:
    """What git prints.

    Args:
        folder: where to run it.
        arguments: what it is asked.
        why: what it means if it fails.
        env: further variables of the environment.

    Raises:
        SetupError: git is missing, or it fails.
    """
    return git_bytes(folder, *arguments, why=why, env=env).decode("utf-8", "surrogateescape")


def git_bytes(folder: Path, *arguments: str, why: str, env: Mapping[str, str] | None = None) -> bytes:
    """What git prints, as it is; see `git`."""
    try:
        done = subprocess.run(  # noqa: S603  # git with arguments of our own; a revision is verified, and with ^{commit} no option
            ["git", "-C", str(folder), *arguments],  # noqa: S607  # whichever git the user has
            env={**os.environ, **(env or {})},
            capture_output=True,
            check=False,
        )
    except FileNotFoundError as error:
        raise SetupError("git is not installed, or not on the path; this command compares with a git revision") from error
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip()
        raise SetupError(f"{why}{': ' if said else ''}{said}")
    return done.stdout
