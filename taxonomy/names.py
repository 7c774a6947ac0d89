"""Names of the open lists, for advice on a name that is written in another way than its id."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib.resources import as_file, files
from typing import TypeAlias

from taxonomy import limits
from taxonomy.documents import Document, Faults, read_document
from taxonomy.nearest import did_you_mean, nearest_id

Known: TypeAlias = Mapping[str, Mapping[str, Sequence[str]]]
"""For each kind of term, the other names by id."""
KINDS = {"metric": "metric", "baselines": "method", "problem": "problem", "datasets": "dataset"}
"""Fields of a setting that name terms, and the kind of term."""
TERM_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"

_FILES = {"metric": ("metrics",), "method": ("methods", "pending"), "problem": ("problems",), "dataset": ("datasets",)}


_WAYS = {
    "metric": "declare it under `proposes` of the paper that introduces it, or add it to taxonomy/vocabulary/metrics.yaml",
    "method": "declare it under `proposes` of the paper that introduces it; where that paper has no entry yet, add it to "
    "taxonomy/vocabulary/pending.yaml; a method that no single paper owns, to taxonomy/vocabulary/methods.yaml",
    "problem": "add it to taxonomy/vocabulary/problems.yaml",
    "dataset": "declare it under `proposes` of the paper that introduces it, or add it to taxonomy/vocabulary/datasets.yaml",
}
"""How a term of each kind is declared."""


@cache
def term_file(name: str) -> Document | Faults:
    """Read a list of the vocabulary; each is read once."""
    with as_file(files("taxonomy.vocabulary") / f"{name}.yaml") as path:
        return read_document(path, limits.VOCABULARY)


@cache
def vocabulary() -> Known:
    """Read the names of the vocabulary; what entries propose is not among them."""
    return {kind: {name: other for file in listed for name, other in _names_in(file).items()} for kind, listed in _FILES.items()}


def called_so(name: str, known: Mapping[str, Sequence[str]]) -> list[str]:
    """Terms that have a name as another one; case, spaces, hyphens and underscores make no difference.

    Args:
        name: the name.
        known: the other names by id.
    """
    spoken = _spoken(name)
    return [term for term, others in known.items() if spoken in map(_spoken, others)]


def advice(kind: str, written: str, known: Callable[[], Known] = vocabulary) -> str:
    """Say which id was meant by a text that is none.

    Args:
        kind: kind of term.
        written: what stands in place of the id.
        known: gives the names that there are.

    Returns:
        The fix: the id that it spells, or that it is another name of; otherwise the nearest one, and how a new one is declared.
    """
    ids, made = known()[kind], nearest_id(written, TERM_PATTERN)
    if made in ids:
        return f"write {made!r}"
    if meant := called_so(written, ids):
        each = "of which it is another name" if len(meant) == 1 else "each of them is also called so"
        return f"write {' or '.join(map(repr, meant))}, {each}"
    hint = did_you_mean(written, ids)
    proposed = f"write {made!r} if an entry proposes it; where none does, " if made not in {"", written} and kind != "problem" else ""
    return f"{hint} Otherwise {proposed}{_WAYS[kind]}" if hint else f"{proposed}{_WAYS[kind]}"


def _names_in(file: str) -> dict[str, tuple[str, ...]]:
    document = term_file(file)
    terms = document.value["terms"] if isinstance(document, Document) else []
    return {term["id"]: (term["name"], *term.get("aliases", ())) for term in terms}


def _spoken(name: str) -> str:
    return " ".join(name.casefold().replace("-", " ").replace("_", " ").split())
