"""R01, R03 to R08 as a dataframely schema, rows taken from its failure information.

    python benchmarks/peers/with_dataframely.py DIR [--input parquet] [--rules R01,R03]

Foreign keys are rules with `is_in`: the filters of its collections join on one common key.
"""

from __future__ import annotations

from pathlib import Path

import dataframely as dy
import polars as pl
from hand_duckdb import TARGETS
from hand_polars import CODES, COLUMNS, KEY, REQUIRED, scan
from peer import run

RULES = ("R01", "R03", "R04", "R05", "R06", "R07", "R08")


def schema_of(folder: Path, form: str, wanted: set[str]) -> type[dy.Schema]:
    members: dict[str, object] = {"row": dy.UInt32(nullable=True)}
    for name in COLUMNS:
        nullable = name not in REQUIRED or "R01" not in wanted
        if name in {"value", "lower", "upper"}:
            bounds = {"min": -1e6, "max": 1e9} if name == "value" and "R05" in wanted else {}
            members[name] = dy.Float64(nullable=nullable, **bounds)
        elif name == "statistic_id" and "R03" in wanted:
            members[name] = dy.String(nullable=nullable, regex="^S[0-9]{9}$")
        else:
            members[name] = dy.String(nullable=nullable)
    fails = {}
    for name, codes in CODES.items():
        fails[f"R04_{name}"] = pl.col(name).is_in(codes)
    for name, (table, key) in TARGETS.items():
        keys = scan(folder, table, form).select(key).collect()[key]
        fails[f"R08_{name}"] = pl.col(name).is_in(keys.implode())
    for rule, key in (("R06", ("statistic_id",)), ("R07", KEY)):
        whole = pl.all_horizontal(pl.col(n).is_not_null() for n in key)
        fails[f"{rule}_key"] = pl.struct(key).is_first_distinct() | ~whole
    for name, holds in fails.items():
        if name[:3] in wanted:
            members[name] = dy.rule()(lambda cls, holds=holds: holds)  # noqa: ARG005 - the shape of its rules
    return type("Statistics", (dy.Schema,), members)


def rule_of(name: str) -> str | None:
    if "|" not in name:
        return name[:3] if name[:1] == "R" else None
    kind = name.partition("|")[2]
    return {"nullability": "R01", "regex": "R03", "min": "R05", "max": "R05"}.get(kind)


def find(folder: Path, form: str, wanted: set[str]) -> list[list[object]]:
    frame = scan(folder, "statistics", form).select(COLUMNS).with_row_index("row").collect()
    _, failures = schema_of(folder, form, wanted).filter(frame)
    found: set[tuple[str, int, str]] = set()
    details = failures.details()
    for name in details.columns:
        rule = rule_of(name)
        if rule is not None:
            bad = details.filter(pl.col(name).cast(pl.String).is_in(["invalid", "false"]))
            found |= {("statistics", row, rule) for row in bad["row"].to_list()}
    return [list(one) for one in sorted(found)]


if __name__ == "__main__":
    run(__doc__, find, RULES)
