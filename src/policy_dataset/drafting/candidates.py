"""Candidates: for what of a text nothing accounts for, the records and waivers that might."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from policy_dataset.drafting.cues import FIELDS, cues
from policy_dataset.drafting.indicators import Indicators
from policy_dataset.drafting.names import Named, Names, is_area, role_of_place
from policy_dataset.drafting.page import Dated, Page, Sentence
from policy_dataset.drafting.waivers import VAGUE, WaiverCandidate, heading_waiver, why_no_figure
from policy_dataset.model.codelist import Codelist
from policy_dataset.notation import Mention, MentionKind, parse_figure
from policy_dataset.problems import Problem
from policy_dataset.sources.numerals import Numeral
from policy_dataset.values import Figure

PRINTED, INHERITED, SOURCE_DATE = "printed", "inherited", "source_date"

_BEFORE, _AFTER = 40, 12
"""Characters around a figure in which the name of its indicator is looked for."""
_QUALIFIER_REACH = 8
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Place:
    """What a name may mean: one place, or several of that name."""

    name: str
    ids: tuple[str, ...]
    role: str | None


@dataclass(frozen=True, slots=True)
class StatisticCandidate:
    """One figure.

    Attributes
    ----------
    printed
        The figure as a record holds it; None where it cannot be read or copied: `why` says why.
    dated, basis
        The period, and where it comes from; `heading` is the date of the heading above, which may be meant instead.
    units, indicators
        Those that fit, the likeliest first.
    """

    start: int
    end: int
    printed: str | None
    figure: Figure | None
    why: str
    dated: Dated | None
    basis: str
    heading: str | None
    qualifier: str | None
    units: tuple[str, ...]
    indicators: tuple[tuple[str, str], ...]
    places: tuple[Place, ...]
    sentence: Sentence | None


@dataclass(frozen=True, slots=True)
class MeasureCandidate:
    """One sentence; `start` names it, and is that of a date where all but the date is accounted for."""

    start: int
    sentence: Sentence
    dates: tuple[Dated, ...]
    actors: tuple[str, ...]
    places: tuple[Place, ...]
    cues: Mapping[str, tuple[tuple[str, tuple[str, ...]], ...]]


@dataclass(frozen=True, slots=True)
class Candidates:
    """Everything drafted from one text, in page order."""

    statistics: tuple[StatisticCandidate, ...]
    measures: tuple[MeasureCandidate, ...]
    waivers: tuple[WaiverCandidate, ...]


@dataclass(frozen=True, slots=True)
class Lists:
    """What candidates are chosen from."""

    names: Names
    indicators: Indicators
    codelists: Mapping[str, Codelist]


def find_candidates(
    page: Page, numerals: Collection[Span], sentences: Collection[Span], lists: Lists
) -> Candidates:
    """Find a candidate for every open numeral and sentence of a text.

    Parameters
    ----------
    numerals, sentences
        Where what is open begins and ends.
    """
    asked = frozenset(sentences)
    return _Finder(page, lists).find(
        [page.by_numeral[span] for span in sorted(numerals)],
        [s for s in page.sentences if (s.start, s.end) in asked],
    )


class _Finder:
    def __init__(self, page: Page, lists: Lists) -> None:
        self._page, self._lists = page, lists
        self._named = tuple(lists.names.find(page.text))
        self._named_starts = [n.start for n in self._named]
        self._date_starts = [d.start for d in page.dates]
        self._date_of = {(n.start, n.end): d for (n, _), d in zip(_dates(page), page.dates, strict=True)}
        self._dated_headings = self._find_dated_headings()
        self._home: tuple[Place, ...] = ()
        self._home = self._places_of_headline()

    def find(self, numerals: list[tuple[Numeral, Mention]], sentences: list[Sentence]) -> Candidates:
        page = self._page
        reasons = {n: self._reason(n, m) for n, m in numerals}
        figures = [(n, m) for n, m in numerals if reasons[n] is None and m.kind is not MentionKind.DATE]
        starts = sorted(n.start for n, _ in figures)
        headings = {s: w for s in sentences if (w := heading_waiver(page, s, starts)) is not None}
        statistics = tuple(self._statistic(n, m) for n, m in figures)
        measured = [s for s in sentences if s not in headings]
        measures = [self._measure(s.start, s, self._dates_in(s)) for s in measured]
        used = {(c.dated.start, c.dated.end) for c in statistics if c.dated is not None}
        used |= {(d.start, d.end) for c in measures for d in c.dates}
        waivers = list(headings.values())
        left: dict[Sentence, list[Dated]] = {}
        for numeral, mention in numerals:
            if any(
                w.start <= numeral.start and numeral.end <= w.end for w in _around(headings, page, numeral)
            ):
                continue
            reason = reasons[numeral]
            if reason is None and mention.kind is MentionKind.DATE:
                dated = self._date_of[numeral.start, numeral.end]
                sentence = page.sentence_at(dated.start)
                if (dated.start, dated.end) in used:
                    continue
                if sentence is not None:
                    left.setdefault(sentence, []).append(dated)
                    continue
                reason = VAGUE
            if reason is not None:
                waivers.append(WaiverCandidate(numeral.start, numeral.end, reason))
        # A sentence that a record covers may hold a date that no record uses.
        measures += [self._measure(ds[0].start, s, tuple(ds)) for s, ds in left.items()]
        return Candidates(
            statistics,
            tuple(sorted(measures, key=lambda c: c.start)),
            tuple(sorted(waivers, key=lambda w: w.start)),
        )

    def _reason(self, numeral: Numeral, mention: Mention) -> str | None:
        reason = why_no_figure(self._page, numeral, mention)
        if reason is None and mention.kind is MentionKind.DATE:
            return VAGUE if self._date_of[numeral.start, numeral.end].vague else None
        return reason

    def _statistic(self, numeral: Numeral, mention: Mention) -> StatisticCandidate:
        page = self._page
        start, end, printed, why = numeral.start, numeral.end, None, ""
        figure = mention.figure if mention.kind is MentionKind.FIGURE else None
        if figure is not None:
            # The marks of a quotation may stand around what was read.
            at = page.text.find(figure.text, start, end)
            start, end = (at, at + len(figure.text)) if at >= 0 else (start, end)
            start += _says_nothing(figure)
            printed, why = _figure_as_printed(page, start, end)
        elif mention.problem is not None:
            why = mention.problem.message
        sentence = page.sentence_at(numeral.core_start)
        dated, basis = self._period(start, sentence)
        low, high = (sentence.start, sentence.end) if sentence is not None else (start, end)
        near = page.text[max(low, start - _BEFORE) : min(high, end + _AFTER)]
        places = self._places(low, high)
        return StatisticCandidate(
            start=start,
            end=end,
            printed=printed,
            figure=figure,
            why=why,
            dated=dated,
            basis=basis,
            heading=self._date_of_heading(sentence) if basis == SOURCE_DATE else None,
            qualifier=self._qualifier(start, figure),
            units=self._lists.indicators.units(figure) if figure is not None else (),
            indicators=self._lists.indicators.candidates(figure, near),
            places=(*places, *(p for p in self._home if p.ids not in [q.ids for q in places])),
            sentence=sentence,
        )

    def _measure(self, start: int, sentence: Sentence, dates: tuple[Dated, ...]) -> MeasureCandidate:
        words = self._page.text[sentence.start : sentence.end]
        named = self._names_in(sentence.start, sentence.end)
        found = {name: cues(name, self._lists.codelists[codes], words) for name, codes in FIELDS.items()}
        actors = dict.fromkeys(n.ids[0] for n in named if n.table == "actors" and len(n.ids) == 1)
        return MeasureCandidate(
            start, sentence, dates, tuple(actors), self._places(sentence.start, sentence.end), found
        )

    def _period(self, start: int, sentence: Sentence | None) -> tuple[Dated | None, str]:
        """Return the date nearest before a figure in its sentence, else in its paragraph."""
        if sentence is None:
            return None, SOURCE_DATE
        at = bisect_left(self._date_starts, start) - 1
        while at >= 0:
            dated = self._page.dates[at]
            if self._page.line_of(dated.start) != sentence.line:
                break
            if not dated.vague and not self._waived_as_name(dated):
                return dated, PRINTED if dated.start >= sentence.start else INHERITED
            at -= 1
        return None, SOURCE_DATE

    def _date_of_heading(self, sentence: Sentence | None) -> str | None:
        """Return the date in the nearest heading above, as printed."""
        if sentence is None:
            return None
        at = bisect_left(self._dated_headings, (sentence.start, "")) - 1
        return self._dated_headings[at][1] if at >= 0 else None

    def _find_dated_headings(self) -> list[tuple[int, str]]:
        found = []
        for dated in self._page.dates:
            heading = self._page.sentence_at(dated.start)
            if dated.readable and dated.printed and heading is not None and self._page.is_heading(heading):
                found.append((dated.start, dated.printed))
        return found

    def _dates_in(self, sentence: Sentence) -> tuple[Dated, ...]:
        first = bisect_left(self._date_starts, sentence.start)
        last = bisect_left(self._date_starts, sentence.end)
        return tuple(d for d in self._page.dates[first:last] if not d.vague and not self._waived_as_name(d))

    def _waived_as_name(self, dated: Dated) -> bool:
        return any(a <= dated.start and dated.end <= b for a, b in self._page.titles)

    def _qualifier(self, start: int, figure: Figure | None) -> str | None:
        """Return the word at a distance that makes a rate of the figure: 日均."""
        if figure is None or "rate_at_distance" not in figure.assumptions:
            return None
        for numeral, mention in self._page.mentions:
            if mention.kind is MentionKind.PERIOD_WORD and 0 <= start - numeral.end <= _QUALIFIER_REACH:
                return self._page.printed(numeral.start, numeral.end)
        return None

    def _names_in(self, start: int, end: int) -> tuple[Named, ...]:
        first, last = bisect_left(self._named_starts, start), bisect_left(self._named_starts, end)
        return tuple(n for n in self._named[first:last] if n.end <= end)

    def _places(self, start: int, end: int) -> tuple[Place, ...]:
        names = self._lists.names
        named = [n for n in self._names_in(start, end) if n.table == "locations"]
        near = [i for n in named if len(n.ids) == 1 for i in n.ids] + [i for p in self._home for i in p.ids]
        found: dict[tuple[str, ...], Place] = {}
        for name in named:
            ids = names.narrowed(name, near)
            kinds = {names.kind(i) for i in ids}
            if any(is_area(kind) for kind in kinds):
                role = role_of_place(kinds.pop()) if len(kinds) == 1 else None
                found.setdefault(ids, Place(name.name, ids, role))
        return tuple(found.values())

    def _places_of_headline(self) -> tuple[Place, ...]:
        headline = self._page.headline
        return tuple(p for p in self._places(*headline) if len(p.ids) == 1) if headline is not None else ()


def _figure_as_printed(page: Page, start: int, end: int) -> tuple[str | None, str]:
    """Return a figure as a record may hold it, or None and why it may not."""
    printed = page.printed(start, end)
    if printed is None:
        return None, "it holds characters that a record may not"
    # In running text the words around it may have told what alone it does not: 度.
    read = parse_figure(printed)
    return (None, f"{printed}: {read.message}") if isinstance(read, Problem) else (printed, "")


def _says_nothing(figure: Figure) -> int:
    """Return the length of leading words that change nothing about a figure: 达, 共."""
    role, piece = figure.parts[0]
    if role != "qualifier" or len(figure.parts) == 1:
        return 0
    without = parse_figure(figure.text[len(piece) :])
    if isinstance(without, Problem):
        return 0
    same = replace(without, parts=figure.parts) == figure
    return len(piece) + _says_nothing(without) if same else 0


def _dates(page: Page) -> Iterator[tuple[Numeral, Mention]]:
    return ((n, m) for n, m in page.mentions if m.kind is MentionKind.DATE)


def _around(
    headings: Mapping[Sentence, WaiverCandidate], page: Page, numeral: Numeral
) -> list[WaiverCandidate]:
    sentence = page.sentence_at(numeral.core_start)
    return [headings[sentence]] if sentence is not None and sentence in headings else []
