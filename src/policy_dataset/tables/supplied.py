"""The library's own rows as tables: gazetteer, indicators, units and codes."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from policy_dataset.model.reference import code_rows, supplied_rows
from policy_dataset.model.schema import Schema
from policy_dataset.tables.arrow import table_of_rows

CODES = "codes"


def supplied_tables(schema: Schema) -> Mapping[str, pa.Table]:
    """Return the rows that the library supplies to datasets of a schema, by table."""
    return {
        name: table_of_rows(schema[name], rows) for name, rows in supplied_rows().items() if name in schema
    }


def code_table(schema: Schema) -> pa.Table | None:
    """Return the codes of every codelist of a schema, if it declares a table for them."""
    return table_of_rows(schema[CODES], code_rows(schema.codelists)) if CODES in schema else None
