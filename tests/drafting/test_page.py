from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_dataset.drafting.page import Page, headline_text
from policy_dataset.sources.anchors import canonical
from policy_dataset.sources.spans import Spans

DAY = date(2026, 2, 9)


def page(text: str, *, reference: date | None = DAY) -> Page:
    return Page("a", text, Spans(((0, len(text)),)), reference)


def dates(text: str, *, reference: date | None = DAY) -> list[tuple[str | None, bool, bool]]:
    return [(d.printed, d.readable, d.vague) for d in page(text, reference=reference).dates]


def test_the_headline_is_the_first_line_marked_as_a_heading():
    assert (
        headline_text(page("来源：某社\n一个简报标题\n# 真正的标题，带逗号\n正文。")) == "真正的标题，带逗号"
    )


def test_without_marks_the_headline_is_the_first_line_that_looks_like_one():
    assert headline_text(page("打印\n来源：某某日报社\n云岭市年度报告\n正文在此。")) == "云岭市年度报告"
    assert headline_text(page("正文在此。")) is None
    assert headline_text(page("Annual report\n正文在此。")) is None


@pytest.mark.parametrize("line", ["一、去年的工作", "各位代表：", "打印", "## 住房：稳房价，建新房"])
def test_a_line_without_marks_of_a_sentence_is_a_heading(line):
    text = f"{line}\n正文在此。"
    made = page(text)
    assert made.is_heading(made.sentences[0])


@pytest.mark.parametrize("line", ["建成诊所。", "建成诊所，投入使用", "建" * 41, "建成诊所。投入使用"])
def test_a_sentence_is_no_heading(line):
    made = page(f"{line}\n")
    assert not made.is_heading(made.sentences[0])


def test_a_line_of_reporters_is_a_byline_even_behind_a_sentence():
    made = page("会议召开。本报记者 某某 摄\n")
    assert made.is_byline(made.sentences[1])


def test_a_date_waits_for_the_day_of_publication_that_it_leans_on():
    assert dates("今年建成。", reference=None) == [("今年", True, False)]
    assert dates("全年建成。") == [("全年", False, False)]
    assert dates("全年建成。", reference=None) == [("全年", False, False)]


@pytest.mark.parametrize("word", ["近期", "目前", "新时代", "近年来"])
@pytest.mark.parametrize("reference", [DAY, None])
def test_a_vague_word_is_vague_with_and_without_the_day_of_publication(word, reference):
    assert [vague for _, _, vague in dates(f"{word}建成。", reference=reference)] in ([True], [])


def test_counted_years_are_not_vague():
    assert dates("近五年建成。") == [("近五年", True, False)]


def test_the_printed_text_of_a_broken_figure_is_on_one_line():
    assert page("2.59\n亿人").printed(0, 7) == "2.59亿人"


def test_what_a_record_may_not_hold_is_not_printed():
    assert page("5\u200b0人").printed(0, 4) is None
    assert page("5\ue000人").printed(0, 3) is None
    assert page("5" * 70).printed(0, 70) is None


@given(st.text(min_size=1, max_size=40), st.data())
def test_what_is_printed_is_what_the_anchor_hashes(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    printed = page(text).printed(start, end)
    if printed is not None:
        assert canonical(printed) == canonical(text[start:end])
        assert printed == printed.strip()
        assert "\n" not in printed


@given(st.text("一二2年月日人个。，\n#“”《》 亿元", max_size=60))
def test_places_and_sentences_agree_with_the_text(text):
    made = page(text)
    for sentence in made.sentences:
        assert made.sentence_at(sentence.start) == sentence
        assert made.sentence_at(sentence.end - 1) == sentence
        assert made.place_of(sentence.start) == (
            text.count("\n", 0, sentence.start) + 1,
            sentence.start - (text.rfind("\n", 0, sentence.start) + 1) + 1,
        )
