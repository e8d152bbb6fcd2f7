"""What holds for every text: nothing is lost, nothing raises, nothing takes long."""

from __future__ import annotations

import json
import time
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy_dataset.notation import MentionKind, parse_figure, parse_period, scan, units
from policy_dataset.problems import Problem
from policy_dataset.values import EDTF, Comparator, Figure, FigureKind, Period

HERE = Path(__file__).parent


def texts(*names: str) -> list[str]:
    return [
        json.loads(line)["text"]
        for name in names
        for line in (HERE / name).read_text(encoding="utf-8").splitlines()
    ]


FIGURES = texts("figures.jsonl", "more_figures.jsonl")
DATES = texts("dates.jsonl", "more_dates.jsonl")
SENTENCES = texts("scan.jsonl", "more_scan.jsonl")
NUMERALS = frozenset("0123456789０１２３４５６７８９零〇○一二两三四五六七八九十百千万亿廿卅半几数双")
REFERENCE = date(2026, 1, 26)

PIECES = [
    *"0123456789０５，,.．%％一二三四五六七八九十百千万亿两零〇几数半多余来第首至到—-～、/∶:年月日号时分个人元公里斤级底末初前后“”（）双番倍 \n\u3000",
    "增长", "同比", "超过", "不少于", "近", "约", "以上", "左右", "百分之", "分之", "每周", "日均", "十四五", "截至", "今年", "去年底", "季度", "个百分点", "千瓦", "翻", "比", "上年", "是", "的",
]  # fmt: skip
texts = st.one_of(st.text(max_size=40), st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
numerals = st.decimals(min_value=0, max_value=10**9, places=2, allow_nan=False).map(
    lambda value: format(value, "f")
)
qualifiers = st.sampled_from(["", "约", "近", "超过", "不少于", "不超过", "达", "至少", "增长", "同比下降"])
multipliers = st.sampled_from(["", "万", "亿", "万亿", "千", "百万"])
unit_words = st.sampled_from([form for unit in units().values() for form in unit.forms])
endings = st.sampled_from(["", "以上", "以下", "左右", "以内", "多"])


@st.composite
def printed(draw: st.DrawFn) -> str:
    return draw(qualifiers) + draw(numerals) + draw(multipliers) + draw(unit_words) + draw(endings)


def full_width(text: str) -> str:
    return "".join(
        chr(ord(character) + 0xFEE0)
        if "!" <= character <= "~"
        else "\u3000"
        if character == " "
        else character
        for character in text
    )


def check_figure(figure: Figure, text: str) -> None:
    assert "".join(piece for _, piece in figure.parts) == text
    value, lower, upper = figure.value, figure.lower, figure.upper
    if value is not None and lower is not None:
        assert Fraction(lower) <= Fraction(value)
    if value is not None and upper is not None:
        assert Fraction(value) <= Fraction(upper)
    assert not any(isinstance(number, float) for number in (value, lower, upper, figure.base_value))
    if figure.kind is FigureKind.QUANTITY:
        same = (
            value is not None
            and lower == upper == value
            and bool(figure.lower_inclusive and figure.upper_inclusive)
        )
        assert (figure.comparator is Comparator.EQ) == same
        if figure.comparator is Comparator.APPROX:
            assert lower is None
            assert upper is None
        if figure.comparator is Comparator.RANGE:
            assert value is None
            assert lower is not None
            assert upper is not None
            assert Fraction(lower) < Fraction(upper)
    assert Figure.from_json(json.loads(json.dumps(figure.to_json()))) == figure
    assert Figure.from_json(json.dumps(figure.to_json())) == figure
    figure.implied()
    repr(figure)


@pytest.mark.parametrize("text", FIGURES)
def test_the_invariants_hold_on_every_case(text: str) -> None:
    figure = parse_figure(text)
    if isinstance(figure, Figure):
        check_figure(figure, text)
        assert parse_figure(text) == figure


@settings(max_examples=400, deadline=None)
@given(texts)
def test_reading_a_figure_never_raises(text: str) -> None:
    figure = parse_figure(text)
    if isinstance(figure, Figure):
        check_figure(figure, text)
    else:
        assert 0 <= (figure.start or 0) <= (figure.end or 0) <= len(text)
        assert figure.code.replace("_", "").isalpha()


@settings(max_examples=300, deadline=None)
@given(printed())
def test_a_full_width_figure_means_the_same(text: str) -> None:
    narrow, wide = parse_figure(text), parse_figure(full_width(text))
    if isinstance(narrow, Problem):
        assert isinstance(wide, Problem)
        assert wide.code == narrow.code
    else:
        check_figure(narrow, text)
        assert isinstance(wide, Figure)
        left, right = narrow.to_json(), wide.to_json()
        assert left.pop("parts") != right.pop("parts") or text == full_width(text)
        assert left == right


@pytest.mark.parametrize("text", FIGURES)
def test_a_full_width_case_means_the_same(text: str) -> None:
    narrow, wide = parse_figure(text), parse_figure(full_width(text))
    if isinstance(narrow, Figure):
        assert isinstance(wide, Figure)
        left, right = narrow.to_json(), wide.to_json()
        del left["parts"], right["parts"]
        assert left == right


@settings(max_examples=300, deadline=None)
@given(
    texts,
    st.dates(),
    st.sampled_from([None, "2025", "2025-06", "2025-06-15", "2024/2025", "nonsense", "2025-13"]),
)
def test_reading_a_date_never_raises(text: str, reference: date, context: str | None) -> None:
    period = parse_period(text, reference=reference, context=context)
    if isinstance(period, Problem):
        assert 0 <= (period.start or 0) <= (period.end or 0) <= len(text)
        return
    assert "".join(piece for _, piece in period.parts) == text
    assert Period.from_json(json.loads(json.dumps(period.to_json()))) == period
    if period.edtf is not None:
        edtf = EDTF.parse(period.edtf)
        assert isinstance(edtf, EDTF), period.edtf
        assert period.start is None or period.end is None or period.start <= period.end
        assert edtf.start == period.start


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(
        texts,
        st.lists(st.sampled_from([*SENTENCES, *FIGURES, *DATES, "，", "的", "。\n"]), max_size=6).map(
            "".join
        ),
    )
)
def test_mentions_are_disjoint_ordered_and_cover_every_numeral(text: str) -> None:
    last = 0
    for mention in scan(text, reference=REFERENCE):
        assert last <= mention.start < mention.end <= len(text)
        assert not NUMERALS & set(text[last : mention.start])
        last = mention.end
        if (
            mention.kind is MentionKind.FIGURE
            and mention.figure
            and not {"rate_at_distance", "list_unit_pending", "unit_in_sight"}
            & set(mention.figure.assumptions)
        ):
            assert parse_figure(text[mention.start : mention.end].strip('“”‘’"')) == mention.figure
        if (
            mention.problem is not None
            and mention.problem.start is not None
            and mention.problem.end is not None
        ):
            assert mention.start <= mention.problem.start <= mention.problem.end <= mention.end
    assert not NUMERALS & set(text[last:])


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(sorted(units())), st.fractions(max_denominator=10**6))
def test_a_conversion_there_and_back_is_exact(code: str, amount: Fraction) -> None:
    unit = units()[code]
    base = unit.to_base(amount)
    if base is None:
        assert unit.base is None
        return
    back = unit.from_base(base)
    assert back is not None
    assert Fraction(back) == amount
    assert isinstance(base, Decimal | Fraction)


ADVERSARIES = [
    "万",
    "十",
    "一",
    "「",
    "“",
    "1",
    ",1",
    "1,",
    ".",
    "1.",
    "(",
    "）",
    "年",
    "今",
    "第",
    "多",
    "一、",
    "1-",
    "十五",
    "百分之",
    "2025年",
    "每",
    "半",
    "“一",
    "A1",
    " ",
    "1 ",
    "零",
    "至",
    "两",
    "1万",
    "余",
]


@pytest.mark.parametrize("piece", ADVERSARIES)
def test_no_text_takes_more_than_linear_time(piece: str) -> None:
    size = 100_000
    started = time.process_time()
    for _ in scan(piece * (size // len(piece)), reference=REFERENCE):
        pass
    assert time.process_time() - started < 5
