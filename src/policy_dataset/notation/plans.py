"""Five-year plans, decades and centuries: “十四五”时期, 第十五个五年规划, 20世纪80年代, 本世纪中叶."""

# ruff: noqa: PLR2004 - months, days, hours and years are the numbers they are
from __future__ import annotations

import re
from datetime import date

from policy_dataset.notation.faults import Fault
from policy_dataset.notation.lazy import LazyPattern
from policy_dataset.notation.points import Point, Read, Surroundings, small_number, year_point
from policy_dataset.values.period import Precision

# The early plans were not contiguous: 1963 to 1965 was a time of adjustment.
_EARLY_PLANS = {1: (1953, 1957), 2: (1958, 1962), 3: (1966, 1970), 4: (1971, 1975), 5: (1976, 1980)}
_NOUN = "(?:发展)?(?:规划|计划)?(?:时期|期间|期|规划|计划)"
_QUOTES = "“”‘’\"'「」『』〝〞"
_NAMED = LazyPattern(
    f"(?P<open>[{_QUOTES}])?(?P<number>二?十[一二三四五六七八九]?|[一二三四五六七八九])五(?P<close>[{_QUOTES}])?(?P<noun>{_NOUN})?"
)
_COUNTED = LazyPattern(
    "第(?P<number>[0-9]{1,2}|[一二三四五六七八九十]{1,3})个五年(?:规划|计划)(?P<noun>时期|期间|期)?"
)
_WITHIN = LazyPattern(
    "(?P<end>期?末(?:期|年)?|收官之年|收官年|最后一年|终期)|(?P<start>开局之年|开局年|第一年|首年|起步之年|开局起步之年)|(?P<early>初期|初)|(?P<middle>中期)"
    "|(?P<side>[前后头])(?P<count>[0-9一二三四两]{1,2})年|第(?P<nth>[一二三四五1-5])年"
)
_LAW_EDUCATION = LazyPattern("普法")
_DECADE = LazyPattern(
    "(?:(?P<century>[0-9]{1,2}|[一二三四五六七八九十]{1,3})世纪|(?P<relative>上个?世纪|本世纪|这个?世纪)|(?P<hundreds>1[0-9]|20)(?=[0-9]0年代))?"
    "(?P<decade>[0-9]0|[一二三四五六七八九]十)年代(?P<part>初期|初|早期|中期|中叶|末期|末|后期|晚期)?"
)
_CENTURY = LazyPattern(
    "(?:(?P<century>[0-9]{1,2}|[一二三四五六七八九十]{1,3})世纪|(?P<relative>上个?世纪|本世纪|这个?世纪))(?P<part>初|中叶|中期|末|下半叶|上半叶)?"
)


def plan_years(number: int) -> tuple[int, int]:
    """Return the first and last year of the N-th five-year plan."""
    if number in _EARLY_PLANS:
        return _EARLY_PLANS[number]
    first = 1981 + 5 * (number - 6)
    return first, first + 4


def read_plan(text: str, at: int) -> Read | Fault | None:
    """Return the five-year plan that starts at `at`, why it is none, or None."""
    found = _COUNTED.match(text, at)
    if found is None:
        found = _NAMED.match(text, at)
        if found is None or bool(found["open"]) != bool(found["close"]):
            return None
        number = small_number(found["number"])
        if number is None or _LAW_EDUCATION.match(text, found.end()):
            return _no_plan(at, found.end(), "is a programme of law education")
        if number <= 10 and not found["noun"]:
            return _no_plan(at, found.end(), "may be a plan or a name") if found["open"] else None
    number = small_number(found["number"])
    if number is None or number < 1:
        return None
    return _part_of_plan(text, found.end(), *plan_years(number))


def _no_plan(start: int, end: int, says: str) -> Fault:
    return Fault("not_a_plan", start, end, says, "Write 时期, 期间, 规划 or 计划 after the plan's name.")


def _part_of_plan(text: str, at: int, first: int, last: int) -> Read | Fault:
    found = _WITHIN.match(text, at)
    if found is None:
        return Read(at, _years(first, last, Precision.PLAN))
    end = found.end()
    if found["end"]:
        return Read(end, year_point(last), year=last, year_only=True)
    if found["start"]:
        return Read(end, year_point(first), year=first, year_only=True)
    if found["early"]:
        return Read(end, _years(first, first + 1, Precision.INTERVAL).approximately())
    if found["middle"]:
        return Read(end, year_point(first + 2).approximately(), year=first + 2)
    count = small_number(found["count"] or found["nth"])
    if count is None or not 1 <= count <= last - first + 1:
        return Fault("not_a_date", at, end, "lies outside the five years", "Write a year of the plan.")
    if found["nth"]:
        return Read(end, year_point(first + count - 1), year=first + count - 1, year_only=True)
    if found["side"] == "后":
        return Read(end, _years(last - count + 1, last, Precision.INTERVAL))
    return Read(end, _years(first, first + count - 1, Precision.INTERVAL))


def _years(first: int, last: int, precision: Precision) -> Point:
    if first == last:
        return year_point(first)
    return Point(
        date(first, 1, 1), date(last, 12, 31), ((f"{first:04d}", False), (f"{last:04d}", False)), precision
    )


def read_age(text: str, at: int, around: Surroundings) -> Read | Fault | None:
    """Return the decade or century that starts at `at`."""
    for pattern, build in ((_DECADE, _decade), (_CENTURY, _century)):
        found = pattern.match(text, at)
        if found is None:
            continue
        hundreds, resolved = _hundreds(found, around)
        if isinstance(hundreds, Fault):
            return hundreds
        point = build(found, hundreds)
        if isinstance(point, Fault):
            return point
        return Read(found.end(), point.assuming() if resolved else point)
    return None


def _hundreds(found: re.Match[str], around: Surroundings) -> tuple[int | Fault, bool]:
    hundreds = found.groupdict().get("hundreds")
    if hundreds:
        return int(hundreds), False
    if found["century"]:
        number = small_number(found["century"])
        if number is None or not 1 <= number <= 99:
            return Fault("not_a_date", found.start(), found.end(), "is no century", "Write 20世纪."), False
        return number - 1, False
    if found["relative"]:
        if around.reference is None:
            return Fault(
                "needs_reference",
                *found.span(),
                "needs the date of publication",
                "Give a reference date, or write 20世纪.",
            ), False
        now = around.reference.year // 100
        return (now - 1 if found["relative"].startswith("上") else now), True
    if around.year is None or (small_number(found["decade"]) or 0) > around.year % 100:
        return Fault(
            "needs_antecedent", *found.span(), "does not say which century", "Write 20世纪80年代."
        ), False
    return around.year // 100, True


def _decade(found: re.Match[str], hundreds: int) -> Point | Fault:
    tens = small_number(found["decade"])
    if tens is None or tens % 10:
        return Fault("not_a_date", *found.span(), "is no decade", "Write 80年代.")
    first = hundreds * 100 + tens
    part = (found["part"] or "")[:1]
    if not part:
        return Point(
            date(first or 1, 1, 1),
            date(first + 9, 12, 31),
            ((f"{first // 10:03d}X", False),),
            Precision.DECADE,
        )
    offset = {"初": (0, 3), "早": (0, 3), "中": (4, 6)}.get(part, (7, 9))
    return _years(first + offset[0], first + offset[1], Precision.INTERVAL).approximately()


def _century(found: re.Match[str], hundreds: int) -> Point:
    first = hundreds * 100
    part = found["part"]
    if part in ("中叶", "中期"):
        return year_point(first + 50).approximately()
    if part in ("初", "末"):
        decade = first + (0 if part == "初" else 90)
        return Point(
            date(decade or 1, 1, 1),
            date(decade + 9, 12, 31),
            ((f"{decade // 10:03d}X", True),),
            Precision.DECADE,
        )
    if part in ("上半叶", "下半叶"):
        half = first + (0 if part == "上半叶" else 50)
        return _years(half or 1, half + 49, Precision.INTERVAL)
    return Point(
        date(first or 1, 1, 1), date(first + 99, 12, 31), ((f"{hundreds:02d}XX", False),), Precision.CENTURY
    )
