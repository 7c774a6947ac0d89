"""`taxonomy new` and `taxonomy import`, as a person runs them."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from taxonomy.cli import main
from tests.invented import run, start
from tests.test_draft import answered
from tests.test_records import DATA

NEW = "@misc{x, title = {A quite new study}, author = {Example, Ada}, year = {2026}}\n"


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file of a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def fed(text: str, *arguments: str) -> Result:
    """Run the command line with text on standard input."""
    return CliRunner().invoke(main, [*arguments], input=text)


def test_entry_is_begun_checked_and_closed(folder: Path) -> None:
    """The way of a contributor: begin, see what is missing, answer, and the record leaves the register."""
    begun = run("new", "placeholder2024wanted")
    path = folder / "papers" / "placeholder2024wanted.yaml"
    assert (begun.exit_code, begun.stdout) == (0, f"{path.as_posix()}\n")
    assert "9 answers are still needed, `taxonomy check entries/papers/placeholder2024wanted.yaml` lists them" in begun.stderr
    checked = run("check", path)
    assert (checked.exit_code, checked.stdout.count(": DOC006 "), len(checked.stdout.splitlines())) == (1, 8, 9)
    path.write_text(answered(path.read_text(encoding="utf-8")), encoding="utf-8")
    assert "DOC010" in run("check").stdout
    closed = run("new", "placeholder2024wanted")
    assert (closed.exit_code, closed.stdout) == (0, f"{path.as_posix()}\n")
    assert "placeholder2024wanted left the register" in closed.stderr
    assert run("check").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "say which paper, in one way"),
        (["placeholder2024wanted", "--arxiv", "2401.00001"], "say which paper, in one way"),
        (["--arxiv", "x"], "'x' is no arXiv id"),
        (["--doi", "x"], "'x' is no DOI"),
        (["--arxiv", "2202.00002"], "the paper is there already: the entry entries/papers/sample2022poisons.yaml has the same arXiv id"),
        (["nobody"], "unknown register record 'nobody'"),
        (["sample2022poisons"], "entries/papers/sample2022poisons.yaml is there already and is valid"),
        (["--bibtex", "none.bib"], "none.bib cannot be read: there is no such file; check the path and its permissions"),
        (["--bibtex", ""], "an empty text names no paper"),
        ([""], "Usage: "),
        ([" "], "an empty text names no paper"),
        (["x.bib"], "'x.bib' is the name of a file, not an id; to take the paper from it: taxonomy new --bibtex x.bib"),
        (["a" * 300], "unknown register record 'aaa"),
        (["../papers/x"], "unknown register record '../papers/x'"),
        (["placeholder2024wanted", "--entries", "papers"], "papers is not a folder of entries"),
    ],
)
def test_misuse_is_told_and_changes_nothing(folder: Path, arguments: list[str], says: str) -> None:
    """What cannot be done is a sentence on standard error and exit code 2, and no file changes."""
    before = files_of(folder)
    result = run("new", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert says in result.stderr
    assert files_of(folder) == before


@pytest.mark.parametrize("arguments", [("-",), ("--bibtex", "-"), ("--bibtex", "x.bib"), ("x", "--bibtex", "x.bib")])
def test_bibtex_makes_an_entry(folder: Path, arguments: tuple[str, ...]) -> None:
    """BibTeX comes from a file or from standard input; a key chooses a record."""
    Path("x.bib").write_text(NEW, encoding="utf-8")
    result = fed(NEW, "new", *arguments)
    assert (result.exit_code, result.stdout) == (0, "entries/papers/example2026quite.yaml\n")
    assert "authors: [Ada Example]\n" in (folder / "papers" / "example2026quite.yaml").read_text(encoding="utf-8")


def test_entry_is_never_overwritten(folder: Path) -> None:
    """A second beginning of the same paper leaves the first as it is, also where the file cannot be read."""
    fed(NEW, "new", "-")
    path = folder / "papers" / "example2026quite.yaml"
    path.write_text("broken: [\n", encoding="utf-8")
    again = fed(NEW, "new", "-")
    assert again.stdout == "entries/papers/example2026quiteb.yaml\n"
    assert "its id is example2026quiteb, since example2026quite has the same first author" in again.stderr
    assert path.read_text(encoding="utf-8") == "broken: [\n"


@pytest.mark.usefixtures("folder")
def test_several_records_are_answered_with_a_command() -> None:
    """Of several records on standard input one has to be named; the message shows how."""
    two = f"{NEW}{NEW.replace('{x,', '{y,').replace('quite', 'very')}"
    result = fed(two, "new", "-")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "standard input holds 2 records ('x', 'y'); say which one by its key, such as taxonomy new x --bibtex -;" in result.stderr
    assert fed(two, "new", "y", "--bibtex", "-").stdout == "entries/papers/example2026very.yaml\n"


@pytest.mark.usefixtures("folder")
def test_new_speaks_json() -> None:
    """A program gets id, path, source, remarks and the open questions, and later what left the register."""
    found = json.loads(run("new", "placeholder2024wanted", "--format", "json").stdout)
    assert list(found) == ["data_version", "rules_version", "id", "path", "source", "remarks", "questions", "removed"]
    assert (found["id"], found["path"]) == ("placeholder2024wanted", "entries/papers/placeholder2024wanted.yaml")
    assert {question["code"] for question in found["questions"]} == {"DOC006", "DOC008"}
    path = Path(found["path"])
    path.write_text(answered(path.read_text(encoding="utf-8")), encoding="utf-8")
    closed = json.loads(run("new", "placeholder2024wanted", "--format", "json").stdout)
    assert (closed["removed"], closed["questions"], list(closed)) == (["placeholder2024wanted"], [], list(found))


def test_network_that_is_not_there_is_one_sentence(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Offline, the register's record is used with a sentence; a paper that the register does not have is refused with one."""

    def nothing(*_: object, **__: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", nothing)
    known = run("new", "--arxiv", "2001.00006")
    assert (known.exit_code, known.stdout) == (0, "entries/papers/nowhere2020forgetting.yaml\n")
    assert "arXiv cannot be reached from here" in known.stderr
    unknown = run("new", "--arxiv", "2601.00001")
    assert (unknown.exit_code, unknown.stdout, unknown.stderr.count("\n")) == (2, "", 1)
    assert "give the record itself: taxonomy new --bibtex FILE" in unknown.stderr
    assert not list(folder.glob("papers/*2601*"))


def test_register_keys_complete(folder: Path) -> None:
    """The shell completes keys of the register."""
    words = {"COMP_WORDS": "taxonomy new pl", "COMP_CWORD": "2", "_TAXONOMY_COMPLETE": "bash_complete"}
    assert start(environment=words, cwd=folder.resolve().parent).stdout.decode().split() == ["plain,placeholder2024wanted"]


def test_import_adds_what_is_new_and_lists_the_rest(folder: Path) -> None:
    """Keys of what was added go to standard output; what is known, mended or unread goes to standard error with its line."""
    result = run("import", DATA / "broken.bib")
    assert result.exit_code == 1
    added = result.stdout.split()
    assert "example2001commas" in added
    assert len(added) == 10
    name = (DATA / "broken.bib").as_posix()
    assert f"{name}:1: record 'commas' is read, but a comma is missing before `author`" in result.stderr
    assert f"{name}:37:1: DOC017 record 'notitle' has no title; add it" in result.stderr
    assert "10 added, 0 known already, 4 could not be kept" in result.stderr
    again = run("import", DATA / "broken.bib")
    assert (again.exit_code, again.stdout) == (1, "")
    assert f"{name}:1: record 'commas' is known: the register record 'example2001commas' has the same title" in again.stderr
    assert run("check", folder).exit_code == 0


@pytest.mark.usefixtures("folder")
def test_import_tells_in_order_of_line() -> None:
    """What is known and what was put right is told in order of the file; a volume of others is no fault."""
    text = (DATA / "mixed.bib").read_text(encoding="utf-8")
    Path("x.bib").write_text(
        f"{text}@misc{{z, title = {{T}}, author = {{Ada Example}}, year = 2001, eprint = {{2001.00006}}}}\n", encoding="utf-8"
    )
    lines = run("import", "x.bib").stderr.splitlines()
    told = [int(line.split(":")[1]) for line in lines if line.startswith("x.bib:") and "DOC017" not in line]
    assert told == sorted(told)
    assert told[-1] == text.count("\n") + 1
    assert [line for line in lines if "wkproc" in line] == [
        "x.bib:33: record 'wkproc' is the volume of record 'wk2', and no work of its own"
    ]


def test_import_can_be_tried(folder: Path) -> None:
    """A dry run says the same and changes nothing."""
    before = files_of(folder)
    tried = run("import", "--dry-run", DATA / "macros.bib")
    assert files_of(folder) == before
    assert "4 would be added" in tried.stderr
    assert tried.stdout == run("import", DATA / "macros.bib").stdout


@pytest.mark.usefixtures("folder")
def test_import_speaks_json() -> None:
    """A program gets added, skipped and unread records with their lines, and the remarks."""
    Path("x.bib").write_text(
        f"{NEW}@misc{{y, title = {{Wanted: an entry}}, author = {{Cy Placeholder}}, year = 2024}}\n@misc{{z, title = {{T}}}}\n",
        encoding="utf-8",
    )
    found = json.loads(run("import", "x.bib", "--format", "json").stdout)
    assert list(found) == ["data_version", "rules_version", "path", "dry_run", "added", "skipped", "remarks", "unread"]
    assert found["added"] == [{"line": 1, "record": "x", "id": "example2026quite", "title": "A quite new study"}]
    place = "the register record 'placeholder2024wanted'"
    assert found["skipped"] == [{"line": 2, "record": "y", "same": "title", "id": "placeholder2024wanted", "place": place}]
    assert [(each["line"], each["code"]) for each in found["unread"]] == [(3, "DOC017")]


def test_import_reads_standard_input_and_other_encodings(folder: Path) -> None:
    """A bibliography comes from a pipe as well, and one in Windows-1252 is read with a word of caution."""
    text = "@misc{x, title = {Über das Vergessen}, author = {Jörg Muster}, year = {2001}}"
    result = CliRunner().invoke(main, ["import", "-"], input=text.encode("cp1252"))
    assert (result.exit_code, result.stdout) == (0, "muster2001uber\n")
    assert "<stdin>: the file is not UTF-8 and was read as Windows-1252; check accented letters" in result.stderr
    assert "author = {Jörg Muster}" in (folder / "register.bib").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["none.bib"], "none.bib cannot be read"),
        (["entries/papers"], "entries/papers cannot be read"),
        (["entries/papers/sample2022poisons.yaml"], "holds no BibTeX record; check that it is a bibliography"),
        (["entries/register.bib", "--entries", "papers"], "papers is not a folder of entries"),
    ],
)
def test_import_of_nothing_is_told(folder: Path, arguments: list[str], says: str) -> None:
    """What is no bibliography is a sentence and exit code 2, and nothing changes."""
    before = files_of(folder)
    result = run("import", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert says in result.stderr
    assert files_of(folder) == before


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("name", ["register.bib", "papers.bib"])
def test_export_import_export(tmp_path: Path, name: str) -> None:
    """What is exported, imported into an empty folder and exported again is the same, byte by byte."""
    empty = tmp_path / "empty"
    (empty / "papers").mkdir(parents=True)
    assert run("export", "--to", tmp_path / "first", "--format", "bibtex").exit_code == 0
    assert run("import", tmp_path / "first" / name, "--entries", empty).exit_code == 0
    assert run("export", "--to", tmp_path / "second", "--format", "bibtex", "--entries", empty).exit_code == 0
    assert (tmp_path / "second" / "register.bib").read_bytes() == (tmp_path / "first" / name).read_bytes()


def test_light_commands_stay_light() -> None:
    """Beginning an entry from BibTeX loads no network library."""
    code = (
        "import sys\nfrom taxonomy.cli import main\n"
        "main(['new', '--help'], standalone_mode=False)\n"
        "sys.exit([name for name in ('arxiv', 'habanero', 'requests', 'httpx2', 'networkx') if name in sys.modules] or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
