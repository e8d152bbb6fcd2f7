from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest


@pytest.mark.skipif(os.name == "nt", reason="the benchmark asks POSIX for the memory of a process")
def test_the_benchmark_of_publishing_makes_a_right_dataset_and_reads_its_package_back(root, tmp_path):
    script = root / "benchmarks" / "publishing.py"
    command = [sys.executable, script, "500", "--form", "csv", "--parts", "2", "--folder", tmp_path]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["rows"], told["form"], told["parts"]) == (500, "csv", 2)
    assert told["peak_mb"] > 0
    assert list(tmp_path.iterdir()) == []
