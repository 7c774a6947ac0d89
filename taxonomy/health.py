"""What has changed outside since entries were coded: dead links, newer versions, venues, and works that nobody knows yet."""

from __future__ import annotations

import ipaddress
import socket
import ssl
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from time import sleep
from typing import Any
from urllib.parse import urlsplit

from taxonomy.bibliography import UnusableRecordError, Work, to_bibtex
from taxonomy.corpus import Corpus
from taxonomy.errors import SITE_URL
from taxonomy.holdings import Holdings
from taxonomy.identity import free_id, paper_id
from taxonomy.lookup import preprints, search_preprints
from taxonomy.markdown import block, code
from taxonomy.model import Entry
from taxonomy.version import __version__

_GONE = {404, 410}
"""Statuses that say that there is nothing any more; others may pass, or are meant for browsers only."""
_SECONDS = 20.0
_PAUSE = 1.0
"""Seconds between two questions to one host."""
_AT_ONCE = 8
"""Hosts that are asked at the same time."""
_QUERY = 'abs:"machine unlearning" OR ti:unlearning OR abs:"concept erasure"'
_NEWEST = 100
"""How many of the newest works of the subject are looked at."""

Asks = Callable[[str], str]
"""Asks an address; the answer is what is wrong with it, or nothing."""


@dataclass(frozen=True, slots=True)
class Preprint:
    """What arXiv says of a paper.

    Attributes:
        work: the paper.
        version: number of the newest version.
        updated: day of the newest version.
        published_in: journal or proceedings that its authors name, and their remark; empty where they name none.
    """

    work: Work
    version: int
    updated: date
    published_in: str


@dataclass(frozen=True, slots=True)
class Health:
    """What has changed outside.

    Attributes:
        links: addresses that lead nowhere: entry, address, what is wrong.
        versions: papers with a version that is newer than their coding: entry, version, day.
        venues: papers that are coded as preprints and that have come out: entry, where.
        works: works that neither an entry nor the register knows, with the key that they would get.
    """

    links: tuple[tuple[str, str, str], ...]
    versions: tuple[tuple[str, int, date], ...]
    venues: tuple[tuple[str, str], ...]
    works: tuple[Work, ...]

    def lists(self) -> dict[str, str]:
        """What is wanted as Markdown, by kind; empty where nothing is. Text from outside is code."""
        works = [block(to_bibtex(self.works), "bibtex")] if self.works else []
        return {
            "links": _listed((f"{_page(entry)}: {code(url)}, {code(wrong)}" for entry, url, wrong in self.links), _LINKS),
            "versions": _listed((f"{_page(entry)}: version {number} of {day}" for entry, number, day in self.versions), _VERSIONS),
            "venues": _listed((f"{_page(entry)}: {code(where)}" for entry, where in self.venues), _VENUES),
            "works": "\n\n".join([_WORKS, *works]) if works else "",
        }


_LINKS = "Addresses in entries that lead nowhere. Find where the thing is now, or a stored copy of it."
_VERSIONS = "Papers with a newer version than the one that was coded. Look whether a fact of the entry changed."
_VENUES = "Papers that are coded as preprints and that seem to have come out. Write `venue`, and the `doi` or `page`, into the entry."
_WORKS = "New works of the subject. Records of those that belong here go into the register: `taxonomy import`, or the issue form."


def _listed(lines: Iterable[str], intro: str) -> str:
    found = [f"- {line}" for line in lines]
    return "\n".join([intro, "", *found]) if found else ""


def _page(entry: str) -> str:
    return f"[{entry}]({SITE_URL}papers/{entry}.html)"


def look_around(corpus: Corpus, holdings: Holdings, asks: Asks | None = None) -> Health:
    """Look what has changed outside; this asks other hosts and takes a while.

    Args:
        corpus: the entries.
        holdings: what is known.
        asks: asks an address; the network where left out.

    Raises:
        LookupFailedError: arXiv cannot be asked.
    """
    entries = [paper.entry for paper in corpus]
    found = {each.work.arxiv: each for each in map(_preprint, preprints([e.links.arxiv for e in entries if e.links.arxiv]))}
    known = [(entry, found[entry.links.arxiv]) for entry in entries if entry.links.arxiv in found]
    return Health(
        tuple(dead_links(entries, asks or what_is_wrong)),
        tuple((entry.id, each.version, each.updated) for entry, each in known if each.version > 1 and each.updated > entry.curation.coded),
        tuple((entry.id, each.published_in) for entry, each in known if _is_preprint(entry) and each.published_in),
        tuple(_unknown(map(_preprint, search_preprints(_QUERY, _NEWEST)), holdings)),
    )


def _is_preprint(entry: Entry) -> bool:
    return entry.venue in {None, "arXiv"} and entry.links.doi is None


def _preprint(result: Any) -> Preprint:
    """A result of arXiv as what is needed of it."""
    work, told = result
    number = told.entry_id.rpartition("v")[2]
    remark = told.comment or ""
    where = told.journal_ref or told.doi or (remark if any(word in remark.lower() for word in _ACCEPTED) else "")
    return Preprint(work, int(number) if number.isdecimal() else 1, told.updated.date(), " ".join(where.split()))


_ACCEPTED = ("accepted", "to appear", "published", "camera ready", "camera-ready")
"""Words with which authors say that a preprint comes out."""


def _unknown(found: Iterable[Preprint], holdings: Holdings) -> Iterator[Work]:
    taken = holdings.taken
    for each in found:
        if holdings.find(each.work) is None:
            try:
                key = free_id(paper_id(each.work), taken)
            except UnusableRecordError:
                continue
            taken.add(key)
            yield replace(each.work, key=key)


def dead_links(entries: Iterable[Entry], asks: Asks) -> Iterator[tuple[str, str, str]]:
    """Ask every address once, hosts side by side, and one host's addresses one after the other.

    Args:
        entries: the entries.
        asks: asks an address.

    Yields:
        Entry, address and what is wrong, in order of the entries.
    """
    named = [(entry.id, url) for entry in entries for url in dict.fromkeys(_addresses(entry))]
    hosts: dict[str, list[str]] = {}
    for _, url in named:
        listed = hosts.setdefault(urlsplit(url).hostname or "", [])
        if url not in listed:
            listed.append(url)
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        told: Mapping[str, str] = {url: wrong for each in pool.map(partial(_ask_host, asks=asks), hosts.values()) for url, wrong in each}
    yield from ((entry, url, told[url]) for entry, url in named if told[url])


def _ask_host(urls: list[str], asks: Asks) -> list[tuple[str, str]]:
    told = []
    for number, url in enumerate(urls):
        if number:
            sleep(_PAUSE)
        told.append((url, asks(url)))
    return told


def _addresses(entry: Entry) -> Iterator[str]:
    links = entry.links
    yield from ([links.page] if links.page else [])
    yield from links.code
    yield from (each.url for setting in entry.settings for each in setting.evidence if each.url)
    yield from (dispute.url for dispute in entry.disputes)


def what_is_wrong(url: str) -> str:
    """Ask an address of the open network, without following where it leads on.

    Args:
        url: an address that an entry may hold.

    Returns:
        What is wrong with it; nothing where it answers, or where it may answer a browser.
    """
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    try:
        addresses = [str(each[4][0]) for each in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except OSError:
        return "there is no such host"
    if not all(ipaddress.ip_address(address.partition("%")[0]).is_global for address in addresses):
        return "the host is not on the open network"
    make = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    path = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
    connection = make(host, port, timeout=_SECONDS)
    try:
        connection.sock = _line_to(addresses[0], host, port, secure=parts.scheme == "https")
        connection.request("GET", path, headers={"User-Agent": f"unlearning-taxonomy/{__version__} ({SITE_URL})"})
        status = connection.getresponse().status
    except (OSError, HTTPException, ValueError):
        return "it does not answer"
    finally:
        connection.close()
    return f"it answers with the status {status}" if status in _GONE else ""


def _line_to(address: str, host: str, port: int, *, secure: bool) -> socket.socket:
    """A connection to the address that was looked at, which the host's name may not mean any more a moment later."""
    line = socket.create_connection((address, port), timeout=_SECONDS)
    return ssl.create_default_context().wrap_socket(line, server_hostname=host) if secure else line
