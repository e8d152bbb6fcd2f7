"""Dates and period words of running text."""

from __future__ import annotations

from policy_dataset.notation import patterns
from policy_dataset.notation.lazy import LazyPattern
from policy_dataset.notation.mentions import MentionKind
from policy_dataset.notation.passage import CLOSING, NAME, OPENING, PERIOD_WORD, Passage
from policy_dataset.notation.periods import parse_period
from policy_dataset.notation.readings import Reading, date_reading
from policy_dataset.problems import Problem

# 到 and 至 lead a date unless they end a verb: 达到, 提高到, 截至, 甚至.
_LEADS = LazyPattern(
    "(?:截至到?|截止到?|自从|直[到至]|(?<![达高升降增得回看做受延提长])到|(?<![截甚直以乃及冬夏延增降升提推扩])至"
    "|(?<![来亲各独源出])自|从|(?<![节公条合签预履制])约) ?$"
)
# 延长10日, 不超过30日: days that last, not a day of the month.
_LASTING = frozenset(
    [
        "延长",
        "超过",
        "不满",
        "未满",
        "至少",
        "最少",
        "最多",
        "最长",
        "不足",
        "不到",
        "缩短",
        "历时",
        "为期",
        "连续",
        "届满",
        "逾期",
        "少于",
        "多于",
        "共计",
        "累计",
        "提前",
        "推迟",
        "休假",
        "拘留",
    ]
)
_BARE_DAY = LazyPattern("[0-9]{1,2}日|[一二三四五六七八九十]{1,3}日")
_PART_OF_DAY = LazyPattern("(?:凌晨|清晨|早上|上午|中午|下午|傍晚|晚上|晚间|深夜)$")
_PART_ENDS = frozenset("晨上午晚间夜")
_LEAD_ENDS = frozenset("至止到从自约")
_LEAD_REACH = 4


def date_at(passage: Passage, at: int) -> bool:
    """Add the date whose first numeral or word stands at `at`; return whether there is one."""
    match = passage.match(patterns.dates(), at)
    if match is None:
        return False
    end = match.end()
    if passage.text[at - 2 : at] in _LASTING and _BARE_DAY.fullmatch(match[0]):
        return False
    if match.lastgroup == "law":
        passage.add(at - 1 if at > passage.end and passage.text[at - 1] in OPENING else at, end, NAME)
        return True
    if match.lastgroup == "damaged":
        problem = parse_period(passage.raw[at:end], reference=passage.reference)
        if isinstance(problem, Problem):
            passage.add(at, end, Reading(MentionKind.PROBLEM, problem=problem))
            return True
    return _add_date(passage, at, end)


def _add_date(passage: Passage, at: int, end: int) -> bool:
    """Add a date with the quotation mark and the lead that stand left of it."""
    text, start = passage.text, at
    before = text[at - 1 : at]
    if start > passage.end and before in OPENING and any(mark in CLOSING for mark in text[at:end]):
        start -= 1
        before = text[start - 1 : start]
    if before in _PART_ENDS and any(mark in text[at:end] for mark in "时点:"):
        part = _PART_OF_DAY.search(text, max(passage.end, start - 2), start)
        start = part.start() if part is not None else start
        before = text[start - 1 : start]
    if before == " ":
        before = text[start - 2 : start - 1]
    if before in _LEAD_ENDS and text[start] not in "年月":
        lead = _LEADS.search(text, max(passage.end, start - _LEAD_REACH), start)
        start = lead.start() if lead is not None else start
    reading = date_reading(passage.raw[start:end], passage.reference)
    if reading is None and start < at:
        start = at
        reading = date_reading(passage.raw[start:end], passage.reference)
    if reading is None:
        return False
    if start == at:
        passage.add_quoted(start, end, reading)
    else:
        passage.add(start, end, reading)
    return True


def time_word_at(passage: Passage, at: int) -> bool:
    """Add the relative date or period word that stands at `at`; return whether there is one."""
    match = passage.match(patterns.time_words(), at)
    if match is None:
        return False
    if match.lastgroup == "word":
        passage.add(at, match.end(), PERIOD_WORD)
        return True
    return _add_date(passage, at, match.end())
