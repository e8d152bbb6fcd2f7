"""Rows of a published package that files under judgement may refer to."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from policy_dataset.model.schema import Schema
from policy_dataset.model.vocabulary import Table, key_of
from policy_dataset.release.load import load_package
from policy_dataset.tables.arrow import arrow_schema


def with_package_rows(
    schema: Schema, supplied: Mapping[str, pa.Table], package: Path, *, but: str
) -> dict[str, pa.Table]:
    """Return the library's rows and those of a package, by table; where both have a key, the package's row.

    Parameters
    ----------
    but
        The table that is judged: its rows in the package are not those of the files.
    """
    dataset = load_package(package, schema=schema)
    found = dict(supplied)
    for table in schema:
        name = table.table_name
        if name in dataset and name != but:
            rows = _as_declared(table, dataset[name].to_arrow())
            if name in found:
                rows = pa.concat_tables([rows, _others(table, found[name].cast(rows.schema), rows)])
            found[name] = rows
    return found


def _as_declared(table: type[Table], data: pa.Table) -> pa.Table:
    """Return the declared columns; those that an older package lacks are null."""
    schema = pa.schema([f.with_nullable(True) for f in arrow_schema(table)])
    arrays = [
        data[f.name].cast(f.type) if f.name in data.column_names else pa.nulls(data.num_rows, f.type)
        for f in schema
    ]
    return pa.Table.from_arrays(arrays, schema=schema)


def _others(table: type[Table], supplied: pa.Table, rows: pa.Table) -> pa.Table:
    keys = key_of(table)
    if len(keys) > 1:
        return supplied
    known = pc.is_in(supplied[keys[0]], value_set=pc.unique(rows[keys[0]]))
    return supplied.filter(pc.invert(known))
