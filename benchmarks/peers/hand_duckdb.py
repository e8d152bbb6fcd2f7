"""The thirteen rules written by hand in DuckDB SQL, exact rows.

    python benchmarks/peers/hand_duckdb.py DIR [--input parquet|csv] [--rules R01,R03]

The statistics are loaded into a table once, in the order of the file, whose rowid is the row.
"""

# ruff: noqa: S608, ISC004 - queries of constants
from __future__ import annotations

from pathlib import Path

import duckdb
from hand_polars import COLUMNS, KEY, REQUIRED, is_no_period
from peer import run

NUMBER = "'-?[0-9]+(\\.[0-9]+)?'"
TARGETS = {
    "indicator": ("indicators", "indicator_id"),
    "location": ("locations", "code"),
    "source": ("sources", "source_id"),
    "measure": ("measures", "measure_id"),
}


def load(base: duckdb.DuckDBPyConnection, folder: Path, form: str) -> None:
    for name in ("locations", "indicators", "units", "sources", "measures", "contributed", "statistics"):
        path = folder / f"{name}.{form}"
        reader = f"read_parquet('{path}')" if form == "parquet" else f"read_csv('{path}', all_varchar=true)"
        wanted = ", ".join(COLUMNS) if name == "statistics" else "*"
        base.execute(f"create table {name} as select {wanted} from {reader}")
    if form == "csv":
        base.execute("alter table statistics add column r02 boolean default false")
        base.execute(
            f"update statistics set r02 = true, value = null where not regexp_full_match(value, {NUMBER})"
        )
        for name in ("value", "lower", "upper"):
            base.execute(f"alter table statistics alter {name} type double")


def queries(form: str) -> dict[str, list[str]]:
    r02 = "r02" if form == "csv" else "false"
    missing = " or ".join(
        f"{n} is null" if n != "value" else f"(value is null and not {r02})" for n in REQUIRED
    )
    fails = {
        "R01": [missing],
        "R02": [r02],
        "R03": ["not regexp_full_match(statistic_id, 'S[0-9]{9}')"],
        "R04": [
            "kind not in ('level', 'change', 'rate', 'share', 'count', 'rank')",
            "comparator not in ('exact', 'approx', 'over', 'under', 'range')",
        ],
        "R05": ["value < -1000000 or value > 1000000000"],
        "R08": [f"{n} is not null and {n} not in (select {k} from {t})" for n, (t, k) in TARGETS.items()],
        "R09": [
            f"not {r02} and (lower > value or value > upper or "
            "(comparator = 'range' and (lower is null or upper is null)))"
        ],
        "R10": ["period in (select period from bad_periods)"],
    }
    found = {r: [f"select rowid from statistics where {m}" for m in some] for r, some in fails.items()}
    whole = " and ".join(f"{n} is not null" for n in KEY)
    for rule, key, given in (("R06", ("statistic_id",), "statistic_id is not null"), ("R07", KEY, whole)):
        names = ", ".join(key)
        found[rule] = [
            f"with twice as (select {names}, min(rowid) as first from statistics where {given} "
            f"group by {names} having count(*) > 1) "
            f"select s.rowid from statistics s join twice t using ({names}) where s.rowid > t.first"
        ]
    found["R11"] = [
        "select s.rowid from statistics s join indicators i on s.indicator = i.indicator_id "
        "join units u using (unit) where i.dimension <> u.dimension"
    ]
    same = " and ".join(f"c.{n} = s.{n}" for n in KEY)
    found["R12"] = [f"select c.rowid from contributed c semi join statistics s on {same}"]
    return found


def find(folder: Path, form: str, wanted: set[str]) -> list[list[object]]:
    base = duckdb.connect()
    load(base, folder, form)
    periods = [
        p
        for (p,) in base.execute("select distinct period from statistics where period is not null").fetchall()
    ]
    base.execute("create table bad_periods (period varchar)")
    bad = [(p,) for p in periods if is_no_period(p)]
    if bad:
        base.executemany("insert into bad_periods values (?)", bad)
    found: list[list[object]] = []
    for rule, some in queries(form).items():
        table = "contributed" if rule == "R12" else "statistics"
        for query in some if rule in wanted else ():
            found += [[table, row, rule] for (row,) in base.execute(query).fetchall()]
    if "R13" in wanted:
        edges = base.execute(
            "select code, parent_code, rowid from locations where parent_code is not null"
        ).fetchall()
        found += [["locations", row, "R13"] for row in on_cycles(edges)]
    return found


def on_cycles(edges: list[tuple[str, str, int]]) -> list[int]:
    parents = {code: parent for code, parent, _ in edges}
    found = []
    for code, parent, row in edges:
        here, steps = parent, 0
        while here in parents and here != code and steps < len(edges):
            here, steps = parents[here], steps + 1
        if here == code:
            found.append(row)
    return found


if __name__ == "__main__":
    run(__doc__, find)
