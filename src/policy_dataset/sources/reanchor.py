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
FEW = 64
"""Contexts cut short by the ends of a source are tried only where a quote stands in so few places."""


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
        windows: dict[bytes, _Windows] = {}
        for length, digests in sorted(wanted.items()):
            for text in self._texts:
                for at in range(len(text) - length + 1 if length else 0):
                    found = _hash(text[at : at + length])
                    if found in digests:
                        windows.setdefault(found, _Windows(length)).add(text, at)
        nowhere = _Windows(0)
        return [self._choose(q, windows.get(bytes.fromhex(q.quote_sha256), nowhere)) for q in quotes]

    def _choose(self, sought: Sought, windows: _Windows) -> Found:
        places = tuple(self._place(at, sought.quote_length) for at in windows.places)
        if not places:
            return Found(Fit.LOST)
        agreeing = windows.agreeing(sought)
        best = max(agreeing.values(), default=0)
        chosen = [at for at, shared in agreeing.items() if shared == best and best >= ENOUGH]
        if len(chosen) != 1:
            return Found(Fit.AMBIGUOUS, candidates=places)
        start, end = self._place(chosen[0], sought.quote_length)
        return Found(
            Fit.EXACT if (start, end) == (sought.start, sought.end) else Fit.MOVED, start, end, places
        )

    def _place(self, at: int, length: int) -> tuple[int, int]:
        return self._whole.starts[at], self._whole.ends[at + length - 1]


class _Windows:
    """The windows of a copy that read like one quote, by what stands before and after them."""

    def __init__(self, length: int) -> None:
        self._length = length
        self._windows: list[tuple[str, int]] = []
        self._before: dict[str, list[tuple[int, int]]] = {}
        self._after: dict[str, list[tuple[int, int]]] = {}
        self.places: list[int] = []

    def add(self, text: str, at: int) -> None:
        """Take in the window of a text that begins at `at`."""
        self._windows.append((text, at))
        if at not in self.places[-1:]:
            self.places = (
                sorted({*self.places, at}) if self.places and at < self.places[-1] else [*self.places, at]
            )
        before, after = self._prefix(text, at), self._suffix(text, at)
        self._before.setdefault(_hash(before).hex(), []).append((at, len(before)))
        self._after.setdefault(_hash(after).hex(), []).append((at, len(after)))

    def agreeing(self, sought: Sought) -> dict[int, int]:
        """Return, by place, how many characters beside a window are those beside the quote."""
        found: dict[int, int] = {}
        for index, wanted in ((self._before, sought.prefix_sha256), (self._after, sought.suffix_sha256)):
            for at, length in dict.fromkeys(index.get(wanted, ())):
                found[at] = found.get(at, 0) + length
        if max(found.values(), default=0) >= CONTEXT_LENGTH or len(self._windows) > FEW:
            return found
        # Where a source begins or ends its contexts are shorter, and how much shorter a hash does not tell.
        for text, at in self._windows:
            before = _shared(self._prefix(text, at)[::-1], sought.prefix_sha256, backwards=True)
            after = _shared(self._suffix(text, at), sought.suffix_sha256)
            found[at] = max(found.get(at, 0), before + after)
        return found

    def _prefix(self, text: str, at: int) -> str:
        return text[max(0, at - CONTEXT_LENGTH) : at]

    def _suffix(self, text: str, at: int) -> str:
        return text[at + self._length : at + self._length + CONTEXT_LENGTH]


def _shared(around: str, wanted: str, *, backwards: bool = False) -> int:
    """Count the characters beside a window that hash to a context."""
    for length in range(len(around), 0, -1):
        piece = around[:length][::-1] if backwards else around[:length]
        if _hash(piece).hex() == wanted:
            return length
    return 0


def _hash(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8")).digest()
