"""What two coders' records are compared by: every authored field whose values can be the same or not."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass

from policy_dataset.agreement.coefficients import Distance, masi, nominal
from policy_dataset.model.vocabulary import Column, Links, Table, authored_columns, columns, nested
from policy_dataset.records.rows import Row

Names = Mapping[str, Mapping[str, str]]
"""By table: ids of one coder's records, and the ids of the other's that they are the same as."""

WHO_CODED = ("coded_by", "coding_origin")
ALSO_DERIVED = ("value", "unit", "comparator")
"""Columns that nobody writes and that say what was read from those that are written."""


@dataclass(frozen=True, slots=True)
class ComparedField:
    """One field of a table, and how its values are compared.

    Attributes
    ----------
    value
        The value in a record; None where the coder left the field out, a frozen set for a nested list.
    """

    name: str
    value: Callable[[Row, Names], Hashable]
    distance: Distance


def compared_fields(table: type[Table]) -> tuple[ComparedField, ...]:
    """Return the fields that records of a table are compared by: codes, references, figures, periods, nested lists.

    Titles and summaries are each coder's own words and are not among them. Periods are compared as EDTF, so that
    ``2026年`` and ``2026`` are the same. A nested list whose items say more than one thing is compared twice: by its
    first column alone, and whole.
    """
    singles = [_single(column) for column in authored_columns(table).values() if _comparable(column)]
    singles += [_single(columns(table)[name]) for name in ALSO_DERIVED if name in columns(table)]
    lists = [field for link in nested(table).values() if not link.evidence for field in _lists(link)]
    return (*singles, *lists)


def _comparable(column: Column) -> bool:
    told = column.codelist or column.references or column.notation or column.type is not str
    return bool(told) and not column.key and not column.parent and column.name not in WHO_CODED


def _single(column: Column) -> ComparedField:
    def value(row: Row, names: Names) -> Hashable:
        cell = row.cells.get(column.name)
        return None if cell is None else _named(str(cell), column, names)

    return ComparedField(column.authored_as, value, nominal)


def _lists(link: Links) -> Iterator[ComparedField]:
    told = [c for c in authored_columns(link.target).values() if _comparable(c) or c.references or c.codelist]
    if not told:
        return
    yield _list(link, link.name, told[:1])
    if len(told) > 1:
        yield _list(link, f"{link.name}/{told[1].authored_as}", told)


def _list(link: Links, name: str, told: list[Column]) -> ComparedField:
    def value(row: Row, names: Names) -> Hashable:
        said = [
            [child.cells.get(t.name) for t in told] for child in row.children if child.table is link.target
        ]
        return frozenset(
            "/".join(_named(str(cell), t, names) for cell, t in zip(cells, told, strict=True))
            for cells in said
        )

    return ComparedField(name, value, masi)


def _named(cell: str, column: Column, names: Names) -> str:
    return names.get(column.references or "", {}).get(cell, cell)


def shown(value: Hashable) -> str:
    """Return a value as a reader expects it."""
    if isinstance(value, frozenset):
        return ", ".join(sorted(value)) or "none"
    return "left out" if value is None else str(value)
