"""Two records of a table have the same key, or a nested list has the same entry twice.

The later one is reported; the first keeps its key.
"""

from collections.abc import Iterator
from typing import Any

from policy_dataset.model.vocabulary import columns, key_of
from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Finding, Rule
from policy_dataset.rules.tables import Tables


def _find(tables: Tables) -> Iterator[Finding]:
    repeated = {
        table.table_name: tables.later_duplicates(table.table_name, key_of(table))
        for table in tables.schema
        if not table.table_derived
    }
    for name, pairs in repeated.items():
        table = tables.schema[name]
        holder = next((c for c in columns(table).values() if c.parent), None)
        blamed = next((k for k in key_of(table) if not columns(table)[k].parent), None)
        for row, first in pairs:
            cells = tables.cells(name, row)
            # The lists of two records with one key are not compared: their keys differ once the records' do.
            if holder is None or cells[holder.name] not in _keys(tables, holder.references, repeated):
                key = "/".join(str(cells[k]) for k in key_of(table))
                yield Finding(name, row, blamed, {"key": key, "first": tables.place(name, first)})


def _keys(tables: Tables, name: str | None, repeated: dict[str, list[tuple[int, int]]]) -> set[Any]:
    if name is None or name not in repeated:
        return set()
    (key,) = key_of(tables.schema[name])
    return {tables.cells(name, row)[key] for row, _ in repeated[name]}


RULE = Rule(
    severity=Severity.ERROR,
    since="0.1.0",
    find=_find,
    message="'{key}' is the key of the record {first} already",
    hint="Give one of the two another key, or remove it if both say the same.",
)
