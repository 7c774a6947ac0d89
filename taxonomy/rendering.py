"""Pages to files: bodies from autoescaped templates, shells for a site generator, and their assembly.

A *shell* is a page of the site generator that holds marks instead of a title and a body. The generator renders it once for
each section; every page of the section is the rendered shell with the marks replaced. So bodies never pass through
Markdown, and any generator that leaves plain text alone will do.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import partial
from html import escape, unescape
from pathlib import Path
from typing import Any

from jinja2 import Environment

from taxonomy.abreast import beside
from taxonomy.bibliography import to_bibtex, work_of
from taxonomy.corpus import Corpus
from taxonomy.editions import Edition
from taxonomy.errors import SetupError
from taxonomy.exports import FORMATS, files_of
from taxonomy.exports.files import ExportedFile, json_bytes, manifest_of
from taxonomy.exports.parquet import MissingExtraError
from taxonomy.graph import to_node_link
from taxonomy.memory import uncollected
from taxonomy.pages.agreement import agreement_page
from taxonomy.pages.api import api_page
from taxonomy.pages.classify import classify_page
from taxonomy.pages.comparing import compare_page, compared
from taxonomy.pages.contribute import contribute_page
from taxonomy.pages.data import Download, data_page
from taxonomy.pages.explore import explore_page
from taxonomy.pages.finder import methods_and_papers, works
from taxonomy.pages.history import FEED, changes_page, feed
from taxonomy.pages.overview import overview_pages
from taxonomy.pages.page import FOLDERS, Page
from taxonomy.pages.papers import paper_pages, shown_rows, table_pages
from taxonomy.pages.questions import questions_page
from taxonomy.pages.redirects import redirects
from taxonomy.pages.rules import rule_pages
from taxonomy.pages.terms import term_pages
from taxonomy.pages.wordings import wordings_page
from taxonomy.pictures import SIZE, Picture, drawn
from taxonomy.readings import SecondReading
from taxonomy.reference import read_reference
from taxonomy.schema import schema_text
from taxonomy.searching import Thing, search_files
from taxonomy.templates import environment as environment_of

TITLE, DESCRIPTION, BODY, PICTURE = "@@title@@", "@@description@@", "<h1>@@body@@</h1>", "@@picture@@"
"""The marks in a shell. The theme adds a heading of its own to pages without one, so the body's mark is a heading."""

_TAG = re.compile(r"<[^>]*>")
_BETWEEN = re.compile(r"(?<=>)\s*\n\s*(?=<)")
"""Empty lines and indentation between the theme's elements: a sixth of a shell, and one line end does as well."""

_AGREEMENT = "<!-- agreement -->"
"""Where a hand-written page shows how far two readers agree."""
_SITE_PICTURE = "preview.png"
_ABOUT_SITE = Picture(
    "Unlearning or untraining?",
    "Which of the two a paper on machine unlearning is about, and whether its evaluation fits",
    (("untraining", "untraining", "aligned"), ("unlearning", "untraining", "conflicting")),
)
"""What previews show of pages that have no picture of their own."""

_SHELL = f"""---
title: "{TITLE}"
description: "{DESCRIPTION}"
hide: [navigation, toc]
search: {{exclude: true}}
---

{BODY}
"""


@dataclass(frozen=True, slots=True)
class Listed:
    """A page in the list that the assembly works from.

    Attributes:
        path: address below the site's root.
        shell: address of the shell that wraps it.
        title: title.
        description: description.
        search: words by which the search finds it.
        picture: address of the picture that previews of links show.
    """

    path: str
    shell: str
    title: str
    description: str
    search: str
    picture: str = ""


def site_sources() -> Path:
    """Return the folder with hand-written pages, templates and assets.

    Raises:
        SetupError: it is neither in the package nor beside it.
    """
    package = Path(__file__).parent
    for folder in (package / "_bundled" / "site", package.parent / "site"):
        if (folder / "templates").is_dir():
            return folder
    raise SetupError(f"the site's templates were not found beside {package}; install the package again")


def all_pages(
    corpus: Corpus, readings: Sequence[SecondReading] = (), editions: Sequence[Edition] = (), downloads: Sequence[Download] = ()
) -> Iterable[Page]:
    """Every generated page of the site."""
    yield from _pages_before(corpus)
    yield from paper_pages(corpus, corpus.graph())
    yield from _pages_after(corpus, readings, editions, downloads)


def _pages_before(corpus: Corpus) -> Iterator[Page]:
    """The pages that are listed before those of papers."""
    yield from overview_pages(corpus)
    yield contribute_page(corpus)
    yield from table_pages(corpus)


def _pages_after(
    corpus: Corpus, readings: Sequence[SecondReading], editions: Sequence[Edition], downloads: Sequence[Download]
) -> Iterator[Page]:
    """The pages that are listed after those of papers."""
    yield from term_pages(corpus)
    yield from rule_pages(corpus)
    yield agreement_page(corpus, readings)
    yield wordings_page(corpus)
    yield questions_page(corpus)
    yield classify_page(corpus)
    yield compare_page(corpus)
    yield explore_page(corpus)
    yield data_page(corpus, downloads)
    yield changes_page(corpus, editions)
    yield api_page(read_reference())


@uncollected()
def write_pages(
    corpus: Corpus, folder: Path, readings: Sequence[SecondReading] = (), entries: Path | None = None, editions: Sequence[Edition] = ()
) -> list[Listed]:
    """Write everything that a site generator needs, and what the assembly needs after it.

    Args:
        corpus: the corpus.
        folder: where to write; `docs/` (Markdown, assets and data), `bodies/`, `pages.json` and `things.json` in it are replaced.
        readings: second readings, for the page on agreement.
        entries: folder that the corpus was read from, whose files are put beside the pages of papers; None where there is none.
        editions: what changed from edition to edition, the newest first.

    Returns:
        The pages, in the order of `pages.json`.
    """
    docs, bodies = folder / "docs", folder / "bodies"
    for old in (docs, bodies):
        shutil.rmtree(old, ignore_errors=True)
    sources = site_sources()
    shutil.copytree(sources / "pages", docs)
    shutil.copytree(sources / "assets", docs / "assets")
    environment = environment_of(sources / "templates")
    table = environment.get_template("agreement_table.html").render(agreement_page(corpus, readings).context)
    about = docs / "about.md"
    _write(about, about.read_text(encoding="utf-8").replace(_AGREEMENT, table))
    write = partial(_write_page, environment, docs, bodies)
    graph = corpus.graph()
    with beside(lambda: list(map(write, paper_pages(corpus, graph)))) as papers:
        downloads = _write_downloads(corpus, docs)
        listed = list(map(write, _pages_before(corpus)))
        after = list(map(write, _pages_after(corpus, readings, editions, downloads)))
        _write_files(corpus, docs, entries, editions)
        _write(docs / "graph.json", _json(to_node_link(graph)))
        listed += [*papers(), *after]
    for shell in sorted({page.shell for page in listed}):
        _write(docs / shell.replace(".html", ".md"), _SHELL)
    _write(folder / "pages.json", _json(list(map(asdict, listed))))
    found = {"first": methods_and_papers(corpus), "last": works(corpus)}
    _write(folder / "things.json", _json({place: list(map(asdict, things)) for place, things in found.items()}))
    return listed


def assemble(folder: Path, site: Path) -> None:
    """Put the bodies into the shells that a site generator has rendered.

    Args:
        folder: what `write_pages` wrote.
        site: what the generator made of `docs/`; its shells are replaced by the finished pages.

    Raises:
        SetupError: a shell is missing or has lost its marks.
    """
    listed = [Listed(**page) for page in json.loads((folder / "pages.json").read_text(encoding="utf-8"))]
    shells = {shell: _in_parts(_rendered_shell(site, shell), shell) for shell in sorted({page.shell for page in listed})}
    for page in listed:
        body = (folder / "bodies" / page.path).read_text(encoding="utf-8")
        told = {TITLE: escape(page.title), DESCRIPTION: escape(page.description), PICTURE: page.picture, BODY: body}
        told[f"/{page.shell}"] = f"/{page.path}"
        _write(site / page.path, "".join([told.get(part, part) for part in shells[page.shell]]))
    _write_search(folder, listed, site)
    _extend_sitemap(listed, site)


def _in_parts(html: str, shell: str) -> list[str]:
    """A shell cut at its marks and its own address: all are replaced in one go, so that a mark in a text stays text."""
    return re.split(f"({'|'.join(map(re.escape, (TITLE, DESCRIPTION, BODY, PICTURE, f'/{shell}')))})", html)


def _write_page(environment: Environment, docs: Path, bodies: Path, page: Page) -> Listed:
    body = environment.get_template(page.template).render(page.context, root=page.root, stem=Path(page.path).stem)
    _write(bodies / page.path, body)
    _write_data(page, docs)
    return Listed(page.path, _shell_of(page.path), page.title, page.description, page.search, _picture_of(page))


def _write_files(corpus: Corpus, docs: Path, entries: Path | None, editions: Sequence[Edition]) -> None:
    """Write what is no page and belongs to none."""
    if entries:
        for entry in corpus.entries:
            shutil.copyfile(entries / "papers" / f"{entry.id}.yaml", docs / "papers" / f"{entry.id}.yaml")
    _write_bulk(corpus, docs)
    (docs / _SITE_PICTURE).write_bytes(drawn(_ABOUT_SITE))
    _write(docs / FEED, feed(corpus, editions))
    for path, html in redirects(corpus):
        _write(docs / path, html)


def _shell_of(path: str) -> str:
    """The shell of a page: itself at the top level, else its section's index."""
    return f"{path.partition('/')[0]}/index.html" if "/" in path else path


def _write_data(page: Page, docs: Path) -> None:
    stem = page.path.removesuffix(".html")
    if page.data is not None:
        _write(docs / f"{stem}.json", _json(page.data))
    if page.bibtex is not None:
        _write(docs / f"{stem}.bib", page.bibtex)
    for suffix, text in page.files.items():
        _write(docs / f"{stem}{suffix}", text)
    if page.picture is not None:
        (docs / f"{stem}.png").write_bytes(drawn(page.picture))


def _picture_of(page: Page) -> str:
    return page.path.replace(".html", ".png") if page.picture else _SITE_PICTURE


def _write_downloads(corpus: Corpus, docs: Path) -> list[Download]:
    """Write every export at the site's root, where the names within them lead; a format whose library is not installed is left out."""
    files: list[ExportedFile] = []
    for style in FORMATS:
        with suppress(MissingExtraError):
            files += files_of(corpus, style)
    files.append(manifest_of(files))
    for file in files:
        (docs / file.name).write_bytes(file.content)
    return [Download(file.name, len(file.content)) for file in files]


def _write_bulk(corpus: Corpus, docs: Path) -> None:
    _write(docs / "papers" / "all.bib", to_bibtex(work_of(entry) for entry in corpus.entries))
    _write(docs / "papers" / "shown.json", _json(shown_rows(corpus)))
    _write(docs / "schema.json", schema_text())
    for paper in corpus:
        _write(docs / "compare" / f"{paper.id}.json", _json(compared(paper)))


def _rendered_shell(site: Path, shell: str) -> str:
    path = site / shell
    if not path.is_file():
        raise SetupError(f"the site generator did not write {path}")
    html = _BETWEEN.sub(r"\n", _with_preview(path.read_text(encoding="utf-8"), shell))
    missing = [mark for mark in (TITLE, BODY) if mark not in html]
    if missing:
        raise SetupError(f"{path} has lost the mark {missing[0]}; the theme or generator has changed how it treats plain text")
    return html


def _with_preview(html: str, shell: str) -> str:
    """Add what previews of shared links show (OpenGraph); the marks in it are filled as all others are."""
    canonical = re.search(r'<link rel="canonical" href="([^"]*)">', html)
    told = {"og:type": "website", "og:site_name": "Unlearning taxonomy", "og:title": TITLE, "og:description": DESCRIPTION}
    width, height = SIZE
    shown = {"og:image:width": str(width), "og:image:height": str(height), "og:image:alt": TITLE}
    told |= {"og:url": canonical[1], "og:image": f"{canonical[1].removesuffix(shell)}{PICTURE}", **shown} if canonical else {}
    tags = "".join(f'<meta property="{name}" content="{text}">' for name, text in told.items())
    tags += '<meta name="twitter:card" content="summary_large_image">' if canonical else ""
    return html.replace("</head>", f"{tags}</head>", 1)


def _write_search(folder: Path, listed: list[Listed], site: Path) -> None:
    """Write the index of the search: methods and papers, all other pages, what people wrote, and works that nobody has coded yet."""
    told = json.loads((folder / "things.json").read_text(encoding="utf-8"))
    first, last = ([Thing(**thing) for thing in told[place]] for place in ("first", "last"))
    known = {thing.path for thing in first}
    others = [
        Thing(page.title, page.path, _kind(page.path), f"{page.description} {page.search}") for page in listed if page.path not in known
    ]
    for path, text in search_files([*first, *others, *_written(site), *last]):
        _write(site / path, text)


def _kind(path: str) -> str:
    """What stands at an address, in one word."""
    kinds = {folder: kind for kind, folder in FOLDERS.items()}
    return "page" if path.endswith("/index.html") else kinds.get(path.partition("/")[0], "page")


def _written(site: Path) -> Iterator[Thing]:
    """The pages that people wrote, and their sections, as the generator's own search knows them; its index is taken away."""
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


def _extend_sitemap(listed: list[Listed], site: Path) -> None:
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
    _write(sitemap, known.replace("</urlset>", f"{entries}\n</urlset>") + "\n")


def _json(value: Any) -> str:
    return json_bytes(value, indent=1).decode()


def _write(path: Path, text: str) -> None:
    content = text.encode()
    try:
        path.write_bytes(content)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
