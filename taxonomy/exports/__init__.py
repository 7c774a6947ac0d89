"""The corpus in the formats of other programs: a table of formats, each with the function that makes its files.

Heavy libraries load only in the functions that use them. All bytes are determined by the corpus and the versions.
"""

from __future__ import annotations

from collections.abc import Callable

from taxonomy.corpus import Corpus
from taxonomy.exports.citations import bibtex_files, csl_files
from taxonomy.exports.datapackage import csv_files
from taxonomy.exports.document import json_files
from taxonomy.exports.files import ExportedFile, Files
from taxonomy.exports.network import graphml_files
from taxonomy.exports.parquet import parquet_files
from taxonomy.exports.turtle import turtle_files

FORMATS: dict[str, Callable[[Corpus], Files]] = {
    "json": json_files,
    "csv": csv_files,
    "bibtex": bibtex_files,
    "csl-json": csl_files,
    "parquet": parquet_files,
    "graphml": graphml_files,
    "turtle": turtle_files,
}
"""For each format, what gives the names and contents of its files."""


def files_of(corpus: Corpus, style: str) -> list[ExportedFile]:
    """Make the files of a format.

    Args:
        corpus: the corpus.
        style: one of `FORMATS`.

    Returns:
        The files, not written yet.

    Raises:
        MissingExtraError: the format needs a library that is not installed.
    """
    return [ExportedFile(style, name, b"".join(parts)) for name, parts in FORMATS[style](corpus)]
