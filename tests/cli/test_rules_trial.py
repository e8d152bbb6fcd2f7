from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import narwhals.stable.v2 as nw
import pyarrow as pa
import pytest

from policy_dataset.cli.app import FAULT, INVALID, MISUSE, VALID, run
from policy_dataset.pipeline import Library
from policy_dataset.release.embedded import embedded_releases
from policy_dataset.rules.catalogue import all_rules
from policy_dataset.tables.frame import Frame
from policy_dataset.trying import everything, frames_of, try_rules


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    assert run(["init", str(folder / "town")]) == VALID
    assert run(["build", str(folder / "town"), "--out", str(folder / "dist")]) == VALID
    return folder


@pytest.fixture
def town(made, tmp_path) -> Path:
    return Path(shutil.copytree(made / "town", tmp_path / "town"))


def with_warning(town: Path) -> Path:
    """The dataset with a summary that says what its title says: a warning, as rules are now."""
    file = town / "measures/example.yaml"
    line = "title_en: More community canteens\n"
    file.write_text(
        file.read_text(encoding="utf-8").replace(line, f"{line}  summary_en: More community canteens\n"),
        encoding="utf-8",
    )
    return town


def test_a_warning_is_tried_as_an_error(town, capsys):
    assert run(["validate", str(with_warning(town))]) == VALID
    capsys.readouterr()
    assert run(["rules", "--trial", str(town), "--select", "summary_repeats_title"]) == INVALID
    out = capsys.readouterr().out
    assert "town: 1 error" in out
    assert "summary_repeats_title  measures/example.yaml:7:" in out
    assert "1 of 1 would break" in out


def test_other_rules_have_no_say(town, capsys):
    assert run(["rules", "--trial", str(with_warning(town)), "--select", "place_not_named"]) == VALID
    assert "nothing would break" in capsys.readouterr().out


def test_rules_that_rooms_report_are_tried_too(town):
    (town / "measures/example.yaml").write_text("- id: a\n  id: b\n", encoding="utf-8")
    assert {p.rule for p in try_rules(str(town), ["yaml_duplicate_key"]).problems} == {"yaml_duplicate_key"}


def test_a_package_is_judged_without_its_yaml(made):
    trial = try_rules(str(made / "dist" / "town"), list(all_rules()))
    assert not trial.faults
    assert not trial.problems


def test_a_release_that_comes_with_the_library_holds_by_the_rules_of_today():
    for name in embedded_releases():
        trial = try_rules(name, [r for r, rule in all_rules().items() if rule.severity == "error"])
        assert not trial.faults
        assert not trial.problems


def test_a_fault_in_a_package_is_found(made, monkeypatch):
    def with_a_row_twice(dataset, schema):
        frames = frames_of(dataset, schema)
        frame = frames.own["statistics"]
        return frames.replaced("statistics", Frame(pa.concat_tables([frame.data, frame.data.slice(0, 1)])))

    monkeypatch.setattr("policy_dataset.trying.frames_of", with_a_row_twice)
    trial = try_rules(str(made / "dist" / "town"), ["duplicate_id"])
    assert [p.rule for p in trial.problems] == ["duplicate_id"]


def test_a_rule_that_cannot_be_judged_breaks_nothing_and_is_no_pass(made, monkeypatch, capsys):
    rule = all_rules()["change_without_mode"]
    broken = replace(rule, fails=lambda: nw.col("no_such_column") == 1)
    library = replace(Library.standard(), rules={**all_rules(), rule.id: broken})
    monkeypatch.setattr("policy_dataset.trying.Library.standard", lambda: library)
    asked = ["rules", "--trial", str(made / "dist" / "town"), "--select", rule.id]
    assert run(asked) == FAULT
    out = capsys.readouterr().out
    (line,) = [line for line in out.splitlines() if line.startswith(f"    {rule.id}")]
    assert "could not be judged: " in line
    assert "no_such_column" in line
    assert out.endswith("0 of 1 would break\n1 rule could not be judged\n")


def test_without_a_path_every_dataset_and_release_is_tried(town, monkeypatch):
    (town.parent / "datasets").mkdir()
    shutil.move(town, town.parent / "datasets" / "town")
    monkeypatch.chdir(town.parent)
    assert everything(Path()) == ["datasets/town", *embedded_releases()]


def test_a_trial_can_be_read_by_machines(town, capsys):
    run(
        ["rules", "--trial", str(with_warning(town)), "--select", "summary_repeats_title", "--format", "json"]
    )
    (tried,) = json.loads(capsys.readouterr().out)
    assert tried["problems"][0]["rule"] == "summary_repeats_title"


@pytest.mark.parametrize(
    "arguments",
    [
        ["somewhere"],
        ["--select", "a"],
        ["--trial", "--select", "summary_repeat_title"],
        ["--trial", "nowhere"],
    ],
)
def test_what_cannot_be_meant_is_misuse(arguments):
    assert run(["rules", *arguments]) == MISUSE
