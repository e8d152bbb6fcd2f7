"""A package in further forms: databases with keys and labels, labelled CSV, a workbook."""

from __future__ import annotations

import csv
import sqlite3
import sys
from contextlib import closing
from decimal import Decimal

import pytest

import policy_dataset as pds
from policy_dataset.model.schema import Schema
from policy_dataset.model.standard import standard_schema
from policy_dataset.model.vocabulary import Table, column
from policy_dataset.release.also import write_also
from policy_dataset.release.formats import find_whole, whole_names
from policy_dataset.release.load import dataset_of, load_package
from policy_dataset.tables.arrow import table_of_rows
from release.samples import OWN_META, Harbour


def written(published, folder, name, **options):
    return write_also(published.path, [name], folder / "tiny-2026", **options)[name]


def count(database, table):
    return database.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]  # noqa: S608 - names of our own


def test_forms_are_found_by_listing_the_folder():
    assert whole_names() == ("duckdb", "excel", "labelled", "sqlite")


def test_a_form_that_there_is_not_is_misuse(published, tmp_path):
    with pytest.raises(pds.UsageError, match="did you mean 'sqlite'"):
        write_also(published.path, ["sqlit"], tmp_path / "x")


def test_a_missing_library_is_told_how_to_install(published, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(pds.MissingExtraError, match=r"pip install 'policy-dataset\[excel\]'"):
        write_also(published.path, ["sqlite", "excel"], tmp_path / "x")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", [n for n in whole_names() if find_whole(n).REPEATABLE])
def test_equal_packages_give_equal_bytes_where_the_form_allows(name, published, tmp_path):
    if name == "excel":
        pytest.importorskip("openpyxl", reason="openpyxl is not installed")

    def content(folder):
        folder.mkdir()
        path = written(published, folder, name)
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        return {f.name: f.read_bytes() for f in files}

    assert content(tmp_path / "a") == content(tmp_path / "b")


def test_a_second_run_takes_the_place_of_the_first(published, tmp_path):
    for _ in range(2):
        written(published, tmp_path, "labelled")
        written(published, tmp_path, "sqlite")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["tiny-2026-labelled", "tiny-2026.sqlite"]


@pytest.fixture
def database(published, tmp_path):
    with closing(sqlite3.connect(written(published, tmp_path, "sqlite"))) as opened:
        yield opened


def test_sqlite_holds_every_row_with_keys_that_hold(database, published):
    for name, rows in published.rows.items():
        assert count(database, name) == rows
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    keys = database.execute("PRAGMA foreign_key_list(statistics)").fetchall()
    assert {(k[2], k[3]) for k in keys} >= {("measures", "measure_id"), ("units", "unit")}
    with pytest.raises(sqlite3.IntegrityError):
        database.execute("INSERT INTO statistics SELECT * FROM statistics LIMIT 1")


def test_sqlite_keeps_numbers_digit_for_digit(database, ds):
    rows = database.execute("SELECT statistic_id, value FROM statistics").fetchall()
    exact = {k: None if v is None else Decimal(v) for k, v in rows}
    assert exact == {s.statistic_id: s.value for s in ds.statistics.values()}


def test_sqlite_views_join_labels(database):
    query = (
        "SELECT kind_label_en, kind_label_zh, location_id_label_en, unit_label_zh, value_approx"
        " FROM statistics_labelled WHERE statistic_id = 'passengers'"
    )
    label_en, label_zh, place, unit, approximate = database.execute(query).fetchone()
    assert (label_en, place, unit) == ("Observed", "China", "人")
    assert label_zh
    assert approximate == 259000000


def test_duckdb_holds_every_row_exactly_with_labels(published, ds, tmp_path):
    duckdb = pytest.importorskip("duckdb", reason="duckdb is not installed")
    path = written(published, tmp_path, "duckdb")
    assert [p.name for p in tmp_path.iterdir()] == [path.name]
    with duckdb.connect(str(path), read_only=True) as database:
        for name, rows in published.rows.items():
            assert count(database, name) == rows
        values = dict(database.execute("SELECT statistic_id, value FROM statistics").fetchall())
        assert values == {s.statistic_id: s.value for s in ds.statistics.values()}
        query = "SELECT location_id_label_en FROM statistics_labelled WHERE statistic_id = 'passengers'"
        assert database.execute(query).fetchone() == ("China",)
        kinds = dict(
            database.execute(
                "SELECT constraint_type, count(*) FROM duckdb_constraints() GROUP BY ALL"
            ).fetchall()
        )
        assert kinds["PRIMARY KEY"] == len(published.rows)
        assert kinds["FOREIGN KEY"] > 10


@pytest.mark.parametrize("signed", [False, True])
def test_labelled_csv_has_ids_and_labels_side_by_side(signed, published, tmp_path):
    folder = written(published, tmp_path, "labelled", excel_bom=signed)
    assert {p.name for p in folder.iterdir()} == {f"{n}_labelled.csv" for n in published.rows}
    content = (folder / "statistics_labelled.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf") is signed
    rows = list(csv.DictReader(content.decode("utf-8-sig").splitlines()))
    (row,) = [r for r in rows if r["statistic_id"] == "passengers"]
    names = list(row)
    at = names.index("location_id")
    assert names[at : at + 3] == ["location_id", "location_id_label_en", "location_id_label_zh"]
    assert (row["location_id_label_en"], row["location_id_label_zh"]) == ("China", "中国")


def test_a_workbook_has_a_sheet_a_table_and_no_formulas(published, tmp_path):
    openpyxl = pytest.importorskip("openpyxl", reason="openpyxl is not installed")
    book = openpyxl.load_workbook(written(published, tmp_path, "excel"))
    assert book.sheetnames == sorted(published.rows)
    names, *rows = book["statistics"].iter_rows(values_only=True)
    by_id = {r[0]: dict(zip(names, r, strict=True)) for r in rows}
    assert by_id["passengers"]["value"] == 259000000
    assert by_id["passengers"]["location_id_label_zh"] == "中国"
    assert by_id["stations"]["location_id"] == "510100"
    assert by_id["passengers"]["period"] == "2025-11-30"


def test_a_text_that_looks_like_a_formula_stays_text(tmp_path):
    openpyxl = pytest.importorskip("openpyxl", reason="openpyxl is not installed")
    from release.edits import edited, row  # noqa: PLC0415

    ds = edited(
        lambda rows: row(rows, "measures", "ferry").update(title_en='=HYPERLINK("x")', summary_en="a\x0bb")
    )
    find_whole("excel").write_whole(ds, tmp_path / "x.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "x.xlsx")["measures"]
    names = [c.value for c in sheet[1]]
    cells = {names[c.column - 1]: c for r in sheet.iter_rows(min_row=2) if r[0].value == "ferry" for c in r}
    assert (cells["title_en"].data_type, cells["title_en"].value) == ("s", '=HYPERLINK("x")')
    assert cells["summary_en"].value == "a\ufffdb"


class Pier(Table, table="piers", title="Piers"):
    """A pier whose author wrote a label of his own."""

    pier_id: str = column("Its id.", key=True, examples=("a",))
    near: str | None = column("The harbour beside it.", references="harbours")
    near_label_en: str | None = column("What people call it.", examples=("Old pier",))


class Labelled(Table, table="piers_labelled", title="Labelled piers"):
    """A table of the name that a view would have."""

    pier_id: str = column("Its id.", key=True, examples=("a",))


def dataset_with(*tables):
    kinds = {"location_kinds": standard_schema().codelists["location_kinds"]}
    rows = {
        "harbours": [{"harbour_id": "north", "name_en": "North"}],
        "piers": [{"pier_id": "a", "near": "north", "near_label_en": "Old pier"}],
        "piers_labelled": [],
    }
    made = {t.table_name: table_of_rows(t, rows[t.table_name]) for t in (Harbour, *tables)}
    return dataset_of(Schema(tables=(Harbour, *tables), codelists=kinds), OWN_META, made)


@pytest.mark.parametrize("form", ["sqlite", "duckdb"])
def test_a_label_that_a_table_declares_is_its_own(form, tmp_path):
    module = pytest.importorskip({"sqlite": "sqlite3", "duckdb": "duckdb"}[form], reason="not installed")
    find_whole(form).write_whole(dataset_with(Pier), tmp_path / "x")
    with closing(module.connect(str(tmp_path / "x"))) as opened:
        found = opened.execute("SELECT * FROM piers_labelled")
        names = [part[0] for part in found.description]
        assert (names, found.fetchone()) == (["pier_id", "near", "near_label_en"], ("a", "north", "Old pier"))


def test_a_csv_with_labels_has_each_column_once(tmp_path):
    find_whole("labelled").write_whole(dataset_with(Pier), tmp_path / "x")
    text = (tmp_path / "x" / "piers_labelled.csv").read_text(encoding="utf-8")
    assert text == "pier_id,near,near_label_en\na,north,Old pier\n"


@pytest.mark.parametrize("form", ["sqlite", "duckdb"])
def test_a_table_of_the_name_of_a_view_is_misuse(form, tmp_path):
    pytest.importorskip({"sqlite": "sqlite3", "duckdb": "duckdb"}[form], reason="not installed")
    with pytest.raises(pds.UsageError, match="rename the table"):
        find_whole(form).write_whole(dataset_with(Pier, Labelled), tmp_path / "x")


def test_forms_of_tables_that_a_user_declares(own, tmp_path):
    made = write_also(own.path, ["sqlite", "labelled"], tmp_path / "own")
    with closing(sqlite3.connect(made["sqlite"])) as opened:
        assert opened.execute("SELECT near_label_en FROM harbours_labelled ORDER BY 1").fetchall() is not None
        depth = dict(opened.execute("SELECT harbour_id, depth FROM harbours").fetchall())
    assert depth["west"] == "12345678901234567890123456789.5"
    assert load_package(own.path).tables == ("calls", "harbours")
