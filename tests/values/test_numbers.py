"""Numbers stay exact: decimals where they end, fractions where they do not."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from policy_dataset.values import exact, number_from_text, number_text
from policy_dataset.values.numbers import decimal_text, last_place


@given(st.integers(), st.integers(min_value=1, max_value=10**9))
def test_a_quotient_is_exact(numerator: int, denominator: int) -> None:
    value = exact(numerator, denominator)
    assert Fraction(value) == Fraction(numerator, denominator)
    assert number_from_text(number_text(value)) == value


@given(st.integers(min_value=1, max_value=10**40))
def test_no_digit_is_rounded_away(value: int) -> None:
    assert number_text(exact(value, 10**20)).replace(".", "").strip("0") == str(value).strip("0")


def test_a_terminating_quotient_is_a_decimal() -> None:
    assert isinstance(exact(3, 8), Decimal)
    assert isinstance(exact(1, 3), Fraction)


def test_the_last_place_is_that_of_the_last_digit_that_is_not_zero() -> None:
    assert last_place(Decimal(12000)) == 1000
    assert last_place(Decimal("2.50")) == Decimal("0.1")
    assert last_place(Fraction(1, 3)) is None


@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_a_decimal_as_text_is_the_same_number_however_long(number: Decimal) -> None:
    text = decimal_text(number)
    assert Decimal(text) == number
    assert "E" not in text
    assert "." not in text or text[-1] not in "0."
