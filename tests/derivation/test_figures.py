from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_dataset.derivation.context import Context, make_context
from policy_dataset.derivation.figures import figure_columns
from policy_dataset.model.reference import supplied_rows

CONTEXT = make_context(supplied_rows()["units"], supplied_rows()["indicators"], ())


def derive(figure: str, indicator: str, **cells: object):
    return figure_columns({"figure": figure, "indicator": indicator, "kind": "observed", **cells}, CONTEXT)


@pytest.mark.parametrize(
    ("figure", "indicator", "value", "unit", "comparator"),
    [
        ("2.59亿人", "maternity_insurance_participants", "259000000", "person", "eq"),
        ("4110名", "service_station_workers_covered", "4110", "person", "eq"),
        ("82个", "service_station_sites_covered", "82", "site", "eq"),
        ("14297.5亿斤", "grain_output", "1429750000000", "jin", "eq"),
        ("625亿元", "trade_in_treasury_bond_funds", "62500000000", "yuan", "eq"),
        ("1级", "energy_efficiency_grade_threshold", "1", "grade", "eq"),
        ("15%", "trade_in_subsidy_rate", "15", "percent", "eq"),
        ("每周至少开行4趟", "freight_train_weekly_frequency", "4", "train_service_per_week", "ge"),
        ("近3亿人", "maternity_insurance_participants", "300000000", "person", "lt"),
    ],
)
def test_unit_value_and_comparator_follow_from_the_words_and_the_indicator(
    figure, indicator, value, unit, comparator
):
    derived = derive(figure, indicator)
    assert derived.problems == ()
    assert (derived.cells["value"], derived.cells["unit"], derived.cells["comparator"]) == (
        Decimal(value),
        unit,
        comparator,
    )


def test_a_qualifier_at_a_distance_is_read_with_the_figure():
    derived = derive("200人次", "service_station_daily_visits", figure_qualifier="日均")
    assert (derived.cells["value"], derived.cells["unit"]) == (200, "person_time_per_day")
    assert (
        derive("上限为1500元", "trade_in_subsidy_cap", figure_qualifier="单件").cells["unit"]
        == "yuan_per_piece"
    )


def test_what_the_words_leave_out_the_indicator_supplies_and_says_so():
    assert derive("14亿多", "population_60_plus").cells["assumptions"] == "unit_from_indicator"
    assert "per_from_indicator" in derive("4趟", "freight_train_weekly_frequency").cells["assumptions"]


def test_a_worded_value_takes_its_reading_and_says_so():
    derived = derive("无自付", "childbirth_out_of_pocket_in_policy", figure_reading="0元")
    assert (derived.cells["value"], derived.cells["unit"], derived.cells["assumptions"]) == (
        0,
        "yuan",
        "worded_value",
    )


def test_a_reading_is_refused_where_the_figure_reads_by_itself():
    (problem,) = derive("3元", "childbirth_out_of_pocket_in_policy", figure_reading="0元").problems
    assert (problem.rule, problem.field) == ("reading_not_needed", "reading")


def test_a_unit_of_another_dimension_is_a_problem_that_names_what_is_accepted():
    (problem,) = derive("2.59亿元", "maternity_insurance_participants").problems
    assert problem.rule == "unit_of_other_dimension"
    assert "人" in problem.hint


def test_a_change_is_told_in_per_cent_whatever_its_indicator_counts():
    derived = derive(
        "同比增长18.4%", "social_worker_exam_registrations", kind="change", period="2025", source_id="s"
    )
    assert derived.problems == ()
    cells = derived.cells
    assert (cells["value"], cells["unit"], cells["change_mode"], cells["change_basis"]) == (
        Decimal("18.4"),
        "percent",
        "rate",
        "yoy",
    )
    assert (cells["compared_with"], cells["assumptions"]) == ("2024", "base_from_basis")


def test_a_figure_that_cannot_be_read_is_one_problem_at_its_characters():
    (problem,) = derive("1,23,4人", "maternity_insurance_participants").problems
    assert problem.rule == "figure_unreadable"
    assert problem.field == "figure"
    assert "malformed_grouping" in problem.message


def test_an_offset_counts_in_the_figure_and_not_in_the_qualifier():
    (problem,) = derive("1,23,4人次", "service_station_daily_visits", figure_qualifier="日均").problems
    assert problem.end is None or problem.end <= len("1,23,4人次")


def test_a_number_that_does_not_end_is_kept_as_a_fraction():
    derived = derive("三分之一", "trade_in_subsidy_rate")
    assert derived.problems == ()
    assert (derived.cells["value"], derived.cells["value_exact"], derived.cells["unit"]) == (
        None,
        "1/3",
        "ratio",
    )


@pytest.mark.parametrize(
    ("figure", "unit", "base"),
    [
        ("百分之五", "percent", "0.05"),
        ("5‰", "permille", "0.005"),
        ("万分之三", "per_ten_thousand", "0.0003"),
        ("六成", "tenth_cheng", "0.6"),
    ],
)
def test_ratios_however_printed_have_a_unit_and_the_same_base(figure, unit, base):
    derived = derive(figure, "trade_in_subsidy_rate")
    assert derived.problems == ()
    assert (derived.cells["unit"], derived.cells["value_base"]) == (unit, Decimal(base))


@given(st.integers(1, 10**12))
def test_the_base_value_is_the_value_times_the_exact_fraction_of_the_unit(number):
    cells = derive(f"{number}斤", "grain_output").cells
    assert Fraction(cells["value_base"]) == Fraction(number, 2)


@given(st.text(max_size=20))
def test_deriving_never_raises(text):
    assert derive(text, "maternity_insurance_participants").cells is not None
    assert figure_columns({"figure": text, "indicator": None, "kind": None}, Context()).cells is not None
