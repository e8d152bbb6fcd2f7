"""One certain repair of a file: which characters go, what comes in their place, which rules it puts right."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """A change of a few characters.

    Attributes
    ----------
    rules
        Ids of the rules that it puts right.
    message
        What it does.
    start, end
        Half-open, in code points of the text without byte order mark and with LF line ends.
    replacement
        What stands there afterwards.
    line, column
        Place of `start`, from 1.
    end_line, end_column
        Place of `end`.
    """

    rules: tuple[str, ...]
    message: str
    start: int
    end: int
    replacement: str
    line: int
    column: int
    end_line: int
    end_column: int
