"""Where the cells of a CSV file stand, found in the file when they are asked for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from policy_dataset.tables.csv_lines import CsvStructure

_QUOTED = re.compile(rb'"(?:[^"]|"")*"')
_BARE = re.compile(rb"[^,\r\n]*")
_CHUNK = 1 << 14


@dataclass(frozen=True, slots=True)
class CsvPlaces:
    """Places of the rows and cells of one file whose structure is in order.

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
        return {**found, **self._cell(line, self.columns[column])}

    def text(self, row: int, column: str) -> str | None:  # noqa: ARG002 - cells are what is published
        """Return nothing: what stands in the file is what is published."""
        return None

    def _cell(self, line: int, number: int) -> dict[str, int]:
        """Return the place of a cell of the row that begins on a line; nothing where the file is not what it was."""
        known, offset = self.structure.known_line(line)
        with self.path.open("rb") as stream:
            stream.seek(offset)
            for _ in range(line - known):
                stream.readline()
            data = stream.read(_CHUNK)
            start = end = -1
            for _ in range(number + 1):
                start = end + 1
                while (cell_end := _end_of_cell(data, start)) is None:
                    more = stream.read(max(len(data), _CHUNK))
                    if not more and data.endswith(b"\n\n"):
                        return {}
                    data += more or b"\n"
                end = cell_end
        return _place(data, start, end, line)


def _end_of_cell(data: bytes, start: int) -> int | None:
    """Return where a cell ends; None where more bytes are needed to tell."""
    found = (_QUOTED if data[start : start + 1] == b'"' else _BARE).match(data, start)
    return found.end() if found is not None and found.end() < len(data) else None


def _place(data: bytes, start: int, end: int, line: int) -> dict[str, int]:
    """Return line and column of a cell, and the column after what of it is on that line."""
    before = data.rfind(b"\n", 0, start) + 1
    column = len(data[before:start].decode("utf-8", errors="replace")) + 1
    first = data[start:end].split(b"\n", 1)[0].removesuffix(b"\r")
    shown = len(first.decode("utf-8", errors="replace"))
    return {"line": line + data.count(b"\n", 0, start), "column": column, "end_column": column + shown}
