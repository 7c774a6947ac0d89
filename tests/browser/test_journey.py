"""A newcomer's contributions without a shell: questions on the site, the entry in GitHub's new file, and what is read on the way."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from taxonomy.checking import check_paths
from taxonomy.validation import readable

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

NAME = "example2026quite"
ROWS = "removes=examples&reference=retrained-without-forget-set&measure=forget-set-accuracy:forget-set:match-reference&baseline=retraining"
CONCEPT = "removes=concept&coverage=sample&reference=never-exposed-model&problem=backdoor-removal"
SEEN = "&seen=paper:forget_set&seen=paper:references&seen=paper:measurements"
MEMBERSHIP = "&measure=membership-inference-attack:forget-set:lower-is-better"
TYPED = {"paper-id": NAME, "concept": "a yellow square", "where-paper": "Table 2"}
"""What is typed; a concept only where one is asked for."""
IN_THE_FILE = {
    "title": "title: A quite new study",
    "authors": "authors: [Ada Example]",
    "summary": "summary: Removes invented rows.",
    "curation": "curation: {coded: 2026-11-30, coders: [Ada], confidence: medium}",
}
"""Questions of the file, and what is written there on GitHub's page."""
GOOD = {
    "rows": (ROWS + SEEN, ["untraining", "untraining", "aligned"]),
    "concept": (
        f"{CONCEPT}&measure=backdoor-attack-success-rate:held-out-concept:lower-is-better{SEEN}",
        ["unlearning", "unlearning", "aligned"],
    ),
    "conflict": (CONCEPT + MEMBERSHIP + SEEN, ["unlearning", "untraining", "conflicting"]),
    "whole-class": (CONCEPT.replace("sample", "complete") + MEMBERSHIP + SEEN, ["coincident", "coincident", "aligned"]),
    "outputs": (ROWS.replace("examples", "outputs") + SEEN, ["neither", "untraining", "not-comparable"]),
}


class Bad(NamedTuple):
    """A slip: what is answered, typed and written, and where its message stands."""

    query: str
    typed: dict[str, str]
    written: dict[str, str]
    page: tuple[str, str]
    """Part of the page and what it says; empty where only the check of the pull request tells."""
    check: str
    """What `taxonomy check` says; empty where only the page tells."""


BAD = {
    "no-id": Bad(ROWS + SEEN, {"paper-id": ""}, {}, ("#yaml", "#id: author2026word"), "lacks the field `id`"),
    "id-of-another-form": Bad(
        ROWS + SEEN, {"paper-id": "Example 2026"}, {}, (".ut-slip", "Small letters and digits only"), "lacks the field `id`"
    ),
    "target-left-open": Bad("kind=method", {}, {}, ("#missing", "Missing: forget_set.removes. Without it the notion cannot be told."), ""),
    "coverage-left-open": Bad("removes=concept&coverage=not-reported", {}, {}, ("#missing", "Missing: forget_set.coverage."), ""),
    "concept-without-a-name": Bad(
        CONCEPT,
        {"concept": ""},
        {},
        ("#yaml", "#concept: the concept in your own words"),
        "a concept is removed, but `concept` does not name it",
    ),
    "place-of-evidence-left-open": Bad(ROWS + SEEN, {"where-paper": ""}, {}, ("#yaml", "#evidence:"), ""),
    "metric-of-the-other-notion": Bad(CONCEPT + MEMBERSHIP + SEEN, {}, {}, ("#flags", "MET301 "), ""),
    "no-title": Bad(ROWS + SEEN, {}, {"title": "#title:"}, ("", ""), "lacks the field `title`; add `title: ...`"),
    "no-curation": Bad(ROWS + SEEN, {}, {"curation": "#curation:"}, ("", ""), "lacks the field `curation`; add"),
    "quotation-left-open": Bad(ROWS + SEEN, {}, {"title": 'title: "A quite new study'}, ("", ""), "DOC001 "),
}


def answer(page: Page, query: str, typed: dict[str, str]) -> None:
    """Answer the questions: closed words as a link gives them, the rest by typing."""
    page.goto(f"classify.html?{query}")
    expect(page.locator("#answer")).to_be_visible()
    for name, text in {**TYPED, **typed}.items():
        field = page.locator(f"input[name='{name}']")
        if field.is_visible():
            field.fill(text)


def new_file(page: Page, folder: Path, written: dict[str, str]) -> Path:
    """Follow the link to GitHub's page for a new file, answer what stands there as a question, and commit."""
    address = urlsplit(page.locator("#new-file").get_attribute("href") or "")
    assert (address.scheme, address.hostname) == ("https", "github.com")
    query = parse_qs(address.query)
    text = query["value"][0]
    for name, line in {**IN_THE_FILE, **written}.items():
        text, count = re.subn(rf"(?m)^#{name}: .*$", line, text)
        assert count == 1, name
    file = folder / Path(query["filename"][0]).name
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize(("query", "verdict"), GOOD.values(), ids=GOOD)
def test_good_contribution(page: Page, tmp_path: Path, query: str, verdict: list[str]) -> None:
    """The page gives the verdict, and the file that GitHub is given has no fault once its questions are answered."""
    answer(page, query, {})
    assert page.locator("#verdict .ut-badge").evaluate_all("all => all.map((badge) => badge.lastChild.textContent)") == verdict
    file = new_file(page, tmp_path, {})
    assert file.name == f"{NAME}.yaml"
    assert check_paths([file]) == []
    assert readable(file).value["id"] == NAME


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
def test_bad_contribution(page: Page, tmp_path: Path, bad: Bad) -> None:
    """The page says at once what it can see; the check of the pull request says the rest, with what to do."""
    answer(page, bad.query, bad.typed)
    part, says = bad.page
    if part:
        expect(page.locator(part)).to_contain_text(says, use_inner_text=True)
    assert page.locator(".ut-slip").is_visible() == (part == ".ut-slip")
    faults = [str(fault) for fault in check_paths([new_file(page, tmp_path, bad.written)])]
    if bad.check:
        assert any(bad.check in fault for fault in faults), faults
    else:
        assert not [fault for fault in faults if "DOC013" not in fault]
    assert all("; " in fault and "/rules/DOC0" in fault for fault in faults)
