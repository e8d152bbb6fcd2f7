from __future__ import annotations

import re

import pytest

from policy_dataset.messages.catalogue import catalogue
from policy_dataset.problems import Problem
from policy_dataset.report.report import Report
from policy_dataset.report.review import CODE_BEGINS, CODE_ENDS, Covered, Quoted, Review, render
from policy_dataset.report.setting import Setting

VALID = Report.of([])


def test_a_change_of_everything_has_all_parts_in_order():
    review = Review(
        name="my-province",
        report=VALID,
        told="1 measure added",
        sections={"Added": [f"measure {CODE_BEGINS}a_b{CODE_ENDS}: A title"]},
        coverage={
            ("page", "numeral"): (Covered(3, 4), Covered(4, 4)),
            ("new", "sentence"): (None, Covered(1, 2)),
        },
        agreement={"measures.topic": ("0.7", "0.8"), "measures.status": ("", "1")},
        quotes=[Quoted("measures/a_b", "一句  话\n的一半", "page.txt:3:1")],
    )
    assert render(review).splitlines() == [
        "<!-- policy-dataset review my-province -->",
        "### my-province: 1 measure added",
        "",
        "**Valid**: 0 errors, 0 warnings",
        "",
        "**Added**",
        "",
        "- measure <code>a&#95;b</code>: A title",
        "",
        "**Coverage**",
        "",
        "| source | of | before | after |",
        "| --- | --- | ---: | ---: |",
        "| page | numerals | 3/4 | **4/4** |",
        "| new | sentences | — | **1/2** |",
        "",
        "**Agreement** (alpha)",
        "",
        "| field | before | after |",
        "| --- | ---: | ---: |",
        "| measures.topic | 0.7 | **0.8** |",
        "| measures.status | — | **1** |",
        "",
        "<details><summary>1 quote of the text at hand</summary>",
        "",
        "- <code>measures/a&#95;b</code> “一句 话 的一半” page.txt:3:1",
        "",
        "</details>",
    ]


def test_problems_come_before_what_changed():
    problem = Problem(
        code="unknown_code", message="no code", hint="Choose one.", file="a.yaml", line=1, column=2
    )
    text = render(Review(name="x", report=Report.of([problem]), not_compared="Not yet."))
    assert text.index("**Not valid**") < text.index("a.yaml:1:2") < text.index("Not yet.")
    assert text.count("###") == 1


def test_a_long_list_and_a_long_quote_are_cut():
    review = Review(
        name="x",
        report=VALID,
        sections={"Added": [f"measure {n}" for n in range(300)]},
        quotes=[Quoted("measures/a", "字" * 200, "page.txt:1:1")],
    )
    text = render(review)
    assert "- and 200 more" in text
    assert "字" * 60 + "…”" in text
    assert "字" * 61 not in text


def test_a_source_that_went_is_told_as_gone():
    text = render(Review(name="x", report=VALID, coverage={("page", "numeral"): (Covered(4, 4), None)}))
    assert "| page | numerals | 4/4 | **—** |" in text


def test_nothing_of_a_record_works_as_markdown():
    entry = f"measure {CODE_BEGINS}<b>`x`{CODE_ENDS}: [a](b) @all **c** \x1b[31m\n# d"
    line = next(
        x
        for x in render(Review(name="x", report=VALID, sections={"Added": [entry]})).splitlines()
        if x.startswith("- ")
    )
    assert not set("[]@`*#") & set(line.replace("&#", ""))
    assert "<b>" not in line
    assert "\x1b" not in line


def test_a_comment_in_another_language_says_nothing_of_its_own_in_english():
    review = Review(
        name="my-province",
        report=VALID,
        sections={"Added": [], "Changed": [], "Removed": [], "Fixed": ["m"] * 101},
        not_compared="What changed is told once there is no error left.",
        coverage={
            ("甲", "numeral"): (Covered(3, 4), Covered(4, 4)),
            ("甲", "sentence"): (None, Covered(1, 2)),
        },
        agreement={"甲": ("", "1")},
        quotes=[Quoted("甲", "乙", "丙")],
    )
    text = render(review, Setting(say=catalogue("zh").say)).split("\n", 1)[1]
    shown = re.sub("<[^>]*>", "", text)
    assert set(re.findall("[A-Za-z]{2,}", shown)) == {"my", "province", "alpha"}


@pytest.mark.parametrize("name", ["a--><b>", "A b", "", 'x"y'])
def test_the_first_line_ends_where_it_ends_whatever_the_name(name):
    first = render(Review(name=name, report=VALID)).splitlines()[0]
    assert re.fullmatch(r"<!-- policy-dataset review [a-z0-9-]* -->", first)
    assert "--" not in first[4:-3]
    assert '"' not in first
