"""Every word that an entry may use: the open lists of the vocabulary, joined with what entries propose."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import cache, cached_property
from importlib.resources import as_file, files
from types import MappingProxyType
from typing import Any, TypeAlias, TypeVar

from pydantic import create_model

from taxonomy import limits
from taxonomy.documents import Document
from taxonomy.errors import SITE_URL, Finding, UnknownIdError
from taxonomy.model import Entry, ProposedMethod
from taxonomy.nearest import did_you_mean, nearest
from taxonomy.validation import readable, validated
from taxonomy.vocabulary.terms import PAPER_ID, Dataset, Method, Metric, PendingMethod, Problem, Strict, Term, Wording

AnyMethod: TypeAlias = Method | PendingMethod | ProposedMethod
"""A method, whoever declares it."""
_FEW = 24
"""Most names that a message lists."""
_WAYS = {
    "metric": "declare it under `proposes` of the paper that introduces it, or add it to taxonomy/vocabulary/metrics.yaml",
    "method": "declare it under `proposes` of the paper that introduces it; where that paper has no entry yet, add it to "
    "taxonomy/vocabulary/pending.yaml; a method that no single paper owns, to taxonomy/vocabulary/methods.yaml",
    "problem": "add it to taxonomy/vocabulary/problems.yaml",
    "dataset": "declare it under `proposes` of the paper that introduces it, or add it to taxonomy/vocabulary/datasets.yaml",
}
"""How a term of each kind is declared."""
_T = TypeVar("_T", bound=Term)
_V = TypeVar("_V")


@dataclass(frozen=True)
class Lexicon:
    """Terms by id, each list in order of id; it never changes.

    Attributes:
        metrics: metrics of the vocabulary and of entries.
        generic_methods: methods that no single paper owns.
        pending_methods: methods whose own paper nobody has coded yet.
        proposed_methods: methods that entries propose.
        problems: problems.
        datasets: datasets of the vocabulary and of entries.
        wordings: words that papers use for what they do.
        proposed_by: for each proposed method, metric and dataset, the entry that proposes it.
    """

    metrics: Mapping[str, Metric] = field(default_factory=dict)
    generic_methods: Mapping[str, Method] = field(default_factory=dict)
    pending_methods: Mapping[str, PendingMethod] = field(default_factory=dict)
    proposed_methods: Mapping[str, ProposedMethod] = field(default_factory=dict)
    problems: Mapping[str, Problem] = field(default_factory=dict)
    datasets: Mapping[str, Dataset] = field(default_factory=dict)
    wordings: Mapping[str, Wording] = field(default_factory=dict)
    proposed_by: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for each in fields(self):
            object.__setattr__(self, each.name, MappingProxyType(dict(getattr(self, each.name))))

    def __reduce__(self) -> tuple[type[Lexicon], tuple[dict[str, Any], ...]]:
        return Lexicon, tuple(dict(getattr(self, each.name)) for each in fields(self))

    @cached_property
    def methods(self) -> Mapping[str, AnyMethod]:
        """All methods by id, in order of id."""
        groups: tuple[Mapping[str, AnyMethod], ...] = (self.generic_methods, self.pending_methods, self.proposed_methods)
        return _sorted({name: method for group in groups for name, method in group.items()})

    @cached_property
    def method_names(self) -> Mapping[str, str]:
        """Display names of all methods by id, in order of id."""
        return {name: method.name for name, method in self.methods.items()}

    def joined_with(self, entries: Iterable[Entry]) -> Lexicon:
        """Add what entries propose; where an id is taken already, the first declaration stays."""
        ordered = sorted(entries, key=lambda entry: entry.id)
        metrics = {term.id: term for entry in reversed(ordered) for term in entry.proposes.metrics}
        methods = {term.id: term for entry in reversed(ordered) for term in entry.proposes.methods}
        datasets = {term.id: term for entry in reversed(ordered) for term in entry.proposes.datasets}
        return replace(
            self,
            metrics=_sorted({**metrics, **self.metrics}),
            proposed_methods=_sorted({**methods, **self.proposed_methods}),
            datasets=_sorted({**datasets, **self.datasets}),
            proposed_by={**{name: entry.id for entry in reversed(ordered) for _, name in declared_by(entry)}, **self.proposed_by},
        )

    def with_promised(self, promised: Mapping[str, str], users: Iterable[Entry]) -> Lexicon:
        """Add methods that entries with faults seem to declare and others compare with; their home stays unknown.

        Args:
            promised: ids that stand in entries with faults, and the papers of these.
            users: the entries that compare.
        """
        compared = {method for entry in users for setting in entry.settings for method in setting.baselines}
        wanted = sorted(name for name in (compared & promised.keys()) - self.methods.keys() if re.fullmatch(PAPER_ID, promised[name]))
        told = "Declared by an entry that holds faults."
        added = {name: PendingMethod(id=name, name=name, definition=told, sources=(promised[name],)) for name in wanted}
        return replace(self, pending_methods=_sorted({**self.pending_methods, **added})) if added else self

    def lists(self) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
        """For each kind of term, the aliases by id."""
        return self._lists

    @cached_property
    def _lists(self) -> dict[str, dict[str, tuple[str, ...]]]:
        return {
            "metric": {name: term.aliases for name, term in self.metrics.items()},
            "method": {name: method.aliases for name, method in self.methods.items()},
            "problem": {name: term.aliases for name, term in self.problems.items()},
            "dataset": {name: term.aliases for name, term in self.datasets.items()},
        }


def declared_by(entry: Entry) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Everything that an entry declares: its place in the entry, and its id."""
    proposes = entry.proposes
    lists: dict[str, Sequence[ProposedMethod | Term]] = {
        "methods": proposes.methods,
        "metrics": proposes.metrics,
        "datasets": proposes.datasets,
    }
    for name, terms in lists.items():
        yield from ((("proposes", name, index, "id"), term.id) for index, term in enumerate(terms))


def used_by(entry: Entry) -> Iterator[tuple[str, tuple[str | int, ...], str]]:
    """Every term that an entry's settings name: kind, place in the entry, id."""
    for index, setting in enumerate(entry.settings):
        at: tuple[str | int, ...] = ("settings", index)
        yield "problem", (*at, "problem"), setting.problem
        yield from (("metric", (*at, "measurements", i, "metric"), m.metric) for i, m in enumerate(setting.measurements))
        yield from (("method", (*at, "baselines", i), method) for i, method in enumerate(setting.baselines))
        yield from (("dataset", (*at, "datasets", i), dataset) for i, dataset in enumerate(setting.datasets))


def unknown_terms(entry: Entry, document: Document, lexicon: Lexicon) -> Iterator[Finding]:
    """Find every term that nobody declared.

    Args:
        entry: the entry.
        document: the file it was read from.
        lexicon: all known terms, those that entries propose included.

    Yields:
        One finding (DOC007) for each place that names an unknown term, with the nearest known ones.
    """
    lists = lexicon.lists()
    for kind, path, name in used_by(entry):
        known = lists[kind]
        if name not in known:
            line, column = document.place(path)
            message = f"unknown {kind} {name!r}"
            yield Finding(document.path, line, column, "DOC007", message, _advice(kind, name, known))


def require_known(kind: str, name: str, known: Iterable[str]) -> None:
    """Refuse a name that nobody declared.

    Args:
        kind: what it is the name of, in words.
        name: the name.
        known: the names that are declared; of terms, with their aliases as `Lexicon.lists` gives them.

    Raises:
        UnknownIdError: it is none of them; names those that have it as an alias, or the nearest, or where all are listed.
    """
    names = known if isinstance(known, Mapping) else list(known)
    if name not in names:
        meant = tuple(_called_so(name, names)) if isinstance(names, Mapping) else ()
        near = meant or nearest(name, names)
        raise UnknownIdError(kind, name, near, "" if near else _listing(kind, names))


def _listing(kind: str, names: Iterable[str]) -> str:
    """Where the known names of a kind are listed; few are listed here."""
    known = list(names)
    page = {"baseline": "methods", "flag": "rules"}.get(kind, f"{kind}s")
    return f"known are {', '.join(known)}" if len(known) <= _FEW else f"{SITE_URL}{page}/ lists them"


def _called_so(name: str, known: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Terms that have a name as an alias; case and hyphens make no difference."""
    spoken = name.replace("-", " ").casefold()
    return [term for term, aliases in known.items() if spoken in {alias.replace("-", " ").casefold() for alias in aliases}]


def _advice(kind: str, name: str, known: Mapping[str, tuple[str, ...]]) -> str:
    meant = _called_so(name, known)
    declare = _WAYS[kind]
    if len(meant) == 1:
        return f"write {meant[0]!r}, of which it is another name"
    if meant:
        return f"write {' or '.join(map(repr, meant))}: each of them is also called so"
    hint = did_you_mean(name, known)
    return f"{hint} Otherwise {declare}" if hint else declare


@cache
def load_lexicon() -> Lexicon:
    """Read the open lists that come with the package.

    Returns:
        The vocabulary's own terms, without what entries propose.

    Raises:
        InvalidEntriesError: a vocabulary file holds faults.
    """
    return Lexicon(
        metrics=_read_terms("metrics", Metric),
        generic_methods=_read_terms("methods", Method),
        pending_methods=_read_terms("pending", PendingMethod),
        problems=_read_terms("problems", Problem),
        datasets=_read_terms("datasets", Dataset),
        wordings=_read_terms("wordings", Wording),
    )


def _read_terms(name: str, model: type[_T]) -> dict[str, _T]:
    with as_file(files("taxonomy.vocabulary") / f"{name}.yaml") as path:
        document = readable(path, limits.VOCABULARY)
    listed = validated(document, create_model(name, __base__=Strict, terms=(tuple[model, ...], ...)))  # type: ignore[valid-type]
    terms: tuple[_T, ...] = listed.terms  # type: ignore[attr-defined]
    return {term.id: term for term in terms}


def _sorted(terms: Mapping[str, _V]) -> dict[str, _V]:
    return dict(sorted(terms.items()))
