"""Clock times and parts of the day: 16时许, 下午3点半, 16:30, 凌晨."""

# ruff: noqa: PLR2004 - months, days, hours and years are the numbers they are
from __future__ import annotations

import re
from dataclasses import dataclass, replace

from policy_dataset.notation.faults import Fault
from policy_dataset.notation.lazy import LazyPattern
from policy_dataset.notation.points import Point, small_number
from policy_dataset.values.period import Precision

PARTS_OF_DAY = {
    "凌晨": "early_morning",
    "清晨": "morning",
    "早晨": "morning",
    "早上": "morning",
    "上午": "morning",
    "早": "morning",
    "中午": "noon",
    "午间": "noon",
    "正午": "noon",
    "下午": "afternoon",
    "午后": "afternoon",
    "傍晚": "evening",
    "晚上": "evening",
    "晚间": "evening",
    "夜间": "evening",
    "深夜": "evening",
    "晚": "evening",
}
_NUMBER = "[0-9]{1,2}|[零一二三四五六七八九十两廿]{1,3}"
_CLOCK = LazyPattern(
    f"(?P<part>{'|'.join(sorted(PARTS_OF_DAY, key=len, reverse=True))})?"
    f"(?:(?P<hour>{_NUMBER})(?:时(?!期|代|间|长)|点钟?|:(?=[0-9]{{2}}))"
    f"(?:(?P<minute>{_NUMBER})(?:分钟?|(?<=:[0-9]{{2}}):[0-5][0-9])?|(?P<half>半)|(?P<quarter>[一三])刻|整)?)?"
    "(?P<vague>许|左右|前后)?"
)
_AFTER_NOON = ("afternoon", "evening")


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock time or part of the day that was read."""

    end: int
    time: str | None
    part: str | None
    precision: Precision
    vague: bool


def read_clock(text: str, at: int, part: str | None = None) -> Clock | Fault | None:
    """Return the clock time that starts at `at`, why it is none, or None; `part` of the day may be known (昨晚8时)."""
    found = _CLOCK.match(text, at)
    if found is None or not (found["part"] or found["hour"]):
        return None
    part = PARTS_OF_DAY.get(found["part"] or "", part)
    if not found["hour"]:
        end = found.end("part")
        return Clock(end, None, part, Precision.DAY, vague=False)
    hour = small_number(found["hour"])
    minute = _minute(found)
    if hour is None or hour > 24 or (minute is not None and (minute > 59 or (hour == 24 and minute > 0))):
        return Fault(
            "invalid_time",
            at,
            found.end(),
            "is no time of the day",
            "Write an hour from 0 to 24 and minutes below 60.",
        )
    if (part in _AFTER_NOON and hour < 12) or (part == "noon" and hour < 10):
        hour += 12
    time = f"T{hour:02d}" if minute is None else f"T{hour:02d}:{minute:02d}"
    precision = Precision.HOUR if minute is None else Precision.MINUTE
    return Clock(found.end(), time, part, precision, vague=found["vague"] is not None)


def _minute(found: re.Match[str]) -> int | None:
    if found["half"]:
        return 30
    if found["quarter"]:
        return 15 if found["quarter"] == "一" else 45
    return small_number(found["minute"]) if found["minute"] else None


def with_clock(point: Point, clock: Clock) -> Point:
    """Return the day with its time; the date in EDTF stays as it was."""
    precision = point.precision if clock.time is None else clock.precision
    return replace(
        point, time=clock.time, part_of_day=clock.part, precision=precision, vague_clock=clock.vague
    )
