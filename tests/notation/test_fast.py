"""The short way to a figure and the grammar mean the same, wherever the short way is taken."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy_dataset.notation import parse_figure, scan, units
from policy_dataset.notation.fast import read_fast
from policy_dataset.values import Figure

FIGURES = [
    json.loads(line)["text"]
    for name in ("figures.jsonl", "more_figures.jsonl")
    for line in (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines()
]
REPORTS = sorted((Path(__file__).parents[3] / "shared" / "corpora" / "provincial_reports").glob("*.txt"))
BEFORE = [
    "",
    "约",
    "近",
    "超",
    "达到",
    "不少于",
    "至少开行",
    "增长",
    "同比下降",
    "较上年增加",
    "日均",
    "提高到",
    "近约",
    "近超过",
    "每周",
]
FORMS = [form for unit in units().values() for form in unit.forms]


def check(text: str) -> None:
    number = re.search("[0-9]", text)
    for at in {0, number.start() if number else 0}:
        quick = read_fast(text, at)
        if quick is None:
            continue
        slow = parse_figure(text)
        assert isinstance(slow, Figure)
        assert quick.to_json() == slow.to_json()


@pytest.mark.parametrize("text", FIGURES)
def test_every_case_means_the_same_both_ways(text: str) -> None:
    check(text)


composed = st.tuples(
    st.sampled_from(BEFORE),
    st.from_regex("(0|[1-9][0-9]{0,5})(\\.[0-9]{1,3})?", fullmatch=True),
    st.sampled_from(["", "余", "多"]),
    st.sampled_from(["", "万", "亿", "万亿", "百万", "千"]),
    st.sampled_from(["", *FORMS]),
    st.sampled_from(["", "以上", "左右", "以下", "以内", "内", "多"]),
).map("".join)


@pytest.mark.parametrize("number", [*"一二两三四五六七八九十", "十一", "十九", "7", "12"])
@pytest.mark.parametrize("ordinal", ["", "第"])
def test_every_small_number_means_the_same_both_ways(ordinal: str, number: str) -> None:
    for form in FORMS:
        check(ordinal + number + form)


@settings(max_examples=500, deadline=None)
@given(composed)
def test_every_composed_figure_means_the_same_both_ways(text: str) -> None:
    check(text)


@pytest.mark.skipif(
    not REPORTS, reason="the reports are not beside the repository; they may not be copied into it"
)
def test_every_mention_of_the_reports_means_the_same_both_ways() -> None:
    seen = set()
    for path in REPORTS:
        text = path.read_text(encoding="utf-8")
        seen |= {text[mention.start : mention.end] for mention in scan(text) if mention.figure is not None}
    for mention in seen:
        check(mention)
