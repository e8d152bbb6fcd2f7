"""Periods as authors write them (printed words or EDTF) as the columns that are published."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from policy_dataset.derivation.context import Cells, Context, Derived
from policy_dataset.derivation.faults import unreadable
from policy_dataset.notation import parse_period
from policy_dataset.problems import Problem
from policy_dataset.values import EDTF, Period

EDTF_LIKE = re.compile(r"[0-9X?~%./\[\]Y,-]+")

ROLES_OF_WORDS = {
    "as_of": "as_of",
    "by": "target_by",
    "before": "target_by",
    "until": "target_by",
    "from": "effective_from",
    "since": "effective_from",
}
"""Which words of a period are enough to tell its role in a record."""


def read_period(text: str, *, reference: date | None, context: str | None = None) -> Period | EDTF | Problem:
    """Read the text of a period: EDTF where it looks like it, else as printed."""
    if EDTF_LIKE.fullmatch(text):
        return EDTF.parse(text)
    return parse_period(text, reference=reference, context=context)


def dated_columns(name: str, cells: Cells, context: Context) -> Derived:
    """Derive ``name`` (EDTF), ``name_start`` and ``name_end`` of a field that is a period and nothing more."""
    text = cells.get(name)
    if text is None:
        return Derived({})
    read = read_period(text, reference=reference_of(cells, context))
    if isinstance(read, Problem):
        return Derived({name: None}, (unreadable(read, name, text),))
    return Derived({name: edtf_of(read), f"{name}_start": read.start, f"{name}_end": read.end})


def period_columns(cells: Cells, context: Context) -> Derived:
    """Derive the `period…` columns of a measure or statistic.

    Notes
    -----
    A record without `period` whose basis is ``source_date`` takes the publication date of its source. Authored EDTF
    has no printed form.
    """
    text, basis = cells.get("period"), cells.get("period_basis")
    published = context.published.get(cells.get("source_id") or "")
    if text is None:
        if basis == "source_date" and published is not None:
            edtf = EDTF.parse(published[1])
            if isinstance(edtf, EDTF):
                return Derived({"period": str(edtf), "period_start": edtf.start, "period_end": edtf.end})
        return Derived({})
    read = read_period(text, reference=reference_of(cells, context))
    if isinstance(read, Problem):
        return Derived({"period": None}, (unreadable(read, "period", text),))
    found: dict[str, Any] = {
        "period": edtf_of(read),
        "period_start": read.start,
        "period_end": read.end,
        "period_basis": basis or "printed",
    }
    if isinstance(read, Period):
        found |= {"period_printed": text, "period_time": read.time}
        found["assumptions"] = ";".join(read.assumptions) or None
        role = ROLES_OF_WORDS.get(str(read.role))
        if cells.get("period_role") is None and role is not None:
            found["period_role"] = role
    return Derived(found)


def reference_of(cells: Cells, context: Context) -> date | None:
    """Return the day that relative dates of a record are resolved against: its source's publication."""
    published = context.published.get(cells.get("source_id") or "")
    return published[0] if published is not None else None


def edtf_of(read: Period | EDTF) -> str | None:
    """Return the EDTF text of what was read; None for a vague period."""
    return read.edtf if isinstance(read, Period) else str(read)


def year_before(edtf: str) -> str:
    """Return the same period a year earlier.

    Examples
    --------
    >>> year_before("2025-01/2025-09")
    '2024-01/2024-09'
    """
    return re.sub(r"(?<![0-9-])[0-9]{4}(?=$|[-/?~%])", lambda m: f"{int(m[0]) - 1:04}", edtf)
