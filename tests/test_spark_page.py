"""What docs/spark.md shows is what happens: its script judges partitions, and writes a report."""

from __future__ import annotations

import json
import re
import sys

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import policy_dataset as pds
from on_engines import marks_of
from policy_dataset.pipeline import validate_files

pytestmark = marks_of("spark")


@pytest.fixture(scope="module")
def script(root) -> str:
    page = (root / "docs" / "spark.md").read_text(encoding="utf-8")
    return re.findall(r"```python\n(.*?)```", page, re.DOTALL)[0]


@pytest.fixture(scope="module")
def package(root, tmp_path_factory):
    return pds.build(root / "datasets" / "livelihood-2026", tmp_path_factory.mktemp("dist")).path


@pytest.fixture
def mirror(package, tmp_path):
    """Partitions of the published statistics, with a fault in the last part of each year."""
    table = pq.read_table(package / "data" / "statistics.parquet")
    for year in (2025, 2026):
        for part in range(2):
            ids = [f"{key}_{year}_{part}" for key in table["statistic_id"].to_pylist()]
            cells = {"statistic_id": ids, "location_id": [f"place_{year}_{part}"] * len(ids)}
            kinds = table["kind"].to_pylist()
            cells["kind"] = [*kinds[:3], "seen", *kinds[4:]] if part else kinds
            changed = table
            for name, values in cells.items():
                at = changed.schema.get_field_index(name)
                changed = changed.set_column(at, name, pa.array(values, pa.string()))
            folder = tmp_path / "mirror" / f"year={year}"
            folder.mkdir(parents=True, exist_ok=True)
            pq.write_table(changed, folder / f"part-{part}.parquet")
    return tmp_path / "mirror"


def test_the_script_judges_partitions_and_writes_a_report(script, package, mirror, monkeypatch, capsys):
    from policy_dataset.tables.engines.spark import SparkEngine  # noqa: PLC0415 - PySpark may not be there

    pattern, written = f"{mirror}/year=*/part-*.parquet", mirror.parent / "report.html"
    monkeypatch.setattr(sys, "argv", ["judge_partitions.py", pattern, str(written), str(package)])
    with SparkEngine(), pytest.raises(SystemExit) as ended:
        exec(compile(script, "judge_partitions.py", "exec"), {"__name__": "__main__"})  # noqa: S102 - our own page
    assert ended.value.code == 1
    wanted = validate_files([pattern], table="statistics", against=package)
    assert wanted.counts["rule"]["unknown_code"] == 2
    assert written.read_text(encoding="utf-8") == wanted.to_html()
    assert capsys.readouterr().out.strip() == str(wanted.counts["severity"])
    codes = [p for p in json.loads(wanted.to_json())["problems"] if p["rule"] == "unknown_code"]
    assert [p["file"].rpartition("mirror/")[2] for p in codes] == [
        "year=2025/part-1.parquet",
        "year=2026/part-1.parquet",
    ]
