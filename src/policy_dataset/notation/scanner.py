"""`scan`: every numeral and date mention of running text, in order, none skipped."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from policy_dataset.errors import text_given
from policy_dataset.notation import patterns
from policy_dataset.notation.characters import canonical_running
from policy_dataset.notation.found_dates import date_at, time_word_at
from policy_dataset.notation.found_figures import doubling_at, figure_at
from policy_dataset.notation.found_phrases import (
    code_at,
    inner_entry_at,
    label_at,
    list_number_at,
    ordinal_at,
    phrase_at,
    quoted_at,
    reference_mark_at,
    several_at,
)
from policy_dataset.notation.lazy import LazyPattern
from policy_dataset.notation.mentions import Mention
from policy_dataset.notation.passage import LIST_NUMBER, Passage

_DIGITS = LazyPattern("[0-9]+(?:\\.[0-9]+)?")
# What follows the digits tells most numbers apart from dates and labels, before any longer pattern is tried.
_DATE_NEXT = frozenset("年月日号时点:季世天周-./—~–至到 ")
_DATE_NEXT_TWO = frozenset({"个月", "个季", "个星", "多年", "多个", "多月"})
_LABEL_NEXT = frozenset("∶比·•热平工行政级")
_CN_DATE = LazyPattern(
    f"[{patterns.CN_DIGITS}十两廿卅]{{1,4}}(?:[年月日号季世时点周天多]|个[月季星]|[-—~–至到])|[一二三四五六七八九十]{{1,2}}五|半[年个月]"
)
_HOTLINE_DIGITS = range(3, 6)


def scan(text: str, *, reference: date | None = None) -> Iterator[Mention]:
    """Yield every numeral or date mention of running text.

    Parameters
    ----------
    text
        Any text.
    reference
        The date of publication, for 今年, 26日 and their like; without it such mentions are dates without a period.

    Yields
    ------
    Mention
        In order, disjoint; together they cover every numeral character of `text`.

    Examples
    --------
    >>> for mention in scan("全市新建1.2万余个服务点，位居全国第1位。"):
    ...     print(mention.kind, mention.figure)
    figure Figure('1.2万余个' → more than 12000 个)
    ordinal Figure('第1位' → 1 位 (ordinal))
    """
    text = text_given(text, "what is scanned")
    passage = Passage(text, canonical_running(text), reference)
    for match in patterns.starts().finditer(passage.text):
        at = match.start()
        if at >= passage.end:
            _READERS[match.lastgroup or "time"](passage, at, match.end())
        elif match.end() > passage.end:
            # What began inside the last mention may hide numerals of its own.
            for place in range(passage.end, match.end()):
                if place >= passage.end:
                    _any(passage, place)
    yield from passage.found


def _any(passage: Passage, at: int) -> None:
    character = passage.text[at]
    if "0" <= character <= "9":
        _arabic(passage, at, at)
    elif character in patterns.NUMERALS:
        _chinese(passage, at, at)
    elif character in "第首":
        _ordinal(passage, at, at)


def _arabic(passage: Passage, at: int, after: int) -> None:
    text = passage.text
    before = text[at - 1 : at]
    if before.isascii() and before and (before.isalpha() or before in "-_ ") and code_at(passage, at):
        return
    if before in "\n。" and list_number_at(passage, at):
        return
    if before and before in "［[\u3014【" and reference_mark_at(passage, at):
        return
    following = text[after : after + 1]
    if after == at or following == ".":
        digits = passage.match(_DIGITS, at)
        after = digits.end() if digits is not None else at
        following = text[after : after + 1]
    if (following in _DATE_NEXT or text[after : after + 2] in _DATE_NEXT_TWO) and date_at(passage, at):
        return
    hotline = text[at] == "1" and after - at in _HOTLINE_DIGITS
    if (hotline or following in _LABEL_NEXT or (following != "%" and following.isascii())) and label_at(
        passage, at
    ):
        return
    figure_at(passage, at)


def _chinese(passage: Passage, at: int, _: int) -> None:
    if inner_entry_at(passage, at):
        return
    if passage.match(_CN_DATE, at) and date_at(passage, at):
        return
    if not phrase_at(passage, at):
        figure_at(passage, at)


def _ordinal(passage: Passage, at: int, _: int) -> None:
    if not date_at(passage, at):
        ordinal_at(passage, at)


def _quoted(passage: Passage, at: int, _: int) -> None:
    quoted_at(passage, at)


def _bracket(passage: Passage, at: int, end: int) -> None:
    passage.add(at, end, LIST_NUMBER)


def _time(passage: Passage, at: int, _: int) -> None:
    if not time_word_at(passage, at) and passage.text[at] in patterns.NUMERALS:
        _chinese(passage, at, at)


_READERS: dict[str, Callable[[Passage, int, int], None]] = {
    "arabic": _arabic,
    "chinese": _chinese,
    "ordinal": _ordinal,
    "doubling": doubling_at,
    "quoted": _quoted,
    "several": several_at,
    "bracket": _bracket,
    "time": _time,
}
