"""What a branch changes, read out of git as data, on repositories made for it."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from unittest.mock import patch

import pytest

from taxonomy import difference, limits
from taxonomy.difference import Judged
from taxonomy.errors import SetupError
from taxonomy.review import MOST, Review, review
from tests.invented import CORPUS, run
from tests.test_difference import complete, git, rewrite


@pytest.fixture
def entries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The invented corpus, committed to a repository; both sides are judged by today's rules, as that takes no other process."""

    def judged(tree: Path, inside: Path) -> tuple[Judged, str]:
        return difference._judged_now(tree / inside), ""

    monkeypatch.setattr(difference, "_judged_then", judged)
    shutil.copytree(CORPUS, tmp_path / "entries")
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "--message", "Begin")
    return tmp_path / "entries"


def branch(folder: Path, message: str = "Change") -> None:
    """Commit everything on a branch that leaves the first commit."""
    top = folder.parent
    git(top, "checkout", "--quiet", "-B", "branch")
    git(top, "add", "--all")
    git(top, "commit", "--quiet", "--message", message)
    git(top, "tag", "--force", "head")
    git(top, "checkout", "--quiet", "--detach", "branch~1")


def reviewed(folder: Path) -> Review:
    """The review of the branch against what is checked out."""
    return review("HEAD", "head", folder)


def test_changed_entry_is_reviewed(entries: Path) -> None:
    """A changed fact shows with its verdict, its flags and what changes; the working tree stays as it was."""
    path = entries / "papers" / "sample2022poisons.yaml"
    before = path.read_bytes()
    complete(path)
    branch(entries)
    found = reviewed(entries)
    assert path.read_bytes() == before
    assert (found.asks, found.faults) == ((), ())
    assert [(each.path, each.status) for each in found.touched] == [("entries/papers/sample2022poisons.yaml", "M")]
    assert [paper.id for paper in found.papers] == ["sample2022poisons"]
    assert found.papers[0].settings["found-part"].verdict.intended == "coincident"
    assert found.changes.changed == ("sample2022poisons",)
    assert (found.changes.revision, found.changes.faulty) == ("HEAD", ())


def test_faults_stand_at_their_place_in_the_working_tree(entries: Path) -> None:
    """Every fault names the file as it is called in the branch, with line and column."""
    path = entries / "papers" / "sample2022poisons.yaml"
    rewrite(path, "kind: method", "kind: metod")
    branch(entries)
    found = reviewed(entries)
    assert [(fault.path, fault.line, fault.code) for fault in found.faults] == [("entries/papers/sample2022poisons.yaml", 7, "DOC008")]
    assert found.papers == ()


def test_what_the_base_changed_meanwhile_stays(entries: Path) -> None:
    """Only what the branch itself changed counts, though the base went on."""
    complete(entries / "papers" / "sample2022poisons.yaml")
    branch(entries)
    rewrite(entries / "papers" / "ersatz2024two.yaml", "year: 2024", "year: 2023")
    git(entries.parent, "commit", "--quiet", "--all", "--message", "Go on")
    found = reviewed(entries)
    assert [each.path for each in found.touched] == ["entries/papers/sample2022poisons.yaml"]
    assert found.changes.changed == ("sample2022poisons",)


def test_deletion_many_entries_and_files_elsewhere_ask_for_a_maintainer(entries: Path) -> None:
    """Each of the three has its own reason, which names what it is about."""
    (entries / "papers" / "example2025survey.yaml").unlink()
    for number in range(MOST):
        (entries / "papers" / f"ada{1990 + number}study.yaml").write_text("x", encoding="utf-8")
    for name in ("a", "b", "c", "d"):
        (entries.parent / name).write_text("x", encoding="utf-8")
    branch(entries)
    asks = reviewed(entries).asks
    assert asks == (
        f"{MOST + 1} entries change, more than {MOST}",
        "entries/papers/example2025survey.yaml is deleted",
        "files outside of entries/ change: a, b, c and 1 more",
    )


def test_as_many_entries_as_are_allowed_ask_nobody(entries: Path) -> None:
    """The bound itself is still free."""
    for number in range(MOST):
        (entries / "papers" / f"ada{1990 + number}study.yaml").write_text("x", encoding="utf-8")
    branch(entries)
    assert reviewed(entries).asks == ()


@pytest.mark.parametrize(
    "name", ["papers/x.sh", ".gitattributes", "papers/sub/ada2024study.yaml", "papers/\u00e4.txt", "x/ada2024study.yaml"]
)
def test_other_files_among_the_entries_are_not_looked_at(entries: Path, name: str) -> None:
    """What is no entry by its name is not read, and a maintainer is asked."""
    path = entries / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("x", encoding="utf-8")
    branch(entries)
    found = reviewed(entries)
    assert found.faults == ()
    assert found.asks == (f"entries/{name} was not looked at: it is named like no entry, no reading and no register",)


@pytest.mark.parametrize(
    ("name", "call"),
    [
        ("papers/Ada2024study.yaml", "entries/papers/ada2024study.yaml"),
        ("papers/ada2024study.yml", "entries/papers/ada2024study.yaml"),
        ("ada2024study.yaml", "entries/papers/ada2024study.yaml"),
        ("papers/my paper.yaml", "entries/papers/<id>.yaml, by its id: family name, year, title word"),
        ("papers/$(id)\n::error::x.yaml", "entries/papers/<id>.yaml, by its id: family name, year, title word"),
    ],
)
def test_entry_of_another_name_is_a_fault_of_its_file(entries: Path, name: str, call: str) -> None:
    """A file that was meant as an entry is told what to be called, at the file itself, and is not read."""
    (entries / name).write_text("x", encoding="utf-8")
    branch(entries)
    (fault,) = reviewed(entries).faults
    assert (fault.path, fault.line, fault.code, fault.fix) == (f"entries/{name}", 1, "DOC014", f"call the file {call}")


def test_words_to_the_maintainers_are_few_and_plain(entries: Path) -> None:
    """However many files go or come, some are named and the others counted, without a character that nobody sees."""
    for number in range(30):
        (entries / f"\x1b[31mred{number}.sh").write_text("x", encoding="utf-8")
    branch(entries)
    asks = reviewed(entries).asks
    assert (len(asks), asks[-1]) == (11, "and 20 more")
    assert asks[0].startswith(r"entries/\x1b[31mred0.sh was not looked at")


def test_links_and_programs_are_not_looked_at(entries: Path) -> None:
    """A link to a file of the machine is not followed, and a file that may be run is not taken."""
    (entries / "papers" / "ada2024link.yaml").symlink_to("/etc/passwd")
    program = entries / "papers" / "sample2022poisons.yaml"
    complete(program)
    program.chmod(0o755)
    branch(entries)
    found = reviewed(entries)
    assert len(found.asks) == 2
    assert all(each.endswith("it is a link, a program or another repository, and no plain file") for each in found.asks)
    assert (found.papers[0].settings["found-part"].verdict.intended, found.faults) == ("unlearning", ())


def test_huge_files_are_refused_unread(entries: Path) -> None:
    """A file over the limit is not taken out of git; the reader refuses what stands for it."""
    (entries / "papers" / "ada2024huge.yaml").write_bytes(b"x" * ((limits.ENTRY.kib << 10) + 5))
    (entries / "register.bib").write_bytes(b"% " * (limits.REGISTER_MIB << 19) + b"!")
    branch(entries)
    with patch("taxonomy.review.git_bytes", side_effect=AssertionError("read")):
        found = reviewed(entries)
    assert {(fault.path, fault.code) for fault in found.faults} == {
        ("entries/papers/ada2024huge.yaml", "DOC004"), ("entries/register.bib", "DOC014"),
    }  # fmt: skip


def test_attributes_of_the_branch_do_nothing(entries: Path) -> None:
    """No filter that a branch asks for is run when its files are read."""
    top = entries.parent
    git(top, "config", "filter.evil.smudge", f"touch {top / 'evil'}; cat")
    (entries / ".gitattributes").write_text("* filter=evil\n", encoding="utf-8")
    complete(entries / "papers" / "sample2022poisons.yaml")
    branch(entries)
    (top / "evil").unlink(missing_ok=True)
    reviewed(entries)
    assert not (top / "evil").exists()


def test_what_git_is_told_of_differences_does_nothing(entries: Path) -> None:
    """A renamed entry is one that goes and one that comes, and no program for differences is run, whatever is set."""
    top = entries.parent
    git(top, "config", "diff.renames", "copies")
    git(top, "config", "diff.external", f"touch {top / 'evil'}; true")
    (entries / "papers" / "example2025survey.yaml").rename(entries / "papers" / "example2025surveys.yaml")
    branch(entries)
    (top / "evil").unlink(missing_ok=True)
    touched = [(Path(each.path).stem, each.status) for each in reviewed(entries).touched]
    assert touched == [("example2025survey", "D"), ("example2025surveys", "A")]
    assert not (top / "evil").exists()


def test_what_is_staged_stays_staged(entries: Path) -> None:
    """A review works through an index of its own."""
    complete(entries / "papers" / "sample2022poisons.yaml")
    branch(entries)
    rewrite(entries / "papers" / "ersatz2024two.yaml", "year: 2024", "year: 2023")
    git(entries.parent, "add", ".")
    reviewed(entries)
    command = ["git", "-C", str(entries), "diff", "--cached", "--name-only"]
    staged = subprocess.run(command, check=True, capture_output=True, text=True)
    assert staged.stdout == "entries/papers/ersatz2024two.yaml\n"


def test_joined_entries_are_left_where_they_are_wanted(entries: Path, tmp_path: Path) -> None:
    """The entries as they are once the branch is joined can be kept, in a folder that is not there yet."""
    complete(entries / "papers" / "sample2022poisons.yaml")
    branch(entries)
    review("HEAD", "head", entries, tmp_path / "joined")
    assert "coverage: complete" in (tmp_path / "joined" / "entries" / "papers" / "sample2022poisons.yaml").read_text(encoding="utf-8")
    with pytest.raises(SetupError, match="is there already"):
        review("HEAD", "head", entries, tmp_path / "joined")


def test_branch_without_a_change_is_told(entries: Path) -> None:
    """Who has not committed yet, or works on the main branch itself, is not told that all is well."""
    (entries / "papers" / "ada2024study.yaml").write_text("x", encoding="utf-8")
    with pytest.raises(
        SetupError, match="HEAD changes nothing since it left HEAD; commit first, on a branch of its own: git switch -c NAME"
    ):
        review("HEAD", "HEAD", entries)


def test_unknown_revisions_are_told(entries: Path) -> None:
    """A revision that the clone does not hold is one sentence."""
    with pytest.raises(SetupError, match="does not hold the revision 'nowhere'"):
        review("nowhere", "HEAD", entries)
    with pytest.raises(SetupError, match="does not hold the revision '--help'"):
        review("HEAD", "--help", entries)


def told(folder: Path, *more: str) -> tuple[int, str, str]:
    """What the command says of the branch."""
    found = run("review", "HEAD", "head", "--entries", folder, *more)
    return found.exit_code, found.stdout, found.stderr


def test_command_speaks_text_markdown_and_json(entries: Path) -> None:
    """Policy, faults, verdicts and changes stand in each format; nothing wrong is exit code 0."""
    complete(entries / "papers" / "sample2022poisons.yaml")
    branch(entries)
    code, text, _ = told(entries)
    assert code == 0
    assert text.startswith("Policy: nobody has to allow this.\nFaults: none\nVerdict: sample2022poisons/found-part intends coincident")
    assert "1 entry, 1 verdict and" in text
    _, markdown, _ = told(entries, "--format", "markdown", "--summary", str(entries.parent / "review.md"))
    assert (entries.parent / "review.md").read_text(encoding="utf-8") == markdown
    assert "### Verdict of `sample2022poisons/found-part`" in markdown
    assert "| `sample2022poisons/found-part` | unlearning, evaluated as" in markdown
    plain = json.loads(told(entries, "--format", "json")[1])
    assert [paper["id"] for paper in plain["papers"]] == ["sample2022poisons"]


def test_command_annotates_and_fails(entries: Path) -> None:
    """Faults stand beside their lines and fail; so does what nobody allowed, until somebody does."""
    rewrite(entries / "papers" / "sample2022poisons.yaml", "kind: method", "kind: metod")
    branch(entries)
    code, markdown, notes = told(entries, "--format", "markdown", "--annotate")
    assert code == 1
    assert "### Faults: 1" in markdown
    assert notes.startswith("::error file=entries/papers/sample2022poisons.yaml,line=7,col=7,title=DOC008::")
    assert "sample2022poisons.yaml:7:7: DOC008" in told(entries, "--format", "markdown")[2]


def test_command_asks_for_a_maintainer(entries: Path) -> None:
    """A deletion fails until a maintainer allows it."""
    (entries / "papers" / "example2025survey.yaml").unlink()
    branch(entries)
    code, text, _ = told(entries)
    assert code == 1
    assert text.startswith("Policy: a maintainer has to allow this, because:\n  entries/papers/example2025survey.yaml is deleted\n")
    assert told(entries, "--allowed")[0] == 0


def test_git_is_asked_for_nothing_else(entries: Path) -> None:
    """A review leaves no trace in the repository."""
    complete(entries / "papers" / "sample2022poisons.yaml")
    branch(entries)
    reviewed(entries)
    status = subprocess.run(["git", "-C", str(entries), "status", "--porcelain"], check=True, capture_output=True)  # noqa: S607  # whichever git there is
    assert status.stdout == b""


@pytest.mark.parametrize(
    "option", ["--git-dir", "--all", "-h", "--since=1", "--branches=*", "--sq", "--not", "--", "--prefix", "--output=evil"]
)
def test_revision_is_no_option_of_git(entries: Path, option: str) -> None:
    """What looks like an option is a revision that nobody knows."""
    with pytest.raises(SetupError, match="does not hold the revision"):
        review(option, "head", entries)
    with pytest.raises(SetupError, match="does not hold the revision"):
        difference.difference(option, entries)
    assert not [*entries.parent.glob("evil*")]
