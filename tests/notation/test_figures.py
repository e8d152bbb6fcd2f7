"""The cases of printed figures, and what the grammar promises beside them."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from policy_dataset.notation import parse_figure
from policy_dataset.problems import Problem
from policy_dataset.values import Figure, Number

CASES = [
    json.loads(line)
    for name in ("figures.jsonl", "more_figures.jsonl")
    for line in (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines()
]
NUMBERS = {"value", "lower", "upper", "multiplier", "resolution", "base_value", "factor"}


def number(value: Number | str | int | None) -> Fraction | None:
    return None if value is None else Fraction(value)


def differences(expected: dict[str, Any], got: Any) -> dict[str, Any]:
    """Compare only the keys present in the case; numbers as exact numbers."""
    wrong = {}
    for key, want in expected.items():
        have = getattr(got, key) if key != "implied" else got.implied()
        if isinstance(want, dict):
            if have is None or differences(want, have):
                wrong[key] = have
        elif key in NUMBERS:
            if number(have) != number(want):
                wrong[key] = have
        elif (list(have) if isinstance(have, tuple) else have) != want:
            wrong[key] = have
    return wrong


@pytest.mark.parametrize(
    "case", [case for case in CASES if "expect" in case], ids=lambda case: f"{case['id']} {case['text']}"
)
def test_a_printed_figure_means_what_the_case_says(case: dict[str, Any]) -> None:
    figure = parse_figure(case["text"])
    assert isinstance(figure, Figure)
    assert differences(case["expect"], figure) == {}
    assert figure.text == case["text"]


@pytest.mark.parametrize(
    "case", [case for case in CASES if "error" in case], ids=lambda case: f"{case['id']} {case['text']}"
)
def test_a_text_that_is_no_figure_is_refused_with_its_code(case: dict[str, Any]) -> None:
    problem = parse_figure(case["text"])
    assert isinstance(problem, Problem)
    assert problem.code == case["error"]
    assert problem.hint
    assert 0 <= problem.start <= problem.end <= len(case["text"])


VARIANTS = [
    ("單件", None),
    ("約３００公里", ("approx", "300", "km")),
    ("不少於5萬名", ("ge", "50000", "名")),
    ("壹萬貳仟叁佰元", ("eq", "12300", "CNY")),
    ("２—３万元", ("range", None, "CNY")),
    ("不止100人", ("gt", "100", "人")),
    ("亿元以上", ("ge", "100000000", "CNY")),
    ("3公里以外", ("gt", "3", "km")),
    ("300度电", ("eq", "300", "kWh")),
    ("10.36百亿亿次", ("eq", "10360000000000000000", "次")),
    ("三成半", ("eq", "3.5", "tenth")),
    ("半个多月", ("gt", "0.5", "mo")),
    ("两个半月", ("eq", "2.5", "mo")),
    ("十多个百分点", ("gt", "10", "percentage_point")),
    ("二十万零五百余人", ("gt", "200500", "人")),
    ("1/3", ("eq", "1/3", "one")),
    ("五百至一千万元", ("range", None, "CNY")),
    ("5元6角", ("eq", "5.6", "CNY")),
    ("2万零3", None),
    ("突破了3万亿元", ("gt", "3000000000000", "CNY")),
    ("人民币5亿元", ("eq", "500000000", "CNY")),
    ("壹万元整", ("eq", "10000", "CNY")),
    ("三十多年来", None),
    ("三年级", None),
    ("390万65岁", None),
    ("2小时15分", ("eq", "2.25", "h")),
]


@pytest.mark.parametrize(("text", "means"), VARIANTS, ids=str)
def test_variants_of_the_printed_forms_are_read_or_refused(
    text: str, means: tuple[str, str | None, str] | None
) -> None:
    figure = parse_figure(text)
    if means is None:
        assert isinstance(figure, Problem)
    else:
        assert isinstance(figure, Figure)
        assert (figure.comparator, number(figure.value), figure.unit) == (
            means[0],
            number(means[1]),
            means[2],
        )


@pytest.mark.parametrize(
    ("text", "per"),
    [
        ("每件200元", "件"),
        ("单件1500元", "件"),
        ("每趟300人", "趟"),
        ("平均每户2.5亩", "户"),
        ("每千人口4.73个", "1000 人"),
        ("每人每年200元", "人 a"),
        ("300元/月", "mo"),
        ("5升/百公里", "100 km"),
        ("58元每平方米", "m2"),
        ("500元/人·年", "人 a"),
    ],
)
def test_a_denominator_is_kept_apart_from_the_unit(text: str, per: str) -> None:
    figure = parse_figure(text)
    assert isinstance(figure, Figure)
    assert figure.per == per


@pytest.mark.parametrize(
    ("text", "mode", "basis", "factor", "compared_with"),
    [
        ("较上年末增加300人", "absolute", "compared", None, "上年末"),
        ("比１９５５年提高2.2倍", "multiple", "compared", "3.2", "1955年"),
        ("同比实际增长5%", "rate", "yoy", "1.05", None),
        ("累计下降二成", "rate", "cumulative", "0.8", None),
        ("增加到近3万家", "to", None, None, None),
        ("收窄0.5个百分点", "points", None, None, None),
        ("翻了近两番", "doubling", None, "4", None),
        ("年均新增3万人", "absolute", "annual_average", None, None),
        ("为2012年的3倍", "ratio", None, "3", "2012年"),
    ],
)
def test_a_change_says_how_it_was_told(
    text: str, mode: str, basis: str | None, factor: str | None, compared_with: str | None
) -> None:
    figure = parse_figure(text)
    assert isinstance(figure, Figure)
    assert figure.change is not None
    change = figure.change
    assert (change.mode, change.basis, number(change.factor), change.compared_with) == (
        mode,
        basis,
        number(factor),
        compared_with,
    )


def test_a_noun_that_begins_like_a_comparison_is_no_comparison() -> None:
    problem = parse_figure("比重提高0.3个百分点")
    assert isinstance(problem, Problem)
    assert problem.code == "not_a_figure"


def test_a_message_names_both_readings_and_one_spelling() -> None:
    problem = parse_figure("3万5")
    assert isinstance(problem, Problem)
    assert "30005" in problem.message
    assert "35000" in problem.message
    assert "3万5千" in problem.hint


def test_a_text_beyond_the_limit_is_refused_at_once() -> None:
    problem = parse_figure("1" * 201)
    assert isinstance(problem, Problem)
    assert problem.code == "not_a_figure"


def test_values_are_decimals_where_they_end() -> None:
    figure, third = parse_figure("18.40%"), parse_figure("三分之一")
    assert isinstance(figure, Figure)
    assert isinstance(third, Figure)
    assert isinstance(figure.value, Decimal)
    assert isinstance(third.value, Fraction)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("35O0万元", "Write the digit 0, not the letter O."),
        ("1l个", "Write the digit 1, not the letter l."),
        ("l2个", "Write the digit 1, not the letter l."),
        ("12个O", "Leave out what is no part of the figure."),
    ],
)
def test_a_letter_in_the_place_of_a_digit_is_named(text, hint):
    problem = parse_figure(text)
    assert isinstance(problem, Problem)
    assert problem.hint == hint
