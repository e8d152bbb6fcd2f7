"""Percent agreement, Cohen's kappa and Krippendorff's alpha of two coders, as exact fractions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

Pairs: TypeAlias = Mapping[tuple[Hashable, Hashable], int]
"""What both coders said of a unit, and of how many units they said so."""

Distance: TypeAlias = Callable[[Hashable, Hashable], Fraction]

DECIMALS = 4


def nominal(left: Hashable, right: Hashable) -> Fraction:
    """Return 0 for the same value, 1 for another."""
    return Fraction(0 if left == right else 1)


def masi(left: Hashable, right: Hashable) -> Fraction:
    """Return how far apart two sets are: 0 the same, 1 nothing in common.

    Notes
    -----
    One minus the Jaccard index, weighted by 1 for equal sets, 2/3 where one holds the other, 1/3 where they cross.
    Two empty sets are the same.

    References
    ----------
    Passonneau, R. (2006). Measuring agreement on set-valued items (MASI) for semantic and pragmatic annotation.

    Examples
    --------
    >>> masi(frozenset("ab"), frozenset("abc"))
    Fraction(5, 9)
    """
    a, b = frozenset(_members(left)), frozenset(_members(right))
    if a == b:
        return Fraction(0)
    jaccard = Fraction(len(a & b), len(a | b))
    kind = Fraction(2, 3) if a < b or b < a else Fraction(1, 3)
    return 1 - jaccard * kind


def _members(value: Hashable) -> frozenset[Hashable]:
    return value if isinstance(value, frozenset) else frozenset([value])


def percent(pairs: Pairs) -> Fraction | None:
    """Return the share of units on which both said the same, in per cent; None without units."""
    units = sum(pairs.values())
    return Fraction(100 * _same(pairs), units) if units else None


def kappa(pairs: Pairs) -> Fraction | None:
    """Return Cohen's kappa; None without units, or where both used one and the same value throughout.

    References
    ----------
    Cohen, J. (1960). A coefficient of agreement for nominal scales.

    Examples
    --------
    >>> kappa({("yes", "yes"): 20, ("yes", "no"): 5, ("no", "yes"): 10, ("no", "no"): 15})
    Fraction(2, 5)
    """
    units = sum(pairs.values())
    left, right = _counts(pairs, 0), _counts(pairs, 1)
    by_chance = sum(n * right[value] for value, n in left.items())
    if by_chance == units * units:
        return None
    return Fraction(units * _same(pairs) - by_chance, units * units - by_chance)


def alpha(pairs: Pairs, distance: Distance = nominal) -> Fraction | None:
    """Return Krippendorff's alpha for two coders without missing values.

    Parameters
    ----------
    distance
        How far apart two values are; used as it is, not squared.

    Returns
    -------
    Fraction
        None without units, or where one value was used throughout: nothing could have been told apart.

    References
    ----------
    Krippendorff, K. (2011). Computing Krippendorff's alpha-reliability.

    Examples
    --------
    >>> alpha({("a", "a"): 2, ("b", "b"): 1, ("a", "b"): 1})
    Fraction(8, 15)
    """
    values = _counts(pairs, 0) + _counts(pairs, 1)
    total = sum(values.values())
    observed = sum((distance(a, b) * n for (a, b), n in pairs.items()), Fraction(0))
    expected = sum(
        (distance(a, b) * n * m for a, n in values.items() for b, m in values.items() if a != b), Fraction(0)
    )
    if expected == 0:
        return None
    return 1 - 2 * observed * (total - 1) / expected


def rounded(number: Fraction | None) -> Decimal | None:
    """Return a fraction as a decimal of four places, a half to the even digit.

    Examples
    --------
    >>> rounded(Fraction(2, 3))
    Decimal('0.6667')
    """
    if number is None:
        return None
    return Decimal(f"{round(number * 10**DECIMALS)}E-{DECIMALS}")


def _same(pairs: Pairs) -> int:
    return sum(n for (a, b), n in pairs.items() if a == b)


def _counts(pairs: Pairs, side: int) -> Counter[Hashable]:
    counted: Counter[Hashable] = Counter()
    for pair, n in pairs.items():
        counted[pair[side]] += n
    return counted
