"""A few entry files against their neighbours, of which only as much is read as the check needs: what they are, and what they propose."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from taxonomy.bibliography import Work, identities, read_bibtex, register_or_fault, work_told
from taxonomy.corpus import Corpus
from taxonomy.crosscheck import promised_by
from taxonomy.documents import Document, parse_document, read_document
from taxonomy.errors import Finding
from taxonomy.filetext import read_text
from taxonomy.lexicon import load_lexicon
from taxonomy.limits import ENTRY
from taxonomy.model import Entry
from taxonomy.validation import validate

_SETTINGS = re.compile(r"(?ms)^settings:.*?(?=^[a-z]|\Z)")
"""The longest part of an entry, which its neighbours do not ask for."""
_STUB: dict[str, Any] = {
    "kind": "method",
    "summary": "-",
    "curation": {"coded": "2000-01-01", "coders": ["-"], "confidence": "low"},
}
_TELLING = 2
"""Words of a title by which a record is found."""


def neighbours(paths: Iterable[Path], folder: Path) -> Corpus:
    """As much of a folder of entries as the check of some entry files needs: what the others are and propose, and records like these.

    Args:
        paths: the files.
        folder: the folder of entries.

    Returns:
        A corpus without settings, to see the files with.
    """
    listed = list(paths)
    given = {path.stem for path in listed}
    files = [path for path in sorted((folder / "papers").glob("*.yaml")) if path.stem not in given]
    found = [(path, _in_short(path)) for path in files]
    others = [entry for _, entry in found if entry is not None]
    broken = [path for path, entry in found if entry is None]
    promised = promised_by(broken, [Finding(path.as_posix(), 1, 1, "DOC014", "", "") for path in broken], [])
    lexicon = load_lexicon().joined_with(others).with_promised(promised, ())
    works = [work_told(_told_by(path), path.stem) for path in listed]
    return Corpus.of(others, _records_like(works, folder / "register.bib"), lexicon)


def _told_by(path: Path) -> Mapping[str, Any]:
    """What a file says, as far as it can be read."""
    found = read_document(path)
    if isinstance(found, Document):
        return found.value
    return found.document.value if found.document else {}


def _in_short(path: Path) -> Entry | None:
    """What an entry is and proposes; None where it cannot be read."""
    text = read_text(path, path.as_posix(), ENTRY)
    document = parse_document(_SETTINGS.sub("", text), path.as_posix()) if isinstance(text, str) else None
    if not isinstance(document, Document):
        return None
    known: dict[str, Any] = {
        name: document.value[name] for name in ("id", "aliases", "title", "authors", "year", "venue", "links") if name in document.value
    }
    value: dict[str, Any] = {**_STUB, **known, "proposes": _without_settings(document.value.get("proposes", {}))}
    entry = validate(Document(path.as_posix(), value), Entry)
    return entry if isinstance(entry, Entry) else None


def _without_settings(proposes: Any) -> Any:
    """What is proposed, without the settings in which it is."""
    methods = proposes.get("methods") if isinstance(proposes, dict) else None
    if not isinstance(methods, list):
        return proposes
    return {**proposes, "methods": [{**each, "settings": []} if isinstance(each, dict) else each for each in methods]}


def _records_like(works: list[Work], register: Path) -> Iterator[Work]:
    """Records that may be of these works: with the same key or identifier, or with the longest words of the title."""
    text = register_or_fault(register) if register.exists() else ""
    if isinstance(text, Finding):
        return
    likely = [block for block in re.split(r"(?m)^(?=@)", text) if any(_is_like(_letters(block), work) for work in works)]
    yield from read_bibtex("".join(likely), register.as_posix())[0] if likely else ()


def _is_like(block: str, work: Work) -> bool:
    told = {kind: value.casefold() for kind, value in identities(work)}
    words = sorted(re.findall(r"[a-z0-9]+", _letters(work.title)), key=len)[-_TELLING:]
    exact = [told[kind] for kind in ("arxiv", "doi") if kind in told]
    return f"{work.key}," in block or any(each in block for each in exact) or (bool(words) and all(word in block for word in words))


def _letters(text: str) -> str:
    """Text in small letters, without marks of LaTeX and accents."""
    plain = text if text.isascii() else unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[{}\\\"'`^~]", "", plain).casefold()
