"""Did you mean: the known name nearest to a misspelt one."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches
from functools import lru_cache

_LONGEST = 80
"""Longer texts are no misspelt names, and comparing them is slow."""
_SOME, _MANY = 500, 6000
_FAR = 2
"""So many letters at most are mistyped."""


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that a misspelt one most likely means, if one is near.

    Examples
    --------
    >>> nearest("subsdy_grant", ["subsidy_grant", "pilot"])
    'subsidy_grant'
    """
    if not name or len(name) > _LONGEST:
        return None
    candidates = tuple(known)
    if len(candidates) > _SOME:
        # To compare a name with each of thousands takes a tenth of a second, of more a second.
        near = _one_edit_from(name, candidates)
        if near or len(candidates) > _MANY:
            return min(near, default=None)
    sure = misspelt(name, candidates)
    if sure is not None:
        return sure
    found = get_close_matches(name, candidates, n=1, cutoff=0.72)
    return found[0] if found and found[0] != name else None


def misspelt(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that is meant without a doubt: the same but for case and spaces, or one or two letters away.

    Two letters are too many for short names, and a second name as near as the first leaves the doubt.

    Examples
    --------
    >>> misspelt("helth_insurance", ["health_insurance", "social_insurance"])
    'health_insurance'
    >>> misspelt("510101", ["510100", "510102"]) is None
    True
    """
    folded = _fold(name)
    distances: dict[int, list[str]] = {}
    for candidate in known:
        if candidate == name:
            continue
        other = _fold(candidate)
        if other == folded:
            return candidate
        if abs(len(other) - len(folded)) <= _FAR:
            distances.setdefault(_distance(folded, other), []).append(candidate)
    allowed = min(_FAR, len(folded) // 3)
    at = min(distances, default=_FAR + 1)
    return distances[at][0] if at <= allowed and len(distances[at]) == 1 else None


def _distance(name: str, other: str) -> int:
    """Count the letters to leave out, change, put in or exchange with the next to get from one name to another."""
    before, row = list[int](), list(range(len(other) + 1))
    for i, letter in enumerate(name, start=1):
        older, before, row = before, row, [i]
        for j, wanted in enumerate(other, start=1):
            cost = min(before[j] + 1, row[-1] + 1, before[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and name[i - 2] == wanted:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        if min(row) > _FAR:
            return _FAR + 1
    return row[-1]


def _fold(name: str) -> str:
    shown = "".join(c for c in unicodedata.normalize("NFKC", name) if unicodedata.category(c) != "Cf")
    return shown.strip().casefold().replace("-", "_").replace(" ", "_")


@lru_cache(maxsize=4)
def _set_of(candidates: tuple[str, ...]) -> tuple[frozenset[str], frozenset[str]]:
    return frozenset(candidates), frozenset[str]().union(*candidates[:_MANY])


def _one_edit_from(name: str, candidates: tuple[str, ...]) -> frozenset[str]:
    """Return the known names that a name becomes with one letter left out, changed, put in or exchanged with the next."""
    known, letters = _set_of(candidates)
    cuts = [(name[:i], name[i:]) for i in range(len(name) + 1)]
    edited = {_fold(name)} | {a + b[1:] for a, b in cuts} | {a + b[1:2] + b[:1] + b[2:] for a, b in cuts}
    for letter in letters:
        edited.update(f"{a}{letter}{b}" for a, b in cuts)
        edited.update(f"{a}{letter}{b[1:]}" for a, b in cuts)
    return (known & edited) - {name}


def did_you_mean(name: str, known: Iterable[str], *, otherwise: str) -> str:
    """Return a hint: the nearest known name, and which character is not seen in the given one; else another sentence."""
    near = nearest(name, known)
    return otherwise if near is None else f"Did you mean '{near}'?{unseen(name)}"


def unseen(name: str) -> str:
    r"""Name a character of a text that looks like a space or like nothing.

    Examples
    --------
    >>> unseen("pilot\u00a0")
    ' The text holds U+00A0, which is not seen.'
    """
    found = next((c for c in name if c != " " and (c.isspace() or unicodedata.category(c) == "Cf")), None)
    return "" if found is None else f" The text holds U+{ord(found):04X}, which is not seen."
