"""Papers with verdicts and flags, the register, queries and the graph; computed when they are asked for.

What only an error or an answer needs is imported for it, so that a corpus that was kept is at hand as fast as its files are read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, NoReturn, Protocol

from taxonomy.memory import uncollected

if TYPE_CHECKING:
    from taxonomy.bibliography import Work
    from taxonomy.cases import ClassifiedSetting, Paper
    from taxonomy.comparison import ComparedFact
    from taxonomy.graph import Graph
    from taxonomy.lexicon import Lexicon
    from taxonomy.model import Entry
    from taxonomy.notions.verdicts import Verdict
    from taxonomy.rules.seen import Homes
    from taxonomy.selection import Index, Selection


class Source(Protocol):
    """Where the facts of a corpus come from."""

    @property
    def aliases(self) -> Mapping[str, Iterable[str]]:
        """The other names of each coded paper, by id in order."""

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Entries that hold no fault, sorted by id."""

    @property
    def register(self) -> tuple[Work, ...]:
        """Works that nobody has coded yet."""

    @property
    def lexicon(self) -> Lexicon:
        """Every term that the entries may use."""


class _AtHand(NamedTuple):
    """Facts that are at hand."""

    entries: tuple[Entry, ...]
    register: tuple[Work, ...]
    lexicon: Lexicon

    @property
    def aliases(self) -> Mapping[str, Iterable[str]]:
        return {entry.id: entry.aliases for entry in self.entries}


class Corpus:
    """All coded papers of a folder, with verdicts and flags, and the register of works that nobody has coded yet.

    It never changes; entries, verdicts and flags are made when they are first asked for.

    Example:
        >>> import taxonomy
        >>> corpus = taxonomy.load()
        >>> "fan2024salun" in corpus, "salun" in corpus
        (True, False)
    """

    _source: Source

    def __init__(self, source: Source) -> None:
        """Make a corpus of what a source tells."""
        self.__dict__["_source"] = source

    @classmethod
    def of(cls, entries: Iterable[Entry], register: Iterable[Work], lexicon: Lexicon) -> Corpus:
        """Join entries that hold no fault.

        Example:
            >>> import taxonomy
            >>> corpus = taxonomy.load()
            >>> part = taxonomy.Corpus.of([corpus["fan2024salun"].entry], (), corpus.lexicon)
            >>> [paper.id for paper in part]
            ['fan2024salun']
        """
        return cls(_AtHand(tuple(sorted(entries, key=lambda entry: entry.id)), tuple(register), lexicon))

    def __setattr__(self, name: str, value: object) -> NoReturn:
        """Refuse: a corpus never changes."""
        from dataclasses import FrozenInstanceError  # noqa: PLC0415  # only for this error

        raise FrozenInstanceError(f"a corpus never changes, so {name!r} cannot be set")

    def __delattr__(self, name: str) -> NoReturn:
        """Refuse: a corpus never changes."""
        from dataclasses import FrozenInstanceError  # noqa: PLC0415  # only for this error

        raise FrozenInstanceError(f"a corpus never changes, so {name!r} cannot be deleted")

    def __reduce__(self) -> tuple[Callable[..., Corpus], tuple[tuple[Entry, ...], tuple[Work, ...], Lexicon]]:
        """Carry the facts only; what follows from them is computed again."""
        return Corpus.of, (self.entries, self.register, self.lexicon)

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """Entries that hold no fault, sorted by id.

        Example:
            >>> import taxonomy
            >>> taxonomy.load().entries[0].id < taxonomy.load().entries[1].id
            True
        """
        return self._source.entries

    @cached_property
    def register(self) -> tuple[Work, ...]:
        """Works that nobody has coded yet, in the register's order.

        Example:
            >>> import taxonomy
            >>> corpus = taxonomy.load()
            >>> any(work.key in corpus for work in corpus.register)
            False
        """
        return self._source.register

    @cached_property
    def lexicon(self) -> Lexicon:
        """Every term that the entries may use.

        Example:
            >>> import taxonomy
            >>> taxonomy.load().lexicon.metrics["test-accuracy"].name
            'Test accuracy'
        """
        return self._source.lexicon

    @cached_property
    def papers(self) -> Mapping[str, Paper]:
        """Every coded paper by id, with verdicts and flags.

        Example:
            >>> import taxonomy
            >>> str(taxonomy.load().papers["guo2020certified"].notion)
            'untraining'
        """
        from taxonomy.cases import judge_entry  # noqa: PLC0415  # models are slow to import

        homes = self.home_notions
        with uncollected():
            return MappingProxyType({entry.id: judge_entry(entry, self._verdicts[entry.id], homes) for entry in self.entries})

    def __getitem__(self, paper_id: str) -> Paper:
        """Return a paper by id or alias; an unknown one raises `UnknownIdError` (a KeyError) naming the nearest ids.

        Example:
            >>> import taxonomy
            >>> taxonomy.load()["salun"]
            Traceback (most recent call last):
            taxonomy.errors.UnknownIdError: unknown paper 'salun'; did you mean 'fan2024salun'?
        """
        if not isinstance(paper_id, str):
            raise TypeError(f"a paper is asked for by its id, such as 'fan2024salun', not by {paper_id!r}")
        if paper_id not in self._ids:
            from taxonomy.errors import UnknownIdError  # noqa: PLC0415  # only for this error
            from taxonomy.nearest import nearest  # noqa: PLC0415  # likewise

            known = any(work.key == paper_id for work in self.register)
            remark = f"the register knows it, but nobody has coded it yet: `taxonomy new {paper_id}` begins its entry" if known else ""
            raise UnknownIdError("paper", paper_id, () if known else nearest(paper_id, self.papers), remark)
        return self.papers[self._ids[paper_id]]

    def __contains__(self, paper_id: object) -> bool:
        """Whether a paper of this id or alias is coded."""
        return paper_id in self._ids

    def __iter__(self) -> Iterator[Paper]:
        """Iterate over the papers in order of id."""
        return iter(self.papers.values())

    def __len__(self) -> int:
        """Count the coded papers."""
        return len(self._source.aliases)

    def __repr__(self) -> str:
        """Say how much there is."""
        settings = sum(len(entry.settings) for entry in self.entries)
        return f"<Corpus of {len(self)} papers with {settings} settings; {len(self.register)} known works not coded yet>"

    def settings(self) -> Iterator[ClassifiedSetting]:
        """Every setting of every paper, in order.

        Example:
            >>> import taxonomy
            >>> {setting.paper_id for setting in taxonomy.load().settings()} <= set(taxonomy.load().papers)
            True
        """
        for paper in self:
            yield from paper.settings.values()

    def setting(self, address: str) -> ClassifiedSetting:
        """Return a setting by its address.

        Args:
            address: `<paper>/<setting>`; the paper alone where it has only one setting.

        Raises:
            UnknownIdError: there is no such paper or setting, or the paper has several; names the nearest, or all.

        Example:
            >>> import taxonomy
            >>> taxonomy.load().setting("guo2020certified/linear-classifier").verdict.because[0].text
            'these very rows must count as never used'
        """
        if not isinstance(address, str):
            raise TypeError(f"a setting is asked for by its address, such as 'fan2024salun/random-samples', not by {address!r}")
        paper_id, _, name = address.partition("/")
        settings = self[paper_id].settings
        if not name and len(settings) != 1:
            from taxonomy.errors import UnknownIdError  # noqa: PLC0415  # only for this error

            remark = "" if settings else "its entry has no settings"
            raise UnknownIdError("setting", paper_id, tuple(f"{paper_id}/{each}" for each in settings), remark)
        return settings[name] if name else next(iter(settings.values()))

    def compare(self, *addresses: str) -> list[ComparedFact]:
        """Put two to six settings side by side, facts that differ first.

        Args:
            addresses: addresses as `setting` takes them.

        Raises:
            UnknownIdError: there is no such setting.
            ComparisonError: there are too few or too many settings, or one is named twice.

        Example:
            >>> import taxonomy
            >>> facts = taxonomy.load().compare("fan2024salun/random-samples", "fan2024salun/nudity")
            >>> next(fact.values for fact in facts if fact.name == "intended")
            (('untraining',), ('unlearning',))
        """
        from taxonomy.comparison import compare  # noqa: PLC0415  # models are slow to import

        settings = [self.setting(address) for address in addresses]
        return compare([(self[setting.paper_id], setting) for setting in settings])

    def query(self, text: str = "", **filters: str | int | Iterable[str] | None) -> Selection:
        """Choose settings.

        Args:
            text: words that title, authors, summary, names, methods or concepts must all hold.
            filters: values to admit, one or several a filter: `notion`, `evaluated`, `agreement`, `flag`, `metric`,
                `baseline`, `reference`, `problem`, `modality`, `granularity`; and the years `since` and `until`. None admits all.

        Returns:
            The settings that pass every filter.

        Raises:
            TypeError: there is no filter of that name, or its value is neither a word nor several.
            ValueError: `since` comes after `until`.
            UnknownIdError: no setting could ever have that value; names the nearest known ones.

        Example:
            >>> import taxonomy
            >>> found = taxonomy.load().query("diffusion", notion="unlearning", modality=["text-to-image", "image-generation"])
            >>> all(setting.verdict.intended == "unlearning" for setting in found)
            True
        """
        from taxonomy.selection import Selection, criteria_of  # noqa: PLC0415  # models are slow to import

        return Selection(self._index.chosen(criteria_of(text, filters, self._filter_values)), self.papers)

    def graph(self) -> Graph:
        """Make the graph of papers, settings, methods, metrics, references, problems, datasets and notions, each time a new one.

        Node and edge kinds stand in `taxonomy.graph.NODE_KINDS` and `taxonomy.graph.EDGE_KINDS`.

        Example:
            >>> import taxonomy
            >>> graph = taxonomy.load().graph()
            >>> graph["paper:fan2024salun"]["method:salun"][0]
            {'kind': 'proposes'}
        """
        from taxonomy.graph import build_graph  # noqa: PLC0415  # networkx is slow to import

        return build_graph(self.entries, self._verdicts, self.lexicon)

    @cached_property
    def home_notions(self) -> Homes:
        """Home notions of every method, computed from the entries; empty where unknown.

        Example:
            >>> import taxonomy
            >>> [str(notion) for notion in taxonomy.load().home_notions["sisa"]]
            ['untraining']
        """
        from taxonomy.homes import home_notions  # noqa: PLC0415  # models are slow to import

        return MappingProxyType(home_notions(self.entries, self._verdicts, self.lexicon))

    @cached_property
    def _verdicts(self) -> dict[str, dict[str, Verdict]]:
        from taxonomy.cases import verdicts_of  # noqa: PLC0415  # models are slow to import

        with uncollected():
            return {entry.id: verdicts_of(entry, self.lexicon.metrics) for entry in self.entries}

    @cached_property
    def _filter_values(self) -> Mapping[str, Iterable[str]]:
        from taxonomy.selection import filter_values  # noqa: PLC0415  # models are slow to import

        return filter_values(self.lexicon)

    @cached_property
    def _index(self) -> Index:
        from taxonomy.selection import Index  # noqa: PLC0415  # models are slow to import

        return Index(self)

    @cached_property
    def _ids(self) -> dict[str, str]:
        """Ids and aliases of papers -> ids."""
        names = self._source.aliases
        return {alias: paper for paper, aliases in names.items() for alias in aliases} | {paper: paper for paper in names}
