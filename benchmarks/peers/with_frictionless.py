"""R01 to R08 as a Table Schema that frictionless judges, from CSV.

python benchmarks/peers/with_frictionless.py DIR [--input csv] [--rules R01,R03]
"""

from __future__ import annotations

import json
from pathlib import Path

from frictionless import Package
from hand_duckdb import TARGETS
from hand_polars import CODES, KEY, REQUIRED
from peer import run

RULES = tuple(f"R{n:02}" for n in range(1, 9))
RULE_OF = {"type-error": "R02", "foreign-key": "R08", "primary-key": "R06", "unique-error": "R06"}


def field(name: str, wanted: set[str]) -> dict[str, object]:
    constraints: dict[str, object] = {}
    if name in REQUIRED and "R01" in wanted:
        constraints["required"] = True
    if name == "statistic_id":
        constraints |= {"pattern": "S[0-9]{9}"} if "R03" in wanted else {}
        constraints |= {"unique": True} if "R06" in wanted else {}
    if name in CODES and "R04" in wanted:
        constraints["enum"] = CODES[name]
    if name == "value" and "R05" in wanted:
        constraints |= {"minimum": -1_000_000, "maximum": 1_000_000_000}
    kind = "number" if name in {"value", "lower", "upper"} else "string"
    return {"name": name, "type": kind, "constraints": constraints}


def rule_of(error: object) -> str:
    if error.type == "constraint-error":
        for word, rule in (("required", "R01"), ("pattern", "R03"), ("enum", "R04"), ("unique", "R06")):
            if f'constraint "{word}' in error.note:
                return rule
        return "R05"
    return RULE_OF.get(error.type, error.type)


def header(folder: Path, name: str) -> list[str]:
    with (folder / f"{name}.csv").open(encoding="utf-8") as file:
        return file.readline().strip().split(",")


def find(folder: Path, form: str, wanted: set[str]) -> list[list[object]]:
    if form != "csv":
        raise SystemExit("frictionless is measured on CSV")
    schema: dict[str, object] = {"fields": [], "missingValues": [""]}
    schema["fields"] = [field(name, wanted) for name in header(folder, "statistics")]
    if "R08" in wanted:
        schema["foreignKeys"] = [
            {"fields": [n], "reference": {"resource": t, "fields": [k]}} for n, (t, k) in TARGETS.items()
        ]
    if "R07" in wanted:
        schema["primaryKey"] = list(KEY)
    others = [
        {
            "name": t,
            "path": f"{t}.csv",
            "schema": {"fields": [{"name": n, "type": "string"} for n in header(folder, t)]},
        }
        for t, _ in TARGETS.values()
    ]
    descriptor = {"resources": [*others, {"name": "statistics", "path": "statistics.csv", "schema": schema}]}
    package = Package.from_descriptor(json.loads(json.dumps(descriptor)), basepath=str(folder))
    report = package.get_resource("statistics").validate(limit_errors=10**6)
    found = set()
    for task in report.tasks:
        for error in task.errors:
            rule = rule_of(error)
            rule = "R07" if error.type == "primary-key" else rule
            if rule in wanted and getattr(error, "row_number", None) is not None:
                found.add(("statistics", error.row_number - 2, rule))
    return [list(one) for one in sorted(found)]


if __name__ == "__main__":
    run(__doc__, find, RULES)
