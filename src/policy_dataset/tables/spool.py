"""Long tables in bulk, read once: their typed rows go to Parquet files that rules and publishing read in turn.

What is judged is what is published, whatever becomes of the files that were given; and no more than some batches of
rows are in memory at once.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa

from policy_dataset.model.vocabulary import Table
from policy_dataset.problems import Problem
from policy_dataset.progress import Progress
from policy_dataset.tables.arrow import arrow_schema
from policy_dataset.tables.bulk import OpenedBulk, TypedRows, UnreadableBulkError, problem_of
from policy_dataset.tables.engines import Misfits, Rows
from policy_dataset.tables.files import CSV, PARQUET, BulkFile, BulkFiles
from policy_dataset.tables.frame import Frame
from policy_dataset.tables.places import JoinedPlaces

LONG_ROWS = 1 << 18
"""A table of which more rows come in bulk is not held in memory."""


def is_long(opened: Sequence[OpenedBulk]) -> bool:
    """Whether the files of a table hold more rows than are read into memory."""
    return sum(one.file.rows for one in opened) > LONG_ROWS


@dataclass
class _Found:
    """What is wrong with the cells of a table, found while its files are read."""

    problems: list[Problem] = field(default_factory=list)
    broken: set[tuple[int, str]] = field(default_factory=set)
    rows: dict[str, array[int]] = field(default_factory=dict)
    texts: dict[str, list[str]] = field(default_factory=dict)

    def take(self, opened: OpenedBulk, batch: TypedRows, start: int) -> None:
        """Keep the misfits of a batch of a file whose first row is row `start` of the table."""
        for cell in batch.misfits:
            if opened.file.form == CSV:
                self.rows.setdefault(cell.column, array("q")).append(start + cell.row)
                self.texts.setdefault(cell.column, []).append(cell.text)
            else:
                self.problems.append(problem_of(opened, cell))
                self.broken.add((start + cell.row, cell.column))

    def forget(self, start: int) -> None:
        """Drop what was found in the rows from `start` on."""
        self.broken = {(row, column) for row, column in self.broken if row < start}
        for column, rows in self.rows.items():
            kept = sum(row < start for row in rows)
            del rows[kept:], self.texts[column][kept:]


def spool(
    table: type[Table], records: Frame, opened: Sequence[OpenedBulk], folder: Path, progress: Progress
) -> tuple[Frame, tuple[Problem, ...]]:
    """Write records and the rows of bulk files to Parquet files in `folder`, in this order.

    Returns
    -------
    tuple
        One frame of all rows, which are in those files; and what is wrong with files and cells. A file that cannot be
        read to its end has no rows.
    """
    found = _Found(broken=set(records.broken))
    name, total = table.table_name, sum(one.file.rows for one in opened)
    files = [_written(folder / f"{name}.parquet", table, iter([records.data]))]
    starts, places, done = [0], [records.places], 0
    for number, one in enumerate(opened):
        start = sum(file.rows for file in files)
        found.problems += one.problems
        told = len(found.problems)
        path = folder / f"{name}-{number}.parquet"

        def typed(one: OpenedBulk = one, start: int = start, done: int = done) -> Iterator[pa.Table]:
            for batch in one.batches():
                progress(name, done + batch.first, total)
                found.take(one, batch, start)
                yield batch.rows

        try:
            files.append(_written(path, table, typed()))
        except UnreadableBulkError as fault:
            path.unlink()
            found.forget(start)
            found.problems[told:] = fault.problems
            continue
        done += one.file.rows
        starts.append(start)
        places.append(one.places)
    misfits = {column: Misfits(Rows(rows), found.texts[column]) for column, rows in found.rows.items()}
    frame = Frame(
        BulkFiles(table, tuple(files)),
        JoinedPlaces(tuple(starts), tuple(places)),
        frozenset(found.broken),
        records.rows,
        written=records.data,
        misfits=misfits,
    )
    return frame, tuple(found.problems)


def _written(path: Path, table: type[Table], parts: Iterator[pa.Table]) -> BulkFile:
    from pyarrow.parquet import ParquetWriter  # noqa: PLC0415 - loading it costs, and few datasets are long

    schema = pa.schema([f.with_nullable(True) for f in arrow_schema(table)])
    rows = 0
    # Quick rather than small: it is read a few times and goes when the run ends.
    with (
        path.open("wb") as file,
        ParquetWriter(file, schema, compression="zstd", compression_level=1) as writer,
    ):
        for part in parts:
            writer.write_table(part.cast(schema))
            rows += part.num_rows
    return BulkFile(path, path.name, PARQUET, rows, tuple(schema.names))
