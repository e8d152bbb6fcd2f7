from __future__ import annotations

import pytest

from policy_dataset.drafting.page import Page
from policy_dataset.drafting.waivers import heading_waiver, why_no_figure
from policy_dataset.sources.spans import Spans


def page(text: str) -> Page:
    return Page("a", text, Spans(((0, len(text)),)), None)


def reasons(text: str) -> list[str | None]:
    made = page(text)
    return [why_no_figure(made, n, m) for n, m in made.mentions]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("位居第二。", "ordinal"),
        ("拨打12345热线。", "ordinal"),
        ("发展5G应用。", "name"),
        ("出台《2030年行动规划》。", "name"),
        ("一件接着一件抓。", "idiom"),
        ("一项项落实。", "idiom"),
        ("一幅画卷。", "idiom"),
    ],
)
def test_what_is_no_figure_has_its_reason(text, reason):
    assert set(reasons(text)) == {reason}


@pytest.mark.parametrize("text", ["新建诊所一所。", "新建12个。", "2026年。", "增长5%。", "达万人。"])
def test_what_may_be_a_figure_or_date_has_none(text):
    assert set(reasons(text)) == {None}


def waiver(line: str) -> str | None:
    made = page(f"{line}\n正文在此。")
    found = heading_waiver(
        made, made.sentences[0], sorted(n.start for n, m in made.mentions if m.figure is not None)
    )
    return found.reason if found is not None else None


def test_headings_are_transitions_and_bylines_credit_lines():
    assert waiver("一、去年的工作") == "transition"
    assert waiver("】") == "transition"
    assert waiver("来源：某日报") == "credit_line"
    assert waiver("建成诊所。") is None


def test_a_line_with_a_figure_is_no_heading():
    assert waiver("生产总值 14.2万亿元") is None
