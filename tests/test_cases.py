"""A coded paper seen through tables and rules: every setting judged by every rule, in an order that never matters."""

from __future__ import annotations

import pickle
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from taxonomy.cases import ClassifiedSetting, Paper, judge_entry, verdicts_of
from taxonomy.lexicon import load_lexicon
from taxonomy.model import Entry
from taxonomy.rules import CATALOGUE
from taxonomy.rules.rule import Case, PaperCase, judge, judge_paper
from taxonomy.vocabulary.closed import Notion
from taxonomy.vocabulary.terms import Metric
from tests.invented import CONCEPT, EXAMPLES, entry, measurement, setting
from tests.test_rules import codes, paper_of
from tests.test_tables import SETTINGS, classified
from tests.test_verdicts import generated, with_more

SPEAK_OF_SETTINGS = [rule.code for rule in CATALOGUE if rule.speaks_of == "setting"]
BASELINES = ["retraining", "prompting", "fine-tuning", "influence-unlearning", "a-method-that-nobody-coded"]
"""Compared methods of either home, of both, and of none that is known."""
TWO_NOTIONS: list[dict[str, Any]] = [{"forget_set": EXAMPLES}, {"forget_set": CONCEPT, "references": ["chance-level"]}]


def only_setting(paper: Paper) -> ClassifiedSetting:
    """The setting of a paper that has one."""
    (only,) = paper.settings.values()
    return only


def met(paper: Paper) -> tuple[list[str], dict[str, str]]:
    """Codes of the flags of a paper's only setting, and why rules were skipped."""
    only = only_setting(paper)
    return [flag.rule.code for flag in only.flags], {skipped.rule.code: skipped.reason for skipped in only.skipped}


@pytest.mark.parametrize("name", SETTINGS)
def test_every_setting_is_judged_by_every_rule(name: str) -> None:
    """A rule about settings flags, passes or is skipped with a reason, never two of these; flags and skips keep the catalogue's order."""
    flagged, skipped = met(paper_of(SETTINGS[name]))
    assert not set(flagged) & set(skipped)
    assert all(skipped.values())
    assert flagged == [code for code in SPEAK_OF_SETTINGS if code in flagged]
    assert list(skipped) == [code for code in SPEAK_OF_SETTINGS if code in skipped]


@pytest.mark.parametrize("name", SETTINGS)
def test_mismatches_need_a_notion_to_mismatch(name: str) -> None:
    """Where the intended notion is coincident, neither or undetermined, no choice belongs to the other notion."""
    only = only_setting(paper_of({**SETTINGS[name], "baselines": BASELINES}))
    mismatches = [flag.rule.code for flag in only.flags if flag.rule.severity == "mismatch"]
    assert only.verdict.intended in {Notion.UNTRAINING, Notion.UNLEARNING} or not mismatches


@settings(max_examples=80, deadline=None)
@given(generated(), st.permutations(BASELINES), st.randoms(use_true_random=False))
def test_order_changes_no_flag(part: dict[str, Any], baselines: list[str], random: Random) -> None:
    """Measurements, references and baselines can be listed in any order: the same rules flag, and the same are skipped."""
    shuffled = {field: random.sample(part[field], len(part[field])) for field in ("measurements", "references")}
    before, after = ({**part, "baselines": BASELINES}, {**part, **shuffled, "baselines": baselines})
    assert met(paper_of(before)) == met(paper_of(after))


@settings(max_examples=60, deadline=None)
@given(generated(), st.sampled_from(["test-accuracy", "run-time"]))
def test_utility_and_cost_never_add_a_mismatch(part: dict[str, Any], metric: str) -> None:
    """Measuring utility and cost on top is no choice of the other notion, and fills no gap."""
    more = measurement(metric, "test-set", "higher-is-better")
    assert _serious(with_more(part, more)) == _serious(part)


def _serious(part: dict[str, Any]) -> list[str]:
    return [flag.rule.code for flag in only_setting(paper_of(part)).flags if flag.rule.severity in {"mismatch", "gap"}]


def test_verdicts_by_setting() -> None:
    """Verdicts come by the id of their setting in the entry's order, each as if its setting stood alone."""
    coded = Entry.model_validate(entry(settings=[setting("b", forget_set=CONCEPT), setting("a"), setting("c", guarantee="exact")]))
    verdicts = verdicts_of(coded, load_lexicon().metrics)
    assert list(verdicts) == ["b", "a", "c"]
    assert verdicts == {"b": classified({"forget_set": CONCEPT}), "a": classified({"forget_set": EXAMPLES}), "c": verdicts["c"]}
    assert verdicts["c"].evaluated == "untraining"


def test_verdicts_need_every_metric() -> None:
    """A metric that the vocabulary given lacks is the caller's mistake."""
    coded = Entry.model_validate(entry(settings=[setting(measurements=[measurement("run-time", "other", "lower-is-better")])]))
    with pytest.raises(KeyError, match="run-time"):
        verdicts_of(coded, {})


def test_paper_sums_up_its_settings() -> None:
    """A paper has its entry's id, its settings in order with their addresses, and the notion that they have together."""
    paper = paper_of(*TWO_NOTIONS)
    assert (paper.id, paper.notion) == ("ada2024study", "both")
    assert [(name, only.id, only.address) for name, only in paper.settings.items()] == [
        ("setting-0", "setting-0", "ada2024study/setting-0"),
        ("setting-1", "setting-1", "ada2024study/setting-1"),
    ]
    assert [only.facts.forget_set.removes for only in paper.settings.values()] == ["examples", "concept"]


def test_paper_without_settings() -> None:
    """A survey has no settings, no flags and a notion that cannot be told."""
    paper = paper_of(kind="survey")
    assert (dict(paper.settings), paper.notion, codes(paper)) == ({}, "undetermined", [])


def test_flags_come_paper_first() -> None:
    """The paper's own flags come before those of its settings, which keep their order and say whose they are."""
    paper = paper_of(*TWO_NOTIONS)
    owners = [flag.setting for flag in paper.all_flags()]
    assert owners[0] is None
    assert list(dict.fromkeys(owners)) == [None, "setting-0", "setting-1"]
    assert {flag.paper for flag in paper.all_flags()} == {"ada2024study"}
    assert sum(1 for _ in paper.all_flags()) == len(paper.flags) + sum(len(only.flags) for only in paper.settings.values())


def test_flags_of_a_setting_do_not_depend_on_its_siblings() -> None:
    """A setting is judged by its own facts: alone it gets the flags that it gets among others."""
    together = paper_of(*TWO_NOTIONS).settings.values()
    alone = [only_setting(paper_of(part)) for part in TWO_NOTIONS]
    assert [[flag.rule.code for flag in only.flags] for only in together] == [[flag.rule.code for flag in only.flags] for only in alone]


def test_judging_takes_the_rules_it_is_given() -> None:
    """The engine knows no rule by itself: it applies those that it is given, each to what it speaks of."""
    coded = Entry.model_validate(entry(settings=[setting("a"), setting("b", forget_set=CONCEPT)]))
    verdicts = verdicts_of(coded, {})
    case = Case(coded, coded.settings[0], verdicts["a"], None)
    paper = PaperCase(coded, frozenset(verdict.intended for verdict in verdicts.values()))
    chosen = [rule for rule in CATALOGUE if rule.code in {"FRM107", "MET303", "MET305"}]
    flags, skipped = judge(case, chosen)
    assert ([flag.rule.code for flag in flags], [each.rule.code for each in skipped]) == (["MET305"], ["MET303"])
    assert [flag.rule.code for flag in judge_paper(paper, chosen)] == ["FRM107"]
    assert (judge(case, []), judge_paper(paper, [])) == (((), ()), ())


def test_homes_are_given_or_absent() -> None:
    """Without home notions the rules about baselines are skipped; with none for a method its home is unknown."""
    coded = Entry.model_validate(entry(settings=[setting(baselines=["retraining"])]))
    verdicts = verdicts_of(coded, {})
    without, unknown = judge_entry(coded, verdicts, None), judge_entry(coded, verdicts, {})
    assert {code for code in met(without)[1] if code.startswith("BAS")} == {"BAS401", "BAS402", "BAS403", "BAS404"}
    assert [code for code in met(unknown)[0] if code.startswith("BAS")] == ["BAS404"]


def test_each_judgement_is_by_the_vocabulary_homes_and_rules_of_its_own() -> None:
    """What is remembered of one judgement never leaks into another: the same setting by other metrics, homes or rules, in turns."""
    told = measurement("a-score", "forget-set", "lower-is-better")
    coded = Entry.model_validate(entry(settings=[setting(measurements=[told], baselines=["a", "b"], references=["original-model"])]))
    lexicons = [{"a-score": _metric(family, polarity)} for family, polarity in (("performance", "presence"), ("membership", "presence"))]
    homes = [{"a": frozenset({Notion.UNLEARNING})}, {"a": frozenset({Notion.UNTRAINING})}, {}]
    for _ in range(2):
        verdicts = [verdicts_of(coded, metrics) for metrics in lexicons]
        assert [str(each["rows"].evaluated) for each in verdicts] == ["unlearning", "untraining"]
        assert [[row.name for row in each["rows"].readings] for each in verdicts] == [["less-on-forget-set"], ["trace-of-rows"]]
        assert [_flagged(judge_entry(coded, each, None), "MET302") for each in verdicts] == [["measurements[0]"], []]
        judged = [judge_entry(coded, verdicts[0], each) for each in homes]
        assert [_flagged(each, "BAS401") for each in judged] == [["baselines[0]"], [], []]
        assert [_flagged(each, "BAS404") for each in judged] == [["baselines[1]"], ["baselines[1]"], ["baselines[0]", "baselines[1]"]]
        case = Case(coded, coded.settings[0], verdicts[0]["rows"], None)
        for code in ("REF202", "REF206", "MET302"):
            assert [flag.rule.code for flag in judge(case, [rule for rule in CATALOGUE if rule.code == code])[0]] == [code]


def _metric(family: str, polarity: str) -> Metric:
    facts = {"id": "a-score", "name": "A score", "definition": "Invented.", "sources": ["ada2024study"]}
    return Metric.model_validate({**facts, "family": family, "polarity": polarity})


def _flagged(paper: Paper, code: str) -> list[str]:
    return [fact.path for flag in only_setting(paper).flags if flag.rule.code == code for fact in flag.choices]


def test_verdicts_stay_what_they_are_in_another_process() -> None:
    """A verdict that was sent away and back equals the one that stayed, and has its readings."""
    told = [measurement("membership-inference-attack", "forget-set", "lower-is-better")]
    verdict = verdicts_of(Entry.model_validate(entry(settings=[setting(measurements=told)])), load_lexicon().metrics)["rows"]
    back = pickle.loads(pickle.dumps(verdict))  # noqa: S301  # our own
    assert (back, hash(back), repr(back)) == (verdict, hash(verdict), repr(verdict))
    assert (back.readings, back.flips) == (verdict.readings, verdict.flips)
