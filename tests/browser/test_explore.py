"""The network of comparisons: drawn, filtered, told as a table, and led on from."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Opens

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

NODES = """
(holder) => {
  const { left, top } = holder.getBoundingClientRect();
  return holder.network.places().map(({ id, kind, colour, place: [x, y] }) =>
    ({ id, home: kind, colour, x: left + holder.clientLeft + x, y: top + holder.clientTop + y }));
}
"""
"""The nodes that are shown, with their places on the screen."""


@pytest.fixture(scope="module")
def told(site: Path) -> dict[str, list[dict[str, Any]]]:
    """What the data beside the page tell."""
    found: dict[str, list[dict[str, Any]]] = json.loads((site / "explore.json").read_text(encoding="utf-8"))
    return found


def explore(page: Page, query: str = "") -> Page:
    """The page once the network is drawn."""
    page.goto(f"explore.html{query}")
    page.wait_for_selector("[data-drawn]")
    return page


def nodes(page: Page) -> list[dict[str, Any]]:
    """The nodes that are shown."""
    found: list[dict[str, Any]] = page.locator("#network").evaluate(NODES)
    return found


def shown(page: Page) -> list[tuple[str, str]]:
    """The comparisons that the table shows; all of them are asked for."""
    page.locator("#more").evaluate("button => { while (!button.hidden) button.click(); }")
    told = "rows => rows.map(({ dataset: { method, other } }) => [method, other])"
    return [(method, other) for method, other in page.locator("#comparisons tbody tr:visible").evaluate_all(told)]


def passing(told: dict[str, list[dict[str, Any]]], homes: set[str], least: int = 1) -> set[tuple[str, str]]:
    """The comparisons whose methods both pass filters."""
    admitted = {method["id"] for method in told["methods"] if (not homes or method["home"] in homes) and method["comparisons"] >= least}
    return {(each["method"], each["other"]) for each in told["comparisons"] if {each["method"], each["other"]} <= admitted}


def test_network_draws_what_the_table_tells(page: Page, told: dict[str, list[dict[str, Any]]]) -> None:
    """Every method of the data is drawn once, at a place of its own within the frame, and every comparison is a row."""
    explore(page)
    drawn = nodes(page)
    assert sorted(node["id"] for node in drawn) == sorted(method["id"] for method in told["methods"])
    box = page.locator("#network").bounding_box()
    assert box is not None
    assert all(box["x"] < node["x"] < box["x"] + box["width"] and box["y"] < node["y"] < box["y"] + box["height"] for node in drawn)
    assert set(shown(page)) == passing(told, set())
    expect(page.locator("#explore-shown")).to_contain_text(f"{len(told['comparisons'])} of {len(told['comparisons'])} comparisons")


def test_network_is_coloured_by_notion(page: Page) -> None:
    """Methods of different notions have different colours, and the colours follow the scheme of the page."""
    page.emulate_media(color_scheme="light")
    explore(page)
    by_home = {node["home"]: node["colour"] for node in nodes(page)}
    first = nodes(page)[0]["colour"]
    assert len({by_home["untraining"], by_home["unlearning"], by_home["both"]}) == 3
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(f"before => ({NODES})(document.getElementById('network'))[0].colour !== before", arg=first)


def test_filters_keep_network_table_and_address_together(page: Page, told: dict[str, list[dict[str, Any]]]) -> None:
    """Homes and a least number of comparisons filter network and table alike and stand in the address, from which they return."""
    explore(page)
    page.locator("[name=home][value=unlearning]").check()
    page.locator("[name=home][value=both]").check()
    page.locator("[name=min]").fill("8")
    wanted = passing(told, {"unlearning", "both"}, 8)
    assert wanted
    assert set(shown(page)) == wanted
    assert {node["id"] for node in nodes(page)} == {name for pair in wanted for name in pair}
    expect(page).to_have_url(re.compile(r"\?home=unlearning&home=both&min=8$"))
    page.reload()
    page.wait_for_selector("[data-drawn]")
    assert set(shown(page)) == wanted
    page.get_by_role("button", name="Clear all filters").click()
    expect(page).to_have_url(re.compile(r"explore\.html$"))
    assert set(shown(page)) == passing(told, set())


def test_comparisons_across_notions_are_found(page: Page, told: dict[str, list[dict[str, Any]]]) -> None:
    """One box leaves the comparisons of methods of one notion with methods of the other, as the data mark them."""
    explore(page, "?across=1")
    assert set(shown(page)) == {(each["method"], each["other"]) for each in told["comparisons"] if each["across"]}
    assert {node["home"] for node in nodes(page)} <= {"untraining", "unlearning"}


def test_nothing_passes_and_says_so(page: Page) -> None:
    """Filters that no comparison passes leave neither nodes nor rows, and one sentence that says what to do."""
    explore(page, "?min=999")
    expect(page.locator("#explore-shown")).to_have_text(re.compile("^No comparison passes"))
    assert (nodes(page), shown(page)) == ([], [])


def test_node_leads_to_its_method_and_back(page: Page) -> None:
    """A click on a node opens the method's page; back leads to the network with the same filters."""
    explore(page, "?min=20")
    page.locator("#network").scroll_into_view_if_needed()
    node = nodes(page)[0]
    page.mouse.click(node["x"], node["y"])
    page.wait_for_url(f"**/methods/{node['id']}.html")
    page.go_back()
    page.wait_for_selector("[data-drawn]")
    assert page.locator("[name=min]").input_value() == "20"


def pixels(page: Page, canvas: str) -> str:
    """What a canvas of the network shows."""
    shown: str = page.locator(f"#network canvas.{canvas}").evaluate("canvas => canvas.toDataURL()")
    return shown


def test_network_is_moved_and_brought_closer(page: Page) -> None:
    """A drag moves every node with the pointer without opening one, a button brings them closer, another shows everything again."""
    explore(page)
    page.locator("#network").scroll_into_view_if_needed()
    before = nodes(page)
    page.mouse.move(before[0]["x"], before[0]["y"])
    page.mouse.down()
    page.mouse.move(before[0]["x"] + 60, before[0]["y"] + 40, steps=4)
    page.mouse.up()
    after = nodes(page)
    assert {(round(new["x"] - old["x"]), round(new["y"] - old["y"])) for old, new in zip(before, after, strict=True)} == {(60, 40)}
    page.get_by_role("button", name="Closer").click()
    closer = nodes(page)
    assert abs(closer[0]["x"] - closer[1]["x"]) > abs(after[0]["x"] - after[1]["x"])
    page.get_by_role("button", name="Everything").click()
    assert nodes(page) == before
    assert page.url.endswith("explore.html")


def test_network_is_let_go_outside(page: Page) -> None:
    """A press that ends outside the frame, before it became a drag, leaves nothing that follows the pointer afterwards."""
    explore(page)
    page.locator("#network").scroll_into_view_if_needed()
    before = nodes(page)
    box = page.locator("#network").bounding_box()
    assert box is not None
    x, edge = box["x"] + box["width"] / 2, box["y"]
    page.mouse.move(x, edge + 5)
    page.mouse.down()
    page.mouse.move(x, edge - 20)
    page.mouse.up()
    page.mouse.move(x, edge + 60, steps=4)
    assert nodes(page) == before


def test_pointed_method_stands_out(page: Page) -> None:
    """What a method is compared with stands out while the pointer is on it, and no longer."""
    explore(page)
    page.locator("#network").scroll_into_view_if_needed()
    nothing = pixels(page, "front")
    node = nodes(page)[0]
    page.mouse.move(node["x"], node["y"])
    assert pixels(page, "front") != nothing
    page.mouse.move(5, 5)
    assert pixels(page, "front") == nothing


def test_table_stands_without_javascript(opens: Opens, told: dict[str, list[dict[str, Any]]]) -> None:
    """Without JavaScript the most frequent rows stand, with a file of all, and no empty frame or control that would do nothing."""
    page = opens(java_script_enabled=False)
    page.goto("explore.html")
    assert shown(page) == [(each["method"], each["other"]) for each in told["comparisons"][:200]]
    assert page.get_by_role("link", name="a file for spreadsheets").get_attribute("href") == "comparisons.csv"
    expect(page.locator("#explore")).to_be_hidden()
    expect(page.locator("#network")).to_be_hidden()
    assert page.locator("#comparisons tbody tr").first.get_by_role("link").count() == 3
