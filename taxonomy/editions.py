"""What changed from one edition of the data to the next: reports of `taxonomy diff` that are kept beside the entries."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from taxonomy.documents import Document, read_document
from taxonomy.errors import Finding
from taxonomy.limits import EDITION
from taxonomy.model import Day, RuleCode
from taxonomy.validation import validate
from taxonomy.vocabulary.terms import Line, PaperId, Strict, TermId

Nothing = Literal[""]
"""An empty text, which stands for what is not there."""
FOLDER = "changes"
"""The folder within a folder of entries."""


class KeptChange(Strict):
    """One verdict or flag that is not what it was."""

    paper: PaperId
    """The paper."""
    setting: TermId | Nothing
    """The setting; empty where a flag speaks of the paper."""
    code: RuleCode | Nothing
    """Code of the flag; empty for a verdict."""
    before: Line | Nothing
    """Verdict in words, or `flagged`; empty where there was none."""
    after: Line | Nothing
    """The same now."""
    cause: Literal["entry", "rules"]
    """Whether the paper's own file changed, or the rules, the vocabulary or another entry."""


class Edition(Strict):
    """What `taxonomy diff` said about one edition, and the day of it."""

    day: Day
    """Day of the edition: the file's name."""
    data_version: Line
    """Version of the data."""
    rules_version: Line
    """Version of the rule set."""
    revision: Line
    """The revision that was compared with."""
    added: tuple[PaperId, ...]
    """Papers that have an entry since then."""
    removed: tuple[PaperId, ...]
    """Papers that had one."""
    changed: tuple[PaperId, ...]
    """Papers whose entry reads otherwise."""
    faulty_before: tuple[PaperId, ...]
    """Papers that are not judged, since their entry held faults before."""
    faulty: Annotated[tuple[PaperId, ...], Field(max_length=0)]
    """Papers that are not judged, since their entry holds faults; an edition has none."""
    changes: tuple[KeptChange, ...]
    """Verdicts and flags that are not what they were."""
    remark: Line | Nothing
    """What a reader has to know about how the comparison was made."""


def read_editions(folder: Path) -> tuple[list[Edition], list[Finding]]:
    """Read what is kept about every edition.

    Args:
        folder: the folder of entries; reports stand in its folder `changes`, one file an edition, named after its day (JSON is YAML):
            `taxonomy diff REV --format json > entries/changes/2026-12-31.yaml`.

    Returns:
        The editions, the newest first, and every fault.
    """
    editions: list[Edition] = []
    findings: list[Finding] = []
    for path in sorted((folder / FOLDER).glob("*.yaml"), reverse=True):
        if not _is_day(path.stem):
            fix = "name it after the day of the edition, such as 2026-12-31.yaml"
            findings.append(Finding(path.as_posix(), 1, 1, "DOC009", f"{path.stem!r} is no day", fix))
            continue
        document = read_document(path, EDITION)
        edition = validate(_dated(document, path.stem), Edition) if isinstance(document, Document) else document
        if isinstance(edition, list):
            findings += edition
        else:
            editions.append(edition)
    return editions, findings


def _is_day(name: str) -> bool:
    try:
        return bool(re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", name)) and bool(date.fromisoformat(name))
    except ValueError:
        return False


def _dated(document: Document, day: str) -> Document:
    return replace(document, value={"day": day, **document.value})
