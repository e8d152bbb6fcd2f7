"""The five journeys, word for word: every command of their pages in order, and what each prints."""

from __future__ import annotations

import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import policy_dataset as pds
from journeys import Traveller, shim
from on_engines import engine_params
from policy_dataset.release.also import write_also
from policy_dataset.release.releases import find_release
from release.small_dataset import add_measures, correct_a_value, curated, set_version

PAGES = Path(__file__).resolve().parent.parent / "docs" / "journeys"
NAME = "livelihood-2026"
DUCKDB = """
import sys, duckdb
*flags, _, query = sys.argv[1:]
found = duckdb.sql(query)
print(*found.columns, *(",".join(map(str, row)) for row in found.fetchall()), sep="\\n") if flags else print(found)
"""

pytestmark = pytest.mark.skipif(
    shutil.which("bash") is None, reason="the commands are those of a POSIX shell"
)


@pytest.fixture
def traveller(tmp_path):
    """Somebody with the library of this environment, in an empty folder."""
    (tmp_path / "programs").mkdir()
    (tmp_path / "place").mkdir()
    shim(tmp_path / "programs", "policy-dataset", "from policy_dataset.cli import main\nmain()")
    # What the page says first was done: the tests run where the library is installed, in CI from its wheel.
    shim(tmp_path / "programs", "pip", "import policy_dataset")
    return Traveller(tmp_path / "place", tmp_path / "programs")


def test_a_researcher_in_python(traveller):
    source = next(iter(pds.load(NAME).sources.values())).file
    page = PAGES.parent.parent.parent / "shared" / "sources" / source
    if page.is_file():
        shutil.copy(page, traveller.folder / "page.txt")
    assert traveller.follow(PAGES / "researcher.md", without=() if page.is_file() else ("page",)) > 10


@pytest.fixture
def download(traveller):
    """A release as it is offered: the zip, and the labelled files beside it."""
    archive = find_release(NAME).path
    stem = archive.stem.replace("@", "-")
    shutil.copy(archive, traveller.folder / f"{stem}.zip")
    write_also(archive, ["labelled"], traveller.folder / stem, excel_bom=True)
    return traveller


def test_a_journalist_without_python(download):
    if shutil.which("duckdb") is None:
        pytest.importorskip("duckdb", reason="DuckDB is an extra")
        # Its command line is no Python package: the same query goes to the same engine.
        shim(download.shims, "duckdb", DUCKDB)
    has_r = shutil.which("Rscript") is not None
    assert download.follow(PAGES / "journalist.md", without=() if has_r else ("R",)) > 7
    if not has_r:  # another reader of the same file
        assert pa.table(pds.load(NAME).statistics) == pq.read_table(
            download.folder / "data" / "statistics.parquet"
        )


def test_a_contributor(traveller):
    assert traveller.follow(PAGES / "contributor.md") > 8


def test_a_maintainer(traveller):
    dataset = curated(traveller.folder / "datasets", name=NAME)
    status, said = traveller.shell(f"policy-dataset release datasets/{NAME} --out dist --date 2026-02-01")
    assert status == 0, said
    add_measures(dataset, 2)
    correct_a_value(dataset)
    set_version(dataset, "1.0.1")
    assert traveller.follow(PAGES / "maintainer.md") > 8
    assert {p.name for p in traveller.folder.iterdir()} == {"datasets", "dist", "elsewhere", "CHANGELOG.md"}


@pytest.mark.parametrize("name", engine_params())
def test_a_data_engineer(name, traveller):
    shutil.unpack_archive(find_release(NAME).path, traveller.folder / "dist")
    table = pds.load(NAME).statistics.to_arrow().slice(0, 6)
    at = table.schema.get_field_index("kind")
    kinds = [*table["kind"].to_pylist()[:-1], "obseved"]
    table = table.set_column(at, table.schema.field(at), pa.array(kinds))
    ids = [f"new_{row}" for row in range(6)]
    table = table.set_column(0, table.schema.field(0), pa.array(ids))
    for year, start in ((2025, 0), (2026, 3)):
        part = traveller.folder / "s3-mirror" / f"year={year}"
        part.mkdir(parents=True)
        pq.write_table(table.slice(start, 3), part / "part-0.parquet")
    traveller.words = {"--engine spark": f"--engine {name}"}
    assert traveller.follow(PAGES / "engineer.md") == 1
