"""What of a text asks for no record: numerals that are no figures, headings, bylines; each with the reason."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from policy_dataset.drafting.page import Page, Sentence
from policy_dataset.notation import Mention, MentionKind
from policy_dataset.sources.numerals import Numeral

IDIOM, NAME, ORDINAL, VAGUE = "idiom", "name", "ordinal", "vague_time"
TRANSITION, CREDIT = "transition", "credit_line"

_LETTERS = re.compile(r"[A-Za-z“”‘’\"+×·∶]")
# 一批, 一系列: some, not one. 一件一件, 一件接着一件, 一项项: one after the other.
_INDEFINITE = re.compile("一大?(?:批|系列|种|番|股|派|片|些|定|道|幅|步步)")
_ONE_BY_ONE = re.compile("一(?P<word>.)(?:(?:接着|又|接)?一)?(?P=word)")
_REACH = 6


@dataclass(frozen=True, slots=True)
class WaiverCandidate:
    """A place that asks for no record."""

    start: int
    end: int
    reason: str


def why_no_figure(page: Page, numeral: Numeral, mention: Mention) -> str | None:
    """Return the reason why a numeral is no figure and no date of a record; None where it may be one."""
    if _in_title(page, numeral):
        return NAME
    if mention.kind in (MentionKind.ORDINAL, MentionKind.CLASS):
        return ORDINAL
    words = page.text[numeral.start : numeral.end]
    if mention.kind is MentionKind.LABEL:
        return NAME if _LETTERS.search(words) else ORDINAL
    if mention.kind is MentionKind.DATE:
        return None
    if mention.kind is MentionKind.FIGURE and (_INDEFINITE.fullmatch(words) or _one_by_one(page, numeral)):
        return IDIOM
    return None


def heading_waiver(page: Page, sentence: Sentence, figures: Sequence[int]) -> WaiverCandidate | None:
    """Return the waiver of a heading, byline, caption or button; None for a sentence that says something.

    Parameters
    ----------
    figures
        Where the figures of the page begin, ascending: a line of a table is no heading.
    """
    whole = (sentence.start, sentence.end)
    if not page.has_words(*whole):
        return WaiverCandidate(*whole, TRANSITION) if not _any_within(figures, *whole) else None
    if _any_within(figures, *whole):
        return None
    if page.is_byline(sentence):
        return WaiverCandidate(*whole, CREDIT)
    return WaiverCandidate(*whole, TRANSITION) if page.is_heading(sentence) else None


def _any_within(figures: Sequence[int], start: int, end: int) -> bool:
    return bisect_left(figures, start) < bisect_left(figures, end)


def _in_title(page: Page, numeral: Numeral) -> bool:
    found = bisect_right(page.titles, (numeral.start, len(page.text))) - 1
    return found >= 0 and numeral.end <= page.titles[found][1]


def _one_by_one(page: Page, numeral: Numeral) -> bool:
    low, high = max(0, numeral.start - _REACH), numeral.end + _REACH
    return any(
        m.start() < numeral.end and numeral.start < m.end()
        for m in _ONE_BY_ONE.finditer(page.text, low, high)
    )
