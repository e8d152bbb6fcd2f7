"""Engines that rules run on: each opens tables as narwhals frames and has the few dear operations natively."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol, TypeAlias

import narwhals.stable.v2 as nw
import pyarrow as pa

ROW = "__row__"
"""Column that an opened table carries: the 0-based number of the row."""

EngineTable: TypeAlias = nw.LazyFrame[Any]


class Engine(Protocol):
    """What a rule may ask of an engine, beside narwhals expressions."""

    name: str

    def open(self, data: pa.Table) -> EngineTable:
        """Return an Arrow table as a lazy frame with its row numbers in `ROW`."""
        ...

    def failing(self, table: EngineTable, masks: Mapping[str, nw.Expr]) -> Mapping[str, list[int]]:
        """Return the rows where each mask is true, ascending; a mask that is null is not true."""
        ...

    def later_duplicates(self, table: EngineTable, columns: Sequence[str]) -> list[tuple[int, int]]:
        """Return (row, first row) of every row that repeats an earlier one's cells; rows with a null among them never."""
        ...

    def judge_distinct(
        self, table: EngineTable, columns: Sequence[str], judge: Callable[..., bool]
    ) -> list[int]:
        """Return the rows for whose cells `judge` is true; it is called once for each distinct set, never with a null."""
        ...

    def without_partner(
        self, table: EngineTable, columns: Sequence[str], other: EngineTable, other_columns: Sequence[str]
    ) -> list[int]:
        """Return the rows whose cells, none of them null, stand in no row of another table."""
        ...

    def cycles(self, table: EngineTable, key: str, parent: str) -> list[int]:
        """Return the rows that lie on a cycle of a hierarchy; a row that only leads into one does not."""
        ...
