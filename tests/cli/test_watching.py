from __future__ import annotations

import os

import pytest
import typer

from policy_dataset.cli.app import VALID, run
from policy_dataset.cli.watching import watch_files


def watched(paths, steps):
    """Watch while `steps` happen one by one; how often something was done after each."""
    done, counts = [], []

    def wait():
        counts.append(len(done))
        if not steps:
            raise KeyboardInterrupt
        steps.pop(0)()

    with pytest.raises(typer.Exit):
        watch_files(paths, lambda: done.append(1), wait=wait)
    return counts


def test_a_change_is_acted_on_once_and_nothing_is_not(tmp_path):
    file = tmp_path / "a.yaml"
    file.write_text("a", encoding="utf-8")
    steps = [lambda: None, lambda: file.write_text("bb", encoding="utf-8"), lambda: None]
    assert watched([tmp_path], steps) == [1, 1, 2, 2]


def test_new_lost_and_merely_touched_files_count(tmp_path):
    file = tmp_path / "sub" / "a.yaml"
    steps = [
        lambda: (file.parent.mkdir(), file.write_text("a", encoding="utf-8")),
        lambda: os.utime(file, ns=(1, 1)),
        file.unlink,
    ]
    assert watched([tmp_path], steps) == [1, 2, 3, 4]


def test_hidden_files_do_not_count(tmp_path):
    steps = [lambda: (tmp_path / ".a.swp").write_text("x", encoding="utf-8")]
    assert watched([tmp_path], steps) == [1, 1]


def test_a_watched_validation_tells_each_time_and_ends_in_peace(tmp_path, monkeypatch, capsys):
    assert run(["init", str(tmp_path / "town")]) == VALID
    file = tmp_path / "town" / "measures" / "example.yaml"
    looks = iter(
        [
            lambda: file.write_text(
                file.read_text(encoding="utf-8").replace("elderly_care", "eldery"), encoding="utf-8"
            )
        ]
    )

    def sleep(_):
        step = next(looks, None)
        if step is None:
            raise KeyboardInterrupt
        step()

    monkeypatch.setattr("policy_dataset.cli.watching.sleep", sleep)
    assert run(["validate", str(tmp_path / "town"), "--watch"]) == VALID
    out = capsys.readouterr().out
    assert out.count("0 errors, 0 warnings") == 1
    assert "unknown_code" in out
