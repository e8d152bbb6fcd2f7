"""`parse_period`: a whole text that is one printed date or span of time, read into EDTF and bounds."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from policy_dataset.errors import text_given
from policy_dataset.notation.characters import SPACES, canonical
from policy_dataset.notation.faults import LONGEST, Fault
from policy_dataset.notation.instants import read_point
from policy_dataset.notation.lazy import LazyPattern
from policy_dataset.notation.points import Point, Read, Surroundings, day_point, month_end, nearest
from policy_dataset.notation.spans import read_joined
from policy_dataset.notation.years import DASH, read_iso
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
_APPROXIMATE = frozenset(["大约", "约", "左右", "前后", "上下", "许"])
_LEAD = LazyPattern("|".join(sorted(_LEADS, key=len, reverse=True)))
_TAIL = LazyPattern("|".join(sorted(_TAILS, key=len, reverse=True)))
_CONTEXT = LazyPattern("([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?[~?%]?")
_LAST_DAY_ROLES = (Role.AS_OF, Role.BY, Role.BEFORE, Role.UNTIL)
_CALENDARS = LazyPattern(
    "农历|阴历|旧历|腊月|正月|冬月|闰|大年|初[一二三四五六七八九十]|除夕|民国|公元前|[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]年"
    "|(?:洪武|永乐|嘉靖|万历|崇祯|顺治|康熙|雍正|乾隆|嘉庆|道光|咸丰|同治|光绪|宣统|贞观|开元|昭和|平成|令和|明治|大正|佛历|伊斯兰历|回历)"
)
_AMBIGUOUS_YEAR = LazyPattern(
    f"'?[0-9]{{2}}年(?!代|来|以来|多)|[零一二三四五六七八九]{{2}}年(?!代)|(?:从|自)?[0-9]{{4}}(?:{DASH})[0-9]{{4}}$"
)
_AMBIGUOUS_ORDER = LazyPattern(
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
    read = _read(text_given(text, "a date"), _surroundings(reference, context))
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
    whole = read_point(text, 0, around)
    if isinstance(whole, Read) and whole.end == len(text):
        return _with_role(whole, text, around, 0, None)
    lead = _LEAD.match(text)
    if lead is None:
        return (
            _with_role(whole, text, around, 0, None) if isinstance(whole, Read) else whole or _no_date(text)
        )
    read = read_point(text, lead.end(), around)
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


def _with_role(left: Read, text: str, around: Surroundings, at: int, lead: str | None) -> _Span | Fault:
    pieces: list[tuple[str, int, int]] = []
    if at:
        pieces.append(("lead", 0, at))
    joined = read_joined(left, text, at, around)
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
        # 截至…止 and 自…起至…止 are told by their first words.
        if said is not None and not (said is Role.UNTIL and (role is Role.AS_OF or is_range)):
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
