"""Citing a paper and answering its entry: texts that can be copied, files beside the page, and links that are filled in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from taxonomy.errors import REPOSITORY_URL
from tests.browser.conftest import Opens

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.fixture(scope="module")
def paper(rows: list[dict[str, Any]]) -> str:
    """A paper whose first setting is flagged."""
    found: str = next(row["paper"] for row in rows if row["flags"])
    return found


def opened(page: Page, paper: str) -> Page:
    """The page of a paper with the citations of the paper unfolded by the link in its byline."""
    page.goto(f"papers/{paper}.html")
    page.locator(".ut-byline").get_by_role("link", name="Cite").click()
    expect(page.locator("#_cite-paper")).to_be_visible()
    return page


@pytest.mark.parametrize(("name", "suffix"), [("BibTeX", "bib"), ("RIS", "ris"), ("CSL-JSON", "csl.json")])
def test_citations_are_copied_as_their_files_are(opens: Opens, site: Path, paper: str, name: str, suffix: str) -> None:
    """A button copies a citation, says so, and what is copied is what the file beside the page holds."""
    page = opened(opens(permissions=["clipboard-read", "clipboard-write"]), paper)
    page.locator("#_cite-paper").get_by_role("button", name=f"Copy {name}", exact=True).click()
    expect(page.locator("#_cite-paper [role=status]", has_text="Copied")).to_be_visible()
    held = (site / "papers" / f"{paper}.{suffix}").read_text(encoding="utf-8")
    assert page.evaluate("navigator.clipboard.readText()") == held.strip()
    assert page.locator("#_cite-paper").get_by_role("link", name=f"{paper}.{suffix}").get_attribute("href") == f"{paper}.{suffix}"


def test_copying_falls_back(page: Page, paper: str) -> None:
    """Where scripts may not write to the clipboard, the text is selected and copied in the old way."""
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    opened(page, paper)
    page.locator("#_cite-paper").get_by_role("button", name="Copy Text").click()
    expect(page.locator("#_cite-paper [role=status]").last).to_have_text("Copied")
    assert page.evaluate("getSelection().toString()").strip() == page.locator("#_cite-paper [data-copy=Text]").inner_text().strip()


def test_entry_is_cited_apart(page: Page, paper: str) -> None:
    """The citation of our entry names the edition and the page of the paper."""
    page.goto(f"papers/{paper}.html")
    page.get_by_text("Cite this entry").click()
    text = page.locator("#_cite-own [data-copy=BibTeX]").inner_text()
    assert "Unlearning taxonomy, edition" in text
    assert f"papers/{paper}.html" in text


def test_citations_stand_without_javascript(opens: Opens, paper: str) -> None:
    """Without JavaScript the citations unfold and have no button that would do nothing."""
    page = opens(java_script_enabled=False)
    page.goto(f"papers/{paper}.html")
    page.get_by_text("Cite the paper").click()
    expect(page.locator("#_cite-paper [data-copy=RIS]")).to_be_visible()
    expect(page.locator("#_cite-paper button")).to_have_count(0)


def test_answers_are_filled_in(page: Page, paper: str, rows: list[dict[str, Any]]) -> None:
    """Edit leads to the entry's file, report and reply to new issues that name paper, setting and rule."""
    page.goto(f"papers/{paper}.html")
    edit = page.get_by_role("link", name="Edit the entry").get_attribute("href") or ""
    assert edit == f"{REPOSITORY_URL}/edit/main/entries/papers/{paper}.yaml"
    report = page.get_by_role("link", name="report an error").get_attribute("href") or ""
    assert paper in parse_qs(urlsplit(report).query)["title"][0]
    titles = [
        parse_qs(urlsplit(link.get_attribute("href") or "").query)["title"][0]
        for link in page.get_by_role("link", name="Reply to this flag").all()
    ]
    flagged = [f"{row['paper']}/{row['setting']}: reply to {code}" for row in rows if row["paper"] == paper for code in row["flags"]]
    assert set(flagged) <= set(titles)


def test_programs_find_the_paper_on_its_page(page: Page, paper: str, site: Path) -> None:
    """JSON-LD and COinS name the paper; no tag claims that the page hosts it; previews show title and description."""
    page.goto(f"papers/{paper}.html")
    title = json.loads((site / "papers" / f"{paper}.json").read_text(encoding="utf-8"))["title"]
    about = json.loads(page.locator("script[type='application/ld+json']").text_content() or "")
    assert (about["@type"], about["headline"]) == ("ScholarlyArticle", title)
    assert parse_qs(page.locator(".Z3988").get_attribute("title") or "")["rft.atitle"] == [title]
    assert page.locator("meta[name^=citation_]").count() == 0
    assert page.locator("meta[property='og:title']").get_attribute("content") == title
    assert page.locator("meta[property='og:description']").get_attribute("content")
