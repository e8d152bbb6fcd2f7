"""What must hold on real reports and on another project's cases; both stay outside the repository."""

from __future__ import annotations

import json
import re
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from policy_dataset.notation import MentionKind, parse_figure, parse_period, scan
from policy_dataset.values import Figure

SHARED = Path(__file__).parents[3] / "shared"
REPORTS = sorted((SHARED / "corpora" / "provincial_reports").glob("*.txt"))
FOREIGN = SHARED / "cases" / "recognizers_zh"
REFERENCE = date(2026, 2, 5)
NUMERALS = frozenset("0123456789０１２３４５６７８９零〇○一二两三四五六七八九十百千万亿廿卅半几数双")

needs_reports = pytest.mark.skipif(
    not REPORTS, reason="the reports are not beside the repository; they may not be copied into it"
)
needs_foreign = pytest.mark.skipif(
    not FOREIGN.exists(), reason="the foreign cases are not beside the repository"
)


@needs_reports
@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_every_numeral_of_a_report_lies_in_one_mention(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    last, bare = 0, []
    for mention in scan(text, reference=REFERENCE):
        assert mention.start >= last
        assert mention.end > mention.start
        bare += [at for at in range(last, mention.start) if text[at] in NUMERALS]
        last = mention.end
    bare += [at for at in range(last, len(text)) if text[at] in NUMERALS]
    assert [text[max(0, at - 5) : at + 5] for at in bare] == []


@needs_reports
def test_less_than_one_mention_in_a_hundred_is_a_problem() -> None:
    mentions = [
        mention for path in REPORTS for mention in scan(path.read_text(encoding="utf-8"), reference=REFERENCE)
    ]
    problems = [mention for mention in mentions if mention.kind is MentionKind.PROBLEM]
    assert len(problems) < len(mentions) / 100


@needs_reports
@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_a_mention_means_the_same_by_itself(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    at_distance = {"rate_at_distance", "list_unit_pending", "unit_in_sight"}
    for mention in scan(text, reference=REFERENCE):
        printed = text[mention.start : mention.end].strip('“”‘’"')
        if (
            mention.kind is MentionKind.FIGURE
            and mention.figure
            and not at_distance & set(mention.figure.assumptions)
        ):
            assert parse_figure(printed) == mention.figure
        if mention.period is not None:
            alone = parse_period(text[mention.start : mention.end], reference=REFERENCE)
            quoted = parse_period(printed, reference=REFERENCE)
            assert mention.period in (alone, quoted)


# Where the other project reads differently on purpose, or reads what this register does not print.
EXCLUSIONS = [
    (r"兆", "兆 is 10^12 there and refused here: it is also 10^6"),
    (
        r"[0-9][keEkM^]|\^|[0-9] ?[km]$|k$|k个|[0-9] [km]",
        "letters for powers of ten, and powers, are no Chinese print",
    ),
    (r"又|^-?[0-9]+/|[0-9] [0-9]+/", "mixed and improper fractions are not of this register"),
    (r"打|半百", "一打 and 半百 count in dozens and halves there"),
    (r"折", "discounts are not read here"),
    (r"^[百千][一二三四五六七八九]|百二万", "a place word without its digit is refused here"),
    (r"零(三千零十|十万|十$)|[0-9][千百]零", "零 stands for a skipped place only, in one script"),
    (r"^-?\.[0-9]", "a number begins with a digit here"),
    (r"[余几]", "余 and 几 are bounds here and dropped there"),
    (r"\S[ \u3000]+\S", "spaces inside a number are damage here"),
    (r"分之[负負]|二两百|倆千", "two signs, two digits side by side: not one number"),
    (r"大$", "大 after an age belongs to the sentence"),
    (r"法郎|奈拉|人民币|美圆|比特币|[$￥]|字节", "the unit is not in the table"),
    (r"度$|华氏|°c", "度 alone has several units"),
    (r"百分之零$", "spelled with a trailing zero there"),
]


def foreign(name: str) -> list[tuple[str, str]]:
    """Return printed text and value of the cases that every platform there passes."""
    if not FOREIGN.exists():
        return []
    cases: list[dict[str, Any]] = json.loads((FOREIGN / name).read_text(encoding="utf-8-sig"))
    pairs = set()
    for case in cases:
        if any(key.startswith("NotSupported") for key in case):
            continue
        for result in case["Results"]:
            value = (result.get("Resolution") or {}).get("value")
            if value is not None:
                pairs.add((result["Text"], value))
    return sorted(pairs)


def exclusion(text: str) -> str | None:
    """Return why a case says nothing about this grammar, or None."""
    return next((reason for pattern, reason in EXCLUSIONS if re.search(pattern, text)), None)


def agrees(figure: Figure, value: str) -> bool:
    """Compare after rounding: decimals there are floats."""
    want = Fraction(value.rstrip("%"))
    have = figure.value if figure.value is not None else figure.lower
    if value.endswith("%") and figure.base_value is not None:
        have = 100 * Fraction(figure.base_value)
    return have is not None and abs(Fraction(have) - want) <= max(abs(want), Fraction(1)) / 10**9


MODELS = [
    ("Number_NumberModel.json", 200),
    ("Number_OrdinalModel.json", 7),
    ("Number_PercentModel.json", 75),
    ("NumberWithUnit_AgeModel.json", 5),
    ("NumberWithUnit_CurrencyModel.json", 15),
    ("NumberWithUnit_DimensionModel.json", 15),
]


@needs_foreign
@pytest.mark.parametrize(("name", "least"), MODELS)
def test_every_value_agrees_with_another_reader_unless_a_reason_is_written(name: str, least: int) -> None:
    compared = [(text, value, parse_figure(text)) for text, value in foreign(name) if exclusion(text) is None]
    differing = [
        (text, value, figure)
        for text, value, figure in compared
        if not isinstance(figure, Figure) or not agrees(figure, value)
    ]
    assert differing == []
    assert len(compared) >= least
