"""The changelog and the feed: every new entry and changed verdict once, by id, the newest first, the same bytes each time."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from taxonomy.corpus import Corpus
from taxonomy.editions import Edition, read_editions
from taxonomy.errors import SITE_URL
from taxonomy.lexicon import load_lexicon
from taxonomy.pages.history import changes_page, feed, items
from tests.test_editions import kept, report
from tests.test_pages import corpus_of
from tests.test_rendering import ATTACKS, attack, spoken

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def editions(tmp_path: Path) -> list[Edition]:
    """One edition after the first."""
    return read_editions(kept(tmp_path, "2027-01-31.yaml", report()))[0]


def entries_of(text: str) -> list[ET.Element]:
    """The items of a feed."""
    return ET.fromstring(text).findall(f"{ATOM}entry")  # noqa: S314  # our own


def test_every_entry_is_an_item_of_the_day_of_its_coding(corpus: Corpus) -> None:
    """Without editions there is one item a paper."""
    found = items(corpus, [])
    assert {item.paper: item.day for item in found} == {entry.id: str(entry.curation.coded) for entry in corpus.entries}
    assert len(found) == len(corpus)
    assert [item.day for item in found] == sorted((item.day for item in found), reverse=True)


def test_changed_verdicts_are_one_item_a_paper_and_edition(corpus: Corpus, editions: list[Edition]) -> None:
    """Flags alone make no item; verdicts tell what they were and why they changed."""
    first, *rest = items(corpus, editions)
    assert (first.kind, first.day, first.paper) == ("changed", "2027-01-31", "sample2022poisons")
    (told,) = first.verdicts
    assert told.startswith("backdoor: coincident, evaluated as mixed: aligned → unlearning")
    assert {item.kind for item in rest} == {"coded"}


def test_changelog_lists_the_newest_and_counts_the_rest(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of very many entries the page lists the newest and says how many there are besides; its data hold all."""
    whole = changes_page(corpus, [])
    monkeypatch.setattr("taxonomy.pages.history._LISTED", 2)
    page = changes_page(corpus, [])
    listed = [item.paper for _, papers in page.context["days"] for _, item in papers]
    assert listed == [item.paper for item in items(corpus, []) if item.kind == "coded"][:2]
    assert (page.context["older"], whole.context["older"]) == (len(corpus) - 2, 0)
    assert page.data == whole.data


def test_changelog_links_what_is_still_there(corpus: Corpus, editions: list[Edition]) -> None:
    """A change names paper and setting, links them where they have a page, and tells flags by their rule."""
    (told,) = changes_page(corpus, editions).context["editions"]
    ((verdict, _, because),) = told["verdicts"]
    assert verdict.name == "sample2022poisons/backdoor"
    assert verdict.path.startswith("papers/sample2022poisons.html")
    assert because == "rules, vocabulary or another entry changed"
    assert [(rule.path, word) for _, rule, word in told["flags"]] == [("rules/FRM107.html", "new"), ("rules/REF203.html", "gone")]
    gone = changes_page(Corpus.of([], (), load_lexicon()), editions).context["editions"][0]
    assert {link.path for link, *_ in gone["verdicts"]} == {""}


def test_feed_is_well_formed(corpus: Corpus, editions: list[Edition]) -> None:
    """Every item has what Atom asks for, an id of its own and an address on the site."""
    text = feed(corpus, editions)
    entries = entries_of(text)
    assert len(entries) == len(items(corpus, editions))
    for name in ("id", "title", "updated", "summary"):
        assert all((entry.findtext(f"{ATOM}{name}") or "").strip() for entry in entries), name
    assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == len(entries)
    assert all(entry.find(f"{ATOM}link").get("href", "").startswith(f"{SITE_URL}papers/") for entry in entries)  # type: ignore[union-attr]
    assert ET.fromstring(text).findtext(f"{ATOM}updated") == "2027-01-31T00:00:00Z"  # noqa: S314  # our own
    assert text == feed(corpus, editions)


def test_feed_of_nothing_is_a_feed() -> None:
    """A corpus that holds nothing yet has a feed without items."""
    assert entries_of(feed(Corpus.of([], (), load_lexicon()), [])) == []


@pytest.mark.parametrize("text", ATTACKS)
def test_hostile_titles_stay_text_in_the_feed(text: str) -> None:
    """Whatever a title says is read back from the feed letter by letter."""
    (entry,) = entries_of(feed(corpus_of(spoken(attack(text))), []))
    assert (entry.findtext(f"{ATOM}title") or "").startswith(text)
