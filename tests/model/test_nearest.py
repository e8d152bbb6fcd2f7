from __future__ import annotations

import pytest

from policy_dataset.model.nearest import did_you_mean, misspelt, nearest

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


@pytest.mark.parametrize(
    ("given", "known", "meant"),
    [
        ("helth_insurance", ["health_insurance", "social_insurance"], "health_insurance"),
        ("party_centrl", ["party_central", "party_provincial", "party_organ"], "party_central"),
        ("hte", ["the", "then"], "the"),
        ("health_insurance\u00a0", ["health_insurance"], "health_insurance"),
        ("Health\u200b-Insurance", ["health_insurance"], "health_insurance"),
        ("510101", ["510100", "510102"], None),
        ("ab", ["cd"], None),
        ("pilot", ["pilot"], None),
    ],
)
def test_the_name_that_is_clearly_nearest_is_meant(given, known, meant):
    assert misspelt(given, known) == meant


def test_a_character_that_is_not_seen_is_named():
    hint = did_you_mean("pilot\u00a0", ["pilot"], otherwise="")
    assert hint == "Did you mean 'pilot'? The text holds U+00A0, which is not seen."
