"""The spans of a file that make up one source, and what lies in them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from policy_dataset.problems import Problem

_SHAPE = re.compile(r"[0-9]{1,12},[0-9]{1,12}(;[0-9]{1,12},[0-9]{1,12})*")


@dataclass(frozen=True, slots=True)
class Spans:
    """Spans of a decoded file, half-open, in order and apart."""

    spans: tuple[tuple[int, int], ...]

    @property
    def characters(self) -> int:
        """Code points in all spans together."""
        return sum(end - start for start, end in self.spans)

    def around(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the span that holds another one whole, if one does."""
        return next(((a, b) for a, b in self.spans if a <= start and end <= b), None)

    def __str__(self) -> str:
        """Return the spans as they are written."""
        return ";".join(f"{a},{b}" for a, b in self.spans)


def read_spans(text: str) -> Spans | Problem:
    """Read spans as they are written: ``start,end;start,end``.

    Returns
    -------
    Problem
        ``bad_spans`` when they are malformed, empty, out of order or overlap.
    """
    numbers = [int(n) for n in re.split("[,;]", text)] if _SHAPE.fullmatch(text) else []
    pairs = tuple(zip(numbers[::2], numbers[1::2], strict=True))
    if not pairs or numbers != sorted(numbers) or any(start == end for start, end in pairs):
        return Problem(
            code="bad_spans",
            message=f"{text!r} is no list of spans in order (start,end;start,end)",
            hint="Give each part of the file that is this source as start,end in code points, first to last.",
            value=text,
        )
    return Spans(pairs)
