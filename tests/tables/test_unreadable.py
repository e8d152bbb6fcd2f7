"""Files that are broken within are problems, and hide nothing of the others; those that change meanwhile are judged not at all."""

from __future__ import annotations

import base64
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pyarrow.csv import write_csv

from on_engines import anew
from policy_dataset import load
from policy_dataset.errors import UsageError
from policy_dataset.pipeline import Library, validate_files
from policy_dataset.tables.engines.polars import PolarsEngine
from tables.breaking import Breaking

CASES = Path(__file__).parent.parent / "fuzz/cases"
STANDARD = Library.standard()
FEW = replace(STANDARD, rules={name: STANDARD.rules[name] for name in ("missing_field", "duplicate_id")})


def broken_within(path, cells):
    """Write a Parquet file of which a page is broken, and whose end is sound."""
    pq.write_table(cells, path, use_dictionary=False, compression="snappy")
    chunk = pq.read_metadata(path).row_group(0).column(cells.column_names.index("kind"))
    data = bytearray(path.read_bytes())
    start = chunk.data_page_offset + 20
    for at in range(start, chunk.data_page_offset + chunk.total_compressed_size):
        data[at] ^= 0x5A
    path.write_bytes(bytes(data))


def test_a_page_that_cannot_be_read_is_a_problem_of_its_file_on_every_engine(engine, tmp_path):
    cells = pa.concat_tables([load("livelihood-2026")["statistics"].to_arrow()] * 9)
    pq.write_table(cells, tmp_path / "a.parquet")
    pq.write_table(cells.slice(0, 3), tmp_path / "c.parquet")
    alone = validate_files([tmp_path / "a.parquet", tmp_path / "c.parquet"], table="statistics", library=FEW)
    broken_within(tmp_path / "b.parquet", cells)
    report = validate_files([tmp_path], table="statistics", library=FEW, engine=engine)
    assert report.faults == ()
    (unreadable,) = [p for p in report if p.code == "parquet_unreadable"]
    assert unreadable.file == (tmp_path / "b.parquet").as_posix()
    assert [p for p in report if p is not unreadable] == list(alone)


@pytest.mark.parametrize("change", ["longer", "others", "gone"])
@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_a_file_that_is_changed_meanwhile_has_no_verdict(engine, tmp_path, form, change):
    cells = load("livelihood-2026")["statistics"].to_arrow()
    path = tmp_path / f"a.{form}"

    def write(rows):
        new = tmp_path / "new"
        (pq.write_table if form == "parquet" else write_csv)(rows, new)
        new.replace(path)

    others = cells.set_column(0, "statistic_id", pa.array([f"s{n}" for n in range(cells.num_rows)]))
    changes = {
        "longer": lambda: write(pa.concat_tables([cells, cells])),
        "others": lambda: write(others),
        "gone": path.unlink,
    }
    write(cells)
    breaking = Breaking(anew(engine), "scan", changes[change])
    with pytest.raises(UsageError, match=rf"a\.{form} was changed while it was read"):
        validate_files([path], table="statistics", library=FEW, engine=breaking)


def test_a_footer_that_readers_read_differently_is_a_problem_of_its_file_on_every_engine(engine, tmp_path):
    # Found by fuzzing: of a chunk of a column nothing is said but that it is there.
    case = CASES / "parquet-1926-fewer_cells_than_rows.parquet.b64"
    (tmp_path / "a.parquet").write_bytes(base64.b64decode(case.read_text(encoding="ascii")))
    report = validate_files([tmp_path], table="statistics", library=FEW, engine=engine)
    assert report.faults == ()
    assert [p.code for p in report] == ["parquet_unreadable"]


def test_what_the_engine_alone_cannot_read_is_a_problem_of_its_file(tmp_path, monkeypatch):
    cells = load("livelihood-2026")["statistics"].to_arrow()
    for name in ("a", "b"):
        pq.write_table(cells, tmp_path / f"{name}.parquet")
    scan = PolarsEngine.scan

    def refuses_b(self, files, names):
        if any(file.path.stem == "b" for file in files.files if file.rows):
            raise RuntimeError("unheard of")
        return scan(self, files, names)

    monkeypatch.setattr(PolarsEngine, "scan", refuses_b)
    report = validate_files([tmp_path], table="statistics", library=FEW)
    told = [p for p in report if p.code == "parquet_unreadable"]
    assert [(p.file, report.faults) for p in told] == [((tmp_path / "b.parquet").as_posix(), ())]
    assert "(RuntimeError)" in told[0].message
