"""Polars on long tables that stay in Parquet files: each question reads the columns that it needs, and keeps none.

What `polars` keeps in memory to be quick, this engine reads again: it takes longer, and memory for the rows of the table
no more than eight or twelve bytes each. Verdicts are the same, row by row.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import narwhals.stable.v2 as nw
import polars as pl

from policy_dataset.errors import UsageError
from policy_dataset.tables.engines import NO_CELLS, ROW, EngineTable, Rows, Scanned
from policy_dataset.tables.engines.polars import PolarsEngine
from policy_dataset.tables.engines.polars_files import FilesReader
from policy_dataset.tables.files import PARQUET, BulkFiles

PART_ROWS = 1 << 20
"""So many rows of a table are looked at together where distinct sets of cells are sought, about."""


class StreamingPolarsEngine(PolarsEngine):
    """Runs rules on Polars; tables of files are read from there each time."""

    at_once = 1

    def __init__(self) -> None:
        super().__init__()
        self._files: dict[int, tuple[EngineTable, int]] = {}

    def scan(self, files: BulkFiles, names: Sequence[str]) -> Scanned:  # noqa: ARG002 - nothing is read before it is asked for
        """Return the files as a table that is read as it is asked.

        Raises
        ------
        UsageError
            They are not all Parquet files.
        """
        held = [file for file in files.files if file.rows]
        if not held or any(file.form != PARQUET for file in held):
            raise UsageError("rows that are read again and again are in Parquet files")
        wanted = [pl.col(name).cast(kind) for name, kind in FilesReader(files).schema.items()]
        scanned = pl.scan_parquet(
            [file.path for file in held], row_index_name=ROW, hive_partitioning=False
        ).select(ROW, *wanted)
        table: EngineTable = nw.from_native(scanned)
        self._files[id(table)] = (table, files.rows)
        return Scanned(table, {})

    def _engine(self, *tables: EngineTable) -> Any:
        return "streaming" if self._files else super()._engine(*tables)

    def failing(
        self, table: EngineTable, masks: Mapping[str, nw.Expr], cells: Mapping[str, str] = NO_CELLS
    ) -> Mapping[str, Rows]:
        """Judge some rows at a time: the verdicts of all masks on all rows are more than the rows themselves."""
        known = self._files.get(id(table))
        if known is None:
            return super().failing(table, masks, cells)
        native: pl.LazyFrame = nw.to_native(table)
        found: dict[str, array[int]] = {}
        for start in range(0, known[1], PART_ROWS):
            part = super().failing(nw.from_native(native.slice(start, PART_ROWS)), masks, cells)
            for label, rows in part.items():
                found.setdefault(label, array("q")).extend(rows)
        return {label: Rows(found[label]) for label in masks if label in found}

    def verdicts(
        self, table: EngineTable, columns: Sequence[str], judge: Callable[..., Any]
    ) -> Sequence[tuple[int, Any]]:
        """Judge the distinct sets of cells part by part; sets that are equal fall into one part, by their hash."""
        found: list[tuple[int, Any]] = []
        for part in self._parts(table, columns):
            found += super().verdicts(part, columns, judge)
        return sorted(found, key=lambda one: one[0])

    def _parts(self, table: EngineTable, columns: Sequence[str]) -> Sequence[EngineTable]:
        rows = self._rows(table)
        if rows <= PART_ROWS:
            return [table]
        number = -(-rows // PART_ROWS)
        native: pl.LazyFrame = nw.to_native(table)
        # Added up in 64 bits; that sets which are equal fall together is all that is asked of it.
        hashed = [pl.col(name).hash(seed) for seed, name in enumerate(columns)]
        part_of = sum(hashed[1:], hashed[0]) % number
        return [nw.from_native(native.filter(part_of == part)) for part in range(number)]

    def _rows(self, table: EngineTable) -> int:
        known = self._files.get(id(table))
        if known is not None:
            return known[1]
        native: pl.LazyFrame = nw.to_native(table)
        return int(native.select(pl.len()).collect(engine=self._engine(table)).item())

    def cells(
        self, table: EngineTable, rows: Sequence[int], columns: Sequence[str]
    ) -> Mapping[int, Mapping[str, Any]]:
        """Look some rows up, all in one reading."""
        wanted = pl.Series(ROW, list(rows), dtype=pl.UInt32)
        found = (
            self._columns(table, columns)
            .filter(pl.col(ROW).is_in(wanted.implode()))
            .collect(engine=self._engine(table))
        )
        return dict(zip(found[ROW].to_list(), found.select(columns).iter_rows(named=True), strict=True))
