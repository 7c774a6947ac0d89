"""The page of a paper: the first screen answers what matters, and its neighbourhood is drawn and told."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import DESK, Opens

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

MOST_NODES = 60
NODES = """
(holder) => {
  const corner = holder.getBoundingClientRect();
  return holder._cyreg.cy.nodes().map((node) => ({
    kind: node.data("kind"),
    href: node.data("href"),
    x: corner.left + node.renderedPosition("x"),
    y: corner.top + node.renderedPosition("y"),
  }));
}
"""
"""The nodes of a drawn graph, with their places on the screen."""

FIRST_ROWS = """
async (papers) => {
  const seen = {};
  for (const paper of papers) {
    const html = await (await fetch(`${paper}.html`)).text();
    const content = new DOMParser().parseFromString(html, "text/html").querySelector(".md-content");
    document.querySelector(".md-content").replaceWith(document.adoptNode(content));
    const row = document.querySelector(".ut-overview tbody tr");
    seen[paper] = { cells: [...row.cells].map((cell) => cell.innerText.trim()), bottom: row.getBoundingClientRect().bottom };
  }
  return seen;
}
"""
"""The first setting of every paper, laid out in one page after the other: what its cells say and where it ends."""


@pytest.fixture(scope="module")
def papers(rows: list[dict[str, Any]]) -> list[str]:
    """Every paper that has a setting."""
    return list(dict.fromkeys(row["paper"] for row in rows))


@pytest.fixture
def drawn(page: Page, site: Path, papers: list[str]) -> Page:
    """The page of the paper that touches most, scrolled to its graph once that is drawn."""
    largest = max(papers, key=lambda paper: (site / "papers" / f"{paper}.html").stat().st_size)
    page.goto(f"papers/{largest}.html")
    graph(page).scroll_into_view_if_needed()
    page.wait_for_selector("[data-drawn]")
    return page


def graph(page: Page) -> Locator:
    """What the graph is drawn in."""
    return page.locator("[data-graph]")


EDGES = """
(holder) => holder._cyreg.cy.edges().map((edge) => [edge.source().data("name"), edge.data("kind"), edge.target().data("name")])
"""
"""The edges of a drawn graph, by the names of what they join."""


def test_first_screen_answers(page: Page, papers: list[str]) -> None:
    """Without scrolling a reader sees the first setting's notion, why, what is mismatched, and what to do instead."""
    page.goto(f"papers/{papers[0]}.html")
    seen: dict[str, dict[str, Any]] = page.evaluate(FIRST_ROWS, papers)
    assert list(seen) == papers
    for paper, first in seen.items():
        _, verdict, why, mismatched = first["cells"]
        assert verdict.startswith("intends"), paper
        assert why.endswith("."), paper
        assert ("Instead:" in mismatched) != (mismatched == "No mismatch or gap."), paper
    assert {paper: first["bottom"] for paper, first in seen.items() if first["bottom"] > DESK["height"]} == {}


def test_first_screen_says_what_the_data_say(page: Page, rows: list[dict[str, Any]]) -> None:
    """The notion, the evaluated notion and the agreement of every setting are those of the data beside the page."""
    paper = rows[0]["paper"]
    page.goto(f"papers/{paper}.html")
    shown = page.locator(".ut-overview td.ut-verdict").evaluate_all("cells => cells.map((cell) => cell.textContent)")
    for row, text in zip((row for row in rows if row["paper"] == paper), shown, strict=True):
        words = re.findall(r"[a-z]+(?:-[a-z]+)*", text)
        assert words == ["intends", row["intended"], "evaluated", "as", row["evaluated"], row["agreement"]]


def test_settings_are_reached_by_their_anchor(page: Page, rows: list[dict[str, Any]]) -> None:
    """The link of a setting in the overview leads to the setting, which then stands on the screen."""
    row = rows[1]
    page.goto(f"papers/{row['paper']}.html")
    page.locator(f".ut-overview a[href='#{row['setting']}']").click()
    expect(page).to_have_url(re.compile(f"#{row['setting']}$"))
    expect(page.locator(f"h2#{row['setting']}")).to_be_in_viewport()


def test_graph_is_small_and_complete(drawn: Page) -> None:
    """The graph draws at most sixty nodes, and everything that the table below it links."""
    links = drawn.locator("#_neighbourhood-data a").evaluate_all("links => links.map((link) => link.href)")
    assert int(graph(drawn).get_attribute("data-drawn") or 0) == len(set(links))
    assert 0 < len(set(links)) <= MOST_NODES


def test_graph_is_drawn_when_it_is_reached(page: Page, papers: list[str]) -> None:
    """The library that draws is fetched only once the reader comes near the graph, and the space for it is kept."""
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url.rpartition("/")[2]))
    page.set_viewport_size({"width": 1280, "height": 400})
    page.goto(f"papers/{papers[0]}.html")
    page.wait_for_load_state("networkidle")
    assert "cytoscape.js" not in fetched
    graph(page).scroll_into_view_if_needed()
    page.wait_for_selector("[data-drawn]")
    assert fetched.count("cytoscape.js") == 1


def test_table_beside_the_graph_holds_the_same_facts(drawn: Page) -> None:
    """Folded below the graph stands a table of all edges: from, kind, and everything to which such edges lead, all by name."""
    edges = list(map(tuple, graph(drawn).evaluate(EDGES)))
    summary = drawn.get_by_text(re.compile(r"^The same as a table \(\d+\)$"))
    summary.click()
    table = drawn.locator("details[open] table").last
    expect(table).to_be_visible()
    rows = table.locator("tbody tr").evaluate_all(
        """rows => rows.flatMap((row) => [...row.cells[2].children].map((head) =>
             [row.cells[0].textContent.trim(), row.cells[1].textContent.trim(), head.textContent.trim()]))"""
    )
    assert sorted(map(tuple, rows)) == sorted(edges)
    assert summary.inner_text().endswith(f"({len(rows)})")


def test_nodes_lead_to_their_pages(drawn: Page) -> None:
    """A click on a node opens the page that its data name."""
    nodes = graph(drawn).evaluate(NODES)
    node = next(node for node in nodes if node["kind"] == "metric")
    drawn.mouse.click(node["x"], node["y"])
    drawn.wait_for_url(f"**/{node['href']}")
    expect(drawn.locator("h1")).to_be_visible()


def test_graph_stands_within_its_frame(drawn: Page) -> None:
    """No node is drawn outside the frame, and no two of them at one place."""
    box = graph(drawn).bounding_box()
    assert box is not None
    nodes = graph(drawn).evaluate(NODES)
    outside = [node["href"] for node in nodes if not (0 < node["x"] - box["x"] < box["width"] and 0 < node["y"] - box["y"] < box["height"])]
    assert outside == []
    assert len({(round(node["x"]), round(node["y"])) for node in nodes}) == len(nodes)


def test_wheel_over_the_graph_scrolls_the_page(drawn: Page) -> None:
    """The graph does not catch the wheel of a reader who only passes by."""
    box = graph(drawn).bounding_box()
    assert box is not None
    before = drawn.evaluate("scrollY")
    drawn.mouse.move(box["x"] + box["width"] / 2, max(box["y"], 0) + 50)
    drawn.mouse.wheel(0, -200)
    drawn.wait_for_function("before => scrollY < before", arg=before)


def test_paper_without_javascript(opens: Opens, papers: list[str]) -> None:
    """Without JavaScript the page tells everything; no empty frame stands for the graph, and the table is there."""
    page = opens(java_script_enabled=False)
    page.goto(f"papers/{papers[0]}.html")
    expect(page.locator(".ut-overview")).to_be_visible()
    expect(graph(page)).to_be_hidden()
    page.get_by_text(re.compile(r"^The same as a table")).click()
    expect(page.locator("details[open] table tbody tr").first).to_be_visible()


SUFFIXES = {"json": "JSON", "bib": "BibTeX", "yaml": "YAML", "ris": "RIS", "csl.json": "CSL-JSON"}


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_data_lie_beside_the_page(page: Page, site: Path, papers: list[str], suffix: str) -> None:
    """The page links its data in every format, and they speak of this paper."""
    page.goto(f"papers/{papers[0]}.html")
    link = page.locator(".ut-data").get_by_role("link", name=SUFFIXES[suffix], exact=True)
    assert link.get_attribute("href") == f"{papers[0]}.{suffix}"
    assert papers[0] in (site / "papers" / f"{papers[0]}.{suffix}").read_text(encoding="utf-8")
