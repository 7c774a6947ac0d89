"""What every page shares: few requests, the choice of light or dark, and a search that comes when it is asked for."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Opens, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

MOST_REQUESTS = 6
LATER = ("/javascripts/", "search", "sitemap")
"""What only a search needs."""
THEME = ("stylesheets/main.*.css", "stylesheets/palette.*.css", "site.css")
"""The style sheets of which a page gets what it can use, in their order."""
LOOKS = """
() => {
  const kinds = ["background", "border", "box", "clip", "color", "cursor", "display", "fill", "font", "line", "list", "mask",
    "opacity", "overflow", "position", "stroke", "text", "visibility", "white", "z-"];
  const named = [...getComputedStyle(document.body)];
  const properties = named.filter((name) => name === "content" || kinds.some((kind) => name.startsWith(kind)));
  return [...document.querySelectorAll("body, body *")].flatMap((element) => ["", "::before", "::after"].map((part) => {
    const style = getComputedStyle(element, part);
    if (part && style.content === "none") return "";
    const { x, y, width, height } = element.getBoundingClientRect();
    return [element.className, part, x, y, width, height, ...properties.map((name) => style.getPropertyValue(name))].join("|");
  }));
}
"""
"""For every element and what stands before and after it, its place and what decides how it looks."""


@pytest.mark.parametrize("path", ["index.html", "papers/index.html", "papers/fan2024salun.html", "rules/MET301.html"])
def test_page_asks_for_little(opens: Opens, path: str) -> None:
    """Whoever only reads a page makes few requests, none of them for the search, for a script of the theme's or for a list of all pages."""
    page = opens(color_scheme="light")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(path)
    page.wait_for_load_state("networkidle")
    fetched = [url for url in asked if not url.startswith("data:")]
    assert 0 < len(fetched) <= MOST_REQUESTS, fetched
    assert not [url for url in fetched if any(part in url for part in LATER)]


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


def test_search_that_failed_is_asked_for_again(opens: Opens, visitor: Visitor) -> None:
    """Where the script of the search does not arrive, the next letter asks for it again."""
    page = opens()
    page.route("**/assets/search.js", lambda route: route.abort())
    page.goto("rules/index.html")
    with page.expect_console_message():
        page.locator("#search").focus()
    assert visitor.faults == ["console: Failed to load resource: net::ERR_FAILED"]
    visitor.faults.clear()
    page.unroute("**/assets/search.js")
    page.keyboard.type("REF201")
    expect(page.get_by_role("option").first).to_contain_text("REF201")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("path", ["index.html", "papers/fan2024salun.html", "classify.html", "shell.html"])
def test_styles_that_were_left_out_style_nothing(opens: Opens, site: Path, path: str, width: int, scheme: Literal["light", "dark"]) -> None:
    """Every element of a page stands where it does, and as it does, with everything that the theme holds."""
    looks = []
    whole = b"".join(one.read_bytes() for part in THEME for one in (site / "assets").glob(part))
    for sheet in (None, whole):
        page = opens(color_scheme=scheme, viewport={"width": width, "height": 900}, reduced_motion="reduce")
        if sheet:
            page.route("**/assets/all.css", lambda route: route.fulfill(body=whole, content_type="text/css"))
        page.goto(path, wait_until="networkidle")
        count = 0
        while count != (count := page.locator("*").count()):  # a script may still be drawing
            page.wait_for_timeout(700)
        looks.append(page.evaluate(LOOKS))
    assert len(looks[0]) == len(looks[1])
    assert [pair for pair in zip(*looks, strict=True) if pair[0] != pair[1]] == []
    assert len(whole) > 2 * (site / "assets" / "all.css").stat().st_size
