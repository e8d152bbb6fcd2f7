"""Places of sources as sets of characters: joined, cut to a scope, measured."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias

Span: TypeAlias = tuple[str, int, int]
"""Source, first character and the one after the last, in code points of the decoded file."""

Places: TypeAlias = tuple[Span, ...]
"""Spans in order, apart from each other."""


def joined(spans: Iterable[Span]) -> Places:
    """Return the characters of some spans, each once.

    Examples
    --------
    >>> joined([("page", 5, 9), ("page", 0, 6), ("page", 12, 14)])
    (('page', 0, 9), ('page', 12, 14))
    """
    found: list[Span] = []
    for source, start, end in sorted(spans):
        if found and found[-1][0] == source and start <= found[-1][2]:
            found[-1] = (source, found[-1][1], max(found[-1][2], end))
        elif start < end:
            found.append((source, start, end))
    return tuple(found)


def common(left: Places, right: Places) -> Places:
    """Return the characters that stand in both.

    Examples
    --------
    >>> common((("page", 0, 9),), (("page", 4, 6), ("page", 8, 12)))
    (('page', 4, 6), ('page', 8, 9))
    """
    return tuple(_common(left, right))


def _common(left: Places, right: Places) -> Iterator[Span]:
    a = b = 0
    while a < len(left) and b < len(right):
        (source, start, end), (other, first, last) = left[a], right[b]
        if source == other and max(start, first) < min(end, last):
            yield (source, max(start, first), min(end, last))
        if (source, end) < (other, last):
            a += 1
        else:
            b += 1


def length(places: Places) -> int:
    """Count the characters."""
    return sum(end - start for _, start, end in places)
