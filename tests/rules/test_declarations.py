"""Rules that could never find anything are refused when they are made or handed in, not passed over when data is judged."""

from __future__ import annotations

from dataclasses import replace

import narwhals.stable.v2 as nw
import pytest

from policy_dataset.errors import DeclarationError
from policy_dataset.pipeline import Library
from policy_dataset.problems import Severity
from policy_dataset.rules.catalogue import all_rules
from policy_dataset.rules.rule import Rule


def made(**given):
    return Rule(**{"id": "late", "severity": Severity.ERROR, "since": "0.1.0", "message": "m", **given})


def fails():
    return nw.col("value") > 0


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, "the rule late has no way to find it"),
        ({"table": "statistics", "fails": fails, "find": lambda _: ()}, "fails and find: give exactly one"),
        ({"fails": fails}, "no table to look at"),
        ({"table": "statistics", "fails": nw.col("value") > 0}, "`fails` that is no function"),
        ({"table": "statistics", "fails": fails, "severity": "error"}, "Severity.ERROR"),
        ({"table": "statistics", "fails": fails, "id": "Late!"}, "lower snake_case"),
        ({"table": "statistics", "fails": fails, "hint": "Write {."}, "a hint that is no format string"),
    ],
)
def test_a_rule_that_cannot_find_or_tell_anything_is_refused_when_it_is_made(given, words):
    with pytest.raises(DeclarationError, match=words):
        made(**given)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (
            {"table": "statistic", "fails": fails},
            "'statistic', which is no table. Did you mean 'statistics'?",
        ),
        ({"find": lambda _: (), "needs": ("measure",)}, "'measure', which is no table"),
        (
            {"table": "statistics", "column": "valeu", "fails": fails},
            "'valeu', which is no column of statistics",
        ),
        ({"table": "statistics", "reads": ("valeu",), "fails": fails}, "Did you mean 'value'"),
    ],
)
def test_a_rule_about_what_is_not_there_is_refused_when_it_is_handed_in(given, words):
    rule = made(**given)
    with pytest.raises(DeclarationError, match=words):
        replace(Library.standard(), rules={**all_rules(), rule.id: rule})


def test_a_rule_stands_under_its_own_name():
    with pytest.raises(DeclarationError, match="'late' stands under 'early'"):
        replace(Library.standard(), rules={"early": made(table="statistics", fails=fails)})
