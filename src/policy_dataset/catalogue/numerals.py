"""Which numbers an editor may show where a text of some pattern belongs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

LONGEST = 20
"""Digits beyond which a pattern is taken to allow any number of them."""

_INTEGERS = (
    *(digit * n for n in range(1, LONGEST + 1) for digit in "0123456789"),
    *map(str, range(1900, 2101)),
)
_DECIMALS = ("0.5", "1.5", "01.1", "1.25", "12.3", "12.34", "-1.5")


@dataclass(frozen=True, slots=True)
class NumberBounds:
    """Numbers whose digits may fit a pattern; an open bound is None."""

    kind: str
    minimum: int | None = None
    maximum: int | None = None

    def keywords(self) -> dict[str, int]:
        """Return the bounds as JSON Schema has them."""
        given = {"minimum": self.minimum, "maximum": self.maximum}
        return {name: bound for name, bound in given.items() if bound is not None}


def number_bounds(pattern: str, examples: Iterable[Any] = ()) -> NumberBounds | None:
    """Return which numbers may be texts of a pattern, told by trying numerals of every length and the examples.

    Returns
    -------
    None
        When no numeral fits: an id that begins with a letter.

    Examples
    --------
    >>> number_bounds("[0-9]{6}|[A-Z]{2}")
    NumberBounds(kind='integer', minimum=100000, maximum=999999)
    >>> number_bounds("[a-z]+") is None
    True
    """
    fits = re.compile(rf"(?:{pattern})\Z").match
    given = [str(e) for e in examples]
    if any(fits(text) for text in (*_DECIMALS, *(e for e in given if "." in e and _is_number(e)))):
        return NumberBounds("number")
    lengths = {
        len(text) for text in (*_INTEGERS, *(e for e in given if e.isdecimal() and e.isascii())) if fits(text)
    }
    if not lengths:
        return None
    if fits("-1") or fits("-11"):
        return NumberBounds("integer")
    shortest, longest = min(lengths), max(lengths)
    return NumberBounds(
        "integer",
        minimum=0 if shortest == 1 else 10 ** (shortest - 1),
        maximum=None if longest >= LONGEST else 10**longest - 1,
    )


def _is_number(text: str) -> bool:
    return re.fullmatch(r"-?[0-9]+\.[0-9]+", text) is not None
