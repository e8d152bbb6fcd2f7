"""R01, R03 to R08 as a pointblank plan on Polars, rows taken from its extracts.

    python benchmarks/peers/with_pointblank.py DIR [--input parquet] [--rules R01,R03]

It reports the first of two equal rows as well; those are taken away.
"""

from __future__ import annotations

from pathlib import Path

import pointblank as pb
import polars as pl
from hand_duckdb import TARGETS
from hand_polars import CODES, COLUMNS, KEY, REQUIRED, scan
from peer import run

RULES = ("R01", "R03", "R04", "R05", "R06", "R07", "R08")


def find(folder: Path, form: str, wanted: set[str]) -> list[list[object]]:
    frame = scan(folder, "statistics", form).select(COLUMNS).collect()
    plan, rules = pb.Validate(frame), []

    def ask(rule: str, name: str, *values: object, **options: object) -> None:
        nonlocal plan
        if rule in wanted:
            plan = getattr(plan, name)(*values, **options)
            rules.append(rule)

    for name in REQUIRED:
        ask("R01", "col_vals_not_null", columns=name)
    ask("R03", "col_vals_regex", columns="statistic_id", pattern="^S[0-9]{9}$", na_pass=True)
    # Its sets have no option for nulls: they are let in.
    for name, codes in CODES.items():
        ask("R04", "col_vals_in_set", columns=name, set=[*codes, None])
    ask("R05", "col_vals_between", columns="value", left=-1_000_000, right=1_000_000_000, na_pass=True)
    for name, (table, key) in TARGETS.items():
        keys = scan(folder, table, form).select(key).collect()[key].to_list()
        ask("R08", "col_vals_in_set", columns=name, set=[*keys, None])
    ask("R06", "rows_distinct", columns_subset=["statistic_id"])
    ask("R07", "rows_distinct", columns_subset=list(KEY))
    done = plan.interrogate(get_first_n=None, sample_frac=1.0, extract_limit=10**9)
    found: set[tuple[str, int, str]] = set()
    for number, rule in enumerate(rules, start=1):
        failing = done.get_data_extracts(i=number, frame=True)
        if failing is None or not len(failing):
            continue
        if rule in {"R06", "R07"}:
            key = ["statistic_id"] if rule == "R06" else list(KEY)
            failing = failing.drop_nulls(key).filter(~pl.struct(key).is_first_distinct())
        rows = failing["_row_num_"].to_list()
        found |= {("statistics", row - 1, rule) for row in rows}
    return [list(one) for one in sorted(found)]


if __name__ == "__main__":
    run(__doc__, find, RULES)
