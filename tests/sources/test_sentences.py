from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from policy_dataset.sources.sentences import sentences
from policy_dataset.sources.spans import Spans

TEXT = st.text(alphabet="一二。！？”\n# ，a", max_size=80)


def words(text: str) -> list[str]:
    return [text[a:b] for a, b in sentences(text, Spans(((0, len(text)),)))]


def test_marks_and_line_ends_end_a_sentence_and_closing_quotes_belong_to_it():
    assert words("# 标题\n\n他说：“好。”然后走了！\n最后") == ["标题", "他说：“好。”", "然后走了！", "最后"]


@given(TEXT)
def test_every_character_but_space_and_heading_marks_lies_in_one_sentence(text):
    inside = [i for a, b in sentences(text, Spans(((0, len(text)),))) for i in range(a, b)]
    assert inside == sorted(set(inside))
    left = {text[i] for i in range(len(text)) if i not in set(inside)}
    assert left <= set("\n# ")


@given(TEXT, st.data())
def test_no_sentence_leaves_its_span(text, data):
    if not text:
        return
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    assert all(start <= a < b <= end for a, b in sentences(text, Spans(((start, end),))))
