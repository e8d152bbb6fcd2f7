from __future__ import annotations

import csv
import io
import tempfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_dataset.model.vocabulary import Code, Table, column
from policy_dataset.tables import bulk
from policy_dataset.tables.arrow import arrow_schema
from policy_dataset.tables.bulk import read_bulk


class Reading(Table, table="readings", title="Readings"):
    reading_id: str = column("Id.", key=True)
    value: Decimal | None = column("Value.")
    day: date | None = column("Day.")
    sure: bool | None = column("Whether.")
    kind: Code | None = column("Kind.")
    note: str | None = column("Note.")


ROWS = [
    {
        "reading_id": "a",
        "value": "1.5",
        "day": "2026-01-26",
        "sure": "true",
        "kind": "k",
        "note": 'a "b",\nc',
    },
    {"reading_id": "b", "value": "", "day": "", "sure": "", "kind": "", "note": ""},
]


def written(path, rows, names=None):
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names or list(ROWS[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return path


def read(path):
    return read_bulk(path, Reading, file=path.name)


def test_cells_of_csv_are_typed_and_empty_cells_are_null(tmp_path):
    found = read(written(tmp_path / "readings.csv", ROWS))
    assert found.problems == ()
    assert found.frame.data.to_pylist() == [
        {
            "reading_id": "a",
            "value": Decimal("1.5"),
            "day": date(2026, 1, 26),
            "sure": True,
            "kind": "k",
            "note": 'a "b",\nc',
        },
        {"reading_id": "b", "value": None, "day": None, "sure": None, "kind": None, "note": None},
    ]


@pytest.mark.parametrize(
    ("name", "value"),
    [("value", "1e5"), ("value", "1,5"), ("day", "2026-02-30"), ("day", "26.1.2026"), ("sure", "yes")],
)
def test_a_cell_of_another_type_is_a_problem_at_its_line_and_null(tmp_path, name, value):
    found = read(written(tmp_path / "readings.csv", [ROWS[0], ROWS[1] | {name: value}]))
    (problem,) = found.problems
    assert (problem.rule, problem.line, problem.field, problem.value) == ("bad_value", 4, name, value)
    assert found.frame.data[name][1].as_py() is None
    assert (1, name) in found.frame.broken


@pytest.mark.parametrize(
    ("name", "value", "hint"),
    [
        (
            "value",
            "25,802,000",
            "Write it in digits with a point, at most nine decimals and no grouping: 1234.5.",
        ),
        ("day", "2026/1/5", "Write it as year-month-day: 2026-01-26."),
        ("sure", "TRUE", "Write true or false."),
    ],
)
def test_what_a_spreadsheet_writes_is_told_with_how_to_write_it(tmp_path, name, value, hint):
    (problem,) = read(written(tmp_path / "readings.csv", [ROWS[1] | {name: value}])).problems
    assert (problem.rule, problem.value, problem.hint) == ("bad_value", value, hint)


def test_a_column_of_no_name_is_told_which_name_is_meant(tmp_path):
    rows = [{"reading_id": "a", "valeu": "1"}]
    (problem,) = read(written(tmp_path / "readings.csv", rows, ["reading_id", "valeu"])).problems
    assert (problem.rule, problem.line, problem.column, problem.end_column) == ("csv_header", 1, 12, 17)
    assert "'value'" in problem.hint


def test_a_file_as_spreadsheets_write_it_is_read(tmp_path):
    path = tmp_path / "readings.csv"
    path.write_bytes(b'\xef\xbb\xbf"reading_id",value\r\n\xe4\xb8\xad,1.5\r\n')
    found = read(path)
    assert found.problems == ()
    assert (
        found.frame.data.to_pylist()[0] | {"reading_id": "中", "value": Decimal("1.5")}
        == (found.frame.data.to_pylist()[0])
    )


def test_a_name_of_a_column_as_long_as_a_file_is_told_by_its_beginning(tmp_path):
    path = tmp_path / "readings.csv"
    path.write_text("reading_id,value," + "x" * 1_000_000, encoding="utf-8")
    (problem,) = read(path).problems
    assert problem.field.startswith("xxx")
    assert len(problem.message) + len(problem.value) + len(problem.field) < 500


def test_a_missing_required_column_is_told_once(tmp_path):
    (problem,) = read(written(tmp_path / "readings.csv", [{"value": "1"}], ["value"])).problems
    assert problem.field == "reading_id"


def test_parquet_says_the_same_as_csv(tmp_path):
    from_csv = read(written(tmp_path / "readings.csv", ROWS)).frame.data
    pq.write_table(from_csv.cast(arrow_schema(Reading)), tmp_path / "readings.parquet")
    assert read(tmp_path / "readings.parquet").frame.data.equals(from_csv)


def test_a_damaged_parquet_file_is_a_problem(tmp_path):
    (tmp_path / "readings.parquet").write_bytes(b"PAR1 nothing PAR1")
    assert [p.rule for p in read(tmp_path / "readings.parquet").problems] == ["parquet_unreadable"]


@pytest.mark.parametrize(
    "values", [pa.array([1.5]), pa.array([{"a": 1}]), pa.array([[1]]), pa.array([1.5]).dictionary_encode()]
)
def test_a_parquet_column_that_cannot_hold_numbers_is_one_problem_and_no_other_cell_is_judged(
    tmp_path, values
):
    pq.write_table(pa.table({"reading_id": ["a"], "value": values}), tmp_path / "readings.parquet")
    found = read(tmp_path / "readings.parquet")
    (problem,) = found.problems
    assert (problem.rule, problem.field) == ("parquet_columns", "value")
    assert "decimal128(38, 9)" in problem.hint
    assert found.frame.rows == 0


def test_texts_of_parquet_that_are_not_utf8_are_a_file_that_cannot_be_read(tmp_path):
    note = pa.Array.from_buffers(pa.string(), 1, pa.array([b"\xff\xfe"]).buffers())
    pq.write_table(pa.table({"reading_id": ["a"], "note": note}), tmp_path / "readings.parquet")
    assert [p.rule for p in read(tmp_path / "readings.parquet").problems] == ["parquet_unreadable"]


def test_a_nul_in_a_text_of_parquet_is_told_at_its_row(tmp_path):
    data = pa.table({"reading_id": ["a", "b", "c"], "note": ["x", None, "y\0z"]})
    pq.write_table(data, tmp_path / "readings.parquet")
    (problem,) = read(tmp_path / "readings.parquet").problems
    assert (problem.rule, problem.row, problem.field) == ("bad_value", 2, "note")
    assert problem.hint == "Remove the NUL character."


def test_a_value_that_does_not_fit_is_told_at_its_row_and_no_other_cell_is_judged(tmp_path):
    data = pa.table({"reading_id": ["a", "b", "c", "d"], "value": ["1", None, "x", "y"]})
    pq.write_table(data, tmp_path / "readings.parquet")
    found = read(tmp_path / "readings.parquet")
    (problem,) = found.problems
    assert (problem.rule, problem.row, problem.field, problem.value) == ("bad_value", 2, "value", "x")
    assert found.frame.rows == 0


@pytest.mark.parametrize("batch", [1, 2, 3, 1 << 17])
def test_rows_are_never_dropped_without_a_word_wherever_batches_end(tmp_path, monkeypatch, batch):
    # A NUL is told once for its column; a value that does not fit, found later there, is told all the same.
    monkeypatch.setattr(bulk, "BATCH_ROWS", batch)
    notes = pa.array([b"x\0y", b"o", b"\xff", b"k"])
    pq.write_table(
        pa.table({"reading_id": ["a", "b", "c", "d"], "note": notes}), tmp_path / "readings.parquet"
    )
    found = read(tmp_path / "readings.parquet")
    assert [(p.rule, p.row, p.field) for p in found.problems] == [("bad_value", 2, "note")]
    assert found.frame.rows == 0


def test_columns_that_do_not_fit_are_told_together(tmp_path):
    data = pa.table({"reading_id": ["a"], "value": ["x"], "day": ["y"]})
    pq.write_table(data, tmp_path / "readings.parquet")
    assert [p.field for p in read(tmp_path / "readings.parquet").problems] == ["value", "day"]


@given(st.binary(max_size=60))
def test_no_bytes_whatever_raise(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("bulk") / "readings.csv"
    path.write_bytes(b"reading_id,value\n" + data)
    read(path)


@given(
    st.lists(
        st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=8),
        min_size=1,
        max_size=6,
    )
)
def test_texts_come_back_as_they_were_written(tmp_path_factory, texts):
    path = tmp_path_factory.mktemp("bulk") / "readings.csv"
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["reading_id", "note"])
    writer.writerows([str(i), text] for i, text in enumerate(texts))
    path.write_text(out.getvalue(), encoding="utf-8", newline="")
    found = read(path)
    assert [p for p in found.problems if p.rule != "csv_line_ends"] == []
    assert found.frame.data["note"].to_pylist() == texts


@given(st.lists(st.text('ab,"\n北', min_size=1, max_size=300), min_size=1, max_size=8))
def test_a_row_may_be_longer_than_what_is_read_at_once(notes):
    rows = [{"reading_id": str(n), "note": note} for n, note in enumerate(notes)]
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(bulk, "_CSV_BLOCK", 40)
        found = read(written(Path(folder) / "readings.csv", rows, ["reading_id", "note"]))
    assert found.problems == ()
    assert found.frame.data["note"].to_pylist() == notes


def test_names_of_folders_count_as_columns(tmp_path):
    folder = tmp_path / "readings" / "day=2026-01-26" / "sure=maybe"
    folder.mkdir(parents=True)
    path = written(folder / "a.csv", [{"reading_id": "a"}, {"reading_id": "b"}], ["reading_id"])
    found = read_bulk(path, Reading, file="readings/day=2026-01-26/sure=maybe/a.csv")
    assert found.frame.data["day"].to_pylist() == [date(2026, 1, 26)] * 2
    assert {(p.rule, p.field, p.value) for p in found.problems} == {("bad_value", "sure", "maybe")}
