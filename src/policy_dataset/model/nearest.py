"""Did you mean: the known name nearest to a misspelt one."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from functools import lru_cache

_LONGEST = 80
"""Longer texts are no misspelt names, and comparing them is slow."""
_MANY = 6000


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
    if len(candidates) > _MANY:
        # Comparing a name with each of so many takes a second.
        return min(_one_edit_from(name, candidates), default=None)
    same = {_fold(c): c for c in candidates}.get(_fold(name))
    if same is not None and same != name:
        return same
    found = get_close_matches(name, candidates, n=1, cutoff=0.72)
    return found[0] if found and found[0] != name else None


def _fold(name: str) -> str:
    return name.casefold().replace("-", "_").replace(" ", "_")


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
    """Return a hint: the nearest known name, else another sentence."""
    near = nearest(name, known)
    return f"Did you mean '{near}'?" if near is not None else otherwise
