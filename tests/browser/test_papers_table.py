"""The table of settings: facets, text, order and address, by mouse and by keyboard, and without JavaScript."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Opens
from tests.invented import run

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

TABLE = "papers/index.html"
MOST_VALUES = 6
"""How many values of a facet are tried."""
Rows = list[dict[str, Any]]


def addresses(page: Page) -> list[str]:
    """The settings that are shown, in order; all of them are asked for."""
    show_all(page)
    found: list[str] = page.locator("#settings tbody tr").evaluate_all("rows => rows.map((row) => row.querySelectorAll('a')[1].href)")
    return [f"{match[1]}/{match[2]}" for match in (re.search(r"papers/(\w+)\.html#([\w-]+)$", each) for each in found) if match]


def show_all(page: Page) -> None:
    """Ask for more rows until there are no more, as soon as the script has taken over."""
    page.wait_for_selector("#facets:not([hidden])")
    page.locator("#more").evaluate("button => { while (!button.hidden) button.click(); }")


def told(rows: Rows, admits: Callable[[dict[str, Any]], bool] = lambda _: True) -> list[str]:
    """The settings that the data beside the page tell of, chosen by a condition."""
    return [f"{row['paper']}/{row['setting']}" for row in rows if admits(row)]


def told_of(rows: Rows, paper: str) -> list[str]:
    """The settings of one paper."""
    return told(rows, lambda row: bool(row["paper"] == paper))


def listed(value: Any) -> list[Any]:
    """One value or several, as a list."""
    return value if isinstance(value, list) else [value]


def holds(row: dict[str, Any], column: str, value: str) -> bool:
    """Whether a setting has a value."""
    return value in listed(row[column])


def box(page: Page, facet: str, value: str) -> Locator:
    """The checkbox of a value."""
    return page.locator(f'#facets input[name="{facet}"][value="{value}"]')


def text_field(page: Page) -> Locator:
    """The field for text."""
    return page.locator("#facets").get_by_role("searchbox")


def count_beside(page: Page, facet: str, value: str) -> int:
    """The number beside a checkbox."""
    return int(box(page, facet, value).locator("xpath=..").locator(".ut-n").inner_text())


def values(page: Page, facet: str) -> list[str]:
    """The values that a facet offers, as soon as the script has taken over."""
    page.wait_for_selector("#facets:not([hidden])")
    found: list[str] = page.locator(f'#facets input[name="{facet}"]').evaluate_all("boxes => boxes.map((box) => box.value)")
    return found


def header(page: Page, column: str) -> Locator:
    """The head of a column."""
    return page.locator(f'#settings th[data-column="{column}"]')


def most_common(rows: Rows, name: str) -> str:
    """The value that most settings have."""
    found = [str(row[name]) for row in rows]
    return max(sorted(set(found)), key=found.count)


def test_table_opens_with_every_setting(page: Page, rows: Rows) -> None:
    """Without any filter every setting is shown, in the order of the data, and the status says how many there are."""
    page.goto(TABLE)
    assert addresses(page) == told(rows)
    assert page.locator("#shown").inner_text() == f"{len(rows)} of {len(rows)} settings"


@pytest.mark.parametrize(
    ("facet", "column"),
    [("notion", "intended"), ("evaluated", "evaluated"), ("agreement", "agreement"), ("modality", "modality"), ("reference", "references")],
)
def test_facet_filters_as_its_counts_say(page: Page, rows: Rows, facet: str, column: str) -> None:
    """Each value of a facet has as many rows as the number beside it says, and they are those of the data."""
    page.goto(TABLE)
    page.locator(f'[data-facet="{facet}"]').evaluate("details => { details.open = true; }")
    offered = values(page, facet)
    assert sorted(offered) == sorted({value for row in rows for value in listed(row[column])})
    for value in offered[:MOST_VALUES]:
        before = count_beside(page, facet, value)
        box(page, facet, value).check()
        assert addresses(page) == told(rows, partial(holds, column=column, value=value))
        assert before == len(addresses(page))
        box(page, facet, value).uncheck()


@pytest.mark.parametrize("facet", ["flag", "severity"])
def test_flags_filter_as_their_counts_say(page: Page, facet: str) -> None:
    """A code, or a severity, has as many rows as the number beside it says; those of a mismatch all show one."""
    page.goto(TABLE)
    page.locator(f'[data-facet="{facet}"]').evaluate("details => { details.open = true; }")
    for value in values(page, facet)[:MOST_VALUES]:
        before = count_beside(page, facet, value)
        box(page, facet, value).check()
        assert before == len(addresses(page))
        box(page, facet, value).uncheck()
    box(page, "severity", "mismatch").check()
    shown = page.locator("#settings tbody tr")
    count = len(addresses(page))  # by then all of them are there
    assert shown.filter(has=page.locator("a.ut-mismatch")).count() == shown.count() == count > 0


def test_values_of_a_facet_add_and_facets_cut(page: Page, rows: Rows) -> None:
    """Two values of one facet admit either, two facets admit only what has both, and counts follow."""
    page.goto(TABLE)
    first, second = values(page, "notion")[:2]
    box(page, "notion", first).check()
    box(page, "notion", second).check()
    either = told(rows, lambda row: row["intended"] in {first, second})
    assert addresses(page) == either
    agreement = next(value for value in values(page, "agreement") if count_beside(page, "agreement", value))
    wanted = told(rows, lambda row: row["intended"] in {first, second} and row["agreement"] == agreement)
    assert count_beside(page, "agreement", agreement) == len(wanted)
    box(page, "agreement", agreement).check()
    assert addresses(page) == wanted


def test_text_finds_rows_by_all_of_its_words(page: Page, rows: Rows) -> None:
    """Words in any case and order, of title and year alike, must all be there; nonsense finds nothing and says so."""
    page.goto(TABLE)
    row = rows[0]
    words = f"{row['year']} {' '.join(reversed(row['title'].upper().split()))}"
    text_field(page).fill(words)
    assert row["paper"] in {address.partition("/")[0] for address in addresses(page)}
    assert {address.partition("/")[0] for address in addresses(page)} <= {each["paper"] for each in rows if each["year"] == row["year"]}
    text_field(page).fill("there is no such paper")
    assert addresses(page) == []
    expect(page.locator("#shown")).to_have_text("No setting passes all filters; clear some of them.")


def test_text_finds_arxiv_id_and_proposed_method(page: Page, site: Path, rows: Rows) -> None:
    """A paper is found by its arXiv id, and by a method that it introduces."""
    page.goto(TABLE)
    told = [json.loads((site / "papers" / f"{row['paper']}.json").read_text(encoding="utf-8")) for row in rows]
    paper = next(paper for paper in told if paper["links"]["arxiv"] and paper["proposes"]["methods"])
    text_field(page).fill(paper["links"]["arxiv"])
    expect(page.locator("#shown")).to_have_text(f"{len(paper['settings'])} of {len(rows)} settings")
    assert addresses(page) == told_of(rows, paper["id"])
    text_field(page).fill(paper["proposes"]["methods"][0]["name"])
    assert set(told_of(rows, paper["id"])) <= set(addresses(page))


def test_words_are_fetched_when_somebody_turns_to_the_field(page: Page) -> None:
    """What only a search for words looks through is not fetched by a reader who does not search."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(TABLE)
    page.wait_for_selector("#facets:not([hidden])")
    assert not [url for url in asked if "words" in url]
    with page.expect_request("**/index.words.json"):
        text_field(page).focus()


def test_words_that_did_not_arrive_are_asked_for_again(page: Page, rows: Rows) -> None:
    """Where the words do not arrive, the count says that the text filters nothing; typing and turning to the field ask for them again."""
    missing = re.compile(rf"^{len(rows)} of {len(rows)} settings, not filtered by the text")
    page.route("**/index.words.json", lambda route: route.fulfill(body=""))
    page.goto(f"{TABLE}?text=qqqq")
    expect(page.locator("#shown")).to_have_text(missing)
    text_field(page).press_sequentially(" zz")
    expect(page.locator("#shown")).to_have_text(missing)
    page.unroute("**/index.words.json")
    page.keyboard.type("z")
    expect(page.locator("#shown")).to_have_text(re.compile("^No setting passes"))


def test_focus_asks_again_for_words_that_did_not_arrive(page: Page) -> None:
    """Whoever turns to the field of an address whose words did not arrive gets the rows that it asks for."""
    page.route("**/index.words.json", lambda route: route.fulfill(body=""))
    page.goto(f"{TABLE}?text=qqqq")
    expect(page.locator("#shown")).to_contain_text("not filtered by the text")
    page.unroute("**/index.words.json")
    text_field(page).focus()
    expect(page.locator("#shown")).to_have_text(re.compile("^No setting passes"))


def test_rows_that_did_not_arrive_are_told_of(page: Page) -> None:
    """Where the facts of the rows do not arrive, the page's own rows stay, and the count says that nothing is filtered."""
    page.route("**/index.rows.json", lambda route: route.fulfill(body=""))
    page.goto(f"{TABLE}?text=qqqq")
    expect(page.locator("#shown")).to_have_text("The data did not arrive, so nothing is filtered; load the page again.")
    expect(page.locator("#settings tbody tr").first).to_be_visible()


def test_headers_sort_both_ways_and_back(page: Page, rows: Rows) -> None:
    """A column sorts one way, then the other, then not at all; `aria-sort` says which."""
    page.goto(TABLE)
    years = {address: row["year"] for address, row in zip(told(rows), rows, strict=True)}
    button = header(page, "year").get_by_role("button")
    for expected, reverse in (("descending", True), ("ascending", False)):
        button.click()
        shown = [years[address] for address in addresses(page)]
        assert shown == sorted(shown, reverse=reverse)
        expect(header(page, "year")).to_have_attribute("aria-sort", expected)
    button.click()
    assert addresses(page) == told(rows)
    expect(header(page, "year")).to_have_attribute("aria-sort", "none")


@pytest.mark.parametrize("column", ["paper", "intended", "evaluated", "agreement", "problem", "flags"])
def test_every_column_can_sort(page: Page, rows: Rows, column: str) -> None:
    """Every head sorts by its own column and no other, and turns the order round when it is used again."""
    page.goto(TABLE)
    orders = []
    for _ in range(2):
        header(page, column).get_by_role("button").click()
        sorts = page.locator("#settings th").evaluate_all("heads => heads.map((head) => [head.dataset.column, head.ariaSort])")
        assert [name for name, order in sorts if order != "none"] == [column]
        orders.append(cells(page, column))
        assert sorted(addresses(page)) == sorted(told(rows))
    assert orders[0][0] == orders[1][-1]
    assert orders[0][-1] == orders[1][0]


def cells(page: Page, column: str) -> list[str]:
    """What a column shows, from top to bottom; for flags the number of mismatches."""
    show_all(page)
    at = page.locator("#settings th").evaluate_all("(heads, name) => heads.findIndex((head) => head.dataset.column === name)", column)
    look = "cell.querySelectorAll('.ut-mismatch').length" if column == "flags" else "cell.innerText.split('\\n')[0]"
    found = page.locator(f"#settings tbody td:nth-child({at + 1})").evaluate_all(f"cells => cells.map((cell) => String({look}))")
    return [str(each) for each in found]


def test_second_column_sorts_within_the_first(page: Page, rows: Rows) -> None:
    """With Shift a second column orders what the first leaves equal, and both say so."""
    page.goto(TABLE)
    header(page, "intended").get_by_role("button").click()
    header(page, "year").get_by_role("button").click(modifiers=["Shift"])
    facts = {address: (row["intended"], -row["year"]) for address, row in zip(told(rows), rows, strict=True)}
    shown = [facts[address] for address in addresses(page)]
    assert shown == sorted(shown)
    expect(header(page, "intended")).to_have_attribute("aria-sort", "ascending")
    expect(header(page, "year")).to_have_attribute("aria-sort", "descending")


def test_address_is_the_state(page: Page, opens: Opens, rows: Rows) -> None:
    """Whoever opens the address of a filtered, searched and sorted table sees the same table and the same controls."""
    page.goto(TABLE)
    notion = most_common(rows, "intended")
    box(page, "notion", notion).check()
    text_field(page).fill("20")
    header(page, "year").get_by_role("button").click()
    seen = addresses(page)
    assert 0 < len(seen) <= len(rows)
    other = opens()
    other.goto(page.url)
    assert addresses(other) == seen
    expect(box(other, "notion", notion)).to_be_checked()
    expect(text_field(other)).to_have_value("20")
    expect(header(other, "year")).to_have_attribute("aria-sort", "descending")
    assert other.url == page.url


def test_state_comes_back_with_back_and_forward(page: Page, rows: Rows) -> None:
    """After a look at a paper the filtered table is as it was, and forward leads to the paper again."""
    page.goto(TABLE)
    notion = most_common(rows, "intended")
    box(page, "notion", notion).check()
    header(page, "year").get_by_role("button").click()
    seen, url = addresses(page), page.url
    page.locator("#settings tbody a").first.click()
    page.wait_for_url("**/papers/*20*.html")
    page.go_back()
    page.wait_for_url(url)
    assert addresses(page) == seen
    expect(box(page, "notion", notion)).to_be_checked()
    page.go_forward()
    page.wait_for_url("**/papers/*20*.html")


def test_back_within_the_table_restores_the_state(page: Page, rows: Rows) -> None:
    """Where two states of the table stand in the history without a load between them, back restores the former."""
    notion = most_common(rows, "intended")
    page.goto(f"{TABLE}?notion={notion}")
    page.evaluate("history.pushState(null, '', location.pathname + '?text=qqqq+zzzz')")
    page.evaluate("dispatchEvent(new PopStateEvent('popstate'))")
    assert addresses(page) == []
    page.go_back()
    expect(page.locator("#shown")).to_have_text(f"{len(told(rows, lambda row: row['intended'] == notion))} of {len(rows)} settings")


@pytest.mark.parametrize(
    "query",
    [
        *("sort=nowhere,-nothing,,-&other=1", "sort=text,__proto__&text=%3Cscript%3Ealert(1)%3C/script%3E", "notion=bogus&text=%20%20"),
        "metric=__proto__&baseline=constructor&year=%00&flag=%22%5D",
    ],
)
def test_unknown_values_do_no_harm(page: Page, rows: Rows, query: str) -> None:
    """An address with values that the table does not know breaks nothing: the table works and can be cleared."""
    page.goto(f"{TABLE}?{query}")
    assert set(addresses(page)) <= set(told(rows))
    page.get_by_role("button", name="Clear all filters").click()
    expect(page.locator("#shown")).to_have_text(f"{len(rows)} of {len(rows)} settings")
    header(page, "year").get_by_role("button").click()
    expect(header(page, "year")).to_have_attribute("aria-sort", re.compile("ascending|descending"))


def test_value_that_no_box_has_filters_nothing(page: Page, rows: Rows) -> None:
    """A filter of which only unknown values are asked is as if it were not there, and leaves the address with the next change."""
    page.goto(f"{TABLE}?notion=bogus&sort=year,-year&year=1066")
    expect(page.locator("#shown")).to_have_text(f"{len(rows)} of {len(rows)} settings")
    box(page, "agreement", most_common(rows, "agreement")).evaluate("box => box.click()")
    expect(page).to_have_url(re.compile(r"\?agreement=[a-z-]+&sort=-year$"))


def test_unknown_value_beside_a_known_one_is_passed_over(page: Page, rows: Rows) -> None:
    """A value that no setting has takes nothing away from one that some have."""
    notion = most_common(rows, "intended")
    page.goto(f"{TABLE}?notion=bogus&notion={notion}")
    assert addresses(page) == told(rows, lambda row: row["intended"] == notion)


def test_clear_resets_filters_text_and_address(page: Page, rows: Rows) -> None:
    """One button brings every row back and empties text, boxes and address."""
    notion = most_common(rows, "intended")
    page.goto(f"{TABLE}?notion={notion}&text=20&year={rows[0]['year']}")
    page.get_by_role("button", name="Clear all filters").click()
    expect(page.locator("#shown")).to_have_text(f"{len(rows)} of {len(rows)} settings")
    expect(text_field(page)).to_have_value("")
    expect(page.locator("#facets input:checked")).to_have_count(0)
    expect(page).to_have_url(re.compile(rf"/{TABLE}$"))


def test_enter_in_the_text_field_keeps_the_table(page: Page) -> None:
    """Enter in the text field neither loads the page anew nor loses the text."""
    page.goto(TABLE)
    text_field(page).fill("20")
    text_field(page).press("Enter")
    expect(page).to_have_url(re.compile(r"\?text=20$"))
    expect(text_field(page)).to_have_value("20")


def test_long_table_is_shown_in_parts(page: Page, rows: Rows) -> None:
    """Of many rows the first fifty are shown, then two hundred more at each request, and the status counts all."""
    page.goto(TABLE)
    shown = 50
    while shown < len(rows):
        expect(page.locator("#settings tbody tr")).to_have_count(shown)
        expect(page.locator("#shown")).to_have_text(f"{len(rows)} of {len(rows)} settings")
        page.get_by_role("button", name="Show more").click()
        shown += 200
    expect(page.locator("#settings tbody tr")).to_have_count(len(rows))
    expect(page.locator("#more")).to_be_hidden()


def test_made_rows_are_as_the_page_holds_them(opens: Opens, page: Page) -> None:
    """A row that the script makes shows what the same row shows that stands in the page, link by link and word by word."""
    plain = opens(java_script_enabled=False)
    looks = "rows => rows.map((row) => Array.from(row.cells, (cell) => cell.innerHTML.trim().replaceAll('../papers/', '')))"
    plain.goto(TABLE)
    page.goto(TABLE)
    show_all(page)
    written = plain.locator("#settings tbody tr").evaluate_all(looks)
    assert page.locator("#settings tbody tr").evaluate_all(looks)[: len(written)] == written


def test_plain_table_is_complete(opens: Opens, rows: Rows) -> None:
    """Without JavaScript the first rows stand there, and one link leads to the whole table, with links and without controls."""
    page = opens(java_script_enabled=False)
    page.goto(TABLE)
    assert page.locator("#settings tbody tr").count() == 50
    expect(page.locator("#facets")).to_be_hidden()
    expect(page.locator("#more")).to_be_hidden()
    expect(page.locator("#settings button")).to_have_count(0)
    page.get_by_role("link", name=f"All {len(rows)} settings on one page").click()
    assert page.locator("tbody tr").count() == len(rows)
    links = page.locator("tbody tr td:first-child a:nth-of-type(2)").evaluate_all("links => links.map((link) => link.getAttribute('href'))")
    assert [link.replace(".html#", "/") for link in links] == told(rows)
    expect(page.locator("tbody tr").last).to_be_visible()
    words = page.locator("tbody tr").evaluate_all(
        "rows => rows.map((row) => [...row.cells].slice(1, 5).map((cell) => cell.textContent.trim()))"
    )
    assert [(year, *(word.split()[-1] for word in verdict)) for year, *verdict in words] == [
        (str(row["year"]), row["intended"], row["evaluated"], row["agreement"]) for row in rows
    ]


def test_long_facet_is_searched(page: Page, rows: Rows) -> None:
    """A facet with very many values offers the most frequent ones, finds the others by their letters, and keeps what is chosen."""
    page.goto(TABLE)
    group = page.locator('[data-facet="metric"]')
    group.locator("summary").click()
    every = {metric for row in rows for metric in row["metrics"]}
    assert group.get_by_role("checkbox").count() < len(every)
    rare = next(metric for metric in sorted(every) if not box(page, "metric", metric).count())
    group.get_by_role("searchbox").fill(rare.replace("-", " "))
    box(page, "metric", rare).check()
    assert addresses(page) == told(rows, lambda row: rare in row["metrics"])
    group.get_by_role("searchbox").fill("")
    expect(box(page, "metric", rare)).to_be_checked()
    expect(page).to_have_url(re.compile(rf"\?metric={rare}$"))


def focused(page: Page) -> str:
    """What has the focus: name and value of a field, column of a head, or what a button says."""
    found = page.evaluate(
        """() => {
          const { name, value, textContent, parentElement } = document.activeElement;
          return name ? `${name}=${value}` : parentElement?.dataset?.column ?? textContent.trim();
        }"""
    )
    return str(found)


def tab_to(page: Page, wanted: str, most: int = 80) -> bool:
    """Press Tab until something has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if focused(page) == wanted:
            return True
    return False


def test_facets_are_used_by_keyboard(page: Page, rows: Rows) -> None:
    """From the text field Tab leads to the facets; Space checks a box, Enter opens a closed facet."""
    page.goto(TABLE)
    text_field(page).focus()
    value = values(page, "notion")[0]
    assert tab_to(page, f"notion={value}")
    page.keyboard.press("Space")
    assert addresses(page) == told(rows, lambda row: row["intended"] == value)
    assert tab_to(page, "Problem")
    page.keyboard.press("Enter")
    problem = values(page, "problem")[0]
    assert tab_to(page, f"problem={problem}", most=1)


def test_headers_are_used_by_keyboard(page: Page) -> None:
    """Tab reaches the head of every column; Enter and Space sort, and the focus stays where it was."""
    page.goto(TABLE)
    page.get_by_role("button", name="Clear all filters").focus()
    for column, key in (("paper", "Enter"), ("year", "Space"), ("flags", "Enter")):
        assert tab_to(page, column, most=10)
        page.keyboard.press(key)
        expect(header(page, column)).to_have_attribute("aria-sort", re.compile("ascending|descending"))
        assert focused(page) == column


def test_focus_can_be_seen(page: Page) -> None:
    """What has the focus by keyboard is marked."""
    page.goto(TABLE)
    page.get_by_role("button", name="Clear all filters").focus()
    assert tab_to(page, "year", most=10)
    outline = page.evaluate("(({ outlineStyle, outlineWidth }) => [outlineStyle, outlineWidth])(getComputedStyle(document.activeElement))")
    assert outline[0] != "none"
    assert outline[1] != "0px"


def test_table_on_a_phone(opens: Opens, rows: Rows) -> None:
    """On a phone the filters are folded away, open at a touch and filter; rows name what each value is."""
    page = opens(viewport={"width": 390, "height": 844}, has_touch=True)
    page.goto(TABLE)
    notion = most_common(rows, "intended")
    expect(box(page, "notion", notion)).to_be_hidden()
    page.get_by_text("Filters", exact=True).tap()
    page.get_by_text("Intends", exact=True).first.tap()
    box(page, "notion", notion).tap()
    assert addresses(page) == told(rows, lambda row: row["intended"] == notion)
    label = page.locator("#settings tbody td:nth-child(3)").first.evaluate("cell => getComputedStyle(cell, '::before').content")
    assert label == '"Intends"'


def test_paper_without_a_setting_is_found(page: Page) -> None:
    """A coded paper that has no setting of its own, such as the note, is named below the table and found by its text."""
    page.goto(f"{TABLE}?text=triantafillou2026algorithm")
    expect(page.locator("#bare")).to_be_visible()
    expect(page.locator("#bare a:visible")).to_have_text(["Is your algorithm unlearning or untraining?"])
    text_field(page).fill("no paper holds these words")
    expect(page.locator("#bare")).to_be_hidden()
    text_field(page).fill("")
    box(page, "notion", "unlearning").check()
    expect(page.locator("#bare")).to_be_hidden()


FORMATS = {"CSV": "csv", "BibTeX": "bibtex", "JSON": "json", "LaTeX": "latex"}


@pytest.mark.parametrize("button", FORMATS)
def test_shown_rows_are_saved_as_the_command_prints_them(page: Page, rows: Rows, button: str) -> None:
    """What is saved is what `taxonomy query` prints for the same filter, byte for byte, whatever the order on the page."""
    notion = most_common(rows, "intended")
    page.goto(f"{TABLE}?notion={notion}&sort=-year")
    with page.expect_download() as saved:
        page.locator("#tools").get_by_role("button", name=button, exact=True).click()
    printed = run("query", "--notion", notion, "--format", FORMATS[button]).stdout
    assert saved.value.path().read_text(encoding="utf-8") == printed


def test_columns_can_be_put_away(page: Page) -> None:
    """A column that is not wanted goes from head and rows; the address remembers it, and gives it back."""
    page.goto(TABLE)
    page.locator("#columns summary").click()
    page.locator('#columns input[value="problem"]').uncheck()
    expect(header(page, "problem")).to_be_hidden()
    expect(page).to_have_url(re.compile(r"hide=problem"))
    page.reload()
    expect(header(page, "problem")).to_be_hidden()
    assert page.locator("#settings tbody tr").first.locator("td:visible").count() == page.locator("#settings th:visible").count()
    page.goto(f"{TABLE}?hide=paper,nonsense")
    expect(header(page, "paper")).to_be_visible()


@pytest.mark.parametrize("facet", ["family", "evidence"])
def test_further_facets_count(page: Page, facet: str) -> None:
    """Families of metrics and sources of evidence choose rows as the number beside them says."""
    page.goto(TABLE)
    value = values(page, facet)[0]
    page.locator(f'[data-facet="{facet}"]').evaluate("details => { details.open = true; }")
    expected = count_beside(page, facet, value)
    page.goto(f"{TABLE}?{facet}={value}")
    assert len(addresses(page)) == expected
