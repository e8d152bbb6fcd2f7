"""The place of every cell of a CSV file, beside what a reader finds there."""

import csv
from io import StringIO

from hypothesis import given
from hypothesis import strategies as st

from policy_dataset.tables.csv_places import CsvPlaces
from policy_dataset.tables.csv_structure import check_csv

texts = st.text(st.sampled_from('ab,"\n省 \U00020bb7'), max_size=5)
NAMES = ("first", "second", "third")


def written(rows) -> str:
    file = StringIO()
    csv.writer(file, lineterminator="\n").writerows([NAMES, *rows])
    return file.getvalue()


@given(rows=st.lists(st.tuples(texts, texts, texts), min_size=1, max_size=6))
def test_a_cell_begins_where_its_place_says(tmp_path_factory, rows):
    path = tmp_path_factory.mktemp("csv") / "table.csv"
    text = written(rows)
    path.write_text(text, encoding="utf-8", newline="")
    structure = check_csv(path, file="table.csv")
    assert structure.problems == ()
    places = CsvPlaces(path, "table.csv", structure, {name: n for n, name in enumerate(NAMES)})
    lines = text.split("\n")
    for number, row in enumerate(rows):
        for name, cell in zip(NAMES, row, strict=True):
            place = places.of(number, name)
            shown = lines[place["line"] - 1][place["column"] - 1 : place["end_column"] - 1]
            first = cell.split("\n")[0].replace('"', '""')
            assert shown.strip('"') == first.strip('"')


def test_a_row_is_at_the_beginning_of_its_line(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text(written([("a\nb", "c", "d"), ("e", "f", "g")]), encoding="utf-8", newline="")
    places = CsvPlaces(path, "table.csv", check_csv(path, file="table.csv"), {"first": 0})
    assert places.of(1, None) == {"file": "table.csv", "line": 4, "column": 1}
    assert places.of(1, "no such column") == places.of(1, None)
    assert places.text(1, "first") is None


def test_line_ends_and_a_byte_order_mark_shift_no_column(tmp_path):
    path = tmp_path / "table.csv"
    path.write_bytes('\ufefffirst,second\r\na,"b"\r\n'.encode())
    places = CsvPlaces(path, "table.csv", check_csv(path, file="table.csv"), {"first": 0, "second": 1})
    assert places.of(0, "second") == {"file": "table.csv", "line": 2, "column": 3, "end_column": 6}
