"""Whether the CSV of a table says the same as its Parquet, cell by cell, both read anew from the disk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from policy_dataset.problems import Problem

DIFFER = "formats_differ"

_ROWS = 65_536
_BLOCK = 1 << 24  # bytes of CSV read at once; the longest row must fit


def compare(
    name: str, csv: Path, parquet: Path, *, progress: Callable[[int, int], None] = lambda _done, _total: None
) -> tuple[Problem, ...]:
    """Return the first difference between the two files of a table, or nothing.

    Read with Arrow's CSV reader, which shares no code with the writer in ``formats/csv.py``, and with the declared
    types: a text that is not exactly the value is a difference.
    """
    # Opened here: Arrow itself cannot open every path that Python can.
    with (
        csv.open("rb") as cells_file,
        parquet.open("rb") as parquet_file,
        pq.ParquetFile(parquet_file) as file,
    ):
        schema = file.schema_arrow
        try:
            cells = _csv_batches(cells_file, schema)
            start = 0
            for batch in file.iter_batches(batch_size=_ROWS):
                found = _first_difference(name, start, pa.table(batch), _take(cells, batch.num_rows, schema))
                if found is not None:
                    return (found,)
                start += batch.num_rows
                progress(start, file.metadata.num_rows)
            if any(b.num_rows for b in cells):
                return (_problem(name, f"its CSV has more than the {start} rows of its Parquet", start),)
        except (pa.ArrowInvalid, pa.ArrowKeyError) as fault:
            return (_problem(name, f"its CSV does not hold the types of its Parquet: {fault}", None),)
    return ()


class _Rows:
    """Batches of a CSV file, cut to any size."""

    def __init__(self, batches: Iterator[pa.RecordBatch]) -> None:
        self._batches = batches
        self._rest: list[pa.RecordBatch] = []

    def __iter__(self) -> Iterator[pa.RecordBatch]:
        yield from self._rest
        yield from self._batches

    def take(self, rows: int) -> list[pa.RecordBatch]:
        """Return batches of so many rows together; fewer at the end of the file."""
        taken: list[pa.RecordBatch] = []
        while rows > 0:
            batch = self._rest.pop() if self._rest else next(self._batches, None)
            if batch is None:
                break
            taken.append(batch.slice(0, rows))
            if batch.num_rows > rows:
                self._rest.append(batch.slice(rows))
            rows -= taken[-1].num_rows
        return taken


def _csv_batches(csv: BinaryIO, schema: pa.Schema) -> _Rows:
    reader = pacsv.open_csv(
        csv,
        read_options=pacsv.ReadOptions(block_size=_BLOCK, use_threads=False),
        parse_options=pacsv.ParseOptions(newlines_in_values=True),
        convert_options=pacsv.ConvertOptions(
            column_types={f.name: f.type for f in schema},
            null_values=[""],
            true_values=["true"],
            false_values=["false"],
            strings_can_be_null=True,
            quoted_strings_can_be_null=False,
            include_columns=schema.names,
        ),
    )
    return _Rows(iter(reader))


def _take(cells: _Rows, rows: int, schema: pa.Schema) -> pa.Table:
    taken = cells.take(rows)
    return pa.Table.from_batches(taken) if taken else pa.table({n: [] for n in schema.names})


def _first_difference(name: str, start: int, parquet: pa.Table, csv: pa.Table) -> Problem | None:
    if csv.num_rows != parquet.num_rows:
        return _problem(
            name,
            f"its CSV ends after {start + csv.num_rows} rows and its Parquet goes on",
            start + csv.num_rows,
        )
    for column in parquet.column_names:
        if parquet[column].equals(csv[column]):
            continue
        pairs = zip(parquet[column].to_pylist(), csv[column].to_pylist(), strict=True)
        row, (left, right) = next(
            (i, p) for i, p in enumerate(pairs) if p[0] != p[1] or (p[0] is None) != (p[1] is None)
        )
        return _problem(
            name, f"{column} is {left} in its Parquet and {right} in its CSV", start + row, column
        )
    return None


def _problem(name: str, fact: str, row: int | None, field: str | None = None) -> Problem:
    return Problem(
        code=DIFFER,
        message=f"the two files of table {name} differ: {fact}",
        hint="Report this as a fault of the library, with the record; nothing was published.",
        table=name,
        row=row,
        field=field,
    )
