"""A page is taken from the site that stands there only where it would be made the same again."""

from __future__ import annotations

import copy
import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from benchmarks.papers import Inventor
from taxonomy import kept, made
from taxonomy.cli import build
from taxonomy.corpus import Corpus
from taxonomy.errors import SetupError, TaxonomyError
from taxonomy.lexicon import load_lexicon
from taxonomy.model import Entry
from taxonomy.pages.comparing import compared
from taxonomy.pages.paper import Surroundings, follows_from, paper_page
from taxonomy.shells import Listed
from taxonomy.unchanged import Made, Unchanged
from tests.invented import CORPUS, ROOT

PAGE = Listed("papers/a.html", "papers/index.html", "A", "About a.", "words")
FILES = ("papers/a.html", "papers/a.json", "compare/a.json")
COUNT = 14
OWN = ("residue", "leftover")
"""Metrics that papers propose."""


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A finished site with one page, of which is kept what it was made of."""
    monkeypatch.setenv("TAXONOMY_CACHE", str(tmp_path / "cache"))
    for name in FILES:
        path = tmp_path / "site" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")
    kept = Unchanged(tmp_path / "site", "shells")
    kept.keep([Made(PAGE, kept.digest(b"facts"), FILES)], tmp_path / "site")
    return tmp_path / "site"


def taken(site: Path, of: bytes = b"facts", state: str = "shells", path: str = PAGE.path) -> Made | None:
    """What a later build takes."""
    unchanged = Unchanged(site, state)
    return unchanged.take(path, unchanged.digest(of), site.parent / "new")


def nothing_new(site: Path) -> bool:
    """Whether the new site holds no file."""
    return not [path for path in (site.parent / "new").rglob("*") if path.is_file()]


def test_page_is_taken_with_its_files(site: Path) -> None:
    """Made of the same, a page comes with all of its files, which are the old ones, and with what is listed of it."""
    made = taken(site)
    assert made is not None
    assert (made.page, made.files) == (PAGE, FILES)
    assert all((site / name).samefile(site.parent / "new" / name) for name in FILES)


@pytest.mark.parametrize(
    "other", [{"of": b"other facts"}, {"state": "other shells"}, {"path": "papers/b.html"}], ids=lambda told: next(iter(told))
)
def test_page_made_of_something_else_is_not_taken(site: Path, other: dict[str, Any]) -> None:
    """Other facts, other shells and other pages are made anew."""
    assert taken(site, **other) is None
    assert nothing_new(site)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("how", ["longer", "as long", "another file", "gone", "link", "other rights"])
def test_page_whose_files_have_changed_is_not_taken(site: Path, name: str, how: str) -> None:
    """Where somebody has written to, replaced or removed one of its files since, nothing of a page is taken."""
    path = site / name
    if how == "longer":
        path.write_text("longer than before", encoding="utf-8")
    elif how == "as long":
        path.write_text(name[::-1], encoding="utf-8")
    elif how == "other rights":
        path.chmod(0o444)
    else:
        other = site / "other"
        other.write_text(name[::-1], encoding="utf-8")
        os.utime(other, ns=(path.stat().st_atime_ns, path.stat().st_mtime_ns))
        path.unlink()
        if how == "another file":
            other.rename(path)
        elif how == "link":
            path.symlink_to(other)
    assert taken(site) is None
    assert nothing_new(site)


def test_page_is_taken_again_by_whoever_does_the_work_of_a_process_that_was_ended(site: Path) -> None:
    """Pages that a process had taken before the system ended it are taken once more, not written into files of the standing site."""
    unchanged = Unchanged(site, "shells")
    first, second = (unchanged.take(PAGE.path, unchanged.digest(b"facts"), site.parent / "new") for _ in range(2))
    assert first == second is not None
    (site.parent / "new" / FILES[0]).unlink()
    (site.parent / "new" / FILES[0]).write_text("another file", encoding="utf-8")
    assert unchanged.take(PAGE.path, unchanged.digest(b"facts"), site.parent / "new") is None


def test_site_of_another_build_is_not_taken_for_ones_own(site: Path) -> None:
    """Where two builds run at once, the one that kept what it made last may not have been the last to put its site in place."""
    fresh = site.parent / "fresh"
    for name in FILES:
        (fresh / name).parent.mkdir(parents=True, exist_ok=True)
        (fresh / name).write_text(name.upper(), encoding="utf-8")
    unchanged = Unchanged(site, "shells")
    unchanged.keep([Made(PAGE, unchanged.digest(b"other facts"), FILES)], fresh)
    assert taken(site, b"other facts") is None
    fresh.rename(site.parent / "moved")
    site.rename(site.parent / "before")
    (site.parent / "moved").rename(site)
    assert taken(site, b"other facts") is not None


def test_page_is_made_where_files_cannot_have_second_names(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a file system without hard links every page is made anew."""

    def refused(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refused)
    assert taken(site) is None
    assert nothing_new(site)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"x" * 200])
def test_damaged_list_is_not_believed(site: Path, content: bytes) -> None:
    """What is kept counts for nothing where it was cut off or written over."""
    for path in (site.parent / "cache").rglob(".made/*"):
        path.write_bytes(content)
    assert taken(site) is None


def test_nothing_is_kept_without_a_cache(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a cache all pages are made, and nothing fails."""
    monkeypatch.setenv("TAXONOMY_CACHE", "")
    Unchanged(site, "shells").keep([Made(PAGE, "digest", FILES)], site)
    assert taken(site) is None


def test_site_that_is_gone_is_not_looked_at(site: Path) -> None:
    """A site that was removed since is built from nothing."""
    for name in FILES:
        (site / name).unlink()
    assert taken(site) is None


@cache
def invented() -> tuple[dict[str, Any], ...]:
    """Papers that share methods, metrics and data; of the first two, the metrics are their own and used by others."""
    inventor = Inventor(7)
    papers: list[dict[str, Any]] = [json.loads(json.dumps(inventor.paper(number), default=str)) for number in range(COUNT)]
    told = {"definition": "Counts what is left.", "family": "performance", "polarity": "presence", "sources": []}
    for number, paper in enumerate(papers):
        if number < len(OWN):
            paper.setdefault("proposes", {})["metrics"] = [{"id": OWN[number], "name": OWN[number].title(), **told}]
        criterion = "lower-is-better" if number % 3 else "higher-is-better"
        for setting in paper["settings"]:
            setting["measurements"].append({"metric": OWN[number % len(OWN)], "on": "forget-set", "criterion": criterion})
    return tuple(papers)


def corpus_of(papers: tuple[dict[str, Any], ...]) -> Corpus:
    """A corpus of papers."""
    entries = [Entry.model_validate_json(json.dumps(paper)) for paper in papers]
    return Corpus.of(entries, (), load_lexicon().joined_with(entries))


@cache
def pages(papers: str) -> dict[str, tuple[str, Any]]:
    """For each paper of a corpus, what its page follows from, and the page with what lies beside it."""
    corpus = corpus_of(tuple(json.loads(papers)))
    surroundings = Surroundings(corpus, corpus.graph())
    seen = {paper.id: (paper, surroundings.of(paper)) for paper in corpus}
    return {name: (follows_from(*told), (paper_page(*told), compared(told[0]))) for name, told in seen.items()}


def changed(papers: tuple[dict[str, Any], ...], draw: st.DrawFn) -> tuple[dict[str, Any], ...]:
    """One paper otherwise: a text, a name that others use, or a part of a setting that is that of another paper."""
    part = draw(st.sampled_from(["title", "summary", "method", "metric", "setting", "settings", "kind", "authors", "curation", "venue"]))
    number, other = draw(st.integers(0, (len(OWN) if part == "metric" else COUNT) - 1)), draw(st.integers(0, COUNT - 1))
    mine, theirs = copy.deepcopy(papers[number]), papers[other]
    if part in {"method", "metric"}:
        others = [("polarity", "absence"), ("family", "membership"), ("definition", "Counts something else.")] if part == "metric" else []
        for term in mine.get("proposes", {}).get(f"{part}s", ()):
            term.update([draw(st.sampled_from([("name", f"{term['name']} renamed"), *others]))])
    elif part == "setting" and mine["settings"] and theirs["settings"]:
        field = draw(st.sampled_from(["forget_set", "references", "measurements", "baselines", "datasets", "problem", "name", "guarantee"]))
        mine["settings"][0][field] = theirs["settings"][0][field]
    elif part in theirs:
        mine[part] = f"{theirs[part]}, too" if part == "title" else theirs[part]
    return (*papers[:number], mine, *papers[number + 1 :])


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.data())
def test_pages_that_follow_from_the_same_are_the_same(data: st.DataObject) -> None:
    """Whatever is changed in one paper: where the page of any paper would follow from the same, it is the same with all its files."""
    before = invented()
    after = before
    for _ in range(data.draw(st.integers(1, 3))):
        after = data.draw(st.composite(lambda draw, papers: changed(papers, draw))(after))
    try:
        one, other = pages(json.dumps(before)), pages(json.dumps(after))
    except (ValidationError, TaxonomyError, KeyError):  # what was put together is no sound corpus
        return
    for name in one.keys() & other.keys():
        if one[name][0] == other[name][0]:
            assert one[name][1] == other[name][1], name


def test_pages_of_papers_that_name_each_other_follow_from_each_other() -> None:
    """A new name of a method is seen by the pages of the papers that compare with it, and by few others."""
    before = invented()
    method, compares = next(
        (term["id"], [paper["id"] for paper in before if any(term["id"] in setting["baselines"] for setting in paper["settings"])])
        for owner in before
        for term in owner.get("proposes", {}).get("methods", ())
        if any(term["id"] in setting["baselines"] for paper in before for setting in paper["settings"])
    )
    after = copy.deepcopy(before)
    for paper in after:
        for term in paper.get("proposes", {}).get("methods", ()):
            term["name"] = "Renamed" if term["id"] == method else term["name"]
    one, other = pages(json.dumps(before)), pages(json.dumps(after))
    moved = {name for name in one if one[name][0] != other[name][0]}
    assert set(compares) <= moved
    assert moved == {name for name in one if one[name][1] != other[name][1]}


def test_pages_are_told_alike_by_every_process() -> None:
    """What stands for a page does not hang on the seed of hashes, in whose order sets come; an index, which is always made anew, may."""
    code = (
        "import taxonomy; from pydantic_core import to_json; from taxonomy.rendering import all_pages; from taxonomy.shells import SHELLS; "
        f"pages = all_pages(taxonomy.load({str(CORPUS)!r})); "
        "print(*(to_json(page, fallback=dict).decode() for page in pages if page.path not in SHELLS), sep='\\n')"
    )
    told = [
        subprocess.check_output([sys.executable, "-c", code], cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": seed}).splitlines()
        for seed in ("1", "2")
    ]
    assert len(told[0]) > COUNT
    assert [one[:80] for one, other in zip(*told, strict=True) if one != other] == []


def test_code_that_is_changed_during_a_build_did_not_make_its_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is kept bears the state of the code at the beginning, when it was read, and not that of later."""
    code = ["as it was read"]
    monkeypatch.setenv("TAXONOMY_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(kept, "_code", lambda: code[0])

    def later(state: str) -> bytes | None:
        code[0] = state
        made._place.cache_clear()
        return made.recall("thing")

    def reading(_: Path) -> NoReturn:
        code[0] = "as it was changed"
        raise SetupError("enough")

    later("as it was read")
    made._place.cache_clear()
    monkeypatch.setattr(build, "loaded", reading)
    with pytest.raises(SetupError, match="enough"):
        build.build_site(CORPUS, tmp_path / "site")
    made.remember("thing", b"made")
    assert later("as it was changed") is None
    assert later("as it was read") == b"made"
    made._place.cache_clear()


@pytest.mark.parametrize(("field", "value"), [("polarity", "absence"), ("family", "membership")])
def test_pages_follow_from_what_another_paper_says_of_their_metrics(field: str, value: str) -> None:
    """Where the paper that proposes a metric says something else of it, the pages that change with it follow from something else."""
    before = invented()
    after = copy.deepcopy(before)
    after[0]["proposes"]["metrics"][0][field] = value
    one, other = pages(json.dumps(before)), pages(json.dumps(after))
    changed_pages = {name for name in one if one[name][1] != other[name][1]}
    assert len(changed_pages - {before[0]["id"]}) > 1
    assert changed_pages <= {name for name in one if one[name][0] != other[name][0]}
