"""Intervals of statistics that are compared, at the ends of what numbers can be, and where very many are repeated."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import policy_dataset as pds
from on_engines import anew
from policy_dataset.pipeline import Library, validate_files

RULE = "contradicting_statistics"
ALONE = replace(Library.standard(), rules={RULE: Library.standard().rules[RULE]})
EXACT = pa.decimal128(38, 9)
LARGEST = Decimal("9" * 29 + "." + "9" * 9)


@pytest.fixture(scope="module")
def statistic():
    table = pds.load("livelihood-2026")["statistics"].to_arrow()
    at = [
        c == "eq" and d is None
        for c, d in zip(*(table[n].to_pylist() for n in ("comparator", "change_direction")), strict=True)
    ]
    return table.slice(at.index(True), 1)


def judged(engine, folder, statistic, values, resolutions=None):
    """Judge rows that repeat one statistic, each of a source of its own, with some values."""
    rows = pa.concat_tables([statistic] * len(values))
    cells = {
        "statistic_id": pa.array([f"s{n}" for n in range(len(values))]),
        "source_id": pa.array([f"source_{n:02}" for n in range(len(values))]),
        "value": values,
        "lower": values,
        "upper": values,
        "resolution": pa.array([0] * len(values), values.type) if resolutions is None else resolutions,
    }
    for name, column in cells.items():
        rows = rows.set_column(rows.schema.get_field_index(name), name, column)
    pq.write_table(rows, folder / "rows.parquet")
    report = validate_files([folder / "rows.parquet"], table="statistics", library=ALONE, engine=anew(engine))
    assert report.faults == ()
    return [p.row for p in report if p.code == RULE]


def test_numbers_too_large_to_be_added_are_no_fault_of_the_rule(engine, tmp_path, statistic):
    large = [LARGEST, LARGEST.copy_negate(), Decimal(1), Decimal(3)]
    assert judged(engine, tmp_path, statistic, pa.array(large, EXACT)) == [3]
    resolutions = [Decimal(0), LARGEST, Decimal(0), LARGEST]
    assert judged(engine, tmp_path, statistic, pa.array(large, EXACT), pa.array(resolutions, EXACT)) == [3]


@pytest.mark.parametrize(
    ("kind", "values"),
    [(pa.int8(), [100, 99, 100]), (pa.uint8(), [200, 199, 200]), (pa.int64(), [2**60, 2**60 - 1, 2**60])],
)
def test_integers_are_doubled_in_what_holds_them(engine, tmp_path, statistic, kind, values):
    assert judged(engine, tmp_path, statistic, pa.array(values, kind)) == [1, 2]


@pytest.mark.parametrize(
    ("kind", "values"), [(pa.int64(), [2**63 - 1, -(2**63), 1, 1]), (pa.uint64(), [2**64 - 1, 2**63, 1, 1])]
)
def test_integers_that_nothing_doubles_are_passed_over(engine, tmp_path, statistic, kind, values):
    assert judged(engine, tmp_path, statistic, pa.array(values, kind)) == []
