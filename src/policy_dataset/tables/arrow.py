"""Arrow schemas, and tables from rows, derived from the declarations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from policy_dataset.model.vocabulary import Code, Column, Table, columns, key_of
from policy_dataset.tables.arrays import array_of

VALUE_TYPE = pa.decimal128(38, 9)
"""Every number that is not a count of code points: exact, nine decimals."""

_ARROW_TYPES: Mapping[type, pa.DataType] = {
    str: pa.string(),
    Code: pa.string(),
    bool: pa.bool_(),
    int: pa.int64(),
    Decimal: VALUE_TYPE,
    date: pa.date32(),
}


def arrow_type(column: Column) -> pa.DataType:
    """Return the Arrow type of a column."""
    return _ARROW_TYPES[column.type]


def arrow_schema(table: type[Table]) -> pa.Schema:
    """Return the Arrow schema of a table: published columns in order, descriptions as field metadata."""
    fields = [
        pa.field(c.name, arrow_type(c), nullable=not c.required, metadata={"description": c.description})
        for c in columns(table).values()
    ]
    return pa.schema(fields, metadata={"table": table.table_name, "title": table.table_title})


def table_of_rows(
    table: type[Table], rows: Iterable[Mapping[str, Any]], *, nullable: bool = False
) -> pa.Table:
    """Return rows as an Arrow table in the order given.

    Parameters
    ----------
    rows
        Mappings by published column name; a missing column is null.
    nullable
        Let required columns be null, for rows that are still to be judged.
    """
    listed = list(rows)
    schema = arrow_schema(table)
    if nullable:
        schema = pa.schema([f.with_nullable(True) for f in schema], metadata=schema.metadata)
    arrays = [array_of([row.get(f.name) for row in listed], f.type) for f in schema]
    return pa.Table.from_arrays(arrays, schema=schema)


def sorted_by_key(table: type[Table], data: pa.Table) -> pa.Table:
    """Return a table with the declared schema, sorted by its key (by code points), so that equal rows give equal bytes."""
    keys = key_of(table)
    order = pc.sort_indices(data, sort_keys=[(k, "ascending") for k in keys])
    return data.take(order).combine_chunks().cast(arrow_schema(table))
