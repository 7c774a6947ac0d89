"""A folder of entries -> papers with verdicts and flags, the register, findings and queries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from taxonomy.bibliography import Work, read_register, work_of
from taxonomy.cases import ClassifiedSetting, Paper, judge_entry, verdicts_of
from taxonomy.comparison import ComparedFact, compare
from taxonomy.documents import Document, NodePath, read_document
from taxonomy.errors import Finding, InvalidEntriesError, SetupError, UnknownIdError
from taxonomy.identity import SPOKEN, KnownWorks
from taxonomy.lexicon import Lexicon, declared_by, load_lexicon, unknown_terms
from taxonomy.model import Entry
from taxonomy.nearest import did_you_mean, nearest
from taxonomy.notions.verdicts import Verdict
from taxonomy.rules import CATALOGUE
from taxonomy.rules.rule import Homes
from taxonomy.selection import Criteria, Selection
from taxonomy.validation import validate
from taxonomy.vocabulary.closed import Agreement, Evaluated, Granularity, Modality, Notion, Reference

if TYPE_CHECKING:
    from taxonomy.graph import Graph

Read = list[tuple[Entry, Document]]
"""Entries with the files that they were read from."""


class Corpus:
    """All coded papers of a folder, with verdicts and flags, and the register of works that nobody has coded yet.

    Attributes:
        entries: the entries, sorted by id.
        register: works that nobody has coded yet.
        lexicon: every term that the entries may use.
    """

    def __init__(self, entries: Iterable[Entry], register: Iterable[Work], lexicon: Lexicon) -> None:
        """Join entries that hold no fault; their verdicts and flags are computed when they are first asked for."""
        self.entries = tuple(sorted(entries, key=lambda entry: entry.id))
        self.register = tuple(register)
        self.lexicon = lexicon

    @cached_property
    def papers(self) -> dict[str, Paper]:
        """Every coded paper by id, with verdicts and flags."""
        homes = self.home_notions
        metrics = self.lexicon.metrics
        return {entry.id: judge_entry(entry, self._verdicts[entry.id], metrics, homes) for entry in self.entries}

    def __getitem__(self, paper_id: str) -> Paper:
        """Return a paper by id or alias; an unknown one raises `UnknownIdError` (a KeyError) naming the nearest ids."""
        aliases = {alias: entry.id for entry in self.entries for alias in entry.aliases}
        paper = self.papers.get(paper_id) or self.papers.get(aliases.get(paper_id, ""))
        if paper is None:
            raise UnknownIdError("paper", paper_id, nearest(paper_id, self.papers))
        return paper

    def __contains__(self, paper_id: object) -> bool:
        """Whether a paper of this id or alias is coded."""
        return any(paper_id in {entry.id, *entry.aliases} for entry in self.entries)

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
        """Every setting of every paper, in order."""
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
        paper_id, _, name = address.partition("/")
        settings = self[paper_id].settings
        if name in settings:
            return settings[name]
        if not name and len(settings) == 1:
            return next(iter(settings.values()))
        known = [f"{paper_id}/{each}" for each in settings]
        raise UnknownIdError("setting", address, (name and nearest(address, known)) or tuple(known))

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

    def query(self, text: str = "", **filters: str | int | Iterable[str]) -> Selection:
        """Choose settings.

        Args:
            text: words that title, authors, summary, names, methods or concepts must all hold.
            filters: values to admit, one or several a filter: `notion`, `evaluated`, `agreement`, `flag`, `metric`,
                `baseline`, `reference`, `problem`, `modality`, `granularity`; and the years `since` and `until`.

        Returns:
            The settings that pass every filter.

        Raises:
            TypeError: there is no filter of that name.
            UnknownIdError: no setting could ever have that value; names the nearest known ones.

        Example:
            >>> import taxonomy
            >>> found = taxonomy.load().query("diffusion", notion="unlearning", modality=["text-to-image", "image-generation"])
            >>> all(setting.verdict.intended == "unlearning" for setting in found)
            True
        """
        criteria = Criteria(text=text, **self._normalised(filters))  # type: ignore[arg-type]
        chosen = [setting for paper in self for setting in paper.settings.values() if criteria.admits(paper, setting)]
        return Selection(chosen, self.papers)

    def graph(self) -> Graph:
        """Build the graph of papers, settings, methods, metrics, references, problems, datasets and notions.

        Node and edge kinds stand in `taxonomy.graph.NODE_KINDS` and `taxonomy.graph.EDGE_KINDS`.

        Example:
            >>> import taxonomy
            >>> graph = taxonomy.load().graph()
            >>> graph["paper:fan2024salun"]["method:salun"][0]
            {'kind': 'proposes'}
        """
        from taxonomy.graph import build_graph  # noqa: PLC0415  # networkx is slow to import

        verdicts = {(paper, setting): v for paper, found in self._verdicts.items() for setting, v in found.items()}
        return build_graph(self.entries, verdicts, self.lexicon)

    @cached_property
    def home_notions(self) -> Homes:
        """Home notions of every method, computed from the graph; empty where unknown."""
        from taxonomy.graph import home_notions  # noqa: PLC0415  # networkx is slow to import

        return home_notions(self.graph(), self.lexicon)

    @cached_property
    def _verdicts(self) -> dict[str, dict[str, Verdict]]:
        return {entry.id: verdicts_of(entry, self.lexicon.metrics) for entry in self.entries}

    def _normalised(self, filters: dict[str, str | int | Iterable[str]]) -> dict[str, object]:
        known = self._filter_values()
        normalised: dict[str, object] = {}
        for name, given in filters.items():
            if name in {"since", "until"}:
                if not isinstance(given, int):
                    raise TypeError(f"`{name}` is a year such as 2024, not {given!r}")
                normalised[name] = given
                continue
            if name not in known:
                raise TypeError(f"there is no filter {name!r}; the filters are {', '.join([*known, 'since', 'until', 'text'])}")
            values = (given,) if isinstance(given, str) else tuple(given)  # type: ignore[arg-type]
            for value in values:
                _require_known(name, value, known[name])
            normalised[name] = values
        return normalised

    def _filter_values(self) -> dict[str, list[str]]:
        codes = [rule.code for rule in CATALOGUE]
        return {
            "notion": _words(Notion),
            "evaluated": _words(Evaluated),
            "agreement": _words(Agreement),
            "flag": [*codes, *dict.fromkeys(code[:length] for code in codes for length in (3, 4))],
            "metric": list(self.lexicon.metrics),
            "baseline": list(self.lexicon.method_names),
            "reference": _words(Reference),
            "problem": list(self.lexicon.problems),
            "modality": _words(Modality),
            "granularity": _words(Granularity),
        }


def _words(words: type[StrEnum]) -> list[str]:
    return [word.value for word in words]


def _require_known(name: str, value: str, known: Iterable[str]) -> None:
    names = list(known)
    if value not in names:
        raise UnknownIdError(name, value, nearest(value, names))


def bundled_entries() -> Path:
    """Return the folder of entries that comes with the package (in a checkout: the checkout's own).

    Raises:
        SetupError: neither is there.
    """
    package = Path(__file__).parent
    for folder in (package / "_bundled" / "entries", package.parent / "entries"):
        if folder.is_dir():
            return folder
    raise SetupError(f"no entries were found beside {package}; name a folder of entries, or install the package again")


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
    register, findings = read_register(folder / "register.bib", (folder / "register.bib").as_posix())
    paths = sorted(path for path in (folder / "papers").iterdir() if not path.name.startswith("."))
    read, faults = read_entries(paths)
    lexicon = load_lexicon().joined_with(entry for entry, _ in read)
    findings += [*faults, *cross_check(read, register, lexicon)]
    broken = {finding.path for finding in findings}
    sound = [entry for entry, document in read if document.path not in broken]
    return Corpus(sound, register, lexicon), sorted(findings)


def read_entries(paths: Iterable[Path]) -> tuple[Read, list[Finding]]:
    """Read and validate entry files one by one.

    Args:
        paths: the files.

    Returns:
        The entries that are valid by themselves, and the faults of the others.
    """
    read: Read = []
    findings: list[Finding] = []
    for path in paths:
        document = read_document(path)
        if not isinstance(document, Document):
            findings += document
            continue
        entry = validate(document, Entry)
        if isinstance(entry, Entry):
            read.append((entry, document))
        else:
            findings += entry
    return read, findings


def cross_check(read: Read, register: Iterable[Work], lexicon: Lexicon, others: Iterable[Entry] = ()) -> Iterator[Finding]:
    """Find what no file shows by itself.

    Args:
        read: entries that are valid by themselves, with their files.
        register: works that nobody has coded yet.
        lexicon: every term, those that the entries propose included.
        others: further entries, whose own faults are not asked for.

    Yields:
        Unknown terms, ids unlike the file name, terms declared twice, duplicate papers, unknown rule codes.
    """
    for entry, document in read:
        yield from unknown_terms(entry, document, lexicon)
        yield from _id_unlike_name(entry, document)
        yield from _unknown_codes(entry, document)
    yield from _declared_twice(read, others)
    yield from _duplicate_papers(read, register, others)


def _id_unlike_name(entry: Entry, document: Document) -> Iterator[Finding]:
    stem = Path(document.path).stem
    if stem != entry.id:
        message = f"the entry's id is {entry.id!r}, but its file is called {Path(document.path).name!r}"
        yield _at(document, ("id",), "DOC009", message, f"rename the file to {entry.id}.yaml, or write id: {stem}")


def _unknown_codes(entry: Entry, document: Document) -> Iterator[Finding]:
    codes = [rule.code for rule in CATALOGUE]
    named: list[tuple[NodePath, str]] = [(("acknowledged", i, "code"), item.code) for i, item in enumerate(entry.acknowledged)]
    named += [(("disputes", i, "code"), item.code) for i, item in enumerate(entry.disputes)]
    for path, code in named:
        if code not in codes:
            advice = did_you_mean(code, codes) or "`taxonomy explain` lists the rules"
            yield _at(document, path, "DOC007", f"unknown rule {code!r}", advice)


def _declared_twice(read: Read, others: Iterable[Entry]) -> Iterator[Finding]:
    declared = {name: f"the entry {entry.id}" for entry in others for _, name in declared_by(entry)}
    declared |= {name: "the vocabulary" for terms in load_lexicon().lists().values() for name in terms}
    for entry, document in read:
        for path, name in declared_by(entry):
            if name in declared:
                message = f"{name!r} is declared already, by {declared[name]}"
                yield _at(document, path, "DOC016", message, "keep the declaration of the paper that introduces it, delete the other")
            declared.setdefault(name, f"the entry {entry.id}")


def _duplicate_papers(read: Read, register: Iterable[Work], others: Iterable[Entry]) -> Iterator[Finding]:
    known = KnownWorks((f"the register record {work.key!r}", work) for work in register)
    keys = {work.key: f"the register record {work.key!r}" for work in register}
    for entry in others:
        known.add(f"the entry {entry.id!r}", work_of(entry))
        keys[entry.id] = f"the entry {entry.id!r}"
    for entry, document in read:
        found = known.find(work_of(entry))
        same, place = ("id", keys[entry.id]) if entry.id in keys else found[:2] if found else ("", "")
        if same:
            path: NodePath = ("links", same) if same in {"arxiv", "doi"} else (same,)
            fix = f"run `taxonomy new {entry.id}`, or delete the record" if "register" in place else "keep one of the two entries"
            spoken = {"id": "id", **SPOKEN}[same]
            yield _at(document, path, "DOC010", f"the paper is known already: {place} has the same {spoken}", fix)
        known.add(f"the entry {entry.id!r}", work_of(entry))
        keys[entry.id] = f"the entry {entry.id!r}"


def _at(document: Document, path: NodePath, code: str, message: str, fix: str) -> Finding:
    line, column = document.place(path)
    return Finding(document.path, line, column, code, message, fix)
