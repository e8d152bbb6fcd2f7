"""The catalogue as a whole: names, explanations, words and severities of rules."""

from __future__ import annotations

import pkgutil
import re
from string import Formatter

import pytest

from policy_dataset import rules
from policy_dataset.model.vocabulary import ID_PATTERN, columns
from policy_dataset.pipeline import Library
from policy_dataset.problems import Severity
from policy_dataset.rules.catalogue import all_rules, severity_of
from policy_dataset.rules.retired import RETIRED
from policy_dataset.rules.rule import Rule

ALL = all_rules()
FRAME = {
    "asking",
    "catalogue",
    "cells_of_files",
    "collector",
    "declarations",
    "page",
    "patterns",
    "retired",
    "rule",
    "runner",
    "tables",
    "telling",
}
HINT_ENDS = (".", "?", "`")

each_rule = pytest.mark.parametrize("rule", ALL.values(), ids=list(ALL))


def test_there_are_the_promised_number_of_rules():
    assert sum(rule.about == "dataset" for rule in ALL.values()) >= 60


def test_every_module_beside_the_frame_is_a_rule_named_like_it():
    modules = {module.name for module in pkgutil.iter_modules(rules.__path__)}
    assert modules - FRAME == set(ALL)
    assert all(rule.id == name for name, rule in ALL.items())


@each_rule
def test_a_rule_is_named_in_snake_case(rule: Rule):
    assert re.fullmatch(ID_PATTERN, rule.id)
    assert len(rule.id) <= 40


@each_rule
def test_the_explanation_opens_with_one_sentence(rule: Rule):
    first = rule.explanation.partition("\n")[0]
    assert first.endswith("."), first
    assert first[0].isupper() or first.startswith("`")
    assert len(first) <= 120


@each_rule
def test_a_rule_says_since_when_and_how_grave(rule: Rule):
    assert re.fullmatch(r"\d+\.\d+\.\d+", rule.since)
    assert rule.severity in Severity
    assert severity_of(rule.id) == str(rule.severity)


@each_rule
def test_there_is_one_way_to_find_a_fault(rule: Rule):
    ways = [way for way in (rule.fails, rule.declared, rule.find, rule.found_by) if way is not None]
    assert len(ways) == 1
    assert (rule.fails is not None) == (rule.table is not None)


@each_rule
def test_words_are_filled_with_what_there_is(rule: Rule):
    schema = Library.standard().schema
    for text in (rule.message, rule.hint):
        fields = {field.partition("!")[0] for _, field, _, _ in Formatter().parse(text) if field is not None}
        if rule.table is not None:
            assert fields <= {*columns(schema[rule.table]), "column", "value"}
        if rule.found_by is not None:
            assert not fields


@each_rule
def test_a_rule_says_the_fact_and_what_to_do(rule: Rule):
    assert rule.hint or rule.explain_hint or rule.id == "unknown_reference"
    if rule.hint:
        assert rule.hint.endswith(HINT_ENDS)
        assert rule.hint[0].isupper()
    if rule.message:
        assert not rule.message.endswith(".")
        assert not rule.message.startswith(("Error", "Warning", "Invalid"))
    assert bool(rule.message) == (rule.found_by is None)


def test_a_retired_name_is_never_given_again():
    assert not set(RETIRED) & set(ALL)
    assert set(RETIRED.values()) <= set(ALL)


@each_rule
def test_a_rule_blames_a_column_that_there_is(rule: Rule):
    schema = Library.standard().schema
    if rule.table is not None and rule.column is not None:
        assert rule.column in columns(schema[rule.table])
        assert set(rule.reads) <= set(columns(schema[rule.table]))
    assert all(name in schema for name in rule.needs)
