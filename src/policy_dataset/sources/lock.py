"""The lock: what only the texts can tell of a dataset's evidence, hashed, so that builds need no text."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from typing import Any, TypeVar

from policy_dataset.problems import Problem
from policy_dataset.sources.anchors import CONTEXT_LENGTH, DIGEST_LENGTH, Anchor, canonical, digest
from policy_dataset.sources.numerals import Numeral, numerals
from policy_dataset.sources.sentences import sentences
from policy_dataset.sources.spans import Spans

LOCK_FILE = "sources.lock.json"
LOCK_VERSION = 1
UNUSABLE = ("bad_lock", "lock_of_other_version")
"""Codes of a lock that says nothing."""


@dataclass(frozen=True, slots=True)
class LockedSource:
    """What the lock keeps of one source.

    Attributes
    ----------
    sentences
        ``start,end`` of each, joined by ``;``.
    numerals
        ``start,end,core_start,core_end,kind`` of each, joined by ``;``.
    """

    file_sha256: str
    file_length: int
    spans: str
    sentences: str
    numerals: str

    def sentence_spans(self) -> list[tuple[int, int]]:
        """Return where each sentence begins and ends."""
        return [(a, b) for a, b in (map(int, part.split(",")) for part in _parts(self.sentences))]

    def numeral_list(self) -> list[Numeral]:
        """Return where each numeral stands and its kind."""
        found = []
        for part in _parts(self.numerals):
            *offsets, kind = part.split(",")
            start, end, core_start, core_end = map(int, offsets)
            found.append(Numeral(start, end, core_start, core_end, kind))
        return found


@dataclass(frozen=True, slots=True)
class LockedAnchor:
    """What the lock keeps of one anchor: canonical length of the quote, hashes of quote and context."""

    quote_length: int
    quote_sha256: str
    prefix_sha256: str
    suffix_sha256: str


_Entry = TypeVar("_Entry", LockedSource, LockedAnchor)


@dataclass(frozen=True, slots=True)
class Lock:
    """Everything a build needs of the texts; no word of them is in it."""

    sources: Mapping[str, LockedSource] = field(default_factory=dict)
    anchors: Mapping[str, LockedAnchor] = field(default_factory=dict)

    def to_json(self) -> str:
        """Return the text of the lock file: sorted, one entry a line, ends with a newline."""
        sections: dict[str, Mapping[str, Any]] = {"sources": self.sources, "anchors": self.anchors}
        lines = [f'  "version": {LOCK_VERSION}']
        for name, entries in sections.items():
            rows = [f"    {json.dumps(k)}: {json.dumps(asdict(v))}" for k, v in sorted(entries.items())]
            lines.append(f'  "{name}": {{' + ("\n" + ",\n".join(rows) + "\n  }" if rows else "}"))
        return "{\n" + ",\n".join(lines) + "\n}\n"


def read_lock(text: str) -> Lock | Problem:
    """Read a lock file.

    Returns
    -------
    Problem
        ``lock_of_other_version``, or ``bad_lock`` when it is damaged.
    """
    try:
        data: Any = json.loads(text)
        if data["version"] != LOCK_VERSION:
            return _of_other_version(data["version"])
        return Lock(
            {k: _entry(LockedSource, v) for k, v in data["sources"].items()},
            {k: _entry(LockedAnchor, v) for k, v in data["anchors"].items()},
        )
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        return _bad(f"it cannot be read ({type(error).__name__})")


def _entry(kind: type[_Entry], given: Mapping[str, Any]) -> _Entry:
    """Return one entry; raise what `read_lock` catches where a part of it is none that this library writes."""
    entry = kind(**given)
    for part in fields(entry):
        if type(getattr(entry, part.name)).__name__ != part.type:
            raise TypeError(f"{part.name} is no {part.type}")
    if isinstance(entry, LockedSource):
        entry.sentence_spans()
        entry.numeral_list()
    return entry


def _parts(text: str) -> list[str]:
    return text.split(";") if text else []


def _bad(why: str) -> Problem:
    return Problem(
        code="bad_lock",
        message=f"{LOCK_FILE} is not usable: {why}",
        hint="Make it again with `policy-dataset lock PATH --texts DIR`; it is never edited by hand.",
        file=LOCK_FILE,
        line=1,
        column=1,
    )


def _of_other_version(version: Any) -> Problem:
    newer = isinstance(version, int) and version > LOCK_VERSION
    return Problem(
        code="lock_of_other_version",
        message=f"{LOCK_FILE} has the version {version!r}; this library reads {LOCK_VERSION}",
        hint="Update policy-dataset: a newer one made the lock."
        if newer
        else "Make it again with `policy-dataset lock PATH --texts DIR`.",
        file=LOCK_FILE,
        line=2,
        column=3,
        value=str(version),
    )


def check_anchor(anchor: Anchor, text: str, spans: Spans) -> LockedAnchor | Problem:
    """Compare an anchor with the text it points into.

    Returns
    -------
    LockedAnchor
        When the words at the place hash to the anchor's digest.
    Problem
        ``anchor_outside_source`` or ``anchor_mismatch``.
    """
    span = spans.around(anchor.start, anchor.end)
    if span is None or anchor.end > len(text):
        return outside_source(anchor, spans)
    quote = text[anchor.start : anchor.end]
    found = digest(quote)
    if found[:DIGEST_LENGTH] != anchor.digest:
        return Problem(
            code="anchor_mismatch",
            message=f"the words at {anchor.start},{anchor.end} of {anchor.source} do not hash to {anchor.digest}",
            hint='Find the quote again with `policy-dataset anchor TEXT "quote"` and replace the anchor.',
            value=str(anchor),
        )
    prefix, suffix = contexts(text, span, anchor.start, anchor.end)
    return LockedAnchor(len(canonical(quote)), found, digest(prefix), digest(suffix))


def contexts(text: str, span: tuple[int, int], start: int, end: int) -> tuple[str, str]:
    """Return the `CONTEXT_LENGTH` canonical characters before and after a place, cut at the span around it."""
    width = 2 * CONTEXT_LENGTH
    while True:  # a window, because a whole article for each anchor would be slow
        low, high = max(span[0], start - width), min(span[1], end + width)
        prefix, suffix = canonical(text[low:start]), canonical(text[end:high])
        enough = (len(prefix) > CONTEXT_LENGTH or low == span[0]) and (
            len(suffix) > CONTEXT_LENGTH or high == span[1]
        )
        if enough:
            return prefix[-CONTEXT_LENGTH:], suffix[:CONTEXT_LENGTH]
        width *= 4


def outside_source(anchor: Anchor, spans: Spans) -> Problem:
    """Say that an anchor does not lie inside its source."""
    return Problem(
        code="anchor_outside_source",
        message=f"the place {anchor.start},{anchor.end} is outside {anchor.source} ({spans})",
        hint="Name the source that the place lies in, or mend the spans of the source.",
        value=str(anchor),
    )


@dataclass(frozen=True, slots=True)
class CodedText:
    """The text of one source as it was coded: what a lock is made from."""

    sha256: str
    text: str
    spans: Spans
    reference: date | None


def make_lock(
    sources: Mapping[str, CodedText], anchors: Iterable[Anchor]
) -> tuple[Lock, dict[Anchor, Problem]]:
    """Make the lock of a dataset from its texts.

    Parameters
    ----------
    sources
        By id.
    anchors
        Every anchor of the dataset; those of sources that are not in `sources` are left out.

    Returns
    -------
    tuple
        The lock, and the problem of each anchor that does not fit.
    """
    locked: dict[str, LockedAnchor] = {}
    unfit: dict[Anchor, Problem] = {}
    for anchor in sorted(set(anchors), key=str):
        if anchor.source not in sources:
            continue
        coded = sources[anchor.source]
        checked = check_anchor(anchor, coded.text, coded.spans)
        if isinstance(checked, Problem):
            unfit[anchor] = checked
        else:
            locked[str(anchor)] = checked
    return Lock({name: _lock_source(coded) for name, coded in sources.items()}, locked), unfit


def _lock_source(coded: CodedText) -> LockedSource:
    found = (n for n, _ in numerals(coded.text, coded.spans, reference=coded.reference))
    return LockedSource(
        file_sha256=coded.sha256,
        file_length=len(coded.text),
        spans=str(coded.spans),
        sentences=";".join(f"{a},{b}" for a, b in sentences(coded.text, coded.spans)),
        numerals=";".join(f"{n.start},{n.end},{n.core_start},{n.core_end},{n.kind}" for n in found),
    )
