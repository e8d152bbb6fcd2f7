"""What differs between two releases, as values: records, cells, evidence, columns, metadata."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import pyarrow as pa

SEPARATOR = "/"
"""Between the parts of a key of several columns, as everywhere in a dataset."""
SEAM = "\x1f"
"""The same inside a comparison: no published text holds it, while ``/`` stands in ids."""


class RecordChange(NamedTuple):
    """A record that only one of two releases has, with its cells."""

    table: str
    id: str
    values: Mapping[str, Any]


class CellChange(NamedTuple):
    """A cell that differs: None is a cell that holds nothing, or a column that the release does not have."""

    table: str
    id: str
    field: str
    old: Any
    new: Any
    cause: str | None


class MovedEvidence(NamedTuple):
    """The same quote at another place: `old` and `new` are ``source#char=start,end``."""

    table: str
    record_id: str
    field: str | None
    old: str
    new: str


class SchemaChange(NamedTuple):
    """A table or column that came, went or is declared otherwise; `column` is None where a table is meant."""

    kind: str
    table: str
    column: str | None
    old: str | None
    new: str | None


class MetaChange(NamedTuple):
    """A property of the dataset as a whole that differs."""

    property: str
    old: Any
    new: Any


class Transition(NamedTuple):
    """A state that cannot follow the one before, by its codelist; `allowed` is what can."""

    table: str
    id: str
    field: str
    old: str
    new: str
    allowed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TableDiff:
    """How one table becomes another, whole: enough to make the new one from the old.

    Attributes
    ----------
    key
        Names of the key columns of the new table.
    schema
        Arrow schema of the new table.
    added, removed
        Whole rows.
    cells
        By key of the record (its parts joined by `SEAM`): column to (old, new).
    """

    name: str
    key: tuple[str, ...]
    schema: pa.Schema
    added: tuple[Mapping[str, Any], ...]
    removed: tuple[Mapping[str, Any], ...]
    cells: Mapping[str, Mapping[str, tuple[Any, Any]]]

    def key_of(self, row: Mapping[str, Any]) -> str:
        """Return the key of a row, its parts joined by `SEAM`."""
        return SEAM.join(str(row[part]) for part in self.key)

    def id_of(self, row: Mapping[str, Any]) -> str:
        """Return the key of a row as people write it; of its first column where it lacks the key."""
        parts = self.key if set(self.key) <= set(row) else tuple(row)[:1]
        return SEPARATOR.join(str(row[part]) for part in parts)

    def __bool__(self) -> bool:
        """Whether anything differs."""
        return bool(self.added or self.removed or self.cells)
