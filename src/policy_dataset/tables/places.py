"""Where the cells of a table were written, so that a fault in a row can be shown at its place."""

from __future__ import annotations

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
