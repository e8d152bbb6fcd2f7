"""`policy-dataset release` and `build`, killed: nothing lost, nothing half, and the next run repairs by itself."""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from effort import SEED, effort
from policy_dataset.release import assets
from policy_dataset.release.index import IndexEntry, read_index
from policy_dataset.release.load import load_package
from release.kills import Mortal
from release.small_dataset import add_measures, curated, set_version

KILLS = effort(2, 100)
NAME = "bulletin"
COMMANDS = {
    "release": f"release {NAME} --previous dist/{NAME}-1.0.0.zip --out dist --date 2026-03-01 --also labelled",
    "build": f"build {NAME} --out dist --also labelled",
}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="children are forked")
@pytest.mark.parametrize("swap", ["exchange", "renames"])
def test_a_release_that_dies_before_any_step_is_listed_whole_or_not_at_all(swap, tmp_path):
    script = Path(__file__).with_name("release_kills.py")
    path = os.pathsep.join([str(script.parent.parent), *filter(None, [os.environ.get("PYTHONPATH")])])
    done = subprocess.run(
        [sys.executable, script, tmp_path, swap],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": path},
    )
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout)
    assert len(seen) > 20
    stages = [stage for at, stage in enumerate(seen) if stage not in seen[:at]]
    # The changelog first, the index last, and never back.
    assert stages == [[["1.0.0"], False], [["1.0.0"], True], [["1.1.0", "1.0.0"], True]]
    assert seen == sorted(seen, key=stages.index)


@pytest.mark.parametrize("exchange", [True, False])
def test_a_folder_of_a_release_made_anew_with_other_libraries_takes_the_place_of_the_old_one(
    exchange, tmp_path, monkeypatch
):
    monkeypatch.setattr(assets, "DISK", Mortal(None, exchange=exchange))
    for text in ("one", "other"):
        with assets.work_folder(tmp_path) as work:
            (work / "town-labelled").mkdir()
            (work / "town-labelled" / f"{text}.csv").write_text(text)
            entry = IndexEntry("town", "1.0.0", "town.zip", "0" * 64, 0)
            assets.write_assets(tmp_path, work, assets.Assets(entry, b"", {}, (work / "town-labelled",)))
    assert [p.name for p in (tmp_path / "town-labelled").iterdir()] == ["other.csv"]
    assert sorted(p.name for p in tmp_path.iterdir()) == [
        "SHA256SUMS",
        "index.json",
        "town-labelled",
        "town.zip",
    ]


def _start(command, folder):
    environment = {k: v for k, v in os.environ.items() if not k.startswith("GITHUB_")}
    return subprocess.Popen(
        [sys.executable, "-m", "policy_dataset", *command.split()],
        cwd=folder,
        env={**environment, "PYTHONIOENCODING": "utf-8"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )


def _finish(command, folder):
    done = _start(command, folder)
    _, said = done.communicate()
    assert done.returncode == 0, said.decode()


def _contents(folder):
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def _check_release(place):
    """What is listed is there and whole; what has a sum fits it; the changelog is the old or the new one."""
    dist = place / "dist"
    for entry in read_index(dist):
        assert hashlib.sha256((dist / entry.file).read_bytes()).hexdigest() == entry.sha256
        assert load_package(dist / entry.file, hashes=True).version == entry.version
    for line in (dist / "SHA256SUMS").read_text(encoding="utf-8").splitlines():
        digest, name = line.split("  ")
        assert hashlib.sha256((dist / name).read_bytes()).hexdigest() == digest
    text = (place / NAME / "CHANGELOG.md").read_text(encoding="utf-8")
    assert text.count("## [") == (2 if "[1.1.0] - 2026-03-01" in text else 1)
    assert "First release" in text


def _check_build(place):
    """The package is the old or the new one, and whole."""
    package = load_package(place / "dist" / NAME, hashes=True)
    assert {spec.name: package[spec.name].to_arrow().num_rows for spec in package.specs.values()}
    assert package.altered_files() == []
    assert package.version in {"1.0.0", "1.1.0"}


CHECKS = {"release": _check_release, "build": _check_build}


@pytest.mark.parametrize("verb", COMMANDS)
def test_killed_at_any_moment_the_next_run_comes_to_the_same_files(verb, tmp_path):
    start = tmp_path / "start"
    dataset = curated(start, name=NAME)
    _finish(f"release {NAME} --out dist --date 2026-02-01", start)
    _finish(f"build {NAME} --out dist", start)
    add_measures(dataset, 1)
    set_version(dataset, "1.1.0")
    undisturbed, place = tmp_path / "undisturbed", tmp_path / "place"
    shutil.copytree(start, undisturbed)
    began = time.monotonic()
    _finish(COMMANDS[verb], undisturbed)
    length = time.monotonic() - began

    dice = random.Random(SEED)  # noqa: S311 - moments, no secrets
    shutil.copytree(start, place)
    for kill in range(KILLS):
        run = _start(COMMANDS[verb], place)
        # Half of them in the last third, where files are written.
        after = dice.uniform(0, length) if kill % 2 else dice.uniform(length * 2 / 3, length * 1.1)
        try:
            run.wait(after)
        except subprocess.TimeoutExpired:
            run.kill()
        _, said = run.communicate()
        assert run.returncode in {0, -9}, said.decode()
        CHECKS[verb](place)
        if run.returncode == 0:
            assert _contents(place) == _contents(undisturbed)
            shutil.rmtree(place)
            shutil.copytree(start, place)
    _finish(COMMANDS[verb], place)
    assert _contents(place) == _contents(undisturbed)
