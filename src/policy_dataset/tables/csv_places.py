"""Where the cells of a CSV file stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from policy_dataset.tables.csv_structure import CsvStructure

_LARGEST = 16 << 20
"""In files of more bytes a problem is at its row, not at its cell: all lines are kept to look cells up."""


@dataclass(frozen=True, slots=True)
class CsvPlaces:
    """Places of the rows and cells of one file.

    Attributes
    ----------
    path, file
        Where it lies, and its name in problems.
    columns
        Number of each column, from 0.
    """

    path: Path
    file: str
    structure: CsvStructure
    columns: Mapping[str, int]

    def of(
        self,
        row: int,
        column: str | None,
        start: int | None = None,  # noqa: ARG002 - quotes may stand between the characters of a cell
        end: int | None = None,  # noqa: ARG002 - as `start`
    ) -> dict[str, Any]:
        """Return file, line and column of a cell or row."""
        line = self.structure.line_of_row(row)
        found: dict[str, Any] = {"file": self.file, "line": line, "column": 1}
        if column is None or column not in self.columns:
            return found
        lines = _lines(self.path, *_state(self.path))
        cells = _cells(lines[line - 1 :])
        cell = next((c for n, c in enumerate(cells) if n == self.columns[column]), None)
        if cell is None:
            return found
        down, begins, ends = cell
        return {**found, "line": line + down, "column": begins + 1, "end_column": ends + 1}

    def text(self, row: int, column: str) -> str | None:  # noqa: ARG002 - cells are what is published
        """Return nothing: what stands in the file is what is published."""
        return None


def _state(path: Path) -> tuple[int, int]:
    stat = path.stat()
    return stat.st_mtime_ns, stat.st_size


@lru_cache(maxsize=2)
def _lines(path: Path, changed: int, size: int) -> tuple[str, ...]:  # noqa: ARG001 - another state is another file
    if size > _LARGEST:
        return ()
    return tuple(path.read_text(encoding="utf-8-sig").split("\n"))


def _cells(lines: tuple[str, ...]) -> Iterator[tuple[int, int, int]]:
    """Go through the cells of a sound row: lines below its first, and first and last character there, half-open."""
    down, at = 0, 0
    while down < len(lines):
        line = lines[down].removesuffix("\r")
        begins, first = at, down
        if line[at : at + 1] == '"':
            while True:
                closing = line.find('"', at + 1)
                if closing < 0:
                    down, at = down + 1, -1
                    if down == len(lines):
                        return
                    line = lines[down].removesuffix("\r")
                elif line[closing + 1 : closing + 2] == '"':
                    at = closing + 1
                else:
                    at = closing + 1
                    break
        else:
            comma = line.find(",", at)
            at = len(line) if comma < 0 else comma
        yield first, begins, at if down == first else len(lines[first].removesuffix("\r"))
        if at >= len(line):
            return
        at += 1
