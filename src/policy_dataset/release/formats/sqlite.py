"""One SQLite file: every table with its keys and references, and a view ``<table>_labelled`` of each.

SQLite has no exact decimals. Numbers are text there, digit for digit; the views add ``<column>_approx`` beside them, to
sort and sum by.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from policy_dataset.release.formats.sql import create_table, create_view, in_order, quoted
from policy_dataset.release.records import without_trailing_zeros

if TYPE_CHECKING:
    from policy_dataset.release.dataset import Dataset

ENDING = ".sqlite"
REPEATABLE = True
"""Equal packages give equal bytes with the same version of SQLite, which writes its number into the file."""

_TYPES: Mapping[str, str] = {
    "string": "TEXT",
    "number": "TEXT",
    "date": "TEXT",
    "integer": "INTEGER",
    "boolean": "INTEGER",
}


def check() -> None:
    """Nothing is needed that is not there: Python brings SQLite."""


def write_whole(dataset: Dataset, path: Path, *, excel_bom: bool = False) -> None:  # noqa: ARG001 - no CSV here
    """Write a package as one database."""
    with closing(sqlite3.connect(path)) as database, database:
        # No journal beside the file, and pages of one size, whatever the library was built with.
        database.execute("PRAGMA page_size = 4096")
        database.execute("PRAGMA journal_mode = MEMORY")
        for name in in_order(dataset):
            spec = dataset.specs[name]
            database.execute(create_table(spec, dataset, _TYPES))
            rows = dataset[name].to_arrow().to_pylist()
            places = ", ".join("?" for _ in spec.fields)
            database.executemany(
                f"INSERT INTO {quoted(name)} VALUES ({places})",  # noqa: S608 - names of a checked descriptor, quoted
                ([_cell(row[field]) for field in spec.fields] for row in rows),
            )
        for name in in_order(dataset):
            database.execute(create_view(dataset.specs[name], dataset, approximate="REAL"))


_CELLS: Mapping[type, Callable[[Any], Any]] = {
    Decimal: lambda number: format(without_trailing_zeros(number), "f"),
    date: lambda day: day.isoformat(),
    bool: int,
}


def _cell(value: Any) -> Any:
    turn = _CELLS.get(type(value))
    return value if turn is None else turn(value)
