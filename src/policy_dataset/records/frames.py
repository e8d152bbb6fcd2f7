"""Rows of a curated directory as frames: defaults filled, columns derived, nested lists laid out as tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from policy_dataset.derivation.context import Context, Derivation, make_context
from policy_dataset.derivation.faults import needs_reference
from policy_dataset.model.vocabulary import Table, columns, key_of
from policy_dataset.problems import Problem
from policy_dataset.progress import Progress, silent
from policy_dataset.records.curation import Curation
from policy_dataset.records.proof import Proof, check_figures_at_anchors, evidence_rows
from policy_dataset.records.rows import EvidenceItem, Row, RowPlaces
from policy_dataset.tables.arrow import table_of_rows
from policy_dataset.tables.bulk import OpenedBulk, open_bulk, read_opened
from policy_dataset.tables.frame import Frame, Frames, joined
from policy_dataset.tables.spool import is_long, spool

SOURCES = "sources"
EVIDENCE = "evidence"


def tabulate(  # noqa: PLR0913 - what the frames of a dataset depend on
    curation: Curation,
    derivations: Mapping[str, Derivation],
    proof: Proof,
    supplied: Mapping[str, pa.Table],
    *,
    scratch: Callable[[], Path],
    progress: Progress = silent,
) -> tuple[Frames, list[Problem]]:
    """Turn a curation into one frame a table.

    Parameters
    ----------
    derivations
        What follows from authored cells, by table.
    proof
        Hashes of the places that evidence points to.
    supplied
        Reference rows of the library, by table.
    scratch
        Gives the folder to which the rows of long tables go; it has to stay as long as the frames are read.

    Returns
    -------
    tuple
        Frames of every declared table, and the faults that derivations found.
    """
    problems: list[Problem] = []
    for row in curation.all_rows():
        _fill(row, curation)
        problems += check_figures_at_anchors(row)
    bulk = _open_bulk(curation, progress)
    in_memory = _read_bulk(bulk, problems)
    context = _context(curation, derivations, supplied, in_memory, problems)
    for row in curation.all_rows():
        if row.table.table_name != SOURCES:
            _derive(row, derivations, context, problems)
    by_table = _by_table(curation)
    own: dict[str, Frame] = {}
    for table in curation.schema:
        records = _frame(table, by_table.get(table.table_name, []))
        own[table.table_name] = joined([records, *in_memory.get(table.table_name, ())])
    for name, opened in bulk.items():
        if is_long(opened):
            own[name], faults = spool(curation.schema[name], own[name], opened, scratch(), progress)
            problems += faults
    if EVIDENCE in curation.schema:
        own[EVIDENCE] = _evidence_frame(curation, proof)
    return Frames(curation.schema, own, supplied), problems


def _open_bulk(curation: Curation, progress: Progress) -> Mapping[str, list[OpenedBulk]]:
    found: dict[str, list[OpenedBulk]] = {}
    for file in curation.bulk:
        progress(file.name)
        opened = open_bulk(file.path, curation.schema[file.table], file=file.name)
        found.setdefault(file.table, []).append(opened)
    return found


def _read_bulk(bulk: Mapping[str, list[OpenedBulk]], problems: list[Problem]) -> Mapping[str, list[Frame]]:
    """Read the tables that are not long."""
    found: dict[str, list[Frame]] = {}
    for name, opened in bulk.items():
        if not is_long(opened):
            read = [read_opened(one) for one in opened]
            problems += (problem for one in read for problem in one.problems)
            found[name] = [one.frame for one in read]
    return found


def _fill(row: Row, curation: Curation) -> None:
    declared = columns(row.table)
    if row.parent is not None:
        parent_key = row.parent.cells.get(key_of(row.parent.table)[0])
        for column in declared.values():
            if column.parent:
                row.cells[column.name] = parent_key
                if parent_key is None:
                    row.broken.add(column.name)
    meta = curation.meta
    if meta is not None:
        for name, default in (("coded_by", meta.coded_by), ("coding_origin", meta.origin)):
            if name in declared and default is not None:
                row.cells.setdefault(name, default)
    if "source_id" in declared and not declared["source_id"].key and row.evidence:
        row.cells.setdefault("source_id", _main(row).anchor.source)


def _main(row: Row) -> EvidenceItem:
    """Return the item that names the main source: the figure's, else the record's, else the first."""
    return min(
        row.evidence,
        key=lambda item: ("figure", None).index(item.field) if item.field in ("figure", None) else 2,
    )


def _context(
    curation: Curation,
    derivations: Mapping[str, Derivation],
    supplied: Mapping[str, pa.Table],
    bulk: Mapping[str, list[Frame]],
    problems: list[Problem],
) -> Context:
    for row in curation.rows.get(SOURCES, ()):
        _derive(row, derivations, Context(), problems)

    def rows(name: str) -> Iterator[Mapping[str, Any]]:
        yield from (supplied[name].to_pylist() if name in supplied else ())
        for frame in bulk.get(name, ()):
            yield from frame.data.to_pylist()
        yield from (row.cells for row in curation.rows.get(name, ()))

    return make_context(
        rows("units"), rows("indicators"), (row.cells for row in curation.rows.get(SOURCES, ()))
    )


def _derive(
    row: Row, derivations: Mapping[str, Derivation], context: Context, problems: list[Problem]
) -> None:
    derivation = derivations.get(row.table.table_name)
    declared = columns(row.table)
    incomplete = any(c.authored_required and row.cells.get(c.name) is None for c in declared.values())
    if derivation is not None and not any(
        c.notation is not None and c.authored_required and row.cells.get(c.name) is None
        for c in declared.values()
        if c.authored
    ):
        derived = derivation(row.cells, context)
        row.cells |= derived.cells
        incomplete = incomplete or bool(derived.problems)
        proven_by = row.cells.get("source_id") if row.table.table_name != SOURCES else None
        undated = (
            "source_id" in declared and not declared["source_id"].key and proven_by not in context.published
        )
        for problem in derived.problems:
            if not (
                undated and needs_reference(problem)
            ):  # what keeps the date away is reported where it stands
                problems.append(row.locate(problem))
            row.broken |= {c.name for c in declared.values() if c.authored_as == problem.field}
    if incomplete:
        row.broken |= {c.name for c in declared.values() if not c.authored and row.cells.get(c.name) is None}


def _by_table(curation: Curation) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in curation.all_rows():
        found.setdefault(row.table.table_name, []).append(row)
    return found


def _frame(table: type[Table], rows: list[Row]) -> Frame:
    broken = frozenset((number, name) for number, row in enumerate(rows) for name in row.broken)
    cells = (
        {n: v for n, v in row.cells.items() if n not in row.broken or n in key_of(table)} for row in rows
    )
    return Frame(table_of_rows(table, cells, nullable=True), RowPlaces(rows), broken, len(rows))


@dataclass(frozen=True, slots=True)
class _EvidencePlaces:
    items: list[tuple[Row, EvidenceItem]]

    def of(self, row: int, column: str | None, *_: int | None) -> dict[str, Any]:  # noqa: ARG002 - one anchor, one place
        record, item = self.items[row]
        place = record.document.positions.nearest(item.path).fields()
        return {"file": record.document.file, **place, "record": record.key}

    def text(self, row: int, column: str) -> str | None:  # noqa: ARG002 - one anchor, one place
        return str(self.items[row][1].anchor)


def _evidence_frame(curation: Curation, proof: Proof) -> Frame:
    made = list(evidence_rows(curation, proof))
    table = curation.schema[EVIDENCE]
    broken = frozenset(
        (number, name)
        for number, (cells, _, _) in enumerate(made)
        for name, column in columns(table).items()
        if column.required and cells.get(name) is None
    )
    places = _EvidencePlaces([(row, item) for _, row, item in made])
    data = table_of_rows(table, (cells for cells, _, _ in made), nullable=True)
    return Frame(data, places, broken, len(made))
