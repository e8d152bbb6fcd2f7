"""Finds the places of quotes in another copy of a text, by their hashes and those of what stands around them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from policy_dataset.sources.anchors import CONTEXT_LENGTH
from policy_dataset.sources.canonical_text import CanonicalText, canonical_text


class Fit(StrEnum):
    """How a quote was found again."""

    EXACT = "exact"
    MOVED = "moved"
    AMBIGUOUS = "ambiguous"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Found:
    """Where a quote stands in a copy; `start` and `end` only where the fit is exact or moved."""

    fit: Fit
    start: int | None = None
    end: int | None = None
    candidates: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Sought:
    """What is known of a quote: where it stood, how long it is, and the hashes of it and its context."""

    start: int
    end: int
    quote_length: int
    quote_sha256: str
    prefix_sha256: str
    suffix_sha256: str


_WIDE = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_NARROW = {code - 0xFEE0: chr(code) for code in range(0xFF01, 0xFF5F)}


def _only(table: Mapping[int, str], characters: str) -> dict[int, str]:
    return {ord(c): table[ord(c)] for c in characters if ord(c) in table}


_DIGITS_LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_SIGNS = ",.:;!?()%-/+~"

FOLDINGS: Mapping[str, Mapping[int, str]] = {
    "as it is": {},
    "half-width digits and letters": _only(_WIDE, _DIGITS_LETTERS.translate(_NARROW)),
    "full-width digits and letters": _only(_NARROW, _DIGITS_LETTERS),
    "full-width signs": _only(_NARROW, _SIGNS),
    "half-width signs": _only(_WIDE, _SIGNS.translate(_NARROW)),
    "half-width throughout": dict(_WIDE),
    "full-width signs, half-width digits": {
        **_only(_WIDE, _DIGITS_LETTERS.translate(_NARROW)),
        **_only(_NARROW, _SIGNS),
    },
    "straight quotes": {0x201C: '"', 0x201D: '"', 0x2018: "'", 0x2019: "'"},
}
"""How another copy may write the same words; each maps one character to one, so offsets stay true."""


ENOUGH = 12
"""Characters of context that must agree before a place is believed."""


class Copy:
    """A copy of a text in which quotes are looked for."""

    def __init__(self, text: str) -> None:
        self._whole: CanonicalText = canonical_text(text)
        folded = {name: self._whole.characters.translate(dict(folding)) for name, folding in FOLDINGS.items()}
        self._texts = tuple(dict.fromkeys(folded.values()))

    def find(self, sought: Sought) -> Found:
        """Find one quote; see `find_all`."""
        return self.find_all([sought])[0]

    def find_all(self, quotes: Sequence[Sought]) -> list[Found]:
        """Find quotes.

        Returns
        -------
        list of Found
            Exact or moved only where the words agree and at least `ENOUGH` characters of what stands around them, and in
            no other place as many. Never a guess.

        Notes
        -----
        Every window of the length of a quote is hashed, once for all quotes of that length.
        """
        wanted: dict[int, set[bytes]] = {}
        for sought in quotes:
            wanted.setdefault(sought.quote_length, set()).add(bytes.fromhex(sought.quote_sha256))
        hits: dict[bytes, list[tuple[str, int]]] = {}
        for length, digests in sorted(wanted.items()):
            for text in self._texts:
                for at in range(len(text) - length + 1 if length else 0):
                    found = _hash(text[at : at + length])
                    if found in digests:
                        hits.setdefault(found, []).append((text, at))
        return [self._choose(sought, hits.get(bytes.fromhex(sought.quote_sha256), [])) for sought in quotes]

    def _choose(self, sought: Sought, hits: list[tuple[str, int]]) -> Found:
        agreeing: dict[int, int] = {}
        for text, at in hits:
            end = at + sought.quote_length
            before = _agreeing(
                text[max(0, at - CONTEXT_LENGTH) : at][::-1], sought.prefix_sha256, backwards=True
            )
            after = _agreeing(text[end : end + CONTEXT_LENGTH], sought.suffix_sha256)
            agreeing[at] = max(agreeing.get(at, 0), before + after)
        places = tuple(self._place(at, sought.quote_length) for at in sorted(agreeing))
        if not places:
            return Found(Fit.LOST)
        best = max(agreeing.values())
        chosen = [at for at, shared in agreeing.items() if shared == best and best >= ENOUGH]
        if len(chosen) != 1:
            return Found(Fit.AMBIGUOUS, candidates=places)
        start, end = self._place(chosen[0], sought.quote_length)
        return Found(
            Fit.EXACT if (start, end) == (sought.start, sought.end) else Fit.MOVED, start, end, places
        )

    def _place(self, at: int, length: int) -> tuple[int, int]:
        return self._whole.starts[at], self._whole.ends[at + length - 1]


def _agreeing(around: str, wanted: str, *, backwards: bool = False) -> int:
    """Count the characters beside a window that hash to a context; contexts are shorter where a source begins or ends."""
    for length in range(len(around), 0, -1):
        piece = around[:length][::-1] if backwards else around[:length]
        if _hash(piece).hex() == wanted:
            return length
    return 0


def _hash(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8")).digest()
