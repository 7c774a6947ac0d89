"""The command `export`: which files it writes, that they are whole and the same every time, and what it refuses."""

from __future__ import annotations

import json
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from taxonomy.corpus import Corpus
from taxonomy.errors import SetupError
from taxonomy.exports import FORMATS, files_of
from taxonomy.exports.files import ExportedFile, write_files
from taxonomy.plain import versions
from taxonomy.rules import RULES_VERSION
from taxonomy.version import __version__
from tests.invented import CORPUS, edited, run, start

FILES = {
    "json": {"corpus.json", "corpus.schema.json"},
    "csv": {"settings.csv", "flags.csv", "comparisons.csv", "datapackage.json"},
    "bibtex": {"papers.bib", "register.bib"},
    "csl-json": {"papers.csl.json", "register.csl.json"},
    "parquet": {"settings.parquet", "flags.parquet", "comparisons.parquet"},
    "graphml": {"graph.graphml"},
    "turtle": {"taxonomy.ttl"},
}
"""The files of each format."""
QUICK = ("--entries", CORPUS, "--format", "csv")


def names_in(folder: Path) -> set[str]:
    """Names of all files in a folder, hidden ones too."""
    return {path.name for path in folder.iterdir()}


def manifest_of(folder: Path) -> dict[str, Any]:
    """The manifest of an export."""
    manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_bytes())
    return manifest


@pytest.mark.parametrize("style", FORMATS)
def test_a_format_writes_its_files_and_the_manifest(style: str, tmp_path: Path) -> None:
    """A format writes exactly its files, says so on standard error, and the folder is made where it is not there."""
    folder = tmp_path / "new" / "folder"
    result = run("export", "--to", folder, "--entries", CORPUS, "--format", style)
    assert result.exit_code == 0
    assert result.stdout == ""
    assert names_in(folder) == FILES[style] | {"manifest.json"}
    assert all(str(folder / name) in result.stderr for name in FILES[style])


def test_all_formats_are_the_default(tmp_path: Path) -> None:
    """Without --format every format is written."""
    assert run("export", "--to", tmp_path, "--entries", CORPUS).exit_code == 0
    assert names_in(tmp_path) == set().union(*FILES.values()) | {"manifest.json"}


def test_formats_can_be_repeated(tmp_path: Path) -> None:
    """Several formats can be asked for, each is written once."""
    result = run("export", "--to", tmp_path, *QUICK, "--format", "bibtex", "--format", "csv")
    assert result.exit_code == 0
    assert result.stderr.count("settings.csv") == 1
    assert names_in(tmp_path) == FILES["csv"] | FILES["bibtex"] | {"manifest.json"}


def test_the_manifest_tells_versions_and_checksums(tmp_path: Path) -> None:
    """The manifest holds both versions, the licence, and for every file its format, size and SHA-256."""
    run("export", "--to", tmp_path, "--entries", CORPUS, "--format", "csv", "--format", "json")
    manifest = manifest_of(tmp_path)
    assert (manifest["data_version"], manifest["rules_version"]) == (__version__, RULES_VERSION)
    assert manifest["license"] == "CC-BY-4.0"
    assert set(manifest["files"]) == FILES["csv"] | FILES["json"]
    for name, record in manifest["files"].items():
        content = (tmp_path / name).read_bytes()
        style = "csv" if name in FILES["csv"] else "json"
        assert record == {"format": style, "bytes": len(content), "sha256": sha256(content).hexdigest()}


@pytest.mark.parametrize("style", sorted(set(FORMATS) - {"parquet"}))
def test_versions_stand_in_the_files_themselves(style: str, corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file holds both versions, which can differ; Parquet is tested with its reader."""
    monkeypatch.setattr("taxonomy.plain.RULES_VERSION", "2099.12.3")
    for file in files_of(corpus, style):
        text = file.content.decode()
        assert __version__ in text, file.name
        assert "2099.12.3" in text, file.name


def test_the_manifest_keeps_what_an_earlier_export_wrote(tmp_path: Path) -> None:
    """A second export of another format leaves the first one's files in the manifest, as they are still what it says."""
    run("export", "--to", tmp_path, *QUICK)
    run("export", "--to", tmp_path, "--entries", CORPUS, "--format", "bibtex")
    assert set(manifest_of(tmp_path)["files"]) == FILES["csv"] | FILES["bibtex"]


def test_the_manifest_drops_files_that_were_changed_or_are_gone(tmp_path: Path) -> None:
    """A file that is not any more what the manifest says is not vouched for."""
    run("export", "--to", tmp_path, *QUICK)
    (tmp_path / "flags.csv").write_text("mine", encoding="utf-8")
    (tmp_path / "settings.csv").unlink()
    run("export", "--to", tmp_path, "--entries", CORPUS, "--format", "bibtex")
    assert set(manifest_of(tmp_path)["files"]) == {"comparisons.csv", "datapackage.json"} | FILES["bibtex"]
    assert (tmp_path / "flags.csv").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    "old",
    [
        "not JSON",
        "[]",
        '{"files": []}',
        '{"data_version": "2000.1.0", "rules_version": "2000.1", "files": {"old.txt": {"sha256": ""}}}',
        json.dumps({**versions(), "files": ["old.txt"]}),
        json.dumps({**versions(), "files": {"old.txt": "?", "../secret.txt": {"sha256": sha256(b"").hexdigest()}, ".": {}}}),
    ],
)
def test_a_manifest_that_is_not_ours_is_replaced(old: str, tmp_path: Path) -> None:
    """A manifest of other versions or of another program adds nothing to the new one, and nothing outside the folder."""
    (tmp_path / "secret.txt").write_bytes(b"")
    folder = tmp_path / "export"
    folder.mkdir()
    (folder / "manifest.json").write_text(old, encoding="utf-8")
    assert run("export", "--to", folder, *QUICK).exit_code == 0
    assert set(manifest_of(folder)["files"]) == FILES["csv"]


def test_old_files_are_replaced_and_others_stay(tmp_path: Path) -> None:
    """Files of the same names are replaced; what else is in the folder stays as it is."""
    (tmp_path / "settings.csv").write_text("old", encoding="utf-8")
    (tmp_path / "thesis.tex").write_text("mine", encoding="utf-8")
    run("export", "--to", tmp_path, *QUICK)
    assert (tmp_path / "settings.csv").read_text(encoding="utf-8").startswith("paper,setting,")
    assert (tmp_path / "thesis.tex").read_text(encoding="utf-8") == "mine"


def test_a_full_disk_leaves_the_old_files_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where writing fails halfway, no file is replaced, nothing is left over, and the message is a sentence."""
    run("export", "--to", tmp_path, *QUICK)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    write = Path.write_bytes

    def fails_late(path: Path, content: bytes) -> int:
        if path.name == "comparisons.csv":
            raise OSError(28, "No space left on device")
        return write(path, content + b"new")

    monkeypatch.setattr(Path, "write_bytes", fails_late)
    result = run("export", "--to", tmp_path, *QUICK)
    assert result.exit_code == 2
    assert "no space left on device" in result.stderr
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_format_that_fails_leaves_the_old_files_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All formats are made before any file is written."""

    def broken(_: Corpus) -> None:
        raise SetupError("the last format fails")

    monkeypatch.setitem(FORMATS, "turtle", broken)
    (tmp_path / "settings.csv").write_text("old", encoding="utf-8")
    result = run("export", "--to", tmp_path, *QUICK, "--format", "turtle")
    assert (result.exit_code, result.stderr) == (2, "taxonomy: the last format fails\n")
    assert names_in(tmp_path) == {"settings.csv"}
    assert (tmp_path / "settings.csv").read_text(encoding="utf-8") == "old"


def test_a_folder_in_the_way_is_named(tmp_path: Path) -> None:
    """A folder that has the name of a file is not touched, and nothing else is."""
    (tmp_path / "flags.csv").mkdir()
    result = run("export", "--to", tmp_path, *QUICK)
    assert result.exit_code == 2
    assert "flags.csv is a folder" in result.stderr
    assert names_in(tmp_path) == {"flags.csv"}


@pytest.mark.parametrize("below", ["", "sub"])
def test_a_file_in_place_of_the_folder_is_refused(below: str, tmp_path: Path) -> None:
    """A target that is a file, or lies below one, ends in a sentence and exit code 2."""
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    result = run("export", "--to", tmp_path / "file" / below, *QUICK)
    assert result.exit_code == 2
    assert "file" in result.stderr
    assert "Traceback" not in result.stderr
    assert (tmp_path / "file").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(("arguments", "words"), [((), "--to"), (("--to", "x", "--format", "xml"), "csl-json"), (("--to", "x", "y"), "y")])
def test_misuse_says_what_is_expected(arguments: tuple[str, ...], words: str) -> None:
    """A missing folder, an unknown format and a stray argument are refused with what was expected."""
    result = run("export", *arguments)
    assert result.exit_code == 2
    assert words in result.stderr


def test_entries_with_faults_are_refused(tmp_path: Path) -> None:
    """A corpus that is not whole is not exported: the faults are listed, the exit code is 1, nothing is written."""
    entries = edited(tmp_path / "entries", ("papers/ersatz2024two.yaml", "year: 2024", "year: soon"))
    result = run("export", "--to", tmp_path / "out", "--entries", entries, "--format", "csv")
    assert result.exit_code == 1
    assert "ersatz2024two.yaml:5:7: DOC" in result.stderr
    assert not (tmp_path / "out").exists()


def test_all_leaves_out_parquet_where_its_library_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without pyarrow, `all` writes everything else and says which extra is missing."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    result = run("export", "--to", tmp_path, "--entries", CORPUS)
    assert result.exit_code == 0
    assert names_in(tmp_path) == set().union(*FILES.values()) - FILES["parquet"] | {"manifest.json"}
    assert "left out" in result.stderr
    assert "unlearning-taxonomy[parquet]" in result.stderr


def test_parquet_alone_needs_its_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without pyarrow, `parquet` ends in a sentence that names the extra, and nothing is written."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    result = run("export", "--to", tmp_path / "out", "--entries", CORPUS, "--format", "parquet", "--format", "csv")
    assert result.exit_code == 2
    assert "pip install 'unlearning-taxonomy[parquet]'" in result.stderr
    assert not (tmp_path / "out").exists()


def test_the_same_entries_give_the_same_bytes(tmp_path: Path, corpus: Corpus) -> None:
    """Another process, whose sets are ordered by other hashes, writes the same bytes."""
    done = start("export", "--to", tmp_path, "--entries", CORPUS, environment={"PYTHONHASHSEED": "1"})
    assert done.returncode == 0, done.stderr.decode()
    for style in FORMATS:
        for file in files_of(corpus, style):
            assert (tmp_path / file.name).read_bytes() == file.content, file.name


def test_heavy_libraries_load_only_when_used() -> None:
    """Help for `export` and `graph` loads neither rdflib nor pyarrow nor networkx nor pydot."""
    code = "import sys, taxonomy.cli.export, taxonomy.cli.graph; print({'rdflib', 'pyarrow', 'networkx', 'pydot'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stdout == b"set()\n"


def test_written_files_are_returned(tmp_path: Path) -> None:
    """What writes the files returns them, the manifest last."""
    written = write_files(tmp_path, [ExportedFile("csv", "a.csv", b"a\n")])
    assert [file.name for file in written] == ["a.csv", "manifest.json"]
    assert written[-1].content == (tmp_path / "manifest.json").read_bytes()
