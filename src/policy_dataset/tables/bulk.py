"""Bulk files, CSV and Parquet with published column names, as rows of the declared types, batch by batch."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import TypeAlias

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as pa_csv

from policy_dataset.errors import UsageError
from policy_dataset.model.vocabulary import Column, Table, columns
from policy_dataset.problems import Problem, Severity
from policy_dataset.tables.arrow import arrow_schema, arrow_type, table_of_rows
from policy_dataset.tables.file_columns import header_problems, type_problems
from policy_dataset.tables.files import (
    CSV,
    PARQUET,
    BulkFile,
    look_at_csv,
)
from policy_dataset.tables.forms import WITHOUT_NUL, form_of, misfit
from policy_dataset.tables.frame import Frame
from policy_dataset.tables.given_files import partition_of
from policy_dataset.tables.parquet_footer import UNREADABLE, read_footer, unreadable_parquet
from policy_dataset.tables.places import Places
from policy_dataset.tables.places_of_files import places_of
from policy_dataset.tables.texts import typed_texts

BATCH_ROWS = 1 << 17
"""Rows of a file that are in memory at once, about."""
_CSV_BLOCK = 1 << 24
"""Bytes of CSV that are read at once; the longest row must fit."""


@dataclass(frozen=True)
class BulkRead:
    """The rows of one file, and what is wrong with it."""

    frame: Frame
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Misfit:
    """A cell that is not of the type of its column: its row in the file, what stands there, what is wanted."""

    row: int
    column: str
    text: str
    wanted: str


@dataclass(frozen=True, slots=True)
class TypedRows:
    """Some rows of a file: declared columns only, in declared order and type; cells of another type are null.

    Attributes
    ----------
    first
        Number of the first of them in the file.
    misfits
        Cells of another type.
    unfit
        Columns of Parquet that hold a value which is none of theirs, so that no cell can be had; the first is a misfit.
    """

    first: int
    rows: pa.Table
    misfits: tuple[Misfit, ...]
    unfit: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class OpenedBulk:
    """One file that was looked into.

    Attributes
    ----------
    problems
        What is wrong with its form; with an error, it has no rows.
    """

    file: BulkFile
    table: type[Table]
    problems: tuple[Problem, ...]

    @property
    def places(self) -> Places:
        """Where its cells stand."""
        return places_of(self.file)

    def batches(self) -> Iterator[TypedRows]:
        """Read the rows.

        Raises
        ------
        UnreadableBulkError
            The Parquet file cannot be read to its end.
        UsageError
            Somebody writes to the file.
        """
        if not self.file.rows:
            return
        rows, told = 0, set[str]()
        for data in self._tables():
            typed = _typed(data, rows, self.file, self.table)
            if typed.unfit:
                # No cell of theirs can be had, and what other rules say of a row without it is nothing to go by.
                raise UnreadableBulkError(
                    problem_of(self, c) for c in typed.misfits if c.column in typed.unfit
                )
            if self.file.form == PARQUET:
                # It is the column that is not as it should be: told once, at its first cell.
                typed = replace(typed, misfits=tuple(c for c in typed.misfits if c.column not in told))
                told |= {cell.column for cell in typed.misfits}
            yield typed
            rows += data.num_rows
        if rows != self.file.rows:
            if self.file.form == PARQUET and read_footer(self.file.path)[1] == self.file.rows:
                damaged = pa.ArrowInvalid("there are fewer rows than are promised")
                raise UnreadableBulkError([unreadable_parquet(self.table, self.file.name, damaged)])
            raise UsageError(f"{self.file.name} was changed while it was read; run again when it is finished")

    def _tables(self) -> Iterator[pa.Table]:
        return _csv_tables(self.file) if self.file.form == CSV else _parquet_tables(self.file, self.table)


class UnreadableBulkError(Exception):
    """A file that was in order when it was looked into cannot be read to its end; `problems` say why."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        assert self.problems  # noqa: S101 - rows are never dropped without a word
        super().__init__("; ".join(problem.message for problem in self.problems))


def open_bulk(path: Path, table: type[Table], *, file: str) -> OpenedBulk:
    """Look into one CSV or Parquet file of a table: its form, its columns, the number of its rows.

    Parameters
    ----------
    file
        Its name in problems.
    """
    partition = partition_of(PurePosixPath(file).parts[:-1])
    look_at = look_at_csv if path.suffix.lower() == ".csv" else _look_at_parquet
    look, problems = look_at(path, table, file, partition)
    return OpenedBulk(look, table, tuple(problems))


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
    return read_opened(open_bulk(path, table, file=file))


def read_opened(opened: OpenedBulk) -> BulkRead:
    """Read all rows of a file into memory."""
    empty = table_of_rows(opened.table, [], nullable=True)
    try:
        parts = list(opened.batches())
    except UnreadableBulkError as fault:
        return BulkRead(Frame(empty), (*opened.problems, *fault.problems))
    if not parts:
        return BulkRead(Frame(empty), opened.problems)
    misfits = tuple(chain.from_iterable(part.misfits for part in parts))
    broken = frozenset((cell.row, cell.column) for cell in misfits)
    problems = (*opened.problems, *(problem_of(opened, cell) for cell in misfits))
    return BulkRead(Frame(pa.concat_tables([p.rows for p in parts]), opened.places, broken), problems)


def problem_of(opened: OpenedBulk, cell: Misfit) -> Problem:
    """Return the problem of a cell that is not of the type of its column, with its place."""
    column = columns(opened.table)[cell.column]
    problem = misfit(opened.table.table_name, column, cell.row, cell.text, cell.wanted)
    return problem.at(**opened.places.of(cell.row, cell.column))


def _look_at_parquet(
    path: Path, table: type[Table], file: str, partition: Mapping[str, str | None]
) -> tuple[BulkFile, list[Problem]]:
    try:
        schema, rows = read_footer(path)
    except UNREADABLE as error:
        return BulkFile(path, file, PARQUET, 0), [unreadable_parquet(table, file, error)]
    names = tuple(schema.names)
    problems = header_problems(names, table, file, partition, code="parquet_columns")
    problems += type_problems(schema, table, file, holds=_may_hold)
    refused = any(p.severity is Severity.ERROR for p in problems)
    return BulkFile(path, file, PARQUET, 0 if refused else rows, names, partition), problems


def _parquet_tables(file: BulkFile, table: type[Table]) -> Iterator[pa.Table]:
    from pyarrow.parquet import ParquetFile  # noqa: PLC0415 - as above

    try:
        with ParquetFile(file.path) as parquet:
            for batch in parquet.iter_batches(batch_size=BATCH_ROWS):
                batch.validate(full=True)  # texts that are not UTF-8
                yield pa.Table.from_batches([batch])
    except UNREADABLE as error:
        raise UnreadableBulkError([unreadable_parquet(table, file.name, error)]) from error


def _csv_tables(file: BulkFile) -> Iterator[pa.Table]:
    size, read, block = file.path.stat().st_size, 0, _CSV_BLOCK
    while True:
        try:
            for data in _csv_blocks(file, block, skip=read):
                read += data.num_rows
                yield data
        except pa.ArrowInvalid:
            # A row that is longer than a block; what was read before it is not read again.
            if block > size:
                raise
            block *= _LARGER
        else:
            return


_LARGER = 8


def _csv_blocks(file: BulkFile, block: int, *, skip: int) -> Iterator[pa.Table]:
    options = pa_csv.ConvertOptions(
        column_types={name: pa.string() for name in file.header},
        strings_can_be_null=True,
        null_values=[""],
        quoted_strings_can_be_null=True,
    )
    parsing = pa_csv.ParseOptions(newlines_in_values=True, ignore_empty_lines=False)
    reading = pa_csv.ReadOptions(block_size=block)
    # By an open file: Arrow itself cannot open every path that Python can.
    with (
        file.path.open("rb") as stream,
        pa_csv.open_csv(
            stream, read_options=reading, parse_options=parsing, convert_options=options
        ) as reader,
    ):
        for batch in reader:
            left = batch.slice(skip)
            skip -= batch.num_rows - left.num_rows
            if left.num_rows:
                yield pa.Table.from_batches([left])


def _first_nul(cells: pa.ChunkedArray) -> list[int]:
    """Return the first row whose text holds a NUL: in the CSV that is published it would be refused."""
    if not pa.types.is_string(cells.type):
        return []
    rows: list[int] = pc.indices_nonzero(pc.match_substring(cells, "\0")).to_pylist()
    return rows[:1]


def _may_hold(given: pa.DataType, column: Column) -> bool:
    """Whether cells of a type can be those of a column, some of them at least."""
    wanted = arrow_type(column)
    if pa.types.is_dictionary(given):
        given = given.value_type
    # A number that is published is exact: floating point is refused, not rounded.
    if pa.types.is_decimal(wanted) and pa.types.is_floating(given):
        return False
    try:
        pa.nulls(0, given).cast(wanted)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        return False
    return True


def _typed(data: pa.Table, first: int, file: BulkFile, table: type[Table]) -> TypedRows:
    arrays: list[pa.ChunkedArray | pa.Array] = []
    misfits: list[Misfit] = []
    unfit: set[str] = set()
    for column in columns(table).values():
        if column.name in data.column_names:
            given, cast = data[column.name], _from_text if file.form == CSV else _from_arrow
        elif column.name in file.partition:
            named = pa.scalar(file.partition[column.name], pa.string())
            given, cast = pa.chunked_array([pa.repeat(named, data.num_rows)]), _from_text
        else:
            arrays.append(pa.nulls(data.num_rows, arrow_type(column)))
            continue
        typed, bad, wanted = cast(given, column)
        if typed is None:
            unfit.add(column.name)
            typed = pa.nulls(data.num_rows, arrow_type(column))
        arrays.append(typed)
        misfits += (Misfit(first + row, column.name, str(given[row].as_py()), wanted) for row in bad)
    schema = pa.schema([f.with_nullable(True) for f in arrow_schema(table)])
    return TypedRows(first, pa.Table.from_arrays(arrays, schema=schema), tuple(misfits), frozenset(unfit))


_Typed: TypeAlias = tuple[pa.ChunkedArray | None, list[int], str]
"""Cells as a column has them, None where it can have none; the rows that do not fit; what was wanted."""


def _from_text(given: pa.ChunkedArray, column: Column) -> _Typed:
    form = form_of(column)
    typed, bad = typed_texts(given, column)
    return typed, bad, form.name if form is not None else "a text"


def _from_arrow(given: pa.ChunkedArray, column: Column) -> _Typed:
    wanted = arrow_type(column)
    if pa.types.is_dictionary(given.type):
        given = given.cast(given.type.value_type)
    typed = _cast(given, wanted)
    if typed is not None:
        return typed, _first_nul(typed), WITHOUT_NUL
    first = bisect_left(
        range(len(given)), True, key=lambda row: _cast(given.slice(0, row + 1), wanted) is None
    )
    return None, [first], f"of type {wanted} (the file has {given.type})"


def _cast(given: pa.ChunkedArray, wanted: pa.DataType) -> pa.ChunkedArray | None:
    try:
        return given.cast(wanted)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        return None
