"""`scan`: every numeral and date mention of running text, in order, none skipped."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from policy_dataset.notation import patterns
from policy_dataset.notation.characters import canonical_running
from policy_dataset.notation.fast import read_fast
from policy_dataset.notation.faults import LONGEST
from policy_dataset.notation.figures import parse_figure
from policy_dataset.notation.labels import label_figure
from policy_dataset.notation.lexicon import inner_entries, lexicon
from policy_dataset.notation.mentions import Mention, MentionKind
from policy_dataset.notation.periods import parse_period
from policy_dataset.notation.rates import per_before
from policy_dataset.notation.units import unit_of_code
from policy_dataset.problems import Problem
from policy_dataset.values.figure import Figure, FigureKind
from policy_dataset.values.period import Period

_LEFT_REACH = 24
# No pattern looks further than this, so that no text takes more than linear time; longer mentions are refused anyway.
_WINDOW = LONGEST + 56
_RATE_REACH = 8
_OPEN, _CLOSE = '“‘"', '”’"'
_KINDS = {
    FigureKind.QUANTITY: MentionKind.FIGURE,
    FigureKind.ORDINAL: MentionKind.ORDINAL,
    FigureKind.CLASS: MentionKind.CLASS,
    FigureKind.LABEL: MentionKind.LABEL,
}
# A date that leans on something outside the text is a date all the same.
_LEANING = frozenset({"needs_reference", "needs_antecedent"})
_NOT_A_NUMBER_HERE = frozenset({"not_a_figure", "trailing_text"})
_CLAUSE = re.compile("[，。；：;:!?、！？\\n“”（）()]")
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

_Read = tuple[MentionKind, Figure | Period | Problem | None]
_figures: dict[str, _Read] = {}
_dates: dict[tuple[str, date | None], _Read] = {}
_CACHE_SIZE = 8192


def clear_caches() -> None:
    """Forget what was read; for measuring."""
    _figures.clear()
    _dates.clear()


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
    yield from _Scan(text, canonical_running(text), reference).run()


@dataclass(slots=True)
class _Scan:
    """One pass over one text; `end` is where the last mention ended."""

    raw: str
    text: str
    reference: date | None
    end: int = 0
    found: list[Mention] = field(default_factory=list)

    def run(self) -> list[Mention]:
        readers = {
            "arabic": self._arabic,
            "chinese": self._chinese,
            "ordinal": self._ordinal,
            "doubling": self._doubling,
            "quoted": self._quoted,
            "several": self._several,
            "bracket": self._bracket,
            "time": self._time,
        }
        for match in patterns.starts().finditer(self.text):
            at = match.start()
            if at >= self.end:
                readers[match.lastgroup or "time"](at, match.end())
            elif match.end() > self.end:
                # A quotation that began inside the last mention hides numerals of its own.
                self._rest(self.end, match.end())
        return self.found

    def _rest(self, start: int, end: int) -> None:
        for at in range(start, end):
            if at >= self.end:
                self._numeral(at)

    def _numeral(self, at: int) -> None:
        """Read what starts at one character, if it is a numeral."""
        character = self.text[at]
        if "0" <= character <= "9":
            self._arabic(at, at)
        elif character in patterns.NUMERALS:
            self._chinese(at, at)
        elif character in "第首":
            self._ordinal(at, at)

    def _add(self, start: int, end: int, read: _Read) -> None:
        kind, value = read
        figure = value if isinstance(value, Figure) else None
        period = value if isinstance(value, Period) else None
        problem = None
        if isinstance(value, Problem):
            problem = value.at(start=start + (value.start or 0), end=min(end, start + (value.end or 0)))
        self.found.append(Mention(start, end, kind, figure, period, problem))
        self.end = end

    def _add_quoted(self, start: int, end: int, read: _Read) -> None:
        """Add a mention with the quotation marks that enclose exactly it."""
        if self._encloses(start, end):
            start, end = start - 1, end + 1
        self._add(start, end, read)

    def _encloses(self, start: int, end: int) -> bool:
        text = self.text
        return start > self.end and end < len(text) and text[start - 1] in _OPEN and text[end] in _CLOSE

    # Dates

    def _date(self, at: int) -> bool:
        """Read a date that starts at `at`; its lead and quotation mark stand left of it."""
        match = patterns.dates().match(self.text, at, at + _WINDOW)
        if match is None:
            return False
        if match.lastgroup == "law":
            start = at - 1 if at > self.end and self.text[at - 1] in _OPEN else at
            self._add(start, match.end(), (MentionKind.NAME, None))
            return True
        if match.lastgroup == "damaged":
            period = parse_period(self.raw[at : match.end()], reference=self.reference)
            if isinstance(period, Problem):
                self._add(at, match.end(), (MentionKind.PROBLEM, period))
                return True
        return self._add_date(at, match.end())

    def _add_date(self, at: int, end: int) -> bool:
        start = at
        if (
            start > self.end
            and self.text[start - 1] in _OPEN
            and any(mark in _CLOSE for mark in self.text[at:end])
        ):
            start -= 1
        lead = _LEADS.search(self.text, max(self.end, start - 3), start)
        if lead is not None and not self.text.startswith(("年", "月"), start):
            start = lead.start()
        read = self._read_date(start, end)
        if read is None and start < at:
            start = at
            read = self._read_date(start, end)
        if read is None:
            return False
        if read[0] is MentionKind.DATE and start == at:
            self._add_quoted(start, end, read)
        else:
            self._add(start, end, read)
        return True

    def _read_date(self, start: int, end: int) -> _Read | None:
        text = self.raw[start:end]
        key = (text, self.reference)
        read = _dates.get(key)
        if read is None:
            period = parse_period(text, reference=self.reference)
            if isinstance(period, Period):
                read = MentionKind.DATE, period
            elif period.code in _LEANING:
                read = MentionKind.DATE, period
            else:
                read = MentionKind.PROBLEM, period
            if len(_dates) >= _CACHE_SIZE:
                _dates.clear()
            _dates[key] = read
        kind, value = read
        if (
            kind is MentionKind.PROBLEM
            and isinstance(value, Problem)
            and value.code in ("not_a_date", "trailing_text", "not_a_plan")
        ):
            return None
        return read

    # Numerals

    def _arabic(self, at: int, _: int) -> None:
        text = self.text
        if (
            at
            and text[at - 1].isascii()
            and (text[at - 1].isalpha() or text[at - 1] in "-_")
            and self._after_letters(at)
        ):
            return
        if text[at - 1 : at] in ("\n", "", "。") and (
            item := patterns.LIST_NUMBER.match(text, at, at + _WINDOW)
        ):
            self._add(at, item.end(), (MentionKind.LIST_NUMBER, None))
            return
        if text[at - 1 : at] in ("［", "[", "〔", "【") and self._reference_mark(at):
            return
        digits = _DIGITS.match(text, at, at + _WINDOW)
        after = digits.end() if digits is not None else at
        following = text[after : after + 1]
        # Most numbers are followed by a multiplier or a measure word: neither a date nor a label then.
        if (following in _DATE_NEXT or text[after : after + 2] in _DATE_NEXT_TWO) and self._date(at):
            return
        if following in _LABEL_NEXT or text[at] == "1" and 3 <= after - at <= 5 or following.isascii():
            label = patterns.LABELS.match(text, at, at + _WINDOW)
            if label is not None and self._label(at, label):
                return
        self._figure(at)

    def _reference_mark(self, at: int) -> bool:
        digits = re.compile("[0-9]{1,4}(?=[］\\]〕】])").match(self.text, at, at + _WINDOW)
        if digits is None:
            return False
        length = digits.end() - at
        self._add(
            at,
            digits.end(),
            (MentionKind.LABEL, label_figure(self.raw[at : digits.end()], digits[0], 0, length)),
        )
        return True

    def _after_letters(self, at: int) -> bool:
        """Read a code that letters begin: G331, PM2.5, C919, GB/T 15835."""
        head = _LETTERS.search(self.text, max(self.end, at - 12), at)
        digits = _CODE.match(self.text, at, at + _WINDOW)
        if head is None or digits is None:
            return False
        figure = label_figure(
            self.raw[head.start() : digits.end()],
            digits["digits"],
            at - head.start(),
            digits.end("digits") - head.start(),
        )
        self._add_quoted(head.start(), digits.end(), (MentionKind.LABEL, figure))
        return True

    def _label(self, at: int, match: re.Match[str]) -> bool:
        text, end = self.text, match.end()
        if (
            match.lastgroup == "label"
            and patterns.figure().match(text, at, at + _WINDOW).end()
            > _DIGITS.match(text, at, at + _WINDOW).end()
        ):  # type: ignore[union-attr]
            unit_end = patterns.figure().match(text, at, at + _WINDOW).end()  # type: ignore[union-attr]
            if unit_end >= end:
                return False
        raw = self.raw[at:end]
        digits = _DIGITS.match(text, at, at + _WINDOW)
        if match.lastgroup != "label" or digits is None:
            self._add_quoted(at, end, (MentionKind.LABEL, label_figure(raw, None, 0, 0)))
        else:
            self._add_quoted(at, end, (MentionKind.LABEL, label_figure(raw, digits[0], 0, digits.end() - at)))
        return True

    def _chinese(self, at: int, _: int) -> None:
        text = self.text
        if self._inner_entry(at) or _CN_DATE.match(text, at) and self._date(at):
            return
        phrase = patterns.chinese().match(text, at, at + _WINDOW)
        if phrase is not None:
            if phrase.lastgroup == "list" and self._list_number(at, phrase.end()):
                return
            if phrase.lastgroup == "entry" and not self._longer_figure(at, phrase.end()):
                self._add_quoted(at, phrase.end(), (MentionKind(lexicon()[phrase[0]]), None))
                return
        self._figure(at)

    def _inner_entry(self, at: int) -> bool:
        """Read a set phrase whose numeral is not its first character: 统一, 老百姓."""
        for back, entry in inner_entries().get(self.text[at - 1 : at + 1], ()):
            start = at - back
            if start >= self.end and self.text.startswith(entry, start) and not _GOES_ON.match(self.text, start + len(entry) - 1):
                self._add_quoted(start, start + len(entry), (MentionKind(lexicon()[entry]), None))
                return True
        return False

    def _list_number(self, at: int, end: int) -> bool:
        before = self.text[at - 1 : at]
        if self.text[end - 1] == "、" and before not in ("", "\n", "。", " ", "\u3000"):
            return False
        if self.text[end - 1] == "是" and before not in _CLAUSE_STARTS:
            return False
        self._add(at, end, (MentionKind.LIST_NUMBER, None))
        return True

    def _longer_figure(self, at: int, end: int) -> bool:
        """Return whether a figure that starts here reaches further than the set phrase: 十分之一, 三公里."""
        match = patterns.figure().match(self.text, at, at + _WINDOW)
        if match is None or match.end() <= end:
            return False
        return isinstance(self._read_figure(at, match.end())[1], Figure)

    def _figure(self, at: int) -> None:
        text = self.text
        pair = patterns.enumeration().match(text, at, at + _WINDOW) if text[at + 1 : at + 2] == "、" else None
        if pair is not None:
            self._add(at, pair.end(), self._read_figure(at, pair.end()))
            return
        match = patterns.figure().match(text, at, at + _WINDOW)
        if match is None:
            self._lone(at)
            return
        end = match.end()
        start = self._left(at)
        read = self._read_figure(start, end, at)
        if self._fails(read) and start < at:
            start = at
            read = self._read_figure(start, end)
        if self._fails(read):
            end, read = self._shorter(at, end, read)
        if start < at and self._is_word(at, end, read):
            start = at
            read = self._read_figure(start, end)
        read = self._judge(at, start, end, read)
        while self.found and self.found[-1].start >= start:
            self.found.pop()
        self.end = min(self.end, start) if not self.found else self.found[-1].end
        read = self._with_neighbours(start, end, read)
        if isinstance(read[1], Figure) and read[1].text != self.raw[start:end]:
            end += 1
        self._add_quoted(start, end, read)

    def _tells_electricity(self, end: int) -> bool:
        """Return whether 度 after 万 or 亿 counts electricity: 电 stands in sight."""
        text = self.text
        if text[end : end + 1] != "度" or text[end - 1] not in "万亿" or text[end + 1 : end + 2] == "假":
            return False
        return "电" in text[max(0, end - 20) : end + 6]

    def _is_word(self, at: int, end: int, read: _Read) -> bool:
        """Return whether a small Chinese numeral without unit is the head of a word: 达到二甲, 提升两江."""
        figure = read[1]
        bare = (
            isinstance(figure, Figure)
            and figure.unit is None
            and self.text[at:end] in tuple("一二三四五六七八九十两")
        )
        return bare and "\u4e00" <= self.text[end : end + 1] <= "\u9fff"

    @staticmethod
    def _fails(read: _Read) -> bool:
        return isinstance(read[1], Problem) and read[1].code in _NOT_A_NUMBER_HERE

    def _shorter(self, at: int, end: int, read: _Read) -> tuple[int, _Read]:
        """Try the numeral with less after it, down to itself."""
        problem = read[1]
        stops = (
            [at + problem.start]
            if isinstance(problem, Problem) and problem.code == "trailing_text" and problem.start
            else []
        )
        bare = patterns.bare_numeral().match(self.text, at, at + _WINDOW)
        for stop in [*stops, *([bare.end()] if bare is not None else [])]:
            if at < stop < end:
                shorter = self._read_figure(at, stop)
                if not self._fails(shorter):
                    return stop, shorter
        return end, read

    def _judge(self, at: int, start: int, end: int, read: _Read) -> _Read:
        """Tell a numeral that is part of a word from one that is a fault."""
        kind, value = read
        text = self.text
        numeral = text[at:end]
        following = text[end : end + 1]
        joins_word = "\u4e00" <= following <= "\u9fff"
        if isinstance(value, Problem):
            word_like = (
                value.code in ("empty_multiplier", "ambiguous_digits", "not_a_figure")
                and numeral.strip(patterns.NUMERALS) == ""
            )
            if word_like and (joins_word or text[at - 1 : at] > "\u4e00"):
                return MentionKind.IDIOM, None
            return read
        if numeral in ("一", "零", "半", "双", "数", "两", "几"):
            return MentionKind.IDIOM, None
        if isinstance(value, Figure) and value.unit in (None, "版") and start == at and kind is MentionKind.FIGURE:
            names = value.unit is None and text[at - 1 : at] in tuple(_OPEN) and _DIGITS.fullmatch(numeral)
            if names or _YEAR_LIKE.fullmatch(numeral):
                digits = numeral.removesuffix("版")
                whole = digits if digits.isdecimal() else None
                return MentionKind.LABEL, label_figure(self.raw[at:end], whole, 0, len(digits))
        return read

    def _read_figure(self, start: int, end: int, at: int | None = None) -> _Read:
        text = self.raw[start:end]
        read = _figures.get(text)
        if read is None:
            at = start if at is None else at
            figure = parse_figure(text)
            read = (
                (MentionKind.PROBLEM, figure)
                if isinstance(figure, Problem)
                else (_KINDS[figure.kind], figure)
            )
            if len(_figures) >= _CACHE_SIZE:
                _figures.clear()
            _figures[text] = read
        return read

    def _left(self, at: int) -> int:
        """Return where the words that belong to the figure at `at` begin."""
        text = self.text
        if at <= self.end - 1 or at == 0 or text[at - 1] not in patterns.left_ends():
            if not (text[at] in "百千万亿" and text[at - 1 : at] == "上"):
                return at
        low = self.end
        for mention in reversed(self.found[-3:]):
            if mention.end < at - _LEFT_REACH:
                break
            if mention.kind is MentionKind.PERIOD_WORD or mention.kind is MentionKind.DATE:
                low = mention.start - 1 if mention.kind is MentionKind.DATE else mention.start
            else:
                break
        low = max(low, at - _LEFT_REACH, 0)
        # 上百, 上千家: only before a place word, else 上 ends another word.
        head = at
        if (
            text[at] in "百千万亿"
            and text[at - 1 : at] == "上"
            and at - 1 >= self.end
            and text[at - 2 : at - 1] not in ("以", "加", "网")
        ):
            head = at - 1
        window = text[low:head][::-1]
        match = patterns.left_words().match(window)
        start = head - (match.end() if match else 0)
        if start < self.end and not any(
            mention.start >= start for mention in self.found[-3:] if mention.end > start
        ):
            return max(start, self.end) if head >= self.end else at
        for mention in self.found[-3:]:
            if mention.start < start < mention.end:
                return mention.end if mention.end <= at else at
        return start

    def _with_neighbours(self, start: int, end: int, read: _Read) -> _Read:
        """Add what stands at a distance: a rate word before, the unit of a list after."""
        kind, figure = read
        if kind is not MentionKind.FIGURE or not isinstance(figure, Figure):
            return read
        if figure.unit is None and self._tells_electricity(end):
            figure = _as_electricity(figure)
        if figure.per is None and self.found:
            per = self._rate_at_distance(start, figure)
            if per is not None:
                figure = replace(figure, per=per, assumptions=(*figure.assumptions, "rate_at_distance"))
        if figure.unit is None and _LISTED.match(self.text, end):
            figure = replace(figure, assumptions=(*figure.assumptions, "list_unit_pending"))
        return kind, figure

    def _rate_at_distance(self, start: int, figure: Figure) -> str | None:
        last = self.found[-1]
        if last.kind is not MentionKind.PERIOD_WORD or not 0 <= start - last.end <= _RATE_REACH:
            return None
        if figure.unit in _RATIO_UNITS or _CLAUSE.search(self.text, last.end, start):
            return None
        rate = per_before(self.text, last.start)
        return rate[1] if rate is not None and rate[0] == last.end else None

    def _lone(self, at: int) -> None:
        """Account for a numeral character that starts nothing readable."""
        self._add(at, at + 1, (MentionKind.IDIOM, None))

    # Other starts

    def _ordinal(self, at: int, _: int) -> None:
        if self._date(at):
            return
        match = patterns.ordinal().match(self.text, at, at + _WINDOW)
        if match is None:
            return
        if match.lastgroup == "entry":
            if match[0][-1] in "，、" and self.text[at - 1 : at] not in _CLAUSE_STARTS:
                match = re.compile("第[一二三四五六七八九十]").match(self.text, at, at + _WINDOW) or match
            else:
                self._add_quoted(at, match.end(), (MentionKind(lexicon()[match[0]]), None))
                return
        end = match.end()
        read = self._read_figure(at, end)
        if self._fails(read):
            bare = re.compile(f"第(?:[0-9]+|[{patterns.CN_DIGITS}十百千两]+)").match(
                self.text, at, at + _WINDOW
            )
            if bare is None:
                return
            end = bare.end()
            read = self._read_figure(at, end)
        self._add_quoted(at, end, read)

    def _doubling(self, at: int, end: int) -> None:
        start = self._left(at)
        read = self._read_figure(start, end)
        if self._fails(read):
            start, read = at, self._read_figure(at, end)
        while self.found and self.found[-1].start >= start:
            self.found.pop()
        self._add(start, end, read)

    def _quoted(self, at: int, _: int) -> None:
        """Read a short quoted phrase: a plan, a set phrase, a figure, else the name of something."""
        closing = patterns.quoted().match(self.text, at + 1, at + _WINDOW)
        if closing is None:
            return
        end = closing.end()
        inside = self.text[at + 1 : end - 1]
        date_match = patterns.dates().match(self.text, at + 1, at + _WINDOW)
        if date_match is not None and date_match.end() >= end and date_match.lastgroup in ("plan", "law"):
            return
        kind = lexicon().get(inside)
        if kind is not None:
            self._add(at, end, (MentionKind(kind), None))
            return
        if _NO_CHINESE.fullmatch(inside):
            digits = inside if inside.isdecimal() else None
            self._add(at, end, (MentionKind.LABEL, label_figure(self.raw[at:end], digits, 1, end - at - 1)))
            return
        if _HAS_DIGIT.search(inside):
            return
        if _QUOTED_FIGURE.match(inside) and not isinstance(parse_figure(self.raw[at + 1 : end - 1]), Problem):
            return
        self._add(at, end, (MentionKind.NAME, None))

    def _several(self, at: int, end: int) -> None:
        if self.text[at - 1 : at] not in tuple("更许很众诸最至大差不超几"):
            self._add(at, end, (MentionKind.IDIOM, None))

    def _bracket(self, at: int, end: int) -> None:
        """Read a number in brackets: a list number at the head of a line or clause."""
        self._add(at, end, (MentionKind.LIST_NUMBER, None))

    def _time(self, at: int, _: int) -> None:
        match = patterns.time_words().match(self.text, at, at + _WINDOW)
        if match is None:
            if self.text[at] in patterns.NUMERALS:
                self._chinese(at, at)
            return
        if match.lastgroup == "word" or not self._add_date(at, match.end()):
            if match.lastgroup == "word":
                self._add(at, match.end(), (MentionKind.PERIOD_WORD, None))


def _as_electricity(figure: Figure) -> Figure:
    unit = unit_of_code("kWh")
    base = None if unit is None or figure.value is None else unit.to_base(figure.value)
    parts = (*figure.parts, ("unit", "度"))
    return replace(
        figure, parts=parts, unit="kWh", base_value=base, base_unit="J" if base is not None else None, assumptions=(*figure.assumptions, "unit_in_sight")
    )


_CLAUSE_STARTS = frozenset(("", *"\n。，；：;:,!?！？ 、”\u3000"))
_LEADS = re.compile(
    "(?:截至到?|截止到?|自从|直[到至]|(?<![达高升降增得回看做受延提长])到|(?<![截甚直以乃及冬夏延增降升提推扩])至|(?<![来亲各独源出])自|从|约)$"
)
_DATE_NEXT = frozenset("年月日号时:季世天周-./—~–至到 ")
_DATE_NEXT_TWO = frozenset({"个月", "个季", "个星", "多年", "多个", "多月"})
_LABEL_NEXT = frozenset("∶·•热平工行政级")
_CN_DATE = re.compile(f"[{patterns.CN_DIGITS}十两廿卅]{{1,4}}(?:[年月日号季世时点周天多]|个[月季星]|[-—~–至到])|[一二三四五六七八九十]{{1,2}}五|半[年个月]")
# 国家级数据: the 数 belongs to what follows.
_GOES_ON = re.compile("数[据字学智量码控额值列组理实]")
_LETTERS = re.compile("[A-Za-z][A-Za-z/ ]{0,9}[_-]{0,2}$")
_CODE = re.compile(
    "(?P<digits>[0-9]+(?:\\.[0-9]+)?)(?:[-.+][0-9A-Za-z]+)*[A-Za-z]*(?!\\.?[0-9%])(?![万亿个家人名项元件])"
)
_DIGITS = re.compile("[0-9]+(?:\\.[0-9]+)?")
_YEAR_LIKE = re.compile("((?:19|20)[0-9]{2})(?:版|-(?:19|20)[0-9]{2})?")
_LISTED = re.compile("[、和]\\s?[0-9一二三四五六七八九十两百]")
_NO_CHINESE = re.compile("[ -~·∶＋×]+")
_HAS_DIGIT = re.compile("[0-9]")
_QUOTED_FIGURE = re.compile("[一二三四五六七八九十百千万亿两几]")
