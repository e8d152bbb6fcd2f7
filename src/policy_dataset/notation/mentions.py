"""A mention: where running text says a number or a time, and what it means."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from policy_dataset.problems import Problem
from policy_dataset.values.figure import Figure
from policy_dataset.values.period import Period


class MentionKind(StrEnum):
    """What a numeral does at its place in running text."""

    FIGURE = "figure"
    DATE = "date"
    ORDINAL = "ordinal"
    LABEL = "label"
    CLASS = "class"
    IDIOM = "idiom"
    NAME = "name"
    LIST_NUMBER = "list_number"
    PERIOD_WORD = "period_word"
    PROBLEM = "problem"


class Mention(NamedTuple):
    """One numeral or date of running text.

    Attributes
    ----------
    start, end
        Span in the text, in code points, half-open.
    kind
        What it does there.
    figure
        Of a figure, ordinal, label or class.
    period
        Of a date; None with a `problem` where it leans on a date that was not given.
    problem
        Why it could not be read; its offsets are offsets in the whole text.
    """

    start: int
    end: int
    kind: MentionKind
    figure: Figure | None = None
    period: Period | None = None
    problem: Problem | None = None
