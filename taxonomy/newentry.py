"""A work -> its entry file: found in the register, at arXiv or Crossref or in BibTeX, written once, and closed when it is valid."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from taxonomy.bibliography import UnusableRecordError, Work, identities, named
from taxonomy.crosscheck import read_entries, sound
from taxonomy.draft import draft
from taxonomy.errors import SITE_URL, SetupError, UnknownIdError
from taxonomy.foreign import Reading, read_bibliography
from taxonomy.holdings import Holdings
from taxonomy.identifiers import arxiv_id, doi
from taxonomy.identity import SPOKEN, free_id, namesake, paper_id, title_cautions
from taxonomy.lexicon import load_lexicon
from taxonomy.loading import opened
from taxonomy.lookup import LookupFailedError, from_arxiv, from_crossref
from taxonomy.nearest import nearest, shown
from taxonomy.reading import seen_with

_NAMED = 3
"""Most records that a message names."""
_PAPER_ID = re.compile(r"[a-z]+[0-9]{4}[a-z0-9]+")


class AlreadyCodedError(SetupError):
    """The paper has an entry already."""


@dataclass(frozen=True, slots=True)
class Begun:
    """An entry that is begun and not written yet.

    Attributes:
        path: the file that it is for.
        work: the paper; its key is the entry's id.
        source: where its bibliographic data come from, in words.
        remarks: what a person should know about them.
    """

    path: Path
    work: Work
    source: str
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A paper that was looked up.

    Attributes:
        work: its bibliographic data.
        source: where they come from, in words.
        remarks: what a person should know about them.
    """

    work: Work
    source: str
    remarks: tuple[str, ...] = ()


def find_by_id(name: str, holdings: Holdings) -> Found:
    """Find a register record by key; an arXiv id or a DOI is looked up as such.

    Args:
        name: the key.
        holdings: what is known.

    Raises:
        SetupError: it is the name of a file; or an arXiv id or DOI that an entry has already, or that cannot be looked up.
        UnknownIdError: the register has no such record; names the nearest keys.
    """
    if name in holdings.records:
        return _completed(holdings.records[name])
    if _names_file(name):
        hint = f"to take the paper from it: taxonomy new --bibtex {shlex.quote(name)}"
        raise SetupError(f"{shown(name)} is the name of a file, not an id; {hint}")
    if found := arxiv_id(name, bare=True):
        return find_by_arxiv(found, holdings)
    if found := doi(name):
        return find_by_doi(found, holdings)
    begin_so = tuple(sorted(key for key in holdings.records if key.startswith(name.lower())))[:3]
    raise UnknownIdError("register record", name, nearest(name, holdings.records) or begin_so)


def _names_file(name: str) -> bool:
    try:
        return name.endswith(".bib") or Path(name).is_file()
    except OSError:  # no file has a name as long as this one
        return False


def find_by_arxiv(text: str, holdings: Holdings) -> Found:
    """Look a paper up at arXiv; where that fails, in the register.

    Args:
        text: arXiv id or address.
        holdings: what is known.

    Raises:
        SetupError: the text holds no arXiv id, or an entry has it already.
        LookupFailedError: neither arXiv nor the register can tell.
    """
    identifier = arxiv_id(text, bare=True)
    if identifier is None:
        raise SetupError(f"{shown(text)} is no arXiv id; write it as 2310.12508, or give the paper's address at arXiv")
    known = Work("", "", (), True, None, arxiv=identifier)
    return _looked_up(known, holdings, f"arXiv {identifier}")


def find_by_doi(text: str, holdings: Holdings) -> Found:
    """Look a paper up at Crossref; where that fails, in the register.

    Args:
        text: DOI or its address.
        holdings: what is known.

    Raises:
        SetupError: the text holds no DOI, or an entry has it already.
        LookupFailedError: neither Crossref nor the register can tell.
    """
    identifier = doi(text)
    if identifier is None:
        raise SetupError(f"{shown(text)} is no DOI; write it as 10.1109/SP40001.2021.00019, or give its address")
    known = Work("", "", (), True, None, doi=identifier)
    return _looked_up(known, holdings, f"Crossref, DOI {identifier}")


def find_in_bibtex(text: str, path: str, key: str | None) -> Found:
    """Take a paper from BibTeX.

    Args:
        text: BibTeX or BibLaTeX.
        path: the file that it comes from; `-` is standard input.
        key: key of the record that is meant; None where there is only one.

    Raises:
        SetupError: there is no such record, or several.
        UnknownIdError: no record has the key; names the nearest ones.
    """
    name = "standard input" if path == "-" else path
    reading = read_bibliography(text, name)
    found = [(line, work) for line, work in reading.works if key in {None, work.key}]
    if not found:
        raise _nothing_found(reading, name, key)
    if len(found) > 1:
        raise SetupError(_choice([work.key for _, work in found], name, path, key))
    line, work = found[0]
    remarks = [remark.message for remark in reading.remarks if remark.line == line]
    unread = [f"line {finding.line} of {name}: {finding.message}, and is passed over" for finding in reading.unread if key is None]
    return Found(work, name, (*remarks, *unread))


def _nothing_found(reading: Reading, name: str, key: str | None) -> SetupError | UnknownIdError:
    """Why none of the records is the one that is meant."""
    keys = [work.key for _, work in reading.works]
    told = [*reading.unread, *reading.remarks] if key is not None else reading.unread
    told = [finding for finding in told if key is None or finding.message.startswith(f"{named(key)} ")]
    if keys and key is not None and not told:
        return UnknownIdError(f"record of {name}:", key, nearest(key, keys))
    reasons = "; ".join(f"line {finding.line}: {finding.message}" for finding in told[:_NAMED])
    return SetupError(f"{name} holds no record that an entry can be made of{f' ({reasons})' if reasons else ''}")


def _choice(keys: Sequence[str], name: str, path: str, key: str | None) -> str:
    """How to choose one of several records."""
    if key is not None:
        return f"{name} holds {len(keys)} records with the key {shown(key)}; give each a key of its own"
    listed = [shown(each) for each in dict.fromkeys(keys) if each]
    more = f" and {len(keys) - _NAMED} more" if len(listed) > _NAMED else ""
    command = f"taxonomy new {shlex.quote(next(filter(None, keys), 'KEY'))} --bibtex {shlex.quote(path)}"
    hint = f"say which one by its key, such as {command}; `taxonomy import` takes all of them into the register"
    return f"{name} holds {len(keys)} records ({', '.join(listed[:_NAMED])}{more}); {hint}"


def begin(found: Found, holdings: Holdings) -> Begun:
    """Choose the id of an entry and say what its file will hold; nothing is written.

    Args:
        found: the paper.
        holdings: what is known.

    Raises:
        SetupError: the paper has an entry already, or no id can be made of its bibliographic data.
    """
    _refuse_coded(found.work, holdings)
    known = holdings.register.find(found.work)
    source, work = found.source, found.work
    if known:
        same, place, record = known
        source = found.source if record.key == work.key else f"{place}, which has the same {SPOKEN[same]}"
        work = joined(record, work)
    cautions = title_cautions((place, other) for place, other in holdings.of_title(work) if other.key != work.key)
    if not known or not _PAPER_ID.fullmatch(work.key):
        wanted = _wanted_id(work)
        work = replace(work, key=free_id(wanted, holdings.taken))
        cautions += filter(None, ["" if known else namesake(work.key, wanted, holdings.taken)])
    return Begun(holdings.folder / "papers" / f"{work.key}.yaml", work, source, (*found.remarks, *cautions))


def _wanted_id(work: Work) -> str:
    try:
        return paper_id(work)
    except UnusableRecordError as error:
        raise SetupError(f"{error.message}; {error.fix}") from error


def text_of(begun: Begun, folder: Path) -> str:
    """The text of an entry file that is begun, with every term that the folder's entries and the vocabulary know."""
    read, _ = read_entries(sorted((folder / "papers").glob("*.yaml")))
    return draft(begun.work, load_lexicon().joined_with(entry for entry, _ in sound(read)), schema_address(folder))


def schema_address(folder: Path) -> str:
    """Where an entry file of a folder finds the JSON Schema: beside the folder where it is there, else on the site."""
    own = folder.parent / "taxonomy" / "schema.json"
    return "../../taxonomy/schema.json" if own.is_file() else f"{SITE_URL}schema.json"


def finish(name: str, holdings: Holdings) -> tuple[str, ...]:
    """Take the record of a paper out of the register once its entry is valid.

    Args:
        name: the entry's id.
        holdings: what is known.

    Returns:
        Keys of the records that were taken out.

    Raises:
        SetupError: the entry holds faults, or the register has no record of the paper.
    """
    path = holdings.folder / "papers" / f"{name}.yaml"
    faults = seen_with(opened(holdings.folder)[0], [path], against_register=False).findings
    if faults:
        raise SetupError(f"{path} is there already, and {len(faults)} answer(s) are missing or wrong; `taxonomy check {path}` lists them")
    records = [record.key for record in holdings.records.values() if _is_of(record, name, holdings)]
    if not records:
        raise SetupError(f"{path} is there already and is valid; edit it, it is never overwritten")
    holdings.remove_records(records)
    return tuple(records)


def joined(record: Work, found: Work) -> Work:
    """A register record with what it lacks: names, identifiers, an address. Its key, title, year and venue stay.

    Args:
        record: the register's record.
        found: the same paper as it was found elsewhere.
    """
    is_longer = record.more_authors and len(found.authors) >= len(record.authors) and bool(found.authors)
    return replace(
        record,
        authors=found.authors if is_longer else record.authors,
        more_authors=found.more_authors if is_longer else record.more_authors,
        venue=record.venue or found.venue,
        arxiv=record.arxiv or found.arxiv,
        doi=record.doi or found.doi,
        url=record.url or found.url,
    )


def _is_of(record: Work, name: str, holdings: Holdings) -> bool:
    found = holdings.entries.find(record)
    return record.key == name or (found is not None and found[2].key == name)


def _looked_up(known: Work, holdings: Holdings, source: str) -> Found:
    _refuse_coded(known, holdings)
    try:
        return Found(from_arxiv(known.arxiv) if known.arxiv else from_crossref(known.doi or ""), source)
    except LookupFailedError as error:
        record = holdings.register.find(known)
        if record is None:
            raise
        return Found(record[2], record[1], (f"{error}; the entry is made of {record[1]}",))


def _completed(record: Work) -> Found:
    """A register record; where it cuts the list of authors, with the names that arXiv or Crossref have."""
    source = f"the register record {record.key!r}"
    told = dict(identities(record))
    if not record.more_authors or not {"arxiv", "doi"} & set(told):
        return Found(record, source)
    try:
        found = from_arxiv(told["arxiv"]) if "arxiv" in told else from_crossref(told["doi"])
    except LookupFailedError as error:
        return Found(record, source, (f"the register cuts the list of authors, and {error}",))
    return Found(joined(record, found), f"{source} and {'arXiv' if 'arxiv' in told else 'Crossref'}")


def _refuse_coded(work: Work, holdings: Holdings) -> None:
    known = holdings.entries.find(work)
    if known:
        same, place, _ = known
        raise AlreadyCodedError(f"the paper is there already: {place} has the same {SPOKEN[same]}; edit that one")
