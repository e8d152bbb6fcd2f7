"""The names that a misspelt one may have meant."""

from __future__ import annotations

from collections.abc import Iterable


def did_you_mean(given: str, known: Iterable[str], *, otherwise: str = "") -> str:
    """Return ``; did you mean 'x'?`` for the nearest known name, or `otherwise` where none is near."""
    from difflib import get_close_matches  # noqa: PLC0415 - needed where somebody erred

    near = get_close_matches(given, list(known), n=1, cutoff=0.6)
    return f"; did you mean {near[0]!r}?" if near else otherwise
