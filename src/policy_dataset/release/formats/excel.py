"""One workbook: a sheet a table, labels beside codes and ids.

Ids, codes and periods are text, so that no spreadsheet makes numbers or dates of them; numbers are written digit for
digit, but spreadsheets compute with 15 digits.
"""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from policy_dataset.errors import UsageError
from policy_dataset.release.formats import library
from policy_dataset.release.formats.labelled import labelled_in_all
from policy_dataset.release.records import without_trailing_zeros

if TYPE_CHECKING:
    from policy_dataset.release.dataset import Dataset

ENDING = ".xlsx"
REPEATABLE = True
"""Equal packages give equal bytes with the same version of openpyxl."""

LONGEST_CELL, MOST_ROWS, LONGEST_SHEET_NAME = 32_767, 1_048_576, 31
_FIRST_YEAR = 1901  # Spreadsheets count days from 1900, and take that for a leap year.
_EPOCH = (1980, 1, 1, 0, 0, 0)
# What XML 1.0 cannot hold.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def check() -> None:
    """Look for openpyxl."""
    library("openpyxl", "excel")


def write_whole(dataset: Dataset, path: Path, *, excel_bom: bool = False) -> None:  # noqa: ARG001 - no CSV here
    """Write a package as one workbook.

    Raises
    ------
    UsageError
        A table or a cell is larger than a workbook can hold; nothing is cut.
    """
    openpyxl = library("openpyxl", "excel")
    book = openpyxl.Workbook(write_only=True)
    for name in dataset.tables:
        table = labelled_in_all(dataset[name])
        if table.num_rows >= MOST_ROWS:
            raise UsageError(f"table {name} has {table.num_rows} rows; a sheet holds {MOST_ROWS - 1}")
        sheet = book.create_sheet(name[:LONGEST_SHEET_NAME])
        sheet.freeze_panes = "A2"
        sheet.append([_text_cell(sheet, column) for column in table.column_names])
        for row in table.to_pylist():
            sheet.append([_cell(sheet, name, value) for value in row.values()])
    held = io.BytesIO()
    book.save(held)
    path.write_bytes(_without_clock(held.getvalue()))


def _cell(sheet: Any, table: str, value: Any) -> Any:
    if isinstance(value, str):
        if len(value) > LONGEST_CELL:
            raise UsageError(
                f"a cell of {table} has {len(value)} characters; one of a sheet holds {LONGEST_CELL}"
            )
        return _text_cell(sheet, value)
    if isinstance(value, Decimal):
        return without_trailing_zeros(value)
    if isinstance(value, date) and value.year < _FIRST_YEAR:
        return _text_cell(sheet, value.isoformat())
    return value


def _text_cell(sheet: Any, text: str) -> Any:
    cell = library("openpyxl.cell", "excel").WriteOnlyCell(sheet, value=_FORBIDDEN.sub("\ufffd", text))
    # A text that begins with "=" is a text, and no formula.
    cell.data_type = "s"
    return cell


def _without_clock(content: bytes) -> bytes:
    """Pack a workbook anew: members as they are, but no time of today in it and around it."""
    packed = io.BytesIO()
    day = b"1980-01-01T00:00:00Z"
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "docProps/core.xml":
                part = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", day, part)
            member = zipfile.ZipInfo(name, _EPOCH)
            member.create_system = 3
            new.writestr(member, part)
    return packed.getvalue()
