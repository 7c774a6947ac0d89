"""BibTeX in and out: the register of works that nobody has coded yet, and citations of the coded ones."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from bibtexparser.entrypoint import parse_string, write_string
from bibtexparser.library import Library
from bibtexparser.model import DuplicateBlockKeyBlock, DuplicateFieldKeyBlock, ParsingFailedBlock
from bibtexparser.model import Entry as Record
from bibtexparser.model import Field as RecordField
from bibtexparser.writer import BibtexFormat
from pylatexenc.latex2text import LatexNodes2Text

from taxonomy.errors import Finding
from taxonomy.model import Entry

_SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
_DECODED = {"title", "author", "booktitle", "journal", "howpublished"}
_ASCII = str.maketrans({"\u02c6": "^", "\u02dc": "~"})  # what the decoder makes of \textasciicircum and \textasciitilde
_FROM_LATEX = LatexNodes2Text(math_mode="verbatim", strict_latex_spaces=True)
_LATEX = re.compile(r"[\\{}$~%&#^_`'\"]|--")  # what the decoder could change; it is slow, and most names are plain
_JOURNAL = re.compile(
    r"journal|transactions|trans\.|tmlr|jmlr|letters|proceedings of the vldb|nature|magazine|computing surveys|pvldb", re.IGNORECASE
)
_WANTED = ("title", "author", "year")


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


def read_bibtex(text: str, path: str) -> tuple[list[Work], list[Finding]]:
    """Read BibTeX records.

    Args:
        text: the BibTeX text.
        path: the file's name, for the findings.

    Returns:
        The works that could be read, in order, and a finding for each block that could not, or that lacks a title,
        an author or a year.
    """
    library = parse_string(text)
    findings = [_failed(block, path) for block in library.failed_blocks]
    works: list[Work] = []
    for record in library.entries:
        missing = [name for name in _WANTED if not record.get(name)]
        if missing:
            findings.append(_finding(record, path, f"record {record.key!r} has no {' and no '.join(missing)}", "add it"))
        elif not re.fullmatch(r"[0-9]{4}", _plain(record, "year") or ""):
            findings.append(_finding(record, path, f"record {record.key!r} has the year {_plain(record, 'year')!r}", "write four digits"))
        else:
            works.append(_work(record))
    return works, sorted(findings)


def read_register(path: Path, shown: str) -> tuple[list[Work], list[Finding]]:
    """Read the register file; a register that is not there is empty.

    Args:
        path: the file.
        shown: its name in findings.

    Returns:
        Works and findings, as `read_bibtex`.
    """
    if not path.exists():
        return [], []
    try:
        return read_bibtex(path.read_text(encoding="utf-8"), shown)
    except (OSError, UnicodeDecodeError) as error:
        return [], [Finding(shown, 1, 1, "DOC014", f"the register cannot be read: {error}", "save it as a UTF-8 text file")]


def to_bibtex(works: Iterable[Work]) -> str:
    """Write works as BibTeX, sorted by key.

    Args:
        works: the works.

    Returns:
        One record a work; text is escaped for LaTeX, letters stay Unicode.
    """
    library = Library([_record(work) for work in sorted(works, key=lambda work: work.key)])
    style = BibtexFormat()  # type: ignore[no-untyped-call]
    style.indent = "  "
    style.block_separator = "\n"
    style.trailing_comma = True
    return write_string(library, unparse_stack=[], bibtex_format=style)


def _record(work: Work) -> Record:
    authors = [*work.authors, *(["others"] if work.more_authors else [])]
    kind, venue = _type_and_venue(work.venue)
    values = {
        "title": "{" + _escape(work.title) + "}",
        "author": " and ".join(_escape(author) for author in authors),
        "year": str(work.year) if work.year else None,
        venue: _escape(work.venue) if work.venue and (work.venue != "arXiv" or not work.arxiv) else None,
        "eprint": work.arxiv,
        "archiveprefix": "arXiv" if work.arxiv else None,
        "doi": work.doi,
        "url": work.url or (f"https://arxiv.org/abs/{work.arxiv}" if work.arxiv else None),
    }
    fields = [RecordField(name, "{" + value + "}") for name, value in values.items() if value]
    return Record(kind, work.key, fields)


def _type_and_venue(venue: str | None) -> tuple[str, str]:
    if venue is None or venue == "arXiv":
        return "misc", "howpublished"
    return ("article", "journal") if _JOURNAL.search(venue) else ("inproceedings", "booktitle")


def _escape(text: str) -> str:
    return "".join(_SPECIAL.get(character, character) for character in " ".join(text.split()))


def _plain(record: Record, name: str) -> str | None:
    """The value of a field as plain text, or None; LaTeX is decoded where the field holds prose."""
    field = record.get(name)
    if field is None:
        return None
    text = str(field.value)
    if name not in _DECODED:
        return " ".join(text.strip("{}").split()) or None
    bare = text[1:-1] if text.startswith("{") and text.endswith("}") else text
    if _LATEX.search(bare):
        bare = _FROM_LATEX.latex_to_text(text).translate(_ASCII)
    return " ".join(bare.split()) or None


def _work(record: Record) -> Work:
    authors = [" ".join(name.split()) for name in re.split(r"\s+and\s+", _plain(record, "author") or "")]
    eprint = _plain(record, "eprint")
    return Work(
        key=record.key,
        title=_plain(record, "title") or "",
        authors=tuple(_given_first(name) for name in authors if name != "others"),
        more_authors="others" in authors,
        year=int(_plain(record, "year") or 0),
        venue=next((value for name in ("booktitle", "journal", "howpublished") if (value := _plain(record, name))), None)
        or ("arXiv" if eprint else None),
        arxiv=eprint,
        doi=_plain(record, "doi"),
        url=_plain(record, "url"),
    )


def _given_first(name: str) -> str:
    family, comma, given = name.partition(",")
    return f"{given.strip()} {family.strip()}" if comma else name


def _failed(block: ParsingFailedBlock, path: str) -> Finding:
    if isinstance(block, DuplicateBlockKeyBlock):
        return _finding(block, path, f"the key {block.key!r} is already used by an earlier record", "give it another key or delete it")
    if isinstance(block, DuplicateFieldKeyBlock):
        return _finding(block, path, f"a record has the field {min(block.duplicate_keys)!r} twice", "keep one of them")
    return _finding(block, path, f"a record cannot be read: {block.error}", "check its braces, quotes and commas")


def _finding(block: Record | ParsingFailedBlock, path: str, message: str, fix: str) -> Finding:
    return Finding(path, (block.start_line or 0) + 1, 1, "DOC017", " ".join(message.split()), fix)
