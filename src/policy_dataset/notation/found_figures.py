"""Figures of running text: the numeral with the words that belong to it on both sides."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from policy_dataset.notation import patterns
from policy_dataset.notation.faults import LONGEST
from policy_dataset.notation.labels import label_figure
from policy_dataset.notation.lazy import LazyPattern
from policy_dataset.notation.mentions import MentionKind
from policy_dataset.notation.passage import IDIOM, OPENING, Passage
from policy_dataset.notation.rates import per_before
from policy_dataset.notation.readings import Reading, figure_reading
from policy_dataset.notation.units import unit_of_code
from policy_dataset.values.figure import ChangeMode, Comparator, Figure

_LEFT_REACH = 24
_RATE_REACH = 8
_SIGHT = 20
_PLACE_WORDS = "百千万亿"
# Before a place word without a digit these give it the head 1.
_HEADS = frozenset("近过超破逾上达足满")
_RATIO_UNITS = frozenset(
    {
        "percent",
        "permille",
        "permyriad",
        "percentage_point",
        "basis_point",
        "multiple",
        "doubling",
        "one",
        "tenth",
    }
)
_WORD_CODES = frozenset({"empty_multiplier", "ambiguous_digits", "not_a_figure"})
_ONE_CHARACTER_WORDS = frozenset("一零半双数几")
_CLAUSE_MARKS = LazyPattern("[，。；：;:!?、！？\\n“”（）()]")
_RATIO_VERB = LazyPattern("(?:是|为|相当于|达到)$")
_LISTED = LazyPattern("[、和]\\s?[0-9一二三四五六七八九十两百]")
_NUMBER = LazyPattern("[0-9]+(?:\\.[0-9]+)?")
_PROGRAMME = LazyPattern("[\u4e00-\u9fff]{0,2}(?:行动|计划|工程|方案|攻坚)")
_MEETINGS = LazyPattern("(?:[、和][一二三四五六七八九十]{1,3}次)+(全会|会议)")
_WORKS = frozenset(["改造", "优化", "整治", "巩固", "完善", "拓展"])
_SIGNS = frozenset("-\u2212负")
_BEARING = frozenset("背抱担承欠自")
_SIGNED_UNIT = LazyPattern("%|‰|℃|度|[亿万]?元|百分点|倍|个")
_YEAR_LIKE = LazyPattern("(?:19|20)[0-9]{2}(?:版|-(?:19|20)[0-9]{2})?")


def figure_at(passage: Passage, at: int) -> None:
    """Add the figure whose numeral starts at `at`, or account for the numeral as part of a word."""
    text, raw = passage.text, passage.raw
    if text[at + 1 : at + 2] == "、":
        pair = passage.match(patterns.enumeration(), at)
        if pair is not None:
            passage.add(at, pair.end(), figure_reading(raw[at : pair.end()], 0))
            return
    at -= at > passage.end and text[at - 1] in _SIGNS and _is_signed(text, at)
    match = passage.match(patterns.figure(), at)
    if match is None:
        passage.add(at, at + 1, IDIOM)
        return
    end = match.end()
    start = _left(passage, at)
    reading = figure_reading(raw[start:end], at - start)
    if reading.problem is not None:
        if reading.fails and start < at:
            start = at
            reading = figure_reading(raw[at:end], 0)
        if reading.fails:
            end, reading = _shorter(passage, at, end, reading)
    if start < at and (
        _heads_word(text, at, end, reading.figure) or _names_programme(passage, start, end, reading.figure)
    ):
        start = at
        reading = figure_reading(raw[at:end], 0)
    if reading.figure is not None and reading.figure.unit == "次" and start == at:
        reading = _as_meeting(passage, at, end, reading)
    _place(passage, at, start, end, _judged(passage, at, start, end, reading))


def _as_meeting(passage: Passage, at: int, end: int, reading: Reading) -> Reading:
    """Return the ordinal of a meeting whose noun stands only after the next number: 十次、十一次全会."""
    meeting = _MEETINGS.match(passage.text, end, end + _SIGHT)
    if meeting is None:
        return reading
    printed = passage.raw[at:end]
    numbered = figure_reading(printed + meeting[1], 0)
    if numbered.figure is None or numbered.kind is not MentionKind.ORDINAL:
        return reading
    parts = (("number", printed.removesuffix("次")), ("classifier", "次"))
    return numbered._replace(figure=replace(numbered.figure, parts=parts, unit="次"))


def _is_signed(text: str, at: int) -> bool:
    """Return whether the mark before the number at `at` is its sign: 气温降至-5℃, 增速为负3.2%, not 2-3, B-2, 歼-20."""
    match = patterns.figure().match(text, at - 1, at + _SIGHT)
    if match is None or match.end() <= at:
        return False
    before = text[at - 2 : at - 1]
    if text[at - 1] == "负":
        return "0" <= text[at] <= "9" and before not in _BEARING
    if before.isascii() and (before.isalnum() or (before and before in ")]%-")):
        return False
    return _SIGNED_UNIT.search(match[0]) is not None


def doubling_at(passage: Passage, at: int, end: int) -> None:
    """Add 翻番, 翻两番 with the words before it."""
    start = _left(passage, at)
    reading = figure_reading(passage.raw[start:end], at - start)
    if reading.fails:
        start = at
        reading = figure_reading(passage.raw[at:end], 0)
    passage.take_back(start)
    passage.add(start, end, reading)


def longer_figure_at(passage: Passage, at: int, end: int) -> bool:
    """Return whether a figure that starts here reaches further than the set phrase to `end`: 十分之一, 三公里."""
    if not _may_go_on(passage.text[at:end]):
        return False
    match = passage.match(patterns.figure(), at)
    if match is None or match.end() <= end:
        return False
    if match.end() - at > LONGEST:
        return True
    return figure_reading(passage.raw[at : match.end()], 0).figure is not None


def qualified_figure_at(passage: Passage, at: int, end: int) -> bool:
    """Return whether a word before the place word makes a figure of the set phrase to `end`: 近万家, 上百年."""
    if passage.text[at] not in _PLACE_WORDS or passage.text[at - 1 : at] not in _HEADS:
        return False
    start = _left(passage, at)
    match = passage.match(patterns.figure(), at) if start < at else None
    return (
        match is not None
        and match.end() >= end
        and figure_reading(passage.raw[start : match.end()], at - start).figure is not None
    )


@cache
def _may_go_on(phrase: str) -> bool:
    """Return whether a figure could begin with a set phrase: all of it but its last character is numeral and unit."""
    match = patterns.figure().match(phrase)
    return match is not None and match.end() >= len(phrase) - 1


def _place(passage: Passage, at: int, start: int, end: int, reading: Reading) -> None:
    passage.take_back(start)
    figure = reading.figure
    if figure is not None and reading.kind is MentionKind.FIGURE:
        if figure.unit is None:
            end, figure = _without_unit(passage, end, figure)
        if figure.per is None and passage.found and figure.unit not in _RATIO_UNITS:
            figure = _rate_at_distance(passage, start, figure)
        if figure is not reading.figure:
            reading = reading._replace(figure=figure)
    if start == at:
        passage.add_quoted(start, end, reading)
    else:
        passage.add(start, end, reading)


def _shorter(passage: Passage, at: int, end: int, reading: Reading) -> tuple[int, Reading]:
    """Try the numeral with less after it, down to itself."""
    problem = reading.problem
    stops = (
        [at + problem.start]
        if problem is not None and problem.code == "trailing_text" and problem.start
        else []
    )
    bare = passage.match(patterns.bare_numeral(), at)
    for stop in [*stops, bare.end() if bare is not None else at]:
        if at < stop < end:
            shorter = figure_reading(passage.raw[at:stop], 0)
            if not shorter.fails:
                return stop, shorter
    return end, reading


def _heads_word(text: str, at: int, end: int, figure: Figure | None) -> bool:
    """Return whether a small Chinese numeral without unit is the head of a word: 达到二甲, 提升两江."""
    bare = (
        figure is not None and figure.unit is None and end == at + 1 and text[at] in "一二三四五六七八九十两"
    )
    return bare and "\u4e00" <= text[end : end + 1] <= "\u9fff"


def _names_programme(passage: Passage, start: int, end: int, figure: Figure | None) -> bool:
    """Return whether the change before years belongs to what the figure only describes: 服务提升三年行动."""
    if figure is None or figure.change is None or figure.change.mode is not ChangeMode.ABSOLUTE:
        return False
    if figure.unit == "岁":
        # 新增3岁以下婴幼儿托位: the age tells who, not how many more.
        return figure.comparator is not Comparator.EQ
    if passage.text[start - 2 : start] in _WORKS:
        return True  # 改造提升25个: better ones, not more
    return figure.unit == "a" and passage.match(_PROGRAMME, end) is not None


def _judged(passage: Passage, at: int, start: int, end: int, reading: Reading) -> Reading:
    """Tell a numeral that is part of a word or a name from a figure and from a fault."""
    if reading.figure is not None and reading.figure.unit not in (None, "版"):
        return reading
    text = passage.text
    numeral = text[at:end]
    if reading.problem is not None:
        beside_word = "\u4e00" <= text[end : end + 1] <= "\u9fff" or text[at - 1 : at] > "\u4e00"
        if beside_word and reading.problem.code in _WORD_CODES and not numeral.strip(patterns.NUMERALS):
            return IDIOM
        return reading
    if numeral in _ONE_CHARACTER_WORDS:
        return IDIOM
    figure = reading.figure
    if figure is not None and start == at and reading.kind is MentionKind.FIGURE:
        names = figure.unit is None and text[at - 1 : at] in OPENING and _NUMBER.fullmatch(numeral)
        if names or _YEAR_LIKE.fullmatch(numeral):
            digits = numeral.removesuffix("版")
            known = digits if _NUMBER.fullmatch(digits) else None
            return Reading(MentionKind.LABEL, label_figure(passage.raw[at:end], known, 0, len(digits)))
    return reading


def _left(passage: Passage, at: int) -> int:
    """Return where the words that belong to the figure at `at` begin."""
    text = passage.text
    head = at
    before = text[at - 1 : at]
    gap = before == " " and at - 1 > passage.end
    if gap:
        head = at - 1
        before = text[at - 2 : head]
    # 上百, 上千家: only before a place word, else 上 ends another word.
    if (
        before == "上"
        and text[at] in _PLACE_WORDS
        and at > passage.end
        and text[at - 2 : at - 1] not in ("以", "加", "网")
    ):
        head = at - 1
    elif before == "的":
        return _ratio_start(passage, at)
    elif before not in patterns.left_ends() and text[at] != "翻":
        return at
    low = passage.end
    for mention in reversed(passage.found[-3:]):
        if mention.end < at - _LEFT_REACH or mention.kind not in (MentionKind.PERIOD_WORD, MentionKind.DATE):
            break
        # A period word, or a date with 比 before it, may belong to the figure.
        low = mention.start - (mention.kind is MentionKind.DATE)
    low = max(low, at - _LEFT_REACH, 0)
    match = patterns.left_words().match(text[low:head][::-1])
    start = head - (match.end() if match is not None else 0)
    if gap and start == head:
        return at
    for mention in passage.found[-3:]:
        if mention.start < start < mention.end:
            return min(mention.end, at)
    return start


def _ratio_start(passage: Passage, at: int) -> int:
    """Return where 是2020年的2.2倍 begins, or `at`: the year is a date found just before."""
    last = passage.found[-1] if passage.found else None
    if last is None or last.kind is not MentionKind.DATE or last.end != at - 1:
        return at
    verb = _RATIO_VERB.search(passage.text, max(0, last.start - 3), last.start)
    figure = passage.match(patterns.figure(), at)
    if verb is None or figure is None or "倍" not in figure[0]:
        return at
    return verb.start()


def _without_unit(passage: Passage, end: int, figure: Figure) -> tuple[int, Figure]:
    """Look for the unit that stands apart: of a list, or 度 where electricity is in sight."""
    text = passage.text
    degrees = text[end : end + 1] == "度" and text[end - 1] in "万亿" and text[end + 1 : end + 2] != "假"
    if degrees and "电" in text[max(0, end - _SIGHT) : end + 6]:
        return end + 1, _as_electricity(figure)
    if text[end : end + 1] in "、和" and _LISTED.match(text, end):
        return end, replace(figure, assumptions=(*figure.assumptions, "list_unit_pending"))
    return end, figure


def _as_electricity(figure: Figure) -> Figure:
    unit = unit_of_code("kWh")
    base = None if unit is None or figure.value is None else unit.to_base(figure.value)
    return replace(
        figure,
        parts=(*figure.parts, ("unit", "度")),
        unit="kWh",
        base_value=base,
        base_unit=None if base is None else "J",
        assumptions=(*figure.assumptions, "unit_in_sight"),
    )


def _rate_at_distance(passage: Passage, start: int, figure: Figure) -> Figure:
    """Give a figure the denominator of a rate word shortly before it: 日均服务量达200人次."""
    found, place = passage.found, -1
    if found[-1].kind is MentionKind.IDIOM and len(found) > 1 and passage.text[found[-1].end - 1] == "数":
        # 每千人口拥有托位数达到4.8个: 位数 is no number.
        place = -2
    last = found[place]
    if last.kind is not MentionKind.PERIOD_WORD or not 0 <= start - last.end <= _RATE_REACH:
        return figure
    if _CLAUSE_MARKS.search(passage.text, last.end, start):
        return figure
    rate = per_before(passage.text, last.start)
    if rate is None or rate[0] != last.end:
        return figure
    per = rate[1]
    if len(found) > -place and found[place - 1].end == last.start:
        # 每人每月: both divide.
        outer = per_before(passage.text, found[place - 1].start)
        if outer is not None and outer[0] == last.start:
            per = f"{outer[1]} {per}"
    return replace(figure, per=per, assumptions=(*figure.assumptions, "rate_at_distance"))
