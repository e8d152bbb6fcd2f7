"""The texts of a document with what is declared about each: for going through a file without judging it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from policy_dataset.model.vocabulary import Column, Table, authored_columns, columns, nested
from policy_dataset.records.shape import WHOLE_RECORD

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A text, or the name of a field.

    Attributes
    ----------
    path
        Of the value.
    column
        What is declared about it; None where nothing is.
    is_name
        Whether the text is the name of the field at `path`, not its value.
    known, beside
        For a name: those that may stand here, and those that do.
    """

    path: Path
    text: str
    column: Column | None = None
    is_name: bool = False
    known: Collection[str] = ()
    beside: Collection[str] = ()


def cells_of_records(value: Any, table: type[Table]) -> Iterator[Cell]:
    """Go through the records of a file: a list of mappings; what has another shape has no declaration."""
    if not isinstance(value, list):
        yield from cells_of_values(value)
        return
    for number, record in enumerate(value):
        yield from _record((number,), record, table)


def cells_of_values(value: Any, path: Path = (), column: Column | None = None) -> Iterator[Cell]:
    """Go through the texts of a value of any shape."""
    if isinstance(value, str):
        yield Cell(path, value, column)
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from cells_of_values(inner, (*path, name), column)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from cells_of_values(inner, (*path, number), column)


def _record(path: Path, value: Any, table: type[Table]) -> Iterator[Cell]:
    if not isinstance(value, dict):
        yield from cells_of_values(value, path)
        return
    declared, lists = authored_columns(table), nested(table)
    known = (*declared, *lists)
    for name, given in value.items():
        at = (*path, name)
        # A field that the library derives is not misspelt; it does not belong here at all.
        if name not in columns(table):
            yield Cell(at, name, is_name=True, known=known, beside=value)
        if name in lists and lists[name].evidence:
            yield from _evidence(at, given, table)
        elif name in lists and isinstance(given, list):
            link = lists[name]
            for number, item in enumerate(given):
                if isinstance(item, str) and link.shorthand is not None:
                    yield Cell((*at, number), item, columns(link.target)[link.shorthand])
                else:
                    yield from _record((*at, number), item, link.target)
        else:
            yield from cells_of_values(given, at, declared.get(name))


def _evidence(path: Path, given: Any, table: type[Table]) -> Iterator[Cell]:
    if isinstance(given, dict):
        lists = (name for name, link in nested(table).items() if not link.evidence)
        known = (WHOLE_RECORD, *authored_columns(table), *lists)
        for name in given:
            yield Cell((*path, name), name, is_name=True, known=known, beside=given)
    yield from cells_of_values(given, path)
