from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from policy_dataset import cli
from policy_dataset.cli import app as app_module
from policy_dataset.cli.app import run, verbs
from policy_dataset.pipeline import Library


@pytest.fixture
def dataset(root, tmp_path) -> Path:
    return Path(shutil.copytree(root / "datasets" / "livelihood-2026", tmp_path / "livelihood-2026"))


def test_every_verb_has_help():
    for verb in verbs():
        assert run([verb, "--help"]) == 0, verb


@pytest.mark.parametrize(
    "verb",
    ["validate", "build", "lock", "anchor", "rules", "explain", "schemas", "verify", "coverage", "show"],
)
def test_the_verbs_that_are_promised_are_there(verb):
    assert verb in verbs()


def test_a_valid_dataset_exits_0(dataset, capsys):
    assert run(["validate", str(dataset), "--format", "json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["valid"] is True
    assert report["problems"] == []


def test_problems_in_the_data_exit_1(dataset, capsys):
    file = dataset / "measures" / "childbirth.yaml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("instrument: ", "instrument: no_", 1), encoding="utf-8"
    )
    assert run(["validate", str(dataset), "--format", "json"]) == 1
    (problem,) = json.loads(capsys.readouterr().out)["problems"]
    assert (problem["rule"], problem["file"]) == ("unknown_code", "measures/childbirth.yaml")


@pytest.mark.parametrize(
    "arguments",
    [
        ["validate", "nowhere"],
        ["build", "nowhere", "--out", "dist"],
        ["validate", ".", "--date", "tomorrow"],
        ["validate", ".", "--format", "papyrus"],
        ["validat"],
        ["explain", "no_such_rule"],
        ["show", "no-such-release"],
        ["anchor", "nowhere.txt", "words"],
        [],
    ],
)
def test_misuse_exits_2_without_a_traceback(arguments, capsys, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert run(arguments) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_a_misspelt_rule_is_told_which_is_meant(capsys):
    run(["explain", "unknown_cod"])
    assert "'unknown_code'" in capsys.readouterr().err


def test_a_fault_of_the_library_exits_3_and_asks_to_be_reported(dataset, capsys, monkeypatch):
    def broken() -> Library:
        raise ZeroDivisionError("ours")

    monkeypatch.setattr(Library, "standard", broken)
    assert run(["validate", str(dataset)]) == 3
    assert "fault of the library" in capsys.readouterr().err


def test_the_rules_are_listed_for_machines(capsys):
    assert run(["rules", "--format", "json"]) == 0
    rules = json.loads(capsys.readouterr().out)
    assert len(rules) >= 40
    assert {"id", "severity", "since", "explanation"} <= set(rules[0])


def test_an_anchor_is_printed_for_every_place_with_line_and_column(tmp_path, capsys):
    (tmp_path / "page.txt").write_text("一\n参保12人，又12人。", encoding="utf-8")
    assert run(["anchor", str(tmp_path / "page.txt"), "12人", "--source", "page"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split("  # ")[1] for line in lines] == ["page.txt:2:3", "page.txt:2:8"]
    assert lines[0].startswith("page#char=4,7;sha256=")


def test_words_that_do_not_stand_there_exit_1(tmp_path):
    (tmp_path / "page.txt").write_text("一", encoding="utf-8")
    assert run(["anchor", str(tmp_path / "page.txt"), "二"]) == 1


def test_building_and_verifying_work_from_the_command_line(dataset, page, tmp_path, capsys):
    assert run(["build", str(dataset), "--out", str(tmp_path / "dist")]) == 0
    assert "datapackage.json" in capsys.readouterr().out
    assert run(["verify", str(tmp_path / "dist" / "livelihood-2026"), "--texts", str(page)]) == 0
    assert "agree" in capsys.readouterr().out


def test_coverage_lists_what_is_left_and_exits_1(dataset, page, capsys):
    assert run(["coverage", str(dataset), "--texts", str(page)]) == 0
    file = dataset / "waivers.yaml"
    text = file.read_text(encoding="utf-8")
    first = text.index("- id: ")
    file.write_text(text[:first] + text[text.index("- id: ", first + 1) :], encoding="utf-8")
    capsys.readouterr()
    assert run(["coverage", str(dataset), "--texts", str(page)]) == 1
    assert "1 left" in capsys.readouterr().out


def test_a_record_is_shown_as_a_card(dataset, capsys):
    assert run(["show", str(dataset), "maternity_insurance_participants_2025_11"]) == 0
    out = capsys.readouterr().out
    assert "259000000" in out
    assert "xinhua_2026_livelihood#char=" in out


def test_output_is_plain_where_there_is_no_terminal(dataset):
    command = [sys.executable, "-m", "policy_dataset", "validate", str(dataset)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, encoding="utf-8")
    assert "\x1b" not in done.stdout + done.stderr
    assert done.stderr == ""


def test_help_brings_in_nothing_heavy():
    heavy = ["pyarrow", "polars", "duckdb", "pandas", "frictionless", "narwhals"]
    code = f"import sys; from policy_dataset.cli.app import run; run(['validate', '--help']); sys.exit(any(m in sys.modules for m in {heavy}))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode == 0


def test_the_program_is_the_module():
    assert cli.main
    assert app_module.app


@pytest.mark.parametrize("arguments", [["一", "--source", "bad id!"], [" "]])
def test_an_anchor_that_could_not_be_read_back_is_not_printed(arguments, tmp_path, capsys):
    (tmp_path / "page.txt").write_text("一", encoding="utf-8")
    assert run(["anchor", str(tmp_path / "page.txt"), *arguments]) == 2
    assert capsys.readouterr().out == ""


def test_what_was_not_examined_is_never_said_to_be_accounted_for(dataset, tmp_path, capsys):
    (tmp_path / "none").mkdir()
    assert run(["coverage", str(dataset), "--texts", str(tmp_path / "none")]) == 1
    assert "text_not_at_hand" in capsys.readouterr().out
    (dataset / "sources.lock.json").unlink()
    assert run(["coverage", str(dataset)]) == 1
    said = capsys.readouterr().out
    assert "was not examined" in said
    assert "everything is accounted for" not in said
