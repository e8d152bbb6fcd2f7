"""Long tables: rows of the declared types that are in Parquet files and are read batch by batch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol, TypeAlias

import pyarrow as pa
import pyarrow.compute as pc

from policy_dataset.model.vocabulary import Table, columns
from policy_dataset.tables.arrow import arrow_schema
from policy_dataset.tables.frame import Frame

BATCH_ROWS = 1 << 16


@dataclass(frozen=True)
class LongTable:
    """The rows of one table, those of files before those in memory; a table of Arrow as far as both can be read alike.

    Attributes
    ----------
    files
        Parquet files with the declared columns.
    further
        Rows in memory that come after them.
    schema
        Of the batches that are read.
    """

    table: type[Table]
    files: tuple[Path, ...]
    num_rows: int
    schema: pa.Schema
    further: pa.Table | None = None

    @property
    def column_names(self) -> list[str]:
        """The columns, in order."""
        return list(self.schema.names)

    def with_rows(self, rows: pa.Table) -> LongTable:
        """Return the same table with some rows more."""
        further = pa.concat_tables([self.further, rows]) if self.further is not None else rows
        return replace(self, further=further, num_rows=self.num_rows + rows.num_rows)

    def with_schema(self, schema: pa.Schema) -> LongTable:
        """Return the same rows under a schema of the same types."""
        return replace(self, schema=schema)

    def to_batches(
        self, max_chunksize: int = BATCH_ROWS, *, names: Sequence[str] | None = None
    ) -> Iterator[pa.RecordBatch]:
        """Read the rows, all columns or some.

        Parameters
        ----------
        max_chunksize
            So many rows of a batch at most.
        """
        from pyarrow.parquet import ParquetFile  # noqa: PLC0415 - loading it costs, and few datasets are long

        wanted = self.column_names if names is None else list(names)
        schema = pa.schema([self.schema.field(name) for name in wanted], metadata=self.schema.metadata)
        for path in self.files:
            with path.open("rb") as opened, ParquetFile(opened) as file:
                for batch in file.iter_batches(batch_size=max_chunksize, columns=wanted):
                    yield from pa.Table.from_batches([batch]).select(wanted).cast(schema).to_batches()
        if self.further is not None:
            yield from self.further.select(wanted).cast(schema).to_batches(max_chunksize=max_chunksize)

    def __getitem__(self, name: str) -> pa.ChunkedArray:
        """Read one column into memory."""
        batches = list(self.to_batches(names=[name]))
        return pa.chunked_array([b.column(0) for b in batches], type=self.schema.field(name).type)

    def to_pylist(self) -> list[dict[str, Any]]:
        """Read all rows into memory, as Python values."""
        return [row for batch in self.to_batches() for row in batch.to_pylist()]

    def to_arrow(self) -> pa.Table:
        """Read all rows into memory."""
        return pa.Table.from_batches(self.to_batches(), schema=self.schema)

    @cached_property
    def references(self) -> Mapping[str, pa.Array]:
        """What stands in each column that refers to another table, without null and each value once."""
        names = [c.name for c in columns(self.table).values() if c.references is not None]
        found = {name: pa.array([], type=self.schema.field(name).type) for name in names}
        for batch in self.to_batches(names=names) if names else ():
            for name, known in found.items():
                cells = pc.unique(batch.column(name)).drop_null()
                new = cells.filter(pc.invert(pc.is_in(cells, value_set=known)))
                if len(new):
                    found[name] = pa.concat_arrays([known, new])
        return found


PublishedRows: TypeAlias = pa.Table | LongTable
"""The rows of a table that is published."""


class Batches(Protocol):
    """What can be read batch by batch, in order: a table of Arrow, a long table, one that is being sorted."""

    @property
    def schema(self) -> pa.Schema:
        """Of every batch."""

    def to_batches(self, max_chunksize: int) -> Iterable[pa.RecordBatch]:
        """Read the rows, so many of a batch at most."""


def rows_of(frame: Frame) -> PublishedRows:
    """Return the rows of a frame: those of files stay there."""
    files = frame.files
    if files is None:
        return frame.data
    schema = pa.schema([f.with_nullable(True) for f in arrow_schema(files.table)])
    return LongTable(files.table, tuple(f.path for f in files.files if f.rows), files.rows, schema)


def referred(rows: PublishedRows, name: str) -> pa.Array:
    """Return what stands in a column that refers to another table, without null and each value once."""
    if isinstance(rows, LongTable):
        return rows.references[name]
    return _plain(pc.unique(rows[name])).drop_null()


def in_memory(rows: PublishedRows) -> pa.Table:
    """Return the rows in memory."""
    return rows.to_arrow() if isinstance(rows, LongTable) else rows


def regrouped(batches: Iterable[pa.RecordBatch], rows: int) -> Iterator[pa.Table]:
    """Cut batches, or put them together, so that each has so many rows; the last may have fewer."""
    held: list[pa.RecordBatch] = []
    count = 0
    for batch in batches:
        while count + batch.num_rows >= rows:
            head = batch.slice(0, rows - count)
            yield pa.Table.from_batches([*held, head]).combine_chunks()
            batch, held, count = batch.slice(head.num_rows), [], 0  # noqa: PLW2901 - what is left of it
        if batch.num_rows:
            held.append(batch)
            count += batch.num_rows
    if held:
        yield pa.Table.from_batches(held).combine_chunks()


def _plain(array: pa.Array | pa.ChunkedArray) -> pa.Array:
    return array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array
