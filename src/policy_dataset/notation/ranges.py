"""Ranges of two quantities: 3至5年, 10万~15万人, 2—3万元, 800米至2公里, 百分之三十到四十."""

from __future__ import annotations

from policy_dataset.notation.characters import skip_spaces
from policy_dataset.notation.chinese import chain_value
from policy_dataset.notation.faults import Fault
from policy_dataset.notation.lazy import LazyPattern
from policy_dataset.notation.quantities import Quantity, read_quantity

# 三百至五百万 shares 万 alone; 三至五百万 shares 百万.
_TWO_DIGITS = 10
_SEPARATOR = LazyPattern("至|到|—{1,2}|--?|–|~|―{1,2}|─{1,2}|－")


def read_range(text: str, raw: str, at: int) -> Quantity | Fault | None:
    """Return the range, or the one quantity, that starts at `at`; `upper` is set for a range."""
    left = read_quantity(text, raw, at)
    if not isinstance(left, Quantity) or left.graded or left.upper is not None:
        return left
    start = skip_spaces(text, left.end)
    separator = _SEPARATOR.match(text, start)
    if separator is None:
        return left
    stop = skip_spaces(text, separator.end())
    right = read_quantity(text, raw, stop)
    if not isinstance(right, Quantity):
        return right if isinstance(right, Fault) else left
    spaces = [("space", a, b) for a, b in ((left.end, start), (separator.end(), stop)) if b > a]
    middle = sorted([("separator", start, separator.end()), *spaces], key=lambda piece: piece[1])
    return _joined(left, middle, right)


def _joined(left: Quantity, middle: list[tuple[str, int, int]], right: Quantity) -> Quantity | Fault:
    if right.upper is not None or left.words or right.words:
        return Fault(
            "contradictory_qualifiers",
            left.start,
            right.end,
            "qualifies one end of a range",
            "Qualify the whole, as in 约3至5年.",
        )
    assumptions = [*left.assumptions, *right.assumptions]
    lower, upper = left.value, right.value
    unit = left.unit
    if left.unit is None:
        unit = right.unit
        shared = _shared(left, right)
        if shared > 1:
            lower *= shared
            assumptions.append("shared_multiplier")
    elif right.unit is None:
        if not left.of_hundred:
            return Fault(
                "range_units_differ",
                left.start,
                right.end,
                "has a unit at its first end only",
                "Write the unit after the second number.",
            )
    elif right.unit.code != left.unit.code:
        factor = right.unit.factor_to(left.unit)
        if factor is None:
            return Fault(
                "range_units_differ",
                left.start,
                right.end,
                "joins two dimensions",
                "Give both ends in one unit.",
            )
        upper *= factor
    if not lower < upper:
        return Fault(
            "range_reversed", left.start, right.end, "does not rise", "Write the smaller number first."
        )
    return Quantity(
        left.start,
        right.end,
        lower,
        upper=upper,
        closing=None,
        unit=unit,
        graded=right.graded,
        assumptions=assumptions,
        pieces=[*left.pieces, *middle, *right.pieces],
    )


def _shared(left: Quantity, right: Quantity) -> int:
    """Return the multiplier of the right end that the left end shares, 1 for none."""
    if not right.scales or left.multiplier > 1:
        return 1
    if not left.chinese and not right.chinese:
        digits = right.value / right.multiplier
        return right.multiplier if left.value < digits else 1
    if left.chinese != right.chinese:
        return 1
    scales = right.scales
    own = left.scales
    if own:
        if not scales.startswith(own) or scales == own:
            return 1
        scales = scales[len(own) :]
    elif left.value >= _TWO_DIGITS:
        scales = scales.lstrip("十百千")
    shared = chain_value(scales)
    return shared if left.value * shared < right.value else 1
