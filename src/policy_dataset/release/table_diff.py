"""How one Arrow table becomes another: rows that came, rows that went, cells that differ; and the way forward."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from policy_dataset.release.arrays import row_numbers, texts
from policy_dataset.release.changes import SEAM, TableDiff
from policy_dataset.tables.arrays import array_of


def compare_tables(name: str, old: pa.Table, new: pa.Table, key: Sequence[str]) -> TableDiff:
    """Compare two states of a table by their keys.

    Parameters
    ----------
    key
        Names of the key columns of the new table; every row there has a key of its own. Where the old table had
        another key, and lacks one of these columns or has several rows of one key, no row of it is one of the new.
    """
    old_keys = _keys(old, key) if set(key) <= set(old.column_names) else None
    if old_keys is None or pc.count_distinct(old_keys).as_py() < old.num_rows:
        return TableDiff(name, tuple(key), new.schema, _rows(new), _rows(old), {})
    new_keys = _keys(new, key)
    at_old = pc.index_in(new_keys, value_set=old_keys)
    at_new = pc.index_in(old_keys, value_set=new_keys)
    added = new.filter(pc.is_null(at_old))
    removed = old.filter(pc.is_null(at_new))
    kept = pc.indices_nonzero(pc.is_valid(at_old))
    before = old.take(at_old.drop_null())
    after = new.take(kept)
    cells: dict[str, dict[str, tuple[Any, Any]]] = {}
    keys = new_keys.take(kept).to_pylist()
    for column in (*new.column_names, *(c for c in old.column_names if c not in new.column_names)):
        rows = _differing(before, after, column)
        pairs = zip(_cells(before, column, rows), _cells(after, column, rows), strict=True)
        for row, pair in zip(rows, pairs, strict=True):
            cells.setdefault(keys[row], {})[column] = pair
    return TableDiff(name, tuple(key), new.schema, _rows(added), _rows(removed), cells)


def apply(diff: TableDiff, old: pa.Table) -> pa.Table:
    """Return the new table, in the order of its key."""
    keyed = set(diff.key) <= set(old.column_names)
    gone = {diff.key_of(row) for row in diff.removed} if keyed else set()
    rows: list[dict[str, Any]] = []
    for row in old.to_pylist() if keyed else ():
        record = diff.key_of(row)
        if record not in gone:
            rows.append(row | {column: new for column, (_, new) in diff.cells.get(record, {}).items()})
    rows += [dict(row) for row in diff.added]
    arrays = [array_of([row.get(field.name) for row in rows], field.type) for field in diff.schema]
    table = pa.Table.from_arrays(arrays, schema=diff.schema)
    return table.take(pc.sort_indices(table, sort_keys=[(k, "ascending") for k in diff.key]))


def _keys(table: pa.Table, key: Sequence[str]) -> Any:
    parts = [_one(pc.cast(table[part], pa.string())) for part in key]
    return parts[0] if len(parts) == 1 else pc.binary_join_element_wise(*parts, SEAM)


def _one(column: Any) -> Any:
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def _differing(before: pa.Table, after: pa.Table, column: str) -> list[int]:
    if column not in before.column_names or column not in after.column_names:
        there = after if column in after.column_names else before
        return _true(pc.is_valid(there[column]))
    one, other = before[column], after[column]
    if one.type != other.type:
        pairs = zip(one.to_pylist(), other.to_pylist(), strict=True)
        return [i for i, (a, b) in enumerate(pairs) if type(a) is not type(b) or a != b]
    if one.equals(other):
        return []
    only_one: Any = pc.xor(pc.is_null(one), pc.is_null(other))
    differ: Any = pc.coalesce(pc.not_equal(one, other), only_one)
    return _true(differ)


def _true(mask: Any) -> list[int]:
    found: list[int] = pc.indices_nonzero(mask).to_pylist()
    return found


def _cells(table: pa.Table, column: str, rows: list[int]) -> list[Any]:
    if column not in table.column_names:
        return [None] * len(rows)
    cells: list[Any] = table[column].take(row_numbers(rows)).to_pylist()
    return cells


def _rows(table: pa.Table) -> tuple[Mapping[str, Any], ...]:
    return tuple(table.to_pylist())


def text_table(columns: Mapping[str, Sequence[str | None]]) -> pa.Table:
    """Return columns of text as an Arrow table."""
    schema = pa.schema([pa.field(name, pa.string()) for name in columns])
    return pa.Table.from_arrays([texts(cells) for cells in columns.values()], schema=schema)
