"""Second readings: what is compared with what, and the numbers that come out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from taxonomy.bundled import bundled_entries
from taxonomy.corpus import Corpus
from taxonomy.loading import load
from taxonomy.reading import read_corpus
from taxonomy.readings import FieldAgreement, SecondReading, agreement, read_readings
from tests.invented import edited, measurement

PAPER = "example2021erasing"


def reading(corpus: Corpus, **changes: object) -> dict[str, Any]:
    """A second reading of an invented paper that says the same as the first, but for some facts of its first setting."""
    settings = []
    for setting in corpus[PAPER].settings.values():
        facts = setting.facts.model_dump(mode="json", exclude_none=True)
        forget_set = facts["forget_set"]
        settings.append(
            {
                "setting": setting.id,
                **{name: forget_set[name] for name in ("removes", "coverage", "membership")},
                **{name: facts[name] for name in ("guarantee", "references", "measurements")},
                "basis": "sources",
            }
        )
    settings[0] |= changes
    return {"paper": PAPER, "coded": "2026-11-30", "settings": settings}


def told(folder: Path, corpus: Corpus, content: dict[str, Any]) -> tuple[list[SecondReading], list[str]]:
    """Write a reading, read it, and return readings and codes of faults."""
    (folder / "readings").mkdir(parents=True, exist_ok=True)
    (folder / "readings" / f"{PAPER}.yaml").write_text(yaml.safe_dump(content), encoding="utf-8")
    readings, findings = read_readings(folder, corpus)
    return readings, [finding.code for finding in findings]


def test_kappa_of_a_table_worked_out_by_hand() -> None:
    """20 and 15 agreements, 5 and 10 differences: raw 0.7, by chance 0.5, kappa 0.4."""
    pairs = [("yes", "yes")] * 20 + [("yes", "no")] * 5 + [("no", "yes")] * 10 + [("no", "no")] * 15
    found = FieldAgreement("fact", tuple(pairs))
    assert (found.count, found.raw, round(found.kappa, 10)) == (50, 0.7, 0.4)


def test_readers_who_always_say_the_same_agree_fully() -> None:
    """Where there is only one answer, or none, agreement is full and nothing is divided by zero."""
    assert [FieldAgreement("fact", pairs).kappa for pairs in ((), (("a", "a"),) * 3)] == [1.0, 1.0]


def test_same_coding_agrees_on_everything(corpus: Corpus, tmp_path: Path) -> None:
    """A second reading that says the same agrees on every fact."""
    readings, faults = told(tmp_path, corpus, reading(corpus))
    assert faults == []
    found = agreement(readings, corpus)
    assert {fact.name for fact in found} >= {"removes", "membership", "guarantee", "intended notion", "evaluated notion"}
    assert {fact.raw for fact in found} == {1.0}


def test_difference_shows_in_the_fact_and_in_what_follows(corpus: Corpus, tmp_path: Path) -> None:
    """Another target is a difference in that fact and in the intended notion, and in nothing that does not follow from it."""
    readings, _ = told(tmp_path, corpus, reading(corpus, removes="not-stated"))
    differing = {fact.name for fact in agreement(readings, corpus) if fact.raw < 1}
    assert {"removes", "intended notion"} <= differing
    assert not differing & {"membership", "guarantee", "what a metric is measured on"}


def test_settlement_for_the_second_reader_stays_a_difference(corpus: Corpus, tmp_path: Path) -> None:
    """An entry that was corrected after the second reading does not look as if the readers had agreed."""
    first = next(iter(corpus[PAPER].settings))
    settled = [{"setting": first, "field": "removes", "kept": "second", "note": "The table says so."}]
    readings, faults = told(tmp_path, corpus, {**reading(corpus), "settled": settled})
    assert faults == []
    assert {fact.name for fact in agreement(readings, corpus) if fact.raw < 1} == {"removes", "intended notion"}


def test_setting_coded_from_memory_counts_for_nothing(corpus: Corpus, tmp_path: Path) -> None:
    """Only what the second reader saw is compared."""
    readings, _ = told(tmp_path, corpus, reading(corpus, basis="memory", removes="not-stated"))
    assert all(fact.raw == 1 for fact in agreement(readings, corpus))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"setting": "nowhere"}, "DOC007"),
        ({"measurements": [{"metric": "nope", "on": "forget-set", "criterion": "lower-is-better"}]}, "DOC007"),
        ({"removes": "everything"}, "DOC008"),
    ],
)
def test_reading_of_something_unknown_is_a_fault(corpus: Corpus, tmp_path: Path, change: dict[str, Any], code: str) -> None:
    """A reading speaks of settings, metrics and words that there are."""
    assert told(tmp_path, corpus, reading(corpus, **change)) == ([], [code])


def test_reading_is_named_after_its_paper(corpus: Corpus, tmp_path: Path) -> None:
    """A reading whose file is named after another paper is a fault."""
    assert told(tmp_path, corpus, {**reading(corpus), "paper": "nobody2025unstated"}) == ([], ["DOC009"])


def test_reading_of_an_entry_that_was_renamed_is_told(corpus: Corpus, tmp_path: Path) -> None:
    """Where the entry is not there any more, its reading says so, and how it finds it again."""
    folder = edited(tmp_path / "entries")
    (folder / "papers" / f"{PAPER}.yaml").unlink()
    told(folder, corpus, reading(corpus))
    (fault,) = read_readings(folder, read_corpus(folder)[0])[1]
    assert fault.message == f"the reading speaks of {PAPER!r}, and there is no such entry"
    assert fault.fix.endswith("where that has a new id, it may keep this one under `aliases`")


def test_every_difference_of_the_real_readings_is_settled() -> None:
    """Where two readers of a real paper differ on what is removed, covered, trained on or proved, a note says how that was settled."""
    corpus = load()
    readings, findings = read_readings(bundled_entries(), corpus)
    assert (len(readings) >= 50, findings) == (True, [])
    unsettled = []
    for each in readings:
        settled = {settlement.setting for settlement in each.settled}
        for second in each.settings:
            facts = corpus[each.paper].settings[second.setting].facts
            mine = (
                facts.forget_set.removes,
                facts.forget_set.membership,
                facts.guarantee,
                facts.forget_set.coverage if facts.forget_set.concept else "",
            )
            theirs = (second.removes, second.membership, second.guarantee, second.coverage if facts.forget_set.concept else "")
            if mine != theirs and second.setting not in settled:
                unsettled.append((each.paper, second.setting))
    assert unsettled == []


def test_fault_of_an_entry_is_none_of_its_reading(corpus: Corpus, tmp_path: Path) -> None:
    """Where an entry holds faults its reading speaks of something that is there: it is passed over without a word."""
    folder = edited(tmp_path / "entries", (f"papers/{PAPER}.yaml", "kind: ", "kind: un"))
    readings, faults = told(folder, read_corpus(folder)[0], reading(corpus))
    assert (readings, faults) == ([], [])
    assert told(folder, read_corpus(folder)[0], reading(corpus, measurements=[measurement("nope", "forget-set", "reported-only")]))[1] == [
        "DOC007"
    ]


def test_unknown_word_of_a_reading_is_told_at_its_place(corpus: Corpus, tmp_path: Path) -> None:
    """The line of the word is named, and what was probably meant."""
    first = next(iter(corpus[PAPER].settings))
    told(tmp_path, corpus, reading(corpus, setting=f"{first}s"))
    ((_, (finding,)),) = [read_readings(tmp_path, corpus)]
    line = (tmp_path / "readings" / f"{PAPER}.yaml").read_text().splitlines()[finding.line - 1]
    assert (f"setting: {first}s" in line, finding.fix) == (True, f"did you mean {first!r}?")
