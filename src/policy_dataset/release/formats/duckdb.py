"""One DuckDB file: every table with its keys and references, and a view ``<table>_labelled`` of each.

Numbers are exact: ``DECIMAL(38, 9)``. References of a table to itself are not declared, since DuckDB cannot check them
while the rows come in.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from policy_dataset.release.formats import library
from policy_dataset.release.formats.sql import create_table, create_view, in_order, quoted

if TYPE_CHECKING:
    from policy_dataset.release.dataset import Dataset

ENDING = ".duckdb"
REPEATABLE = False
"""DuckDB writes an identifier of its own into every file; the rows are the same."""

_TYPES: Mapping[str, str] = {
    "string": "VARCHAR",
    "number": "DECIMAL(38, 9)",
    "date": "DATE",
    "integer": "BIGINT",
    "boolean": "BOOLEAN",
}


def check() -> None:
    """Look for DuckDB."""
    library("duckdb", "duckdb")


def write_whole(dataset: Dataset, path: Path, *, excel_bom: bool = False) -> None:  # noqa: ARG001 - no CSV here
    """Write a package as one database."""
    # Small blocks: every table and every key takes at least one.
    database = library("duckdb", "duckdb").connect(str(path), config={"default_block_size": "16384"})
    try:
        for name in in_order(dataset):
            spec = dataset.specs[name]
            database.execute(create_table(spec, dataset, _TYPES, to_itself=False))
            database.register("rows_to_come", dataset[name].to_arrow())
            columns = ", ".join(map(quoted, spec.fields))
            statement = f"INSERT INTO {quoted(name)} SELECT {columns} FROM rows_to_come"  # noqa: S608 - as in sqlite.py
            database.execute(statement)
            database.unregister("rows_to_come")
        for name in in_order(dataset):
            database.execute(create_view(dataset.specs[name], dataset))
        # All into the one file, and nothing beside it.
        database.execute("CHECKPOINT")
    finally:
        database.close()
