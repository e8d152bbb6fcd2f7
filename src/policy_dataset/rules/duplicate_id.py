"""Two records of a table have the same key, or a nested list has the same entry twice.

The later one is reported; the first keeps its key.
"""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from policy_dataset.model.vocabulary import columns, key_of
from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Finding, Findings, Rule
from policy_dataset.rules.tables import Tables
from policy_dataset.tables.engines import Repeats


def _find(tables: Tables) -> Iterator[Finding | Findings]:
    repeated = {
        table.table_name: tables.later_duplicates(table.table_name, key_of(table))
        for table in tables.schema
        if not table.table_derived
    }
    for name, repeats in repeated.items():
        table = tables.schema[name]
        holder = next((c for c in columns(table).values() if c.parent), None)
        tell = partial(_tell, tables, name, repeats)
        if holder is None:
            yield Findings(name, repeats.rows, key_of(table)[0], tell)
            continue
        # The lists of two records with one key are not compared: their keys differ once the records' do.
        twice = _keys(tables, holder.references, repeated)
        for position, held in enumerate(tables.values(name, repeats.rows, holder.name)):
            if held not in twice:
                yield tell(position)


def _tell(tables: Tables, name: str, repeats: Repeats, position: int) -> Finding:
    row, first = repeats[position]
    table, cells = tables.schema[name], tables.cells(name, row)
    blamed = next((k for k in key_of(table) if not columns(table)[k].parent), None)
    key = "/".join(str(cells[k]) for k in key_of(table))
    return Finding(name, row, blamed, {"key": key, "first": tables.place(name, first)})


def _keys(tables: Tables, name: str | None, repeated: Mapping[str, Repeats]) -> set[Any]:
    if name is None or name not in repeated:
        return set()
    (key,) = key_of(tables.schema[name])
    return set(tables.values(name, repeated[name].rows, key))


RULE = Rule(
    severity=Severity.ERROR,
    since="0.1.0",
    find=_find,
    message="'{key}' is the key of the record {first} already",
    hint="Give one of the two another key, or remove it if both say the same.",
)
