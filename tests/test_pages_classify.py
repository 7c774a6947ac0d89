"""The data of "Classify yours" and "Compare": tables and rules in them judge as Python does, and name everything that is asked."""

from __future__ import annotations

import json
import re
from itertools import product
from typing import Any
from urllib.parse import parse_qsl

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic_core import PydanticUndefined

from taxonomy.advice import advise
from taxonomy.cases import ClassifiedSetting
from taxonomy.corpus import Corpus
from taxonomy.errors import SITE_URL
from taxonomy.lexicon import load_lexicon
from taxonomy.model import Entry
from taxonomy.notions.tables import INTENDED, ROWS, Deciding, _facts_of, agreement_of
from taxonomy.pages.classify import NEW_FILE, SKELETON, answers_of, classify_page
from taxonomy.pages.comparing import compare_page, compared
from taxonomy.pages.engine import ANSWERS, engine
from taxonomy.pages.page import Page
from taxonomy.plans import complete_setting, plan_of
from taxonomy.rules import CATALOGUE
from taxonomy.rules.rule import Case
from taxonomy.vocabulary.closed import Agreement, Coverage, Evaluated, Modality, Notion, Removes, member_docs
from tests.test_cases import BASELINES
from tests.test_predicates import holds
from tests.test_rules import HOMES, paper_of
from tests.test_verdicts import generated

ENGINE = json.loads(json.dumps(engine()))
"""The tables and rules as a reader of the file has them."""
RULES = {rule["code"]: rule for rule in ENGINE["rules"]}


@pytest.fixture(scope="module")
def page(corpus: Corpus) -> Page:
    """The page of the invented corpus."""
    return classify_page(corpus)


def data_of(page: Page) -> dict[str, Any]:
    """The data beside a page, as a reader of the file has them."""
    found: dict[str, Any] = json.loads(json.dumps(page.data))
    return found


def judged(rule: dict[str, Any], seen: Any) -> str | list[tuple[str, str]]:
    """The reason for which a rule that is given as data is skipped, or the choices that it flags."""
    if seen.intended not in rule["applies_to"]:
        return f"{ENGINE['other_notion']}{seen.intended}"
    clause: dict[str, Any] = next((clause for clause in rule["clauses"] if holds(clause["when"], seen)), {})
    things = getattr(seen, clause["flag"]) if "flag" in clause else ()
    return clause.get("skip") or [(thing.path, thing.value) for thing in things if holds(clause["which"], thing)]


def met(setting: ClassifiedSetting) -> dict[str, str | list[tuple[str, str]]]:
    """What every rule gives on a setting."""
    skipped = {each.rule.code: each.reason for each in setting.skipped}
    flagged = {flag.rule.code: [(fact.path, fact.value) for fact in flag.choices] for flag in setting.flags}
    return {code: skipped.get(code) or flagged.get(code, []) for code in RULES}


@settings(max_examples=60, deadline=None)
@given(generated(), st.lists(st.sampled_from(BASELINES), max_size=3, unique=True), st.sampled_from(["method", "attack"]))
def test_rules_as_data_judge_as_the_rules_do(part: dict[str, Any], baselines: list[str], kind: str) -> None:
    """Every rule, read off the data by a reader of its own, flags the same choices and is skipped for the same reasons."""
    paper = paper_of({**part, "baselines": baselines}, kind=kind)
    (setting,) = paper.settings.values()
    seen = Case(paper.entry, setting.facts, setting.verdict, HOMES).seen
    assert {code: judged(rule, seen) for code, rule in RULES.items()} == met(setting)


@settings(max_examples=60, deadline=None)
@given(generated())
def test_rows_as_data_decide_as_the_rows_do(part: dict[str, Any]) -> None:
    """The first row of the data that holds of a measurement is the one that decided on it."""
    deciding = Deciding.of(complete_setting(part), load_lexicon().metrics)
    told = [_facts_of(measured, deciding.references, deciding.removes) for measured in deciding.measured]
    found = [next(row["name"] for row in ENGINE["rows"] if holds(row["fits"], facts)) for facts in told]
    assert found == [row.name for row in deciding.rows()]


def test_every_rule_about_settings_is_there() -> None:
    """The data hold every rule that speaks of settings, in the catalogue's order, and every row in its order."""
    assert list(RULES) == [rule.code for rule in CATALOGUE if rule.speaks_of == "setting"]
    assert [row["name"] for row in ENGINE["rows"]] == [row.name for row in ROWS]


def test_first_and_third_table_are_total() -> None:
    """Every pair of words has its outcome, that of the tables."""
    assert {pair: told["intended"] for pair, told in ENGINE["first"].items()} == {
        f"{removes} {coverage}": notion for (removes, coverage), notion in INTENDED.items()
    }
    for intended, evaluated in product(Notion, Evaluated):
        assert Agreement(ENGINE["agreement"][intended][evaluated]) is agreement_of(intended, evaluated)


def test_evidence_together_is_total() -> None:
    """Whatever sides speak, and whether or not the whole concept is held, there is one evaluated notion."""
    assert len(ENGINE["together"]) == 2 * 2**3
    assert set(ENGINE["together"].values()) <= set(Evaluated)


@pytest.mark.parametrize("pair", list(product(Removes, Coverage)), ids=" ".join)
def test_first_table_tells_its_reason(pair: tuple[Removes, Coverage]) -> None:
    """What is missing is told where, and only where, the notion cannot be told."""
    told = ENGINE["first"][" ".join(pair)]
    assert bool(told["missing"]) == (told["intended"] == "undetermined")
    assert told["facts"][0] == "forget_set.removes"


def test_data_are_the_same_on_every_run(corpus: Corpus, page: Page) -> None:
    """The data have one form, and hold what the page needs under names of their own."""
    assert json.dumps(classify_page(corpus).data) == json.dumps(page.data)
    assert data_of(page).keys() >= {"metrics", "methods", "problems", "fitting", "skeleton", "rules", "rules_version"}


def test_terms_are_those_of_the_corpus(corpus: Corpus, page: Page) -> None:
    """Every metric and every method can be named, those that entries propose included, with what rules read of it."""
    data = data_of(page)
    assert data["metrics"].keys() == corpus.lexicon.metrics.keys()
    assert {name: set(method["homes"]) for name, method in data["methods"].items()} == {
        name: set(corpus.home_notions.get(name, ())) for name in corpus.lexicon.methods
    }


def test_questions_explain_every_word(page: Page) -> None:
    """Every closed word of a question stands there with the text under its member."""
    asked = [*page.context["forget_set"], page.context["guarantee"], *page.context["measurement"], *page.context["file"]]
    for question in asked:
        assert dict(question["answers"]) == member_docs(ANSWERS[question["name"]])
        assert question["text"]


def test_what_fits_is_what_advise_says(corpus: Corpus, page: Page) -> None:
    """References, metrics and baselines of a notion and a kind of data are those of `taxonomy advise`, in its order."""
    fitting = data_of(page)["fitting"]
    assert set(fitting) == {"untraining", "unlearning", "coincident"}
    plan = complete_setting({"forget_set": {"removes": "examples"}, "modality": "graph"})
    (advice,) = advise(plan_of(plan), corpus)
    best = fitting["untraining"]["best"][Modality.GRAPH]
    assert best == {kind: [each.id for each in getattr(advice, kind)] for kind in ("references", "metrics", "baselines")}
    assert {name for lists in best.values() for name in lists} <= fitting["untraining"]["why"].keys()


def test_skeleton_asks_for_all_that_an_entry_needs() -> None:
    """Every field without which an entry is no entry is a line of the skeleton: filled in, or a question."""
    named = {match[1] for line in SKELETON if (match := re.match(r"[#@]?(\w+)", line))}
    needed = {name for name, field in Entry.model_fields.items() if field.is_required() and field.default is PydanticUndefined}
    assert needed <= named


def test_new_file_is_opened_in_the_repository_of_the_site() -> None:
    """The repository has the name that its host asks for, and its owner's."""
    host = SITE_URL.removeprefix("https://").strip("/")
    assert f"https://github.com/{host.partition('.')[0]}/{host}/new/main" == NEW_FILE


def test_answers_of_a_coded_setting(corpus: Corpus) -> None:
    """The address holds every fact that verdict and flags rest on, and no word that a URL would have to escape."""
    for paper in corpus:
        for setting in paper.settings.values():
            address = answers_of(setting.facts, paper.entry.kind)
            pairs = parse_qsl(address)
            assert re.fullmatch(r"[a-z0-9_:=&-]+", address)
            assert len([name for name, _ in pairs if name == "measure"]) == len(setting.facts.measurements)
            assert dict(pairs)["removes"] == setting.facts.forget_set.removes


def test_compared_values_are_those_of_the_command(corpus: Corpus) -> None:
    """What the page puts side by side is what `taxonomy compare` does."""
    for paper in corpus:
        addresses = [setting.address for setting in paper.settings.values()]
        if len(addresses) > 1:
            columns = [compared(paper)[name] for name in paper.settings]
            assert {fact.name: fact.values for fact in corpus.compare(*addresses)} == {
                name: values for name in columns[0] if any(values := tuple(column[name] for column in columns))
            }


def test_every_setting_can_be_chosen(corpus: Corpus) -> None:
    """The data of the page name every setting of every paper that has one."""
    papers = data_of(compare_page(corpus))["papers"]
    assert {f"{paper}/{name}" for paper, told in papers.items() for name in told["settings"]} == {s.address for s in corpus.settings()}
