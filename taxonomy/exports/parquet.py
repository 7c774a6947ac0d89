"""The tables as Parquet, with columns of lists where a cell holds several values."""

from __future__ import annotations

from typing import Any

from taxonomy.corpus import Corpus
from taxonomy.errors import SetupError
from taxonomy.exports.files import Files
from taxonomy.exports.tables import TABLES, Kind, Table
from taxonomy.plain import versions


class MissingExtraError(SetupError):
    """A format needs a library that an extra of the package brings, and it is not installed.

    Attributes:
        style: the format.
        extra: the extra.
    """

    def __init__(self, style: str, library: str, extra: str) -> None:
        self.style = style
        self.extra = extra
        super().__init__(f"the format {style} needs {library}, which is not installed; pip install 'unlearning-taxonomy[{extra}]'")


def parquet_files(corpus: Corpus) -> Files:
    """Each table as Parquet; its schema's metadata hold the versions, and each column's what it says.

    Raises:
        MissingExtraError: pyarrow is not installed.
    """
    try:
        import pyarrow  # type: ignore[import-untyped]  # noqa: F401, ICN001, PLC0415  # optional, slow to import, ships no types
    except ImportError as error:
        raise MissingExtraError("parquet", "pyarrow", "parquet") from error
    for table in TABLES:
        yield f"{table.name}.parquet", [_parquet(table, corpus)]


def _parquet(table: Table, corpus: Corpus) -> bytes:
    import pyarrow as pa  # noqa: PLC0415  # optional, and slow to import
    from pyarrow import parquet  # noqa: PLC0415  # likewise

    filled = pa.Table.from_pylist(table.complete_rows(corpus), schema=_schema(table))
    out = pa.BufferOutputStream()
    parquet.write_table(filled, out)
    content: bytes = out.getvalue().to_pybytes()
    return content


def _schema(table: Table) -> Any:
    import pyarrow as pa  # noqa: PLC0415  # optional, and slow to import

    types = {
        Kind.TEXT: pa.string(),
        Kind.INTEGER: pa.int64(),
        Kind.TEXTS: pa.list_(pa.string()),
        Kind.INTEGERS: pa.list_(pa.int64()),
        Kind.NUMBERS: pa.list_(pa.float64()),
    }
    fields = [pa.field(name, types[column.kind], metadata={"description": column.about}) for name, column in table.columns.items()]
    return pa.schema(fields, metadata={**versions(), "description": table.about})
