"""CSV files for people: beside each code its label and beside each id the name, in both languages.

``statistics_labelled.csv`` and so on, in a folder; UTF-8, with the signature that Excel asks for on request.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from policy_dataset.release.formats import csv
from policy_dataset.release.labels import LANGUAGES

if TYPE_CHECKING:
    from policy_dataset.release.dataset import Dataset
    from policy_dataset.release.view import TableView

ENDING = "-labelled"
REPEATABLE = True
SIGNATURE = b"\xef\xbb\xbf"


def check() -> None:
    """Nothing is needed that is not there."""


def write_whole(dataset: Dataset, path: Path, *, excel_bom: bool = False) -> None:
    """Write a folder with one CSV a table."""
    path.mkdir()
    for name in dataset.tables:
        file = path / f"{name}_labelled.csv"
        csv.write(labelled_in_all(dataset[name]), file)
        if excel_bom:
            file.write_bytes(SIGNATURE + file.read_bytes())


def labelled_in_all(view: TableView[Any]) -> pa.Table:
    """Return a table with ``<column>_label_en`` and ``<column>_label_zh`` after each code and each reference."""
    labels = {language: view.labelled(language).to_arrow() for language in LANGUAGES}
    plain = view.to_arrow()
    names: list[str] = []
    columns: list[Any] = []
    for name in plain.column_names:
        names.append(name)
        columns.append(plain[name])
        for language, table in labels.items():
            label = f"{name}_label_{language}"
            # What a table declares itself is not added again.
            if f"{name}_label" in table.column_names and not {f"{name}_label", label} & set(
                plain.column_names
            ):
                names.append(label)
                columns.append(table[f"{name}_label"])
    return pa.Table.from_arrays(columns, names=names)
