"""A short way to the meaning of the commonest figures: Arabic digits, one unit, the usual words around them; 三个, 第四次.

It reads nothing that the grammar would read otherwise; whatever it is not sure of it leaves to the grammar. A test
compares the two on every case and on the reports.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache

from policy_dataset.notation import words
from policy_dataset.notation.changes import PrintedChange
from policy_dataset.notation.figures import combined, read_prefix
from policy_dataset.notation.lexicon import lexicon
from policy_dataset.notation.units import Unit, units
from policy_dataset.values.figure import Change, ChangeMode, Comparator, Figure, FigureKind
from policy_dataset.values.numbers import Number, exact

_MULTIPLIERS = {
    "": 1,
    "万": 10**4,
    "亿": 10**8,
    "万亿": 10**12,
    "千": 1000,
    "百万": 10**6,
    "千万": 10**7,
    "千亿": 10**11,
}
# These have readings of their own: ordinals (三期), grades (万吨级), compounds (三块五角), tails (七成五).
_LEFT_TO_THE_GRAMMAR = frozenset(
    ["届", "期", "号", "版", "轮", "级", "块", "tenth", "doubling", "multiple", "liang"]
)
# Four digits before 年 are a year.
_LONGEST_DURATION = 3
_POINTS = frozenset({"percentage_point", "permille_point", "basis_point"})
_DIGITS = {digit: value for value, digit in enumerate("十一二三四五六七八九")} | {"两": 2}
_ONE = Decimal(1)
_OTHER_RATES = frozenset({"permille", "permyriad", "one"})


@dataclass(frozen=True, slots=True)
class _Left:
    """The words before the number, read once for each spelling."""

    parts: tuple[tuple[str, str], ...]
    said: tuple[Comparator, ...]
    change: PrintedChange | None
    per: str | None


@cache
def _pattern() -> re.Pattern[str]:
    forms = [
        form for unit in units().values() if unit.code not in _LEFT_TO_THE_GRAMMAR for form in unit.forms
    ]
    unit = "|".join(map(re.escape, sorted(forms, key=len, reverse=True)))
    return re.compile(
        f"((?:0|[1-9][0-9]*+)(?:\\.[0-9]++)?)([余多])?(万亿|千万|百万|千亿|万|亿)?([余多])?({unit})?(以上|左右|以下|以内|内)?"
    )


@cache
def _units_by_form() -> dict[str, Unit]:
    return {form: unit for unit in units().values() for form in unit.forms}


@lru_cache(maxsize=2048)
def _left(spelled: str) -> _Left | None:
    reading = read_prefix(spelled)
    if reading is None or (reading.change is not None and (reading.change.doubling or reading.change.ratio)):
        return None
    parts = tuple((role, spelled[start:end]) for role, start, end in reading.pieces)
    return _Left(parts, tuple(reading.words), reading.change, reading.per)


_NOTHING = _Left((), (), None, None)


@lru_cache(maxsize=512)
def _comparator(said: tuple[Comparator, ...]) -> Comparator | None:
    comparator = combined(list(said))
    return comparator if isinstance(comparator, Comparator) else None


def _scaled(mantissa: int, decimals: int) -> Decimal:
    """Return ``mantissa × 10^-decimals`` with as few decimals as it needs."""
    while decimals > 0 and mantissa % 10 == 0:
        mantissa //= 10
        decimals -= 1
    if decimals <= 0:
        return Decimal(mantissa * 10**-decimals)
    return Decimal(f"{mantissa}E-{decimals}")


_resolution = lru_cache(maxsize=256)(_scaled)


def read_fast(raw: str, at: int) -> Figure | None:
    """Return the figure whose number starts at `at` in `raw`, or None to leave it to the grammar."""
    found = _pattern().fullmatch(raw, at)
    if found is None:
        return _small(raw) if at == 0 else None
    left = _NOTHING if at == 0 else _left(raw[:at])
    if left is None:
        return None
    digits, first, scale, second, form, after = found.groups()
    said = left.said
    if first or second:
        if first and second:
            return None
        said = (*said, words.INNER[first or second])
    if after:
        last = words.AFTER[after]
        said = said if last is None else (*said, last)
    comparator = _comparator(said) if said else Comparator.EQ
    if comparator is None:
        return None
    whole, _, fraction = digits.partition(".")
    decimals = len(fraction)
    multiplier = _MULTIPLIERS[scale or ""]
    mantissa = int(whole + fraction)
    unit = _units_by_form()[form] if form else None
    if form == "年" and len(whole) > _LONGEST_DURATION:
        return None
    change = None
    if left.change is not None:
        change = _change(left.change, unit, mantissa * multiplier, decimals)
        if change is None:
            return None
    value = _scaled(mantissa * multiplier, decimals)
    parts = _parts(left.parts, found.groups(), unit)
    bounds = _bounds(comparator, value)
    base = None if unit is None else unit.base
    return Figure(
        parts=parts,
        comparator=comparator,
        value=value,
        lower=bounds[0],
        lower_inclusive=bounds[1],
        upper=bounds[2],
        upper_inclusive=bounds[3],
        number=digits,
        multiplier=multiplier,
        decimals=decimals,
        resolution=_resolution(multiplier, decimals),
        unit=None if unit is None else unit.code,
        per=left.per,
        base_value=None
        if unit is None or base is None
        else _base_value(unit, value, mantissa * multiplier, decimals),
        base_unit=base,
        change=change,
    )


@cache
def _small_pattern() -> re.Pattern[str]:
    counted = "|".join(map(re.escape, sorted(_counted_units(), key=len, reverse=True)))
    return re.compile(
        f"(第?)((?<!第)两|[一二三四五六七八九]|十[一二三四五六七八九]?|(?<=第)[1-9][0-9]?)({counted})"
    )


@cache
def _counted_units() -> dict[str, Unit]:
    return {
        form: unit
        for form, unit in _units_by_form().items()
        if unit.dimension in ("count", "calendar", "time") and unit.code not in ("级", "块")
    }


def _small(raw: str) -> Figure | None:
    """Read 三个, 第四次, 第5位."""
    found = _small_pattern().fullmatch(raw)
    if found is None or raw in lexicon():
        return None
    ordinal, digits, form = found.groups()
    unit = _counted_units()[form]
    number = int(digits) if digits.isascii() else 10 * digits.count("十") + _DIGITS[digits[-1]]
    value = Decimal(number)
    if ordinal:
        return Figure(
            parts=(("ordinal", "第"), ("number", digits), ("classifier", form)),
            kind=FigureKind.ORDINAL,
            value=value,
            lower=value,
            lower_inclusive=True,
            upper=value,
            upper_inclusive=True,
            number=digits,
            unit=unit.code,
        )
    if unit.code in _LEFT_TO_THE_GRAMMAR:
        return None
    base = unit.base
    return Figure(
        parts=(("number", digits), ("classifier" if unit.dimension == "count" else "unit", form)),
        value=value,
        lower=value,
        lower_inclusive=True,
        upper=value,
        upper_inclusive=True,
        number=digits,
        resolution=_ONE,
        unit=unit.code,
        base_value=None if base is None else _base_value(unit, value, number, 0),
        base_unit=base,
    )


def _parts(
    left: tuple[tuple[str, str], ...], groups: tuple[str, ...], unit: Unit | None
) -> tuple[tuple[str, str], ...]:
    digits, first, scale, second, form, after = groups
    parts = [*left, ("number", digits)]
    if first:
        parts.append(("qualifier", first))
    if scale:
        parts.append(("multiplier", scale))
    if second:
        parts.append(("qualifier", second))
    if unit is not None:
        parts.append(("classifier" if unit.dimension == "count" else "unit", form))
    if after:
        parts.append(("qualifier", after))
    return tuple(parts)


def _bounds(
    comparator: Comparator, value: Decimal
) -> tuple[Decimal | None, bool | None, Decimal | None, bool | None]:
    if comparator is Comparator.EQ:
        return value, True, value, True
    if comparator is Comparator.GT or comparator is Comparator.GE:
        return value, comparator is Comparator.GE, None, None
    if comparator is Comparator.LT or comparator is Comparator.LE:
        return None, None, value, comparator is Comparator.LE
    return None, None, None, None


def _base_value(unit: Unit, value: Decimal, mantissa: int, decimals: int) -> Number:
    if unit.num == unit.den:
        return value
    if unit.den == 1:
        return _scaled(mantissa * unit.num, decimals)
    if unit.code == "percent":
        return _scaled(mantissa, decimals + 2)
    return exact(mantissa * unit.num, 10**decimals * unit.den)


def _change(printed: PrintedChange, unit: Unit | None, mantissa: int, decimals: int) -> Change | None:
    factor = None
    code = None if unit is None else unit.code
    if printed.to:
        mode = ChangeMode.TO
    elif code == "percent":
        mode = ChangeMode.RATE
        one = 10 ** (decimals + 2)
        factor = _scaled(one + mantissa if printed.direction == "up" else one - mantissa, decimals + 2)
    elif code in _POINTS:
        mode = ChangeMode.POINTS
    elif code in _OTHER_RATES:
        return None
    else:
        mode = ChangeMode.ABSOLUTE
    return Change(printed.direction, mode, printed.basis, factor, printed.compared_with)


def forget_words() -> None:
    """Forget the words read before numbers; for measuring."""
    _left.cache_clear()
    _comparator.cache_clear()
