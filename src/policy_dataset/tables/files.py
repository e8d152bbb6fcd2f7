"""Files that hold the rows of one table as published: which there are, what is in them, and whether they can be read.

Nothing is read here but what it takes to know the columns and to count the rows; engines open the files.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from typing import TypeAlias, overload

import pyarrow as pa

from policy_dataset.errors import UsageError
from policy_dataset.model.vocabulary import Table
from policy_dataset.problems import Problem, Severity
from policy_dataset.tables.csv_lines import CsvStructure
from policy_dataset.tables.csv_running import RunningCheck, read_header, start
from policy_dataset.tables.csv_structure import check_csv
from policy_dataset.tables.file_columns import header_problems, type_problems
from policy_dataset.tables.given_files import (
    find_files,
    is_csv,
    partition_of,
    refuse_unreadable_name,
)
from policy_dataset.tables.inputs import shown_address, store_of
from policy_dataset.tables.parquet_footer import UNREADABLE, read_footer, unreadable_parquet

CSV, PARQUET = "csv", "parquet"
AT_ONCE = 1 << 20


@dataclass(frozen=True, slots=True)
class BulkFile:
    """One file.

    Attributes
    ----------
    path, name
        Where it is, and what problems call it.
    form
        ``csv`` or ``parquet``.
    rows
        Number of data rows; 0 for a file that cannot be read.
    header
        Columns in the file, in its order.
    partition
        Columns that the names of its folders give (``year=2026``); None is null.
    structure
        What the structure pass found in a CSV file.
    remote
        Its address, where it lies in a remote store.
    """

    path: Path
    name: str
    form: str
    rows: int
    header: tuple[str, ...] = ()
    partition: Mapping[str, str | None] = field(default_factory=dict)
    structure: CsvStructure | None = None
    remote: str | None = None

    @property
    def address(self) -> str:
        """What an engine opens: to begin with ``~`` or ``word:`` means something else to some."""
        return self.remote if self.remote is not None else str(self.path.absolute())


@dataclass(frozen=True, slots=True)
class RemoteParquet:
    """A Parquet file of a remote store, as an engine has found it.

    Attributes
    ----------
    address
        What the engine opens: ``s3://bucket/part-0.parquet``.
    schema, rows
        What is in it.
    """

    address: str
    schema: pa.Schema
    rows: int


FindRemote: TypeAlias = Callable[[str], Sequence[RemoteParquet]]
"""Finds the Parquet files at an address of a remote store, which may be a pattern."""


class RunningLook:
    """A CSV file of which the structure is still being checked.

    Attributes
    ----------
    path, name, header, partition
        As of a `BulkFile`.
    size
        Bytes of the file.
    check
        What is proven of it.
    """

    def __init__(
        self,
        path: Path,
        table: type[Table],
        name: str,
        header: tuple[str, ...],
        partition: Mapping[str, str | None],
    ) -> None:
        self.path = path
        self.size = path.stat().st_size
        self.name = name
        self.header = header
        self.partition = partition
        self.check = RunningCheck(path, name)
        self._table = table

    @cached_property
    def looked_at(self) -> tuple[BulkFile, list[Problem]]:
        """The file and its problems, once it is checked to its end."""
        return _judged(self.check.result(), self.path, self._table, self.name, self.partition)


State: TypeAlias = tuple[int, int, int] | None
"""What tells a file from what it was: its number on the disk, bytes, and time of the last change; None of none."""


def state_of(path: Path) -> State:
    """Return what tells a file from what it was."""
    try:
        there = path.stat()
    except OSError:
        return None
    return there.st_ino, there.st_size, there.st_mtime_ns


@dataclass(frozen=True)
class BulkFiles:
    """The files of one table, in the order in which their rows are numbered.

    Attributes
    ----------
    looks
        The files; of some, the structure may still be checked.
    states
        What was known of each file of this machine before it was looked into, by its path.
    """

    table: type[Table]
    looks: tuple[BulkFile | RunningLook, ...]
    states: Mapping[Path, State] = field(default_factory=dict)

    def refuse_changed(self) -> None:
        """Refuse files that somebody has written to since they were looked into.

        Raises
        ------
        UsageError
            One is another than it was, or gone: what was found out of it is of neither.
        """
        for path, before in self.states.items():
            if state_of(path) != before:
                raise UsageError(
                    f"{path.as_posix()} was changed while it was read; run again when it is finished"
                )

    @cached_property
    def files(self) -> tuple[BulkFile, ...]:
        """The files, all of them checked to their end."""
        return tuple(look.looked_at[0] if isinstance(look, RunningLook) else look for look in self.looks)

    @property
    def rows(self) -> int:
        """Number of rows in all files."""
        return sum(file.rows for file in self.files)

    @property
    def bytes_to_check(self) -> int:
        """Bytes of the files of which the structure may still be checked."""
        return sum(look.size for look in self.looks if isinstance(look, RunningLook))

    @property
    def starts(self) -> tuple[int, ...]:
        """Number of the first row of each file."""
        return tuple(accumulate((file.rows for file in self.files), initial=0))[:-1]


class FileProblems(Sequence[Problem]):
    """What is wrong with files: to look at it is to wait until they are checked. Equal to a tuple of the same."""

    # Equal to tuples of what is still to be found out.
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, parts: Iterable[Sequence[Problem] | RunningLook]) -> None:
        self._parts = tuple(parts)

    @cached_property
    def _all(self) -> tuple[Problem, ...]:
        found = (part.looked_at[1] if isinstance(part, RunningLook) else part for part in self._parts)
        return tuple(problem for problems in found for problem in problems)

    @overload
    def __getitem__(self, at: int) -> Problem: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Problem, ...]: ...
    def __getitem__(self, at: int | slice) -> Problem | tuple[Problem, ...]:
        """Return one problem, or some of them."""
        return self._all[at]

    def __len__(self) -> int:
        """Count the problems."""
        return len(self._all)

    def __eq__(self, other: object) -> bool:
        """Whether the problems are the same."""
        return isinstance(other, Sequence) and self._all == tuple(other)


def open_files(
    paths: Iterable[str | Path],
    table: type[Table],
    *,
    at_once: int = AT_ONCE,
    find_remote: FindRemote | None = None,
) -> tuple[BulkFiles, FileProblems]:
    """Look into the files of a table.

    Parameters
    ----------
    paths
        Files, folders and patterns of this machine, and addresses of remote stores. A file counts once, however often it
        is given.
    find_remote
        What an engine finds at an address; without it, there are none.
    at_once
        CSV files of more bytes are checked while other things are done: whoever asks for their rows waits.

    Returns
    -------
    tuple
        The files, those that cannot be read without rows, and what is wrong with them.

    Raises
    ------
    UsageError
        Nothing is there, or it is no CSV or Parquet file, or no file at all (a pipe, a device).
    """
    looks: list[BulkFile | RunningLook] = []
    problems: list[Sequence[Problem] | RunningLook] = []
    states: dict[Path, State] = {}
    for path, name, partition, remote in _found(paths, find_remote):
        if remote is not None:
            file, found = _look_at_remote(remote, path, table, name, partition)
            looks.append(file)
            problems.append(found)
            continue
        states[path] = state_of(path)
        csv = is_csv(path)
        running = _begin_to_look(path, table, name, partition) if csv and _is_long(path, at_once) else None
        if running is not None:
            looks.append(running)
            problems.append(running)
            continue
        file, found = (look_at_csv if csv else look_at_parquet)(path, table, name, partition)
        looks.append(file)
        problems.append(found)
    start([look.check for look in looks if isinstance(look, RunningLook)])
    return BulkFiles(table, tuple(looks), states), FileProblems(problems)


_Found: TypeAlias = tuple[Path, str, Mapping[str, str | None], RemoteParquet | None]


def _found(paths: Iterable[str | Path], find_remote: FindRemote | None) -> Iterator[_Found]:
    seen: set[str] = set()
    for given in paths:
        store = store_of(str(given)) is not None
        for found in _found_in_store(str(given), find_remote) if store else _found_here(given):
            # Where patterns and folders overlap, a file is still one file.
            where = found[3].address if found[3] is not None else os.path.abspath(found[0])  # noqa: PTH100 - a link is a file of its own
            if where not in seen:
                seen.add(where)
                yield found


def _found_here(given: str | Path) -> Iterator[_Found]:
    for local in find_files([given]):
        refuse_unreadable_name(local[0])
        yield (*local, None)


def _found_in_store(given: str, find_remote: FindRemote | None) -> Iterator[_Found]:
    there = find_remote(given) if find_remote is not None else ()
    if not there:
        raise UsageError(f"there is no Parquet file at {shown_address(given)}")
    for one in there:
        path = Path(shown_address(one.address))
        yield path, shown_address(one.address), partition_of(path.parts[:-1]), one


def _look_at_remote(
    found: RemoteParquet, path: Path, table: type[Table], name: str, partition: Mapping[str, str | None]
) -> tuple[BulkFile, list[Problem]]:
    file, problems = _of_schema(path, table, name, partition, found.schema, found.rows)
    return replace(file, remote=found.address), problems


def _is_long(path: Path, at_once: int) -> bool:
    return path.stat().st_size > at_once


def _begin_to_look(
    path: Path, table: type[Table], name: str, partition: Mapping[str, str | None]
) -> RunningLook | None:
    """Return a file whose structure is to be checked; None where the header shows already that it cannot be read."""
    header = read_header(path, name)
    if header is None or header_problems(header, table, name, partition):
        return None
    return RunningLook(path, table, name, header, partition)


def look_at_csv(
    path: Path, table: type[Table], name: str, partition: Mapping[str, str | None] | None = None
) -> tuple[BulkFile, list[Problem]]:
    """Check the structure and the header of a CSV file; it has no rows to read where an error stands."""
    return _judged(check_csv(path, file=name), path, table, name, partition or {})


def _judged(
    structure: CsvStructure, path: Path, table: type[Table], name: str, partition: Mapping[str, str | None]
) -> tuple[BulkFile, list[Problem]]:
    problems = [p.at(table=table.table_name) for p in structure.problems]
    if not _refused(problems):
        problems += header_problems(structure.header, table, name, partition, places=structure.header_places)
    rows = 0 if _refused(problems) else structure.rows
    return BulkFile(path, name, CSV, rows, structure.header, partition, structure), problems


def look_at_parquet(
    path: Path, table: type[Table], name: str, partition: Mapping[str, str | None] | None = None
) -> tuple[BulkFile, list[Problem]]:
    """Check the columns of a Parquet file and their types; it has no rows to read where an error stands."""
    try:
        schema, rows = read_footer(path)
    except UNREADABLE as error:
        return BulkFile(path, name, PARQUET, 0), [unreadable_parquet(table, name, error)]
    return _of_schema(path, table, name, partition or {}, schema, rows)


def _of_schema(  # noqa: PLR0913 - what is known of a file
    path: Path,
    table: type[Table],
    name: str,
    partition: Mapping[str, str | None],
    schema: pa.Schema,
    rows: int,
) -> tuple[BulkFile, list[Problem]]:
    problems = header_problems(schema.names, table, name, partition, code="parquet_columns")
    problems += type_problems(schema, table, name)
    if _refused(problems):
        rows = 0
    return BulkFile(path, name, PARQUET, rows, tuple(schema.names), partition), problems


def _refused(problems: Iterable[Problem]) -> bool:
    return any(p.severity is Severity.ERROR for p in problems)
