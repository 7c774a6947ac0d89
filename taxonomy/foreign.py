"""Records of strangers' bibliographies -> works: dates, venues, identifiers and names in all the ways of writing them."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from taxonomy.bibfields import OTHERS, plain, printable, split_outside_braces, unknown_macros
from taxonomy.bibliography import UnusableRecordError, Work, named, work_from
from taxonomy.errors import Finding, SetupError
from taxonomy.identifiers import address, arxiv_id, doi
from taxonomy.limits import LINE
from taxonomy.messages import reason
from taxonomy.nearest import shown
from taxonomy.records import Record, read_records

_MOST = 64 << 20
"""Most bytes of a bibliography that are read."""
_YEAR = re.compile(r"(?<![0-9])(1[0-9]{3}|2[01][0-9]{2})(?![0-9])|^([1-9][0-9]{3})$|^['\u2019]?([0-9]{2})$")
_EARLIEST, _LATEST = 1950, 2100
"""Years that an entry can have."""
_YEAR_OF_ID = re.compile(r"([0-9]{2})[0-9]{2}\.")
_PREPRINT = re.compile(r"arxiv|^corr$|^computing research repository", re.IGNORECASE)
_LINK = re.compile(r"https?://[^\s{}\"<>]+")
_ESCAPED = re.compile(r"\\([_%&#$~])(?:\{\})?|\{([_~])\}|\\textasciitilde(?:\{\})?|\{?\$\\sim\$\}?")
_VENUES = ("booktitle", "journal", "howpublished", "school", "institution", "publisher")
_ADDRESS = re.compile(r"https?:|\\url|www\.")
_PREPRINT_PLACES = ("arxivid", "journal", "journaltitle", "volume", "number", "pages", "howpublished", "note", "booktitle")
"""Where the arXiv id is told; addresses and DOIs stay as they are."""
_SEPARATORS = re.compile(r"\s*(?:;|\\&|\n&|\s&\s)\s*")
_ET_AL = re.compile(r",?\s*\bet\.?\s+al\b\.?\s*$", re.IGNORECASE)
_AND = re.compile(r"\s+and\s+", re.IGNORECASE)
_COMMA = re.compile(r"\s*,\s*")
_DANGLING = re.compile(r"^(?:and\s+)+|(?:\s+and)+$", re.IGNORECASE)
_IRREGULAR = re.compile(r"[{}\\$;&~,0-9]")
"""What does not stand in a list of names that are just written one after the other."""
_MARK = re.compile(r"\$\^[^$]*\$|\\textsuperscript\{[^{}]*\}")
"""What refers to an affiliation."""
_NUMBER = re.compile(r"\s+[0-9]{4}$")
"""What DBLP tells namesakes apart by."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What came out of a stranger's bibliography.

    Attributes:
        works: works with the line of their record, in order of the file; keys are as the file has them.
        remarks: what was put right or left out to read a record that was kept, and records that only describe the volume of others;
            in order of line.
        unread: records that could not be kept, each with the reason.
    """

    works: tuple[tuple[int, Work], ...]
    remarks: tuple[Finding, ...]
    unread: tuple[Finding, ...]


def read_text(path: str) -> tuple[str, str]:
    """Read a bibliography's text.

    Args:
        path: the file, or `-` for standard input.

    Returns:
        Its text, and a remark where the encoding had to be guessed, else nothing.

    Raises:
        SetupError: it cannot be read, or is too large.
    """
    try:
        raw = sys.stdin.buffer.read(_MOST + 1) if path == "-" else _head_of(Path(path))
    except OSError as error:
        raise SetupError(f"{path} cannot be read: {reason(error)}; check the path and its permissions") from error
    if len(raw) > _MOST:
        raise SetupError(f"{path} is larger than {_MOST >> 20} MiB; split it")
    return decoded(raw)


def _head_of(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_MOST + 1)


def decoded(raw: bytes) -> tuple[str, str]:
    """Decode a bibliography.

    Args:
        raw: the file's bytes.

    Returns:
        Its text, and a remark where the encoding had to be guessed, else nothing.
    """
    for mark, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if raw.startswith(mark):
            return raw.decode(name, "replace"), ""
    with suppress(UnicodeDecodeError):
        return raw.decode("utf-8"), ""
    declared = re.match(rb"%\s*Encoding:\s*([\w.:-]+)", raw)
    with suppress(LookupError, UnicodeDecodeError):
        return raw.decode(declared[1].decode("ascii") if declared else ""), ""
    return raw.decode("cp1252", "replace"), "the file is not UTF-8 and was read as Windows-1252"


def read_bibliography(text: str, path: str) -> Reading:
    """Read any bibliography, as far as it can be read.

    Args:
        text: BibTeX or BibLaTeX.
        path: the file's name, for the findings.

    Returns:
        Works, remarks and what could not be kept.
    """
    works: list[tuple[int, Work]] = []
    remarks: list[Finding] = []
    unread: list[Finding] = []
    for record in read_records(text.replace("\r\n", "\n").replace("\r", "\n")):
        if record.child is not None and not record.fields.get("author"):
            remarks.append(_remark(path, record, f"is the volume of {named(record.child)}, and no work of its own"))
            continue
        try:
            work, said = _work(record)
        except UnusableRecordError as error:
            unread.append(Finding(path, record.line, 1, "DOC017", error.message, error.fix))
            continue
        works.append((record.line, work))
        remarks += [_remark(path, record, f"is read, but {each}") for each in (*record.remarks, *said)]
    return Reading(tuple(works), tuple(remarks), tuple(unread))


def _remark(path: str, record: Record, words: str) -> Finding:
    return Finding(path, record.line, 1, "DOC017", f"{named(record.key)} {words}", "look it over")


def _work(record: Record) -> tuple[Work, list[str]]:
    """The work of a record, and what was guessed or left out."""
    if not record.fields:
        raise UnusableRecordError("this record cannot be read, or holds nothing", "check its braces, quotes, commas and equals signs")
    arxiv, identifier, page = _arxiv(record.fields), _doi(record.fields), _page(record.fields)
    year, doubt = _year(record, arxiv)
    wanted = {
        "title": _title(record.fields),
        "author": _authors(record.fields.get("author", "")),
        "year": year,
        **_venue(record.fields),
        "eprint": arxiv or "",
        "doi": identifier or "",
        "url": page or "",
    }
    work = work_from(record.key, {name: printable(value) for name, value in wanted.items() if value}, _kind(record))
    _require_short(work)
    if work.venue and _PREPRINT.search(work.venue):
        work = replace(work, venue="arXiv")
    return work, [*doubt, *_left_out(record.fields, work)]


def _kind(record: Record) -> str:
    """The type of the record; BibLaTeX tells a master's thesis in a field."""
    is_masters = record.kind == "thesis" and re.search("ma", record.fields.get("type", ""), re.IGNORECASE)
    return "mastersthesis" if is_masters else record.kind


def _title(fields: Mapping[str, str]) -> str:
    title, subtitle = fields.get("title", ""), fields.get("subtitle", "")
    return f"{title}: {subtitle}" if title and subtitle else title


def _authors(value: str) -> str:
    """A list of names as BibTeX has it, whatever stands between them."""
    if _is_regular(value):
        return value
    value = _MARK.sub("", value)
    cut = _DANGLING.sub("", _ET_AL.sub("", value).strip())
    if not _AND.search(cut):
        cut = " and ".join(part for part in split_outside_braces(cut, _SEPARATORS) if part)
    parts = [_DANGLING.sub("", part) for part in split_outside_braces(cut, _AND)]
    names = [_NUMBER.sub("", name) for part in parts for name in _names(part)]
    kept = [name for name in names if name not in {OTHERS, "{et al.}", "{et al}"}]
    return " and ".join([*kept, *([OTHERS] if (cut != value and _ET_AL.search(value)) or len(kept) < len(names) else [])])


def _is_regular(value: str) -> bool:
    """Whether nothing has to be put right in a list of names."""
    small = " ".join(value.casefold().split())
    ends = small.startswith("and ") or small.endswith((" and", " al", " al."))
    return not (_IRREGULAR.search(value) or ends or OTHERS in small or " and and " in small)


def _names(part: str) -> Iterator[str]:
    """One name, or several with nothing but commas between them (`A. Example, B. Sample,`)."""
    is_cut = part.rstrip().endswith(",")
    names = [name for name in split_outside_braces(part.strip(), _COMMA) if name]
    is_list = all(" " in name or "~" in name for name in names) and (is_cut or len(names) > 2 or re.match(r"[A-Z]\.", part.strip()))  # noqa: PLR2004  # family name, suffix, given name are one name
    yield from names if is_list else [", ".join(names)] if names else []


def _year(record: Record, arxiv: str | None) -> tuple[str, list[str]]:
    """The year of the record, of a span the first, and a word of caution if it had to be made out; an arXiv id tells it too."""
    told = {name: plain(record.fields[name]) for name in ("year", "date", "issued") if name in record.fields}
    for name, value in told.items():
        if found := _YEAR.search(value):
            year = found[1] or found[2] or f"{19 if found[3] >= '50' else 20}{found[3]}"
            odd = [f"its year {shown(value)} is taken as {year}"] if name == "year" and value != year else []
            return year, odd or ([] if _EARLIEST <= int(year) <= _LATEST else [f"{year} is an odd year"])
    odd = [f"has the {name} {shown(value)}" for name, value in told.items()]
    if arxiv and (found := _YEAR_OF_ID.match(arxiv)):
        return f"20{found[1]}", [f"its year is that of its arXiv id, 20{found[1]}, since it {odd[0] if odd else 'tells none'}"]
    if odd:
        raise UnusableRecordError(f"{named(record.key)} {odd[0]}", "write a year of four digits")
    return "", []


def _venue(fields: Mapping[str, str]) -> dict[str, str]:
    """Fields that name where the work appeared; an address is no venue."""
    told = {name: fields.get(name) or (fields.get("journaltitle") if name == "journal" else None) for name in _VENUES}
    return {name: value for name, value in told.items() if value and not _ADDRESS.search(value)}


def _arxiv(fields: Mapping[str, str]) -> str | None:
    archive = fields.get("archiveprefix", fields.get("eprinttype", "arxiv"))
    if archive.lower() == "arxiv" and (found := arxiv_id(fields.get("eprint", ""), bare=True)):
        return found
    told = (arxiv_id(fields[name]) for name in _PREPRINT_PLACES if name in fields)
    return next((found for found in told if found), None)


def _doi(fields: Mapping[str, str]) -> str | None:
    values = (_unescaped(fields.get(name, "")) for name in ("doi", "note"))
    return next((found for value in values if (found := doi(value))), None)


def _page(fields: Mapping[str, str]) -> str | None:
    """The address of the record; where it has none, the first one in a note that is more than an identifier."""
    own = _unescaped(fields.get("url", ""))
    if address(own):
        return own
    values = (own, *(_unescaped(fields.get(name, "")) for name in ("ee", "howpublished", "note")))
    found = [link[0].rstrip(".,;") for value in values for link in _LINK.finditer(value)]
    return next((link for link in found if address(link) and (link in own or not (arxiv_id(link) or "doi.org/" in link))), None)


def _left_out(fields: Mapping[str, str], work: Work) -> Iterator[str]:
    """What a record says that the work does not."""
    prose = [fields[name] for name in ("title", "subtitle", "author", "journaltitle", *_VENUES) if "\\" in fields.get(name, "")]
    yield from (f"the LaTeX command `\\{macro}` is not known and is left out" for value in prose for macro in unknown_macros(value))
    if fields.get("url", "").strip() and not work.url:
        yield f"the address {shown(fields['url'])} is left out, since it is no plain web address"
    if fields.get("doi", "").strip() and not work.doi:
        yield f"the DOI {shown(fields['doi'])} is left out, since it does not look like one"


def _unescaped(value: str) -> str:
    if "\\" not in value and "{" not in value:
        return value
    return _ESCAPED.sub(lambda found: found[1] or found[2] or "~", value)


def _require_short(work: Work) -> None:
    longest = max((work.title, *work.authors, work.venue or ""), key=len)
    if len(longest) > LINE:
        message = f"{named(work.key)} holds {shown(longest)}, which is {len(longest)} characters long"
        raise UnusableRecordError(message, "close the brace or quote that is missing")
