"""The table of units: every form is found, every factor is exact."""

from __future__ import annotations

from fractions import Fraction

import pytest

from policy_dataset.notation import unit_of_code, unit_of_word, units


def test_no_printed_form_names_two_units() -> None:
    forms = [form for unit in units().values() for form in unit.forms]
    assert len(forms) == len(set(forms))


@pytest.mark.parametrize("code", sorted(units()))
def test_every_form_finds_its_unit(code: str) -> None:
    unit = unit_of_code(code)
    assert unit is not None
    for form in unit.forms:
        assert unit_of_word(form) is unit
    assert unit.label_en


@pytest.mark.parametrize(
    ("word", "other", "factor"),
    [
        ("亩", "平方米", Fraction(2000, 3)),
        ("斤", "公斤", Fraction(1, 2)),
        ("公顷", "亩", Fraction(15)),
        ("成", "％", Fraction(10)),
    ],
)
def test_units_of_one_dimension_convert_exactly(word: str, other: str, factor: Fraction) -> None:
    unit, target = unit_of_word(word), unit_of_word(other)
    assert unit is not None
    assert target is not None
    assert unit.factor_to(target) == factor


def test_units_of_two_dimensions_do_not_convert() -> None:
    unit, target = unit_of_word("倍"), unit_of_word("%")
    assert unit is not None
    assert target is not None
    assert unit.factor_to(target) is None


def test_a_word_that_is_no_unit_is_none() -> None:
    assert unit_of_word("站点") is None
