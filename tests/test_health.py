"""What has changed outside, out of recorded and invented answers; no test asks another host."""

from __future__ import annotations

import shutil
import socket
import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from taxonomy import health, lookup
from taxonomy.bibliography import Work, read_bibtex
from taxonomy.health import dead_links, look_around, what_is_wrong
from taxonomy.holdings import read_holdings
from taxonomy.loading import load
from taxonomy.model import Entry
from tests.invented import CORPUS, entry, run, setting
from tests.test_lookup import ARXIV, Service, feed


def preprint(arxiv: str, version: int, day: date, **told: Any) -> tuple[Work, Any]:
    """A paper as arXiv answers."""
    work = Work("", told.pop("title", f"Invented {arxiv}"), told.pop("authors", ("Cy New",)), False, 2026, "arXiv", arxiv)
    updated = datetime(day.year, day.month, day.day, tzinfo=UTC)
    plain = {"journal_ref": None, "doi": None, "comment": None}
    return work, SimpleNamespace(entry_id=f"http://arxiv.org/abs/{arxiv}v{version}", updated=updated, **{**plain, **told})


@pytest.fixture
def _arxiv(monkeypatch: pytest.MonkeyPatch) -> None:
    """ArXiv knows newer versions of two coded papers, and three works of the subject."""
    coded = [
        preprint("2202.00002", 3, date(2026, 12, 5)),
        preprint("2104.00001", 2, date(2021, 5, 1), comment="Accepted at CONF 2022 `x`"),
    ]
    works = [
        preprint("2202.00002", 1, date(2022, 2, 2)),
        preprint("2612.00001", 1, date(2026, 12, 1), title="Forgetting @everyone", authors=("Cy New",)),
        preprint("2612.00002", 1, date(2026, 12, 1), title="Forgetting @everyone again", authors=("Cy New",)),
        preprint("2612.00003", 1, date(2026, 12, 1), title="\u5fd8\u5374", authors=("\u6797",)),
    ]
    monkeypatch.setattr(health, "preprints", lambda _: iter(coded))
    monkeypatch.setattr(health, "search_preprints", lambda *_: iter(works))


@pytest.mark.usefixtures("_arxiv")
def test_everything_that_changed_is_wanted() -> None:
    """Newer versions than the coding, and works that nobody knows; what is known is not wanted again."""
    found = look_around(load(CORPUS), read_holdings(CORPUS), lambda _: "")
    assert found.versions == (("sample2022poisons", 3, date(2026, 12, 5)),)
    assert [work.key for work in found.works] == ["new2026forgetting", "new2026forgettingb"]
    lists = found.lists()
    assert lists["links"] == ""
    assert (
        "[sample2022poisons](https://unlearning-taxonomy.github.io/papers/sample2022poisons.html): version 3 of 2026-12-05"
        in lists["versions"]
    )
    records = lists["works"].partition("```bibtex\n")[2].removesuffix("```")
    assert [work.key for work in read_bibtex(records, "")[0]] == ["new2026forgetting", "new2026forgettingb"]


def coded(**facts: Any) -> Entry:
    """An invented entry."""
    return Entry.model_validate(entry(**facts))


@pytest.mark.parametrize(
    ("facts", "told", "where"),
    [
        ({"venue": "arXiv"}, {"journal_ref": "Journal of Invented Results 7"}, "Journal of Invented Results 7"),
        ({}, {"doi": "10.1234/x"}, "10.1234/x"),
        ({}, {"comment": "To appear\n at CONF"}, "To appear at CONF"),
        ({}, {"comment": "12 pages"}, None),
        ({"venue": "ICLR"}, {"journal_ref": "Journal"}, None),
        ({"links": {"arxiv": "2401.00001", "doi": "10.1234/x"}}, {"journal_ref": "Journal"}, None),
    ],
)
def test_preprints_that_came_out_are_wanted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, facts: dict[str, Any], told: dict[str, Any], where: str | None
) -> None:
    """A paper coded as a preprint whose authors name where it came out; others are left alone."""
    from tests.invented import folder_of  # noqa: PLC0415  # only here

    folder = folder_of(tmp_path / "entries", {**entry(links={"arxiv": "2401.00001"}), **facts})
    monkeypatch.setattr(health, "preprints", lambda _: iter([preprint("2401.00001", 1, date(2024, 1, 1), **told)]))
    monkeypatch.setattr(health, "search_preprints", lambda *_: iter(()))
    found = look_around(load(folder), read_holdings(folder), lambda _: "")
    assert found.venues == ((("ada2024study", where),) if where else ())
    assert (f"`{where}`" in found.lists()["venues"]) == (where is not None)


def test_every_address_is_asked_once() -> None:
    """Pages, code, evidence and disputes; an address that two entries hold is asked once and told for both."""
    seen = {"supports": ["problem"], "source": "paper", "locator": "x", "url": "https://b.example/1"}
    one = coded(
        links={"page": "https://a.example/1", "code": ["https://b.example/1"]},
        settings=[setting(evidence=[seen])],
        disputes=[{"code": "MET301", "setting": "rows", "status": "open", "url": "https://c.example/1"}],
    )
    other = coded(paper="bo2024study", links={"page": "https://a.example/1"})
    asked: list[str] = []

    def asks(url: str) -> str:
        asked.append(url)
        return "gone" if "a.example" in url else ""

    assert list(dead_links([one, other], asks)) == [
        ("ada2024study", "https://a.example/1", "gone"), ("bo2024study", "https://a.example/1", "gone"),
    ]  # fmt: skip
    assert sorted(asked) == ["https://a.example/1", "https://b.example/1", "https://c.example/1"]


def test_one_host_is_asked_slowly(monkeypatch: pytest.MonkeyPatch) -> None:
    """There is a pause between two questions to one host."""
    pauses: list[float] = []
    monkeypatch.setattr(health, "sleep", pauses.append)
    each = coded(links={"code": ["https://a.example/1", "https://a.example/2", "https://b.example/1"]})
    assert list(dead_links([each], lambda _: "")) == []
    assert pauses == [1.0]


class _Answers(BaseHTTPRequestHandler):
    """Answers with the status that the address names; `/0` breaks off."""

    def do_GET(self) -> None:
        status = int(self.path.partition("?")[0].strip("/"))
        if status:
            self.send_response(status)
            self.send_header("Location", "http://127.0.0.1:1/")
            self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the base class names it so
        pass


@pytest.fixture
def host(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A host on this machine that passes for one of the open network."""
    server = HTTPServer(("127.0.0.1", 0), _Answers)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    monkeypatch.setattr("taxonomy.health.ipaddress.ip_address", lambda _: SimpleNamespace(is_global=True))
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize(
    ("status", "wrong"),
    [
        (200, ""),
        (404, "it answers with the status 404"),
        (410, "it answers with the status 410"),
        (403, ""),
        (302, ""),
        (0, "it does not answer"),
    ],
)
def test_answers_of_a_host(host: str, status: int, wrong: str) -> None:
    """Only what is gone is wrong: a browser may get what we do not, and where an address leads on is not followed."""
    assert what_is_wrong(f"{host}/{status}?x=1") == wrong


def test_hosts_within_are_not_asked() -> None:
    """An address of this machine or of a network within is told without a question."""
    for url in ("http://127.0.0.1:1/", "http://169.254.169.254/latest", "http://10.0.0.1/"):
        assert what_is_wrong(url) == "the host is not on the open network"


def test_host_is_asked_at_the_address_that_was_looked_at(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that means another address at the second look leads nowhere else: it is looked up once."""
    port = int(host.rpartition(":")[2])
    looked_up: list[object] = []
    real = socket.getaddrinfo

    def changing(name: str, *more: Any, **options: Any) -> Any:
        looked_up.append(name)
        return real("127.0.0.1" if name in {"changing.example", "127.0.0.1"} and len(looked_up) < 3 else "192.0.2.1", *more, **options)

    monkeypatch.setattr(socket, "getaddrinfo", changing)
    assert what_is_wrong(f"http://changing.example:{port}/404") == "it answers with the status 404"
    assert looked_up.count("changing.example") == 1


def test_hosts_that_are_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name without a host, and a host that refuses."""

    def nothing(*_: object, **__: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", nothing)
    assert what_is_wrong("https://nowhere.example/") == "there is no such host"


@pytest.mark.usefixtures("_arxiv")
def test_command_writes_the_lists(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Four files, whatever was found; what is written in counts stands on standard error."""
    shutil.copytree(CORPUS, tmp_path / "entries")
    monkeypatch.setattr(health, "what_is_wrong", lambda _: "gone")
    monkeypatch.setattr(health, "sleep", lambda _: None)
    result = run("health", "--to", tmp_path / "out", "--entries", tmp_path / "entries")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "1 newer versions, " in result.stderr
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"links.md", "versions.md", "venues.md", "works.md"}
    assert "`gone`" in (tmp_path / "out" / "links.md").read_text(encoding="utf-8")


def test_arxiv_is_asked_for_many_papers_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """One question for a hundred papers; the search asks for the newest ones."""
    import requests  # type: ignore[import-untyped]  # noqa: PLC0415  # ships no types

    service = Service(feed(ARXIV))
    monkeypatch.setattr(requests.Session, "get", lambda _, *arguments, **options: service(*arguments, **options))
    found = list(lookup.preprints(["2310.12508"] * 101))
    assert len(service.asked) == 2
    assert all(work.arxiv and work.title for work, _ in found)
    assert list(lookup.search_preprints("ti:x", 5))
    assert "sortBy=submittedDate" in str(service.asked[-1][0])
