"""The thirteen rules written by hand in PySpark: exact rows, nothing but what the rules need.

    python benchmarks/peers/hand_pyspark.py DIR [--rules R01,R03]

Rows are numbered by the number that Spark tells of a row of a Parquet file. All masks are computed in one pass. Rows that
repeat others are told by a grouping of their cells, and the groups of several rows are joined back; foreign keys by joins
with tables that are sent to every task; periods by their distinct values. The session is started and warm before the
clock, as it is in ours.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import reduce
from operator import or_
from pathlib import Path

import pyarrow as pa
from hand_polars import CODES, COLUMNS, KEY, REQUIRED, is_no_period
from peer import run
from pyspark.sql import Column, DataFrame, SparkSession
from pyspark.sql import functions as sf

c = sf.col
SPARK = (
    SparkSession.builder.master("local[*]")
    .config("spark.ui.enabled", "false")
    .config("spark.ui.showConsoleProgress", "false")
    .config("spark.log.level", "ERROR")
    .config("spark.driver.host", "127.0.0.1")
    .config("spark.pyspark.python", sys.executable)
    .getOrCreate()
)
SPARK.conf.set("spark.sql.shuffle.partitions", str(SPARK.sparkContext.defaultParallelism))
SPARK.createDataFrame(pa.table({"warm": ["x", "y"]})).groupBy("warm").count().toArrow()


def read(folder: Path, name: str, *columns: str) -> DataFrame:
    frame = SPARK.read.parquet(f"{folder}/{name}.parquet")
    return frame.select(c("_metadata.row_index").alias("row"), *columns)


def rows(frame: DataFrame) -> list[int]:
    return frame.select("row").toArrow()["row"].to_pylist()


def repeated(frame: DataFrame, key: tuple[str, ...]) -> list[int]:
    whole = frame.select("row", *key).dropna()
    groups = whole.groupBy(*key).agg(sf.min("row").alias("first"), sf.count("row").alias("n")).filter("n > 1")
    return rows(whole.join(sf.broadcast(groups), list(key)).filter(c("row") > c("first")))


def masks() -> dict[str, list[Column]]:
    return {
        "R01": [c(n).isNull() for n in REQUIRED],
        "R03": [~c("statistic_id").rlike("^S[0-9]{9}$")],
        "R04": [~c(n).isin(codes) for n, codes in CODES.items()],
        "R05": [(c("value") < -1_000_000) | (c("value") > 1_000_000_000)],
        "R09": [
            (c("lower") > c("value"))
            | (c("value") > c("upper"))
            | ((c("comparator") == "range") & (c("lower").isNull() | c("upper").isNull()))
        ],
    }


def by_masks(statistics: DataFrame, wanted: set[str]) -> dict[str, list[int]]:
    asked = {
        rule: reduce(or_, (sf.coalesce(m, sf.lit(False)) for m in some)).alias(rule)
        for rule, some in masks().items()
        if rule in wanted
    }
    if not asked:
        return {}
    judged = statistics.select("row", *asked.values()).filter(reduce(or_, (c(rule) for rule in asked)))
    found = judged.toArrow().to_pylist()
    return {rule: [row["row"] for row in found if row[rule]] for rule in asked}


def unknown(folder: Path, statistics: DataFrame) -> list[int]:
    targets = {"indicator": ("indicators", "indicator_id"), "location": ("locations", "code")}
    targets |= {"source": ("sources", "source_id"), "measure": ("measures", "measure_id")}
    found = []
    for name, (table, key) in targets.items():
        known = sf.broadcast(read(folder, table, c(key).alias(name)).select(name))
        found += rows(statistics.select("row", name).dropna().join(known, name, "left_anti"))
    return found


def no_periods(statistics: DataFrame) -> list[int]:
    periods = statistics.select("period").dropna().distinct().toArrow()["period"].to_pylist()
    bad = [period for period in periods if is_no_period(period)]
    return rows(statistics.filter(c("period").isin(bad))) if bad else []


def other_dimensions(folder: Path, statistics: DataFrame) -> list[int]:
    dimensions = read(folder, "indicators", c("indicator_id").alias("indicator"), "dimension").drop("row")
    units = read(folder, "units", "unit", c("dimension").alias("other")).drop("row")
    both = statistics.select("row", "indicator", "unit").join(sf.broadcast(dimensions), "indicator")
    return rows(both.join(sf.broadcast(units), "unit").filter(c("dimension") != c("other")))


def already_there(folder: Path, statistics: DataFrame) -> list[int]:
    more = read(folder, "contributed", *KEY).dropna()
    asked_for = sf.broadcast(more.select(*KEY).distinct())
    there = statistics.select(*KEY).join(asked_for, list(KEY), "left_semi").distinct()
    return rows(more.join(sf.broadcast(there), list(KEY), "left_semi"))


def find(folder: Path, form: str, wanted: set[str]) -> list[list[object]]:
    assert form == "parquet", "PySpark does not tell the numbers of the rows of CSV"
    statistics = read(folder, "statistics", *COLUMNS)
    asked: dict[str, tuple[str, Callable[[], list[int]]]] = {
        "R06": ("statistics", lambda: repeated(statistics, ("statistic_id",))),
        "R07": ("statistics", lambda: repeated(statistics, KEY)),
        "R08": ("statistics", lambda: unknown(folder, statistics)),
        "R10": ("statistics", lambda: no_periods(statistics)),
        "R11": ("statistics", lambda: other_dimensions(folder, statistics)),
        "R12": ("contributed", lambda: already_there(folder, statistics)),
        "R13": ("locations", lambda: cycles(folder)),
    }
    found = [
        ["statistics", row, rule] for rule, numbers in by_masks(statistics, wanted).items() for row in numbers
    ]
    for rule, (table, ask) in asked.items():
        if rule in wanted:
            found += [[table, row, rule] for row in ask()]
    return found


def cycles(folder: Path) -> list[int]:
    edges = read(folder, "locations", "code", "parent_code").dropna().toArrow().to_pylist()
    while True:
        keys, parents = {e["code"] for e in edges}, {e["parent_code"] for e in edges}
        kept = [e for e in edges if e["code"] in parents and e["parent_code"] in keys]
        if len(kept) == len(edges):
            return [e["row"] for e in kept]
        edges = kept


if __name__ == "__main__":
    run(__doc__, find)
