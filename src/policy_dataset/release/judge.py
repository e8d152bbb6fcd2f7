"""The independent judge: frictionless-py reads a finished package as a stranger would."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from policy_dataset.problems import Problem
from policy_dataset.release.descriptor import DESCRIPTOR

SAMPLE_OVER = 50_000
"""Tables of more rows than this are judged by their first so many rows; `Published.sampled` names them."""

REFUSED = "package_refused"


def judge(folder: Path, *, sample_over: int = SAMPLE_OVER) -> tuple[Problem, ...]:
    """Return what frictionless-py finds wrong with the package in `folder`.

    Notes
    -----
    frictionless-py reads Parquet through pandas. Where pandas is not installed, the Parquet resources are left to the
    comparison with CSV, cell by cell, which holds always.
    """
    from frictionless import FrictionlessException, Package  # noqa: PLC0415 - dear, and needed by publishing alone

    descriptor = json.loads((folder / DESCRIPTOR).read_text(encoding="utf-8"))
    if find_spec("pandas") is None:
        descriptor["resources"] = [r for r in descriptor["resources"] if r["format"] != "parquet"]
    try:
        package = Package.from_descriptor(descriptor, basepath=str(folder))
        package.to_descriptor(validate=True)
    except FrictionlessException as fault:
        errors = fault.to_errors() or [fault.error]
        return tuple(_problem({}, e.to_descriptor()) for e in errors)
    found: dict[tuple[str | None, int | None, str | None], Problem] = {}
    for resource, declared in zip(package.resources, descriptor["resources"], strict=True):
        limit = sample_over if declared["rows"] > sample_over else None
        report = resource.validate(limit_rows=limit)
        for error in (*report.errors, *(e for task in report.tasks for e in task.errors)):
            problem = _problem(declared, error.to_descriptor())
            # One fault of a record shows in its CSV and again in its Parquet.
            found.setdefault((problem.table, problem.row, problem.field), problem)
    return tuple(found.values())


def _problem(resource: Mapping[str, Any], error: Mapping[str, Any]) -> Problem:
    row = error.get("rowNumber")
    return Problem(
        code=REFUSED,
        message=f"frictionless refuses {resource.get('path', DESCRIPTOR)}: {_cut(str(error.get('message', '')))}",
        hint="Mend the record, or the declaration of its table if the value is right.",
        file=resource.get("path", DESCRIPTOR),
        table=_table_of(resource),
        # frictionless counts file rows from 1, the header included.
        row=row - 2 if isinstance(row, int) else None,
        field=error.get("fieldName"),
        value=_text(error.get("cell")),
    )


def _table_of(resource: Mapping[str, Any]) -> str | None:
    name = resource.get("name")
    return (
        None
        if name is None
        else str(name).removesuffix("_parquet" if resource["format"] == "parquet" else "")
    )


def _cut(message: str) -> str:
    # It prints whole codelists.
    return message if len(message) <= _LONGEST else message[: _LONGEST - 1] + "…"


_LONGEST = 240


def _text(cell: Any) -> str | None:
    return None if cell is None else str(cell)
