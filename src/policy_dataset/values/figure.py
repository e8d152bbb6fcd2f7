"""A figure: what a printed number says, piece by piece, with the exact value and bounds that follow from its words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any

from policy_dataset.values.numbers import (
    Number,
    as_fraction,
    last_place,
    number_from_text,
    number_text,
    of_fraction,
)


class Comparator(StrEnum):
    """What the qualifying words say about the number that stands there."""

    EQ = "eq"
    GT = "gt"
    GE = "ge"
    LT = "lt"
    LE = "le"
    APPROX = "approx"
    RANGE = "range"


class FigureKind(StrEnum):
    """What a printed number does: it counts, it places (第二批), it grades (万吨级) or it names (12345热线)."""

    QUANTITY = "quantity"
    ORDINAL = "ordinal"
    CLASS = "class"
    LABEL = "label"


class ChangeMode(StrEnum):
    """How a change is told."""

    RATE = "rate"
    POINTS = "points"
    MULTIPLE = "multiple"
    DOUBLING = "doubling"
    ABSOLUTE = "absolute"
    TO = "to"
    RATIO = "ratio"


COMPARATOR_WORDS = {
    Comparator.EQ: "",
    Comparator.GT: "more than ",
    Comparator.GE: "at least ",
    Comparator.LT: "less than ",
    Comparator.LE: "at most ",
    Comparator.APPROX: "about ",
}
# Words after which the number is the lower end of its last printed place: 1.2万余 lies between 1.2万 and 1.3万.
SURPLUS_WORDS = frozenset({"余", "多", "有余", "几", "餘", "幾"})


@dataclass(frozen=True, slots=True)
class Change:
    """How a figure moved.

    Attributes
    ----------
    direction
        ``up``, ``down`` or None (是…的N倍 tells a ratio, no direction).
    mode
        ``rate`` (18.4%), ``points``, ``multiple`` (增长2倍), ``doubling`` (翻两番), ``absolute`` (增加300人), ``to`` (the
        level reached) or ``ratio``.
    basis
        ``yoy`` (同比), ``pop`` (环比), ``annual_average``, ``cumulative``, ``compared`` or None.
    factor
        New over old, exact, where the words give it: 1.184 for 增长18.4%, 3 for 增长2倍, 4 for 翻两番.
    compared_with
        The printed text after 比, 较 or 是, with digits in ASCII.
    """

    direction: str | None
    mode: ChangeMode
    basis: str | None = None
    factor: Number | None = None
    compared_with: str | None = None


@dataclass(frozen=True, slots=True)
class Interval:
    """An interval of numbers; a bound that is None is open."""

    lower: Number | None
    lower_inclusive: bool | None
    upper: Number | None
    upper_inclusive: bool | None


@dataclass(frozen=True, slots=True, repr=False, kw_only=True)
class Figure:
    """One printed figure and what follows from its words alone.

    Attributes
    ----------
    parts
        Lossless pieces ``(role, text)``; joined they are the printed text.
    kind
        ``quantity``, ``ordinal``, ``class`` or ``label``.
    comparator
        What the qualifying words say.
    value
        In `unit`, multiplier applied; None for a range.
    lower, upper, lower_inclusive, upper_inclusive
        What the words entail; None where they bind nothing.
    number, multiplier, decimals
        As printed, in ASCII digits without grouping. A Chinese numeral stands as printed with multiplier 1. None where
        two numerals stand (a range, a compound).
    resolution
        The printed precision: 1000000 for 2.59亿.
    unit, per
        Codes of the unit table; `per` is the denominator (``d``, ``人``, ``1000 人``).
    base_value, base_unit
        The value converted exactly; None where the unit has no base.
    change
        How it moved, or None.
    assumptions
        Codes of every reading that was not printed.
    """

    parts: tuple[tuple[str, str], ...]
    kind: FigureKind = FigureKind.QUANTITY
    comparator: Comparator = Comparator.EQ
    value: Number | None = None
    lower: Number | None = None
    lower_inclusive: bool | None = None
    upper: Number | None = None
    upper_inclusive: bool | None = None
    number: str | None = None
    multiplier: int = 1
    decimals: int = 0
    resolution: Decimal | None = None
    unit: str | None = None
    per: str | None = None
    base_value: Number | None = None
    base_unit: str | None = None
    change: Change | None = None
    assumptions: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The printed text."""
        return "".join(piece for _, piece in self.parts)

    @property
    def compared_with(self) -> str | None:
        """The printed text the change is measured against."""
        return self.change.compared_with if self.change else None

    def implied(self) -> Interval | None:
        """Return the interval that rounding or usage suggests; informational, never a bound.

        Returns
        -------
        Interval
            Half the resolution on both sides for exact and approximate figures; the last printed place for 余, 多, 几;
            the entailed bounds for every other comparator.
        None
            For ordinals and labels, and where nothing suggests an interval.
        """
        if self.kind in (FigureKind.ORDINAL, FigureKind.LABEL):
            return None
        if self.comparator in (Comparator.EQ, Comparator.APPROX):
            if self.value is None or self.resolution is None:
                return None
            middle, half = as_fraction(self.value), Fraction(self.resolution) / 2
            return Interval(of_fraction(middle - half), True, of_fraction(middle + half), False)
        if self.comparator is Comparator.GT and self.value is not None and self._tells_surplus():
            step = last_place(self.value)
            if step is not None:
                upper = of_fraction(as_fraction(self.value) + as_fraction(step))
                return Interval(self.value, False, upper, False)
        return Interval(self.lower, self.lower_inclusive, self.upper, self.upper_inclusive)

    def _tells_surplus(self) -> bool:
        return any(role == "qualifier" and piece in SURPLUS_WORDS for role, piece in self.parts)

    def __repr__(self) -> str:
        return f"Figure({self.text!r} → {self.describe()})"

    def describe(self) -> str:
        """Return the meaning in a few words: ``more than 12000 个``."""
        unit = f" {self.unit}" if self.unit else ""
        per = f" per {self.per}" if self.per else ""
        if self.kind is not FigureKind.QUANTITY:
            unit = f"{unit} ({self.kind})"
        if self.value is not None:
            return f"{COMPARATOR_WORDS.get(self.comparator, '')}{number_text(self.value)}{unit}{per}"
        if self.lower is not None and self.upper is not None:
            left = "from" if self.lower_inclusive else "above"
            right = "to" if self.upper_inclusive else "to below"
            return f"{left} {number_text(self.lower)} {right} {number_text(self.upper)}{unit}{per}"
        return f"{self.comparator}{unit}{per}"

    def to_json(self) -> dict[str, Any]:
        """Return a mapping that `json.dumps` takes: numbers are strings, fractions ``a/b``."""
        return {field.name: _plain(getattr(self, field.name)) for field in fields(self)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any] | str) -> Figure:
        """Return the figure that `to_json` described, given the mapping or its JSON text."""
        values: dict[str, Any] = dict(_loaded(data) if isinstance(data, str) else data)
        values["parts"] = tuple((role, piece) for role, piece in values["parts"])
        values["kind"] = FigureKind(values["kind"])
        values["comparator"] = Comparator(values["comparator"])
        values["assumptions"] = tuple(values["assumptions"])
        for name in ("value", "lower", "upper", "resolution", "base_value"):
            values[name] = _number(values[name])
        values["multiplier"] = int(values["multiplier"])
        if values["change"] is not None:
            change = dict(values["change"])
            change["mode"] = ChangeMode(change["mode"])
            change["factor"] = _number(change["factor"])
            values["change"] = Change(**change)
        return cls(**values)


def _number(text: str | None) -> Number | None:
    return None if text is None else number_from_text(text)


def _loaded(text: str) -> Any:
    import json  # noqa: PLC0415 - most readers of figures never need it

    return json.loads(text)


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal | Fraction):
        return number_text(value)
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, Change):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value
