"""The cases of printed dates, and what the grammar promises beside them."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from policy_dataset.notation import parse_period
from policy_dataset.problems import Problem
from policy_dataset.values import EDTF, Period

CASES = [
    json.loads(line)
    for name in ("dates.jsonl", "more_dates.jsonl")
    for line in (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines()
]
REFERENCE = date(2026, 1, 26)


def read(case: dict[str, Any]) -> Period | Problem:
    reference = case.get("reference_date")
    return parse_period(
        case["text"],
        reference=date.fromisoformat(reference) if reference else None,
        context=case.get("context"),
    )


@pytest.mark.parametrize(
    "case", [case for case in CASES if "expect" in case], ids=lambda case: f"{case['id']} {case['text']}"
)
def test_a_printed_date_means_what_the_case_says(case: dict[str, Any]) -> None:
    period = read(case)
    assert isinstance(period, Period)
    got = period.to_json()
    assert {key: got[key] for key in case["expect"]} == case["expect"]
    assert period.text == case["text"]


@pytest.mark.parametrize(
    "case", [case for case in CASES if "error" in case], ids=lambda case: f"{case['id']} {case['text']}"
)
def test_a_text_that_is_no_date_is_refused_with_its_code(case: dict[str, Any]) -> None:
    problem = read(case)
    assert isinstance(problem, Problem)
    assert problem.code == case["error"]
    assert problem.hint


@pytest.mark.parametrize(
    "case", [case for case in CASES if "expect" in case], ids=lambda case: f"{case['id']} {case['text']}"
)
def test_the_bounds_of_the_edtf_are_the_bounds_of_the_period(case: dict[str, Any]) -> None:
    period = read(case)
    assert isinstance(period, Period)
    if period.edtf is None:
        assert (period.start, period.end) == (None, None)
        return
    edtf = EDTF.parse(period.edtf)
    assert isinstance(edtf, EDTF)
    if "school_year" not in period.assumptions:
        assert (edtf.start, edtf.end) == (period.start, period.end)


@pytest.mark.parametrize(
    ("text", "context", "edtf"),
    [
        ("当日", "2025-06-15", "2025-06-15"),
        ("当天", "2025-06-15", "2025-06-15"),
        ("同日", "2025-06-15", "2025-06-15"),
        ("次日", "2025-12-31", "2026-01-01"),
        ("当月", "2025-06", "2025-06"),
        ("上年同期", "2025-06", "2024-06"),
        ("同年6月", "2025", "2025-06"),
        ("当年底", "2025", "2025-12~"),
        ("80年代", "1985", "198X"),
    ],
)
def test_words_that_point_back_take_the_context(text: str, context: str, edtf: str) -> None:
    period = parse_period(text, reference=REFERENCE, context=context)
    assert isinstance(period, Period)
    assert period.edtf == edtf
    assert period.resolved


@pytest.mark.parametrize("text", ["当日", "当天", "同日", "次日", "当月", "全年", "上年", "同期"])
def test_words_that_point_back_need_an_antecedent(text: str) -> None:
    problem = parse_period(text, reference=REFERENCE)
    assert isinstance(problem, Problem)
    assert problem.code == "needs_antecedent"


@pytest.mark.parametrize(
    ("text", "edtf", "role"),
    [
        ("２０２５年６月至８月", "2025-06/2025-08", "during"),
        ("二〇二三年至二〇二五年", "2023/2025", "during"),
        ("截至2025年12月31日止", "2025-12-31", "as_of"),
        ("到“十五五”末", "2030", "by"),
        ("2020年前后", "2020~", "during"),
        ("12月至次年3月", "2025-12/2026-03", "during"),
        ("1月至11月", "2025-01/2025-11", "during"),
        ("一至三季度", "2025-01/2025-09", "during"),
        ("26日至28日", "2026-01-26?/2026-01-28?", "during"),
        ("近半年", "2025-07~/2026-01", "during"),
        ("30年来", "1996-01~/2026-01", "during"),
        ("2025年底以来", "2025-12~", "since"),
        ("“十四五”后两年", "2024/2025", "during"),
        ("3月5日或6日", "[2026-03-05,2026-03-06]", "during"),
        ("本月15日", "2026-01-15", "during"),
        ("最近三年", "2023-01~/2026-01", "during"),
        ("1月以来", "2026-01", "since"),
        ("2025/2026学年", "2025/2026", "during"),
    ],
)
def test_variants_of_the_printed_dates_are_read(text: str, edtf: str, role: str) -> None:
    period = parse_period(text, reference=REFERENCE)
    assert isinstance(period, Period)
    assert (period.edtf, period.role) == (edtf, role)


def test_a_clock_stays_out_of_the_edtf() -> None:
    period = parse_period("2025年6月15日10时至12时")
    assert isinstance(period, Period)
    assert (period.edtf, period.time) == ("2025-06-15", "T10/T12")


def test_a_clock_range_of_a_bare_day_keeps_the_day() -> None:
    period = parse_period("1月25日8时至12时", reference=REFERENCE)
    assert isinstance(period, Period)
    assert (period.edtf, period.time) == ("2026-01-25", "T08/T12")


def test_days_within_which_something_is_due_are_no_date() -> None:
    assert isinstance(parse_period("10日内", reference=REFERENCE), Problem)


def test_a_space_inside_a_year_is_damage() -> None:
    assert isinstance(parse_period("20 25年"), Problem)
