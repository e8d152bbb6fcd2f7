"""The coverage table of a package against books kept anew from the texts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from policy_dataset.coverage.accounting import WAIVED, Use, keep_books
from policy_dataset.coverage.quotes import Quotes
from policy_dataset.sources.lock import CodedText, make_lock
from policy_dataset.sources.spans import Spans, read_spans

Row = Mapping[str, Any]

_ALWAYS = ("source_id", "kind", "char_start", "char_end", "share")
_UNLESS_WAIVED = ("disposition", "table", "record_id", "reason")


@dataclass(slots=True)
class BooksAnew:
    """Cells of the coverage table that agree, and those that do not with what they should be."""

    agreeing: int = 0
    differences: list[tuple[Row, str, Any]] = field(default_factory=list)


def books_anew(rows: Mapping[str, list[dict[str, Any]]], quotes: Quotes) -> BooksAnew:
    """Account anew for the sources whose coded text is at hand and compare.

    Parameters
    ----------
    rows
        The package's tables.

    Notes
    -----
    Waivers are published as nothing but coverage, so what is published as waived is taken at its word.
    """
    lock, _ = make_lock(_coded(rows["sources"], quotes), ())
    uses: dict[str, list[Use]] = {}
    for row in rows.get("evidence", ()):
        use = Use(row["char_start"], row["char_end"], row["table"], row["record_id"], row["field"])
        uses.setdefault(row["source_id"], []).append(use)
    derived = {
        cells["coverage_id"]: cells
        for e in keep_books(lock.sources, uses, ()).entries
        for cells in [e.cells()]
    }
    found = BooksAnew()
    for row in rows["coverage"]:
        if row["source_id"] in lock.sources:
            _compare(row, derived.pop(row["coverage_id"], None), found)
    found.differences += (
        (missing | {"coverage_id": None}, "coverage_id", key) for key, missing in derived.items()
    )
    return found


def _coded(sources: Iterable[Row], quotes: Quotes) -> dict[str, CodedText]:
    found = {}
    for source in sources:
        text, spans = quotes.coded.get(source["source_id"]), read_spans(source["spans"])
        if text is not None and isinstance(spans, Spans):
            found[source["source_id"]] = CodedText(text.sha256, text.text, spans, source["published_start"])
    return found


def _compare(row: Row, wanted: Row | None, found: BooksAnew) -> None:
    if wanted is None:
        found.differences.append((row, "coverage_id", None))
        return
    waived = row["disposition"] == WAIVED and wanted["disposition"] != "record"
    for name in _ALWAYS if waived else (*_ALWAYS, *_UNLESS_WAIVED):
        if row[name] == wanted[name]:
            found.agreeing += 1
        else:
            found.differences.append((row, name, wanted[name]))
