"""A text beside its canonical form, with the way back from each canonical character to the text."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from policy_dataset.errors import text_given
from policy_dataset.sources.anchors import Anchor, anchor_of, canonical


@dataclass(frozen=True, slots=True)
class CanonicalText:
    """The canonical characters of a text; character `i` was made from ``text[starts[i]:ends[i]]``."""

    characters: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def index_of(self, offset: int) -> int:
        """Return the number of canonical characters that begin before an offset of the text."""
        return bisect_left(self.starts, offset)


def canonical_text(text: str) -> CanonicalText:
    """Return a text's canonical form with its offsets.

    Notes
    -----
    White space goes, the rest is normalised to NFC: characters that compose are taken together, so that their
    composition points back to all of them.
    """
    characters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for start, end in _clusters(text):
        for made in canonical(text[start:end]):
            characters.append(made)
            starts.append(start)
            ends.append(end)
    return CanonicalText("".join(characters), tuple(starts), tuple(ends))


def find_quote(text: str, quote: str) -> Iterator[tuple[int, int]]:
    r"""Go through the spans of a text that read like a quote, white space aside, in order.

    Examples
    --------
    >>> list(find_quote("参保 2.59亿\n人", "2.59亿人"))
    [(3, 10)]
    """
    sought = canonical(quote)
    if not sought:
        return
    whole = canonical_text(text)
    at = whole.characters.find(sought)
    while at >= 0:
        yield whole.starts[at], whole.ends[at + len(sought) - 1]
        at = whole.characters.find(sought, at + 1)


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    if unicodedata.is_normalized("NFC", text):
        yield from ((i, i + 1) for i in range(len(text)))
        return
    start = 0
    for i in range(1, len(text) + 1):
        if i == len(text) or not _composes(text[start:i], text[i]):
            yield start, i
            start = i


def _composes(before: str, character: str) -> bool:
    if unicodedata.combining(character):
        return True
    apart = unicodedata.normalize("NFC", before) + unicodedata.normalize("NFC", character)
    return unicodedata.normalize("NFC", before + character) != apart


def find_anchor(
    text: str, quote: str, *, source: str = "source_id", near: int | None = None
) -> Anchor | None:
    """Return the anchor of a quote in a text.

    Parameters
    ----------
    source
        Id of the source that the text is.
    near
        An offset: of several places that read alike, the nearest to it is meant. Without it, the first.

    Returns
    -------
    None
        When the quote does not stand there.

    Examples
    --------
    >>> str(find_anchor("参保2.59亿人。", "2.59亿人", source="page"))
    'page#char=2,8;sha256=cbfe5a29f8845b33'
    """
    spans = list(find_quote(text_given(text, "a text"), text_given(quote, "a quote")))
    if not spans:
        return None
    start, end = spans[0] if near is None else min(spans, key=lambda span: abs(span[0] - near))
    return anchor_of(source, text, start, end)
