"""Bulk files as Polars reads them: some columns, typed as declared, and the cells that do not fit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import polars as pl

from policy_dataset.model.vocabulary import Code, Column, columns
from policy_dataset.tables.engines import Misfits
from policy_dataset.tables.files import CSV, BulkFile, BulkFiles
from policy_dataset.tables.forms import form_of

EXACT = pl.Decimal(38, 9)
_TYPES: Mapping[type, pl.DataType] = {
    str: pl.String(),
    Code: pl.String(),
    bool: pl.Boolean(),
    int: pl.Int64(),
    Decimal: EXACT,
    date: pl.Date(),
}


@dataclass(frozen=True, slots=True)
class ReadFiles:
    """Columns of all rows of some files, and the cells that do not fit, by column."""

    frame: pl.DataFrame
    misfits: Mapping[str, Misfits]


def schema_of(files: BulkFiles) -> dict[str, pl.DataType]:
    """Return the type of every declared column: as declared, but a number of a Parquet file as the file holds it."""
    physical = [pl.read_parquet_schema(f.path) for f in files.files if f.rows and f.form != CSV]
    found = {}
    for name, column in columns(files.table).items():
        given = {schema[name] for schema in physical if name in schema}
        exact = column.type is not Decimal or not given or any(f.form == CSV and f.rows for f in files.files)
        found[name] = _TYPES[column.type] if exact else _number(given)
    return found


def _number(given: Iterable[pl.DataType]) -> pl.DataType:
    kinds = [kind for kind in given if kind != pl.Null]
    if len(kinds) == 1:
        return kinds[0]
    # A number of one file is not rounded because another file holds floating point.
    return pl.Float64() if kinds and all(kind.is_float() for kind in kinds) else EXACT


def read_files(files: BulkFiles, names: Sequence[str]) -> ReadFiles:
    """Read some columns of all rows."""
    schema = schema_of(files)
    parts = [_read(file, columns(files.table), names, schema) for file in files.files if file.rows]
    if not parts:
        return ReadFiles(pl.DataFrame(schema={name: schema[name] for name in names}), {})
    frame = pl.concat([part.frame for part in parts]) if len(parts) > 1 else parts[0].frame
    return ReadFiles(frame, _joined(files, parts))


def _joined(files: BulkFiles, parts: Sequence[ReadFiles]) -> Mapping[str, Misfits]:
    starts = [start for file, start in zip(files.files, files.starts, strict=True) if file.rows]
    found: dict[str, Misfits] = {}
    for start, part in zip(starts, parts, strict=True):
        for name, misfits in part.misfits.items():
            rows = [row + start for row in misfits.rows] if start else misfits.rows
            before = found.get(name)
            found[name] = (
                Misfits([*before.rows, *rows], [*before.texts, *misfits.texts])
                if before is not None
                else Misfits(rows, misfits.texts)
            )
    return found


def _read(
    file: BulkFile, declared: Mapping[str, Column], names: Sequence[str], schema: Mapping[str, pl.DataType]
) -> ReadFiles:
    """Read some columns of one file; each text that does not fit its column comes in a column beside it."""
    inside = [name for name in names if name in file.header]
    if file.form == CSV:
        scan = pl.scan_csv(file.path, infer_schema=False, null_values=[""])
        formed = [name for name in inside if form_of(declared[name]) is not None]
        typed = {name: _from_text(declared[name]) for name in inside}
    else:
        scan = pl.scan_parquet(file.path, hive_partitioning=False)
        physical = pl.read_parquet_schema(file.path)
        formed = [n for n in inside if physical[n] != schema[n]]
        typed = {n: pl.col(n).cast(schema[n], strict=False) if n in formed else pl.col(n) for n in inside}
    beside = [pl.when(typed[n].is_null()).then(pl.col(n)).alias(f"{_MISFIT}{n}") for n in formed]
    read = scan.select(*(typed[n].alias(n) for n in inside), *beside).collect(engine="streaming")
    misfits = {name: found for name in formed if (found := _misfits(read[f"{_MISFIT}{name}"])) is not None}
    cells = {name: read[name] for name in inside}
    for name in names:
        if name not in cells:
            cells[name], given = _constant(file, declared[name], schema[name])
            if given is not None:
                misfits[name] = Misfits(range(file.rows), [given] * file.rows)
    return ReadFiles(pl.DataFrame([cells[name].alias(name) for name in names]), misfits)


_MISFIT = "__misfit__"


def _misfits(texts: pl.Series) -> Misfits | None:
    if texts.null_count() == len(texts):
        return None
    there = texts.is_not_null()
    return Misfits(there.arg_true().to_list(), [str(text) for text in texts.filter(there)])


def _from_text(column: Column) -> pl.Expr:
    cell, form = pl.col(column.name), form_of(column)
    if form is None:
        return cell
    formed = pl.when(cell.str.contains(rf"\A(?:{form.pattern})\z")).then(cell)
    if column.type is bool:
        return formed == "true"
    if column.type is date:
        day = formed.str.to_date("%Y-%m-%d", strict=False)
        return pl.when(day.dt.year() > 0).then(day)
    return formed.cast(_TYPES[column.type], strict=False)


def _constant(file: BulkFile, column: Column, kind: pl.DataType) -> tuple[pl.Series, str | None]:
    """Return a column that the name of a folder gives, or nulls; and the text of the folder where it does not fit."""
    given = file.partition.get(column.name)
    text = pl.DataFrame({column.name: [given]}, schema={column.name: pl.String})
    value = text.select(_from_text(column).cast(kind)).to_series()
    misfit = given if given is not None and value[0] is None else None
    return value.new_from_index(0, file.rows), misfit
