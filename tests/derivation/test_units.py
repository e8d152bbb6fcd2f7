"""The two levels of units, words of the notation and units of the published table, say the same."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

from policy_dataset.model.reference import supplied_rows
from policy_dataset.notation import units

PUBLISHED = supplied_rows()["units"]


def words(row) -> set[str]:
    return {row["symbol"], row["name_zh"], *(row["variants_zh"] or "").split("|")}


def published(unit) -> list:
    return [row for row in PUBLISHED if words(row) & {*unit.forms, unit.code}]


def test_two_units_that_convert_do_so_by_the_same_fraction_in_both_tables():
    compared = 0
    for one, other in combinations(units().values(), 2):
        factor = one.factor_to(other)
        pairs = [(a, b) for a in published(one) for b in published(other) if a["dimension"] == b["dimension"]]
        if factor is None or not pairs:
            continue
        compared += 1
        assert any(
            Fraction(a["factor_to_base"]) / Fraction(b["factor_to_base"]) == factor for a, b in pairs
        ), (one.code, other.code)
    assert compared > 100


COUNTED_APART = {"count", "ratio"}


def test_every_physical_unit_and_currency_of_the_notation_can_be_published():
    missing = [
        u.code for u in units().values() if u.dimension not in COUNTED_APART and u.forms and not published(u)
    ]
    assert missing == []


def test_a_display_unit_converts_to_the_unit_without_its_multiplier():
    rows = {row["unit_id"]: row for row in PUBLISHED}
    for suffix, multiplier in (("_wan", 10**4), ("_yi", 10**8), ("_wanyi", 10**12)):
        for name, row in rows.items():
            bare = name.removesuffix(suffix)
            if name != bare and bare in rows:
                assert Fraction(row["factor_to_base"]) == multiplier * Fraction(
                    rows[bare]["factor_to_base"]
                ), name
