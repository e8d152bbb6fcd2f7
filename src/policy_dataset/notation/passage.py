"""A text while it is scanned: what was found, and where the last mention ended."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from policy_dataset.notation.faults import LONGEST
from policy_dataset.notation.lazy import LazyPattern
from policy_dataset.notation.mentions import Mention, MentionKind
from policy_dataset.notation.readings import Reading

# No pattern looks further than this, so that no text takes more than linear time; longer mentions are refused anyway.
WINDOW = LONGEST + 56
OPENING, CLOSING = frozenset('“‘"'), frozenset('”’"')
CLAUSE_STARTS = frozenset(("", *"\n。，；：;:,!?！？ 、”\u3000"))
IDIOM = Reading(MentionKind.IDIOM)
NAME = Reading(MentionKind.NAME)
LIST_NUMBER = Reading(MentionKind.LIST_NUMBER)
PERIOD_WORD = Reading(MentionKind.PERIOD_WORD)


@dataclass(slots=True)
class Passage:
    """One text, canonical and as given, and the mentions found in it so far."""

    raw: str
    text: str
    reference: date | None
    end: int = 0
    found: list[Mention] = field(default_factory=list)

    def match(self, pattern: re.Pattern[str] | LazyPattern, at: int) -> re.Match[str] | None:
        """Return what `pattern` matches at `at`, looking no further than the window."""
        return pattern.match(self.text, at, at + WINDOW)

    def add(self, start: int, end: int, reading: Reading) -> None:
        """Add a mention."""
        kind, figure, period, problem = reading
        if problem is not None:
            problem = problem.at(start=start + (problem.start or 0), end=min(end, start + (problem.end or 0)))
        self.found.append(Mention(start, end, kind, figure, period, problem))
        self.end = end

    def add_quoted(self, start: int, end: int, reading: Reading) -> None:
        """Add a mention with the quotation marks that enclose exactly it."""
        text = self.text
        if end < len(text) and text[end] in CLOSING and start > self.end and text[start - 1] in OPENING:
            start, end = start - 1, end + 1
        self.add(start, end, reading)

    def take_back(self, start: int) -> None:
        """Drop mentions that a longer one, beginning at `start`, takes in."""
        found = self.found
        while found and found[-1].start >= start:
            found.pop()
            self.end = found[-1].end if found else 0
