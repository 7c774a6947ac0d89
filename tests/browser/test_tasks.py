"""Ten things that researchers come for: from the home page each takes at most four presses of the mouse, and a few letters."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeAlias

import pytest
from playwright.sync_api import Locator, Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

MOST_PRESSES = 4
MOST_LETTERS = 16


class Reader:
    """Somebody who begins at the home page and counts.

    Attributes:
        page: what is seen.
        presses: presses of the mouse.
        letters: letters typed.
    """

    def __init__(self, page: Page) -> None:
        """Begin at the home page."""
        self.page, self.presses, self.letters = page, 0, 0
        page.goto("index.html")

    def press(self, what: Locator) -> Reader:
        """Press something that is seen, after scrolling if need be."""
        what.click()
        self.presses += 1
        return self

    def link(self, name: str) -> Reader:
        """Press a link in the text of the page."""
        return self.press(self.page.locator("article").get_by_role("link", name=name).first)

    def tab(self, name: str) -> Reader:
        """Press a name in the head of the page."""
        return self.press(self.page.locator("nav.md-tabs").get_by_role("link", name=name, exact=True))

    def type(self, text: str) -> Reader:
        """Type where the last press has put the cursor."""
        self.page.keyboard.type(text)
        self.letters += len(text)
        return self

    def look_up(self, text: str) -> Reader:
        """Look something up on the home page, and take the paper among what is found."""
        self.press(self.page.locator("#find")).type(text)
        found, before = self.page.locator("#find-list [data-path^='papers/']"), [""]
        while before != (before := found.all_inner_texts()) or not before:  # as people wait until the list stands still
            self.page.wait_for_timeout(300)
        return self.press(found.first)


Task: TypeAlias = Callable[[Reader], None]


def verdict(reader: Reader) -> None:
    """The verdict of SalUn, and why."""
    reader.look_up("salun")
    expect(reader.page.locator(".ut-overview").get_by_text("evaluated as").first).to_be_in_viewport()
    expect(reader.page.get_by_text("These very rows must count as never used.").first).to_be_in_viewport()


def bibtex(reader: Reader) -> None:
    """BibTeX of every paper of 2024 on texts with a mismatch."""
    reader.press(reader.page.get_by_role("link", name=re.compile("settings? with a mismatch")))
    reader.press(reader.page.locator("[name=modality][value=text]")).press(reader.page.locator("[name=year][value='2024']"))
    with reader.page.expect_download() as saved:
        reader.press(reader.page.get_by_role("button", name="BibTeX"))
    text = saved.value.path().read_text(encoding="utf-8")
    assert text.count("@") >= 1
    assert set(re.findall(r"year = \{(\d+)\}", text)) == {"2024"}


def report_for_a_class(reader: Reader) -> None:
    """What to report where a whole class is removed."""
    reader.link("Design my evaluation")
    reader.press(reader.page.locator("[name=removes][value=concept]")).press(reader.page.locator("[name=coverage][value=complete]"))
    expect(reader.page.locator("#fit-metrics li").first).to_be_visible()
    expect(reader.page.locator("#verdict")).to_contain_text("coincident")


def misuse(reader: Reader) -> None:
    """Who judges unlearning by membership inference."""
    reader.link("MET301")
    expect(reader.page.locator("h1")).to_contain_text("membership-metric-for-unlearning")
    expect(reader.page.locator("article li a[href*='papers/']").first).to_be_visible()


def compare(reader: Reader) -> None:
    """Two settings side by side."""
    reader.tab("Compare").press(reader.page.get_by_label("Add a setting")).type("salun")
    reader.press(reader.page.locator("#found button").first).type("esd")
    reader.press(reader.page.locator("#found button").first)
    expect(reader.page.locator("#told")).to_contain_text("2 settings")


def classify(reader: Reader) -> None:
    """The verdict of an evaluation of one's own."""
    reader.tab("Classify yours").press(reader.page.locator("[name=removes][value=examples]"))
    reader.press(reader.page.locator("[name=reference][value=retrained-without-forget-set]"))
    expect(reader.page.locator("#verdict")).to_contain_text("untraining")


def add(reader: Reader) -> None:
    """The form that adds a paper."""
    reader.link("Add a paper")
    expect(reader.page.get_by_role("link", name="Add a paper").nth(1)).to_have_attribute("href", re.compile("issues/new.*template=.*paper"))


def metric(reader: Reader) -> None:
    """The metrics that fit untraining."""
    reader.link("Untraining")
    expect(reader.page.get_by_role("heading", name="Metrics that fit")).to_be_in_viewport()


def cite(reader: Reader) -> None:
    """A citation of the entry."""
    reader.look_up("2310.12508").link("Cite").press(reader.page.get_by_text("Cite this entry"))
    expect(reader.page.locator("details.ut-cite").nth(1).locator("pre").first).to_be_visible()


def dispute(reader: Reader) -> None:
    """The form that reports an error of an entry."""
    reader.look_up("salun")
    expect(reader.page.get_by_role("link", name="report an error")).to_have_attribute("href", re.compile("issues/new.*fan2024salun"))


@pytest.mark.parametrize("task", [verdict, bibtex, report_for_a_class, misuse, compare, classify, add, metric, cite, dispute])
def test_task_takes_few_presses(page: Page, task: Task) -> None:
    """A reader who knows what to look for is there with four presses."""
    reader = Reader(page)
    task(reader)
    assert 0 < reader.presses <= MOST_PRESSES
    assert reader.letters <= MOST_LETTERS
