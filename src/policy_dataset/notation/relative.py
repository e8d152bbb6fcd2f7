"""Periods that lean on the reference date or on what was named before: 昨日, 上周五, 近五年, 目前, 同期."""

# ruff: noqa: PLR2004 - months, days, hours and years are the numbers they are
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from policy_dataset.notation.clocks import read_clock, with_clock
from policy_dataset.notation.faults import Fault
from policy_dataset.notation.lazy import LazyPattern
from policy_dataset.notation.points import (
    Point,
    Read,
    Surroundings,
    add_months,
    day_point,
    days_point,
    month_end,
    month_point,
    months_point,
    small_number,
)
from policy_dataset.notation.years import NUMBER
from policy_dataset.values.period import Precision, Role

_DAYS = {
    "今天": 0,
    "今日": 0,
    "本日": 0,
    "昨天": -1,
    "昨日": -1,
    "前天": -2,
    "前日": -2,
    "明天": 1,
    "明日": 1,
    "后天": 2,
    "大前天": -3,
}
# One word for a day and the part of it.
_DAY_PARTS = {
    "今晨": (0, "morning"),
    "今早": (0, "morning"),
    "今晚": (0, "evening"),
    "昨晚": (-1, "evening"),
    "昨夜": (-1, "evening"),
    "明早": (1, "morning"),
    "明晚": (1, "evening"),
}
_CONTEXT_DAYS = {"当日": 0, "当天": 0, "同日": 0, "同一天": 0, "次日": 1, "翌日": 1, "当晚": 0}
_MONTHS = {"本月": 0, "这个月": 0, "上个月": -1, "上月": -1, "下个月": 1, "下月": 1}
_CONTEXT_MONTHS = {"当月": 0, "同月": 0, "次月": 1}
_QUARTERS = {
    "本季度": 0,
    "本季": 0,
    "上季度": -1,
    "上个季度": -1,
    "上一季度": -1,
    "下季度": 1,
    "下个季度": 1,
    "下一季度": 1,
}
_VAGUE = (
    "近日",
    "日前",
    "近期",
    "最近",
    "前不久",
    "不久前",
    "近来",
    "近段时间",
    "前段时间",
    "连日来",
    "近些天",
    "近几天",
)
_NOW = (
    "目前",
    "当前",
    "现在",
    "眼下",
    "现阶段",
    "截至目前",
    "截止目前",
    "到目前为止",
    "截至当前",
    "迄今",
    "至今",
    "迄今为止",
    "截至发稿时",
    "截至发稿",
)
_VALUELESS = (
    "近年来", "近年", "近些年来", "近些年", "近几年来", "近几年", "这些年来", "这些年", "这几年", "多年来", "数年来", "几年来", "长期以来", "一直以来",
    "历年来", "新时代以来", "新时代", "进入新时代以来", "进入新时代", "改革开放以来", "改革开放初期", "新中国成立以来", "建国以来", "有史以来", "过去几年", "未来几年",
    "今后几年", "未来一段时间", "今后一段时间", "今后一个时期", "当前和今后一个时期", "长期",
)  # fmt: skip
_WEEK = LazyPattern("(?P<which>上上|上|本|这|下)个?(?:周|星期|礼拜)(?P<day>[一二三四五六日天末])?")
_SAME = LazyPattern("同期|同一时期")
_WHICH = {"上上": -2, "上": -1, "本": 0, "这": 0, "下": 1}
_COUNT = f"(?P<count>{NUMBER}|半)(?P<more>多)?"
_UNIT = "(?P<unit>年|个月|个?季度|个?星期|周|[天日])"
_PAST = LazyPattern(f"(?:近|最近|过去|这|此前|刚过去)的?{_COUNT}{_UNIT}(?:时间)?(?:以来|来|间|里|中)?")
_PAST_LONG = LazyPattern(f"{_COUNT}{_UNIT}多?(?:以来|来)")
_FUTURE = LazyPattern(f"(?:未来|今后|此后|接下来|下一步)的?{_COUNT}{_UNIT}(?:时间)?(?:内|里|间)?")
_EDGE = LazyPattern("[初中底末]|上旬|中旬|下旬")


@dataclass(frozen=True, slots=True)
class _Word:
    """A word that was found: where it ends and what it stands for."""

    end: int
    steps: int


def _longest(text: str, at: int, table: dict[str, int]) -> _Word | None:
    best = max((word for word in table if text.startswith(word, at)), key=len, default=None)
    return None if best is None else _Word(at + len(best), table[best])


def _needs_reference(at: int, end: int) -> Fault:
    return Fault(
        "needs_reference",
        at,
        end,
        "needs the date of publication",
        "Give a reference date, or write the date.",
    )


def _needs_antecedent(at: int, end: int) -> Fault:
    return Fault(
        "needs_antecedent",
        at,
        end,
        "leans on a time named before",
        "Give the context, as in 2025-06-15, or write the date.",
    )


def read_relative(text: str, at: int, around: Surroundings) -> Read | Fault | None:
    """Return the relative period that starts at `at`, why it is none, or None."""
    for read in (
        _stretch,
        _now_and_then,
        _day,
        _context_day,
        _day_part,
        _week,
        _month,
        _context_month,
        _quarter,
        _same_period,
    ):
        found = read(text, at, around)
        if found is not None:
            return found
    return None


def _now_and_then(text: str, at: int, around: Surroundings) -> Read | Fault | None:
    every = [*_VAGUE, *_NOW, *_VALUELESS]
    word = max((word for word in every if text.startswith(word, at)), key=len, default=None)
    if word is None:
        return None
    end = at + len(word)
    if word in _VALUELESS:
        role = Role.SINCE if word.endswith("以来") else None
        return Read(end, Point(None, None, (), Precision.VAGUE, role=role))
    reference = around.reference
    if reference is None:
        return _needs_reference(at, end)
    if word in _VAGUE:
        month = month_point(reference.year, reference.month).approximately()
        return Read(end, replace(month, precision=Precision.VAGUE).assuming())
    return Read(end, replace(day_point(reference), role=Role.AS_OF).assuming())


def _on_day(text: str, end: int, day: date, part: str | None = None) -> Read | Fault:
    point = day_point(day).assuming()
    clock = read_clock(text, end, part)
    if isinstance(clock, Fault):
        return clock
    if clock is not None:
        return Read(clock.end, with_clock(point, clock), day.year, day.month)
    return Read(end, replace(point, part_of_day=part), day.year, day.month)


def _shift(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return day


def _day(text: str, at: int, around: Surroundings) -> Read | Fault | None:
    word = _longest(text, at, _DAYS)
    if word is None:
        return None
    if around.reference is None:
        return _needs_reference(at, word.end)
    return _on_day(text, word.end, _shift(around.reference, word.steps))


def _day_part(text: str, at: int, around: Surroundings) -> Read | Fault | None:
    for word, (steps, part) in _DAY_PARTS.items():
        if text.startswith(word, at):
            if around.reference is None:
                return _needs_reference(at, at + len(word))
            return _on_day(text, at + len(word), _shift(around.reference, steps), part)
    return None


def _context_day(text: str, at: int, around: Surroundings) -> Read | Fault | None:
    word = _longest(text, at, _CONTEXT_DAYS)
    if word is None:
        return None
    if around.day is None or around.context_start is None:
        return _needs_antecedent(at, word.end)
    part = "evening" if text.startswith("当晚", at) else None
    return _on_day(text, word.end, _shift(around.context_start, word.steps), part)


def _week(text: str, at: int, around: Surroundings) -> Read | Fault | None:
    found = _WEEK.match(text, at)
    if found is None:
        return None
    if around.reference is None:
        return _needs_reference(*found.span())
    monday = _shift(around.reference, 7 * _WHICH[found["which"]] - around.reference.weekday())
    named = found["day"]
    if named is None:
        return Read(found.end(), days_point(monday, _shift(monday, 6), Precision.WEEK).assuming())
    if named == "末":
        return Read(
            found.end(), days_point(_shift(monday, 5), _shift(monday, 6), Precision.INTERVAL).assuming()
        )
    return _on_day(text, found.end(), _shift(monday, "一二三四五六日".index(named.replace("天", "日"))))


def _in_month(text: str, end: int, year: int, month: int) -> Read | Fault:
    # The month's own parts are read as after a printed month: 本月底, 上月15日.
    from policy_dataset.notation.dates import read_part  # noqa: PLC0415 - the two files lean on each other here only

    part = read_part(f"{month}月{text[end:]}", 0, after_year=False)
    if isinstance(part, Fault) or part is None:
        return part or Fault("not_a_date", 0, end, "is no month", "Write the month.")
    length, opened = part
    point = opened.build(year)
    if isinstance(point, Fault):
        return point
    return Read(end + length - len(f"{month}月"), point.assuming(), year, month)


def _month(text: str, at: int, around: Surroundings) -> Read | Fault | None:
    word = _longest(text, at, _MONTHS)
    if word is None:
        return None
    if around.reference is None:
        return _needs_reference(at, word.end)
    return _in_month(text, word.end, *add_months(around.reference.year, around.reference.month, word.steps))


def _context_month(text: str, at: int, around: Surroundings) -> Read | Fault | None:
    word = _longest(text, at, _CONTEXT_MONTHS)
    if word is None:
        return None
    if around.month is None or around.year is None:
        return _needs_antecedent(at, word.end)
    return _in_month(text, word.end, *add_months(around.year, around.month, word.steps))


def _quarter(text: str, at: int, around: Surroundings) -> Read | Fault | None:
    word = _longest(text, at, _QUARTERS)
    if word is None:
        return None
    if around.reference is None:
        return _needs_reference(at, word.end)
    year, month = add_months(around.reference.year, (around.reference.month - 1) // 3 * 3 + 1, 3 * word.steps)
    point = months_point(year, month, month + 2, Precision.QUARTER)
    if text.startswith("末", word.end):
        last = month_end(year, month + 2)
        return Read(word.end + 1, replace(day_point(last), last_day=last, stock=True).assuming(), year)
    return Read(word.end, point.assuming(), year)


def _same_period(text: str, at: int, around: Surroundings) -> Read | Fault | None:
    found = _SAME.match(text, at)
    if found is None:
        return None
    point = same_period(around, None)
    return _needs_antecedent(*found.span()) if point is None else Read(found.end(), point.assuming())


def same_period(around: Surroundings, year: int | None) -> Point | None:
    """Return the context's period, moved to `year` where one is given; None without a context."""
    start, end = around.context_start, around.context_end
    if start is None or end is None or around.year is None:
        return None
    if around.context_edtf and year in (None, around.year) and "/" not in around.context_edtf:
        ends: tuple[tuple[str, bool], ...] = ((around.context_edtf, False),)
        return Point(start, end, ends, _context_precision(around))
    shift = 0 if year is None else year - around.year
    if around.day is not None:
        return day_point(_same_day(start, shift))
    if around.month is not None and (start.year, start.month) == (end.year, end.month):
        return month_point(start.year + shift, start.month)
    first, last = _same_day(start, shift), _same_day(end, shift)
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        if first.year == last.year:
            return Point(first, last, ((f"{first.year:04d}", False),), Precision.YEAR)
        return Point(
            first, last, ((f"{first.year:04d}", False), (f"{last.year:04d}", False)), Precision.INTERVAL
        )
    return days_point(first, last, Precision.INTERVAL)


def _context_precision(around: Surroundings) -> Precision:
    if around.day is not None:
        return Precision.DAY
    return Precision.MONTH if around.month is not None else Precision.YEAR


def _same_day(day: date, years: int) -> date:
    year = min(max(day.year + years, 1), 9999)
    return date(year, day.month, min(day.day, month_end(year, day.month).day))


def _stretch(text: str, at: int, around: Surroundings) -> Read | Fault | None:
    """Return 近五年, 五年来, 未来三年: vague at the far end, anchored at the reference."""
    for pattern, sign in ((_PAST, -1), (_FUTURE, 1), (_PAST_LONG, -1)):
        found = pattern.match(text, at)
        if found is None:
            continue
        count = 0 if found["count"] == "半" else small_number(found["count"])
        if count is None:
            return None
        if around.reference is None:
            return _needs_reference(*found.span())
        point = _stretched(around.reference, count, found["unit"].removeprefix("个"), sign)
        return None if point is None else Read(found.end(), point.assuming())
    return None


_MONTHS_IN: dict[str, int] = {"年": 12, "季度": 3, "月": 1}


def _stretched(reference: date, count: int, unit: str, sign: int) -> Point | None:
    if unit not in _MONTHS_IN:
        days = count * (7 if unit in ("周", "星期") else 1)
        return _between(reference, lambda: _shift(reference, sign * days), sign)
    # 半年 is the only half that print uses here.
    months = count * _MONTHS_IN[unit] if count else 6
    year, month = add_months(reference.year, reference.month, sign * months)
    if not 1 <= year <= 9999 or (not count and unit != "年"):
        return None
    far, near = (year, month), (reference.year, reference.month)
    first, last = (far, near) if sign < 0 else (near, far)
    ends = ((f"{first[0]:04d}-{first[1]:02d}", sign < 0), (f"{last[0]:04d}-{last[1]:02d}", sign > 0))
    return Point(date(*first, 1), month_end(*last), ends, Precision.VAGUE)


def _between(reference: date, far: Callable[[], date], sign: int) -> Point:
    first, last = sorted((reference, far()))
    ends = ((first.isoformat(), sign < 0), (last.isoformat(), sign > 0))
    return Point(first, last, ends, Precision.VAGUE)
