"""Advice on a planned evaluation: what fits, what misleads, what is missing, and who does it well."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import taxonomy
from taxonomy.advice import Advice, advise
from taxonomy.corpus import Corpus
from taxonomy.plans import complete_setting, plan_of
from taxonomy.vocabulary.closed import Agreement, Family, Notion, Severity
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
    """Every advised metric has a note that it fits the notion and shows more than a cost, every advised method is at home in it."""
    found = advice(corpus, forget_set=EXAMPLES if notion == "untraining" else CONCEPT)
    metrics = corpus.lexicon.metrics
    assert found.metrics
    assert found.baselines
    assert all(notion in {fit.notion for fit in metrics[each.id].fits} for each in found.metrics)
    assert {metrics[each.id].family for each in found.metrics}.isdisjoint({Family.UTILITY, Family.COST})
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


def planned(*arguments: str) -> dict[str, Any]:
    """What the command line says of one planned setting."""
    (only,) = json.loads(run("advise", *arguments, "--format", "json", "--entries", CORPUS).stdout)["settings"]
    plan: dict[str, Any] = only
    return plan


def test_direction_is_asked_for_where_it_decides() -> None:
    """A metric without a direction counts for neither notion, and is not flagged, but the direction is asked for."""
    told = planned("--removes", "examples", "--metric", "forget-set-accuracy")
    (usual,) = told["setting"]["measurements"]
    assert (usual["on"], usual["criterion"], told["evaluated"]) == ("forget-set", "reported-only", "untested")
    assert not {"MET302", "MET304"} & {flag["code"] for flag in told["flags"]}
    assert [question.partition(":")[0] for question in told["questions"]] == ["Forget-set accuracy"]


def test_direction_is_not_asked_for_where_it_makes_no_difference() -> None:
    """Membership inference on the forget set speaks for untraining in every direction."""
    told = planned("--removes", "examples", "--metric", "membership-inference-attack")
    assert (told["evaluated"], told["questions"]) == ("untraining", [])


def test_direction_that_is_told_decides() -> None:
    """Place and direction behind the metric are taken as they are."""
    told = planned(
        "--removes", "examples", "--reference", "retrained-without-forget-set", "--metric", "forget-set-accuracy:forget-set:match-reference"
    )
    assert (told["evaluated"], told["questions"]) == ("untraining", [])


def test_flags_of_a_plan_name_no_paper() -> None:
    """A plan has no id, so its flags do not invent one."""
    assert all("paper" not in flag for flag in planned("--removes", "not-stated")["flags"])


@pytest.mark.parametrize(
    "text",
    [
        "forget_set: {removes: examples}\nmeasurements: [{metric: run-time, on: other, criterion: lower-is-better}]\n",
        "title: A draft\nsettings:\n  - forget_set: {removes: examples}\n    name:\n",
        "settings: [{id: one, forget_set: {removes: examples}}]\n",
        "forget_set: {removes: examples, coverage: }\nmeasurements: [{metric: membership-inference-attack}]\n",
        "curation: {reviewers: []}\nsettings: [{forget_set: {removes: examples}, measurements: [{metric: run-time, on: }]}]\n",
    ],
)
def test_draft_needs_deciding_facts_only(text: str, tmp_path: Path) -> None:
    """Kind, summary and curation may be missing, and so may everything but the forget set."""
    (tmp_path / "draft.yaml").write_text(text, encoding="utf-8")
    assert planned(str(tmp_path / "draft.yaml"))["intended"] == "untraining"


def test_concept_of_a_draft_need_not_be_named(tmp_path: Path) -> None:
    """What the concept is makes no difference to a plan."""
    (tmp_path / "draft.yaml").write_text("forget_set: {removes: concept, coverage: sample}\n", encoding="utf-8")
    assert planned(str(tmp_path / "draft.yaml"))["intended"] == "unlearning"


def test_faults_of_a_draft_are_told_at_their_place(tmp_path: Path) -> None:
    """What a draft does say is checked like an entry."""
    path = tmp_path / "draft.yaml"
    path.write_text("forget_set:\n  removes: exampels\nmeasurements: []\n", encoding="utf-8")
    result = run("advise", path, "--entries", CORPUS)
    assert (result.exit_code, result.stderr.startswith(f"{path.as_posix()}:2:12: DOC")) == (1, True)


def test_coded_paper_is_advised_on() -> None:
    """The id of a coded paper stands for its settings."""
    told = json.loads(run("advise", "sample2025audit", "--format", "json", "--entries", CORPUS).stdout)["settings"]
    assert [each["setting"]["id"] for each in told] == list(taxonomy.load(CORPUS)["sample2025audit"].settings)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "say what is planned"),
        (["sample2025audit", "--removes", "examples"], "sample2025audit gives the facts already; leave out --removes"),
        (["draft.yaml", "--metric", "forget-set-accuracy"], "draft.yaml gives the facts already; leave out --metric"),
    ],
)
def test_plan_is_given_in_one_way(arguments: list[str], says: str) -> None:
    """Options beside a draft or a paper are refused, and so is no plan at all."""
    result = run("advise", *arguments, "--entries", CORPUS)
    assert (result.exit_code, says in result.stderr) == (2, True)


def test_no_heading_stands_without_a_line_below() -> None:
    """Where the notion cannot be told, nothing is announced that does not follow."""
    lines = run("advise", "--removes", "concept", "--entries", CORPUS).stdout.splitlines()
    headings = [
        number for number, line in enumerate(lines) if line in {f"  {title}" for title in ("misleading", "flags", "metrics that fit")}
    ]
    assert all(lines[number + 1].startswith("    ") for number in headings)
    assert "  metrics that fit" not in lines


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--metric", "forget-set-acuracy"], "unknown metric 'forget-set-acuracy'; did you mean 'forget-set-accuracy'"),
        (["--metric", "forget-set-accuracy:forgetset"], "unknown place 'forgetset'; did you mean 'forget-set'"),
        (["--metric", "forget-set-accuracy:forget-set:lower"], "unknown criterion 'lower'; did you mean 'lower-is-better'"),
        (["--metric", "MIA"], "unknown metric 'MIA'; did you mean 'membership-inference-attack'?"),
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
