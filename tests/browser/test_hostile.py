"""A site made of entries that are full of attacks, in a browser: nothing runs, nothing is fetched, everything is shown."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from taxonomy.cli.build import build_site
from tests.browser.conftest import FOLDER, Visitor, served
from tests.invented import folder_of
from tests.test_rendering import HOSTILE_URL, hostile, spoken

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

PATHS = ["papers/ada2024study.html", "papers/index.html", "methods/scrubber.html", "metrics/trace-score.html", "contribute.html"]


@pytest.fixture(scope="module")
def site_of_attacks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site that is built of one hostile entry and a hostile register."""
    host = tmp_path_factory.mktemp("attacked")
    told = json.loads(json.dumps(spoken(hostile, HOSTILE_URL)))
    for term in (*told["proposes"]["metrics"], *told["proposes"]["datasets"]):
        term["sources"] = []
    record = "@misc{nobody1999unknown, title = {<script>alert(1)</script>}, author = {Ada Example}, year = {1999}}\n"
    build_site(folder_of(host / "entries", told, register=record), host / FOLDER)
    return host / FOLDER


@pytest.fixture(scope="module")
def attacked(browser: Browser, site_of_attacks: Path) -> Iterator[Visitor]:
    """A visitor of that site."""
    with served(site_of_attacks.parents[1]) as address:
        yield Visitor(browser, address)


@pytest.fixture
def page(attacked: Visitor) -> Iterator[Page]:
    """An empty page of that site; the test fails if a script of an entry runs or an address of an entry is fetched."""
    yield attacked.open()
    assert attacked.leave() == []


@pytest.mark.parametrize("path", PATHS)
def test_attacks_are_shown_and_do_not_run(page: Page, path: str) -> None:
    """No script of an entry runs, and no element of it is there."""
    page.goto(path)
    for handle in page.locator("[tabindex], a, input, summary").all()[:40]:
        handle.focus()
    assert page.locator(".md-content svg[onload], .md-content img, [onfocus], [autofocus], [onmouseover]").count() == 0
    assert "<script>alert(1)</script>" in page.locator(".md-content").inner_text()


def test_title_is_shown_letter_by_letter(page: Page) -> None:
    """Tab and heading show the title as the entry writes it, marks of the shells and all."""
    page.goto("papers/ada2024study.html")
    expect(page.locator("h1")).to_have_text(hostile("title"))
    assert page.title() == f"{hostile('title')} - Unlearning taxonomy"


def test_graph_of_attacks_is_drawn(page: Page) -> None:
    """The graph shows hostile names as labels."""
    page.goto("papers/ada2024study.html")
    page.locator("[data-graph]").scroll_into_view_if_needed()
    page.wait_for_selector("[data-drawn]")


def test_search_shows_attacks_as_text(page: Page) -> None:
    """The search finds hostile titles and shows them as text."""
    page.goto("index.html")
    page.locator("#search").press_sequentially("onfocus")
    results = page.get_by_role("option")
    expect(results.first).to_be_visible()
    assert "<script>alert(1)</script>" in results.first.inner_text()
    assert results.locator("img, script, [onload], [autofocus]").count() == 0


def test_table_of_attacks_is_searched(page: Page) -> None:
    """The table of settings finds a hostile row by its text."""
    page.goto("papers/index.html")
    page.locator("#facets").get_by_role("searchbox").fill("<script>alert(1)</script>")
    expect(page.locator("#shown")).to_have_text("1 of 1 settings")


def test_source_without_an_entry_is_text(attacked: Visitor, page: Page) -> None:
    """A work of the register stands on the wanted list as text."""
    page.goto("contribute.html")
    expect(page.locator("h2#works + p + ul li").first).to_contain_text("<script>alert(1)</script>")
    assert attacked.address in page.url


def test_script_in_the_content_would_not_run(attacked: Visitor, page: Page, site_of_attacks: Path) -> None:
    """Even if a text of an entry became a script, a handler, a base address or a frame, the page's policy would stop it."""
    page.goto("papers/ada2024study.html")
    assert page.locator("meta[http-equiv='Content-Security-Policy']").count() == 1
    html = (site_of_attacks / "papers" / "ada2024study.html").read_text(encoding="utf-8")
    slipped = (
        "<h1>Slipped</h1><script>document.title = 'owned'</script><img src='data:,' onerror=\"document.title = 'owned'\">"
        "<a id='slipped' href=\"javascript:document.title = 'owned'\">x</a><base href='https://base.invalid/'>"
        "<script src='data:text/javascript,document.title=%22owned%22'></script>"
        "<iframe srcdoc='<script>top.document.title=1</script>'></iframe>"
        "<style>h1 { display: none }</style>"
    )
    (site_of_attacks / "papers" / "slipped.html").write_text(html.replace("<h1>", f"{slipped}<h1>", 1), encoding="utf-8")
    page.goto("papers/slipped.html")
    page.locator("#slipped").click()
    expect(page.get_by_role("heading", name="Slipped")).to_be_visible()
    assert page.title() == f"{hostile('title')} - Unlearning taxonomy"
    assert page.evaluate("document.baseURI").startswith(attacked.address)
    refused = [fault for fault in attacked.leave() if "Content Security Policy" in fault]
    assert len(refused) >= 5, refused
