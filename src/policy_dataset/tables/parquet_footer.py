"""The footers of Parquet files: what a file says of itself, and the problem of one that cannot be read."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final

import pyarrow as pa

from policy_dataset.model.vocabulary import Table
from policy_dataset.problems import Problem
from policy_dataset.tables.thrift_compact import CompactReader

if TYPE_CHECKING:
    from pyarrow.parquet import ParquetSchema

# Fields of the footer by their number (parquet.thrift, Apache Parquet format).
_ROWS, _ROW_GROUPS = 3, 4
_COLUMNS, _NUM_ROWS = 1, 3
_META_DATA, _NUM_VALUES = 3, 5
_TAIL: Final = 8
"""Bytes after the footer: its length, and the mark of the format."""

UNREADABLE: Final = (pa.ArrowException, OSError, UnicodeDecodeError)
"""What pyarrow raises of files that are no Parquet, are cut off or damaged."""


def read_footer(path: Path) -> tuple[pa.Schema, int]:
    """Return the columns of a Parquet file and the number of its rows.

    Raises
    ------
    pyarrow.ArrowException, OSError, UnicodeDecodeError
        It cannot be read, or a column has another number of cells than there are rows: `UNREADABLE`.
    """
    from pyarrow.parquet import ParquetFile  # noqa: PLC0415 - loading it costs, and few datasets hold Parquet

    with path.open("rb") as stream, ParquetFile(stream) as parquet:
        footer = _read_footer(stream, path.stat().st_size)
        return parquet.schema_arrow, _promised_rows(footer, parquet.schema)


def _read_footer(stream: BinaryIO, size: int) -> Mapping[int, Any]:
    """Return the footer as it stands: `ParquetFile` ends the process if it is asked for a column that is out of order."""
    stream.seek(size - _TAIL)
    length = int.from_bytes(stream.read(4), "little")
    stream.seek(max(0, size - _TAIL - length))
    try:
        return CompactReader(stream.read(length)).read_struct()
    except ValueError as error:
        raise pa.ArrowInvalid(f"the footer is damaged: {error}") from error


def _promised_rows(footer: Mapping[int, Any], schema: ParquetSchema) -> int:
    """Return how many rows there are, if the footer agrees with itself: readers differ in what they doubt."""
    flat = [not schema.column(number).max_repetition_level for number in range(len(schema))]
    rows = 0
    try:
        for group in footer.get(_ROW_GROUPS, ()):
            cells = [column[_META_DATA][_NUM_VALUES] for column in group[_COLUMNS]]
            if any(there != group[_NUM_ROWS] for there, one in zip(cells, flat, strict=True) if one):
                raise pa.ArrowInvalid("a column has another number of cells than there are rows")
            rows += group[_NUM_ROWS]
    except (LookupError, TypeError, AttributeError, ValueError) as error:
        raise pa.ArrowInvalid(f"the footer is damaged: {error}") from error
    if rows != footer.get(_ROWS):
        raise pa.ArrowInvalid("there is another number of rows than those of its groups")
    return rows


def unreadable_parquet(table: type[Table], file: str, error: Exception) -> Problem:
    """Return the problem of a Parquet file that cannot be read."""
    return Problem(
        code="parquet_unreadable",
        message=f"{file} is no Parquet file that can be read ({type(error).__name__})",
        hint="Write it again; it may be cut off.",
        file=file,
        table=table.table_name,
    )
