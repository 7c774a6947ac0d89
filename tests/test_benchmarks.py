"""What is measured works: invented papers hold no fault, and every contender runs on them."""

from __future__ import annotations

import json
import subprocess
import sys
from html import escape
from importlib.util import find_spec
from pathlib import Path

import pytest
import yaml

import taxonomy
from benchmarks import __main__ as command
from benchmarks import contenders
from benchmarks.papers import papers, write_papers, written
from benchmarks.sites import write_same, write_shells, write_sources
from taxonomy.rendering import all_pages, assemble

FEW = 12


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A few invented papers."""
    return write_papers(tmp_path_factory.mktemp("papers"), FEW)


def test_invented_papers_hold_no_fault(folder: Path) -> None:
    """They are entries like any other, under the rules of every other."""
    assert taxonomy.check(folder) == []
    assert len(list((folder / "papers").iterdir())) == FEW


def test_invented_papers_are_the_same_each_time() -> None:
    """One seed gives the same bytes, another seed others; what is written reads back."""
    one, again, other = (list(map(written, papers(3, seed))) for seed in (1, 1, 2))
    assert one == again != other
    for paper, text in zip(papers(3, 1), one, strict=True):
        assert json.dumps(yaml.safe_load(text), default=str) == json.dumps(paper)


@pytest.mark.parametrize("name", ["read_bytes", "naive", "read", "load"])
def test_contender_does_its_work(name: str, folder: Path) -> None:
    """What is run as a whole process runs."""
    assert getattr(contenders, name)(folder)


@pytest.mark.parametrize(
    "name",
    [
        *("parse", "parse_peer", "validate", "classify", "query", "query_peer", "graph", "graph_peer"),
        *("bibtex", "bibtex_peer", "pages", "layout"),
    ],
)
def test_prepared_contender_does_its_work(name: str, folder: Path) -> None:
    """What is run within a process runs, and more than once."""
    work = getattr(contenders, name)(folder)
    assert type(work()) is type(work())


def test_query_and_its_peer_agree(folder: Path) -> None:
    """Both find the same settings."""
    found = [setting.address for setting in contenders.query(folder)()]
    assert found == sorted(address for (address,) in contenders.query_peer(folder)())


def test_layout_keeps_groups_together(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is measured of a layout is how well it keeps the planted groups together."""
    monkeypatch.setattr(contenders, "_PLANTED", (240, 1_900, 6))
    assert contenders.layout_purity("layout") > 0.95


def test_sources_of_other_generators_tell_the_same(folder: Path) -> None:
    """Each paper has a page of Markdown with its title, verdicts, flags and facts, and the settings are JSON."""
    sources = write_sources(folder)
    for paper in taxonomy.load(folder):
        text = (sources / "docs" / "papers" / f"{paper.id}.md").read_text(encoding="utf-8")
        told = [paper.entry.title, *(flag.rule.code for setting in paper.settings.values() for flag in setting.flags)]
        assert all(each in text for each in told)
    assert all(json.loads((sources / name).read_text(encoding="utf-8")) for name in ("mkdocs.yml", "one.yml", "hugo.json"))
    assert write_sources(folder) == sources


def test_other_generators_get_the_same_pages(folder: Path) -> None:
    """Every page of ours is a source of other generators, with its body, for each of them once."""
    sources = write_same(folder)
    pages = [page.path for page in all_pages(taxonomy.load(folder))]
    assert len(list((sources / "docs").rglob("*.md"))) == len(list((sources / "html").rglob("*.html"))) == len(pages)
    for place in ("docs/papers/index.md", "html/papers/_index.html"):
        head, body = (sources / place).read_text(encoding="utf-8").split("\n---\n\n", 1)
        assert 'title: "Papers"' in head
        assert "<h1" in body
    assert json.loads((sources / "hugo.json").read_text(encoding="utf-8"))["contentDir"] == "html"
    assert write_same(folder) == sources


@pytest.mark.skipif(find_spec("zensical") is None, reason="the dependency group `bench` is not installed")
def test_second_generator_makes_the_same_site(folder: Path) -> None:
    """Zensical leaves our shells as they are, so that every page can be put into them and holds its body."""
    pages = write_shells(folder)
    zensical = Path(sys.executable).with_name("zensical")
    subprocess.run([zensical, "build", "-c", "-f", pages / "mkdocs.yml"], check=True, capture_output=True)
    assemble(pages, pages / "site")
    for page in json.loads((pages / "pages.json").read_text(encoding="utf-8")):
        html, body = ((place / page["path"]).read_text(encoding="utf-8") for place in (pages / "site", pages / "bodies"))
        assert body in html
        assert escape(page["title"]) in html
        assert "@@" not in html


def test_changed_entry_is_sound(folder: Path) -> None:
    """Before a site is built again an entry reads otherwise, and holds no fault."""
    path = command._first(folder)
    before = path.read_bytes()
    command._change(path)
    assert path.read_bytes() != before
    assert taxonomy.check(folder) == []


@pytest.mark.skipif(find_spec("pyperf") is None, reason="the dependency group `bench` is not installed")
def test_command_prints_a_table(folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """The command measures and prints rows."""
    (folder.parent / str(FEW)).symlink_to(folder)
    arguments = ["--sizes", str(FEW), "--rounds", "1", "--only", "text to values", "--data", str(folder.parent), "--without-peers"]
    monkeypatch.setattr("sys.argv", ["benchmarks", *arguments])
    command.main()
    assert f"| text to values, {FEW} | parse_peer |" in capsys.readouterr().out


def test_growth_is_a_power_of_the_size() -> None:
    """Values that double with the size grow linearly, values that stay do not grow."""
    assert command._exponent([300, 3_000, 30_000], [1.0, 10.0, 100.0]) == pytest.approx(1)
    assert command._exponent([300, 3_000], [5.0, 5.0]) == pytest.approx(0)
