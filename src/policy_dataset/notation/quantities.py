"""One quantity at a place of the text: a numeral with its unit, a fraction, a compound such as 3斤5两."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from policy_dataset.notation.characters import skip_spaces
from policy_dataset.notation.faults import Fault
from policy_dataset.notation.lazy import LazyPattern
from policy_dataset.notation.numerals import Numeral, read_numeral
from policy_dataset.notation.units import Unit, unit_at, unit_of_code, unit_of_word
from policy_dataset.notation.words import INNER
from policy_dataset.values.figure import Comparator
from policy_dataset.values.numbers import shifted

_SIGN = LazyPattern("[-\u2212负]|零[下上]|\\+")
_FRACTION_OF = {"百分之": "percent", "千分之": "permille", "万分之": "permyriad"}
_BROKEN_UNIT = LazyPattern("个([多余来])?(半)?([多余来])?(小时|月|星期|季度|百分点|千分点|基点)")
_PRINTED_FRACTION = LazyPattern("([1-9][0-9]?)/([1-9][0-9]?)(?![0-9/.])")
# 块 counts pieces, and yuan before 角, 毛 or 分.
_LOWER_MONEY = LazyPattern("[0-9一二三四五六七八九两]+[角毛分]")
# 三级 and 三年级 number, 万吨级 and 千亿级 grade.
_UNGRADED = ("count", "calendar", "time")
_HALF = Fraction(1, 2)
# 分 and its like have a unit only inside a compound, named by the unit before them.
_COMPOUND_WORDS = {("time", "分"): "min", ("money_cny", "分"): "fen"}


@dataclass(slots=True)
class Quantity:
    """A quantity that was read, in its own unit."""

    start: int
    end: int
    value: Fraction
    upper: Fraction | None = None
    open_below: bool = False
    indefinite: bool = False
    pair: bool = False
    number: str | None = None
    decimals: int = 0
    multiplier: int = 1
    closing: int | None = 1
    scales: str = ""
    chinese: bool = False
    headless: bool = False
    unit: Unit | None = None
    of_hundred: bool = False
    graded: bool = False
    words: list[Comparator] = field(default_factory=list)
    assumptions: list[str] = field(default_factory=list)
    pieces: list[tuple[str, int, int]] = field(default_factory=list)

    @property
    def resolution(self) -> Decimal | None:
        """The printed precision, None for ranges, fractions, halves and compounds."""
        if self.closing is None or self.upper is not None:
            return None
        if self.closing >= 10**self.decimals:
            return Decimal(self.closing // 10**self.decimals)
        zeros = len(str(self.closing)) - 1
        return shifted(1, self.decimals - zeros)


def read_quantity(text: str, raw: str, at: int) -> Quantity | Fault | None:
    """Return the longest quantity that starts at `at`, why it is none, or None where none starts."""
    start, negative, pieces = at, False, list[tuple[str, int, int]]()
    sign = _SIGN.match(text, at)
    if sign is not None:
        stop = skip_spaces(text, sign.end())
        if stop >= len(text) or text[stop] not in "0123456789零一二三四五六七八九十两百千万亿":
            return None
        negative, pieces, at = sign[0] not in ("+", "零上"), [("sign", at, sign.end())], stop
        if stop > sign.end():
            pieces.append(("space", sign.end(), stop))
    quantity = _unsigned(text, raw, at)
    if isinstance(quantity, Quantity) and sign is not None:
        quantity.start, quantity.pieces = start, pieces + quantity.pieces
        if negative:
            quantity.value = -quantity.value
            quantity.upper = None if quantity.upper is None else -quantity.upper
            quantity.number = None if quantity.number is None else "-" + quantity.number
    return quantity


def _unsigned(text: str, raw: str, at: int) -> Quantity | Fault | None:
    special = _special(text, raw, at)
    if special is not None:
        return special
    numeral = read_numeral(text, raw, at)
    if numeral is None or isinstance(numeral, Fault):
        return numeral
    if text.startswith("分之", numeral.end) and not numeral.words:
        return _fraction(text, raw, numeral)
    quantity = _from(numeral)
    fault = _take_unit(quantity, text)
    if fault:
        return fault
    return _graded(_compound(quantity, text, raw), text)


def _special(text: str, raw: str, at: int) -> Quantity | Fault | None:
    """Read what begins with no numeral of its own kind: 百分之十五, 一半, 半年, 1/3."""
    for words, code in _FRACTION_OF.items():
        if text.startswith(words, at):
            return _of_hundred(text, raw, at, at + len(words), code)
    if text.startswith(("一半", "半数"), at):
        return _part_of_one(text, at, at + 2, _HALF)
    if text.startswith("半", at):
        return _half(text, at)
    printed = _PRINTED_FRACTION.match(text, at)
    if printed is not None and int(printed[1]) < int(printed[2]):
        return _part_of_one(text, at, printed.end(), Fraction(int(printed[1]), int(printed[2])))
    return None


def _part_of_one(text: str, at: int, end: int, value: Fraction) -> Quantity:
    one = unit_of_code("one")
    return Quantity(at, end, value, number=text[at:end], closing=None, unit=one, pieces=[("number", at, end)])


def _graded(quantity: Quantity, text: str) -> Quantity:
    """Take the 级 of 万吨级 and 千亿级; in 三级 it is the unit."""
    unit = quantity.unit
    if unit is not None and unit.code == "级" and (quantity.headless or (quantity.closing or 1) > 1):
        quantity.graded, quantity.unit = True, None
    elif text.startswith("级", quantity.end) and (unit is None or unit.dimension not in _UNGRADED):
        quantity.graded = True
        quantity.pieces.append(("classifier", quantity.end, quantity.end + 1))
        quantity.end += 1
    return quantity


def _from(numeral: Numeral) -> Quantity:
    quantity = Quantity(
        numeral.start,
        numeral.end,
        numeral.value,
        upper=numeral.upper,
        open_below=numeral.open_below,
        indefinite=numeral.indefinite,
        pair=numeral.pair,
        number=numeral.number,
        decimals=numeral.decimals,
        multiplier=numeral.multiplier,
        closing=numeral.closing,
        scales=numeral.scales,
        chinese=numeral.chinese,
        headless=numeral.headless,
        words=numeral.words,
        pieces=numeral.pieces,
    )
    if numeral.colloquial:
        quantity.assumptions.append("colloquial_tail")
    if numeral.indefinite:
        quantity.assumptions.append("indefinite_numeral")
    if numeral.number in ("俩", "仨"):
        quantity.unit = unit_of_code("个")
    return quantity


def _of_hundred(text: str, raw: str, start: int, at: int, code: str) -> Quantity | Fault | None:
    stop = skip_spaces(text, at)
    numeral = read_numeral(text, raw, stop)
    if numeral is None or isinstance(numeral, Fault):
        return numeral or Fault("not_a_figure", start, at, "is followed by no numeral", "Write 百分之十五.")
    quantity = _from(numeral)
    quantity.headless = False
    space = [("space", at, stop)] if stop > at else []
    quantity.start, quantity.pieces = start, [("unit", start, at), *space, *quantity.pieces]
    quantity.unit, quantity.of_hundred = unit_of_code(code), True
    return quantity


def _half(text: str, at: int) -> Quantity:
    quantity = Quantity(at, at + 1, _HALF, number="半", closing=None, pieces=[("number", at, at + 1)])
    if _take_unit(quantity, text) is not None or quantity.unit is None:
        quantity.unit = unit_of_code("one")
    return quantity


def _fraction(text: str, raw: str, below: Numeral) -> Quantity | Fault | None:
    above = read_numeral(text, raw, below.end + 2)
    if above is None or isinstance(above, Fault):
        return above or Fault(
            "not_a_figure", below.start, below.end + 2, "is no whole fraction", "Write 三分之一."
        )
    if below.value == 0:
        return Fault(
            "zero_denominator", below.start, above.end, "divides by zero", "Write another denominator."
        )
    if below.upper is not None or above.upper is not None:
        return Fault(
            "not_a_figure",
            below.start,
            above.end,
            "is no one fraction",
            "Write one fraction, as in 三分之一.",
        )
    return Quantity(
        below.start,
        above.end,
        above.value / below.value,
        number=text[below.start : above.end],
        closing=None,
        unit=unit_of_code("one"),
        words=above.words,
        pieces=[*below.pieces, ("separator", below.end, below.end + 2), *above.pieces],
    )


def _take_unit(quantity: Quantity, text: str) -> Fault | None:
    """Take the unit after the numeral, with what may break it: 2个多小时, 一个半小时, 3年多, 两年半, 七成五."""
    at = skip_spaces(text, quantity.end)
    broken = _BROKEN_UNIT.match(text, at)
    if broken is not None and (broken[1] or broken[2] or broken[3]) and not quantity.words:
        _broken_unit(quantity, at, broken)
        return None
    found = unit_at(text, at)
    if found is None:
        if text[at : at + 1] in ("分", "度") and quantity.unit is None:
            word = text[at]
            meanings = "money, a score or minutes" if word == "分" else "electricity, degrees or an angle"
            accepted = "Write 5分钟 or 5元6分." if word == "分" else "Write 5万度电, 千瓦时 or 摄氏度."
            return Fault("ambiguous_unit", at, at + 1, f"is {meanings}", accepted)
        return None
    if at > quantity.end:
        quantity.pieces.append(("space", quantity.end, at))
    end, unit = found
    if unit.code == "块" and _LOWER_MONEY.match(text, end):
        unit = unit_of_word("元") or unit
    role = "classifier" if unit.dimension == "count" else "unit"
    quantity.unit, quantity.end = unit, end
    quantity.pieces.append((role, at, end))
    if unit.code == "tenth":
        _tenth_tail(quantity, text)
    _after_unit(quantity, text)
    return None


def _broken_unit(quantity: Quantity, at: int, broken: re.Match[str]) -> None:
    if at > quantity.end:
        quantity.pieces.append(("space", quantity.end, at))
    quantity.pieces.append(("unit", at, at + 1))
    for group in (1, 2, 3):
        if not broken[group]:
            continue
        if broken[group] == "半":
            _add_half(quantity)
            quantity.pieces.append(("number", broken.start(group), broken.end(group)))
        else:
            quantity.words.append(INNER[broken[group]])
            quantity.pieces.append(("qualifier", broken.start(group), broken.end(group)))
    quantity.pieces.append(("unit", broken.start(4), broken.end(4)))
    quantity.unit = unit_of_word("个" + broken[4])
    quantity.end = broken.end()
    _after_unit(quantity, broken.string)


def _add_half(quantity: Quantity) -> None:
    quantity.value += _HALF
    quantity.upper = None if quantity.upper is None else quantity.upper + _HALF
    quantity.closing = None


def _tenth_tail(quantity: Quantity, text: str) -> None:
    digit = text[quantity.end : quantity.end + 1]
    place = "零一二三四五六七八九".find(digit) if digit else -1
    if place < 1 and not quantity.chinese and digit.isascii() and digit.isdecimal():
        place = int(digit)
    if place < 1 or quantity.decimals or quantity.upper is not None:
        return
    quantity.value += Fraction(place, 10)
    quantity.decimals = 1
    quantity.number = f"{quantity.number}{'点' if quantity.chinese else '.'}{digit}"
    quantity.pieces.append(("number", quantity.end, quantity.end + 1))
    quantity.end += 1


def _after_unit(quantity: Quantity, text: str) -> None:
    """Take 余, 多 or 半 after the unit."""
    word = text[quantity.end : quantity.end + 1]
    if word == "半" and quantity.multiplier == 1 and quantity.value.denominator == 1 and not quantity.words:
        _add_half(quantity)
        quantity.pieces.append(("number", quantity.end, quantity.end + 1))
        quantity.end += 1
        word = text[quantity.end : quantity.end + 1]
    if word and word in "余多" and not quantity.words:
        quantity.words.append(INNER[word])
        quantity.pieces.append(("qualifier", quantity.end, quantity.end + 1))
        quantity.end += 1


def _compound(first: Quantity, text: str, raw: str) -> Quantity:
    """Take the lower parts of 5元6角3分: one dimension, falling; the value stays in the first unit."""
    unit = first.unit
    if unit is None or unit.base is None or first.words or first.upper is not None or first.closing is None:
        return first
    last, whole = unit, first.value.denominator == 1
    while whole:
        at = skip_spaces(text, first.end)
        zero = text.startswith("零", at)
        part = _lower_part(text, raw, at + zero, last)
        if part is None or part.unit is None:
            return first
        if at > first.end:
            first.pieces.append(("space", first.end, at))
        if zero:
            first.pieces.append(("separator", at, at + 1))
        first.value += part.value * (part.unit.factor_to(unit) or 0)
        first.pieces += part.pieces
        first.words += part.words
        first.end, last = part.end, part.unit
        first.number, first.closing, first.decimals, first.multiplier = None, None, 0, 1
        whole = not part.words and part.value.denominator == 1
    return first


def _lower_part(text: str, raw: str, at: int, above: Unit) -> Quantity | None:
    """Return the quantity in a smaller unit of the same dimension that stands at `at`."""
    numeral = read_numeral(text, raw, at)
    if numeral is None or isinstance(numeral, Fault) or numeral.upper is not None or numeral.headless:
        return None
    part = _from(numeral)
    code = _COMPOUND_WORDS.get((above.dimension, text[part.end : part.end + 1]))
    if code and unit_at(text, part.end) is None:
        part.unit = unit_of_code(code)
        part.pieces.append(("unit", part.end, part.end + 1))
        part.end += 1
    elif _take_unit(part, text) is not None:
        return None
    factor = part.unit.factor_to(above) if part.unit is not None else None
    return part if factor is not None and factor < 1 else None
