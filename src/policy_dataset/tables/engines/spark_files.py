"""Bulk files as Spark reads them: declared columns, typed as declared, and the numbers of their rows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import reduce
from operator import or_
from typing import Any
from urllib.parse import unquote

import pyarrow as pa
from pyspark.sql import Column as SparkColumn
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as sf
from pyspark.sql import types as st

from policy_dataset.errors import UsageError
from policy_dataset.model.vocabulary import Code, Column, columns
from policy_dataset.tables.engines import ROW, Misfits, joined_misfits
from policy_dataset.tables.engines.spark_csv import MISFIT, read_csv, told_of_workers
from policy_dataset.tables.files import CSV, BulkFile, BulkFiles
from policy_dataset.tables.forms import common_type, form_of
from policy_dataset.tables.texts import typed_texts

EXACT = st.DecimalType(38, 9)
_TYPES: Mapping[type, st.DataType] = {
    str: st.StringType(),
    Code: st.StringType(),
    bool: st.BooleanType(),
    int: st.LongType(),
    Decimal: EXACT,
    date: st.DateType(),
}
_PHYSICAL: Mapping[pa.DataType, st.DataType] = {
    pa.bool_(): st.BooleanType(),
    pa.int8(): st.IntegerType(),
    pa.int16(): st.IntegerType(),
    pa.int32(): st.IntegerType(),
    pa.uint8(): st.IntegerType(),
    pa.uint16(): st.IntegerType(),
    pa.uint32(): st.LongType(),
    pa.int64(): st.LongType(),
    pa.uint64(): st.DecimalType(20, 0),
    pa.float32(): st.FloatType(),
    pa.float64(): st.DoubleType(),
    pa.date32(): st.DateType(),
}
_PATH = "__path__"
_START = "__start__"


@dataclass(frozen=True, slots=True)
class Opened:
    """Files as one frame.

    Attributes
    ----------
    frame
        Row numbers and every declared column.
    kept
        What stays with the executors until it is let go; None where the files are read each time.
    """

    frame: DataFrame
    misfits: Mapping[str, Misfits]
    kept: DataFrame | None


def open_bulk(session: SparkSession, files: BulkFiles, schemas: Mapping[str, pa.Schema]) -> Opened:
    """Return files as a frame; nothing is read of Parquet files but what is asked for, each time it is asked for.

    Parameters
    ----------
    schemas
        Of the files in remote stores, by address.

    Raises
    ------
    UsageError
        A column has a type that Spark does not read.
    """
    declared = tuple(columns(files.table).values())
    given = [(f, start) for f, start in zip(files.files, files.starts, strict=True) if f.rows]
    parquet = [_Given(f, start, _physical(f, declared, schemas)) for f, start in given if f.form != CSV]
    texts = [(f, start) for f, start in given if f.form == CSV]
    types = _types(declared, [one.types for one in parquet], exact=bool(texts))
    parts: list[DataFrame] = []
    misfits: list[tuple[str, Misfits]] = []
    for group in _groups(parquet):
        cells, typed = _read_parquet(session, group, declared, types)
        parts.append(cells.select(ROW, *(cell.alias(name) for name, cell in typed.items())))
        misfits.extend(_misfits_of_casts(cells, group[0].types, typed, types))
    for one in parquet:
        misfits.extend(_misfits_of_folders(one, declared))
    kept = None
    if texts:
        # Reading text costs more than keeping what was read.
        kept = read_csv(session, texts, declared, _csv_schema(declared)).persist()
        parts.append(kept.select(ROW, *(c.name for c in declared)))
        with told_of_workers(kept):
            misfits.extend(_misfits_of_cells(kept, declared))
    frame = reduce(DataFrame.unionByName, parts) if parts else _nothing(session, declared, types)
    return Opened(frame, joined_misfits(misfits), kept)


def _nothing(
    session: SparkSession, declared: Sequence[Column], types: Mapping[str, st.DataType]
) -> DataFrame:
    empty = session.createDataFrame(pa.table({ROW: pa.array([], type=pa.int64())}))
    return empty.select(ROW, *(sf.lit(None).cast(types[c.name]).alias(c.name) for c in declared))


# ------------------------------------------------------------------------------------------------------------ types


@dataclass(frozen=True, slots=True)
class _Given:
    """A Parquet file, the number of its first row, and the types of the declared columns that it has."""

    file: BulkFile
    start: int
    types: Mapping[str, st.DataType]


def _physical(
    file: BulkFile, declared: Sequence[Column], schemas: Mapping[str, pa.Schema]
) -> Mapping[str, st.DataType]:
    from pyarrow.parquet import read_schema  # noqa: PLC0415 - loading it costs, and CSV needs none

    schema = schemas[file.remote] if file.remote is not None else read_schema(file.address)
    names = [c.name for c in declared if c.name in schema.names]
    # Of a column without a type every cell is null.
    return {n: _spark_type(file, n, schema.field(n).type) for n in names if schema.field(n).type != pa.null()}


def _spark_type(file: BulkFile, name: str, given: pa.DataType) -> st.DataType:
    if pa.types.is_dictionary(given):
        given = given.value_type
    if pa.types.is_string(given) or pa.types.is_large_string(given) or pa.types.is_string_view(given):
        return st.StringType()
    if pa.types.is_decimal(given) and given.precision <= EXACT.precision:
        return st.DecimalType(given.precision, given.scale)
    if given not in _PHYSICAL:
        raise UsageError(
            f"the engine spark cannot read the column '{name}' of {file.name}, which is {given}. "
            "Take the engine polars, or write the column in the type that is declared."
        )
    return _PHYSICAL[given]


def _types(
    declared: Sequence[Column], physical: Sequence[Mapping[str, st.DataType]], *, exact: bool
) -> Mapping[str, st.DataType]:
    """Return the type of every declared column: as declared, but a number of a Parquet file as the file holds it."""
    found = {}
    for column in declared:
        kind = _TYPES[column.type]
        found[column.name] = common_type(
            column,
            [types[column.name] for types in physical if column.name in types] + [kind] * exact,
            declared=kind,
            floating=st.DoubleType(),
            is_floating=lambda given: isinstance(given, (st.FloatType, st.DoubleType)),
        )
    return found


# ---------------------------------------------------------------------------------------------------------- Parquet


def _groups(parquet: Sequence[_Given]) -> Iterator[list[_Given]]:
    """Go through files that Spark can read as one: with the same columns of the same types, and each of them once."""
    groups: dict[Any, list[_Given]] = {}
    times: Counter[str] = Counter()
    for one in parquet:
        types = tuple(sorted((n, t.simpleString()) for n, t in one.types.items()))
        # Rows of a file that is given again are told from those of the first time by nothing that Spark says of them.
        groups.setdefault((types, times[_plain(one.file)]), []).append(one)
        times[_plain(one.file)] += 1
    yield from groups.values()


def _read_parquet(
    session: SparkSession,
    group: Sequence[_Given],
    declared: Sequence[Column],
    types: Mapping[str, st.DataType],
) -> tuple[DataFrame, Mapping[str, SparkColumn]]:
    """Return row numbers and cells as the files have them, and every declared column made of those."""
    inside = group[0].types
    schema = st.StructType([st.StructField(name, kind) for name, kind in inside.items()])
    read = files_at(session, (escaped(_plain(one.file)) for one in group), schema)
    by_address = _by_address(read, group)
    outside = [c for c in declared if c.name not in inside]
    given = [c for c in outside if any(_folder_text(one.file, c) is not None for one in group)]
    number = sf.col("_metadata.row_index")
    typed = {
        c.name: (sf.col(c.name) if c.name in inside or c in given else sf.lit(None)).try_cast(types[c.name])
        for c in declared
    }
    if len(group) == 1 and not given:
        return read.select((number + sf.lit(group[0].start)).alias(ROW), *inside), typed
    path = _path_of(sf.col("_metadata.file_path")).alias(_PATH)
    starts = _starts(session, by_address, given)
    cells = read.select(number.alias("__index__"), path, *inside).join(sf.broadcast(starts), _PATH)
    row = (sf.col("__index__") + sf.col(_START)).alias(ROW)
    return cells.select(row, *inside, *(c.name for c in given)), typed


def files_at(
    session: SparkSession,
    addresses: Iterable[str],
    schema: st.StructType | str | None = None,
    names: str = "*",
) -> DataFrame:
    """Return the Parquet files at some addresses, with columns of the types that are given, or as the first has them.

    Parameters
    ----------
    names
        Pattern of the names of files that count, where an address is a folder.
    """
    reader = session.read if schema is None else session.read.schema(schema)
    # The names of folders are read by us: Spark would guess at the types of what they say.
    return reader.option("recursiveFileLookup", "true").option("pathGlobFilter", names).parquet(*addresses)


def _plain(file: BulkFile) -> str:
    """Return the address of a file. Of a link it is that of the link: what it leads to may have any name, or be given too."""
    if file.remote is not None:
        return file.remote
    return f"file:{(file.path.parent.resolve() / file.path.name).as_posix()}"


def _by_address(read: DataFrame, group: Sequence[_Given]) -> Mapping[str, _Given]:
    """Return files by the addresses that Spark tells of them.

    Raises
    ------
    UsageError
        Spark lets one of them lie, and would do so without a word, or cannot open it.
    """
    by_path = {_plain(one.file): one for one in group}
    found = {address: by_path.pop(plain_address(address)) for address in read.inputFiles()}
    # With a colon in it, the name of the file of checksums that is looked for beside it is none.
    not_opened = [one.file for one in found.values() if one.file.remote is None and ":" in one.file.path.name]
    for file in (*(one.file for one in by_path.values()), *not_opened):
        raise UsageError(
            f"the engine spark does not read {file.name}: Spark lets files lie whose names begin with . or _, and opens "
            "none with : in its name. Take another engine, or give the file another name."
        )
    return found


def escaped(path: str) -> str:
    """Return a path in which Spark finds no pattern."""
    return "".join(f"\\{c}" if c in "*?[]{}\\" else c for c in path)


def _path_of(address: SparkColumn) -> SparkColumn:
    # Spark writes `file:/x` in one place and `file:///x` in another.
    return sf.regexp_replace(address, "^file:/+", "file:/")


def _starts(session: SparkSession, by_address: Mapping[str, _Given], given: Sequence[Column]) -> DataFrame:
    """Return the number of the first row of each file, and what the names of its folders say, by its address."""
    fields: dict[str, Any] = {
        _PATH: pa.array(list(by_address), type=pa.string()),
        _START: pa.array([one.start for one in by_address.values()], type=pa.int64()),
    }
    for column in given:
        texts = pa.array([_folder_text(one.file, column) for one in by_address.values()], type=pa.string())
        fields[column.name] = typed_texts(pa.chunked_array([texts]), column)[0]
    found = session.createDataFrame(pa.table(fields))
    return found.withColumn(_PATH, _path_of(sf.col(_PATH)))


def plain_address(address: str) -> str:
    """Return an address as Spark takes it, of one that it tells: nothing in it is written in percents."""
    return re.sub("^file:/+", "file:/", unquote(address))


def _folder_text(file: BulkFile, column: Column) -> str | None:
    """Return what the name of a folder says of a column that is not in the file."""
    return file.partition.get(column.name) if column.name not in file.header else None


def _misfits_of_casts(
    cells: DataFrame,
    inside: Mapping[str, st.DataType],
    typed: Mapping[str, SparkColumn],
    types: Mapping[str, st.DataType],
) -> Iterator[tuple[str, Misfits]]:
    """Go through the cells of which nothing is made where files have different types, such as NaN of a decimal."""
    cast = [name for name, kind in inside.items() if not _holds(types[name], kind)]
    if not cast:
        return
    lost = {name: sf.col(name).isNotNull() & typed[name].isNull() for name in cast}
    found = cells.filter(reduce(or_, lost.values())).select(
        ROW, *(sf.when(lost[name], sf.col(name)).alias(name) for name in cast)
    )
    yield from _by_column(found.toArrow(), {name: name for name in cast})


def _holds(wanted: st.DataType, given: st.DataType) -> bool:
    """Whether a type holds every value of another."""
    if wanted == given:
        return True
    if isinstance(wanted, st.DecimalType):
        whole = wanted.precision - wanted.scale
        if isinstance(given, st.DecimalType):
            return given.precision - given.scale <= whole
        return isinstance(given, (st.IntegerType, st.LongType))
    if isinstance(wanted, st.LongType):
        return isinstance(given, st.IntegerType)
    return isinstance(wanted, st.DoubleType) and isinstance(given, st.FloatType)


def _by_column(found: pa.Table, names: Mapping[str, str]) -> Iterator[tuple[str, Misfits]]:
    """Go through what is not null of columns, as texts, by the names that they are to have."""
    found = found.sort_by(ROW)
    for given, name in names.items():
        there = found.filter(found[given].is_valid())
        if there.num_rows:
            yield name, Misfits(there[ROW].to_pylist(), [str(cell) for cell in there[given].to_pylist()])


def _misfits_of_folders(given: _Given, declared: Sequence[Column]) -> Iterator[tuple[str, Misfits]]:
    """Go through what the names of folders say that does not fit: it stands in every row of the file."""
    for column in declared:
        text = _folder_text(given.file, column)
        if text is None:
            continue
        _, bad = typed_texts(pa.chunked_array([pa.array([text], type=pa.string())]), column)
        if bad:
            rows = range(given.start, given.start + given.file.rows)
            yield column.name, Misfits(rows, [text] * given.file.rows)


# -------------------------------------------------------------------------------------------------------------- CSV


def _csv_schema(declared: Sequence[Column]) -> str:
    fields = [st.StructField(ROW, st.LongType()), *(st.StructField(c.name, _TYPES[c.type]) for c in declared)]
    fields += [st.StructField(MISFIT + c.name, st.StringType()) for c in declared if form_of(c) is not None]
    return ", ".join(f"`{f.name}` {f.dataType.simpleString()}" for f in fields)


def _misfits_of_cells(read: DataFrame, declared: Sequence[Column]) -> Iterator[tuple[str, Misfits]]:
    formed = [c.name for c in declared if form_of(c) is not None]
    if not formed:
        return
    some = reduce(or_, (sf.col(MISFIT + n).isNotNull() for n in formed))
    found = read.filter(some).select(ROW, *(MISFIT + n for n in formed)).toArrow()
    yield from _by_column(found, {MISFIT + name: name for name in formed})
