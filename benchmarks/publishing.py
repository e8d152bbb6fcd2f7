"""Publish a curated dataset whose statistics come in bulk, and print what it took.

    python benchmarks/publishing.py ROWS [--form parquet|csv] [--parts N] [--folder DIR] [--sorted]

A dataset of ROWS statistics is made in a folder of its own, unsorted, and built by the command line in a fresh process.
Prints one JSON object: ``seconds`` and ``peak_mb`` of that process with all of its threads, ``disk_mb`` that the folder
of packages took at most, beside sizes of what came out. The package is read back: number and order of rows, in both
formats, and the sum of the values.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from datetime import date
from pathlib import Path

import polars as pl
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from policy_dataset.model.standard import standard_schema
from policy_dataset.tables.supplied import supplied_tables

META = """\
id: long-statistics
title: Statistics in bulk
description: A dataset that a benchmark makes; none of its figures was ever printed.
version: 0.1.0
licenses: [{name: CC0-1.0}]
contributors: [{title: The benchmark, roles: [curator]}]
"""
SOURCES = "".join(
    f"""\
- id: yearbook_{number}
  title_zh: 年鉴
  title_en: Yearbook {number}
  publisher: 统计局
  language: zh-Hans
  published: 2030-01-0{number}
  file: yearbook_{number}.txt
  file_sha256: {str(number) * 64}
  spans: {number}00,{number}99
  rights: none
"""
    for number in (1, 2)
)
MONTHS = 30 * 12
CHUNK = 500_000
SEEN_EVERY = 0.5


def make(folder: Path, rows: int, form: str, parts: int, *, ordered: bool) -> int:
    """Write the dataset; return the sum of its values."""
    folder.mkdir(parents=True)
    (folder / "dataset.yaml").write_text(META, encoding="utf-8")
    (folder / "sources.yaml").write_text(SOURCES, encoding="utf-8")
    into = folder / "statistics"
    into.mkdir()
    supplied = supplied_tables(standard_schema())
    indicators = sorted(
        r["indicator_id"] for r in supplied["indicators"].to_pylist() if r["unit"] == "person"
    )
    places = sorted(p for p in supplied["locations"]["location_id"].to_pylist() if p.isdigit())
    assert rows <= len(indicators) * len(places) * MONTHS
    total, per_file = 0, -(-rows // parts)
    for part in range(parts):
        first, last = part * per_file, min(rows, (part + 1) * per_file)
        chunks = [
            statistics(range(n, min(n + CHUNK, last)), rows, indicators, places, ordered=ordered)
            for n in range(first, last, CHUNK)
        ]
        frame = pl.concat(chunks)
        total += int(frame["value"].sum())
        name = into / f"part_{part}.{form}"
        frame.write_parquet(name) if form == "parquet" else frame.write_csv(name)
    return total


def statistics(
    numbers: range, rows: int, indicators: list[str], places: list[str], *, ordered: bool
) -> pl.DataFrame:
    """Return some rows of the table; no two have a series and a month in common."""
    step = 1 if ordered else next(n for n in (7_919, 7_927, 7_933) if rows % n)
    at = (pl.int_range(numbers.start, numbers.stop, eager=True) * step) % rows
    months = pl.Series([f"{2000 + n // 12}-{n % 12 + 1:02}" for n in range(MONTHS)])
    month = months.gather(at % MONTHS)
    series = at // MONTHS
    indicator = pl.Series(indicators).gather(series % len(indicators))
    place = pl.Series(places).gather(series // len(indicators))
    tens = (at * 2_654_435_761) % 99_999 + 1
    cells = {"indicator": indicator, "month": month, "place": place, "tens": tens, "at": at}
    value = (pl.col("tens") * 100).cast(pl.Decimal(38, 9))
    start = pl.col("month").str.to_date("%Y-%m")
    return pl.DataFrame(cells).select(
        pl.format("{}_{}_{}", "indicator", "place", pl.col("month").str.replace("-", "_")).alias(
            "statistic_id"
        ),
        "indicator",
        pl.lit("observed").alias("kind"),
        pl.format("{}.{}万人", pl.col("tens") // 100, (pl.col("tens") % 100).cast(str).str.zfill(2)).alias(
            "figure"
        ),
        value.alias("value"),
        pl.lit("person").alias("unit"),
        pl.lit("eq").alias("comparator"),
        value.alias("lower"),
        value.alias("upper"),
        pl.lit(value=True).alias("lower_inclusive"),
        pl.lit(value=True).alias("upper_inclusive"),
        pl.lit(100).cast(pl.Decimal(38, 9)).alias("resolution"),
        value.alias("value_base"),
        pl.col("month").alias("period"),
        start.alias("period_start"),
        start.dt.month_end().alias("period_end"),
        pl.lit("reference").alias("period_role"),
        pl.lit("authored").alias("period_basis"),
        pl.col("place").alias("location_id"),
        pl.format("yearbook_{}", pl.col("at") % 2 + 1).alias("source_id"),
        pl.lit("coder_a").alias("coded_by"),
        pl.lit("person").alias("coding_origin"),
    )


def build(dataset: Path, out: Path) -> dict[str, float]:
    """Build the dataset in a process of its own, and measure it."""
    most, done = [0], threading.Event()
    watching = threading.Thread(target=watch, args=(out, most, done))
    watching.start()
    began = time.perf_counter()
    command = [sys.executable, "-m", "policy_dataset", "build", str(dataset), "--out", str(out)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - began
    done.set()
    watching.join()
    assert os.waitstatus_to_exitcode(status) == 0
    peak = usage.ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)
    return {"seconds": round(seconds, 1), "peak_mb": round(peak), "disk_mb": round(most[0] / (1 << 20))}


def watch(folder: Path, most: list[int], done: threading.Event) -> None:
    """Note how much a folder holds at most."""
    while not done.wait(SEEN_EVERY):
        held = 0
        for path in folder.rglob("*"):
            try:
                held += path.stat().st_size if path.is_file() else 0
            except FileNotFoundError:
                continue
        most[0] = max(most[0], held)


def check(package: Path, rows: int, total: int) -> dict[str, float]:
    """Assert what the package holds, in both formats, batch by batch."""
    data = package / "data"
    parquet, csv = data / "statistics.parquet", data / "statistics.csv"
    with pq.ParquetFile(parquet) as file:
        batches = (
            (b["statistic_id"], b["value"]) for b in file.iter_batches(columns=["statistic_id", "value"])
        )
        assert counted(batches) == (rows, total)
    options = pacsv.ConvertOptions(include_columns=["statistic_id", "value"])
    with pacsv.open_csv(csv, convert_options=options) as reader:
        assert counted((b["statistic_id"], b["value"]) for b in reader) == (rows, total)
    descriptor = json.loads((package / "datapackage.json").read_text(encoding="utf-8"))
    told = {r["name"]: r["rows"] for r in descriptor["resources"]}
    assert told["statistics"] == told["statistics_parquet"] == rows
    assert descriptor["temporal"]["start"] == date(2000, 1, 1).isoformat()
    return {
        "parquet_mb": round(parquet.stat().st_size / (1 << 20)),
        "csv_mb": round(csv.stat().st_size / (1 << 20)),
    }


def counted(batches) -> tuple[int, int]:
    """Return number and sum; asserts that the keys ascend."""
    last, rows, total = "", 0, 0
    for keys, values in batches:
        frame = pl.DataFrame({"key": pl.Series(keys), "value": pl.Series(values)})
        assert frame["key"][0] > last
        assert (frame["key"].shift(1) < frame["key"]).all()
        last, rows, total = frame["key"][-1], rows + len(frame), total + int(frame["value"].sum())
    return rows, total


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", maxsplit=1)[0])
    parser.add_argument("rows", type=int)
    parser.add_argument("--form", choices=["parquet", "csv"], default="parquet")
    parser.add_argument("--parts", type=int, default=1, help="files that the rows come in")
    parser.add_argument("--folder", type=Path, help="where the dataset and the package are made")
    parser.add_argument("--sorted", action="store_true", help="let the rows come in the order of their key")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=args.folder) as work:
        dataset, out = Path(work) / "dataset", Path(work) / "out"
        total = make(dataset, args.rows, args.form, args.parts, ordered=args.sorted)
        took = build(dataset, out)
        shutil.rmtree(dataset)
        sizes = check(out / "long-statistics", args.rows, total)
    print(json.dumps({"rows": args.rows, "form": args.form, "parts": args.parts, **took, **sizes}))


if __name__ == "__main__":
    main()
