"""Every fault of a folder of entries, or of a few of its files, while of the others only briefs are held."""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Container, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, pairwise
from pathlib import Path

from taxonomy.bibliography import Work, identities, read_register
from taxonomy.briefs import Brief, Told, names_in, read_briefly, told
from taxonomy.corpus import Corpus
from taxonomy.crosscheck import all_names, cross_check, elsewhere, name_of, promised_by, read_entries, sound, unjudged, work_in
from taxonomy.errors import Finding
from taxonomy.lexicon import Facts, Promise, declared_by, load_lexicon, used_by
from taxonomy.memory import uncollected
from taxonomy.names import Known
from taxonomy.vocabulary.terms import PAPER_ID
from taxonomy.ways import EACH, words_at

_PARTS = 16
"""How many parts marks are compared in."""


@dataclass(frozen=True)
class _Names:
    """Names of terms: the vocabulary's, and those that sound entries propose.

    Attributes:
        declared: ids that entries propose, by kind; at least those that are asked for.
        promised: ids that files with faults seem to declare.
        tell: gives the brief of every sound entry.
    """

    declared: Mapping[str, Container[str]]
    promised: Mapping[str, Promise]
    tell: Callable[[], Iterable[Brief]]

    def knows(self, kind: str, name: str) -> bool:
        return name in load_lexicon().lists()[kind] or name in self.declared.get(kind, ())

    def lists(self) -> Known:
        return self._lists

    @cached_property
    def _lists(self) -> Known:
        briefs = sorted(self.tell(), key=lambda brief: brief.name)
        known = {kind: dict(names) for kind, names in load_lexicon().lists().items()}
        for term in chain.from_iterable(brief.terms for brief in briefs):
            known[term.kind].setdefault(term.id, tuple(term.aliases))
        for kind, name in chain.from_iterable(brief.uses for brief in briefs):
            if self._may_be_used(kind, name):
                known[kind].setdefault(name, ())
        return {kind: dict(sorted(names.items())) for kind, names in known.items()}

    def _may_be_used(self, kind: str, name: str) -> bool:
        promise = self.promised.get(name)
        return bool(promise and re.fullmatch(PAPER_ID, promise.paper) and (promise.metric if kind == "metric" else kind != "problem"))


@dataclass(frozen=True)
class Checked:
    """A folder of entries that was checked.

    Attributes:
        folder: the folder.
        findings: every fault of its entries and of its register, in order of path and line.
        briefs: the briefs of files that are sound by themselves, as lines in order.
        promised: ids that files with faults seem to declare.
    """

    folder: Path
    findings: list[Finding]
    briefs: list[bytes]
    promised: Mapping[str, Promise]

    @uncollected()
    def part(self, papers: Container[str]) -> Corpus:
        """The entries of some papers, by id or another name, and all that declare metrics; those with faults are left out."""
        wanted = [
            self.folder / "papers" / brief.file
            for brief in told(self.briefs)
            if any(each in papers for each in (brief.name, *brief.aliases)) or any(term.kind == "metric" for term in brief.terms)
        ]
        broken = {finding.path for finding in self.findings}
        entries = [entry for entry, document in sound(read_entries(wanted)[0]) if document.path not in broken]
        lexicon = load_lexicon().joined_with(entries).with_promised(self.promised, entries)
        return Corpus.of([entry for entry in entries if not lexicon.unjudged(entry)], (), lexicon)


@uncollected()
def check_folder(folder: Path) -> Checked:
    """Find every fault of the entries and of the register of a folder: what `taxonomy.reading.read_corpus` finds.

    Args:
        folder: a folder with `papers/*.yaml` and `register.bib`.

    Raises:
        SetupError: there is no such folder.
    """
    register, findings = read_register(folder / "register.bib")
    held = read_briefly(names_in(folder), folder)
    papers = folder / "papers"
    read, faults = read_entries([papers / name for name in held.others], lambda: _spoken(told(held.briefs)))
    promised = promised_by([papers / name for name in held.others], faults, read)
    odd = [Brief.of(entry) for entry, _ in sound(read)]
    names = _Names(_declared(chain(told(held.briefs), odd)), promised, lambda: chain(told(held.briefs), odd))
    outlines = {f"\0{number}": _outline(entry, document.path) for number, (entry, document) in enumerate(read)}  # no file is called so
    doubtful = _sharing(held.briefs, outlines, register) | _using_unknown(told(held.briefs), names)
    more, since = read_entries([papers / name for name in sorted(doubtful - outlines.keys())])
    together = sorted([*read, *more], key=lambda each: each[1].path)
    faults += since
    faults += elsewhere(cross_check(together, register, names), faults)
    return Checked(folder, sorted([*findings, *faults]), held.briefs, promised)


@uncollected()
def check_files(paths: Sequence[Path], folder: Path) -> list[Finding]:
    """Find every fault of a few entry files beside those of a folder, of which they replace those of the same name or id.

    Args:
        paths: the files.
        folder: the folder of entries.

    Returns:
        What `taxonomy.reading.seen_with` finds beside the whole corpus.
    """
    given = {path.stem for path in paths}
    papers = folder / "papers"
    files = [name for name in names_in(folder) if name.endswith(".yaml") and name[: -len(".yaml")] not in given]
    held = read_briefly(files, folder)
    read, findings = read_entries(paths, lambda: _spoken(told(held.briefs)))
    ours = {name_of(entry, document.path) for entry, document in read}
    lines = [line for line in held.briefs if Brief.read(line).name not in ours] if ours - given else held.briefs
    outlines = [_outline(entry, document.path) for entry, document in read]
    others = list(_like(outlines, told(lines)))
    briefs = [Brief.of(entry) for entry, _ in sound(read)]
    broken = [papers / name for name in held.others]
    promised = promised_by(broken, [Finding(path.as_posix(), 1, 1, "DOC014", "", "") for path in broken], [])
    promised |= promised_by(paths, findings, read)
    names = _Names(_declared([*others, *briefs]), promised, lambda: chain(told(lines), briefs))
    findings += elsewhere(cross_check(read, read_register(folder / "register.bib")[0], names, others), findings)
    return sorted([*findings, *unjudged(read, names, findings)])


def _outline(facts: Facts, path: str) -> Brief:
    """What a file tells of its paper, valid or not, as far as another file must not tell the same."""
    name = name_of(facts, path)
    same = dict(identities(work_in(facts, name)))
    aliases = [alias for _, alias in words_at(facts, ("aliases", EACH), "(?s).+")]
    terms = [Told("", term, "", ()) for _, term in declared_by(facts)]
    uses = [(kind, term) for kind, _, term in used_by(facts)]
    return Brief(name, same.get("arxiv"), same.get("doi"), same.get("title", ""), "", aliases, terms, uses)


def _marks(brief: Brief) -> Iterator[Hashable]:
    """What no two files may share."""
    yield from (("name", name) for name in (brief.name, *brief.aliases))
    yield from (("term", term.id) for term in brief.terms)
    yield from brief.identities


def _sharing(lines: Sequence[bytes], outlines: Mapping[str, Brief], register: Iterable[Work]) -> set[str]:
    """Files that may share what no two may, with another one, the register or the vocabulary; too many rather than too few."""

    def named() -> Iterator[tuple[str, Brief]]:
        return chain(((brief.file, brief) for brief in told(lines)), outlines.items())

    taken = chain.from_iterable([("name", work.key), *identities(work)] for work in register)
    terms = (("term", name) for names in load_lexicon().lists().values() for name in names)
    marks = chain(taken, terms, chain.from_iterable(_marks(brief) for _, brief in named()))
    shared = _twice(array("q", map(hash, marks)))
    return {file for file, brief in named() if any(hash(mark) in shared for mark in _marks(brief))} if shared else set()


def _twice(numbers: array[int]) -> set[int]:
    """Numbers that occur more than once: by their last digits, as all of them at once take far more memory than the array."""
    parts = ((number for number in numbers if number % _PARTS == last) for last in range(_PARTS))
    return {one for part in parts for one, other in pairwise(sorted(part)) if one == other}


def _using_unknown(briefs: Iterable[Brief], names: _Names) -> set[str]:
    """Files that use a term that nobody declares."""
    return {brief.file for brief in briefs if not all(name in names.promised or names.knows(kind, name) for kind, name in brief.uses)}


def _declared(briefs: Iterable[Brief]) -> dict[str, set[str]]:
    declared: dict[str, set[str]] = {}
    for term in chain.from_iterable(brief.terms for brief in briefs):
        declared.setdefault(term.kind, set()).add(term.id)
    return declared


def _spoken(briefs: Iterable[Brief]) -> Known:
    """Ids of all terms with all other names, the display name included."""
    known = {kind: dict(names) for kind, names in all_names(load_lexicon()).items()}
    for term in chain.from_iterable(brief.terms for brief in briefs):
        known[term.kind].setdefault(term.id, (term.name, *term.aliases))
    return {kind: dict(sorted(names.items())) for kind, names in known.items()}


def _like(outlines: Iterable[Brief], briefs: Iterable[Brief]) -> Iterator[Brief]:
    """The briefs that say something of what these files tell."""
    asked = {mark for each in outlines for mark in (*_marks(each), *(("term", name) for _, name in each.uses))}
    return (brief for brief in briefs if not asked.isdisjoint(_marks(brief)))
