"""Files of entries -> a corpus and every fault: a whole folder, or some files together with a corpus."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from taxonomy.bibliography import read_register
from taxonomy.briefs import Brief, names_in
from taxonomy.corpus import Corpus
from taxonomy.crosscheck import all_names, cross_check, elsewhere, name_of, promised_by, read_entries, sound, unjudged
from taxonomy.errors import Finding
from taxonomy.lexicon import load_lexicon
from taxonomy.memory import uncollected


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
    paths = [folder / "papers" / name for name in names_in(folder)]
    register, findings = read_register(folder / "register.bib")
    read, faults = read_entries(paths)
    entries = [entry for entry, _ in sound(read)]
    lexicon = load_lexicon().joined_with(entries).with_promised(promised_by(paths, faults, read), entries)
    faults += elsewhere(cross_check(read, register, lexicon), faults)
    broken = {finding.path for finding in faults}
    kept = [entry for entry, document in sound(read) if document.path not in broken and not lexicon.unjudged(entry)]
    return Corpus.of(kept, register, lexicon), sorted([*findings, *faults])


def seen_with(corpus: Corpus, paths: Iterable[Path], *, against_register: bool) -> Seen:
    """See entry files together with a corpus, of which they replace the entries of the same id.

    Args:
        corpus: the corpus.
        paths: the files.
        against_register: whether a work that the register knows is a fault; a draft may still have its record there.

    Example:
        >>> import taxonomy
        >>> from pathlib import Path
        >>> from taxonomy.reading import seen_with
        >>> seen = seen_with(taxonomy.load(), [Path("no-such-entry.yaml")], against_register=False)
        >>> [finding.code for finding in seen.findings]
        ['DOC014']
    """
    paths = list(paths)
    read, findings = read_entries(paths, lambda: all_names(corpus.lexicon))
    given = {name_of(entry, document.path) for entry, document in read}
    others = [other for other in corpus.entries if other.id not in given]
    entries = [*others, *(entry for entry, _ in sound(read))]
    known = replace(load_lexicon(), pending_methods=corpus.lexicon.pending_methods, promised=corpus.lexicon.promised)
    lexicon = known.joined_with(entries).with_promised(promised_by(paths, findings, read), entries)
    findings += elsewhere(cross_check(read, corpus.register if against_register else (), lexicon, map(Brief.of, others)), findings)
    findings += unjudged(read, lexicon, findings)
    broken = {finding.path for finding in findings}
    kept = [(entry, document.path) for entry, document in sound(read) if document.path not in broken]
    joined = Corpus.of([*others, *(entry for entry, _ in kept)], corpus.register, lexicon)
    return Seen(joined, {entry.id: path for entry, path in kept}, sorted(findings))
