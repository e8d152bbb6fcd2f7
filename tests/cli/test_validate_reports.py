from __future__ import annotations

import json
import re
import shutil
from xml.etree import ElementTree as ET

import pytest

from policy_dataset.cli.app import run
from policy_dataset.report import text_report
from policy_dataset.report.characters import width


@pytest.fixture
def dataset(tmp_path, root, monkeypatch):
    """The project's dataset with one code misspelt and a stray space, as `datasets/d` below the current directory."""
    for name in ("GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY", "GITHUB_WORKSPACE", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    target = tmp_path / "datasets/d"
    shutil.copytree(root / "datasets/livelihood-2026", target)
    path = target / "measures/childbirth.yaml"
    text = path.read_text(encoding="utf-8")
    text = text.replace("instrument: benefit_insurance", "instrument: benefit_insurnce", 1)
    path.write_text(re.sub(r"title_en: (.*)", r"title_en: '\1 '", text, count=1), encoding="utf-8")
    return target


@pytest.mark.usefixtures("dataset")
def test_the_text_shows_the_line_under_the_path_as_given(capsys):
    assert run(["validate", "datasets/d"]) == 1
    out = capsys.readouterr().out
    assert re.search(
        r"^datasets/d/measures/childbirth\.yaml:\d+:15  error  unknown_code\n"
        r"    +\d+ │   instrument: benefit_insurnce\n +│ {15}\^{16} 'benefit_insurnce' is not in .*\n"
        r"    hint: [a-z].*benefit_insurance.*$",
        out,
        re.MULTILINE,
    )
    assert re.search(r"\n1 error, \d+ warnings? in \d+ records\n$", out)
    assert "\x1b" not in out


def test_several_files_are_written_each_in_the_form_of_its_suffix_and_the_text_is_printed(dataset, capsys):
    names = ("r.json", "r.xml", "r.sarif", "r.html", "r.md", "r.txt")
    assert run(["validate", "datasets/d", *(f"--output={n}" for n in names)]) == 1
    assert "  error  unknown_code\n" in capsys.readouterr().out
    written = {name: (dataset.parents[1] / name).read_text(encoding="utf-8") for name in names}
    assert json.loads(written["r.json"])["valid"] is False
    assert ET.fromstring(written["r.xml"]).tag == "testsuites"  # noqa: S314 - our own text
    assert json.loads(written["r.sarif"])["version"] == "2.1.0"
    assert written["r.html"].startswith("<!doctype html>")
    assert written["r.md"].startswith("### policy-dataset: livelihood-2026\n")
    assert "  error  unknown_code\n" in written["r.txt"]
    assert not any(str(dataset.parents[1]) in text for text in written.values())


def test_sarif_carries_the_certain_repair_and_paths_of_the_repository(dataset):
    assert run(["validate", "datasets/d", "--output", "r.sarif"]) == 1
    (log,) = json.loads((dataset.parents[1] / "r.sarif").read_text(encoding="utf-8"))["runs"]
    by_rule = {r["ruleId"]: r for r in log["results"]}
    (fix,) = by_rule["text_stray_space"]["fixes"]
    change = fix["artifactChanges"][0]
    assert change["artifactLocation"]["uri"] == "datasets/d/measures/childbirth.yaml"
    assert change["replacements"][0]["insertedContent"]["text"].endswith("checks'")
    assert "fixes" not in by_rule["unknown_code"]


def test_a_form_names_what_is_printed_or_the_one_file(dataset, capsys):
    assert run(["validate", "datasets/d", "--format", "json"]) == 1
    assert json.loads(capsys.readouterr().out)["counts"]["severity"]["error"] == 1
    assert run(["validate", "datasets/d", "--format", "sarif", "--output", "r.json"]) == 1
    assert "error  unknown_code" in capsys.readouterr().out
    assert "runs" in json.loads((dataset.parents[1] / "r.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "misuse",
    [
        ["--format", "pdf"],
        ["--output", "r.pdf"],
        ["--format", "json", "--output", "a.json", "--output", "b.json"],
        ["--output", "nowhere/r.json"],
    ],
)
def test_misuse_is_told_with_2(dataset, misuse, capsys):
    assert run(["validate", str(dataset), *misuse]) == 2
    assert capsys.readouterr().err


def test_a_run_on_github_gets_annotations_and_a_summary(dataset, capsys, monkeypatch):
    summary = dataset.parents[1] / "summary.md"
    summary.write_text("before\n", encoding="utf-8")
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_WORKSPACE", str(dataset.parents[1]))
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    monkeypatch.chdir(dataset)
    assert run(["validate"]) == 1
    out = capsys.readouterr().out
    assert re.search(
        r"^::error file=datasets/d/measures/childbirth\.yaml,line=\d+,col=15,endColumn=31,title=unknown_code::",
        out,
        re.MULTILINE,
    )
    assert summary.read_text(encoding="utf-8").startswith("before\n### policy-dataset: livelihood-2026\n")
    assert run(["validate", "--format", "text"]) == 1
    assert "::error" not in capsys.readouterr().out


def test_a_summary_that_cannot_be_written_changes_no_verdict(dataset, monkeypatch, capsys):
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(dataset / "nowhere/summary.md"))
    assert run(["validate", str(dataset)]) == 1
    assert "no summary of the run" in capsys.readouterr().err


def test_a_limit_cuts_what_is_printed_and_not_the_totals(dataset, capsys):
    for path in (dataset / "measures").glob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("commitment: firm", "commitment: frim"), encoding="utf-8")
    assert run(["validate", str(dataset), "--limit", "2"]) == 1
    out = capsys.readouterr().out
    assert out.count("'frim' is not in") == 2 or out.count("  error  unknown_code\n") == 2
    assert re.search(r"unknown_code: \d\d+ problems, of which the first 2 are shown", out)
    assert run(["validate", str(dataset), "--limit", "0"]) == 1
    assert capsys.readouterr().out.count("  error  unknown_code\n") > 50


@pytest.mark.parametrize(
    ("environment", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)]
)
def test_a_terminal_gets_colour_and_the_time_unless_it_says_no(
    dataset, capsys, monkeypatch, environment, coloured
):
    monkeypatch.setenv("TERM", "xterm")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    run(["validate", str(dataset)])
    out = capsys.readouterr().out
    assert ("\x1b[1;31merror" in out) is coloured
    assert re.search(r" records \(\d+\.\d s\)", out)


def test_a_terminal_gets_lines_that_fit_it(dataset, capsys, monkeypatch):
    file = dataset / "measures/childbirth.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("title_zh: ", "title_zh: " + "补贴" * 100 + "\u200b", 1), encoding="utf-8")
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    run(["validate", str(dataset)])
    shown = [line for line in capsys.readouterr().out.splitlines() if re.match(r" +\d+ │", line)]
    assert any("…" in line for line in shown)
    assert all(sum(map(width, line)) <= 80 for line in shown)


def test_two_runs_say_the_same(dataset, capsys):
    run(["validate", str(dataset), "--format", "html"])
    first = capsys.readouterr().out
    run(["validate", str(dataset), "--format", "html"])
    assert capsys.readouterr().out == first


def test_the_forms_of_the_command_are_those_of_the_folder(capsys):
    run(["validate", "--help"])
    told = " ".join(capsys.readouterr().out.split())
    assert "github, html, json, junit, markdown, sarif, text" in told
    assert text_report.SUFFIXES[0] in told
