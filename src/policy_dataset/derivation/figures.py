"""Figures as printed as the columns that are published: value, bounds, unit, change."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from policy_dataset.derivation.context import Cells, Context, Derived, UnitEntry
from policy_dataset.derivation.faults import unreadable
from policy_dataset.derivation.periods import edtf_of, read_period, reference_of, year_before
from policy_dataset.notation import parse_figure, unit_of_code
from policy_dataset.problems import Problem
from policy_dataset.values import Figure

VALUE_DIGITS = 29
VALUE_DECIMALS = 9
"""A value column holds 38 digits, nine of them after the point."""
_ONE = 10**VALUE_DECIMALS
_TOO_LARGE = 10 ** (VALUE_DIGITS + VALUE_DECIMALS)

CHANGE_DIMENSIONS = ("ratio", "ratio_difference", "multiple", "doublings")
"""Dimensions that a change may be told in, whatever its indicator counts."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A figure with the unit it is published in."""

    figure: Figure
    unit: UnitEntry
    assumptions: tuple[str, ...]


def figure_columns(cells: Cells, context: Context) -> Derived:
    """Derive every column of a statistic that follows from `figure`, `qualifier`, `reading` and the indicator.

    Returns
    -------
    Derived
        With a problem on the authored field at fault: a figure that cannot be read, a reading where the figure reads
        by itself, a unit that does not fit the indicator.
    """
    read = _read(cells)
    if isinstance(read, Problem):
        return Derived({}, (read,))
    measured = _with_unit(read, cells, context)
    if measured is None:
        return Derived(_value_cells(read, None))
    if isinstance(measured, Problem):
        return Derived(_value_cells(read, None), (measured,))
    found = _value_cells(measured.figure, measured.unit)
    compared = _compared_with(measured.figure, cells, context)
    assumptions = dict.fromkeys((*_worded(cells), *measured.figure.assumptions, *measured.assumptions))
    if "base_from_basis" in compared.cells:
        assumptions["base_from_basis"] = None
    found |= {k: v for k, v in compared.cells.items() if k != "base_from_basis"}
    found["assumptions"] = ";".join(assumptions) or None
    return Derived(found, compared.problems)


def _worded(cells: Cells) -> tuple[str, ...]:
    return ("worded_value",) if cells.get("figure_reading") is not None else ()


def _read(cells: Cells) -> Figure | Problem:
    printed, reading = cells["figure"], cells.get("figure_reading")
    qualifier = cells.get("figure_qualifier") or ""
    read = parse_figure(qualifier + printed)
    if reading is None:
        if isinstance(read, Problem):
            return unreadable(_shifted(read, len(qualifier)), "figure", printed)
        return read
    if isinstance(read, Figure):
        return Problem(
            code="reading_not_needed",
            message=f"{printed!r} reads by itself as {read.describe()}, so a reading is not for the curator to give",
            hint="Leave `reading` out.",
            field="reading",
            value=reading,
        )
    given = parse_figure(reading)
    return unreadable(given, "reading", reading) if isinstance(given, Problem) else given


def _shifted(problem: Problem, by: int) -> Problem:
    if problem.start is None or problem.end is None:
        return problem
    return problem.at(start=max(problem.start - by, 0), end=max(problem.end - by, 0))


def _with_unit(figure: Figure, cells: Cells, context: Context) -> Measured | Problem | None:
    indicator = cells.get("indicator")
    default = context.units.get(context.indicators.get(indicator or "", ""))
    if default is None:
        return None  # a dead reference of the statistic or of its indicator, reported as one
    if figure.unit is None:
        return Measured(figure, default, ("unit_from_indicator",))
    dimensions = [default.dimension]
    if figure.change is not None or cells.get("kind") == "change":
        dimensions += [d for d in CHANGE_DIMENSIONS if d != default.dimension]
    words = _unit_words(figure)
    rates = tuple(f"{w}/{p}" for w in words for p in _per_words(figure))
    for dimension in dimensions:
        units = context.by_dimension.get(dimension, ())
        if figure.per is not None:
            fits = [u for u in units if u.words & set(rates)]
        else:
            fits = [u for u in units if u.words & set(words)]
        if len(fits) == 1:
            return Measured(figure, fits[0], ())
        if len(fits) > 1:
            exact = [u for u in fits if u == default]
            if exact:
                return Measured(figure, exact[0], ())
            return _two_units(figure, cells, fits)
    if figure.per is None and _numerator_words(default) & set(words):
        return Measured(figure, default, ("per_from_indicator",))
    return _no_unit(figure, cells, default, context)


def _unit_words(figure: Figure) -> tuple[str, ...]:
    """Return what the unit of a figure is printed as: its own word first, then the other forms of its code."""
    printed = tuple(word for role, word in figure.parts if role == "unit")
    known = unit_of_code(figure.unit) if figure.unit is not None else None
    forms = known.forms if known is not None else ()
    return tuple(
        dict.fromkeys((*printed, *forms, *_WORDS_OF_CODES.get(figure.unit or "", ()), figure.unit or ""))
    )


_WORDS_OF_CODES = {"one": ("比值",), "permyriad": ("万分之",), "fen": ("分",)}
"""Words of the published units for codes of the notation that are printed around the number and not after it."""


_PER_WORDS = {
    "d": ("日", "天"),
    "wk": ("周", "星期"),
    "mo": ("月",),
    "a": ("年",),
    "h": ("小时",),
    "person": ("人",),
    "household": ("户",),
    "mu": ("亩",),
    "t": ("吨",),
    "kg": ("公斤", "千克"),
    "m2": ("平方米",),
    "m3": ("立方米",),
    "km2": ("平方公里",),
}
"""Printed words of the codes that the notation uses as denominators, where they differ from the code."""


def _per_words(figure: Figure) -> tuple[str, ...]:
    if figure.per is None:
        return ()
    return (figure.per, *_PER_WORDS.get(figure.per, ()))


def _numerator_words(unit: UnitEntry) -> set[str]:
    return {word.partition("/")[0] for word in unit.words if "/" in word}


def _two_units(figure: Figure, cells: Cells, fits: list[UnitEntry]) -> Problem:
    names = ", ".join(sorted(u.unit_id for u in fits))
    return Problem(
        code="unit_ambiguous",
        message=f"{figure.unit!r} in {cells['figure']!r} may be any of {names}",
        hint="Choose an indicator whose unit is one of them.",
        field="figure",
        value=cells["figure"],
    )


def _no_unit(figure: Figure, cells: Cells, default: UnitEntry, context: Context) -> Problem:
    accepted = sorted({w for u in context.by_dimension.get(default.dimension, ()) for w in u.words})
    printed = figure.unit if figure.per is None else f"{figure.unit} per {figure.per}"
    return Problem(
        code="unit_of_other_dimension",
        message=f"{printed} in {cells['figure']!r} is no unit of {default.dimension}, which {cells['indicator']} is counted in",
        hint=f"Use an indicator that is counted in {figure.unit}, or check the figure; {default.dimension} is printed as {'、'.join(accepted[:8])}.",
        field="figure",
        value=cells["figure"],
    )


def _value_cells(figure: Figure, unit: UnitEntry | None) -> dict[str, Any]:
    value, exact = _fitting(figure.value)
    change = figure.change
    found: dict[str, Any] = {
        "value": value,
        "value_exact": exact,
        "comparator": str(figure.comparator),
        "lower": _fitting(figure.lower)[0],
        "upper": _fitting(figure.upper)[0],
        "lower_inclusive": figure.lower_inclusive,
        "upper_inclusive": figure.upper_inclusive,
        "resolution": _fitting(figure.resolution)[0],
    }
    if unit is not None:
        found["unit"] = unit.unit_id
        if figure.value is not None:
            base = value if unit.factor == 1 else _fitting(Fraction(figure.value) * unit.factor)[0]
            found["value_base"] = base
    if change is not None:
        found |= {
            "change_direction": change.direction,
            "change_mode": str(change.mode),
            "change_basis": change.basis,
        }
    return found


def _fitting(number: Decimal | Fraction | int | None) -> tuple[Decimal | None, str | None]:
    """Return a number as the value column holds it, or as exact text where it does not fit."""
    if number is None:
        return None, None
    # In whole numbers: fractions take several times as long, and this is asked of every figure of a bulk table.
    numerator, denominator = number.as_integer_ratio()
    scaled, rest = divmod(numerator * _ONE, denominator)
    if rest or abs(scaled) >= _TOO_LARGE:
        return None, str(Fraction(numerator, denominator))
    # From text, because arithmetic on Decimal rounds to the context's precision.
    return Decimal(f"{scaled}E-{VALUE_DECIMALS}"), None


def _compared_with(figure: Figure, cells: Cells, context: Context) -> Derived:
    authored = cells.get("compared_with")
    printed = figure.change.compared_with if figure.change is not None else None
    period = cells.get("period")
    text = authored or printed
    if text is not None:
        read = read_period(text, reference=reference_of(cells, context), context=period)
        if isinstance(read, Problem):
            if authored is None:
                return Derived({})  # 比全国平均: compared with something that is no period
            return Derived({"compared_with": None}, (unreadable(read, "compared_with", text),))
        return Derived(
            {"compared_with": edtf_of(read), "compared_with_start": read.start, "compared_with_end": read.end}
        )
    if figure.change is not None and figure.change.basis == "yoy" and period is not None:
        before = read_period(year_before(period), reference=None)
        if not isinstance(before, Problem):
            return Derived(
                {
                    "compared_with": edtf_of(before),
                    "compared_with_start": before.start,
                    "compared_with_end": before.end,
                    "base_from_basis": True,
                }
            )
    return Derived({})
