"""The page "Compare": settings side by side as the command puts them, chosen by the address, by mouse and by keyboard."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from taxonomy.bundled import entries_folder
from taxonomy.cli.build import build_site
from taxonomy.comparison import MOST
from taxonomy.corpus import Corpus
from taxonomy.loading import load
from tests.browser.conftest import FOLDER, Opens, Visitor, served
from tests.hostile import hostile_corpus
from tests.invented import run

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

PATH = "compare.html"
SHOWN = """
(rows) => rows.map(({ cells: [head, ...cells] }) => [
  head.firstChild.textContent,
  head.textContent.endsWith("differs"),
  cells.map((cell) => [...cell.children].map((value) => value.textContent)),
])
"""
"""The rows of the table: name of the fact, whether it is marked as different, values of each setting."""
Rows = list[dict[str, Any]]


@pytest.fixture(scope="module")
def addresses(rows: Rows) -> list[str]:
    """Every setting that can be compared."""
    return [f"{row['paper']}/{row['setting']}" for row in rows]


@pytest.fixture(scope="module")
def coded() -> Corpus:
    """The corpus of which the site is built."""
    return load(entries_folder(None))


def shows(page: Page, chosen: list[str]) -> None:
    """Wait until exactly these settings stand side by side."""
    expect(page.locator("#compare")).to_have_attribute("data-drawn", " ".join(chosen))


def opened(page: Page, chosen: list[str]) -> Page:
    """The page with these settings in its address."""
    page.goto(f"{PATH}?{'&'.join(f's={address}' for address in chosen)}")
    shows(page, chosen)
    return page


def text(page: Page, name: str) -> str:
    """A format of the comparison as the page holds it."""
    return page.locator(f"#{name}").text_content() or ""


@pytest.mark.parametrize("count", range(2, MOST + 1))
def test_formats_are_those_of_the_command(
    page: Page, addresses: list[str], coded: Corpus, count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """CSV and LaTeX are, letter by letter, what `taxonomy compare` writes."""
    monkeypatch.setattr("taxonomy.cli.compare.sound_corpus", lambda _: coded)
    random = Random(count)  # noqa: S311  # a choice of settings, no secret
    for _ in range(3):
        chosen = random.sample(addresses, count)
        opened(page, chosen)
        for style in ("csv", "latex"):
            assert text(page, style) == run("compare", *chosen, "--format", style).stdout


def test_table_shows_what_python_compares(page: Page, addresses: list[str], coded: Corpus) -> None:
    """Facts that differ stand first and are marked by a word, and every value stands under its setting."""
    chosen = [addresses[0], addresses[-1], addresses[len(addresses) // 2]]
    opened(page, chosen)
    facts = coded.compare(*chosen)
    shown = page.locator("#beside tbody tr").evaluate_all(SHOWN)
    assert [(name, differs) for name, differs, _ in shown] == [(fact.name, fact.differs) for fact in facts]
    assert [values for name, _, values in shown if name == "references"] == [
        [list(each) for each in fact.values] for fact in facts if fact.name == "references"
    ]


def test_settings_are_added_and_removed(page: Page, addresses: list[str]) -> None:
    """Words find settings, a button adds one, another removes it, the address follows, and so does the back button."""
    first, second = addresses[0], addresses[-1]
    page.goto(PATH)
    expect(page.locator("#told")).to_have_text("Choose two to six settings.")
    for chosen in ([first], [first, second]):
        page.get_by_label("Add a setting").fill(chosen[-1])
        page.locator("#found button", has_text=re.compile(f"{re.escape(chosen[-1])}$")).click()
        shows(page, chosen)
    assert page.url.endswith(f"{PATH}?s={first}&s={second}")
    expect(page.locator("#taken")).to_be_visible()
    page.get_by_role("button", name=f"Remove {first}").click()
    shows(page, [second])
    expect(page.locator("#told")).to_have_text("Choose one more.")
    page.go_back()
    shows(page, [first, second])
    page.reload()
    shows(page, [first, second])


def test_permalink_leads_back(page: Page, addresses: list[str]) -> None:
    """The link under the table is the address of this comparison."""
    opened(page, addresses[:3])
    page.locator("#permalink").click()
    shows(page, addresses[:3])


def test_names_come_when_they_are_asked_for(page: Page) -> None:
    """Whoever only opens the page does not fetch the names of all settings; whoever turns to the field does, once."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    page.goto(PATH)
    page.wait_for_load_state("networkidle")
    expect(page.locator("#told")).to_have_text("Choose two to six settings.")
    assert "compare.json" not in asked
    page.get_by_label("Add a setting").press_sequentially("unlearning")
    expect(page.locator("#found button").first).to_be_visible()
    assert asked.count("compare.json") == 1


def test_not_more_than_six(page: Page, addresses: list[str]) -> None:
    """A seventh setting is not taken from the address, nor offered."""
    page.goto(f"{PATH}?{'&'.join(f's={address}' for address in addresses[: MOST + 1])}")
    shows(page, addresses[:MOST])
    page.get_by_label("Add a setting").fill(addresses[-1])
    expect(page.locator("#found")).to_contain_text("Not more than 6 settings")
    assert page.locator("#found button").count() == 0


def test_unknown_settings_are_left_out_and_told(page: Page, addresses: list[str]) -> None:
    """What the address names and nobody coded is counted, not shown; nonsense finds nothing and says so."""
    page.goto(f"{PATH}?s={addresses[0]}&s=__proto__/constructor&s=%3Cimg%20src=x%3E&s={addresses[0]}&s={addresses[1]}")
    shows(page, addresses[:2])
    expect(page.locator("#told")).to_contain_text("2 of the address are not known")
    page.get_by_label("Add a setting").fill("there is no such setting")
    expect(page.locator("#found")).to_have_text("No setting has all of these words.")


def test_formats_are_copied(opens: Opens, addresses: list[str]) -> None:
    """A button beside each format puts it on the clipboard, where a spreadsheet's reader reads it."""
    page = opened(opens(permissions=["clipboard-read", "clipboard-write"]), addresses[:2])
    page.get_by_text("CSV", exact=True).click()
    page.get_by_role("button", name="Copy").first.click()
    expect(page.get_by_text("Copied.")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert next(csv.reader(io.StringIO(copied))) == ["fact", "differs", *addresses[:2]]


def test_comparison_fits_a_phone(opens: Opens, addresses: list[str]) -> None:
    """On a phone the table scrolls within its frame, and names of facts stay in sight."""
    page = opened(opens(viewport={"width": 390, "height": 844}), addresses[:MOST])
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    page.locator(".ut-scroll").evaluate("frame => { frame.scrollLeft = 400; }")
    expect(page.locator("#beside tbody th").first).to_be_in_viewport()


def test_paper_leads_to_a_comparison(page: Page, site: Path, addresses: list[str]) -> None:
    """From the settings that are similar to one of a paper one comes to all of them side by side."""
    address = next(
        each for each in addresses if f"compare.html?s={each}&amp;s=" in (site / f"papers/{each.partition('/')[0]}.html").read_text("utf-8")
    )
    paper, _, name = address.partition("/")
    page.goto(f"papers/{paper}.html")
    part = page.locator(f"section[aria-labelledby='{name}']")
    part.get_by_text("Similar settings").click()
    part.get_by_role("link", name="Put them side by side").click()
    expect(page.locator("#compare")).to_have_attribute("data-drawn", re.compile(f"^{address} "))


def test_page_without_javascript_names_the_command(opens: Opens, site: Path) -> None:
    """Without JavaScript the page says which command shows the same."""
    page = opens(java_script_enabled=False)
    page.goto(PATH)
    expect(page.locator("#plain")).to_contain_text("taxonomy compare")
    expect(page.locator("#compare")).to_be_hidden()
    assert (site / "compare.json").is_file()


@pytest.fixture(scope="module")
def hostile(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Visitor, Corpus]]:
    """A visitor of a site whose entries hold text that means something in some grammar, and its corpus."""
    host = tmp_path_factory.mktemp("hostile")
    corpus = hostile_corpus(host / "made")
    build_site(next((host / "made").rglob("papers")).parent, host / FOLDER)
    with served(host) as address:
        yield Visitor(browser, address), corpus


def test_hostile_text_is_written_as_the_command_writes_it(hostile: tuple[Visitor, Corpus], monkeypatch: pytest.MonkeyPatch) -> None:
    """Formulas, quotes, line ends and marks of HTML and LaTeX come out of the page as out of the command, and nothing of them runs."""
    visitor, corpus = hostile
    monkeypatch.setattr("taxonomy.cli.compare.sound_corpus", lambda _: corpus)
    page = visitor.open()
    addresses = [each.address for each in corpus.settings()]
    for start in range(0, len(addresses), MOST):
        chosen = addresses[-2:] if start + 1 == len(addresses) else addresses[start : start + MOST]
        opened(page, chosen)
        for style in ("csv", "latex"):
            assert text(page, style) == run("compare", *chosen, "--format", style).stdout
    assert page.locator(".md-content script:not([src]), .md-content [onload], .md-content img").count() == 0
    assert visitor.leave() == []


def test_comparisons_are_offered_to_begin_with(page: Page) -> None:
    """Without a choice the page offers papers whose settings intend different notions; a click puts two of them side by side."""
    page.goto("compare.html")
    page.locator("#pairs a").first.click()
    expect(page.locator("#told")).to_have_text(re.compile("^2 settings"))
    intended = page.locator("#beside tbody tr", has=page.get_by_role("rowheader", name=re.compile("^intended"))).locator(".ut-badge")
    assert {text.split()[-1] for text in intended.all_inner_texts()} == {"untraining", "unlearning"}
    expect(page.locator("#pairs")).to_be_hidden()
