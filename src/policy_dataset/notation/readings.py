"""What the pieces of a running text mean, remembered: two thirds of all mentions repeat."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from policy_dataset.notation.fast import forget_words, read_fast
from policy_dataset.notation.figures import parse_figure
from policy_dataset.notation.mentions import MentionKind
from policy_dataset.notation.periods import parse_period
from policy_dataset.problems import Problem
from policy_dataset.values.figure import Figure, FigureKind
from policy_dataset.values.period import Period

_CACHE_SIZE = 8192
_KINDS = {
    FigureKind.QUANTITY: MentionKind.FIGURE,
    FigureKind.ORDINAL: MentionKind.ORDINAL,
    FigureKind.CLASS: MentionKind.CLASS,
    FigureKind.LABEL: MentionKind.LABEL,
}
# A date that leans on something outside the text is a date all the same.
_LEANING = frozenset({"needs_reference", "needs_antecedent"})
_NO_DATE_HERE = frozenset({"not_a_date", "trailing_text", "not_a_plan"})
_NO_FIGURE_HERE = frozenset({"not_a_figure", "trailing_text"})


class Reading(NamedTuple):
    """The kind of a mention and what it means; a problem keeps the offsets of its own text."""

    kind: MentionKind
    figure: Figure | None = None
    period: Period | None = None
    problem: Problem | None = None

    @property
    def fails(self) -> bool:
        """Whether the text is no figure at all, so that a shorter one may be."""
        return self.problem is not None and self.problem.code in _NO_FIGURE_HERE


_figures: dict[str, Reading] = {}
_dates: dict[tuple[str, date | None], Reading | None] = {}
_UNREAD = Reading(MentionKind.PROBLEM)


def clear_caches() -> None:
    """Forget what was read; for measuring."""
    _figures.clear()
    _dates.clear()
    forget_words()


def figure_reading(text: str, number_at: int) -> Reading:
    """Return what a text means as a figure; its number starts at `number_at`."""
    known = _figures.get(text)
    if known is not None:
        return known
    value = read_fast(text, number_at) or parse_figure(text)
    if isinstance(value, Figure):
        reading = Reading(_KINDS[value.kind], value)
    else:
        reading = Reading(MentionKind.PROBLEM, problem=value)
    if len(_figures) >= _CACHE_SIZE:
        _figures.clear()
    _figures[text] = reading
    return reading


def date_reading(text: str, reference: date | None) -> Reading | None:
    """Return what a text means as a date, or None where it is none."""
    key = text, reference
    # Asked once: another thread may forget what was read meanwhile.
    known = _dates.get(key, _UNREAD)
    if known is not _UNREAD:
        return known
    value = parse_period(text, reference=reference)
    reading: Reading | None
    if isinstance(value, Period):
        reading = Reading(MentionKind.DATE, period=value)
    elif value.code in _LEANING:
        reading = Reading(MentionKind.DATE, problem=value)
    else:
        reading = None if value.code in _NO_DATE_HERE else Reading(MentionKind.PROBLEM, problem=value)
    if len(_dates) >= _CACHE_SIZE:
        _dates.clear()
    _dates[key] = reading
    return reading
