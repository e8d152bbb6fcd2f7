"""A bulk row's value, unit or bounds are not what its figure as printed says.

Records have them derived from the figure; in rows that come as published they are written, and each distinct figure
is read again.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from math import isnan
from typing import Any

from policy_dataset.derivation.context import Context, make_context
from policy_dataset.derivation.figures import figure_columns
from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Finding, Rule
from policy_dataset.rules.tables import Tables
from policy_dataset.values.numbers import decimal_text

_GIVEN = ("figure", "figure_qualifier", "figure_reading", "indicator", "kind")
_FOLLOW = (
    "value",
    "value_exact",
    "unit",
    "comparator",
    "lower",
    "upper",
    "lower_inclusive",
    "upper_inclusive",
    "resolution",
    "value_base",
    "change_direction",
    "change_mode",
    "change_basis",
)


def _find(tables: Tables) -> Iterator[Finding]:
    if tables.own_count("statistics") == tables.record_count("statistics"):
        return
    context = make_context(*(_rows(tables, name) for name in ("units", "indicators", "sources")))

    def judge(*cells: Any) -> str | None:
        return _differs(dict(zip((*_GIVEN, *_FOLLOW), cells, strict=True)), context)

    for row, says in tables.failing_cells("statistics", [*_GIVEN, *_FOLLOW], judge, bulk=True):
        column, _, what = says.partition("|")
        yield Finding("statistics", row, column, {"what": what}, reads=(*_GIVEN, *_FOLLOW))


def _rows(tables: Tables, name: str) -> Iterator[Mapping[str, Any]]:
    yield from tables.known(name).collect().iter_rows(named=True)


def _differs(cells: Mapping[str, Any], context: Context) -> str | None:
    if cells["figure"] is None or _inconsistent(cells):
        return None
    given = {name: cells[name] for name in _GIVEN if cells[name] is not None}
    derived = figure_columns(given, context)
    if derived.problems:
        return f"figure|{derived.problems[0].message}"
    for name in _FOLLOW:
        says = derived.cells.get(name)
        if not _same(cells[name], says):
            return f"{name}|{name} is {_shown(cells[name])}, but {cells['figure']} says {_shown(says)}"
    return None


def _same(cell: Any, says: Any) -> bool:
    if isinstance(cell, float) and isinstance(says, Decimal):
        # Files may hold floating point: there is no 18.4 in it, but one number that is meant by it.
        return cell == float(says)
    return bool(cell == says)


def _inconsistent(cells: Mapping[str, Any]) -> bool:
    """Whether the numbers contradict each other already, whatever the figure says: rules on bounds speak of that."""
    value, lower, upper = cells["value"], cells["lower"], cells["upper"]
    if cells["comparator"] == "range" and (value is not None or lower is None or upper is None):
        return True
    ordered = [_in_order(number) for number in (lower, value, upper) if number is not None]
    return ordered != sorted(ordered)


def _in_order(number: Decimal | float) -> tuple[bool, Decimal | float]:
    """Return what a number is ordered by: NaN is the greatest, as to engines."""
    return (True, 0.0) if isnan(number) else (False, number)


def _shown(cell: Any) -> str:
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float):
        # Nought has no sign: some engines lose it when they look for distinct cells.
        cell = Decimal(repr(cell + 0.0))
    if isinstance(cell, Decimal):
        return decimal_text(cell) if cell.is_finite() else str(cell)
    return "nothing" if cell is None else str(cell)


RULE = Rule(
    severity=Severity.ERROR,
    since="0.1.0",
    find=_find,
    needs=(
        "indicators",
        "sources",
        "statistics",
        "units",
    ),
    message="{what}",
    hint="Give what the figure says, or mend the figure.",
)
