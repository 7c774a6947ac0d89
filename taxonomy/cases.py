"""A coded paper seen through the tables and the rules: verdicts and flags of its settings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from taxonomy.model import Entry, Setting
from taxonomy.notions.tables import Deciding, paper_notion
from taxonomy.notions.verdicts import Verdict, classify_setting
from taxonomy.rules import CATALOGUE
from taxonomy.rules.rule import Case, Flag, Homes, PaperCase, Skipped, judge, judge_paper
from taxonomy.vocabulary.closed import PaperNotion
from taxonomy.vocabulary.terms import Metric


@dataclass(frozen=True, slots=True)
class ClassifiedSetting:
    """A setting with what follows from its facts.

    Attributes:
        paper_id: id of the paper.
        facts: the setting as the entry states it.
        verdict: what it intends, what its evaluation shows, why, and what would change that.
        flags: rules that fired.
        skipped: rules that could not be applied, with the reason.
    """

    paper_id: str
    facts: Setting
    verdict: Verdict
    flags: tuple[Flag, ...]
    skipped: tuple[Skipped, ...]

    @property
    def id(self) -> str:
        """Name within the paper."""
        return self.facts.id

    @property
    def address(self) -> str:
        """Name within the corpus: `<paper>/<setting>`."""
        return f"{self.paper_id}/{self.facts.id}"


@dataclass(frozen=True, slots=True)
class Paper:
    """A coded paper with what follows from its facts.

    Attributes:
        entry: the facts.
        settings: its settings by id, in the entry's order.
        notion: its settings' intended notions summed up.
        flags: rules that fired on the paper as a whole.
    """

    entry: Entry
    settings: Mapping[str, ClassifiedSetting]
    notion: PaperNotion
    flags: tuple[Flag, ...]

    @property
    def id(self) -> str:
        """The paper's id."""
        return self.entry.id

    def all_flags(self) -> Iterator[Flag]:
        """Flags of the paper, then of its settings, in order."""
        yield from self.flags
        for setting in self.settings.values():
            yield from setting.flags


def verdicts_of(entry: Entry, metrics: Mapping[str, Metric]) -> dict[str, Verdict]:
    """Classify every setting of an entry.

    Args:
        entry: the entry.
        metrics: every metric that its settings name.

    Returns:
        Verdicts by setting id, in the entry's order.

    Raises:
        KeyError: a setting names a metric that `metrics` lacks.
    """
    return {setting.id: classify_setting(setting, metrics) for setting in entry.settings}


def judge_entry(entry: Entry, verdicts: Mapping[str, Verdict], metrics: Mapping[str, Metric], homes: Homes | None) -> Paper:
    """Judge a paper by the whole catalogue.

    Args:
        entry: the entry.
        verdicts: its verdicts by setting id.
        metrics: every metric that its settings name.
        homes: home notions of methods; None skips the rules that need them.

    Returns:
        The paper with verdicts and flags.
    """
    notions = frozenset(verdict.intended for verdict in verdicts.values())
    facts = ((setting, Deciding.of(setting, metrics).facts()) for setting in entry.settings)
    cases = [Case(entry, setting, verdicts[setting.id], read, homes) for setting, read in facts]
    settings = {case.setting.id: _classified(case) for case in cases}
    return Paper(entry, settings, paper_notion(notions), judge_paper(PaperCase(entry, notions), CATALOGUE))


def _classified(case: Case) -> ClassifiedSetting:
    flags, skipped = judge(case, CATALOGUE)
    return ClassifiedSetting(case.entry.id, case.setting, case.verdict, flags, skipped)
