"""`parse_period`: a whole text that is one printed date or span of time, read into EDTF and bounds."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from policy_dataset.notation.characters import SPACES, canonical
from policy_dataset.notation.clocks import read_clock, with_clock
from policy_dataset.notation.dates import DASH, NUMBER, read_iso, read_part, read_year, read_years
from policy_dataset.notation.faults import LONGEST, Fault
from policy_dataset.notation.plans import read_age, read_plan
from policy_dataset.notation.points import (
    Open,
    Point,
    Read,
    Surroundings,
    add_months,
    day_point,
    month_end,
    nearest,
    small_number,
    year_point,
)
from policy_dataset.notation.relative import read_relative, same_period
from policy_dataset.problems import Problem
from policy_dataset.values.period import Period, Precision, Role

_LEADS = {
    "截至到": Role.AS_OF, "截止到": Role.AS_OF, "截至": Role.AS_OF, "截止": Role.AS_OF, "自从": Role.FROM, "自": Role.FROM, "从": Role.FROM,
    "直到": Role.UNTIL, "直至": Role.UNTIL, "到": Role.BY, "至": Role.BY, "大约": None, "约": None, "早在": None, "于": None, "在": None,
}  # fmt: skip
_TAILS: dict[str, Role | None] = {
    "以来": Role.SINCE, "来": Role.SINCE, "至今": Role.SINCE, "迄今": Role.SINCE, "起": Role.FROM, "开始": Role.FROM, "之前": Role.BEFORE, "以前": Role.BEFORE,
    "前": Role.BEFORE, "之后": Role.AFTER, "以后": Role.AFTER, "后": Role.AFTER, "止": Role.UNTIL, "为止": Role.UNTIL, "期间": None, "间": None, "之内": None,
    "之间": None, "内": None, "当中": None, "里": None, "左右": None, "前后": None, "上下": None, "许": None,
}  # fmt: skip
_APPROXIMATE = frozenset("大约 约 左右 前后 上下 许".split())
_LEAD = re.compile("|".join(sorted(_LEADS, key=len, reverse=True)))
_TAIL = re.compile("|".join(sorted(_TAILS, key=len, reverse=True)))
_JOIN = re.compile(f"{DASH}|(?P<either>或者?)")
_NEXT_YEAR = re.compile("次年|翌年|第二年")
_DAY = re.compile(f"(?P<day>{NUMBER})[日号]")
_DAYS = re.compile(f"(?P<first>{NUMBER})[日号]?{DASH}(?P<last>{NUMBER})[日号]")
_CONTEXT = re.compile("([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?[~?%]?")
_LAST_DAY_ROLES = (Role.AS_OF, Role.BY, Role.BEFORE, Role.UNTIL)
_CALENDARS = re.compile(
    "农历|阴历|旧历|腊月|正月|冬月|闰|大年|初[一二三四五六七八九十]|除夕|民国|公元前|[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]年"
    "|(?:洪武|永乐|嘉靖|万历|崇祯|顺治|康熙|雍正|乾隆|嘉庆|道光|咸丰|同治|光绪|宣统|贞观|开元|昭和|平成|令和|明治|大正|佛历|伊斯兰历|回历)"
)
_AMBIGUOUS_YEAR = re.compile(
    f"'?[0-9]{{2}}年(?!代|来|以来|多)|[零一二三四五六七八九]{{2}}年(?!代)|(?:从|自)?[0-9]{{4}}(?:{DASH})[0-9]{{4}}$"
)
_AMBIGUOUS_ORDER = re.compile(
    "[0-9]{1,2}[-/.][0-9]{1,2}[-/.][0-9]{4}|[0-9]{4}[-/.][0-9]{1,2}$|[0-9]{1,2}[-/][0-9]{1,2}[-/][0-9]{2}$"
)


@dataclass(frozen=True, slots=True)
class _Span:
    """The lead, the point or points, the tails, with their offsets in the text without spaces."""

    point: Point
    role: Role | None
    pieces: tuple[tuple[str, int, int], ...]
    end: int


def parse_period(text: str, *, reference: date | None = None, context: str | None = None) -> Period | Problem:
    """Read one printed date or span of time.

    Parameters
    ----------
    text
        The date and nothing else: ``"截至2025年11月底"``, ``"近五年"``.
    reference
        The date of publication, which 今年, 昨日 or a bare 1月25日 lean on.
    context
        The time named before, in EDTF (``"2025"``, ``"2025-06-15"``): for 全年, 当年, 上年, 当日 and bare months.

    Returns
    -------
    Period
        With EDTF and inclusive bounds; the parts join to `text`.
    Problem
        When the whole text is no date, or does not say which; never an exception.

    References
    ----------
    ISO 8601-2:2019, extended date/time format, level 1.

    Examples
    --------
    >>> parse_period("截至2025年11月底")
    Period('截至2025年11月底' → as of 2025-11-30)
    >>> parse_period("1月25日", reference=date(2026, 1, 26)).edtf
    '2026-01-25'
    """
    read = _read(text, _surroundings(reference, context))
    return read.problem(text) if isinstance(read, Fault) else read


def _surroundings(reference: date | None, context: str | None) -> Surroundings:
    if context is None:
        return Surroundings(reference)
    first, _, last = context.partition("/")
    start = _CONTEXT.fullmatch(first)
    if start is None:
        return Surroundings(reference)
    end = _CONTEXT.fullmatch(last) if last else start
    bounds = _context_bounds(start), _context_bounds(end or start)
    if bounds[0] is None or bounds[1] is None:
        return Surroundings(reference)
    whole = not last
    return Surroundings(
        reference,
        int(start[1]),
        int(start[2]) if start[2] and whole else None,
        int(start[3]) if start[3] and whole else None,
        bounds[0][0],
        bounds[1][1],
        context,
    )


def _context_bounds(found: re.Match[str]) -> tuple[date, date] | None:
    try:
        year, month, day = int(found[1]), int(found[2] or 1), int(found[3] or 1)
        first = date(year, month, day)
    except ValueError:
        return None
    if found[3]:
        return first, first
    return first, month_end(year, month if found[2] else 12)


def _read(raw: str, around: Surroundings) -> Period | Fault:
    if not raw or raw.isspace():
        return Fault("empty", 0, len(raw), "There is no text.", "Write the date as printed.")
    if len(raw) > LONGEST:
        return Fault("not_a_date", 0, LONGEST, f"is longer than {LONGEST} characters", "Give the date alone.")
    spaced = canonical(raw)
    text, places = _without_spaces(spaced)
    span = _span(text, around)
    if isinstance(span, Fault):
        end = places[span.end - 1] + 1 if 0 < span.end <= len(text) else len(raw)
        return replace(span, start=places[min(span.start, len(text) - 1)], end=end)
    return _period(span, raw, spaced, places, around)


def _without_spaces(spaced: str) -> tuple[str, list[int]]:
    """Take out the spaces between tokens; one between two digits stays, and lets the reading fail."""
    kept: list[str] = []
    places: list[int] = []
    for place, character in enumerate(spaced):
        if character in SPACES:
            before, after = spaced[place - 1 : place], spaced[place + 1 : place + 2]
            if 0 < place < len(spaced) - 1 and not (
                before.isascii() and before.isdecimal() and after.isascii() and after.isdecimal()
            ):
                continue
        kept.append(character)
        places.append(place)
    return "".join(kept), places


def _span(text: str, around: Surroundings) -> _Span | Fault:
    refusal = _refusal(text)
    if refusal is not None:
        return refusal
    whole = _point(text, 0, around)
    if isinstance(whole, Read) and whole.end == len(text):
        return _with_role(whole, text, around, 0, None)
    lead = _LEAD.match(text)
    if lead is None:
        return (
            _with_role(whole, text, around, 0, None) if isinstance(whole, Read) else whole or _no_date(text)
        )
    read = _point(text, lead.end(), around)
    if isinstance(read, Read):
        return _with_role(read, text, around, lead.end(), lead[0])
    if isinstance(whole, Read):
        return _with_role(whole, text, around, 0, None)
    return read or _no_date(text)


def _no_date(text: str) -> Fault:
    return Fault("not_a_date", 0, len(text), "is no date", "Write a date, as in 2025年6月.")


def _refusal(text: str) -> Fault | None:
    for pattern, code, says, hint in (
        (
            _CALENDARS,
            "unsupported_calendar",
            "belongs to another calendar",
            "Write the date of the common calendar.",
        ),
        (_AMBIGUOUS_ORDER, "ambiguous_order", "does not say which number is the month", "Write 2025-06-15."),
        (
            _AMBIGUOUS_YEAR,
            "ambiguous_year",
            "is a number of years, or a year of some century",
            "Write 2025年, or parse a duration as a figure.",
        ),
    ):
        found = pattern.match(text)
        if found is not None and not (code == "ambiguous_order" and read_iso(text, 0) is not None):
            return Fault(code, *found.span(), says, hint)
    return None


def _point(text: str, at: int, around: Surroundings) -> Read | Fault | None:
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
    found = _DAY.match(text, at)
    if found is None:
        return _bare_clock(text, at, around)
    day = small_number(found["day"])
    if day is None:
        return None
    if not 1 <= day <= 31:
        return Fault("invalid_day", *found.span(), f"names a day {day}", "Write a day of the month.")
    if around.year is not None and around.month is not None:
        year, month, code = around.year, around.month, "month_from_context"
    elif around.reference is not None:
        reference = around.reference
        year, month = reference.year, reference.month
        if day > reference.day:
            year, month = add_months(year, month, -1)
        code = "month_from_reference"
    else:
        return Fault(
            "needs_reference",
            *found.span(),
            "does not say which month",
            "Give a reference date, or write the month.",
        )
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


def _with_role(left: Read, text: str, around: Surroundings, at: int, lead: str | None) -> _Span | Fault:
    pieces: list[tuple[str, int, int]] = []
    if at:
        pieces.append(("lead", 0, at))
    joined = _joined(left, text, at, around)
    if isinstance(joined, Fault):
        return joined
    read, date_pieces, is_range = joined
    pieces += date_pieces
    what = read.what
    point = what if isinstance(what, Point) else nearest(what, around, _no_year(at, read.end))
    if isinstance(point, Fault):
        return point
    role = _LEADS[lead] if lead else None
    if role is Role.FROM and (is_range or point.precision is Precision.INTERVAL):
        role = None
    approximate = lead in _APPROXIMATE
    end = read.end
    while end < len(text):
        tail = _TAIL.match(text, end)
        if tail is None:
            return Fault(
                "trailing_text",
                end,
                len(text),
                "does not belong to the date before it",
                "Leave out what is no part of the date.",
            )
        approximate = approximate or tail[0] in _APPROXIMATE
        said = _TAILS[tail[0]]
        if said is not None and not (said is Role.UNTIL and role is Role.AS_OF):
            role = said
        pieces.append(("tail", tail.start(), tail.end()))
        end = tail.end()
    return _Span(point.approximately() if approximate else point, role, tuple(pieces), end)


def _no_year(start: int, end: int) -> Fault:
    return Fault(
        "needs_reference",
        start,
        end,
        "does not say which year",
        "Give a reference date or a context, or write the year.",
    )


_Joined = tuple[Read, list[tuple[str, int, int]], bool]


def _joined(left: Read, text: str, at: int, around: Surroundings) -> _Joined | Fault:
    alone: _Joined = (left, [("date", at, left.end)], False)
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
    following = _NEXT_YEAR.match(text, at)
    if following is not None:
        part = read_part(text, following.end(), after_year=True)
        if isinstance(part, Fault):
            return part
        end, opened = part if part is not None else (following.end(), Open(year_point))
        later = Open(lambda year: opened.build(year + 1), month=opened.month)
        return _given(Read(end, later), left)
    if left.month is not None:
        day = _DAY.match(text, at)
        number = small_number(day["day"]) if day is not None else None
        if day is not None and number is not None:
            part = read_part(f"{left.month}月{text[at:]}", 0, after_year=False)
            if isinstance(part, tuple):
                return _given(Read(at + part[0] - len(f"{left.month}月"), part[1], month=left.month), left)
    clock = read_clock(text, at)
    if (
        clock is not None
        and not isinstance(clock, Fault)
        and clock.time
        and isinstance(left.what, Point)
        and left.what.time
    ):
        return Read(clock.end, with_clock(left.what, clock))
    right = _point(text, at, around if left.year is None else replace(around, year=left.year))
    if isinstance(right, Read):
        return _given(right, left)
    return right


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


def _period(span: _Span, raw: str, spaced: str, places: list[int], around: Surroundings) -> Period:
    point, role = span.point, span.role or span.point.role
    assumptions = point.assumptions
    if point.last_day is not None and role in _LAST_DAY_ROLES:
        point = replace(
            day_point(point.last_day),
            uncertain=point.uncertain,
            resolved=point.resolved,
            assumptions=assumptions,
            stock=point.stock,
        )
    elif point.stock and role is None:
        role, assumptions = Role.AS_OF, (*assumptions, "stock_date")
    return Period(
        parts=_parts(span, raw, spaced, places),
        edtf=edtf_text(point),
        start=point.start,
        end=point.end,
        precision=point.precision,
        role=role or Role.DURING,
        approximate=point.vague_clock or any(approximate for _, approximate in point.ends),
        uncertain=point.uncertain,
        time=point.time,
        part_of_day=point.part_of_day,
        resolved=point.resolved,
        reference=around.reference if point.resolved else None,
        assumptions=assumptions,
    )


def edtf_text(point: Point) -> str | None:
    """Return the EDTF of a point: its ends, each with its qualifier."""
    if not point.ends:
        return None
    ends = [
        text + _mark(approximate=approximate, uncertain=point.uncertain) for text, approximate in point.ends
    ]
    if point.one_of:
        return f"[{point.one_of.join(ends)}]"
    return "/".join(ends)


def _mark(*, approximate: bool, uncertain: bool) -> str:
    if approximate and uncertain:
        return "%"
    return "~" if approximate else "?" if uncertain else ""


def _parts(span: _Span, raw: str, spaced: str, places: list[int]) -> tuple[tuple[str, str], ...]:
    parts: list[tuple[str, str]] = []
    bounds = [*places, len(raw)]
    for role, start, end in span.pieces:
        at, stop = bounds[start], bounds[end] if end < len(places) else len(raw)
        while at < stop:
            space = spaced[at] in SPACES
            next_at = at
            while next_at < stop and (spaced[next_at] in SPACES) == space:
                next_at += 1
            parts.append(("space" if space else role, raw[at:next_at]))
            at = next_at
    return tuple(parts)
