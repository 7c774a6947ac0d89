"""Names of the open lists, for advice on a name that is written in another way than its id."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib.resources import as_file, files
from typing import TypeAlias

from taxonomy import limits
from taxonomy.documents import Document, read_document
from taxonomy.errors import SITE_URL
from taxonomy.nearest import did_you_mean, nearest_id, quoted

Known: TypeAlias = Mapping[str, Mapping[str, Sequence[str]]]
"""For each kind of term, the other names by id."""
KINDS = {"metric": "metric", "baselines": "method", "problem": "problem", "datasets": "dataset"}
"""Fields of a setting that name terms, and the kind of term."""
TERM_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"

_FILES = {"metric": ("metrics",), "method": ("methods", "pending"), "problem": ("problems",), "dataset": ("datasets",)}


@cache
def vocabulary() -> Known:
    """Read the names of the vocabulary; what entries propose is not among them."""
    return {kind: {name: other for file in listed for name, other in _names_in(file).items()} for kind, listed in _FILES.items()}


def advice(kind: str, written: str, known: Callable[[], Known] = vocabulary) -> str:
    """Say which id was meant by a text that is no id.

    Args:
        kind: kind of term.
        written: what stands in place of the id.
        known: gives the names that there are.

    Returns:
        The fix: the id that it spells, or that it is another name of; otherwise the nearest one, and where all are listed.
    """
    ids, made = known()[kind], nearest_id(written, TERM_PATTERN)
    if made in ids:
        return f"write {quoted(made)}"
    if meant := [name for name, others in ids.items() if _spoken(written) in map(_spoken, others)]:
        return f"write {' or '.join(map(quoted, meant))}, of which it is another name"
    listed = " and ".join(f"taxonomy/vocabulary/{file}.yaml" for file in _FILES[kind])
    proposed = f"write {quoted(made)} if an entry proposes it" if made and kind != "problem" else ""
    hint = did_you_mean(written, ids)
    first = f"{hint} Otherwise {proposed}" if hint and proposed else hint or proposed or "write an id"
    return f"{first}{'' if first.endswith('?') else ';'} all names: {listed}, {SITE_URL}{kind}s/"


def _names_in(file: str) -> dict[str, tuple[str, ...]]:
    with as_file(files("taxonomy.vocabulary") / f"{file}.yaml") as path:
        document = read_document(path, limits.VOCABULARY)
    terms = document.value["terms"] if isinstance(document, Document) else []
    return {term["id"]: (term["name"], *term.get("aliases", ())) for term in terms}


def _spoken(name: str) -> str:
    return " ".join(name.casefold().replace("-", " ").replace("_", " ").split())
