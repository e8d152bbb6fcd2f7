"""Table Schemas (Data Package) derived from the declarations."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from policy_dataset.model.schema import Schema
from policy_dataset.model.vocabulary import Code, Column, Table, columns, key_of

_TYPES: dict[type, str] = {
    str: "string",
    Code: "string",
    bool: "boolean",
    int: "integer",
    Decimal: "number",
    date: "date",
}

FORMAT_SUFFIX = {"csv": "", "parquet": "_parquet"}
"""What a resource is called in each format: ``statistics``, ``statistics_parquet``."""


def table_schema(table: type[Table], schema: Schema, *, data_format: str = "csv") -> dict[str, Any]:
    """Return the Table Schema of a table.

    Parameters
    ----------
    data_format
        ``csv`` or ``parquet``: foreign keys stay within a format, so they name its resources.
    """
    suffix = FORMAT_SUFFIX[data_format]
    keys = key_of(table)
    found: dict[str, Any] = {
        "fields": [_field(c, schema) for c in columns(table).values()],
        "missingValues": [""],
        "primaryKey": list(keys),
    }
    foreign = [
        {
            "fields": [c.name],
            "reference": {
                "resource": "" if c.references == table.table_name else f"{c.references}{suffix}",
                "fields": list(key_of(schema[c.references])),
            },
        }
        for c in columns(table).values()
        if c.references is not None and schema[c.references].table_published
    ]
    if foreign:
        found["foreignKeys"] = foreign
    return found


def _field(column: Column, schema: Schema) -> dict[str, Any]:
    constraints: dict[str, Any] = {}
    if column.required:
        constraints["required"] = True
    if column.pattern is not None:
        constraints["pattern"] = f"({column.pattern})"
    if column.minimum is not None:
        constraints["minimum"] = _number(column.minimum)
    if column.maximum is not None:
        constraints["maximum"] = _number(column.maximum)
    if column.max_length is not None:
        constraints["maxLength"] = column.max_length
    if column.codelist is not None and column.separator is None:
        constraints["enum"] = list(schema.codelists[column.codelist])
    found: dict[str, Any] = {"name": column.name, "type": _TYPES[column.type], "description": column.description}
    if column.type is bool:
        found["trueValues"], found["falseValues"] = ["true"], ["false"]
    if column.examples:
        found["example"] = column.examples[0]
    if constraints:
        found["constraints"] = constraints
    if column.codelist is not None:
        found["codelist"] = column.codelist
    if column.unit is not None:
        found["unit"] = column.unit
    return found


def _number(bound: Decimal | int) -> int | str:
    return bound if isinstance(bound, int) else str(bound)
