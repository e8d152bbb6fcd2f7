from __future__ import annotations

import hashlib
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from policy_dataset.problems import Problem
from policy_dataset.sources.anchors import Anchor, anchor_of, canonical, digest, read_anchor
from policy_dataset.sources.canonical_text import canonical_text, find_anchor, find_quote

TEXT = st.text(alphabet=st.sampled_from("参保2.59亿人 \n\u3000e\u0301é가각ㄱ，。"), max_size=60)


@given(st.text(max_size=40))
def test_the_canonical_form_has_no_white_space_and_is_composed(text):
    made = canonical(text)
    assert not any(c.isspace() for c in made)
    assert canonical(made) == unicodedata.normalize("NFC", made) or any(c.isspace() for c in text)


def test_a_digest_is_the_sha256_of_the_canonical_form():
    assert digest("2.59 亿\n人") == hashlib.sha256("2.59亿人".encode()).hexdigest()


@given(st.integers(0, 9999), st.integers(1, 99), st.text("0123456789abcdef", min_size=16, max_size=16))
def test_an_anchor_is_read_as_it_is_written(start, length, head):
    anchor = Anchor("page_1", start, start + length, head)
    assert read_anchor(str(anchor)) == anchor


@given(st.text(max_size=80))
def test_reading_an_anchor_never_raises(text):
    assert isinstance(read_anchor(text), Anchor | Problem)


def test_a_reversed_or_empty_span_is_no_anchor():
    for text in ("p#char=9,3;sha256=0123456789abcdef", "p#char=3,3;sha256=0123456789abcdef"):
        assert isinstance(read_anchor(text), Problem)


@given(TEXT)
def test_every_canonical_character_points_back_to_what_it_was_made_from(text):
    made = canonical_text(text)
    assert made.characters == canonical(text)
    for character, start, end in zip(made.characters, made.starts, made.ends, strict=True):
        assert character in canonical(text[start:end])


@given(TEXT, st.data())
def test_a_quote_is_found_again_in_the_text_it_was_cut_from(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    quote = text[start:end]
    apart = canonical(text[:start]) + canonical(quote) + canonical(text[end:])
    torn = end < len(text) and unicodedata.combining(text[end])
    if not canonical(quote) or torn or apart != canonical(text):
        return  # nothing to find, or the cut parts a letter from its marks
    places = list(find_quote(text, quote))
    assert any(canonical(text[a:b]) == canonical(quote) and start <= a and b <= end for a, b in places)


def test_of_several_places_the_nearest_is_taken_when_one_is_said():
    text = "12个，又12个，再12个"
    assert find_anchor(text, "12个").start == 0
    assert find_anchor(text, "12个", near=9).start == 10 or find_anchor(text, "12个", near=9).start == 5


def test_the_anchor_of_a_place_is_the_hash_of_its_words():
    assert str(anchor_of("page", "参保2.59亿人", 2, 8)) == "page#char=2,8;sha256=cbfe5a29f8845b33"
