"""A folder of entries -> papers with verdicts and flags, the register, findings and queries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from taxonomy.bibliography import Work, read_register
from taxonomy.bundled import bundled_entries
from taxonomy.cases import ClassifiedSetting, Paper, judge_entry, verdicts_of
from taxonomy.comparison import ComparedFact, compare
from taxonomy.crosscheck import Read, cross_check, elsewhere, name_of, promised_by, read_entries, sound
from taxonomy.errors import Finding, InvalidEntriesError, SetupError, UnknownIdError
from taxonomy.homes import home_notions
from taxonomy.lexicon import Lexicon, load_lexicon, require_known, used_by
from taxonomy.memory import uncollected
from taxonomy.model import Entry
from taxonomy.nearest import nearest
from taxonomy.notions.verdicts import Verdict
from taxonomy.rules import CATALOGUE
from taxonomy.rules.seen import Homes
from taxonomy.selection import Criteria, Index, Selection
from taxonomy.vocabulary.closed import Agreement, Evaluated, Granularity, Modality, Notion, Reference

if TYPE_CHECKING:
    from taxonomy.graph import Graph


@dataclass(frozen=True, eq=False, repr=False)
class Corpus:
    """All coded papers of a folder, with verdicts and flags, and the register of works that nobody has coded yet.

    It never changes; verdicts and flags are computed when they are first asked for.

    Attributes:
        entries: entries that hold no fault, sorted by id.
        register: works that nobody has coded yet.
        lexicon: every term that the entries may use.

    Example:
        >>> import taxonomy
        >>> corpus = taxonomy.load()
        >>> "fan2024salun" in corpus, "salun" in corpus
        (True, False)
    """

    entries: tuple[Entry, ...]
    register: tuple[Work, ...]
    lexicon: Lexicon

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
        return cls(tuple(sorted(entries, key=lambda entry: entry.id)), tuple(register), lexicon)

    def __reduce__(self) -> tuple[type[Corpus], tuple[tuple[Entry, ...], tuple[Work, ...], Lexicon]]:
        """Carry the facts only; what follows from them is computed again."""
        return Corpus, (self.entries, self.register, self.lexicon)

    @cached_property
    def papers(self) -> Mapping[str, Paper]:
        """Every coded paper by id, with verdicts and flags.

        Example:
            >>> import taxonomy
            >>> str(taxonomy.load().papers["guo2020certified"].notion)
            'untraining'
        """
        homes = self.home_notions
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
        return len(self.entries)

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
        if not isinstance(text, str):
            raise TypeError(f"`text` is words to search for, not {text!r}")
        criteria = Criteria(text=text, **self._normalised(filters))  # type: ignore[arg-type]
        return Selection(self._index.chosen(criteria), self.papers)

    def graph(self) -> Graph:
        """Return the graph of papers, settings, methods, metrics, references, problems, datasets and notions, as a copy of one's own.

        Node and edge kinds stand in `taxonomy.graph.NODE_KINDS` and `taxonomy.graph.EDGE_KINDS`.

        Example:
            >>> import taxonomy
            >>> graph = taxonomy.load().graph()
            >>> graph["paper:fan2024salun"]["method:salun"][0]
            {'kind': 'proposes'}
        """
        return self._graph.copy()

    @cached_property
    def home_notions(self) -> Homes:
        """Home notions of every method, computed from the entries; empty where unknown.

        Example:
            >>> import taxonomy
            >>> [str(notion) for notion in taxonomy.load().home_notions["sisa"]]
            ['untraining']
        """
        return MappingProxyType(home_notions(self.entries, self._verdicts, self.lexicon))

    def seen_with(self, paths: Iterable[Path], *, against_register: bool) -> Seen:
        """See entry files together with the corpus, of which they replace the entries of the same id.

        Args:
            paths: the files.
            against_register: whether a work that the register knows is a fault; a draft may still have its record there.

        Example:
            >>> import taxonomy
            >>> from pathlib import Path
            >>> seen = taxonomy.load().seen_with([Path("no-such-entry.yaml")], against_register=False)
            >>> [finding.code for finding in seen.findings]
            ['DOC014']
        """
        paths = list(paths)
        read, findings = read_entries(paths, self.lexicon)
        given = {name_of(entry, document) for entry, document in read}
        others = [other for other in self.entries if other.id not in given]
        entries = [*others, *(entry for entry, _ in sound(read))]
        known = replace(load_lexicon(), pending_methods=self.lexicon.pending_methods, promised=self.lexicon.promised)
        lexicon = known.joined_with(entries).with_promised(promised_by(paths, findings, read), entries)
        findings += elsewhere(cross_check(read, self.register if against_register else (), lexicon, others), findings)
        findings += _unjudged(read, lexicon, findings)
        broken = {finding.path for finding in findings}
        kept = [(entry, document.path) for entry, document in sound(read) if document.path not in broken]
        joined = Corpus.of([*others, *(entry for entry, _ in kept)], self.register, lexicon)
        return Seen(joined, {entry.id: path for entry, path in kept}, sorted(findings))

    @cached_property
    def _graph(self) -> Graph:
        from taxonomy.graph import build_graph  # noqa: PLC0415  # networkx is slow to import

        return build_graph(self.entries, self._verdicts, self.lexicon)

    @cached_property
    def _verdicts(self) -> dict[str, dict[str, Verdict]]:
        return {entry.id: verdicts_of(entry, self.lexicon.metrics) for entry in self.entries}

    @cached_property
    def _index(self) -> Index:
        return Index(self)

    @cached_property
    def _ids(self) -> dict[str, str]:
        """Ids and aliases of papers -> ids."""
        return {alias: entry.id for entry in self.entries for alias in entry.aliases} | {entry.id: entry.id for entry in self.entries}

    def _normalised(self, filters: Mapping[str, str | int | Iterable[str] | None]) -> dict[str, object]:
        known = self._filter_values
        years = {name: _year(name, filters.get(name)) for name in ("since", "until")}
        if None not in years.values() and years["since"] > years["until"]:  # type: ignore[operator]  # neither is None
            raise ValueError(f"no year is since {years['since']} and until {years['until']}; exchange the two")
        normalised: dict[str, object] = dict(years)
        for name, given in filters.items():
            if name in years or given is None:
                continue
            if name not in known:
                raise TypeError(f"there is no filter {name!r}; the filters are {', '.join([*known, *years, 'text'])}")
            normalised[name] = _words_of(name, given)
            for value in normalised[name]:  # type: ignore[attr-defined]  # a tuple of words
                require_known(name, value, known[name])
        return normalised

    @cached_property
    def _filter_values(self) -> dict[str, Iterable[str]]:
        codes = [rule.code for rule in CATALOGUE]
        terms = self.lexicon.lists()
        return {
            "notion": _words(Notion),
            "evaluated": _words(Evaluated),
            "agreement": _words(Agreement),
            "flag": [*codes, *dict.fromkeys(code[:length] for code in codes for length in (3, 4))],
            "metric": terms["metric"],
            "baseline": terms["method"],
            "reference": _words(Reference),
            "problem": terms["problem"],
            "modality": _words(Modality),
            "granularity": _words(Granularity),
        }


@dataclass(frozen=True, slots=True)
class Seen:
    """Entry files together with a corpus.

    Attributes:
        corpus: the corpus with those of them that hold no fault.
        given: their files by id, in the order of the files.
        findings: the faults of the others, in order of path and line.
    """

    corpus: Corpus
    given: Mapping[str, str]
    findings: list[Finding]


def _words(words: type[StrEnum]) -> list[str]:
    return [word.value for word in words]


def _year(name: str, given: object) -> int | None:
    if given is not None and (not isinstance(given, int) or isinstance(given, bool)):
        raise TypeError(f"`{name}` is a year such as 2024, not {given!r}")
    return given


def _words_of(name: str, given: object) -> tuple[str, ...]:
    """The values of a filter: one word, or several."""
    several = tuple(given) if isinstance(given, Iterable) and not isinstance(given, str | bytes) else (given,)
    for value in several:
        if not isinstance(value, str):
            raise TypeError(f"`{name}` is a word or several words, not {given!r}")
    return several


def load(entries: str | Path | None = None) -> Corpus:
    """Load a corpus.

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
    corpus, findings = read_corpus(Path(entries) if entries is not None else bundled_entries())
    if findings:
        raise InvalidEntriesError(findings)
    return corpus


@uncollected()
def read_corpus(folder: Path) -> tuple[Corpus, list[Finding]]:
    """Read a folder of entries, faults and all.

    Args:
        folder: a folder with `papers/*.yaml` and `register.bib`.

    Returns:
        A corpus of the entries that hold no fault, and every fault of every file in order of path and line.

    Raises:
        SetupError: there is no such folder.
    """
    if not (folder / "papers").is_dir():
        raise SetupError(f"{folder} is not a folder of entries: it has no folder `papers`")
    register, findings = read_register(folder / "register.bib")
    paths = sorted(path for path in (folder / "papers").iterdir() if not path.name.startswith("."))
    read, faults = read_entries(paths)
    entries = [entry for entry, _ in sound(read)]
    lexicon = load_lexicon().joined_with(entries).with_promised(promised_by(paths, faults, read), entries)
    faults += elsewhere(cross_check(read, register, lexicon), faults)
    broken = {finding.path for finding in faults}
    kept = [entry for entry, document in sound(read) if document.path not in broken and not lexicon.unjudged(entry)]
    return Corpus.of(kept, register, lexicon), sorted([*findings, *faults])


def _unjudged(read: Read, lexicon: Lexicon, findings: Iterable[Finding]) -> Iterator[Finding]:
    """Metrics of entries that cannot be judged, since the entry that declares them holds faults which are not told here."""
    broken = {Path(finding.path).stem for finding in findings}
    for entry, document in sound(read):
        for _, path, name in used_by(entry) if lexicon.unjudged(entry) else ():
            if (
                name in lexicon.promised
                and name not in lexicon.metrics
                and path[-1] == "metric"
                and lexicon.promised[name].paper not in broken
            ):
                paper = lexicon.promised[name].paper
                message = f"the metric {name!r} cannot be read where it is declared, in the entry {paper!r}"
                yield Finding(document.path, *document.place(path), "DOC007", message, f"mend the faults of {paper}.yaml first")
