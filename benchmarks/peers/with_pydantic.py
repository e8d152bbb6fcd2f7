"""All thirteen rules row by row: a pydantic model for the cells of a row, sets and mappings for what is across rows.

python benchmarks/peers/with_pydantic.py DIR [--input parquet|csv] [--rules R01,R03]
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal

import pyarrow.parquet as pq
from hand_duckdb import TARGETS, on_cycles
from hand_polars import KEY, is_no_period
from peer import run
from pydantic import AfterValidator, BaseModel, Field, ValidationError

RULE_OF = {"missing": "R01", "string_pattern_mismatch": "R03", "literal_error": "R04", "float_parsing": "R02"}
RULE_OF |= {"greater_than_equal": "R05", "less_than_equal": "R05", "value_error": "R10"}
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def _period(text: str) -> str:
    if is_no_period(text):
        raise ValueError(text)
    return text


class Statistic(BaseModel):
    statistic_id: Annotated[str, Field(pattern="^S[0-9]{9}$")]
    indicator: str
    location: str
    source: str
    measure: str | None = None
    period: Annotated[str, AfterValidator(_period)]
    figure: str
    value: Annotated[float, Field(ge=-1_000_000, le=1_000_000_000)]
    unit: str
    comparator: Literal["exact", "approx", "over", "under", "range"]
    lower: float | None = None
    upper: float | None = None
    kind: Literal["level", "change", "rate", "share", "count", "rank"]


def rows(folder: Path, name: str, form: str) -> Iterator[dict[str, Any]]:
    path = folder / f"{name}.{form}"
    if form == "csv":
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                yield {k: v for k, v in row.items() if v}
        return
    with pq.ParquetFile(path) as parquet:
        for batch in parquet.iter_batches():
            for row in batch.to_pylist():
                yield {k: v for k, v in row.items() if v is not None}


def of_row(row: dict[str, Any]) -> Iterator[str]:
    try:
        Statistic.model_validate(row)
    except ValidationError as error:
        yield from (RULE_OF[e["type"]] for e in error.errors())


def unordered(row: dict[str, Any]) -> bool:
    if "value" in row and not _NUMBER.fullmatch(str(row["value"])) and isinstance(row["value"], str):
        return False
    value, lower, upper = (float(row[n]) if n in row else None for n in ("value", "lower", "upper"))
    ordered = [number for number in (lower, value, upper) if number is not None]
    return ordered != sorted(ordered) or (
        row.get("comparator") == "range" and (lower is None or upper is None)
    )


def find(folder: Path, form: str, wanted: set[str]) -> list[list[object]]:
    known = {n: {row[k] for row in rows(folder, t, form)} for n, (t, k) in TARGETS.items()}
    dimensions = {row["indicator_id"]: row["dimension"] for row in rows(folder, "indicators", form)}
    units = {row["unit"]: row["dimension"] for row in rows(folder, "units", form)}
    ids: set[str] = set()
    keys: set[tuple[str, ...]] = set()
    found: list[list[object]] = []
    for number, row in enumerate(rows(folder, "statistics", form)):
        said = set(of_row(row))
        if "statistic_id" in row:
            said |= {"R06"} if row["statistic_id"] in ids else set()
            ids.add(row["statistic_id"])
        if all(n in row for n in KEY):
            key = tuple(row[n] for n in KEY)
            said |= {"R07"} if key in keys else set()
            keys.add(key)
        said |= {"R08"} if any(n in row and row[n] not in known[n] for n in known) else set()
        said |= {"R09"} if unordered(row) else set()
        expected = dimensions.get(row.get("indicator", ""))
        said |= (
            {"R11"}
            if expected is not None and "unit" in row and units.get(row["unit"]) != expected
            else set()
        )
        found += [["statistics", number, rule] for rule in said & wanted]
    for number, row in enumerate(rows(folder, "contributed", form)):
        if "R12" in wanted and tuple(row.get(n) for n in KEY) in keys:
            found.append(["contributed", number, "R12"])
    if "R13" in wanted:
        places = [(r["code"], r.get("parent_code"), n) for n, r in enumerate(rows(folder, "locations", form))]
        found += [["locations", row, "R13"] for row in on_cycles([p for p in places if p[1] is not None])]
    return found


if __name__ == "__main__":
    run(__doc__, find)
