"""The whole story on the first dataset: what must stop a build stops it, at the right place."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import policy_dataset as pds
from policy_dataset.pipeline import BuildError, check

NAME = "livelihood-2026"


@pytest.fixture(scope="session")
def dataset(root) -> Path:
    return root / "datasets" / NAME


@pytest.fixture
def copy(dataset, tmp_path) -> Path:
    return Path(shutil.copytree(dataset, tmp_path / NAME))


@pytest.fixture(scope="session")
def package(dataset, tmp_path_factory) -> Path:
    return pds.build(dataset, tmp_path_factory.mktemp("dist")).path


def replaced(path: Path, old: str, new: str) -> int:
    """Replace the first place of a text in a file and return its line."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def test_the_dataset_is_valid_without_the_page(dataset):
    assert list(pds.validate(dataset)) == []


def test_the_dataset_is_valid_with_the_page(dataset, page):
    assert list(pds.validate(dataset, texts=page)) == []


def test_everything_on_the_page_is_accounted_for(dataset, page):
    assert check(dataset, texts=page).books.open == ()


def test_a_figure_with_one_digit_changed_is_caught_without_the_page(copy):
    line = replaced(copy / "statistics" / "childbirth.yaml", "2.59亿人", "2.58亿人")
    found = {(p.rule, p.file, p.line) for p in pds.validate(copy).errors}
    assert found == {("figure_not_at_anchor", "statistics/childbirth.yaml", line)}


@pytest.mark.parametrize("with_page", [True, False])
def test_a_shifted_anchor_is_caught_at_its_line(copy, page, with_page):
    path = copy / "measures" / "childbirth.yaml"
    anchor = re.search(r"#char=(\d+),(\d+)", path.read_text(encoding="utf-8"))
    shifted = f"#char={int(anchor[1]) + 1},{int(anchor[2]) + 1}"
    line = replaced(path, anchor[0], shifted)
    found = {(p.rule, p.file, p.line) for p in pds.validate(copy, texts=page if with_page else None).errors}
    rule = "anchor_mismatch" if with_page else "anchor_not_locked"
    assert (rule, "measures/childbirth.yaml", line) in found
    assert {r for r, _, _ in found} <= {rule, "lock_out_of_date"}


def test_a_page_that_was_changed_is_caught_at_the_hash_of_its_source(copy, page, tmp_path):
    texts = tmp_path / "texts"
    texts.mkdir()
    for file in page.iterdir():
        (texts / file.name).write_text(
            file.read_text(encoding="utf-8").replace("2.59", "2.60"), encoding="utf-8"
        )
    found = {(p.rule, p.file, p.field) for p in pds.validate(copy, texts=texts).errors}
    assert found == {("source_changed", "sources.yaml", "file_sha256")}


def test_nothing_is_written_while_an_error_stands(copy, tmp_path):
    replaced(copy / "measures" / "childbirth.yaml", "instrument: ", "instrument: no_")
    with pytest.raises(BuildError, match="1 errors, the first at measures/childbirth"):
        pds.build(copy, tmp_path / "dist")
    assert not (tmp_path / "dist").exists()


def test_two_builds_are_the_same_bytes_with_and_without_the_page(dataset, page, package, tmp_path):
    with_page = pds.build(dataset, tmp_path, texts=page).path
    assert files(with_page) == files(package)


def files(folder: Path) -> dict[str, bytes]:
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()
    }


def test_frictionless_passes_the_package_csv_and_parquet(package):
    pytest.importorskip("pandas", reason="frictionless reads Parquet through pandas")
    command = [sys.executable, "-m", "frictionless", "validate", str(package / "datapackage.json")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_curated_directory_loads_as_its_package_does(dataset, package):
    curated, published = pds.load(dataset), pds.load(package)
    assert curated.tables == published.tables
    for name in published.tables:
        assert curated[name].to_arrow().equals(published[name].to_arrow()), name


def test_values_are_exact_decimals_and_real_dates(package):
    table = pds.load(package).statistics.to_arrow()
    kinds = {f.name: str(f.type) for f in table.schema}
    assert kinds["value"] == "decimal128(38, 9)"
    assert kinds["period_start"] == "date32[day]"


def test_importing_brings_in_nothing_heavy():
    heavy = ["yaml", "pyarrow", "polars", "duckdb", "pandas", "frictionless", "narwhals"]
    code = f"import policy_dataset, sys; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_loading_a_package_brings_in_pyarrow_alone(package):
    heavy = ["yaml", "polars", "duckdb", "pandas", "frictionless", "narwhals"]
    code = (
        f"import policy_dataset as p, sys; ds = p.load({str(package)!r}); ds.measures.to_arrow(); len(ds.statistics);"
        f"next(iter(ds.statistics.values())).value; print([m for m in {heavy} if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_every_public_name_is_there_and_stays_what_it_is():
    for name in pds.__all__:
        assert getattr(pds, name) is not None
    assert callable(pds.build)
    assert callable(pds.load)
    with pytest.raises(AttributeError):
        pds.nothing  # noqa: B018 - looking it up is the point
