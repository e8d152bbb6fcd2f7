"""What is wrong with data: one value class, never raised."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any


class Severity(StrEnum):
    """How grave a problem is: an error must be mended before publishing, a warning should be."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One fault in data: where it is, what it is and what to do about it.

    A low room fills what it knows (`start` and `end` in a text, say); each room above adds the place it knows with
    `at`. Nothing here is ever raised.

    Attributes
    ----------
    code
        The id of the rule that is broken; reports show it as ``rule``.
    message
        The fact, with its value.
    hint
        One imperative sentence: what to do.
    start, end
        Span in the text that was read, in code points, half-open.
    file
        Relative to the directory that was read, with forward slashes.
    line, column
        Place in `file`, from 1, `column` in code points.
    end_column
        Where the marked text ends on the same line (exclusive); for carets.
    table, row
        Name of the table and 0-based number of the data row in it.
    record
        Key of the record (parts joined by ``/``).
    field
        Name of the field as its author writes it: of rows in bulk, the published column.
    value
        The offending value as written.
    """

    code: str
    message: str
    hint: str = ""
    severity: Severity = Severity.ERROR
    start: int | None = None
    end: int | None = None
    file: str | None = None
    line: int | None = None
    column: int | None = None
    end_column: int | None = None
    table: str | None = None
    row: int | None = None
    record: str | None = None
    field: str | None = None
    value: str | None = None

    @property
    def rule(self) -> str:
        """The code, under the name that reports use."""
        return self.code

    def at(self, **place: Any) -> Problem:
        """Return the same problem with more of its place known."""
        return replace(self, **place)

    def sort_key(self) -> tuple[str, int, int, int, str, str]:
        """Order of reports: by file, then place (the row in files that have no lines), then rule."""
        row = self.row or 0 if self.line is None else 0
        return (self.file or "", self.line or 0, self.column or 0, row, self.code, self.message)
