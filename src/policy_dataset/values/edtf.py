"""EDTF: dates that may be vague, one-sided or uncertain, as ISO 8601-2 writes them; level 1 and sets of one-of."""

# ruff: noqa: PLR2004 - months, days, hours and years are the numbers they are
from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from policy_dataset.problems import Problem
from policy_dataset.values.period import Precision

LONGEST = 200
# Year, month, day: unlike `date` they reach below the year 1 and above 9999.
Day = tuple[int, int, int]

_YEAR = "(?:-?[0-9]{4}|Y-?[1-9][0-9]{4,8})"
_DATE = re.compile(
    f"(?P<year>{_YEAR})(?:-(?P<month>[0-9]{{2}})(?:-(?P<day>[0-9]{{2}})"
    "(?P<time>T(?P<hour>[0-9]{2}):(?P<minute>[0-9]{2}):(?P<second>[0-9]{2})(?:Z|[+-](?P<zone_hour>[0-9]{2})(?::?(?P<zone_minute>[0-9]{2}))?)?)?)?)?"
    "(?P<mark>[?~%])?"
)
_MASKED = re.compile("(?P<century>-?[0-9]{2})(?:XX|(?P<decade>[0-9])X)(?P<mark>[?~%])?|XXXX(?P<none>[?~%])?")
_MASKED_MONTH = re.compile("(?P<year>-?[0-9]{4})-(?:XX(?P<day>-XX)?|(?P<month>[0-9]{2})-XX)(?P<mark>[?~%])?")
_OTHER_DAY = re.compile(r"([0-9]{4})([./-])([0-9]{1,2})\2([0-9]{1,2})")
"""A day as calendars, spreadsheets and people write it."""
_SEASON_MONTHS = {21: 3, 22: 6, 23: 9, 24: 12}


class EdtfKind(StrEnum):
    """The shape of an EDTF text."""

    DATE = "date"
    INTERVAL = "interval"
    ONE_OF = "one_of"


@dataclass(frozen=True, slots=True)
class _One:
    """One date, season or masked date."""

    first: Day
    last: Day
    precision: Precision
    approximate: bool
    uncertain: bool


@dataclass(frozen=True, slots=True, repr=False)
class EDTF:
    """A date, interval or choice of dates in EDTF, with the days it covers.

    Attributes
    ----------
    text
        The EDTF text.
    kind
        ``date``, ``interval`` or ``one_of`` (``[2024,2025]``).
    start, end
        First and last day, both inside. None where the side is open (``..``) or unknown, and for years that `date`
        cannot hold; `open_start`, `open_end`, `unknown_start`, `unknown_end` tell which.
    precision
        Of the date, of the interval's finer end.
    approximate, uncertain
        Whether ``~``, ``?`` or ``%`` (both) stands at any date. They widen no bound.

    Examples
    --------
    >>> winter = EDTF.parse("2025-11-06/2025-11-10")
    >>> winter.start, winter.contains(EDTF.parse("2025-11-08"))
    (datetime.date(2025, 11, 6), True)
    >>> EDTF.parse("2025-02-30").code
    'invalid_edtf'
    """

    text: str
    kind: EdtfKind
    start: date | None
    end: date | None
    precision: Precision
    approximate: bool
    uncertain: bool
    open_start: bool = False
    open_end: bool = False
    unknown_start: bool = False
    unknown_end: bool = False
    _first: Day | None = field(default=None, compare=False)
    _last: Day | None = field(default=None, compare=False)

    @classmethod
    def parse(cls, text: str) -> EDTF | Problem:
        """Read an EDTF text of level 1, or ``[a,b]`` and ``[a..b]`` of level 2.

        Returns
        -------
        EDTF
            With its bounds.
        Problem
            ``invalid_edtf`` for another text or a day that does not exist, ``range_reversed`` for an interval whose end
            comes first; never an exception.

        References
        ----------
        ISO 8601-2:2019, clause 4; Library of Congress, Extended Date/Time Format Specification.
        """
        if not text or len(text) > LONGEST:
            return _invalid(text, "is no EDTF text")
        if text.startswith("["):
            return cls._one_of(text)
        meant = _day_meant(text)
        if meant is not None and meant != text:
            hint = f"Write {meant}: two digits for month and day, and hyphens."
            return _invalid(text, "is no EDTF date", hint)
        if "/" in text:
            return cls._interval(text)
        one = _one(text)
        if isinstance(one, str):
            return _invalid(text, one)
        return cls._between(text, EdtfKind.DATE, one, one, one.precision)

    @classmethod
    def _between(cls, text: str, kind: EdtfKind, first: _One, last: _One, precision: Precision) -> EDTF:
        return cls(
            text=text,
            kind=kind,
            start=_date(first.first),
            end=_date(last.last),
            precision=precision,
            approximate=first.approximate or last.approximate,
            uncertain=first.uncertain or last.uncertain,
            _first=first.first,
            _last=last.last,
        )

    @classmethod
    def _one_of(cls, text: str) -> EDTF | Problem:
        if not text.endswith("]"):
            return _invalid(text, "has no closing bracket")
        ones: list[_One] = []
        for member in text[1:-1].replace("..", ",").split(","):
            one = _one(member)
            if isinstance(one, str):
                return _invalid(text, one)
            ones.append(one)
        if ".." in text and (len(ones) != 2 or ones[1].last < ones[0].first):
            return _invalid(text, "is no rising choice of dates")
        first, last = min(ones, key=lambda one: one.first), max(ones, key=lambda one: one.last)
        return cls._between(text, EdtfKind.ONE_OF, first, last, Precision.INTERVAL)

    @classmethod
    def _interval(cls, text: str) -> EDTF | Problem:
        sides = text.split("/")
        if len(sides) != 2 or all(side in ("", "..") for side in sides):
            return _invalid(text, "is no interval of two dates")
        ones = [None if side in ("", "..") else _one(side) for side in sides]
        for one in ones:
            if isinstance(one, str):
                return _invalid(text, one)
        left, right = (one if isinstance(one, _One) else None for one in ones)
        if left is not None and right is not None and (right.first < left.first or right.last < left.last):
            return Problem(
                code="range_reversed",
                message=f"“{text}” ends before it begins",
                hint="Write the earlier date first.",
                start=0,
                end=len(text),
                value=text,
            )
        known = [one for one in (left, right) if one is not None]
        return cls(
            text=text,
            kind=EdtfKind.INTERVAL,
            start=_date(left.first) if left else None,
            end=_date(right.last) if right else None,
            precision=Precision.INTERVAL,
            approximate=any(one.approximate for one in known),
            uncertain=any(one.uncertain for one in known),
            open_start=sides[0] == "..",
            open_end=sides[1] == "..",
            unknown_start=sides[0] == "",
            unknown_end=sides[1] == "",
            _first=left.first if left else None,
            _last=right.last if right else None,
        )

    def before(self, other: EDTF) -> bool:
        """Return whether every day of this comes before every day of `other`; False where that is not known."""
        return self._last is not None and other._first is not None and self._last < other._first

    def after(self, other: EDTF) -> bool:
        """Return whether every day of this comes after every day of `other`; False where that is not known."""
        return other.before(self)

    def overlaps(self, other: EDTF) -> bool:
        """Return whether a day is surely in both."""
        return _not_after(self._surely()[0], other._surely()[1]) and _not_after(
            other._surely()[0], self._surely()[1]
        )

    def contains(self, other: EDTF) -> bool:
        """Return whether every day of `other` is surely in this."""
        if other.unknown_start or other.unknown_end:
            return False
        first, last = self._surely()
        if (other._first is None and not self.open_start) or (other._last is None and not self.open_end):
            return False
        starts = other._first is None or first is None or first <= other._first
        ends = other._last is None or last is None or other._last <= last
        return starts and ends

    def _surely(self) -> tuple[Day | None, Day | None]:
        """Return the days that are certainly inside; None is without end. An unknown side reaches no further than the known."""
        first = self._last if self.unknown_start else self._first
        last = self._first if self.unknown_end else self._last
        return first, last

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"EDTF({self.text!r})"


def _not_after(first: Day | None, last: Day | None) -> bool:
    return first is None or last is None or first <= last


def _day_meant(text: str) -> str | None:
    """Return the day of the calendar that a text plainly means, as EDTF writes it."""
    found = _OTHER_DAY.fullmatch(text)
    if found is None:
        return None
    try:
        return date(int(found[1]), int(found[3]), int(found[4])).isoformat()
    except ValueError:
        return None


_FORMS = "Write EDTF, as in 2025, 2025-06, 2025-06-15, 2024/2025, 2025-12~ or 199X."


def _invalid(text: str, says: str, hint: str = _FORMS) -> Problem:
    shown = text[:LONGEST]
    return Problem(
        code="invalid_edtf",
        message=f"“{shown}” {says}",
        hint=hint,
        start=0,
        end=len(text),
        value=shown,
    )


def _date(day: Day) -> date | None:
    return date(*day) if 1 <= day[0] <= 9999 else None


def _month_length(year: int, month: int) -> int:
    # The calendar repeats every 400 years; 2000 to 2399 stand for years that `calendar` does not know.
    return calendar.monthrange(2000 + year % 400, month)[1]


def _marks(mark: str | None) -> tuple[bool, bool]:
    return mark in ("~", "%"), mark in ("?", "%")


def _one(text: str) -> _One | str:
    """Return one date, or what is wrong with it."""
    masked = _masked(text)
    if masked is not None:
        return masked
    found = _DATE.fullmatch(text)
    if found is None:
        return "is no EDTF date"
    year = int(found["year"].removeprefix("Y"))
    approximate, uncertain = _marks(found["mark"])
    if found["month"] is None:
        return _One((year, 1, 1), (year, 12, 31), Precision.YEAR, approximate, uncertain)
    month = int(found["month"])
    if found["day"] is None and month in _SEASON_MONTHS:
        return _season(year, month, approximate=approximate, uncertain=uncertain)
    if not 1 <= month <= 12:
        return f"names a month {month}"
    if found["day"] is None:
        return _One(
            (year, month, 1),
            (year, month, _month_length(year, month)),
            Precision.MONTH,
            approximate,
            uncertain,
        )
    day = int(found["day"])
    if not 1 <= day <= _month_length(year, month):
        return "names a day that does not exist"
    if found["time"] and not _is_time(found):
        return "names a time that does not exist"
    precision = Precision.MINUTE if found["time"] else Precision.DAY
    return _One((year, month, day), (year, month, day), precision, approximate, uncertain)


def _is_time(found: re.Match[str]) -> bool:
    if found["mark"]:
        return False
    hour, minute, second = int(found["hour"]), int(found["minute"]), int(found["second"])
    zone = int(found["zone_hour"] or 0) <= 14 and int(found["zone_minute"] or 0) <= 59
    return ((hour < 24 and minute < 60 and second < 60) or (hour, minute, second) == (24, 0, 0)) and zone


def _season(year: int, code: int, *, approximate: bool, uncertain: bool) -> _One:
    first = _SEASON_MONTHS[code]
    last_year, last = (year + 1, 2) if code == 24 else (year, first + 2)
    return _One(
        (year, first, 1),
        (last_year, last, _month_length(last_year, last)),
        Precision.SEASON,
        approximate,
        uncertain,
    )


def _masked(text: str) -> _One | str | None:
    """Return a date with unspecified digits: 199X, 20XX, 2025-XX, 2025-06-XX, 2025-XX-XX."""
    found = _MASKED.fullmatch(text)
    if found is not None and found["century"] is not None:
        return _masked_year(found)
    found = _MASKED_MONTH.fullmatch(text)
    if found is None:
        return None
    approximate, uncertain = _marks(found["mark"])
    year = int(found["year"])
    if found["month"] is None:
        precision = Precision.DAY if found["day"] else Precision.MONTH
        return _One((year, 1, 1), (year, 12, 31), precision, approximate, uncertain)
    month = int(found["month"])
    if not 1 <= month <= 12:
        return f"names a month {month}"
    return _One(
        (year, month, 1), (year, month, _month_length(year, month)), Precision.DAY, approximate, uncertain
    )


def _masked_year(found: re.Match[str]) -> _One:
    approximate, uncertain = _marks(found["mark"])
    negative = found["century"].startswith("-")
    hundreds = abs(int(found["century"]))
    decade = found["decade"]
    nearer = hundreds * 100 + (int(decade) * 10 if decade else 0)
    further = nearer + (9 if decade else 99)
    first, last = (-further, -nearer) if negative else (nearer, further)
    precision = Precision.DECADE if decade else Precision.CENTURY
    return _One((first, 1, 1), (last, 12, 31), precision, approximate, uncertain)
