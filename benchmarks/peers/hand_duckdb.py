"""The thirteen rules written by hand in DuckDB SQL, exact rows.

    python benchmarks/peers/hand_duckdb.py DIR [--input parquet|csv] [--rules R01,R03]

Parquet is read where it lies, each query its own columns; CSV is loaded into a table once, in the order of the file,
whose rowid is the row. Rules on cells are one query; rows that repeat others are nominated by a hash.
"""

# ruff: noqa: S608, ISC004 - queries of constants
from __future__ import annotations

from pathlib import Path

import duckdb
from hand_polars import COLUMNS, KEY, REQUIRED, is_no_period
from peer import run

NUMBER = r"'-?[0-9]+(\.[0-9]+)?'"
NUMBERS = ("value", "lower", "upper")
TARGETS = {
    "indicator": ("indicators", "indicator_id"),
    "location": ("locations", "code"),
    "source": ("sources", "source_id"),
    "measure": ("measures", "measure_id"),
}
CODES = {
    "kind": ("level", "change", "rate", "share", "count", "rank"),
    "comparator": ("exact", "approx", "over", "under", "range"),
}


def load(base: duckdb.DuckDBPyConnection, folder: Path, form: str) -> None:
    for name in ("locations", "indicators", "units", "sources", "measures", "contributed", "statistics"):
        path = folder / f"{name}.{form}"
        wanted = ", ".join(COLUMNS) if name == "statistics" else "*"
        if form == "parquet":
            base.execute(
                f"create view {name} as select file_row_number as r, {wanted}, false as r02 from read_parquet('{path}')"
            )
            continue
        r02 = "false"
        if name == "statistics":
            r02 = f"value is not null and not regexp_full_match(value, {NUMBER})"
            typed = [
                f"case when regexp_full_match({n}, {NUMBER}) then {n}::double end as {n}" for n in NUMBERS
            ]
            wanted = ", ".join([*(n for n in COLUMNS if n not in NUMBERS), *typed])
        base.execute(
            f"create table {name}_ as select {wanted}, {r02} as r02 from read_csv('{path}', all_varchar = true)"
        )
        base.execute(f"create view {name} as select rowid as r, * from {name}_")


def masks() -> dict[str, str]:
    missing = [f"{n} is null" if n != "value" else "(value is null and not r02)" for n in REQUIRED]
    return {
        "R01": " or ".join(missing),
        "R02": "r02",
        "R03": "not regexp_full_match(statistic_id, 'S[0-9]{9}')",
        "R04": " or ".join(f"{name} not in {codes}" for name, codes in CODES.items()),
        "R05": "value < -1000000 or value > 1000000000",
        "R09": "not r02 and (lower > value or value > upper "
        "or (comparator = 'range' and (lower is null or upper is null)))",
    }


def of_cells(base: duckdb.DuckDBPyConnection, wanted: set[str]) -> list[list[object]]:
    asked = {rule: mask for rule, mask in masks().items() if rule in wanted}
    if not asked:
        return []
    told = ", ".join(f"{mask} as {rule}" for rule, mask in asked.items())
    found = base.execute(
        f"select * from (select r, {told} from statistics) where {' or '.join(asked)}"
    ).fetchall()
    return [
        ["statistics", row, rule]
        for row, *verdicts in found
        for rule, verdict in zip(asked, verdicts, strict=True)
        if verdict
    ]


def duplicates(base: duckdb.DuckDBPyConnection, key: tuple[str, ...]) -> list[int]:
    names, whole = ", ".join(key), " and ".join(f"{n} is not null" for n in key)
    base.execute(
        f"create or replace temp table h as select r, hash({names}) as h from statistics where {whole}"
    )
    found = base.execute(
        "with twice as (select r from h where h in (select h from h group by h having count(*) > 1)), "
        f"few as (select r, min(r) over (partition by {names}) as first "
        "from statistics where r in (select r from twice)) select r from few where r <> first"
    )
    return [row for (row,) in found.fetchall()]


def find(folder: Path, form: str, wanted: set[str]) -> list[list[object]]:
    base = duckdb.connect()
    load(base, folder, form)
    found = of_cells(base, wanted)
    for rule, key in (("R06", ("statistic_id",)), ("R07", KEY)):
        if rule in wanted:
            found += [["statistics", row, rule] for row in duplicates(base, key)]
    if "R10" in wanted:
        periods = base.execute("select distinct period from statistics where period is not null").fetchall()
        base.execute("create table bad_periods (period varchar)")
        bad = [(period,) for (period,) in periods if is_no_period(period)]
        if bad:
            base.executemany("insert into bad_periods values (?)", bad)
    for rule, query in joins():
        if rule in wanted:
            table = "contributed" if rule == "R12" else "statistics"
            found += [[table, row, rule] for (row,) in base.execute(query).fetchall()]
    if "R13" in wanted:
        edges = base.execute("select code, parent_code, r from locations where parent_code is not null")
        found += [["locations", row, "R13"] for row in on_cycles(edges.fetchall())]
    return found


def joins() -> list[tuple[str, str]]:
    same = " and ".join(f"c.{n} = s.{n}" for n in KEY)
    return [
        *(
            (
                "R08",
                f"select s.r from statistics s anti join {table} t on s.{name} = t.{key} where s.{name} is not null",
            )
            for name, (table, key) in TARGETS.items()
        ),
        ("R10", "select s.r from statistics s semi join bad_periods using (period)"),
        (
            "R11",
            "select s.r from statistics s join indicators i on s.indicator = i.indicator_id join units u using (unit) "
            "where i.dimension <> u.dimension",
        ),
        ("R12", f"select c.r from contributed c semi join statistics s on {same}"),
    ]


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
