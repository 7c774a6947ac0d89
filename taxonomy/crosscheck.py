"""Entry files read one by one, and what no file shows by itself: unknown terms, ids and works that occur twice."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import cache
from itertools import chain
from pathlib import Path
from typing import TypeAlias

from pydantic import ValidationError

from taxonomy import limits
from taxonomy.bibliography import Work, items_told, work_of, work_told
from taxonomy.briefs import Brief
from taxonomy.documents import Document, Faults, NodePath, read_document
from taxonomy.errors import Finding
from taxonomy.identity import SPOKEN, KnownWorks
from taxonomy.lexicon import Facts, Lexicon, Names, Promise, declared_by, load_lexicon, unknown_terms, used_by
from taxonomy.memory import uncollected
from taxonomy.model import RULE_CODE, Entry
from taxonomy.names import TERM_PATTERN, Known
from taxonomy.nearest import did_you_mean, nearest_id
from taxonomy.rules import CATALOGUE
from taxonomy.validation import validate
from taxonomy.vocabulary.terms import PAPER_ID, Metric
from taxonomy.ways import EACH, words_at

Read: TypeAlias = list[tuple[Facts, Document]]
"""Entries, those with faults included as far as they can be read, with the files that they were read from."""
_ID = re.compile(r"\bid[\"']?:\s*[\"']?([A-Za-z0-9][\w -]*)")
"""What stands as an id in the text of a file."""


@uncollected()
def read_entries(paths: Iterable[Path], spoken: Callable[[], Known] | None = None) -> tuple[Read, list[Finding]]:
    """Read and validate entry files one by one.

    Args:
        paths: the files.
        spoken: gives the terms that advice on a faulty name draws on, with all their names; None takes the vocabulary with what those
            entries propose that were read.

    Returns:
        The entries, valid by themselves or not, and the faults of those that are not.
    """
    texts = [(found, found if isinstance(found, Document) else found.document) for found in map(read_document, paths)]
    documents = [document for _, document in texts if document is not None]
    entries = [validate(document, Entry) for document in documents]
    valid = [entry for entry in entries if isinstance(entry, Entry)]
    known = cache(spoken or (lambda: all_names(load_lexicon().joined_with(valid))))
    told = [
        each if isinstance(each, Entry) else validate(document, Entry, known) for each, document in zip(entries, documents, strict=True)
    ]
    faults = {found.document.path: found for found, _ in texts if isinstance(found, Faults) and found.document}
    findings = [fault for found, _ in texts if isinstance(found, Faults) for fault in found]
    read: Read = []
    for document, entry in zip(documents, told, strict=True):
        read.append((entry if isinstance(entry, Entry) and document.path not in faults else document.value, document))
        findings += _on_other_lines(entry if isinstance(entry, list) else [], faults.get(document.path, Faults()))
    return read, findings


def all_names(lexicon: Lexicon) -> Known:
    """Ids of all terms with all other names, the display name included."""
    lists = lexicon.lists()
    shown = {"metric": lexicon.metrics, "method": lexicon.methods, "problem": lexicon.problems, "dataset": lexicon.datasets}
    return {kind: {name: (term.name, *lists[kind][name]) for name, term in terms.items()} for kind, terms in shown.items()}


def _on_other_lines(more: list[Finding], faults: list[Finding]) -> list[Finding]:
    """Further faults where the text itself holds none: there, a value may not be the one that was meant."""
    lines, codes = {fault.line for fault in faults}, {fault.code for fault in faults}
    unsure = {"DOC013"} if "DOC002" in codes else set()  # the value that was not kept may be the one that agrees
    return [finding for finding in more if finding.line not in lines and finding.code not in unsure]


def sound(read: Read) -> Iterator[tuple[Entry, Document]]:
    """The entries that are valid by themselves, with their files."""
    return ((entry, document) for entry, document in read if isinstance(entry, Entry))


def promised_by(paths: Iterable[Path], faults: Iterable[Finding], read: Read) -> dict[str, Promise]:
    """Ids that files with faults may declare, so that one slip does not make faults of all who use them.

    Args:
        paths: all files that were read.
        faults: their faults.
        read: what they say.

    Returns:
        Every id that stands in a file with faults, as far as it can be read.
    """
    faulty = {fault.path for fault in faults}
    facts = {document.path: entry for entry, document in read}
    promised: dict[str, Promise] = {}
    for path in paths:
        if path.as_posix() in faulty and path.is_file() and not path.is_symlink():
            with path.open(encoding="utf-8", errors="replace") as file:
                names = {nearest_id(name, TERM_PATTERN) for name in _ID.findall(file.read(limits.ENTRY.kib << 10))}
            metrics = _sound_metrics(facts.get(path.as_posix(), {}), path.stem)
            promised |= {name: Promise(path.stem, metrics.get(name)) for name in names if name}
    return promised


def _sound_metrics(facts: Facts, paper: str) -> dict[str, Metric]:
    """The metrics that an entry with faults declares without one."""
    proposes = {} if isinstance(facts, Entry) else facts.get("proposes")
    told = items_told(proposes, "metrics") if isinstance(proposes, Mapping) else []
    metrics = {}
    for each in told:
        with suppress(ValidationError):
            metric = Metric.model_validate({**each, "sources": [paper]} if isinstance(each, Mapping) else each)
            metrics[metric.id] = metric
    return metrics


def cross_check(read: Read, register: Iterable[Work], names: Names, others: Iterable[Brief] = ()) -> Iterator[Finding]:
    """Find what no file shows by itself.

    Args:
        read: entries with their files; of those with faults, whatever can be read is looked up.
        register: works that nobody has coded yet.
        names: every term, those that the entries propose included.
        others: further entries, whose own faults are not asked for.

    Yields:
        Unknown terms, ids unlike the file name, terms declared twice, names of two papers, duplicate papers, unknown rule codes.
    """
    for entry, document in read:
        yield from unknown_terms(entry, document, names)
        yield from _id_unlike_name(entry, document)
        yield from _unknown_codes(entry, document)
    register, others = tuple(register), tuple(others)
    yield from _declared_twice(read, others)
    yield from _taken_names(read, register, others)
    yield from _duplicate_papers(read, register, others)


def elsewhere(more: Iterable[Finding], findings: Iterable[Finding]) -> list[Finding]:
    """Those of further findings at whose place nothing was found yet."""
    places = {(finding.path, finding.line, finding.column) for finding in findings}
    return [finding for finding in more if (finding.path, finding.line, finding.column) not in places]


def unjudged(read: Read, names: Names, findings: Iterable[Finding]) -> Iterator[Finding]:
    """Find metrics of sound files that cannot be judged, since the entry that declares them holds faults which are not told here.

    Args:
        read: entries with their files.
        names: every term, those that the entries propose included.
        findings: the faults that are told.
    """
    broken = {Path(finding.path).stem for finding in findings}
    for entry, document in sound(read):
        for kind, path, name in used_by(entry):
            promise = names.promised.get(name) if kind == "metric" and not names.knows(kind, name) else None
            if promise and not promise.metric and promise.paper not in broken:
                message = f"the metric {name!r} cannot be read where it is declared, in the entry {promise.paper!r}"
                yield _at(document, path, "DOC007", message, f"mend the faults of {promise.paper}.yaml first")


def name_of(facts: Facts, path: str) -> str:
    """The id of an entry; of one that has none, the name of its file."""
    if isinstance(facts, Entry):
        return facts.id
    return next((name for _, name in words_at(facts, ("id",), PAPER_ID)), Path(path).stem)


def _id_unlike_name(entry: Facts, document: Document) -> Iterator[Finding]:
    stem, name = Path(document.path).stem, name_of(entry, document.path)
    if stem != name:
        message = f"the entry's id is {name!r}, but its file is called {Path(document.path).name!r}"
        otherwise = f", or write id: {stem}" if re.search(PAPER_ID, stem) else ""
        yield _at(document, ("id",), "DOC009", message, f"rename the file to {name}.yaml{otherwise}")


def _unknown_codes(entry: Facts, document: Document) -> Iterator[Finding]:
    codes = [rule.code for rule in CATALOGUE]
    for path, code in chain.from_iterable(words_at(entry, (name, EACH, "code"), RULE_CODE) for name in ("acknowledged", "disputes")):
        if code not in codes:
            advice = did_you_mean(code, codes) or "`taxonomy explain` lists the rules"
            yield _at(document, path, "DOC007", f"unknown rule {code!r}", advice)


def _declared_twice(read: Read, others: Iterable[Brief]) -> Iterator[Finding]:
    declared = {term.id: f"the entry {other.name}" for other in others for term in other.terms}
    declared |= {name: "the vocabulary" for terms in load_lexicon().lists().values() for name in terms}
    for entry, document in read:
        for path, name in declared_by(entry):
            if name in declared:
                message = f"{name!r} is declared already, by {declared[name]}"
                yield _at(document, path, "DOC016", message, "keep the declaration of the paper that introduces it, delete the other")
            declared.setdefault(name, f"the entry {name_of(entry, document.path)}")


def _taken_names(read: Read, register: Iterable[Work], others: Iterable[Brief]) -> Iterator[Finding]:
    """Other names of papers by which another one is found, too."""
    taken = {work.key: "the key of a record in the register" for work in register}
    for other in others:
        taken |= dict.fromkeys(other.aliases, f"another name of the entry {other.name!r}")
    names = [name_of(entry, document.path) for entry, document in read]
    ids = {other.name for other in others} | set(names)
    called = {alias: other.name for other in others for alias in other.aliases}
    for (entry, document), name in zip(read, names, strict=True):
        if name in called:
            message = f"the id {name!r} is another name of the entry {called[name]!r}"
            yield _at(
                document, ("id",), "DOC016", message, "edit that entry if it is the same paper; else choose another id for the file, too"
            )
        for path, alias in words_at(entry, ("aliases", EACH), "(?s).+"):
            owner = f"the id of the entry {alias!r}" if alias in ids and alias != name else taken.get(alias)
            if owner:
                yield _at(
                    document,
                    path,
                    "DOC016",
                    f"the alias {alias!r} is {owner}",
                    "delete it where it does not belong: a name leads to one paper",
                )
            taken.setdefault(alias, f"another name of the entry {name!r}")


def _duplicate_papers(read: Read, register: Iterable[Work], others: Iterable[Brief]) -> Iterator[Finding]:
    coded, queued = KnownWorks(), KnownWorks((f"the register record {work.key!r}", work) for work in register)
    for other in others:
        coded.add(f"the entry {other.name!r}", other.work)
    for entry, document in read:
        name = name_of(entry, document.path)
        work = work_in(entry, name)
        is_draft = not isinstance(entry, Entry)  # it may still have its record
        if twin := coded.twin(work) or (None if is_draft else queued.twin(work)):
            same, place = twin
            path: NodePath = ("links", same) if same in {"arxiv", "doi"} else (same,)
            fix = f"run `taxonomy new {name}`, or delete the record" if "register" in place else "keep one of the two entries"
            spoken = {"id": "id", **SPOKEN}[same]
            yield _at(document, path, "DOC010", f"the paper is known already: {place} has the same {spoken}", fix)
        coded.add(f"the entry {name!r}", work)


def work_in(entry: Facts, name: str) -> Work:
    """The paper of an entry; where nothing can be read of its authors, its title may be another one's by chance."""
    work = work_of(entry) if isinstance(entry, Entry) else work_told(entry, name)
    return work if work.authors else replace(work, title="")


def _at(document: Document, path: NodePath, code: str, message: str, fix: str) -> Finding:
    line, column = document.place(path)
    return Finding(document.path, line, column, code, message, fix)
