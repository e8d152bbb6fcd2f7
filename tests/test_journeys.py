"""The journeys of readers, step by step, as they would type them."""

from __future__ import annotations

import csv
import hashlib
import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

import policy_dataset as pds


@pytest.fixture(scope="module")
def package(root, tmp_path_factory) -> Path:
    return pds.build(root / "datasets" / "livelihood-2026", tmp_path_factory.mktemp("dist")).path


@pytest.fixture(scope="module")
def ds():
    return pds.load("livelihood-2026")


class TestAResearcherInPython:
    """Installs, loads, looks, selects, and checks against the page."""

    def test_the_dataset_says_what_it_holds(self, ds):
        words = repr(ds).split(" · ")
        assert words[0].startswith("livelihood-2026 ")
        assert [w.split()[-1] for w in words[1:5]] == ["measures", "statistics", "places", "sources"]
        assert words[-1] == "coverage 100 %"

    def test_tables_go_to_the_libraries_of_the_reader_with_exact_decimals_and_real_dates(self, ds):
        polars = pytest.importorskip("polars")
        frame = ds.statistics.to_polars()
        assert frame.schema["value"] == polars.Decimal(38, 9)
        assert frame.schema["period_start"] == polars.Date
        assert ds.statistics.to_arrow().num_rows == len(frame) == len(ds.statistics)

    def test_pandas_keeps_decimals_too(self, ds):
        pytest.importorskip("pandas", reason="pandas is an extra")
        frame = ds.statistics.to_pandas()
        row = frame[frame["statistic_id"] == "maternity_insurance_participants_2025_11"].iloc[0]
        assert row["value"] == Decimal(259000000)
        assert row["period_start"] == date(2025, 11, 30)

    def test_codes_come_with_their_labels_in_either_language(self, ds):
        zh = ds.statistics.labelled("zh").to_polars()
        assert "观测值" in zh["kind_label"].to_list()
        assert "Observed" in ds.statistics.labelled("en").to_polars()["kind_label"].to_list()

    def test_a_record_follows_its_links(self, ds):
        m = ds.measures["maternity_insurance_flexible_workers"]
        assert m.title_en
        assert m.status == "announced"
        assert [a.name_en for a in m.actors] == ["National Healthcare Security Administration"]
        assert m.statistics == ()
        assert m.part_of is None
        assert m.evidence[0].anchor.startswith("xinhua_2026_livelihood#char=")
        assert [s.figure for s in ds.measures["trade_in_appliances_2026"].statistics]

    def test_a_selection_takes_in_what_lies_inside(self, ds):
        found = ds.measures.where(location="510000")
        places = {str(link.location_id) for m in found for link in m.locations}
        assert "510104" in places
        assert "510000" not in places
        assert len(ds.measures.where(topic="health_insurance")) > 3

    def test_a_figure_is_read_as_printed(self):
        assert repr(pds.parse_figure("1.2万余个")) == "Figure('1.2万余个' → more than 12000 个)"

    def test_every_number_is_derived_anew_from_the_page(self, ds, page):
        assert ds.verify(texts=page).agrees
        m = ds.measures["maternity_insurance_flexible_workers"]
        assert m.evidence[0].quote(texts=page)

    def test_a_copy_that_breaks_its_lines_elsewhere_serves_as_well(self, ds, page, tmp_path):
        text = next(page.iterdir()).read_text(encoding="utf-8")
        copy = tmp_path / "page.txt"
        copy.write_text(text.replace("，", "，\n"), encoding="utf-8")
        quote = ds.statistics["maternity_insurance_participants_2025_11"].evidence["figure"].quote(texts=copy)
        assert quote == "2.59亿人"


class TestAJournalistWithoutPython:
    """Opens the CSV, reads the codebook, checks the sums, asks SQL."""

    def test_the_csv_opens_as_a_table_with_one_header(self, package):
        with (package / "data" / "statistics.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        row = next(r for r in rows if r["statistic_id"] == "maternity_insurance_participants_2025_11")
        assert (row["figure"], row["value"], row["period"]) == ("2.59亿人", "259000000", "2025-11-30")

    def test_the_codebook_explains_every_column_and_loads_nothing(self, package):
        page = (package / "codebook.html").read_text(encoding="utf-8")
        for name in ("statistic_id", "comparator", "resolution", "period_basis"):
            assert name in page
        assert "<script src" not in page
        assert '<link rel="stylesheet" href="http' not in page

    def test_the_sums_fit_the_files(self, package):
        lines = (package / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
        assert len(lines) > 30
        for line in lines:
            digest, name = line.split("  ")
            assert hashlib.sha256((package / name).read_bytes()).hexdigest() == digest, name

    def test_sql_runs_on_the_parquet_file(self, package, monkeypatch):
        duckdb = pytest.importorskip("duckdb", reason="DuckDB is an extra")
        monkeypatch.chdir(package)
        assert duckdb.sql("from 'data/measures.parquet' where topic = 'health_insurance'").fetchall()

    def test_the_readme_says_what_it_is_and_under_which_terms(self, package):
        readme = (package / "README.md").read_text(encoding="utf-8")
        assert "livelihood-2026" in readme
        assert "creativecommons.org/licenses/by/4.0" in readme


@pytest.mark.parametrize(
    "setting",
    [
        {"TZ": "Pacific/Kiritimati", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1"},
        {"TZ": "America/Los_Angeles", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONHASHSEED": "2"},
    ],
    ids=lambda s: s["TZ"],
)
def test_the_same_records_give_the_same_bytes_wherever_they_are_built(root, package, tmp_path, setting):
    import os  # noqa: PLC0415 - the environment of a child process, nowhere else

    out = tmp_path / "elsewhere"
    code = "import os, sys; os.umask(0o077); from policy_dataset.cli import main; main()"
    arguments = ["build", str(root / "datasets" / "livelihood-2026"), "--out", str(out)]
    environment = {**os.environ, **setting}
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode(errors="replace")
    made = {
        p.relative_to(out / package.name).as_posix(): p.read_bytes()
        for p in (out / package.name).rglob("*")
        if p.is_file()
    }
    kept = {p.relative_to(package).as_posix(): p.read_bytes() for p in package.rglob("*") if p.is_file()}
    assert made == kept
