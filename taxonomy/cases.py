"""A coded paper seen through the tables and the rules: verdicts and flags of its settings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from taxonomy.errors import UnknownIdError
from taxonomy.model import Entry, Setting
from taxonomy.nearest import nearest
from taxonomy.notions.tables import paper_notion
from taxonomy.notions.verdicts import Verdict, classify_setting
from taxonomy.rules import CATALOGUE
from taxonomy.rules.rule import Case, Flag, PaperCase, Skipped, judge, judge_paper
from taxonomy.rules.seen import Homes
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

    Example:
        >>> import taxonomy
        >>> setting = taxonomy.load()["fan2024salun"].settings["random-samples"]
        >>> str(setting.facts.forget_set.removes), str(setting.verdict.intended)
        ('examples', 'untraining')
    """

    paper_id: str
    facts: Setting
    verdict: Verdict
    flags: tuple[Flag, ...]
    skipped: tuple[Skipped, ...]

    @property
    def id(self) -> str:
        """Name within the paper.

        Example:
            >>> import taxonomy
            >>> taxonomy.load().setting("fan2024salun/random-samples").id
            'random-samples'
        """
        return self.facts.id

    @property
    def address(self) -> str:
        """Name within the corpus: `<paper>/<setting>`.

        Example:
            >>> import taxonomy
            >>> taxonomy.load()["fan2024salun"].settings["random-samples"].address
            'fan2024salun/random-samples'
        """
        return f"{self.paper_id}/{self.facts.id}"


class Settings(Mapping[str, ClassifiedSetting]):
    """The settings of a paper by id, in the entry's order; it never changes.

    Example:
        >>> import taxonomy
        >>> "random-samples" in taxonomy.load()["fan2024salun"].settings
        True
    """

    __slots__ = ("_by_id", "_paper_id")

    def __init__(self, paper_id: str, settings: Iterable[ClassifiedSetting]) -> None:
        """Keep the settings of one paper."""
        self._paper_id = paper_id
        self._by_id = {setting.id: setting for setting in settings}

    def __getitem__(self, name: str) -> ClassifiedSetting:
        """Return a setting by id; an unknown one raises `UnknownIdError` (a KeyError) naming the nearest, or all."""
        if name not in self._by_id:
            address, known = f"{self._paper_id}/{name}", [f"{self._paper_id}/{each}" for each in self._by_id]
            raise UnknownIdError("setting", address, nearest(address, known) or tuple(known))
        return self._by_id[name]

    def __iter__(self) -> Iterator[str]:
        """Iterate over the ids in the entry's order."""
        return iter(self._by_id)

    def __len__(self) -> int:
        """Count the settings."""
        return len(self._by_id)

    def __hash__(self) -> int:
        """Hash by the settings themselves."""
        return hash(tuple(self._by_id.values()))

    def __repr__(self) -> str:
        """Name the settings."""
        return f"<settings of {self._paper_id}: {', '.join(self._by_id)}>"


@dataclass(frozen=True, slots=True)
class Paper:
    """A coded paper with what follows from its facts.

    Attributes:
        entry: the facts.
        settings: its settings by id, in the entry's order.
        notion: its settings' intended notions summed up.
        flags: rules that fired on the paper as a whole.

    Example:
        >>> import taxonomy
        >>> paper = taxonomy.load()["guo2020certified"]
        >>> paper.entry.title, str(paper.notion)
        ('Certified Data Removal from Machine Learning Models', 'untraining')
    """

    entry: Entry
    settings: Settings
    notion: PaperNotion
    flags: tuple[Flag, ...]

    @property
    def id(self) -> str:
        """The paper's id.

        Example:
            >>> import taxonomy
            >>> taxonomy.load()["guo2020certified"].id
            'guo2020certified'
        """
        return self.entry.id

    def only(self, name: str) -> Paper:
        """The paper with one of its settings, and with flags that speak of settings only.

        Raises:
            UnknownIdError: it has no such setting.

        Example:
            >>> import taxonomy
            >>> list(taxonomy.load()["fan2024salun"].only("random-samples").settings)
            ['random-samples']
        """
        return replace(self, settings=Settings(self.id, [self.settings[name]]), flags=())

    def all_flags(self) -> Iterator[Flag]:
        """Flags of the paper, then of its settings, in order.

        Example:
            >>> import taxonomy
            >>> paper = taxonomy.load()["fan2024salun"]
            >>> all(flag.paper == "fan2024salun" for flag in paper.all_flags())
            True
        """
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


def judge_entry(entry: Entry, verdicts: Mapping[str, Verdict], homes: Homes | None) -> Paper:
    """Judge a paper by the whole catalogue.

    Args:
        entry: the entry.
        verdicts: its verdicts by setting id.
        homes: home notions of methods; None skips the rules that need them.

    Returns:
        The paper with verdicts and flags.
    """
    notions = frozenset([verdict.intended for verdict in verdicts.values()])
    settings = Settings(entry.id, [_classified(Case(entry, setting, verdicts[setting.id], homes)) for setting in entry.settings])
    return Paper(entry, settings, paper_notion(notions), judge_paper(PaperCase(entry, notions), CATALOGUE))


def _classified(case: Case) -> ClassifiedSetting:
    flags, skipped = judge(case, CATALOGUE)
    return ClassifiedSetting(case.entry.id, case.setting, case.verdict, flags, skipped)
