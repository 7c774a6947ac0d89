"""What is published: a wheel that holds code and data, and answers where it is unpacked."""

from __future__ import annotations

import ast
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from collections.abc import Iterator
from email.message import Message
from email.parser import Parser
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

import taxonomy
from tests.invented import CORPUS, ROOT

BUNDLED = {"entries": "taxonomy/_bundled/entries", "site": "taxonomy/_bundled/site", "taxonomy": "taxonomy"}
"""Folders of the repository, and where they lie in the wheel."""


def build(kind: str, source: Path, to: Path) -> Path:
    """Build a wheel or an sdist, without network, and return its file."""
    command = [sys.executable, "-m", "hatchling", "build", "--target", kind, "--directory", str(to)]
    subprocess.run(command, cwd=source, check=True, capture_output=True)
    (found,) = to.iterdir()
    return found


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel."""
    return build("wheel", ROOT, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def unpacked(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds the wheel's content, as an installation does."""
    folder = tmp_path_factory.mktemp("installed")
    shutil.unpack_archive(wheel, folder, "zip")
    return folder


@pytest.fixture(scope="module")
def metadata(unpacked: Path) -> Message:
    """What the wheel says about itself."""
    (path,) = unpacked.glob("*.dist-info/METADATA")
    return Parser().parsestr(path.read_text(encoding="utf-8"))


def names_in(wheel: Path) -> set[str]:
    """Every file in a wheel."""
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def sources() -> Iterator[tuple[Path, str]]:
    """Every file of the repository that the wheel has to hold, and its name there."""
    for folder, inside in BUNDLED.items():
        for path in sorted((ROOT / folder).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts and not path.name.startswith("."):
                yield path, f"{inside}/{path.relative_to(ROOT / folder).as_posix()}"
    yield ROOT / "mkdocs.yml", "taxonomy/_bundled/mkdocs.yml"


def answer(unpacked: Path, cwd: Path, code: str, *arguments: str) -> str:
    """What code prints that runs elsewhere and sees the unpacked wheel before the working tree."""
    environment = {**os.environ, "PYTHONPATH": str(unpacked)}
    command = [sys.executable, "-c", code, *arguments]
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_wheel_holds_code_and_data(wheel: Path) -> None:
    """Code, vocabulary, schema, entries, register and the site's sources are in the wheel, and nothing else is."""
    expected = {name for _, name in sources()}
    found = {name for name in names_in(wheel) if ".dist-info/" not in name}
    assert found == expected
    assert found >= {
        "taxonomy/py.typed",
        "taxonomy/schema.json",
        "taxonomy/vocabulary/metrics.yaml",
        "taxonomy/_bundled/entries/register.bib",
    }


def test_wheel_holds_the_files_as_they_are(unpacked: Path) -> None:
    """Every file in the wheel is byte by byte that of the repository."""
    assert [name for path, name in sources() if (unpacked / name).read_bytes() != path.read_bytes()] == []


def test_wheel_is_the_same_every_time(wheel: Path, tmp_path: Path) -> None:
    """Two builds of one tree are byte by byte the same."""
    again = build("wheel", ROOT, tmp_path)
    assert again.name == wheel.name
    assert hashlib.sha256(again.read_bytes()).digest() == hashlib.sha256(wheel.read_bytes()).digest()


def test_wheel_of_the_sdist_is_the_wheel(wheel: Path, tmp_path: Path) -> None:
    """The source distribution holds all that the wheel is made of."""
    (tmp_path / "sdist").mkdir()
    with tarfile.open(build("sdist", ROOT, tmp_path / "sdist")) as archive:
        archive.extractall(tmp_path / "tree", filter="data")
    (tree,) = (tmp_path / "tree").iterdir()
    assert names_in(build("wheel", tree, tmp_path / "wheel")) == names_in(wheel)


def test_metadata_names_version_licences_and_command(unpacked: Path, metadata: Message) -> None:
    """Version, licences of code and data, the text for the index and the command are where installers look."""
    assert (metadata["Name"], metadata["Version"]) == ("unlearning-taxonomy", taxonomy.__version__)
    assert metadata["License-Expression"] == "MIT AND CC-BY-4.0"
    assert metadata["Requires-Python"] == ">=3.11"
    (scripts,) = unpacked.glob("*.dist-info/entry_points.txt")
    assert scripts.read_text() == "[console_scripts]\ntaxonomy = taxonomy.cli:main\n"
    licences = {path.name: path.read_text(encoding="utf-8") for path in unpacked.glob("*.dist-info/licenses/*")}
    assert set(licences) == {"LICENSE", "LICENSE-DATA"}
    assert "MIT License" in licences["LICENSE"]
    assert "Attribution 4.0 International" in licences["LICENSE-DATA"]
    assert len(metadata.get_payload()) > 200


def test_everything_that_is_imported_is_required(metadata: Message) -> None:
    """Each library that the package imports is one of its dependencies, or of its extras."""
    required = {re.split(r"[^\w.-]", line)[0].lower() for line in metadata.get_all("Requires-Dist", [])}
    imported: set[str] = set()
    for path in (ROOT / "taxonomy").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module] if isinstance(node, ast.ImportFrom) and node.module and not node.level else []
            imported |= {name.partition(".")[0] for name in names}
    distributions = packages_distributions()
    foreign = imported - set(sys.stdlib_module_names) - {"taxonomy"}
    assert len(foreign) > 5
    missing = {name for name in foreign if not {each.lower() for each in distributions.get(name, [name])} & required}
    assert missing - {"pydantic_core"} == set()


def test_everything_that_is_required_is_used() -> None:
    """No dependency is left over: each is imported by the package, or is the site generator that it runs."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    listed = [*project["dependencies"], *(line for extra in project["optional-dependencies"].values() for line in extra)]
    required = {re.split(r"[^\w.-]", line)[0].lower() for line in listed}
    text = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "taxonomy").rglob("*.py"))
    used = {
        distribution.lower()
        for module, distributions in packages_distributions().items()
        for distribution in distributions
        if re.search(rf"^\s*(import|from) {re.escape(module)}\b", text, re.MULTILINE)
    }
    assert required - used == {"mkdocs", "mkdocs-material"}


def test_unpacked_wheel_answers_elsewhere(unpacked: Path, tmp_path: Path) -> None:
    """Away from the working tree the package finds its own entries, schema and templates."""
    code = (
        "import json, pathlib, taxonomy, taxonomy.bundled, taxonomy.rendering\n"
        "home = pathlib.Path(taxonomy.__file__).parent\n"
        "print(json.dumps([str(home), str(taxonomy.bundled.bundled_entries()), str(taxonomy.rendering.site_sources()), "
        "(home / 'schema.json').is_file()]))"
    )
    home, entries, site, schema = json.loads(answer(unpacked, tmp_path, code))
    assert home == str(unpacked / "taxonomy")
    assert entries == str(unpacked / "taxonomy" / "_bundled" / "entries")
    assert site == str(unpacked / "taxonomy" / "_bundled" / "site")
    assert schema is True


def test_unpacked_wheel_loads_its_entries(unpacked: Path, tmp_path: Path) -> None:
    """`taxonomy.load()` gives every entry of the wheel, without a working tree and without network."""
    code = "import json, taxonomy; print(json.dumps([paper.id for paper in taxonomy.load()]))"
    assert json.loads(answer(unpacked, tmp_path, code)) == sorted(path.stem for path in (ROOT / "entries" / "papers").glob("*.yaml"))


def test_unpacked_wheel_runs_commands(unpacked: Path, tmp_path: Path) -> None:
    """The command line answers from an unpacked wheel and writes pages with its own templates."""
    code = "import sys; from taxonomy.cli import main; main(prog_name='taxonomy')"
    lines = answer(unpacked, tmp_path, code, "classify", "ersatz2024two", "--entries", str(CORPUS)).splitlines()
    assert lines[1] == "ersatz2024two/style: intends unlearning, evaluated as unlearning: aligned"
    answer(unpacked, tmp_path, code, "pages", "out", "--entries", str(CORPUS))
    assert (tmp_path / "out" / "bodies" / "papers" / "ersatz2024two.html").is_file()
