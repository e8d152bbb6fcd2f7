"""A period: what a printed date or span of time says, as EDTF and as inclusive bounds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any


class Precision(StrEnum):
    """How finely a period is told."""

    CENTURY = "century"
    DECADE = "decade"
    PLAN = "plan"
    YEAR = "year"
    HALF = "half"
    QUARTER = "quarter"
    SEASON = "season"
    MONTH = "month"
    XUN = "xun"
    WEEK = "week"
    DAY = "day"
    HOUR = "hour"
    MINUTE = "minute"
    INTERVAL = "interval"
    VAGUE = "vague"


class Role(StrEnum):
    """How the fact stands to the period: within it, at its end, from it on, before it."""

    DURING = "during"
    AS_OF = "as_of"
    SINCE = "since"
    FROM = "from"
    BY = "by"
    BEFORE = "before"
    AFTER = "after"
    UNTIL = "until"


@dataclass(frozen=True, slots=True, repr=False, kw_only=True)
class Period:
    """One printed period and what it means.

    Attributes
    ----------
    parts
        Lossless pieces ``(role, text)``; joined they are the printed text.
    edtf
        ISO 8601-2 text without clock times; None for periods that are recognised and have no value (近年来).
    start, end
        First and last day, both inside; None where open or unknown.
    precision, role
        See the enums.
    approximate, uncertain
        Mirror ``~`` and ``?`` of `edtf` (``%`` is both); a vague clock (16时许) sets `approximate` too.
    time, part_of_day
        ``T16``, ``T16:30``; ``morning``, ``evening`` …
    resolved, reference
        Whether a reference or context was used, and the reference date.
    assumptions
        Codes of every reading that was not printed.
    """

    parts: tuple[tuple[str, str], ...]
    edtf: str | None = None
    start: date | None = None
    end: date | None = None
    precision: Precision = Precision.YEAR
    role: Role = Role.DURING
    approximate: bool = False
    uncertain: bool = False
    time: str | None = None
    part_of_day: str | None = None
    resolved: bool = False
    reference: date | None = None
    assumptions: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The printed text."""
        return "".join(piece for _, piece in self.parts)

    def __repr__(self) -> str:
        role = "" if self.role is Role.DURING else f"{self.role.replace('_', ' ')} "
        time = self.time or ""
        return f"Period({self.text!r} → {role}{self.edtf}{time})"

    def to_json(self) -> dict[str, Any]:
        """Return a mapping that `json.dumps` takes: dates in ISO form."""
        return {field.name: _plain(getattr(self, field.name)) for field in fields(self)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any] | str) -> Period:
        """Return the period that `to_json` described, given the mapping or its JSON text."""
        values: dict[str, Any] = dict(_loaded(data) if isinstance(data, str) else data)
        values["parts"] = tuple((role, piece) for role, piece in values["parts"])
        values["precision"] = Precision(values["precision"])
        values["role"] = Role(values["role"])
        values["assumptions"] = tuple(values["assumptions"])
        for name in ("start", "end", "reference"):
            if values[name] is not None:
                values[name] = date.fromisoformat(values[name])
        return cls(**values)


def _loaded(text: str) -> Any:
    import json  # noqa: PLC0415 - most readers of figures never need it

    return json.loads(text)


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value
