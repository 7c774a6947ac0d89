"""Questions that need no loaded corpus: what is wrong with these files, how is this entry classified."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from taxonomy.bundled import bundled_entries
from taxonomy.cases import Paper, verdicts_of
from taxonomy.checking import check_paths
from taxonomy.documents import Document
from taxonomy.errors import Finding, InvalidEntriesError
from taxonomy.lexicon import Lexicon, load_lexicon, unknown_terms
from taxonomy.loading import opened
from taxonomy.model import Entry
from taxonomy.notions.verdicts import Verdict, classify_setting
from taxonomy.plans import complete_setting
from taxonomy.validation import readable, validated


def check(path: str | Path) -> list[Finding]:
    """Find every fault of an entry file, of a folder of entries, or of a part of one, as `taxonomy check` does.

    Args:
        path: an entry file, which is seen together with the entries and the register around it, or, where it stands alone, with
            ./entries if there, else with the data that come with the package; or a folder with `papers/*.yaml` and `register.bib`,
            one of these two, or its second readings.

    Returns:
        Every fault, in order of path and line; empty where all is well.

    Raises:
        SetupError: a folder is given that holds no entries.

    Example:
        >>> import taxonomy
        >>> [finding.message for finding in taxonomy.check("nowhere.yaml")]
        ['there is no such file']
    """
    return check_paths([Path(path)])


def classify(source: Entry | Mapping[str, Any] | str | Path) -> dict[str, Verdict] | Verdict:
    """Classify an entry, or a single setting.

    Args:
        source: an entry, the path of an entry file, an entry as a mapping, or one setting as a mapping: a mapping with
            `forget_set` and without `settings`, of which id, name, problem and modality may be left out.

    Returns:
        Verdicts by setting id; for a single setting its verdict.

    Raises:
        InvalidEntriesError: the source holds faults; the error lists them all.
        TypeError: the source is none of these.

    Example:
        >>> import taxonomy
        >>> verdict = taxonomy.classify({"forget_set": {"removes": "concept", "concept": "class 3", "coverage": "complete"}})
        >>> print(verdict.intended, verdict.evaluated)
        coincident untested
    """
    if isinstance(source, Mapping) and "settings" not in source and "forget_set" in source:
        setting = complete_setting(source)
        return classify_setting(setting, _lexicon_with({m.metric for m in setting.measurements}, load_lexicon()).metrics)
    if not isinstance(source, Entry | Mapping | str | Path):
        what = f"a {type(source).__name__}" if not isinstance(source, Paper) else "a Paper, whose settings hold their verdicts already"
        raise TypeError(f"`classify` takes an entry, a mapping or the path of an entry file, not {what}")
    document = Document("<entry>", {}) if isinstance(source, Entry) else _document(source)
    entry = source if isinstance(source, Entry) else validated(document, Entry)
    lexicon = _lexicon_for(entry)
    findings = list(unknown_terms(entry, document, lexicon))
    if findings:
        raise InvalidEntriesError(findings)
    return verdicts_of(entry, lexicon.metrics)


def _document(source: Mapping[str, Any] | str | Path) -> Document:
    return Document("<entry>", dict(source)) if isinstance(source, Mapping) else readable(Path(source))


def _lexicon_for(entry: Entry) -> Lexicon:
    """The vocabulary with what the entry proposes; other entries are read only if it names something else."""
    lexicon = load_lexicon().joined_with([entry])
    unknown = [*unknown_terms(entry, Document("", {}), lexicon)]
    if not unknown:
        return lexicon
    others = [other for other in opened(bundled_entries())[0].entries if other.id != entry.id]
    return load_lexicon().joined_with([*others, entry])


def _lexicon_with(metrics: set[str], lexicon: Lexicon) -> Lexicon:
    if metrics <= set(lexicon.metrics):
        return lexicon
    joined = opened(bundled_entries())[0].lexicon
    unknown = sorted(metrics - set(joined.metrics))
    if unknown:
        fix = "declare it under `proposes`, or add it to the vocabulary"
        raise InvalidEntriesError([Finding("<setting>", 1, 1, "DOC007", f"unknown metric {name!r}", fix) for name in unknown])
    return joined
