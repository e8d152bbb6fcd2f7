"""The units and measure words that follow a printed number.

``units.csv`` beside this file is the table; it began as the case file of the same name that the project wrote for its
tests, and grew with the texts that were read.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from policy_dataset.notation.table import read_table
from policy_dataset.values.numbers import Number, as_fraction, of_fraction


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit as the notation knows it.

    Attributes
    ----------
    code
        ASCII for physical units, money and ratios (``kg``, ``CNY``, ``percent``); a measure word is its own code.
    forms
        The printed words, the usual one first.
    dimension
        What it measures; two units of one dimension with a base convert into each other.
    base
        Code of the base unit, or None where there is none (no exchange rates, no years in days).
    num, den
        One of it is ``num/den`` of the base, exactly.
    label_en
        English name.
    """

    code: str
    forms: tuple[str, ...]
    dimension: str
    base: str | None
    num: int
    den: int
    label_en: str

    def to_base(self, value: Number) -> Number | None:
        """Return `value` of this unit in its base unit, exactly; None where it has no base.

        Examples
        --------
        >>> unit_of_word("亩").to_base(Fraction(3))
        Decimal('2000')
        """
        if self.base is None:
            return None
        return of_fraction(as_fraction(value) * self.num / self.den)

    def from_base(self, value: Number) -> Number | None:
        """Return `value` of the base unit in this unit, exactly; None where it has no base."""
        if self.base is None:
            return None
        return of_fraction(as_fraction(value) * self.den / self.num)

    def factor_to(self, other: Unit) -> Fraction | None:
        """Return how many of `other` one of this is; None where the two do not convert."""
        if self.code == other.code:
            return Fraction(1)
        if self.base is None or self.dimension != other.dimension or self.base != other.base:
            return None
        return Fraction(self.num * other.den, self.den * other.num)


@cache
def units() -> dict[str, Unit]:
    """Return all units by code."""
    return {row["code"]: _unit(row) for row in read_table("units.csv")}


def _unit(row: dict[str, str]) -> Unit:
    return Unit(
        code=row["code"],
        forms=tuple(row["forms"].split()),
        dimension=row["dimension"],
        base=row["base"] or None,
        num=int(row["num"] or 1),
        den=int(row["den"] or 1),
        label_en=row["label_en"],
    )


@cache
def forms_by_first() -> dict[str, tuple[tuple[str, Unit], ...]]:
    """Return the printed forms by their first character, longest first."""
    found: dict[str, list[tuple[str, Unit]]] = {}
    for unit in units().values():
        for form in unit.forms:
            found.setdefault(form[0], []).append((form, unit))
    return {first: tuple(sorted(pairs, key=lambda pair: -len(pair[0]))) for first, pairs in found.items()}


def unit_at(text: str, at: int) -> tuple[int, Unit] | None:
    """Return the end and the unit of the longest form that stands at `at`, or None.

    Examples
    --------
    >>> unit_at("3000万千瓦时", 5)[1].code
    'kWh'
    """
    for form, unit in forms_by_first().get(text[at : at + 1], ()):
        if text.startswith(form, at):
            return at + len(form), unit
    return None


def unit_of_word(word: str) -> Unit | None:
    """Return the unit that a printed word names, or None.

    Examples
    --------
    >>> unit_of_word("公斤").code, unit_of_word("个").dimension, unit_of_word("站点")
    ('kg', 'count', None)
    """
    found = unit_at(word, 0)
    return found[1] if found and found[0] == len(word) else None


def unit_of_code(code: str) -> Unit | None:
    """Return the unit with this code, or None."""
    return units().get(code)
