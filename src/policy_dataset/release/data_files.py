"""The tables of a package as files: sorted by key, in every format, with their sizes and hashes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa

from policy_dataset.model.dataset import DatasetMeta
from policy_dataset.model.schema import Schema
from policy_dataset.model.vocabulary import Table, columns
from policy_dataset.progress import Progress
from policy_dataset.release.descriptor import DataFile, parquet_metadata
from policy_dataset.release.disk import Disk
from policy_dataset.release.formats import find_format
from policy_dataset.tables.arrow import arrow_schema, sorted_by_key
from policy_dataset.tables.external_sort import LIMITS, SortedRows, SortLimits
from policy_dataset.tables.long import Batches, LongTable, PublishedRows

FORMATS = ("csv", "parquet")


@dataclass(frozen=True, slots=True)
class Writing:
    """Where the files of a package are written, and how.

    Attributes
    ----------
    folder
        Of the package; its folder ``data`` is there.
    runs
        A folder that is made for what sorting long tables needs, and removed when they are sorted.
    sorting
        How much of a long table is in memory while it is sorted.
    """

    folder: Path
    runs: Path
    disk: Disk
    progress: Progress
    sorting: SortLimits = LIMITS


def write_tables(
    schema: Schema, meta: DatasetMeta, tables: Mapping[str, PublishedRows], writing: Writing
) -> tuple[dict[str, PublishedRows], list[DataFile]]:
    """Write every published table in every format.

    Returns
    -------
    tuple
        The tables as they are published, in the order of their keys: long ones are read from their files; and the files,
        in the order in which a descriptor lists them.
    """
    ordered: dict[str, PublishedRows] = {}
    files: dict[tuple[str, str], DataFile] = {}
    for table in schema.published:
        name, data = table.table_name, tables[table.table_name]
        if isinstance(data, LongTable):
            # The CSV is written from the Parquet: what is in order once is read from there.
            ordered[name], files["parquet", name] = _sort_to_parquet(schema, meta, data, writing)
        else:
            ordered[name] = _in_order(schema, meta, table, data)
            files["parquet", name] = _write(name, ordered[name], data.num_rows, "parquet", writing)
        files["csv", name] = _write(name, ordered[name], data.num_rows, "csv", writing)
    return ordered, [files[data_format, name] for data_format in FORMATS for name in ordered]


def _in_order(schema: Schema, meta: DatasetMeta, table: type[Table], data: pa.Table) -> pa.Table:
    ordered = sorted_by_key(table, data.select(list(columns(table))))
    return ordered.replace_schema_metadata(parquet_metadata(schema, meta, table))


def _sort_to_parquet(
    schema: Schema, meta: DatasetMeta, data: LongTable, writing: Writing
) -> tuple[LongTable, DataFile]:
    metadata = parquet_metadata(schema, meta, data.table)
    given = data.with_schema(arrow_schema(data.table).with_metadata(metadata))
    writing.disk.make_folder(writing.runs)
    # Nothing of it is to outlive the run, so it is not brought to the medium step by step.
    ordered = SortedRows(given, writing.runs, writing.sorting)
    written = _write(data.table.table_name, ordered, data.num_rows, "parquet", writing)
    writing.disk.remove(writing.runs)
    return replace(given, files=(writing.folder / written.path,), further=None), written


def _write(name: str, rows: Batches, number: int, data_format: str, writing: Writing) -> DataFile:
    writer = find_format(data_format)
    path = writing.folder / "data" / f"{name}.{writer.SUFFIX}"
    told = _Told(rows, f"{name}.{writer.SUFFIX}", number, writing.progress)
    writing.disk.write_file(path, lambda to: writer.write(told, to))
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return DataFile(
        table=name,
        data_format=data_format,
        mediatype=writer.MEDIATYPE,
        path=f"data/{path.name}",
        rows=number,
        size=path.stat().st_size,
        sha256=digest,
    )


@dataclass(frozen=True, slots=True)
class _Told:
    """Rows that say how many of them are read."""

    rows: Batches
    step: str
    number: int
    progress: Progress

    @property
    def schema(self) -> pa.Schema:
        return self.rows.schema

    def to_batches(self, max_chunksize: int) -> Iterator[pa.RecordBatch]:
        done = 0
        for batch in self.rows.to_batches(max_chunksize=max_chunksize):
            self.progress(self.step, done, self.number)
            yield batch
            done += batch.num_rows
