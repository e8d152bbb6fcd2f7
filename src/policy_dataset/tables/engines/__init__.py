"""Engines that rules run on: each opens tables as narwhals frames and has the few dear operations natively."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Protocol, TypeAlias, overload

import narwhals.stable.v2 as nw
import pyarrow as pa

from policy_dataset.tables.files import BulkFiles, RemoteParquet

ROW = "__row__"
"""Column that an opened table carries: the 0-based number of the row."""

EngineTable: TypeAlias = nw.LazyFrame[Any]


class Rows(Sequence[int]):
    """Row numbers, ascending: eight bytes each, where a list of objects has forty. Equal to a list of the same numbers."""

    __slots__ = ("_numbers",)
    # Equal to lists, which have no hash either.
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, numbers: Iterable[int] = ()) -> None:
        self._numbers = numbers if isinstance(numbers, array) else array("q", numbers)

    @overload
    def __getitem__(self, at: int) -> int: ...
    @overload
    def __getitem__(self, at: slice) -> Rows: ...
    def __getitem__(self, at: int | slice) -> int | Rows:
        """Return one number, or some of them."""
        return Rows(self._numbers[at]) if isinstance(at, slice) else self._numbers[at]

    def __len__(self) -> int:
        """Count the rows."""
        return len(self._numbers)

    def __iter__(self) -> Iterator[int]:
        """Go through the numbers."""
        return iter(self._numbers)

    def __eq__(self, other: object) -> bool:
        """Whether the numbers are the same."""
        return isinstance(other, Sequence) and list(self) == list(other)

    def __repr__(self) -> str:
        """Return the first numbers."""
        return f"Rows({list(self[:10])}{'…' if len(self) > 10 else ''})"  # noqa: PLR2004 - a few


NO_ROWS = Rows()
NO_CELLS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True, eq=False)
class Repeats(Sequence[tuple[int, int]]):
    """Rows that repeat an earlier one, ascending, and that first row of each; a sequence of (row, first row)."""

    rows: Rows
    first: Rows

    @overload
    def __getitem__(self, at: int) -> tuple[int, int]: ...
    @overload
    def __getitem__(self, at: slice) -> Repeats: ...
    def __getitem__(self, at: int | slice) -> tuple[int, int] | Repeats:
        """Return one pair, or some of them."""
        if isinstance(at, slice):
            return Repeats(self.rows[at], self.first[at])
        return self.rows[at], self.first[at]

    def __len__(self) -> int:
        """Count the rows."""
        return len(self.rows)

    def __eq__(self, other: object) -> bool:
        """Whether the pairs are the same."""
        return isinstance(other, Sequence) and list(self) == list(other)

    # Equal to lists, which have no hash either.
    __hash__ = None  # type: ignore[assignment]


@dataclass(frozen=True, slots=True)
class Misfits:
    """Cells of one column of files that are not of its type; they are null in the opened table."""

    rows: Sequence[int]
    texts: Sequence[str]


def joined_misfits(found: Iterable[tuple[str, Misfits]]) -> Mapping[str, Misfits]:
    """Return the misfits of each column by row, of parts in any order; each part has its own by row."""
    parts: dict[str, list[Misfits]] = {}
    for name, some in found:
        parts.setdefault(name, []).append(some)
    return {name: some[0] if len(some) == 1 else _by_row(some) for name, some in parts.items()}


def _by_row(parts: Sequence[Misfits]) -> Misfits:
    pairs = sorted((row, text) for one in parts for row, text in zip(one.rows, one.texts, strict=True))
    return Misfits([row for row, _ in pairs], [text for _, text in pairs])


@dataclass(frozen=True, slots=True)
class Scanned:
    """Files that an engine has opened as one table, and the cells that do not fit, by column."""

    table: EngineTable
    misfits: Mapping[str, Misfits]


class Engine(Protocol):
    """What a rule may ask of an engine, beside narwhals expressions.

    Everything that is returned is exact and does not depend on the order in which an engine works. Hashes may nominate
    rows; their cells decide.

    Attributes
    ----------
    at_once
        So many questions may be asked at the same time, each in a thread of its own.
    """

    name: str
    at_once: int

    def open(self, data: pa.Table) -> EngineTable:
        """Return an Arrow table as a lazy frame with its row numbers in `ROW`."""
        ...

    def find_remote(self, address: str) -> Sequence[RemoteParquet]:
        """Return the Parquet files at an address of one of the stores that the engine is declared to open.

        The engine's own file systems open them, and find the credentials. The address may be a pattern, or a folder where
        the store has them.

        Raises
        ------
        UsageError
            It cannot be opened; the message says why, and nothing that may be secret.
        """
        ...

    def scan(self, files: BulkFiles, names: Sequence[str]) -> Scanned:
        """Return files as a lazy frame: declared columns, typed as declared, rows numbered through all files.

        Parameters
        ----------
        names
            Columns that will be looked at, so that they are read at once. The others are there as well, and are read when
            somebody asks for them.

        Notes
        -----
        A number that the file holds as floating point stays so. Text that does not fit the declared type is null.
        """
        ...

    def failing(
        self, table: EngineTable, masks: Mapping[str, nw.Expr], cells: Mapping[str, str] = NO_CELLS
    ) -> Mapping[str, Rows]:
        """Return the rows where each mask is true; a mask that is null is not true, one without rows is left out.

        Parameters
        ----------
        cells
            The column of each mask that looks at one cell of its row and nothing else: it may be asked once for each
            distinct value.
        """
        ...

    def later_duplicates(self, table: EngineTable, columns: Sequence[str]) -> Repeats:
        """Return every row that repeats an earlier one's cells; rows with a null among them never."""
        ...

    def judge_distinct(self, table: EngineTable, columns: Sequence[str], judge: Callable[..., bool]) -> Rows:
        """Return the rows for whose cells `judge` is true; it is called once for each distinct set, never with a null."""
        ...

    def verdicts(
        self, table: EngineTable, columns: Sequence[str], judge: Callable[..., Any]
    ) -> Sequence[tuple[int, Any]]:
        """Return (row, verdict), ascending, where `judge` does not return None; called once for each set, nulls too."""
        ...

    def with_partner(
        self, table: EngineTable, columns: Sequence[str], other: EngineTable, other_columns: Sequence[str]
    ) -> Rows:
        """Return the rows whose cells, none of them null, stand in a row of another table."""
        ...

    def without_partner(
        self, table: EngineTable, columns: Sequence[str], other: EngineTable, other_columns: Sequence[str]
    ) -> Rows:
        """Return the rows whose cells, none of them null, stand in no row of another table."""
        ...

    def cycles(self, table: EngineTable, key: str, parent: str) -> Rows:
        """Return the rows that lie on a cycle of a hierarchy; a row that only leads into one does not."""
        ...

    def cells(
        self, table: EngineTable, rows: Sequence[int], columns: Sequence[str]
    ) -> Mapping[int, Mapping[str, Any]]:
        """Return some cells of a few rows, as Python values, by row."""
        ...
