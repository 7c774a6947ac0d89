"""The theme's search finds what is generated, too."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.fixture(scope="module")
def known(site: Path, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """A paper that has an arXiv id and introduces a method, as its data tell it."""
    papers = dict.fromkeys(row["paper"] for row in rows)
    told = (json.loads((site / "papers" / f"{paper}.json").read_text(encoding="utf-8")) for paper in papers)
    found: dict[str, Any] = next(paper for paper in told if paper["links"]["arxiv"] and paper["proposes"]["methods"])
    return found


def search(page: Page, text: str) -> Locator:
    """Type text into the search on a page deep in the site, and give the results' links."""
    page.goto("rules/index.html")
    field = page.get_by_role("textbox", name="Search")
    field.press_sequentially(text)
    links = page.locator(".md-search-result__item a")
    expect(links.first).to_be_visible()
    return links


def addresses(links: Locator) -> list[str]:
    """What links lead to, without the words to mark."""
    found: list[str] = links.evaluate_all("links => links.map((link) => link.href.split('?')[0])")
    return found


def test_paper_is_found_by_its_arxiv_id(page: Page, known: dict[str, Any]) -> None:
    """The first result for an arXiv id is the paper, and leads to its page."""
    links = search(page, known["links"]["arxiv"])
    assert addresses(links)[0].endswith(f"/papers/{known['id']}.html")
    links.first.click()
    page.wait_for_url(re.compile(rf"/papers/{known['id']}\.html"))
    expect(page.locator("article h1")).to_have_text(known["title"])


def test_paper_and_method_are_found_by_the_method(page: Page, known: dict[str, Any]) -> None:
    """The name of a method finds the page of the method and the paper that introduces it."""
    method = known["proposes"]["methods"][0]
    found = addresses(search(page, method["name"]))
    assert [address for address in found if address.endswith(f"/methods/{method['id']}.html")]
    assert [address for address in found if address.endswith(f"/papers/{known['id']}.html")]


@pytest.mark.parametrize(("text", "path"), [("REF201", "rules/REF201.html"), ("membership inference attack", "metrics/")])
def test_rules_and_terms_are_found(page: Page, text: str, path: str) -> None:
    """A code finds its rule, the name of a metric its page."""
    assert [address for address in addresses(search(page, text)) if f"/{path}" in address]


def test_hand_written_pages_are_found(page: Page) -> None:
    """What people wrote is found beside what is generated."""
    assert [address for address in addresses(search(page, "coding guide")) if "/coding.html" in address]


def test_index_waits_for_a_search(page: Page) -> None:
    """A reader who does not search does not load the index, which is larger than most pages."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("rules/index.html")
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if "search_index" in url]
    page.get_by_role("textbox", name="Search").focus()
    expect(page.locator(".md-search-result__meta")).to_have_text("Type to start searching")
    assert [url for url in asked if "search_index" in url]
