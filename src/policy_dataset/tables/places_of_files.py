"""The places of the rows of bulk files."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from policy_dataset.tables.csv_places import CsvPlaces
from policy_dataset.tables.files import BulkFile, BulkFiles
from policy_dataset.tables.places import JoinedPlaces, ParquetPlaces, Places


def places_of(file: BulkFile) -> Places:
    """Return the places of the rows of one file."""
    if file.structure is None:
        return ParquetPlaces(file.name)
    return CsvPlaces(file.path, file.name, file.structure, {name: i for i, name in enumerate(file.header)})


@dataclass(frozen=True)
class PlacesOfFiles:
    """The places of the rows of a table in several files, made when the first is asked for: the files are checked then."""

    files: BulkFiles

    @cached_property
    def _joined(self) -> JoinedPlaces:
        return JoinedPlaces(self.files.starts, tuple(places_of(file) for file in self.files.files))

    def of(
        self, row: int, column: str | None, start: int | None = None, end: int | None = None
    ) -> dict[str, Any]:
        """Return the place in the file that holds the row."""
        return self._joined.of(row, column, start, end)

    def text(self, row: int, column: str) -> str | None:
        """Return the cell as written, by the file that holds the row."""
        return self._joined.text(row, column)


def places_of_all(files: BulkFiles) -> Places:
    """Return the places of the rows of a table in several files."""
    return PlacesOfFiles(files)
