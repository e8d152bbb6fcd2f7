"""Did you mean: the known name nearest to a misspelt one."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import cached_property, lru_cache

_LONGEST = 80
"""Longer texts are no misspelt names, and comparing them is slow."""
_SOME, _MANY = 500, 6000
"""To compare a name with each of thousands takes a tenth of a second, of more a second."""
_FAR = 2
"""So many letters at most are mistyped."""


class KnownNames:
    """Names that are known, made ready for many searches."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = tuple(names)

    def nearest(self, name: str, *, thorough: bool = True) -> str | None:
        """Return the known name that a misspelt one most likely means, if one is near.

        Parameters
        ----------
        thorough
            Whether each of hundreds of names is compared; without it those one letter away are found, in any number.
        """
        if not name or len(name) > _LONGEST:
            return None
        if len(self._names) > _SOME:
            near = self._one_edit_from(name)
            if near or not thorough or len(self._names) > _MANY:
                return min(near, default=None)
        sure = misspelt(name, self._names)
        if sure is not None:
            return sure
        found = get_close_matches(name, self._names, n=1, cutoff=0.72)
        return found[0] if found and found[0] != name else None

    @cached_property
    def _as_set(self) -> frozenset[str]:
        return frozenset(self._names)

    @cached_property
    def _letters(self) -> frozenset[str]:
        """The letters of the names, as far as they are few."""
        return frozenset[str]().union(*self._names[:_MANY])

    def _one_edit_from(self, name: str) -> frozenset[str]:
        """Return the known names that a name becomes with one letter left out, changed, put in or exchanged with the next."""
        cuts = [(name[:i], name[i:]) for i in range(len(name) + 1)]
        edited = {_fold(name)} | {a + b[1:] for a, b in cuts} | {a + b[1:2] + b[:1] + b[2:] for a, b in cuts}
        if len(self._letters) > _ALPHABET:
            # Of thousands of letters, those that stand between what comes before and after them.
            edited.update(
                f"{a}{letter}{b}" for a, b in cuts for letter in self._between.get((a[-1:], b[:1]), ())
            )
            edited.update(
                f"{a}{letter}{b[1:]}" for a, b in cuts for letter in self._between.get((a[-1:], b[1:2]), ())
            )
            return (self._as_set & edited) - {name}
        for letter in self._letters:
            edited.update(f"{a}{letter}{b}" for a, b in cuts)
            edited.update(f"{a}{letter}{b[1:]}" for a, b in cuts)
        return (self._as_set & edited) - {name}

    @cached_property
    def _between(self) -> Mapping[tuple[str, str], str]:
        """The letters that stand between two letters, or the ends, of the names."""
        found: dict[tuple[str, str], str] = {}
        for name in self._names:
            for before, letter, after in zip(("", *name), name, (*name[1:], ""), strict=False):
                letters = found.get((before, after), "")
                if letter not in letters:
                    found[before, after] = letters + letter
        return found


_ALPHABET = 100
"""Names with more letters than this are not of an alphabet."""


@lru_cache(maxsize=4)
def _known(names: tuple[str, ...]) -> KnownNames:
    return KnownNames(names)


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that a misspelt one most likely means, if one is near.

    Examples
    --------
    >>> nearest("subsdy_grant", ["subsidy_grant", "pilot"])
    'subsidy_grant'
    """
    return _known(tuple(known)).nearest(name)


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


def did_you_mean(name: str, known: Iterable[str], *, otherwise: str) -> str:
    """Return a hint: the nearest known name, and which character is not seen in the given one; else another sentence."""
    return hint_of(name, nearest(name, known), otherwise=otherwise)


def hint_of(name: str, near: str | None, *, otherwise: str) -> str:
    """Return a hint from what was found for a name."""
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
