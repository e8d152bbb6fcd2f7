"""Years and dates that begin with one: 2025年, 今年, 2023—2025年, 2024—2025学年, 2025-06-15."""

# ruff: noqa: PLR2004 - months, days, hours and years are the numbers they are
from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from policy_dataset.notation.clocks import read_clock, with_clock
from policy_dataset.notation.faults import Fault
from policy_dataset.notation.lazy import LazyPattern
from policy_dataset.notation.points import Point, Read, Surroundings, day_builder, month_fault, month_point
from policy_dataset.values.period import Precision

DASH = "(?:至|到|—{1,2}|-{1,2}|–|~|―{1,2}|─{1,2}|\u2212)"
NUMBER = "(?:[0-9]{1,3}|[零一二三四五六七八九十两廿卅]{1,4})"
_CN_DIGITS = "零一二三四五六七八九"
_DIGIT4 = f"(?:[0-9]{{4}}|[{_CN_DIGITS}]{{4}})"
_YEAR = LazyPattern(f"(?P<era>公元)?(?P<year>{_DIGIT4})年度?")
_YEARS = LazyPattern(
    f"(?P<first>{_DIGIT4})年?(?:{DASH}|/(?=[0-9]{{4}}学年))(?P<last>{_DIGIT4})(?:年度|学年度?|年)"
)
_SCHOOL = LazyPattern("学年")
_ISO = LazyPattern(
    "(?P<year>[0-9]{4})(?P<sep>[-./])(?P<month>[0-9]{1,2})(?P=sep)(?P<day>[0-9]{1,2})(?![0-9])"
)
_ISO_MONTH = LazyPattern("(?P<year>[0-9]{4})-(?P<month>[0-9]{2})(?![0-9.,])")
_ISO_TIME = LazyPattern("[T ](?=[0-9]{2}:)")
# Years that lean on the reference date, and years that lean on an earlier sentence.
BY_REFERENCE = {
    "今年": 0,
    "本年度": 0,
    "本年": 0,
    "去年": -1,
    "前年": -2,
    "大前年": -3,
    "明年": 1,
    "来年": 1,
    "后年": 2,
}
BY_CONTEXT = {
    "全年": 0,
    "当年": 0,
    "同年": 0,
    "上年度": -1,
    "上年": -1,
    "上一年度": -1,
    "上一年": -1,
    "次年": 1,
    "翌年": 1,
    "下一年": 1,
}
_RELATIVE = LazyPattern("|".join(sorted([*BY_REFERENCE, *BY_CONTEXT], key=len, reverse=True)))


@dataclass(frozen=True, slots=True)
class Year:
    """A year that was read, printed or relative."""

    end: int
    year: int
    resolved: bool = False


def year_number(spelled: str) -> int:
    """Return a year of four digits in either script."""
    return int("".join(str(_CN_DIGITS.index(digit)) if digit in _CN_DIGITS else digit for digit in spelled))


def read_year(text: str, at: int, around: Surroundings) -> Year | Fault | None:
    """Return the year, printed or relative, that starts at `at`."""
    found = _YEAR.match(text, at)
    if found is not None:
        year = year_number(found["year"])
        return (
            Year(found.end(), year)
            if year
            else Fault("not_a_date", *found.span(), "is no year", "Write a year from 1 on.")
        )
    relative = _RELATIVE.match(text, at)
    if relative is None:
        return None
    word = relative[0]
    if word in BY_REFERENCE:
        if around.reference is None:
            return Fault(
                "needs_reference",
                *relative.span(),
                "needs the date of publication",
                "Give a reference date, or write the year.",
            )
        return _in_range(Year(relative.end(), around.reference.year + BY_REFERENCE[word], resolved=True), at)
    if around.year is None:
        return Fault(
            "needs_antecedent",
            *relative.span(),
            "leans on a year named before",
            "Give the context, as in 2025, or write the year.",
        )
    return _in_range(Year(relative.end(), around.year + BY_CONTEXT[word], resolved=True), at)


def _in_range(year: Year, at: int) -> Year | Fault:
    if 1 <= year.year <= 9999:
        return year
    return Fault("not_a_date", at, year.end, "falls outside the years 1 to 9999", "Write another year.")


def read_iso(text: str, at: int) -> Read | Fault | None:
    """Return a date written with hyphens, points or slashes, year first."""
    found = _ISO.match(text, at)
    if found is None:
        month = _ISO_MONTH.match(text, at)
        if month is None or int(month["year"]) == 0:
            return None
        fault = month_fault(int(month["month"]), *month.span())
        point = fault or month_point(int(month["year"]), int(month["month"]))
        return (
            point
            if isinstance(point, Fault)
            else Read(month.end(), point, int(month["year"]), int(month["month"]))
        )
    year, month_number, day = int(found["year"]), int(found["month"]), int(found["day"])
    built = day_builder(month_number, day, *found.span())(year)
    if isinstance(built, Fault):
        return built
    time = _ISO_TIME.match(text, found.end())
    clock = read_clock(text, time.end() if time else found.end())
    if isinstance(clock, Fault):
        return clock
    if clock is None:
        return Read(found.end(), built, year, month_number)
    return Read(clock.end, with_clock(built, clock), year, month_number)


def read_years(text: str, at: int) -> Read | Fault | None:
    """Return an interval of years that share one 年: 2023—2025年, 2024—2025学年."""
    found = _YEARS.match(text, at)
    if found is None:
        return None
    first, last = year_number(found["first"]), year_number(found["last"])
    if not 0 < first < last:
        return Fault("range_reversed", *found.span(), "does not rise", "Write the earlier year first.")
    ends = ((f"{first:04d}", False), (f"{last:04d}", False))
    point = Point(date(first, 1, 1), date(last, 12, 31), ends, Precision.INTERVAL)
    if _SCHOOL.search(found[0]):
        point = replace(point, assumptions=("school_year",))
    return Read(found.end(), point)
