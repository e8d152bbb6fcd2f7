from __future__ import annotations

import json

import pytest
from rules.fixtures import BASE, TEXTS, Fixture, all_fixtures, as_expected, lay_out, write_lock

from policy_dataset.pipeline import check
from policy_dataset.rules.catalogue import all_rules

FIXTURES = all_fixtures()
IDS = [f.rule for f in FIXTURES]


def test_the_base_of_all_fixtures_is_right(tmp_path):
    dataset = lay_out(BASE, tmp_path / "base")
    write_lock(dataset, TEXTS)
    assert list(check(dataset, texts=TEXTS).report) == []
    assert list(check(dataset).report) == []


def test_every_rule_has_a_fixture_and_every_fixture_a_rule():
    assert sorted(IDS) == sorted(all_rules())


@pytest.mark.parametrize("fixture", FIXTURES, ids=IDS)
def test_the_wrong_dataset_breaks_its_rule_and_no_other(fixture: Fixture, tmp_path, update):
    report = fixture.judge("bad", tmp_path)
    assert report.faults == ()
    found = as_expected(report)
    if update:
        fixture.expected_path.write_text(json.dumps(found, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    assert {p.rule for p in report} == fixture.rules
    assert {p.severity for p in report if p.rule == fixture.rule} == {all_rules()[fixture.rule].severity}
    assert found == json.loads(fixture.expected_path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("fixture", FIXTURES, ids=IDS)
def test_the_corrected_twin_breaks_nothing(fixture: Fixture, tmp_path):
    assert list(fixture.judge("good", tmp_path)) == []


@pytest.mark.parametrize("fixture", FIXTURES, ids=IDS)
def test_every_problem_has_a_place_and_a_hint(fixture: Fixture, tmp_path):
    for problem in fixture.judge("bad", tmp_path):
        assert problem.file is not None
        assert problem.hint.endswith((".", "?", "`", "…"))
        assert "{" not in problem.message
