"""The data page: every export as a download with its size and how to open it, and the fields of an entry from the models."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import NoReturn
from unittest.mock import patch

import pytest

from taxonomy import rendering
from taxonomy.bibliography import read_bibtex
from taxonomy.corpus import Corpus
from taxonomy.exports import FORMATS, files_of
from taxonomy.exports.parquet import MissingExtraError
from taxonomy.limits import AUTHORS, ENTRY, FORM_KIB, LINE, NOTE, NUMBER, REGISTER_MIB
from taxonomy.model import Entry, Setting
from taxonomy.pages.data import _ABOUT, Download, data_page, in_words
from taxonomy.pages.fields import field_reference
from taxonomy.vocabulary.closed import Coverage


@pytest.fixture(scope="module")
def docs(corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The downloads of the invented corpus."""
    folder, pages = tmp_path_factory.mktemp("docs"), tmp_path_factory.mktemp("pages")
    rendering.write_pages(corpus, pages)
    for name in _ABOUT:
        (pages / "docs" / name).rename(folder / name)
    return folder


@pytest.mark.parametrize("style", FORMATS)
def test_every_export_is_published_as_it_is(style: str, corpus: Corpus, docs: Path) -> None:
    """The files of `taxonomy export` lie at the site's root, byte for byte: Turtle where its names lead, the schema where its id says."""
    for file in files_of(corpus, style):
        assert (docs / file.name).read_bytes() == file.content


def test_manifest_vouches_for_every_download(docs: Path) -> None:
    """The manifest names every other file with its hash."""
    files = json.loads((docs / "manifest.json").read_text(encoding="utf-8"))["files"]
    assert files.keys() == {path.name for path in docs.iterdir()} - {"manifest.json"}
    assert all(sha256((docs / name).read_bytes()).hexdigest() == record["sha256"] for name, record in files.items())


def test_format_without_its_library_is_left_out(corpus: Corpus, tmp_path: Path) -> None:
    """Where pyarrow is not installed the site is built without Parquet."""

    def lacks(_: Corpus) -> NoReturn:
        raise MissingExtraError("parquet", "pyarrow", "parquet")

    with patch.dict(FORMATS, {"parquet": lacks}):
        rendering.write_pages(corpus, tmp_path)
    found = {path.name for path in (tmp_path / "docs").iterdir()}
    assert "settings.csv" in found
    assert not [name for name in found if name.endswith(".parquet")]
    assert not [name for name in json.loads((tmp_path / "docs" / "manifest.json").read_bytes())["files"] if name.endswith(".parquet")]


def test_every_download_is_explained(corpus: Corpus, docs: Path) -> None:
    """Each file stands on the page once, with its format, its size and how to open it."""
    downloads = [Download(path.name, path.stat().st_size) for path in sorted(docs.iterdir())]
    listed = data_page(corpus, downloads).context["downloads"]
    assert [name for name, _, _ in listed] == [each.name for each in downloads]
    assert all(about.style and about.what and about.how and size for _, about, size in listed)


def test_data_can_be_cited(corpus: Corpus) -> None:
    """The BibTeX is one record that can be read back."""
    (work,), findings = read_bibtex(dict(data_page(corpus, []).context["cite"])["BibTeX"], "cite.bib")
    assert findings == []
    assert work.authors == ("unlearning-taxonomy contributors",)


@pytest.mark.parametrize(("size", "words"), [(0, "0 B"), (999, "999 B"), (1_000, "1 kB"), (68_412, "68 kB"), (8_557_014, "8.6 MB")])
def test_sizes_are_said_as_people_do(size: int, words: str) -> None:
    """Bytes, kilobytes and megabytes."""
    assert in_words(size) == words


def test_field_reference_is_that_of_the_models() -> None:
    """Every field of every mapping is there in the models' order, with its words; closed words have all members."""
    reference = field_reference()
    fields = {mapping["name"]: {field.name: field for field in mapping["fields"]} for mapping in reference["mappings"]}
    assert next(iter(fields)) == "Entry"
    for model in (Entry, Setting):
        assert list(fields[model.__name__]) == list(model.model_fields)
        assert [name for name, field in fields[model.__name__].items() if field.required] == [
            name for name, info in model.model_fields.items() if info.is_required()
        ]
    assert all(field.about and (field.kind or field.of) for mapping in fields.values() for field in mapping.values())
    words = {each["name"]: dict(each["words"]) for each in reference["words"]}
    assert list(words["Coverage"]) == list(Coverage)


def test_links_of_the_field_reference_lead_to_its_own_anchors() -> None:
    """Every mapping or list of words that a field names is described below."""
    reference = field_reference()
    anchors = {each["name"] for each in (*reference["mappings"], *reference["words"])}
    assert {field.of.name for mapping in reference["mappings"] for field in mapping["fields"] if field.of} <= anchors


def test_limits_are_those_that_are_held(corpus: Corpus) -> None:
    """The page tells the numbers of `taxonomy.limits`, each once, as people write them."""
    told = dict(data_page(corpus, []).context["limits"])
    assert told == {
        "size of an entry's file": "64 KiB",
        "levels of lists and mappings": "8",
        "values in a file": "2,000",
        "a text on one line": "300 characters",
        "a summary": "600 characters",
        "a note": "5,000 characters",
        "a number": "24 characters",
        "authors of a paper": "500",
        "text of an issue": "256 KiB",
        "size of the register": "16 MiB",
    }
    assert (ENTRY.kib, ENTRY.depth, ENTRY.nodes) == (64, 8, 2_000)
    assert (LINE, NOTE, NUMBER, AUTHORS, FORM_KIB, REGISTER_MIB) == (300, 5_000, 24, 500, 256, 16)
