"""The places of the rows of bulk files."""

from __future__ import annotations

from policy_dataset.tables.csv_places import CsvPlaces
from policy_dataset.tables.files import BulkFile, BulkFiles
from policy_dataset.tables.places import JoinedPlaces, ParquetPlaces, Places


def places_of(file: BulkFile) -> Places:
    """Return the places of the rows of one file."""
    if file.structure is None:
        return ParquetPlaces(file.name)
    return CsvPlaces(file.path, file.name, file.structure, {name: i for i, name in enumerate(file.header)})


def places_of_all(files: BulkFiles) -> Places:
    """Return the places of the rows of a table in several files."""
    return JoinedPlaces(files.starts, tuple(places_of(file) for file in files.files))
