"""What a run writes for itself is gone when it ends, and what a killed one left goes with the next."""

from __future__ import annotations

import errno
import gc
import os
import signal
import subprocess
import sys

import pytest

from policy_dataset.release.scratch import PREFIX, Scratch


def test_a_folder_is_made_once_and_goes_with_all_in_it(tmp_path):
    with Scratch(tmp_path) as scratch:
        folder = scratch.folder()
        (folder / "inner").mkdir()
        (folder / "inner" / "file").write_text("x", encoding="utf-8")
        assert scratch.folder() == folder
    assert list(tmp_path.iterdir()) == []


def test_a_scratch_that_nobody_asked_for_makes_nothing(tmp_path):
    with Scratch(tmp_path / "out"):
        pass
    assert not (tmp_path / "out").exists()


def test_the_folder_around_it_goes_too_where_it_was_not_there_and_nothing_came_into_it(tmp_path):
    for came in (False, True):
        with Scratch(tmp_path / "out") as scratch:
            scratch.folder()
            if came:
                (tmp_path / "out" / "package").mkdir()
        assert (tmp_path / "out").exists() is came


def test_it_goes_with_whoever_held_it(tmp_path):
    scratch = Scratch(tmp_path)
    scratch.folder()
    del scratch
    gc.collect()
    assert list(tmp_path.iterdir()) == []


def test_another_run_leaves_the_folder_of_a_living_one(tmp_path):
    with Scratch(tmp_path) as one:
        mine = one.folder()
        with Scratch(tmp_path) as other:
            assert other.folder() != mine
            assert mine.is_dir()
        assert mine.is_dir()


@pytest.mark.skipif(os.name == "nt", reason="kills are those of POSIX")
def test_the_folder_of_a_killed_run_goes_with_the_next(tmp_path):
    script = (
        "import os, sys, pathlib\n"
        "from policy_dataset.release.scratch import Scratch\n"
        "scratch = Scratch(pathlib.Path(sys.argv[1]))\n"
        "(scratch.folder() / 'rows').write_text('x')\n"
        "os.kill(os.getpid(), 9)\n"
    )
    died = subprocess.run([sys.executable, "-c", script, tmp_path], check=False)
    assert died.returncode == -signal.SIGKILL
    (left,) = tmp_path.iterdir()
    assert left.name.startswith(PREFIX)
    with Scratch(tmp_path) as scratch:
        assert [scratch.folder()] == list(tmp_path.iterdir())
        assert scratch.folder() != left


def test_the_folder_of_a_run_that_died_before_it_marked_it_goes_too(tmp_path):
    (tmp_path / f"{PREFIX}dead").mkdir()
    with Scratch(tmp_path) as scratch:
        assert [scratch.folder()] == list(tmp_path.iterdir())


def test_where_the_system_refused_to_write_without_saying_where_it_is_said(tmp_path):
    with pytest.raises(OSError, match="No space left") as refused, Scratch(tmp_path):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    assert refused.value.filename == str(tmp_path)


def test_a_file_that_the_system_named_keeps_its_name(tmp_path):
    with pytest.raises(OSError, match="statistics") as refused, Scratch(tmp_path):
        raise OSError(errno.EACCES, os.strerror(errno.EACCES), "statistics.csv")
    assert refused.value.filename == "statistics.csv"
