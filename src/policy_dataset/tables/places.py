"""Where the cells of a table were written, so that a fault in a row can be shown at its place."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import Any, Protocol


class Places(Protocol):
    """Tells the place of a cell in the file it came from."""

    def of(
        self, row: int, column: str | None, start: int | None = None, end: int | None = None
    ) -> dict[str, Any]:
        """Return what `Problem.at` takes: file, line, column, end_column, as far as known.

        Parameters
        ----------
        row
            0-based data row of the table.
        column
            Published column, or None for the row as a whole.
        start, end
            A part of the cell's text, in code points, half-open.
        """
        ...

    def text(self, row: int, column: str) -> str | None:
        """Return the cell as its author wrote it, where that differs from what is published."""
        ...


@dataclass(frozen=True, slots=True)
class NoPlaces:
    """Rows that no author wrote."""

    def of(self, row: int, column: str | None, *_: int | None) -> dict[str, Any]:  # noqa: ARG002 - the protocol's parameters
        """Return nothing."""
        return {}

    def text(self, row: int, column: str) -> str | None:  # noqa: ARG002 - the protocol's parameters
        """Return nothing."""
        return None


@dataclass(frozen=True, slots=True)
class JoinedPlaces:
    """Places of the rows of several parts of a table, one after the other.

    Attributes
    ----------
    starts
        Number of the first row of each part, ascending from 0.
    """

    starts: tuple[int, ...]
    parts: tuple[Places, ...]

    def _part(self, row: int) -> tuple[Places, int]:
        # Of parts that begin with one row the last is meant: the others have none.
        number = bisect_right(self.starts, row) - 1
        return self.parts[number], row - self.starts[number]

    def of(
        self, row: int, column: str | None, start: int | None = None, end: int | None = None
    ) -> dict[str, Any]:
        """Return the place in the part that holds the row."""
        places, inner = self._part(row)
        return places.of(inner, column, start, end)

    def text(self, row: int, column: str) -> str | None:
        """Return the cell as written, by the part that holds the row."""
        places, inner = self._part(row)
        return places.text(inner, column)


@dataclass(frozen=True, slots=True)
class ParquetPlaces:
    """Rows of a Parquet file, which has no lines: a row is told by its number in the file."""

    file: str

    def of(self, row: int, column: str | None, *_: int | None) -> dict[str, Any]:  # noqa: ARG002 - Parquet has no lines
        """Return the file and the row."""
        return {"file": self.file, "row": row}

    def text(self, row: int, column: str) -> str | None:  # noqa: ARG002 - cells are what is published
        """Return nothing: the cell is what is published."""
        return None
