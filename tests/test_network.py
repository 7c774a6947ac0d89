"""Who compares with whom: counted by settings, without yardsticks, laid out alike each time."""

from __future__ import annotations

from typing import Any

from taxonomy.corpus import Corpus
from taxonomy.model import Entry
from taxonomy.network import YARDSTICKS, Comparison, comparisons, places, weights
from taxonomy.vocabulary.closed import Notion
from tests.invented import entry, setting


def proposing(*settings: dict[str, Any], **method: object) -> Entry:
    """An entry that proposes a scrubber in its settings."""
    methods = [{"id": "scrubber", "name": "Scrubber", **method}]
    return Entry.model_validate(entry(proposes={"methods": methods}, settings=list(settings)))


def test_comparisons_are_counted_by_settings() -> None:
    """A pair of methods stands once, with every setting in which the proposing paper compares the two."""
    found = comparisons(
        [proposing(setting("one", baselines=["fine-tuning", "gradient-ascent"]), setting("two", baselines=["fine-tuning"]))]
    )
    assert found == [
        Comparison("scrubber", "fine-tuning", ("ada2024study/one", "ada2024study/two")),
        Comparison("scrubber", "gradient-ascent", ("ada2024study/one",)),
    ]
    assert weights(found) == {"scrubber": 3, "fine-tuning": 2, "gradient-ascent": 1}


def test_only_settings_of_the_method_count() -> None:
    """A method that is proposed in some settings is compared in these only, never with itself or with a yardstick."""
    one, two = setting("one", baselines=["scrubber", *sorted(YARDSTICKS), "fine-tuning"]), setting("two", baselines=["gradient-ascent"])
    assert comparisons([proposing(one, two, settings=["one"])]) == [Comparison("scrubber", "fine-tuning", ("ada2024study/one",))]


def test_paper_without_a_method_compares_nothing() -> None:
    """A paper that proposes no method has no edge: it says how methods fare, not who compares with whom."""
    assert comparisons([Entry.model_validate(entry(settings=[setting(baselines=["fine-tuning"])]))]) == []
    assert places([], {}) == {}


def test_places_are_apart_and_the_same_each_time(corpus: Corpus) -> None:
    """Every compared method has a place of its own, in whole numbers, and a second layout is the same."""
    found = comparisons(corpus.entries)
    spread = places(found, corpus.home_notions)
    assert spread.keys() == weights(found).keys()
    assert len(set(spread.values())) == len(spread)
    assert spread == places(reversed(found), corpus.home_notions)


def test_very_many_methods_are_laid_out_in_part() -> None:
    """Beyond what a picture can hold, those with most comparisons are drawn."""
    star = [Comparison(f"method-{number}", "middle", ("a/b",)) for number in range(700)]
    spread = places(star, {"middle": frozenset({Notion.UNTRAINING})})
    assert len(spread) == 400
    assert "middle" in spread
