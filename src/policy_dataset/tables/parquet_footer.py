"""The footers of Parquet files: what a file says of itself, and the problem of one that cannot be read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import pyarrow as pa

from policy_dataset.model.vocabulary import Table
from policy_dataset.problems import Problem

if TYPE_CHECKING:
    from pyarrow.parquet import ParquetFile

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
        return parquet.schema_arrow, _promised_rows(parquet)


def _promised_rows(parquet: ParquetFile) -> int:
    """Return how many rows there are, if the footer agrees with itself: readers differ in what they doubt."""
    footer = parquet.metadata
    flat = [n for n in range(footer.num_columns) if not footer.schema.column(n).max_repetition_level]
    groups = [footer.row_group(number) for number in range(footer.num_row_groups)]
    if any(group.column(n).num_values != group.num_rows for group in groups for n in flat):
        raise pa.ArrowInvalid("a column has another number of cells than there are rows")
    return int(footer.num_rows)


def unreadable_parquet(table: type[Table], file: str, error: Exception) -> Problem:
    """Return the problem of a Parquet file that cannot be read."""
    return Problem(
        code="parquet_unreadable",
        message=f"{file} is no Parquet file that can be read ({type(error).__name__})",
        hint="Write it again; it may be cut off.",
        file=file,
        table=table.table_name,
    )
