"""Long tables in bulk: what is judged and published of their files is what memory would judge and publish."""

from __future__ import annotations

import csv
import io
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import textwrap
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import policy_dataset as pds
from effort import FULL
from policy_dataset.model.standard import standard_schema
from policy_dataset.pipeline import BuildError, check
from policy_dataset.release.scratch import PREFIX
from policy_dataset.tables import bulk, spool
from policy_dataset.tables.arrow import arrow_schema
from policy_dataset.testing import example_dataset, mutants, write_dataset
from policy_dataset.testing.story_bulk import BULK

SOURCE_LINES = list(csv.DictReader(io.StringIO(example_dataset()[BULK])))


@pytest.fixture
def files():
    return dict(example_dataset())


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    """The package of the files, which several tests have as the earlier one."""
    folder = tmp_path_factory.mktemp("built")
    return pds.build(write_dataset(example_dataset(), folder / "dataset"), folder / "out").path


def built_before(files, built: Path, folder: Path) -> tuple[Path, Path, Path]:
    """Write the files, and put their package where the next one is to be."""
    root, before = write_dataset(files, folder / "dataset"), folder / "out" / built.name
    shutil.copytree(built, before)
    return root, before.parent, before


def as_long(do, *args, **options):
    """Do something with every bulk file taken for a long one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spool, "LONG_ROWS", -1)
        return do(*args, **options)


def sums(package: Path) -> str:
    return (package / "SHA256SUMS").read_text(encoding="utf-8")


def as_parquet(content: str, types=None) -> bytes:
    rows = list(csv.DictReader(io.StringIO(content)))
    schema = pds_schema(rows[0], types or {})
    out = io.BytesIO()
    cells = {
        n: pa.array([r[n] or None for r in rows], pa.string()).cast(schema.field(n).type) for n in rows[0]
    }
    pq.write_table(pa.table(cells, schema=schema), out)
    return out.getvalue()


def pds_schema(names, types):
    declared = arrow_schema(standard_schema()["statistics"])
    return pa.schema([pa.field(n, types.get(n, declared.field(n).type)) for n in names])


def test_files_of_a_long_table_stay_files(files, tmp_path):
    root = write_dataset(files, tmp_path)
    frame = as_long(check, root).frames.own["statistics"]
    assert frame.files is not None
    assert frame.records == frame.record_rows.num_rows
    assert frame.rows == frame.records + 3
    assert check(root).frames.own["statistics"].files is None


@pytest.mark.parametrize("form", ["csv", "parquet", "both"])
def test_a_package_has_the_same_bytes_whichever_way_its_rows_went(form, files, tmp_path):
    text = files.pop(BULK)
    header, *lines = text.splitlines(keepends=True)
    if form != "parquet":
        files["statistics/a.csv"] = header + "".join(lines[:2] if form == "both" else lines)
    if form != "csv":
        files["statistics/b.parquet"] = as_parquet(header + "".join(lines[2:] if form == "both" else lines))
    root = write_dataset(files, tmp_path / "dataset")
    assert check(root).report.valid
    short = pds.build(root, tmp_path / "short")
    long = as_long(pds.build, root, tmp_path / "long")
    assert sums(long.path) == sums(short.path)
    assert long.files == short.files
    assert long.rows == short.rows
    assert [p.name for p in (tmp_path / "long").iterdir()] == [long.name]


def numbered(rows, start=0):
    """Return some more rows like the first ones, each with a series of its own."""
    made = []
    for number, pick in enumerate(rows, start):
        cells = dict(SOURCE_LINES[pick % len(SOURCE_LINES)])
        made.append(
            cells
            | {
                "statistic_id": f"more_{number}_{pick}",
                "population_en": f'group {number}, "{pick}"',
                "population_zh": f"群体{number}",
            }
        )
    return made


@settings(max_examples=12 if FULL else 3)
@given(st.lists(st.integers(0, 99), min_size=1, max_size=30), st.integers(0, 30), st.randoms())
def test_rows_in_any_order_and_number_of_files_give_the_same_bytes(picks, cut, chance):
    rows = numbered(picks)
    chance.shuffle(rows)
    with tempfile.TemporaryDirectory() as folder:
        files = dict(example_dataset())
        for name, part in (("statistics/x.csv", rows[:cut]), ("statistics/y.csv", rows[cut:])):
            if part:
                out = io.StringIO()
                writer = csv.DictWriter(out, list(part[0]), lineterminator="\n")
                writer.writeheader()
                writer.writerows(part)
                files[name] = out.getvalue()
        root = write_dataset(files, Path(folder) / "dataset")
        short = pds.build(root, Path(folder) / "short")
        long = as_long(pds.build, root, Path(folder) / "long")
        assert sums(long.path) == sums(short.path)


def bulk_mutants():
    files = example_dataset()
    broken = [(m, b) for m in mutants() if (b := m.apply(files)) is not None]
    return [pytest.param(b, id=m.name) for m, b in broken if b.files.get(BULK) != files[BULK]]


@pytest.mark.parametrize("broken", bulk_mutants())
def test_what_is_wrong_is_told_the_same_at_the_same_places(broken, tmp_path):
    root = write_dataset(broken.files, tmp_path)
    short = check(root).report
    long = as_long(check, root).report
    assert long.faults == ()
    assert [str(p) for p in long] == [str(p) for p in short]
    assert long == short


def test_the_mutants_break_bulk_files_too():
    assert len(bulk_mutants()) > 3


def test_cells_that_do_not_fit_are_told_at_their_place(files, tmp_path):
    files[BULK] = files[BULK].replace(",500,", ",5e2,", 1)
    root = write_dataset(files, tmp_path)
    short, long = check(root).report, as_long(check, root).report
    assert [(p.rule, p.file, p.line, p.field) for p in long.errors] == [
        (p.rule, p.file, p.line, p.field) for p in short.errors
    ]
    assert {p.rule for p in long.errors} == {"bad_value"}


def test_floating_point_is_refused_in_a_long_table_too(files, tmp_path):
    files["statistics/b.parquet"] = as_parquet(files.pop(BULK), {"value": pa.float64()})
    root = write_dataset(files, tmp_path / "dataset")
    short, long = check(root).report, as_long(check, root).report
    assert [str(p) for p in long.errors] == [str(p) for p in short.errors]
    (problem,) = [p for p in long.errors if p.rule == "parquet_columns"]
    assert "the type double" in problem.message
    with pytest.raises(BuildError):
        as_long(pds.build, root, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_column_that_is_not_declared_is_told(files, tmp_path):
    files[BULK] = files[BULK].replace("statistic_id", "statistics_id", 1)
    root = write_dataset(files, tmp_path)
    short, long = check(root).report, as_long(check, root).report
    assert long == short
    assert {p.rule for p in long.errors} == {"csv_header"}


def test_parquet_that_breaks_off_is_a_problem_and_its_rows_are_none(files, tmp_path):
    content = bytearray(as_parquet(files.pop(BULK)))
    # Pages, not the footer: the file opens, and cannot be read to its end.
    content[4:400] = bytes(396)
    files["statistics/b.parquet"] = bytes(content)
    root = write_dataset(files, tmp_path)
    short, long = check(root).report, as_long(check, root).report
    assert {p.rule for p in long.errors} == {p.rule for p in short.errors} == {"parquet_unreadable"}
    assert long.records == short.records


def test_more_problems_than_are_told_are_counted(files, tmp_path):
    rows = numbered(range(150))
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(row | {"kind": "nonsense"} for row in rows)
    files["statistics/x.csv"] = out.getvalue()
    root = write_dataset(files, tmp_path)
    for report in (check(root).report, as_long(check, root).report):
        assert report.counts["rule"]["unknown_code"] == 150
        assert sum(p.rule == "unknown_code" for p in report) == 100


def test_a_long_table_can_be_loaded_from_the_directory_itself(files, tmp_path):
    root = write_dataset(files, tmp_path)
    short, long = pds.load(root), as_long(pds.load, root)
    assert long["statistics"].to_arrow().equals(short["statistics"].to_arrow())


def test_a_file_that_does_not_fit_is_told_the_same_wherever_batches_end(files, tmp_path, monkeypatch):
    monkeypatch.setattr(bulk, "BATCH_ROWS", 1)
    table = pq.read_table(io.BytesIO(as_parquet(files.pop(BULK))))
    cells = [(b"x\0y", b"x", b"\xff")[n % 3] for n in range(len(table))]
    at = table.schema.get_field_index("population_en")
    root = write_dataset(files, tmp_path)
    (root / "statistics").mkdir(exist_ok=True)
    pq.write_table(table.set_column(at, "population_en", pa.array(cells)), root / "statistics" / "a.parquet")
    short, long = check(root).report, as_long(check, root).report
    assert long == short
    assert [(p.row, p.field) for p in long.errors if p.rule == "bad_value"] == [(2, "population_en")]


def test_empty_text_in_a_long_table_is_refused(files, tmp_path):
    cells = as_parquet(files.pop(BULK))
    table = pq.read_table(io.BytesIO(cells))
    at = table.column_names.index("population_zh")
    out = io.BytesIO()
    pq.write_table(table.set_column(at, "population_zh", pa.array([""] * 3, pa.string())), out)
    files["statistics/b.parquet"] = out.getvalue()
    root = write_dataset(files, tmp_path / "dataset")
    told = []
    for do in (pds.build, lambda *args: as_long(pds.build, *args)):
        with pytest.raises(BuildError) as refused:
            do(root, tmp_path / "out")
        told.append(sorted((p.rule, p.record, p.field) for p in refused.value.report.errors))
    assert told[0] == told[1]
    assert len(told[0]) == 3


BUILD = """
    import sys
    import policy_dataset as pds
    from policy_dataset.tables import spool
    spool.LONG_ROWS = -1
    {before}
    pds.build(sys.argv[1], sys.argv[2])
"""


def build_in_child(root: Path, out: Path, before: str):
    script = textwrap.dedent(BUILD).format(before=before)
    return subprocess.run(
        [sys.executable, "-c", script, root, out], capture_output=True, text=True, check=False
    )


needs_posix = pytest.mark.skipif(os.name == "nt", reason="kills and limits are those of POSIX")

DIES = {
    "while it reads": ("policy_dataset.tables.spool", "_written"),
    "while it judges": ("policy_dataset.pipeline", "judge"),
    "while it sorts": ("policy_dataset.tables.external_sort", "_write_run"),
    "when it has sorted": ("policy_dataset.release.data_files", "hashlib"),
}


@needs_posix
@pytest.mark.parametrize("when", DIES)
def test_what_a_killed_run_leaves_goes_with_the_next(when, files, built, tmp_path):
    root, out, before = built_before(files, built, tmp_path)
    module, name = DIES[when]
    die = f"import os, importlib; module = importlib.import_module({module!r})\n"
    die += f"module.{name} = type('Dying', (), {{'__call__': lambda *a, **k: os.kill(os.getpid(), 9), '__getattr__': lambda *a: os.kill(os.getpid(), 9)}})()"
    died = build_in_child(root, out, die)
    assert died.returncode == -signal.SIGKILL, died.stderr
    left = [p.name for p in out.iterdir() if p.name != before.name]
    assert any(name.startswith(PREFIX) for name in left)
    assert sums(before) == sums(built)
    as_long(pds.build, root, out)
    assert [p.name for p in out.iterdir()] == [before.name]


FULL_DISK = """
import resource, signal, sys
from importlib import import_module
from policy_dataset.cli.app import run
from policy_dataset.tables import spool

spool.LONG_ROWS = -1
module, name = import_module({module!r}), {name!r}
real = getattr(module, name)


def full(*args, **options):
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200, 200))
    return real(*args, **options)


setattr(module, name, full)
sys.exit(run(["build", sys.argv[1], "--out", sys.argv[2]]))
"""
FILLS = {
    "while it reads": ("policy_dataset.tables.spool", "_written"),
    "while it sorts": ("policy_dataset.tables.external_sort", "_write_run"),
    "while it writes": ("policy_dataset.release.data_files", "find_format"),
}


@needs_posix
@pytest.mark.parametrize("when", FILLS)
def test_a_disk_that_is_full_leaves_the_earlier_package_and_nothing_else(when, files, built, tmp_path):
    root, out, before = built_before(files, built, tmp_path)
    held = sums(before)
    module, name = FILLS[when]
    script = FULL_DISK.format(module=module, name=name)
    done = subprocess.run(
        [sys.executable, "-c", script, root, out], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2, done.stderr
    assert done.stderr.startswith("policy-dataset: File too large")
    assert "Traceback" not in done.stderr
    assert sums(before) == held
    assert [p.name for p in out.iterdir()] == [before.name]


def test_long_is_what_memory_should_not_hold():
    assert spool.LONG_ROWS == 1 << 18
