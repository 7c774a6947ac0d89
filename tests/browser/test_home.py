"""The home page, live: the picture trains its models anew for every forget set, and the search suggests while one types."""

from __future__ import annotations

import json
import random
import re
import time
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from taxonomy.pages.figure import EXAMPLES, FORGOTTEN, figure
from tests.browser.conftest import Opens

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

SEEN = """
(panels) => panels.map((panel) => ({
  note: panel.querySelector("p").textContent,
  shapes: Object.fromEntries([...panel.querySelectorAll("[data-shape]")].map((shape) => [shape.dataset.shape, {
    predicted: shape.querySelector("title").textContent.split(": ")[1],
    right: shape.classList.contains("ut-right"), in_s: shape.classList.contains("ut-in-s"), in_full: shape.classList.contains("ut-in-full"),
  }])),
}))
"""
"""What the three panels show."""


def seen(page: Page) -> list[dict[str, Any]]:
    """What the three panels show."""
    found: list[dict[str, Any]] = page.locator("#figure .ut-panel").evaluate_all(SEEN)
    return found


def told(forgotten: list[str]) -> list[dict[str, Any]]:
    """What the same models predict in Python."""
    return [
        {
            "note": panel["note"],
            "shapes": {
                shape["id"]: {
                    "predicted": shape["predicted"],
                    "right": shape["predicted"] == shape["kind"],
                    "in_s": shape["in_s"],
                    "in_full": shape["in_full"] and not shape["in_s"],
                }
                for shape in panel["shapes"]
            },
        }
        for panel in figure(forgotten)["panels"]
    ]


def shape(page: Page, name: str) -> Locator:
    """The button of a shape."""
    return page.locator(f"#figure [role=button][data-shape={name}]")


def live(page: Page, forgotten: list[str] | None = None) -> Page:
    """The home page with its picture alive, at the address of a forget set."""
    page.goto("index.html" if forgotten is None else f"index.html#forget={','.join(forgotten)}")
    expect(page.locator("#figure-pick")).to_be_visible()
    return page


def forget_sets() -> list[list[str]]:
    """Nothing, everything, one whole kind, each example alone, and random ones."""
    names = [example.id for example in EXAMPLES]
    chance = random.Random(4711)  # noqa: S311  # no secret
    some = [sorted(chance.sample(names, chance.randint(2, 12)), key=names.index) for _ in range(12)]
    return [[], names, ["star-1", "star-2"], *([name] for name in names), *some]


def test_still_picture_is_what_the_live_one_shows(opens: Opens) -> None:
    """Without JavaScript the picture stands, offers nothing to press, and shows what the live one shows of the same S."""
    still = opens(java_script_enabled=False)
    still.goto("index.html")
    for panel in still.locator("#figure .ut-panel").all():
        picture = panel.get_by_role("img")
        expect(picture).to_be_visible()
        assert picture.get_attribute("aria-label") == panel.locator("p").inner_text()
    expect(still.locator("#figure-pick")).to_be_hidden()
    assert still.locator("#figure [tabindex], #figure [role=button]").count() == 0
    page = live(opens())
    assert seen(page) == seen(still) == told(list(FORGOTTEN))
    assert page.locator("#figure-sets").inner_text() == still.locator("#figure-sets").inner_text()


def test_models_are_those_of_python(page: Page) -> None:
    """For every kind of forget set the page's own training ends at the predictions that Python's ends at."""
    live(page)
    for forgotten in forget_sets():
        page.evaluate("hash => { location.hash = hash }", f"forget={','.join(forgotten)}")
        expect(page.locator("#figure-sets span")).to_have_text(figure(forgotten)["sets"])
        assert seen(page) == told(forgotten), forgotten


def test_shapes_are_picked_by_clicking(page: Page) -> None:
    """A click on a shape, in whatever panel, puts it into S or takes it out, trains anew, and stands in the address."""
    live(page, [])
    shape(page, "star-2").click()
    page.locator("#figure [data-without=S_full] [data-shape=star-1]").click()
    expect(page).to_have_url(re.compile("#forget=star-1,star-2$"))
    expect(page.locator("#figure-sets")).to_contain_text("S = S_full")
    expect(shape(page, "star-1")).to_have_attribute("aria-pressed", "true")
    assert seen(page) == told(["star-1", "star-2"])
    page.reload()
    assert seen(page) == told(["star-1", "star-2"])
    shape(page, "star-1").click()
    assert seen(page) == told(["star-2"])


def test_shapes_are_picked_by_keyboard(page: Page) -> None:
    """The shapes are one stop for Tab; arrows go from one to the next, Space and Enter press."""
    live(page, [])
    shape(page, "circle-1").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#forget=circle-2,star-2$"))
    assert page.evaluate("document.activeElement.dataset.shape") == "star-2"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.dataset.shape") is None
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement.dataset.shape") == "star-2"


def test_reset_brings_the_first_picture_back(page: Page) -> None:
    """Reset brings back the forget set of the note, and an address without one."""
    live(page, ["square-1"])
    page.get_by_role("button", name="Reset").click()
    assert seen(page) == told(list(FORGOTTEN))
    assert page.url.endswith("index.html")


def test_other_anchors_are_left_alone(page: Page) -> None:
    """An address that leads to a heading leads there, and the picture is that of the note."""
    page.goto("index.html#corpus")
    expect(page.locator("#corpus")).to_be_in_viewport()
    assert page.url.endswith("#corpus")
    assert seen(page) == told(list(FORGOTTEN))


@pytest.fixture(scope="module")
def known(site: Path, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """A paper with an arXiv id and a method, as its data tell it."""
    papers = dict.fromkeys(row["paper"] for row in rows)
    facts = (json.loads((site / "papers" / f"{paper}.json").read_text(encoding="utf-8")) for paper in papers)
    found: dict[str, Any] = next(paper for paper in facts if paper["links"]["arxiv"] and paper["proposes"]["methods"])
    return found


def suggestions(page: Page, text: str) -> Locator:
    """What is suggested for a text."""
    page.goto("index.html")
    field = page.locator("#find")
    field.fill(text)  # at once: what is found for a part of it would come first
    options = page.get_by_role("option")
    expect(options.first).to_be_visible()
    expect(field).to_have_attribute("aria-expanded", "true")
    return options


@pytest.mark.parametrize("by", ["title", "author", "arxiv", "method"])
def test_papers_are_suggested_by_what_readers_know(page: Page, known: dict[str, Any], by: str) -> None:
    """A paper is among the suggestions for its title, an author, its arXiv id, or its method."""
    method = known["proposes"]["methods"][0]["name"]
    text = {"title": known["title"][:30], "author": known["authors"][0], "arxiv": known["links"]["arxiv"], "method": method}[by]
    options = suggestions(page, text)
    assert f"papers/{known['id']}.html" in options.evaluate_all("options => options.map((option) => option.dataset.path)")
    if by == "method":
        expect(options.first).to_contain_text(method)


def test_suggestions_are_used_by_keyboard(page: Page, known: dict[str, Any]) -> None:
    """Arrows choose, the field says which is chosen, Enter opens it, and back leads home."""
    options = suggestions(page, known["links"]["arxiv"])
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    assert page.locator("#find").get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/papers/{known['id']}.html")
    page.go_back()
    expect(page.locator("h1")).to_have_text("Unlearning or untraining?")


def late(route: Route) -> None:
    """Let a file come a while later."""
    time.sleep(0.3)
    route.continue_()


def test_keys_wait_for_what_is_found(page: Page, known: dict[str, Any]) -> None:
    """Arrow and Enter right after the last letter choose among what is found for the whole text, however long that takes."""
    page.goto("index.html")
    page.route("**/search/*.json", late)
    page.locator("#find").focus()
    expect(page.locator("#find")).to_have_attribute("role", "combobox")  # the script is there, what it fetches is not
    page.locator("#find").press_sequentially(known["links"]["arxiv"])
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/papers/{known['id']}.html")


def test_enter_without_a_choice_leads_to_the_table(page: Page) -> None:
    """Enter without a choice looks the text up in the table of settings; Escape closes the suggestions and keeps the text."""
    options = suggestions(page, "2024")
    page.keyboard.press("Escape")
    expect(options).to_have_count(0)
    expect(page.locator("#find")).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Enter")
    page.wait_for_url("**/papers/index.html?text=2024")


def test_tab_leads_from_the_field_to_the_button(page: Page) -> None:
    """Tab passes by the suggestions, which arrows choose among, even where there are so many that their list scrolls."""
    suggestions(page, "unlearning")
    assert page.locator("#find-list").evaluate("list => list.scrollHeight > list.clientHeight")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Look up")).to_be_focused()


def test_suggestion_is_opened_by_a_click(page: Page, known: dict[str, Any]) -> None:
    """A click on a suggestion opens its page."""
    suggestions(page, known["title"]).first.click()
    page.wait_for_url(f"**/papers/{known['id']}.html")
    expect(page.locator("article h1")).to_have_text(known["title"])


def test_index_is_fetched_when_the_field_is_used(page: Page) -> None:
    """The search and its index are fetched once, and only for readers who search."""
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url.rpartition("/")[2]))
    page.goto("index.html")
    page.wait_for_load_state("networkidle")
    assert not {"index.json", "search.js"} & set(fetched)
    page.locator("#find").focus()
    page.locator("#find").press_sequentially("unlearning")
    expect(page.get_by_role("option").first).to_be_visible()
    assert fetched.count("index.json") == 1


def test_nothing_found_is_no_suggestion(page: Page) -> None:
    """A text that nothing holds opens no list."""
    suggestions(page, "unlearning")
    page.locator("#find").fill("no paper holds these words")
    expect(page.get_by_role("option")).to_have_count(0)
    expect(page.locator("#find-list")).to_be_hidden()
