"""Bulk files as DuckDB reads them: declared columns, typed as declared, and the cells that do not fit.

Parquet is not copied: a view tells where its columns are, and each query reads those that it asks for; row numbers are
those of the file. CSV is read once, into a table.
"""

# ruff: noqa: S608 - every name and text in a query is quoted
from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import accumulate, groupby

import duckdb

from policy_dataset.errors import UsageError
from policy_dataset.model.vocabulary import Code, Column, columns
from policy_dataset.tables.engines import ROW, Misfits, joined_misfits
from policy_dataset.tables.engines.remote import cannot_open
from policy_dataset.tables.files import CSV, BulkFile, BulkFiles, RemoteParquet
from policy_dataset.tables.forms import common_type, form_of

EXACT = "DECIMAL(38,9)"
_TYPES: Mapping[type, str] = {
    str: "VARCHAR",
    Code: "VARCHAR",
    bool: "BOOLEAN",
    int: "BIGINT",
    Decimal: EXACT,
    date: "DATE",
}
_FLOATS = frozenset({"FLOAT", "DOUBLE"})
_MISFIT = "__misfit__"
_WILD = re.compile(r"[*?\[]", re.ASCII)
_LINE = "/* line */"
_LONG_LINE = 8 << 20
"""Bytes of a row of CSV for which DuckDB reads pieces of a file side by side; for longer ones, all in one."""


def quoted(name: str) -> str:
    """Return a name as SQL writes it; every name is quoted, for words such as ``at`` are reserved."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """Return a text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"


def _escaped(file: BulkFile) -> str:
    """Return the address of a file in which DuckDB finds no pattern, so that it is this one and none beside it.

    Raises
    ------
    UsageError
        There is no way to write it.
    """
    if file.remote is not None or not _WILD.search(file.address):
        return file.address
    if "\\" in file.address:
        raise UsageError(
            f"the engine duckdb does not read {file.name}: in one name it takes no \\ together with *, ? or [. Take another "
            "engine, or give the file another name."
        )
    return _WILD.sub(r"[\g<0>]", file.address)


@dataclass(frozen=True, slots=True)
class _Part:
    """Files, one after the other, that are read alike."""

    files: tuple[BulkFile, ...]
    start: int
    types: Mapping[str, str]
    """Types of the columns as the files hold them; all text in CSV."""

    @property
    def first(self) -> BulkFile:
        return self.files[0]


def open_view(base: duckdb.DuckDBPyConnection, name: str, files: BulkFiles) -> Mapping[str, Misfits]:
    """Make a view of the rows of some files, numbered in `ROW`, and return the cells that do not fit, by column.

    Parameters
    ----------
    name
        What to call the view; names that begin with it are taken for tables beside it.
    """
    declared = columns(files.table)
    parts = list(_parts(base, files))
    kinds = _kinds(declared, parts)
    found = [cells for part in parts for cells in _misfits_of_part(base, part, declared, kinds)]
    if parts and all(part.first.form != CSV for part in parts):
        selects = [_select_parquet(part, declared, kinds) for part in parts]
        base.execute(f"create view {quoted(name)} as {' union all '.join(selects)}")
        return joined_misfits(found)
    table = f"{name}_cells"
    formed = [n for n, column in declared.items() if form_of(column) is not None]
    beside = {f"{_MISFIT}{n}": "VARCHAR" for n in formed}
    given = ", ".join(f"{quoted(n)} {kind}" for n, kind in (kinds | beside).items())
    base.execute(f"create table {quoted(table)} ({given})")
    for part in parts:
        _insert(base, table, _select(part, declared, kinds, formed), part)
    _expect_rows(base, table, files)
    told = ", ".join(quoted(n) for n in kinds)
    base.execute(f"create view {quoted(name)} as select rowid as {quoted(ROW)}, {told} from {quoted(table)}")
    return joined_misfits([*found, *_misfits_of_text(base, table, formed)])


def _insert(base: duckdb.DuckDBPyConnection, table: str, select: str, part: _Part) -> None:
    insert = f"insert into {quoted(table)} {select}"
    try:
        base.execute(insert.replace(_LINE, str(_LONG_LINE)))
    except duckdb.InvalidInputException:
        longest = max(file.path.stat().st_size for file in part.files)
        if longest <= _LONG_LINE:
            raise
        base.execute(insert.replace(_LINE, str(longest)))


def _expect_rows(base: duckdb.DuckDBPyConnection, table: str, files: BulkFiles) -> None:
    read = base.execute(f"select count(*) from {quoted(table)}").fetchall()[0][0]
    if read != files.rows:
        raise RuntimeError(
            f"DuckDB reads {read} rows of {files.table.table_name}, and there are {files.rows}"
        )


# ---------------------------------------------------------------------------------------------------------- what is there


def find_remote(base: duckdb.DuckDBPyConnection, address: str) -> Sequence[RemoteParquet]:
    """Return the Parquet files at an address, by name, with what is in them."""
    try:
        found = base.execute(
            "select file_name, num_rows from parquet_file_metadata(?) order by file_name", [address]
        ).fetchall()
        return [
            RemoteParquet(
                file,
                base.sql(f"from read_parquet({literal(file)}, hive_partitioning = false) limit 0")
                .to_arrow_table()
                .schema,
                rows,
            )
            for file, rows in found
        ]
    except (duckdb.Error, OSError) as error:
        missing = re.search(r"INSTALL (\w+)", str(error))
        do = f"Once: python -c \"import duckdb; duckdb.sql('INSTALL {missing[1]}')\"" if missing else ""
        raise cannot_open("DuckDB", address, error, do=do) from error


def _parts(base: duckdb.DuckDBPyConnection, files: BulkFiles) -> Iterator[_Part]:
    """Put files together that come one after the other and are alike."""
    shapes = _shapes(base, [f for f in files.files if f.rows and f.form != CSV])
    there = [(f, start) for f, start in zip(files.files, files.starts, strict=True) if f.rows]

    def alike(one: tuple[BulkFile, int]) -> tuple[object, ...]:
        file = one[0]
        # The offset of a row in several CSV files is not known before they are read: each is read alone.
        alone = one[1] if file.form == CSV else None
        return (
            alone,
            file.form,
            file.header,
            tuple(sorted(file.partition.items())),
            shapes.get(file.address),
        )

    for (_, form, header, _, _), group in groupby(there, alike):
        some = list(group)
        types = {str(n): "VARCHAR" for n in header} if form == CSV else _types(base, some[0][0])  # type: ignore[attr-defined]  # a tuple of names
        yield _Part(tuple(file for file, _ in some), some[0][1], types)


def _shapes(base: duckdb.DuckDBPyConnection, files: Sequence[BulkFile]) -> Mapping[str, str]:
    """Return what the schema of each Parquet file looks like, to be compared."""
    if len(files) < 2:  # noqa: PLR2004 - one is like itself
        return {}
    paths = ", ".join(literal(_escaped(f)) for f in files)
    found = base.execute(
        "select file_name, string_agg(concat_ws(' ', name, type, converted_type, logical_type, scale, precision), ',') "
        f"from parquet_schema([{paths}]) group by file_name"
    ).fetchall()
    return dict(found)


def _types(base: duckdb.DuckDBPyConnection, file: BulkFile) -> Mapping[str, str]:
    read = base.sql(f"from read_parquet({literal(_escaped(file))}, hive_partitioning = false)")
    return dict(zip(read.columns, map(str, read.types), strict=True))


def _kinds(declared: Mapping[str, Column], parts: Sequence[_Part]) -> dict[str, str]:
    """Return the type of every declared column: as declared, but a number of a Parquet file as the file holds it."""
    physical = [part.types for part in parts if part.first.form != CSV]
    in_csv = len(physical) < len(parts)
    found = {}
    for name, column in declared.items():
        given = [types[name] for types in physical if name in types and not _is_null(types[name])]
        kind = _TYPES[column.type]
        found[name] = common_type(
            column,
            given + [kind] * in_csv,
            declared=kind,
            floating="DOUBLE",
            is_floating=_FLOATS.__contains__,
        )
    return found


def _is_null(kind: str) -> bool:
    return kind.strip('"') == "NULL"


# ---------------------------------------------------------------------------------------------------------- what is read


def _select_parquet(part: _Part, declared: Mapping[str, Column], kinds: Mapping[str, str]) -> str:
    cells = ", ".join(_cell(part, declared[n], kinds[n]) for n in declared)
    return f"select {_row(part)} as {quoted(ROW)}, {cells} from {_reader(part)}"


def _row(part: _Part) -> str:
    """Return the number of a row of Parquet files."""
    starts = list(accumulate((file.rows for file in part.files), initial=part.start))[:-1]
    if len(starts) == 1:
        return f"cast({starts[0]} + file_row_number as bigint)"
    return f"cast(({starts})[cast(file_index as bigint) + 1] + file_row_number as bigint)"


def _select(
    part: _Part, declared: Mapping[str, Column], kinds: Mapping[str, str], formed: Sequence[str]
) -> str:
    cells = [_cell(part, declared[n], kinds[n]) for n in declared]
    return f"select {', '.join([*cells, *(_misfit(part, declared[n]) for n in formed)])} from {_reader(part)}"


def _reader(part: _Part) -> str:
    paths = f"[{', '.join(literal(_escaped(file)) for file in part.files)}]"
    if part.first.form != CSV:
        return f"read_parquet({paths}, hive_partitioning = false)"
    header = ", ".join(f"{literal(n)}: 'VARCHAR'" for n in part.first.header)
    return (
        f"read_csv({paths}, auto_detect = false, header = true, columns = {{{header}}}, delim = ',', quote = '\"', "
        f"escape = '\"', nullstr = '', max_line_size = {_LINE}, hive_partitioning = false)"
    )


def _cell(part: _Part, column: Column, kind: str) -> str:
    name = quoted(column.name)
    if column.name not in part.types:
        given = part.first.partition.get(column.name)
        text = literal(given) if given is not None else "null"
        return f"cast({_typed(f'cast({text} as VARCHAR)', column)} as {kind}) as {name}"
    if part.first.form == CSV:
        return f"{_typed(name, column)} as {name}"
    return f"{_cast(name, part.types[column.name], kind)} as {name}"


def _cast(name: str, given: str, wanted: str) -> str:
    """Return a cell of Parquet as another type, null where it does not fit."""
    if given == wanted:
        return name
    if wanted == EXACT and given in _FLOATS:
        # As text, a number is the shortest that means it; multiplied, it is not always.
        name = f"cast(cast({name} as DOUBLE) as VARCHAR)"
    return f"try_cast({name} as {wanted})"


def _misfit(part: _Part, column: Column) -> str:
    """Return the text of a cell of CSV that does not fit; that of a folder is told for the file as a whole."""
    name = quoted(column.name)
    if part.first.form != CSV or column.name not in part.types:
        return "null"
    return f"case when {_typed(name, column)} is null then {name} end"


def _typed(text: str, column: Column) -> str:
    """Return a text as a value of the type of its column, null where it does not fit."""
    form = form_of(column)
    if form is None:
        return text
    fits = f"regexp_full_match({text}, {literal(form.pattern)})"
    if column.type is bool:
        return f"case when {fits} then {text} = 'true' end"
    if column.type is date:
        # The calendar begins with the year 1.
        fits = f"{fits} and {text} >= '0001'"
    return f"case when {fits} then try_cast({text} as {_TYPES[column.type]}) end"


# --------------------------------------------------------------------------------------------------- what does not fit

_Cells = tuple[str, Misfits]
"""A column, and its cells that do not fit."""


def _misfits_of_text(base: duckdb.DuckDBPyConnection, table: str, formed: Sequence[str]) -> Iterator[_Cells]:
    for name in formed:
        text = quoted(f"{_MISFIT}{name}")
        cells = base.execute(
            f"select rowid, {text} from {quoted(table)} where {text} is not null order by rowid"
        ).fetchall()
        if cells:
            yield name, Misfits([row for row, _ in cells], [text for _, text in cells])


def _misfits_of_part(
    base: duckdb.DuckDBPyConnection, part: _Part, declared: Mapping[str, Column], kinds: Mapping[str, str]
) -> Iterator[_Cells]:
    """Go through the cells that do not fit in Parquet files, and those that the names of folders give."""
    for column in declared.values():
        name = quoted(column.name)
        given = part.first.partition.get(column.name)
        if column.name not in part.types:
            if given is not None and _is_misfit(base, given, column):
                rows = range(part.start, part.start + sum(file.rows for file in part.files))
                yield column.name, Misfits(rows, [given] * len(rows))
        elif part.first.form != CSV and not _holds(kinds[column.name], part.types[column.name]):
            cells = base.execute(
                f"select {_row(part)}, {name} from {_reader(part)} "
                f"where {name} is not null and {_cast(name, part.types[column.name], kinds[column.name])} is null "
                "order by 1"
            ).fetchall()
            if cells:
                yield column.name, Misfits([row for row, _ in cells], [str(cell) for _, cell in cells])


def _is_misfit(base: duckdb.DuckDBPyConnection, text: str, column: Column) -> bool:
    return bool(base.execute(f"select ({_typed(literal(text), column)}) is null").fetchall()[0][0])


def _holds(kind: str, given: str) -> bool:
    """Whether every value of a type of a file is one of another type."""
    if kind == given or _is_null(given) or given == "VARCHAR":
        return True
    if kind == "DOUBLE":
        return given == "FLOAT"
    return given in {"TINYINT", "SMALLINT", "INTEGER", "UTINYINT", "USMALLINT", "UINTEGER"} or (
        kind == EXACT and given == "BIGINT"
    )
