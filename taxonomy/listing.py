"""What lists the pages of a finished site: the index of its search, and its sitemap."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from html import escape, unescape
from pathlib import Path

from taxonomy.folders import write
from taxonomy.pages.page import FOLDERS
from taxonomy.searching import Thing, search_files
from taxonomy.shells import TITLE, Listed

_TAG = re.compile(r"<[^>]*>")


def write_search(first: Sequence[Thing], listed: Sequence[Listed], last: Sequence[Thing], site: Path) -> None:
    """Write the index of the search.

    Args:
        first: methods and papers.
        listed: all pages; those that are not among the first come after them, then what people wrote.
        last: works that nobody has coded yet.
        site: the site, with the index of the generator's own search, which is taken away.
    """
    known = {thing.path for thing in first}
    others = [
        Thing(page.title, page.path, _kind(page.path), f"{page.description} {page.search}") for page in listed if page.path not in known
    ]
    for path, text in search_files([*first, *others, *_written(site), *last]):
        write(site / path, text)


def _kind(path: str) -> str:
    """What stands at an address, in one word."""
    kinds = {folder: kind for kind, folder in FOLDERS.items()}
    return "page" if path.endswith("/index.html") else kinds.get(path.partition("/")[0], "page")


def _written(site: Path) -> Iterator[Thing]:
    """The pages that people wrote, and their sections, as the generator's own search knows them."""
    index = site / "search" / "search_index.json"
    if not index.is_file():
        return
    found = json.loads(index.read_text(encoding="utf-8"))["docs"]
    index.unlink()
    titles = {doc["location"]: unescape(doc["title"]) for doc in found}
    shells = {path for path, title in titles.items() if TITLE in title}
    for doc in found:
        page, anchor, _ = doc["location"].partition("#")
        if page not in shells:
            note = f"section of {titles[page]}" if anchor else "page"
            yield Thing(titles[doc["location"]], doc["location"], note, unescape(_TAG.sub(" ", doc["text"])))


def extend_sitemap(listed: Sequence[Listed], site: Path) -> None:
    """Add the generated pages to the sitemap, without dates: the same entries give the same bytes."""
    sitemap = site / "sitemap.xml"
    if not sitemap.is_file():
        return
    (site / "sitemap.xml.gz").unlink(missing_ok=True)
    lines = [line for line in sitemap.read_text(encoding="utf-8").splitlines() if "<lastmod>" not in line]
    known = "\n".join(lines)
    addresses = [line.partition("<loc>")[2].partition("</loc>")[0] for line in lines if "<loc>" in line]
    shells = {page.shell for page in listed}
    roots = [address.removesuffix(shell) for shell in shells for address in addresses if address.endswith(f"/{shell}")]
    root = min(roots, key=len, default="")
    added = [f"{root}{page.path}" for page in listed if page.path != page.shell]
    entries = "\n".join(f"    <url>\n         <loc>{escape(address)}</loc>\n    </url>" for address in added)
    write(sitemap, known.replace("</urlset>", f"{entries}\n</urlset>") + "\n")
