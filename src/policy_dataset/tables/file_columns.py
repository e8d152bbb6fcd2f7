"""The columns of a bulk file against those that are declared: which there are, and what Parquet files hold in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

import pyarrow as pa

from policy_dataset.model.nearest import did_you_mean
from policy_dataset.model.vocabulary import Column, Table, columns
from policy_dataset.problems import Problem
from policy_dataset.tables.arrow import arrow_type
from policy_dataset.tables.csv_lines import CellPlace

_Place: TypeAlias = tuple[int | None, int | None, int | None]
"""Line, column, and the column after it, as far as there are any."""

_DIGITS = 38
_NAME_TOLD = 80
_UNKNOWN_TOLD = 100
"""So many unknown columns of a file are told one by one: the search for what is meant costs time for each."""


def header_problems(  # noqa: PLR0913 - what is known of a file
    header: Sequence[str],
    table: type[Table],
    file: str,
    partition: Mapping[str, str | None],
    code: str = "csv_header",
    places: Sequence[CellPlace] = (),
) -> list[Problem]:
    """Return what is wrong with the columns of a file: unknown, required and missing, or there more than once.

    Parameters
    ----------
    places
        Where each name stands in CSV.
    """
    known = columns(table)
    in_csv = code == "csv_header"
    nowhere: _Place = (1, 1, None) if in_csv else (None, None, None)  # Parquet has no lines
    stand: Sequence[_Place] = places or [nowhere] * len(header)
    named = list(zip(header, stand, strict=True))
    found: list[tuple[str, str, str, _Place]] = []
    unknown = [(_short(name), place) for name, place in named if name not in known]
    for name, place in unknown[:_UNKNOWN_TOLD]:
        hint = did_you_mean(name, known, otherwise=f"Columns are: {', '.join(known)}.")
        found.append((f"{table.table_name} have no column '{name}'", hint, name, place))
    if len(unknown) > _UNKNOWN_TOLD:
        further = f"{table.table_name} have none of {len(unknown) - _UNKNOWN_TOLD} further columns"
        found.append((further, f"Columns are: {', '.join(known)}.", *unknown[_UNKNOWN_TOLD]))
    # Two columns of one name are a fault of the structure of CSV, which is looked for there.
    again = [] if in_csv else [n for n, times in Counter(header).items() if times > 1 and n in known]
    keep = "Keep one of them."
    found += [(f"the column '{n}' is there {header.count(n)} times", keep, n, nowhere) for n in again]
    # A column that is missing would be added at the end; what may be meant by another name is told before.
    end = (places[-1][0], places[-1][2], None) if places else nowhere
    for name, column in known.items():
        if column.required and name not in header and name not in partition:
            found.append((f"the column '{name}' is missing", f"Add it: {column.description}", name, end))
    return [
        Problem(
            code=code,
            message=message,
            hint=hint,
            file=file,
            line=line,
            column=at,
            end_column=end_at,
            table=table.table_name,
            field=name,
            value=name,
        )
        for message, hint, name, (line, at, end_at) in found
    ]


def _short(name: str) -> str:
    """Return the name of an unknown column as it is told: a file that is no table may have a "name" as long as it is."""
    return name if len(name) <= _NAME_TOLD else f"{name[:_NAME_TOLD]}…"


def type_problems(
    schema: pa.Schema,
    table: type[Table],
    file: str,
    *,
    holds: Callable[[pa.DataType, Column], bool] | None = None,
) -> list[Problem]:
    """Return the columns of a Parquet file that cannot hold what is declared.

    Parameters
    ----------
    holds
        Whether a column of a type can; without, whether engines judge it as it is.
    """
    holds = holds or _holds
    return [
        Problem(
            code="parquet_columns",
            message=f"the column '{field.name}' has the type {field.type}, not {arrow_type(column)}",
            hint=f"Write it as {arrow_type(column)}: {column.description}",
            file=file,
            table=table.table_name,
            field=field.name,
            value=str(field.type),
        )
        for field in schema
        if (column := columns(table).get(field.name)) is not None and not holds(field.type, column)
    ]


def _holds(given: pa.DataType, column: Column) -> bool:
    """Whether a column of a file can hold what is declared. Numbers are judged as they are, floating point too."""
    if pa.types.is_dictionary(given):
        given = given.value_type
    wanted = arrow_type(column)
    kinds: list[Callable[[pa.DataType], bool]] = [pa.types.is_null]
    if pa.types.is_string(wanted):
        kinds += [pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view]
    elif pa.types.is_decimal(wanted):
        kinds += [_is_short_decimal, pa.types.is_floating, pa.types.is_integer]
    elif pa.types.is_integer(wanted):
        kinds += [pa.types.is_integer]
    return given == wanted or any(is_kind(given) for is_kind in kinds)


def _is_short_decimal(given: pa.DataType) -> bool:
    # One of more digits is read by some engines only, and as floating point by others.
    return pa.types.is_decimal(given) and int(given.precision) <= _DIGITS
