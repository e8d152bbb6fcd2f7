"""Parts of a year or month: 6月中旬, 一季度, 前11个月, 1—11月, 3月5日, 年底, 春季."""

# ruff: noqa: PLR2004 - months, days, hours and years are the numbers they are
from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from policy_dataset.notation.clocks import read_clock, with_clock
from policy_dataset.notation.faults import Fault
from policy_dataset.notation.lazy import LazyPattern
from policy_dataset.notation.points import (
    Open,
    Point,
    day_builder,
    day_point,
    days_point,
    month_end,
    month_fault,
    month_point,
    months_point,
    small_number,
    year_point,
)
from policy_dataset.notation.years import DASH, NUMBER
from policy_dataset.values.period import Precision

_MONTHS = LazyPattern(f"(?P<first>{NUMBER}){DASH}(?P<last>{NUMBER})月份?")
_MONTH = LazyPattern(f"(?P<month>{NUMBER})月份?")
_DAYS = LazyPattern(f"(?P<first>{NUMBER})[日号]?{DASH}(?P<last>{NUMBER})[日号]")
_DAY = LazyPattern(f"(?P<day>{NUMBER})[日号]")
_XUN = {"上旬": (1, 10), "中旬": (11, 20), "下旬": (21, 0), "上中旬": (1, 20), "中下旬": (11, 0)}
_QUARTER = LazyPattern("第?(?P<quarter>[0-9]{1,2}|[一二三四五六七八九十]{1,2})季度")
_QUARTERS = LazyPattern(f"第?(?P<first>[1-4一二三四]){DASH}第?(?P<last>[1-4一二三四])季度")
_FIRST_MONTHS = LazyPattern(f"[前头](?P<count>{NUMBER})(?:个月|月)")
_FIRST_QUARTERS = LazyPattern("[前头](?P<count>[0-9]|[一二三四两])(?:个季度|季度)")
_SEASONS = {"春": (21, 3), "夏": (22, 6), "暑": (22, 6), "秋": (23, 9), "冬": (24, 12)}
_SEASON = LazyPattern("(?P<season>[春夏秋冬])[季天]|(?P<holiday>暑)[期假]")
_EDGE = LazyPattern("(?:年)?(?P<edge>[初中底末])")
_BARE_EDGE = LazyPattern("年(?P<edge>[初中底末])")
_SOME = LazyPattern("某(?P<unit>[日月天])")
_Part = tuple[int, Open] | Fault | None


def read_part(text: str, at: int, *, after_year: bool) -> tuple[int, Open] | Fault | None:
    """Return the part of a year that starts at `at`; the year is still open.

    Parameters
    ----------
    text, at
        Canonical text without spaces, and the offset.
    after_year
        Whether a year stands before it: then 初, 底, 内 may stand alone.
    """
    for read in (_several_months, _one_month, _quarters, _first_months, _halves, _seasons):
        part = read(text, at)
        if part is not None:
            return part
    return _edges(text, at, after_year=after_year)


def _several_months(text: str, at: int) -> _Part:
    found = _MONTHS.match(text, at)
    if found is None:
        return None
    first, last = small_number(found["first"]), small_number(found["last"])
    if first is None or last is None:
        return None
    fault = month_fault(first, *found.span("first")) or month_fault(last, *found.span("last"))
    if fault is not None:
        return fault
    if last <= first:
        return Fault(
            "range_reversed", *found.span(), "does not rise", "Write 12月至次年3月 across the year's end."
        )
    return found.end(), Open(
        lambda year: months_point(year, first, last, Precision.INTERVAL), cumulative=first == 1, month=last
    )


def _one_month(text: str, at: int) -> _Part:
    found = _MONTH.match(text, at)
    if found is None:
        return None
    month = small_number(found["month"])
    if month is None:
        return None
    fault = month_fault(month, *found.span())
    if fault is not None:
        return fault
    return _in_month(text, at, found.end(), month)


def _in_month(text: str, start: int, at: int, month: int) -> _Part:
    days = _DAYS.match(text, at)
    if days is not None:
        return _several_days(days, start, month)
    day = _DAY.match(text, at)
    if day is not None:
        return _one_day(text, day, start, month)
    some = _SOME.match(text, at)
    if some is not None and some["unit"] != "月":
        return some.end(), Open(
            lambda year: _one_of(
                days_point(date(year, month, 1), month_end(year, month), Precision.INTERVAL)
            ),
            month=month,
        )
    for word, (first, last) in _XUN.items():
        if text.startswith(word, at):
            return at + len(word), Open(_xun_builder(month, first, last), month=month)
    edge = text[at : at + 1]
    if edge and edge in "初中底末":
        return at + 1, Open(lambda year: _month_edge(year, month, edge), month=month)
    return at, Open(lambda year: month_point(year, month), month=month)


def _xun_builder(month: int, first: int, last: int) -> Callable[[int], Point]:
    def build(year: int) -> Point:
        end = date(year, month, last) if last else month_end(year, month)
        return days_point(date(year, month, first), end, Precision.XUN)

    return build


def _several_days(found: re.Match[str], start: int, month: int) -> _Part:
    first, last = small_number(found["first"]), small_number(found["last"])
    if first is None or last is None:
        return None
    begin, finish = (
        day_builder(month, first, start, found.end()),
        day_builder(month, last, start, found.end()),
    )

    def build(year: int) -> Point | Fault:
        left, right = begin(year), finish(year)
        if isinstance(left, Fault) or isinstance(right, Fault):
            return left if isinstance(left, Fault) else right
        if left.start is None or right.end is None or left.start >= right.end:
            return Fault(
                "range_reversed", start, found.end(), "does not rise", "Write the earlier day first."
            )
        return days_point(left.start, right.end, Precision.INTERVAL)

    return found.end(), Open(build, month=month)


def _one_day(text: str, found: re.Match[str], start: int, month: int) -> _Part:
    day = small_number(found["day"])
    if day is None:
        return None
    build = day_builder(month, day, start, found.end())
    clock = read_clock(text, found.end())
    if isinstance(clock, Fault):
        return clock
    if clock is None:
        return found.end(), Open(build, month=month)

    def at_time(year: int) -> Point | Fault:
        point = build(year)
        return point if isinstance(point, Fault) else with_clock(point, clock)

    return clock.end, Open(at_time, month=month)


def _one_of(point: Point) -> Point:
    return replace(point, one_of="..")


def _month_edge(year: int, month: int, edge: str) -> Point:
    if edge == "末":
        return _stock(month_end(year, month))
    day = {"初": date(year, month, 1), "中": date(year, month, 15)}.get(edge, month_end(year, month))
    point = day_point(day).approximately()
    return replace(point, last_day=day) if edge == "底" else point


def _stock(day: date) -> Point:
    return replace(day_point(day), last_day=day, stock=True)


def _year_edge(year: int, edge: str) -> Point:
    if edge == "初":
        return month_point(year, 1).approximately()
    if edge == "中":
        return months_point(year, 6, 7, Precision.INTERVAL).approximately()
    if edge == "末":
        return _stock(date(year, 12, 31))
    return replace(month_point(year, 12).approximately(), last_day=date(year, 12, 31))


def _span_with_edge(text: str, end: int, first: int, last: int, precision: Precision) -> tuple[int, Open]:
    """Return months of a year, or their first or last day where 初, 底 or 末 follows."""
    edge = text[end : end + 1]
    if edge and edge in "底末":
        return end + 1, Open(lambda year: _month_edge(year, last, edge), month=last)
    if edge == "初":
        return end + 1, Open(lambda year: month_point(year, first).approximately(), month=first)
    return end, Open(lambda year: months_point(year, first, last, precision), month=last)


def _quarters(text: str, at: int) -> _Part:
    several = _QUARTERS.match(text, at)
    if several is not None:
        first, last = small_number(several["first"]) or 0, small_number(several["last"]) or 0
        if last <= first:
            return Fault(
                "range_reversed", *several.span(), "does not rise", "Write the earlier quarter first."
            )
        build = Open(
            lambda year: months_point(year, 3 * first - 2, 3 * last, Precision.INTERVAL),
            cumulative=first == 1,
            month=3 * last,
        )
        return several.end(), build
    found = _QUARTER.match(text, at)
    if found is None:
        return None
    quarter = small_number(found["quarter"])
    if quarter is None or not 1 <= quarter <= 4:
        return Fault("invalid_quarter", *found.span(), "is no quarter of a year", "Write 一季度 to 四季度.")
    return _span_with_edge(text, found.end(), 3 * quarter - 2, 3 * quarter, Precision.QUARTER)


def _first_months(text: str, at: int) -> _Part:
    found = _FIRST_MONTHS.match(text, at)
    months = 1
    if found is None:
        found, months = _FIRST_QUARTERS.match(text, at), 3
    if found is None:
        return None
    count = small_number(found["count"])
    if count is None:
        return None
    last = count * months
    if not 1 <= last <= 12:
        code = "invalid_month" if months == 1 else "invalid_quarter"
        return Fault(code, *found.span(), "is more than a year", "Write 前11个月 or 前三季度.")
    end = found.end()
    if text.startswith("末", end):
        return end + 1, Open(lambda year: _stock(month_end(year, last)), month=last)
    return end, Open(
        lambda year: months_point(year, 1, last, Precision.INTERVAL), cumulative=True, month=last
    )


def _halves(text: str, at: int) -> _Part:
    for word, first, last in (("上半年", 1, 6), ("下半年", 7, 12)):
        if text.startswith(word, at):
            return _span_with_edge(text, at + len(word), first, last, Precision.HALF)
    return None


def _seasons(text: str, at: int) -> _Part:
    found = _SEASON.match(text, at)
    if found is None:
        return None
    code, month = _SEASONS[found["season"] or found["holiday"]]

    def build(year: int) -> Point:
        last = month_end(year + (month == 12), (month + 1) % 12 + 1)
        return Point(
            date(year, month, 1),
            last,
            ((f"{year:04d}-{code}", False),),
            Precision.SEASON,
            assumptions=("season_months",),
        )

    return found.end(), Open(build, month=month)


def _edges(text: str, at: int, *, after_year: bool) -> _Part:
    found = (_EDGE if after_year else _BARE_EDGE).match(text, at)
    if found is not None:
        edge = found["edge"]
        return found.end(), Open(lambda year: _year_edge(year, edge))
    if not after_year:
        return None
    some = _SOME.match(text, at)
    if some is not None:
        if some["unit"] == "月":
            return some.end(), Open(lambda year: _one_of(months_point(year, 1, 12, Precision.INTERVAL)))
        return some.end(), Open(
            lambda year: _one_of(days_point(date(year, 1, 1), date(year, 12, 31), Precision.INTERVAL))
        )
    for word in ("全年", "年内", "内", "全年度"):
        if text.startswith(word, at):
            return at + len(word), Open(year_point)
    return None
