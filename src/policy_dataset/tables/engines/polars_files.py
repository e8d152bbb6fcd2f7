"""Bulk files as Polars reads them: some columns, typed as declared, and the cells that do not fit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from typing import BinaryIO, Final

import polars as pl

from policy_dataset.model.vocabulary import Code, Column, columns
from policy_dataset.tables.csv_running import Stretch
from policy_dataset.tables.engines import Misfits, joined_misfits
from policy_dataset.tables.engines.remote import cannot_open
from policy_dataset.tables.files import CSV, BulkFile, BulkFiles, RemoteParquet, RunningLook
from policy_dataset.tables.forms import common_type, form_of

SHORT: Final = 1 << 25
"""A file of fewer bytes is read as a whole while its structure is checked: should it be at fault, little is lost."""

_FILE = "__file__"
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


@dataclass(frozen=True, slots=True)
class _Part:
    """Rows that are read in one go, and the columns that they have: of Parquet with types, of CSV all as text."""

    scan: pl.LazyFrame
    columns: Mapping[str, pl.DataType]
    partition: Mapping[str, str | None]
    rows: int
    is_text: bool


class FilesReader:
    """Reads some columns of all rows of some files."""

    def __init__(self, files: BulkFiles) -> None:
        self._files = files
        self._declared = columns(files.table)

    @cached_property
    def _physical(self) -> Mapping[str, Mapping[str, pl.DataType]]:
        """The types of the columns in each Parquet file that has rows, by name of the file."""
        found = (f for f in self._files.looks if isinstance(f, BulkFile) and f.rows and f.form != CSV)
        return {file.name: _scan_parquet(file.address).collect_schema() for file in found}

    @cached_property
    def schema(self) -> Mapping[str, pl.DataType]:
        """The type of every declared column: as declared, but a number of a Parquet file as the file holds it."""
        found = {}
        for name, column in self._declared.items():
            given = [schema[name] for schema in self._physical.values() if name in schema]
            declared = _TYPES[column.type]
            found[name] = common_type(
                column,
                [kind for kind in given if kind != pl.Null] + [declared] * self._has_text,
                declared=declared,
                floating=pl.Float64(),
                is_floating=lambda kind: kind.is_float(),
            )
        return found

    @cached_property
    def _has_text(self) -> bool:
        return any(file.form == CSV and file.rows for file in self._files.files)

    def read(self, names: Sequence[str]) -> ReadFiles:
        """Read some columns of all rows."""
        parts = [read for look in self._files.looks for read in self._read_file(look, names)]
        if not parts:
            return ReadFiles(pl.DataFrame(schema={name: self.schema[name] for name in names}), {})
        frame = pl.concat([part.frame for part in parts]) if len(parts) > 1 else parts[0].frame
        return ReadFiles(frame, joined_misfits(_numbered(parts)))

    def _read_file(self, look: BulkFile | RunningLook, names: Sequence[str]) -> list[ReadFiles]:
        if isinstance(look, BulkFile):
            return [self._read_part(self._whole(look), names)] if look.rows else []
        if look.check.over:
            return self._read_file(look.looked_at[0], names)
        # What is read meanwhile counts only if all of the file is in order.
        if look.size < SHORT and set(names) <= set(look.header):
            return self._read_unproven(look, names)
        parts = [self._read_part(part, names) for part in self._proven(look)]
        return parts if look.looked_at[0].rows else []

    def _read_unproven(self, look: RunningLook, names: Sequence[str]) -> list[ReadFiles]:
        texts = _texts(look.header)
        try:
            read = self._read_part(_Part(_scan_csv(look.path), texts, {}, 0, is_text=True), names)
        except (pl.exceptions.PolarsError, pl.exceptions.PanicException):
            if look.looked_at[0].rows:
                raise
            return []
        return [read] if look.looked_at[0].rows else []

    def _whole(self, file: BulkFile) -> _Part:
        if file.form == CSV:
            return _Part(_scan_csv(file.path), _texts(file.header), file.partition, file.rows, is_text=True)
        scan = _scan_parquet(file.address)
        return _Part(scan, self._physical[file.name], file.partition, file.rows, is_text=False)

    def _proven(self, look: RunningLook) -> Iterator[_Part]:
        texts = _texts(look.header)
        with look.path.open("rb") as stream:
            for stretch in look.check.stretches():
                data = _bytes_of(stream, stretch)
                scan = pl.scan_csv(data, has_header=False, schema=texts, null_values=[""])
                yield _Part(scan, texts, look.partition, stretch.rows, is_text=True)

    def _read_part(self, part: _Part, names: Sequence[str]) -> ReadFiles:
        inside = [name for name in names if name in part.columns]
        if part.is_text:
            formed = [name for name in inside if form_of(self._declared[name]) is not None]
            typed = {name: _from_text(self._declared[name]) for name in inside}
        else:
            formed = [n for n in inside if part.columns[n] != self.schema[n]]
            casts = {n: _cast(pl.col(n), part.columns[n], self.schema[n]) for n in formed}
            typed = {n: casts.get(n, pl.col(n)) for n in inside}
        given = [pl.col(name).alias(f"{_GIVEN}{name}") for name in formed]
        read = part.scan.select(*(typed[n].alias(n) for n in inside), *given).collect(engine="streaming")
        found = {name: _misfits(read[name], read[f"{_GIVEN}{name}"]) for name in formed}
        cells = {name: read[name] for name in inside}
        for name in names:
            if name not in cells:
                cells[name], found[name] = self._constant(part, name)
        misfits = {name: cell for name, cell in found.items() if cell is not None}
        return ReadFiles(pl.DataFrame([cells[name].alias(name) for name in names]), misfits)

    def _constant(self, part: _Part, name: str) -> tuple[pl.Series, Misfits | None]:
        """Return a column that the name of a folder gives, or nulls; and the text of the folder where it does not fit."""
        given = part.partition.get(name)
        text = pl.DataFrame({name: [given]}, schema={name: pl.String})
        value = text.select(_from_text(self._declared[name]).cast(self.schema[name])).to_series()
        misfit = given is not None and value[0] is None
        told = Misfits(range(part.rows), [str(given)] * part.rows) if misfit else None
        return value.new_from_index(0, part.rows), told


def _scan_csv(path: Path) -> pl.LazyFrame:
    # As Polars takes it, a name that begins with `file:` is an address.
    return pl.scan_csv(path.absolute(), glob=False, infer_schema=False, null_values=[""])


def _scan_parquet(address: str) -> pl.LazyFrame:
    # A name is a name, whatever stands in it, and what folders say is read elsewhere.
    return pl.scan_parquet(address, glob=False, hive_partitioning=False)


def find_remote(address: str) -> Sequence[RemoteParquet]:
    """Return the Parquet files at an address, with what is in them."""
    try:
        scan = pl.scan_parquet(address, include_file_paths=_FILE, hive_partitioning=False)
        counted = scan.select(_FILE).group_by(_FILE, maintain_order=True).len().collect(engine="streaming")
        there = dict(counted.iter_rows()) or {address: 0}
        schemas = [pl.read_parquet_schema(file) for file in there]
    except (OSError, pl.exceptions.PolarsError) as error:
        raise cannot_open("Polars", address, error) from error
    return [
        RemoteParquet(file, pl.DataFrame(schema=schema).to_arrow().schema, rows)
        for (file, rows), schema in zip(there.items(), schemas, strict=True)
    ]


def _texts(header: Sequence[str]) -> Mapping[str, pl.DataType]:
    return {name: pl.String() for name in header}


def _bytes_of(stream: BinaryIO, stretch: Stretch) -> bytes:
    stream.seek(stretch.start)
    return stream.read(stretch.end - stretch.start)


def _numbered(parts: Sequence[ReadFiles]) -> Iterator[tuple[str, Misfits]]:
    """Go through the misfits of parts that come one after the other, with the rows as they are numbered in all."""
    starts = accumulate((part.frame.height for part in parts), initial=0)
    for start, part in zip(starts, parts, strict=False):
        for name, misfits in part.misfits.items():
            yield name, Misfits([row + start for row in misfits.rows], misfits.texts) if start else misfits


_GIVEN = "__given__"


def _misfits(typed: pl.Series, given: pl.Series) -> Misfits | None:
    """Return the texts of which nothing was made."""
    if typed.null_count() == given.null_count():
        return None
    there = typed.is_null() & given.is_not_null()
    return Misfits(there.arg_true().to_list(), [str(cell) for cell in given.filter(there)])


def _cast(cell: pl.Expr, given: pl.DataType, wanted: pl.DataType) -> pl.Expr:
    """Return a cell as another type, null where it does not fit; decimals end with ties away from zero."""
    if wanted == EXACT and isinstance(given, pl.Decimal):
        cell = cell.round(EXACT.scale, mode="half_away_from_zero")
    elif wanted == EXACT and given.is_float():
        # As text, a number is the shortest that means it. Polars rounds ties to even, so that none may be one: what is
        # added stands far behind the digits that count.
        text = cell.cast(pl.Float64).cast(pl.String).str.replace(r"\A(-?[0-9])e-", "${1}.0e-")
        cell = text.str.replace(r"\A(-?[0-9]+\.[0-9]+)(e-[0-9]+)?\z", "${1}0000000001${2}")
    return cell.cast(wanted, strict=False)


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
