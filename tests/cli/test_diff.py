"""``policy-dataset diff``: its forms and its exit codes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

KEPT = Path(__file__).parents[1] / "release" / "data" / "year_ago" / "bulletin-1.0.0.zip"


def diff(*arguments):
    command = [sys.executable, "-X", "utf8", "-m", "policy_dataset", "diff", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


@pytest.mark.parametrize(
    ("form", "begins"),
    [
        ("text", "bulletin@1.0.0 → bulletin@1.0.0\nnothing differs\nno new version is asked for\n"),
        ("markdown", "## [1.0.0]\n\nNothing differs.\n"),
    ],
)
def test_a_package_does_not_differ_from_itself(form, begins):
    done = diff(KEPT, KEPT, "--format", form)
    assert (done.returncode, done.stdout) == (0, begins), done.stderr


def test_json_has_everything():
    found = json.loads(diff(KEPT, "livelihood-2026", "--format", "json").stdout)
    assert (found["old"], found["required_bump"]) == ("bulletin@1.0.0", "major")
    assert {"name", "title"} <= {m["property"] for m in found["meta"]}
    assert {r["id"] for r in found["removed"] if r["table"] == "measures"} == {
        "community_clinics_2026",
        "home_services_older_people",
    }


def test_what_is_not_there_is_misuse():
    done = diff(KEPT, "bulletn@1.0.0")
    assert done.returncode == 2
    assert "there is no file, folder or release 'bulletn'" in done.stderr
