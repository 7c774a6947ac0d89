"""BibTeX in and out: the register of works that nobody has coded yet, and citations of the coded ones."""

from __future__ import annotations

import logging
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from operator import attrgetter
from pathlib import Path
from typing import Any

from bibtexparser.entrypoint import parse_string
from bibtexparser.library import Library
from bibtexparser.middlewares.middleware import Middleware
from bibtexparser.model import DuplicateBlockKeyBlock, DuplicateFieldKeyBlock, ParsingFailedBlock
from pydantic_core import PydanticCustomError

from taxonomy.bibfields import VENUE_FIELDS, GroupName, Venue, kind_at, names_in, names_written, plain, venue_in, written
from taxonomy.characters import in_parts, unseen
from taxonomy.errors import Finding
from taxonomy.filetext import register_text
from taxonomy.identifiers import arxiv_id, doi
from taxonomy.messages import reason
from taxonomy.model import Entry
from taxonomy.nearest import shown
from taxonomy.regular import RegularRecord, regular_records
from taxonomy.text import http_url, safe_text


@dataclass(frozen=True, slots=True)
class Work:
    """Bibliographic data of one work.

    Attributes:
        key: BibTeX key; for a coded paper the entry's id.
        title: title as plain text.
        authors: names in order, `Given Family`.
        more_authors: whether the list is known to be cut.
        year: year of the venue, or None where no source tells.
        venue: short name of the venue, or None.
        arxiv: arXiv identifier without version, or None.
        doi: DOI, or None.
        url: landing page, or None.
    """

    key: str
    title: str
    authors: tuple[str, ...]
    more_authors: bool
    year: int | None
    venue: str | None = None
    arxiv: str | None = None
    doi: str | None = None
    url: str | None = None


def work_of(entry: Entry) -> Work:
    """Return the bibliographic data of a coded paper."""
    links = entry.links
    openreview = f"https://openreview.net/forum?id={links.openreview}" if links.openreview else None
    return Work(
        entry.id, entry.title, entry.authors, False, entry.year, entry.venue, links.arxiv, links.doi, links.page or openreview
    )  # fmt: skip


def plain_of(work: Work) -> dict[str, Any]:
    """A work as JSON holds it: besides its texts, of which type its record was and which of its authors are groups."""
    groups = [at for at, author in enumerate(work.authors) if isinstance(author, GroupName)]
    return {**asdict(work), "kind": getattr(work.venue, "kind", None), "groups": groups}


def work_from_plain(told: Mapping[str, Any]) -> Work:
    """The work that `plain_of` told.

    Raises:
        TypeError, KeyError: something else is told.
    """
    facts = dict(told)
    kind, groups = facts.pop("kind"), set(facts.pop("groups"))
    authors = tuple(GroupName(author) if at in groups else author for at, author in enumerate(facts["authors"]))
    return Work(**{**facts, "authors": authors, "venue": Venue.of(facts["venue"], kind) if kind else facts["venue"]})


def work_told(facts: Mapping[str, Any], key: str) -> Work:
    """Return the bibliographic data that an entry file tells, valid or not.

    Args:
        facts: what the file says.
        key: the work's key.
    """
    links = facts["links"] if isinstance(facts.get("links"), Mapping) else {}
    authors = tuple(filter(None, map(_told, items_told(facts, "authors"))))
    arxiv, doi = _told(links.get("arxiv")), _told(links.get("doi"))
    return Work(key, _told(facts.get("title")), authors, not authors, None, arxiv=arxiv or None, doi=doi or None)


def items_told(facts: Mapping[str, Any], name: str) -> list[Any]:
    """The items of a list that an entry file tells; of anything else none."""
    value = facts.get(name)
    return value if isinstance(value, list) else []


def _told(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""


class UnusableRecordError(ValueError):
    """A record lacks what a work needs, or holds what is not safe to show.

    Attributes:
        message: what is wrong, one sentence without a full stop.
        fix: what to do about it.
    """

    def __init__(self, message: str, fix: str) -> None:
        self.message = message
        self.fix = fix
        super().__init__(message)


def identities(work: Work) -> Iterator[tuple[str, str]]:
    """What tells that two works are the same: arXiv id, DOI, and the letters and digits of the title.

    Args:
        work: the work.

    Yields:
        Kind and value of each; a title without letters and digits tells nothing.
    """
    arxiv = work.arxiv or next((found for text in (work.doi, work.url) if (found := arxiv_id(text or ""))), None)
    if arxiv:
        yield "arxiv", arxiv
    identifier = work.doi or (doi(work.url) if work.url and "doi.org/" in work.url else None)
    if identifier:
        yield "doi", identifier.casefold()
    letters = letters_of(work.title)
    if letters:
        yield "title", letters


@lru_cache(1 << 12)
def letters_of(title: str) -> str:
    """The letters and digits of a title, so that writing it otherwise makes no difference; of these letters, themselves."""
    if title.isascii():
        return "".join(filter(str.isalnum, title.lower()))
    small = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", title.casefold()).casefold())  # \u2122 is TM, and that is tm
    return "".join(filter(str.isalnum, small))


def read_bibtex(text: str, path: str) -> tuple[list[Work], list[Finding]]:
    """Read BibTeX records strictly, as the register holds them.

    Args:
        text: the BibTeX text.
        path: the file's name, for the findings.

    Returns:
        The works that could be read, in order, and a finding for each block that could not, that lacks a title,
        an author or a year, or that holds what is not safe to show or an identifier in another form than its plain one.
    """
    records, findings = _records(text, path)
    works: list[Work] = []
    for record in records:
        try:
            works.append(work_from(record.key, record.fields, record.kind))
        except UnusableRecordError as error:
            findings.append(_finding(path, record.line, error.message, error.fix))
    return works, sorted(findings)


def _records(text: str, path: str) -> tuple[list[RegularRecord], list[Finding]]:
    """The records of a text, of whose values what encloses them is taken away, and a finding for each block that is none."""
    regular = regular_records(text)
    if regular is not None:
        return regular, []
    library = parsed(text)
    read = [(each, {field.key.lower(): str(field.value) for field in each.fields}) for each in library.entries]
    records = [RegularRecord((each.start_line or 0) + 1, each.entry_type.lower(), each.key, fields) for each, fields in read]
    return records, [_failed(block, path) for block in library.failed_blocks]


def parsed(text: str, steps: Iterable[Middleware] | None = None) -> Library:
    """Parse BibTeX; what is wrong stands in the library's failed blocks and is not logged besides.

    Args:
        text: the BibTeX text.
        steps: what to do after splitting; None fills in strings and takes away what encloses values.
    """
    log = logging.getLogger("bibtexparser")
    level = log.level
    log.setLevel(logging.CRITICAL)
    try:
        return parse_string(text, parse_stack=steps)
    finally:
        log.setLevel(level)


def work_from(key: str, fields: Mapping[str, str], kind: str) -> Work:
    """Make a work of a record.

    Args:
        key: the record's key.
        fields: values as LaTeX, without what encloses them, by lower-case name.
        kind: the record's type in lower case.

    Raises:
        UnusableRecordError: title, author or year are missing, something is not safe to show, or an identifier is not plain.
    """
    authors, more_authors = names_in(fields.get("author", ""))
    eprint = _bare(fields, "eprint")
    work = Work(
        key=key,
        title=plain(fields.get("title", "")),
        authors=authors,
        more_authors=more_authors,
        year=_year(key, fields),
        venue=venue_in(kind, fields) or ("arXiv" if eprint else None),
        arxiv=eprint,
        doi=_bare(fields, "doi"),
        url=_bare(fields, "url"),
    )
    _require_whole(work)
    _require_safe(work)
    _require_plain(work)
    return work


def read_register(path: Path) -> tuple[list[Work], list[Finding]]:
    """Read the register file; a register that is not there is empty.

    Args:
        path: the file.

    Returns:
        Works and findings, as `read_bibtex`.
    """
    if not path.exists():
        return [], []
    text = register_or_fault(path)
    return ([], [text]) if isinstance(text, Finding) else read_bibtex(text, path.as_posix())


def register_or_fault(path: Path) -> str | Finding:
    """The text of the register file, or why it cannot be had."""
    try:
        return register_text(path)
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        return Finding(path.as_posix(), line, 1, "DOC014", "the register is not UTF-8 text", "save it as UTF-8")
    except OSError as error:
        why = f"the register cannot be read: {reason(error)}"
        return Finding(path.as_posix(), 1, 1, "DOC014", why, "see that it is a file that you may read")


def to_bibtex(works: Iterable[Work]) -> str:
    """Write works as BibTeX, sorted by key.

    Args:
        works: the works.

    Returns:
        One record a work; text is escaped for LaTeX, letters stay Unicode.
    """
    return "\n".join([_record(work) for work in sorted(works, key=attrgetter("key"))])


def _record(work: Work) -> str:
    kind, venue = type_and_venue(work.venue)
    values = {
        "title": "{" + written(work.title) + "}",
        "author": names_written(work.authors, more=work.more_authors),
        "year": str(work.year) if work.year else None,
        venue: written(work.venue) if work.venue and (work.venue != "arXiv" or not work.arxiv) else None,
        "eprint": work.arxiv,
        "archiveprefix": "arXiv" if work.arxiv else None,
        "doi": work.doi,
        "url": work.url or (f"https://arxiv.org/abs/{work.arxiv}" if work.arxiv else None),
    }
    fields = "".join([f"  {name} = {{{value}}},\n" for name, value in values.items() if value])
    return f"@{kind}{{{work.key},\n{fields}}}\n"


def type_and_venue(venue: str | None) -> tuple[str, str]:
    """Type of the BibTeX record of a work at a venue, and the field that names the venue."""
    kind = kind_at(venue)
    return kind, VENUE_FIELDS[kind]


def named(key: str) -> str:
    """Words for a record of this key."""
    return f"record {shown(key)}" if key else "a record without a key"


def _bare(fields: Mapping[str, str], name: str) -> str | None:
    """The value of a field that is not prose, or None."""
    return " ".join(fields.get(name, "").strip("{}").split()) or None


def _year(key: str, fields: Mapping[str, str]) -> int | None:
    year = _bare(fields, "year")
    if year and not re.fullmatch(r"[0-9]{4}", year):
        raise UnusableRecordError(f"{named(key)} has the year {shown(year)}", "write four digits")
    return int(year) if year else None


def _require_whole(work: Work) -> None:
    wanted = {"title": work.title, "author": work.authors, "year": work.year}
    missing = [name for name, value in wanted.items() if not value]
    if missing:
        raise UnusableRecordError(f"{named(work.key)} has no {' and no '.join(missing)}", "add it")


def _require_safe(work: Work) -> None:
    texts = [text for text in (work.key, work.title, *work.authors, work.venue, work.arxiv, work.doi) if text]
    try:
        for text in () if _is_safe("\n".join(texts)) else texts:
            safe_text(text)
        if work.url:
            http_url(work.url)
    except PydanticCustomError as error:
        raise UnusableRecordError(f"{named(work.key)} is not safe to show: {error.message()}", "type it again") from None


@lru_cache(1 << 12)
def _is_safe(together: str) -> bool:
    """Whether the texts of a work, a line each, hold nothing that is not safe to show; those of a new record are read twice."""
    return unseen(together) is None and in_parts(together) is None


def _require_plain(work: Work) -> None:
    """See that identifiers have the form from which links are made: ids without version, DOIs without address or escapes."""
    if work.arxiv and arxiv_id(work.arxiv, bare=True) != work.arxiv:
        message = f"{named(work.key)} has the eprint {shown(work.arxiv)}, which is no plain arXiv id"
        raise UnusableRecordError(message, "write it without version, such as 2310.12508")
    if work.doi and doi(work.doi) != work.doi:
        raise UnusableRecordError(f"{named(work.key)} has the DOI {shown(work.doi)}, which is no plain DOI", "write it as 10.1234/example")


def _failed(block: ParsingFailedBlock, path: str) -> Finding:
    message, fix = _fault(block)
    return _finding(path, (block.start_line or 0) + 1, message, fix)


def _fault(block: ParsingFailedBlock) -> tuple[str, str]:
    if isinstance(block, DuplicateBlockKeyBlock):
        return f"the key {shown(block.key)} is already used by an earlier record", "give it another key or delete it"
    if isinstance(block, DuplicateFieldKeyBlock):
        return f"a record has the field {shown(min(block.duplicate_keys))} twice", "keep one of them"
    message = "a record cannot be read: a brace, quote, comma or equals sign is missing or stands where none belongs"
    return message, "compare it with the records around it"


def _finding(path: str, line: int, message: str, fix: str) -> Finding:
    return Finding(path, line, 1, "DOC017", " ".join(message.split()), fix)
