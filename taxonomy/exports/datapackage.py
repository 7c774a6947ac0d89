"""The tables as CSV, with a data package that tells programs how to read them."""

from __future__ import annotations

import json
from typing import Any

from taxonomy.corpus import Corpus
from taxonomy.errors import SITE_URL
from taxonomy.exports.files import LICENCE, Files, json_bytes
from taxonomy.exports.tables import TABLES, Column, Kind, Row, Table
from taxonomy.plain import csv_rows, versions

_READ: dict[Kind, tuple[str, str]] = {
    Kind.TEXT: ("string", ""),
    Kind.INTEGER: ("integer", ""),
    Kind.TEXTS: ("string", "; several are joined by a semicolon and a space"),
    Kind.INTEGERS: ("array", "; an array of JSON"),
    Kind.NUMBERS: ("array", "; an array of JSON"),
}
"""For each kind of column its type in a Table Schema, and how a cell is written where that does not say it."""


def csv_files(corpus: Corpus) -> Files:
    """Each table as CSV, and the description of all of them.

    Lists of numbers are arrays of JSON: a program that guesses types from the first rows would take a single number for one, and then
    stop at a list of them.
    """
    for table in TABLES:
        rows = [_cells(table, row) for row in table.complete_rows(corpus)]
        yield _file(table), [csv_rows(rows, tuple(table.columns)).encode()]
    yield "datapackage.json", [json_bytes(data_package())]


def data_package() -> dict[str, Any]:
    """Describe the tables as a Data Package with Table Schemas (datapackage.org)."""
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "unlearning-taxonomy",
        "title": "Machine unlearning: settings of papers, their notions and flags",
        "homepage": SITE_URL,
        "version": versions()["data_version"],
        **versions(),
        "licenses": [{"name": LICENCE, "path": "https://creativecommons.org/licenses/by/4.0/"}],
        "resources": list(map(_resource, TABLES)),
    }


def _file(table: Table) -> str:
    return f"{table.name}.csv"


def _cells(table: Table, row: Row) -> Row:
    arrays = {name for name, column in table.columns.items() if _READ[column.kind][0] == "array"}
    return {name: (json.dumps(value) if value else None) if name in arrays else value for name, value in row.items()}


def _resource(table: Table) -> dict[str, Any]:
    return {
        "name": table.name,
        "type": "table",
        "path": _file(table),
        "description": table.about,
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {"fields": [_field(name, column) for name, column in table.columns.items()]},
    }


def _field(name: str, column: Column) -> dict[str, str]:
    kind, written = _READ[column.kind]
    return {"name": name, "type": kind, "description": f"{column.about}{written}"}
