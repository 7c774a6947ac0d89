"""Entries in brief: as much as other files need to know of them, one line of JSON each.

A check of many files keeps these lines instead of the entries, and a check of a few files reads no more of the others. Files are read by
several processes where there are many, and what was read of a sound file is kept until it changes.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from pydantic_core import from_json, to_json

from taxonomy.abreast import for_each
from taxonomy.bibliography import Work, identities, work_of
from taxonomy.documents import Document, read_document
from taxonomy.errors import SetupError
from taxonomy.kept import lines_kept
from taxonomy.lexicon import load_lexicon, used_by
from taxonomy.memory import uncollected
from taxonomy.model import Entry
from taxonomy.rules import CATALOGUE
from taxonomy.validation import validate

_CHUNK = 64
"""Files that a process reads at a time."""
_MANY = 256
"""From so many files on, a second process is worth its start."""
_MOST = 8
"""Most processes that read."""
_CODES = frozenset(rule.code for rule in CATALOGUE)


class Told(NamedTuple):
    """A term that an entry proposes."""

    kind: str
    """Metric, method or dataset."""
    id: str
    name: str
    aliases: Sequence[str]


class Brief(NamedTuple):
    """What other files need to know of a sound entry."""

    name: str
    """Its id."""
    arxiv: str | None
    doi: str | None
    title: str
    """Letters and digits of its title."""
    author: str
    """Its first author."""
    aliases: Sequence[str]
    terms: Sequence[Told]
    """What it proposes."""
    uses: Sequence[tuple[str, str]]
    """Kinds and ids of the terms that it uses and the vocabulary does not have."""

    @property
    def identities(self) -> Iterator[tuple[str, str]]:
        """What tells that two works are the same, kind and value of each."""
        return ((kind, value) for kind, value in (("arxiv", self.arxiv), ("doi", self.doi), ("title", self.title)) if value)

    @property
    def work(self) -> Work:
        """The paper, as far as another one can be told from it."""
        return Work(self.name, self.title, (self.author,), False, None, arxiv=self.arxiv, doi=self.doi)

    @classmethod
    def of(cls, entry: Entry) -> Brief:
        """Put an entry in brief."""
        same = dict(identities(work_of(entry)))
        known = load_lexicon().lists()
        uses = {(kind, name): None for kind, _, name in used_by(entry) if name not in known[kind]}
        proposed = entry.proposes
        terms = [
            *(Told("metric", term.id, term.name, term.aliases) for term in proposed.metrics),
            *(Told("method", term.id, term.name, term.aliases) for term in proposed.methods),
            *(Told("dataset", term.id, term.name, term.aliases) for term in proposed.datasets),
        ]
        return cls(entry.id, same.get("arxiv"), same.get("doi"), same.get("title", ""), entry.authors[0], entry.aliases, terms, tuple(uses))

    @classmethod
    def read(cls, line: bytes) -> Brief:
        """Read a brief from its line."""
        name, arxiv, doi, title, author, aliases, terms, uses = from_json(line)
        return cls(name, arxiv, doi, title, author, aliases, [Told(*term) for term in terms], [(kind, name) for kind, name in uses])

    @property
    def file(self) -> str:
        """The name of its file."""
        return f"{self.name}.yaml"

    def line(self) -> bytes:
        """Write the brief on a line."""
        return to_json(self)


def told(lines: Iterable[bytes]) -> Iterator[Brief]:
    """Read briefs from their lines."""
    return map(Brief.read, lines)


class InBrief(NamedTuple):
    """Entry files of a folder, in order of name."""

    briefs: list[bytes]
    """The briefs of those that are sound by themselves and called after their ids, as lines."""
    others: list[str]
    """The names of the others, which a closer look must judge."""


def names_in(folder: Path) -> list[str]:
    """Names of the files of a folder of entries, in order.

    Raises:
        SetupError: there is no such folder.
    """
    if not (folder / "papers").is_dir():
        raise SetupError(f"{folder} is not a folder of entries: it has no folder `papers`")
    return sorted(name for name in os.listdir(folder / "papers") if not name.startswith("."))  # noqa: PTH208  # a path for each costs memory


def read_briefly(files: Sequence[str], folder: Path) -> InBrief:
    """Read entry files in brief.

    Args:
        files: their names.
        folder: the folder of entries, in whose folder `papers` they are.
    """
    held = lines_kept(folder)
    known = held.read() if held else {}
    rows = held.rows if held else {}
    lines = [known.get(rows.get(name, b"")) for name in files]
    unread = [name for name, line in zip(files, lines, strict=True) if line is None]
    read = _read(unread, folder)
    lines = [next(read) if line is None else line for line in lines]
    if held and len(unread) * _CHUNK > len(files):  # a few are read again rather than all written
        fresh = {rows[name]: line for name, line in zip(files, lines, strict=True) if line is not None and name in rows}
        held.write(fresh)
    others = [name for name, line in zip(files, lines, strict=True) if line is None]
    return InBrief([line for line in lines if line is not None], others)


def _read(files: Sequence[str], folder: Path) -> Iterator[bytes | None]:
    """The brief of each file; None where a closer look must judge it."""
    read = partial(_chunk, folder=(folder / "papers").as_posix())
    chunks = [files[at : at + _CHUNK] for at in range(0, len(files), _CHUNK)]
    load_lexicon()  # once for all processes
    return chain.from_iterable(for_each(read, chunks, _MOST if len(files) >= _MANY else 1))


@uncollected()
def _chunk(files: Iterable[str], folder: str) -> list[bytes | None]:
    return [_line(Path(folder, name)) for name in files]


def _line(path: Path) -> bytes | None:
    document = read_document(path)
    entry = validate(document, Entry) if isinstance(document, Document) else None
    if not isinstance(entry, Entry) or entry.id != path.stem:
        return None
    codes = {*(each.code for each in entry.acknowledged), *(each.code for each in entry.disputes)}
    return Brief.of(entry).line() if codes <= _CODES else None
