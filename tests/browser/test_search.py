"""The search in the head of every page: what it finds, in which order, by which keys, and how little it fetches."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Opens

MOST = 10
"""Things that the search shows at once."""

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.fixture(scope="module")
def known(site: Path, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """A paper that has an arXiv id and introduces a method, as its data tell it."""
    papers = dict.fromkeys(row["paper"] for row in rows)
    told = (json.loads((site / "papers" / f"{paper}.json").read_text(encoding="utf-8")) for paper in papers)
    found: dict[str, Any] = next(paper for paper in told if paper["links"]["arxiv"] and paper["proposes"]["methods"])
    return found


def search(page: Page, text: str) -> Locator:
    """Put text into the search on a page deep in the site, and give what is found."""
    page.goto("rules/index.html")
    page.locator("#search").fill(text)  # not letter by letter: what is found for a part of it would come first
    found = page.get_by_role("option")
    expect(found.first).to_be_visible()
    expect(page.locator("#search-list-said")).to_contain_text("found" if found.count() < MOST else "of")
    return found


def addresses(found: Locator) -> list[str]:
    """What is found, as addresses below the site's root."""
    paths: list[str] = found.evaluate_all("options => options.map((option) => option.dataset.path)")
    return paths


def test_paper_is_found_by_its_arxiv_id(page: Page, known: dict[str, Any]) -> None:
    """The first result for an arXiv id is the paper, and leads to its page."""
    found = search(page, known["links"]["arxiv"])
    assert addresses(found)[0] == f"papers/{known['id']}.html"
    found.first.click()
    page.wait_for_url(re.compile(rf"/papers/{known['id']}\.html"))
    expect(page.locator("article h1")).to_have_text(known["title"])


def test_paper_and_method_are_found_by_the_method(page: Page, known: dict[str, Any]) -> None:
    """The name of a method finds the page of the method first, and the paper that introduces it."""
    method = known["proposes"]["methods"][0]
    found = addresses(search(page, method["name"]))
    assert found[0] == f"methods/{method['id']}.html"
    assert f"papers/{known['id']}.html" in found


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("REF201", "rules/REF201.html"),
        ("membership inference attack", "metrics/membership-inference-attack.html"),
        ("inference MEMBERSHIP", "metrics/membership-inference-attack.html"),
        ("attaques", ""),
        ("coding guide", "coding.html"),
        ("How to read a verdict", "about.html#how-to-read-a-verdict"),
    ],
)
def test_rules_terms_and_written_pages_are_found(page: Page, text: str, path: str) -> None:
    """A code finds its rule, a name its page in whatever order and case, a heading its section; else it is said that there is nothing."""
    if path:
        assert path in addresses(search(page, text))
    else:
        page.goto("rules/index.html")
        page.locator("#search").press_sequentially(text)
        expect(page.locator("#search-list-said")).to_have_text("Nothing has all these words.")


def test_accents_and_case_do_not_matter(page: Page, rows: list[dict[str, Any]], site: Path) -> None:
    """An author is found by the name without its accents."""
    papers = dict.fromkeys(row["paper"] for row in rows)
    named = ((paper, json.loads((site / "papers" / f"{paper}.json").read_text(encoding="utf-8"))["authors"]) for paper in papers)
    paper, author = next(
        (paper, author) for paper, authors in named for author in authors if bare(author) != author.lower() and bare(author).isascii()
    )
    assert f"papers/{paper}.html" in addresses(search(page, bare(author)))


def bare(text: str) -> str:
    """Text in small letters without accents."""
    return "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter)).lower()


def test_search_is_used_by_keys_alone(page: Page) -> None:
    """The key that opens the search on many sites does so; arrows choose, Enter opens, Escape closes the list, and then the search."""
    page.goto("rules/index.html")
    page.keyboard.press("/")
    expect(page.locator("#search")).to_be_focused()
    page.keyboard.type("MET301")
    found = page.get_by_role("option")
    expect(found.first).to_contain_text("MET301")
    page.keyboard.press("Escape")
    expect(found).to_have_count(0)
    expect(page.locator("#search")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#search")).not_to_be_focused()
    page.keyboard.press("/")
    page.keyboard.press("ArrowDown")
    expect(found.first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    page.wait_for_url("**/rules/MET301.html")


def test_clear_leaves_an_empty_search(page: Page) -> None:
    """The button "Clear" empties the field and the list below it, and leads back to the field."""
    found = search(page, "gradient")
    page.locator(".md-search").get_by_role("button", name="Clear").click()
    expect(page.locator("#search-list-said")).to_have_text("Type to search")
    expect(page.locator("#search")).to_have_value("")
    expect(page.locator("#search")).to_be_focused()
    expect(found).to_have_count(0)


def test_keys_of_a_word_that_is_being_composed_are_left_alone(page: Page) -> None:
    """While letters are put together into a word, as for Japanese, Enter, arrows and Escape are for that word and not for the list."""
    found = search(page, "gradient")
    page.keyboard.press("ArrowDown")
    facts = "{ key, isComposing: true, bubbles: true, cancelable: true }"
    pressed = f"(field, key) => field.dispatchEvent(new KeyboardEvent('keydown', {facts}))"
    assert all(page.locator("#search").evaluate(pressed, key) for key in ("ArrowDown", "Escape", "Enter"))
    expect(found.first).to_have_attribute("aria-selected", "true")
    expect(page.locator("#search")).to_be_focused()


@pytest.mark.parametrize("part", ["index", "words-*", "things-*"])
def test_search_that_did_not_arrive_says_so(page: Page, part: str) -> None:
    """Where a part of the index does not arrive, that is said, rather than that nothing was found; the next letter asks for it again."""
    page.route(f"**/search/{part}.json", lambda route: route.fulfill(body=""))
    page.goto("rules/index.html")
    page.locator("#search").press_sequentially("REF20")
    expect(page.locator("#search-list-said")).to_have_text("The search did not arrive; try again.")
    page.unroute(f"**/search/{part}.json")
    page.locator("#search").press_sequentially("1")
    expect(page.get_by_role("option").first).to_contain_text("REF201")


def test_tab_leads_out_of_the_search(page: Page) -> None:
    """Tab leads from the field to the next thing that can be seen, not to the closed list."""
    page.goto("rules/index.html")
    page.keyboard.press("/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_be_in_viewport()
    expect(page.locator(".md-search :focus")).to_have_count(0)


def test_text_without_a_choice_is_looked_for_among_the_papers(page: Page) -> None:
    """Enter without a choice leads to the table of settings with the text in its field."""
    search(page, "gradient")
    page.keyboard.press("Enter")
    page.wait_for_url("**/papers/index.html?text=gradient")


def test_search_on_a_phone(opens: Opens) -> None:
    """A button opens the search over the whole screen, the arrow in it closes it."""
    page = opens(viewport={"width": 390, "height": 844}, has_touch=True)
    page.goto("rules/index.html")
    page.locator("header label[for='__search'].md-header__button").click()
    expect(page.locator("#search")).to_be_focused()
    page.keyboard.type("REF201")
    expect(page.get_by_role("option").first).to_be_in_viewport()
    page.locator(".md-search__form label[for='__search']").click()
    expect(page.get_by_role("option")).to_have_count(0)
    expect(page.get_by_role("heading", level=1)).to_be_in_viewport()


def test_search_works_without_scripts(opens: Opens) -> None:
    """Without JavaScript a text that is sent off leads to the table of settings."""
    page = opens(java_script_enabled=False)
    page.goto("rules/index.html")
    page.locator("#search").fill("salun")
    page.keyboard.press("Enter")
    page.wait_for_url("**/papers/index.html?text=salun")


def test_index_waits_for_a_search_and_comes_in_parts(page: Page, site: Path) -> None:
    """A reader who does not search loads nothing of the index, one who does gets the parts for the words, each once."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.partition("/some/where/")[2]))
    page.goto("rules/index.html")
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if "search" in url]
    page.locator("#search").press_sequentially("REF201 retrained", delay=20)
    expect(page.get_by_role("option").first).to_be_visible()
    page.wait_for_load_state("networkidle")
    fetched = [url for url in asked if url.startswith("search/")]
    assert len(fetched) == len(set(fetched))
    assert "search/index.json" in fetched
    size = sum((site / url).stat().st_size for url in fetched)
    assert size < sum(path.stat().st_size for path in (site / "search").iterdir()) / 2
