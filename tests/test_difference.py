"""What changed since a revision, judged on repositories made for it."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from taxonomy.difference import Change, difference
from taxonomy.errors import SetupError
from tests.invented import CORPUS, ROOT, run


def git(folder: Path, *arguments: str) -> None:
    """Run git as an invented person, whatever is configured on the machine."""
    who = ["-c", "user.name=Ada Example", "-c", "user.email=ada@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", "-C", str(folder), *who, *arguments], check=True, capture_output=True)  # noqa: S607  # whichever git there is


@pytest.fixture
def entries(tmp_path: Path) -> Path:
    """The invented corpus and the package, committed to a repository."""
    shutil.copytree(CORPUS, tmp_path / "entries")
    shutil.copytree(ROOT / "taxonomy", tmp_path / "taxonomy", ignore=shutil.ignore_patterns("__pycache__"))
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "--message", "Begin")
    return tmp_path / "entries"


def rewrite(path: Path, before: str, after: str) -> None:
    """Replace a text that has to be there."""
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


def complete(path: Path) -> None:
    """Let the forget set hold all of the concept."""
    rewrite(path, "coverage: sample", "coverage: complete")
    rewrite(path, "share_of_concept: [0.1]", "share_of_concept: [1]")


def test_nothing_changed(entries: Path) -> None:
    """Against the last commit of an untouched folder nothing differs."""
    found = difference("HEAD", entries)
    assert (found.added, found.removed, found.changed, found.changes, found.remark) == ((), (), (), (), "")


def test_changed_fact_shows_in_verdict_and_flags(entries: Path) -> None:
    """A fact that was corrected changes its paper's verdict and flags, because of the entry; other papers stay."""
    complete(entries / "papers" / "sample2022poisons.yaml")
    found = difference("HEAD", entries)
    assert found.changed == ("sample2022poisons",)
    verdicts = [change for change in found.changes if not change.code]
    assert [(change.paper, change.before.partition(",")[0], change.after.partition(",")[0], change.cause) for change in verdicts] == [
        ("sample2022poisons", "unlearning", "coincident", "entry")
    ]
    assert any(change.code == "FRM104" and change.after == "flagged" for change in found.changes)


def test_added_and_removed_entries(entries: Path) -> None:
    """Entries that came and went are named, with the verdicts that came and went with them."""
    (entries / "papers" / "muster2024certified.yaml").unlink()
    found = difference("HEAD", entries)
    assert (found.added, found.removed) == ((), ("muster2024certified",))
    assert any(change.paper == "muster2024certified" and change.after == "" for change in found.changes)
    git(entries, "commit", "--quiet", "--all", "--message", "Remove")
    back = difference("HEAD~1", entries)
    assert back.removed == ("muster2024certified",)


def test_changed_rule_shows_as_such(entries: Path) -> None:
    """A rule that was another one at the revision reclassifies entries that nobody touched, and that is told as its cause."""
    rules = entries.parent / "taxonomy" / "rules" / "formulation.py"
    rewrite(rules, 'yield flags(fact("forget_set.coverage"), one_of("intended", Notion.COINCIDENT))', "yield from ()")
    git(entries, "commit", "--quiet", "--all", "--message", "An older rule")
    changes = difference("HEAD", entries).changes
    assert changes
    assert {(change.code, change.after, change.cause) for change in changes} == {("FRM104", "flagged", "rules")}


def test_revision_whose_package_cannot_be_run(entries: Path) -> None:
    """Where the old package is broken its entries are judged by today's rules, and that is said."""
    (entries.parent / "taxonomy" / "cli" / "__init__.py").write_text("raise SystemExit", encoding="utf-8")
    git(entries, "commit", "--quiet", "--all", "--message", "Broken")
    found = difference("HEAD", entries)
    assert found.changes == ()
    assert "judged by today's" in found.remark


def test_revision_without_entries(entries: Path) -> None:
    """Before there were entries, everything is new."""
    git(entries, "rm", "-r", "--quiet", "--cached", ".")
    git(entries, "commit", "--quiet", "--message", "None")
    found = difference("HEAD", entries)
    assert len(found.added) == len(list((entries / "papers").glob("*.yaml")))
    assert found.remark == "that revision had no entries"


@pytest.mark.parametrize("revision", ["nowhere", "--help", "HEAD; true", ""])
def test_unknown_revision_is_told(entries: Path, revision: str) -> None:
    """A revision that the clone does not hold is an error that says what may bring it, whatever it looks like."""
    with pytest.raises(SetupError, match="does not hold the revision"):
        difference(revision, entries)


def test_folder_outside_of_git_is_told(tmp_path: Path) -> None:
    """A folder in no working tree is an error in words."""
    shutil.copytree(CORPUS, tmp_path / "entries")
    with pytest.raises(SetupError, match="not inside a git working tree"):
        difference("HEAD", tmp_path / "entries")


def test_working_tree_is_left_as_it_is(entries: Path) -> None:
    """Comparing changes neither files nor what is staged."""
    rewrite(entries / "papers" / "sample2022poisons.yaml", "coverage: sample", "coverage: proxy")
    git(entries, "add", ".")
    before = subprocess.run(["git", "-C", str(entries), "status", "--porcelain"], check=True, capture_output=True).stdout  # noqa: S607
    difference("HEAD", entries)
    assert subprocess.run(["git", "-C", str(entries), "status", "--porcelain"], check=True, capture_output=True).stdout == before  # noqa: S607


def test_formats_tell_the_same_changes(entries: Path) -> None:
    """Text, JSON and Markdown name the same settings; Markdown holds no text that its grammar could take for its own."""
    complete(entries / "papers" / "sample2022poisons.yaml")
    shutil.copy(entries / "papers" / "muster2024certified.yaml", entries / "papers" / "x`|y.yaml")
    told = {style: run("diff", "HEAD", "--entries", entries, "--format", style).stdout for style in ("text", "json", "markdown")}
    changes = [Change(**each) for each in json.loads(told["json"])["changes"]]
    places = {f"{change.paper}/{change.setting}" for change in changes if change.setting}
    assert places
    assert all(place in told["text"] and f"| `{place}` |" in told["markdown"] for place in places)
    assert "`x y`" in told["markdown"]


def test_faulty_entries_are_named_not_judged(entries: Path) -> None:
    """An entry that holds faults now is named; its verdicts do not count as gone, and the exit code says so."""
    rewrite(entries / "papers" / "sample2025audit.yaml", "kind: evaluation", "kind: evaluations")
    found = difference("HEAD", entries)
    assert (found.faulty, found.faulty_before, found.changed) == (("sample2025audit",), (), ("sample2025audit",))
    assert not any(change.paper == "sample2025audit" for change in found.changes)
    told = run("diff", "HEAD", "--entries", entries)
    assert (told.exit_code, "not judged sample2025audit: its entry holds faults" in told.stdout) == (1, True)
    assert "- `sample2025audit`: its entry holds faults" in run("diff", "HEAD", "--format", "markdown", "--entries", entries).stdout


def test_entries_that_held_faults_then_are_named(entries: Path) -> None:
    """An entry that was mended is named, and is no reason to fail."""
    path = entries / "papers" / "sample2025audit.yaml"
    rewrite(path, "kind: evaluation", "kind: evaluations")
    git(entries.parent, "commit", "--quiet", "--all", "--message", "Break")
    rewrite(path, "kind: evaluations", "kind: evaluation")
    found = difference("HEAD", entries)
    assert (found.faulty, found.faulty_before) == ((), ("sample2025audit",))
    assert run("diff", "HEAD", "--entries", entries).exit_code == 0
