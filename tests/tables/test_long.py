from __future__ import annotations

import tempfile
from pathlib import Path

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from policy_dataset.model.standard import standard_schema
from policy_dataset.model.vocabulary import Table, column
from policy_dataset.tables.arrow import table_of_rows
from policy_dataset.tables.closure import publishable
from policy_dataset.tables.files import PARQUET, BulkFile, BulkFiles
from policy_dataset.tables.frame import Frame, Frames
from policy_dataset.tables.long import LongTable, in_memory, referred, regrouped
from policy_dataset.tables.supplied import supplied_tables
from tables.long_tables import long_table


class Visit(Table, table="visits", title="Visits"):
    visit_id: str = column("Id.", key=True)
    place: str | None = column("Place.", references="visits")


cells = st.lists(st.sampled_from(["a", "b", "北", None]), max_size=30)


@given(cells, st.lists(st.integers(0, 30), max_size=4), st.integers(0, 30), st.integers(1, 9))
def test_a_long_table_reads_as_the_rows_that_were_put_into_it(places, cuts, further, size):
    rows = [{"visit_id": str(n), "place": p} for n, p in enumerate(places)]
    data = table_of_rows(Visit, rows, nullable=True)
    with tempfile.TemporaryDirectory() as folder:
        long = long_table(Visit, data, Path(folder), cuts, further=min(further, len(rows)))
        assert long.num_rows == len(rows)
        assert long.to_pylist() == rows
        assert in_memory(long).equals(data)
        assert long["place"].to_pylist() == places
        assert all(b.num_rows <= size for b in long.to_batches(size))
        assert sorted(referred(long, "place").to_pylist()) == sorted({*places} - {None})
        assert sorted(referred(data, "place").to_pylist()) == sorted({*places} - {None})


@given(st.lists(st.integers(0, 7), max_size=12), st.integers(1, 9))
def test_regrouped_batches_hold_the_same_rows_so_many_each(sizes, rows):
    numbers = pa.table({"n": pa.array(range(sum(sizes)), pa.int64())})
    batches, start = [], 0
    for size in sizes:
        batches += (
            numbers.slice(start, size).to_batches() or [numbers.schema.empty_table().to_batches()[0]]
            if size
            else []
        )
        start += size
    found = list(regrouped(batches, rows))
    assert [n for part in found for n in part["n"].to_pylist()] == list(range(sum(sizes)))
    assert all(part.num_rows == rows for part in found[:-1])
    assert all(0 < part.num_rows <= rows for part in found[-1:])


def test_rows_of_files_stay_there_and_bring_what_they_refer_to(tmp_path):
    schema = standard_schema()
    statistics = schema["statistics"]
    rows = [
        {"statistic_id": name, "indicator": "births", "unit": "person", "location_id": "510104"}
        for name in ("b", "a")
    ]
    long = long_table(statistics, table_of_rows(statistics, rows, nullable=True), tmp_path)
    own = {t.table_name: Frame(table_of_rows(t, [], nullable=True)) for t in schema}
    files = (BulkFile(long.files[0], "x", PARQUET, 2, tuple(long.column_names)),)
    own["statistics"] = Frame(BulkFiles(statistics, files))
    tables = publishable(Frames(schema, own, supplied_tables(schema)))
    assert isinstance(tables["statistics"], LongTable)
    assert tables["statistics"]["statistic_id"].to_pylist() == ["b", "a"]
    assert tables["locations"]["location_id"].to_pylist() == ["510000", "510100", "510104", "CN"]
    assert tables["indicators"]["indicator_id"].to_pylist() == ["births"]


def test_rows_of_the_library_come_to_a_long_table_too(tmp_path):
    schema = standard_schema()
    locations = schema["locations"]
    mine = {"location_id": "loc_x_place", "name_zh": "某地", "name_en": "Place", "parent_id": "510104"}
    long = long_table(locations, table_of_rows(locations, [mine], nullable=True), tmp_path)
    own = {t.table_name: Frame(table_of_rows(t, [], nullable=True)) for t in schema}
    files = (BulkFile(long.files[0], "x", PARQUET, 1, tuple(long.column_names)),)
    own["locations"] = Frame(BulkFiles(locations, files))
    tables = publishable(Frames(schema, own, supplied_tables(schema)))
    assert tables["locations"].num_rows == 5
    assert tables["locations"]["location_id"].to_pylist()[0] == "loc_x_place"
