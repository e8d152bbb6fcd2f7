"""Did you mean: the known name nearest to a misspelt one."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

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
    candidates = list(known)
    folded = {c.casefold().replace("-", "_").replace(" ", "_"): c for c in candidates}
    same = folded.get(name.casefold().replace("-", "_").replace(" ", "_"))
    if same is not None and same != name:
        return same
    if len(candidates) > _MANY:
        candidates = [c for c in candidates if c[:1] == name[:1] and abs(len(c) - len(name)) <= 2]  # noqa: PLR2004
    found = get_close_matches(name, candidates, n=1, cutoff=0.72)
    return found[0] if found and found[0] != name else None


def did_you_mean(name: str, known: Iterable[str], *, otherwise: str) -> str:
    """Return a hint: the nearest known name, else another sentence."""
    near = nearest(name, known)
    return f"Did you mean '{near}'?" if near is not None else otherwise
