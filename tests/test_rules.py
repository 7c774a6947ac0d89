"""The rules: each flags what the table of classification.md says, passes the rest, and says why where it cannot be applied."""
# ruff: noqa: N802  # a test is named by the code of its rule, which is written in capitals

from __future__ import annotations

import pickle
import re
from collections.abc import Iterator
from textwrap import indent
from typing import Any

import pytest
from hypothesis import given, settings

from taxonomy.bibliography import read_register
from taxonomy.bundled import bundled_entries
from taxonomy.cases import Paper, judge_entry, verdicts_of
from taxonomy.corpus import Corpus
from taxonomy.documents import Document, parse_document
from taxonomy.lexicon import load_lexicon
from taxonomy.model import Entry
from taxonomy.notions.predicates import ALWAYS
from taxonomy.rules import CATALOGUE, FAMILIES
from taxonomy.rules.clauses import Clause
from taxonomy.rules.clauses import passes as passed
from taxonomy.rules.rule import Case, Flag, PaperCase, Rule
from taxonomy.rules.rule import rule as declared
from taxonomy.rules.seen import Homes
from taxonomy.vocabulary.closed import Notion, Severity
from tests.invented import CONCEPT, EXAMPLES, entry, measurement, setting
from tests.test_verdicts import generated

HOMES: dict[str, frozenset[Notion]] = {method.id: frozenset(method.notions) for method in load_lexicon().generic_methods.values()}
"""Home notions of generic methods, as the vocabulary declares them."""

TABLE = """
FRM101 removal-target-not-stated                      gap
FRM102 coverage-not-reported                          gap
FRM103 forget-set-outside-training-data               mismatch
FRM104 notions-coincide                               note
FRM105 neither-notion                                 note
FRM106 no-forget-set                                  note
FRM107 one-paper-two-notions                          note
REF201 retrained-on-retain-set-as-unlearning-ideal    mismatch
REF202 untraining-without-retrained-reference         gap
REF203 unlearning-without-concept-free-reference      gap
REF204 chance-level-as-ideal                          note
REF205 reference-continues-training                   mismatch
REF206 original-model-only                            gap
MET301 membership-metric-for-unlearning               mismatch
MET302 forget-error-for-untraining                    mismatch
MET303 generalisation-untested                        gap
MET304 direction-contradicts-reference                mismatch
MET305 efficacy-unmeasured                            gap
MET306 memorisation-metric-for-unlearning             mismatch
MET307 random-output-reward                           mismatch
MET308 mixed-evaluation                               note
BAS401 baseline-of-other-notion                       mismatch
BAS402 no-baseline-of-own-notion                      gap
BAS403 ranking-mixes-notions                          note
BAS404 baseline-notion-unknown                        note
EVD501 fact-without-evidence                          note
EVD502 secondary-evidence-only                        note
EVD503 low-confidence                                 note
"""
"""Code, name and severity of every rule, as the sixth section of classification.md states them."""

EACH_RULE = pytest.mark.parametrize("rule", CATALOGUE, ids=lambda rule: rule.code)
Facts = dict[str, Any]
Expected = list[str] | str
"""Paths of the flagged choices (none: it passes), or words of the reason for which the rule is skipped."""

COMPLETE = {**CONCEPT, "coverage": "complete"}
PROXY = {**CONCEPT, "coverage": "proxy"}
NO_SET = {**CONCEPT, "coverage": "none"}
UNTOLD = {**CONCEPT, "coverage": "not-reported"}
OUTPUTS = {"removes": "outputs"}
NOTHING = {"removes": "nothing"}
UNSTATED = {"removes": "not-stated"}

RETRAINED = "retrained-without-forget-set"
MATCHED = measurement("forget-set-accuracy", "forget-set", "match-reference")
FEWER_RIGHT = measurement("forget-set-accuracy", "forget-set", "lower-is-better")
MORE_WRONG = measurement("forget-set-error", "forget-set", "higher-is-better")
MEMBERSHIP = measurement("membership-inference-attack", "forget-set", "lower-is-better")
VERBATIM = measurement("verbatim-overlap", "forget-set", "lower-is-better")
HELD_OUT = measurement("question-answering-accuracy", "held-out-concept", "lower-is-better")
UTILITY = measurement("test-accuracy", "test-set", "higher-is-better")
COST = measurement("run-time", "other", "lower-is-better")
ENTROPY = measurement("output-entropy", "forget-set", "higher-is-better")


def paper_of(*parts: Facts, homes: Homes | None = HOMES, **facts: object) -> Paper:
    """An invented paper of these settings, judged by the whole catalogue."""
    listed = [setting(f"setting-{index}", **part) for index, part in enumerate(parts)]
    coded = Entry.model_validate({**entry(settings=listed), **facts})
    metrics = load_lexicon().metrics
    return judge_entry(coded, verdicts_of(coded, metrics), homes)


def codes(paper: Paper) -> list[str]:
    """Codes of all flags of a paper and its settings."""
    return [flag.rule.code for flag in paper.all_flags()]


def skips(paper: Paper) -> dict[str, str]:
    """Why rules were skipped, by code, for a paper of one setting."""
    (only,) = paper.settings.values()
    return {skipped.rule.code: skipped.reason for skipped in only.skipped}


def flags(paper: Paper, code: str) -> list[Flag]:
    """The flags of one code."""
    return [flag for flag in paper.all_flags() if flag.rule.code == code]


def judged(code: str, part: Facts, homes: Homes | None = HOMES) -> Expected:
    """What one rule says of a setting."""
    paper = paper_of(part, homes=homes)
    return skips(paper).get(code) or [fact.path for flag in flags(paper, code) for fact in flag.choices]


def said(code: str, part: Facts, expected: Expected, homes: Homes | None = HOMES) -> Expected:
    """What one rule says of a setting; a reason is cut to the expected words if it holds them."""
    found = judged(code, part, homes)
    return expected if isinstance(expected, str) and isinstance(found, str) and expected in found else found


def example_of(text: str) -> Paper:
    """Judge an example of a rule: a setting, a list of settings of one paper, or facts of the entry."""
    found = parse_document(f"example:\n{indent(text, '  ')}", "example.yaml")
    assert isinstance(found, Document), found
    example = found.value["example"]
    if isinstance(example, list):
        return paper_of(*example)
    of_entry = {name: {**entry()[name], **value} for name, value in example.items() if name not in setting() and name in Entry.model_fields}
    return paper_of({name: value for name, value in example.items() if name not in of_entry}, **of_entry)


def test_catalogue_is_that_of_the_design() -> None:
    """Codes, names and severities are those of the design, complete and in order."""
    assert [(rule.code, rule.name, str(rule.severity)) for rule in CATALOGUE] == [
        tuple(line.split()) for line in TABLE.strip().splitlines()
    ]


def test_codes_stand_in_order_of_their_number() -> None:
    """Numbers rise through the catalogue, and each family has a hundred of its own."""
    assert sorted(int(rule.code[3:]) for rule in CATALOGUE) == [int(rule.code[3:]) for rule in CATALOGUE]
    hundreds = {rule.code[:3]: rule.code[3] for rule in CATALOGUE}
    assert [*hundreds.values()] == list("12345")
    assert {(rule.code[:3], rule.code[3]) for rule in CATALOGUE} == set(hundreds.items())
    assert set(hundreds) == set(FAMILIES) - {"DOC"}


@EACH_RULE
def test_rule_is_described(rule: Rule) -> None:
    """Code and name have their form; the title is one line without a full stop, the other texts are sentences."""
    assert re.fullmatch(r"[A-Z]{3}[0-9]{3}", rule.code)
    assert re.fullmatch(r"[a-z]+(-[a-z]+)+", rule.name)
    assert 10 <= len(rule.title) <= 120
    assert not rule.title.endswith(".")
    assert all(text.endswith(".") and len(text) <= 600 for text in (rule.rationale, rule.instead, rule.exceptions))
    assert rule.applies_to


@EACH_RULE
def test_flagged_example_is_flagged(rule: Rule) -> None:
    """The example yields the flag of its rule exactly once, and the flag names the choice that it speaks of."""
    (flag,) = flags(example_of(rule.flags), rule.code)
    assert flag.choices
    assert (flag.setting is None) == (rule.speaks_of == "paper")


@EACH_RULE
def test_passing_example_passes(rule: Rule) -> None:
    """The corrected example passes the rule, rather than being out of its reach."""
    paper = example_of(rule.passes)
    assert rule.code not in codes(paper)
    assert all(skipped.rule is not rule for one in paper.settings.values() for skipped in one.skipped)


@pytest.fixture(scope="module")
def known_works() -> set[str]:
    """Ids of coded papers and keys of the register, faults of entries left aside."""
    folder = bundled_entries()
    works, _ = read_register(folder / "register.bib")
    return {work.key for work in works} | {path.stem for path in (folder / "papers").glob("*.yaml")}


@EACH_RULE
def test_sources_are_known_works(rule: Rule, known_works: set[str]) -> None:
    """Every source is a coded paper or a record of the register."""
    assert rule.sources
    assert set(rule.sources) <= known_works


@pytest.mark.parametrize(
    ("forget_set", "expected"),
    [
        (UNSTATED, ["forget_set.removes"]),
        ({**UNSTATED, "coverage": "complete"}, ["forget_set.removes"]),
        (EXAMPLES, []),
        (UNTOLD, []),
        (OUTPUTS, []),
        (NOTHING, []),
    ],
)
def test_FRM101_removal_target(forget_set: Facts, expected: Expected) -> None:
    """Only a target that is not stated is flagged; an unknown coverage is another gap."""
    assert said("FRM101", {"forget_set": forget_set}, expected) == expected


@pytest.mark.parametrize(
    ("forget_set", "expected"),
    [
        (UNTOLD, ["forget_set.coverage"]),
        ({"removes": "concept", "concept": "cats"}, ["forget_set.coverage"]),
        ({**CONCEPT, "coverage": "not-applicable"}, ["forget_set.coverage"]),
        (CONCEPT, []),
        (COMPLETE, []),
        (PROXY, []),
        (NO_SET, []),
        ({**EXAMPLES, "coverage": "not-reported"}, []),
        ({**UNSTATED, "coverage": "not-reported"}, []),
        ({**OUTPUTS, "coverage": "not-reported"}, []),
    ],
)
def test_FRM102_coverage(forget_set: Facts, expected: Expected) -> None:
    """The coverage is asked of concepts only, and every answer to it will do."""
    assert said("FRM102", {"forget_set": forget_set}, expected) == expected


@pytest.mark.parametrize(
    ("forget_set", "expected"),
    [
        ({**EXAMPLES, "membership": "non-member"}, ["forget_set.membership"]),
        ({**EXAMPLES, "membership": "partly"}, ["forget_set.membership"]),
        ({**EXAMPLES, "membership": "member"}, []),
        (EXAMPLES, "not known whether"),
        ({**EXAMPLES, "membership": "unknown"}, "not known whether"),
        ({**PROXY, "membership": "non-member"}, "no examples are removed"),
        ({**OUTPUTS, "membership": "non-member"}, "no examples are removed"),
    ],
)
def test_FRM103_membership(forget_set: Facts, expected: Expected) -> None:
    """Rows that were never trained on cannot be untrained; a proxy of a concept need not have been."""
    assert said("FRM103", {"forget_set": forget_set}, expected) == expected


def test_FRM103_without_a_forget_set() -> None:
    """Where there is said to be no forget set, whether it was trained on cannot be asked."""
    assert isinstance(judged("FRM103", {"forget_set": {**EXAMPLES, "membership": "not-applicable"}}), str)


@pytest.mark.parametrize(
    ("forget_set", "expected"),
    [(COMPLETE, ["forget_set.coverage"]), (CONCEPT, []), (UNTOLD, []), ({**EXAMPLES, "coverage": "complete"}, [])],
)
def test_FRM104_coincident(forget_set: Facts, expected: Expected) -> None:
    """The notions coincide where a concept is complete, not where rows are complete by accident."""
    assert said("FRM104", {"forget_set": forget_set}, expected) == expected


@pytest.mark.parametrize(
    ("forget_set", "expected"),
    [(OUTPUTS, ["forget_set.removes"]), (NOTHING, ["forget_set.removes"]), (EXAMPLES, []), (CONCEPT, []), (UNSTATED, []), (UNTOLD, [])],
)
def test_FRM105_neither(forget_set: Facts, expected: Expected) -> None:
    """Changed outputs and no removal at all lie outside both definitions; an unknown target does not."""
    assert said("FRM105", {"forget_set": forget_set}, expected) == expected


@pytest.mark.parametrize(
    ("forget_set", "expected"),
    [
        (NO_SET, ["forget_set.coverage"]),
        ({**NOTHING, "coverage": "none"}, ["forget_set.coverage"]),
        (PROXY, []),
        (UNTOLD, []),
        (EXAMPLES, []),
    ],
)
def test_FRM106_no_forget_set(forget_set: Facts, expected: Expected) -> None:
    """Only where no forget set is given; one that is not described is another matter."""
    assert said("FRM106", {"forget_set": forget_set}, expected) == expected


@pytest.mark.parametrize(
    ("forget_sets", "notions"),
    [
        ([EXAMPLES, CONCEPT], ["unlearning", "untraining"]),
        ([COMPLETE, NO_SET, OUTPUTS, EXAMPLES], ["unlearning", "untraining"]),
        ([EXAMPLES, EXAMPLES], []),
        ([EXAMPLES, COMPLETE], []),
        ([CONCEPT, COMPLETE, OUTPUTS], []),
        ([EXAMPLES, UNTOLD, UNSTATED], []),
        ([EXAMPLES], []),
    ],
)
def test_FRM107_two_notions(forget_sets: list[Facts], notions: list[str]) -> None:
    """A paper is flagged once, as a paper, where one setting intends untraining and one unlearning."""
    paper = paper_of(*({"forget_set": forget_set} for forget_set in forget_sets))
    assert codes(paper).count("FRM107") == bool(notions)
    assert [fact.value for flag in paper.flags for fact in flag.choices] == notions


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ({"forget_set": PROXY, "references": ["original-model", RETRAINED]}, ["references[1]"]),
        ({"forget_set": CONCEPT, "references": [RETRAINED], "measurements": [MATCHED]}, ["references[0]"]),
        ({"forget_set": CONCEPT, "references": [RETRAINED, "never-exposed-model"], "measurements": [MATCHED]}, ["references[0]"]),
        (
            {
                "forget_set": CONCEPT,
                "references": ["retrained-without-concept", RETRAINED],
                "measurements": [{**HELD_OUT, "criterion": "match-reference", "reference": RETRAINED}],
            },
            ["references[1]"],
        ),
        (
            {
                "forget_set": CONCEPT,
                "references": [RETRAINED, "never-exposed-model"],
                "measurements": [{**MATCHED, "reference": "never-exposed-model"}],
            },
            [],
        ),
        ({"forget_set": CONCEPT, "references": [RETRAINED, "never-exposed-model"], "measurements": [HELD_OUT]}, []),
        (
            {
                "forget_set": CONCEPT,
                "references": [RETRAINED, "retrained-without-concept"],
                "measurements": [{**UTILITY, "criterion": "match-reference"}],
            },
            [],
        ),
        ({"forget_set": CONCEPT, "references": ["retrained-without-concept"], "measurements": [MATCHED]}, []),
        ({"forget_set": CONCEPT, "references": ["none"]}, []),
        ({"forget_set": EXAMPLES, "references": [RETRAINED]}, "untraining"),
        ({"forget_set": COMPLETE, "references": [RETRAINED]}, "coincident"),
    ],
)
def test_REF201_retrained_as_ideal(part: Facts, expected: Expected) -> None:
    """Flagged where the retrained model is the only ideal or is matched; not where it stands beside one free of the concept."""
    assert said("REF201", part, expected) == expected


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ({"forget_set": EXAMPLES, "references": ["none"]}, ["references[0]"]),
        ({"forget_set": EXAMPLES, "references": ["chance-level", "unseen-data-level"]}, ["references[0]", "references[1]"]),
        ({"forget_set": EXAMPLES, "references": ["finetuned-on-retain-set"]}, ["references[0]"]),
        ({"forget_set": EXAMPLES, "references": ["never-exposed-model"], "measurements": [MATCHED]}, ["references[0]"]),
        ({"forget_set": EXAMPLES, "references": [RETRAINED]}, []),
        ({"forget_set": EXAMPLES, "references": ["retrained-on-corrected-data"]}, []),
        ({"forget_set": EXAMPLES, "references": ["original-model"], "guarantee": "exact"}, []),
        ({"forget_set": EXAMPLES, "references": ["original-model"], "guarantee": "certified"}, []),
        (
            {
                "forget_set": EXAMPLES,
                "references": ["original-model"],
                "measurements": [measurement("removal-epsilon", "other", "certificate")],
            },
            [],
        ),
        ({"forget_set": EXAMPLES}, "not reported"),
        ({"forget_set": EXAMPLES, "references": ["not-reported"]}, "not reported"),
        ({"forget_set": CONCEPT, "references": ["original-model"]}, "unlearning"),
        ({"forget_set": COMPLETE, "references": ["original-model"]}, "coincident"),
    ],
)
def test_REF202_no_retrained_reference(part: Facts, expected: Expected) -> None:
    """Untraining needs the retrained model or a proof; what is not reported cannot be judged."""
    assert said("REF202", part, expected) == expected


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ({"forget_set": CONCEPT, "references": [RETRAINED]}, ["references[0]"]),
        ({"forget_set": NO_SET, "references": ["none"]}, ["references[0]"]),
        ({"forget_set": PROXY, "references": ["other-model", "surrogate-model"]}, ["references[0]", "references[1]"]),
        ({"forget_set": CONCEPT, "references": ["retrained-without-concept"]}, []),
        ({"forget_set": CONCEPT, "references": ["original-model", "never-exposed-model"]}, []),
        ({"forget_set": CONCEPT}, "not reported"),
        ({"forget_set": EXAMPLES, "references": ["original-model"]}, "untraining"),
        ({"forget_set": UNTOLD, "references": ["original-model"]}, "undetermined"),
    ],
)
def test_REF203_no_concept_free_reference(part: Facts, expected: Expected) -> None:
    """Unlearning needs a model free of the concept; what is not reported cannot be judged."""
    assert said("REF203", part, expected) == expected


@pytest.mark.parametrize(("code", "forget_set"), [("REF202", EXAMPLES), ("REF203", CONCEPT)])
def test_REF202_REF203_empty_list(code: str, forget_set: Facts) -> None:
    """An empty list of references holds no ideal: the rule flags it or says why it cannot, and never lets it pass."""
    assert judged(code, {"forget_set": forget_set, "references": []}) != []


@pytest.mark.parametrize(
    ("code", "forget_set"),
    [("REF201", CONCEPT), ("REF202", EXAMPLES), ("REF203", CONCEPT), ("REF204", CONCEPT), ("REF205", EXAMPLES), ("REF206", EXAMPLES)],
)
def test_REF2xx_not_reported(code: str, forget_set: Facts) -> None:
    """A rule about references cannot be applied where they are not reported: it is skipped with its reason, not passed."""
    assert "not reported" in judged(code, {"forget_set": forget_set, "references": ["not-reported"]})


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ({"forget_set": CONCEPT, "references": ["never-exposed-model", "chance-level"]}, ["references[1]"]),
        ({"forget_set": EXAMPLES, "references": ["chance-level"]}, ["references[0]"]),
        ({"forget_set": COMPLETE, "references": ["chance-level"]}, ["references[0]"]),
        ({"forget_set": EXAMPLES, "references": ["random-model", "unseen-data-level"]}, []),
        ({"forget_set": OUTPUTS, "references": ["chance-level"]}, "neither"),
        ({"forget_set": UNSTATED, "references": ["chance-level"]}, "undetermined"),
    ],
)
def test_REF204_chance(part: Facts, expected: Expected) -> None:
    """Chance is noted wherever the intended notion has an ideal model."""
    assert said("REF204", part, expected) == expected


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ({"forget_set": EXAMPLES, "references": [RETRAINED, "finetuned-on-retain-set"]}, ["references[1]"]),
        ({"forget_set": EXAMPLES, "references": [RETRAINED, "original-model"]}, []),
        ({"forget_set": CONCEPT, "references": ["finetuned-on-retain-set"]}, "unlearning"),
        ({"forget_set": COMPLETE, "references": ["finetuned-on-retain-set"]}, "coincident"),
    ],
)
def test_REF205_continued_training(part: Facts, expected: Expected) -> None:
    """A reference that continues training is a mismatch for untraining, and for untraining only."""
    assert said("REF205", part, expected) == expected


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ({"forget_set": CONCEPT, "references": ["original-model"]}, ["references[0]"]),
        ({"forget_set": COMPLETE, "references": ["original-model"]}, ["references[0]"]),
        ({"forget_set": CONCEPT, "references": ["original-model", "chance-level"]}, []),
        ({"forget_set": EXAMPLES, "references": ["none"]}, []),
        ({"forget_set": EXAMPLES, "references": ["original-model"], "guarantee": "certified"}, []),
        ({"forget_set": COMPLETE, "references": ["original-model"], "guarantee": "exact"}, []),
        ({"forget_set": CONCEPT, "references": ["original-model"], "guarantee": "exact"}, ["references[0]"]),
        ({"forget_set": NOTHING, "references": ["original-model"]}, "neither"),
    ],
)
def test_REF206_original_only(part: Facts, expected: Expected) -> None:
    """Flagged where nothing but the original model is there to compare with."""
    assert said("REF206", part, expected) == expected


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ({"forget_set": PROXY, "measurements": [HELD_OUT, MEMBERSHIP]}, ["measurements[1]"]),
        ({"forget_set": CONCEPT, "measurements": [{**MEMBERSHIP, "criterion": "higher-is-better"}]}, ["measurements[0]"]),
        (
            {"forget_set": CONCEPT, "references": [RETRAINED], "measurements": [{**MEMBERSHIP, "criterion": "match-reference"}]},
            ["measurements[0]"],
        ),
        (
            {
                "forget_set": CONCEPT,
                "references": ["retrained-without-concept"],
                "measurements": [{**MEMBERSHIP, "criterion": "match-reference"}],
            },
            [],
        ),
        ({"forget_set": CONCEPT, "measurements": [{**MEMBERSHIP, "criterion": "reported-only"}]}, []),
        ({"forget_set": CONCEPT, "measurements": [{**MEMBERSHIP, "on": "held-out-concept"}]}, []),
        ({"forget_set": CONCEPT, "measurements": [{**MEMBERSHIP, "on": "test-set"}]}, []),
        ({"forget_set": CONCEPT, "measurements": [VERBATIM]}, []),
        ({"forget_set": EXAMPLES, "measurements": [MEMBERSHIP]}, "untraining"),
        ({"forget_set": COMPLETE, "measurements": [MEMBERSHIP]}, "coincident"),
    ],
)
def test_MET301_membership(part: Facts, expected: Expected) -> None:
    """Membership inference on the forget set counts against unlearning, unless it is only reported or is to match a concept-free model."""
    assert said("MET301", part, expected) == expected


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ({"forget_set": EXAMPLES, "references": ["original-model"], "measurements": [UTILITY, MORE_WRONG]}, ["measurements[1]"]),
        ({"forget_set": EXAMPLES, "references": ["none"], "measurements": [FEWER_RIGHT, ENTROPY]}, ["measurements[0]", "measurements[1]"]),
        ({"forget_set": EXAMPLES, "references": ["finetuned-on-retain-set"], "measurements": [FEWER_RIGHT]}, ["measurements[0]"]),
        ({"forget_set": EXAMPLES, "references": [RETRAINED], "measurements": [FEWER_RIGHT]}, []),
        ({"forget_set": EXAMPLES, "references": ["none"], "measurements": [{**FEWER_RIGHT, "criterion": "higher-is-better"}]}, []),
        ({"forget_set": EXAMPLES, "references": ["none"], "measurements": [{**MORE_WRONG, "criterion": "lower-is-better"}]}, []),
        ({"forget_set": EXAMPLES, "references": ["none"], "measurements": [MEMBERSHIP, VERBATIM, HELD_OUT]}, []),
        ({"forget_set": EXAMPLES, "references": ["none"], "measurements": [{**FEWER_RIGHT, "criterion": "reported-only"}]}, []),
        ({"forget_set": CONCEPT, "references": ["none"], "measurements": [FEWER_RIGHT]}, "unlearning"),
        ({"forget_set": OUTPUTS, "references": ["none"], "measurements": [FEWER_RIGHT]}, "neither"),
    ],
)
def test_MET302_forget_error(part: Facts, expected: Expected) -> None:
    """Less on the forget set is flagged where no retrained model is there to match, whatever the metric's polarity."""
    assert said("MET302", part, expected) == expected


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ({"forget_set": CONCEPT}, ["forget_set.coverage"]),
        ({"forget_set": NO_SET, "measurements": [UTILITY, FEWER_RIGHT]}, ["forget_set.coverage"]),
        ({"forget_set": CONCEPT, "measurements": [{**HELD_OUT, "criterion": "reported-only"}]}, ["forget_set.coverage"]),
        ({"forget_set": CONCEPT, "measurements": [{**HELD_OUT, "on": "probe"}]}, ["forget_set.coverage"]),
        ({"forget_set": CONCEPT, "measurements": [MEMBERSHIP, HELD_OUT]}, []),
        ({"forget_set": CONCEPT, "measurements": [{**HELD_OUT, "condition": "jailbroken"}]}, []),
        ({"forget_set": EXAMPLES}, "untraining"),
        ({"forget_set": COMPLETE}, "coincident"),
        ({"forget_set": UNTOLD}, "undetermined"),
    ],
)
def test_MET303_generalisation(part: Facts, expected: Expected) -> None:
    """Unlearning has to be measured outside the forget set, with a direction."""
    assert said("MET303", part, expected) == expected


@pytest.mark.parametrize("metric", ["clip-score", "run-time"])
def test_MET303_utility_and_cost(metric: str) -> None:
    """Utility and cost point to nothing, so they do not show that removal generalises, whatever they are taken on."""
    part = {"forget_set": CONCEPT, "measurements": [FEWER_RIGHT, measurement(metric, "held-out-concept", "higher-is-better")]}
    assert judged("MET303", part) == ["forget_set.coverage"]


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        (
            {"forget_set": EXAMPLES, "references": ["original-model", RETRAINED], "measurements": [MATCHED, FEWER_RIGHT]},
            ["measurements[1]"],
        ),
        ({"forget_set": EXAMPLES, "references": ["retrained-on-corrected-data"], "measurements": [MORE_WRONG]}, ["measurements[0]"]),
        ({"forget_set": EXAMPLES, "references": ["original-model"], "measurements": [FEWER_RIGHT]}, []),
        ({"forget_set": EXAMPLES, "references": [RETRAINED], "measurements": [MATCHED, MEMBERSHIP, UTILITY]}, []),
        ({"forget_set": CONCEPT, "references": [RETRAINED], "measurements": [FEWER_RIGHT]}, "unlearning"),
        ({"forget_set": COMPLETE, "references": [RETRAINED], "measurements": [FEWER_RIGHT]}, "coincident"),
    ],
)
def test_MET304_direction(part: Facts, expected: Expected) -> None:
    """Less than the retrained model is flagged where that model is shown."""
    assert said("MET304", part, expected) == expected


def test_MET304_asks_for_the_same_score() -> None:
    """A score that is held against the original model is not one on which the retrained model is shown."""
    against_original = {**FEWER_RIGHT, "reference": "original-model"}
    part = {"forget_set": EXAMPLES, "references": [RETRAINED, "original-model"], "measurements": [against_original]}
    assert (judged("MET302", part), judged("MET304", part)) == (["measurements[0]"], [])


@settings(max_examples=100, deadline=None)
@given(generated())
def test_MET302_MET304_share_out_the_praise_of_less(part: Facts) -> None:
    """A measurement that wants less is flagged once: with a retrained model that is shown, or without one."""
    paper = paper_of({**part, "forget_set": EXAMPLES})
    (only,) = paper.settings.values()
    wanting = [f"measurements[{i}]" for i, row in enumerate(only.verdict.readings) if row.name == "less-on-forget-set"]
    assert sorted(fact.path for code in ("MET302", "MET304") for flag in flags(paper, code) for fact in flag.choices) == wanting


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ({"forget_set": EXAMPLES}, ["measurements"]),
        ({"forget_set": CONCEPT, "measurements": [UTILITY, COST]}, ["measurements[0]", "measurements[1]"]),
        ({"forget_set": COMPLETE, "measurements": [{**HELD_OUT, "condition": "relearned"}]}, ["measurements[0]"]),
        ({"forget_set": EXAMPLES, "measurements": [{**MEMBERSHIP, "on": "test-set"}]}, ["measurements[0]"]),
        ({"forget_set": EXAMPLES, "measurements": [{**MORE_WRONG, "on": "neighbours"}]}, ["measurements[0]"]),
        ({"forget_set": EXAMPLES, "measurements": [UTILITY, MEMBERSHIP]}, []),
        ({"forget_set": CONCEPT, "measurements": [{**HELD_OUT, "condition": "jailbroken"}, HELD_OUT]}, []),
        ({"forget_set": EXAMPLES, "measurements": [{**MEMBERSHIP, "condition": "sequential"}]}, []),
        ({"forget_set": EXAMPLES, "guarantee": "exact", "measurements": [UTILITY]}, "exact or certified"),
        ({"forget_set": EXAMPLES, "guarantee": "certified"}, "exact or certified"),
        ({"forget_set": OUTPUTS, "measurements": [UTILITY]}, "neither"),
        ({"forget_set": UNSTATED, "measurements": [UTILITY]}, "undetermined"),
    ],
)
def test_MET305_efficacy(part: Facts, expected: Expected) -> None:
    """Utility, cost and robustness alone show nothing of what is to go, unless it is proved."""
    assert said("MET305", part, expected) == expected


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ({"forget_set": CONCEPT, "measurements": [UTILITY, VERBATIM, COST]}, ["measurements[1]"]),
        (
            {"forget_set": NO_SET, "measurements": [VERBATIM, measurement("exact-match-rate", "forget-set", "lower-is-better")]},
            ["measurements[0]", "measurements[1]"],
        ),
        ({"forget_set": CONCEPT, "measurements": [VERBATIM, {**HELD_OUT, "criterion": "reported-only"}]}, ["measurements[0]"]),
        ({"forget_set": CONCEPT, "measurements": [VERBATIM, FEWER_RIGHT]}, []),
        ({"forget_set": CONCEPT, "measurements": [{**VERBATIM, "on": "held-out-concept"}]}, []),
        ({"forget_set": CONCEPT, "measurements": [{**VERBATIM, "criterion": "reported-only"}]}, []),
        ({"forget_set": CONCEPT, "measurements": [UTILITY]}, []),
        ({"forget_set": CONCEPT}, []),
        ({"forget_set": EXAMPLES, "measurements": [VERBATIM]}, "untraining"),
    ],
)
def test_MET306_memorisation(part: Facts, expected: Expected) -> None:
    """Verbatim extraction is flagged where nothing else is read as efficacy of unlearning."""
    assert said("MET306", part, expected) == expected


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ({"forget_set": EXAMPLES, "measurements": [MEMBERSHIP, ENTROPY]}, ["measurements[1]"]),
        ({"forget_set": EXAMPLES, "measurements": [measurement("random-guess-gap", "forget-set", "lower-is-better")]}, ["measurements[0]"]),
        ({"forget_set": EXAMPLES, "references": ["chance-level"], "measurements": [MATCHED]}, ["measurements[0]"]),
        ({"forget_set": EXAMPLES, "references": ["chance-level"], "measurements": [{**MEMBERSHIP, "criterion": "match-reference"}]}, []),
        (
            {
                "forget_set": EXAMPLES,
                "references": [RETRAINED, "random-model"],
                "measurements": [{**MATCHED, "reference": "random-model"}],
            },
            ["measurements[0]"],
        ),
        ({"forget_set": EXAMPLES, "references": [RETRAINED, "random-model"], "measurements": [MATCHED]}, []),
        ({"forget_set": EXAMPLES, "references": [RETRAINED], "measurements": [{**ENTROPY, "criterion": "match-reference"}]}, []),
        ({"forget_set": EXAMPLES, "measurements": [{**ENTROPY, "criterion": "lower-is-better"}]}, []),
        ({"forget_set": EXAMPLES, "measurements": [{**ENTROPY, "criterion": "reported-only"}]}, []),
        ({"forget_set": EXAMPLES, "measurements": [{**ENTROPY, "on": "other"}]}, []),
        ({"forget_set": EXAMPLES, "measurements": [measurement("random-guess-gap", "forget-set", "higher-is-better")]}, []),
        ({"forget_set": CONCEPT, "measurements": [ENTROPY]}, "unlearning"),
    ],
)
def test_MET307_randomness(part: Facts, expected: Expected) -> None:
    """Outputs that are to look random on the forget set are flagged, by metric or by reference."""
    assert said("MET307", part, expected) == expected


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ({"forget_set": EXAMPLES, "measurements": [MEMBERSHIP, UTILITY, FEWER_RIGHT]}, ["measurements[0]", "measurements[2]"]),
        ({"forget_set": UNSTATED, "measurements": [HELD_OUT, VERBATIM]}, ["measurements[0]", "measurements[1]"]),
        ({"forget_set": CONCEPT, "guarantee": "exact", "measurements": [HELD_OUT]}, ["measurements[0]"]),
        (
            {"forget_set": EXAMPLES, "measurements": [{**HELD_OUT, "on": "probe"}, MEMBERSHIP, HELD_OUT]},
            ["measurements[1]", "measurements[2]"],
        ),
        ({"forget_set": COMPLETE, "measurements": [MEMBERSHIP, HELD_OUT]}, []),
        ({"forget_set": EXAMPLES, "measurements": [MEMBERSHIP, VERBATIM]}, []),
        ({"forget_set": EXAMPLES, "measurements": [HELD_OUT]}, []),
        ({"forget_set": OUTPUTS, "measurements": [MEMBERSHIP, FEWER_RIGHT]}, []),
    ],
)
def test_MET308_mixed(part: Facts, expected: Expected) -> None:
    """The measurements of either side are named where both sides occur, whatever is intended."""
    assert said("MET308", part, expected) == expected


UNLEARNER = frozenset({Notion.UNLEARNING})
UNTRAINER = frozenset({Notion.UNTRAINING})
EITHER = UNLEARNER | UNTRAINER
INVENTED: Homes = {"untrainer": UNTRAINER, "unlearner": UNLEARNER, "either": EITHER, "unknown": frozenset()}


@pytest.mark.parametrize(
    ("code", "forget_set", "baselines", "expected"),
    [
        ("BAS401", EXAMPLES, ["untrainer", "unlearner", "either"], ["baselines[1]"]),
        ("BAS401", CONCEPT, ["untrainer", "unlearner"], ["baselines[0]"]),
        ("BAS401", CONCEPT, ["unlearner", "either", "unknown", "nobody"], []),
        ("BAS401", EXAMPLES, [], "no compared method"),
        ("BAS401", COMPLETE, ["untrainer", "unlearner"], "coincident"),
        ("BAS401", OUTPUTS, ["untrainer"], "neither"),
        ("BAS402", EXAMPLES, ["unlearner"], ["baselines[0]"]),
        ("BAS402", EXAMPLES, ["unlearner", "untrainer"], []),
        ("BAS402", CONCEPT, ["untrainer", "either"], []),
        ("BAS402", CONCEPT, ["unknown", "unlearner"], []),
        ("BAS402", CONCEPT, ["untrainer", "unknown"], "unknown"),
        ("BAS402", EXAMPLES, ["nobody"], "unknown"),
        ("BAS402", EXAMPLES, [], "no compared method"),
        ("BAS402", UNTOLD, ["untrainer"], "undetermined"),
        ("BAS403", EXAMPLES, ["untrainer", "either", "unlearner", "unknown"], ["baselines[0]", "baselines[2]"]),
        ("BAS403", COMPLETE, ["untrainer", "unlearner"], ["baselines[0]", "baselines[1]"]),
        ("BAS403", CONCEPT, ["untrainer", "either", "unknown", "nobody"], []),
        ("BAS403", CONCEPT, [], "no compared method"),
        ("BAS403", NOTHING, ["untrainer", "unlearner"], "neither"),
        ("BAS404", EXAMPLES, ["untrainer", "nobody", "unknown"], ["baselines[1]", "baselines[2]"]),
        ("BAS404", COMPLETE, ["nobody"], ["baselines[0]"]),
        ("BAS404", CONCEPT, ["untrainer", "either"], []),
        ("BAS404", CONCEPT, [], "no compared method"),
        ("BAS404", UNSTATED, ["nobody"], "undetermined"),
    ],
)
def test_BAS40x_home_notions(code: str, forget_set: Facts, baselines: list[str], expected: Expected) -> None:
    """Compared methods are judged by their home notions; a method of both fits either, an unknown one settles nothing."""
    assert said(code, {"forget_set": forget_set, "baselines": baselines}, expected, INVENTED) == expected


@pytest.mark.parametrize("code", ["BAS401", "BAS402", "BAS403", "BAS404"])
def test_BAS40x_without_a_corpus(code: str) -> None:
    """Without home notions the rules about baselines are skipped, and say so."""
    assert "need the whole corpus" in judged(code, {"forget_set": EXAMPLES, "baselines": ["retraining"]}, homes=None)


def _beside(proposal: Facts, **facts: object) -> Paper:
    """A paper that intends untraining and compares with a method which another entry proposes in this setting."""
    methods = {"methods": [{"id": "invention", "name": "Invention", "settings": ["setting-0"]}]}
    proposing = entry("bo2023method", proposes=methods, settings=[setting("setting-0", **proposal)])
    comparing = entry("ada2024study", settings=[setting("setting-0", forget_set=EXAMPLES, baselines=["invention"], **facts)])
    read = [Entry.model_validate(each) for each in (proposing, comparing)]
    return Corpus.of(read, [], load_lexicon().joined_with(read))["ada2024study"]


@pytest.mark.parametrize(
    ("forget_set", "expected"),
    [
        (EXAMPLES, set()),
        (COMPLETE, set()),
        (CONCEPT, {"BAS401", "BAS402"}),
        (UNTOLD, {"BAS404"}),
        (UNSTATED, {"BAS404"}),
    ],
)
def test_BAS40x_home_of_a_proposed_method(forget_set: Facts, expected: set[str]) -> None:
    """The home of a method is what the settings intend in which an entry proposes it; coincident ones count for both."""
    assert {code for code in codes(_beside({"forget_set": forget_set})) if code.startswith("BAS")} == expected


@pytest.mark.parametrize("forget_set", [OUTPUTS, NOTHING])
def test_BAS404_method_of_neither_notion(forget_set: Facts) -> None:
    """A method that an entry proposes for neither notion is not one that no entry proposes."""
    assert "BAS404" not in codes(_beside({"forget_set": forget_set}))


ALL_PARTS: Facts = {
    "forget_set": EXAMPLES,
    "guarantee": "certified",
    "references": [RETRAINED],
    "measurements": [MATCHED],
}


def _evidence(source: str, *supports: str) -> Facts:
    return {"supports": list(supports), "source": source, "locator": "Section 3"}


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        (ALL_PARTS, ["forget_set", "guarantee", "references", "measurements"]),
        ({"forget_set": EXAMPLES, "references": ["none"]}, ["forget_set"]),
        ({**ALL_PARTS, "evidence": [_evidence("paper", "forget_set", "measurements")]}, ["guarantee", "references"]),
        (
            {**ALL_PARTS, "evidence": [_evidence("paper", "problem", "baselines", "datasets", "models")]},
            ["forget_set", *list(ALL_PARTS)[1:]],
        ),
        ({**ALL_PARTS, "evidence": [_evidence("abstract", *ALL_PARTS)]}, []),
        ({**ALL_PARTS, "evidence": [_evidence("code", "references", "guarantee"), _evidence("author", "measurements", "forget_set")]}, []),
    ],
)
def test_EVD501_no_evidence(part: Facts, expected: Expected) -> None:
    """Every deciding part of the setting needs evidence of some kind, and only what is stated needs it."""
    assert said("EVD501", part, expected) == expected


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ({**ALL_PARTS, "evidence": [_evidence("abstract", *ALL_PARTS)]}, list(ALL_PARTS)),
        ({**ALL_PARTS, "evidence": [_evidence("third-party", "references"), _evidence("paper", "forget_set")]}, ["references"]),
        ({**ALL_PARTS, "evidence": [_evidence("third-party", "references"), _evidence("abstract", "references")]}, ["references"]),
        ({**ALL_PARTS, "evidence": [_evidence("third-party", "references"), _evidence("appendix", "references")]}, []),
        ({**ALL_PARTS, "evidence": [_evidence("abstract", "baselines", "problem")]}, []),
        (ALL_PARTS, []),
    ],
)
def test_EVD502_secondary_evidence(part: Facts, expected: Expected) -> None:
    """A deciding part that rests on abstracts and third parties only is noted; one look into the source is enough."""
    assert said("EVD502", part, expected) == expected


@pytest.mark.parametrize(("confidence", "expected"), [("low", ["EVD503"]), ("medium", []), ("high", [])])
def test_EVD503_confidence(confidence: str, expected: list[str]) -> None:
    """A low confidence is noted once for the paper, however many settings it has."""
    paper = paper_of({}, {}, curation={"coded": "2026-11-30", "coders": ["Bo"], "confidence": confidence})
    assert [flag.rule.code for flag in paper.flags] == expected
    assert codes(paper).count("EVD503") == len(expected)


def test_EVD503_paper_without_settings() -> None:
    """A low confidence is noted of an entry without settings too, such as a survey."""
    paper = paper_of(kind="survey", curation={"coded": "2026-11-30", "coders": ["Bo"], "confidence": "low"})
    assert codes(paper) == ["EVD503"]


MIXED: Facts = {"forget_set": CONCEPT, "references": [RETRAINED], "measurements": [MEMBERSHIP, MATCHED]}


def test_acknowledgement_stands_with_its_flag() -> None:
    """A choice that a paper makes on purpose is acknowledged with the flag of that code and setting, and with no other."""
    item = {"code": "MET301", "setting": "setting-1", "note": "On purpose.", "evidence": "Section 5"}
    paper = paper_of(MIXED, MIXED, acknowledged=[item])
    assert [(flag.setting, flag.acknowledged.note if flag.acknowledged else "") for flag in flags(paper, "MET301")] == [
        ("setting-0", ""),
        ("setting-1", "On purpose."),
    ]
    assert [flag.rule.code for flag in paper.all_flags() if flag.acknowledged] == ["MET301"]


def test_disputes_stand_with_their_flag() -> None:
    """All disputes of a flag are shown beside it, whatever their status; those of others are not."""
    status = ["open", "author-replied", "upheld", "withdrawn"]
    disputes = [{"code": "REF201", "setting": "setting-0", "status": word, "url": "https://example.org/1"} for word in status]
    paper = paper_of(MIXED, MIXED, disputes=[*disputes, {**disputes[0], "code": "MET303"}])
    assert [(flag.setting, [str(dispute.status) for dispute in flag.disputes]) for flag in flags(paper, "REF201")] == [
        ("setting-0", status),
        ("setting-1", []),
    ]
    assert {flag.rule.code for flag in paper.all_flags() if flag.disputes} == {"REF201", "MET303"}


def test_flag_of_a_paper_is_acknowledged_by_any_of_its_settings() -> None:
    """A flag that speaks of the whole paper takes acknowledgements and disputes whichever setting they name."""
    items: Facts = {
        "acknowledged": [{"code": "FRM107", "setting": "setting-1", "note": "Two problems.", "evidence": "Section 2"}],
        "disputes": [{"code": "FRM107", "setting": "setting-0", "status": "open", "url": "https://example.org/2"}],
    }
    (flag,) = paper_of({"forget_set": EXAMPLES}, {"forget_set": CONCEPT}, **items).flags
    assert (flag.setting, flag.acknowledged is not None, len(flag.disputes)) == (None, True, 1)


def test_acknowledging_what_is_not_flagged_makes_no_flag() -> None:
    """An acknowledgement or a dispute never creates or removes a flag."""
    items: Facts = {
        "acknowledged": [{"code": "BAS401", "setting": "setting-0", "note": "On purpose.", "evidence": "Section 5"}],
        "disputes": [{"code": "REF201", "setting": "setting-0", "status": "withdrawn", "url": "https://example.org/3"}],
    }
    assert codes(paper_of(MIXED, **items)) == codes(paper_of(MIXED))


def test_choices_are_told_in_words() -> None:
    """A flagged measurement reads as metric, place, criterion, and the reference where it names one."""
    against = {**MATCHED, "metric": "membership-inference-auc", "reference": RETRAINED}
    (flag,) = flags(paper_of({**MIXED, "measurements": [MEMBERSHIP, against]}), "MET301")
    assert [fact.value for fact in flag.choices] == [
        "membership-inference-attack on forget-set, lower-is-better",
        "membership-inference-auc on forget-set, match-reference against retrained-without-forget-set",
    ]


def test_attacks_need_no_measure_of_efficacy() -> None:
    """An attack shows what withstands it; a method that measures as little is flagged."""
    part: Facts = {"forget_set": EXAMPLES, "measurements": [UTILITY]}
    assert "an attack shows" in skips(paper_of(part, kind="attack"))["MET305"]
    assert "MET305" not in skips(paper_of(part))
    assert flags(paper_of(part), "MET305") != []


def test_flag_names_paper_and_setting() -> None:
    """A flag says of which paper and which setting it speaks; one of the paper itself names no setting."""
    paper = paper_of({"forget_set": EXAMPLES}, curation={**entry()["curation"], "confidence": "low"})
    told = {(flag.paper, flag.setting, flag.rule.speaks_of) for flag in paper.all_flags()}
    assert told == {(paper.id, "setting-0", "setting"), (paper.id, None, "paper")}


def test_what_is_missing_is_told_in_words() -> None:
    """No measurement reads as none, a part without a source as one without evidence, and several sources stand in order."""
    seen = [{"supports": ["references"], "source": source, "locator": "x"} for source in ("third-party", "abstract")]
    paper = paper_of({"forget_set": EXAMPLES, "references": [RETRAINED], "evidence": seen})
    told = {
        code: [(fact.path, fact.value) for flag in flags(paper, code) for fact in flag.choices] for code in ("MET305", "EVD501", "EVD502")
    }
    assert told == {
        "MET305": [("measurements", "none")],
        "EVD501": [("forget_set", "no evidence")],
        "EVD502": [("references", "abstract, third-party")],
    }


def test_rules_see_what_the_entry_says() -> None:
    """Every fact that a rule may ask for is the one that stands in the entry, also one that no rule asks for today."""
    part: Facts = {
        "forget_set": {**PROXY, "membership": "non-member"},
        "guarantee": "certified",
        "references": [RETRAINED, "chance-level"],
        "measurements": [FEWER_RIGHT, {**MATCHED, "reference": RETRAINED, "condition": "relearned"}],
    }
    paper = paper_of(part, kind="attack", curation={**entry()["curation"], "confidence": "low"})
    (only,) = paper.settings.values()
    seen = Case(paper.entry, only.facts, only.verdict, HOMES).seen
    assert (seen.kind, seen.removes, seen.coverage, seen.membership) == ("attack", "concept", "proxy", "non-member")
    assert (seen.guarantee, seen.intended, seen.evaluated, seen.homes_known) == ("certified", "unlearning", "mixed", True)
    assert [(each.removes, sorted(each.references), each.condition, each.row) for each in seen.measurements] == [
        ("concept", ["chance-level", RETRAINED], None, "less-on-forget-set"),
        ("concept", [RETRAINED], "relearned", "matches-retrained"),
    ]
    of_paper = PaperCase(paper.entry, frozenset({Notion.UNLEARNING})).seen
    assert (sorted(of_paper.notions), of_paper.confidence) == (["unlearning"], "low")


def test_declaration_is_read_as_it_stands() -> None:
    """Title and rationale are the docstring's, examples lose their indentation, and what is not said has its usual value."""

    @declared("TST001", "a-test", Severity.NOTE, sources=["ada2024study"], instead="Do.", flags="\n    a:\n      b\n    ", passes="c: d")
    def made() -> Iterator[Clause]:
        """What is flagged.

        Why it
        matters.
        """
        yield passed(ALWAYS)

    assert (made.code, made.name, made.severity, made.speaks_of) == ("TST001", "a-test", "note", "setting")
    assert (made.title, made.rationale, made.instead, made.exceptions) == ("What is flagged", "Why it matters.", "Do.", "None known.")
    assert made.applies_to == set(Notion)
    assert (made.sources, made.flags, made.passes) == (("ada2024study",), "a:\n  b", "c: d")
    assert (made.clauses, made.declared) == ((passed(ALWAYS),), (__name__, "made"))


@EACH_RULE
def test_rule_survives_a_copy(rule: Rule) -> None:
    """A rule that is sent to another process is the one that is declared there."""
    assert pickle.loads(pickle.dumps(rule)) is rule  # noqa: S301  # our own


@EACH_RULE
def test_choices_of_lists_are_what_stands_there(rule: Rule) -> None:
    """A flagged baseline or reference of the example is told by the word that the entry has in its place."""
    paper = example_of(rule.flags)
    for flag in flags(paper, rule.code):
        for fact in flag.choices:
            found = re.fullmatch(r"(baselines|references)\[(\d+)\]", fact.path)
            if found and flag.setting:
                assert fact.value == getattr(paper.settings[flag.setting].facts, found[1])[int(found[2])]
    listed = {fact.path.partition("[")[0] for flag in flags(paper, rule.code) for fact in flag.choices}
    assert not rule.code.startswith("BAS401") or listed == {"baselines"}
