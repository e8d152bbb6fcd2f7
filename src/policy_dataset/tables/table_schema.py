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
    found: dict[str, Any] = {
        "name": column.name,
        "type": _TYPES[column.type],
        "description": column.description,
    }
    if column.type is bool:
        found["trueValues"], found["falseValues"] = ["true"], ["false"]
    constraints = _constraints(column, schema)
    further = {
        "example": column.examples[0] if column.examples else None,
        "constraints": constraints or None,
        "codelist": column.codelist,
        "unit": column.unit,
    }
    return found | {name: value for name, value in further.items() if value is not None}


def _constraints(column: Column, schema: Schema) -> dict[str, Any]:
    codes = column.codelist if column.separator is None else None
    declared = {
        "required": True if column.required else None,
        "pattern": f"({column.pattern})" if column.pattern is not None else None,
        "minimum": _number(column.minimum),
        "maximum": _number(column.maximum),
        "maxLength": column.max_length,
        "enum": list(schema.codelists[codes]) if codes is not None else None,
    }
    return {name: value for name, value in declared.items() if value is not None}


def _number(bound: Decimal | int | None) -> int | str | None:
    return str(bound) if isinstance(bound, Decimal) else bound
