"""Words that contain a numeral and are no figure: idioms, names, list numbers.

``lexicon.csv`` beside this file is the list; it began as the project's own case file and grew with the texts read.
"""

from __future__ import annotations

from functools import cache

from policy_dataset.notation.table import read_table


@cache
def lexicon() -> dict[str, str]:
    """Return the kind (``idiom``, ``name``, ``list_number``) of every entry."""
    return {row["entry"]: row["kind"] for row in read_table("lexicon.csv")}


@cache
def inner_entries() -> dict[str, tuple[tuple[int, str], ...]]:
    """Return entries whose first numeral is not their first character.

    The key is that numeral with the character before it; the value lists, longest entry first, how far before the
    numeral the entry begins, and the entry.
    """
    found: dict[str, list[tuple[int, str]]] = {}
    for entry in lexicon():
        place = next((at for at, character in enumerate(entry) if character in _NUMERALS), 0)
        if place and entry[0] not in "第首（":
            found.setdefault(entry[place - 1 : place + 1], []).append((place, entry))
    return {key: tuple(sorted(pairs, key=lambda pair: -len(pair[1]))) for key, pairs in found.items()}


_NUMERALS = frozenset("零一二三四五六七八九十百千万亿两廿卅卌几数半双")
