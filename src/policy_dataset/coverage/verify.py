"""Re-derives what a package publishes from the texts alone, and names every cell that does not agree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa

from policy_dataset.coverage.books_anew import books_anew
from policy_dataset.coverage.quotes import Quote, Quotes, find_quotes
from policy_dataset.derivation.context import Context, Derivation, make_context
from policy_dataset.model.schema import Schema
from policy_dataset.model.vocabulary import Column, Notation, Origin, Table, columns, key_of
from policy_dataset.problems import Problem
from policy_dataset.sources.anchors import canonical
from policy_dataset.sources.texts import Texts

Rows = list[dict[str, Any]]
RE_DERIVED_BASES = ("printed", "inherited", "source_date")


@dataclass(frozen=True)
class Verification:
    """What came of it.

    Attributes
    ----------
    problems
        Cells that do not agree, evidence that does not fit, sources whose text is not at hand.
    proven
        Cells that were derived anew from the texts and agree.
    authored
        Records whose period the curator gave: checked for plausibility, never counted as proven.
    worded
        Statistics whose value is worded without a numeral: the reading is the curator's.
    moved
        Quotes that were found at another place than the coded one.
    copies
        Sources whose text at hand is another copy than the coded one: their coverage cannot be verified.
    """

    problems: tuple[Problem, ...]
    proven: int
    authored: tuple[str, ...]
    worded: tuple[str, ...]
    moved: int
    copies: tuple[str, ...] = ()

    @property
    def agrees(self) -> bool:
        """Whether every cell agrees."""
        return not self.problems

    def summary(self) -> str:
        """Return the counts in words."""
        lines = [f"{self.proven} cells derived anew from the texts agree"]
        if self.copies:
            lines.append(
                f"not the coded text but another copy, coverage not verified: {', '.join(self.copies)}"
            )
        if self.moved:
            lines.append(f"{self.moved} quotes found at another place than the coded one")
        if self.worded:
            lines.append(
                f"{len(self.worded)} worded readings, not counted as proven: {', '.join(self.worded)}"
            )
        if self.authored:
            lines.append(
                f"{len(self.authored)} periods given by the curator, not counted as proven: {', '.join(self.authored)}"
            )
        return "\n".join(lines)

    def __repr__(self) -> str:
        """Return the counts in short."""
        return f"Verification({self.proven} cells proven, {len(self.problems)} problems)"


def verify_tables(
    schema: Schema, tables: Mapping[str, pa.Table], derivations: Mapping[str, Derivation], texts: Texts
) -> Verification:
    """Derive every derived cell of a package anew and compare.

    Parameters
    ----------
    tables
        The package's tables, by name.
    derivations
        What follows from authored cells, by table.
    texts
        The texts at hand.
    """
    rows: dict[str, Rows] = {name: data.to_pylist() for name, data in tables.items() if name in schema}
    quotes = find_quotes(rows.get("sources", ()), rows.get("evidence", ()), texts)
    tally = _Tally()
    problems = [*texts.problems, *quotes.problems]
    problems += (_not_at_hand(name) for name in quotes.absent)
    derived_sources = [
        tally.compare(schema["sources"], row, derivations["sources"](row, Context()).cells, problems)
        if row["source_id"] not in quotes.absent
        else row
        for row in rows.get("sources", ())
    ]
    context = make_context(rows.get("units", ()), rows.get("indicators", ()), derived_sources)
    for table in schema.published:
        derivation = derivations.get(table.table_name)
        if derivation is None or table.table_name == "sources":
            continue
        for row in rows.get(table.table_name, ()):
            _verify_row(table, row, derivation, context, quotes, tally, problems)
    if "coverage" in rows:
        kept = books_anew(rows, quotes)
        problems += (
            _differs(schema["coverage"], row, column, wanted) for row, column, wanted in kept.differences
        )
        tally.proven += kept.agreeing
    return Verification(
        tuple(problems),
        tally.proven,
        tuple(tally.authored),
        tuple(tally.worded),
        _moved(quotes),
        quotes.copies,
    )


class _Tally:
    """Counts cells that agree, and names records that are counted apart."""

    def __init__(self) -> None:
        self.proven = 0
        self.authored: list[str] = []
        self.worded: list[str] = []

    def compare(
        self, table: type[Table], row: Mapping[str, Any], derived: Mapping[str, Any], problems: list[Problem]
    ) -> dict[str, Any]:
        """Compare the derived cells of a row with the published ones; return the row as it should be."""
        for column in columns(table).values():
            if not _comes_from_texts(column) or column.name not in row:
                continue
            wanted = derived.get(column.name)
            if _same(row[column.name], wanted):
                self.proven += 1
            else:
                problems.append(_differs(table, row, column.name, wanted))
        return {**row, **derived}


_CURATORS = ("coded_by", "coding_origin", "period_role", "period_basis")
"""Columns that the curator may give, whatever the text says."""


def _comes_from_texts(column: Column) -> bool:
    if column.name in _CURATORS:
        return False
    return column.origin is Origin.DERIVED or column.notation in (Notation.PERIOD, Notation.FIGURE)


def _verify_row(  # noqa: PLR0913 - a row, what it is judged by, and where the verdict goes
    table: type[Table],
    row: dict[str, Any],
    derivation: Derivation,
    context: Context,
    quotes: Quotes,
    tally: _Tally,
    problems: list[Problem],
) -> None:
    record = "/".join(str(row[k]) for k in key_of(table))
    if row.get("source_id") in quotes.absent:
        return
    authored = _Authored(table, row, record, quotes)
    cells = authored.cells()
    problems += authored.problems
    if row.get("figure_reading") is not None:
        tally.worded.append(f"{table.table_name}/{record}")
    if row.get("period_basis") == "authored":
        tally.authored.append(f"{table.table_name}/{record}")
    if any(
        c.notation is Notation.FIGURE and c.authored_required and cells[c.name] is None
        for c in columns(table).values()
    ):
        problems.append(_unproven(table, record))
        return
    derived = derivation(cells, context)
    problems += (p.at(table=table.table_name, record=record) for p in derived.problems)
    wanted = {**{k: v for k, v in cells.items() if k in _KEPT}, **derived.cells}
    wanted.setdefault("source_id", authored.source)
    tally.compare(table, row, wanted, problems)


_KEPT = ("figure", "figure_reading")


class _Authored:
    """What the author of a published row wrote, read back from the page where a quote shows it."""

    def __init__(self, table: type[Table], row: Mapping[str, Any], record: str, quotes: Quotes) -> None:
        self._table, self._row, self._record, self._quotes = table, row, record, quotes
        self.problems: list[Problem] = []
        self.source: str | None = None

    def cells(self) -> dict[str, Any]:
        """Return the authored cells of the row by published name."""
        found: dict[str, Any] = {}
        for column in columns(self._table).values():
            if column.origin is Origin.DERIVED:
                continue
            if column.notation is Notation.FIGURE and column.authored_required:
                found[column.name] = self._figure(column)
            elif column.name == "period":
                found[column.name] = self._period(column)
            elif column.notation is Notation.PERIOD:
                found[column.name] = self._dated(column)
            elif column.name == "figure_qualifier":
                found[column.name] = self._quoted(column, self._row[column.name])
            else:
                found[column.name] = self._row.get(column.name)
        found["source_id"] = self.source = self._main_source()
        return found

    def _of(self, column: Column) -> list[Quote]:
        return self._quotes.of(self._table.table_name, self._record, column.authored_as)

    def _main_source(self) -> str | None:
        named = [
            *self._quotes.of(self._table.table_name, self._record, "figure"),
            *self._quotes.of(self._table.table_name, self._record, None),
        ]
        return named[0].row["source_id"] if named else self._row.get("source_id")

    def _figure(self, column: Column) -> str | None:
        """Return the figure as the page prints it: the quote that is the published one, else the first."""
        texts = [q.coded_words for q in self._of(column)]
        published = canonical(self._row[column.name] or "")
        if published in texts:
            return self._row[column.name]  # type: ignore[no-any-return]  # a text cell
        return texts[0] if texts else None

    def _quoted(self, column: Column, published: str | None) -> str | None:
        texts = [q.coded_words for q in self._of(column)]
        if published is None and not texts:
            return None
        if published is not None and canonical(published) in texts:
            return published
        self.problems.append(_differs(self._table, self._row, column.name, texts[0] if texts else None))
        return texts[0] if texts else None

    def _period(self, column: Column) -> str | None:
        basis = self._row.get("period_basis")
        if basis == "source_date":
            return None
        if basis == "authored":
            return self._row.get("period")
        return self._joined(column, self._row.get("period_printed"))

    def _dated(self, column: Column) -> str | None:
        """Return a date as the page prints it; without evidence of its own it must follow from other cells."""
        if self._of(column):
            return self._joined(column, None)
        return None if column.origin is Origin.BOTH else self._row.get(column.name)

    def _joined(self, column: Column, printed: str | None) -> str | None:
        pieces = [q.coded_words for q in self._of(column)]
        if printed is not None and canonical(printed) in pieces:
            return printed
        if len(set(pieces)) == 1:
            return pieces[0]
        return "".join(pieces) or None


def _same(published: Any, derived: Any) -> bool:
    if isinstance(published, Decimal) and isinstance(derived, Decimal):
        return published == derived
    if isinstance(derived, date) and isinstance(published, date):
        return published == derived
    return bool(published == derived) and (published is None) == (derived is None)


def _differs(table: type[Table], row: Mapping[str, Any], column: str, wanted: Any) -> Problem:
    record = "/".join(str(row[k]) for k in key_of(table))
    published = "nothing" if row[column] is None else str(row[column])
    derived = "nothing" if wanted is None else str(wanted)
    return Problem(
        code="cell_not_proven",
        message=f"{table.table_name}/{record}, {column}: published is {published}, the text gives {derived}",
        hint="Build the package anew from its records; never edit a published table.",
        table=table.table_name,
        record=record,
        field=column,
        value=published,
    )


def _unproven(table: type[Table], record: str) -> Problem:
    return Problem(
        code="cell_not_proven",
        message=f"{table.table_name}/{record}, figure: no quote of it was found, so nothing follows",
        hint="Compare the evidence of the record with the text.",
        table=table.table_name,
        record=record,
        field="figure",
    )


def _not_at_hand(source: str) -> Problem:
    return Problem(
        code="source_not_at_hand",
        message=f"the text of {source} is not at hand, so nothing that it says is verified",
        hint="Give the file or folder that holds it with --texts.",
        table="sources",
        record=source,
        field="file",
    )


def _moved(quotes: Quotes) -> int:
    return sum(
        1 for q in quotes.by_id.values() if (q.start, q.end) != (q.row["char_start"], q.row["char_end"])
    )
