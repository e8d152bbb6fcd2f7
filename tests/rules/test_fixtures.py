"""Every rule on its smallest wrong dataset and on the right twin of it."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from on_engines import on_other_engines
from policy_dataset.pipeline import check
from policy_dataset.report.report import Report
from policy_dataset.rules.catalogue import all_rules
from rules.fixtures import BASE, TEXTS, Fixture, all_fixtures, as_expected, lay_out, write_lock

FIXTURES = all_fixtures()
IDS = [f.rule for f in FIXTURES]
OF_TABLES = [name for name in IDS if all_rules()[name].found_by is None]
"""Rules that an engine computes; the others are found before one is asked."""


@pytest.fixture(scope="module")
def wrong(tmp_path_factory) -> Callable[[Fixture], Report]:
    """Judge the wrong dataset of a fixture, once for all tests."""
    known: dict[str, Report] = {}

    def judged(fixture: Fixture) -> Report:
        if fixture.rule not in known:
            known[fixture.rule] = fixture.judge("bad", tmp_path_factory.mktemp(fixture.rule))
        return known[fixture.rule]

    return judged


def test_the_base_of_all_fixtures_is_right(tmp_path):
    dataset = lay_out(BASE, tmp_path / "base")
    write_lock(dataset, TEXTS)
    assert list(check(dataset, texts=TEXTS).report) == []
    assert list(check(dataset).report) == []


def test_every_rule_has_a_fixture_and_every_fixture_a_rule():
    assert sorted(IDS) == sorted(rule.id for rule in all_rules().values() if rule.about == "dataset")


@pytest.mark.parametrize("fixture", FIXTURES, ids=IDS)
def test_the_wrong_dataset_breaks_its_rule_and_no_other(fixture: Fixture, wrong, update):
    report = wrong(fixture)
    assert report.faults == ()
    found = as_expected(report)
    if update:
        text = json.dumps(found, ensure_ascii=False, indent=2) + "\n"
        fixture.expected_path.write_text(text, encoding="utf-8")
    assert {p.rule for p in report} == fixture.rules
    assert {p.severity for p in report if p.rule == fixture.rule} == {all_rules()[fixture.rule].severity}
    assert found == json.loads(fixture.expected_path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("fixture", FIXTURES, ids=IDS)
def test_the_corrected_twin_breaks_nothing(fixture: Fixture, tmp_path):
    report = fixture.judge("good", tmp_path)
    assert list(report) == []
    assert report.faults == ()


@pytest.mark.parametrize("fixture", FIXTURES, ids=IDS)
def test_every_problem_has_a_place_and_a_hint(fixture: Fixture, wrong):
    for problem in wrong(fixture):
        assert problem.file is not None
        assert problem.hint.endswith((".", "?", "`", "…"))
        assert "{" not in problem.message


@on_other_engines("rule", OF_TABLES, OF_TABLES, {"duckdb": 6, "spark": 96})
def test_every_engine_says_the_same_of_the_wrong_dataset(engine, rule, tmp_path):
    fixture = FIXTURES[IDS.index(rule)]
    wrong = fixture.judge("bad", tmp_path, engine.name)
    assert wrong.faults == ()
    assert as_expected(wrong) == json.loads(fixture.expected_path.read_text(encoding="utf-8"))


@on_other_engines("rule", OF_TABLES, OF_TABLES, {"duckdb": 12})
def test_every_engine_finds_nothing_in_the_corrected_twin(engine, rule, tmp_path):
    assert list(FIXTURES[IDS.index(rule)].judge("good", tmp_path, engine.name)) == []
