from __future__ import annotations

import pytest

from policy_dataset.model.nearest import did_you_mean, nearest

CODES = ["subsidy_grant", "pilot", "benefit_insurance"]


@pytest.mark.parametrize(
    ("given", "meant"),
    [("subsdy_grant", "subsidy_grant"), ("Pilot", "pilot"), ("benefit-insurance", "benefit_insurance")],
)
def test_a_misspelt_name_is_recognised(given, meant):
    assert nearest(given, CODES) == meant


@pytest.mark.parametrize("given", ["", "zzz", "x" * 10_000, "补贴"])
def test_nothing_is_suggested_where_nothing_is_near(given):
    assert nearest(given, CODES) is None
    assert did_you_mean(given, CODES, otherwise="Look it up.") == "Look it up."
