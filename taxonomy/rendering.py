"""Pages to files: bodies from autoescaped templates, put into shells at once, or after a site generator of one's own choice."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import partial
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import Any, TypeAlias

from jinja2 import Environment
from pydantic_core import to_json

from taxonomy.abreast import for_each
from taxonomy.bibliography import to_bibtex, work_of
from taxonomy.cases import Paper
from taxonomy.corpus import Corpus
from taxonomy.editions import Edition
from taxonomy.errors import SetupError
from taxonomy.exports import FORMATS
from taxonomy.exports.document import json_files
from taxonomy.exports.files import Files, json_bytes, manifest_of, record_of
from taxonomy.exports.parquet import MissingExtraError
from taxonomy.folders import digest_of, write
from taxonomy.graph import Graph, to_node_link
from taxonomy.listing import extend_sitemap, write_search
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
from taxonomy.pages.page import Page
from taxonomy.pages.paper import Surroundings, follows_from, paper_page, paper_pages
from taxonomy.pages.papers import shown_rows, table_pages
from taxonomy.pages.questions import questions_page
from taxonomy.pages.redirects import redirects
from taxonomy.pages.rules import rule_pages
from taxonomy.pages.terms import term_pages
from taxonomy.pages.wordings import wordings_page
from taxonomy.pictures import Picture, drawn
from taxonomy.readings import SecondReading
from taxonomy.reference import read_reference
from taxonomy.schema import schema_text
from taxonomy.searching import Thing
from taxonomy.shells import SHELL, SHELLS, Listed, Shells, shell_of
from taxonomy.templates import body_of
from taxonomy.templates import environment as environment_of
from taxonomy.unchanged import Made, Unchanged

_AGREEMENT = "<!-- agreement -->"
"""Where a hand-written page shows how far two readers agree."""
_SITE_PICTURE = "preview.png"
_ABOUT_SITE = Picture(
    "Unlearning or untraining?",
    "Which of the two a paper on machine unlearning is about, and whether its evaluation fits",
    (("untraining", "untraining", "aligned"), ("unlearning", "untraining", "conflicting")),
)
"""What previews show of pages that have no picture of their own."""
_PORTION = 64
"""How many papers a process takes at a time."""
_MOST = 8
"""Processes that write at once: each holds what it makes."""


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
    yield from paper_pages(corpus)
    yield from _pages_after(corpus, readings, editions)
    yield data_page(corpus, downloads)


def _pages_before(corpus: Corpus) -> Iterator[Page]:
    """The pages that are listed before those of papers."""
    yield from overview_pages(corpus)
    yield contribute_page(corpus)
    yield from table_pages(corpus)


def _pages_after(corpus: Corpus, readings: Sequence[SecondReading], editions: Sequence[Edition]) -> Iterator[Page]:
    """The pages that are listed after those of papers, but for the one on downloads, which must be there before it."""
    yield from term_pages(corpus)
    yield from rule_pages(corpus)
    yield agreement_page(corpus, readings)
    yield wordings_page(corpus)
    yield questions_page(corpus)
    yield classify_page(corpus)
    yield compare_page(corpus)
    yield explore_page(corpus)
    yield changes_page(corpus, editions)
    yield api_page(read_reference())


@dataclass(frozen=True, slots=True)
class Contents:
    """Everything that the pages tell of.

    Attributes:
        corpus: the corpus.
        readings: second readings, for the page on agreement.
        entries: folder that the corpus was read from, whose files are put beside the pages of papers; None where there is none.
        editions: what changed from edition to edition, the newest first.
    """

    corpus: Corpus
    readings: Sequence[SecondReading] = ()
    entries: Path | None = None
    editions: Sequence[Edition] = ()


@dataclass(frozen=True, slots=True)
class _Place:
    """Where pages are written, and how.

    Attributes:
        environment: renders templates.
        files: folder for data and everything else that lies beside pages.
        finish: writes a page whose body is given, and says where in `files`; nothing where it lies elsewhere.
        unchanged: pages that can be taken as they stand elsewhere; None where there are none.
    """

    environment: Environment
    files: Path
    finish: Callable[[Listed, str], Iterator[str]]
    unchanged: Unchanged | None = None

    def page(self, page: Page) -> Made:
        """Write a page and what lies beside it."""
        if self.unchanged is None:
            return self._made(page, (), "")
        digest = self.unchanged.digest(to_json(page, fallback=dict))  # of all that a page holds, only mappings of ours are unknown there
        return self.unchanged.take(page.path, digest, self.files) or self._made(page, (), digest)

    def paper(self, paper: Paper, surroundings: Surroundings, entries: Path | None) -> Made:
        """Write the page of a paper and everything of which it alone is the subject."""
        path, around = f"papers/{paper.id}.html", surroundings.of(paper)
        entry = (entries / "papers" / f"{paper.id}.yaml").read_bytes() if entries else None
        digest = ""
        if self.unchanged is not None:
            digest = self.unchanged.digest(b"%b\0%b" % (follows_from(paper, around).encode(), entry or b""))
            if taken := self.unchanged.take(path, digest, self.files):
                return taken
        beside = {f"compare/{paper.id}.json": _json(compared(paper))}
        beside |= {f"papers/{paper.id}.yaml": entry} if entry is not None else {}
        return self._made(paper_page(paper, around), beside.items(), digest)

    def _made(self, page: Page, further: Iterable[tuple[str, bytes]], digest: str) -> Made:
        listed = Listed(page.path, shell_of(page.path), page.title, page.description, page.search, _picture_of(page))
        files = [*self.finish(listed, body_of(page, self.environment))]
        for name, content in (*_beside(page), *further):
            write(self.files / name, content)
            files.append(name)
        return Made(listed, digest, tuple(files))


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

    def finish(page: Listed, body: str) -> Iterator[str]:
        write(bodies / page.path, body)
        yield from ()

    write_sources(corpus, docs, readings)
    made = _write_all(Contents(corpus, readings, entries, editions), _Place(_environment(), docs, finish))
    listed = [each.page for each in made]
    write(folder / "pages.json", _json(list(map(asdict, listed))))
    found = {"first": methods_and_papers(corpus), "last": works(corpus)}
    write(folder / "things.json", _json({place: list(map(asdict, things)) for place, things in found.items()}))
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
    shells = Shells(site, [page.shell for page in listed])
    for page in listed:
        write(site / page.path, shells.filled(page, (folder / "bodies" / page.path).read_text(encoding="utf-8")))
    told = json.loads((folder / "things.json").read_text(encoding="utf-8"))
    first, last = ([Thing(**thing) for thing in told[place]] for place in ("first", "last"))
    write_search(first, listed, last, site)
    extend_sitemap(listed, site)


def write_sources(corpus: Corpus, docs: Path, readings: Sequence[SecondReading] = ()) -> None:
    """Write what a site generator makes pages of: what people wrote, with shells for all other pages, and assets.

    Args:
        corpus: the corpus.
        docs: where to write; it is not there yet.
        readings: second readings, for the table of agreement on the page About.
    """
    sources = site_sources()
    shutil.copytree(sources / "pages", docs)
    shutil.copytree(sources / "assets", docs / "assets")
    table = _environment().get_template("agreement_table.html").render(agreement_page(corpus, readings).context)
    about = docs / "about.md"
    write(about, about.read_text(encoding="utf-8").replace(_AGREEMENT, table))
    for shell in SHELLS:
        write(docs / shell.replace(".html", ".md"), SHELL)


@uncollected()
def write_site(contents: Contents, site: Path, to: Path | None = None) -> Callable[[], None]:
    """Write all generated pages into what a site generator has made of the sources.

    Args:
        contents: what the pages tell of.
        site: the generator's pages; shells in it are replaced by finished pages.
        to: where the site will stand; pages that already stand there and would be made of the same are taken from there.

    Returns:
        What keeps what the pages were made of, to be called when nothing in the site changes any more and before it is put there.

    Raises:
        SetupError: a shell is missing or has lost its marks.
    """
    shells = Shells(site)
    rights = (site / SHELLS[0]).stat().st_mode  # those with which files are made now
    unchanged = Unchanged(to, f"{shells}{digest_of(site_sources() / 'templates')}{rights}") if to else None

    def finish(page: Listed, body: str) -> Iterator[str]:
        write(site / page.path, shells.filled(page, body))
        yield page.path

    made = _write_all(contents, _Place(_environment(), site, finish, unchanged))
    listed = [each.page for each in made]
    write_search(list(methods_and_papers(contents.corpus)), listed, list(works(contents.corpus)), site)
    extend_sitemap(listed, site)
    return partial(unchanged.keep, made, site) if unchanged else lambda: None


def _environment() -> Environment:
    return environment_of(site_sources() / "templates")


_Piece: TypeAlias = Callable[[], list[Any]]
"""A piece of work that any process can do, as it needs nothing of the others."""


def _write_all(contents: Contents, place: _Place) -> list[Made]:
    """Write every generated page, every export, and what else belongs to a site; the pages come back in order."""
    corpus, editions, graph = contents.corpus, contents.editions, contents.corpus.graph()
    surroundings, papers = Surroundings(corpus, graph), list(corpus)
    portions = [papers[at : at + _PORTION] for at in range(0, len(papers), _PORTION)]
    styles = [style for style in FORMATS if style != "json"]
    pieces: list[_Piece] = [
        lambda: list(map(place.page, _pages_after(corpus, contents.readings, editions))),
        *(partial(_write_export, corpus, style, place.files) for style in styles),
        lambda: list(map(place.page, _pages_before(corpus))),
        lambda: _write_bulk(corpus, graph, place.files, editions),
        *(partial(_write_papers, portion, surroundings, contents.entries, place) for portion in portions),
    ]
    after, *others = for_each(_done, pieces, _MOST)
    exported, (before, _, *written) = others[: len(styles)], others[len(styles) :]
    document = json_files(corpus, lambda paper: (place.files / "papers" / f"{paper.id}.json").read_bytes())
    downloads = _downloads([*_written("json", document, place.files), *chain.from_iterable(exported)], place.files)
    return [*before, *chain.from_iterable(written), *after, place.page(data_page(corpus, downloads))]


def _done(piece: _Piece) -> list[Any]:
    return piece()


def _write_papers(papers: Iterable[Paper], surroundings: Surroundings, entries: Path | None, place: _Place) -> list[Made]:
    return [place.paper(paper, surroundings, entries) for paper in papers]


def _write_export(corpus: Corpus, style: str, folder: Path) -> list[tuple[str, dict[str, Any]]]:
    """Write an export at the site's root, where the names within it lead; one whose library is not installed is left out."""
    with suppress(MissingExtraError):
        return _written(style, FORMATS[style](corpus), folder)
    return []


def _written(style: str, files: Files, folder: Path) -> list[tuple[str, dict[str, Any]]]:
    """Write files one after the other; what the manifest says of each, by name."""
    records = []
    for name, parts in files:
        size, digest = 0, sha256()
        with (folder / name).open("wb") as file:
            for part in parts:
                file.write(part)
                digest.update(part)
                size += len(part)
        records.append((name, record_of(style, size, digest.hexdigest())))
    return records


def _downloads(records: Iterable[tuple[str, dict[str, Any]]], folder: Path) -> list[Download]:
    """All exports, with the manifest that lists them, which is written now."""
    told = dict(records)
    manifest = manifest_of([], told)
    write(folder / manifest.name, manifest.content)
    return [*(Download(name, record["bytes"]) for name, record in told.items()), Download(manifest.name, len(manifest.content))]


def _beside(page: Page) -> Iterator[tuple[str, bytes]]:
    """What lies beside a page, by its address."""
    stem = page.path.removesuffix(".html")
    if page.data is not None:
        yield f"{stem}.json", _json(page.data)
    if page.bibtex is not None:
        yield f"{stem}.bib", page.bibtex.encode()
    yield from ((f"{stem}{suffix}", text.encode()) for suffix, text in page.files.items())
    if page.picture is not None:
        yield f"{stem}.png", drawn(page.picture)


def _picture_of(page: Page) -> str:
    return page.path.replace(".html", ".png") if page.picture else _SITE_PICTURE


def _write_bulk(corpus: Corpus, graph: Graph, files: Path, editions: Sequence[Edition]) -> list[Any]:
    """Write what is no page and belongs to none."""
    write(files / "papers" / "all.bib", to_bibtex(work_of(entry) for entry in corpus.entries))
    write(files / "papers" / "shown.json", _json(shown_rows(corpus)))
    write(files / "schema.json", schema_text())
    write(files / "graph.json", _json(to_node_link(graph)))
    write(files / _SITE_PICTURE, drawn(_ABOUT_SITE))
    write(files / FEED, feed(corpus, editions))
    for path, html in redirects(corpus):
        write(files / path, html)
    return []


def _json(value: Any) -> bytes:
    return json_bytes(value, indent=1)
