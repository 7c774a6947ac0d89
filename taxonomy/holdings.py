"""What a working folder holds: entries, drafts of entries included, and the register; and which works it knows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from operator import attrgetter
from pathlib import Path
from typing import Any

from taxonomy.bibliography import Work, items_told, read_bibtex, register_or_fault, work_told
from taxonomy.documents import Document, read_document
from taxonomy.errors import Finding, SetupError
from taxonomy.identity import KnownWorks
from taxonomy.register import with_works, without
from taxonomy.writing import replace_file


@dataclass(frozen=True, slots=True)
class Holdings:
    """A folder of entries as it stands.

    Attributes:
        folder: the folder.
        entries: works of the entry files, whether or not these are valid yet.
        register: works of the register.
        records: the register's works by key.
        text: the register file's text.
    """

    folder: Path
    entries: KnownWorks
    register: KnownWorks
    records: Mapping[str, Work]
    text: str

    @property
    def taken(self) -> set[str]:
        """Every id in use."""
        return self.entries.keys | self.register.keys

    def find(self, work: Work) -> tuple[str, str, Work] | None:
        """Find the same work among entries and register: what is the same, where it stands, and the known work."""
        return self.entries.find(work) or self.register.find(work)

    def of_title(self, work: Work) -> Iterator[tuple[str, Work]]:
        """Works of entries and register that have the title of this one and seem to be others, each with its place."""
        return chain(self.entries.of_title(work), self.register.of_title(work))

    def add_records(self, works: list[Work]) -> None:
        """Write works into the register.

        Raises:
            SetupError: the register cannot be written, or would not read back, or was changed since it was read; it is as it was.
        """
        text = with_works(self.text, works)
        before, after = read_bibtex(self.text, "")[0], sorted(read_bibtex(text, "")[0], key=attrgetter("key"))
        if not any(after == sorted([*before, *added(works)], key=attrgetter("key")) for added in (_filled_in, read_back)):
            raise SetupError(f"the register {self.folder / 'register.bib'} would not read back with the new records; mend its faults first")
        replace_file(self.folder / "register.bib", text, was=self.text)

    def remove_records(self, keys: list[str]) -> None:
        """Take records out of the register.

        Raises:
            SetupError: the register cannot be written, or a record cannot be taken out; it is as it was.
        """
        replace_file(self.folder / "register.bib", without(self.text, keys), was=self.text)


def read_back(works: list[Work]) -> list[Work]:
    """The works as a register gives them back, which fills in what arXiv ids say."""
    return read_bibtex(with_works("", works), "")[0]


def _filled_in(works: list[Work]) -> list[Work]:
    """The works with what arXiv ids say: what is read back of almost all, at once."""
    return [
        replace(work, venue=work.venue or "arXiv", url=work.url or f"https://arxiv.org/abs/{work.arxiv}")
        if work.arxiv and not (work.venue and work.url)
        else work
        for work in works
    ]


def working_folder(chosen: Path | None) -> Path:
    """The folder of entries to write into: the chosen one, else ./entries.

    Raises:
        SetupError: it is no folder of entries. The data that came with the package are never written to.
    """
    folder = chosen or Path("entries")
    if not (folder / "papers").is_dir():
        raise SetupError(f"{folder} is not a folder of entries: it has no folder `papers`; run this in a checkout, or give --entries DIR")
    return folder


def read_holdings(folder: Path) -> Holdings:
    """Read what a folder holds, as far as it can be read.

    Args:
        folder: a folder with `papers/*.yaml` and, if there is one, `register.bib`.

    Raises:
        SetupError: the register cannot be read.
    """
    path = folder / "register.bib"
    text = register_or_fault(path)
    if isinstance(text, Finding):
        raise SetupError(f"{text.path}, line {text.line}: {text.message}; {text.fix}")
    works, _ = read_bibtex(text, path.as_posix())
    entries = KnownWorks()
    for file in sorted((folder / "papers").glob("*.yaml")):
        _take_in(entries, file)
    register = KnownWorks((f"the register record {work.key!r}", work) for work in works)
    return Holdings(folder, entries, register, {work.key: work for work in works}, text)


def _take_in(entries: KnownWorks, file: Path) -> None:
    """Take in an entry file by what it says of itself, valid or not."""
    document = read_document(file)
    value: Mapping[str, Any] = document.value if isinstance(document, Document) else {}
    entries.add(f"the entry {file.as_posix()}", work_told(value, file.stem))
    entries.keys.update(alias for alias in items_told(value, "aliases") if isinstance(alias, str) and alias)
