"""The sentences with every mention marked, and what the scanner promises of any text."""

from __future__ import annotations

import json
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from policy_dataset.notation import Mention, parse_figure, scan

CASES = [
    json.loads(line)
    for name in ("scan.jsonl", "more_scan.jsonl")
    for line in (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines()
]
LOOSE = {"idiom", "name", "list_number", "period_word"}
REFERENCE = date(2026, 1, 26)


def matches(mention: Mention, expected: dict[str, Any]) -> bool:
    if mention.kind != expected["kind"]:
        return False
    if expected["kind"] in LOOSE:
        return mention.start < expected["end"] and mention.end > expected["start"]
    return (mention.start, mention.end) == (expected["start"], expected["end"])


def meaning(mention: Mention, key: str) -> Any:
    if key == "code":
        return mention.problem.code if mention.problem else None
    if key == "edtf":
        return mention.period.edtf if mention.period else None
    value = getattr(mention.figure, key)
    return Fraction(value) if key in ("value", "lower", "upper") and value is not None else value


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_every_marked_mention_is_found(case: dict[str, Any]) -> None:
    mentions = list(scan(case["text"], reference=date.fromisoformat(case["reference_date"])))
    for expected in case["mentions"]:
        found = [mention for mention in mentions if matches(mention, expected)]
        assert found, expected
        for key in ("value", "lower", "upper", "comparator", "unit", "per", "edtf", "code"):
            if key in expected:
                want = expected[key]
                want = Fraction(want) if key in ("value", "lower", "upper") and want is not None else want
                assert meaning(found[0], key) == want, (expected, key)


def kinds(text: str) -> list[tuple[str, str]]:
    return [
        (str(mention.kind), text[mention.start : mention.end]) for mention in scan(text, reference=REFERENCE)
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("较2020年增长36.2%", [("figure", "较2020年增长36.2%")]),
        ("队伍不断壮大，内陆开放", []),
        ("收伍仟元整", [("figure", "伍仟元")]),
        ("节约用水3万吨", [("figure", "3万吨")]),
        ("节约3万吨标准煤", [("figure", "3万吨")]),
        ("通过3项决议", [("figure", "3项")]),
        ("三公里外的三亚", [("figure", "三公里"), ("name", "三亚")]),
        ("实现翻番", [("figure", "翻番")]),
        ("占全国1/3以上", [("figure", "1/3以上")]),
        ("20 25年", [("problem", "20 25年")]),
        ("2026-02-03发布", [("date", "2026-02-03")]),
        ("拨打12345热线", [("label", "12345热线")]),
        ("C919首飞", [("label", "C919")]),
        ("推进“1650”体系", [("label", "“1650”")]),
        ("位居前十", [("figure", "十")]),
        ("（3）其他", [("list_number", "（3）")]),
        ("为2020年的2.5倍", [("figure", "为2020年的2.5倍")]),
        ("3月15日前提交", [("date", "3月15日前")]),
        ("气温降至-5℃左右", [("figure", "降至-5℃左右")]),
        ("增速为负2.1%", [("figure", "负2.1%")]),
        ("歼-20列装", [("label", "歼-20")]),
        ("期限不得超过三个月", [("figure", "不得超过三个月")]),
        ("投资 增长 5.0% 左右", [("figure", "增长 5.0% 左右")]),
        ("截至 2025 年 6 月 5 日", [("date", "截至 2025 年 6 月 5 日")]),
        ("2025 年 完成", [("date", "2025 年")]),
        ("用户比2020年翻一番", [("figure", "比2020年翻一番")]),
        ("近万家企业、上百年历史", [("figure", "近万家"), ("figure", "上百年")]),
        ("惠及工人数百名", [("figure", "数百名")]),
        ("入选指数百强", [("idiom", "指数"), ("name", "百强")]),
        ("按照十次、十一次全会部署", [("ordinal", "十次"), ("ordinal", "十一次全会")]),
        ("改造提升25个机构", [("figure", "25个")]),
        ("服务提升三年行动", [("figure", "三年")]),
        ("新增3岁以下托位", [("figure", "3岁以下")]),
        ("可以延长10日", [("figure", "10日")]),
        ("每周二召开", [("period_word", "每周二")]),
        ("每周二次", [("figure", "每周二次")]),
        ("挽回损失10亿多元", [("figure", "10亿多元")]),
        ("改造学校200所以上", [("figure", "200所以上")]),
        ("发展二、三线城市", [("name", "二、三线")]),
        ("2026-02-09 09:45:30", [("date", "2026-02-09 09:45:30")]),
        ("较“十三五”末提高5%", [("figure", "较“十三五”末提高5%")]),
        ("电话010-12345678", [("label", "010-12345678")]),
        ("国家级数据中心", [("idiom", "数据")]),
        ("390万65岁以上老人", [("figure", "390万"), ("figure", "65岁以上")]),
        ("外送电量超过1000亿度", [("figure", "超过1000亿度")]),
        ("党的二十大和二十届三中全会", [("name", "二十大"), ("ordinal", "二十届"), ("name", "三中全会")]),
    ],
)
def test_words_around_a_numeral_decide_what_it_is(text: str, found: list[tuple[str, str]]) -> None:
    assert kinds(text) == found


def test_a_rate_word_at_a_distance_gives_its_denominator() -> None:
    mentions = list(scan("单件补贴上限为1500元"))
    assert [(mention.kind, mention.figure and mention.figure.per) for mention in mentions] == [
        ("period_word", None),
        ("figure", "件"),
    ]
    assert mentions[1].figure is not None
    assert mentions[1].figure.assumptions == ("rate_at_distance",)


def test_two_rate_words_side_by_side_divide_both() -> None:
    (*_, figure) = scan("每人每月发放500元")
    assert figure.figure is not None
    assert figure.figure.per == "人 mo"


def test_a_list_leaves_the_unit_of_its_first_items_pending() -> None:
    first, second = scan("提高0.7、12个百分点")
    assert first.figure is not None
    assert second.figure is not None
    assert first.figure.unit is None
    assert "list_unit_pending" in first.figure.assumptions
    assert second.figure.unit == "percentage_point"


def test_a_date_without_its_reference_is_a_date_with_a_problem() -> None:
    (mention,) = scan("今年")
    assert (mention.kind, mention.period) == ("date", None)
    assert mention.problem is not None
    assert mention.problem.code == "needs_reference"


def test_a_figure_in_a_text_reads_as_it_does_alone() -> None:
    text = "新增就业超过1.2万人"
    (mention,) = scan(text)
    assert mention.figure == parse_figure(text[mention.start : mention.end])
