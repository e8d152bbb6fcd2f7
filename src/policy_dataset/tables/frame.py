"""One table to be judged: its rows, where they were written, and the cells that could not be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from policy_dataset.model.schema import Schema
from policy_dataset.tables.places import NoPlaces, Places


@dataclass(frozen=True)
class Frame:
    """The rows of one table.

    Attributes
    ----------
    data
        Published columns; cells that could not be read are null.
    places
        Where each row and cell was written.
    broken
        Cells of which a problem is known already, as (row, column); no rule speaks of them again.
    records
        How many rows, from the first, were written as records, with evidence; those after them came in bulk.
    """

    data: pa.Table
    places: Places = field(default_factory=NoPlaces)
    broken: frozenset[tuple[int, str]] = frozenset()
    records: int = 0


@dataclass(frozen=True)
class Frames:
    """All tables of a dataset, and the rows that the library supplies to it.

    Attributes
    ----------
    own
        What the dataset's authors wrote, and what was derived from it.
    supplied
        Reference rows that its references may point at: gazetteer, indicators, units, codes.
    """

    schema: Schema
    own: Mapping[str, Frame]
    supplied: Mapping[str, pa.Table]

    def replaced(self, name: str, frame: Frame) -> Frames:
        """Return the same tables with another frame for one of them."""
        return Frames(self.schema, {**self.own, name: frame}, self.supplied)


@dataclass(frozen=True, slots=True)
class _JoinedPlaces:
    parts: tuple[tuple[int, Places], ...]

    def _part(self, row: int) -> tuple[Places, int]:
        for length, places in self.parts:
            if row < length:
                return places, row
            row -= length
        return NoPlaces(), row

    def of(
        self, row: int, column: str | None, start: int | None = None, end: int | None = None
    ) -> dict[str, Any]:
        places, inner = self._part(row)
        return places.of(inner, column, start, end)

    def text(self, row: int, column: str) -> str | None:
        places, inner = self._part(row)
        return places.text(inner, column)


def joined(frames: list[Frame]) -> Frame:
    """Return frames of one table as one, rows in order; frames of records come before those of bulk rows."""
    if len(frames) == 1:
        return frames[0]
    broken: set[tuple[int, str]] = set()
    before = 0
    for frame in frames:
        broken |= {(row + before, name) for row, name in frame.broken}
        before += frame.data.num_rows
    places = _JoinedPlaces(tuple((f.data.num_rows, f.places) for f in frames))
    records = sum(frame.records for frame in frames)
    return Frame(pa.concat_tables([f.data for f in frames]), places, frozenset(broken), records)
