"""What every page shares: few requests, the choice of light or dark, and a search that comes when it is asked for."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Opens

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

MOST_REQUESTS = 6
LATER = ("/javascripts/", "search_index", "sitemap")
"""What only a search needs."""


@pytest.mark.parametrize("path", ["index.html", "papers/index.html", "papers/fan2024salun.html", "rules/MET301.html"])
def test_page_asks_for_little(opens: Opens, path: str) -> None:
    """Whoever only reads a page makes few requests, none of them for the search or for a list of all pages."""
    page = opens(color_scheme="light")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(path)
    page.wait_for_load_state("networkidle")
    fetched = [url for url in asked if not url.startswith("data:")]
    assert 0 < len(fetched) <= MOST_REQUESTS, fetched
    assert not [url for url in fetched if any(part in url for part in LATER)]


def test_slash_opens_the_search(page: Page) -> None:
    """The key that opens the search on many sites does so here, though the search's script is not there yet."""
    page.goto("rules/index.html")
    page.keyboard.press("/")
    expect(page.get_by_role("textbox", name="Search")).to_be_focused()
    page.keyboard.type("MET301")
    expect(page.locator(".md-search-result__item a").first).to_be_visible()


def test_colours_are_chosen_and_kept(opens: Opens) -> None:
    """Light, dark and as the system has it follow each other at a button; what was chosen holds on the next page."""
    page = opens(color_scheme="dark")
    body = page.locator("body")
    page.goto("index.html")
    expect(body).to_have_attribute("data-md-color-scheme", "slate")
    page.get_by_title("Switch to light mode").click()
    expect(body).to_have_attribute("data-md-color-scheme", "default")
    page.goto("papers/index.html")
    expect(body).to_have_attribute("data-md-color-scheme", "default")
    page.get_by_title("Switch to dark mode").click()
    page.emulate_media(color_scheme="light")
    expect(body).to_have_attribute("data-md-color-scheme", "slate")
    page.get_by_title("Follow the system").click()
    expect(body).to_have_attribute("data-md-color-scheme", "default")


def test_colours_survive_the_search(opens: Opens) -> None:
    """The theme's own script, which comes with the search, leaves the chosen colours as they are."""
    page = opens(color_scheme="light")
    page.goto("index.html")
    page.get_by_title("Switch to light mode").click()
    page.get_by_title("Switch to dark mode").click()
    page.get_by_role("textbox", name="Search").focus()
    expect(page.locator(".md-search-result__meta")).to_have_text("Type to start searching")
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    expect(page.locator(".md-header label[title]:visible")).to_have_count(1)


def test_names_of_the_theme_are_those_of_its_files(site: Path) -> None:
    """The one style sheet holds the theme's, its colours and our own."""
    styles = (site / "assets" / "all.css").read_text(encoding="utf-8")
    assert all(part in styles for part in (".md-header", '[data-md-color-scheme="slate"]', ".ut-badge"))
    assert "{%" not in styles
