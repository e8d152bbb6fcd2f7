from __future__ import annotations

import re

import pytest

from policy_dataset.catalogue.rule_pages import explain, first_sentence, rule_pages
from policy_dataset.model.dataset import Ignore
from policy_dataset.rules.catalogue import all_rules

RULES = all_rules()


def test_every_rule_has_a_page_and_a_row_that_links_to_it():
    pages = rule_pages(RULES.values())
    assert {n for n in pages if n.startswith("rules/")} == {f"rules/{r}.md" for r in RULES}
    assert re.findall(r"\]\(rules/(\w+)\.md\)", pages["rules.md"]) == sorted(RULES)


def test_the_order_in_which_rules_are_given_changes_nothing():
    assert rule_pages(RULES.values()) == rule_pages(reversed(RULES.values()))


@pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
def test_a_rule_is_explained_with_its_id_severity_and_version(rule):
    said = explain(rule)
    assert said.splitlines()[0] == f"{rule.id} · {rule.severity} · since {rule.since}"
    assert rule.explanation.replace("``", "`") in said


@pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
def test_the_first_sentence_is_one_line(rule):
    assert first_sentence(rule)
    assert "\n" not in first_sentence(rule)


def test_how_to_silence_a_rule_stands_in_one_place_and_names_the_fields_that_there_are():
    pages = rule_pages(RULES.values())
    assert all("../rules.md#silence" in text for name, text in pages.items() if name != "rules.md")
    assert re.findall(r"^(?:  - |    )(\w+):", pages["rules.md"], re.MULTILINE) == list(Ignore.model_fields)
