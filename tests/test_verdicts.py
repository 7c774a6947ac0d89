"""A verdict explains itself, and depends on nothing but the facts that the tables read."""

from __future__ import annotations

import re
from collections import Counter
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from taxonomy.lexicon import load_lexicon
from taxonomy.notions.verdicts import Fact, Reason, Verdict
from taxonomy.plans import complete_setting
from taxonomy.vocabulary.closed import (
    Condition,
    Coverage,
    Criterion,
    Evaluated,
    Family,
    Guarantee,
    MeasuredOn,
    Membership,
    Notion,
    Reference,
    Removes,
    Supports,
)
from tests.invented import CONCEPT, EXAMPLES, measurement
from tests.test_tables import SETTINGS, classified

METRICS = load_lexicon().metrics
ABSENT = ("none", "not-reported")
"""References that say that there is none; they stand alone."""
ALIKE: dict[tuple[str, str], list[str]] = {}
"""Metrics by family and polarity, which is all that the tables read of a metric."""
for _metric in METRICS.values():
    ALIKE.setdefault((_metric.family, _metric.polarity), []).append(_metric.id)
ONE_OF_EACH = [alike[0] for alike in ALIKE.values()]
MARGINAL = [name for name, metric in METRICS.items() if metric.family in {Family.UTILITY, Family.COST}]
"""Metrics of utility and cost."""

REFERENCES = st.sampled_from(ABSENT).map(lambda word: [word]) | st.lists(
    st.sampled_from([str(word) for word in Reference if word not in ABSENT]), min_size=1, max_size=3, unique=True
)
FORGET_SETS = st.fixed_dictionaries(
    {"removes": st.sampled_from(list(map(str, Removes))), "coverage": st.sampled_from(list(map(str, Coverage))), "concept": st.just("cats")}
)


def measurements(references: list[str], metrics: list[str] = ONE_OF_EACH) -> st.SearchStrategy[dict[str, Any]]:
    """Measurements as an entry holds them, each held against any of these references or none by name."""
    fields = {"metric": metrics, "on": list(map(str, MeasuredOn)), "criterion": list(map(str, Criterion))}
    optional = {"reference": references, "condition": list(map(str, Condition))}
    return st.fixed_dictionaries(
        {name: st.sampled_from(words) for name, words in fields.items()},
        optional={name: st.sampled_from(words) for name, words in optional.items()},
    )


@st.composite
def generated(draw: st.DrawFn) -> dict[str, Any]:
    """Any setting as a mapping, with every fact that the tables read."""
    references = draw(REFERENCES)
    return {
        "forget_set": draw(FORGET_SETS),
        "guarantee": draw(st.sampled_from(list(map(str, Guarantee)))),
        "references": references,
        "measurements": draw(st.lists(measurements(references), max_size=4)),
    }


def words(verdict: Verdict) -> tuple[str, str, str]:
    """The three words of a verdict."""
    return verdict.intended, verdict.evaluated, verdict.agreement


def reasons(verdict: Verdict) -> Counter[str]:
    """How often each criterion held."""
    return Counter(reason.criterion for reason in verdict.because)


def judged(setting: dict[str, Any]) -> tuple[tuple[str, str, str], Counter[str], tuple[str, ...]]:
    """The verdict on a setting without the places at which its facts stand."""
    verdict = classified(setting)
    return words(verdict), reasons(verdict), verdict.missing


def with_more(setting: dict[str, Any], *more: dict[str, Any], at: int = 0) -> dict[str, Any]:
    """The setting with further measurements, put before the one at this place."""
    listed = setting["measurements"]
    return {**setting, "measurements": [*listed[:at], *more, *listed[at:]]}


def value_at(setting: dict[str, Any], path: str) -> Any:
    """The fact at a path such as `measurements[0].criterion`, what is left out included."""
    value: Any = complete_setting(setting).model_dump(mode="json")
    for part in re.findall(r"[^.\[\]]+", path):
        value = value[int(part) if part.isdigit() else part]
    return value


def redone(because: tuple[Reason, ...]) -> str:
    """The evaluated notion, worked out again from the reasons alone."""
    points = {reason.criterion: str(reason.points_to) for reason in because if reason.criterion != "forget-set"}
    notions = set(points.values()) - {"coincident"}
    if "complete-coverage" in points or (points and not notions):
        return "coincident"
    return "mixed" if len(notions) > 1 else next(iter(notions), "untested")


@pytest.mark.parametrize("name", SETTINGS)
def test_reasons_name_facts_where_they_stand(name: str) -> None:
    """Every fact of every reason stands in the setting at the path that the reason names, with that value."""
    for reason in classified(SETTINGS[name]).because:
        assert reason.facts
        assert {fact.path: str(value_at(SETTINGS[name], fact.path)) for fact in reason.facts} == {
            fact.path: fact.value for fact in reason.facts
        }


@settings(max_examples=150, deadline=None)
@given(generated())
def test_verdict_can_be_redone_from_its_reasons(setting: dict[str, Any]) -> None:
    """The reasons alone give the intended notion (the first) and the evaluated one (all others)."""
    verdict = classified(setting)
    assert verdict.because[0].criterion == "forget-set"
    assert verdict.because[0].points_to == verdict.intended
    assert redone(verdict.because) == verdict.evaluated


@settings(max_examples=150, deadline=None)
@given(generated())
def test_every_measurement_has_a_reading(setting: dict[str, Any]) -> None:
    """There is one row for each measurement, and those that point somewhere stand among the reasons."""
    verdict = classified(setting)
    assert len(verdict.readings) == len(setting["measurements"])
    pointing = Counter(row.name for row in verdict.readings if row.points_to)
    assert reasons(verdict) - Counter(["forget-set", "by-construction", "complete-coverage"]) == pointing


def test_reasons_read_the_facts_that_decide() -> None:
    """A match names what it is held against: the measurement's own reference, else the setting's list."""
    matched = measurement("forget-set-accuracy", "forget-set", "match-reference")
    named = {**matched, "reference": "retrained-without-forget-set"}
    listed = ["chance-level", "retrained-without-forget-set"]
    verdict = classified({"forget_set": EXAMPLES, "references": listed, "measurements": [matched, named]})
    assert [[fact.path for fact in reason.facts][3:] for reason in verdict.because[1:]] == [
        ["references[0]", "references[1]"],
        ["measurements[1].reference"],
    ]


def test_first_reason_reads_the_coverage_of_a_concept_only() -> None:
    """The coverage is a reason where a concept is removed, and no reason elsewhere."""
    of_rows, of_concept = (classified({"forget_set": forget_set}).because[0].facts for forget_set in (EXAMPLES, CONCEPT))
    assert of_rows == (Fact("forget_set.removes", "examples"),)
    assert of_concept == (Fact("forget_set.removes", "concept"), Fact("forget_set.coverage", "sample"))


def test_facts_print_as_path_and_value() -> None:
    """A fact reads as an equation."""
    assert str(Fact("guarantee", "exact")) == "guarantee = exact"


def test_reasons_carry_the_evidence_of_their_facts() -> None:
    """Each reason shows where its own facts were looked up, and nothing that speaks for other parts."""
    evidence = [{"supports": [part], "source": "paper", "locator": part} for part in map(str, Supports)]
    verdict = classified(
        {
            "forget_set": {**CONCEPT, "coverage": "complete"},
            "guarantee": "exact",
            "references": ["retrained-without-forget-set"],
            "measurements": [measurement("forget-set-accuracy", "forget-set", "match-reference")],
            "evidence": evidence,
        }
    )
    assert {reason.criterion: [each.locator for each in reason.evidence] for reason in verdict.because} == {
        "forget-set": ["forget_set"],
        "by-construction": ["guarantee"],
        "matches-retrained": ["references", "measurements"],
        "complete-coverage": ["forget_set"],
    }


def test_reasons_say_in_words_what_they_speak_for() -> None:
    """Each reason tells in the words of its table why it holds, and for which notion it speaks."""
    part = {
        "forget_set": {**CONCEPT, "coverage": "complete"},
        "guarantee": "exact",
        "references": ["retrained-without-forget-set"],
        "measurements": [measurement("forget-set-accuracy", "forget-set", "match-reference")],
    }
    assert [(reason.text, reason.points_to) for reason in classified(part).because] == [
        ("a concept must go and the forget set holds every instance of it, so both ideals are one model", "coincident"),
        ("the result equals the retrained model by construction", "untraining"),
        ("the score is to match that of a model retrained without these rows", "untraining"),
        ("with every instance of the concept in the forget set no result tells the two ideals apart", "coincident"),
    ]


def test_reasons_without_evidence_say_so() -> None:
    """Where nothing was looked up, a reason carries no evidence."""
    assert [reason.evidence for reason in classified({"forget_set": EXAMPLES, "guarantee": "exact"}).because] == [(), ()]


@settings(max_examples=150, deadline=None)
@given(generated())
def test_missing_facts_settle_what_is_undetermined(setting: dict[str, Any]) -> None:
    """A fact is missing where the intended notion is undetermined and nowhere else, and telling it settles the notion."""
    verdict = classified(setting)
    assert bool(verdict.missing) == (verdict.intended is Notion.UNDETERMINED)
    for path in verdict.missing:
        part, _, field = path.partition(".")
        told = {"removes": "examples", "coverage": "sample"}[field]
        assert classified({**setting, part: {**setting[part], field: told}}).intended is not Notion.UNDETERMINED


@settings(max_examples=150, deadline=None)
@given(generated(), st.randoms(use_true_random=False))
def test_order_is_irrelevant(setting: dict[str, Any], random: Random) -> None:
    """Measurements and references can be listed in any order."""
    shuffled = {**setting, **{part: random.sample(setting[part], len(setting[part])) for part in ("measurements", "references")}}
    assert judged(shuffled) == judged(setting)


@settings(max_examples=150, deadline=None)
@given(generated(), st.data())
def test_utility_and_cost_never_change_the_verdict(setting: dict[str, Any], data: st.DataObject) -> None:
    """A metric of utility or cost can be added anywhere, taken on anything and read in any way."""
    more = data.draw(measurements(setting["references"], MARGINAL))
    assert judged(with_more(setting, more, at=data.draw(st.integers(0, len(setting["measurements"]))))) == judged(setting)


@settings(max_examples=100, deadline=None)
@given(generated(), st.data())
def test_retain_and_test_set_never_change_the_verdict(setting: dict[str, Any], data: st.DataObject) -> None:
    """Whatever is measured on the retain or the test set shows utility."""
    more = data.draw(measurements(setting["references"]))
    on = data.draw(st.sampled_from(["retain-set", "test-set"]))
    assert judged(with_more(setting, {**more, "on": on})) == judged(setting)


@settings(max_examples=150, deadline=None)
@given(generated(), st.data())
def test_reported_only_never_changes_the_verdict(setting: dict[str, Any], data: st.DataObject) -> None:
    """A score without a direction can be added anywhere."""
    more = data.draw(measurements(setting["references"]))
    assert judged(with_more(setting, {**more, "criterion": "reported-only"})) == judged(setting)


@settings(max_examples=150, deadline=None)
@given(generated())
def test_complete_coverage_never_conflicts(setting: dict[str, Any]) -> None:
    """Where the forget set is the whole concept, no evaluation shows the other notion or a mixture."""
    verdict = classified({**setting, "forget_set": {"removes": "concept", "concept": "cats", "coverage": "complete"}})
    assert verdict.evaluated in {Evaluated.COINCIDENT, Evaluated.UNTESTED}
    assert verdict.agreement in {"aligned", "untested"}


@settings(max_examples=100, deadline=None)
@given(generated(), st.sampled_from(["examples", "outputs", "nothing", "not-stated"]))
def test_coverage_matters_to_concepts_only(setting: dict[str, Any], removes: str) -> None:
    """The coverage decides nothing where no concept is to go."""
    forget_sets = [{"removes": removes, "coverage": str(coverage)} for coverage in Coverage]
    first, *others = (judged({**setting, "forget_set": forget_set}) for forget_set in forget_sets)
    assert others == [first] * 5


@settings(max_examples=100, deadline=None)
@given(generated())
def test_probes_are_set_aside(setting: dict[str, Any]) -> None:
    """A probe changes an untested evaluation into a coincident one, and no other evaluation."""
    before = classified(setting).evaluated
    after = classified(with_more(setting, measurement("exposure", "probe", "lower-is-better"))).evaluated
    assert after == (Evaluated.COINCIDENT if before is Evaluated.UNTESTED else before)


@settings(max_examples=150, deadline=None)
@given(generated(), st.data())
def test_no_metric_is_named(setting: dict[str, Any], data: st.DataObject) -> None:
    """A metric can be exchanged for any other of its family and polarity."""
    exchanged = [
        {**each, "metric": data.draw(st.sampled_from(ALIKE[METRICS[each["metric"]].family, METRICS[each["metric"]].polarity]))}
        for each in setting["measurements"]
    ]
    assert judged({**setting, "measurements": exchanged}) == judged(setting)


@settings(max_examples=100, deadline=None)
@given(generated())
def test_conditions_decide_nothing(setting: dict[str, Any]) -> None:
    """Deleting and suppressing are another axis: what was done before measuring changes no verdict."""
    plain = [{field: value for field, value in each.items() if field != "condition"} for each in setting["measurements"]]
    assert judged({**setting, "measurements": plain}) == judged(setting)


@settings(max_examples=100, deadline=None)
@given(generated(), st.sampled_from(list(map(str, Membership))))
def test_other_facts_decide_nothing(setting: dict[str, Any], membership: str) -> None:
    """Membership, granularity, shares, baselines, data, models and evidence change no verdict."""
    forget_set = {**setting["forget_set"], "membership": membership, "granularity": ["class"], "share_of_concept": [0.5], "sizes": [7]}
    more = {
        "baselines": ["retraining", "prompting"],
        "datasets": ["cifar-10"],
        "models": ["A model"],
        "evidence": [{"supports": ["forget_set"], "source": "paper", "locator": "Section 3"}],
        "note": "Coded twice.",
    }
    assert judged({**setting, **more, "forget_set": forget_set}) == judged(setting)


@settings(max_examples=100, deadline=None)
@given(generated())
def test_nothing_is_weighted(setting: dict[str, Any]) -> None:
    """Measuring everything twice changes none of the three words."""
    assert words(classified({**setting, "measurements": setting["measurements"] * 2})) == words(classified(setting))
