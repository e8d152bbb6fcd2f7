"""What two codings do not agree on, as a list of things to settle."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from policy_dataset.agreement.agreement import Comparison, Judged
from policy_dataset.agreement.codings import Coding, record_id
from policy_dataset.agreement.fields import shown
from policy_dataset.records.rows import Row

Said = tuple[str, str | None]
"""What is said, and the ``file:line`` of the record that says it."""


@dataclass(frozen=True, slots=True)
class Task:
    """One thing that two coders see differently.

    Attributes
    ----------
    field
        None where one of them has no such record.
    said
        What the first and the second say.
    now
        What the dataset itself says; None where it has no record of either id.
    """

    table: str
    record: str
    field: str | None
    coders: tuple[str, str]
    said: tuple[Said, Said]
    now: Said | None

    def cells(self) -> dict[str, Any]:
        """Return the task as plain values."""
        named = zip(self.coders, self.said, strict=True)
        return {
            "table": self.table,
            "record": self.record,
            "field": self.field,
            "said": [{"coder": coder, "value": value, "place": place} for coder, (value, place) in named],
            "now": None if self.now is None else {"value": self.now[0], "place": self.now[1]},
        }


NO_RECORD: Said = ("no record", None)


def tasks(comparisons: Sequence[Comparison], dataset: Coding) -> tuple[Task, ...]:
    """Return everything that codings do not agree on.

    Parameters
    ----------
    dataset
        The records as they stand now.

    Returns
    -------
    tuple
        By table; first the records that one coder alone has, then fields, in page order.
    """
    return tuple(task for comparison in comparisons for task in _tasks(comparison, dataset))


def _tasks(comparison: Comparison, dataset: Coding) -> Iterator[Task]:
    own = {record_id(row): row for row in dataset.rows.get(comparison.table.table_name, ())}
    for side, rows in enumerate(comparison.alone):
        for row in rows:
            has: Said = ("a record", place_of(row))
            yield Task(
                table=comparison.table.table_name,
                record=record_id(row),
                field=None,
                coders=comparison.coders,
                said=(NO_RECORD, has) if side else (has, NO_RECORD),
                now=_now(own.get(record_id(row))),
            )
    told: set[tuple[str, str]] = set()
    for judged in comparison.judged():
        record, name = record_id(judged.left), judged.field.name
        # Where the items of a list differ, what hangs on each of them differs too and is not said again.
        if judged.agreed or (record, name.partition("/")[0]) in told:
            continue
        told.add((record, name))
        yield _of_field(judged, comparison, own)


def _of_field(judged: Judged, comparison: Comparison, own: dict[str, Row]) -> Task:
    left, right = judged.left, judged.right
    row = own.get(record_id(left)) or own.get(record_id(right))
    return Task(
        table=comparison.table.table_name,
        record=record_id(left),
        field=judged.field.name,
        coders=comparison.coders,
        said=((shown(judged.values[0]), place_of(left)), (shown(judged.values[1]), place_of(right))),
        now=None if row is None else (shown(judged.field.value(row, {})), place_of(row)),
    )


def _now(row: Row | None) -> Said | None:
    return None if row is None else ("a record", place_of(row))


def place_of(row: Row) -> str:
    """Return where a record begins: ``file:line``."""
    place = row.place(None)
    return f"{place['file']}:{place['line']}"
