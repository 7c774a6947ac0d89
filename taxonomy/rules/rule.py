"""What a rule is, what it reads, and what judging a setting by it gives."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

from taxonomy.notions.predicates import ALWAYS
from taxonomy.notions.verdicts import Fact, Verdict
from taxonomy.rules.clauses import Clause, Declaration, Judged, Skip, Step, judging
from taxonomy.rules.seen import Homes, SeenPaper, SeenSetting, see_paper, see_setting
from taxonomy.vocabulary.closed import Notion, Severity

if TYPE_CHECKING:
    from taxonomy.model import Acknowledgement, Dispute, Entry, Setting

BOTH = frozenset({Notion.UNTRAINING, Notion.UNLEARNING})
"""The two notions."""
WITH_IDEAL = BOTH | {Notion.COINCIDENT}
"""Intended notions that have an ideal model."""
OTHER_NOTION = "the rule does not speak of settings whose intended notion is "
"""Why a rule is skipped where the setting intends a notion of which it does not speak; the notion follows."""


class PaperCase(NamedTuple):
    """Everything that a rule may read about a paper."""

    entry: Entry
    """The paper's entry."""
    notions: frozenset[Notion]
    """Intended notions of all its settings."""

    @property
    def seen(self) -> SeenPaper:
        """The same under the names by which clauses speak of it."""
        return see_paper(self.entry.curation.confidence, self.notions)


class Case(NamedTuple):
    """Everything that a rule may read about one setting."""

    entry: Entry
    """The paper's entry."""
    setting: Setting
    """The setting."""
    verdict: Verdict
    """Its verdict."""
    homes: Homes | None
    """Home notions by method, or None where no corpus is at hand."""

    @property
    def seen(self) -> SeenSetting:
        """The same under the names by which clauses speak of it."""
        return see_setting(self.entry, self.setting, self.verdict, self.homes)


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """One rule of the catalogue; its text, its examples and its condition in one place.

    Attributes:
        code: permanent code, never reused.
        name: kebab-case name of what is flagged.
        severity: how serious a flag is.
        speaks_of: `setting`, or `paper` for a rule that is judged once per paper.
        title: what is flagged, one line.
        rationale: why it matters.
        instead: what to do instead.
        exceptions: known false positives.
        sources: entries or register records that say so.
        applies_to: intended notions that the rule speaks of.
        flags: minimal YAML of a setting (or list of settings of one paper) that is flagged.
        passes: the same, corrected.
        clauses: how it judges: the first clause that holds decides.
        declared: module and name of the declaration.
    """

    code: str
    name: str
    severity: Severity
    speaks_of: str
    title: str
    rationale: str
    instead: str
    exceptions: str
    sources: tuple[str, ...]
    applies_to: frozenset[Notion]
    flags: str
    passes: str
    clauses: tuple[Clause, ...]
    declared: tuple[str, str]

    def __reduce__(self) -> tuple[Callable[[str, str], Rule], tuple[str, str]]:
        """Carry the place only where it is declared: the clauses are code."""
        return _declared_in, self.declared


def _declared_in(module: str, name: str) -> Rule:
    found: Rule = getattr(import_module(module), name)
    return found


@dataclass(frozen=True, slots=True)
class Flag:
    """A rule that fired on a setting, or on a paper.

    Attributes:
        rule: the rule.
        paper: id of the paper.
        setting: id of the setting; None where the flag speaks of the paper.
        choices: the choices that it speaks of.
        acknowledged: how the paper justifies the choice, if it does.
        disputes: disagreements about this flag.
    """

    rule: Rule
    paper: str
    setting: str | None
    choices: tuple[Fact, ...]
    acknowledged: Acknowledgement | None
    disputes: tuple[Dispute, ...]


@dataclass(frozen=True, slots=True)
class Skipped:
    """A rule that could not be applied to a setting.

    Attributes:
        rule: the rule.
        reason: why, in words.
    """

    rule: Rule
    reason: str


def rule(  # noqa: PLR0913  # a declaration names everything that a rule is
    code: str,
    name: str,
    severity: Severity,
    *,
    sources: Iterable[str],
    instead: str,
    flags: str,
    passes: str,
    applies_to: Iterable[Notion] = frozenset(Notion),
    speaks_of: str = "setting",
    exceptions: str = "None known.",
) -> Callable[[Declaration], Rule]:
    """Declare a rule; the function gives its clauses, its docstring the title (first line) and the rationale (the rest)."""

    def declare(declaration: Declaration) -> Rule:
        title, _, rationale = inspect.cleandoc(declaration.__doc__ or "").partition("\n")
        return Rule(
            code=code,
            name=name,
            severity=severity,
            speaks_of=speaks_of,
            title=title.rstrip("."),
            rationale=" ".join(rationale.split()),
            instead=instead,
            exceptions=exceptions,
            sources=tuple(sources),
            applies_to=frozenset(applies_to),
            flags=inspect.cleandoc(flags),
            passes=inspect.cleandoc(passes),
            clauses=tuple(declaration()),
            declared=(declaration.__module__, declaration.__name__),
        )

    return declare


def judge(case: Case, rules: Iterable[Rule]) -> tuple[tuple[Flag, ...], tuple[Skipped, ...]]:
    """Judge a setting by rules that speak of settings.

    Args:
        case: the setting with its verdict.
        rules: the rules to apply; those that speak of papers are passed over.

    Returns:
        The flags and the rules that could not be applied, each in the order of the rules.
    """
    listed = tuple(rules)
    flagged, skipped = _judging(listed, "setting", case.verdict.intended)(case.seen)
    entry, setting = case.entry, case.setting.id
    return tuple([_flag(listed[number], entry, setting, choices) for number, choices in flagged]), tuple(skipped)


@lru_cache(32)
def _judging(rules: tuple[Rule, ...], thing: str, intended: Notion | None) -> Callable[[SeenSetting | SeenPaper], Judged[Skipped]]:
    """One function for all rules, by what they speak of and what a setting intends."""
    return judging(_steps(rule, intended) if rule.speaks_of == thing else () for rule in rules)


def _steps(rule: Rule, intended: Notion | None) -> Iterator[Step[Skipped]]:
    if intended and intended not in rule.applies_to:
        yield ALWAYS, Skipped(rule, f"{OTHER_NOTION}{intended}")
        return
    for clause in rule.clauses:
        yield clause.when, Skipped(rule, clause.outcome.reason) if isinstance(clause.outcome, Skip) else clause.outcome


def judge_paper(case: PaperCase, rules: Iterable[Rule]) -> tuple[Flag, ...]:
    """Judge a paper by rules that speak of papers.

    Args:
        case: the paper.
        rules: the rules to apply; those that speak of settings are passed over.

    Returns:
        The flags, in the order of the rules.
    """
    listed = tuple(rules)
    flagged, _ = _judging(listed, "paper", None)(case.seen)
    return tuple([_flag(listed[number], case.entry, None, choices) for number, choices in flagged])


def _flag(each: Rule, entry: Entry, setting: str | None, choices: tuple[Fact, ...]) -> Flag:
    acknowledged, disputes = entry.acknowledged, entry.disputes
    if not acknowledged and not disputes:
        return Flag(each, entry.id, setting, choices, None, ())

    def speaks_of_it(item: Acknowledgement | Dispute) -> bool:
        return item.code == each.code and setting in {None, item.setting}

    return Flag(each, entry.id, setting, choices, next(filter(speaks_of_it, acknowledged), None), tuple(filter(speaks_of_it, disputes)))
