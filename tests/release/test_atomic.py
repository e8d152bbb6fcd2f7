"""A run that dies leaves the earlier package or the new one, never half of either."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from effort import effort
from policy_dataset.release.disk import DISK, Disk
from policy_dataset.release.load import load_package
from policy_dataset.release.lock import locked
from policy_dataset.release.swap import finish_if_cut
from release.kills import Mortal, run, version_found
from release.samples import OWN_META

KILLS = effort(6, 100)

needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="children are forked")
swaps = pytest.mark.parametrize("swap", ["exchange", "renames"])


def _kills(how, out, swap, count=0):
    script = Path(__file__).with_name("kills.py")
    command = [sys.executable, script, how, out, swap, str(count)]
    path = os.pathsep.join([str(script.parent.parent), *filter(None, [os.environ.get("PYTHONPATH")])])
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": path}
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@needs_fork
@swaps
def test_killed_between_any_two_steps_a_package_is_old_or_new_and_whole(swap, tmp_path):
    seen = _kills("steps", tmp_path, swap)
    # Without an earlier package: nothing until it stands there.
    if swap == "exchange":
        assert len(seen["first"]) > 10
        assert set(seen["first"][:-1]) == {None}
        assert seen["first"][-1] == "1.0.0"
    # With one: the old until the swap, the new from then on.
    found = seen["next"]
    assert len(found) > 20
    assert None not in found
    assert found == sorted(found, reverse=True)
    assert set(found) == {"old", "new"}
    # The next run has tidied up after all the dead ones.
    assert seen["left"] == ["own"]


@needs_fork
@swaps
def test_killed_at_any_moment_a_package_is_old_or_new_and_whole(swap, tmp_path):
    seen = _kills("moments", tmp_path, swap, KILLS)
    assert set(seen["next"]) <= {"old", "new"}
    assert seen["last"] == "3.0.0"
    assert seen["left"] == ["own"]


class _Stop(Exception):  # noqa: N818 - stands for the end of a process
    pass


class _CutBetweenRenames(Disk):
    def exchange(self, _one, _other):
        return False

    def rename(self, old, new):
        if old.name == "new":
            raise _Stop
        super().rename(old, new)

    def remove(self, path):
        if (
            path.name in {"journal", ".own.publishing"}
            and path.exists()
            and (path.parent / "own").exists() is False
        ):
            raise _Stop
        super().remove(path)


@pytest.fixture
def cut(tmp_path):
    """A folder in which a run was cut between its two renames."""
    run(tmp_path, "1.0.0", DISK)
    with pytest.raises(_Stop):
        run(tmp_path, "2.0.0", _CutBetweenRenames())
    assert not (tmp_path / "own").exists()
    return tmp_path


def test_a_reader_finishes_a_swap_that_was_cut(cut):
    assert load_package(cut / "own").version == "2.0.0"
    assert load_package(cut / "own" / "datapackage.json", hashes=True).ships["ann"]


def test_the_next_run_finishes_a_swap_that_was_cut_before_it_does_its_own(cut):
    class Refused(Disk):
        def exchange(self, _one, _other):
            raise _Stop

    with pytest.raises(_Stop):
        run(cut, "3.0.0", Refused())
    assert version_found(cut) == "2.0.0"
    assert [p.name for p in cut.iterdir()] == ["own"]


def test_a_reader_waits_for_a_run_that_is_between_its_renames(cut):
    finished = []
    with locked(cut):
        reader = threading.Thread(target=lambda: finished.append(load_package(cut / "own").version))
        reader.start()
        reader.join(0.3)
        assert reader.is_alive()
        finish = cut / ".own.publishing" / "new"
        finish.rename(cut / "own")
    reader.join(10)
    assert finished == ["2.0.0"]


def test_a_journal_without_a_finished_package_moves_nothing(tmp_path):
    work = tmp_path / ".own.publishing"
    work.mkdir()
    (work / "journal").touch()
    finish_if_cut(tmp_path / "own")
    assert not (tmp_path / "own").exists()


def test_when_the_second_rename_fails_the_earlier_package_goes_back(tmp_path):
    run(tmp_path, "1.0.0", DISK)

    class Held(Disk):
        def exchange(self, _one, _other):
            return False

        def rename(self, old, new):
            if old.name == "new":
                raise PermissionError("a file in it is open")
            super().rename(old, new)

    with pytest.raises(PermissionError):
        run(tmp_path, "2.0.0", Held())
    assert version_found(tmp_path) == "1.0.0"
    assert [p.name for p in tmp_path.iterdir()] == ["own"]


def test_two_runs_at_once_both_come_to_their_end(tmp_path):
    faults = []

    def publish(version):
        try:
            run(tmp_path, version, DISK)
        except BaseException as fault:  # noqa: BLE001 - told to the test
            faults.append(fault)

    runs = [threading.Thread(target=publish, args=(f"{n}.0.0",)) for n in (1, 2, 3)]
    for one in runs:
        one.start()
    for one in runs:
        one.join()
    assert faults == []
    assert version_found(tmp_path) in {"1.0.0", "2.0.0", "3.0.0"}
    assert [p.name for p in tmp_path.iterdir()] == ["own"]


def test_everything_is_on_the_medium_before_the_swap(tmp_path):
    run(tmp_path, "1.0.0", DISK)
    seen = []

    class Watched(Disk):
        def write_file(self, path, write):
            seen.append(path.name)
            super().write_file(path, write)

        def sync_folder(self, folder):
            seen.append(f"sync {folder.name}")
            super().sync_folder(folder)

        def exchange(self, one, other):
            seen.append("exchange")
            return super().exchange(one, other)

    run(tmp_path, "2.0.0", Watched())
    at = seen.index("exchange")
    assert seen[at - 3 : at] == ["sync data", "sync new", "sync .own.publishing"]
    assert seen[at + 1] == f"sync {tmp_path.name}"
    assert "SHA256SUMS" in seen[:at]


def test_the_exchange_is_one_step_where_the_system_has_it(tmp_path):
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / name).touch()
    if not DISK.exchange(tmp_path / "a", tmp_path / "b"):
        pytest.skip("this file system cannot exchange two folders")
    assert (tmp_path / "a" / "b").exists()
    assert (tmp_path / "b" / "a").exists()


def test_a_failed_exchange_of_things_that_are_not_there_is_an_error(tmp_path):
    if not sys.platform.startswith("linux"):
        pytest.skip("asks Linux")
    with pytest.raises(FileNotFoundError):
        DISK.exchange(tmp_path / "a", tmp_path / "b")


def test_the_steps_that_are_killed_are_all_that_there_are():
    own = {name for name in vars(Disk) if not name.startswith("_")}
    assert own <= set(vars(Mortal))
    assert OWN_META.id == "own"
