"""The independent judge: frictionless-py reads a finished package as a stranger would."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from policy_dataset.problems import Problem
from policy_dataset.release.layout import DESCRIPTOR

REFUSED = "package_refused"

CSV_ROWS = 20_000
"""Of a table with more rows, the first so many are judged as CSV."""
PARQUET_ROWS = 2_000
"""A table with more rows is not judged as Parquet: frictionless-py takes milliseconds for a row of it."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How many rows the judge reads of a table as CSV, and up to how many rows he reads its Parquet."""

    csv_rows: int = CSV_ROWS
    parquet_rows: int = PARQUET_ROWS


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the judge found, and what of the package he did not read.

    Attributes
    ----------
    problems
        Empty where he accepts the package.
    sampled
        Tables of which he read the first rows only, with their number.
    unread
        Tables whose Parquet he did not read; it was compared with their CSV, cell by cell, as every table is.
    """

    problems: tuple[Problem, ...]
    sampled: Mapping[str, int]
    unread: tuple[str, ...]


def judge(folder: Path, limits: Limits) -> Verdict:
    """Let frictionless-py judge the package in `folder`.

    Notes
    -----
    frictionless-py reads Parquet through pandas. Where pandas is not installed, no Parquet resource is judged.
    """
    with _in_letters(folder) as reachable:
        return _judge(reachable, limits)


@contextmanager
def _in_letters(folder: Path) -> Iterator[Path]:
    """Give a folder a name that every library can open.

    Where Python reads names of files by the C locale, it holds the bytes of one that is not ASCII in a form that Arrow,
    which frictionless hands it to, refuses to encode.
    """
    try:
        str(folder.resolve()).encode()
    except UnicodeEncodeError:
        with tempfile.TemporaryDirectory(prefix="policy-dataset-") as place:
            link = Path(place) / "package"
            link.symlink_to(folder.resolve(), target_is_directory=True)
            yield link
    else:
        yield folder


def _judge(folder: Path, limits: Limits) -> Verdict:
    from frictionless import FrictionlessException, Package  # noqa: PLC0415 - dear, and needed by publishing alone

    descriptor = json.loads((folder / DESCRIPTOR).read_text(encoding="utf-8"))
    try:
        package = Package.from_descriptor(descriptor, basepath=str(folder))
        package.to_descriptor(validate=True)
    except FrictionlessException as fault:
        errors = fault.to_errors() or [fault.error]
        return Verdict(tuple(_problem({}, e.to_descriptor()) for e in errors), {}, ())
    largest_parquet = -1 if find_spec("pandas") is None else limits.parquet_rows
    found: dict[tuple[str | None, int | None, str | None], Problem] = {}
    sampled: dict[str, int] = {}
    unread: list[str] = []
    for resource, declared in zip(package.resources, descriptor["resources"], strict=True):
        table, rows = str(_table_of(declared)), declared["rows"]
        if declared["format"] == "parquet" and rows > largest_parquet:
            unread.append(table)
            continue
        limit = limits.csv_rows if rows > limits.csv_rows else None
        if limit is not None:
            sampled[table] = limit
        report = resource.validate(limit_rows=limit)
        for error in (*report.errors, *(e for task in report.tasks for e in task.errors)):
            problem = _problem(declared, error.to_descriptor())
            # One fault of a record shows in its CSV and again in its Parquet.
            found.setdefault((problem.table, problem.row, problem.field), problem)
    return Verdict(tuple(found.values()), sampled, tuple(unread))


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
