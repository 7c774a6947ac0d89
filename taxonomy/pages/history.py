"""What happened to entries and verdicts, by id: the changelog, and the same as a feed for programs that watch it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

from taxonomy.cases import Paper
from taxonomy.corpus import Corpus
from taxonomy.editions import Edition, KeptChange
from taxonomy.errors import SITE_URL
from taxonomy.pages.page import Link, Page, link, setting_link
from taxonomy.plain import CAUSES, versions

FEED = "feed.xml"
"""Address of the feed."""
_ATOM = "http://www.w3.org/2005/Atom"
_LATEST = 100
"""Most items of the feed; programs that watch it keep older ones themselves."""
_LISTED = 500
"""Most entries that the page itself lists; all of them are in its data."""
_BEGINNING = "1970-01-01"


@dataclass(frozen=True, slots=True)
class Item:
    """Something that happened to one paper on one day.

    Attributes:
        day: the day, as YYYY-MM-DD.
        kind: `coded` or `changed`.
        paper: id of the paper.
        title: its title; the id where it has no entry any more.
        path: address below the site's root; empty where it has no entry any more.
        verdicts: its settings' verdicts, or how they changed, one sentence each.
    """

    day: str
    kind: str
    paper: str
    title: str
    path: str
    verdicts: tuple[str, ...]


def items(corpus: Corpus, editions: Sequence[Edition]) -> list[Item]:
    """New entries and changed verdicts, the newest first."""
    found = [_coded(paper) for paper in corpus]
    for edition in editions:
        verdicts = [change for change in edition.changes if not change.code]
        for paper, changes in groupby(verdicts, key=lambda change: change.paper):
            found.append(_changed(str(edition.day), paper, list(changes), corpus))
    return sorted(sorted(found, key=lambda item: (item.kind, item.paper)), key=lambda item: item.day, reverse=True)


def changes_page(corpus: Corpus, editions: Sequence[Edition]) -> Page:
    """The changelog of entries, verdicts and flags by id."""
    lead = "Which entries are new, and which verdicts and flags are not what they were, by id."
    coded = [item for item in items(corpus, editions) if item.kind == "coded"]
    newest = groupby(coded[:_LISTED], key=lambda item: item.day)
    days = [(day, [(Link(each.title, each.path), each) for each in same]) for day, same in newest]
    older = len(coded[_LISTED:])
    context = {
        "lead": lead,
        "versions": versions(),
        "editions": [_edition(each, corpus) for each in editions],
        "days": days,
        "older": older,
    }
    told = [edition.model_dump(mode="json") for edition in editions]
    data = {**versions(), "coded": [{**asdict(item), "verdicts": list(item.verdicts)} for item in coded], "editions": told}
    return Page("changes.html", "Changelog", lead, "changes.html", context, data)


def feed(corpus: Corpus, editions: Sequence[Edition]) -> str:
    """Write new entries and changed verdicts as an Atom feed; the same entries make the same bytes."""
    ET.register_namespace("", _ATOM)
    latest = items(corpus, editions)[:_LATEST]
    root = ET.Element(f"{{{_ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": "en"})
    for name, text in (("id", SITE_URL), ("title", "Unlearning taxonomy: new entries and changed verdicts"), ("updated", _moment(latest))):
        _add(root, name, text)
    _add(root, "link", rel="self", href=f"{SITE_URL}{FEED}")
    _add(root, "link", rel="alternate", type="text/html", href=f"{SITE_URL}changes.html")
    _add(_add(root, "author"), "name", "unlearning-taxonomy contributors")
    for item in latest:
        _add_item(_add(root, "entry"), item)
    ET.indent(root, " ")
    return f"<?xml version='1.0' encoding='utf-8'?>\n{ET.tostring(root, encoding='unicode')}\n"


def _coded(paper: Paper) -> Item:
    entry, settings = paper.entry, paper.settings.values()
    verdicts = (f"{s.facts.name}: {s.verdict.intended}, evaluated as {s.verdict.evaluated}: {s.verdict.agreement}" for s in settings)
    return Item(str(entry.curation.coded), "coded", paper.id, entry.title, link("paper", paper.id).path, tuple(verdicts))


def _changed(day: str, paper: str, changes: list[KeptChange], corpus: Corpus) -> Item:
    known = paper in corpus
    told = tuple(f"{each.setting}: {each.before or 'nothing'} → {each.after or 'nothing'} ({CAUSES[each.cause]})" for each in changes)
    title = corpus[paper].entry.title if known else paper
    return Item(day, "changed", paper, title, link("paper", corpus[paper].id).path if known else "", told)


def _edition(edition: Edition, corpus: Corpus) -> dict[str, Any]:
    """An edition for a template: what changed in words, each beside the place that it speaks of."""
    changes = sorted(edition.changes, key=lambda change: (change.paper, change.setting, change.code))
    return {
        "day": str(edition.day),
        "edition": edition,
        "verdicts": [(_place(each, corpus), each, CAUSES[each.cause]) for each in changes if not each.code],
        "flags": [(_place(each, corpus), link("rule", each.code), "new" if each.after else "gone") for each in changes if each.code],
    }


def _place(change: KeptChange, corpus: Corpus) -> Link:
    shown = f"{change.paper}/{change.setting}" if change.setting else change.paper
    if change.paper not in corpus:
        return Link(shown, "")
    paper = corpus[change.paper]
    return setting_link(paper.id, change.setting, shown) if change.setting in paper.settings else link("paper", paper.id, shown)


def _moment(latest: Sequence[Item]) -> str:
    return f"{latest[0].day if latest else _BEGINNING}T00:00:00Z"


def _add_item(entry: ET.Element, item: Item) -> None:
    what = "new entry" if item.kind == "coded" else "changed verdict"
    host = urlsplit(SITE_URL).hostname
    _add(entry, "id", f"tag:{host},2026:{item.kind}/{item.paper}{f'/{item.day}' if item.kind == 'changed' else ''}")
    _add(entry, "title", f"{item.title} ({what})")
    _add(entry, "updated", f"{item.day}T00:00:00Z")
    _add(entry, "link", rel="alternate", type="text/html", href=f"{SITE_URL}{item.path or 'changes.html'}")
    _add(entry, "summary", "; ".join(_ended(item)))


def _ended(item: Item) -> Iterator[str]:
    yield from item.verdicts or ("no setting is coded",)


def _add(parent: ET.Element, name: str, text: str | None = None, **attributes: str) -> ET.Element:
    child = ET.SubElement(parent, f"{{{_ATOM}}}{name}", attributes)
    child.text = text
    return child
