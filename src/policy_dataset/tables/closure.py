"""What a package holds: a dataset's own rows and, of the library's, those that they need and nothing more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from policy_dataset.model.vocabulary import columns, key_of
from policy_dataset.tables.arrow import sorted_by_key
from policy_dataset.tables.frame import Frames
from policy_dataset.tables.long import LongTable, PublishedRows, referred, rows_of
from policy_dataset.tables.supplied import CODES, code_table


def publishable(frames: Frames) -> dict[str, PublishedRows]:
    """Return every published table: declared columns, sorted by key; long ones as they come, from their files.

    Library rows come in when something refers to them, with what they refer to in turn (a place with all its ancestors,
    a region with its members, a unit with its base unit).
    """
    schema = frames.schema
    own = {t.table_name: rows_of(frames.own[t.table_name]) for t in schema.published}
    found = dict(own)
    for name, rows in _needed(frames, own).items():
        found[name] = _with(found[name], rows)
    codes = code_table(schema)
    if codes is not None:
        found[CODES] = codes
    return {
        name: data if isinstance(data, LongTable) else sorted_by_key(schema[name], data)
        for name, data in found.items()
    }


def _with(data: PublishedRows, rows: pa.Table) -> PublishedRows:
    further = rows.cast(data.schema)
    return data.with_rows(further) if isinstance(data, LongTable) else pa.concat_tables([data, further])


def _needed(frames: Frames, own: Mapping[str, PublishedRows]) -> Mapping[str, pa.Table]:
    chosen: dict[str, pa.Table] = {name: data.slice(0, 0) for name, data in frames.supplied.items()}
    while True:
        grown = {name: _choose(frames, own, chosen, name) for name in chosen}
        if all(grown[name].num_rows == chosen[name].num_rows for name in chosen):
            return grown
        chosen = grown


def _choose(
    frames: Frames, own: Mapping[str, PublishedRows], chosen: Mapping[str, pa.Table], name: str
) -> pa.Table:
    supplied = frames.supplied[name]
    parents = [c for c in columns(frames.schema[name]).values() if c.parent]
    if parents:  # rows of a nested list come with the record that holds it
        (parent,) = parents
        owner = chosen.get(parent.references or "")
        keys = owner[key_of(frames.schema[parent.references or ""])[0]] if owner is not None else []
        return supplied.filter(
            pc.is_in(supplied[parent.name], value_set=_values([keys] if owner is not None else []))
        )
    (key,) = key_of(frames.schema[name])
    return supplied.filter(
        pc.is_in(supplied[key], value_set=_values(_references_to(frames, own, chosen, name)))
    )


def _references_to(
    frames: Frames, own: Mapping[str, PublishedRows], chosen: Mapping[str, pa.Table], name: str
) -> Iterator[Any]:
    for reference in frames.schema.references():
        if reference.target == name and frames.schema[reference.table].table_published:
            yield referred(own[reference.table], reference.column)
            if reference.table in chosen:
                yield chosen[reference.table][reference.column]


def _values(columns_of_keys: Any) -> pa.Array:
    distinct = [pc.unique(c).drop_null() for c in columns_of_keys]
    return pc.unique(pa.concat_arrays(distinct)) if distinct else pa.array([], type=pa.string())
