"""Why a cell differs between two releases, as far as the releases themselves tell.

`SOURCE_CHANGED`
    The file of a source that the record rests on has another hash.
`NEW_SOURCE`
    The record rests on a source that it did not rest on before.
`REINTERPRETED`
    What the author wrote is the same, and something else is derived from it: the grammar reads the words otherwise.
`CODING_CORRECTED`
    The sources are the same, and the author writes something else.
`REFERENCE_CHANGED`
    The row is of a table that the library supplies: codes, units, indicators, places.
`SCHEMA_CHANGED`
    The column came or went.

None means that the releases do not tell: the record has no evidence. Whoever releases says it then.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from policy_dataset.model.vocabulary import Column, Notation, Origin, columns

if TYPE_CHECKING:
    from policy_dataset.release.dataset import Dataset

SOURCE_CHANGED = "source_changed"
NEW_SOURCE = "new_source"
REINTERPRETED = "reinterpreted"
CODING_CORRECTED = "coding_corrected"
REFERENCE_CHANGED = "reference_changed"
SCHEMA_CHANGED = "schema_changed"

CAUSES: Mapping[str, str] = {
    SOURCE_CHANGED: "the source changed",
    NEW_SOURCE: "rests on a new source",
    REINTERPRETED: "the same words are read otherwise",
    CODING_CORRECTED: "corrected",
    REFERENCE_CHANGED: "the library's reference rows changed",
    SCHEMA_CHANGED: "the column is new or gone",
}
"""Causes, in words."""

SUPPLIED = frozenset({"codes", "units", "indicators", "locations", "location_members"})
"""Tables whose rows come, as a rule, with the library."""
BOOKKEEPING = frozenset({"evidence", "coverage", "agreement"})
"""Tables that nobody writes and no record refers to: how records are proven and how complete they are."""

SOURCES, EVIDENCE = "sources", "evidence"
Cells = Mapping[str, tuple[Any, Any]]
Proofs = Mapping[tuple[str, str], frozenset[tuple[str, str, str | None]]]


class Causes:
    """Tells why cells of a record differ."""

    def __init__(self, old: Dataset, new: Dataset) -> None:
        self._old, self._new = old, new

    def of(self, table: str, record: str, cells: Cells) -> dict[str, str | None]:
        """Return the cause for each changed column of a record."""
        shared = set(self._old.specs[table].fields) & set(self._new.specs[table].fields)
        rest: Cells = {name: pair for name, pair in cells.items() if name in shared}
        found: dict[str, str | None] = dict.fromkeys(cells, SCHEMA_CHANGED)
        return found | self._of_shared(table, record, rest)

    def same_evidence(self, table: str, record: str) -> bool:
        """Whether quotes prove the record, and they are the same quotes of the same sources in both."""
        before = self._proofs_old.get((table, record))
        return before is not None and before == self._proofs_new.get((table, record))

    def _of_shared(self, table: str, record: str, cells: Cells) -> dict[str, str | None]:
        if table in SUPPLIED:
            return dict.fromkeys(cells, REFERENCE_CHANGED)
        if table == SOURCES:
            return dict.fromkeys(cells, SOURCE_CHANGED if record in self._changed_sources else None)
        if table in BOOKKEEPING:
            source = self._source_of_row(table, record)
            return dict.fromkeys(
                cells, SOURCE_CHANGED if source in self._changed_sources else CODING_CORRECTED
            )
        before, after = self._sources(table, record, cells)
        if after - before:
            return dict.fromkeys(cells, NEW_SOURCE)
        if (before | after) & self._changed_sources:
            return dict.fromkeys(cells, SOURCE_CHANGED)
        if not before | after:
            return dict.fromkeys(cells, None)
        return {name: self._of_coding(table, name, cells) for name in cells}

    def _of_coding(self, table: str, name: str, cells: Cells) -> str:
        written = self._written(table, cells)
        return CODING_CORRECTED if name in written or self._inputs(written) else REINTERPRETED

    def _written(self, table: str, cells: Cells) -> set[str]:
        """Return the changed columns that an author wrote otherwise; all, where no declaration tells."""
        model = self._new.model(table)
        declared = columns(model) if model else {}
        return {n for n in cells if n not in declared or self._is_written(declared[n], cells)}

    @staticmethod
    def _is_written(column: Column, cells: Cells) -> bool:
        if column.origin is Origin.DERIVED:
            # What is printed is derived from nothing but the author's own words.
            return column.name.endswith("_printed")
        # A period is published as EDTF: what its author wrote stands beside it, as printed.
        read_again = column.notation is Notation.PERIOD and f"{column.name}_printed" not in cells
        return not (read_again and column.name == "period") and column.origin is not Origin.BOTH

    @staticmethod
    def _inputs(written: set[str]) -> set[str]:
        """Return those of the columns that others are derived from: not the texts that come in languages."""
        return {name for name in written if not name.endswith(("_en", "_zh"))}

    def _sources(self, table: str, record: str, cells: Cells) -> tuple[set[str], set[str]]:
        before = {source for source, _, _ in self._proofs_old.get((table, record), ())}
        after = {source for source, _, _ in self._proofs_new.get((table, record), ())}
        if "source_id" in cells:
            old, new = cells["source_id"]
            before |= {old} - {None}
            after |= {new} - {None}
        elif "source_id" in self._new.specs[table].fields and record in self._new[table]:
            source = self._new[table][record].source_id
            before |= {source} - {None}
            after |= {source} - {None}
        return {str(s) for s in before}, {str(s) for s in after}

    def _source_of_row(self, table: str, record: str) -> str | None:
        row = self._new[table].get(record)
        source = None if row is None else getattr(row, "source_id", None)
        return None if source is None else str(source)

    @cached_property
    def _changed_sources(self) -> frozenset[str]:
        if SOURCES not in self._old or SOURCES not in self._new:
            return frozenset()
        old, new = _hashes(self._old), _hashes(self._new)
        return frozenset(s for s in old.keys() & new.keys() if old[s] != new[s])

    @cached_property
    def _proofs_old(self) -> Proofs:
        return _proofs(self._old)

    @cached_property
    def _proofs_new(self) -> Proofs:
        return _proofs(self._new)


def _hashes(dataset: Dataset) -> dict[str, Any]:
    rows = dataset[SOURCES].to_arrow().to_pylist()
    return {row["source_id"]: row.get("file_sha256") for row in rows if "source_id" in row}


def _proofs(dataset: Dataset) -> Proofs:
    found: dict[tuple[str, str], set[tuple[str, str, str | None]]] = {}
    for row in dataset[EVIDENCE].to_arrow().to_pylist() if EVIDENCE in dataset else ():
        proof = (row["source_id"], row["quote_sha256"], row["field"])
        found.setdefault((row["table"], row["record_id"]), set()).add(proof)
    return {record: frozenset(proofs) for record, proofs in found.items()}
