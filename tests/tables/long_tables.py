"""Long tables for tests, which may be as short as they like: Parquet files of rows, cut anywhere."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from policy_dataset.tables.long import LongTable


def long_table(table, data: pa.Table, folder: Path, cuts=(), *, further: int = 0) -> LongTable:
    """Put rows into files that are cut at `cuts`; the last `further` of them stay in memory."""
    kept = data.num_rows - further
    bounds = sorted({0, *(c for c in cuts if c < kept), kept})
    files = []
    for number, (start, end) in enumerate(pairwise(bounds)):
        files.append(folder / f"part-{number}.parquet")
        pq.write_table(data.slice(start, end - start), files[-1], row_group_size=7)
    nullable = pa.schema([f.with_nullable(True) for f in data.schema])
    found = LongTable(table, tuple(files), kept, nullable)
    return found.with_rows(data.slice(kept).cast(nullable)) if further else found
