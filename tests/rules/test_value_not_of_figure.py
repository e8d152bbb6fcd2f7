"""Numbers of bulk rows beside their figures, also where a file holds floating point."""

from __future__ import annotations

import math

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import policy_dataset as pds
from on_engines import engine_params
from policy_dataset.pipeline import validate_files

RULE = "value_not_of_figure"


@pytest.fixture(scope="module")
def published():
    return pds.load("livelihood-2026")["statistics"].to_arrow()


def with_floats(table, change=lambda _, numbers: numbers):
    """Return a table with floating point for every decimal."""
    for at, field in enumerate(table.schema):
        if pa.types.is_decimal(field.type):
            numbers = [None if n is None else float(n) for n in table[field.name].to_pylist()]
            table = table.set_column(at, field.name, pa.array(change(field.name, numbers), pa.float64()))
    return table


def judged(tmp_path, table, engine):
    pq.write_table(table, tmp_path / "rows.parquet")
    report = validate_files([tmp_path / "rows.parquet"], table="statistics", engine=engine)
    assert report.faults == ()
    return [problem for problem in report if problem.rule == RULE]


@pytest.mark.parametrize("engine", engine_params())
def test_the_nearest_number_of_floating_point_is_what_the_figure_says(published, tmp_path, engine):
    assert judged(tmp_path, with_floats(published), engine) == []


@pytest.mark.parametrize("engine", engine_params())
def test_another_number_of_floating_point_is_told_with_its_digits(published, tmp_path, engine):
    at = published["figure"].to_pylist().index("同比增长18.4%")

    def next_above(_, numbers):
        return [math.nextafter(n, math.inf) if row == at else n for row, n in enumerate(numbers)]

    found = judged(tmp_path, with_floats(published, next_above), engine)
    assert [(problem.row, problem.message) for problem in found] == [
        (at, "value is 18.400000000000002, but 同比增长18.4% says 18.4")
    ]


@pytest.mark.parametrize("engine", engine_params())
def test_what_is_no_number_is_no_fault_of_the_rule(published, tmp_path, engine):
    def without(name, numbers):
        none = (math.nan, math.inf, -math.inf)
        return [none[row % 3] for row in range(len(numbers))] if name == "value" else numbers

    told = judged(tmp_path, with_floats(published, without), engine)
    # Where bounds are given as well, the rule on bounds speaks.
    assert {problem.message.split(",")[0] for problem in told} <= {
        f"value is {n}" for n in ("NaN", "Infinity", "-Infinity")
    }


@pytest.mark.parametrize("engine", engine_params())
def test_nought_has_no_sign(published, tmp_path, engine):
    def noughts(name, numbers):
        return [-0.0] * len(numbers) if name == "resolution" else numbers

    told = judged(tmp_path, with_floats(published, noughts), engine)
    assert {problem.message.split(",")[0] for problem in told} == {"resolution is 0"}
