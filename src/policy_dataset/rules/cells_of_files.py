"""The cells of a row that lies in files: a message asks for few of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from policy_dataset.model.vocabulary import columns

if TYPE_CHECKING:
    from policy_dataset.rules.tables import Tables


@dataclass(frozen=True, slots=True)
class CellsOfFiles(Mapping[str, Any]):
    """The cells of one row of files by column, read as they are asked for."""

    tables: Tables
    name: str
    row: int

    def __getitem__(self, column: str) -> Any:
        if column not in columns(self.tables.schema[self.name]):
            raise KeyError(column)
        return self.tables.cell(self.name, self.row, column)

    def __iter__(self) -> Iterator[str]:
        return iter(columns(self.tables.schema[self.name]))

    def __len__(self) -> int:
        return len(columns(self.tables.schema[self.name]))
