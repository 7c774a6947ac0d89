"""A choice of settings out of a corpus, and the tables made of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from importlib import import_module
from typing import TYPE_CHECKING, Literal, overload

from taxonomy.bibliography import to_bibtex, work_of
from taxonomy.cases import ClassifiedSetting, Paper
from taxonomy.latex import escape, table
from taxonomy.lexicon import Lexicon, require_known
from taxonomy.model import ProposedMethod
from taxonomy.rules import CATALOGUE
from taxonomy.vocabulary.closed import Agreement, Evaluated, Granularity, Modality, Notion, Reference
from taxonomy.vocabulary.terms import Term

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

COLUMNS = (
    "paper",
    "setting",
    "title",
    "year",
    "venue",
    "name",
    "problem",
    "modality",
    "granularity",
    "removes",
    "coverage",
    "intended",
    "evaluated",
    "agreement",
    "references",
    "metrics",
    "baselines",
    "flags",
    "paper_flags",
)
"""Columns of the table of settings, in order."""
_BLANK = {name: 0 if name == "year" else "" for name in COLUMNS}
"""A row of the types that every row has."""
_SET_COLUMNS = {"name": 245, "intended": 155, "evaluated": 140, "agreement": 140, "flags": 200}
"""Columns of the table for LaTeX after that of the paper, with the share of the width that each has, in thousandths."""


FACETS = ("notion", "evaluated", "agreement", "metric", "baseline", "reference", "problem", "modality", "granularity")
"""Filters that ask for values of facts, or of what follows from them."""


@dataclass(frozen=True, slots=True)
class Criteria:
    """Filters on settings; a setting passes if it passes every filter, and a filter if it has one of its values.

    Attributes:
        notion: intended notions.
        evaluated: evaluated notions.
        agreement: agreements.
        flag: codes of flags, or the beginning of codes (`BAS`).
        metric: metrics.
        baseline: compared methods.
        reference: references.
        problem: problems.
        modality: modalities.
        granularity: granularities.
        since: first year.
        until: last year.
        text: words that title, authors, summary, names, methods or concepts must all hold.
    """

    notion: tuple[str, ...] = ()
    evaluated: tuple[str, ...] = ()
    agreement: tuple[str, ...] = ()
    flag: tuple[str, ...] = ()
    metric: tuple[str, ...] = ()
    baseline: tuple[str, ...] = ()
    reference: tuple[str, ...] = ()
    problem: tuple[str, ...] = ()
    modality: tuple[str, ...] = ()
    granularity: tuple[str, ...] = ()
    since: int | None = None
    until: int | None = None
    text: str = ""

    def admits(self, paper: Paper, setting: ClassifiedSetting) -> bool:
        """Whether a setting passes the filters that no `Index` answers: flags, years and words."""
        codes = (flag.rule.code for flag in (*setting.flags, *paper.flags)) if self.flag else ()
        flagged = not self.flag or any(code.startswith(self.flag) for code in codes)
        in_time = (self.since or 0) <= paper.entry.year <= (self.until or 9999)
        return flagged and in_time and self._holds_text(paper, setting)

    def _holds_text(self, paper: Paper, setting: ClassifiedSetting) -> bool:
        searched = searched_text(paper, setting).casefold() if self.text else ""
        return all(word in searched for word in self.text.casefold().split())


def criteria_of(text: str, filters: Mapping[str, str | int | Iterable[str] | None], known: Mapping[str, Iterable[str]]) -> Criteria:
    """Make criteria of what was asked for.

    Args:
        text: words that must all be found.
        filters: for each filter one value or several; None admits all.
        known: the values that can be asked for, by filter, as `filter_values` gives them.

    Raises:
        TypeError: there is no filter of that name, or its value is neither a word nor several.
        ValueError: `since` comes after `until`.
        UnknownIdError: no setting could ever have that value; names the nearest known ones.
    """
    if not isinstance(text, str):
        raise TypeError(f"`text` is words to search for, not {text!r}")
    return Criteria(text=text, **_normalised(filters, known))  # type: ignore[arg-type]


def _normalised(filters: Mapping[str, str | int | Iterable[str] | None], known: Mapping[str, Iterable[str]]) -> dict[str, object]:
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


def filter_values(lexicon: Lexicon) -> dict[str, Iterable[str]]:
    """For each filter that asks for words, every value that a setting could ever have."""
    codes = [rule.code for rule in CATALOGUE]
    terms = lexicon.lists()
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


def searched_text(paper: Paper, setting: ClassifiedSetting | None = None) -> str:
    """Everything in which a search for words looks: ids, title, names, summary, what is proposed; and the setting's own words."""
    entry = paper.entry
    proposed: tuple[ProposedMethod | Term, ...] = (*entry.proposes.methods, *entry.proposes.metrics, *entry.proposes.datasets)
    terms = [name for term in proposed for name in (term.id, term.name, *term.aliases)]
    prose = [entry.id, *entry.aliases, entry.title, *entry.authors, entry.summary, entry.venue or "", entry.links.arxiv or "", *terms]
    if setting:
        prose += [setting.facts.name, setting.facts.problem, setting.facts.forget_set.concept or ""]
    return " ".join(prose)


def facets(setting: ClassifiedSetting) -> dict[str, set[str]]:
    """The values of a setting by which it can be found, by the name of the filter."""
    facts, verdict = setting.facts, setting.verdict
    return {
        "notion": {verdict.intended},
        "evaluated": {verdict.evaluated},
        "agreement": {verdict.agreement},
        "metric": {measurement.metric for measurement in facts.measurements},
        "baseline": set(facts.baselines),
        "reference": set(facts.references),
        "problem": {facts.problem},
        "modality": {facts.modality},
        "granularity": set(facts.forget_set.granularity),
    }


class Index:
    """Settings by the values of their facts, so that a query looks only at those that may pass."""

    def __init__(self, papers: Iterable[Paper]) -> None:
        """Take in all settings of papers, in order."""
        self._settings = [(paper, setting) for paper in papers for setting in paper.settings.values()]
        self._numbers: dict[tuple[str, str], set[int]] = {}
        for number, (_, setting) in enumerate(self._settings):
            for name, values in facets(setting).items():
                for value in values:
                    self._numbers.setdefault((name, value), set()).add(number)

    def chosen(self, criteria: Criteria) -> list[ClassifiedSetting]:
        """The settings that pass every filter, in order."""
        asked = [(name, getattr(criteria, name)) for name in FACETS if getattr(criteria, name)]
        found = [{number for value in values for number in self._numbers.get((name, value), ())} for name, values in asked]
        near = [self._settings[number] for number in sorted(set.intersection(*found))] if found else self._settings
        return [setting for paper, setting in near if criteria.admits(paper, setting)]


class Selection(Sequence[ClassifiedSetting]):
    """Settings that were chosen, in order of paper and setting.

    Example:
        >>> import taxonomy
        >>> found = taxonomy.load().query(modality="graph", notion="untraining")
        >>> all(setting.facts.modality == "graph" for setting in found)
        True
    """

    def __init__(self, settings: Sequence[ClassifiedSetting], papers: Mapping[str, Paper]) -> None:
        """Keep settings and the papers that they come from."""
        self._settings = tuple(settings)
        self._papers = {setting.paper_id: papers[setting.paper_id] for setting in self._settings}

    @overload
    def __getitem__(self, index: int) -> ClassifiedSetting: ...
    @overload
    def __getitem__(self, index: slice) -> Selection: ...
    def __getitem__(self, index: int | slice) -> ClassifiedSetting | Selection:
        """Return a setting by position, or a part of the selection."""
        if isinstance(index, slice):
            return Selection(self._settings[index], self._papers)
        return self._settings[index]

    def __len__(self) -> int:
        """Count the settings."""
        return len(self._settings)

    def __repr__(self) -> str:
        """Say how much was chosen."""
        papers = len(self.papers())
        return f"<{len(self)} setting{'s' * (len(self) != 1)} of {papers} paper{'s' * (papers != 1)}>"

    def papers(self) -> list[Paper]:
        """The papers that the settings come from, each once, in order.

        Example:
            >>> import taxonomy
            >>> [paper.id for paper in taxonomy.load().query("guo2020certified").papers()]
            ['guo2020certified']
        """
        return list(self._papers.values())

    def rows(self) -> Iterator[dict[str, object]]:
        """One plain row a setting, with `COLUMNS` as keys; several values stand in one list.

        Example:
            >>> import taxonomy
            >>> row = next(taxonomy.load().query("guo2020certified").rows())
            >>> row["paper"], row["year"], row["intended"]
            ('guo2020certified', 2020, 'untraining')
        """
        for setting in self._settings:
            yield row_of(self._papers[setting.paper_id], setting)

    def to_bibtex(self) -> str:
        """BibTeX of exactly the chosen papers, sorted by key.

        Example:
            >>> import taxonomy
            >>> taxonomy.load().query(baseline="sisa", problem="node-removal").to_bibtex().splitlines()[0]
            '@inproceedings{chen2022graph,'
        """
        return to_bibtex(work_of(paper.entry) for paper in self.papers())

    def to_latex(self) -> str:
        r"""Return a table to paste into a paper: a row a setting, each paper cited by its BibTeX key; its first line says what it needs.

        Example:
            >>> import taxonomy
            >>> r"\cite{chen2022graph}" in taxonomy.load().query(modality="graph").to_latex()
            True
        """
        return latex_table(self.rows())

    @overload
    def to_dataframe(self, library: Literal["pandas"] = "pandas") -> pd.DataFrame: ...
    @overload
    def to_dataframe(self, library: Literal["polars"]) -> pl.DataFrame: ...
    def to_dataframe(self, library: Literal["pandas", "polars"] = "pandas") -> pd.DataFrame | pl.DataFrame:
        """Return the rows as a data frame, with `COLUMNS` as columns and several values joined by `; `.

        The types of the columns are the same however many rows there are.

        Args:
            library: whose data frame; it has to be installed.

        Raises:
            ValueError: it is neither pandas nor polars.
            ImportError: the library is not installed; the message says what brings it.

        Example:
            >>> import taxonomy
            >>> taxonomy.load().query(notion="untraining").to_dataframe()["intended"].unique().tolist()
            ['untraining']
        """
        if library not in {"pandas", "polars"}:
            raise ValueError(f"data frames are those of pandas or polars, not of {library!r}")
        rows = [*(flat_row(row) for row in self.rows()), _BLANK]  # without any row a library would not know the types
        columns = {name: [row[name] for row in rows] for name in COLUMNS}
        try:
            frame: pd.DataFrame | pl.DataFrame = import_module(library).DataFrame(columns).head(len(self))
        except ModuleNotFoundError as error:
            extra = "dataframe" if library == "pandas" else library
            raise ImportError(f"{library} is not installed; `pip install 'unlearning-taxonomy[{extra}]'` brings it") from error
        return frame


def latex_table(rows: Iterable[Mapping[str, object]]) -> str:
    """Rows, as `row_of` gives them, as a LaTeX table."""
    cells = [[rf"\cite{{{row['paper']}}}", *(escape(text) for text in _set(row))] for row in map(flat_row, rows)]
    headings = {"Paper": 120, **{("setting" if name == "name" else name).capitalize(): share for name, share in _SET_COLUMNS.items()}}
    return table(headings, cells, "Settings, their notions and flags")


def _set(row: Mapping[str, str | int]) -> Iterator[str]:
    """The cells after that of the paper; its flags stand beside those of the setting."""
    for name in _SET_COLUMNS:
        yield "; ".join(str(row[each]) for each in (name, "paper_flags") if row[each]) if name == "flags" else str(row[name])


def row_of(paper: Paper, setting: ClassifiedSetting) -> dict[str, object]:
    """One plain row for a setting, with `COLUMNS` as keys."""
    entry, facts, verdict = paper.entry, setting.facts, setting.verdict
    return {
        "paper": entry.id,
        "setting": setting.id,
        "title": entry.title,
        "year": entry.year,
        "venue": entry.venue or "",
        "name": facts.name,
        "problem": facts.problem,
        "modality": str(facts.modality),
        "granularity": [str(value) for value in facts.forget_set.granularity],
        "removes": str(facts.forget_set.removes),
        "coverage": str(facts.forget_set.coverage),
        "intended": str(verdict.intended),
        "evaluated": str(verdict.evaluated),
        "agreement": str(verdict.agreement),
        "references": [str(value) for value in facts.references],
        "metrics": sorted({measurement.metric for measurement in facts.measurements}),
        "baselines": list(facts.baselines),
        "flags": [flag.rule.code for flag in setting.flags],
        "paper_flags": [flag.rule.code for flag in paper.flags],
    }


def flat_row(row: Mapping[str, object]) -> dict[str, str | int]:
    """A row without lists: several values are joined by `; `."""
    return {name: "; ".join(value) if isinstance(value, list) else value for name, value in row.items()}  # type: ignore[misc]
