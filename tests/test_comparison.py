"""Settings side by side: what is compared, in which order, and how many."""

from __future__ import annotations

import pytest

from taxonomy.comparison import ComparedFact, ComparisonError
from taxonomy.corpus import Corpus
from taxonomy.errors import UnknownIdError

ROWS, STYLE = "ersatz2024two/pictures", "ersatz2024two/style"


def test_differing_facts_stand_first(corpus: Corpus) -> None:
    """Facts that differ come before those that do not, each in the order of an entry."""
    facts = corpus.compare(ROWS, STYLE)
    differs = [fact.differs for fact in facts]
    assert differs == sorted(differs, reverse=True)
    assert facts[0].name == "intended"


def test_facts_that_nobody_has_are_left_out(corpus: Corpus) -> None:
    """A row stands for a fact that at least one of the settings has."""
    assert all(any(fact.values) for fact in corpus.compare(ROWS, STYLE))


def test_order_of_values_is_no_difference() -> None:
    """Two settings with the same values in another order do not differ; what all share is told apart from the rest."""
    assert not ComparedFact("metrics", (("a", "b"), ("b", "a"))).differs
    fact = ComparedFact("metrics", (("a", "b"), ("b", "c")))
    assert (fact.differs, fact.shared) == (True, frozenset({"b"}))


@pytest.mark.parametrize(
    ("addresses", "says"),
    [
        ([ROWS], "two to six settings can be compared, not 1"),
        ([], "two to six settings can be compared, not 0"),
        ([ROWS, STYLE, ROWS], "'ersatz2024two/pictures' is named twice"),
        ([ROWS] * 7, "two to six settings can be compared, not 7"),
    ],
)
def test_too_few_too_many_or_twice(corpus: Corpus, addresses: list[str], says: str) -> None:
    """The number of settings is told, and one that is named twice."""
    with pytest.raises(ComparisonError, match=says):
        corpus.compare(*addresses)


def test_paper_alone_names_its_only_setting(corpus: Corpus) -> None:
    """The id of a paper names its setting where there is one, and asks which where there are several."""
    assert corpus.setting("muster2024certified").paper_id == "muster2024certified"
    with pytest.raises(UnknownIdError, match=r"did you mean 'ersatz2024two/.*' or 'ersatz2024two/"):
        corpus.setting("ersatz2024two")


def test_misspelt_setting_is_told_with_the_nearest(corpus: Corpus) -> None:
    """A misspelt setting is told with the one that was probably meant."""
    with pytest.raises(UnknownIdError, match=f"did you mean '{STYLE}'"):
        corpus.setting(f"{STYLE}s")


def test_flags_of_the_paper_are_a_fact_of_their_own(corpus: Corpus) -> None:
    """A flag on the whole paper is compared, too, apart from those on the setting."""
    facts = {fact.name: fact.values for fact in corpus.compare("ersatz2024two/style", "sample2022poisons/found-part")}
    assert facts["flags of the paper"] == (("FRM107",), ())
    assert "FRM107" not in facts["flags"][0]
