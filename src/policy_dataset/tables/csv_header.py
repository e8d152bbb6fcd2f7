"""The header of a CSV file: a name for every column, each once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from policy_dataset.tables.csv_rows import Ledger

_OTHER_SEPARATORS: Final = {";": "`;`", "\t": "tabs", "|": "`|`"}


def find_other_separator(names: Sequence[str]) -> str | None:
    """Return what a header that has no comma is separated by, in words; None where nothing else is."""
    if len(names) != 1:
        return None
    return next((words for sign, words in _OTHER_SEPARATORS.items() if sign in names[0]), None)


def judge_header(names: Sequence[str], expected: Sequence[str], line: int, ledger: Ledger) -> None:
    """Report names that are missing, or given twice.

    Parameters
    ----------
    names
        The cells of the header.
    expected
        Names that it must have, in any order.
    line
        Where it begins.
    ledger
        Where faults go.
    """
    separator = find_other_separator(names)
    if separator is not None:
        message = f"the columns are separated by {separator}, not by commas"
        ledger.add("csv_header", message, "Save the file as CSV with commas between the cells.", line, 1)
        return
    first: dict[str, int] = {}
    for number, name in enumerate(names, start=1):
        if not name.strip():
            message, hint = f"column {number} has no name", "Name every column in the first line."
        elif first.setdefault(name, number) < number:
            message = f"the name '{name[:80]}' is given to columns {first[name]} and {number}"
            hint = "Give every column a name of its own."
        else:
            continue
        ledger.add("csv_header", message, hint, line, 1)
    missing = [name for name in expected if name not in first]
    if not missing:
        return
    if len(missing) == len(expected):
        message, hint = "the first line is not the header", "Write the header as the first line: "
    else:
        message, hint = f"the header lacks {', '.join(missing)}", "Add the columns; expected are: "
    ledger.add("csv_header", message, hint + ",".join(expected), line, 1)
