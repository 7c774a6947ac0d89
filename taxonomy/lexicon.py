"""Every word that an entry may use: the open lists of the vocabulary, joined with what entries propose."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cache, cached_property
from types import MappingProxyType
from typing import Any, Protocol, TypeAlias, TypeVar

from pydantic import create_model

from taxonomy.documents import Document, NodePath
from taxonomy.errors import SITE_URL, Finding, InvalidEntriesError, UnknownIdError
from taxonomy.model import Entry, ProposedMethod
from taxonomy.names import TERM_PATTERN, Known, advice, called_so, term_file
from taxonomy.nearest import nearest
from taxonomy.validation import validated
from taxonomy.vocabulary.terms import PAPER_ID, Dataset, Method, Metric, PendingMethod, Problem, Strict, Term, Wording
from taxonomy.ways import EACH, words_at

AnyMethod: TypeAlias = Method | PendingMethod | ProposedMethod
"""A method, whoever declares it."""
Facts: TypeAlias = Entry | Mapping[str, Any]
"""An entry; of one that holds faults, what its file says."""
_USES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("problem", ("settings", EACH, "problem")),
    ("metric", ("settings", EACH, "measurements", EACH, "metric")),
    ("method", ("settings", EACH, "baselines", EACH)),
    ("dataset", ("settings", EACH, "datasets", EACH)),
)
"""Kinds of terms, and where entries name them."""
_DECLARED = tuple(("proposes", name, EACH, "id") for name in ("methods", "metrics", "datasets"))
"""Where entries declare terms."""
_FEW = 24
"""Most names that a message lists."""
_PROMISED = "Declared by an entry that holds faults."
_T = TypeVar("_T", bound=Term)
_V = TypeVar("_V")


@dataclass(frozen=True, slots=True)
class Promise:
    """What a file with faults seems to declare.

    Attributes:
        paper: the paper that the file is called after.
        metric: the metric of that id, if the file declares one without a fault.
    """

    paper: str
    metric: Metric | None = None


class Names(Protocol):
    """Names of terms, as far as a check needs them."""

    @property
    def promised(self) -> Mapping[str, Promise]:
        """Ids that entries with faults seem to declare; nobody is blamed for using one."""

    def knows(self, kind: str, name: str) -> bool:
        """Whether a term of that kind is declared."""

    def lists(self) -> Known:
        """For each kind of term, the aliases by id."""


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
        promised: ids that entries with faults seem to declare; nobody is blamed for using one.
    """

    metrics: Mapping[str, Metric] = field(default_factory=dict)
    generic_methods: Mapping[str, Method] = field(default_factory=dict)
    pending_methods: Mapping[str, PendingMethod] = field(default_factory=dict)
    proposed_methods: Mapping[str, ProposedMethod] = field(default_factory=dict)
    problems: Mapping[str, Problem] = field(default_factory=dict)
    datasets: Mapping[str, Dataset] = field(default_factory=dict)
    wordings: Mapping[str, Wording] = field(default_factory=dict)
    proposed_by: Mapping[str, str] = field(default_factory=dict)
    promised: Mapping[str, Promise] = field(default_factory=dict)

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

    def with_promised(self, promised: Mapping[str, Promise], users: Iterable[Entry]) -> Lexicon:
        """Add what entries with faults seem to declare and others use; the home of such a method stays unknown.

        Args:
            promised: ids that stand in entries with faults.
            users: the entries that use them; one with a metric of which nothing else is known cannot be judged.
        """
        promised = {**self.promised, **promised}
        if not promised:
            return self
        known = self.lists()
        used = sorted({(kind, name) for entry in users for kind, _, name in used_by(entry) if name in promised and name not in known[kind]})
        told = [(kind, name, promised[name]) for kind, name in used if re.fullmatch(PAPER_ID, promised[name].paper)]
        facts = {name: {"id": name, "name": name, "definition": _PROMISED, "sources": (promise.paper,)} for _, name, promise in told}
        methods = {name: PendingMethod.model_validate(facts[name]) for kind, name, _ in told if kind == "method"}
        datasets = {name: Dataset.model_validate(facts[name]) for kind, name, _ in told if kind == "dataset"}
        metrics = {name: promise.metric for kind, name, promise in told if kind == "metric" and promise.metric}
        return replace(
            self,
            metrics=_sorted({**self.metrics, **metrics}),
            pending_methods=_sorted({**self.pending_methods, **methods}),
            datasets=_sorted({**self.datasets, **datasets}),
            promised=promised,
        )

    def unjudged(self, entry: Entry) -> set[str]:
        """Metrics that an entry uses and of which nothing is known, so that it cannot be judged."""
        return {m.metric for setting in entry.settings for m in setting.measurements} - self.metrics.keys()

    def knows(self, kind: str, name: str) -> bool:
        """Whether a term of that kind is declared."""
        return name in self._lists[kind]

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


def declared_by(entry: Facts) -> Iterator[tuple[NodePath, str]]:
    """Everything that an entry declares: its place in the entry, and its id."""
    for way in _DECLARED:
        yield from words_at(entry, way, TERM_PATTERN)


def used_by(entry: Facts) -> Iterator[tuple[str, NodePath, str]]:
    """Every term that an entry's settings name: kind, place in the entry, id."""
    if isinstance(entry, Entry):
        for at, setting in enumerate(entry.settings):
            yield "problem", ("settings", at, "problem"), setting.problem
            yield from (("metric", ("settings", at, "measurements", n, "metric"), m.metric) for n, m in enumerate(setting.measurements))
            yield from (("method", ("settings", at, "baselines", n), name) for n, name in enumerate(setting.baselines))
            yield from (("dataset", ("settings", at, "datasets", n), name) for n, name in enumerate(setting.datasets))
        return
    for kind, way in _USES:
        yield from ((kind, path, name) for path, name in words_at(entry, way, TERM_PATTERN))


def unknown_terms(entry: Facts, document: Document, names: Names) -> Iterator[Finding]:
    """Find every term that nobody declared.

    Args:
        entry: the entry, or what can be read of it.
        document: the file it was read from.
        names: all known terms, those that entries propose included.

    Yields:
        One finding (DOC007) for each place that names an unknown term, with the nearest known ones.
    """
    for kind, path, name in used_by(entry):
        if not names.knows(kind, name) and name not in names.promised:
            line, column = document.place(path)
            message = f"unknown {kind} {name!r}"
            yield Finding(document.path, line, column, "DOC007", message, advice(kind, name, names.lists))


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
        meant = tuple(called_so(name, names)) if isinstance(names, Mapping) else ()
        near = meant or nearest(name, names)
        raise UnknownIdError(kind, name, near, "" if near else _listing(kind, names))


def _listing(kind: str, names: Iterable[str]) -> str:
    """Where the known names of a kind are listed; few are listed here."""
    known = list(names)
    page = {"baseline": "methods", "flag": "rules"}.get(kind, f"{kind}s")
    return f"known are {', '.join(known)}" if len(known) <= _FEW else f"{SITE_URL}{page}/ lists them"


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
    document = term_file(name)
    if not isinstance(document, Document):
        raise InvalidEntriesError(document)
    listed = validated(document, create_model(name, __base__=Strict, terms=(tuple[model, ...], ...)))  # type: ignore[valid-type]
    terms: tuple[_T, ...] = listed.terms  # type: ignore[attr-defined]
    return {term.id: term for term in terms}


def _sorted(terms: Mapping[str, _V]) -> dict[str, _V]:
    return dict(sorted(terms.items()))
