"""Advice on a planned evaluation: what fits, what misleads, what is missing, and who does it well."""

from __future__ import annotations

import json
from typing import Any

import pytest

from taxonomy.advice import Advice, advise, plan_of
from taxonomy.api import complete_setting
from taxonomy.corpus import Corpus
from taxonomy.vocabulary.closed import Agreement, Notion, Severity
from tests.invented import CONCEPT, CORPUS, EXAMPLES, measurement, run

MEMBERSHIP = measurement("membership-inference-attack", "forget-set", "lower-is-better")


def advice(corpus: Corpus, **facts: Any) -> Advice:
    """Advice on one planned setting."""
    (only,) = advise(plan_of(complete_setting(facts)), corpus)
    return only


def test_plan_that_mixes_notions_is_told_what_misleads(corpus: Corpus) -> None:
    """For the removal of a concept the retrained model and membership inference mislead, and the reasons and ways out are given."""
    found = advice(corpus, forget_set=CONCEPT, measurements=[MEMBERSHIP], baselines=["retraining"])
    assert found.verdict.intended is Notion.UNLEARNING
    assert {each.id for each in found.misleading} == {"membership-inference-attack", "retraining"}
    assert all(each.reason and each.instead for each in found.misleading)
    assert {flag.rule.code for flag in found.flags} >= {"MET301", "BAS401"}


@pytest.mark.parametrize(
    ("forget_set", "references"),
    [
        (EXAMPLES, {"retrained-without-forget-set", "retrained-on-corrected-data"}),
        (CONCEPT, {"retrained-without-concept", "never-exposed-model"}),
        ({"removes": "outputs"}, set()),
        ({"removes": "not-stated"}, set()),
    ],
)
def test_references_are_the_ideals_of_the_notion(corpus: Corpus, forget_set: dict[str, Any], references: set[str]) -> None:
    """Only the ideals of the intended notion are advised, and none where there is no ideal."""
    assert {each.id for each in advice(corpus, forget_set=forget_set).references} == references


@pytest.mark.parametrize("notion", ["untraining", "unlearning"])
def test_what_is_advised_fits_the_notion(corpus: Corpus, notion: str) -> None:
    """Every advised metric has a note that it fits the notion, every advised method is at home in it."""
    found = advice(corpus, forget_set=EXAMPLES if notion == "untraining" else CONCEPT)
    metrics = corpus.lexicon.metrics
    assert found.metrics
    assert found.baselines
    assert all(notion in {fit.notion for fit in metrics[each.id].fits} for each in found.metrics)
    assert all(notion in corpus.home_notions[each.id] for each in found.baselines)


def test_exemplars_are_evaluated_well(corpus: Corpus) -> None:
    """Examples intend the same notion, are evaluated as it, and make no mismatch by oversight."""
    for facts in (EXAMPLES, CONCEPT, {**CONCEPT, "coverage": "complete"}):
        found = advice(corpus, forget_set=facts)
        for exemplar in found.exemplars:
            assert exemplar.verdict.intended is found.verdict.intended
            assert exemplar.verdict.agreement is Agreement.ALIGNED
            assert all(flag.acknowledged or flag.rule.severity is not Severity.MISMATCH for flag in exemplar.flags)


def test_mismatches_stand_before_gaps_and_notes(corpus: Corpus) -> None:
    """The worst is said first, and nothing is said of the evidence of a plan."""
    found = advice(corpus, forget_set=CONCEPT, measurements=[MEMBERSHIP], baselines=["retraining"], references=["original-model"])
    severities = [list(Severity).index(flag.rule.severity) for flag in found.flags]
    assert severities == sorted(severities)
    assert not any(flag.rule.code.startswith("EVD") for flag in found.flags)


def test_missing_fact_is_asked_for(corpus: Corpus) -> None:
    """Where the notion cannot be told, the fact that would tell it is named."""
    assert advice(corpus, forget_set={"removes": "not-stated"}).verdict.missing == ("forget_set.removes",)


def test_metric_is_read_in_its_usual_way_unless_told() -> None:
    """On the command line a metric is measured where it usually is and read towards less, unless said otherwise."""
    plain = json.loads(
        run("advise", "--removes", "examples", "--metric", "forget-set-accuracy", "--format", "json", "--entries", CORPUS).stdout
    )
    (usual,) = plain["settings"][0]["setting"]["measurements"]
    assert (usual["on"], usual["criterion"]) == ("forget-set", "lower-is-better")
    told = run(
        *("advise", "--removes", "examples", "--reference", "retrained-without-forget-set"),
        *("--metric", "forget-set-accuracy:forget-set:match-reference", "--format", "json", "--entries", CORPUS),
    )
    assert json.loads(told.stdout)["settings"][0]["evaluated"] == "untraining"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--metric", "forget-set-acuracy"], "unknown metric 'forget-set-acuracy'; did you mean 'forget-set-accuracy'"),
        (["--metric", "forget-set-accuracy:forgetset"], "unknown place 'forgetset'; did you mean 'forget-set'"),
        (["--metric", "forget-set-accuracy:forget-set:lower"], "unknown criterion 'lower'; did you mean 'lower-is-better'"),
        (["--baseline", "retrainning"], "unknown method 'retrainning'; did you mean 'retraining'"),
        (["--problem", "class-removals"], "unknown problem 'class-removals'; did you mean 'class-removal'"),
    ],
)
def test_unknown_names_are_told_with_the_nearest(arguments: list[str], says: str) -> None:
    """A misspelt name ends with code 2 and the name that was probably meant."""
    result = run("advise", *arguments, "--entries", CORPUS)
    assert (result.exit_code, says in result.stderr) == (2, True)


@pytest.mark.parametrize("style", ["markdown", "latex"])
def test_checklist_escapes_what_it_repeats(style: str) -> None:
    """A checklist has one box a point, and names from a draft cannot write in its grammar."""
    draft = CORPUS / "papers" / "sample2022poisons.yaml"
    lines = run("advise", draft, "--format", style, "--entries", CORPUS).stdout.splitlines()
    box = "- [ ] " if style == "markdown" else "  \\item[$\\square$] "
    assert sum(line.startswith(box) for line in lines) >= 3
