"""What Spark does in ways of its own: files, its sessions, and tables that are long for it, beside Polars."""

from __future__ import annotations

import sys
from datetime import date
from decimal import Decimal
from threading import Thread
from time import sleep
from types import SimpleNamespace

import narwhals.stable.v2 as nw
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from on_engines import marks_of
from policy_dataset.errors import MissingExtraError, UsageError
from policy_dataset.model.vocabulary import Table, column
from policy_dataset.tables.engines import ROW
from policy_dataset.tables.engines.polars import PolarsEngine
from policy_dataset.tables.files import open_files

pytestmark = marks_of("spark")


class Reading(Table, table="readings", title="Readings"):
    reading_id: str = column("Id.", key=True)
    year: int | None = column("Year.")
    value: Decimal | None = column("Value.")
    day: date | None = column("Day.")
    sure: bool | None = column("Whether.")
    note: str | None = column("Note.")


@pytest.fixture(scope="module")
def spark():
    from policy_dataset.tables.engines.spark import SparkEngine  # noqa: PLC0415 - PySpark may not be there

    with SparkEngine() as engine:
        yield engine


def rows_and_misfits(engine, files):
    scanned = engine.scan(files, list(Reading.model_fields))
    names = [ROW, *Reading.model_fields]
    found = scanned.table.select(*names).sort(ROW).collect().to_arrow()
    misfits = {name: (list(m.rows), list(m.texts)) for name, m in scanned.misfits.items()}
    return [tuple(row.values()) for row in found.to_pylist()], misfits


def agreed(spark, paths):
    """Return the rows of files as Polars and Spark both read them."""
    files, problems = open_files(paths, Reading)
    assert list(problems) == []
    rows, misfits = rows_and_misfits(spark, files)
    assert (rows, misfits) == rows_and_misfits(PolarsEngine(), files)
    assert [row[0] for row in rows] == list(range(files.rows))
    return rows, misfits


def table(first, count, **others):
    ids = [f"r{n}" for n in range(first, first + count)]
    return pa.table({"reading_id": pa.array(ids, pa.string()), **others})


def test_rows_of_parquet_are_numbered_through_folders_and_files_of_any_name(spark, tmp_path):
    names = [
        "b.parquet",
        "a b.parquet",
        "100%25.parquet",
        "北京 [x].parquet",
        "{a,b}*+#.parquet",
        "c.parquet",
    ]
    for n, name in enumerate(names):
        folder = tmp_path / f"year={2020 + n % 3}" / ("plain" if n % 2 else "odd &=?")
        folder.mkdir(parents=True, exist_ok=True)
        notes = pa.array([None, "x", "\U00020bb7", "", "y"] * 40, pa.string())
        pq.write_table(table(200 * n, 200, note=notes), folder / name, row_group_size=33)
    rows, misfits = agreed(spark, [tmp_path])
    assert len(rows) == 1200
    assert {row[2] for row in rows} == {2020, 2021, 2022}
    assert misfits == {}


def test_each_file_that_is_given_counts_once_however_it_is_called(spark, tmp_path):
    for n, name in enumerate(["a.Parquet", "b.pq", "rows.bin"]):
        pq.write_table(table(10 * n, 3), tmp_path / name)
    (tmp_path / "link.parquet").symlink_to("rows.bin")
    (tmp_path / "again.parquet").symlink_to("link.parquet")
    names = ["a.Parquet", "link.parquet", "b.pq", "again.parquet", "a.Parquet"]
    rows, _ = agreed(spark, [tmp_path / name for name in names])
    assert [row[1] for row in rows[::3]] == ["r0", "r20", "r10", "r20"]


@pytest.mark.parametrize("name", ["_rows.parquet", ".rows.parquet", "rows:1.parquet"])
@pytest.mark.parametrize("others", [(), ("a.parquet",)])
def test_a_file_that_spark_would_let_lie_or_cannot_open_is_refused(spark, tmp_path, name, others):
    for one in (name, *others):
        pq.write_table(table(0, 1), tmp_path / one)
    files, _ = open_files([tmp_path / one for one in (*others, name)], Reading)
    with pytest.raises(UsageError, match=rf"does not read .*{name}: .*another name"):
        spark.scan(files, [])


def test_files_of_several_types_are_one_table(spark, tmp_path):
    exact = pa.array([Decimal("0.1"), None], pa.decimal128(12, 2))
    small = {"year": pa.array([1, None], pa.int16()), "note": pa.array(["a", None]).dictionary_encode()}
    pq.write_table(table(0, 2, value=exact, **small), tmp_path / "a.parquet")
    large = {"year": pa.array([7, 8], pa.uint32()), "note": pa.array(["b", "c"], pa.large_string())}
    pq.write_table(table(2, 2, value=pa.array([5, -5], pa.int64()), **large), tmp_path / "b.parquet")
    empty = {"value": pa.array([None, None], pa.null()), "day": pa.array([date(1, 1, 1), date(1582, 10, 10)])}
    pq.write_table(table(4, 2, **empty), tmp_path / "c.parquet")
    pq.write_table(table(6, 0), tmp_path / "d.parquet")
    rows, _ = agreed(spark, [tmp_path])
    assert [row[3] for row in rows] == [Decimal("0.1"), None, Decimal(5), Decimal(-5), None, None]


def test_floating_point_stays_floating_point(spark, tmp_path):
    values = [0.1, -0.0, None, float("inf")]
    pq.write_table(table(0, 4, value=pa.array(values, pa.float32())), tmp_path / "a.parquet")
    assert [type(row[3]) for row in agreed(spark, [tmp_path])[0]] == [float, float, type(None), float]


def test_the_name_of_a_folder_may_not_fit_its_column(spark, tmp_path):
    for year in ("2026", "soon"):
        (tmp_path / f"year={year}").mkdir()
        pq.write_table(table(0, 2), tmp_path / f"year={year}" / "a.parquet")
    (tmp_path / "year=never").mkdir()
    (tmp_path / "year=never" / "a.csv").write_text("reading_id\nx\n", encoding="utf-8")
    _, misfits = agreed(spark, [tmp_path])
    assert misfits == {"year": ([2, 3, 4], ["never", "soon", "soon"])}


def test_cells_of_which_no_decimal_can_be_made_are_told(spark, tmp_path):
    values = pa.array([0.1, float("nan"), 1e300, None, -0.0], pa.float64())
    pq.write_table(table(0, 5, value=values), tmp_path / "a.parquet")
    large = pa.array([2**63 + 5, 1], pa.uint64())
    pq.write_table(table(5, 2, value=pa.array([1, 2], pa.int8()), year=large), tmp_path / "b.parquet")
    _, misfits = agreed(spark, [tmp_path])
    assert misfits == {"value": ([1, 2], ["nan", "1e+300"]), "year": ([5], [str(2**63 + 5)])}


def test_addresses_are_opened_by_the_file_systems_of_spark(spark, tmp_path):
    for year in ("2025", "2026"):
        folder = tmp_path / "a mirror" / f"year={year}"
        folder.mkdir(parents=True)
        for n in range(2):
            pq.write_table(table(n, 3 * n), folder / f"part {n}.parquet")
    address = f"file://{tmp_path}/a mirror/year=*/part*.parquet"
    files, problems = open_files([address], Reading, find_remote=spark.find_remote)
    assert list(problems) == []
    assert [file.rows for file in files.files] == [0, 3, 0, 3]
    here, _ = open_files([tmp_path], Reading)
    assert rows_and_misfits(spark, files) == rows_and_misfits(PolarsEngine(), here)
    with pytest.raises(UsageError, match="there is no Parquet file at"):
        open_files([f"file://{tmp_path}/nothing"], Reading, find_remote=spark.find_remote)
    with pytest.raises(UsageError, match=r"Spark cannot open s3a://.*connector of the store"):
        open_files(["s3a://bucket/x.parquet"], Reading, find_remote=spark.find_remote)
    (tmp_path / "cut.parquet").write_bytes(b"no Parquet at all")
    with pytest.raises(UsageError, match=r"Spark cannot open file://.*cut\.parquet"):
        open_files([f"file://{tmp_path}/cut.parquet"], Reading, find_remote=spark.find_remote)


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_csv_is_read_in_stretches_that_begin_at_rows(spark, tmp_path, monkeypatch, line_end):
    from policy_dataset.tables.engines import spark_csv  # noqa: PLC0415 - PySpark may not be there

    monkeypatch.setattr(spark_csv, "STRETCH", 1 << 16)
    days = ("2024-02-29", "2026-02-30", "", "0000-01-01")
    lines = ["reading_id,value,day,sure,note"]
    for n in range(9000):
        note = f'"{"x" * (n % 60)}{line_end}""quoted"", 北京"' if n % 7 == 0 else "plain" * (n % 9)
        lines.append(f"r{n},{('1.5', '1e5', '-0', '')[n % 4]},{days[n % 4]},{('true', 'TRUE')[n % 2]},{note}")
    (tmp_path / "a.csv").write_text(line_end.join(lines) + line_end, encoding="utf-8", newline="")
    (tmp_path / "b.csv").write_text('note,reading_id\n"",last', encoding="utf-8")
    files, _ = open_files([tmp_path], Reading)
    assert len(list(files.files[0].structure.stretches(1 << 16))) > 1
    rows, misfits = agreed(spark, [tmp_path])
    assert rows[-1] == (9000, "last", None, None, None, None, None)
    assert {name: len(found) for name, (found, _) in misfits.items()} == {
        "value": 2250, "day": 4500, "sure": 4500
    }  # fmt: skip


def test_csv_and_parquet_are_one_table(spark, tmp_path):
    (tmp_path / "a.csv").write_text("reading_id,value\nx,0.1\ny,no\n", encoding="utf-8")
    pq.write_table(table(0, 2, value=pa.array([0.1, None], pa.float64())), tmp_path / "b.parquet")
    rows, misfits = agreed(spark, [tmp_path])
    assert rows[2][3] == Decimal("0.1")
    assert misfits == {"value": ([1], ["no"])}


def test_a_type_that_spark_does_not_read_is_refused_by_name(spark, tmp_path):
    halves = pa.array([1.5], pa.float16())
    pq.write_table(table(0, 1, value=halves), tmp_path / "a.parquet")
    files, _ = open_files([tmp_path], Reading)
    with pytest.raises(UsageError, match=r"'value' of .*a\.parquet, which is halffloat"):
        spark.scan(files, [])


# --------------------------------------------------------------------------------------------------- what is long

WORDS = ["a", "b", "c", "北京", "e\u0301", "é", "", None]
ROWS = [(WORDS[n % 8], WORDS[(n * n + n // 5) % 8]) for n in range(60)]


@pytest.fixture
def _everything_is_long(monkeypatch):
    from policy_dataset.tables.engines import spark as module  # noqa: PLC0415 - PySpark may not be there

    monkeypatch.setattr(module, "FEW", 2)


def both(spark, rows):
    data = pa.table({name: pa.array([row[i] for row in rows], pa.string()) for i, name in enumerate("xy")})
    polars = PolarsEngine()
    return (spark, spark.open(data)), (polars, polars.open(data))


@pytest.mark.usefixtures("_everything_is_long")
def test_long_tables_are_judged_alike(spark):
    (_, here), (polars, there) = both(spark, ROWS)
    for names in (["x"], ["x", "y"]):
        assert spark.later_duplicates(here, names) == polars.later_duplicates(there, names)
        assert spark.judge_distinct(here, names, lambda *c: c[0] > "b") == polars.judge_distinct(
            there, names, lambda *c: c[0] > "b"
        )
        assert list(spark.verdicts(here, names, lambda *c: c[-1])) == list(
            polars.verdicts(there, names, lambda *c: c[-1])
        )
    (_, few), (_, also_few) = both(spark, ROWS[:2])
    for ask in ("with_partner", "without_partner"):
        for one, other in (((here, few), (there, also_few)), ((few, here), (also_few, there))):
            found = getattr(spark, ask)(one[0], ["x", "y"], one[1], ["y", "x"])
            assert found == getattr(polars, ask)(other[0], ["x", "y"], other[1], ["y", "x"])


@pytest.mark.usefixtures("_everything_is_long")
def test_long_hierarchies_lose_their_leaves_and_roots(spark):
    way = [(f"n{i}", f"n{i + 1}") for i in range(40)]
    rows = [*way, ("n40", "o"), ("o", "p"), ("p", "o"), ("q", "p"), ("r", "r"), ("p", "x")]
    (_, here), (polars, there) = both(spark, rows)
    assert spark.cycles(here, "x", "y") == polars.cycles(there, "x", "y") == [41, 42, 44]


def test_equal_hashes_prove_nothing(spark, monkeypatch):
    from pyspark.sql import functions as sf  # noqa: PLC0415 - PySpark may not be there

    from policy_dataset.tables.engines import spark as module  # noqa: PLC0415 - as above

    monkeypatch.setattr(module, "_hash", lambda *_: sf.lit(7))
    (_, here), (polars, there) = both(spark, ROWS)
    assert spark.later_duplicates(here, ["x", "y"]) == polars.later_duplicates(there, ["x", "y"])


def test_many_masks_are_one_job(spark):
    (_, here), _ = both(spark, ROWS)
    masks = {f"m{n}": nw.col("x") == WORDS[n % 7] for n in range(130)}
    context = spark._session.sparkContext
    context.setJobGroup("masks", "masks")
    found = spark.failing(here, masks)
    assert len(context.statusTracker().getJobIdsForGroup("masks")) <= 1
    assert {name: list(rows) for name, rows in found.items()} == {
        f"m{n}": [row for row, (x, _) in enumerate(ROWS) if x == WORDS[n % 7]] for n in range(130)
    }


# ------------------------------------------------------------------------------------------------------- sessions


@pytest.mark.usefixtures("spark")
def test_the_session_of_the_user_keeps_its_settings_and_goes_on():
    from pyspark.sql import SparkSession  # noqa: PLC0415 - PySpark may not be there

    from policy_dataset.tables.engines.spark import SparkEngine  # noqa: PLC0415 - as above

    users = SparkSession.getActiveSession() or SparkSession._instantiatedSession
    users.conf.set("spark.sql.session.timeZone", "Asia/Shanghai")
    users.conf.set("spark.sql.ansi.enabled", "true")
    users.conf.set("my.own.setting", "kept")
    with SparkEngine() as engine:
        assert engine._session.conf.get("my.own.setting") == "kept"
        assert engine._session.conf.get("spark.sql.ansi.enabled") == "false"
        assert engine.open(pa.table({"x": [1]})).collect()["x"].to_list() == [1]
    assert users.conf.get("spark.sql.session.timeZone") == "Asia/Shanghai"
    assert users.conf.get("spark.sql.ansi.enabled") == "true"
    assert users.range(3).count() == 3


def test_what_was_kept_is_let_go(spark, tmp_path):
    from policy_dataset.tables.engines.spark import SparkEngine  # noqa: PLC0415 - PySpark may not be there

    (tmp_path / "a.csv").write_text("reading_id\nx\n", encoding="utf-8")
    files, _ = open_files([tmp_path], Reading)
    kept = spark._session.sparkContext._jsc.getPersistentRDDs
    before = len(kept())
    with SparkEngine() as engine:
        engine.scan(files, [])
        assert len(kept()) == before + 1
    assert len(kept()) == before


@pytest.mark.usefixtures("spark")
def test_another_master_than_the_one_that_runs_is_refused():
    from policy_dataset.tables.engines.spark import SparkEngine  # noqa: PLC0415 - PySpark may not be there

    with pytest.raises(UsageError, match=r"running on local\[\*\], not on local\[7\]"):
        SparkEngine("local[7]")


@pytest.mark.parametrize(
    ("master", "told"), [("nonsense", "is no place where Spark runs"), (None, "needs Java")]
)
def test_what_cannot_be_started_is_told_before_it_is_tried(monkeypatch, master, told):
    from policy_dataset.tables.engines import spark_session  # noqa: PLC0415 - PySpark may not be there

    monkeypatch.setattr(spark_session.SparkSession, "getActiveSession", lambda: None)
    monkeypatch.setattr(spark_session.SparkSession, "_instantiatedSession", None)
    monkeypatch.setattr(spark_session.shutil, "which", lambda _: None)
    monkeypatch.delenv("JAVA_HOME", raising=False)
    with pytest.raises(UsageError, match=told):
        spark_session.open_home(master)


@pytest.fixture
def notes(tmp_path):
    (tmp_path / "a.csv").write_text("reading_id,value\nx,0.1\ny,no\n", encoding="utf-8")
    return open_files([tmp_path / "a.csv"], Reading)[0]


def test_workers_of_this_machine_run_the_python_that_asks_whatever_the_path_says(spark, notes, monkeypatch):
    context = spark._session.sparkContext
    monkeypatch.delenv("PYSPARK_PYTHON", raising=False)
    monkeypatch.setattr(context, "pythonExec", "/nowhere/python3")
    assert dict(spark.scan(notes, []).misfits)["value"].texts == ["no"]
    assert context.pythonExec == "/nowhere/python3"


def test_workers_without_this_library_are_told_with_what_to_do(spark, notes, monkeypatch):
    monkeypatch.setenv("PYSPARK_PYTHON", "/nowhere/python3")
    monkeypatch.setattr(spark._session.sparkContext, "pythonExec", "/nowhere/python3")
    with pytest.raises(UsageError, match=r"cannot read CSV \(Cannot run program .*PYSPARK_PYTHON"):
        spark.scan(notes, [])


@pytest.mark.parametrize(
    "said",
    [
        "Traceback\nModuleNotFoundError: No module named 'policy_dataset'\n",
        "[PYTHON_VERSION_MISMATCH] Python in worker has different version: 3.9 than that in driver: 3.11, no.\n",
    ],
)
def test_what_workers_say_of_another_python_is_misuse_and_everything_else_is_not(spark, said):
    from pyspark.errors import PySparkException  # noqa: PLC0415 - PySpark may not be there

    from policy_dataset.tables.engines.spark_csv import told_of_workers  # noqa: PLC0415 - as above

    kept = spark._session.range(1)
    with pytest.raises(UsageError, match="PYSPARK_PYTHON"), told_of_workers(kept):
        raise PySparkException(said)
    with pytest.raises(PySparkException, match="disk"), told_of_workers(kept):
        raise PySparkException("no space on the disk")


def test_java_is_looked_for_where_spark_looks_for_it(monkeypatch, tmp_path):
    from policy_dataset.tables.engines import spark_session  # noqa: PLC0415 - PySpark may not be there

    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(UsageError, match=r"none in JAVA_HOME, .*JAVA_HOME\."):
        spark_session._check_java()


def test_a_library_that_pyspark_needs_is_named(monkeypatch):
    from policy_dataset.tables.engines import spark_session  # noqa: PLC0415 - PySpark may not be there

    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(MissingExtraError, match=r"Pandas >= .*pip install 'policy-dataset\[spark\]'"):
        spark_session.open_home(None)


def test_tables_opened_at_once_leave_the_context_as_it_was(monkeypatch):
    from policy_dataset.tables.engines.spark_session import workers_like_us  # noqa: PLC0415 - as above

    monkeypatch.delenv("PYSPARK_PYTHON", raising=False)
    context = SimpleNamespace(master="local[2]", pythonExec="the user's")
    seen = []

    def open_one():
        with workers_like_us(SimpleNamespace(sparkContext=context)):
            seen.append(context.pythonExec)
            # The other would begin meanwhile, if it could.
            sleep(0.1)

    both = [Thread(target=open_one) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert seen == [sys.executable] * 2
    assert context.pythonExec == "the user's"
