"""The header of a CSV file: a name for every column, each once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from policy_dataset.tables.csv_lines import CellPlace
    from policy_dataset.tables.csv_rows import Ledger

_CELL: Final = re.compile(r'((?:"(?:[^"]++|"")*+")?+[^,]*+)(,?)')
_OTHER_SEPARATORS: Final = {";": "`;`", "\t": "tabs", "|": "`|`"}


def find_other_separator(names: Sequence[str]) -> str | None:
    """Return what a header that has no comma is separated by, in words; None where nothing else is."""
    if len(names) != 1:
        return None
    return next((words for sign, words in _OTHER_SEPARATORS.items() if sign in names[0]), None)


def find_places(header: bytes, line: int) -> Iterator[CellPlace]:
    r"""Go through the places of the cells of a header that begins on a line.

    Examples
    --------
    >>> list(find_places(b'id,"a, b",note', 1))
    [(1, 1, 3), (1, 4, 10), (1, 11, 15)]
    """
    text = header.decode("utf-8", errors="replace")
    line_start = 0
    for cell in _CELL.finditer(text):
        start = cell.start()
        shown, *further = cell[1].split("\n")
        yield line, start - line_start + 1, start - line_start + 1 + len(shown.removesuffix("\r"))
        if not cell[2]:
            return
        if further:
            line, line_start = line + len(further), text.rfind("\n", start, cell.end()) + 1


def judge_header(
    names: Sequence[str], places: Sequence[CellPlace], expected: Sequence[str], ledger: Ledger
) -> None:
    """Report names that are missing, or given twice.

    Parameters
    ----------
    names, places
        The cells of the header, and where they stand.
    expected
        Names that it must have, in any order.
    ledger
        Where faults go.
    """
    line = places[0][0]
    separator = find_other_separator(names)
    if separator is not None:
        message = f"the columns are separated by {separator}, not by commas"
        ledger.add("csv_header", message, "Save the file as CSV with commas between the cells.", line, 1)
        return
    first: dict[str, int] = {}
    for number, (name, place) in enumerate(zip(names, places, strict=False), start=1):
        if not name.strip():
            message, hint = f"column {number} has no name", "Name every column in the first line."
        elif first.setdefault(name, number) < number:
            message = f"the name '{name[:80]}' is given to columns {first[name]} and {number}"
            hint = "Give every column a name of its own."
        else:
            continue
        ledger.add("csv_header", message, hint, *place)
    missing = [name for name in expected if name not in first]
    if not missing:
        return
    if len(missing) == len(expected):
        message, hint = "the first line is not the header", "Write the header as the first line: "
    else:
        message, hint = f"the header lacks {', '.join(missing)}", "Add the columns; expected are: "
    ledger.add("csv_header", message, hint + ",".join(expected), line, 1)
