"""Home and mismatches: what they offer leads to where they say."""

from __future__ import annotations

import json
import re
from collections import Counter
from html import unescape
from itertools import chain
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Opens

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

CELL = re.compile(r'<td[^>]*><a href="(papers/index\.html\?[^"]*)">(\d+)')
Rows = list[dict[str, Any]]


def shown(page: Page) -> int:
    """How many rows the table of settings says that it holds."""
    page.wait_for_selector("#facets:not([hidden])")
    return int(page.locator("#shown").inner_text().partition(" ")[0])


def facets_of(site: Path) -> list[dict[str, list[str]]]:
    """What each row of the table can be found by, read from the columns beside it."""
    told = json.loads((site / "papers" / "index.rows.json").read_text(encoding="utf-8"))
    columns = {name: [[facet["values"][number] for number in row] for row in facet["rows"]] for name, facet in told["facets"].items()}
    for name, rule in told["follows"].items():
        columns[name] = [[rule["values"].get(value, "none") for value in row] for row in columns[rule["from"]]]
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def test_look_up_leads_to_the_filtered_table(page: Page, rows: Rows) -> None:
    """What is typed on the home page and sent with Enter filters the table of settings."""
    page.goto("index.html")
    field = page.get_by_label("Look up a paper")
    field.fill(rows[0]["paper"])
    field.press("Enter")
    page.wait_for_url(f"**/papers/index.html?text={rows[0]['paper']}")
    assert shown(page) == sum(row["paper"] == rows[0]["paper"] for row in rows)
    expect(page.locator("#facets").get_by_role("searchbox")).to_have_value(rows[0]["paper"])


def test_look_up_works_without_javascript(opens: Opens, rows: Rows) -> None:
    """Without JavaScript the look-up still leads to the table, whose first rows stand there and which leads to all of them."""
    page = opens(java_script_enabled=False)
    page.goto("index.html")
    page.get_by_label("Look up a paper").fill("20")
    page.get_by_role("button", name="Look up").click()
    page.wait_for_url("**/papers/index.html?text=20")
    page.get_by_role("link", name=f"All {len(rows)} settings on one page").click()
    assert page.locator("tbody tr").count() == len(rows)


def test_doors_lead_inside(page: Page) -> None:
    """The three doors of the home page lead to the table, the notions and how to contribute."""
    page.goto("index.html")
    doors = page.locator(".ut-doors a").evaluate_all("links => links.map((link) => link.getAttribute('href'))")
    assert doors == ["papers/index.html", "classify.html", "contribute.html"]
    page.locator(".ut-doors a").nth(1).click()
    expect(page.locator("h1")).to_have_text("Classify yours")


def test_home_counts_are_those_of_the_data(page: Page, rows: Rows) -> None:
    """The counts in words are those of the settings that the data tell of."""
    page.goto("index.html")
    text = page.locator(".ut-counts").inner_text()
    counted = Counter(row["intended"] for row in rows) | Counter(row["agreement"] for row in rows)
    assert {word: int(number) for word, number in re.findall(r"([a-z-]+)\s+(\d+)", text) if word in counted} == counted
    assert f"{len(rows)} settings" in text


def test_every_cell_counts_the_rows_that_its_link_shows(site: Path) -> None:
    """The filter that a cell of a matrix links to admits exactly as many rows of the table as the cell says."""
    facets = facets_of(site)
    cells = [CELL.findall((site / name).read_text(encoding="utf-8")) for name in ("mismatches.html", "index.html")]
    assert facets
    assert all(cells)
    for link, count in chain.from_iterable(cells):
        asked = parse_qsl(urlsplit(unescape(link)).query)
        admitted = [row for row in facets if all(value in row[name] for name, value in asked)]
        assert len(admitted) == int(count), link


@pytest.mark.parametrize("matrix", ["reference", "metric", "baseline"])
def test_cell_leads_to_its_rows(page: Page, matrix: str) -> None:
    """A click on a cell of a matrix shows as many rows as the cell says, and back leads to the matrix."""
    page.goto("mismatches.html")
    cell = page.locator(f"h2#{matrix} + .ut-scroll td a").first
    count = int(re.findall(r"\d+", cell.inner_text())[0])
    cell.click()
    page.wait_for_url("**/papers/index.html?*")
    assert shown(page) == count
    page.go_back()
    expect(page.locator("h1")).to_have_text("Mismatches")


def test_mismatches_are_counted_alike(page: Page, site: Path) -> None:
    """The number in the heading, the rows of the list and the data beside the page agree."""
    page.goto("mismatches.html")
    flags = json.loads((site / "mismatches.json").read_text(encoding="utf-8"))["flags"]
    expect(page.locator("h2#list")).to_have_text(re.compile(rf"\({len(flags)}\)"))
    expect(page.locator("h2#list ~ .ut-scroll tbody tr")).to_have_count(len(flags))


def test_rules_lead_to_their_settings(page: Page) -> None:
    """Home and the list of mismatches name the rules, and the number beside each leads to as many settings at most."""
    for place, link in (("index.html", "#mismatches + ul a[href*='flag=']"), ("mismatches.html", "h2#list ~ p a[href*='flag=']")):
        page.goto(place)
        code = (page.locator(link).first.get_attribute("href") or "").partition("flag=")[2]
        page.locator(link).first.click()
        page.wait_for_url(f"**/papers/index.html?flag={code}")
        assert shown(page) > 0
        assert page.locator("#settings tbody tr").first.get_by_text(code).count() == 1
