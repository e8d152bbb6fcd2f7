from __future__ import annotations

import json

import pytest

from policy_dataset.cli.app import INVALID, MISUSE, VALID, run


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (["topics", "养老"], "elderly_care"),
        (["topics", "older", "people"], "elderly_care"),
        (["instruments", "Subsidy"], "subsidy_grant"),
        (["instruments", "subsidy_grant"], "subsidy_grant"),
        (["locations", "成都"], "510100"),
        (["units", "人"], "person"),
        (["indicators", "生育保险参保人数"], "maternity_insurance_participants"),
        (["comparators", "左右"], "approx"),
    ],
)
def test_a_code_is_found_first_by_a_word_of_either_language(asked, code, capsys):
    assert run(["codes", *asked]) == VALID
    assert capsys.readouterr().out.split()[0] == code


def test_few_finds_are_explained_in_both_languages(capsys):
    run(["codes", "topics", "养老服务"])
    lines = capsys.readouterr().out.splitlines()
    assert lines[1].startswith("    Home, community and residential care")
    assert "探访关爱" in lines[2]


def test_a_word_that_nothing_has_is_told_and_leaves_with_1(capsys):
    assert run(["codes", "topics", "zzz"]) == INVALID
    assert "no code of topics has 'zzz'" in capsys.readouterr().err


def test_a_misspelt_list_is_misuse_with_a_hint(capsys):
    assert run(["codes", "topik"]) == MISUSE
    assert "Did you mean 'topics'?" in capsys.readouterr().err


def test_the_lists_are_told_with_the_fields_that_use_them(capsys):
    assert run(["codes"]) == VALID
    out = capsys.readouterr().out
    assert "measures.topic, indicators.topic" in out
    assert run(["codes", "--format", "json"]) == VALID
    listed = {entry["list"]: entry for entry in json.loads(capsys.readouterr().out)}
    assert listed["statuses"]["used_in"] == ["measures.status", "measure_statuses.status"]


def test_a_list_as_json_has_what_is_known_of_each_code(capsys):
    assert run(["codes", "waiver_reasons", "--format", "json"]) == VALID
    first, *_ = json.loads(capsys.readouterr().out)
    assert {"code", "label_en", "label_zh"} <= set(first)
    assert "deprecated" not in first


def test_a_datasets_own_records_are_codes_too(tmp_path, capsys):
    run(["init", str(tmp_path / "town")])
    capsys.readouterr()
    assert run(["codes", "indicators", "食堂", "--dataset", str(tmp_path / "town")]) == VALID
    assert "community_canteens" in capsys.readouterr().out
    assert run(["codes", "actors", "--dataset", str(tmp_path / "town")]) == VALID
    assert "青禾市民政局" in capsys.readouterr().out
    assert run(["codes", "actors"]) == MISUSE
