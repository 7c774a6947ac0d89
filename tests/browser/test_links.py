"""Every page of the finished site, read as files: addresses lead somewhere, ids are unique, pictures have words."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath
from posixpath import normpath
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree as ET

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

ADDRESSES = {"href", "src", "action"}
LEADS_ON = 'http-equiv="refresh"'
NOT_FOUND = "404.html"
"""The page that a host shows for any unknown address; its own addresses start at the root of the host."""


@dataclass
class Read:
    """What a page holds: ids, the addresses that it points to, and pictures without words."""

    ids: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    wordless: list[str] = field(default_factory=list)
    unnamed: list[str] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)


class Reader(HTMLParser):
    """Reads a page."""

    def __init__(self) -> None:
        """Start with nothing."""
        super().__init__()
        self.read = Read()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        values = {name: value or "" for name, value in attrs}
        self.read.ids += [values["id"]] if "id" in values else []
        self.read.addresses += [values[name] for name in ADDRESSES & values.keys() if values.get("rel") != "canonical"]
        self.read.headings += [tag] if tag == "h1" else []
        if tag == "img" and "alt" not in values:
            self.read.wordless.append(values.get("src", "img"))
        if values.get("role") == "img" and not values.get("aria-label"):
            self.read.unnamed.append(tag)


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, Read]:
    """Every page of the site but those that only lead on, read once, by address."""
    found = {}
    for path in sorted(site.rglob("*.html")):
        html = path.read_text(encoding="utf-8")
        if LEADS_ON in html:
            continue
        reader = Reader()
        reader.feed(html)
        found[path.relative_to(site).as_posix()] = reader.read
    return found


def target(path: str, address: str) -> tuple[str, str]:
    """The file below the site's root that an address on a page leads to, and the fragment."""
    parts = urlsplit(address)
    joined = normpath(str(PurePosixPath(path).parent / unquote(parts.path))) if parts.path else path
    return ("index.html" if joined == "." else joined), unquote(parts.fragment)


def internal(pages: dict[str, Read]) -> list[tuple[str, str]]:
    """Every page with every address on it that stays within the site."""
    return [
        (path, address)
        for path, read in pages.items()
        if path != NOT_FOUND
        for address in dict.fromkeys(read.addresses)
        if not urlsplit(address).scheme
    ]


def test_site_is_whole(pages: dict[str, Read], rows: list[dict[str, str]]) -> None:
    """Every paper that has a setting has a page, and there are far more pages than papers."""
    assert {f"papers/{row['paper']}.html" for row in rows} <= pages.keys()
    assert len(pages) > 300


def test_links_lead_to_files(pages: dict[str, Read], site: Path) -> None:
    """Every address within the site is that of a file, seen from whatever page."""
    files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    assert [(path, address) for path, address in internal(pages) if target(path, address)[0] not in files] == []


def test_fragments_lead_to_ids(pages: dict[str, Read]) -> None:
    """Every fragment of an address within the site is an id of the page that it leads to."""
    broken = []
    for path, address in internal(pages):
        file, fragment = target(path, address)
        if fragment and file in pages and fragment not in pages[file].ids:
            broken.append((path, address))
    assert broken == []


def test_addresses_do_not_start_at_the_root(pages: dict[str, Read]) -> None:
    """No page needs the site to stand at the root of its host."""
    assert [(path, address) for path, address in internal(pages) if address.startswith("/")] == []


def test_other_schemes_are_http(pages: dict[str, Read]) -> None:
    """Addresses that leave the site are http or https."""
    schemes = Counter(urlsplit(address).scheme for read in pages.values() for address in read.addresses)
    assert set(schemes) <= {"", "http", "https"}


@pytest.mark.parametrize("kind", ["ids", "wordless", "unnamed"])
def test_pages_are_sound(pages: dict[str, Read], kind: str) -> None:
    """No page gives an id twice, shows a picture without a text for it, or draws a graphic without a name."""
    found = {
        path: sorted({each for each, count in Counter(read.ids).items() if count > 1}) if kind == "ids" else getattr(read, kind)
        for path, read in pages.items()
    }
    assert {path: faults for path, faults in found.items() if faults} == {}


def test_pages_have_one_heading(pages: dict[str, Read]) -> None:
    """Every page has exactly one first-level heading."""
    assert {path: len(read.headings) for path, read in pages.items() if len(read.headings) != 1} == {}


def test_search_and_sitemap_hold_every_page(pages: dict[str, Read], site: Path) -> None:
    """The search index and the sitemap know every page but the one for unknown addresses."""
    wanted = pages.keys() - {NOT_FOUND}
    things = [thing for path in (site / "search").glob("things-*.json") for thing in json.loads(path.read_text(encoding="utf-8"))]
    tree = ET.parse(site / "sitemap.xml")  # noqa: S314  # our own file
    listed = Counter(found.text for found in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc"))
    assert {path.partition("#")[0] for _, path, _ in things} == wanted
    assert listed == Counter(canonical(site / path) for path in wanted)


def canonical(path: Path) -> str:
    """The address that a page names as its own."""
    return path.read_text(encoding="utf-8").partition('<link rel="canonical" href="')[2].partition('"')[0]


def test_shells_leave_no_mark(site: Path) -> None:
    """No file that readers or programs fetch holds a mark of the shells."""
    kinds = (".html", ".json", ".xml", ".bib")
    assert [path for path in site.rglob("*") if path.suffix in kinds and "@@" in path.read_text(encoding="utf-8")] == []


def test_canonical_addresses_are_their_own(pages: dict[str, Read], site: Path) -> None:
    """Every page names its own address, below that of the site, as the one to link to."""
    root = canonical(site / "index.html").removesuffix("index.html")
    assert root.startswith("https://")
    assert [path for path in pages if path != NOT_FOUND and canonical(site / path) != f"{root}{path}"] == []


def test_redirects_lead_to_papers(pages: dict[str, Read], site: Path) -> None:
    """Every page that only leads on leads to the page that it names as canonical, and no search engine lists it."""
    leading = [path for path in sorted(site.rglob("*.html")) if LEADS_ON in path.read_text(encoding="utf-8")]
    assert leading
    for path in leading:
        html = path.read_text(encoding="utf-8")
        place, aim = path.relative_to(site).as_posix(), html.partition("0; url=")[2].partition('"')[0]
        file, _ = target(place, aim)
        assert file in pages, place
        assert canonical(path).endswith(f"/{file}")
        assert 'content="noindex"' in html
