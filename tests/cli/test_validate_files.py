"""`policy-dataset validate --table`: files of a published table, judged alone."""

from __future__ import annotations

import gzip
import os
import shutil
import sys
from pathlib import Path

import pytest

from policy_dataset.cli.app import run
from policy_dataset.pipeline import build, validate_files


@pytest.fixture(scope="module")
def package(root, tmp_path_factory):
    return build(root / "datasets" / "livelihood-2026", tmp_path_factory.mktemp("dist")).path


@pytest.fixture(scope="module")
def statistics(package):
    return package / "data" / "statistics.csv"


@pytest.mark.parametrize("name", ["statistics.csv", "statistics.parquet"])
def test_a_published_table_is_right(package, name):
    report = validate_files([package / "data" / name], table="statistics", against=package)
    assert list(report) == []
    assert report.faults == ()
    assert report.records["statistics"] > 10


def test_a_wrong_cell_is_told_at_its_line_and_column(package, statistics, tmp_path, monkeypatch, capsys):
    lines = statistics.read_text(encoding="utf-8").split("\n")
    at = lines[0].split(",").index("location_id")
    cells = lines[2].split(",")
    assert '"' not in lines[2]
    lines[2] = ",".join([*cells[:at], "no_such_place", *cells[at + 1 :]])
    monkeypatch.chdir(tmp_path)
    (tmp_path / "rows.csv").write_text("\n".join(lines), encoding="utf-8", newline="")
    assert run(["validate", "--table", "statistics", "rows.csv", "--against", str(package)]) == 1
    out = capsys.readouterr().out
    column = len(",".join(cells[:at])) + 2
    assert f"rows.csv:3:{column}  error  unknown_reference" in out
    assert "'no_such_place' is no record of locations" in out


def test_without_the_package_its_records_are_unknown(statistics):
    report = validate_files([statistics], table="statistics")
    assert {p.rule for p in report} >= {"unknown_reference"}
    assert report.faults == ()


@pytest.mark.parametrize(
    "arguments",
    [
        ["--table", "statistics"],
        ["--table", "statistic", "rows.csv"],
        ["--table", "statistics", "no-such-file.csv"],
        ["--against", "package"],
        ["one", "two"],
        ["--table", "statistics", ""],
        ["--table", "statistics", "rows.csv", "--watch"],
        ["--table", "statistics", "rows.csv", "--texts", "."],
        ["--table", "statistics", "rows.csv", "--date", "2026-01-26"],
    ],
)
def test_misuse_is_told(arguments, capsys):
    assert run(["validate", *arguments]) == 2
    assert capsys.readouterr().err


def test_a_file_that_is_given_twice_counts_once(package, statistics, monkeypatch):
    monkeypatch.chdir(package)
    given = ["data/statistics.csv", str(statistics), "data/../data/statistics.csv", "data/stat*.csv"]
    report = validate_files(given, table="statistics", against=package)
    assert list(report) == []
    assert report.records["statistics"] == len(statistics.read_text(encoding="utf-8").splitlines()) - 1


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
@pytest.mark.parametrize("name", ["rows.csv", "rows.parquet"])
def test_a_pipe_is_refused_and_not_waited_for(tmp_path, monkeypatch, capsys, name):
    monkeypatch.chdir(tmp_path)
    os.mkfifo(tmp_path / name)
    assert run(["validate", "--table", "statistics", name]) == 2
    assert f"{name} is no plain file" in capsys.readouterr().err


def test_compressed_csv_in_a_folder_is_not_passed_over(statistics, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "exports").mkdir()
    shutil.copy(statistics, tmp_path / "exports")
    (tmp_path / "exports" / "more.csv.gz").write_bytes(gzip.compress(statistics.read_bytes()))
    assert run(["validate", "--table", "statistics", "exports"]) == 2
    assert "exports/more.csv.gz is compressed CSV" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--table", "statistics", "no-such-file.csv"], "there is no file no-such-file.csv"),
        (["--table", "statistics", "RIGHT", "--against", "no-such-package"], "no-such-package"),
        (["no-such-directory"], "no-such-directory"),
    ],
)
def test_what_is_not_there_is_told_before_an_engine_starts(statistics, arguments, told, monkeypatch, capsys):
    def start(*_):
        raise AssertionError("the engine starts")

    monkeypatch.setattr("policy_dataset.tables.engines.registry._start", start)
    given = [str(statistics) if argument == "RIGHT" else argument for argument in arguments]
    assert run(["validate", "--engine", "duckdb", *given]) == 2
    assert told in capsys.readouterr().err


@pytest.mark.skipif(sys.platform != "linux", reason="names of files are text here")
@pytest.mark.parametrize("name", [b"rows\xff.csv", b"folder\xff/rows.csv"])
def test_a_name_that_is_no_text_is_refused_with_what_to_do(statistics, tmp_path, monkeypatch, capsys, name):
    monkeypatch.chdir(tmp_path)
    path = Path(os.fsdecode(name))
    path.parent.mkdir(exist_ok=True)
    shutil.copy(statistics, path)
    assert run(["validate", "--table", "statistics", "."]) == 2
    assert "is not UTF-8: give the file another name" in capsys.readouterr().err
