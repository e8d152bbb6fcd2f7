"""Anchors: a place in a source and the hash of the words there, and the canonical form that is hashed."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass

from policy_dataset.problems import Problem

DIGEST_LENGTH = 16
"""Hex digits of the SHA-256 that an anchor carries."""
CONTEXT_LENGTH = 32
"""Canonical characters before and after a quote that its context hashes cover."""

ANCHOR_PATTERN = r"([a-z][a-z0-9_]*)#char=([0-9]{1,9}),([0-9]{1,9});sha256=([0-9a-f]{16})"
"""The form of an anchor: source, start, end, digest."""
_ANCHOR = re.compile(ANCHOR_PATTERN)
_SHAPE = "source_id#char=start,end;sha256=16 hex digits"


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place in a source.

    Attributes
    ----------
    source
        Id of the source.
    start, end
        Code points of the decoded file, half-open (RFC 5147 ``char`` scheme).
    digest
        First 16 hex digits of the SHA-256 of the quote in canonical form.

    References
    ----------
    RFC 5147, URI fragment identifiers for the text/plain media type.
    """

    source: str
    start: int
    end: int
    digest: str

    def __str__(self) -> str:
        """Return the anchor as it is written in records."""
        return f"{self.source}#char={self.start},{self.end};sha256={self.digest}"


def canonical(text: str) -> str:
    r"""Return a text in the form that is hashed: NFC, every white-space character removed.

    Examples
    --------
    >>> canonical("2.59 亿\n人")
    '2.59亿人'
    """
    return "".join(c for c in unicodedata.normalize("NFC", text) if not c.isspace())


def digest(text: str) -> str:
    """Return the SHA-256 of a text in canonical form, 64 hex digits."""
    return hashlib.sha256(canonical(text).encode("utf-8")).hexdigest()


def read_anchor(text: str) -> Anchor | Problem:
    """Read one anchor as it is written in records.

    Returns
    -------
    Problem
        ``bad_anchor`` when the text is no anchor or its span is empty or reversed.

    Examples
    --------
    >>> read_anchor("page_1#char=4889,4895;sha256=0123456789abcdef").end
    4895
    """
    found = _ANCHOR.fullmatch(text)
    if found is None:
        return Problem(
            code="bad_anchor",
            message=f"{text!r} is not an anchor ({_SHAPE})",
            hint='Make it with `policy-dataset anchor TEXT "quote" --source ID` and paste the line whole.',
            value=text,
        )
    anchor = Anchor(found[1], int(found[2]), int(found[3]), found[4])
    if anchor.start > anchor.end or (
        anchor.start == anchor.end and anchor.digest != digest("")[:DIGEST_LENGTH]
    ):
        return Problem(
            code="bad_anchor",
            message=f"the span {anchor.start},{anchor.end} of the anchor ends before it begins",
            hint="Make the anchor again with `policy-dataset anchor`.",
            value=text,
        )
    return anchor


def anchor_of(source: str, text: str, start: int, end: int) -> Anchor:
    """Return the anchor of a span of a decoded file."""
    return Anchor(source, start, end, digest(text[start:end])[:DIGEST_LENGTH])
