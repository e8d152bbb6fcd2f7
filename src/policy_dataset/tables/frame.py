"""One table to be judged: its rows, where they were written, and the cells that could not be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING

import pyarrow as pa

from policy_dataset.errors import UsageError
from policy_dataset.model.schema import Schema
from policy_dataset.tables.arrow import arrow_schema
from policy_dataset.tables.files import BulkFiles
from policy_dataset.tables.places import JoinedPlaces, NoPlaces, Places

if TYPE_CHECKING:
    from policy_dataset.tables.engines import Misfits


@dataclass(frozen=True)
class Frame:
    """The rows of one table.

    Attributes
    ----------
    source
        Published columns, in memory or in the files that hold them; cells that could not be read are null.
    places
        Where each row and cell was written.
    broken
        Cells of which a problem is known already, as (row, column); no rule speaks of them again. Of files, only their
        opening tells.
    records
        How many rows, from the first, were written as records, with evidence; those after them came in bulk.
    written
        The rows of those records, where the source is files.
    misfits
        Of files that were read before an engine opens them: the cells that are not of the type of their column, by
        column; they are null in the source.
    """

    source: pa.Table | BulkFiles
    places: Places = field(default_factory=NoPlaces)
    broken: frozenset[tuple[int, str]] = frozenset()
    records: int = 0
    written: pa.Table | None = None
    misfits: Mapping[str, Misfits] = field(default_factory=dict)

    @property
    def files(self) -> BulkFiles | None:
        """The files that hold the rows, where they are not in memory."""
        return self.source if isinstance(self.source, BulkFiles) else None

    @property
    def rows(self) -> int:
        """Number of rows."""
        return self.source.rows if isinstance(self.source, BulkFiles) else int(self.source.num_rows)

    @property
    def data(self) -> pa.Table:
        """The rows in memory.

        Raises
        ------
        UsageError
            They are in files: an engine opens those.
        """
        if isinstance(self.source, BulkFiles):
            raise UsageError(f"the rows of {self.source.table.table_name} are in files and not in memory")
        return self.source

    @property
    def record_rows(self) -> pa.Table:
        """The rows that were written as records; they are in memory always."""
        if self.written is not None:
            return self.written
        files = self.files
        return self.data.slice(0, self.records) if files is None else arrow_schema(files.table).empty_table()


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


def joined(frames: list[Frame]) -> Frame:
    """Return frames of one table as one, rows in order; frames of records come before those of bulk rows."""
    if len(frames) == 1:
        return frames[0]
    broken: set[tuple[int, str]] = set()
    before = 0
    for frame in frames:
        broken |= {(row + before, name) for row, name in frame.broken}
        before += frame.rows
    starts = (0, *accumulate(frame.rows for frame in frames))[:-1]
    places = JoinedPlaces(starts, tuple(frame.places for frame in frames))
    records = sum(frame.records for frame in frames)
    return Frame(pa.concat_tables([f.data for f in frames]), places, frozenset(broken), records)
