"""A point of a period while it is read: its bounds, its EDTF pieces, and what a role may still change in it."""

# ruff: noqa: PLR2004 - months and days are the numbers they are
from __future__ import annotations

import calendar
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction

from policy_dataset.notation.chinese import Refusal, read_chinese
from policy_dataset.notation.faults import Fault
from policy_dataset.values.period import Precision, Role

FIRST_YEAR, LAST_YEAR = 1, 9999


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is known from outside the text."""

    reference: date | None = None
    year: int | None = None
    month: int | None = None
    day: int | None = None
    context_start: date | None = None
    context_end: date | None = None
    context_edtf: str | None = None


@dataclass(frozen=True, slots=True)
class Point:
    """One end of a period, or the whole of it.

    `ends` holds the EDTF pieces (one, or two of an interval) with whether each is approximate. `last_day` stands for 底
    and 末, whose meaning waits for the role: an event near the end, or the state on the last day.
    """

    start: date | None
    end: date | None
    ends: tuple[tuple[str, bool], ...]
    precision: Precision
    last_day: date | None = None
    stock: bool = False
    one_of: str | None = None
    uncertain: bool = False
    role: Role | None = None
    time: str | None = None
    part_of_day: str | None = None
    vague_clock: bool = False
    resolved: bool = False
    assumptions: tuple[str, ...] = ()

    def assuming(self, *codes: str) -> Point:
        """Return the same point, resolved by these assumptions."""
        return replace(self, resolved=True, assumptions=(*self.assumptions, *codes))

    def approximately(self) -> Point:
        """Return the same point with every end approximate."""
        return replace(self, ends=tuple((text, True) for text, _ in self.ends))


@dataclass(frozen=True, slots=True)
class Open:
    """A part of a year whose year is not printed: give it one."""

    build: Callable[[int], Point | Fault]
    cumulative: bool = False
    month: int | None = None


@dataclass(frozen=True, slots=True)
class Read:
    """What was read, and where it ends; `year` and `month` are what a following point may inherit."""

    end: int
    what: Point | Open
    year: int | None = None
    month: int | None = None
    year_only: bool = False


def month_end(year: int, month: int) -> date:
    """Return the last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def add_months(year: int, month: int, months: int) -> tuple[int, int]:
    """Return the month that lies `months` later (or earlier)."""
    index = year * 12 + month - 1 + months
    return index // 12, index % 12 + 1


def year_point(year: int) -> Point:
    """Return a whole year."""
    return Point(date(year, 1, 1), date(year, 12, 31), ((f"{year:04d}", False),), Precision.YEAR)


def month_point(year: int, month: int) -> Point:
    """Return a whole month."""
    return Point(
        date(year, month, 1), month_end(year, month), ((f"{year:04d}-{month:02d}", False),), Precision.MONTH
    )


def day_point(day: date) -> Point:
    """Return one day."""
    return Point(day, day, ((day.isoformat(), False),), Precision.DAY)


def months_point(year: int, first: int, last: int, precision: Precision) -> Point:
    """Return several months of one year."""
    if first == last:
        return replace(month_point(year, first), precision=precision)
    ends = ((f"{year:04d}-{first:02d}", False), (f"{year:04d}-{last:02d}", False))
    return Point(date(year, first, 1), month_end(year, last), ends, precision)


def days_point(first: date, last: date, precision: Precision) -> Point:
    """Return several days."""
    return Point(first, last, ((first.isoformat(), False), (last.isoformat(), False)), precision)


def month_fault(month: int, start: int, end: int) -> Fault | None:
    """Return why a number is no month, or None."""
    if 1 <= month <= 12:
        return None
    return Fault("invalid_month", start, end, f"names a month {month}", "Write a month from 1 to 12.")


def day_builder(month: int, day: int, start: int, end: int) -> Callable[[int], Point | Fault]:
    """Return what builds a day of a year that is not known yet."""

    def build(year: int) -> Point | Fault:
        fault = month_fault(month, start, end)
        if fault is not None:
            return fault
        if not 1 <= day <= 31:
            return Fault("invalid_day", start, end, f"names a day {day}", "Write a day of the month.")
        if year < 1 or day > month_end(year, month).day:
            return Fault(
                "invalid_date", start, end, f"is no day of {year}", "Write a day that the month has."
            )
        return day_point(date(year, month, day))

    return build


def nearest(what: Open, around: Surroundings, fault: Fault) -> Point | Fault:
    """Give a part of a year the year that print leaves out.

    The year of the context; else the last, this or the next year, whichever is nearest to the reference (a tie goes to
    the past); for cumulative periods the latest that has ended. More than 92 days away is uncertain.
    """
    if around.year is not None:
        point = what.build(around.year)
        return point if isinstance(point, Fault) else point.assuming("year_from_context")
    reference = around.reference
    if reference is None:
        return fault
    built = [
        what.build(reference.year + step)
        for step in (-1, 0, 1)
        if FIRST_YEAR <= reference.year + step <= LAST_YEAR
    ]
    points = [point for point in built if isinstance(point, Point)]
    if not points:
        return next(point for point in built if isinstance(point, Fault))
    if what.cumulative:
        ended = [point for point in points if point.end is not None and point.end <= reference]
        return (ended or points)[-1 if ended else 0].assuming("year_from_reference")
    best = min(points, key=lambda point: (_distance(point, reference), point.start or date.min))
    far = _distance(best, reference) > timedelta(days=92)
    return replace(best, uncertain=best.uncertain or far).assuming("year_from_reference")


def _distance(point: Point, reference: date) -> timedelta:
    if point.start is not None and reference < point.start:
        return point.start - reference
    if point.end is not None and reference > point.end:
        return reference - point.end
    return timedelta(0)


def small_number(spelled: str) -> int | None:
    """Return a month, day, hour or count in either script, or None."""
    if spelled.isascii() and spelled.isdecimal():
        return int(spelled)
    reading = read_chinese(spelled)
    if isinstance(reading, Refusal) or reading.upper is not None or reading.colloquial:
        return None
    return int(Fraction(reading.value))
