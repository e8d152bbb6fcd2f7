"""What the texts of sources say, where they are at hand."""

from __future__ import annotations

import pytest

from policy_dataset.rules.page import NO_PAGE, Page
from policy_dataset.sources.lock import CodedText
from policy_dataset.sources.spans import Spans

TEXT = "Weather\nThe town hall opens\nat nine. 42 trees\n"
# The weather is no part of what was coded.
PAGE = Page({"town": CodedText("a" * 64, TEXT, Spans(((8, len(TEXT)),)), None)})


def evidence(start: int, end: int, *, source: str = "town", proven: bool = True):
    return {
        "source_id": source,
        "char_start": start,
        "char_end": end,
        "quote_sha256": "b" * 64 * proven or None,
    }


def test_a_quote_is_what_stands_between_its_offsets():
    assert PAGE.quote(evidence(12, 21)) == "town hall"


@pytest.mark.parametrize("without", [{"source": "elsewhere"}, {"proven": False}])
def test_words_that_are_not_at_hand_or_not_proven_are_none(without):
    assert PAGE.quote(evidence(12, 21, **without)) is None
    assert NO_PAGE.quote(evidence(12, 21)) is None


def test_an_article_is_what_was_coded_of_it():
    assert "Weather" not in PAGE.article("town")
    assert PAGE.article("town").startswith("The")


def test_a_source_is_read_to_the_end_of_the_paragraph():
    assert PAGE.read_to("town", 15).endswith("opens")
    assert PAGE.read_to("town", 40).endswith("trees")
    assert PAGE.read_to("town", 3) == ""
