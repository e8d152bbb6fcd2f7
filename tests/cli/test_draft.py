from __future__ import annotations

from pathlib import Path

import pytest

from policy_dataset.cli.app import INVALID, MISUSE, VALID, run

META = """\
id: my-town
title: A town
description: One report.
version: 0.1.0
licenses:
  - name: CC0-1.0
contributors:
  - title: The policy-dataset contributors
"""
REPORT = "云岭市工作简报\n2026年，苏州市将新建诊所12个，并且继续改善沿河各处老旧小区的居住环境和道路条件。\n"


@pytest.fixture
def dataset(tmp_path, monkeypatch) -> Path:
    (tmp_path / "dataset.yaml").write_text(META, encoding="utf-8")
    (tmp_path / "report.txt").write_text(REPORT, encoding="utf-8", newline="\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("dataset")
def test_candidates_are_drafted_into_the_directory_one_stands_in(capsys):
    assert run(["draft", "report.txt", "--source", "town_report"]) == VALID
    out = capsys.readouterr().out
    assert out == (
        "sources.yaml: town_report declared\n"
        "statistics/town_report.draft.yaml: 1 candidate (written)\n"
        "measures/town_report.draft.yaml: 1 candidate (written)\n"
        "waivers/town_report.draft.yaml: 1 candidate (written)\n"
    )
    assert run(["draft", "report.txt", "--source", "town_report"]) == VALID
    assert "(written)" not in capsys.readouterr().out


def test_another_directory_may_be_given(dataset, tmp_path_factory, monkeypatch):
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    text = str(dataset / "report.txt")
    assert run(["draft", text, "--source", "town_report", "--dataset", str(dataset)]) == VALID
    assert (dataset / "measures/town_report.draft.yaml").is_file()


@pytest.mark.usefixtures("dataset")
def test_words_are_shown_on_request_and_shortened(capsys):
    run(["draft", "report.txt", "--source", "town_report"])
    assert "苏州市" not in capsys.readouterr().out
    run(["draft", "report.txt", "--source", "town_report", "--show"])
    out = capsys.readouterr().out
    assert "report.txt:2:15  statistic  12个\n" in out
    assert "report.txt:2:1  measure  2026年，苏州市将新建诊所12个，并且继续改善…\n" in out
    assert "report.txt:1:1  waiver transition  云岭市工作简报\n" in out


@pytest.mark.usefixtures("dataset")
def test_validation_refuses_what_is_left_to_do(capsys):
    run(["draft", "report.txt", "--source", "town_report", "--published", "2026-02-09"])
    capsys.readouterr()
    assert run(["validate", ".", "--texts", "."]) == INVALID
    assert "todo_left" in capsys.readouterr().out


def test_a_text_that_is_not_utf8_is_a_problem_of_the_text(dataset, capsys):
    (dataset / "report.txt").write_bytes("云岭".encode("gb18030"))
    assert run(["draft", "report.txt", "--source", "town_report"]) == INVALID
    assert "hint:" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        ["draft", "report.txt", "--source", "Town Report"],
        ["draft", "absent.txt", "--source", "town_report"],
        ["draft", "report.txt", "--source", "town_report", "--published", "Monday"],
        ["draft", "report.txt", "--source", "town_report", "--dataset", "absent"],
        ["draft", "report.txt"],
    ],
)
def test_misuse_is_told_and_nothing_is_written(dataset, capsys, arguments):
    assert run(arguments) == MISUSE
    assert "Traceback" not in capsys.readouterr().err
    assert sorted(p.name for p in dataset.iterdir()) == ["dataset.yaml", "report.txt"]


@pytest.mark.usefixtures("dataset")
def test_another_day_of_publication_than_the_declared_one_is_misuse(capsys):
    run(["draft", "report.txt", "--source", "town_report", "--published", "2026-02-09"])
    assert run(["draft", "report.txt", "--source", "town_report", "--published", "2026-02-10"]) == MISUSE
    assert "2026-02-09" in capsys.readouterr().err
