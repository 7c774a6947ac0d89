"""The same entries make the same site, byte for byte, whoever builds it, where, when, and in what order the disk lists its files."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from unittest.mock import patch

import pytest

from taxonomy import abreast, rendering
from taxonomy.cli import build
from taxonomy.corpus import Corpus
from taxonomy.errors import SetupError
from taxonomy.lexicon import load_lexicon
from taxonomy.shells import SHELLS
from taxonomy.unchanged import Made, Unchanged
from tests.invented import CORPUS, ROOT, start
from tests.test_rendering import unlike

ELSEWHERE = {
    "PYTHONHASHSEED": "4711",
    "TZ": "Pacific/Kiritimati",
    "LC_ALL": "C",
    "LANG": "de_DE",
    "PYTHONUTF8": "0",
    "USER": "nobody",
    "LOGNAME": "nobody",
    "SOURCE_DATE_EPOCH": "86400",
    "COLUMNS": "40",
}
OTHER_MACHINE = """
import os, time

class Reversed:
    def __init__(self, scan):
        with scan:
            self.rest = iter(sorted(scan, key=lambda each: each.name, reverse=True))
    def __enter__(self):
        return self
    def __exit__(self, *_):
        self.close()
    def __iter__(self):
        return self
    def __next__(self):
        return next(self.rest)
    def close(self):
        pass

scandir, listdir, now = os.scandir, os.listdir, time.time
os.scandir = lambda *told: Reversed(scandir(*told))
os.listdir = lambda *told: sorted(listdir(*told), reverse=True)
time.time = lambda: now() + 400 * 86_400
"""
"""Put before everything else that a Python runs: folders are listed backwards, and it is a year later."""


def test_site_is_the_same_under_other_circumstances(tmp_path: Path) -> None:
    """Time zone, language, hash seed, order of files, user, place and date leave no trace in a whole site."""
    machine, home, entries = tmp_path / "machine", tmp_path / "home of nobody", tmp_path / "other place" / "entries"
    machine.mkdir()
    home.mkdir()
    (machine / "sitecustomize.py").write_text(OTHER_MACHINE, encoding="utf-8")
    shutil.copytree(CORPUS, entries)
    here = start("build", "--to", tmp_path / "a", "--entries", CORPUS, cwd=ROOT)
    surroundings = {**ELSEWHERE, "HOME": str(home), "PYTHONPATH": f"{machine}:{ROOT}"}
    there = start("build", "--to", tmp_path / "b" / "c", "--entries", entries, cwd=tmp_path, environment=surroundings)
    assert (here.returncode, there.returncode) == (0, 0), here.stderr.decode() + there.stderr.decode()
    assert unlike(tmp_path / "a", tmp_path / "b" / "c") == []
    assert (tmp_path / "a" / "papers" / "ersatz2024two.html").is_file()


def test_rebuild_writes_only_what_changed(tmp_path: Path) -> None:
    """After one entry has changed a site is as one that is built from nothing, and every file that stayed the same is the old one."""
    entries, site, cache = tmp_path / "entries", tmp_path / "site", {"TAXONOMY_CACHE": str(tmp_path / "cache")}
    shutil.copytree(CORPUS, entries)
    built = [start("build", "--to", site, "--entries", entries, cwd=tmp_path, environment=cache)]
    before = {path: path.stat() for path in site.rglob("*") if path.is_file()}
    contents = {path: path.read_bytes() for path in before}
    paper = entries / "papers" / "ersatz2024two.yaml"
    paper.write_text(paper.read_text(encoding="utf-8").replace("confidence: medium", "confidence: low"), encoding="utf-8")
    built += [
        start("build", "--to", to, "--entries", entries, cwd=tmp_path, environment=told)
        for to, told in ((site, cache), (tmp_path / "b", {}))
    ]
    assert [each.returncode for each in built] == [0, 0, 0], [each.stderr for each in built]
    assert unlike(site, tmp_path / "b") == []
    after = {path: path.stat() for path in site.rglob("*") if path.is_file()}
    same = {path for path in after if path in before and path.read_bytes() == contents[path]}
    assert {
        path for path in after if (after[path].st_ino, after[path].st_mtime_ns) == (before[path].st_ino, before[path].st_mtime_ns)
    } == same
    assert 0 < len(after) - len(same) < 40


def test_generator_sees_nothing_of_this_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Language, time zone, hash seed and day are the same for the site generator wherever it runs."""
    for name, value in ELSEWHERE.items():
        monkeypatch.setenv(name, value)
    done = subprocess.CompletedProcess((), 1, "", "enough")
    with patch("taxonomy.cli.build.subprocess.run", return_value=done) as called, pytest.raises(SetupError, match="enough"):
        build.build_site(CORPUS, tmp_path / "site")
    seen = called.call_args.kwargs["env"]
    expected = {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONUTF8": "1", "SOURCE_DATE_EPOCH": "86400"}
    assert {name: seen[name] for name in expected} == expected
    assert "--strict" in called.call_args.args[0]  # a link that leads nowhere ends the build


def test_papers_stand_in_order_whatever_the_order_of_entries(corpus: Corpus) -> None:
    """A corpus is sorted by id, however its entries were found."""
    backwards = Corpus.of(reversed(corpus.entries), corpus.register, corpus.lexicon)
    assert [paper.id for paper in backwards] == [paper.id for paper in corpus]


def test_site_bears_the_day_of_its_newest_entry(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    """The time is that of the newest entry, or the one that was asked for; an unreadable one is told."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    newest = max(entry.curation.coded for entry in corpus.entries)
    assert int(build._epoch(corpus)) == (newest.toordinal() - 719_163) * 86_400
    assert build._epoch(Corpus.of([], (), load_lexicon())) == "0"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert build._epoch(corpus) == "1700000000"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    with pytest.raises(SetupError, match="SOURCE_DATE_EPOCH is 'yesterday'"):
        build._epoch(corpus)


def test_rebuild_takes_pages_as_they_stand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing has changed: no page but the shells is made again; only where files would get other rights now, all are."""
    monkeypatch.setenv("TAXONOMY_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(abreast, "processors", lambda: 1)
    taken: list[bool] = []
    monkeypatch.setattr(rendering, "Unchanged", watched(taken))
    anew = []
    for mask in (0o077, 0o022, 0o022):
        taken.clear()
        before = os.umask(mask)
        try:
            build.build_site(CORPUS, tmp_path / "site")
        finally:
            os.umask(before)
        anew.append(len(taken) - sum(taken))
        assert {path.stat().st_mode & 0o777 for path in (tmp_path / "site").rglob("*.html")} == {0o666 & ~mask}
    assert anew == [len(taken), len(taken), len(SHELLS)]


def watched(taken: list[bool]) -> type[Unchanged]:
    """The pages of a finished site, with a list of whether those that were asked for were taken."""

    class Watched(Unchanged):
        """Tells what was taken."""

        def take(self, path: str, digest: str, into: Path) -> Made | None:
            """Take a page, if it can be, and tell."""
            made = super().take(path, digest, into)
            taken.append(made is not None)
            return made

    return Watched
