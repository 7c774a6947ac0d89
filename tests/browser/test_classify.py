"""The page "Classify yours" answers as Python does, keeps its answers, takes closed words only, and writes the entry."""

from __future__ import annotations

import json
import re
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from taxonomy.bundled import entries_folder
from taxonomy.cases import ClassifiedSetting, judge_entry, verdicts_of
from taxonomy.corpus import Corpus
from taxonomy.loading import load
from taxonomy.model import Entry
from taxonomy.pages.classify import answers_of
from taxonomy.pages.words import flip_sentences
from taxonomy.plain import setting_to_plain
from taxonomy.plans import read_plan
from taxonomy.vocabulary.closed import (
    Condition,
    Coverage,
    Criterion,
    EvidenceSource,
    Guarantee,
    Kind,
    MeasuredOn,
    Membership,
    Reference,
    Removes,
    Supports,
)
from tests.browser.conftest import Opens
from tests.invented import entry, setting

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

PATH = "classify.html"
RANDOM, SEED = 1000, 20261125
"""How many settings are made up, and from which seed."""
ABSENT = {"none", "not-reported"}
JUDGE = "texts => texts.map((text) => window.taxonomyClassify.judge(text))"
SHOWN = """
async (texts) => {
  const told = (id) => [...document.getElementById(id).children].map((each) => each.textContent);
  const seen = [];
  for (const text of texts) {
    const changed = new Promise((done) => window.addEventListener("hashchange", done, { once: true }));
    location.hash = text + "&turn=" + seen.length;
    await changed;
    const words = [...document.querySelectorAll("#verdict .ut-badge")].map((badge) => badge.lastChild.textContent);
    const [because, flags, flips, skipped] = ["because", "flags", "flips", "skipped"].map(told);
    seen.push({ words, because, flags, flips, skipped, missing: document.getElementById("missing").textContent });
  }
  return seen;
}
"""
"""What the page shows for each of some answers, one after the other."""


@pytest.fixture(scope="module")
def coded() -> Corpus:
    """The corpus of which the site is built."""
    return load(entries_folder(None))


@pytest.fixture
def classify(page: Page) -> Page:
    """The page, ready to answer."""
    page.goto(PATH)
    expect(page.locator("#answer")).to_be_visible()
    return page


def kind_of(corpus: Corpus, judged: ClassifiedSetting) -> Kind:
    """What sort of paper a setting is of."""
    return corpus[judged.paper_id].entry.kind


def expected(judged: ClassifiedSetting) -> dict[str, Any]:
    """What Python says about a setting: words, reasons, what is missing, flips, readings, flags with their choices, and skipped rules."""
    plain = setting_to_plain(judged)
    said = {name: plain[name] for name in ("intended", "evaluated", "agreement", "missing", "flips", "measurements", "skipped")}
    because = [{name: reason[name] for name in ("criterion", "text", "points_to", "facts")} for reason in plain["because"]]
    flags = [{name: flag[name] for name in ("code", "severity", "message", "instead", "choices")} for flag in plain["flags"]]
    found: dict[str, Any] = json.loads(json.dumps({**said, "because": because, "flags": flags}))
    return found


def made_up(random: Random, corpus: Corpus) -> tuple[ClassifiedSetting, Kind]:
    """A random setting, judged by Python: any closed words, any metrics and methods that the corpus knows."""

    def word(words: Any) -> str:
        return str(random.choice(list(words)))

    present = [str(each) for each in Reference if each not in ABSENT]
    references = random.sample(present, random.randint(1, 4)) if random.random() < 0.8 else [random.choice(sorted(ABSENT))]
    measurements = [
        {
            "metric": word(corpus.lexicon.metrics),
            "on": word(MeasuredOn) if random.random() < 0.5 else word([MeasuredOn.FORGET_SET, MeasuredOn.HELD_OUT_CONCEPT]),
            "criterion": word(Criterion),
            "reference": random.choice(references) if random.random() < 0.3 else None,
            "condition": word(Condition) if random.random() < 0.3 else None,
        }
        for _ in range(random.randint(0, 6))
    ]
    forget_set = {"removes": word([*Removes, Removes.CONCEPT]), "coverage": word(Coverage), "membership": word(Membership), "concept": "x"}
    evidence = [
        {"supports": random.sample([str(each) for each in Supports], random.randint(1, 3)), "source": word(EvidenceSource), "locator": "x"}
        for _ in range(random.randint(0, 4))
    ]
    baselines = random.sample(sorted(corpus.lexicon.methods), random.randint(0, 5))
    facts: dict[str, Any] = {
        "forget_set": forget_set,
        "references": references,
        "measurements": measurements,
        "baselines": baselines,
        "evidence": evidence,
    }
    made = Entry.model_validate(entry(kind=word(Kind), settings=[setting(guarantee=word([*Guarantee, Guarantee.NONE]), **facts)]))
    metrics = corpus.lexicon.metrics
    paper = judge_entry(made, verdicts_of(made, metrics), corpus.home_notions)
    return paper.settings["rows"], made.kind


def differing(page: Page, cases: list[tuple[ClassifiedSetting, Kind]]) -> list[tuple[str, dict[str, Any], dict[str, Any]]]:
    """The addresses of which the page does not say exactly what Python says, with both."""
    addresses = [answers_of(judged.facts, kind) for judged, kind in cases]
    said = page.evaluate(JUDGE, addresses)
    wanted = [expected(judged) for judged, _ in cases]
    return [(address, want, found) for address, want, found in zip(addresses, wanted, said, strict=True) if want != found]


def test_page_judges_every_real_setting_as_python_does(classify: Page, coded: Corpus) -> None:
    """Words, reasons, what is missing, flips, readings, flags with choices and skipped rules of every coded setting are Python's."""
    cases = [(judged, kind_of(coded, judged)) for judged in coded.settings()]
    assert cases
    assert differing(classify, cases) == []


def test_page_judges_made_up_settings_as_python_does(classify: Page, coded: Corpus) -> None:
    """The same of a thousand settings that nobody has seen."""
    random = Random(SEED)  # noqa: S311  # made-up settings, no secrets
    assert differing(classify, [made_up(random, coded) for _ in range(RANDOM)]) == []


def test_page_shows_what_python_says(classify: Page, coded: Corpus) -> None:
    """What stands on the page for every coded setting: badges, reasons, flags with choices and advice, flips in words, skipped rules."""
    cases = [(judged, kind_of(coded, judged)) for judged in coded.settings()]
    shown = classify.evaluate(SHOWN, [answers_of(judged.facts, kind) for judged, kind in cases])
    for (judged, _), seen in zip(cases, shown, strict=True):
        verdict = judged.verdict
        assert seen["words"] == [verdict.intended, verdict.evaluated, verdict.agreement], judged.address
        assert seen["because"] == [
            f"{reason.points_to}, because {reason.text}: {', '.join(map(str, reason.facts))}" for reason in verdict.because
        ]
        assert all(path in seen["missing"] for path in verdict.missing)
        assert bool(seen["missing"]) == bool(verdict.missing)
        assert seen["flips"] == [f"Would be {outcome} if {condition}." for outcome, condition in flip_sentences(judged)]
        assert seen["skipped"] == [f"{each.rule.code}: {each.reason}" for each in judged.skipped]
        assert len(seen["flags"]) == len(judged.flags)
        for flag in judged.flags:
            choices = "; ".join(fact.value for fact in flag.choices)
            wanted = f"{flag.rule.code} {flag.rule.title}: {choices}Instead: {flag.rule.instead}"
            assert [told for told in seen["flags"] if told.endswith(wanted)], (judged.address, flag.rule.code)


def question(page: Page, name: str, word: str) -> Locator:
    """The button of a closed word."""
    return page.locator(f"#questions input[name='{name}'][value='{word}']")


def badges(page: Page) -> list[str]:
    """The three words of the verdict as the page shows them."""
    found: list[str] = page.locator("#verdict .ut-badge").evaluate_all("all => all.map((badge) => badge.lastChild.textContent)")
    return found


def test_verdict_follows_the_answers(classify: Page) -> None:
    """From an empty form to a flagged one by clicks: every answer changes the verdict at once, and the address with it."""
    assert badges(classify) == ["undetermined", "untested", "not-comparable"]
    expect(classify.locator("#missing")).to_contain_text("forget_set.removes")
    expect(classify.locator("[data-question='coverage']")).to_be_hidden()
    question(classify, "removes", "concept").check()
    expect(classify.locator("#missing")).to_contain_text("forget_set.coverage")
    question(classify, "coverage", "sample").check()
    assert badges(classify) == ["unlearning", "untested", "untested"]
    classify.locator("#metric").select_option("membership-inference-attack")
    classify.locator("#measure").click()
    row = classify.locator("#measured > *")
    row.get_by_role("combobox", name="on", exact=True).select_option("forget-set")
    row.get_by_role("combobox", name="read as").select_option("lower-is-better")
    assert badges(classify) == ["unlearning", "untraining", "conflicting"]
    expect(classify.locator("#flags")).to_contain_text("MET301")
    expect(row).to_contain_text("membership or memorisation of the forget set asks about these very rows")
    assert "measure=membership-inference-attack:forget-set:lower-is-better" in classify.url
    row.get_by_role("button", name="Remove").click()
    assert badges(classify) == ["unlearning", "untested", "untested"]


def test_questions_are_numbered_as_they_are_shown(classify: Page) -> None:
    """The question that only a concept brings up takes its number in the row, and gives it back."""
    marks = classify.locator("#questions fieldset:visible > legend > span")
    assert marks.all_inner_texts() == [str(number) for number in range(1, 9)]
    classify.locator("[name=removes][value=concept]").check()
    assert marks.all_inner_texts() == [str(number) for number in range(1, 10)]
    classify.locator("[name=removes][value=examples]").check()
    assert marks.all_inner_texts() == [str(number) for number in range(1, 9)]


def test_references_stand_alone_where_there_is_none(classify: Page) -> None:
    """`none` and `not-reported` put the others out, and another puts them out; without any it is not reported."""
    question(classify, "reference", "original-model").check()
    question(classify, "reference", "chance-level").check()
    expect(question(classify, "reference", "not-reported")).not_to_be_checked()
    question(classify, "reference", "none").check()
    expect(question(classify, "reference", "original-model")).not_to_be_checked()
    question(classify, "reference", "none").uncheck()
    expect(question(classify, "reference", "not-reported")).to_be_checked()


def test_what_fits_leads_to_its_pages(classify: Page, site: Path) -> None:
    """Fitting references, metrics and methods are links to pages that exist."""
    question(classify, "removes", "examples").check()
    links = classify.locator("#fits a").evaluate_all("all => all.map((link) => new URL(link.href).pathname)")
    assert {link.split("/")[-2] for link in links} == {"references", "metrics", "methods"}
    assert [link for link in links if not (site / "/".join(link.split("/")[-2:])).is_file()] == []
    question(classify, "removes", "outputs").check()
    expect(classify.locator("#fits")).to_be_hidden()


def test_nothing_is_lost_on_reload(classify: Page) -> None:
    """Closed words come back from the address, typed text from the session; clearing forgets both."""
    question(classify, "removes", "concept").check()
    question(classify, "seen", "code:measurements").check()
    classify.get_by_label("The concept, in your own words").fill('dogs "of" all: kinds')
    classify.get_by_label("Where in it").locator("visible=true").fill("README")
    classify.locator("input[name='paper-id']").fill("fan2024salun")
    before = (classify.url, classify.locator("#yaml").inner_text())
    assert "dogs" not in classify.url
    classify.reload()
    expect(classify.locator("#answer")).to_be_visible()
    expect(question(classify, "removes", "concept")).to_be_checked()
    assert (classify.url, classify.locator("#yaml").inner_text()) == before
    classify.get_by_role("button", name="Clear all answers").click()
    expect(classify.locator("input[name='paper-id']")).to_have_value("")
    expect(classify.locator("#yaml")).not_to_contain_text("dogs")
    classify.reload()
    expect(classify.locator("#answer")).to_be_visible()
    expect(classify.locator("#yaml")).not_to_contain_text("dogs")


@pytest.mark.parametrize("mark", ["#", "?"])
def test_address_takes_closed_words_only(page: Page, mark: str) -> None:
    """Unknown words, names of methods of every object, markup and doubled answers are as if they were not there."""
    bad = ["<img src=x onerror=alert(1)>", "constructor", "__proto__", "toString", "examples2", ""]
    fields = ("removes", "coverage", "guarantee", "kind", "modality", "problem", "reference", "baseline", "measure", "seen")
    hostile = "&".join(f"{field}={quote(word)}" for field in fields for word in bad)
    measures = "&".join(f"measure=forget-set-accuracy:{quote(word)}:lower-is-better" for word in bad)
    good = "removes=concept&reference=none&reference=original-model&reference=original-model&baseline=retraining&baseline=retraining"
    more = "measure=fid:test-set:lower-is-better:chance-level:__proto__&seen=paper:constructor&seen=__proto__:forget_set"
    page.goto(f"{PATH}{mark}{good}&{hostile}&{measures}&{more}")
    expect(page.locator("#answer")).to_be_visible()
    query = parse_qs(urlsplit(page.url).fragment)
    assert query["reference"] == ["original-model"]
    assert query["baseline"] == ["retraining"]
    assert query["measure"] == ["fid:test-set:lower-is-better"]
    assert "seen" not in query
    assert badges(page)[0] == "undetermined"
    assert re.fullmatch(r"[a-z0-9_:=&-]+", urlsplit(page.url).fragment)
    assert urlsplit(page.url).query == ""


def test_entry_is_read_as_it_was_answered(classify: Page, coded: Corpus, tmp_path: Path) -> None:
    """The YAML of coded settings, with a concept typed, is a draft that Python classifies as the entry itself."""
    classify.evaluate("sessionStorage.setItem('classify', JSON.stringify({ concept: 'a \"concept\": #1', 'where-paper': 'Table 1' }))")
    judged = [each for each in coded.settings() if each.facts.measurements][:15]
    for number, each in enumerate(judged):
        classify.goto(f"about:blank?{number}")
        classify.goto(f"{PATH}?{answers_of(each.facts, kind_of(coded, each))}")
        expect(classify.locator("#answer")).to_be_visible()
        file = tmp_path / f"draft{number}.yaml"
        file.write_text(classify.locator("#yaml").inner_text(), encoding="utf-8")
        draft, _ = read_plan(file)
        verdicts = verdicts_of(draft, coded.lexicon.metrics)
        assert verdicts["main"].deciding == each.verdict.deciding
        assert draft.settings[0].baselines == each.facts.baselines
        assert draft.settings[0].forget_set.concept == 'a "concept": #1'
        assert draft.kind == kind_of(coded, each)


def test_new_file_on_github_holds_the_entry(classify: Page) -> None:
    """The link names the file by the id, which has to be one, and carries the entry."""
    field = classify.locator("input[name='paper-id']")
    for given, name in (("zhang2023other", "zhang2023other"), ("../../etc", "author2026word")):
        field.fill(given)
        address = urlsplit(classify.locator("#new-file").get_attribute("href") or "")
        query = parse_qs(address.query)
        assert address.hostname == "github.com"
        assert query["filename"] == [f"entries/papers/{name}.yaml"]
        assert query["value"][0].strip() == classify.locator("#yaml").inner_text().strip()


def test_entry_is_copied(opens: Opens) -> None:
    """The button puts the entry on the clipboard and says so; where that is refused it selects the text."""
    page = opens(permissions=["clipboard-read", "clipboard-write"])
    page.goto(PATH)
    expect(page.locator("#answer")).to_be_visible()
    page.get_by_role("button", name="Copy").click()
    expect(page.locator("#copied")).to_have_text("Copied.")
    assert page.evaluate("navigator.clipboard.readText()").strip() == page.locator("#yaml").inner_text().strip()


def test_keyboard_reaches_everything(classify: Page) -> None:
    """Words are chosen by arrow keys, a measurement is added and taken away by keys, and the focus stays where one works."""
    question(classify, "removes", "not-stated").focus()
    classify.keyboard.press("ArrowUp")
    expect(question(classify, "removes", "nothing")).to_be_checked()
    classify.locator("#measure").focus()
    classify.keyboard.press("Enter")
    expect(classify.locator("#measured select").first).to_be_focused()
    classify.locator("#measured").get_by_role("button", name="Remove").focus()
    classify.keyboard.press("Enter")
    expect(classify.locator("#metric")).to_be_focused()


def test_verdict_stays_in_sight_on_a_phone(opens: Opens) -> None:
    """While one answers on a phone the three words stay on the screen, and lead to the reasons."""
    page = opens(viewport={"width": 390, "height": 844})
    page.goto(PATH)
    expect(page.locator("#answer")).to_be_visible()
    live = page.locator("#live")
    expect(live).to_be_in_viewport()
    question(page, "removes", "examples").check()
    expect(live).to_contain_text("untraining")
    question(page, "guarantee", "exact").check()
    expect(live).to_be_in_viewport()
    live.click()
    expect(page.locator("#answered")).to_be_in_viewport()


def test_page_without_javascript_explains(opens: Opens, site: Path) -> None:
    """Without JavaScript the questions explain themselves, nothing can be entered, and the command line is named."""
    page = opens(java_script_enabled=False)
    page.goto(PATH)
    expect(page.locator("#plain")).to_contain_text("taxonomy classify --explain")
    expect(page.locator("#answer")).to_be_hidden()
    expect(question(page, "removes", "examples")).to_be_disabled()
    expect(page.locator("[data-question='coverage']")).to_contain_text("A strict part of the concept's instances")
    assert (site / "shell.html").is_file()


def test_page_needs_no_inline_script_or_style(site: Path) -> None:
    """What is ours on the page would run under a Content-Security-Policy without `unsafe-inline`."""
    for name in (PATH, "compare.html"):
        ours = (site / name).read_text(encoding="utf-8").partition('<article class="md-content__inner')[2].partition("</article>")[0]
        assert "<h1>" in ours
        assert re.findall(r"<script(?![^>]*\bsrc=)", ours) == []
        assert re.findall(r"\sstyle=|\son[a-z]+=", ours) == []


@pytest.mark.parametrize("path", [f"{PATH}?removes=examples", "compare.html"])
def test_page_works_under_a_strict_policy(browser: Browser, address: str, path: str) -> None:
    """Under a policy that refuses inline scripts and styles, and every other host, the pages answer all the same."""
    context = browser.new_context(base_url=address)

    def strictly(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, headers={**answer.headers, "content-security-policy": "default-src 'self'; img-src 'self' data:"})

    context.route("**/*.html*", strictly)
    page = context.new_page()
    page.goto(path)
    expect(page.locator("#verdict, #told")).to_contain_text(re.compile("untraining|Choose two to six settings"))
    assert page.locator(".md-content [style]").count() == 0
    context.close()


def test_paper_leads_to_its_answers(page: Page, coded: Corpus) -> None:
    """From a setting of a paper one comes to the same verdict here, ready to be changed."""
    judged = next(each for each in coded.settings() if each.verdict.flips)
    page.goto(f"papers/{judged.paper_id}.html")
    part = page.locator(f"section[aria-labelledby='{judged.id}']")
    part.get_by_text("What would change the verdict").click()
    part.get_by_role("link", name="Change its facts").click()
    expect(page.locator("#answer")).to_be_visible()
    assert badges(page) == [judged.verdict.intended, judged.verdict.evaluated, judged.verdict.agreement]
