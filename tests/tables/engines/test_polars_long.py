"""What Polars does differently on long tables, beside plain-Python references: tables of two rows are long here."""

from __future__ import annotations

import narwhals.stable.v2 as nw
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policy_dataset.tables.engines import ROW, Repeats, Rows
from policy_dataset.tables.engines import polars as module
from policy_dataset.tables.engines.polars import PolarsEngine

words = st.sampled_from(["a", "b", "c", "北京", "", None])
rows_of_two = st.lists(st.tuples(words, words), max_size=30)
patched = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(autouse=True)
def _everything_is_long(monkeypatch):
    monkeypatch.setattr(module, "LONG", 2)
    monkeypatch.setattr(module, "OFTEN", 1)


def opened(engine, rows):
    columns = {n: pa.array([r[i] for r in rows], type=pa.string()) for i, n in enumerate("xy")}
    return engine.open(pa.table(columns))


def whole(row) -> bool:
    return None not in row


@patched
@given(rows=rows_of_two)
def test_masks_of_cells_are_judged_by_distinct_values(rows):
    engine = PolarsEngine()
    masks = {
        "x|null": nw.col("x").is_null(),
        "x|not a": ~nw.col("x").is_in(["a"]),
        "y|long": nw.col("y").str.len_chars() > 1,
        "both": nw.col("x") == nw.col("y"),
    }
    wanted = {
        "x|null": [n for n, (x, _) in enumerate(rows) if x is None],
        "x|not a": [n for n, (x, _) in enumerate(rows) if x not in ("a", None)],
        "y|long": [n for n, (_, y) in enumerate(rows) if y is not None and len(y) > 1],
        "both": [n for n, row in enumerate(rows) if whole(row) and row[0] == row[1]],
    }
    cells = {label: label[0] for label in masks if "|" in label}
    found = engine.failing(opened(engine, rows), masks, cells)
    assert found == {label: numbers for label, numbers in wanted.items() if numbers}


@patched
@given(rows=rows_of_two, others=rows_of_two)
def test_rows_with_and_without_partner_are_all_whole_rows(rows, others):
    engine = PolarsEngine()
    table, other = opened(engine, rows), opened(engine, others)
    partners = {(y, x) for x, y in others}
    met = [n for n, row in enumerate(rows) if whole(row) and row in partners]
    unmet = [n for n, row in enumerate(rows) if whole(row) and row not in partners]
    assert engine.with_partner(table, ["x", "y"], other, ["y", "x"]) == met
    assert engine.without_partner(table, ["x", "y"], other, ["y", "x"]) == unmet


@patched
@given(rows=rows_of_two, others=rows_of_two)
def test_equal_hashes_prove_nothing(monkeypatch, rows, others):
    def all_alike(self, table, columns):
        cells = self._columns(table, columns).drop_nulls(columns).collect()
        return cells.select(ROW, pl.lit(7, dtype=pl.UInt64).alias("h"))

    monkeypatch.setattr(PolarsEngine, "_hashed", all_alike)
    engine = PolarsEngine()
    table, other = opened(engine, rows), opened(engine, others)
    wanted = [(n, rows.index(row)) for n, row in enumerate(rows) if whole(row) and row in rows[:n]]
    assert engine.later_duplicates(table, ["x", "y"]) == wanted
    met = [n for n, row in enumerate(rows) if whole(row) and row in others]
    assert engine.with_partner(table, ["x", "y"], other, ["x", "y"]) == met


@patched
@given(rows=rows_of_two)
def test_a_verdict_is_given_once_for_each_set_of_cells_nulls_too(rows):
    asked = []

    def judge(x, y):
        asked.append((x, y))
        return f"{x}-{y}" if x is None or y == "a" else None

    engine = PolarsEngine()
    found = engine.verdicts(opened(engine, rows), ["x", "y"], judge)
    assert list(found) == [(n, f"{x}-{y}") for n, (x, y) in enumerate(rows) if x is None or y == "a"]
    assert len(asked) == len(set(asked)) == len(set(rows))


@patched
@given(rows=st.lists(st.tuples(words, words), min_size=1, max_size=20), data=st.data())
def test_cells_of_some_rows(rows, data):
    engine = PolarsEngine()
    table = opened(engine, rows)
    wanted = data.draw(st.lists(st.integers(0, len(rows) - 1), unique=True))
    assert engine.cells(table, wanted, ["y"]) == {n: {"y": rows[n][1]} for n in wanted}
    odd = table.filter(nw.col(ROW) % 2 == 1)
    assert engine.cells(odd, wanted, ["y"]) == {n: {"y": rows[n][1]} for n in wanted if n % 2}


def test_rows_and_repeats_are_sequences():
    rows = Rows([1, 5, 7])
    assert rows[1:] == [5, 7]
    assert rows[-1] == 7
    assert (5 in rows, 6 in rows) == (True, False)
    assert repr(Rows(range(12))) == "Rows([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]…)"
    repeats = Repeats(rows, Rows([0, 0, 2]))
    assert repeats[1] == (5, 0)
    assert repeats[1:] == [(5, 0), (7, 2)]
    assert rows != 3
