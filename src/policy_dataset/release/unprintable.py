"""What no file of a package can hold: nothing where a value must be, and empty text, which CSV cannot tell from nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from policy_dataset.model.vocabulary import Table, columns, key_of
from policy_dataset.problems import Problem
from policy_dataset.tables.long import LongTable, PublishedRows

EMPTY_TEXT = "text_empty"
INCOMPLETE = "row_incomplete"

_FACTS = {
    INCOMPLETE: ("has no value", "Give the value."),
    EMPTY_TEXT: ("is an empty text", "Leave the value out."),
}
_TOLD = 100
"""So many cells of a column are told one by one where a table is long."""


def unprintable(table: type[Table], data: PublishedRows) -> Iterator[Problem]:
    """Find the cells that no file can hold; `row` counts in the order in which the rows are given."""
    if not isinstance(data, LongTable):
        yield from _Search(table, None).look(data, 0)
        return
    search, first = _Search(table, _TOLD), 0
    for batch in data.to_batches():
        yield from search.look(pa.Table.from_batches([batch]), first)
        first += batch.num_rows
    yield from search.untold()


def record_key(table: type[Table], data: PublishedRows, row: int) -> str:
    """Return the key of a row as problems show it: its parts joined by ``/``."""
    keys = key_of(table)
    if not isinstance(data, LongTable):
        return "/".join(str(data[k][row].as_py()) for k in keys)
    for batch in data.to_batches(names=keys):
        if row < batch.num_rows:
            return "/".join(str(batch.column(k)[row].as_py()) for k in keys)
        row -= batch.num_rows
    return "?"


@dataclass
class _Search:
    """A search through one table; of each column so many cells are told."""

    table: type[Table]
    told: int | None
    found: Counter[tuple[str, str]] = field(default_factory=Counter)

    def look(self, data: pa.Table, first: int) -> Iterator[Problem]:
        for column in columns(self.table).values():
            cells = data[column.name]
            if column.required and cells.null_count:
                yield from self._cells(data, pc.is_null(cells), first, column.name, INCOMPLETE)
            if pa.types.is_string(cells.type):
                equal: Any = pc.equal(cells, pa.scalar(""))
                empty: Any = pc.fill_null(equal, False)
                if pc.any(empty, min_count=0).as_py():
                    yield from self._cells(data, empty, first, column.name, EMPTY_TEXT)

    def untold(self) -> Iterator[Problem]:
        for (column, code), number in self.found.items():
            if self.told is not None and number > self.told:
                fact, hint = _FACTS[code]
                yield Problem(
                    code=code,
                    message=f"{column} of {number - self.told} further rows {fact}",
                    hint=hint,
                    table=self.table.table_name,
                    field=column,
                )

    def _cells(self, data: pa.Table, where: Any, first: int, column: str, code: str) -> Iterator[Problem]:
        rows = pc.indices_nonzero(where).to_pylist()
        before = self.found[column, code]
        self.found[column, code] += len(rows)
        fact, hint = _FACTS[code]
        for row in rows if self.told is None else rows[: max(self.told - before, 0)]:
            record = record_key(self.table, data, row)
            yield Problem(
                code=code,
                message=f"{column} of {record} {fact}",
                hint=hint,
                table=self.table.table_name,
                row=first + row,
                record=record,
                field=column,
            )
