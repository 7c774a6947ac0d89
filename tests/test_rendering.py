"""Pages as files: templates that know their variables, the same bytes each time, and text from strangers that stays text."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, replace
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pytest
import yaml
from bibtexparser.entrypoint import parse_string
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import Environment, UndefinedError, meta, nodes
from pydantic import BaseModel, ValidationError

from taxonomy import rendering
from taxonomy.bibliography import Work, read_bibtex
from taxonomy.corpus import Corpus
from taxonomy.errors import SetupError
from taxonomy.exports.files import json_bytes
from taxonomy.lexicon import load_lexicon
from taxonomy.model import Entry
from taxonomy.pages.paper import paper_pages
from taxonomy.pages.papers import table_pages
from taxonomy.rendering import Contents, all_pages, assemble, site_sources, write_pages, write_site, write_sources
from taxonomy.shells import BODY, DESCRIPTION, SHELLS, TITLE, Listed, shell_of
from taxonomy.templates import body_of, coded
from taxonomy.templates import environment as environment_of
from tests.invented import CORPUS, ROOT, entry, measurement, setting, start

Say = Callable[[str], str]
"""Makes the text of a field."""

TEMPLATES = site_sources() / "templates"
NAMES = sorted(path.name for path in TEMPLATES.iterdir())
MOST_LINES = 40
SITE = "https://example.org/taxonomy/"
MARKS = f"{TITLE} {DESCRIPTION} {BODY}"
ATTACKS = [
    "<script>alert(1)</script>",
    "</script></title><img src=x onerror=alert(1)>",
    "\" onfocus=alert(1) autofocus='",
    "'><svg/onload=alert(1)>",
    "{{7*7}}{%raw%}{#",
    "[a](javascript:b) `c` # d",
    "&lt;b&gt; &#60;",
    "<!-- <![CDATA[",
    "@misc{x, y={z}} %",
    MARKS,
]
"""Attacks on HTML, templates, Markdown, BibTeX and the assembly, short enough to stand in one line together."""
ALONE = [*ATTACKS, "javascript:alert(1)", "<?php ?>", "</code></pre></textarea></h1></a>", "https://example.org/", "-->"]
HOSTILE_URL = "https://example.org/&quot;onclick=alert(1)&gt;?a=1&amp=2#javascript:alert(1)"
REGISTER = """
@misc{script2020title, title = {<script>alert(1)</script>}, author = {<i>Ada</i> Example}, year = {2020}, url = {https://example.org/1}}
@misc{marks2021title, title = {@@title@@ <h1>@@body@@</h1>}, author = {Ada Example}, year = {2021}, url = {https://example.org/2}}
"""
"""Records with hostile texts."""
ADDRESSES = """
@misc{javascript2020url, title = {Address 1}, author = {Ada Example}, year = {2020}, url = {javascript:alert(1)}}
@misc{data2020url, title = {Address 2}, author = {Ada Example}, year = {2020}, url = {data:text/html,<script>alert(1)</script>}}
@misc{relative2020url, title = {Address 3}, author = {Ada Example}, year = {2020}, url = {//example.org}}
@misc{quotes2020url, title = {Address 4}, author = {Ada Example}, year = {2020}, url = {https://example.org/"onclick="alert(1)}}
@misc{script2020doi, title = {Address 5}, author = {Ada Example}, year = {2020}, doi = {"><script>alert(1)</script>}}
@misc{script2020arxiv, title = {Address 6}, author = {Ada Example}, year = {2020}, eprint = {"><script>alert(1)</script>}}
"""
"""Records with hostile addresses."""


def harmless(field: str) -> str:
    """Plain words."""
    return f"words of {field}"


def hostile(field: str) -> str:
    """Every attack in one text."""
    return f"{' '.join(ATTACKS)} {field}"


def attack(text: str) -> Say:
    """One attack, alone, in every field."""
    return lambda _: text


def spoken(say: Say, url: str = "https://example.org/") -> dict[str, Any]:
    """An entry in which every field of the model is filled, and every free text is made by `say`."""
    forget_set: dict[str, Any] = {"removes": "concept", "concept": say("concept"), "coverage": "sample", "membership": "member"}
    forget_set |= {"granularity": ["class"], "sizes": [10], "share_of_training_set": [0.1], "share_of_concept": [0.5]}
    usage = {"notion": "unlearning", "reason": say("reason")}
    term = {"name": say("name"), "aliases": [say("other name")], "definition": say("definition"), "sources": ["nobody1999unknown"]}
    metric: dict[str, Any] = {**term, "id": "trace-score", "family": "performance", "polarity": "presence", "formula": say("formula")}
    metric |= {"usual_on": "forget-set", "fits": [usage], "misleads": [{**usage, "notion": "untraining", "instead": say("instead")}]}
    evidence = {"supports": ["forget_set", "measurements"], "source": "paper", "locator": say("locator"), "url": url, "note": say("seen")}
    score = measurement("trace-score", "forget-set", "match-reference", reference="retrained-without-forget-set", condition="relearned")
    judged = setting(
        "whole",
        task=say("task"),
        forget_set=forget_set,
        guarantee="certified",
        references=["retrained-without-forget-set"],
        measurements=[score],
        baselines=["scrubber", "retraining"],
        datasets=["toys"],
        models=[say("model")],
        evidence=[evidence],
        note=say("note"),
    ) | {"name": say("setting")}
    about = {"code": "REF201", "setting": "whole"}
    return entry(
        title=say("title"),
        aliases=[say("former id")],
        authors=[say("author"), say("second author")],
        venue=say("venue"),
        links={"arxiv": "2401.00001", "doi": "10.1000/a&b'c", "openreview": "abcdef_-1", "page": url, "code": [url]},
        summary=say("summary"),
        proposes={
            "methods": [{"id": "scrubber", "name": say("method"), "aliases": [say("alias")], "settings": ["whole"]}],
            "metrics": [metric],
            "datasets": [{**term, "id": "toys", "url": url}],
        },
        settings=[judged],
        curation={"coded": "2026-11-30", "coders": [say("coder")], "reviewers": [say("reviewer")], "confidence": "low"},
        acknowledged=[{**about, "note": say("justification"), "evidence": say("place")}],
        disputes=[{**about, "status": "open", "url": url}],
    )


def corpus_of(say: Say, url: str = "https://example.org/", works: Iterable[Work] = ()) -> Corpus:
    """A corpus of two entries whose texts are made by `say`, and that touch each other."""
    second = spoken(say, url) | {"id": "bo2023other", "proposes": {}, "links": {}}
    entries = [Entry.model_validate(each) for each in (spoken(say, url), second)]
    return Corpus.of(entries, works, load_lexicon().joined_with(entries))


HARMLESS = corpus_of(harmless)


def register(text: str) -> list[Work]:
    """The works of a register that can be read."""
    return read_bibtex(text, "register.bib")[0]


class Outline(HTMLParser):
    """What a browser would make of a page: tags with the names of their attributes, addresses, ids and text."""

    def __init__(self, html: str) -> None:
        """Parse a whole page."""
        super().__init__()
        self.skeleton: list[tuple[str, ...]] = []
        self.addresses: list[str] = []
        self.ids: list[str] = []
        self.texts: dict[str, list[str]] = {}
        self.links: list[tuple[str, str]] = []
        self._open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag and what it points to."""
        self.skeleton.append((tag, *(name for name, _ in attrs)))
        self.addresses += [value or "" for name, value in attrs if name in {"href", "src", "action", "formaction", "data"}]
        self.ids += [value or "" for name, value in attrs if name == "id"]
        self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Note the end of a tag."""
        self.skeleton.append((f"/{tag}",))
        if tag == "a" and self._open and self._open[-1] == "a":
            self.links.append((self.addresses[-1], self.texts["a"][-1]))
        if tag in self._open:
            while self._open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        """Note text under the innermost open tag."""
        if self._open:
            self.texts.setdefault(self._open[-1], []).append(data)

    def handle_comment(self, data: str) -> None:
        """Note a comment, which no page has."""
        self.skeleton.append(("comment", data))

    def handle_decl(self, decl: str) -> None:
        """Note a declaration, which no body has."""
        self.skeleton.append(("declaration", decl))

    def handle_pi(self, data: str) -> None:
        """Note an instruction, which no page has."""
        self.skeleton.append(("instruction", data))


@pytest.fixture(scope="module")
def environment() -> Environment:
    """The environment that renders templates."""
    return environment_of(TEMPLATES)


@pytest.fixture(scope="module")
def written(corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `write_pages` writes for the invented corpus."""
    folder = tmp_path_factory.mktemp("written")
    write_pages(corpus, folder, entries=CORPUS)
    return folder


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `write_pages` writes for entries and a register whose texts are full of attacks."""
    folder = tmp_path_factory.mktemp("attacked")
    write_pages(corpus_of(hostile, HOSTILE_URL, register(REGISTER)), folder)
    return folder


def bytes_of(folder: Path) -> dict[str, bytes]:
    """Every file of a folder by address."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def unlike(one: Path, other: Path) -> list[str]:
    """The files that two folders do not share byte for byte."""
    first, second = bytes_of(one), bytes_of(other)
    return sorted(path for path in first.keys() | second.keys() if first.get(path) != second.get(path))


def generated(folder: Path, site: Path) -> Path:
    """Stand in for a site generator: make pages, a search index and a sitemap of what `write_pages` wrote."""
    paths = sorted(path.relative_to(folder / "docs").with_suffix("") for path in (folder / "docs").rglob("*.md"))
    for path in paths:
        put(site / f"{path}.html", page_around((folder / "docs" / f"{path}.md").read_text(encoding="utf-8"), f"{SITE}{path}.html"))
    entries = "".join(
        f"    <url>\n         <loc>{SITE}{path}.html</loc>\n         <lastmod>2026-11-30</lastmod>\n    </url>\n" for path in paths
    )
    put(site / "sitemap.xml", f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{entries}</urlset>')
    put(site / "sitemap.xml.gz", "older")
    by_hand = {"location": "about.html", "title": "About &amp; more", "text": "<p>Hand<strong>written</strong>.</p>"}
    section = {"location": "about.html#what", "title": "What", "text": "<p>Handwritten &amp; short.</p>"}
    shell = {"location": "papers/index.html", "title": TITLE, "text": BODY}
    put(site / "search" / "search_index.json", json.dumps({"docs": [by_hand, section, shell]}))
    return site


def page_around(source: str, address: str) -> str:
    """What a theme makes of a source: the front matter's title and description, the address, and the text as it is."""
    front, body = source.split("---\n", 2)[1:] if source.startswith("---\n") else ("{title: By hand, description: Text.}", "Text.")
    told = yaml.safe_load(front)
    head = f'<title>{told["title"]} - Site</title><meta name="description" content="{told["description"]}">'
    return f'<!doctype html>{head}<link rel="canonical" href="{address}"><header>{told["title"]}</header><main>{body.strip()}</main>'


def put(path: Path, text: str) -> None:
    """Write a file, with its folders."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def finished(attacked: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished site of attacked pages."""
    site = generated(attacked, tmp_path_factory.mktemp("finished"))
    assemble(attacked, site)
    return site


def small(folder: Path, *pages: Listed, shells: dict[str, str]) -> Path:
    """Write pages that are listed by hand, and shells that a generator would have made of them."""
    for page in pages:
        put(folder / "bodies" / page.path, f"<h1>Body of {page.path} with {TITLE} and {DESCRIPTION}</h1>")
    put(folder / "pages.json", json.dumps([asdict(page) for page in pages]))
    put(folder / "things.json", json.dumps({"first": [], "last": []}))
    for shell, html in shells.items():
        put(folder / "site" / shell, html)
    return folder / "site"


@pytest.mark.parametrize("name", NAMES)
def test_template_is_short(name: str) -> None:
    """A template stays readable at a glance."""
    assert len((TEMPLATES / name).read_text(encoding="utf-8").splitlines()) <= MOST_LINES


def variables(environment: Environment, name: str) -> set[str]:
    """What a template and the templates that it includes read from outside."""
    tree = environment.parse((TEMPLATES / name).read_text(encoding="utf-8"))
    included = [part.template.value for part in tree.find_all(nodes.Include) if isinstance(part.template, nodes.Const)]
    own = {target.name for target in tree.find_all(nodes.Name) if target.ctx == "store"}
    own |= {part.target for part in tree.find_all(nodes.Import)}
    return meta.find_undeclared_variables(tree) | {read for part in included for read in variables(environment, part)} - own


def test_templates_find_their_variables(environment: Environment, corpus: Corpus) -> None:
    """Every variable that a template or one that it includes reads is in the context of every page of it."""
    read = {name: variables(environment, name) for name in NAMES}
    given = {"root", "stem"}
    missing = {(page.template, name) for page in all_pages(corpus) for name in read[page.template] - given.union(page.context)}
    assert missing == set()


def test_every_template_is_used(environment: Environment, corpus: Corpus) -> None:
    """No template is left that no page is made of, directly or by way of another template."""
    used = {page.template for page in all_pages(corpus)}
    trees = [environment.parse((TEMPLATES / name).read_text(encoding="utf-8")) for name in NAMES]
    used |= {found for tree in trees for found in meta.find_referenced_templates(tree) if found}
    assert used == set(NAMES)


def test_missing_variable_is_an_error(environment: Environment) -> None:
    """A misspelt variable stops the build instead of leaving a hole in the page."""
    with pytest.raises(UndefinedError, match="misspelt"):
        environment.from_string("{{ misspelt }}").render()


def test_sources_are_found_beside_the_package_or_missed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The installed package's own folder comes first; without any, one sentence says where was looked."""
    package = tmp_path / "taxonomy"
    monkeypatch.setattr(rendering, "__file__", str(package / "rendering.py"))
    with pytest.raises(SetupError, match=re.escape(str(package))):
        site_sources()
    for folder in (tmp_path / "site", package / "_bundled" / "site"):
        (folder / "templates").mkdir(parents=True)
        assert site_sources() == folder


def test_two_runs_write_the_same_bytes(corpus: Corpus, written: Path, tmp_path: Path) -> None:
    """A second run, into a folder that holds an older one, writes every file anew and leaves no other behind."""
    put(tmp_path / "docs" / "old.json", "{}")
    put(tmp_path / "bodies" / "old.html", "old")
    write_pages(corpus, tmp_path, entries=CORPUS)
    assert unlike(tmp_path, written) == []


def test_other_circumstances_write_the_same_bytes(written: Path, tmp_path: Path) -> None:
    """Hash seed, time zone and language of the machine leave no trace."""
    circumstances = {"PYTHONHASHSEED": "4711", "TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONUTF8": "0"}
    done = start("pages", tmp_path, "--entries", CORPUS, environment=circumstances, cwd=ROOT)
    assert done.returncode == 0, done.stderr.decode()
    assert unlike(tmp_path, written) == []


def test_pages_need_no_site_generator(written: Path, tmp_path: Path) -> None:
    """Every file is written where neither mkdocs, nor its theme, nor any Markdown library can be imported."""
    absent = ["mkdocs", "material", "markdown", "pymdownx"]
    code = f"import sys; sys.modules.update(dict.fromkeys({absent})); from taxonomy.cli import main; main()"
    command = [sys.executable, "-c", code, "pages", str(tmp_path), "--entries", str(CORPUS)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert sorted(bytes_of(tmp_path)) == sorted(bytes_of(written))


def test_list_of_pages_is_what_was_written(corpus: Corpus, tmp_path: Path) -> None:
    """The list names every body once, each with a shell that is among the sources of the site generator."""
    listed = write_pages(corpus, tmp_path)
    told = json.loads((tmp_path / "pages.json").read_text(encoding="utf-8"))
    assert [Listed(**page) for page in told] == listed
    assert sorted(page.path for page in listed) == sorted(bytes_of(tmp_path / "bodies"))
    for shell in {page.shell for page in listed}:
        text = (tmp_path / "docs" / shell).with_suffix(".md").read_text(encoding="utf-8")
        assert all(mark in text for mark in (TITLE, DESCRIPTION, BODY)), shell


def test_pages_of_a_section_share_a_shell(written: Path) -> None:
    """A page at the top has a shell of its own, one below a folder that of the folder's index."""
    told = {page["path"]: page["shell"] for page in json.loads((written / "pages.json").read_text(encoding="utf-8"))}
    assert told["index.html"] == "index.html"
    assert {told[path] for path in told if path.startswith("papers/")} == {"papers/index.html"}


def test_hand_written_pages_and_assets_are_copied(written: Path) -> None:
    """What people wrote, and every asset with its licence, comes along unchanged, but for the table on the page About."""
    sources = site_sources()
    copied = bytes_of(written / "docs")
    for folder, prefix in ((sources / "pages", ""), (sources / "assets", "assets/")):
        for path, content in bytes_of(folder).items():
            before, mark, after = content.partition(b"<!-- agreement -->")
            assert bool(mark) == (path == "about.md")
            assert copied[f"{prefix}{path}"].startswith(before)
            assert copied[f"{prefix}{path}"].endswith(after)
            assert mark or copied[f"{prefix}{path}"] == content


def test_data_beside_pages_parse(corpus: Corpus, written: Path) -> None:
    """Beside a page that has data lies exactly these data as JSON, and beside a paper its record as BibTeX."""
    for page in all_pages(corpus):
        beside = written / "docs" / page.path
        assert page.data is None or json.loads(beside.with_suffix(".json").read_text(encoding="utf-8")) == page.data
        assert page.bibtex is None or beside.with_suffix(".bib").read_text(encoding="utf-8") == page.bibtex
        assert {suffix: beside.with_suffix(suffix).read_text(encoding="utf-8") for suffix in page.files} == page.files
    papers = {path.stem for path in (written / "docs" / "papers").glob("*.bib")}
    assert papers == {*(paper.id for paper in corpus), "all"}


def test_entries_lie_beside_their_pages(corpus: Corpus, written: Path) -> None:
    """Beside each paper's page lies its file, byte for byte."""
    for paper in corpus:
        name = f"papers/{paper.id}.yaml"
        assert (written / "docs" / name).read_bytes() == (CORPUS / name).read_bytes()


@pytest.mark.parametrize("name", ["graph.json", "schema.json", "papers/index.json", "rules/index.json", "mismatches.json"])
@pytest.mark.parametrize("source", ["written", "attacked"])
def test_bulk_data_parse(source: str, name: str, request: pytest.FixtureRequest) -> None:
    """The files that the data page offers are JSON, whatever the entries say."""
    folder: Path = request.getfixturevalue(source)
    assert json.loads((folder / "docs" / name).read_text(encoding="utf-8"))


def test_about_page_shows_the_agreement(written: Path) -> None:
    """The hand-written page About holds the table of how far two readers agree, as the page on it does, and no mark in its place."""
    about = (written / "docs" / "about.md").read_text(encoding="utf-8")
    (table,) = re.findall(r"(?s)<div class=.*?</div>", about)
    assert "Cohen's kappa" in table
    assert "<!--" not in about
    assert table in (written / "bodies" / "agreement.html").read_text(encoding="utf-8")


def test_bulk_bibtex_holds_every_work(corpus: Corpus, written: Path) -> None:
    """Coded papers and the register can be read back from BibTeX."""
    coded, _ = read_bibtex((written / "docs" / "papers" / "all.bib").read_text(encoding="utf-8"), "all.bib")
    wanted, _ = read_bibtex((written / "docs" / "register.bib").read_text(encoding="utf-8"), "register.bib")
    assert [work.key for work in coded] == [paper.id for paper in corpus]
    assert wanted == sorted(corpus.register, key=lambda work: work.key)


def test_hostile_paper_is_one_record(attacked: Path) -> None:
    """Braces, percent signs and records within a text do not break out of the paper's BibTeX record."""
    library = parse_string((attacked / "docs" / "papers" / "ada2024study.bib").read_text(encoding="utf-8"))
    assert ([record.key for record in library.entries], len(library.blocks)) == (["ada2024study"], 1)


def empty_fields(model: BaseModel, at: str = "") -> Iterator[str]:
    """Every field of a model, and of the models within, that says nothing."""
    for name in type(model).model_fields:
        value = getattr(model, name)
        if value is None or value == ():
            yield f"{at}{name}"
        for each in value if isinstance(value, tuple) else (value,):
            if isinstance(each, BaseModel):
                yield from empty_fields(each, f"{at}{name}.")


@pytest.mark.parametrize("say", [harmless, hostile, *map(attack, ALONE)], ids=range(len(ALONE) + 2))
def test_model_admits_the_texts_of_this_module(say: Say) -> None:
    """The entry that attacks pages is one that the model admits, and leaves no field of it empty."""
    assert list(empty_fields(Entry.model_validate(spoken(say, HOSTILE_URL)))) == []


def bones(path: str, body: bytes) -> list[tuple[str, ...]]:
    """The skeleton of a page; an index is sorted by names, so there the order of the tags is that of the texts."""
    skeleton = Outline(body.decode()).skeleton
    return sorted(skeleton) if path.endswith("index.html") else skeleton


def test_hostile_pages_have_the_skeleton_of_harmless_ones(attacked: Path, tmp_path: Path) -> None:
    """Text of strangers adds no tag and no attribute to any page, and takes none away."""
    plain = [replace(work, title="words", authors=("words",)) for work in register(REGISTER)]
    write_pages(corpus_of(harmless, works=plain), tmp_path)
    expected, found = bytes_of(tmp_path / "bodies"), bytes_of(attacked / "bodies")
    assert sorted(found) == sorted(expected)
    assert [path for path in found if bones(path, found[path]) != bones(path, expected[path])] == []
    assert {"contribute.html", "papers/index.html", "metrics/trace-score.html"} <= set(unlike(tmp_path / "bodies", attacked / "bodies"))


@pytest.mark.parametrize("text", ALONE, ids=range(len(ALONE)))
def test_single_attack_changes_no_skeleton(environment: Environment, text: str) -> None:
    """An attack that is the whole of a text adds nothing to the pages of papers either."""
    outlines = []
    for corpus in (corpus_of(attack(text)), corpus_of(harmless)):
        pages = [*table_pages(corpus), *paper_pages(corpus)]
        outlines.append([Outline(body_of(page, environment)).skeleton for page in pages])
    assert outlines[0] == outlines[1]


def test_addresses_are_relative_or_http(attacked: Path) -> None:
    """No page links to an address of another scheme than http and https."""
    found = {
        (path, address)
        for path, body in bytes_of(attacked / "bodies").items()
        for address in Outline(body.decode()).addresses
        if urlsplit(address).scheme not in {"", "http", "https"}
    }
    assert found == set()


def test_addresses_of_the_register_are_full_or_not_linked(environment: Environment) -> None:
    """A work of the register is linked by a full http address or not at all, on whatever page it stands."""
    works = register(ADDRESSES)
    told = spoken(harmless)
    told["proposes"]["datasets"][0]["sources"] = [work.key for work in works]
    checked = Entry.model_validate(told)
    corpus = Corpus.of([checked], works, load_lexicon().joined_with([checked]))
    pages = {page.path: page for page in all_pages(corpus)}
    for path in ("contribute.html", "datasets/toys.html"):
        outline = Outline(body_of(pages[path], environment))
        linked = [address for address, shown in outline.links if shown.startswith("Address")]
        assert [address for address in linked if not address.startswith(("https://", "http://"))] == [], path
        assert not [tag for tag in outline.skeleton if tag[0] == "script" or any(name.startswith("on") for name in tag[1:])], path


def test_readers_see_what_the_entry_says(attacked: Path) -> None:
    """Hostile text stands on the page letter by letter: escaped once, neither cut nor escaped twice."""
    outline = Outline((attacked / "bodies" / "papers" / "ada2024study.html").read_text(encoding="utf-8"))
    assert outline.texts["h1"] == [hostile("title")]
    assert hostile("summary") in outline.texts["p"]
    assert hostile("concept") in outline.texts["dd"]
    assert hostile("setting") in outline.texts["h2"]


def test_data_in_scripts_parse(attacked: Path) -> None:
    """What a page tells search engines is JSON that names the paper as the entry does."""
    outline = Outline((attacked / "bodies" / "papers" / "ada2024study.html").read_text(encoding="utf-8"))
    (about,) = outline.texts["script"]
    assert json.loads(about)["headline"] == hostile("title")
    assert "<" not in about


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.text(min_size=1, max_size=60))
def test_whatever_the_model_admits_stays_text(text: str) -> None:
    """Any text that an entry may hold leaves the tags of its page alone and is read there as it was written."""
    try:
        corpus = corpus_of(attack(text))
    except ValidationError:
        return
    (page, _) = paper_pages(corpus)
    environment = environment_of(TEMPLATES)
    outline = Outline(body_of(page, environment))
    plain = next(iter(paper_pages(HARMLESS)))
    assert outline.skeleton == Outline(body_of(plain, environment)).skeleton
    assert outline.texts["h1"] == [text.strip()]


@pytest.mark.parametrize("name", ["proposes", "neighbourhood", "neighbourhood-data", "cite", "entry"])
def test_ids_of_a_page_are_unique(environment: Environment, name: str) -> None:
    """A setting that is called like an anchor of the page itself does not take the anchor's place."""
    told = spoken(harmless)
    told["settings"] = [told["settings"][0] | {"id": name}]
    told |= {"acknowledged": [], "disputes": []}
    told["proposes"]["methods"][0]["settings"] = [name]
    checked = Entry.model_validate(told)
    corpus = Corpus.of([checked], (), load_lexicon().joined_with([checked]))
    (page,) = paper_pages(corpus)
    assert [each for each, count in Counter(Outline(body_of(page, environment)).ids).items() if count > 1] == []


def test_empty_corpus_has_pages(environment: Environment) -> None:
    """Every template copes with a corpus that holds nothing yet."""
    pages = list(all_pages(Corpus.of([], (), load_lexicon())))
    assert all(Outline(body_of(page, environment)).skeleton for page in pages)


def test_finished_pages_hold_no_mark(corpus: Corpus, written: Path, tmp_path: Path) -> None:
    """Title, description, address and body of every page stand where its shell held marks."""
    site = generated(written, tmp_path / "site")
    assemble(written, site)
    for page in all_pages(corpus):
        html = (site / page.path).read_text(encoding="utf-8")
        outline = Outline(html)
        assert not [mark for mark in (TITLE, DESCRIPTION, BODY) if mark in html], page.path
        assert outline.texts["title"][0] == f"{page.title} - Site"  # shapes of a picture have titles, too
        assert outline.addresses[0] == f"{SITE}{page.path}"
        assert (written / "bodies" / page.path).read_text(encoding="utf-8") in html


def test_pages_are_finished_alike_in_one_step_and_in_two(corpus: Corpus, written: Path, tmp_path: Path) -> None:
    """A build, which writes finished pages at once, makes what the assembly makes of the bodies after another generator."""
    two = generated(written, tmp_path / "two")
    assemble(written, two)
    for path in bytes_of(written / "docs"):
        if not path.endswith(".md"):
            (two / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(written / "docs" / path, two / path)
    write_sources(corpus, tmp_path / "sources" / "docs")
    one = generated(tmp_path / "sources", tmp_path / "one")
    shutil.copytree(tmp_path / "sources" / "docs" / "assets", one / "assets")
    write_site(Contents(corpus, entries=CORPUS), one)
    assert unlike(one, two) == []


def test_marks_in_texts_do_no_harm(finished: Path) -> None:
    """Where an entry holds the very marks of the shells, they are shown as they are."""
    outline = Outline((finished / "papers" / "ada2024study.html").read_text(encoding="utf-8"))
    assert outline.texts["title"] == [f"{hostile('title')} - Site"]
    assert outline.texts["header"] == [hostile("title")]
    assert outline.texts["h1"] == [hostile("title")]


@pytest.mark.parametrize("title", [TITLE, DESCRIPTION, BODY, MARKS, f"/{TITLE}/papers/index.html"])
@pytest.mark.parametrize("description", [TITLE, DESCRIPTION, BODY, MARKS])
def test_marks_are_replaced_once(title: str, description: str, tmp_path: Path) -> None:
    """A mark that comes out of a title or a description is text, in whatever order the marks are replaced."""
    shell = f'<title>{TITLE}</title><meta content="{DESCRIPTION}"><main>{BODY}</main>'
    page = Listed("papers/a.html", "papers/index.html", title, description, "")
    site = small(tmp_path, page, shells={"papers/index.html": shell})
    assemble(tmp_path, site)
    html = (site / "papers" / "a.html").read_text(encoding="utf-8")
    assert Outline(html).texts["title"] == [title]
    assert re.findall(r'content="([^"]*)"', html) == [description.replace("<", "&lt;").replace(">", "&gt;")]
    assert (tmp_path / "bodies" / "papers" / "a.html").read_text(encoding="utf-8") in html


@pytest.mark.parametrize(("shell", "lost"), [(f"<main>{BODY}</main>", TITLE), (f"<title>{TITLE}</title><main>@@body@@</main>", BODY)])
def test_shell_without_its_marks_is_told(shell: str, lost: str, tmp_path: Path) -> None:
    """A generator that changes the marks is told by the shell and the mark, before any page is written."""
    site = small(tmp_path, Listed("papers/a.html", "papers/index.html", "A", "B", ""), shells={"papers/index.html": shell})
    with pytest.raises(SetupError, match=rf"papers/index.html.*{re.escape(lost)}"):
        assemble(tmp_path, site)
    assert not (site / "papers" / "a.html").exists()


def test_every_page_has_a_shell(corpus: Corpus) -> None:
    """The list of shells, which the site generator gets before any page is made, names the shell of every page and no other."""
    assert {shell_of(page.path) for page in all_pages(corpus)} == set(SHELLS)
    assert {shell_of(page.path) for page in all_pages(Corpus.of([], (), load_lexicon()))} == set(SHELLS)


def test_missing_shell_is_told(tmp_path: Path) -> None:
    """A generator that leaves a shell out is told by the shell's path."""
    site = small(tmp_path, Listed("papers/a.html", "papers/index.html", "A", "B", ""), shells={})
    with pytest.raises(SetupError, match=r"did not write .*papers/index\.html"):
        assemble(tmp_path, site)


def test_site_without_search_and_sitemap_is_assembled(tmp_path: Path) -> None:
    """A generator that writes neither a search index nor a sitemap will do."""
    site = small(tmp_path, Listed("a.html", "a.html", "A", "B", ""), shells={"a.html": f"<title>{TITLE}</title>{BODY}"})
    assemble(tmp_path, site)
    assert sorted(bytes_of(site)) == ["a.html", "search/index.json", "search/things-0.json", "search/words-0.json"]


def found_by_search(site: Path) -> list[list[str]]:
    """Name, address and note of everything that the search of a site can show."""
    parts = sorted((site / "search").glob("things-*.json"), key=lambda path: int(path.stem.partition("-")[2]))
    return [thing for path in parts for thing in json.loads(path.read_text(encoding="utf-8"))]


def test_search_holds_every_page(attacked: Path, finished: Path) -> None:
    """The search knows every generated page once, by its title, beside the hand-written ones, and the works of the register after them."""
    listed = {page["path"]: page["title"] for page in json.loads((attacked / "pages.json").read_text(encoding="utf-8"))}
    found = found_by_search(finished)
    paths = [path for _, path, _ in found if path != "contribute.html#paper"]
    assert sorted(paths) == sorted([*listed, "about.html", "about.html#what"])
    assert all(name == listed[path] for name, path, _ in found if path.startswith(("papers/", "rules/")))
    assert [path for _, path, _ in found[-2:]] == ["contribute.html#paper"] * 2
    assert ["About & more", "about.html", "page"] in found
    assert ["What", "about.html#what", "section of About & more"] in found
    assert not (finished / "search" / "search_index.json").exists()


def test_search_knows_what_people_wrote_without_its_tags(finished: Path) -> None:
    """Text of a hand-written page finds it, its tags and the letters that stand for others do not."""
    shards = [json.loads(path.read_text(encoding="utf-8")) for path in (finished / "search").glob("words-*.json")]
    words = {word for shard in shards for word in shard}
    assert "handwritten" in words
    assert not {"strong", "amp"} & words


def test_finished_hostile_pages_have_the_skeleton_of_harmless_ones(finished: Path, tmp_path: Path) -> None:
    """In whole pages, heads included, entries full of attacks make the tags and attributes that harmless ones make."""
    plain = [replace(work, title="words", authors=("words",)) for work in register(REGISTER)]
    write_pages(corpus_of(harmless, works=plain), tmp_path / "pages")
    site = generated(tmp_path / "pages", tmp_path / "site")
    assemble(tmp_path / "pages", site)
    expected, found = (
        {path: bones(path, text) for path, text in bytes_of(folder).items() if path.endswith(".html")} for folder in (site, finished)
    )
    assert [path for path in expected | found if expected.get(path) != found.get(path)] == []
    assert {len(skeleton) > 5 for skeleton in found.values()} == {True}


def locations(site: Path) -> list[str]:
    """The addresses of a sitemap."""
    tree = ET.parse(site / "sitemap.xml")  # noqa: S314  # our own file
    return [found.text or "" for found in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]


def test_sitemap_holds_every_page(attacked: Path, finished: Path) -> None:
    """Every page of the site stands in the sitemap once, below the site's own address, be it that of a folder."""
    listed = {page["path"] for page in json.loads((attacked / "pages.json").read_text(encoding="utf-8"))}
    by_hand = {path.name.replace(".md", ".html") for path in (site_sources() / "pages").glob("*.md")}
    assert sorted(locations(finished)) == sorted(f"{SITE}{path}" for path in listed | by_hand)


def test_sitemap_names_no_dates(finished: Path) -> None:
    """The sitemap says nothing that differs from build to build, and no compressed older one is left."""
    assert "lastmod" not in (finished / "sitemap.xml").read_text(encoding="utf-8")
    assert not (finished / "sitemap.xml.gz").exists()


@pytest.mark.parametrize("number", [float("nan"), float("inf"), -float("inf")])
def test_data_hold_no_number_that_json_lacks(number: float) -> None:
    """NaN and infinities, which many readers of JSON refuse, are null in the site's data and in every export."""
    for written in (rendering._json({"a": [number]}), json_bytes({"a": [number]})):
        assert json.loads(written) == {"a": [None]}


def test_pages_tell_previews_what_they_are(tmp_path: Path) -> None:
    """Title, description and address of the very page stand in its head for previews, escaped."""
    head = f'<head><title>{TITLE}</title><link rel="canonical" href="{SITE}papers/index.html"></head>'
    page = Listed("papers/a.html", "papers/index.html", 'A "quoted" <title>', "What & why.", "", "papers/a.png")
    site = small(tmp_path, page, shells={"papers/index.html": f"{head}<main>{BODY}</main>"})
    assemble(tmp_path, site)
    html = (site / "papers" / "a.html").read_text(encoding="utf-8")
    told = {
        name: unescape(text) for name, text in re.findall(r'<meta property="og:(\w+)" content="([^"]*)">', html.partition("</head>")[0])
    }
    assert told == {
        "type": "website",
        "site_name": "Unlearning taxonomy",
        "title": page.title,
        "description": page.description,
        "url": f"{SITE}papers/a.html",
        "image": f"{SITE}papers/a.png",
    }


def test_code_in_texts_of_ours_is_shown_as_code() -> None:
    """What stands between backticks is code, and everything else is escaped."""
    assert coded("write `a < b`, not <b> or `") == "write <code>a &lt; b</code>, not &lt;b&gt; or `"


def test_papers_have_a_picture_of_their_own(corpus: Corpus, written: Path) -> None:
    """Beside the page of each paper lies the picture that previews show; other pages share one, which is there, too."""
    listed = {page["path"]: page["picture"] for page in json.loads((written / "pages.json").read_text(encoding="utf-8"))}
    assert {listed[f"papers/{paper.id}.html"] for paper in corpus} == {f"papers/{paper.id}.png" for paper in corpus}
    assert listed["index.html"] == "preview.png"
    assert all((written / "docs" / picture).read_bytes().startswith(b"\x89PNG") for picture in set(listed.values()))
