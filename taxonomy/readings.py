"""Second readings: what another reader coded from the same sources without seeing the first coding, and how the two agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import Field

from taxonomy.cases import ClassifiedSetting
from taxonomy.corpus import Corpus
from taxonomy.documents import Document, read_document
from taxonomy.errors import Finding
from taxonomy.model import Day, Measurement
from taxonomy.names import TERM_PATTERN
from taxonomy.nearest import did_you_mean
from taxonomy.notions.tables import Deciding, Outcome, measured_by
from taxonomy.validation import validate
from taxonomy.vocabulary.closed import Coverage, Guarantee, Membership, Reference, Removes
from taxonomy.vocabulary.terms import Metric, PaperId, Strict, TermId, Text
from taxonomy.ways import EACH, words_at

DecidingField = Literal["removes", "coverage", "membership", "guarantee"]


_FOLLOWS: dict[str, tuple[str, ...]] = {
    "removes": ("removes", "intended notion"),
    "coverage": ("coverage", "intended notion"),
    "membership": ("membership",),
    "guarantee": ("guarantee",),
    "measurements": ("evaluated notion",),
}
"""The facts on which the first reader stood alone, by the field that was settled for the second."""
_SETTINGS = (("settings", EACH, "setting"), ("settled", EACH, "setting"))
_METRICS = ("settings", EACH, "measurements", EACH, "metric")
"""Where a reading names settings and metrics."""


class SecondSetting(Strict):
    """What the second reader coded for one setting."""

    setting: TermId
    """The setting."""
    removes: Removes
    """What must be gone."""
    coverage: Coverage
    """How much of the concept the forget set holds."""
    membership: Membership
    """Whether its rows were trained on."""
    guarantee: Guarantee
    """What is proved."""
    references: tuple[Reference, ...]
    """What scores are held against."""
    measurements: tuple[Measurement, ...] = ()
    """Measurements by which efficacy is judged; utility and cost are left out."""
    basis: Literal["sources", "memory"]
    """Whether the sources could be had; a setting coded from memory counts for nothing."""
    note: Text | None = None
    """Where it was hard."""


class Settlement(Strict):
    """How a difference between the two readings was settled."""

    setting: TermId
    """The setting."""
    field: DecidingField | Literal["measurements"]
    """The fact on which the readers differed."""
    kept: Literal["first", "second"]
    """Whose coding stands in the entry."""
    note: Text
    """Why."""


class SecondReading(Strict):
    """A second, blind reading of one paper."""

    paper: PaperId
    """The paper."""
    coded: Day
    """Day of the reading."""
    settings: tuple[SecondSetting, ...] = Field(min_length=1)
    """What the reader coded."""
    settled: tuple[Settlement, ...] = ()
    """Differences, one by one."""


@dataclass(frozen=True, slots=True)
class FieldAgreement:
    """How two readers agree on one fact.

    Attributes:
        name: the fact.
        pairs: what the first and the second reader coded.
    """

    name: str
    pairs: tuple[tuple[Hashable, Hashable], ...]

    @property
    def count(self) -> int:
        """How many pairs of codings there are."""
        return len(self.pairs)

    @property
    def raw(self) -> float:
        """Share of pairs that are the same."""
        return sum(one == other for one, other in self.pairs) / len(self.pairs) if self.pairs else 1.0

    @property
    def kappa(self) -> float:
        """Cohen's kappa: agreement beyond what the readers' own frequencies would give by chance."""
        first, second = Counter(one for one, _ in self.pairs), Counter(other for _, other in self.pairs)
        chance = sum(first[value] * second[value] for value in first) / len(self.pairs) ** 2 if self.pairs else 1.0
        return (self.raw - chance) / (1 - chance) if chance < 1 else 1.0


def read_readings(folder: Path, corpus: Corpus) -> tuple[list[SecondReading], list[Finding]]:
    """Read every second reading of a folder of entries.

    Args:
        folder: the folder of entries; readings stand in its folder `readings`, one file a paper.
        corpus: the papers that they speak of.

    Returns:
        The readings in order of paper, and every fault: also a paper, setting or metric that the corpus does not know.
    """
    readings: list[SecondReading] = []
    findings: list[Finding] = []
    for path in sorted((folder / "readings").glob("*.yaml")):
        document = read_document(path)
        reading = validate(document, SecondReading) if isinstance(document, Document) else document
        if isinstance(reading, list):
            findings += reading
        elif isinstance(document, Document) and (faults := list(_unknown(reading, document, folder, corpus))):
            findings += faults
        elif reading.paper in corpus:
            readings.append(reading)
    return readings, findings


def _unknown(reading: SecondReading, document: Document, folder: Path, corpus: Corpus) -> Iterator[Finding]:
    """What a reading names and nobody else knows; where the entry itself holds faults, its settings cannot be known."""
    metrics = {**corpus.lexicon.metrics, **corpus.lexicon.promised}
    asked: list[tuple[str, tuple[str, ...], Collection[str]]] = [("metric", _METRICS, metrics)]
    if reading.paper != Path(document.path).stem or not (reading.paper in corpus or (folder / "papers" / f"{reading.paper}.yaml").exists()):
        same = reading.paper == Path(document.path).stem
        why = "and there is no such entry" if same else "which is not the entry that its file is named after"
        fix = "name the file and the paper after the entry"
        fix += "; where that has a new id, it may keep this one under `aliases`" if same else ""
        yield Finding(document.path, *document.place(("paper",)), "DOC009", f"the reading speaks of {reading.paper!r}, {why}", fix)
    elif reading.paper in corpus:
        asked += [("setting", way, corpus[reading.paper].settings) for way in _SETTINGS]
    for kind, way, known in asked:
        for path, name in words_at(reading, way, TERM_PATTERN):
            if name not in known:
                hint = did_you_mean(name, known) or "write one that the entry or the vocabulary has"
                yield Finding(document.path, *document.place(path), "DOC007", f"unknown {kind} {name!r}", hint)


def agreement(readings: Iterable[SecondReading], corpus: Corpus) -> list[FieldAgreement]:
    """Compare the readers fact by fact, over all settings that the second one coded from sources.

    Args:
        readings: the second readings.
        corpus: the papers as they stand; where a difference was settled for the second reader, the first one's coding counts as different.

    Returns:
        Agreement on each deciding fact, on the notions that follow, on each reference, and on where and how metrics that both
        name are measured.
    """
    pairs: dict[str, list[tuple[Hashable, Hashable]]] = {}
    for reading in readings:
        overruled = {(each.setting, name) for each in reading.settled if each.kept == "second" for name in _FOLLOWS[each.field]}
        for second in reading.settings:
            if second.basis == "sources":
                first = corpus[reading.paper].settings[second.setting]
                for name, pair in _pairs(first, second, corpus.lexicon.metrics):
                    was_changed = (second.setting, name) in overruled
                    pairs.setdefault(name, []).append(("the first coding", pair[1]) if was_changed else pair)
    return [FieldAgreement(name, tuple(found)) for name, found in pairs.items()]


def _pairs(
    first: ClassifiedSetting, second: SecondSetting, metrics: Mapping[str, Metric]
) -> Iterator[tuple[str, tuple[Hashable, Hashable]]]:
    facts, forget_set = first.facts, first.facts.forget_set
    yield "removes", (forget_set.removes, second.removes)
    if Removes.CONCEPT is forget_set.removes is second.removes:
        yield "coverage", (forget_set.coverage, second.coverage)
    yield "membership", (forget_set.membership, second.membership)
    yield "guarantee", (facts.guarantee, second.guarantee)
    then = _outcome(second, metrics)
    yield "intended notion", (first.verdict.intended, then.intended)
    yield "evaluated notion", (first.verdict.evaluated, then.evaluated)
    for reference in Reference:
        yield "references, each listed or not", (reference in facts.references, reference in second.references)
    for other in second.measurements:
        mine = next((each for each in facts.measurements if each.metric == other.metric), None)
        if mine is not None:
            yield "what a metric is measured on", (mine.on, other.on)
            yield "which direction counts as good", (mine.criterion, other.criterion)


def _outcome(second: SecondSetting, metrics: Mapping[str, Metric]) -> Outcome:
    measured = measured_by(second.measurements, metrics)
    return Deciding(second.removes, second.coverage, second.guarantee, second.references, measured).outcome()
