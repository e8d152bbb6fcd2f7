"""What the README shows is what happens."""

from __future__ import annotations

import doctest
import re
import shutil
import subprocess
import sys
from importlib import metadata

import pytest

import policy_dataset as pds


def blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


@pytest.fixture(scope="module")
def readme(root) -> str:
    return (root / "README.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def checkout(root, tmp_path_factory):
    """A folder with the dataset and its package, as after the README's first command."""
    folder = tmp_path_factory.mktemp("checkout")
    shutil.copytree(root / "datasets", folder / "datasets")
    pds.build(folder / "datasets" / "livelihood-2026", folder / "dist")
    return folder


def test_its_python_examples_give_what_they_show(readme, checkout, monkeypatch):
    monkeypatch.chdir(checkout)
    session = "\n".join(blocks(readme, "pycon"))
    test = doctest.DocTestParser().get_doctest(session, {}, "README", "README.md", 0)
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    shown: list[str] = []
    runner.run(test, out=shown.append)
    assert runner.summarize(verbose=False).failed == 0, "".join(shown)


def test_its_example_record_is_one_of_the_dataset(readme, root):
    (record,) = blocks(readme, "yaml")[:1]
    file = (root / "datasets/livelihood-2026/statistics/childbirth.yaml").read_text(encoding="utf-8")
    for line in record.splitlines():
        bare = line.split("#   ")[0].split("   # ")[0].rstrip()
        assert bare in file, bare


def test_its_query_runs_on_the_parquet_file(readme, checkout, monkeypatch):
    duckdb = pytest.importorskip("duckdb", reason="DuckDB is an extra")
    monkeypatch.chdir(checkout)
    (query,) = re.findall(r'duckdb -c "(.*?)"', readme)
    assert duckdb.sql(query).fetchall()


def test_every_command_it_shows_exists(readme):
    commands = {m[1] for m in re.finditer(r"policy-dataset ([a-z]+)", readme)}
    for command in sorted(commands):
        done = subprocess.run(
            [sys.executable, "-m", "policy_dataset", command, "--help"], capture_output=True, check=False
        )
        assert done.returncode == 0, command


def test_versions_agree_everywhere(root):
    assert metadata.version("policy-dataset") == pds.__version__
    assert f"version: {pds.__version__}" in (root / "CITATION.cff").read_text(encoding="utf-8")
