"""Sorting a long table by its key: sorted runs on the disk, and their merge block by block.

In memory are one run while runs are made, and a block of each run while they are merged; never the table. Rows that come
in order already are not written at all. Keys are compared by code points, as `sorted_by_key` does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from policy_dataset.model.vocabulary import key_of
from policy_dataset.tables.long import LongTable


@dataclass(frozen=True, slots=True)
class SortLimits:
    """How much is in memory at once.

    Attributes
    ----------
    run_bytes
        Size of the rows of a run, as Arrow holds them; sorting takes twice as much beside it.
    block_rows
        Rows of a block of a run that is merged.
    fan_in
        So many runs are merged at once; more are merged in several rounds.
    """

    run_bytes: int = 192 << 20
    block_rows: int = 1 << 14
    fan_in: int = 64


LIMITS = SortLimits()


@dataclass(frozen=True, slots=True)
class SortedRows:
    """The rows of a long table in the order of the key, which no two of them share.

    Attributes
    ----------
    folder
        An empty folder for the runs. It is the caller's to remove it, once the rows are read.
    """

    data: LongTable
    folder: Path
    limits: SortLimits = LIMITS

    @property
    def schema(self) -> pa.Schema:
        """Of every batch."""
        return self.data.schema

    def to_batches(self, max_chunksize: int) -> Iterator[pa.RecordBatch]:
        """Sort the rows and read them; to be done once."""
        keys = key_of(self.data.table)
        if _ascends(self.data, keys):
            yield from self.data.to_batches(max_chunksize)
            return
        runs = _write_runs(self.data, keys, self.folder, self.limits)
        rounds = 0
        while len(runs) > self.limits.fan_in:
            rounds += 1
            groups = [runs[n : n + self.limits.fan_in] for n in range(0, len(runs), self.limits.fan_in)]
            runs = [
                _merge_into(
                    self.folder / f"{rounds}-{number}.arrow", group, keys, self.data.schema, self.limits
                )
                for number, group in enumerate(groups)
            ]
        for batch in _merged(runs, keys):
            yield from pa.Table.from_batches([batch]).to_batches(max_chunksize=max_chunksize)


def _ascends(data: LongTable, keys: Sequence[str]) -> bool:
    """Whether the rows come in the order of the key; asks the keys alone."""
    last: Any = None
    for batch in data.to_batches(names=keys):
        if not batch.num_rows:
            continue
        if last is not None and _key(batch, keys, 0) < last:
            return False
        if not _sorted_within(batch, keys):
            return False
        last = _key(batch, keys, batch.num_rows - 1)
    return True


def _sorted_within(batch: pa.RecordBatch, keys: Sequence[str]) -> bool:
    order = pc.sort_indices(batch, sort_keys=[(k, "ascending") for k in keys])
    steps: Any = pc.less(order.slice(1), order.slice(0, len(order) - 1))
    return not pc.any(steps, min_count=0).as_py()


def _write_runs(data: LongTable, keys: Sequence[str], folder: Path, limits: SortLimits) -> list[Path]:
    runs: list[Path] = []
    held: list[pa.RecordBatch] = []
    size = 0
    for batch in data.to_batches():
        held.append(batch)
        size += batch.nbytes
        if size >= limits.run_bytes:
            runs.append(_write_run(folder / f"0-{len(runs)}.arrow", held, keys, data.schema, limits))
            held, size = [], 0
    if held:
        runs.append(_write_run(folder / f"0-{len(runs)}.arrow", held, keys, data.schema, limits))
    return runs


def _write_run(
    path: Path, held: list[pa.RecordBatch], keys: Sequence[str], schema: pa.Schema, limits: SortLimits
) -> Path:
    ordered = _in_order(held, keys)
    held.clear()
    return _write(path, ordered.to_batches(max_chunksize=limits.block_rows), schema)


def _merge_into(
    path: Path, runs: Sequence[Path], keys: Sequence[str], schema: pa.Schema, limits: SortLimits
) -> Path:
    cut = (
        piece
        for batch in _merged(runs, keys)
        for piece in pa.Table.from_batches([batch]).to_batches(max_chunksize=limits.block_rows)
    )
    _write(path, cut, schema)
    for run in runs:
        run.unlink()
    return path


def _write(path: Path, batches: Iterable[pa.RecordBatch], schema: pa.Schema) -> Path:
    options = pa.ipc.IpcWriteOptions(compression="lz4" if pa.Codec.is_available("lz4") else None)
    with path.open("wb") as file, pa.ipc.new_stream(file, schema, options=options) as writer:
        for batch in batches:
            writer.write_batch(batch)
    return path


def _in_order(batches: list[pa.RecordBatch], keys: Sequence[str]) -> pa.Table:
    rows = pa.Table.from_batches(batches).combine_chunks()
    return rows.take(pc.sort_indices(rows, sort_keys=[(k, "ascending") for k in keys])).combine_chunks()


class _Run:
    """One run that is read block by block."""

    def __init__(self, blocks: Iterator[pa.RecordBatch], keys: Sequence[str]) -> None:
        self._blocks = blocks
        self._keys = keys
        self._advance()

    def _advance(self) -> None:
        self.block = next((b for b in self._blocks if b.num_rows), None)
        self.last: Any = None if self.block is None else _key(self.block, self._keys, self.block.num_rows - 1)

    def take(self, bound: Any) -> pa.RecordBatch | None:
        """Return the rows of the block whose key is not beyond `bound`."""
        block = self.block
        if block is None:
            return None
        if self.last <= bound:
            self._advance()
            return block
        rows = self._rows_until(block, bound)
        self.block = block.slice(rows)
        return block.slice(0, rows) if rows else None

    def _rows_until(self, block: pa.RecordBatch, bound: Any) -> int:
        low, high = 0, block.num_rows
        while low < high:
            middle = (low + high) // 2
            if _key(block, self._keys, middle) <= bound:
                low = middle + 1
            else:
                high = middle
        return low


def _merged(paths: Sequence[Path], keys: Sequence[str]) -> Iterator[pa.RecordBatch]:
    """Merge runs: what is not beyond the last row of any block that is there can be put in order now."""
    with ExitStack() as opened:
        runs = [_Run(iter(_blocks(path, opened)), keys) for path in paths]
        while runs := [run for run in runs if run.block is not None]:
            bound = min(run.last for run in runs)
            taken = [rows for run in runs if (rows := run.take(bound)) is not None]
            yield from (taken if len(taken) == 1 else _in_order(taken, keys).to_batches())


def _blocks(path: Path, opened: ExitStack) -> Iterable[pa.RecordBatch]:
    file = opened.enter_context(path.open("rb"))
    reader: Iterable[pa.RecordBatch] = opened.enter_context(pa.ipc.open_stream(file))
    return reader


def _key(batch: pa.RecordBatch, keys: Sequence[str], row: int) -> tuple[Any, ...]:
    return tuple(batch.column(name)[row].as_py() for name in keys)
