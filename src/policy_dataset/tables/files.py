"""Files that hold the rows of one table as published: which there are, what is in them, and whether they can be read.

Nothing is read here but what it takes to know the columns and to count the rows; engines open the files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path
from urllib.parse import unquote

import pyarrow as pa

from policy_dataset.errors import UsageError
from policy_dataset.model.nearest import did_you_mean
from policy_dataset.model.vocabulary import Column, Table, columns
from policy_dataset.problems import Problem, Severity
from policy_dataset.tables.arrow import arrow_type
from policy_dataset.tables.csv_lines import CsvStructure
from policy_dataset.tables.csv_structure import check_csv

CSV, PARQUET = "csv", "parquet"
SUFFIXES = {".csv": CSV, ".parquet": PARQUET, ".pq": PARQUET}
_WILD = frozenset("*?[")
_HIVE_NULL = "__HIVE_DEFAULT_PARTITION__"


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
    """

    path: Path
    name: str
    form: str
    rows: int
    header: tuple[str, ...] = ()
    partition: Mapping[str, str | None] = field(default_factory=dict)
    structure: CsvStructure | None = None


@dataclass(frozen=True)
class BulkFiles:
    """The files of one table, in the order in which their rows are numbered."""

    table: type[Table]
    files: tuple[BulkFile, ...]

    @property
    def rows(self) -> int:
        """Number of rows in all files."""
        return sum(file.rows for file in self.files)

    @property
    def starts(self) -> tuple[int, ...]:
        """Number of the first row of each file."""
        return tuple(accumulate((file.rows for file in self.files), initial=0))[:-1]


def find_files(paths: Iterable[str | Path]) -> Iterator[tuple[Path, str, Mapping[str, str | None]]]:
    """Go through the files that are given and those in the folders that are given, with name and partition.

    A path that does not exist and has ``*``, ``?`` or ``[`` in it is a pattern, ``**`` any folders. Folders are searched to
    the bottom, by name; what begins with ``.`` or ``_`` is let lie, as writers of partitions do.

    Raises
    ------
    UsageError
        Nothing is there, or it is no CSV or Parquet file.
    """
    for path in map(Path, paths):
        if not path.exists() and _WILD & set(str(path)):
            found = list(_matches(path))
            if not found:
                raise UsageError(f"there is no CSV or Parquet file like {path}")
            yield from found
        else:
            yield from _found_at(path)


def _matches(pattern: Path) -> Iterator[tuple[Path, str, Mapping[str, str | None]]]:
    plain = next(n for n, part in enumerate(pattern.parts) if _WILD & set(part))
    root = Path(*pattern.parts[:plain])
    matches = sorted(root.glob("/".join(pattern.parts[plain:])))
    within = (p for m in matches if not _is_hidden(m, root) for p in (m.rglob("*") if m.is_dir() else (m,)))
    # A folder and the files in it may both match.
    for path in sorted({path for path in within if _is_data(path, root)}):
        yield path, path.as_posix(), _partition(path.parts[:-1])


def _found_at(path: Path) -> Iterator[tuple[Path, str, Mapping[str, str | None]]]:
    if path.is_dir():
        found = [p for p in sorted(path.rglob("*")) if _is_data(p, path)]
        if not found:
            raise UsageError(f"there is no CSV or Parquet file in {path}")
        yield from ((p, p.as_posix(), _partition(p.relative_to(path).parts[:-1])) for p in found)
    elif not path.exists():
        raise UsageError(f"there is no file {path}")
    elif path.suffix.lower() not in SUFFIXES:
        raise UsageError(
            f"{path} is neither CSV nor Parquet: its name ends with none of {', '.join(SUFFIXES)}"
        )
    else:
        yield path, path.as_posix(), _partition(path.parts[:-1])


def _is_data(path: Path, root: Path) -> bool:
    return not _is_hidden(path, root) and path.suffix.lower() in SUFFIXES and path.is_file()


def _is_hidden(path: Path, root: Path) -> bool:
    return any(part.startswith((".", "_")) for part in path.relative_to(root).parts)


def _partition(folders: Sequence[str]) -> Mapping[str, str | None]:
    pairs = (folder.partition("=") for folder in folders)
    return {unquote(k): None if v == _HIVE_NULL else unquote(v) for k, mark, v in pairs if mark and k}


def open_files(paths: Iterable[str | Path], table: type[Table]) -> tuple[BulkFiles, tuple[Problem, ...]]:
    """Look into the files of a table.

    Returns
    -------
    tuple
        The files, those that cannot be read without rows, and what is wrong with them.

    Raises
    ------
    UsageError
        Nothing is there, or it is no CSV or Parquet file.
    """
    files: list[BulkFile] = []
    problems: list[Problem] = []
    for path, name, partition in find_files(paths):
        look = look_at_csv if SUFFIXES[path.suffix.lower()] == CSV else look_at_parquet
        file, found = look(path, table, name, partition)
        files.append(file)
        problems += found
    return BulkFiles(table, tuple(files)), tuple(problems)


def look_at_csv(
    path: Path, table: type[Table], name: str, partition: Mapping[str, str | None] | None = None
) -> tuple[BulkFile, list[Problem]]:
    """Check the structure and the header of a CSV file; it has no rows to read where an error stands."""
    structure = check_csv(path, file=name)
    problems = [p.at(table=table.table_name) for p in structure.problems]
    if not _refused(problems):
        problems += header_problems(structure.header, table, name, partition or {})
    rows = 0 if _refused(problems) else structure.rows
    return BulkFile(path, name, CSV, rows, structure.header, partition or {}, structure), problems


def look_at_parquet(
    path: Path, table: type[Table], name: str, partition: Mapping[str, str | None] | None = None
) -> tuple[BulkFile, list[Problem]]:
    """Check the columns of a Parquet file and their types; it has no rows to read where an error stands."""
    from pyarrow.parquet import ParquetFile  # noqa: PLC0415 - loading it costs, and few datasets hold Parquet

    try:
        with ParquetFile(path) as parquet:
            schema, rows = parquet.schema_arrow, parquet.metadata.num_rows
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        return BulkFile(path, name, PARQUET, 0), [unreadable_parquet(table, name, error)]
    problems = header_problems(schema.names, table, name, partition or {}, code="parquet_columns")
    problems += _type_problems(schema, table, name)
    if _refused(problems):
        rows = 0
    return BulkFile(path, name, PARQUET, rows, tuple(schema.names), partition or {}), problems


def unreadable_parquet(table: type[Table], file: str, error: Exception) -> Problem:
    """Return the problem of a Parquet file that cannot be read."""
    return Problem(
        code="parquet_unreadable",
        message=f"{file} is no Parquet file that can be read ({type(error).__name__})",
        hint="Write it again; it may be cut off.",
        file=file,
        table=table.table_name,
    )


def _refused(problems: Iterable[Problem]) -> bool:
    return any(p.severity is Severity.ERROR for p in problems)


_UNKNOWN_TOLD = 100
"""So many unknown columns of a file are told one by one: the search for what is meant costs time for each."""


def header_problems(
    header: Sequence[str],
    table: type[Table],
    file: str,
    partition: Mapping[str, str | None],
    code: str = "csv_header",
) -> list[Problem]:
    """Return what is wrong with the columns of a file: unknown ones, and required ones that are missing."""
    known = columns(table)
    line = 1 if code == "csv_header" else None  # Parquet has no lines
    found = []
    unknown = [name for name in header if name not in known]
    for name in unknown[:_UNKNOWN_TOLD]:
        hint = did_you_mean(name, known, otherwise=f"Columns are: {', '.join(known)}.")
        found.append((f"{table.table_name} have no column '{name}'", hint, name))
    if len(unknown) > _UNKNOWN_TOLD:
        further = f"{table.table_name} have none of {len(unknown) - _UNKNOWN_TOLD} further columns"
        found.append((further, f"Columns are: {', '.join(known)}.", unknown[_UNKNOWN_TOLD]))
    for name, column in known.items():
        if column.required and name not in header and name not in partition:
            found.append((f"the column '{name}' is missing", f"Add it: {column.description}", name))
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


def _type_problems(schema: pa.Schema, table: type[Table], file: str) -> list[Problem]:
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
        if (column := columns(table).get(field.name)) is not None and not _holds(field.type, column)
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
        kinds += [pa.types.is_decimal, pa.types.is_floating, pa.types.is_integer]
    elif pa.types.is_integer(wanted):
        kinds += [pa.types.is_integer]
    return given == wanted or any(is_kind(given) for is_kind in kinds)
