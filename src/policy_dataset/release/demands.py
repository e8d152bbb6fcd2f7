"""What each change of a comparison asks for, counted and in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

from policy_dataset.model.vocabulary import columns
from policy_dataset.release import bump
from policy_dataset.release.bump import Demand
from policy_dataset.release.nouns import counted

if TYPE_CHECKING:
    from policy_dataset.release.dataset import Dataset
    from policy_dataset.release.diff import Diff


def demands_of(diff: Diff, datasets: tuple[Dataset, Dataset]) -> tuple[Demand, ...]:
    """Return what asks for which step: the largest first, else in the order of the tables."""
    old, new = datasets
    shared = {t: set(old.specs[t].fields) & set(new.specs[t].fields) for t in old.tables if t in new}
    asked: Counter[tuple[str, str]] = Counter()
    for r in diff.added:
        asked[bump.of_added(r.table), f"{r.table}: added"] += 1
    for r in diff.removed:
        # Rows of a table that went as a whole are counted with it.
        if r.table in new:
            asked[bump.of_removed(r.table, member=diff.is_member(r.table)), f"{r.table}: removed"] += 1
    for c in diff.changed:
        # Cells of a column that came or went are counted with it.
        if c.field in shared[c.table]:
            asked[bump.of_cell(c.table, c.field), f"{c.table}.{c.field}: changed"] += 1
    for _ in diff.moved:
        asked[bump.PATCH, "evidence: moved"] += 1
    for s in diff.schema:
        where = s.table if s.column is None else f"{s.table}.{s.column}"
        asked[bump.SCHEMA[s.kind], f"{where}: {_SCHEMA_ACTS[s.kind]}"] += 1
    for m in diff.meta:
        asked[bump.META.get(m.property, bump.PATCH), f"{m.property}: changed"] += 1
    for table in diff.repacked:
        asked[bump.PATCH, f"{table}: packed anew"] += 1
    found = [Demand(step, what, count) for (step, what), count in asked.items()]
    return tuple(sorted(found, key=lambda d: -bump.STEPS.index(d.bump)))


_SCHEMA_ACTS: Mapping[str, str] = {
    "table_added": "new table",
    "table_removed": "table gone",
    "column_added": "new column",
    "column_removed": "column gone",
    "column_optional": "may be empty",
    "column_required": "must be filled",
    "type_changed": "other type",
    "unit_changed": "other unit",
    "codelist_changed": "other codelist",
    "separator_changed": "other separator",
    "reference_changed": "other reference",
    "reference_added": "new reference",
    "key_changed": "other key",
}


def in_words(demand: Demand) -> str:
    """Return a demand in words: what there is of it, and of which table or column."""
    where, _, act = demand.what.partition(": ")
    table = where.partition(".")[0]
    if act in {"added", "removed"}:
        return f"{counted(demand.number, table)} {act}"
    if act == "changed" and "." in where:
        return f"{where} changed in {counted(demand.number, table)}"
    return f"{where} {act}"


def is_member_table(dataset: Dataset, table: str) -> bool:
    """Whether the rows of a table are members of lists that records of another hold."""
    model = dataset.model(table)
    if model is not None:
        return any(column.parent for column in columns(model).values())
    spec = dataset.specs[table]
    return len(spec.key) > 1 and any(part in spec.references for part in spec.key)
