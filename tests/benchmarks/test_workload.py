"""The benchmark's programs on one small folder: all of them find the same faults, each in its place."""

from __future__ import annotations

import json
import subprocess
import sys

import polars as pl
import pytest

KEYS = {"indicator": "i1", "location": "l1", "source": "s1"}


def statistic(number, **changes):
    row = {
        "statistic_id": f"S{number:09}",
        **KEYS,
        "measure": None,
        "period": f"20{number:02}",
        "figure": "5件",
        "value": 5.0,
        "value_text": "5",
        "unit": "件",
        "comparator": "exact",
        "lower": None,
        "upper": None,
        "kind": "level",
        "note": 'a "b",\nc',
    }
    return row | changes


ROWS = [
    statistic(0),
    statistic(1, figure=None),
    statistic(2, statistic_id="s000000002"),
    statistic(3, kind="total"),
    statistic(4, value=-2_000_000.0),
    statistic(5, statistic_id="S000000000"),
    statistic(6, period="2000"),
    statistic(7, measure="M9"),
    statistic(8, comparator="range", lower=1.0),
    statistic(9, lower=6.0),
    statistic(10, period="2024-02-30"),
    statistic(11, period="2025/2021"),
    statistic(12, period="2024/2024-01"),
    statistic(13, unit="元"),
]
FOUND = {
    (1, "R01"),
    (2, "R03"),
    (3, "R04"),
    (4, "R05"),
    (5, "R06"),
    (6, "R07"),
    (7, "R08"),
    (8, "R09"),
    (9, "R09"),
}
FOUND |= {(10, "R10"), (11, "R10"), (13, "R11")}
TABLES = {
    "locations": [
        {"code": "l1", "parent_code": None, "name": "n", "level": "x"},
        {"code": "l2", "parent_code": "l3", "name": "n", "level": "x"},
        {"code": "l3", "parent_code": "l2", "name": "n", "level": "x"},
        {"code": "l4", "parent_code": "l2", "name": "n", "level": "x"},
    ],
    "indicators": [{"indicator_id": "i1", "name": "n", "dimension": "count", "base_unit": "件"}],
    "units": [
        {"unit": "件", "dimension": "count", "factor": 1.0},
        {"unit": "元", "dimension": "money", "factor": 1.0},
    ],
    "sources": [{"source_id": "s1", "title": "t", "published": "2026-01-26", "publisher": "p"}],
    "measures": [{"measure_id": "M1", "source": "s1", "title": "t", "action": "a", "issued": "2026-01"}],
    "statistics": ROWS,
    "contributed": [
        statistic(50, statistic_id="C000000050"),
        statistic(0, statistic_id="C000000051"),
    ],
}
NUMBERS = {"value": pl.Float64, "lower": pl.Float64, "upper": pl.Float64, "measure": pl.String}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("workload")
    for name, rows in TABLES.items():
        types = {n: t for n, t in NUMBERS.items() if n in rows[0]}
        frame = pl.DataFrame(rows, schema_overrides=types, infer_schema_length=None)
        frame.write_parquet(folder / f"{name}.parquet")
        text = frame.with_columns(
            pl.col(n).cast(pl.Decimal(20, 1)) for n, t in types.items() if t == pl.Float64
        )
        if name == "statistics":
            text = text.with_columns(pl.col("value").cast(pl.String))
            broken = pl.when(pl.int_range(pl.len()) == 0).then(pl.lit("12,5")).otherwise("value")
            text = text.with_columns(broken.alias("value"))
        text.write_csv(folder / f"{name}.csv")
    return folder


@pytest.mark.parametrize("form", ["parquet", "csv"])
@pytest.mark.parametrize(
    "program",
    [
        "workload.py",
        "workload.py --engine duckdb",
        "peers/hand_polars.py",
        "peers/hand_duckdb.py",
        "peers/with_pydantic.py",
    ],
)
def test_every_program_finds_the_same(root, folder, program, form):
    script, *more = program.split()
    command = [sys.executable, str(root / "benchmarks" / script), str(folder), "--input", form, *more]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["seconds"] > 0
    assert found["peak_mb"] > 10
    wanted = {("statistics", row, rule) for row, rule in FOUND}
    wanted |= {("contributed", 1, "R12"), ("locations", 1, "R13"), ("locations", 2, "R13")}
    wanted |= {("statistics", 0, "R02")} if form == "csv" else set()
    assert {tuple(one) for one in found["found"]} == wanted


def test_some_rules_alone(root, folder):
    command = [sys.executable, str(root / "benchmarks" / "workload.py"), str(folder), "--rules", "R03,R11"]
    found = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)["found"]
    assert sorted(map(tuple, found)) == [("statistics", 2, "R03"), ("statistics", 13, "R11")]
