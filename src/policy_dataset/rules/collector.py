"""What rules find, kept in few bytes a row; problems are made of the rows that are told, at most so many of a rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from policy_dataset.model.vocabulary import columns
from policy_dataset.rules.rule import Finding, Findings, Rule
from policy_dataset.rules.tables import Tables
from policy_dataset.tables.engines import Rows

Order: TypeAlias = tuple[int, int, int, str]
"""Table, row, column and rule: the order of problems."""

_SPARE = 8
"""So many times the cap is let pile up before the last are dropped."""


@dataclass(frozen=True, slots=True)
class Found:
    """The rows of one table that break one rule at one column, whatever of them is told."""

    rule: str
    table: str
    column: str | None
    rows: Rows


@dataclass(frozen=True, slots=True)
class Told:
    """One finding of which a problem is to be made."""

    order: Order
    table: str
    row: int
    rule: Rule
    make: Callable[[], Finding]


@dataclass
class Collector:
    """Collects the findings of all rules.

    Attributes
    ----------
    cap
        Of rows that came in bulk, so many findings of a rule are told; None for all. Those of records are told always.
    """

    tables: Tables
    cap: int | None
    totals: Counter[str] = field(default_factory=Counter)
    _found: dict[tuple[str, str, str | None], list[Sequence[int]]] = field(default_factory=dict)
    _told: dict[str, list[Told]] = field(default_factory=dict)
    _columns: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Give tables and columns their numbers."""
        self._numbers = {name: number for number, name in enumerate(self.tables.names)}
        self._columns = {
            name: {column: number for number, column in enumerate(columns(self.tables.schema[name]))}
            for name in self.tables.names
        }

    def add(self, rule: Rule, found: Finding | Findings) -> None:
        """Take what a rule found; rows of which a cell that it looks at could not be read are passed over."""
        many = found if isinstance(found, Findings) else Findings(found.table, (found.row,), found.column)
        looked_at = (found.column, *found.reads, *rule.reads)
        broken = frozenset[int]().union(
            *(self.tables.broken(found.table, c) for c in looked_at if c is not None)
        )
        kept: Sequence[int] = range(len(many.rows))
        if broken:
            kept = [position for position in kept if many.rows[position] not in broken]
        if not kept:
            return
        make = many.at if isinstance(found, Findings) else lambda _: found
        self.take(rule, many, kept, make)

    def take(self, rule: Rule, many: Findings, kept: Sequence[int], make: Callable[[int], Finding]) -> None:
        """Count findings at some positions, and keep those that may be told."""
        self.totals[rule.id] += len(kept)
        rows = many.rows if len(kept) == len(many.rows) else Rows(many.rows[p] for p in kept)
        self._found.setdefault((rule.id, many.table, many.column), []).append(rows)
        told = self._told.setdefault(rule.id, [])
        records = self.tables.record_count(many.table)
        number = self._columns[many.table].get(many.column or "", -1)
        in_bulk = 0
        for position in kept:
            row = many.rows[position]
            in_bulk += row >= records
            if self.cap is not None and in_bulk > self.cap:
                break
            order = (self._numbers[many.table], row, number, rule.id)
            told.append(Told(order, many.table, row, rule, _made(make, position)))
        if self.cap is not None and len(told) > _SPARE * self.cap:
            self._told[rule.id] = list(self._first(told))

    def _first(self, told: list[Told]) -> Iterator[Told]:
        in_bulk = 0
        for one in sorted(told, key=lambda t: t.order):
            in_bulk += one.row >= self.tables.record_count(one.table)
            if self.cap is None or one.row < self.tables.record_count(one.table) or in_bulk <= self.cap:
                yield one

    def told(self) -> list[Told]:
        """Return what is told, in order."""
        return sorted((t for told in self._told.values() for t in self._first(told)), key=lambda t: t.order)

    def found(self) -> tuple[Found, ...]:
        """Return every row that breaks a rule, in the order of rules, tables and columns."""
        return tuple(
            Found(
                rule,
                table,
                column,
                rows[0] if isinstance(rows[0], Rows) and len(rows) == 1 else _merged(rows),
            )
            for (rule, table, column), rows in sorted(self._found.items(), key=lambda item: _key(item[0]))
        )


def _made(make: Callable[[int], Finding], position: int) -> Callable[[], Finding]:
    return lambda: make(position)


def _key(found: tuple[str, str, str | None]) -> tuple[str, str, str]:
    rule, table, column = found
    return rule, table, column or ""


def _merged(parts: list[Sequence[int]]) -> Rows:
    return Rows(sorted(row for part in parts for row in part))
