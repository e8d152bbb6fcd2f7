"""A text as candidates are drafted from it: sentences with their lines, figures, dates, and what is printed of each."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from policy_dataset.derivation.periods import edtf_of, read_period
from policy_dataset.notation import Mention, MentionKind, parse_period
from policy_dataset.problems import Problem
from policy_dataset.sources.anchors import anchor_of, canonical
from policy_dataset.sources.numerals import Numeral, numerals
from policy_dataset.sources.sentences import sentences
from policy_dataset.sources.spans import Spans
from policy_dataset.values import Period, Precision

_END_MARK = re.compile(r"[。！？!?][”’」』）)》]*\Z")
_COMMA = re.compile("[，；,;]")
_HAN = re.compile("[\u3400-\u9fff]")
_WORD = re.compile(r"[^\W\d_]")
_CREDIT = re.compile(
    "来源|记者|摄影|[ \u3000]摄$|作者|编辑|责编|校对|通讯员|发布时间|^时间|日电|新华社|字号|打印|省长|市长|主席$|主席 |[）)]讯"
)
_HEADLINE = range(6, 41)
_LONGEST_HEADING = 40
_LONGEST_FIGURE = 60
_TITLES = re.compile("《[^《》\n]{1,60}》")
# What a record may not hold, or what readers cannot see: a text with it cannot be copied as printed.
_UNWRITABLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ud800-\uf8ff\ufe00-\ufe0f\ufeff\uffa0\ufff9-\uffff\U000e0000-\U0010ffff]"
)

_COUNTED = re.compile("[0-9０-９〇一二两三四五六七八九十百千]")
_NOW = frozenset(("现在", "当前", "目前", "眼下", "现阶段"))
_ANY_DAY = date(2000, 6, 15)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence; `line` counts the lines of the file from 0, `alone` says whether it is the whole of its line."""

    start: int
    end: int
    line: int
    alone: bool


@dataclass(frozen=True, slots=True)
class Dated:
    """One date of the text.

    Attributes
    ----------
    printed
        As a record holds it; None where a record cannot.
    readable
        Whether a record may use it: it tells a period by itself, or would with the day of publication.
    vague
        Whether it tells no period that a record could use (新时代, 近期, 目前).
    """

    start: int
    end: int
    printed: str | None
    readable: bool
    vague: bool
    day: str | None = None


class Page:
    """One source with its text."""

    def __init__(self, source: str, text: str, spans: Spans, reference: date | None) -> None:
        self.source, self.text, self.spans, self.reference = source, text, spans, reference
        self._line_starts = [0, *(m.end() for m in re.finditer("\n", text))]
        self.sentences = tuple(self._sentences())
        self.mentions: tuple[tuple[Numeral, Mention], ...] = tuple(numerals(text, spans, reference=reference))
        self._starts = [s.start for s in self.sentences]
        self.by_numeral = {(n.start, n.end): (n, m) for n, m in self.mentions}

    def anchor(self, start: int, end: int) -> str:
        """Return the anchor of a place, as records write it."""
        return str(anchor_of(self.source, self.text, start, end))

    def line_of(self, offset: int) -> int:
        """Return the line that an offset lies in, from 0."""
        return bisect_right(self._line_starts, offset) - 1

    def place_of(self, offset: int) -> tuple[int, int]:
        """Return line and column of an offset, from 1."""
        line = self.line_of(offset)
        return line + 1, offset - self._line_starts[line] + 1

    def sentence_at(self, offset: int) -> Sentence | None:
        """Return the sentence that an offset lies in; white space and heading marks lie in none."""
        found = bisect_right(self._starts, offset) - 1
        if found < 0 or offset >= self.sentences[found].end:
            return None
        return self.sentences[found]

    @cached_property
    def dates(self) -> tuple[Dated, ...]:
        """Every date of the text, in order."""
        return tuple(self._dated(n, m) for n, m in self.mentions if m.kind is MentionKind.DATE)

    @cached_property
    def titles(self) -> tuple[tuple[int, int], ...]:
        """Where the titles of books, laws and programmes stand: 《…》."""
        return tuple((m.start(), m.end()) for m in _TITLES.finditer(self.text))

    @cached_property
    def headline(self) -> tuple[int, int] | None:
        """Where the headline stands: the first line marked as a heading, else the first that looks like a title."""
        looked_like = None
        for sentence in self.sentences:
            words = self.text[sentence.start : sentence.end]
            if self._is_marked(sentence):
                return sentence.start, sentence.end
            if (
                looked_like is None
                and len(words) in _HEADLINE
                and self.is_heading(sentence)
                and not _CREDIT.search(words)
            ):
                looked_like = sentence.start, sentence.end
        return looked_like

    def is_byline(self, sentence: Sentence) -> bool:
        """Return whether a sentence is the unmarked end of a line that names a reporter or photographer."""
        words = self.text[sentence.start : sentence.end]
        unmarked = _END_MARK.search(words) is None and _COMMA.search(words) is None
        return unmarked and len(words) <= _LONGEST_HEADING and self.is_credit(sentence)

    def is_heading(self, sentence: Sentence) -> bool:
        """Return whether a sentence is a line without the marks of one: a heading, byline, caption or button."""
        if self._is_marked(sentence):
            return True
        words = self.text[sentence.start : sentence.end]
        if not sentence.alone or len(words) > _LONGEST_HEADING or _COMMA.search(words):
            return False
        return _END_MARK.search(words) is None

    def is_credit(self, sentence: Sentence) -> bool:
        """Return whether a line names who wrote, printed or photographed, or when."""
        return _CREDIT.search(self.text, sentence.start, sentence.end) is not None

    def has_words(self, start: int, end: int) -> bool:
        """Return whether a place holds a letter or character at all."""
        return _WORD.search(self.text, start, end) is not None

    def printed(self, start: int, end: int) -> str | None:
        """Return the text of a place as a record may hold it: on one line, in composed characters.

        Returns
        -------
        None
            When it holds what a record may not, or is longer than a figure.
        """
        text = unicodedata.normalize("NFC", self.text[start:end])
        if re.search(r"[^\S ]|  |\A | \Z", text):
            text = "".join(text.split())
        wrong = _UNWRITABLE.search(text) or len(text) > _LONGEST_FIGURE or not text
        return None if wrong or canonical(text) != canonical(self.text[start:end]) else text

    def _is_marked(self, sentence: Sentence) -> bool:
        """Return whether a line is marked as a heading (``## ``)."""
        return self.text[self._line_starts[sentence.line] : sentence.start].lstrip().startswith("#")

    def _sentences(self) -> Iterator[Sentence]:
        found = list(sentences(self.text, self.spans))
        lines = [bisect_right(self._line_starts, start) - 1 for start, _ in found]
        for number, (start, end) in enumerate(found):
            before = number > 0 and lines[number - 1] == lines[number]
            after = number + 1 < len(found) and lines[number + 1] == lines[number]
            yield Sentence(start, end, lines[number], not before and not after)

    def _dated(self, numeral: Numeral, mention: Mention) -> Dated:
        start, end = numeral.start, numeral.end
        if mention.period is not None:
            # The marks of a quotation may stand around what was read.
            at = self.text.find(mention.period.text, start, end)
            if at >= 0:
                start, end = at, at + len(mention.period.text)
        printed = self.printed(start, end)
        if printed is None:
            return Dated(start, end, None, readable=False, vague=False)
        read = read_period(printed, reference=self.reference)
        if _is_vague(printed):
            return Dated(start, end, printed, readable=False, vague=True)
        if isinstance(read, Problem):
            # Without the day of publication nobody can tell yet; with it the words lean on something else.
            waits = read.code == "needs_reference" and self.reference is None
            return Dated(start, end, printed, readable=waits, vague=False)
        edtf = edtf_of(read)
        day = edtf if mention.period is not None and mention.period.precision is Precision.DAY else None
        return Dated(start, end, printed, readable=edtf is not None, vague=edtf is None, day=day)


def _is_vague(printed: str) -> bool:
    """Return whether words of time are as vague as 近日 on any day; 近五年 is counted, and no such word."""
    read = parse_period(printed, reference=_ANY_DAY)
    vague = isinstance(read, Period) and read.precision is Precision.VAGUE
    return printed in _NOW or (vague and not _COUNTED.search(printed))


def headline_text(page: Page) -> str | None:
    """Return the headline as printed; None where there is none in Chinese."""
    printed = page.printed(*page.headline) if page.headline is not None else None
    return printed if printed is not None and _HAN.search(printed) else None
