"""One authored record as typed cells, and where each of them is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from policy_dataset.model.vocabulary import Column, Table, columns, key_of
from policy_dataset.problems import Problem
from policy_dataset.records.yaml_text import YamlDocument
from policy_dataset.sources.anchors import Anchor

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class EvidenceItem:
    """One anchor of a record, with the authored field it supports (None: the record as a whole)."""

    field: str | None
    anchor: Anchor
    path: Path


@dataclass(slots=True)
class Row:
    """One row of a table, as read from YAML.

    Attributes
    ----------
    table
        Its declaration.
    cells
        Typed cells by published name. Derivations add to them.
    document, path
        Where the record stands.
    shorthand
        The column that a bare text filled.
    broken
        Columns of which a problem is known already.
    children
        Rows of nested lists.
    evidence
        Its anchors, in order.
    parent
        The record that holds it, for a row of a nested list.
    """

    table: type[Table]
    cells: dict[str, Any]
    document: YamlDocument
    path: Path
    shorthand: str | None = None
    broken: set[str] = field(default_factory=set)
    children: list[Row] = field(default_factory=list)
    evidence: list[EvidenceItem] = field(default_factory=list)
    parent: Row | None = None

    @property
    def key(self) -> str:
        """The key as problems show it: its parts joined by ``/``."""
        return "/".join(str(self.cells.get(name) or "?") for name in key_of(self.table))

    def column_path(self, column: Column) -> Path:
        """Return where a column is written."""
        if self.shorthand == column.name:
            return self.path
        if column.parent and self.parent is not None:
            return self.path
        return (*self.path, column.authored_as)

    def place(self, column: str | None, start: int | None = None, end: int | None = None) -> dict[str, Any]:
        """Return what `Problem.at` takes for the row or one of its cells, or for a part of the cell's text."""
        found: dict[str, Any] = {"file": self.document.file}
        positions = self.document.positions
        declared = columns(self.table).get(column) if column is not None else None
        if declared is None:
            return found | positions.nearest(self.path).fields()
        path = self.column_path(declared)
        if start is not None and end is not None and end > start:
            inside = positions.of_character(path, start, end)
            if inside is not None:
                return found | inside.fields()
        return found | positions.nearest(path).fields()

    def locate(self, problem: Problem) -> Problem:
        """Return a problem about this row, found by a lower room, with its place in the file."""
        declared = next((c for c in columns(self.table).values() if c.authored_as == problem.field), None)
        column = declared.name if declared is not None else None
        return problem.at(
            **self.place(column, problem.start, problem.end),
            table=self.table.table_name,
            record=problem.record or self.key,
        )


@dataclass(frozen=True, slots=True)
class RowPlaces:
    """Places of the rows of one table that came from YAML."""

    rows: Sequence[Row]

    def of(
        self, row: int, column: str | None, start: int | None = None, end: int | None = None
    ) -> dict[str, Any]:
        """Return file, line and column of a cell, of a part of its text, or of a row."""
        found = self.rows[row]
        return {**found.place(column, start, end), "record": found.key}

    def text(self, row: int, column: str) -> str | None:
        """Return the cell as written."""
        declared = columns(self.rows[row].table).get(column)
        if declared is None:
            return None
        value = self.rows[row].document.value
        for step in self.rows[row].column_path(declared):
            try:
                value = value[step]
            except (KeyError, IndexError, TypeError):
                return None
        return value if isinstance(value, str) else None
