from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from jsonschema import Draft4Validator

from policy_dataset.problems import Problem
from policy_dataset.records.repair import Repair
from policy_dataset.report import sarif_report
from policy_dataset.report.report import Report
from policy_dataset.report.sarif_report import as_data, render
from report.samples import full_width, report, setting, unknown_code

SUBSET = json.loads((Path(__file__).parent / "sarif_subset.schema.json").read_text(encoding="utf-8"))


def check(data) -> None:
    Draft4Validator.check_schema(SUBSET)
    Draft4Validator(SUBSET, format_checker=Draft4Validator.FORMAT_CHECKER).validate(data)


def repair() -> Repair:
    return Repair(
        rules=("text_full_width",),
        message="written in ASCII",
        start=0,
        end=4,
        replacement="2026",
        line=20,
        column=17,
        end_line=20,
        end_column=21,
    )


def test_every_report_is_sarif():
    check(as_data(report(), setting(repairs=lambda _: [repair()])))
    check(as_data(Report.of([])))


def test_the_subset_refuses_what_is_not_sarif():
    data = as_data(report(), setting())
    data["runs"][0]["results"][0]["place"] = "here"
    with pytest.raises(Exception, match="place"):
        check(data)


def test_columns_count_code_points_and_ends_are_exclusive():
    (run,) = as_data(Report.of([full_width()]), setting())["runs"]
    assert run["columnKind"] == "unicodeCodePoints"
    (location,) = run["results"][0]["locations"]
    assert location["physicalLocation"]["region"] == {"startLine": 20, "startColumn": 17, "endColumn": 21}
    assert location["logicalLocations"] == [{"fullyQualifiedName": "measures/m1/title_zh", "kind": "member"}]


def test_every_result_points_at_its_rule_and_every_rule_is_explained():
    (run,) = as_data(report(), setting())["runs"]
    rules = run["tool"]["driver"]["rules"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    found = next(r for r in rules if r["id"] == "unknown_code")
    assert found["shortDescription"]["text"] == "A code is not in the codelist of its field."
    assert found["defaultConfiguration"] == {"level": "error"}
    assert "policy-dataset explain unknown_code" in found["help"]["markdown"]
    assert "](" not in found["help"]["markdown"]
    assert "helpUri" not in found


def test_rules_lead_to_their_pages_where_these_can_be_read():
    (run,) = as_data(report(), replace(setting(), rule_pages="https://example.org/rules"))["runs"]
    found = next(r for r in run["tool"]["driver"]["rules"] if r["id"] == "unknown_code")
    assert found["helpUri"] == "https://example.org/rules/unknown_code.md"
    assert "[unknown_code](https://example.org/rules/unknown_code.md)" in found["help"]["markdown"]


def test_a_rule_that_nobody_explains_is_named_all_the_same():
    (run,) = as_data(Report.of([Problem(code="of_a_user", message="m")]))["runs"]
    assert run["tool"]["driver"]["rules"] == [{"id": "of_a_user"}]


def test_a_certain_repair_is_a_fix_and_others_have_none():
    (run,) = as_data(report(), setting(repairs=lambda _: [repair()]))["runs"]
    by_rule = {r["ruleId"]: r for r in run["results"]}
    (fix,) = by_rule["text_full_width"]["fixes"]
    assert fix["artifactChanges"][0]["replacements"] == [
        {
            "deletedRegion": {"startLine": 20, "startColumn": 17, "endLine": 20, "endColumn": 21},
            "insertedContent": {"text": "2026"},
        }
    ]
    assert "fixes" not in by_rule["unknown_code"]


def test_a_fix_is_found_from_one_character_of_its_text_and_never_from_beside_it():
    inside, beside = full_width().at(column=19, end_column=20), full_width().at(column=22, end_column=23)
    (run,) = as_data(Report.of([inside, beside]), setting(repairs=lambda _: [repair()]))["runs"]
    assert ["fixes" in result for result in run["results"]] == [True, False]


def test_paths_are_relative_and_percent_encoded():
    problems = [
        Problem(code="c", message="m", file="统计/a b%.yaml", line=1),
        Problem(code="c", message="m", file="z\udcff.yaml", line=1),
    ]
    (run,) = as_data(Report.of(problems), setting(prefix="datasets/x/"))["runs"]
    uris = [r["locations"][0]["physicalLocation"]["artifactLocation"] for r in run["results"]]
    assert uris == [
        {"uri": "datasets/x/z%FF.yaml", "uriBaseId": "%SRCROOT%"},
        {"uri": "datasets/x/%E7%BB%9F%E8%AE%A1/a%20b%25.yaml", "uriBaseId": "%SRCROOT%"},
    ]


def test_a_fault_of_the_library_is_a_notification_of_the_run():
    (run,) = as_data(report(), setting())["runs"]
    (invocation,) = run["invocations"]
    assert invocation["executionSuccessful"] is False
    (told,) = invocation["toolExecutionNotifications"]
    assert told["level"] == "error"
    assert told["associatedRule"]["id"] == "broad_code"


def test_signs_with_a_meaning_in_messages_are_escaped():
    (run,) = as_data(Report.of([Problem(code="c", message="{0} [a](b) [c]")]))["runs"]
    assert run["results"][0]["message"]["text"] == "{{0}} \\[a](b) [c]"


def test_more_results_than_code_scanning_takes_are_left_out_and_counted(monkeypatch):
    monkeypatch.setattr(sarif_report, "MAX_RESULTS", 2)
    (run,) = as_data(Report.of([full_width(), *(unknown_code(line=n) for n in (30, 31))]))["runs"]
    assert [r["ruleId"] for r in run["results"]] == ["unknown_code", "unknown_code"]
    (told,) = run["invocations"][0]["toolExecutionNotifications"]
    assert "3 problems, of which 1 are left out" in told["message"]["text"]


def test_the_same_report_is_the_same_text():
    assert render(report(), setting()) == render(report(), setting())
