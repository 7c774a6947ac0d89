"""A choice of settings, and the tables made of it."""

from __future__ import annotations

import sys
from typing import Any, Literal

import pytest

from taxonomy.bibliography import Work, read_bibtex
from taxonomy.corpus import Corpus
from taxonomy.selection import COLUMNS, Selection, flat_row

POISONS: dict[str, object] = {
    "paper": "sample2022poisons",
    "setting": "found-part",
    "title": "Poisons of which a part was found",
    "year": 2022,
    "venue": "CVPR",
    "name": "A tenth of the poisoned pictures",
    "problem": "backdoor-removal",
    "modality": "image",
    "granularity": ["trigger"],
    "removes": "concept",
    "coverage": "sample",
    "intended": "unlearning",
    "evaluated": "untraining",
    "agreement": "conflicting",
    "references": ["retrained-without-forget-set"],
    "metrics": ["membership-inference-attack", "test-accuracy"],
    "baselines": ["row-eraser", "retraining"],
    "flags": ["REF201", "REF203", "MET301", "MET303", "BAS401", "BAS402"],
    "paper_flags": [],
}


def kinds_in(value: Any) -> set[type]:
    """The exact types of a value and of what it holds."""
    return {type(value)}.union(*(kinds_in(item) for item in value)) if isinstance(value, list) else {type(value)}


def test_row_holds_what_the_columns_name(corpus: Corpus) -> None:
    """A row names the setting, its deciding facts, its verdict and its flags, in the order of the columns."""
    (row,) = corpus.query(problem="backdoor-removal").rows()
    assert row == POISONS
    assert tuple(row) == COLUMNS


def test_rows_show_the_flag_that_found_them(corpus: Corpus) -> None:
    """A flag on the whole paper stands in a column of its own, and in LaTeX beside those of the setting."""
    found = corpus.query(flag="FRM107")
    assert [(row["setting"], row["paper_flags"]) for row in found.rows()] == [("pictures", ["FRM107"]), ("style", ["FRM107"])]
    assert found.to_dataframe()["paper_flags"].tolist() == ["FRM107", "FRM107"]
    assert found.to_latex().count("FRM107") == 2


def test_metrics_stand_once_in_a_row(corpus: Corpus) -> None:
    """A metric that is measured twice is one metric of the setting."""
    (row,) = corpus.query(reference="never-exposed-model").rows()
    assert row["metrics"] == ["general-benchmarks", "hazard-quiz-accuracy"]


def test_rows_are_plain(corpus: Corpus) -> None:
    """Rows hold nothing but text, numbers and lists of text, so that any writer takes them."""
    assert set().union(*(kinds_in(value) for row in corpus.query().rows() for value in row.values())) == {str, int, list}


def test_paper_without_venue_has_an_empty_cell(corpus: Corpus) -> None:
    """What a paper lacks is empty and not the word None."""
    assert {row["venue"] for row in corpus.query(text="canary").rows()} == {""}


def test_flat_row_joins_lists() -> None:
    """Where a cell holds one value only, several are joined by a semicolon."""
    assert flat_row({"paper": "a", "year": 2024, "metrics": ["fid", "exposure"], "flags": []}) == {
        "paper": "a",
        "year": 2024,
        "metrics": "fid; exposure",
        "flags": "",
    }


def test_data_frame_has_a_row_for_each_setting(corpus: Corpus) -> None:
    """The data frame holds the rows in order, lists joined, and years as numbers."""
    frame = corpus.query(notion="unlearning").to_dataframe()
    assert list(frame.columns) == list(COLUMNS)
    assert list(frame["setting"]) == ["style", "stand-in-texts", "name-only", "found-part"]
    assert list(frame["year"] - 1) == [2023, 2022, 2022, 2021]
    assert frame["baselines"].iloc[3] == "row-eraser; retraining"


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_data_frame_of_nothing_has_the_same_columns(library: Literal["pandas", "polars"], corpus: Corpus) -> None:
    """An empty selection is an empty data frame with all columns, of the types that a full one has, so that the two can be joined."""
    frame, full = (corpus.query(since=since).to_dataframe(library) for since in (2100, 2000))
    assert (len(frame), list(frame.columns)) == (0, list(COLUMNS))
    assert list(frame.dtypes) == list(full.dtypes)


def test_data_frame_without_pandas_says_what_to_install(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where pandas is not installed, the error is a sentence with the command that brings it."""
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(ImportError, match=r"pip install 'unlearning-taxonomy\[dataframe\]'"):
        corpus.query().to_dataframe()


def test_bibtex_reads_back_as_the_chosen_papers(corpus: Corpus) -> None:
    """BibTeX of a selection holds each of its papers once, sorted, and reads back as what the entries say."""
    works, findings = read_bibtex(corpus.query(modality="image").to_bibtex(), "selection.bib")
    assert findings == []
    assert works == [
        Work(
            key="example2021erasing",
            title='Erasing 100% of {S} & <nothing> "else": a $x_1$ ~ #2 study, it\'s \\final^',
            authors=("Ada Example", "Bo Sample"),
            more_authors=False,
            year=2021,
            venue="ICML",
            arxiv="2101.00001",
            doi="10.1234/erasing_rows.2021",
            url="https://arxiv.org/abs/2101.00001",
        ),
        Work(
            key="sample2022poisons",
            title="Poisons of which a part was found",
            authors=("Bo Sample", "Ada Example"),
            more_authors=False,
            year=2022,
            venue="CVPR",
            arxiv="2202.00002",
            url="https://arxiv.org/abs/2202.00002",
        ),
    ]


def test_bibtex_keeps_letters_and_pages(corpus: Corpus) -> None:
    """Letters beyond ASCII survive, and the landing page is that of the venue where there is one."""
    works, _ = read_bibtex(corpus.query(text="hazard").to_bibtex(), "selection.bib")
    assert [(work.authors[1:], work.url) for work in works if work.key == "placeholder2023hazards"] == [
        (("Émile Ersatz", "Łucja Muster-Beispiel"), "https://openreview.net/forum?id=InventedId1")
    ]


def test_bibtex_of_nothing_is_empty(corpus: Corpus) -> None:
    """An empty selection is an empty file and no error."""
    assert corpus.query(since=2100).to_bibtex() == ""


def test_papers_come_once(corpus: Corpus) -> None:
    """Two settings of one paper are one paper."""
    chosen = corpus.query(text="ersatz")
    assert len(chosen) == 4
    assert [paper.id for paper in chosen.papers()] == ["ersatz2024two", "placeholder2023hazards"]


def test_parts_of_a_selection_are_selections(corpus: Corpus) -> None:
    """A position gives a setting; a slice gives a selection that can be written out like the whole."""
    chosen = corpus.query()
    part = chosen[1:3]
    assert isinstance(part, Selection)
    assert (chosen[-1].address, [each.address for each in part]) == (
        "sample2025audit/speed",
        ["ersatz2024two/pictures", "ersatz2024two/style"],
    )
    assert [row["setting"] for row in part.rows()] == ["pictures", "style"]
    assert [paper.id for paper in part.papers()] == ["ersatz2024two"]


def test_position_outside_is_an_index_error(corpus: Corpus) -> None:
    """A selection behaves as a sequence at its end, too."""
    with pytest.raises(IndexError):
        corpus.query()[13]


def test_representation_says_how_much_was_chosen(corpus: Corpus) -> None:
    """The representation counts settings and papers."""
    assert repr(corpus.query(text="ersatz")) == "<4 settings of 2 papers>"


def test_text_search_looks_at_everything_that_is_proposed(corpus: Corpus) -> None:
    """Metrics and datasets that a paper introduces find it, as methods do."""
    proposing = [
        (paper, term) for paper in corpus for term in (*paper.entry.proposes.metrics, *paper.entry.proposes.datasets) if paper.settings
    ]
    assert proposing
    for paper, term in proposing:
        assert paper.id in {found.id for found in corpus.query(term.name).papers()}
