"""Bulk files, CSV and Parquet with published column names, as frames."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as pa_csv

from policy_dataset.model.vocabulary import Column, Table, columns
from policy_dataset.problems import Problem, Severity
from policy_dataset.tables.arrow import arrow_schema, arrow_type, table_of_rows
from policy_dataset.tables.file_columns import header_problems
from policy_dataset.tables.files import look_at_csv, unreadable_parquet
from policy_dataset.tables.forms import form_of, misfit
from policy_dataset.tables.frame import Frame
from policy_dataset.tables.places import ParquetPlaces, Places
from policy_dataset.tables.places_of_files import places_of
from policy_dataset.tables.texts import typed_texts


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


def _read_csv(path: Path, table: type[Table], file: str) -> BulkRead:
    look, problems = look_at_csv(path, table, file)
    if not look.rows:
        return _empty(table, problems)
    texts = pa_csv.read_csv(
        path,
        parse_options=pa_csv.ParseOptions(newlines_in_values=True, ignore_empty_lines=False),
        convert_options=pa_csv.ConvertOptions(
            column_types={name: pa.string() for name in look.header},
            strings_can_be_null=True,
            null_values=[""],
            quoted_strings_can_be_null=True,
        ),
    )
    return _typed(texts, table, places_of(look), problems, _from_text)


def _read_parquet(path: Path, table: type[Table], file: str) -> BulkRead:
    from pyarrow.parquet import ParquetFile  # noqa: PLC0415 - loading it costs, and few datasets hold Parquet

    try:
        with ParquetFile(path) as parquet:
            data = parquet.read()
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        return _empty(table, [unreadable_parquet(table, file, error)])
    problems = header_problems(data.column_names, table, file, {}, code="parquet_columns")
    if any(p.severity is Severity.ERROR for p in problems):
        return _empty(table, problems)
    return _typed(data, table, ParquetPlaces(file), problems, _from_arrow)


_Cast = Callable[[pa.ChunkedArray, Column], tuple[pa.ChunkedArray, list[int], str]]


def _typed(
    data: pa.Table,
    table: type[Table],
    places: Places,
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
            problem = misfit(table.table_name, column, row, value, wanted)
            problems.append(problem.at(**places.of(row, column.name)))
    schema = pa.schema([f.with_nullable(True) for f in arrow_schema(table)])
    return BulkRead(
        Frame(pa.Table.from_arrays(arrays, schema=schema), places, frozenset(broken)), tuple(problems)
    )


def _from_text(given: pa.ChunkedArray, column: Column) -> tuple[pa.ChunkedArray, list[int], str]:
    form = form_of(column)
    typed, bad = typed_texts(given, column)
    return typed, bad, form.name if form is not None else "a text"


def _from_arrow(given: pa.ChunkedArray, column: Column) -> tuple[pa.ChunkedArray, list[int], str]:
    wanted = arrow_type(column)
    if pa.types.is_dictionary(given.type):
        given = given.cast(given.type.value_type)
    # A number that is published is exact: floating point is refused, not rounded.
    inexact = pa.types.is_decimal(wanted) and pa.types.is_floating(given.type)
    try:
        typed = given.cast(wanted) if not inexact else None
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        typed = None
    if typed is not None:
        return typed, [], str(wanted)
    bad = pc.indices_nonzero(pc.is_valid(given)).to_pylist()
    told = f"of type {wanted} (the file has {given.type})"
    return pa.chunked_array([pa.nulls(len(given), wanted)]), bad[:1], told
