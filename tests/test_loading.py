"""What is kept of a folder of entries: the same as what the files say, never stale, never needed."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import taxonomy
from taxonomy import kept, loading, reading
from taxonomy.bibliography import to_bibtex
from taxonomy.corpus import Corpus
from taxonomy.errors import InvalidEntriesError
from taxonomy.kept import shelf_of
from taxonomy.plain import paper_to_plain
from taxonomy.reading import read_corpus
from tests.invented import entry, folder_of, run, setting, start


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of its own, and no doubt about files that were written a moment ago."""
    monkeypatch.setenv("TAXONOMY_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(kept, "_UNSURE", 0)
    return tmp_path / "cache"


@pytest.fixture
def entries(tmp_path: Path) -> Path:
    """Two papers and a register."""
    register = "@misc{eve2020wanted,\n  title = {Wanted},\n  author = {Eve Placeholder and others},\n  year = {2020}\n}\n"
    return folder_of(tmp_path / "entries", entry("ada2024study"), entry("bob2023other", aliases=["bob2022other"]), register=register)


def files_in(cache: Path) -> list[Path]:
    """Everything that is kept, the records of the last look and of the folder aside."""
    return sorted(path for path in cache.rglob("*") if path.is_file() and path.name not in {"look", "of"})


def told(corpus: Corpus) -> list[object]:
    """Everything that follows from a corpus."""
    return [*map(paper_to_plain, corpus), corpus.register, corpus.home_notions, corpus.lexicon.lists()]


def no_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nothing be read from files any more."""

    def refuse(_folder: Path) -> None:
        raise AssertionError("files were read")

    monkeypatch.setattr(reading, "read_corpus", refuse)


def test_kept_corpus_is_the_one_that_was_read(cache: Path, entries: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second time nothing is read, and papers, register, home notions and terms are the same; ids and aliases lead to papers."""
    first = taxonomy.load(entries)
    no_reading(monkeypatch)
    again = taxonomy.load(entries)
    assert (len(again), "bob2022other" in again, "eve2020wanted" in again) == (2, True, False)
    assert again["bob2022other"].id == "bob2023other"
    assert told(again) == told(first)
    assert files_in(cache)


def test_real_entries_are_kept_without_loss(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All entries of the project come out of what is kept as they went in."""
    first = taxonomy.load()
    no_reading(monkeypatch)
    again = taxonomy.load()
    assert again.entries == first.entries
    assert again.register == first.register
    assert to_bibtex(again.register) == to_bibtex(first.register)
    assert files_in(cache)


def test_type_of_a_record_and_groups_are_kept(cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a record says beyond its texts, its type and that an author is a group, is written as it was read."""
    facts = ("title = {Wanted}", "author = {{Some People}}", "year = {2020}", "booktitle = {IEEE Access}")
    register = "\n".join(("@inproceedings{eve2020wanted,", *(f"  {fact}," for fact in facts), "}\n"))
    entries = folder_of(tmp_path / "entries", entry("ada2024study"), register=register)
    first = to_bibtex(taxonomy.load(entries).register)
    no_reading(monkeypatch)
    assert to_bibtex(taxonomy.load(entries).register) == first
    assert "@inproceedings" in first
    assert "{{Some People}}" in first
    assert files_in(cache)


def test_nothing_slow_is_imported_for_a_kept_corpus(cache: Path, entries: Path) -> None:
    """Loading what is kept, and asking how much it is, imports no models, no graph and no parser."""
    taxonomy.load(entries)
    slow = "{'pydantic', 'networkx', 'yaml', 'bibtexparser', 'jinja2', 'rich'}"
    code = f"import sys, taxonomy; print(len(taxonomy.load({str(entries)!r})), sorted({slow} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "2 []\n"
    assert files_in(cache)


def edited(entries: Path) -> None:
    """Change one letter, and put the time of the file back."""
    path = entries / "papers" / "ada2024study.yaml"
    before = path.stat()
    path.write_text(path.read_text(encoding="utf-8").replace("examples", "not-stated", 1), encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def exchanged(entries: Path) -> None:
    """Put another file of the same size and time in a file's place."""
    path = entries / "papers" / "ada2024study.yaml"
    before = path.stat()
    fresh = entries / "fresh"
    fresh.write_text(path.read_text(encoding="utf-8").replace("kind: method", "kind: system"), encoding="utf-8")
    assert fresh.stat().st_size == before.st_size
    os.utime(fresh, ns=(before.st_atime_ns, before.st_mtime_ns))
    fresh.replace(path)


def added(entries: Path) -> None:
    """Add a paper."""
    folder_of(entries.parent / "more", entry("cyd2022third"))
    (entries.parent / "more" / "papers" / "cyd2022third.yaml").rename(entries / "papers" / "cyd2022third.yaml")


def removed(entries: Path) -> None:
    """Delete a paper."""
    (entries / "papers" / "bob2023other.yaml").unlink()


def unregistered(entries: Path) -> None:
    """Empty the register."""
    (entries / "register.bib").write_text("", encoding="utf-8")


@pytest.mark.parametrize("change", [edited, exchanged, added, removed, unregistered])
def test_what_is_kept_is_never_stale(cache: Path, entries: Path, change: Callable[[Path], None]) -> None:
    """After any change of a file, of the list of files or of the register, the files are read again."""
    before = told(taxonomy.load(entries))
    change(entries)
    after = taxonomy.load(entries)
    assert told(after) == told(read_corpus(entries)[0])
    assert told(after) != before
    assert len({path.name.partition(".")[0] for path in files_in(cache)}) == 1  # nothing is left of the state before


def test_file_that_was_written_a_moment_ago_is_looked_into(tmp_path: Path, entries: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where two changes may bear one time, only the content counts, and no look is relied on."""
    monkeypatch.setenv("TAXONOMY_CACHE", str(tmp_path / "cache"))
    taxonomy.load(entries)
    (look,) = (tmp_path / "cache").rglob("look")
    assert look.read_text(encoding="utf-8") == ""
    monkeypatch.setattr(kept, "_UNSURE", 0)
    taxonomy.load(entries)
    assert look.read_text(encoding="utf-8")


def test_another_version_of_the_code_reads_again(cache: Path, entries: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What another version has kept is not used."""
    taxonomy.load(entries)
    state = shelf_of(entries)
    monkeypatch.setattr(kept, "__version__", "2099.1.0")
    assert shelf_of(entries) != state
    assert taxonomy.load(entries)
    assert files_in(cache)


def test_faulty_folder_is_never_kept(cache: Path, entries: Path) -> None:
    """Faults are told each time, until they are mended."""
    path = entries / "papers" / "ada2024study.yaml"
    sound = path.read_text(encoding="utf-8")
    path.write_text(sound.replace("id: ada2024study", "id: ada2024other", 1), encoding="utf-8")
    for _ in range(2):
        with pytest.raises(InvalidEntriesError, match="DOC009"):
            taxonomy.load(entries)
    assert files_in(cache) == []
    path.write_text(sound, encoding="utf-8")
    assert len(taxonomy.load(entries)) == 2


def test_change_while_files_are_read_is_not_kept(cache: Path, entries: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a file changes between the look and the reading, nothing is kept."""

    def meanwhile(folder: Path) -> object:
        edited(folder)
        return read_corpus(folder)

    monkeypatch.setattr(reading, "read_corpus", meanwhile)
    assert len(taxonomy.load(entries)) == 2
    assert files_in(cache) == []


@pytest.mark.parametrize("name", ["corpus.jsonl", "index.json", "look"])
@pytest.mark.parametrize("content", [b"", b"null", b"{", b"\xff\xfe", b'{"size": 1}', None], ids=str)
def test_damage_is_mended_by_reading_again(cache: Path, entries: Path, name: str, content: bytes | None) -> None:
    """Whatever is cut, exchanged or missing in the cache, the answer is that of the files."""
    whole = told(taxonomy.load(entries))
    (path,) = (path for path in cache.rglob("*") if path.name.endswith(name))
    if content is None:
        path.unlink()
    else:
        path.write_bytes(content)
    assert told(taxonomy.load(entries)) == whole


@pytest.mark.parametrize(("before", "after"), [(b'"kind"', b'"kid?"'), (b'"key": "eve', b'"kex": "eve')], ids=["entry", "record"])
def test_damage_of_the_same_length_is_mended_by_reading_again(cache: Path, entries: Path, before: bytes, after: bytes) -> None:
    """Lines that are no entries or no records any more are read from the files."""
    whole = told(taxonomy.load(entries))
    (path,) = cache.rglob("*.jsonl")
    assert before in path.read_bytes()
    path.write_bytes(path.read_bytes().replace(before, after))
    assert told(taxonomy.load(entries)) == whole


def test_corpus_outlives_what_was_kept(cache: Path, entries: Path) -> None:
    """A corpus that was opened stays what it was, though its files and what was kept of them are gone."""
    whole = told(taxonomy.load(entries))
    again = taxonomy.load(entries)
    for path in [*files_in(cache), *(entries / "papers").iterdir()]:
        path.unlink()
    assert told(again) == whole


@pytest.mark.parametrize("told_cache", ["", "/dev/null/cache", "/proc/cache"], ids=["none", "not a folder", "not writable"])
def test_no_cache_is_needed(entries: Path, told_cache: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing can be kept, everything is read."""
    monkeypatch.setenv("TAXONOMY_CACHE", told_cache)
    assert shelf_of(entries) is None
    assert len(taxonomy.load(entries)) == 2


def test_nothing_is_kept_of_folders_that_are_gone(cache: Path, entries: Path, tmp_path: Path) -> None:
    """What was kept of a folder goes when the folder has gone; what somebody else put into the cache folder stays."""
    other = folder_of(tmp_path / "other", entry("cyd2022third"))
    taxonomy.load(other)
    mine = cache / "mine"
    mine.mkdir()
    (mine / "notes").write_text("x", encoding="utf-8")
    kept_of_other = [path.parent for path in files_in(cache) if path.name.endswith("jsonl")]
    other.rename(tmp_path / "elsewhere")
    taxonomy.load(entries)
    assert not any(folder.exists() for folder in kept_of_other)
    assert (mine / "notes").is_file()
    assert shelf_of(entries) is not None


def test_user_without_a_home_needs_none(entries: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no cache is named and no home is known, everything is read; a cache folder that is no full path is none."""
    monkeypatch.delenv("TAXONOMY_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", "cache")

    def unknown() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", unknown)
    assert shelf_of(entries) is None
    assert kept.shelf_of_code() is None
    assert len(taxonomy.load(entries)) == 2


def test_cache_folder_of_the_system_is_used(entries: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no cache is named, things are kept in the user's usual cache folder."""
    monkeypatch.delenv("TAXONOMY_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "usual"))
    taxonomy.load(entries)
    assert files_in(tmp_path / "usual" / "unlearning-taxonomy")


@pytest.mark.parametrize("odd", ["link", "folder", "large"])
def test_only_plain_files_of_bounded_size_are_looked_into(cache: Path, entries: Path, odd: str) -> None:
    """A link, a folder or a huge file among the entries is not read to know the state, and nothing is kept."""
    path = entries / "papers" / "odd2024file.yaml"
    if odd == "link":
        path.symlink_to("/dev/zero")
    elif odd == "folder":
        path.mkdir()
    else:
        path.write_bytes(b"#" * (65 << 10))
    assert shelf_of(entries) is None
    with pytest.raises(InvalidEntriesError):
        taxonomy.load(entries)
    assert files_in(cache) == []


def test_cache_of_somebody_else_is_not_used(cache: Path, entries: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What another user owns is neither read nor written."""
    taxonomy.load(entries)
    monkeypatch.setattr(os, "geteuid", lambda: 4_711)
    assert shelf_of(entries) is None
    assert files_in(cache)


def test_what_is_kept_is_for_its_user_alone(cache: Path, entries: Path) -> None:
    """Nobody else may look into what is kept of a folder that only its user may read."""
    taxonomy.load(entries)
    shelf = shelf_of(entries)
    assert shelf is not None
    assert shelf.folder.stat().st_mode & 0o077 == 0
    assert all(path.stat().st_mode & 0o077 == 0 for path in files_in(cache))


def test_paper_is_shown_again_without_anything_slow(cache: Path, entries: Path) -> None:
    """`show` prints the same bytes the second time, and imports no models and no graph for it."""
    first = start("show", "ada2024study", "--entries", entries)
    slow = "{'pydantic', 'networkx', 'yaml', 'rich', 'jinja2'}"
    code = (
        "import sys\nfrom taxonomy.cli import main\n"
        f"try:\n    main(['show', 'ada2024study', '--entries', {str(entries)!r}], prog_name='taxonomy')\n"
        f"finally:\n    print(sorted({slow} & set(sys.modules)), file=sys.stderr)\n"
    )
    again = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert (first.returncode, again.returncode, again.stdout, again.stderr) == (0, 0, first.stdout, b"[]\n")
    assert any("show-" in path.name for path in files_in(cache))


def test_shown_paper_follows_other_papers(cache: Path, tmp_path: Path) -> None:
    """What `show` prints changes with another paper, as that paper's methods have other homes then."""
    proposing = {"proposes": {"methods": [{"id": "bobs-method", "name": "Bob's method"}]}}
    comparing = entry("ada2024study", settings=[setting(baselines=["bobs-method"])])
    entries = folder_of(tmp_path / "two", comparing, entry("bob2023other", **proposing))
    before = run("show", "ada2024study", "--entries", entries).output
    assert before == run("show", "ada2024study", "--entries", entries).output
    assert "BAS401" not in before
    concept = {"removes": "concept", "concept": "a style", "coverage": "sample"}
    other = folder_of(tmp_path / "fresh", entry("bob2023other", **proposing, settings=[setting(forget_set=concept)]))
    (other / "papers" / "bob2023other.yaml").replace(entries / "papers" / "bob2023other.yaml")
    assert "BAS401" in run("show", "ada2024study", "--entries", entries).output
    assert files_in(cache)


def test_paper_that_changed_while_it_was_shown_is_not_kept(cache: Path, entries: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a file gets a fault between the look and the answer, the answer is not taken for that of the look."""
    taxonomy.load(entries)
    path = entries / "papers" / "bob2023other.yaml"
    sound = path.read_bytes()
    opened = loading.opened

    def meanwhile(folder: Path) -> object:
        path.write_text("id: [", encoding="utf-8")
        return opened(folder)

    with monkeypatch.context() as patched:
        patched.setattr(loading, "opened", meanwhile)
        assert "holds faults" in run("show", "ada2024study", "--entries", entries).stderr
    path.write_bytes(sound)
    assert not any("show-" in each.name for each in files_in(cache))


def test_explanation_is_kept_for_its_code_alone(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`explain` prints the same the second time, without importing a rule; another version of the code explains anew."""
    first = start("explain", "MET301")
    code = (
        "import sys\nfrom taxonomy.cli import main\n"
        "try:\n    main(['explain', 'MET301'])\nfinally:\n    print('taxonomy.rules' in sys.modules)"
    )
    again = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).stdout
    assert again == first.stdout + b"False\n"
    (path,) = files_in(cache)
    path.write_text("something else", encoding="utf-8")
    assert run("explain", "MET301").stdout == "something else\n"
    monkeypatch.setattr(kept, "__version__", "2099.1.0")
    assert run("explain", "MET301").output.encode() == first.stdout


@pytest.mark.parametrize("call", [["show", "nobody2024paper"], ["show", "ada2024study/nothing"]], ids=" ".join)
def test_unknown_paper_is_told_each_time(cache: Path, entries: Path, call: list[str]) -> None:
    """An id that there is not is refused with the same sentence every time."""
    first, again = (run(*call, "--entries", entries) for _ in range(2))
    assert (first.exit_code, first.output) == (again.exit_code, again.output)
    assert first.exit_code == 2
    assert not any("show-" in path.name for path in files_in(cache))


def test_faulty_papers_are_named_each_time(cache: Path, entries: Path) -> None:
    """`show` says each time that papers with faults are left out."""
    (entries / "papers" / "bob2023other.yaml").write_text("id: [", encoding="utf-8")
    first, again = (start("show", "ada2024study", "--entries", entries) for _ in range(2))
    assert b"holds faults, left out" in again.stderr
    assert (first.stdout, first.stderr) == (again.stdout, again.stderr)
    assert files_in(cache) == []


def test_checking_never_asks_what_is_kept(cache: Path, entries: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`check` reads the files, whatever is kept."""
    taxonomy.load(entries)
    monkeypatch.setattr(loading, "_kept_on", lambda *_: pytest.fail("the cache was asked"))
    assert taxonomy.check(entries) == []
    assert files_in(cache)
