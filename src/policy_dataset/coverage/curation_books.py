"""The books of a curated directory: its evidence, its waivers, its lock."""

from __future__ import annotations

from policy_dataset.coverage.accounting import Books, Use, Waived, keep_books
from policy_dataset.problems import Problem, Severity
from policy_dataset.records.curation import Curation
from policy_dataset.records.proof import Proof
from policy_dataset.records.rows import Row
from policy_dataset.sources.anchors import Anchor, read_anchor
from policy_dataset.tables.arrow import table_of_rows
from policy_dataset.tables.frame import Frame

COVERAGE, WAIVERS = "coverage", "waivers"


def books_of(curation: Curation, proof: Proof) -> Books:
    """Account for every numeral and sentence of the dataset's sources that the lock knows."""
    uses: dict[str, list[Use]] = {}
    for row in curation.all_rows():
        for item in row.evidence:
            use = Use(item.anchor.start, item.anchor.end, row.table.table_name, row.key, item.field)
            uses.setdefault(item.anchor.source, []).append(use)
    # A waiver whose place is not proven, or whose source is not known, is neither used nor stale.
    known = proof.lock
    waivers = [
        w
        for _, w in _waivers(curation)
        if str(w.anchor) in known.anchors and w.anchor.source in known.sources
    ]
    declared = {row.cells.get("source_id") for row in curation.rows.get("sources", ())}
    sources = {name: locked for name, locked in sorted(proof.lock.sources.items()) if name in declared}
    return keep_books(sources, uses, waivers)


def coverage_frame(curation: Curation, books: Books) -> Frame:
    """Return the coverage table."""
    return Frame(
        table_of_rows(curation.schema[COVERAGE], (entry.cells() for entry in books.entries), nullable=True)
    )


def stale_waivers(curation: Curation, books: Books) -> list[Problem]:
    """Find waivers that account for nothing: what they cover has a record, or is no numeral or sentence."""
    stale = set(books.stale)
    return [
        row.locate(
            Problem(
                code="stale_waiver",
                message=f"the waiver '{waiver.waiver}' accounts for nothing that a record does not cover",
                hint="Remove it.",
                severity=Severity.WARNING,
                field="anchor",
                value=str(waiver.anchor),
            )
        )
        for row, waiver in _waivers(curation)
        if waiver.waiver in stale
    ]


def _waivers(curation: Curation) -> list[tuple[Row, Waived]]:
    found = []
    for row in curation.rows.get(WAIVERS, ()):
        anchor = read_anchor(row.cells.get("anchor") or "")
        name, reason = row.cells.get("waiver_id"), row.cells.get("reason")
        if isinstance(anchor, Anchor) and name and reason:
            found.append((row, Waived(name, anchor, reason)))
    return found
