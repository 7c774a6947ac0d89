"""A corpus from a folder of entries, or from what was kept of it while nothing has changed.

Of a sound folder its entries are kept as JSON, one a line, and after them the register; the models validate them again when they are
needed. So nothing slow is imported before.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import cached_property
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import TYPE_CHECKING, Any

from taxonomy.bundled import bundled_entries
from taxonomy.corpus import Corpus
from taxonomy.kept import SOUND, Shelf, shelf_of
from taxonomy.memory import uncollected

if TYPE_CHECKING:
    from taxonomy.bibliography import Work
    from taxonomy.errors import Finding
    from taxonomy.lexicon import Lexicon
    from taxonomy.model import Entry

_LINES = "corpus.jsonl"


def load(entries: str | Path | None = None) -> Corpus:
    """Load a corpus; one that was loaded before and has not changed since is at hand at once.

    Args:
        entries: a folder with `papers/*.yaml` and `register.bib`; None takes the data that comes with the package.

    Returns:
        The corpus.

    Raises:
        SetupError: there is no such folder.
        InvalidEntriesError: an entry holds a fault; the error lists every fault of every file.

    Example:
        >>> import taxonomy
        >>> corpus = taxonomy.load()
        >>> verdict = corpus["fan2024salun"].settings["random-samples"].verdict
        >>> print(verdict.intended, verdict.evaluated, verdict.agreement)
        untraining untraining aligned
    """
    corpus, findings = opened(Path(entries) if entries is not None else bundled_entries())
    if findings:
        from taxonomy.errors import InvalidEntriesError  # noqa: PLC0415  # only for this error

        raise InvalidEntriesError(findings)
    return corpus


def opened(folder: Path) -> tuple[Corpus, list[Finding]]:
    """What `taxonomy.reading.read_corpus` says of a folder, out of what was kept of it where nothing has changed since."""
    shelf = shelf_of(folder)
    kept = _kept_on(shelf, folder) if shelf else None
    if kept is not None:
        return kept, []
    from taxonomy.reading import read_corpus  # noqa: PLC0415  # models are slow to import

    corpus, findings = read_corpus(folder)
    if shelf is not None and not findings and shelf_of(folder) == shelf:  # no file has changed while they were read
        _keep(corpus, shelf)
    return corpus, findings


class _Kept:
    """Facts that were kept; where they prove damaged, the files are read again."""

    def __init__(self, folder: Path, lines: mmap, index: Mapping[str, Any]) -> None:
        self.folder, self.lines, self.index = folder, lines, index

    @property
    def aliases(self) -> Mapping[str, Iterable[str]]:
        aliases: Mapping[str, Iterable[str]] = self.index["aliases"]
        return aliases

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        from taxonomy.model import Entry  # noqa: PLC0415  # models are slow to import

        try:
            with uncollected():
                return tuple([Entry.model_validate_json(line) for line in self.lines[: self.index["register"]].splitlines()])
        except ValueError:
            return self._read_again().entries

    @cached_property
    def register(self) -> tuple[Work, ...]:
        from taxonomy.bibliography import work_from_plain  # noqa: PLC0415  # BibTeX is slow to import

        try:
            return tuple(map(work_from_plain, json.loads(self.lines[self.index["register"] :])))
        except (ValueError, TypeError, KeyError):
            return self._read_again().register

    @cached_property
    def lexicon(self) -> Lexicon:
        from taxonomy.lexicon import load_lexicon  # noqa: PLC0415  # models are slow to import

        return load_lexicon().joined_with(self.entries)

    def _read_again(self) -> Corpus:
        from taxonomy.reading import read_corpus  # noqa: PLC0415  # models are slow to import

        return read_corpus(self.folder)[0]


def _kept_on(shelf: Shelf, folder: Path) -> Corpus | None:
    """What is kept of a folder in its present state, if anything sound is."""
    with suppress(OSError, ValueError), shelf.path(_LINES).open("rb") as file:
        index = json.loads(shelf.read(SOUND) or "null")
        lines = mmap(file.fileno(), 0, access=ACCESS_READ)
        if isinstance(index, dict) and index.get("size") == len(lines) and {"aliases", "register"} <= index.keys():
            return Corpus(_Kept(folder, lines, index))
    return None


def _keep(corpus: Corpus, shelf: Shelf) -> None:
    """Keep a sound corpus; the index comes last, so that it never tells of lines that are not there."""
    from taxonomy.bibliography import plain_of  # noqa: PLC0415  # BibTeX is slow to import

    entries = "".join(f"{entry.model_dump_json(exclude_defaults=True)}\n" for entry in corpus.entries)
    lines = f"{entries}{json.dumps(list(map(plain_of, corpus.register)), ensure_ascii=False)}\n"
    index = {
        "aliases": {entry.id: entry.aliases for entry in corpus.entries},
        "register": len(entries.encode()),
        "size": len(lines.encode()),
    }
    shelf.write(_LINES, lines)
    shelf.write(SOUND, json.dumps(index))
