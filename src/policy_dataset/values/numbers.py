"""Exact numbers: a `Decimal` where the value terminates, a `Fraction` where it does not, never a float."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

Number = Decimal | Fraction


def exact(numerator: int, denominator: int = 1) -> Number:
    """Return ``numerator / denominator`` without rounding.

    Parameters
    ----------
    numerator, denominator
        Any integers; the denominator is not zero.

    Returns
    -------
    Decimal
        When the quotient terminates, with as few decimals as it needs.
    Fraction
        Otherwise.

    Examples
    --------
    >>> exact(3, 20)
    Decimal('0.15')
    >>> exact(2000, 3)
    Fraction(2000, 3)
    """
    if denominator == 1:
        return Decimal(numerator)
    quotient = Fraction(numerator, denominator)
    rest, twos, fives = quotient.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    if rest != 1:
        return quotient
    decimals = max(twos, fives)
    return shifted(quotient.numerator * 10**decimals // quotient.denominator, decimals)


def shifted(mantissa: int, decimals: int) -> Decimal:
    """Return ``mantissa × 10^-decimals`` as it stands, in no context and so never rounded.

    Examples
    --------
    >>> shifted(1840, 2)
    Decimal('18.40')
    """
    if decimals == 0:
        return Decimal(mantissa)
    return Decimal(f"{mantissa}E-{decimals}")


def number_text(value: Number) -> str:
    """Return a number as text without an exponent; a fraction as ``a/b``.

    Examples
    --------
    >>> number_text(Decimal("259000000")), number_text(Fraction(2, 3))
    ('259000000', '2/3')
    """
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    return format(value, "f")


def decimal_text(value: Decimal) -> str:
    """Return a decimal as text without an exponent and without the zeros that a column adds, digit for digit.

    Examples
    --------
    >>> decimal_text(Decimal("1500.250000000")), decimal_text(Decimal("259000000.000000000"))
    ('1500.25', '259000000')
    """
    # By text: arithmetic would round to the 28 digits of the decimal context.
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def number_from_text(text: str) -> Number:
    """Return the number that `number_text` wrote.

    Examples
    --------
    >>> number_from_text("2/3")
    Fraction(2, 3)
    """
    if "/" in text:
        return Fraction(text)
    return Decimal(text)


def as_fraction(value: Number) -> Fraction:
    """Return the same number as a fraction, for arithmetic."""
    return value if isinstance(value, Fraction) else Fraction(value)


def of_fraction(value: Fraction) -> Number:
    """Return the same number as `exact` would."""
    return exact(value.numerator, value.denominator)


def last_place(value: Number) -> Number | None:
    """Return the place value of the last digit that is not zero: 1000 for 12000, 1/10 for 2.50.

    Fractions that do not terminate, and zero, have none.

    Examples
    --------
    >>> last_place(Decimal("12000"))
    Decimal('1000')
    """
    if isinstance(value, Fraction) or value == 0:
        return None
    digits = number_text(abs(value))
    whole, _, decimals = digits.partition(".")
    decimals = decimals.rstrip("0")
    if decimals:
        return shifted(1, len(decimals))
    return Decimal(10 ** (len(whole) - len(whole.rstrip("0"))))
