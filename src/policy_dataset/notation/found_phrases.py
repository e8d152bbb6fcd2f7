"""Numerals of running text that are no figures: set phrases, names, list numbers, ordinals, codes."""

from __future__ import annotations

from functools import cache

from policy_dataset.notation import patterns
from policy_dataset.notation.found_figures import longer_figure_at, qualified_figure_at
from policy_dataset.notation.labels import label_figure
from policy_dataset.notation.lazy import LazyPattern
from policy_dataset.notation.lexicon import inner_entries, lexicon
from policy_dataset.notation.mentions import MentionKind
from policy_dataset.notation.passage import CLAUSE_STARTS, IDIOM, LIST_NUMBER, NAME, Passage
from policy_dataset.notation.readings import Reading, figure_reading

_LETTERS_REACH = 12
_LETTERS = LazyPattern(
    "(?:GB(?:/[TZ])?|ISO|IEC|HJ|JGJ|DB[0-9]{2}(?:/T)?) ?$|[A-Za-z][A-Za-z/ ]{0,9}[_-]{0,2}$|(?:歼|运|轰|直|东风|长征|红旗|鹰击|巨浪)-$"
)
_CODE = LazyPattern(
    "(?P<digits>[0-9]+(?:\\.[0-9]+)?)(?:[-.+—][0-9A-Za-z]+)*[A-Za-z]*(?!\\.?[0-9%])(?![万亿个家人名项元件])"
)
_DIGITS = LazyPattern("[0-9]+(?:\\.[0-9]+)?")
_REFERENCE_MARK = LazyPattern("[0-9]{1,4}(?=[］\\]\u3015】])")
_BARE_ORDINAL = LazyPattern(f"第(?:[0-9]+|[{patterns.CN_DIGITS}十百千两]+)")
_NO_CHINESE = LazyPattern("[ -~·∶\uff0b×]+")
# “双11” is a day of sales.
_NAMED_DIGITS = LazyPattern("双([0-9]{2})")
_HAS_DIGIT = LazyPattern("[0-9]")
# 国家级数据, 工人数百名: the 数 belongs to what follows.
_GOES_ON = LazyPattern(
    "数(?:[据字学智量码控额值列组理实]|[百千万亿](?![强企村户城])|十(?![一二三四五六七八九几多余来]))"
)
_LINE_STARTS = frozenset(("", *"\n。 \u3000"))
_NO_LINE_START = frozenset("，；;,!?！？、”")
_MORE = frozenset("更许很众诸最至大差不超几")


@cache
def entry_reading(entry: str) -> Reading:
    """Return the reading of a set phrase."""
    return Reading(MentionKind(lexicon()[entry]))


def inner_entry_at(passage: Passage, at: int) -> bool:
    """Add the set phrase whose numeral, not its first character, stands at `at`: 统一, 老百姓."""
    text = passage.text
    for back, entry in inner_entries().get(text[at - 1 : at + 1], ()):
        start = at - back
        if (
            start >= passage.end
            and text.startswith(entry, start)
            and not _GOES_ON.match(text, start + len(entry) - 1)
        ):
            passage.add_quoted(start, start + len(entry), entry_reading(entry))
            return True
    return False


def phrase_at(passage: Passage, at: int) -> bool:
    """Add the set phrase or list number that starts with the Chinese numeral at `at`."""
    match = passage.match(patterns.chinese(), at)
    if match is None:
        return False
    end = match.end()
    if match.lastgroup == "list":
        before = passage.text[at - 1 : at]
        if before in CLAUSE_STARTS and not (passage.text[end - 1] == "、" and before in _NO_LINE_START):
            passage.add(at, end, LIST_NUMBER)
            return True
        return False
    if lexicon()[match[0]] == "list_number" and passage.text[at - 1 : at] not in _LINE_STARTS:
        # 二、三线城市 is no second point.
        return False
    if longer_figure_at(passage, at, end) or qualified_figure_at(passage, at, end):
        return False
    passage.add_quoted(at, end, entry_reading(match[0]))
    return True


def list_number_at(passage: Passage, at: int) -> bool:
    """Add 3. or 3、 at the head of a line."""
    if passage.text[at - 1 : at] not in ("\n", "", "。"):
        return False
    match = passage.match(patterns.LIST_NUMBER, at)
    if match is None:
        return False
    passage.add(at, match.end(), LIST_NUMBER)
    return True


def reference_mark_at(passage: Passage, at: int) -> bool:
    """Add the number of a note: ［3］."""
    match = passage.match(_REFERENCE_MARK, at)
    if match is None:
        return False
    figure = label_figure(passage.raw[at : match.end()], match[0], 0, match.end() - at)
    passage.add(at, match.end(), Reading(MentionKind.LABEL, figure))
    return True


def code_at(passage: Passage, at: int) -> bool:
    """Add a code that letters begin and whose digits start at `at`: G331, PM2.5, C919."""
    head = _LETTERS.search(passage.text, max(passage.end, at - _LETTERS_REACH), at)
    digits = passage.match(_CODE, at)
    if head is None or digits is None:
        return False
    start, end = head.start(), digits.end()
    figure = label_figure(passage.raw[start:end], digits["digits"], at - start, digits.end("digits") - start)
    passage.add_quoted(start, end, Reading(MentionKind.LABEL, figure))
    return True


def label_at(passage: Passage, at: int) -> bool:
    """Add the label that starts with the digits at `at`: 12345热线, 5G, 2.5∶1, 1+9."""
    match = passage.match(patterns.LABELS, at)
    digits = passage.match(_DIGITS, at)
    if match is None or digits is None:
        return False
    end, named = match.end(), match.lastgroup == "label"
    if named:
        # 4800PF counts petaflops; 5G counts nothing.
        figure = passage.match(patterns.figure(), at)
        if figure is not None and figure.end() >= end > digits.end():
            return False
    known = digits[0] if named else None
    label = label_figure(passage.raw[at:end], known, 0, digits.end() - at if named else 0)
    passage.add_quoted(at, end, Reading(MentionKind.LABEL, label))
    return True


def ordinal_at(passage: Passage, at: int) -> None:
    """Add the ordinal, or the set phrase, that begins with 第 or 首."""
    match = passage.match(patterns.ordinal(), at)
    if match is None:
        return
    if match.lastgroup == "entry":
        listed = match[0][-1] in "，、"
        if not listed or passage.text[at - 1 : at] in CLAUSE_STARTS:
            passage.add_quoted(at, match.end(), entry_reading(match[0]))
            return
        match = passage.match(_BARE_ORDINAL, at) or match
    end = match.end()
    reading = figure_reading(passage.raw[at:end], 0)
    if reading.fails:
        bare = passage.match(_BARE_ORDINAL, at)
        if bare is None:
            return
        end = bare.end()
        reading = figure_reading(passage.raw[at:end], 0)
    passage.add_quoted(at, end, reading)


def quoted_at(passage: Passage, at: int) -> None:
    """Add a short quoted phrase as the name or code it is; leave plans and figures to their readers."""
    closing = passage.match(patterns.quoted(), at + 1)
    if closing is None:
        return
    end = closing.end()
    inside = passage.text[at + 1 : end - 1]
    kind = lexicon().get(inside)
    if kind is not None:
        passage.add(at, end, Reading(MentionKind(kind)))
        return
    if _NO_CHINESE.fullmatch(inside):
        known = inside if inside.isdecimal() else None
        label = label_figure(passage.raw[at:end], known, 1, end - at - 1)
        passage.add(at, end, Reading(MentionKind.LABEL, label))
        return
    named = _NAMED_DIGITS.fullmatch(inside)
    if named is not None:
        label = label_figure(passage.raw[at:end], named[1], 1 + named.start(1), 1 + named.end(1))
        passage.add(at, end, Reading(MentionKind.LABEL, label))
        return
    if _HAS_DIGIT.search(inside):
        return
    # The names of five-year plans end in 五.
    date = passage.match(patterns.dates(), at + 1) if "五" in inside else None
    if date is not None and date.end() >= end and date.lastgroup in ("plan", "law"):
        return
    figure = passage.match(patterns.figure(), at + 1)
    if (
        figure is not None
        and figure.end() == end - 1
        and figure_reading(passage.raw[at + 1 : end - 1], 0).problem is None
    ):
        return
    passage.add(at, end, NAME)


def several_at(passage: Passage, at: int, end: int) -> None:
    """Add 多家, 多次: an indefinite number without a bound."""
    if passage.text[at - 1 : at] not in _MORE:
        passage.add(at, end, IDIOM)
