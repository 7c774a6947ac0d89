"""Three tables: a row for each setting, for each flag, and for each method that a setting is compared with."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from taxonomy.cases import ClassifiedSetting, Paper
from taxonomy.corpus import Corpus
from taxonomy.errors import SITE_URL
from taxonomy.pages.page import setting_link
from taxonomy.plain import versions
from taxonomy.rules.rule import Flag
from taxonomy.selection import row_of

Row = dict[str, Any]
"""A row by column; several values stand in one list, nothing is None."""


class Kind(StrEnum):
    """What the cells of a column hold."""

    TEXT = "text"
    """One text, or nothing."""
    INTEGER = "integer"
    """One whole number."""
    TEXTS = "texts"
    """Any number of texts."""
    INTEGERS = "integers"
    """Any number of whole numbers."""
    NUMBERS = "numbers"
    """Any number of numbers."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Attributes:
        kind: what its cells hold.
        about: what they say.
    """

    kind: Kind
    about: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the corpus.

    Attributes:
        name: name of its files, without the ending.
        about: what a row is.
        columns: its columns by name, in order.
        rows: what gives its rows.
    """

    name: str
    about: str
    columns: Mapping[str, Column]
    rows: Callable[[Corpus], Iterator[Row]]

    def complete_rows(self, corpus: Corpus) -> list[Row]:
        """The rows with exactly the table's columns, in order; an empty text is None."""
        complete = ({**row, **versions()} for row in self.rows(corpus))
        return [{name: None if row[name] == "" else row[name] for name in self.columns} for row in complete]


def _setting_rows(corpus: Corpus) -> Iterator[Row]:
    for paper in corpus:
        for setting in paper.settings.values():
            yield {**row_of(paper, setting), **_identity(paper, setting), **_facts(setting)}


def _identity(paper: Paper, setting: ClassifiedSetting) -> Row:
    entry = paper.entry
    return {
        "authors": list(entry.authors),
        "kind": str(entry.kind),
        "arxiv": f"arXiv:{entry.links.arxiv}" if entry.links.arxiv else None,
        "doi": entry.links.doi,
        "confidence": str(entry.curation.confidence),
        "page": f"{SITE_URL}{setting_link(paper.id, setting.id, setting.id).path}",
    }


def _facts(setting: ClassifiedSetting) -> Row:
    facts, forget_set = setting.facts, setting.facts.forget_set
    return {
        "task": facts.task,
        "concept": forget_set.concept,
        "membership": str(forget_set.membership),
        "sizes": list(forget_set.sizes),
        "share_of_training_set": list(forget_set.share_of_training_set),
        "share_of_concept": list(forget_set.share_of_concept),
        "guarantee": str(facts.guarantee),
        "measurements": [f"{m.metric} on {m.on}, {m.criterion}" for m in facts.measurements],
        "datasets": list(facts.datasets),
        "models": list(facts.models),
        "missing": list(setting.verdict.missing),
        "note": facts.note,
    }


def _flag_rows(corpus: Corpus) -> Iterator[Row]:
    for paper in corpus:
        yield from map(_flag_row, paper.all_flags())


def _flag_row(flag: Flag) -> Row:
    acknowledged = flag.acknowledged
    return {
        "paper": flag.paper,
        "setting": flag.setting,
        "code": flag.rule.code,
        "name": flag.rule.name,
        "severity": str(flag.rule.severity),
        "message": flag.rule.title,
        "choices": [str(fact) for fact in flag.choices],
        "instead": flag.rule.instead,
        "acknowledged": acknowledged.note if acknowledged else None,
        "acknowledged_in": acknowledged.evidence if acknowledged else None,
        "disputes": [f"{dispute.status}: {dispute.url}" for dispute in flag.disputes],
    }


def _comparison_rows(corpus: Corpus) -> Iterator[Row]:
    for setting in corpus.settings():
        for index, method in enumerate(setting.facts.baselines):
            yield {
                "paper": setting.paper_id,
                "setting": setting.id,
                "intended": str(setting.verdict.intended),
                "method": method,
                "method_name": corpus.lexicon.method_names[method],
                "home_notions": sorted(map(str, corpus.home_notions.get(method, ()))),
                "proposed_by": corpus.lexicon.proposed_by.get(method),
                "flags": [flag.rule.code for flag in setting.flags if _speaks_of(flag, index)],
            }


def _speaks_of(flag: Flag, index: int) -> bool:
    return any(fact.path == f"baselines[{index}]" for fact in flag.choices)


_VERSIONS = {
    "data_version": Column(Kind.TEXT, "version of the data"),
    "rules_version": Column(Kind.TEXT, "version of the rule set"),
}
"""Columns that every table ends with."""

SETTINGS = Table(
    "settings",
    "One setting of one paper, with its facts and its verdict",
    {
        "paper": Column(Kind.TEXT, "id of the paper"),
        "setting": Column(Kind.TEXT, "id of the setting within the paper"),
        "title": Column(Kind.TEXT, "title of the paper"),
        "authors": Column(Kind.TEXTS, "authors of the paper, in order"),
        "year": Column(Kind.INTEGER, "year of the venue"),
        "venue": Column(Kind.TEXT, "short name of the venue"),
        "kind": Column(Kind.TEXT, "what sort of contribution the paper makes"),
        "arxiv": Column(Kind.TEXT, "arXiv identifier of the paper, such as arXiv:2101.00001"),
        "doi": Column(Kind.TEXT, "DOI of the paper"),
        "name": Column(Kind.TEXT, "name of the setting"),
        "problem": Column(Kind.TEXT, "problem that is studied"),
        "modality": Column(Kind.TEXT, "what kind of data the model reads or makes"),
        "task": Column(Kind.TEXT, "what the model does"),
        "granularity": Column(Kind.TEXTS, "units in which removal is asked for"),
        "removes": Column(Kind.TEXT, "what must be gone"),
        "concept": Column(Kind.TEXT, "the concept that is removed"),
        "coverage": Column(Kind.TEXT, "how much of the concept's instances the forget set holds"),
        "membership": Column(Kind.TEXT, "whether the forget set was part of the training set"),
        "sizes": Column(Kind.INTEGERS, "numbers of rows in the forget sets"),
        "share_of_training_set": Column(Kind.NUMBERS, "shares of the training set that the forget sets are"),
        "share_of_concept": Column(Kind.NUMBERS, "shares of the concept's instances that the forget sets are"),
        "guarantee": Column(Kind.TEXT, "what is proved about the distance to retraining"),
        "intended": Column(Kind.TEXT, "the notion that the forget set defines"),
        "evaluated": Column(Kind.TEXT, "the notion that the measurements can show"),
        "agreement": Column(Kind.TEXT, "how the two relate"),
        "missing": Column(Kind.TEXTS, "facts that would settle an undetermined verdict"),
        "references": Column(Kind.TEXTS, "what scores are held against"),
        "metrics": Column(Kind.TEXTS, "metrics, each once"),
        "measurements": Column(Kind.TEXTS, "each measurement: metric, what it is taken on, which direction is good"),
        "baselines": Column(Kind.TEXTS, "methods that are compared"),
        "datasets": Column(Kind.TEXTS, "data that the setting runs on"),
        "models": Column(Kind.TEXTS, "models that the setting runs on"),
        "flags": Column(Kind.TEXTS, "codes of the flags on the setting"),
        "paper_flags": Column(Kind.TEXTS, "codes of the flags on the paper as a whole"),
        "confidence": Column(Kind.TEXT, "how sure the coders are"),
        "note": Column(Kind.TEXT, "what a reader should know about the coding"),
        "page": Column(Kind.TEXT, "address of the setting on the site"),
        **_VERSIONS,
    },
    _setting_rows,
)
"""The table of settings."""

FLAGS = Table(
    "flags",
    "One flag on a setting, or on a paper as a whole",
    {
        "paper": Column(Kind.TEXT, "id of the paper"),
        "setting": Column(Kind.TEXT, "id of the setting; nothing where the flag speaks of the paper"),
        "code": Column(Kind.TEXT, "code of the rule"),
        "name": Column(Kind.TEXT, "name of the rule"),
        "severity": Column(Kind.TEXT, "mismatch, gap or note"),
        "message": Column(Kind.TEXT, "what is flagged"),
        "choices": Column(Kind.TEXTS, "the choices that it speaks of: path = value"),
        "instead": Column(Kind.TEXT, "what to do instead"),
        "acknowledged": Column(Kind.TEXT, "how the paper justifies the choice"),
        "acknowledged_in": Column(Kind.TEXT, "where in the paper it does so"),
        "disputes": Column(Kind.TEXTS, "disagreements: status and address"),
        **_VERSIONS,
    },
    _flag_rows,
)
"""The table of flags."""

COMPARISONS = Table(
    "comparisons",
    "One method that a setting is compared with",
    {
        "paper": Column(Kind.TEXT, "id of the paper"),
        "setting": Column(Kind.TEXT, "id of the setting"),
        "intended": Column(Kind.TEXT, "the notion that the setting intends"),
        "method": Column(Kind.TEXT, "id of the compared method"),
        "method_name": Column(Kind.TEXT, "its name"),
        "home_notions": Column(Kind.TEXTS, "notions that it was made for; nothing where that is unknown"),
        "proposed_by": Column(Kind.TEXT, "id of the coded paper that proposes it"),
        "flags": Column(Kind.TEXTS, "codes of the flags that speak of this comparison"),
        **_VERSIONS,
    },
    _comparison_rows,
)
"""The table of comparisons."""

TABLES = (SETTINGS, FLAGS, COMPARISONS)
"""Every table."""
