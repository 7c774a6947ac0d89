"""Bibliographic data from arXiv and Crossref, with time-outs, retries, and one sentence where they cannot be had."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from html import unescape
from socket import gaierror
from time import sleep
from typing import Any, TypeVar
from urllib.parse import quote

from taxonomy.bibfields import printable
from taxonomy.bibliography import Work
from taxonomy.errors import SITE_URL, SetupError
from taxonomy.identifiers import arxiv_id
from taxonomy.version import __version__

_T = TypeVar("_T")
_CONNECT, _READ = 5.0, 20.0
"""Seconds to wait for a connection, and for an answer."""
_PAUSES = (3.0, 3.0)
"""Seconds between attempts; arXiv asks for three."""
_AT_ONCE = 100
"""Papers that are asked for in one question."""
_NOT_FOUND, _TOO_MANY, _SERVERS_FAULT = 404, 429, 500
_OTHER_WAY = "give the record itself: taxonomy new --bibtex FILE"


class LookupFailedError(SetupError):
    """A service cannot be reached, does not answer, or does not know the paper."""


def from_arxiv(identifier: str) -> Work:
    """Ask arXiv for a paper.

    Args:
        identifier: arXiv id without version.

    Returns:
        The paper as arXiv has it, without key; its year is the one of the first version.

    Raises:
        LookupFailedError: arXiv cannot be asked, or does not know it.
    """
    result = _asked("arXiv", partial(_arxiv_result, identifier))
    if result is None or "/abs/" not in result.entry_id:
        raise LookupFailedError(f"arXiv knows no paper {identifier}; check the id, or {_OTHER_WAY}")
    return _whole(_work_of(result, identifier), f"arXiv {identifier}")


def preprints(identifiers: Sequence[str]) -> Iterator[tuple[Work, Any]]:
    """Ask arXiv for many papers.

    Args:
        identifiers: arXiv ids without version.

    Yields:
        Each paper that arXiv knows, and its answer as the client gives it: id with version, days, remarks.

    Raises:
        LookupFailedError: arXiv cannot be asked.
    """
    for start in range(0, len(identifiers), _AT_ONCE):
        yield from _known_preprints({"id_list": list(identifiers[start : start + _AT_ONCE])}, _AT_ONCE)


def search_preprints(query: str, most: int) -> Iterator[tuple[Work, Any]]:
    """Search arXiv; the newest papers come first.

    Args:
        query: what to search for, in arXiv's own words.
        most: most papers that are given.

    Raises:
        LookupFailedError: arXiv cannot be asked.
    """
    return _known_preprints({"query": query, "max_results": most}, most)


def _known_preprints(search: Mapping[str, Any], most: int) -> Iterator[tuple[Work, Any]]:
    for result in _asked("arXiv", partial(_arxiv_results, search, most)) or []:
        identifier = arxiv_id(result.entry_id)
        if identifier:
            yield _work_of(result, identifier), result


def _work_of(result: Any, identifier: str) -> Work:
    authors = tuple(name for author in result.authors if (name := printable(author.name)))
    return Work("", printable(result.title), authors, False, result.published.year, "arXiv", identifier, _lower(result.doi))


def from_crossref(doi: str) -> Work:
    """Ask Crossref for a paper.

    Args:
        doi: the DOI; one of arXiv is asked for there.

    Returns:
        The paper as Crossref has it, without key.

    Raises:
        LookupFailedError: Crossref cannot be asked, or does not know it.
    """
    preprint = arxiv_id(doi)
    if preprint:
        return from_arxiv(preprint)
    message = _asked("Crossref", partial(_crossref_message, doi))
    if message is None:
        raise LookupFailedError(f"Crossref knows no DOI {doi}, which may be registered elsewhere; check it, or {_OTHER_WAY}")
    titles = [_text(title) for title in (*_list(message, "title")[:1], *_list(message, "subtitle")[:1])]
    authors = tuple(filter(None, map(_name, _list(message, "author"))))
    venue = next((_text(name) for name in _list(message, "container-title")), None)
    work = Work("", ": ".join(filter(None, titles)), authors, False, _year(message), venue or None, doi=doi.lower())
    return _whole(work, f"Crossref {doi}")


def _arxiv_result(identifier: str) -> Any:
    return next(iter(_arxiv_results({"id_list": [identifier]}, 1)), None)


def _arxiv_results(search: Mapping[str, Any], most: int) -> list[Any]:
    import arxiv  # type: ignore[import-untyped]  # noqa: PLC0415  # ships no types; heavy, and only this question needs it

    client = arxiv.Client(page_size=most, num_retries=0)
    client._session.get = partial(client._session.get, timeout=(_CONNECT, _READ))  # noqa: SLF001  # the client has no time-out of its own
    newest = {"sort_by": arxiv.SortCriterion.SubmittedDate} if "query" in search else {}
    return list(client.results(arxiv.Search(**search, **newest)))


def _crossref_message(doi: str) -> Mapping[str, Any]:
    from habanero import Crossref  # type: ignore[import-untyped]  # noqa: PLC0415  # ships no types; heavy, and only this question needs it

    service = Crossref(ua_string=f"unlearning-taxonomy/{__version__} ({SITE_URL})", timeout=_READ)
    message: Mapping[str, Any] = service.works(ids=quote(doi, safe="/"))["message"]
    return message


def _asked(service: str, question: Callable[[], _T]) -> _T | None:
    """Ask until there is an answer; None where the service answers that there is no such thing."""
    for pause in (*_PAUSES, None):
        try:
            return question()
        except Exception as error:  # the clients let every kind of error of their own libraries escape
            status = _status(error)
            if status == _NOT_FOUND:
                return None
            is_final = status is not None and status < _SERVERS_FAULT and status != _TOO_MANY
            if pause is None or is_final or _is_offline(error):
                raise LookupFailedError(f"{_reason(service, error)}; try again later, or {_OTHER_WAY}") from error
            sleep(pause)
    return None


def _reason(service: str, error: Exception) -> str:
    if _is_offline(error):
        return f"{service} cannot be reached from here: there is no network, or it does not find the address"
    status = _status(error)
    if status is not None:
        return f"{service} answered with the status {status} instead of a record"
    if any("timeout" in type(each).__name__.lower() for each in _causes(error)):
        return f"{service} did not answer in time"
    if any(isinstance(each, OSError) or "connect" in type(each).__name__.lower() for each in _causes(error)):
        return f"the connection to {service} was refused or broke off"
    return f"{service} answered with something else than a record"


def _status(error: Exception) -> int | None:
    """The status with which the service answered, however the client tells it."""
    response = getattr(error, "response", None)
    told = (getattr(error, "status", None), getattr(error, "status_code", None), getattr(response, "status_code", None))
    return next((status for status in told if isinstance(status, int)), None)


def _is_offline(error: Exception) -> bool:
    return any(isinstance(each, gaierror) for each in _causes(error))


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _whole(work: Work, source: str) -> Work:
    missing = [name for name, value in (("title", work.title), ("author", work.authors), ("year", work.year)) if not value]
    if missing:
        raise LookupFailedError(f"the record of {source} has no {' and no '.join(missing)}; {_OTHER_WAY}")
    return work


def _list(message: Mapping[str, Any], name: str) -> list[Any]:
    value = message.get(name)
    return value if isinstance(value, list) else []


def _text(value: Any) -> str:
    """Text of a record: without the tags and entities that publishers leave in."""
    return printable(unescape(re.sub(r"<[^<>]*>", "", str(value))))


def _name(author: Any) -> str:
    parts = [author.get(part) for part in ("given", "family", "suffix", "name")] if isinstance(author, Mapping) else []
    return " ".join(_text(part) for part in parts if part)


def _year(message: Mapping[str, Any]) -> int | None:
    """The year in print; where there is none, the one in which it came out at all."""
    for name in ("published-print", "published", "published-online", "issued"):
        date = message.get(name)
        parts = next(iter(_list(date, "date-parts")), None) if isinstance(date, Mapping) else None
        if isinstance(parts, list) and parts and isinstance(parts[0], int):
            return parts[0]
    return None


def _lower(doi: str | None) -> str | None:
    return doi.lower() if doi else None
