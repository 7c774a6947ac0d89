"""Entry files read one by one, and what no file shows by itself: unknown terms, ids and works that occur twice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from taxonomy import limits
from taxonomy.bibliography import Work, work_of
from taxonomy.documents import Document, NodePath, read_document
from taxonomy.errors import Finding
from taxonomy.identity import SPOKEN, KnownWorks
from taxonomy.lexicon import Lexicon, declared_by, load_lexicon, unknown_terms
from taxonomy.memory import uncollected
from taxonomy.model import Entry
from taxonomy.nearest import did_you_mean
from taxonomy.rules import CATALOGUE
from taxonomy.validation import validate

Read = list[tuple[Entry, Document]]
"""Entries with the files that they were read from."""


@uncollected()
def read_entries(paths: Iterable[Path]) -> tuple[Read, list[Finding]]:
    """Read and validate entry files one by one.

    Args:
        paths: the files.

    Returns:
        The entries that are valid by themselves, and the faults of the others.
    """
    read: Read = []
    findings: list[Finding] = []
    for path in paths:
        document = read_document(path)
        if not isinstance(document, Document):
            findings += document
            continue
        entry = validate(document, Entry)
        if isinstance(entry, Entry):
            read.append((entry, document))
        else:
            findings += entry
    return read, findings


def promised_methods(paths: Iterable[Path], faults: Iterable[Finding]) -> dict[str, str]:
    """Ids that files with faults may declare, so that one slip does not make faults of all who use them.

    Args:
        paths: all files that were read.
        faults: their faults.

    Returns:
        Every id that stands in a file with faults, as far as it can be read, and the paper that the file is called after.
    """
    faulty = {fault.path for fault in faults}
    promised: dict[str, str] = {}
    for path in paths:
        if path.as_posix() in faulty and path.is_file() and not path.is_symlink():
            with path.open(encoding="utf-8", errors="replace") as file:
                names = re.findall(r"\bid:\s*([a-z0-9]+(?:-[a-z0-9]+)*)", file.read(limits.ENTRY.kib << 10))
            promised |= dict.fromkeys(names, path.stem)
    return promised


def cross_check(read: Read, register: Iterable[Work], lexicon: Lexicon, others: Iterable[Entry] = ()) -> Iterator[Finding]:
    """Find what no file shows by itself.

    Args:
        read: entries that are valid by themselves, with their files.
        register: works that nobody has coded yet.
        lexicon: every term, those that the entries propose included.
        others: further entries, whose own faults are not asked for.

    Yields:
        Unknown terms, ids unlike the file name, terms declared twice, duplicate papers, unknown rule codes.
    """
    for entry, document in read:
        yield from unknown_terms(entry, document, lexicon)
        yield from _id_unlike_name(entry, document)
        yield from _unknown_codes(entry, document)
    yield from _declared_twice(read, others)
    yield from _duplicate_papers(read, register, others)


def _id_unlike_name(entry: Entry, document: Document) -> Iterator[Finding]:
    stem = Path(document.path).stem
    if stem != entry.id:
        message = f"the entry's id is {entry.id!r}, but its file is called {Path(document.path).name!r}"
        yield _at(document, ("id",), "DOC009", message, f"rename the file to {entry.id}.yaml, or write id: {stem}")


def _unknown_codes(entry: Entry, document: Document) -> Iterator[Finding]:
    codes = [rule.code for rule in CATALOGUE]
    named: list[tuple[NodePath, str]] = [(("acknowledged", i, "code"), item.code) for i, item in enumerate(entry.acknowledged)]
    named += [(("disputes", i, "code"), item.code) for i, item in enumerate(entry.disputes)]
    for path, code in named:
        if code not in codes:
            advice = did_you_mean(code, codes) or "`taxonomy explain` lists the rules"
            yield _at(document, path, "DOC007", f"unknown rule {code!r}", advice)


def _declared_twice(read: Read, others: Iterable[Entry]) -> Iterator[Finding]:
    declared = {name: f"the entry {entry.id}" for entry in others for _, name in declared_by(entry)}
    declared |= {name: "the vocabulary" for terms in load_lexicon().lists().values() for name in terms}
    for entry, document in read:
        for path, name in declared_by(entry):
            if name in declared:
                message = f"{name!r} is declared already, by {declared[name]}"
                yield _at(document, path, "DOC016", message, "keep the declaration of the paper that introduces it, delete the other")
            declared.setdefault(name, f"the entry {entry.id}")


def _duplicate_papers(read: Read, register: Iterable[Work], others: Iterable[Entry]) -> Iterator[Finding]:
    known = KnownWorks((f"the register record {work.key!r}", work) for work in register)
    keys = {work.key: f"the register record {work.key!r}" for work in register}
    for entry in others:
        known.add(f"the entry {entry.id!r}", work_of(entry))
        keys[entry.id] = f"the entry {entry.id!r}"
    for entry, document in read:
        found = known.find(work_of(entry))
        same, place = ("id", keys[entry.id]) if entry.id in keys else found[:2] if found else ("", "")
        if same:
            path: NodePath = ("links", same) if same in {"arxiv", "doi"} else (same,)
            fix = f"run `taxonomy new {entry.id}`, or delete the record" if "register" in place else "keep one of the two entries"
            spoken = {"id": "id", **SPOKEN}[same]
            yield _at(document, path, "DOC010", f"the paper is known already: {place} has the same {spoken}", fix)
        known.add(f"the entry {entry.id!r}", work_of(entry))
        keys[entry.id] = f"the entry {entry.id!r}"


def _at(document: Document, path: NodePath, code: str, message: str, fix: str) -> Finding:
    line, column = document.place(path)
    return Finding(document.path, line, column, code, message, fix)
