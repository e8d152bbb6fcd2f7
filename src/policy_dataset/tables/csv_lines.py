"""What the structure pass finds in a CSV file: header, rows, problems, and on which line each row begins."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from policy_dataset.problems import Problem

CellPlace: TypeAlias = tuple[int, int, int]
"""Line, column, and the column after what stands on that line."""


@dataclass(frozen=True, slots=True, eq=False)
class CsvStructure:
    """What the structure pass found.

    Attributes
    ----------
    header
        The cells of the first row; empty for an empty file.
    rows
        Number of data rows. An empty line is none.
    problems
        By place; at most 100 for each code.
    totals
        How many problems of each code there are.
    header_places
        Where each cell of the header stands: line, column, and the column after it.
    """

    header: tuple[str, ...]
    rows: int
    problems: tuple[Problem, ...]
    totals: Mapping[str, int]
    header_places: tuple[CellPlace, ...]
    _first_line: int
    _long_rows: array[int]
    _lines_added: array[int]
    _known_lines: array[int]
    _known_offsets: array[int]

    def known_line(self, line: int) -> tuple[int, int]:
        """Return a line at or before another, not far from it, and where in the file it begins, in bytes."""
        before = bisect_right(self._known_lines, line) - 1
        return (self._known_lines[before], self._known_offsets[before]) if before >= 0 else (1, 0)

    def line_of_row(self, row: int) -> int:
        """Return the physical line (from 1) on which a data row (from 0) begins."""
        before = bisect_left(self._long_rows, row)
        return self._first_line + row + (self._lines_added[before - 1] if before else 0)

    def stretches(self, size: int) -> Iterator[tuple[int, int]]:
        """Go through places at which a data row begins: its number and its offset in the file, in bytes.

        Parameters
        ----------
        size
            So many bytes apart at least. The header and the first rows are before the first of them.
        """
        before = 0
        for line, offset in zip(self._known_lines, self._known_offsets, strict=True):
            if offset - before >= size:
                yield self._row_at(line), offset
                before = offset

    def _row_at(self, line: int) -> int:
        """Return the first data row that begins on a line or after it."""
        return bisect_left(range(self.rows), line, key=self.line_of_row)
