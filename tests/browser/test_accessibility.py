"""Every kind of page by axe-core: no violation of WCAG 2.2 AA, on a desk and on a phone, by light and in the dark."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Opens
from tests.browser.test_every_page import SIZES, kinds

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

VENDOR = Path(__file__).parent / "vendor"
AXE = VENDOR / "axe.min.js"
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RUN = """
async (levels) => {
  const still = new CSSStyleSheet();  // a colour that is on its way to another is neither
  still.replaceSync("* { transition: none !important; animation: none !important }");
  document.adoptedStyleSheets.push(still);
  for (const details of document.querySelectorAll("details")) details.open = true;
  const found = await axe.run(document, { runOnly: { type: "tag", values: levels }, resultTypes: ["violations"] });
  const told = (node) => `${node.target.join(" ")}: ${node.any[0]?.message ?? ""}`;
  return found.violations.flatMap(({ id, nodes }) => nodes.slice(0, 3).map((node) => `${id} (${nodes.length}): ${told(node)}`));
}
"""
"""Runs the rules and tells the first places of each violation; what is folded is unfolded before."""


@pytest.mark.parametrize(
    ("size", "scheme"),
    [
        ("desk", "light"),
        ("phone", "dark"),
        pytest.param("desk", "dark", marks=pytest.mark.slow),
        pytest.param("phone", "light", marks=pytest.mark.slow),
    ],
)
def test_no_page_violates_the_guidelines(opens: Opens, site: Path, size: str, scheme: Literal["light", "dark"]) -> None:
    """Axe finds nothing on the largest page of every kind, with everything on it unfolded."""
    page = opens(viewport=SIZES[size], color_scheme=scheme)
    source = AXE.read_text(encoding="utf-8")
    faults = []
    for path in kinds(site):
        page.goto(path)
        page.evaluate(source)
        faults += [f"{path}: {fault}" for fault in page.evaluate(RUN, LEVELS)]
    assert faults == []


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_open_search_does_not_violate_the_guidelines(opens: Opens, size: str) -> None:
    """Axe finds nothing while the search is open with more below it than its list can show at once."""
    page = opens(viewport={**SIZES[size], "height": 400})
    page.goto("rules/index.html")
    page.keyboard.press("/")
    page.keyboard.type("unlearning")
    expect(page.get_by_role("option").last).to_be_attached()
    assert page.locator(".md-search__scrollwrap").evaluate("list => list.scrollHeight > list.clientHeight + 100")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    assert page.evaluate(RUN, LEVELS) == []


def test_the_vendored_file_is_what_the_manifest_says() -> None:
    """Name, version, licence and hash of what the tests load stand beside it."""
    (told,) = json.loads((VENDOR / "manifest.json").read_text(encoding="utf-8"))
    assert hashlib.sha256(AXE.read_bytes()).hexdigest() == told["sha256"]
    assert f"axe v{told['version']}" in AXE.read_text(encoding="utf-8")[:100]
    assert (VENDOR / told["licence_file"]).is_file()
