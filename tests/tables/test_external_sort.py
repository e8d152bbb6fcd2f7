from __future__ import annotations

import tempfile
from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_dataset.model.vocabulary import Table, column
from policy_dataset.tables.arrow import sorted_by_key, table_of_rows
from policy_dataset.tables.external_sort import SortedRows, SortLimits
from tables.long_tables import long_table


class Reading(Table, table="readings", title="Readings"):
    reading_id: str = column("Id.", key=True)
    number: int | None = column("Number.")
    note: str | None = column("Note.")


class Daily(Table, table="daily", title="Daily"):
    station: str = column("Station.", key=True)
    day: date = column("Day.", key=True)
    note: str | None = column("Note.")


TINY = SortLimits(run_bytes=1, block_rows=2, fan_in=2)
words = st.text(st.sampled_from("abzé北\U00020bb7\uffee "), min_size=1, max_size=4)
notes = st.one_of(st.none(), st.text(max_size=5))
limits = st.builds(SortLimits, st.integers(1, 4000), st.integers(1, 9), st.integers(2, 5))
cuts = st.lists(st.integers(0, 40), max_size=6)


def ordered(table, data, limits, cuts, further=0):
    with tempfile.TemporaryDirectory() as folder:
        here, runs = Path(folder), Path(folder) / "runs"
        runs.mkdir()
        long = long_table(table, data, here, cuts, further=min(further, data.num_rows))
        batches = list(SortedRows(long, runs, limits).to_batches(max_chunksize=5))
        assert all(0 < b.num_rows <= 5 for b in batches)
        return pa.Table.from_batches(batches, schema=long.schema), sorted(p.name for p in runs.iterdir())


@given(
    st.dictionaries(words, st.tuples(st.none() | st.integers(0, 9), notes), max_size=40),
    limits,
    cuts,
    st.integers(0, 9),
)
def test_rows_come_in_the_order_in_which_memory_puts_them(rows, limits, cuts, further):
    data = table_of_rows(
        Reading, [{"reading_id": k, "number": n, "note": t} for k, (n, t) in rows.items()], nullable=True
    )
    found, _ = ordered(Reading, data, limits, cuts, further)
    assert found.cast(sorted_by_key(Reading, data).schema).equals(sorted_by_key(Reading, data))


@given(
    st.dictionaries(st.tuples(st.sampled_from("abc"), st.integers(0, 30)), notes, max_size=40), limits, cuts
)
def test_a_key_of_several_columns_orders_by_each_in_turn(rows, limits, cuts):
    first = date(2026, 1, 1)
    data = table_of_rows(
        Daily,
        [{"station": s, "day": first + timedelta(d), "note": n} for (s, d), n in rows.items()],
        nullable=True,
    )
    found, _ = ordered(Daily, data, limits, cuts)
    assert found.cast(sorted_by_key(Daily, data).schema).equals(sorted_by_key(Daily, data))


@pytest.mark.parametrize("number", [1, 7, 60])
def test_rows_that_are_in_order_are_not_written(number):
    data = table_of_rows(Reading, [{"reading_id": f"{n:03}"} for n in range(number)], nullable=True)
    found, runs = ordered(Reading, data, TINY, (3, 20))
    assert runs == []
    assert found["reading_id"].to_pylist() == [f"{n:03}" for n in range(number)]


def test_more_runs_than_are_merged_at_once_are_merged_in_rounds():
    data = table_of_rows(Reading, [{"reading_id": f"{n * 7 % 60:03}"} for n in range(60)], nullable=True)
    found, runs = ordered(Reading, data, TINY, range(0, 60, 3))
    assert found["reading_id"].to_pylist() == [f"{n:03}" for n in range(60)]
    # What was merged into another run is gone at once.
    assert 0 < len(runs) <= TINY.fan_in
