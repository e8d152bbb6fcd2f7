"""The numerals and dates of a source, as the scanner finds them: where each stands and what it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from policy_dataset.notation import Mention, scan
from policy_dataset.sources.spans import Spans

_DIGITS = re.compile(r"[0-9０-９零〇○一二两三四五六七八九十百千万亿廿卅卌几数双半]+")


@dataclass(frozen=True, slots=True)
class Numeral:
    """One mention of a number or date.

    Attributes
    ----------
    start, end
        The whole mention, with its qualifiers and unit; code points of the file, half-open.
    core_start, core_end
        From its first numeral character to its last; the whole mention where it has none (近日).
    kind
        What the scanner takes it for.
    """

    start: int
    end: int
    core_start: int
    core_end: int
    kind: str


def numerals(text: str, spans: Spans, *, reference: date | None) -> Iterator[tuple[Numeral, Mention]]:
    """Go through the numerals of a source in page order, each with what the scanner read."""
    for first, last in spans.spans:
        for mention in scan(text[first:last], reference=reference):
            start, end = first + mention.start, first + mention.end
            found = list(_DIGITS.finditer(text, start, end))
            core = (found[0].start(), found[-1].end()) if found else (start, end)
            yield Numeral(start, end, *core, kind=str(mention.kind)), mention
