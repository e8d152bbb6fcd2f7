"""Engines by name: what is told of those that are not there, and of what one cannot do."""

from __future__ import annotations

import sys
from dataclasses import replace

import pytest

from policy_dataset.cli.app import run
from policy_dataset.errors import MissingExtraError, UsageError
from policy_dataset.pipeline import validate, validate_files
from policy_dataset.tables.engines import registry
from policy_dataset.tables.engines.polars import PolarsEngine
from policy_dataset.tables.engines.registry import ENGINES, open_engine, refuse_limits
from policy_dataset.tables.inputs import Input, kind_of, store_of


def test_every_installed_engine_is_called_as_it_is_declared():
    for name, declared in ENGINES.items():
        assert declared.name == name
        if declared.installed and declared.library != "pyspark":  # whose class starts a JVM
            assert open_engine(name).name == name


def test_an_engine_that_is_one_already_comes_back():
    engine = PolarsEngine()
    assert open_engine(engine) is engine


def test_a_misspelt_engine_is_told_which_is_meant():
    with pytest.raises(UsageError, match="Did you mean 'duckdb'"):
        open_engine("ducdkb")
    with pytest.raises(UsageError, match="Engines are: polars, duckdb, spark"):
        open_engine("sqlite")


def test_an_engine_that_is_not_installed_names_its_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "policy_dataset.tables.engines.duckdb", None)
    monkeypatch.setattr(registry, "find_spec", lambda _: None)
    with pytest.raises(MissingExtraError, match=r"pip install 'policy-dataset\[duckdb\]'"):
        open_engine("duckdb")


def test_an_option_that_an_engine_does_not_have_is_refused(capsys):
    with pytest.raises(UsageError, match="goes with the engine spark"):
        open_engine("polars", master="local[2]")
    assert open_engine("polars", master=None).name == "polars"
    assert run(["validate", "--engine", "polars", "--master", "local[2]", "."]) == 2
    assert "takes no 'master'" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("path", "kind", "store"),
    [
        ("rows.csv", Input.CSV, None),
        ("rows.CSV.GZ", Input.COMPRESSED_CSV, None),
        ("part.1.parquet", Input.PARQUET, None),
        ("exports", Input.PARQUET, None),
        ("C:/rows.csv", Input.CSV, None),
        ("s3://bucket/rows.csv", Input.REMOTE_CSV, "s3"),
        ("https://example.org/rows.parquet?token=a.csv", Input.REMOTE_PARQUET, "https"),
        ("hdfs://name:8020/table", Input.REMOTE_PARQUET, "hdfs"),
        ("s3://bucket/rows.csv.zst", Input.COMPRESSED_CSV, "s3"),
    ],
)
def test_a_path_tells_what_it_holds(path, kind, store):
    assert (kind_of(path), store_of(path)) == (kind, store)


@pytest.mark.parametrize("name", ENGINES)
def test_what_an_engine_cannot_do_is_refused_before_anything_is_opened(name, tmp_path):
    declared = ENGINES[name]
    names = {
        Input.COMPRESSED_CSV: "rows.csv.gz",
        Input.REMOTE_CSV: "s3://bucket/rows.csv",
        Input.REMOTE_PARQUET: "s3://bucket/rows.parquet",
    }
    for kind, told in declared.limits.items():
        with pytest.raises(UsageError, match=name) as refused:
            refuse_limits(name, [str(tmp_path / "rows.csv"), names[kind]])
        assert told in str(refused.value)
    refuse_limits(name, ["rows.csv", "rows.parquet", "folder"])


def test_a_store_that_an_engine_does_not_open_names_those_that_do(monkeypatch):
    few = {
        "polars": replace(ENGINES["polars"], stores=frozenset()),
        "spark": replace(ENGINES["spark"], stores=frozenset({"hdfs"})),
    }
    monkeypatch.setattr(registry, "ENGINES", few)
    refuse_limits("spark", ["hdfs://name/table"])
    with pytest.raises(UsageError, match=r"cannot open hdfs:// paths.*Take the engine spark"):
        refuse_limits("polars", ["hdfs://name/table"])
    with pytest.raises(UsageError, match="Copy it to this machine"):
        refuse_limits("polars", ["gopher://name/table"])


def test_validation_asks_for_the_engine_by_name(tmp_path, capsys):
    with pytest.raises(UsageError, match="no engine"):
        validate(tmp_path, engine="pandas")
    with pytest.raises(UsageError, match=r"rows\.csv\.gz, which is compressed CSV"):
        validate_files(["rows.csv.gz"], table="statistics")
    assert run(["validate", "--table", "statistics", "rows.csv.gz"]) == 2
    assert "Unpack it" in capsys.readouterr().err
    assert run(["validate", "--engine", "pandas", "."]) == 2
