"""The maintainer's journey, as ``docs/maintainer.md`` tells it, by the commands that stand there."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys

import pytest

import policy_dataset as pds
from release.small_dataset import TEXTS, add_measures, correct_a_value, curated, set_version

NAME = "livelihood-2026"


def run(command, cwd, **environment):
    """Run a command line of the documentation."""
    program, *arguments = command.split()
    assert program == "policy-dataset"
    return subprocess.run(
        [sys.executable, "-m", "policy_dataset", *arguments],
        cwd=cwd,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A checkout with the dataset, one release of it, and then a change."""
    folder = tmp_path_factory.mktemp("maintainer")
    (folder / "datasets").mkdir()
    dataset = curated(folder / "datasets", name=NAME)
    done = run(f"policy-dataset release datasets/{NAME} --out dist --date 2026-02-01", folder)
    assert done.returncode == 0, done.stderr
    shutil.copytree(folder / "dist", folder / "before")
    add_measures(dataset, 2)
    correct_a_value(dataset)
    return folder


RELEASE = f"policy-dataset release datasets/{NAME} --previous dist/{NAME}-1.0.0.zip --out dist"


def test_the_journey(place):
    dataset = place / "datasets" / NAME
    changelog = (dataset / "CHANGELOG.md").read_text(encoding="utf-8")

    # A version that says too little is refused, and nothing is written.
    set_version(dataset, "1.0.1")
    refused = run(RELEASE, place)
    assert refused.returncode == 1
    assert refused.stderr.splitlines()[0] == (
        "2 measures added, 1 value corrected (evidence unchanged) → 1.1.0 asked for, dataset.yaml says 1.0.1: refused"
    )
    assert "2 measures added" in refused.stderr.splitlines()[1]
    assert {p.name for p in (place / "dist").iterdir()} == {p.name for p in (place / "before").iterdir()}
    assert (dataset / "CHANGELOG.md").read_text(encoding="utf-8") == changelog

    # The version that is asked for goes out.
    set_version(dataset, "1.1.0")
    done = run(f"{RELEASE} --date 2026-03-01 --also sqlite", place)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == (
        f"{NAME} 1.1.0: 2 measures added, 1 value corrected (evidence unchanged)"
    )
    section = (dataset / "CHANGELOG.md").read_text(encoding="utf-8")
    assert "## [1.1.0] - 2026-03-01" in section
    assert "- measure `night_bus_1`: Open night bus 1" in section
    assert "kind `plan_scope` → `target`" in section
    assert "(corrected, evidence unchanged)" in section
    assert section.index("[1.1.0]") < section.index("[1.0.0]")

    # What stands in the folder is what the index and the sums say.
    index = json.loads((place / "dist" / "index.json").read_text(encoding="utf-8"))
    assert [(r["version"], r["released"], r.get("bump")) for r in index["releases"]] == [
        ("1.1.0", "2026-03-01", "minor"),
        ("1.0.0", "2026-02-01", None),
    ]
    sums = [
        line.split("  ") for line in (place / "dist" / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    ]
    assert {name for _, name in sums} == {
        f"{NAME}-1.0.0.zip",
        f"{NAME}-1.1.0.zip",
        f"{NAME}-1.1.0.sqlite",
        f"{NAME}-1.1.0.changes.json",
    }
    for digest, name in sums:
        assert hashlib.sha256((place / "dist" / name).read_bytes()).hexdigest() == digest

    # The same comparison by name, for the changelog of anyone.
    compared = run(
        f"policy-dataset diff {NAME}@1.0.0 {NAME}@1.1.0 --format markdown",
        place,
        POLICY_DATASET_RELEASES="dist",
    )
    assert compared.returncode == 0, compared.stderr
    assert compared.stdout.startswith("## [1.1.0]\n\n2 measures added")

    # What was published before still verifies and loads.
    old = pds.load(NAME, version="1.0.0", releases=place / "dist")
    assert not old.verify(texts=TEXTS).problems
    new = pds.load(NAME, releases=place / "dist")
    assert new.as_of("2026-02-15", releases=place / "dist").version == "1.0.0"
    assert (new.version, len(new.measures) - len(old.measures)) == ("1.1.0", 2)


def test_a_second_machine_releases_the_same_bytes(place, tmp_path):
    dataset = tmp_path / "elsewhere" / "datasets"
    shutil.copytree(place / "datasets", dataset)
    shutil.copytree(place / "before", tmp_path / "elsewhere" / "dist")
    done = run(
        f"{RELEASE} --also sqlite",
        tmp_path / "elsewhere",
        LC_ALL="C",
        TZ="Pacific/Kiritimati",
        PYTHONHASHSEED="7",
    )
    assert done.returncode == 0, done.stderr
    ours, theirs = place / "dist", tmp_path / "elsewhere" / "dist"
    assert {p.name: p.read_bytes() for p in ours.iterdir()} == {
        p.name: p.read_bytes() for p in theirs.iterdir()
    }


def test_a_run_more_changes_nothing(place):
    before = {p.name: p.read_bytes() for p in (place / "dist").iterdir()}
    changelog = (place / "datasets" / NAME / "CHANGELOG.md").read_bytes()
    done = run(f"{RELEASE} --also sqlite", place)
    assert done.returncode == 0, done.stderr
    assert "CHANGELOG.md of the dataset keeps its section for 1.1.0" in done.stdout
    assert {p.name: p.read_bytes() for p in (place / "dist").iterdir()} == before
    assert (place / "datasets" / NAME / "CHANGELOG.md").read_bytes() == changelog
