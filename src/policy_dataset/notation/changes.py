"""Words of change before a figure: 同比增长, 比上年提高, 降至, 翻了两番, 是2020年的2.2倍."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from policy_dataset.notation import words
from policy_dataset.notation.faults import Fault
from policy_dataset.notation.lazy import LazyPattern
from policy_dataset.notation.quantities import Quantity
from policy_dataset.values.figure import Change, ChangeMode
from policy_dataset.values.numbers import Number, of_fraction

_RATIO = LazyPattern("(?:约?为|是|相当于|达到?|等于)(?P<with>[^，。；、的]{1,24})的")
# Beyond it the factor is a number of no use and of many digits.
_MOST_DOUBLINGS = 100
_RATES = ("percent", "permille", "permyriad", "tenth", "one")
_POINTS = ("percentage_point", "permille_point", "basis_point")


@dataclass(slots=True)
class PrintedChange:
    """The words of change as printed."""

    end: int
    direction: str | None
    basis: str | None
    compared_with: str | None
    to: bool
    doubling: bool
    ratio: bool
    pieces: list[tuple[str, int, int]]


def read_change(text: str, at: int) -> PrintedChange | None:
    """Return the words of change that start at `at`, or None."""
    found = words.change().match(text, at)
    if found is None:
        return None
    basis = compared = None
    for one in words.basis_word().finditer(found["bases"]):
        if one["with"]:
            basis, compared = "compared", one["with"]
        else:
            basis = words.BASES[one["word"]]
    verb = found["verb"]
    return PrintedChange(
        end=found.end(),
        direction="up" if verb == "翻" else words.DIRECTIONS[verb],
        basis=basis,
        compared_with=compared,
        to=bool(found["to"]),
        doubling=verb == "翻",
        ratio=False,
        pieces=[("change", at, found.end())],
    )


def read_ratio(text: str, at: int) -> PrintedChange | None:
    """Return the words of 是2020年的2.2倍 before the number, or None."""
    found = _RATIO.match(text, at)
    if found is None or "倍" not in text[found.end() :]:
        return None
    return PrintedChange(
        found.end(), None, None, found["with"], False, False, True, [("change", at, found.end())]
    )


def change_of(printed: PrintedChange | None, core: Quantity, text: str) -> Change | Fault | None:
    """Return the change that the words and the number tell together.

    A fault where the words have no meaning with this unit: 减少2倍, 翻了3倍.
    """
    if printed is None:
        return None
    code = core.unit.code if core.unit is not None else None
    whole = (core.start, core.end)
    if printed.ratio:
        if code != "multiple":
            return Fault("not_a_figure", *whole, "is no multiple", "Write 是2020年的2.2倍.")
        return Change(None, ChangeMode.RATIO, None, _number(core.value, core), printed.compared_with)
    if printed.doubling and code != "doubling":
        if code == "multiple":
            return Fault(
                "ambiguous_multiple", 0, len(text), "is ×N, ×(1+N) or ×2^N", "Write 翻两番 or 增长2倍."
            )
        return Fault("not_a_figure", *whole, "is no doubling", "Write 翻一番.")
    mode, factor = _mode(printed, core, code)
    if mode is ChangeMode.MULTIPLE and printed.direction == "down":
        return Fault(
            "meaningless_multiple", 0, len(text), "falls by more than the whole", "Write 减少一半 or 下降60%."
        )
    exact = None if factor is None else _number(factor, core)
    return Change(printed.direction, mode, printed.basis, exact, printed.compared_with)


def _number(value: Fraction, core: Quantity) -> Number | None:
    return None if core.upper is not None else of_fraction(value)


def _mode(printed: PrintedChange, core: Quantity, code: str | None) -> tuple[ChangeMode, Fraction | None]:
    if printed.to:
        return ChangeMode.TO, None
    if code in _RATES and core.unit is not None:
        share = core.value * core.unit.num / core.unit.den
        return ChangeMode.RATE, 1 + share if printed.direction == "up" else 1 - share
    if code in _POINTS:
        return ChangeMode.POINTS, None
    if code == "multiple":
        return ChangeMode.MULTIPLE, 1 + core.value
    if code == "doubling":
        doublings = core.value
        whole = doublings.denominator == 1 and doublings < _MOST_DOUBLINGS
        return ChangeMode.DOUBLING, Fraction(2) ** int(doublings) if whole else None
    return ChangeMode.ABSOLUTE, None
