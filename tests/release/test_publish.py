"""Publishing as a whole: what stands in a package, and what is refused."""

from __future__ import annotations

import hashlib
import json
import stat
import sys

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from policy_dataset.errors import UsageError
from policy_dataset.model.standard import standard_schema
from policy_dataset.problems import Severity
from policy_dataset.release.disk import Disk
from policy_dataset.release.judge import Limits
from policy_dataset.release.publish import Published, publish
from release.samples import META, OWN_META, own_schema, own_tables, standard_tables


def _publish(out, *, tables=None, meta=OWN_META, **options):
    return publish(own_schema(), meta, own_tables() if tables is None else tables, out, **options)


def _with(table, column, values):
    tables = own_tables()
    data = tables[table]
    at = data.column_names.index(column)
    field = data.schema.field(column).with_nullable(True)
    tables[table] = data.set_column(at, field, pa.array(values, field.type))
    return tables


def _descriptor(published):
    return json.loads((published.path / "datapackage.json").read_text(encoding="utf-8"))


def test_a_package_holds_every_table_twice_and_its_documents(published):
    names = sorted(p.relative_to(published.path).as_posix() for p in published.path.rglob("*") if p.is_file())
    tables = [t.table_name for t in standard_schema().published]
    data = [f"data/{t}.{suffix}" for t in tables for suffix in ("csv", "parquet")]
    assert names == sorted([*data, "README.md", "SHA256SUMS", "datapackage.json"])
    assert published.path.name == "tiny-2026"
    assert (published.name, published.version, published.sampled) == ("tiny-2026", "1.0.0", {})
    assert published.rows["statistics"] == 3


def test_the_sums_are_those_of_all_other_files(published):
    lines = (published.path / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    sums = {name: digest for digest, name in (line.split("  ") for line in lines)}
    assert sums == published.files
    for name, digest in sums.items():
        assert hashlib.sha256((published.path / name).read_bytes()).hexdigest() == digest
    assert len(sums) + 1 == sum(p.is_file() for p in published.path.rglob("*"))


def test_the_descriptor_says_whose_what_and_under_which_terms(published):
    d = _descriptor(published)
    assert d["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert (d["name"], d["version"], d["title_zh"], d["keywords"]) == (
        "tiny-2026",
        "1.0.0",
        "小数据集",
        ["test"],
    )
    assert d["licenses"] == [{"name": "CC-BY-4.0", "path": "https://creativecommons.org/licenses/by/4.0/"}]
    assert d["contributors"] == [{"title": "The curators", "roles": ["curator"]}]
    assert d["sources"][0]["title"] == 'The "Gazette", daily'
    assert d["sources"][0]["path"] == "https://example.org/gazette"
    assert d["temporal"] == {"start": "2025-11-30", "end": "2026-12-31"}
    assert d["spatial"] == {"locations": ["140000", "510100", "CN"]}
    assert d["ignores"] == [
        {
            "rule": "place_not_named",
            "table": "measures",
            "record": "ferry",
            "reason": "Invented",
            "expires": "2027-01-01",
        }
    ]
    assert set(d["policy_dataset"]["written_by"]) == {"policy-dataset", "pyarrow"}


def test_every_resource_says_what_it_is(published):
    resources = {r["name"]: r for r in _descriptor(published)["resources"]}
    csv, parquet = resources["statistics"], resources["statistics_parquet"]
    assert (csv["path"], csv["format"], csv["mediatype"]) == ("data/statistics.csv", "csv", "text/csv")
    assert (parquet["path"], parquet["format"]) == ("data/statistics.parquet", "parquet")
    assert csv["bytes"] == (published.path / "data/statistics.csv").stat().st_size
    assert "bytes" not in parquet
    assert parquet["byte_size"] == (published.path / "data/statistics.parquet").stat().st_size
    assert csv["hash"] == f"sha256:{published.files['data/statistics.csv']}"
    assert csv["rows"] == parquet["rows"] == 3
    targets = {k["reference"]["resource"] for k in parquet["schema"]["foreignKeys"]}
    assert targets == {
        "indicators_parquet",
        "units_parquet",
        "locations_parquet",
        "measures_parquet",
        "sources_parquet",
    }


def test_the_parquet_file_says_whose_table_it_is_and_carries_its_schema(published):
    with pq.ParquetFile(published.path / "data/statistics.parquet") as file:
        metadata = file.schema_arrow.metadata
        described = file.schema_arrow.field("figure").metadata[b"description"].decode()
    assert metadata[b"dataset"] == b"tiny-2026@1.0.0"
    assert json.loads(metadata[b"table_schema"])["primaryKey"] == ["statistic_id"]
    assert described.startswith("The figure as printed")


def test_no_path_of_this_machine_and_no_time_of_day_is_in_the_package(published):
    for name in ("datapackage.json", "README.md", "SHA256SUMS"):
        text = (published.path / name).read_text(encoding="utf-8")
        assert str(published.path.parent) not in text
    assert "created" not in _descriptor(published)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no file modes of this kind")
def test_modes_are_fixed(published):
    assert {stat.S_IMODE(p.stat().st_mode) for p in published.path.rglob("*") if p.is_file()} == {0o644}
    assert {stat.S_IMODE(p.stat().st_mode) for p in (published.path, published.path / "data")} == {0o755}


def test_rows_are_sorted_by_key_and_columns_are_in_declared_order(tmp_path):
    tables = own_tables()
    mixed = {
        n: t.take(pa.array(range(t.num_rows)[::-1], pa.int64())).select(t.column_names[::-1])
        for n, t in tables.items()
    }
    one, other = _publish(tmp_path / "a", tables=tables), _publish(tmp_path / "b", tables=mixed)
    assert one.files == other.files


def test_readme_and_codebook_are_those_given(tmp_path):
    done = _publish(tmp_path, readme="# Mine\n", codebook={"codebook.html": "<p>字</p>\n"})
    assert (done.path / "README.md").read_bytes() == b"# Mine\n"
    assert (done.path / "codebook.html").read_bytes() == "<p>字</p>\n".encode()
    assert set(done.files) > {"README.md", "codebook.html"}


@pytest.mark.parametrize(
    "name", ["../x.md", "data", "datapackage.json", "SHA256SUMS", "a/b.md", "C:x", ".hidden", ""]
)
def test_a_document_cannot_be_named_out_of_the_package(name, tmp_path):
    with pytest.raises(UsageError, match="cannot be named"):
        _publish(tmp_path / "out", codebook={name: "x"})
    assert not (tmp_path / "out").exists()


def test_an_empty_text_is_a_problem_since_csv_cannot_tell_it_from_nothing(tmp_path):
    (problem,) = _publish(tmp_path, tables=_with("harbours", "near", ["", None, "south"]))
    assert (problem.code, problem.table, problem.row, problem.field) == ("text_empty", "harbours", 0, "near")
    assert (problem.record, problem.severity) == ("north", Severity.ERROR)
    assert not (tmp_path / "own").exists()


def test_nothing_where_a_value_must_be_is_a_problem(tmp_path):
    (problem,) = _publish(tmp_path, tables=_with("harbours", "name_en", ["a", None, "c"]))
    assert (problem.code, problem.row, problem.field) == ("row_incomplete", 1, "name_en")


@pytest.mark.parametrize(
    ("column", "values", "field"),
    [("near", ["nowhere", None, None], "near"), ("kind", ["castle", None, None], "kind")],
)
def test_what_frictionless_refuses_is_not_published(column, values, field, tmp_path):
    found = _publish(tmp_path, tables=_with("harbours", column, values))
    assert [p.code for p in found] == ["package_refused"]
    assert (found[0].table, found[0].row, found[0].record) == ("harbours", 0, "north")
    assert found[0].field in {field, None}
    assert list(tmp_path.iterdir()) == []


def test_a_repeated_key_is_refused(tmp_path):
    tables = own_tables()
    tables["calls"] = pa.concat_tables([tables["calls"], tables["calls"].slice(0, 1)])
    found = _publish(tmp_path, tables=tables)
    assert {p.code for p in found} == {"package_refused"}


def test_a_refused_package_leaves_the_earlier_one_alone(tmp_path):
    first = _publish(tmp_path)
    before = {p: p.read_bytes() for p in first.path.rglob("*") if p.is_file()}
    assert isinstance(_publish(tmp_path, tables=_with("harbours", "near", ["nowhere", None, None])), tuple)
    assert {p: p.read_bytes() for p in first.path.rglob("*") if p.is_file()} == before
    assert [p.name for p in tmp_path.iterdir()] == ["own"]


def test_what_was_written_wrong_is_not_published(tmp_path):
    class Bad(Disk):
        def write_file(self, path, write):
            super().write_file(path, write)
            if path.name == "harbours.csv":
                path.write_bytes(path.read_bytes().replace(b"0.000000001", b"0.000000002"))

    (problem,) = _publish(tmp_path, disk=Bad())[:1]
    assert (problem.code, problem.table, problem.field, problem.row) == (
        "formats_differ",
        "harbours",
        "depth",
        0,
    )
    assert not (tmp_path / "own").exists()


def test_tables_must_be_those_of_the_schema(tmp_path):
    tables = own_tables()
    with pytest.raises(UsageError, match="missing: \\['calls'\\]"):
        _publish(tmp_path, tables={"harbours": tables["harbours"]})
    with pytest.raises(UsageError, match="unknown: \\['ships'\\]"):
        _publish(tmp_path, tables={**tables, "ships": tables["calls"]})
    with pytest.raises(UsageError, match="has the columns"):
        _publish(tmp_path, tables={**tables, "calls": tables["calls"].drop_columns(["ship"])})
    data = tables["harbours"]
    floats = data.set_column(data.column_names.index("depth"), "depth", pa.array([1.5, None, None]))
    with pytest.raises(UsageError, match="declared is decimal128"):
        _publish(tmp_path, tables={**tables, "harbours": floats})


def test_a_later_release_takes_the_place_of_the_earlier(tmp_path):
    _publish(tmp_path)
    done = _publish(tmp_path, meta=OWN_META.model_copy(update={"version": "1.1.0"}))
    assert _descriptor(done)["version"] == "1.1.0"
    assert [p.name for p in tmp_path.iterdir()] == ["own"]


def test_an_empty_folder_may_be_filled(tmp_path):
    (tmp_path / "own").mkdir()
    assert isinstance(_publish(tmp_path), Published)


def test_a_folder_of_someone_else_is_never_replaced(tmp_path):
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "thesis.txt").write_text("years of work")
    with pytest.raises(UsageError, match="something else"):
        _publish(tmp_path)
    assert (tmp_path / "own" / "thesis.txt").read_text() == "years of work"
    assert [p.name for p in tmp_path.iterdir()] == ["own"]


def test_a_file_that_no_build_wrote_is_never_lost(tmp_path):
    done = _publish(tmp_path)
    (done.path / "notes.txt").write_text("mine")
    with pytest.raises(UsageError, match=r"holds notes\.txt"):
        _publish(tmp_path)
    (done.path / "notes.txt").unlink()
    (done.path / ".DS_Store").write_text("")
    assert isinstance(_publish(tmp_path), Published)


def test_a_file_or_a_link_in_the_place_of_the_package_is_refused(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "own").write_text("")
    with pytest.raises(UsageError, match="is no folder"):
        _publish(tmp_path / "a")
    real = _publish(tmp_path / "b")
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "own").symlink_to(real.path, target_is_directory=True)
    with pytest.raises(UsageError, match="is no folder"):
        _publish(tmp_path / "c")


def test_without_pandas_the_parquet_is_judged_by_comparison_alone(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pandas", None)
    done = _publish(tmp_path)
    assert isinstance(done, Published)
    assert (done.sampled, done.compared_only) == ({}, ("harbours", "calls"))


def test_long_tables_are_judged_by_their_first_rows_and_that_is_said(tmp_path):
    done = _publish(tmp_path, limits=Limits(csv_rows=2, parquet_rows=2))
    assert (done.sampled, done.compared_only) == ({"harbours": 2}, ("harbours",))
    everything = _publish(tmp_path)
    assert (everything.sampled, everything.compared_only) == ({}, ())


def test_the_sample_of_the_standard_schema_names_every_table():
    assert set(standard_tables()) == {t.table_name for t in standard_schema().published}
    assert META.id == "tiny-2026"
