from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_dataset.derivation.context import Context
from policy_dataset.derivation.periods import dated_columns, period_columns, year_before

CONTEXT = Context(published={"page": (date(2026, 1, 26), "2026-01-26")})


def derive(period: str | None, **cells: object):
    return period_columns({"period": period, "source_id": "page", **cells}, CONTEXT)


def test_printed_words_become_edtf_with_bounds_and_stay_beside_it():
    cells = derive("截至2025年11月底").cells
    assert (cells["period"], cells["period_start"], cells["period_end"]) == (
        "2025-11-30",
        date(2025, 11, 30),
        date(2025, 11, 30),
    )
    assert (cells["period_printed"], cells["period_role"], cells["period_basis"]) == (
        "截至2025年11月底",
        "as_of",
        "printed",
    )


def test_a_relative_date_is_resolved_against_the_publication_of_its_source():
    assert derive("今年").cells["period"] == "2026"
    assert derive("26日16时许").cells["period_time"] == "T16"


def test_edtf_is_taken_as_it_is_and_has_no_printed_form():
    cells = derive("2026-01/2026-06", period_basis="authored").cells
    assert (cells["period"], cells.get("period_printed"), cells["period_basis"]) == (
        "2026-01/2026-06",
        None,
        "authored",
    )


def test_without_a_printed_time_the_day_of_the_source_stands_in():
    assert derive(None, period_basis="source_date").cells["period"] == "2026-01-26"
    assert derive(None).cells == {}


@pytest.mark.parametrize("text", ["2025年2月30日", "25年", "2025-13", "改天"])
def test_a_date_that_cannot_be_is_a_problem_of_its_field(text):
    (problem,) = derive(text).problems
    assert (problem.rule, problem.field, problem.value) == ("period_unreadable", "period", text)


def test_a_relative_date_without_a_source_is_a_problem():
    (problem,) = period_columns({"period": "今年", "source_id": None}, Context()).problems
    assert "needs_reference" in problem.message


def test_another_date_of_a_record_has_bounds_of_its_own():
    cells = dated_columns("announced", {"announced": "2026年1月20日", "source_id": "page"}, CONTEXT).cells
    assert (cells["announced"], cells["announced_end"]) == ("2026-01-20", date(2026, 1, 20))


@pytest.mark.parametrize(
    ("edtf", "before"),
    [
        ("2025", "2024"),
        ("2025-11-30", "2024-11-30"),
        ("2025-01/2025-09", "2024-01/2024-09"),
        ("2025~", "2024~"),
        ("2025-06?", "2024-06?"),
    ],
)
def test_the_same_period_a_year_before(edtf, before):
    assert year_before(edtf) == before


@given(st.text(max_size=20))
def test_deriving_never_raises(text):
    assert derive(text).cells is not None
