from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from policy_dataset.problems import Problem
from policy_dataset.sources.anchors import anchor_of
from policy_dataset.sources.lock import CodedText, Lock, contexts, make_lock, read_lock
from policy_dataset.sources.spans import Spans

TEXT = "全市新建12个社区门诊。\n截至2025年底，已建成86个。"
CODED = {"town": CodedText("a" * 64, TEXT, Spans(((0, len(TEXT)),)), date(2026, 1, 20))}


def test_a_lock_is_read_as_it_is_written():
    lock, unfit = make_lock(CODED, [anchor_of("town", TEXT, 4, 7)])
    assert not unfit
    assert read_lock(lock.to_json()) == lock
    assert read_lock(Lock().to_json()) == Lock()


def test_no_word_of_the_text_is_in_the_lock():
    lock, _ = make_lock(CODED, [anchor_of("town", TEXT, 4, 7)])
    assert not set(lock.to_json()) & set("全市新建个社区门诊截至年底已成")


def test_the_lock_knows_where_sentences_and_numerals_stand():
    lock, _ = make_lock(CODED, [])
    source = lock.sources["town"]
    assert [TEXT[a:b] for a, b in source.sentence_spans()] == TEXT.split("\n")
    assert [TEXT[n.start : n.end] for n in source.numeral_list()] == ["12个", "截至2025年底", "86个"]
    assert [TEXT[n.core_start : n.core_end] for n in source.numeral_list()] == ["12", "2025", "86"]


def test_an_anchor_that_was_shifted_does_not_fit():
    good = anchor_of("town", TEXT, 4, 7)
    shifted = type(good)(good.source, good.start + 1, good.end + 1, good.digest)
    _, unfit = make_lock(CODED, [shifted])
    assert unfit[shifted].code == "anchor_mismatch"


def test_an_anchor_outside_its_source_does_not_fit():
    _, unfit = make_lock(
        {"town": CodedText("a" * 64, TEXT, Spans(((0, 5),)), None)}, [anchor_of("town", TEXT, 4, 7)]
    )
    assert [p.code for p in unfit.values()] == ["anchor_outside_source"]


@given(st.text(max_size=200))
def test_reading_a_lock_never_raises(text):
    assert isinstance(read_lock(text), Lock | Problem)


@given(st.text(alphabet="一二 \n。", max_size=300), st.data())
def test_contexts_read_through_a_window_are_those_of_the_whole_text(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    bare = [c for c in text[:start] if not c.isspace()], [c for c in text[end:] if not c.isspace()]
    assert contexts(text, (0, len(text)), start, end) == ("".join(bare[0][-32:]), "".join(bare[1][:32]))
