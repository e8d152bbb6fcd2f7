from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy_dataset.sources.anchors import canonical, digest
from policy_dataset.sources.lock import contexts
from policy_dataset.sources.reanchor import Copy, Fit, Sought

# Sentences with things that repeat: years, short figures, phrases.
SENTENCES = [
    "2026年，全市新建12个社区门诊，覆盖86个社区。",
    "截至2025年底，参保人数达2.59亿人，比上年增加12个百分点。",
    "2026年，市民热线受理诉求1.2万余件，同比增长7.5%。",
    "下一步，探索为独居老年人提供上门服务，覆盖86个社区。",
    "每周至少开行4趟，单件补贴上限为1500元。",
    "到2030年，新建和改建服务站点12个，惠及1.2万余名骑手。",
]
# What editors put in: like the original in many words, never a sentence of it over again.
LIKE = [
    "2026年，全县新建12个社区诊所，覆盖86个社区。",
    "截至2025年底，参保人数达2.59万人，比上年增加12个百分点。",
    "同比增长7.5%。下一步，探索为老年人服务。",
    "每周至少开行4趟。",
]
ORIGINAL = "\n\n".join(SENTENCES)


def sought(text: str, start: int, end: int) -> Sought:
    prefix, suffix = contexts(text, (0, len(text)), start, end)
    return Sought(
        start, end, len(canonical(text[start:end])), digest(text[start:end]), digest(prefix), digest(suffix)
    )


quotes = st.integers(0, len(ORIGINAL) - 1).flatmap(
    lambda start: st.integers(start + 1, min(start + 30, len(ORIGINAL))).map(lambda end: (start, end))
)


@given(quotes)
def test_in_the_text_itself_every_quote_is_at_its_place_or_in_doubt(place):
    start, end = place
    quote = sought(ORIGINAL, start, end)
    found = Copy(ORIGINAL).find(quote)
    if quote.quote_length == 0:
        assert found.fit is Fit.LOST
    else:
        assert (found.fit, canonical(ORIGINAL[found.start : found.end])) == (
            found.fit,
            canonical(ORIGINAL[start:end]),
        )
        assert found.fit in (Fit.EXACT, Fit.MOVED)  # moved: white space at the ends of the quote


@settings(max_examples=300)
@given(
    quotes,
    st.lists(
        st.tuples(st.integers(0, len(ORIGINAL)), st.sampled_from(["\n", " ", "\u3000", "\r\n", "\t"])),
        max_size=8,
    ),
)
def test_line_breaks_and_spaces_never_lead_to_another_place(place, breaks):
    start, end = place
    quote = sought(ORIGINAL, start, end)
    if quote.quote_length == 0:
        return
    copy, origin = insert(ORIGINAL, breaks)
    found = Copy(copy).find(quote)
    assert found.fit in (Fit.EXACT, Fit.MOVED)
    assert right_place(found, origin, start, end, copy)


@settings(max_examples=500)
@given(quotes, st.data())
def test_edits_elsewhere_lead_to_the_right_place_or_to_none(place, data):
    start, end = place
    quote = sought(ORIGINAL, start, end)
    if quote.quote_length == 0:
        return
    copy, origin = edited(data)
    found = Copy(copy).find(quote)
    if found.fit in (Fit.EXACT, Fit.MOVED):
        assert right_place(found, origin, start, end, copy)


@given(quotes)
def test_another_width_of_digits_does_not_hide_a_quote(place):
    start, end = place
    quote = sought(ORIGINAL, start, end)
    if quote.quote_length == 0:
        return
    copy = ORIGINAL.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    found = Copy(copy).find(quote)
    if found.fit in (Fit.EXACT, Fit.MOVED):
        assert right_place(found, list(range(len(ORIGINAL))), start, end, copy)
    else:
        assert found.fit is Fit.AMBIGUOUS


def test_a_quote_that_is_gone_is_lost_even_if_like_words_stand_elsewhere():
    start = ORIGINAL.index("12个")
    quote = sought(ORIGINAL, start, start + 3)
    without = "\n\n".join(SENTENCES[1:2] + SENTENCES[3:])
    assert Copy(without).find(quote).fit in (Fit.LOST, Fit.AMBIGUOUS)


def test_a_sentence_put_before_moves_every_place_and_loses_none():
    copy = "今天是晴天。\n" + ORIGINAL
    for start in range(0, len(ORIGINAL) - 4, 3):
        quote = sought(ORIGINAL, start, start + 4)
        found = Copy(copy).find(quote)
        assert found.fit is Fit.MOVED
        assert copy[found.start : found.end].strip() == ORIGINAL[start : start + 4].strip()


@pytest.mark.parametrize("text", ["", "。", "另一篇文章，没有这些话。"])
def test_in_a_text_that_is_another_every_quote_is_lost(text):
    assert Copy(text).find(sought(ORIGINAL, 0, 5)).fit is Fit.LOST


def insert(text, pieces):
    """Return the text with pieces put in, and for each of its characters where it comes from (-1: put in)."""
    copy, origin, at = "", [], 0
    for where, piece in sorted(pieces):
        copy += text[at:where] + piece
        origin += [*range(at, where), *([-1] * len(piece))]
        at = where
    return copy + text[at:], origin + list(range(at, len(text)))


def edited(data):
    """Insert, delete and correct at random; return the copy and where its characters come from."""
    characters = [(c, i) for i, c in enumerate(ORIGINAL)]
    for _ in range(data.draw(st.integers(0, 4))):
        kind = data.draw(st.sampled_from(["insert", "delete", "correct", "cut sentence"]))
        at = data.draw(st.integers(0, len(characters)))
        if kind == "insert":
            piece = data.draw(st.sampled_from([*LIKE, "12个", "2026年", "的", "覆盖86个社区"]))
            characters[at:at] = [(c, -1) for c in piece]
        elif kind == "delete":
            del characters[at : at + data.draw(st.integers(1, 40))]
        elif kind == "correct" and at < len(characters):
            characters[at] = (data.draw(st.sampled_from("的一2误")), -1)
        elif kind == "cut sentence":
            ends = [i for i, (c, _) in enumerate(characters) if c == "。"]
            if len(ends) > 1:
                cut = data.draw(st.integers(0, len(ends) - 2))
                del characters[ends[cut] + 1 : ends[cut + 1] + 1]
    return "".join(c for c, _ in characters), [i for _, i in characters]


def right_place(found, origin, start, end, copy):
    """Whether the words found are the quote's and lie where those around the quote came to lie.

    Not character by character: deleting either of two like neighbours leaves the same copy.
    """
    same_words = canonical(copy[found.start : found.end]).translate(NARROW) == canonical(ORIGINAL[start:end])
    around = [i for i in origin[max(0, found.start - 12) : found.end + 12] if i != -1]
    return same_words and any(start - 12 <= i < end + 12 for i in around)


NARROW = str.maketrans("０１２３４５６７８９", "0123456789")
