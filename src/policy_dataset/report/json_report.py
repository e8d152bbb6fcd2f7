"""A report as JSON, and the JSON Schema of that."""

from __future__ import annotations

import json
from typing import Any

from policy_dataset.problems import Severity
from policy_dataset.report.report import Report
from policy_dataset.report.setting import PLAIN, Setting

SUFFIXES = (".json",)

FIELDS = (
    "rule",
    "severity",
    "message",
    "file",
    "line",
    "column",
    "table",
    "row",
    "record",
    "field",
    "value",
    "hint",
)


def as_data(report: Report) -> dict[str, Any]:
    """Return the report as plain data."""
    return {
        "valid": report.valid,
        "counts": report.counts,
        "problems": [{name: getattr(p, name) for name in FIELDS} for p in report],
        "faults": [{"rule": rule, "error": error} for rule, error in report.faults],
    }


def render(report: Report, setting: Setting = PLAIN) -> str:  # noqa: ARG001 - the shape of every form
    """Return the report as JSON text that ends with a newline; files are named as they were read."""
    return json.dumps(as_data(report), ensure_ascii=False, indent=2) + "\n"


def report_schema() -> dict[str, Any]:
    """Return the JSON Schema of a report."""
    text_or_null = {"type": ["string", "null"]}
    place = {"type": ["integer", "null"], "minimum": 1}
    described = {
        "rule": {
            "type": "string",
            "description": "Id of the broken rule; `policy-dataset explain` tells more.",
        },
        "severity": {"enum": [str(s) for s in Severity]},
        "message": {"type": "string", "description": "The fact, with its value."},
        "file": {**text_or_null, "description": "Relative to the directory that was read."},
        "line": {**place, "description": "From 1."},
        "column": {**place, "description": "From 1, in code points."},
        "table": text_or_null,
        "row": {
            "type": ["integer", "null"],
            "minimum": 0,
            "description": "Number of the data row, from 0: in a file that has no lines (Parquet), else in the table.",
        },
        "record": {**text_or_null, "description": "Key of the record."},
        "field": {
            **text_or_null,
            "description": "Name of the field as its author writes it: of rows in bulk, the published column.",
        },
        "value": {**text_or_null, "description": "The value as written."},
        "hint": {"type": "string", "description": "What to do."},
    }
    counted = {"type": "object", "additionalProperties": {"type": "integer", "minimum": 0}}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Report of policy-dataset validate",
        "type": "object",
        "additionalProperties": False,
        "required": ["valid", "counts", "problems", "faults"],
        "properties": {
            "valid": {"type": "boolean", "description": "No error, and every rule was judged."},
            "counts": {
                "type": "object",
                "additionalProperties": False,
                "required": ["severity", "rule"],
                "properties": {"severity": counted, "rule": counted},
            },
            "problems": {
                "type": "array",
                "items": {
                    "type": "object",
                    "additionalProperties": False,
                    "required": list(FIELDS),
                    "properties": {name: described[name] for name in FIELDS},
                },
            },
            "faults": {
                "type": "array",
                "description": "Rules that raised: faults of the library, never of the data.",
                "items": {
                    "type": "object",
                    "additionalProperties": False,
                    "required": ["rule", "error"],
                    "properties": {"rule": {"type": "string"}, "error": {"type": "string"}},
                },
            },
        },
    }
