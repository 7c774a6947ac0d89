"""Bibliographic data from arXiv and Crossref, out of recorded answers; no test asks the services."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from socket import gaierror
from typing import Any

import httpx2
import pytest
import requests  # type: ignore[import-untyped]  # ships no types

from taxonomy import lookup
from taxonomy.bibliography import Work
from taxonomy.lookup import LookupFailedError, from_arxiv, from_crossref

DATA = Path(__file__).parent / "data" / "lookup"
ARXIV = (DATA / "arxiv.xml").read_bytes()
CROSSREF: dict[str, Any] = json.loads((DATA / "crossref.json").read_text(encoding="utf-8"))
Answer = Callable[[], Any]
"""What happens when a service is asked: something is returned or raised."""


class Service:
    """Stands for a service: answers in turn, and notes what it was asked."""

    def __init__(self, *answers: Answer) -> None:
        self.answers = list(answers)
        self.asked: list[tuple[str, Any]] = []

    def __call__(self, url: str, **options: Any) -> Any:
        """Note the question, and give the next answer; the last one is given again and again."""
        self.asked.append((url, options.get("timeout")))
        return (self.answers.pop(0) if len(self.answers) > 1 else self.answers[0])()


def feed(content: bytes, status: int = 200) -> Answer:
    """An answer of arXiv."""

    def answer() -> requests.Response:
        response = requests.Response()
        response.status_code, response._content = status, content
        return response

    return answer


def record(content: Any, status: int = 200) -> Answer:
    """An answer of Crossref."""
    request = httpx2.Request("GET", "https://api.crossref.invalid.example/works")
    headers = {"Content-Type": "application/json"}
    return lambda: httpx2.Response(status, content=json.dumps(content).encode(), headers=headers, request=request)


def failing(error: Exception, cause: Exception | None = None) -> Answer:
    """A question that never gets an answer."""

    def answer() -> None:
        raise error from cause

    return answer


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The pauses that are made between attempts, without making them."""
    made: list[float] = []
    monkeypatch.setattr(lookup, "sleep", made.append)
    return made


@pytest.fixture
def arxiv(monkeypatch: pytest.MonkeyPatch, pauses: list[float]) -> Callable[..., Service]:
    """A way to say what arXiv answers."""

    def answers(*given: Answer) -> Service:
        service = Service(*given)
        monkeypatch.setattr("requests.Session.get", lambda _, url, **options: service(url, **options))
        return service

    pauses.clear()
    return answers


@pytest.fixture
def crossref(monkeypatch: pytest.MonkeyPatch, pauses: list[float]) -> Callable[..., Service]:
    """A way to say what Crossref answers."""

    def answers(*given: Answer) -> Service:
        service = Service(*given)
        monkeypatch.setattr("httpx2.get", service)
        return service

    pauses.clear()
    return answers


def test_arxiv_tells_a_paper(arxiv: Callable[..., Service]) -> None:
    """Title, authors, year of the first version and DOI come out of the feed; the question has time-outs."""
    service = arxiv(feed(ARXIV))
    title = "An Invented Study of Forgetting: Rows & Concepts"
    assert from_arxiv("2401.00001") == Work(
        "", title, ("Ada Example", "Jörg Beispiel"), False, 2024, "arXiv", "2401.00001", "10.1234/invented.2024"
    )
    ((url, timeout),) = service.asked
    assert "id_list=2401.00001" in url
    assert timeout == (5.0, 20.0)


def test_crossref_tells_a_paper(crossref: Callable[..., Service]) -> None:
    """Title and subtitle without tags, names of people and groups, the year in print and the journal come out of the record."""
    service = crossref(record(CROSSREF))
    assert from_crossref("10.1234/Invented.2023#x") == Work(
        "",
        "Forgetting rows & concepts: an invented study",
        ("Ada Example", "Max Muster Jr.", "The Invented Consortium"),
        False,
        2023,
        "Journal of Invented Results",
        doi="10.1234/invented.2023#x",
    )
    ((url, timeout),) = service.asked
    assert url == "https://api.crossref.org/works/10.1234/Invented.2023%23x"
    assert timeout == 20.0


def test_doi_of_arxiv_is_asked_there(arxiv: Callable[..., Service], crossref: Callable[..., Service]) -> None:
    """Crossref does not know the DOIs of arXiv, so arXiv is asked for them."""
    asked_arxiv, asked_crossref = arxiv(feed(ARXIV)), crossref(record(CROSSREF))
    assert from_crossref("10.48550/arXiv.2401.00001").arxiv == "2401.00001"
    assert (len(asked_arxiv.asked), asked_crossref.asked) == (1, [])


@pytest.mark.parametrize(
    "passing", [feed(b"", 503), feed(b"", 429), failing(requests.ReadTimeout()), failing(requests.ConnectionError("reset"))]
)
def test_passing_trouble_is_waited_for(arxiv: Callable[..., Service], pauses: list[float], passing: Answer) -> None:
    """An overloaded or interrupted service is asked again, three seconds apart as arXiv wants it."""
    service = arxiv(passing, passing, feed(ARXIV))
    assert from_arxiv("2401.00001").year == 2024
    assert (len(service.asked), pauses) == (3, [3.0, 3.0])


@pytest.mark.parametrize(
    ("answer", "attempts", "says"),
    [
        (feed(b"", 503), 3, "arXiv answered with the status 503"),
        (feed(b"", 400), 1, "arXiv answered with the status 400"),
        (failing(requests.ReadTimeout()), 3, "arXiv did not answer in time"),
        (failing(requests.ConnectionError("reset")), 3, "the connection to arXiv was refused or broke off"),
        (failing(requests.ConnectionError("x"), gaierror(-2, "Name or service not known")), 1, "arXiv cannot be reached from here"),
        (feed((DATA / "arxiv-nothing.xml").read_bytes()), 1, "arXiv knows no paper 2401.99999"),
        (feed(b"<html>Please log in</html>"), 1, "arXiv knows no paper 2401.99999"),
        (feed(ARXIV.replace(b"<name>Ada Example</name>", b"<name/>").replace("<name>Jörg Beispiel</name>".encode(), b"<name/>")), 1, ""),
    ],
    ids=["overloaded", "refused", "silent", "interrupted", "offline", "unknown", "captive portal", "no authors"],
)
def test_trouble_with_arxiv_is_one_sentence(arxiv: Callable[..., Service], answer: Answer, attempts: int, says: str) -> None:
    """Whatever goes wrong is one sentence that says what to do; what cannot pass is not tried again."""
    service = arxiv(answer)
    with pytest.raises(LookupFailedError) as caught:
        from_arxiv("2401.99999")
    assert str(caught.value).startswith(says)
    assert str(caught.value).endswith("taxonomy new --bibtex FILE")
    assert "\n" not in str(caught.value)
    assert len(service.asked) == attempts


def with_message(**fields: Any) -> Any:
    """Crossref's answer with other fields."""
    return {**CROSSREF, "message": {**CROSSREF["message"], **fields}}


@pytest.mark.parametrize(
    ("answer", "attempts", "says"),
    [
        (record({}, 404), 1, "Crossref knows no DOI 10.1234/x"),
        (record({}, 503), 3, "Crossref answered with the status 503"),
        (failing(httpx2.ConnectTimeout("x")), 3, "Crossref did not answer in time"),
        (failing(httpx2.ConnectError("x"), gaierror(-2, "Name or service not known")), 1, "Crossref cannot be reached from here"),
        (record({"status": "ok"}), 3, "Crossref answered with something else than a record"),
        (failing(httpx2.ConnectError("x")), 3, "the connection to Crossref was refused or broke off"),
        (record(with_message(author=[])), 1, "the record of Crossref 10.1234/x has no author"),
        (record(with_message(title=None, subtitle=7, author="x")), 1, "the record of Crossref 10.1234/x has no title and no author"),
        (record(with_message(**{"published-print": 7, "published-online": {"date-parts": [[]]}, "issued": {}})), 1, "the record of"),
    ],
    ids=["unknown", "overloaded", "silent", "offline", "no message", "refused", "no authors", "odd fields", "no year"],
)
def test_trouble_with_crossref_is_one_sentence(crossref: Callable[..., Service], answer: Answer, attempts: int, says: str) -> None:
    """Whatever goes wrong is one sentence that says what to do; what cannot pass is not tried again."""
    service = crossref(answer)
    with pytest.raises(LookupFailedError) as caught:
        from_crossref("10.1234/x")
    assert str(caught.value).startswith(says)
    assert str(caught.value).endswith("taxonomy new --bibtex FILE")
    assert len(service.asked) == attempts


def test_what_nobody_sees_goes_out_of_records(arxiv: Callable[..., Service], crossref: Callable[..., Service]) -> None:
    """Invisible characters and marks of direction of titles and names are left out, whoever sent them."""
    arxiv(feed(ARXIV.replace(b"Invented", "In\u200bvented\u202e".encode()).replace(b"Ada", "A\u2060da".encode())))
    preprint = from_arxiv("2401.00001")
    assert (preprint.title, preprint.authors[0]) == ("An Invented Study of Forgetting: Rows & Concepts", "Ada Example")
    hidden = json.loads(json.dumps(CROSSREF))
    message = hidden["message"]
    message["title"][0] = f"\u202e{message['title'][0]}\u200b"
    message["author"][0]["family"] += "\u2066"
    crossref(record(CROSSREF))
    plain = from_crossref("10.1234/x")
    crossref(record(hidden))
    assert from_crossref("10.1234/x") == plain
