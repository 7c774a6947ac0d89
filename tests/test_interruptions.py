"""Programs that are killed, disks that are full, and programs that work at the same time: nothing is lost, nothing is half there."""

from __future__ import annotations

import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

import pytest

from taxonomy.bibliography import read_bibtex
from taxonomy.cli import build
from taxonomy.errors import SetupError
from taxonomy.folders import put_in_place, workshop
from taxonomy.locks import alone_in
from taxonomy.writing import write_new
from tests.invented import CORPUS, ROOT, edited, run
from tests.test_rendering import bytes_of

MANY = [pytest.param(3, id="few"), pytest.param(50, id="fifty", marks=pytest.mark.slow)]
KILLS = [pytest.param(3, id="few"), pytest.param(40, id="forty", marks=pytest.mark.slow)]
FILES = 60
BUILDER = f"""
import sys, time
from pathlib import Path
from taxonomy.cli import build, main

def made(held, entries, scratch, target):
    site = scratch / "site"
    (site / "assets" / "vendor").mkdir(parents=True)
    for number in range({FILES}):
        (site / f"{{number}}.html").write_text(sys.argv[3])
        time.sleep(0.01)
    (site / "assets" / "vendor" / "manifest.json").write_text(sys.argv[3])
    return site, lambda: None

build._built = made
Path(sys.argv[1]).touch()
main(["build", "--to", sys.argv[2], "--entries", {str(CORPUS)!r}], prog_name="taxonomy")
"""
"""Builds a site of one word in all its files, at a pace at which it can be interrupted."""
WRITER = """
import sys, time
from pathlib import Path
from taxonomy.errors import SetupError
from taxonomy.writing import write_new

folder, me, other, count = Path(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4])
for number in range(count):
    (folder / f"{number}.ready-{me}").touch()
    while not (folder / f"{number}.ready-{other}").exists():
        pass
    try:
        write_new(folder / f"{number}.yaml", me * 50_000)
        print(number)
    except SetupError as error:
        assert "never overwritten" in str(error), error
"""
"""Makes new files at the same moment as another, and prints those that it made."""
ENDLESS = """
import sys
from itertools import count
from pathlib import Path
from taxonomy.writing import replace_file, write_new

folder = Path(sys.argv[1])
text = ""
for number in count():
    write_new(folder / f"{number}.yaml", "y" * 200_000)
    new = str(number % 10) * 200_000
    replace_file(folder / "register.bib", new, was=text)
    text = new
"""
"""Writes new files and one old file anew until it is killed."""


def python(code: str, *arguments: object) -> subprocess.Popen[str]:
    """Start a program in a process of its own."""
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def building(folder: Path, word: str) -> subprocess.Popen[str]:
    """Start a build of a site of one word, and return when it is about to begin."""
    started = folder / f"started-{word}"
    started.unlink(missing_ok=True)
    process = python(BUILDER, started, folder / "site", word)
    while not started.exists():
        assert process.poll() is None, process.communicate()
        time.sleep(0.01)
    return process


def ended(process: subprocess.Popen[str]) -> tuple[int, str]:
    """Exit code and what was said."""
    _, said = process.communicate(timeout=120)
    return process.returncode, said


def words_of(site: Path) -> set[str]:
    """The words of which a complete site is made."""
    files = [path for path in site.rglob("*") if path.is_file()]
    assert len(files) == FILES + 1
    return {path.read_text(encoding="utf-8") for path in files}


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A folder in which a site of the word `old` stands."""
    assert ended(building(tmp_path, "old")) == (0, f"built the site into {tmp_path / 'site'}\n")
    return tmp_path


@pytest.mark.parametrize("asked", [signal.SIGINT, signal.SIGTERM], ids=["interrupt", "end"])
def test_build_that_is_asked_to_end_leaves_the_old_site(old: Path, asked: signal.Signals) -> None:
    """It ends with the exit code of the signal and at most one line, and clears away what it had begun."""
    process = building(old, "new")
    deadline = time.monotonic() + 60
    while not list(old.glob(".site-*")) and time.monotonic() < deadline:
        time.sleep(0.01)
    time.sleep(0.1)
    process.send_signal(asked)
    code, said = ended(process)
    assert code == 128 + asked
    assert said == ("taxonomy: interrupted; no file was left half-written\n" if asked == signal.SIGINT else "")
    assert words_of(old / "site") == {"old"}
    assert list(old.glob(".*")) == []


@pytest.mark.parametrize("kills", KILLS)
def test_build_that_is_killed_leaves_a_whole_site(old: Path, kills: int) -> None:
    """Whenever it is killed, the old or the new site is there; the next build clears away what was left beside it."""
    chance = random.Random(8)  # noqa: S311  # moments, no secrets
    for _ in range(kills):
        process = building(old, "new")
        time.sleep(chance.uniform(0, 2.5))
        process.kill()
        ended(process)
        assert words_of(old / "site") in ({"old"}, {"new"})
    assert ended(building(old, "last"))[0] == 0
    assert words_of(old / "site") == {"last"}
    assert list(old.glob(".*")) == []


@pytest.mark.parametrize("pairs", [pytest.param(1, id="one"), pytest.param(10, id="ten", marks=pytest.mark.slow)])
def test_two_builds_at_once_leave_one_whole_site(tmp_path: Path, pairs: int) -> None:
    """Both end well, and one of the two sites is there, whether or not one stood there before."""
    for _ in range(pairs):
        both = [building(tmp_path, word) for word in ("one", "other")]
        assert [ended(process) for process in both] == [(0, f"built the site into {tmp_path / 'site'}\n")] * 2
        assert words_of(tmp_path / "site") in ({"one"}, {"other"})
        assert list(tmp_path.glob(".*")) == []


def test_folder_that_appears_meanwhile_is_replaced(tmp_path: Path) -> None:
    """Where another program was first in the last moment, its folder is exchanged as if it had always been there."""
    for name in ("fresh", "target"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").write_text(name, encoding="utf-8")
    seen = iter([False])
    with patch("taxonomy.folders.os.path.lexists", side_effect=lambda path: next(seen, None) is None and Path(path).exists()):
        put_in_place(tmp_path / "fresh", tmp_path / "target")
    assert (tmp_path / "target" / "file").read_text(encoding="utf-8") == "fresh"


def test_link_to_a_site_stays_a_link(old: Path) -> None:
    """A site that is reached by a link is built where the link leads."""
    (old / "site").rename(old / "elsewhere")
    (old / "site").symlink_to(old / "elsewhere")
    assert ended(building(old, "new"))[0] == 0
    assert (old / "site").is_symlink()
    assert words_of(old / "elsewhere") == {"new"}


def test_workshop_of_another_is_left_alone(tmp_path: Path) -> None:
    """What a living program works in stays; what a dead one left goes; a folder of another name is no matter."""
    left, other = tmp_path / ".site-in-the-making-left", tmp_path / ".site-other"
    left.mkdir()
    other.mkdir()
    with workshop(tmp_path / "site") as one, workshop(tmp_path / "site") as two:
        assert (one.is_dir(), two.is_dir(), left.exists(), other.exists()) == (True, True, False, True)
    assert [path.name for path in tmp_path.iterdir()] == [other.name]


def test_workshop_knows_its_own_by_the_letter(tmp_path: Path) -> None:
    """Marks of patterns in the name of a site are letters: what another site left is no matter."""
    left, other = tmp_path / ".s[i]te-in-the-making-left", tmp_path / ".site-in-the-making-left"
    left.mkdir()
    other.mkdir()
    with workshop(tmp_path / "s[i]te"):
        assert (left.exists(), other.exists()) == (False, True)


def test_workshop_is_opened_by_one_at_a_time(tmp_path: Path) -> None:
    """The folder around it is locked before anything is cleared away or made there, and free again when work begins."""
    asked: list[Path] = []

    @contextmanager
    def noted(folder: Path) -> Iterator[None]:
        asked.append(folder)
        made = [path.name for path in tmp_path.iterdir()]
        assert bool(made) == (folder != tmp_path)
        with alone_in(folder):
            yield

    with patch("taxonomy.folders.alone_in", noted), workshop(tmp_path / "site") as scratch, alone_in(tmp_path):
        assert asked == [tmp_path, scratch]


def test_pages_that_are_asked_to_end_leave_nothing(tmp_path: Path) -> None:
    """A request to end, as systems make it when they shut down, clears away what was begun and tells it by the exit code."""

    def asked(*_: object) -> None:
        os.kill(os.getpid(), signal.SIGTERM)

    with patch("taxonomy.rendering.write_pages", asked):
        assert run("pages", tmp_path / "pages", "--entries", CORPUS).exit_code == 128 + signal.SIGTERM
    assert list(tmp_path.iterdir()) == []


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Path]:
    """A disk of a few megabytes, where the machine allows it."""
    folder.mkdir()
    if subprocess.run(
        ["/bin/mount", "-t", "tmpfs", "-o", f"size={size}", "none", str(folder)], capture_output=True, check=False
    ).returncode:
        pytest.skip("no disk can be mounted here")
    try:
        yield folder
    finally:
        subprocess.run(["/bin/umount", str(folder)], check=True)


def refused(to: Path, *, limit: int | None = None) -> str:
    """What a real build says that cannot write; every file may have so many bytes at most."""
    command = [
        sys.executable,
        "-c",
        "from taxonomy.cli import main; main(prog_name='taxonomy')",
        "build",
        "--to",
        str(to),
        "--entries",
        str(CORPUS),
    ]
    preparation: Callable[[], None] | None = None
    if limit is not None:
        preparation = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))  # noqa: E731  # runs in the child
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, preexec_fn=preparation)  # no threads here
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    return done.stderr


def test_full_disk_is_one_line(old: Path) -> None:
    """A disk that takes no more is told in one line, the old site is whole, and nothing is left beside it."""
    assert refused(old / "site", limit=100_000).endswith(": file too large; what was there is as it was\n")
    assert words_of(old / "site") == {"old"}
    assert list(old.glob(".*")) == []


@pytest.mark.slow
@pytest.mark.parametrize("size", ["1m", "4m", "8m", "12m", "16m", "20m"])
def test_disk_that_runs_full_at_any_stage(tmp_path: Path, size: str) -> None:
    """Whichever stage finds the disk full, pages, site generator or assembly, one line tells it; a read-only one is told, too."""
    with small_disk(tmp_path / "disk", size) as disk:
        assert "no space left on device; what was there is as it was" in refused(disk / "site")
        assert list(disk.iterdir()) == []
        subprocess.run(["/bin/mount", "-o", "remount,ro", str(disk)], check=True)
        assert "read-only file system" in refused(disk / "site")


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Traceback ...\nOSError: [Errno 28] No space left on device\n", "to {to}: no space left on device; what was there is as it was"),
        ("PermissionError: [Errno 13] Permission denied: '/x'\n", "to {to}: you have no permission; what was there is as it was"),
        ("WARNING - a link is broken\n", "mkdocs failed:\nWARNING - a link is broken"),
    ],
)
def test_failure_of_the_generator_is_told(tmp_path: Path, said: str, expected: str) -> None:
    """What the system refused the site generator is one sentence; what it says of the pages comes through."""
    failed = subprocess.CompletedProcess((), 1, "", said)
    with patch("taxonomy.cli.build.subprocess.run", return_value=failed), pytest.raises(SetupError) as caught:
        build.build_site(CORPUS, tmp_path / "site")
    assert expected.format(to=tmp_path / "site").strip() in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_pages_are_replaced_when_all_are_written(tmp_path: Path) -> None:
    """Pages that cannot be written leave the older ones as they were; those that can replace them, and nothing else in the folder."""
    folder = tmp_path / "pages"
    assert run("pages", folder, "--entries", CORPUS).exit_code == 0
    mine, page = folder / "mkdocs.yml", folder / "bodies" / "papers" / "ersatz2024two.html"
    mine.write_text("site_name: mine", encoding="utf-8")
    page.write_text("old", encoding="utf-8")
    with patch("taxonomy.rendering._beside", side_effect=OSError(28, "No space left on device")):
        failed = run("pages", folder, "--entries", CORPUS)
    assert (failed.exit_code, page.read_text(encoding="utf-8"), list(tmp_path.iterdir())) == (2, "old", [folder])
    assert failed.stderr.endswith("no space left on device; what was there is as it was\n")
    assert run("pages", folder, "--entries", CORPUS).exit_code == 0
    assert (page.read_text(encoding="utf-8") != "old", mine.read_text(encoding="utf-8")) == (True, "site_name: mine")
    assert list(tmp_path.iterdir()) == [folder]


@pytest.mark.parametrize("call", [["build", "--to"], ["pages"]], ids=["build", "pages"])
@pytest.mark.parametrize("is_file", [True, False], ids=["file", "folder"])
def test_what_somebody_else_wrote_is_never_replaced(tmp_path: Path, call: list[str], *, is_file: bool) -> None:
    """A file, or a folder that holds anything but what the command itself once wrote, is left alone; exit code 2."""
    work = tmp_path / "work"
    mine = work if is_file else work / "thesis.txt"
    mine.parent.mkdir(exist_ok=True)
    mine.write_text("three years", encoding="utf-8")
    answer = run(*call, work, "--entries", CORPUS)
    assert answer.exit_code == 2
    assert mine.read_text(encoding="utf-8") == "three years"
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [mine]


@pytest.mark.parametrize("count", MANY)
def test_of_two_that_make_a_file_one_wins(tmp_path: Path, count: int) -> None:
    """Of two programs that make the same new file at the same moment one succeeds, and the file is all its own."""
    made = [python(WRITER, tmp_path, me, other, count) for me, other in ("ab", "ba")]
    said = [process.communicate(timeout=120) for process in made]
    assert [process.returncode for process in made] == [0, 0], said
    winners = {int(number): me for (out, _), me in zip(said, "ab", strict=True) for number in out.split()}
    assert sorted(winners) == list(range(count))
    assert len("".join(out for out, _ in said).split()) == count
    for number, me in winners.items():
        assert (tmp_path / f"{number}.yaml").read_text(encoding="utf-8") == me * 50_000
    assert list(tmp_path.glob(".*")) == []


@pytest.mark.parametrize("kills", MANY)
def test_killed_writer_leaves_whole_files(tmp_path: Path, kills: int) -> None:
    """Whenever a program is killed that writes, every file that has its name is whole."""
    chance = random.Random(8)  # noqa: S311  # moments, no secrets
    for number in range(kills):
        folder = tmp_path / str(number)
        folder.mkdir()
        process = python(ENDLESS, folder)
        while not (folder / "1.yaml").exists():
            assert process.poll() is None, process.communicate()
            time.sleep(0.005)
        time.sleep(chance.uniform(0, 0.2))
        process.kill()
        ended(process)
        texts = {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir() if not path.name.startswith(".")}
        assert [name for name, text in texts.items() if len(text) != 200_000 or len(set(text)) != 1] == []
        shutil.rmtree(folder)


def test_full_disk_leaves_no_new_file(tmp_path: Path) -> None:
    """A file that cannot be written whole is not there, and what stood beside it is as it was."""
    with (
        patch("taxonomy.writing.os.fsync", side_effect=OSError(28, "No space left on device")),
        pytest.raises(SetupError, match="no space"),
    ):
        write_new(tmp_path / "a.yaml", "a\n")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("pairs", [pytest.param(1, id="one"), pytest.param(25, id="many", marks=pytest.mark.slow)])
def test_two_imports_at_once_lose_nothing(tmp_path: Path, pairs: int) -> None:
    """The register holds the records of every import that said it was well, and all that it held before."""
    entries = edited(tmp_path / "entries")
    register = entries / "register.bib"
    held = {work.key for work in read_bibtex(register.read_text(encoding="utf-8"), "")[0]}
    for number in range(pairs):
        calls = []
        for each in ("one", "other"):
            file = tmp_path / f"{each}.bib"
            file.write_text(
                f"@misc{{x, title = {{Work {each} {number}}}, author = {{Ada {each.title()}}}, year = {{2020}}}}\n", encoding="utf-8"
            )
            code = "from taxonomy.cli import main; main(prog_name='taxonomy')"
            calls.append(python(code, "import", file, "--entries", entries))
        said = [process.communicate(timeout=120) for process in calls]
        for process, (keys, talk) in zip(calls, said, strict=True):
            assert process.returncode == 0 or (process.returncode == 2 and "changed by another program" in talk), talk
            held |= set(keys.split()) if process.returncode == 0 else set()
        assert {work.key for work in read_bibtex(register.read_text(encoding="utf-8"), "")[0]} == held


def test_import_waits_for_the_folder(tmp_path: Path) -> None:
    """While another program has the folder for itself, nothing is written; afterwards it is."""
    entries = edited(tmp_path / "entries")
    before = (entries / "register.bib").read_bytes()
    (tmp_path / "x.bib").write_text("@misc{x, title = {Work}, author = {Ada Late}, year = {2020}}\n", encoding="utf-8")
    with alone_in(entries):
        process = python("from taxonomy.cli import main; main(prog_name='taxonomy')", "import", tmp_path / "x.bib", "--entries", entries)
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(timeout=6)
        assert (entries / "register.bib").read_bytes() == before
    assert ended(process)[0] == 0
    assert (entries / "register.bib").read_bytes() != before


@pytest.mark.slow
def test_real_build_that_is_killed_leaves_a_whole_site(tmp_path: Path) -> None:
    """With the real site generator, too, a kill at any moment leaves the old or the new site, byte for byte."""
    changed = edited(tmp_path / "entries", ("papers/ersatz2024two.yaml", "title: ", "title: New "))
    site, code = tmp_path / "site", "from taxonomy.cli import main; main(prog_name='taxonomy')"
    assert run("build", "--to", tmp_path / "new", "--entries", changed).exit_code == 0
    begun = time.monotonic()
    assert run("build", "--to", site, "--entries", CORPUS).exit_code == 0
    lasts = time.monotonic() - begun
    whole = [bytes_of(site), bytes_of(tmp_path / "new")]
    chance = random.Random(8)  # noqa: S311  # moments, no secrets
    for _ in range(40):
        process = python(code, "build", "--to", site, "--entries", changed)
        time.sleep(chance.uniform(0.5, 1.3) * lasts)
        process.send_signal(chance.choice([signal.SIGKILL, signal.SIGINT, signal.SIGTERM]))
        ended(process)
        assert bytes_of(site) in whole
    assert os.listdir(tmp_path)  # noqa: PTH208  # whatever is left beside is none of the site
