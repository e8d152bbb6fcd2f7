"""The books: every numeral and every sentence of a source, and the record or waiver that accounts for it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from policy_dataset.sources.anchors import Anchor
from policy_dataset.sources.lock import LockedSource
from policy_dataset.sources.numerals import Numeral

FIELDS_USING_NUMERALS = frozenset(
    {
        "figure",
        "qualifier",
        "period",
        "compared_with",
        "population_en",
        "population_zh",
        "announced",
        "date",
        "claim",
    }
)
"""Authored fields whose evidence accounts for a numeral; evidence of a whole record does not."""

REASONS_OF_KINDS = {"idiom": "idiom", "name": "name", "list_number": "ordinal", "period_word": "vague_time"}
"""Kinds of mentions that are no figure: the lexicon waives them, for the reason that fits."""

RECORD, WAIVED, OPEN = "record", "waived", "open"
SHARE_DECIMALS = 4


@dataclass(frozen=True, slots=True)
class Use:
    """A place of a source that a record uses as evidence."""

    start: int
    end: int
    table: str
    record: str
    field: str | None


@dataclass(frozen=True, slots=True)
class Waived:
    """A place of a source that a waiver covers."""

    waiver: str
    anchor: Anchor
    reason: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One numeral or sentence and what accounts for it."""

    source: str
    kind: str
    start: int
    end: int
    disposition: str
    share: Decimal | None = None
    table: str | None = None
    record: str | None = None
    reason: str | None = None
    waiver: str | None = None
    numeral: Numeral | None = None

    def cells(self) -> dict[str, Any]:
        """Return the row of the coverage table."""
        return {
            "coverage_id": f"{self.source}/{self.kind}/{self.start},{self.end}",
            "source_id": self.source,
            "kind": self.kind,
            "char_start": self.start,
            "char_end": self.end,
            "disposition": self.disposition,
            "share": self.share,
            "table": self.table,
            "record_id": self.record,
            "reason": self.reason,
        }


def account(
    sources: Mapping[str, LockedSource], uses: Mapping[str, Sequence[Use]], waivers: Iterable[Waived]
) -> Iterator[Entry]:
    """Account for every numeral and sentence of the sources.

    Parameters
    ----------
    sources
        What the lock keeps of each.
    uses
        Evidence by source.
    waivers
        In the order in which they are written; the first that fits is taken.

    Yields
    ------
    Entry
        By source, numerals before sentences, in page order.
    """
    by_source: dict[str, list[Waived]] = {}
    for waiver in waivers:
        by_source.setdefault(waiver.anchor.source, []).append(waiver)
    for name, locked in sources.items():
        used = sorted(uses.get(name, ()), key=lambda u: (u.start, u.end, u.table, u.record, u.field or ""))
        waived = by_source.get(name, [])
        figures = Places([u for u in used if u.field in FIELDS_USING_NUMERALS])
        for numeral in locked.numeral_list():
            yield _numeral(name, numeral, figures, waived)
        everywhere = Places(used)
        for start, end in locked.sentence_spans():
            yield _sentence(name, start, end, everywhere, waived)


class Places:
    """Uses of one source, ready to be asked which of them touch a place."""

    def __init__(self, uses: Sequence[Use]) -> None:
        self._uses = uses
        self._starts = [u.start for u in uses]
        self._longest = max((u.end - u.start for u in uses), default=0)

    def touching(self, start: int, end: int) -> list[Use]:
        """Return the uses that share a character with a place."""
        first = bisect_left(self._starts, start - self._longest)
        last = bisect_left(self._starts, end)
        return [u for u in self._uses[first:last] if u.end > start]


def _numeral(source: str, numeral: Numeral, figures: Places, waivers: list[Waived]) -> Entry:
    place = (source, "numeral", numeral.start, numeral.end)
    for use in figures.touching(numeral.core_start, numeral.core_end):
        if use.start <= numeral.core_start and numeral.core_end <= use.end:
            return Entry(*place, RECORD, table=use.table, record=use.record, numeral=numeral)
    for waiver in waivers:
        if waiver.anchor.start <= numeral.core_start and numeral.core_end <= waiver.anchor.end:
            return Entry(*place, WAIVED, reason=waiver.reason, waiver=waiver.waiver, numeral=numeral)
    if numeral.kind in REASONS_OF_KINDS:
        return Entry(*place, WAIVED, reason=REASONS_OF_KINDS[numeral.kind], numeral=numeral)
    return Entry(*place, OPEN, numeral=numeral)


def _sentence(source: str, start: int, end: int, everywhere: Places, waivers: list[Waived]) -> Entry:
    place = (source, "sentence", start, end)
    touching = everywhere.touching(start, end)
    if touching:
        share = _share(start, end, touching)
        main = max(touching, key=lambda u: (min(u.end, end) - max(u.start, start), -u.start))
        return Entry(*place, RECORD, share=share, table=main.table, record=main.record)
    for waiver in waivers:
        if waiver.anchor.start < end and start < waiver.anchor.end:
            return Entry(*place, WAIVED, share=Decimal(0), reason=waiver.reason, waiver=waiver.waiver)
    return Entry(*place, OPEN, share=Decimal(0))


def _share(start: int, end: int, uses: Iterable[Use]) -> Decimal:
    touched, at = 0, start
    for use in sorted(uses, key=lambda u: u.start):
        first, last = max(use.start, at), min(use.end, end)
        if last > first:
            touched += last - first
            at = last
    scaled = touched * 10**SHARE_DECIMALS // (end - start)
    return Decimal(f"{scaled}E-{SHARE_DECIMALS}")


@dataclass(frozen=True, slots=True)
class Books:
    """All entries of a dataset, and the waivers that account for nothing."""

    entries: tuple[Entry, ...]
    stale: tuple[str, ...]

    @property
    def open(self) -> tuple[Entry, ...]:
        """What nothing accounts for, in page order."""
        return tuple(
            sorted(
                (e for e in self.entries if e.disposition == OPEN), key=lambda e: (e.source, e.start, e.kind)
            )
        )

    def counts(self) -> dict[tuple[str, str], dict[str, int]]:
        """Return, by source and kind, the number of entries of each disposition."""
        found: dict[tuple[str, str], dict[str, int]] = {}
        for entry in self.entries:
            counted = found.setdefault((entry.source, entry.kind), {RECORD: 0, WAIVED: 0, OPEN: 0})
            counted[entry.disposition] += 1
        return found


def keep_books(
    sources: Mapping[str, LockedSource], uses: Mapping[str, Sequence[Use]], waivers: Sequence[Waived]
) -> Books:
    """Account for everything and find the waivers that are stale."""
    entries = tuple(account(sources, uses, waivers))
    used = {e.waiver for e in entries if e.waiver is not None}
    return Books(entries, tuple(w.waiver for w in waivers if w.waiver not in used))
