"""The words behind each row of an evidence table, found in the texts at hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from policy_dataset.problems import Problem
from policy_dataset.sources.anchors import canonical, digest
from policy_dataset.sources.lock import contexts
from policy_dataset.sources.reanchor import FOLDINGS, Copy, Fit, Found, Sought
from policy_dataset.sources.spans import Spans, read_spans
from policy_dataset.sources.texts import SourceText, Texts

Row = Mapping[str, Any]

A_COPY_HOLDS = 4
"""A text is taken for a copy of a source when it holds at least one in so many of its quotes."""


@dataclass(frozen=True, slots=True)
class Quote:
    """One row of evidence with its words: where they stand in the text at hand, and how they were found."""

    row: Row
    text: str
    start: int
    end: int
    fit: Fit

    @property
    def coded_words(self) -> str:
        """The words in canonical form as the coded text has them: another copy may print them in another width."""
        words = canonical(self.text)
        folded = (words.translate(dict(folding)) for folding in FOLDINGS.values())
        return next((f for f in folded if digest(f) == self.row["quote_sha256"]), words)


@dataclass(frozen=True)
class Quotes:
    """What the texts at hand say of a package's evidence.

    Attributes
    ----------
    by_id
        Quotes by evidence id; those that could not be found are not among them.
    problems
        Evidence that does not fit its text.
    absent
        Sources whose text is not at hand.
    copies
        Sources whose text at hand is not the coded file but another copy of it.
    coded
        Sources whose coded text is at hand.
    """

    by_id: Mapping[str, Quote]
    problems: tuple[Problem, ...]
    absent: tuple[str, ...]
    copies: tuple[str, ...]
    coded: Mapping[str, SourceText]

    def of(self, table: str, record: str, field: str | None) -> list[Quote]:
        """Return the quotes that support a field of a record, in page order."""
        return self._by_use.get((table, record, field), [])

    @cached_property
    def _by_use(self) -> Mapping[tuple[str, str, str | None], list[Quote]]:
        found: dict[tuple[str, str, str | None], list[Quote]] = {}
        for quote in sorted(self.by_id.values(), key=lambda q: q.start):
            found.setdefault((quote.row["table"], quote.row["record_id"], quote.row["field"]), []).append(
                quote
            )
        return found


def find_quotes(sources: Iterable[Row], evidence: Iterable[Row], texts: Texts) -> Quotes:
    """Find the words of every row of evidence.

    In the coded file each place is checked against all its hashes; in another copy of the text it is looked for by
    them.
    """
    by_source: dict[str, list[Row]] = {}
    for row in evidence:
        by_source.setdefault(row["source_id"], []).append(row)
    by_id: dict[str, Quote] = {}
    problems: list[Problem] = []
    absent: list[str] = []
    copies: list[str] = []
    coded: dict[str, SourceText] = {}
    for source in sources:
        name = source["source_id"]
        rows = by_source.pop(name, [])
        text = texts.find(source["file"], source["file_sha256"]) or texts.only()
        if text is None:
            absent.append(name)
        elif text.sha256 == source["file_sha256"]:
            coded[name] = text
            spans = read_spans(source["spans"])
            for row in rows:
                quote = _at_its_place(row, text.text, spans if isinstance(spans, Spans) else Spans(()))
                _keep(quote, row, by_id, problems)
        else:
            again = Copy(text.text).find_all([_sought(r) for r in rows])
            if sum(found.start is not None for found in again) * A_COPY_HOLDS < len(rows):
                absent.append(name)  # another text, in which some short figures happen to stand too
                continue
            copies.append(name)
            for row, found in zip(rows, again, strict=True):
                _keep(_again(row, found, text), row, by_id, problems)
    problems += [
        _about(row, "evidence_mismatch", "source_id", "it names no source of the package")
        for rows in by_source.values()
        for row in rows
    ]
    return Quotes(by_id, tuple(problems), tuple(absent), tuple(copies), coded)


def _keep(quote: Quote | Problem, row: Row, by_id: dict[str, Quote], problems: list[Problem]) -> None:
    if isinstance(quote, Problem):
        problems.append(quote)
    else:
        by_id[row["evidence_id"]] = quote


def _at_its_place(row: Row, text: str, spans: Spans) -> Quote | Problem:
    start, end = row["char_start"], row["char_end"]
    span = spans.around(start, end)
    if span is None or not 0 <= start <= end <= len(text):
        return _about(
            row, "evidence_mismatch", "char_start", f"{start},{end} is outside the spans of the source"
        )
    quote = text[start:end]
    prefix, suffix = contexts(text, span, start, end)
    derived = {
        "quote_length": len(canonical(quote)),
        "quote_sha256": digest(quote),
        "prefix_sha256": digest(prefix),
        "suffix_sha256": digest(suffix),
    }
    for column, value in derived.items():
        if row[column] != value:
            return _about(
                row,
                "evidence_mismatch",
                column,
                f"it is {row[column]}, the words at {start},{end} give {value}",
            )
    return Quote(row, quote, start, end, Fit.EXACT)


def _sought(row: Row) -> Sought:
    return Sought(
        start=row["char_start"],
        end=row["char_end"],
        quote_length=row["quote_length"],
        quote_sha256=row["quote_sha256"],
        prefix_sha256=row["prefix_sha256"],
        suffix_sha256=row["suffix_sha256"],
    )


def _again(row: Row, found: Found, text: SourceText) -> Quote | Problem:
    if found.start is not None and found.end is not None:
        return Quote(row, text.text[found.start : found.end], found.start, found.end, found.fit)
    if found.fit is Fit.AMBIGUOUS:
        where = "、".join(f"{a},{b}" for a, b in found.candidates[:5])
        return _about(
            row, "quote_ambiguous", "char_start", f"in {text.file} the words may stand at any of {where}"
        )
    return _about(row, "quote_lost", "char_start", f"the words do not stand in {text.file}")


def _about(row: Row, code: str, column: str, what: str) -> Problem:
    return Problem(
        code=code,
        message=f"{row['evidence_id']}, {column}: {what}",
        hint="Compare the evidence with the text; give the coded text, whose SHA-256 the table of sources has.",
        table="evidence",
        record=row["evidence_id"],
        field=column,
        value=str(row[column]),
    )
