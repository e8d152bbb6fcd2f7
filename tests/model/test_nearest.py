from __future__ import annotations

import pytest
from hypothesis import assume
from hypothesis import given as drawn
from hypothesis import strategies as st

from policy_dataset.model.nearest import KnownNames, did_you_mean, misspelt, nearest

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


LETTERS = "".join(chr(0x4E00 + n) for n in range(400))


MANY = sorted(
    {"".join(LETTERS[(7 * n * n + k * n // 3 + k * k) % 400] for k in range(2 + n % 4)) for n in range(900)}
)


@drawn(st.integers(0, len(MANY) - 1), st.data())
def test_one_letter_is_mended_among_many_names_of_many_letters(number, data):
    known, meant = KnownNames(MANY), MANY[number]
    assert len(MANY) > 500
    at = data.draw(st.integers(0, len(meant) - 1))
    letter = data.draw(st.sampled_from(LETTERS))
    kind = data.draw(st.sampled_from(["out", "in", "change"]))
    rest = meant[at:] if kind == "in" else meant[at + 1 :]
    given = meant[:at] + ("" if kind == "out" else letter) + rest
    assume(given not in MANY)
    found = known.nearest(given, thorough=False)
    assert found in MANY
    assert misspelt_distance(found, given) == 1 or sorted(found) == sorted(given)


def misspelt_distance(name, other):
    """The least number of letters to leave out, change or put in, the slow way."""
    if not name or not other:
        return len(name) + len(other)
    return min(
        misspelt_distance(name[1:], other[1:]) + (name[0] != other[0]),
        misspelt_distance(name[1:], other) + 1,
        misspelt_distance(name, other[1:]) + 1,
    )
