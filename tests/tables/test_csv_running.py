"""A check that runs beside its readers says the same as one that is waited for, and gives out proven rows alone."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_dataset.tables.csv_running import RunningCheck, read_header, start
from policy_dataset.tables.csv_structure import check_csv

CELLS = st.text(st.sampled_from('ab,"\n中'), max_size=5)


@st.composite
def tables(draw):
    width = draw(st.integers(1, 4))
    rows = draw(st.lists(st.lists(CELLS, min_size=width, max_size=width), max_size=25))
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator=draw(st.sampled_from(["\n", "\r\n"])))
    writer.writerows([[f"h{i}" for i in range(width)], *rows])
    return text.getvalue().encode()


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return tmp_path_factory.mktemp("running") / "table.csv"


def running(path, data, block, smallest=1, largest=1 << 20):
    path.write_bytes(data)
    check = RunningCheck(path, "table.csv", block=block)
    check.smallest, check.largest = smallest, largest
    start([check])
    return check


@given(tables(), st.integers(3, 64), st.integers(1, 200), st.integers(1, 200))
def test_the_rows_of_a_file_in_order_are_given_out_once_each_and_in_order(
    path, data, block, smallest, largest
):
    check = running(path, data, block, smallest, largest)
    stretches = list(check.stretches())
    header, *rows = csv.reader(io.StringIO(data.decode(), newline=""), strict=True)
    given = [
        list(csv.reader(io.StringIO(data[s.start : s.end].decode(), newline=""), strict=True))
        for s in stretches
    ]
    assert [len(part) for part in given] == [s.rows for s in stretches]
    assert [row for part in given for row in part] == rows
    assert check.result().rows == len(rows)
    assert read_header(path, "table.csv") == tuple(header)


@given(tables(), st.data(), st.integers(3, 64))
def test_a_changed_file_is_judged_as_without_a_thread_and_no_row_after_the_fault_is_given_out(
    path, data, draw, block
):
    at = draw.draw(st.integers(0, len(data)))
    piece = draw.draw(st.sampled_from([b"", b'"', b",", b"\n", b"\r", b"\0", b"\xff", b"\r\n", b"h0\n"]))
    changed = data[:at] + piece + data[at + draw.draw(st.integers(0, 2)) :]
    check = running(path, changed, block)
    given = sum(stretch.rows for stretch in check.stretches())
    wanted, found = check_csv(changed, file="table.csv"), check.result()
    assert (found.header, found.rows, found.problems, found.totals) == (
        wanted.header,
        wanted.rows,
        wanted.problems,
        wanted.totals,
    )
    assert given <= found.rows
    if not found.problems:
        assert given == found.rows
    assert (read_header(path, "table.csv") or found.header) == found.header


def test_a_header_with_a_fault_is_none(path):
    path.write_bytes(b'a,"b\n1,2\n')
    assert read_header(path, "table.csv") is None


def test_what_the_system_says_is_raised_where_the_result_is_asked_for(tmp_path):
    check = RunningCheck(tmp_path / "gone.csv", "gone.csv")
    start([check])
    assert list(check.stretches()) == []
    with pytest.raises(FileNotFoundError):
        check.result()
