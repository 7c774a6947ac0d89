"""The three tables, as CSV and as Parquet, read by pandas and polars."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from typing import Any

import pandas as pd
import polars as pl
import pytest

from taxonomy.corpus import Corpus
from taxonomy.exports import files_of
from taxonomy.exports.tables import COMPARISONS, FLAGS, SETTINGS, TABLES, Kind, Table
from taxonomy.lexicon import load_lexicon
from taxonomy.loading import load
from taxonomy.plain import versions
from taxonomy.rules import CATALOGUE
from taxonomy.selection import COLUMNS
from tests.hostile import TEXTS, hostile_corpus, paper_id
from tests.invented import EXAMPLES, entry, folder_of, setting

Frames = dict[str, pd.DataFrame]
GUARDED = ("=", "+", "-", "@")
"""What a spreadsheet would begin a formula with."""


def contents(corpus: Corpus, style: str) -> dict[str, bytes]:
    """Contents of the tables of a format, by the table's name."""
    return {file.name.partition(".")[0]: file.content for file in files_of(corpus, style) if file.name != "datapackage.json"}


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """A corpus with hostile text in every free field."""
    return hostile_corpus(tmp_path_factory.mktemp("hostile"))


@pytest.fixture(scope="module")
def csv(corpus: Corpus) -> Frames:
    """The tables of the invented corpus as pandas reads them from CSV."""
    return {name: pd.read_csv(io.BytesIO(content)) for name, content in contents(corpus, "csv").items()}


@pytest.fixture(scope="module")
def parquet(corpus: Corpus) -> dict[str, pl.DataFrame]:
    """The tables of the invented corpus as polars reads them from Parquet."""
    return {name: pl.read_parquet(io.BytesIO(content)) for name, content in contents(corpus, "parquet").items()}


def expected_rows(corpus: Corpus) -> Iterator[tuple[str, int]]:
    """How many rows each table must have, counted on the entries and flags themselves."""
    settings = [setting for entry in corpus.entries for setting in entry.settings]
    yield "settings", len(settings)
    yield "flags", sum(1 for paper in corpus for _ in paper.all_flags())
    yield "comparisons", sum(len(setting.baselines) for setting in settings)


def test_there_is_a_row_for_each_thing(corpus: Corpus, csv: Frames, parquet: dict[str, pl.DataFrame]) -> None:
    """CSV and Parquet have one row for each setting, flag and compared method."""
    counted = dict(expected_rows(corpus))
    assert {name: len(frame) for name, frame in csv.items()} == counted
    assert {name: frame.height for name, frame in parquet.items()} == counted


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_columns_are_named_and_described(table: Table, csv: Frames, parquet: dict[str, pl.DataFrame]) -> None:
    """Both formats have the same columns in the same order, and every column says what it holds."""
    assert list(csv[table.name].columns) == parquet[table.name].columns == list(table.columns)
    assert all(column.about and not column.about.endswith(".") for column in table.columns.values())


def test_the_table_of_settings_extends_that_of_the_library() -> None:
    """Every column of `Selection.rows` stands in the exported table."""
    assert set(COLUMNS) <= set(SETTINGS.columns)


def only(frame: pd.DataFrame, **wanted: str) -> dict[str, Any]:
    """The one row that has the wanted values."""
    for column, value in wanted.items():
        frame = frame[frame[column] == value]
    (row,) = frame.to_dict("records")
    return {str(name): value for name, value in row.items()}


def test_a_setting_in_csv(csv: Frames) -> None:
    """A row holds identity, facts and verdict; several values are joined by semicolons."""
    row = only(csv["settings"], paper="ersatz2024two", setting="style")
    assert (row["intended"], row["agreement"], row["year"]) == ("unlearning", "aligned", 2024)
    assert row["concept"] == "the style of an invented painter"
    assert row["authors"] == "Émile Ersatz; Eve Muster"
    assert row["baselines"] == "hazard-eraser; two-eraser"
    assert row["page"] == "https://unlearning-taxonomy.github.io/papers/ersatz2024two.html#style"


LIBRARIES: dict[str, Callable[[bytes], list[Any]]] = {
    "pandas": lambda content: pd.read_csv(io.BytesIO(content)).to_dict("records"),
    "polars": lambda content: pl.read_csv(io.BytesIO(content)).to_dicts(),
}
"""How each library reads CSV of which it is told nothing: it guesses the types."""


@pytest.fixture(scope="module")
def misleading(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """Papers of which the first hundred have one size each, as a number has it, and the last one two."""
    papers = []
    for number in range(101):
        sizes = (
            {"share_of_training_set": [0.1], "sizes": [100]} if number < 100 else {"share_of_training_set": [0.1, 0.25], "sizes": [1, 2]}
        )
        found = {"settings": [setting(forget_set={**EXAMPLES, **sizes})], "links": {"arxiv": f"2101.{number:04}0"}}
        papers.append(entry(f"ada2021study{number:03}", year=2021, **found))
    return load(folder_of(tmp_path_factory.mktemp("misleading") / "entries", *papers))


@pytest.mark.parametrize("library", LIBRARIES)
def test_csv_loses_nothing_where_types_are_guessed(library: str, misleading: Corpus) -> None:
    """Numbers in a list and identifiers that look like numbers survive a reader that guesses types from the first rows."""
    rows = LIBRARIES[library](contents(misleading, "csv")["settings"])
    assert [row["arxiv"] for row in rows] == [f"arXiv:2101.{number:04}0" for number in range(101)]
    assert {row["sizes"] for row in rows} == {"[100]", "[1, 2]"}
    assert json.loads(rows[-1]["share_of_training_set"]) == [0.1, 0.25]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
@pytest.mark.parametrize("library", LIBRARIES)
def test_every_row_of_csv_tells_the_versions(library: str, table: Table, corpus: Corpus) -> None:
    """A row that is cut out of its file still says by which data and which rules it was made."""
    rows = LIBRARIES[library](contents(corpus, "csv")[table.name])
    assert rows
    assert all({name: row[name] for name in versions()} == versions() for row in rows)


TYPES = {Kind.TEXT: "string", Kind.INTEGER: "integer", Kind.TEXTS: "string", Kind.INTEGERS: "array", Kind.NUMBERS: "array"}
"""What Table Schema calls the kinds of columns in CSV."""


def test_a_data_package_describes_the_csv(corpus: Corpus) -> None:
    """Beside the tables stands what a program needs to read them: types, meanings, versions and licence."""
    (content,) = (file.content for file in files_of(corpus, "csv") if file.name == "datapackage.json")
    package = json.loads(content)
    assert {name: package[name] for name in versions()} == versions()
    assert package["version"] == versions()["data_version"]
    assert package["licenses"] == [{"name": "CC-BY-4.0", "path": "https://creativecommons.org/licenses/by/4.0/"}]
    assert [resource["path"] for resource in package["resources"]] == [f"{table.name}.csv" for table in TABLES]
    for table, resource in zip(TABLES, package["resources"], strict=True):
        assert (resource["description"], resource["encoding"]) == (table.about, "utf-8")
        fields = {field["name"]: field["type"] for field in resource["schema"]["fields"]}
        assert list(fields) == list(table.columns)
        assert fields == {name: TYPES[column.kind] for name, column in table.columns.items()}
        assert all(field["description"].startswith(table.columns[field["name"]].about) for field in resource["schema"]["fields"])


def test_a_comparison_holds_home_notions(csv: Frames) -> None:
    """A compared method stands with its home notions, the paper that proposes it, and the flags that speak of it."""
    generic = only(csv["comparisons"], paper="ersatz2024two", setting="pictures", method="gradient-ascent")
    homes = sorted(map(str, load_lexicon().generic_methods["gradient-ascent"].notions))
    assert generic["home_notions"].split("; ") == homes
    assert pd.isna(generic["proposed_by"])
    other = only(csv["comparisons"], paper="ersatz2024two", setting="pictures", method="hazard-eraser")
    assert (other["home_notions"], other["intended"], other["proposed_by"]) == ("unlearning", "untraining", "placeholder2023hazards")
    assert "BAS401" in other["flags"].split("; ")


def test_flags_of_papers_name_no_setting(csv: Frames) -> None:
    """A flag on a paper as a whole has an empty setting, one on a setting names it."""
    on_papers = {rule.code for rule in CATALOGUE if rule.speaks_of == "paper"}
    flags = csv["flags"]
    assert set(flags[flags["setting"].isna()]["code"]) == on_papers & set(flags["code"])
    assert not set(flags[flags["setting"].notna()]["code"]) & on_papers


def test_parquet_has_columns_of_lists(parquet: dict[str, pl.DataFrame]) -> None:
    """Several values are a list, numbers are numbers, and what is not there is null rather than an empty text."""
    types = {
        Kind.TEXT: pl.String(),
        Kind.INTEGER: pl.Int64(),
        Kind.TEXTS: pl.List(pl.String()),
        Kind.INTEGERS: pl.List(pl.Int64()),
        Kind.NUMBERS: pl.List(pl.Float64()),
    }
    for table in TABLES:
        assert dict(parquet[table.name].schema) == {name: types[column.kind] for name, column in table.columns.items()}
    settings = parquet["settings"].filter(pl.col("setting") == "style")
    assert settings["baselines"].to_list() == [["hazard-eraser", "two-eraser"]]
    assert settings["doi"].to_list() == [None]


def test_parquet_reads_in_pandas(corpus: Corpus) -> None:
    """Pandas reads the same table, with numbers as they were written."""
    frame = pd.read_parquet(io.BytesIO(contents(corpus, "parquet")["settings"]))
    shares = {share for shares in frame["share_of_training_set"] for share in shares}
    assert shares == {share for setting in corpus.settings() for share in setting.facts.forget_set.share_of_training_set}


def test_parquet_tells_versions_and_meanings(corpus: Corpus) -> None:
    """The schema's metadata hold the versions, each column's what it says."""
    from pyarrow import parquet  # type: ignore[import-untyped]  # noqa: PLC0415  # ships no types; slow to import

    for name, content in contents(corpus, "parquet").items():
        schema = parquet.read_schema(io.BytesIO(content))
        table = next(table for table in TABLES if table.name == name)
        assert {key: schema.metadata[key.encode()].decode() for key in versions()} == versions()
        assert schema.metadata[b"description"].decode() == table.about
        assert {field.name: field.metadata[b"description"].decode() for field in schema} == {n: c.about for n, c in table.columns.items()}


@pytest.mark.parametrize("style", ["csv", "parquet"])
def test_a_corpus_without_papers_still_has_columns(style: str) -> None:
    """Tables without rows can be read, and have their columns."""
    read: Any = pd.read_csv if style == "csv" else pd.read_parquet
    for name, content in contents(Corpus.of([], [], load_lexicon()), style).items():
        frame = read(io.BytesIO(content))
        assert (len(frame), list(frame.columns)) == (0, list(next(t for t in TABLES if t.name == name).columns))


TEXT_COLUMNS = [(SETTINGS, name) for name in ("title", "venue", "name", "task", "concept", "note")]
TEXT_COLUMNS += [(FLAGS, "acknowledged"), (FLAGS, "acknowledged_in"), (COMPARISONS, "method_name")]


@pytest.fixture(scope="module")
def hostile_csv(hostile: Corpus) -> dict[str, Frames]:
    """The hostile tables as two libraries read them from CSV, by library, every cell as text."""
    files = contents(hostile, "csv")
    pandas = {name: pd.read_csv(io.BytesIO(content), dtype=str, keep_default_na=False) for name, content in files.items()}
    polars = {name: pl.read_csv(io.BytesIO(content), infer_schema=False).fill_null("") for name, content in files.items()}
    return {"pandas": pandas, "polars": {name: frame.to_pandas() for name, frame in polars.items()}}


@pytest.mark.parametrize(("table", "column"), TEXT_COLUMNS, ids=lambda value: value if isinstance(value, str) else value.name)
@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_hostile_text_survives_csv(library: str, table: Table, column: str, hostile_csv: dict[str, Frames]) -> None:
    """Every text comes back as it was, but for an apostrophe before what a spreadsheet would run."""
    frame = hostile_csv[library][table.name]
    for name, text in TEXTS.items():
        rows = frame[frame["paper"] == paper_id(name)]
        cells = rows[rows["code"] == "FRM104"] if table is FLAGS else rows
        assert set(cells[column]) == {f"'{text}" if text.startswith(GUARDED) else text}


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_no_cell_of_csv_begins_a_formula(table: Table, hostile_csv: dict[str, Frames]) -> None:
    """No cell begins with what a spreadsheet would run, in no column."""
    frame = hostile_csv["pandas"][table.name]
    assert not [cell for column in frame for cell in frame[column] if cell.startswith(GUARDED)]


@pytest.mark.parametrize(("table", "column"), TEXT_COLUMNS, ids=lambda value: value if isinstance(value, str) else value.name)
def test_hostile_text_survives_parquet(table: Table, column: str, hostile: Corpus) -> None:
    """Every text comes back exactly as it was."""
    frame = pl.read_parquet(io.BytesIO(contents(hostile, "parquet")[table.name]))
    for name, text in TEXTS.items():
        rows = frame.filter(pl.col("paper") == paper_id(name))
        cells = rows.filter(pl.col("code") == "FRM104") if table is FLAGS else rows
        assert set(cells[column]) == {text}


def test_hostile_text_survives_in_lists(hostile: Corpus) -> None:
    """Texts in lists come back as they were, however many separators they hold."""
    frame = pl.read_parquet(io.BytesIO(contents(hostile, "parquet")["settings"]))
    by_paper = {row["paper"]: row for row in frame.iter_rows(named=True)}
    for name, text in TEXTS.items():
        assert by_paper[paper_id(name)]["models"] == [text, "plain"]
        assert by_paper[paper_id(name)]["authors"] == [text, "Bo Sample"]
