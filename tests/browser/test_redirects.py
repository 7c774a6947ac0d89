"""Addresses by arXiv id and by former ids lead to the page of the paper."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def test_arxiv_id_leads_to_the_paper(page: Page, site: Path) -> None:
    """The address of an arXiv id opens the page of its paper, wherever the site stands."""
    name = min(path.name for path in (site / "arxiv").iterdir())
    page.goto(f"arxiv/{name}/")
    page.wait_for_url("**/papers/*.html")
    expect(page.locator(f".ut-byline a[href='https://arxiv.org/abs/{name}']")).to_be_visible()
