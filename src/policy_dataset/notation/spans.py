"""Two points of time joined: 2023年至2025年, 12月至次年3月, 11月6日至10日, 2024年或2025年."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from policy_dataset.notation.clocks import Clock, read_clock, with_clock
from policy_dataset.notation.dates import read_part
from policy_dataset.notation.faults import Fault
from policy_dataset.notation.instants import DAY, read_point
from policy_dataset.notation.lazy import LazyPattern
from policy_dataset.notation.points import Open, Point, Read, Surroundings, year_point
from policy_dataset.notation.years import DASH
from policy_dataset.values.period import Precision

_JOIN = LazyPattern(f"(?:起(?=[至到]))?{DASH}|(?P<either>或者?)")
# What a clock time before 至 ends with.
_CLOCK_ENDS = frozenset("时点分半整0123456789")
_NEXT_YEAR = LazyPattern("次年|翌年|第二年")


Joined = tuple[Read, list[tuple[str, int, int]], bool]


def read_joined(left: Read, text: str, at: int, around: Surroundings) -> Joined | Fault:
    """Join the point `left`, which began at `at`, with the one that follows it, if one does.

    Returns what was read, its pieces, and whether it is two points.
    """
    alone: Joined = (left, [("date", at, left.end)], False)
    join = _JOIN.match(text, left.end)
    if join is None:
        return alone
    right = _right(left, text, join.end(), around)
    if not isinstance(right, Read):
        return right if right is not None else alone
    pieces = [("date", at, left.end), ("separator", *join.span()), ("date", join.end(), right.end)]
    either = join["either"] is not None
    if isinstance(left.what, Point) and isinstance(right.what, Point):
        point = _between(left.what, right.what, at, right.end, either=either)
        return point if isinstance(point, Fault) else (Read(right.end, point), pieces, True)
    return Read(right.end, _open_between(left.what, right.what, at, right.end, either=either)), pieces, True


def _right(left: Read, text: str, at: int, around: Surroundings) -> Read | Fault | None:
    """Read the second point; what it leaves out it takes from the first."""
    for read in (_in_next_year, _same_month, _same_day):
        found = read(left, text, at)
        if found is not None:
            return found
    right = read_point(text, at, around if left.year is None else replace(around, year=left.year))
    return _given(right, left) if isinstance(right, Read) else right


def _in_next_year(left: Read, text: str, at: int) -> Read | Fault | None:
    following = _NEXT_YEAR.match(text, at)
    if following is None:
        return None
    part = read_part(text, following.end(), after_year=True)
    if isinstance(part, Fault):
        return part
    end, opened = part if part is not None else (following.end(), Open(year_point))
    return _given(Read(end, Open(lambda year: opened.build(year + 1), month=opened.month)), left)


def _same_month(left: Read, text: str, at: int) -> Read | Fault | None:
    if left.month is None or DAY.match(text, at) is None:
        return None
    head = f"{left.month}月"
    part = read_part(head + text[at:], 0, after_year=False)
    if not isinstance(part, tuple):
        return None
    return _given(Read(at + part[0] - len(head), part[1], month=left.month), left)


def _same_day(left: Read, text: str, at: int) -> Read | None:
    clock = read_clock(text, at)
    if clock is None or isinstance(clock, Fault) or not clock.time:
        return None
    if isinstance(left.what, Point):
        return Read(clock.end, with_clock(left.what, clock)) if left.what.time else None
    if text[at - 2 : at - 1] not in _CLOCK_ENDS:
        return None
    return Read(clock.end, Open(_at_clock(left.what, clock)), month=left.month)


def _at_clock(left: Open, clock: Clock) -> Callable[[int], Point | Fault]:
    def build(year: int) -> Point | Fault:
        point = left.build(year)
        return point if isinstance(point, Fault) or not point.time else with_clock(point, clock)

    return build


def _given(right: Read, left: Read) -> Read | Fault:
    if isinstance(right.what, Open) and left.year is not None:
        point = right.what.build(left.year)
        if isinstance(point, Fault):
            return point
        if isinstance(left.what, Point) and left.what.resolved:
            point = point.assuming()
        return Read(right.end, point, left.year, right.month)
    return right


def _open_between(left: Point | Open, right: Point | Open, start: int, end: int, *, either: bool) -> Open:
    def build(year: int) -> Point | Fault:
        first = left if isinstance(left, Point) else left.build(year)
        last = right if isinstance(right, Point) else right.build(year)
        if isinstance(first, Fault) or isinstance(last, Fault):
            return first if isinstance(first, Fault) else last
        return _between(first, last, start, end, either=either)

    month = left.month if isinstance(left, Open) else None
    return Open(build, cumulative=month == 1 and isinstance(right, Open) and right.month is not None)


def _between(left: Point, right: Point, start: int, end: int, *, either: bool) -> Point | Fault:
    if left.time and right.time and left.start == right.start:
        if left.time >= right.time:
            return Fault("range_reversed", start, end, "does not rise", "Write the earlier time first.")
        return replace(left, time=f"{left.time}/{right.time}")
    left, right = _last_day_of(left), _last_day_of(right)
    if left.start is None or right.end is None or right.start is None or left.end is None:
        return Fault("not_a_date", start, end, "has an end without a date", "Write both dates.")
    if not (left.start <= right.start and left.end <= right.end and left != right):
        return Fault("range_reversed", start, end, "does not rise", "Write the earlier date first.")
    assumptions = dict.fromkeys((*left.assumptions, *right.assumptions))
    return Point(
        left.start,
        right.end,
        (left.ends[0], right.ends[-1]),
        Precision.INTERVAL,
        one_of="," if either else None,
        uncertain=left.uncertain or right.uncertain,
        resolved=left.resolved or right.resolved,
        assumptions=tuple(assumptions),
    )


def _last_day_of(point: Point) -> Point:
    return replace(point, stock=False) if point.stock else point
