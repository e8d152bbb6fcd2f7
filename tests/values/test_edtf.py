"""EDTF texts: the standard's examples, an independent reader as oracle, and the traps."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import edtf as oracle
import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_dataset.problems import Problem
from policy_dataset.values import EDTF

DATES = Path(__file__).parents[1] / "notation" / "dates.jsonl"


def parsed(text: str) -> EDTF:
    value = EDTF.parse(text)
    assert isinstance(value, EDTF)
    return value


# Examples of ISO 8601-2 and of the Library of Congress, levels 0 and 1, and the sets that are read here.
STANDARD = [
    ("1985-04-12", date(1985, 4, 12), date(1985, 4, 12)),
    ("1985-04", date(1985, 4, 1), date(1985, 4, 30)),
    ("1985", date(1985, 1, 1), date(1985, 12, 31)),
    ("1985-04-12T23:20:30", date(1985, 4, 12), date(1985, 4, 12)),
    ("1985-04-12T23:20:30Z", date(1985, 4, 12), date(1985, 4, 12)),
    ("1985-04-12T23:20:30-04", date(1985, 4, 12), date(1985, 4, 12)),
    ("1985-04-12T23:20:30+04:30", date(1985, 4, 12), date(1985, 4, 12)),
    ("1964/2008", date(1964, 1, 1), date(2008, 12, 31)),
    ("2004-06/2006-08", date(2004, 6, 1), date(2006, 8, 31)),
    ("2004-02-01/2005-02-08", date(2004, 2, 1), date(2005, 2, 8)),
    ("2004-02-01/2005-02", date(2004, 2, 1), date(2005, 2, 28)),
    ("2005/2006-02", date(2005, 1, 1), date(2006, 2, 28)),
    ("2001-21", date(2001, 3, 1), date(2001, 5, 31)),
    ("1984?", date(1984, 1, 1), date(1984, 12, 31)),
    ("2004-06~", date(2004, 6, 1), date(2004, 6, 30)),
    ("2004-06-11%", date(2004, 6, 11), date(2004, 6, 11)),
    ("201X", date(2010, 1, 1), date(2019, 12, 31)),
    ("20XX", date(2000, 1, 1), date(2099, 12, 31)),
    ("2004-XX", date(2004, 1, 1), date(2004, 12, 31)),
    ("1985-04-XX", date(1985, 4, 1), date(1985, 4, 30)),
    ("1985-XX-XX", date(1985, 1, 1), date(1985, 12, 31)),
    ("1985-04-12/..", date(1985, 4, 12), None),
    ("../1985-04-12", None, date(1985, 4, 12)),
    ("1985/", date(1985, 1, 1), None),
    ("/1985-04", None, date(1985, 4, 30)),
    ("1984~/2004-06", date(1984, 1, 1), date(2004, 6, 30)),
    ("[2024,2025]", date(2024, 1, 1), date(2025, 12, 31)),
    ("[2025-01-01..2025-12-31]", date(2025, 1, 1), date(2025, 12, 31)),
]


@pytest.mark.parametrize(("text", "start", "end"), STANDARD)
def test_the_bounds_are_the_first_and_last_day(text: str, start: date | None, end: date | None) -> None:
    value = parsed(text)
    assert (value.start, value.end) == (start, end)
    assert str(value) == text


@pytest.mark.parametrize(("text", "start", "end"), [case for case in STANDARD if "[" not in case[0]])
def test_another_reader_finds_the_same_strict_bounds(text: str, start: date | None, end: date | None) -> None:
    value = oracle.parse_edtf(text)
    for bound, struct in ((start, value.lower_strict()), (end, value.upper_strict())):
        if bound is not None:
            assert tuple(struct[:3]) == (bound.year, bound.month, bound.day)


@pytest.mark.parametrize(
    "text",
    [
        "", "2025-13", "2025-02-30", "2023-02-29", "2025-6", "25", "2025年", "2025-06-15T16", "2025-06-15T16:30", "2025-06-15T25:00:00",
        "2025-06-15T24:00:01", "2025-25", "/", "../..", "2024/2025/2026", "[2025", "[2025..2024]", "2025??", "?2025", "2025-06-15T10:00:00~", "Y2025",
        "2025 ", "２０２５", "x" * 300,
    ],
)  # fmt: skip
def test_what_is_no_edtf_is_a_problem(text: str) -> None:
    problem = EDTF.parse(text)
    assert isinstance(problem, Problem)
    assert problem.code == "invalid_edtf"


@pytest.mark.parametrize("text", ["2026/1/20", "2026/01/20", "2026.1.20", "2026-1-20"])
def test_a_day_in_another_form_is_told_in_the_form_of_edtf(text: str) -> None:
    read = EDTF.parse(text)
    assert isinstance(read, Problem)
    assert (read.code, read.hint.split(":")[0]) == ("invalid_edtf", "Write 2026-01-20")


@pytest.mark.parametrize("text", ["2025/2024", "2025-06/2025-05", "2025-06-15/2025-06-14", "2025/2024-12-31"])
def test_an_interval_that_ends_before_it_begins_is_reversed(text: str) -> None:
    problem = EDTF.parse(text)
    assert isinstance(problem, Problem)
    assert problem.code == "range_reversed"


def test_qualifiers_are_kept_and_widen_no_bound() -> None:
    exact, both = parsed("2025-06"), parsed("2025-06%")
    assert (both.start, both.end) == (exact.start, exact.end)
    assert (both.approximate, both.uncertain) == (True, True)
    assert (exact.approximate, exact.uncertain) == (False, False)


def test_one_qualified_end_qualifies_the_interval() -> None:
    value = parsed("2021-01~/2026-01?")
    assert (value.approximate, value.uncertain) == (True, True)


def test_winter_reaches_into_the_next_year() -> None:
    winter = parsed("2024-24")
    assert (winter.start, winter.end) == (date(2024, 12, 1), date(2025, 2, 28))


@pytest.mark.parametrize("text", ["-0100", "0000", "Y170000002", "-001X"])
def test_years_that_a_date_cannot_hold_still_compare(text: str) -> None:
    value, now = parsed(text), parsed("2025")
    assert (value.start, value.end) == (None, None)
    assert value.before(now) != value.after(now)


COMPARED = [
    ("2024", "2025", ["before"]),
    ("2025", "2025-06", ["overlaps", "contains"]),
    ("2025-06", "2025", ["overlaps"]),
    ("2024/..", "2030", ["overlaps", "contains"]),
    ("../2024", "2030", ["before"]),
    ("/2024", "2020", []),
    ("/2024", "2024", ["overlaps"]),
    ("2024/", "2030", []),
    ("2024/2026", "2025/..", ["overlaps"]),
    ("2026", "2025", ["after"]),
]


@pytest.mark.parametrize(("left", "right", "holds"), COMPARED)
def test_comparison_claims_only_what_is_sure(left: str, right: str, holds: list[str]) -> None:
    one, other = parsed(left), parsed(right)
    assert [
        name for name in ("before", "after", "overlaps", "contains") if getattr(one, name)(other)
    ] == holds


@given(st.dates(), st.dates())
def test_any_two_days_make_an_interval_or_a_reversed_one(first: date, second: date) -> None:
    value = EDTF.parse(f"{first.isoformat()}/{second.isoformat()}")
    if second < first:
        assert isinstance(value, Problem)
        return
    assert isinstance(value, EDTF)
    assert (value.start, value.end) == (first, second)
    assert value.contains(parsed(first.isoformat()))


@given(st.text(alphabet="0123456789-/.XY?~%[],T:Z+", max_size=24))
def test_reading_never_raises(text: str) -> None:
    assert isinstance(EDTF.parse(text), EDTF | Problem)


def test_every_edtf_of_the_date_cases_is_read_alike_by_another_reader() -> None:
    for line in DATES.read_text(encoding="utf-8").splitlines():
        expected = json.loads(line).get("expect")
        if not expected or expected["edtf"] is None:
            continue
        value = parsed(expected["edtf"])
        if "school_year" not in (expected.get("assumptions") or ()):
            assert (value.start, value.end) == (
                date.fromisoformat(expected["start"]),
                date.fromisoformat(expected["end"]),
            )
        if "[" in expected["edtf"]:
            continue
        other = oracle.parse_edtf(expected["edtf"])
        assert tuple(other.lower_strict()[:3]) == (value.start.year, value.start.month, value.start.day)  # type: ignore[union-attr]
        assert tuple(other.upper_strict()[:3]) == (value.end.year, value.end.month, value.end.day)  # type: ignore[union-attr]
