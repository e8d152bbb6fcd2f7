"""Tables as Parquet: zstd, exact decimals, real dates, and the metadata of the Arrow schema kept in the file."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq

from policy_dataset.tables.long import Batches, regrouped

SUFFIX = "parquet"
MEDIATYPE = "application/vnd.apache.parquet"

ROW_GROUP_ROWS = 131_072
"""Fixed, so that how a table was put together in memory changes no byte."""


def write(table: Batches, path: Path) -> None:
    """Write a table as one Parquet file, one row group at a time."""
    # Every choice that changes bytes is made here and not left to the defaults of a version.
    # By an open file: Arrow itself cannot open every path that Python can (a C locale and a name that is not ASCII).
    with (
        path.open("wb") as file,
        pq.ParquetWriter(
            file,
            table.schema,
            version="2.6",
            compression="zstd",
            compression_level=3,
            use_dictionary=True,
            write_statistics=True,
            data_page_version="1.0",
            store_schema=True,
        ) as writer,
    ):
        for rows in regrouped(table.to_batches(max_chunksize=ROW_GROUP_ROWS), ROW_GROUP_ROWS):
            writer.write_table(rows, row_group_size=ROW_GROUP_ROWS)
