"""How tables become CSV and Parquet."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_dataset.release.formats import find_format, format_names


def _csv(table, tmp_path):
    find_format("csv").write(table, tmp_path / "t.csv")
    return (tmp_path / "t.csv").read_bytes()


def _numbers(*values):
    return pa.table(
        {"n": pa.array([None if v is None else Decimal(v) for v in values], pa.decimal128(38, 9))}
    )


def test_formats_are_found_by_listing_the_folder():
    assert format_names() == ("csv", "parquet")
    assert [find_format(name).SUFFIX for name in format_names()] == ["csv", "parquet"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("259000000", "259000000"),
        ("1500.250000000", "1500.25"),
        ("0", "0"),
        ("100", "100"),
        ("0.000000001", "0.000000001"),
        ("-0.5", "-0.5"),
        ("12345678901234567890123456789.123456789", "12345678901234567890123456789.123456789"),
    ],
)
def test_numbers_have_no_exponent_and_no_trailing_zeros(value, text, tmp_path):
    assert _csv(_numbers(value), tmp_path) == f"n\n{text}\n".encode()


def test_null_is_an_empty_cell_beside_numbers_with_and_without_exponent(tmp_path):
    table = _numbers("0", None, "1").append_column("x", [["a", "b", None]])
    assert _csv(table, tmp_path) == b"n,x\n0,a\n,b\n1,\n"


def test_truth_values_and_dates_are_written_as_the_standard_reads_them(tmp_path):
    table = pa.table(
        {"yes": [True, False, None], "day": [date(2026, 1, 2), None, date(1900, 12, 31)], "n": [1, None, 3]}
    )
    assert _csv(table, tmp_path) == b"yes,day,n\ntrue,2026-01-02,1\nfalse,,\n,1900-12-31,3\n"


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("plain", "plain"),
        ("a,b", '"a,b"'),
        ('a "b"', '"a ""b"""'),
        ("two\nlines", '"two\nlines"'),
        ("a\rb", '"a\rb"'),
        (" a ", " a "),
        ("中文，标点", "中文，标点"),
        ("a;b", "a;b"),
        ("'", "'"),
    ],
)
def test_only_what_must_be_is_quoted(text, cell, tmp_path):
    assert _csv(pa.table({"t": [text, "z"]}), tmp_path) == f"t\n{cell}\nz\n".encode()


@given(rows=st.lists(st.tuples(st.text(min_size=1), st.text(min_size=1)), min_size=1, max_size=5))
def test_every_text_comes_back_through_the_csv_module(rows, tmp_path_factory):
    table = pa.table({"a": [r[0] for r in rows], "b": [r[1] for r in rows]})
    path = tmp_path_factory.mktemp("csv") / "t.csv"
    find_format("csv").write(table, path)
    with path.open(encoding="utf-8", newline="") as file:
        assert [tuple(row) for row in csv.reader(file)][1:] == rows


def test_a_header_alone_is_written_for_a_table_without_rows(tmp_path):
    assert _csv(_numbers(), tmp_path) == b"n\n"


def test_rows_come_in_batches(tmp_path, monkeypatch):
    monkeypatch.setattr("policy_dataset.release.formats.csv.BATCH_ROWS", 2)
    assert _csv(pa.table({"t": list("abcde")}), tmp_path) == b"t\na\nb\nc\nd\ne\n"


def test_parquet_bytes_do_not_depend_on_how_a_table_is_cut(tmp_path):
    whole = pa.table({"t": [str(i) for i in range(1000)]})
    cut = pa.concat_tables([whole.slice(0, 7), whole.slice(7)])
    write = find_format("parquet").write
    write(whole, tmp_path / "a")
    write(cut, tmp_path / "b")
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_parquet_is_zstd_and_keeps_the_types(tmp_path):
    table = _numbers("1.5").append_column("day", pa.array([date(2026, 1, 2)], pa.date32()))
    find_format("parquet").write(table, tmp_path / "t")
    with pq.ParquetFile(tmp_path / "t") as file:
        assert file.schema_arrow.types == [pa.decimal128(38, 9), pa.date32()]
        assert file.metadata.row_group(0).column(0).compression == "ZSTD"
        assert file.read().equals(table)


def test_parquet_without_rows_keeps_its_columns(tmp_path):
    find_format("parquet").write(_numbers(), tmp_path / "t")
    with pq.ParquetFile(tmp_path / "t") as file:
        assert file.read().equals(_numbers())
