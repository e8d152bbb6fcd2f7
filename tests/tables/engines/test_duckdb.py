"""What DuckDB does in its own way: what it loads, how long rows of CSV may be, how many files are one view."""

from __future__ import annotations

import gc
import subprocess
import sys
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from policy_dataset.errors import UsageError
from policy_dataset.model.vocabulary import Table, column
from policy_dataset.tables.engines import duckdb_files as module
from policy_dataset.tables.engines.duckdb import DuckDBEngine
from policy_dataset.tables.files import open_files


class Note(Table, table="notes", title="Notes"):
    note_id: str = column("Id.", key=True)
    note: str | None = column("Text.")
    size: int | None = column("Size.")


@pytest.mark.skipif(duckdb.__version__ < "2", reason="earlier releases of DuckDB load pandas themselves")
def test_pandas_is_not_loaded(tmp_path):
    (tmp_path / "notes.csv").write_text("note_id,note,size\na,x,1\na,,two\n", encoding="utf-8")
    code = (
        "import sys; from policy_dataset.tables.engines.duckdb import DuckDBEngine\n"
        "from policy_dataset.tables.files import open_files\n"
        "from policy_dataset.model.vocabulary import Table, column\n"
        "class Note(Table, table='notes', title='Notes'):\n"
        "    note_id: str = column('Id.', key=True)\n"
        "    note: str | None = column('Text.')\n"
        "    size: int | None = column('Size.')\n"
        f"files, _ = open_files([{str(tmp_path / 'notes.csv')!r}], Note)\n"
        "engine = DuckDBEngine(); scanned = engine.scan(files, [])\n"
        "assert engine.judge_distinct(scanned.table, ['note_id'], lambda text: True) == [0, 1]\n"
        "assert scanned.misfits['size'].texts == ['two']\n"
        "assert engine.later_duplicates(scanned.table, ['note_id']) == [(1, 0)]\n"
        "assert engine.without_partner(scanned.table, ['note_id'], scanned.table, ['note_id']) == []\n"
        "sys.exit('pandas' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize("long", [8 << 20, 16])
def test_a_row_of_csv_may_be_longer_than_a_piece_that_is_read(tmp_path, monkeypatch, long):
    monkeypatch.setattr(module, "_LONG_LINE", max(long, 1 << 10))
    text = "é\n" * (1 << 11)
    (tmp_path / "notes.csv").write_text(f'note_id,note\na,"{text}"\nb,\n', encoding="utf-8", newline="")
    files, problems = open_files([tmp_path / "notes.csv"], Note)
    assert list(problems) == []
    engine = DuckDBEngine()
    scanned = engine.scan(files, ["note"])
    assert engine.cells(scanned.table, [0, 1], ["note"]) == {0: {"note": text}, 1: {"note": None}}


def test_many_files_are_one_table_in_their_order(tmp_path):
    for number in range(30):
        rows = {
            "note_id": [f"n{number}", "same"][: 1 + number % 2],
            "size": [number, -number][: 1 + number % 2],
        }
        folder = tmp_path / ("a" if number < 15 else "note=b")
        folder.mkdir(exist_ok=True)
        pq.write_table(pa.table(rows), folder / f"part-{number:02}.parquet")
    files, problems = open_files([tmp_path], Note)
    assert list(problems) == []
    engine = DuckDBEngine()
    scanned = engine.scan(files, ["note_id"])
    wanted = [
        (name, size, None if number < 15 else "b")
        for number in range(30)
        for name, size in [(f"n{number}", number), ("same", -number)][: 1 + number % 2]
    ]
    cells = engine.cells(scanned.table, range(len(wanted)), ["note_id", "size", "note"])
    assert [tuple(cells[row].values()) for row in range(files.rows)] == wanted
    same = [row for row, (name, *_) in enumerate(wanted) if name == "same"]
    assert engine.later_duplicates(scanned.table, ["note_id"]) == [(row, same[0]) for row in same[1:]]


def test_rows_that_duckdb_counts_otherwise_are_a_fault_and_no_verdict(tmp_path):
    path = tmp_path / "notes.csv"
    path.write_text("note_id\na\nb\n", encoding="utf-8")
    files, _ = open_files([path], Note)
    assert files.rows == 2
    path.write_text("note_id\na\n", encoding="utf-8")
    with pytest.raises(RuntimeError, match="reads 1 rows of notes, and there are 2"):
        DuckDBEngine().scan(files, [])


def engine_with_little_memory():
    engine = DuckDBEngine()
    engine._base.execute("set memory_limit = '16MB'")
    return engine


LONG = pa.table({"x": pa.array([f"{n} {'x' * 500}" for n in range(60_000)])})


def test_what_does_not_fit_into_memory_goes_to_a_temporary_folder_and_away_with_the_engine(
    tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    engine = engine_with_little_memory()
    folder = Path(engine.folder)
    table = engine.open(LONG)
    assert any(folder.iterdir())
    assert engine.later_duplicates(table, ["x"]) == []
    del table, engine
    gc.collect()
    assert (folder.exists(), list(tmp_path.iterdir())) == (False, [])


def test_too_little_memory_without_a_place_for_the_rest_is_told_with_what_to_do(monkeypatch):
    def nowhere(**_):
        raise FileNotFoundError("no usable temporary directory")

    monkeypatch.setattr("policy_dataset.tables.engines.duckdb.mkdtemp", nowhere)
    with pytest.raises(UsageError, match=r"room in memory, and no temporary folder: .*TMPDIR"):
        engine_with_little_memory().open(LONG)


def test_a_temporary_folder_that_is_gone_is_told_by_its_name(tmp_path):
    engine = engine_with_little_memory()
    (tmp_path / "file").touch()
    engine.folder = str(tmp_path / "file" / "folder")
    engine._base.execute("set temp_directory = ?", [engine.folder])
    with pytest.raises(UsageError, match=r"or in .*/file/folder, where the rest goes: "):
        engine.open(LONG)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
def test_a_name_that_cannot_be_written_for_duckdb_is_refused(tmp_path):
    name = "a\\b[x].parquet"
    pq.write_table(pa.table({"note_id": ["a"]}), tmp_path / name)
    files, _ = open_files([tmp_path / name], Note)
    with pytest.raises(UsageError, match="give the file another name"):
        DuckDBEngine().scan(files, [])
