"""What the system refuses is told with its place and a remedy."""

from __future__ import annotations

import errno
import os

import pytest

from policy_dataset.cli import refusals
from policy_dataset.cli.app import run


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EFBIG, errno.EROFS, errno.EACCES, errno.EMFILE])
def test_what_the_system_refuses_is_told_with_its_place_and_a_remedy(number):
    told = refusals.refusal(OSError(number, os.strerror(number), "dist"))
    what, place, remedy = told.partition(": dist. ")
    assert what == os.strerror(number)
    assert place
    assert remedy.endswith(".")


def test_another_refusal_is_told_as_it_is():
    assert refusals.refusal(OSError("no usable folder")) == "no usable folder"


def test_a_full_disk_stops_a_build_in_one_line_and_leaves_what_is_published(
    root, tmp_path, monkeypatch, capsys
):
    (tmp_path / "livelihood-2026").mkdir()

    def full(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("policy_dataset.release.disk.Disk.write_file", full)
    assert run(["build", str(root / "datasets" / "livelihood-2026"), "--out", str(tmp_path)]) == 2
    err = capsys.readouterr().err
    assert err.startswith(f"policy-dataset: {os.strerror(errno.ENOSPC)}: {tmp_path}. Make room there")
    assert err.count("\n") == 1
    assert [p.name for p in tmp_path.iterdir()] == ["livelihood-2026"]
