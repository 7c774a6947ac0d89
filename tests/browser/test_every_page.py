"""One page of every kind, the largest: on a desk and on a phone, by light and in the dark."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, Opens

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

PHONE = {"width": 390, "height": 844}
SIZES = {"desk": DESK, "phone": PHONE}
LOW_CONTRAST = """
() => {
  const numbers = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const part = (value) => (value /= 255) <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  const light = ([red, green, blue]) => 0.2126 * part(red) + 0.7152 * part(green) + 0.0722 * part(blue);
  const over = (top, below) => { const alpha = top[3] ?? 1; return [0, 1, 2].map((i) => top[i] * alpha + below[i] * (1 - alpha)); };
  const behind = (element) => {
    const layers = [];
    for (let each = element; each; each = each.parentElement) layers.push(numbers(getComputedStyle(each).backgroundColor));
    return layers.reverse().reduce((below, top) => over(top, below), [255, 255, 255]);
  };
  const still = new CSSStyleSheet();  // the page's policy lets no element of style in
  still.replaceSync("* { transition: none !important }");
  document.adoptedStyleSheets.push(still);
  const faint = new Set();
  for (const element of document.querySelectorAll(".md-content [class*='ut-'], .md-content [class*='ut-'] *")) {
    const told = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
    const box = element.getBoundingClientRect();
    if (!told || !box.width || element.closest("[aria-hidden], .ut-zero, svg")) continue;
    const ground = behind(element);
    const [high, low] = [light(over(numbers(getComputedStyle(element).color), ground)), light(ground)].sort((a, b) => b - a);
    const ratio = (high + 0.05) / (low + 0.05);
    if (ratio < 4.5) faint.add(`${element.tagName} in .${element.closest("[class*='ut-']").className}: ${ratio.toFixed(1)}`);
  }
  document.adoptedStyleSheets.pop();
  return [...faint];
}
"""
"""Text of ours that stands out too little from what is behind it (WCAG 2, 4.5 : 1)."""


def kinds(site: Path) -> Iterator[str]:
    """Every page at the top, the indexes of sections, and of every sort of page below them the largest."""
    yield from sorted(path.name for path in site.glob("*.html") if path.name != "404.html")
    yield from ("papers/index.html", "notions/index.html", "metrics/index.html", "rules/index.html")
    for sort in ("papers/*[0-9]*", "notions/un*", "metrics/*-*", "methods/*-*", "rules/[!D]*[0-9]", "rules/DOC*"):
        largest = max(site.glob(f"{sort}.html"), key=lambda path: path.stat().st_size)
        yield largest.relative_to(site).as_posix()


def overflow(page: Page) -> int:
    """By how many pixels a page is wider than the screen."""
    found: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return found


def faint(page: Page, scheme: Literal["light", "dark"]) -> list[str]:
    """Texts that are hard to read in the colours that the page takes when the system turns light or dark."""
    page.emulate_media(color_scheme=scheme)
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", {"light": "default", "dark": "slate"}[scheme])
    return [f"{scheme}: {text}" for text in page.evaluate(LOW_CONTRAST)]


@pytest.mark.parametrize("size", SIZES)
def test_pages_of_every_kind(opens: Opens, site: Path, size: str) -> None:
    """Pages fit the screen, follow the system's colours, can be read in them, and meet no error, failed answer or other host."""
    page = opens(viewport=SIZES[size], color_scheme="dark")
    faults = []
    for path in kinds(site):
        page.goto(path)
        faults += [f"{path}: {overflow(page)} px too wide"] if overflow(page) > 0 else []
        faults += [f"{path}: {text}" for text in (*faint(page, "dark"), *faint(page, "light"))]
        page.emulate_media(color_scheme="dark")
    assert faults == []


def test_page_for_unknown_addresses_helps_on(site: Path) -> None:
    """Hosts find a page to show for an unknown address, which says what is wrong and offers ways on; its addresses start at the root."""
    html = (site / "404.html").read_text(encoding="utf-8")
    assert "<h1>Nothing stands at this address</h1>" in html
    assert 'action="/papers/index.html"' in html
    assert html.count('<a href="/') > 4


def test_tables_stack_on_a_phone(opens: Opens) -> None:
    """On a phone the cells of long tables stand below each other, each with its name, and nothing scrolls sideways."""
    page = opens(viewport=PHONE)
    for path in ("metrics/forget-set-accuracy.html", "wordings.html", "methods/index.html", "rules/index.html"):
        page.goto(path)
        for table in page.locator(".ut-stack").all():
            assert table.evaluate("table => table.scrollWidth <= table.parentElement.clientWidth"), path
        cell = page.locator(".ut-stack td[data-label]").nth(1)
        assert cell.evaluate("cell => getComputedStyle(cell, '::before').content") == f'"{cell.get_attribute("data-label")}"'
