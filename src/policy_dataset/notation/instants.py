"""One point of time in print, its year printed, relative or left open: 2025年底, “十四五”末, 昨日, 26日16时许."""

# ruff: noqa: PLR2004 - months and days are the numbers they are
from __future__ import annotations

from dataclasses import replace
from datetime import date

from policy_dataset.notation.clocks import read_clock, with_clock
from policy_dataset.notation.dates import read_part
from policy_dataset.notation.faults import Fault
from policy_dataset.notation.lazy import LazyPattern
from policy_dataset.notation.plans import read_age, read_plan
from policy_dataset.notation.points import (
    Open,
    Read,
    Surroundings,
    add_months,
    day_point,
    month_end,
    small_number,
    year_point,
)
from policy_dataset.notation.relative import read_relative, same_period
from policy_dataset.notation.years import NUMBER, read_iso, read_year, read_years

# 10日内 is a duration, not the tenth.
_WITHIN = ("内", "以内", "之内")
DAY = LazyPattern(f"(?P<day>{NUMBER})[日号]")


def read_point(text: str, at: int, around: Surroundings) -> Read | Fault | None:
    """Read one point of time, its year printed, relative or open."""
    for read in (read_iso, read_years, read_plan):
        found = read(text, at)
        if found is not None and not (
            isinstance(found, Fault)
            and found.code == "not_a_plan"
            and text[at] not in "“‘\"「『'〝"
            and "普法" not in text
        ):
            return found
    age = read_age(text, at, around)
    if age is not None:
        return age
    relative = read_relative(text, at, around)
    if relative is not None:
        return relative
    year = read_year(text, at, around)
    if isinstance(year, Fault):
        return year
    if year is not None:
        return _after_year(text, year.end, year.year, around, resolved=year.resolved)
    part = read_part(text, at, after_year=False)
    if isinstance(part, Fault):
        return part
    if part is not None:
        return Read(part[0], part[1], month=part[1].month)
    if text.startswith("年内", at) and around.reference is not None:
        return Read(at + 2, year_point(around.reference.year).assuming("year_from_reference"))
    return _bare_day(text, at, around)


def _after_year(text: str, at: int, year: int, around: Surroundings, *, resolved: bool) -> Read | Fault:
    if text.startswith("同期", at):
        point = same_period(around, year) or year_point(year)
        return Read(at + 2, point.assuming() if resolved else point, year)
    part = read_part(text, at, after_year=True)
    if isinstance(part, Fault):
        return part
    end, opened = part if part is not None else (at, Open(year_point))
    point_or_fault = opened.build(year)
    if isinstance(point_or_fault, Fault):
        return point_or_fault
    point = point_or_fault.assuming() if resolved else point_or_fault
    return Read(end, point, year, opened.month, year_only=part is None)


def _bare_day(text: str, at: int, around: Surroundings) -> Read | Fault | None:
    """Read 26日 (this month, or the last when it lies ahead) and a bare clock time."""
    found = DAY.match(text, at)
    if found is None:
        return _bare_clock(text, at, around)
    day = small_number(found["day"])
    if day is None:
        return None
    if text.startswith(_WITHIN, found.end()):
        return Fault("not_a_date", *found.span(), "is a number of days", "Read a duration as a figure.")
    if not 1 <= day <= 31:
        return Fault("invalid_day", *found.span(), f"names a day {day}", "Write a day of the month.")
    month_of = _month_of(day, around)
    if month_of is None:
        hint = "Give a reference date, or write the month."
        return Fault("needs_reference", *found.span(), "does not say which month", hint)
    year, month, code = month_of
    if year < 1 or day > month_end(year, month).day:
        return Fault("invalid_date", *found.span(), f"is no day of {year}-{month:02d}", "Write the month.")
    point = replace(day_point(date(year, month, day)), uncertain=code == "month_from_reference").assuming(
        code
    )
    clock = read_clock(text, found.end())
    if isinstance(clock, Fault):
        return clock
    if clock is None:
        return Read(found.end(), point, year, month)
    return Read(clock.end, with_clock(point, clock), year, month)


def _month_of(day: int, around: Surroundings) -> tuple[int, int, str] | None:
    """Return the month of a bare day: the context's, else this one, or the last when the day lies ahead."""
    if around.year is not None and around.month is not None:
        return around.year, around.month, "month_from_context"
    reference = around.reference
    if reference is None:
        return None
    year, month = add_months(reference.year, reference.month, -1 if day > reference.day else 0)
    return year, month, "month_from_reference"


def _bare_clock(text: str, at: int, around: Surroundings) -> Read | Fault | None:
    clock = read_clock(text, at)
    if clock is None or isinstance(clock, Fault):
        return clock
    if clock.time is None:
        return None
    if around.day is not None and around.context_start is not None:
        return Read(
            clock.end, with_clock(day_point(around.context_start).assuming("day_from_context"), clock)
        )
    if around.reference is None:
        return Fault(
            "needs_reference",
            at,
            clock.end,
            "does not say which day",
            "Give a reference date, or write the day.",
        )
    point = replace(day_point(around.reference), uncertain=True).assuming("day_from_reference")
    return Read(clock.end, with_clock(point, clock))
