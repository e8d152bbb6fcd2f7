"""What loading brings in: pyarrow and pydantic, and nothing that only publishing or a frame needs."""

from __future__ import annotations

import subprocess
import sys

import pytest

OTHERS = ("pandas", "polars", "duckdb", "yaml", "frictionless", "narwhals", "typer", "rich", "numpy.testing")

USES = {
    "loading": "",
    "printing": "repr(ds), ds._repr_html_()",
    "a table": "ds.statistics.to_arrow(), len(ds.statistics), ds.statistics.columns, ds.statistics.schema",
    "a record": "m = ds.measures['ferry']; m.status.label_en, m.actors[0].name_en, m.statistics[0].value, m.evidence[0].anchor",
    "a selection": "list(ds.measures.where(topic='health_insurance', location='510000'))",
    "labels": "ds.statistics.labelled('zh').to_arrow()",
}


@pytest.mark.parametrize("use", USES)
def test_loading_and_looking_bring_in_pyarrow_alone(use, published):
    code = f"""
import sys
from policy_dataset.release.load import load_package
ds = load_package({str(published.path)!r})
{USES[use]}
print(sorted(m for m in {OTHERS} if m in sys.modules))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, "[]"), done.stderr


def test_naming_the_publisher_does_not_bring_in_its_judge():
    code = "import sys; import policy_dataset.release.publish; print({'frictionless', 'pandas'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, "set()"), done.stderr


SLOW = (
    "csv",
    "difflib",
    "html",
    "importlib.metadata",
    "pyarrow.compute",
    "policy_dataset.coverage",
    "policy_dataset.model.measures",
    "policy_dataset.model.schema",
    "policy_dataset.notation",
    "policy_dataset.problems",
    "policy_dataset.release.codes",
    "policy_dataset.release.index",
    "policy_dataset.release.ways",
)
"""What the first record of one table can do without."""


def test_the_first_record_brings_in_its_own_table_alone():
    code = f"""
import sys
from pydantic import BaseModel
import pyarrow.parquet
before = set(sys.modules)
import policy_dataset as pds
record = next(iter(pds.load("livelihood-2026").statistics.values()))
assert record.value is not None
print(sorted(m for m in {SLOW} if m in set(sys.modules) - before))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, "[]"), done.stderr
