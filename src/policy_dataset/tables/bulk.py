"""Bulk files, CSV and Parquet with published column names, as frames."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as pa_csv

from policy_dataset.model.nearest import did_you_mean
from policy_dataset.model.vocabulary import Column, Table, columns
from policy_dataset.problems import Problem, Severity
from policy_dataset.tables.arrow import arrow_schema, arrow_type, table_of_rows
from policy_dataset.tables.csv_places import CsvPlaces
from policy_dataset.tables.csv_structure import check_csv
from policy_dataset.tables.frame import Frame


@dataclass(frozen=True)
class BulkRead:
    """The rows of one file, and what is wrong with it."""

    frame: Frame
    problems: tuple[Problem, ...]


def read_bulk(path: Path, table: type[Table], *, file: str) -> BulkRead:
    """Read one CSV or Parquet file of a table.

    Parameters
    ----------
    file
        Its name in problems.

    Returns
    -------
    BulkRead
        Declared columns only, in declared order and type; cells of another type are null and reported.
    """
    if path.suffix.lower() == ".csv":
        return _read_csv(path, table, file)
    return _read_parquet(path, table, file)


def _empty(table: type[Table], problems: Sequence[Problem]) -> BulkRead:
    return BulkRead(Frame(table_of_rows(table, [], nullable=True)), tuple(problems))


@dataclass(frozen=True, slots=True)
class _ParquetPlaces:
    file: str

    def of(self, row: int, column: str | None, *_: int | None) -> dict[str, Any]:  # noqa: ARG002 - Parquet has no lines
        return {"file": self.file}

    def text(self, row: int, column: str) -> str | None:  # noqa: ARG002 - cells are what is published
        return None


def _read_csv(path: Path, table: type[Table], file: str) -> BulkRead:
    structure = check_csv(path, file=file)
    problems = [p.at(table=table.table_name) for p in structure.problems]
    if any(p.severity is Severity.ERROR for p in problems):
        return _empty(table, problems)
    problems += _header_problems(structure.header, table, file)
    if any(p.severity is Severity.ERROR for p in problems) or not structure.rows:
        return _empty(table, problems)
    texts = pa_csv.read_csv(
        path,
        parse_options=pa_csv.ParseOptions(newlines_in_values=True, ignore_empty_lines=False),
        convert_options=pa_csv.ConvertOptions(
            column_types={name: pa.string() for name in structure.header},
            strings_can_be_null=True,
            null_values=[""],
            quoted_strings_can_be_null=True,
        ),
    )
    places = CsvPlaces(path, file, structure, {name: i for i, name in enumerate(structure.header)})
    return _typed(texts, table, places, problems, _from_text)


def _read_parquet(path: Path, table: type[Table], file: str) -> BulkRead:
    from pyarrow.parquet import ParquetFile  # noqa: PLC0415 - loading it costs, and few datasets hold Parquet

    try:
        with ParquetFile(path) as parquet:
            data = parquet.read()
    except (pa.ArrowException, OSError) as error:
        problem = Problem(
            code="parquet_unreadable",
            message=f"{file} is no Parquet file that can be read ({type(error).__name__})",
            hint="Write it again; it may be cut off.",
            file=file,
            table=table.table_name,
        )
        return _empty(table, [problem])
    problems = _header_problems(data.column_names, table, file, code="parquet_columns")
    if any(p.severity is Severity.ERROR for p in problems):
        return _empty(table, problems)
    return _typed(data, table, _ParquetPlaces(file), problems, _from_arrow)


def _header_problems(
    header: Sequence[str], table: type[Table], file: str, code: str = "csv_header"
) -> list[Problem]:
    known = columns(table)
    line = 1 if code == "csv_header" else None  # Parquet has no lines
    found = []
    for name in header:
        if name not in known:
            hint = did_you_mean(name, known, otherwise=f"Columns are: {', '.join(known)}.")
            found.append((f"{table.table_name} have no column '{name}'", hint, name))
    found += [
        (f"the column '{name}' is missing", f"Add it: {column.description}", name)
        for name, column in known.items()
        if column.required and name not in header
    ]
    return [
        Problem(
            code=code,
            message=message,
            hint=hint,
            file=file,
            line=line,
            column=line,
            table=table.table_name,
            field=name,
            value=name,
        )
        for message, hint, name in found
    ]


_Cast = Callable[[pa.ChunkedArray, Column], tuple[pa.ChunkedArray, list[int], str]]


def _typed(
    data: pa.Table,
    table: type[Table],
    places: CsvPlaces | _ParquetPlaces,
    problems: list[Problem],
    cast: _Cast,
) -> BulkRead:
    arrays: list[pa.ChunkedArray | pa.Array] = []
    broken: set[tuple[int, str]] = set()
    for column in columns(table).values():
        if column.name not in data.column_names:
            arrays.append(pa.nulls(data.num_rows, arrow_type(column)))
            continue
        given = data[column.name]
        typed, bad, wanted = cast(given, column)
        arrays.append(typed)
        for row in bad:
            broken.add((row, column.name))
            value = str(given[row].as_py())
            problem = Problem(
                code="bad_value",
                message=f"{value!r} is not {wanted}",
                hint=f"Write {wanted} as published: see the codebook.",
                table=table.table_name,
                row=row,
                field=column.name,
                value=value,
            )
            problems.append(problem.at(**places.of(row, column.name)))
    schema = pa.schema([f.with_nullable(True) for f in arrow_schema(table)])
    return BulkRead(
        Frame(pa.Table.from_arrays(arrays, schema=schema), places, frozenset(broken)), tuple(problems)
    )


_FORMS: Mapping[type, tuple[str, str]] = {
    Decimal: (r"\A-?(0|[1-9][0-9]{0,28})(\.[0-9]{1,9})?\z", "a decimal number"),
    int: (r"\A-?(0|[1-9][0-9]{0,17})\z", "a whole number"),
    bool: (r"\A(true|false)\z", "true or false"),
    date: (r"\A[0-9]{4}-[0-9]{2}-[0-9]{2}\z", "a day of the calendar (2026-01-26)"),
}


def _from_text(given: pa.ChunkedArray, column: Column) -> tuple[pa.ChunkedArray, list[int], str]:
    if column.type not in _FORMS:
        return given.cast(arrow_type(column)), [], "a text"
    form, wanted = _FORMS[column.type]
    fits = pc.match_substring_regex(given, form)
    if column.type is date:
        days = {text: _day(text) for text in pc.unique(given.filter(fits)).to_pylist()}
        real = pa.array([t for t, day in days.items() if day is not None], type=pa.string())
        fits = pc.and_(fits, pc.is_in(given, value_set=real))
    bad = pc.indices_nonzero(pc.fill_null(pc.invert(fits), fill_value=False)).to_pylist()
    cleaned = pc.if_else(fits, given, pa.scalar(None, pa.string())) if bad else given
    return cleaned.cast(arrow_type(column)), bad, wanted


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _from_arrow(given: pa.ChunkedArray, column: Column) -> tuple[pa.ChunkedArray, list[int], str]:
    wanted = arrow_type(column)
    if pa.types.is_dictionary(given.type):
        given = given.cast(given.type.value_type)
    try:
        return given.cast(wanted), [], str(wanted)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        bad = pc.indices_nonzero(pc.is_valid(given)).to_pylist()
        return (
            pa.chunked_array([pa.nulls(len(given), wanted)]),
            bad[:1],
            f"of type {wanted} (the file has {given.type})",
        )
