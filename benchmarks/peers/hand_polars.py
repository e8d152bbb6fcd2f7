"""The thirteen rules written by hand in Polars, the fast kind: exact rows, nothing but what the rules need.

    python benchmarks/peers/hand_polars.py DIR [--input parquet|csv] [--rules R01,R03]

The columns are read once by the streaming engine. Uniqueness is told by hashes that are sorted, both at once; foreign keys
by `is_in`; periods by their distinct values. All masks are computed in one pass, a bit for each verdict: quicker than to
ask first whether one fails and to compute those that do again. No check of the structure of CSV files is made.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
from peer import run

COLUMNS = (
    "statistic_id",
    "indicator",
    "location",
    "source",
    "measure",
    "period",
    "figure",
    "value",
    "unit",
    "comparator",
    "lower",
    "upper",
    "kind",
)
REQUIRED = tuple(c for c in COLUMNS if c not in {"measure", "lower", "upper"})
KEY = ("indicator", "location", "period", "source")
CODES = {
    "kind": ["level", "change", "rate", "share", "count", "rank"],
    "comparator": ["exact", "approx", "over", "under", "range"],
}
NUMBER = r"^-?[0-9]+(\.[0-9]+)?$"
c = pl.col


def scan(folder: Path, name: str, form: str) -> pl.LazyFrame:
    path = folder / f"{name}.{form}"
    if form == "parquet":
        return pl.scan_parquet(path)
    return pl.scan_csv(path, infer_schema=False)


def read_statistics(folder: Path, form: str) -> pl.DataFrame:
    frame = scan(folder, "statistics", form).select(COLUMNS)
    if form == "csv":
        numbers = {
            n: pl.when(c(n).str.contains(NUMBER)).then(c(n)).cast(pl.Float64) for n in ("lower", "upper")
        }
        frame = frame.with_columns(**numbers, number=c("value").cast(pl.Float64, strict=False))
        frame = frame.with_columns(r02=c("value").is_not_null() & ~c("value").str.contains(NUMBER))
        frame = frame.with_columns(value=pl.when(~c("r02")).then(c("number")), given=c("value").is_not_null())
        frame = frame.drop("number")
    return frame.collect(engine="streaming")


def repeated(frame: pl.DataFrame, keys: list[tuple[str, ...]]) -> list[list[int]]:
    hashes = [hashed(frame, key) for key in keys]
    ordered = pl.collect_all(
        [some.lazy().select(c("h").sort()).filter(c("h") == c("h").shift(1)) for some in hashes]
    )
    found = []
    for key, some, again in zip(keys, hashes, ordered, strict=True):
        few = some.filter(c("h").is_in(again["h"].unique().implode()))["row"] if len(again) else []
        rows = frame.select(key)[few].with_columns(row=pl.Series(few, dtype=pl.UInt32))
        found.append(rows.filter(~pl.struct(key).is_first_distinct())["row"].to_list())
    return found


def hashed(frame: pl.DataFrame, key: tuple[str, ...]) -> pl.DataFrame:
    combined = c(key[0]).hash(0)
    for seed, name in enumerate(key[1:], start=1):
        combined = combined * 0x9E3779B97F4A7C15 + c(name).hash(seed)
    return (
        frame.lazy()
        .with_row_index("row")
        .drop_nulls(key)
        .select("row", h=combined)
        .collect(engine="streaming")
    )


def first_day(text: str) -> tuple[int, int, int] | None:
    parts = text.split("-")
    if not text.isascii() or [len(p) for p in parts] not in ([4], [4, 2], [4, 2, 2]):
        return None
    if not all(p.isdigit() for p in parts):
        return None
    numbers = ([int(p) for p in parts] + [1, 1])[:3]
    try:
        date(*numbers)
    except ValueError:
        return None
    return tuple(numbers)


def is_no_period(text: str) -> bool:
    begin, slash, end = text.partition("/")
    first = first_day(begin)
    if first is None or not slash:
        return first is None
    last = first_day(end)
    if last is None:
        return True
    parts = end.count("-")
    return first > (last if parts == 2 else (*last[: parts + 1], *[99] * (2 - parts)))


def find(folder: Path, form: str, wanted: set[str]) -> list[list[object]]:
    frame = read_statistics(folder, form)
    lazy = frame.lazy()
    masks: dict[str, list[pl.Expr]] = {
        "R01": [c(n).is_null() if n != "value" or form != "csv" else ~c("given") for n in REQUIRED],
        "R03": [~c("statistic_id").str.contains("^S[0-9]{9}$")],
        # Comparing with each of a few codes is quicker than looking them up in a set.
        "R04": [~pl.any_horizontal(c(n) == k for k in codes) for n, codes in CODES.items()],
        "R05": [(c("value") < -1_000_000) | (c("value") > 1_000_000_000)],
        "R09": [
            (c("lower") > c("value"))
            | (c("value") > c("upper"))
            | ((c("comparator") == "range") & (c("lower").is_null() | c("upper").is_null()))
        ],
    }
    if form == "csv":
        masks["R02"] = [c("r02")]
        masks["R09"] = [masks["R09"][0] & ~c("r02")]
    targets = {"indicator": ("indicators", "indicator_id"), "location": ("locations", "code")}
    targets |= {"source": ("sources", "source_id"), "measure": ("measures", "measure_id")}
    if "R08" in wanted:
        known = pl.collect_all([scan(folder, table, form).select(key) for table, key in targets.values()])
        masks["R08"] = [
            ~c(n).is_in(keys.to_series().implode()) for n, keys in zip(targets, known, strict=True)
        ]
    flat = {f"{rule}.{i}": m for rule, some in masks.items() if rule in wanted for i, m in enumerate(some)}
    if "R10" in wanted:
        periods = lazy.select("period").unique().collect(engine="streaming")["period"].drop_nulls()
        bad = [p for p in periods.to_list() if is_no_period(p)]
        if bad:
            flat["R10.0"] = c("period").is_in(bad)
    verdicts = lazy.select(**flat).collect(engine="streaming")
    found: list[list[object]] = []
    for name in flat:
        found += [
            ["statistics", row, name[:3]] for row in verdicts[name].fill_null(False).arg_true().to_list()
        ]
    keys = {"R06": ("statistic_id",), "R07": KEY}
    keys = {rule: key for rule, key in keys.items() if rule in wanted}
    for rule, rows in zip(keys, repeated(frame, list(keys.values())), strict=True):
        found += [["statistics", row, rule] for row in rows]
    if "R11" in wanted:
        found += [["statistics", row, "R11"] for row in other_dimensions(folder, form, lazy)]
    if "R12" in wanted:
        found += [["contributed", row, "R12"] for row in already_there(folder, form, frame)]
    if "R13" in wanted:
        found += [["locations", row, "R13"] for row in cycles(scan(folder, "locations", form))]
    return found


def other_dimensions(folder: Path, form: str, lazy: pl.LazyFrame) -> list[int]:
    dimensions = scan(folder, "indicators", form).select(indicator="indicator_id", dimension="dimension")
    units = scan(folder, "units", form).select("unit", other="dimension")
    pairs = lazy.select("indicator", "unit").unique().collect(engine="streaming").lazy()
    wrong = (
        pairs.join(dimensions, on="indicator")
        .join(units, on="unit")
        .filter(c("dimension") != c("other"))
        .collect()
    )
    if not len(wrong):
        return []
    there = lazy.with_row_index("row").join(wrong.lazy(), on=["indicator", "unit"], how="semi").select("row")
    return there.collect(engine="streaming")["row"].to_list()


def already_there(folder: Path, form: str, frame: pl.DataFrame) -> list[int]:
    more = scan(folder, "contributed", form).select(KEY).collect()
    here, there = hashed(more, KEY), hashed(frame, KEY)
    there = there.filter(c("h").is_in(here["h"].implode()))
    if not len(there):
        return []
    keys = frame.select(KEY)[there["row"]]
    return more.with_row_index("row").join(keys, on=KEY, how="semi")["row"].sort().to_list()


def cycles(locations: pl.LazyFrame) -> list[int]:
    edges = locations.with_row_index("row").select("row", "code", "parent_code").drop_nulls().collect()
    while True:
        kept = edges.filter(
            c("code").is_in(edges["parent_code"].implode()) & c("parent_code").is_in(edges["code"].implode())
        )
        if len(kept) == len(edges):
            return kept["row"].to_list()
        edges = kept


if __name__ == "__main__":
    run(__doc__, find)
