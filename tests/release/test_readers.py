"""Everybody reads what was published: frictionless, pandas, Polars, DuckDB, Arrow."""

from __future__ import annotations

import csv
import shutil
import subprocess
import sys
from datetime import date
from decimal import Decimal

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from frictionless import Package

from policy_dataset.model.standard import standard_schema
from policy_dataset.model.vocabulary import columns
from release.samples import own_schema

TABLES = [t.table_name for t in standard_schema().published]
ARROW = {
    str: pa.string(),
    bool: pa.bool_(),
    int: pa.int64(),
    Decimal: pa.decimal128(38, 9),
    date: pa.date32(),
}
DUCKDB = {str: "VARCHAR", bool: "BOOLEAN", int: "BIGINT", Decimal: "DECIMAL(38,9)", date: "DATE"}
POLARS = {str: pl.String(), bool: pl.Boolean(), int: pl.Int64(), Decimal: pl.Decimal(38, 9), date: pl.Date()}


def _types(table, of):
    kinds = {c.name: c.type for c in columns(standard_schema()[table]).values()}
    return {name: of[str if issubclass(kind, str) else kind] for name, kind in kinds.items()}


def _frictionless_command():
    found = shutil.which("frictionless", path=f"{sys.prefix}/bin") or shutil.which("frictionless")
    assert found, "frictionless brings its command"
    return found


@pytest.mark.parametrize("which", ["published", "own"])
def test_frictionless_finds_every_resource_valid(which, request):
    package = request.getfixturevalue(which)
    report = Package(str(package.path / "datapackage.json")).validate()
    assert report.valid, report.flatten(["type", "message"])
    assert [w for task in report.tasks for w in task.warnings] == []
    assert len(report.tasks) == 2 * len(package.rows)


def test_the_command_of_frictionless_says_the_same(published):
    done = subprocess.run(
        [_frictionless_command(), "validate", published.path / "datapackage.json"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert "INVALID" not in done.stdout
    assert done.stdout.count("VALID") == 2 * len(published.rows)


def test_frictionless_reads_the_same_values_from_both_formats(own):
    package = Package(str(own.path / "datapackage.json"))
    csv_rows, parquet_rows = (
        [r.to_dict() for r in package.get_resource(n).read_rows()] for n in ("harbours", "harbours_parquet")
    )
    assert csv_rows == parquet_rows
    assert csv_rows[2]["depth"] == Decimal("12345678901234567890123456789.5")
    assert csv_rows[0]["built"] == date(1900, 1, 1)
    assert [r["berths"] for r in csv_rows] == [3, None, 0]
    assert [r["open"] for r in csv_rows] == [True, False, None]


@pytest.mark.parametrize("table", TABLES)
def test_arrow_polars_duckdb_and_pandas_read_the_declared_types(table, published):
    path = published.path / "data" / f"{table}.parquet"
    with pq.ParquetFile(path) as file:
        arrow = file.read()
    assert dict(zip(arrow.column_names, arrow.schema.types, strict=True)) == _types(table, ARROW)
    assert dict(pl.read_parquet(path).schema) == _types(table, POLARS)
    relation = duckdb.sql(f"from '{path}'")
    assert dict(zip(relation.columns, map(str, relation.types), strict=True)) == _types(table, DUCKDB)
    frame = pd.read_parquet(path, dtype_backend="pyarrow")
    assert {name: kind.pyarrow_dtype for name, kind in frame.dtypes.items()} == _types(table, ARROW)
    assert len(frame) == relation.count("*").fetchall()[0][0] == arrow.num_rows == published.rows[table]


@pytest.mark.parametrize("table", TABLES)
def test_the_csv_is_read_alike_by_polars_duckdb_and_pandas(table, published):
    path = published.path / "data" / f"{table}.csv"
    with (published.path / "data" / f"{table}.parquet").open("rb") as file:
        arrow = pq.ParquetFile(file).read()
    polars = pl.read_csv(path, schema=pl.from_arrow(arrow.slice(0, 0)).schema)
    assert polars.equals(pl.from_arrow(arrow))
    names = ", ".join(f"'{n}': '{k}'" for n, k in _types(table, DUCKDB).items())
    rows = duckdb.sql(
        f"from read_csv('{path}', columns={{{names}}}, header=true, auto_detect=false, quote='\"', escape='\"')"
    )
    assert rows.fetchall() == [tuple(r.values()) for r in arrow.to_pylist()]
    frame = pd.read_csv(path, dtype=str, keep_default_na=False, na_values=[""])
    with path.open(encoding="utf-8", newline="") as file:
        assert list(frame.columns) == next(csv.reader(file))
    assert len(frame) == arrow.num_rows


def test_foreign_keys_hold_in_sql(published):
    data = published.path / "data"
    schema = standard_schema()
    seen = 0
    for key in schema.references():
        if not schema[key.table].table_published:
            continue
        held, known = (duckdb.read_parquet(f"{data}/{name}.parquet") for name in (key.table, key.target))
        lost = (
            held.filter(f"{key.column} is not null")
            .set_alias("a")
            .join(known.set_alias("b"), f"a.{key.column} = b.{key.target_column}", how="anti")
            .count("*")
        )
        assert lost.fetchall() == [(0,)], key
        seen += 1
    assert seen > 20


def test_the_own_schema_of_a_user_is_read_too(own):
    frame = pl.read_parquet(own.path / "data" / "harbours.parquet")
    assert frame.schema["depth"] == pl.Decimal(38, 9)
    assert frame["berths"].to_list() == [3, None, 0]
    assert set(own.rows) == {t.table_name for t in own_schema()}
