"""The comparison of two releases: record by record, cell by cell, with causes, and the version that it asks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from policy_dataset.model.vocabulary import Column, columns
from policy_dataset.release import bump
from policy_dataset.release.causes import EVIDENCE, Causes
from policy_dataset.release.changes import (
    SEAM,
    SEPARATOR,
    CellChange,
    MetaChange,
    MovedEvidence,
    RecordChange,
    SchemaChange,
    TableDiff,
    Transition,
)
from policy_dataset.release.demands import demands_of, is_member_table
from policy_dataset.release.given_causes import with_causes
from policy_dataset.release.meta_diff import meta_changes, repacked, schema_changes
from policy_dataset.release.records import without_trailing_zeros
from policy_dataset.release.table_diff import apply, compare_tables, text_table
from policy_dataset.release.transitions import odd_transitions

if TYPE_CHECKING:
    from decimal import Decimal

    from policy_dataset.release.dataset import Dataset


class Diff:
    """What differs between two releases of a dataset.

    Attributes
    ----------
    old, new
        The releases, as ``name@version``.
    old_version, new_version
        Their versions.
    tables
        For each table that differs, all of it; `apply` makes the new tables from it.
    schema
        Tables and columns that came, went, or are declared otherwise.
    meta
        Properties of the dataset as a whole.
    repacked
        Tables that hold the same in other bytes.
    moved
        Evidence whose quote stands at another place; it is no part of `added` and `removed`.

    Notes
    -----
    False where nothing differs at all.
    """

    def __init__(self, old: Dataset, new: Dataset, causes: Mapping[str, str] | None = None) -> None:
        self._given_causes = causes or {}
        self.old, self.new = f"{old.name}@{old.version}", f"{new.name}@{new.version}"
        self.old_version, self.new_version = old.version, new.version
        self.tables: Mapping[str, TableDiff] = dict(_table_diffs(old, new))
        self.schema: tuple[SchemaChange, ...] = schema_changes(old, new)
        self.meta: tuple[MetaChange, ...] = meta_changes(old.descriptor, new.descriptor)
        self.repacked: tuple[str, ...] = tuple(t for t in repacked(old, new) if t not in self.tables)
        self.moved: tuple[MovedEvidence, ...] = _moved(self.tables.get(EVIDENCE))
        self._causes = Causes(old, new)
        self._datasets = (old, new)

    @cached_property
    def added(self) -> tuple[RecordChange, ...]:
        """The records that only the new release has."""
        at = {m.new for m in self.moved}
        return tuple(r for r in self._records("added") if r.table != EVIDENCE or _place(r.values) not in at)

    @cached_property
    def removed(self) -> tuple[RecordChange, ...]:
        """The records that only the old release has."""
        at = {m.old for m in self.moved}
        return tuple(r for r in self._records("removed") if r.table != EVIDENCE or _place(r.values) not in at)

    @cached_property
    def changed(self) -> tuple[CellChange, ...]:
        """The cells that differ, of records that both releases have."""
        found: list[CellChange] = []
        for name, table in self.tables.items():
            for key, cells in table.cells.items():
                record = key.replace(SEAM, SEPARATOR)
                causes = self._causes.of(name, record, cells)
                found += (
                    CellChange(name, record, field, _plain(old), _plain(new), causes[field])
                    for field, (old, new) in cells.items()
                )
        return with_causes(found, self._given_causes)

    @cached_property
    def transitions(self) -> tuple[Transition, ...]:
        """States that cannot follow the ones before, by their codelists; a correction may look like one."""
        return odd_transitions(self._datasets[1], self.changed)

    @property
    def codes(self) -> tuple[RecordChange | CellChange, ...]:
        """What came, went and changed among codes and their labels."""
        changes: list[RecordChange | CellChange] = [*self.added, *self.removed, *self.changed]
        return tuple(c for c in changes if c.table == "codes")

    @cached_property
    def demands(self) -> tuple[bump.Demand, ...]:
        """What asks for which step, the largest first."""
        return demands_of(self, self._datasets)

    @property
    def required_bump(self) -> str | None:
        """The step that the version must take: ``major``, ``minor``, ``patch``; None where nothing differs."""
        return bump.largest({demand.bump for demand in self.demands})

    def __bool__(self) -> bool:
        """Whether anything differs."""
        return bool(self.tables or self.schema or self.meta or self.repacked)

    def apply(self) -> dict[str, pa.Table]:
        """Return the new tables, made from the old ones and this comparison alone."""
        old, new = self._datasets
        made: dict[str, pa.Table] = {}
        for name in new.tables:
            before = old[name].to_arrow() if name in old else None
            if name in self.tables:
                empty = self.tables[name].schema.empty_table()
                made[name] = apply(self.tables[name], empty if before is None else before)
            elif before is not None:
                made[name] = before
        return made

    def is_member(self, table: str) -> bool:
        """Whether the rows of a table are members of lists that records of another hold."""
        return any(table in ds and is_member_table(ds, table) for ds in self._datasets)

    def same_evidence(self, table: str, record: str) -> bool:
        """Whether quotes prove a record, and they are the same in both releases."""
        return self._causes.same_evidence(table, record)

    def authored_name(self, table: str, field: str) -> str | None:
        """Return what authors call a published column; None where nobody writes it."""
        declared = self._declared(table).get(field)
        if declared is None:
            return field
        return declared.authored_as if declared.authored else None

    def to_arrow(self) -> pa.Table:
        """Return all changes as one table of text.

        One row a record that came or went, a cell that differs, or evidence that moved: `change`, `table`, `id`,
        `field`, `authored_field`, `old`, `new`, `cause`.
        """
        rows: list[tuple[str | None, ...]] = []
        for change, records in (("added", self.added), ("removed", self.removed)):
            rows += ((change, r.table, r.id, None, None, None, None, None) for r in records)
        for c in self.changed:
            name = self.authored_name(c.table, c.field)
            rows.append(("changed", c.table, c.id, c.field, name, _text(c.old), _text(c.new), c.cause))
        rows += (("moved", m.table, m.record_id, None, m.field, m.old, m.new, None) for m in self.moved)
        names = ("change", "table", "id", "field", "authored_field", "old", "new", "cause")
        return text_table({name: [row[at] for row in rows] for at, name in enumerate(names)})

    def summary(self) -> str:
        """Return the changes on one line, counted, in words."""
        from policy_dataset.release.diff_words import summary  # noqa: PLC0415 - words only where they are asked for

        return summary(self)

    def to_text(self) -> str:
        """Return the comparison for a terminal."""
        from policy_dataset.release.diff_words import to_text  # noqa: PLC0415 - as above

        return to_text(self)

    def to_markdown(self, *, date: str | None = None) -> str:
        """Return the comparison as a section of a changelog (keep a changelog), also good as a comment.

        Parameters
        ----------
        date
            Day of the release, for the heading.
        """
        from policy_dataset.release.diff_words import to_markdown  # noqa: PLC0415 - as above

        return to_markdown(self, date=date)

    def to_json(self) -> str:
        """Return the comparison as JSON text."""
        from policy_dataset.release.diff_json import to_json  # noqa: PLC0415 - as above

        return to_json(self)

    def __repr__(self) -> str:
        """Name the two releases and count the changes."""
        return f"<{self.old} → {self.new}: {self.summary()}>"

    def _declared(self, table: str) -> Mapping[str, Column]:
        model = next((m for ds in reversed(self._datasets) if (m := ds.model(table)) is not None), None)
        return columns(model) if model is not None else {}

    def _records(self, side: str) -> Iterator[RecordChange]:
        for name, table in self.tables.items():
            for row in getattr(table, side):
                yield RecordChange(name, table.id_of(row), {k: _plain(v) for k, v in row.items()})


def compare_datasets(old: Dataset, new: Dataset, *, causes: Mapping[str, str] | None = None) -> Diff:
    """Compare two loaded releases; `policy_dataset.diff` takes paths and names too.

    Parameters
    ----------
    causes
        Why records changed, by ``table/id``, where the releases do not tell or somebody knows better; ``*`` is for all
        changes that have no cause.
    """
    return Diff(old, new, causes)


def _table_diffs(old: Dataset, new: Dataset) -> Iterator[tuple[str, TableDiff]]:
    for name in (*new.tables, *(t for t in old.tables if t not in new)):
        before = old[name].to_arrow() if name in old else None
        after = new[name].to_arrow() if name in new else None
        if before is not None and after is not None and before.equals(after):
            continue
        there = after if after is not None else before
        assert there is not None  # noqa: S101 - a name is of one of the two
        nothing = there.schema.empty_table()
        key = (new if name in new else old).specs[name].key
        found = compare_tables(
            name, nothing if before is None else before, nothing if after is None else after, key
        )
        if found or (before is not None and after is not None and before.schema != after.schema):
            yield name, found


def _moved(evidence: TableDiff | None) -> tuple[MovedEvidence, ...]:
    """Pair what went with what came: the same quote for the same field of the same record."""
    if evidence is None:
        return ()
    gone: dict[tuple[Any, ...], list[Mapping[str, Any]]] = {}
    for row in evidence.removed:
        gone.setdefault(_supports(row), []).append(row)
    found = []
    for row in evidence.added:
        if waiting := gone.get(_supports(row)):
            old = waiting.pop(0)
            found.append(
                MovedEvidence(row["table"], row["record_id"], row["field"], _place(old), _place(row))
            )
    return tuple(found)


def _supports(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(row.get(name) for name in ("table", "record_id", "field", "quote_sha256"))


def _place(row: Mapping[str, Any]) -> str:
    return f"{row.get('source_id')}#char={row.get('char_start')},{row.get('char_end')}"


def _plain(value: Any) -> Any:
    number: Decimal | Any = value
    return without_trailing_zeros(number) if type(value).__name__ == "Decimal" else value


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return str(value).lower() if isinstance(value, bool) else str(value)
