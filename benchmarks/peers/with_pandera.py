"""R01, R03 to R08 as a pandera schema on Polars, rows taken from its failure cases.

    python benchmarks/peers/with_pandera.py DIR [--input parquet] [--rules R01,R03]

pandera reports the first of two equal rows as well (it ignores `exclude_first` on Polars); those are taken away.
"""

from __future__ import annotations

from pathlib import Path

import pandera.polars as pa
import polars as pl
from hand_duckdb import TARGETS
from hand_polars import CODES, COLUMNS, KEY, REQUIRED, scan
from peer import run

RULES = ("R01", "R03", "R04", "R05", "R06", "R07", "R08")


def schema_of(folder: Path, form: str, wanted: set[str]) -> pa.DataFrameSchema:
    columns = {}
    for name in COLUMNS:
        checks = []
        if name == "statistic_id" and "R03" in wanted:
            checks.append(pa.Check.str_matches("^S[0-9]{9}$"))
        if name in CODES and "R04" in wanted:
            checks.append(pa.Check.isin(CODES[name]))
        if name == "value" and "R05" in wanted:
            checks.append(pa.Check.in_range(-1_000_000, 1_000_000_000))
        if name in TARGETS and "R08" in wanted:
            table, key = TARGETS[name]
            keys = scan(folder, table, form).select(key).collect()[key].to_list()
            checks.append(pa.Check.isin(keys))
        kind = pl.Float64 if name in {"value", "lower", "upper"} else pl.String
        nullable = name not in REQUIRED or "R01" not in wanted
        columns[name] = pa.Column(kind, checks, nullable=nullable)
    return pa.DataFrameSchema(columns)


def rule_of(check: str, column: str) -> str:
    if check.startswith("isin"):
        return "R04" if column in CODES else "R08"
    return {"not_nullable": "R01", "str_matches": "R03", "in_range": "R05"}[check.partition("(")[0]]


def find(folder: Path, form: str, wanted: set[str]) -> list[list[object]]:
    frame = scan(folder, "statistics", form).select(COLUMNS).collect()
    found: set[tuple[str, int, str]] = set()
    try:
        schema_of(folder, form, wanted).validate(frame, lazy=True)
    except pa.errors.SchemaErrors as errors:
        for row in errors.failure_cases.iter_rows(named=True):
            rule = rule_of(str(row["check"]), row["column"])
            if row["index"] is not None:
                found.add(("statistics", row["index"], rule))
    # Its own uniqueness finds both rows of a pair; asking for the later ones is the quickest check it can be given.
    for rule, key in (("R06", ["statistic_id"]), ("R07", list(KEY))):
        if rule in wanted:
            later = ~pl.struct(key).is_first_distinct() & pl.all_horizontal(
                pl.col(n).is_not_null() for n in key
            )
            rows = frame.select(later.arg_true()).to_series().to_list()
            found |= {("statistics", row, rule) for row in rows}
    return [list(one) for one in sorted(found)]


if __name__ == "__main__":
    run(__doc__, find, RULES)
