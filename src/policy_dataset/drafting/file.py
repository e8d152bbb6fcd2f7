r"""Draft files: which of their records are as they were drafted, and which have become a person's own.

A line ``# draft START HASH`` stands before each record. While the record below it hashes to HASH nobody has touched it, and
it may be written anew; one changed character makes it the person's, and its bytes are kept.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

HASH_LENGTH = 16
_MARK = re.compile(r"^# draft (?P<start>[0-9]+) (?P<hash>[0-9a-f]{16})\r?$", re.MULTILINE)
_BLANK_LINE = re.compile(r"\n\r?\n\Z")


@dataclass(frozen=True, slots=True)
class Segment:
    """One record of a draft file, from its mark to the next.

    Attributes
    ----------
    start
        Where in the text its candidate begins.
    first_line, end_line
        Lines of the file, from 1, half-open.
    own
        Whether a person has changed it.
    """

    start: int
    text: str
    first_line: int
    end_line: int
    own: bool


@dataclass(frozen=True, slots=True)
class DraftFile:
    """A draft file taken apart; joined, head and segments are its text."""

    head: str
    segments: tuple[Segment, ...]

    def is_drafted(self, line: int) -> bool:
        """Return whether what stands in a line is as it was drafted."""
        return any(s.first_line <= line < s.end_line and not s.own for s in self.segments)

    @property
    def drafted(self) -> frozenset[int]:
        """Where in the text the candidates begin whose records nobody has touched."""
        return frozenset(s.start for s in self.segments if not s.own)

    @property
    def own(self) -> tuple[Segment, ...]:
        """The records that a person has changed."""
        return tuple(s for s in self.segments if s.own)


def read_draft(text: str) -> DraftFile:
    """Take the text of a draft file apart."""
    marks = list(_MARK.finditer(text))
    ends = [*(m.start() for m in marks[1:]), len(text)] if marks else []
    segments = []
    line = 1 + text.count("\n", 0, marks[0].start()) if marks else 1
    for mark, end in zip(marks, ends, strict=True):
        whole = text[mark.start() : end]
        next_line = line + whole.count("\n")
        own = _hash(text[mark.end() : end]) != mark["hash"]
        # The last line of a file may lack its newline.
        segments.append(Segment(int(mark["start"]), whole, line, next_line + (not whole.endswith("\n")), own))
        line = next_line
    return DraftFile(text[: marks[0].start()] if marks else text, tuple(segments))


def write_draft(old: DraftFile, records: Mapping[int, str], *, head: str) -> str | None:
    """Return the text of a draft file.

    Parameters
    ----------
    old
        What stands there; its head and the records that a person has changed are kept to the byte.
    records
        YAML of each candidate, by where in the text it begins.
    head
        Comment for a file that has none yet.

    Returns
    -------
    None
        When nothing is left to be written but the comment.
    """
    kept = old.head or head
    parts = [(s.start, 1, s.text) for s in old.own]
    parts += [(start, 0, f"{_mark(start, body)}\n{body}") for start, body in records.items()]
    # A head of an earlier version has fewer lines above it.
    if not parts and head.strip().endswith(kept.strip()):
        return None
    return _joined([kept, *(text for _, _, text in sorted(parts))])


def _mark(start: int, body: str) -> str:
    return f"# draft {start} {_hash(body)}"


def _hash(body: str) -> str:
    # The blank lines around a record are the file's, not the record's.
    return hashlib.sha256(body.strip("\n").encode("utf-8", errors="surrogateescape")).hexdigest()[
        :HASH_LENGTH
    ]


def _joined(parts: Iterable[str]) -> str:
    """Join parts with a blank line between them, adding only what is missing: what a person wrote stays as it is."""
    text = ""
    for part in parts:
        if text and not text.endswith("\n"):
            text += "\n"
        text += part if not text or _BLANK_LINE.search(text[-4:]) else f"\n{part}"
    return text
