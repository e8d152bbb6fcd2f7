"""The comparison of a CSV file with its Parquet finds every difference."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pyarrow as pa
import pytest

from policy_dataset.release.compare import compare
from policy_dataset.release.formats import find_format

TABLE = pa.table(
    {
        "id": ["a", "b", "c"],
        "n": pa.array([Decimal("1.5"), None, Decimal(0)], pa.decimal128(38, 9)),
        "day": [date(2026, 1, 1), None, date(2026, 1, 3)],
        "yes": [True, None, False],
        "text": ['two\n"lines"', "", "x,y"],
    }
).set_column(4, "text", pa.array(['two\n"lines"', None, "x,y"]))


@pytest.fixture
def files(tmp_path):
    for name in ("csv", "parquet"):
        find_format(name).write(TABLE, tmp_path / f"t.{name}")
    return tmp_path / "t.csv", tmp_path / "t.parquet"


def test_equal_files_are_equal(files):
    assert compare("t", *files) == ()


def test_rows_are_compared_in_pieces_of_any_size(files, monkeypatch):
    for rows in (1, 2):
        monkeypatch.setattr("policy_dataset.release.compare._ROWS", rows)
        assert compare("t", *files) == ()


def test_a_table_without_rows_is_equal_to_its_header(tmp_path):
    for name in ("csv", "parquet"):
        find_format(name).write(TABLE.slice(0, 0), tmp_path / f"t.{name}")
    assert compare("t", tmp_path / "t.csv", tmp_path / "t.parquet") == ()


@pytest.mark.parametrize(
    ("old", "new", "field", "row"),
    [
        (b"1.5", b"1.500000001", "n", 0),
        (b"c,0,", b"c,,", "n", 2),
        (b"2026-01-03", b"2026-01-04", "day", 2),
        (b"true", b"false", "yes", 0),
        (b"b,,,,", b"b,,,,?", "text", 1),
        (b'""lines""', b"lines", "text", 0),
        (b"\nb", b"\nB", "id", 1),
        (b"true", b"1", None, None),
        (b"1.5", b"1.5x", None, None),
        (b"2026-01-03", b"2026-1-3", None, None),
        (b"id,n", b"id,m", None, None),
    ],
)
def test_every_difference_is_found(old, new, field, row, files):
    csv, _ = files
    assert csv.read_bytes().count(old) >= 1
    csv.write_bytes(csv.read_bytes().replace(old, new, 1))
    (problem,) = compare("t", *files)
    assert (problem.code, problem.table, problem.field, problem.row) == ("formats_differ", "t", field, row)


def test_a_missing_and_a_further_row_are_found(files):
    csv, _ = files
    whole = csv.read_bytes()
    csv.write_bytes(whole + b"d,,,,\n")
    assert "more than the 3 rows" in compare("t", *files)[0].message
    csv.write_bytes(whole[: whole.index(b"\nc,") + 1])
    assert "ends after 2 rows" in compare("t", *files)[0].message
