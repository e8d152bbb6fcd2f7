"""The tables of a dataset as an engine has opened them: what a rule sees."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import narwhals.stable.v2 as nw
import pyarrow as pa
import pyarrow.compute as pc

from policy_dataset.model.schema import Schema
from policy_dataset.model.vocabulary import columns, key_of, nested
from policy_dataset.sources.anchors import canonical
from policy_dataset.sources.lock import CodedText
from policy_dataset.tables.engines import ROW, Engine, EngineTable
from policy_dataset.tables.frame import Frames


@dataclass(frozen=True)
class Page:
    """What the texts of sources say, where they are at hand.

    Attributes
    ----------
    texts
        The coded text of each source that is at hand.
    names
        Long official names that records may share with the texts.
    """

    texts: Mapping[str, CodedText] = field(default_factory=dict)
    names: tuple[str, ...] = ()


NO_PAGE = Page()


class Tables:
    """Opened tables by name. A rule asks these questions and never learns which engine answers."""

    def __init__(self, frames: Frames, engine: Engine, page: Page = NO_PAGE) -> None:
        self._frames = frames
        self._engine = engine
        self._opened: dict[str, EngineTable] = {}
        self.page = page

    @property
    def schema(self) -> Schema:
        """The declarations."""
        return self._frames.schema

    def __contains__(self, name: object) -> bool:
        """Whether a table of that name is declared."""
        return name in self._frames.schema

    def own(self, name: str) -> EngineTable:
        """Return what the dataset's authors wrote, with row numbers in ``__row__``."""
        if name not in self._opened:
            self._opened[name] = self._engine.open(self._frames.own[name].data)
        return self._opened[name]

    def known(self, name: str) -> EngineTable:
        """Return the dataset's rows and the library's after them; row numbers run on."""
        key = f"{name}+"
        if key not in self._opened:
            supplied = self._frames.supplied.get(name)
            data = self._frames.own[name].data
            if supplied is not None:
                data = pa.concat_tables([data, supplied.cast(data.schema)])
            self._opened[key] = self._engine.open(data)
        return self._opened[key]

    def supplied(self, name: str) -> EngineTable | None:
        """Return the library's rows of a table, if it has any."""
        data = self._frames.supplied.get(name)
        return self._engine.open(data) if data is not None else None

    def failing(self, name: str, masks: Mapping[str, nw.Expr]) -> Mapping[str, list[int]]:
        """Return the dataset's rows where each mask is true."""
        return self._engine.failing(self.own(name), masks)

    def rows(self, name: str, fails: nw.Expr) -> list[int]:
        """Return the dataset's rows where an expression is true."""
        return self._engine.failing(self.own(name), {"fails": fails}).get("fails", [])

    def rows_of(self, frame: EngineTable) -> list[int]:
        """Return the row numbers of a frame made from `own` by joins and filters, ascending."""
        return sorted(frame.select(ROW).unique(ROW).collect()[ROW].to_list())

    def later_duplicates(self, name: str, names: Sequence[str]) -> list[tuple[int, int]]:
        """Return (row, first row) where a row repeats an earlier one."""
        return self._engine.later_duplicates(self.own(name), names)

    def later_duplicates_or_null(
        self, name: str, names: Sequence[str], *, needed: Sequence[str]
    ) -> list[tuple[int, int]]:
        """Return (row, first row) where a row repeats an earlier one, nulls being equal; `needed` cells are not null."""
        filled = (
            self.own(name)
            .filter(*(~nw.col(n).is_null() for n in needed))
            .with_columns(*(nw.col(n).fill_null("") for n in names))
        )
        return self._engine.later_duplicates(filled, names)

    def judge_distinct(self, name: str, names: Sequence[str], judge: Callable[..., bool]) -> list[int]:
        """Return the rows whose cells `judge` finds at fault; each distinct set is judged once."""
        return self._engine.judge_distinct(self.own(name), names, judge)

    def without_partner(
        self, name: str, names: Sequence[str], other: EngineTable, other_names: Sequence[str]
    ) -> list[int]:
        """Return the rows whose cells stand in no row of another table."""
        return self._engine.without_partner(self.own(name), names, other, other_names)

    def with_partner(
        self, name: str, names: Sequence[str], other: EngineTable, other_names: Sequence[str]
    ) -> list[int]:
        """Return the rows whose cells stand in a row of another table."""
        without = set(self.without_partner(name, names, other, other_names))
        whole = self.rows(name, ~nw.any_horizontal(*(nw.col(n).is_null() for n in names), ignore_nulls=False))
        return [row for row in whole if row not in without]

    def keys(self, name: str) -> tuple[str, ...]:
        """Return the keys of the dataset's rows and the library's, where the key is one column."""
        (key,) = key_of(self.schema[name])
        own = self._frames.own[name].data[key].to_pylist()
        supplied = self._frames.supplied.get(name)
        return tuple(
            k for k in (*own, *(supplied[key].to_pylist() if supplied is not None else ())) if k is not None
        )

    def place(self, name: str, row: int) -> str:
        """Return the place of a row in words: ``at measures.yaml:3``, or its number where no file is known."""
        place = self._frames.own[name].places.of(row, None)
        if place.get("file") is None:
            return f"in row {row + 1}"
        return f"at {place['file']}:{place.get('line', '?')}"

    def cycles(self, name: str, key: str, parent: str) -> list[int]:
        """Return the dataset's rows that lie on a cycle."""
        count = self.own_count(name)
        return [row for row in self._engine.cycles(self.known(name), key, parent) if row < count]

    def own_count(self, name: str) -> int:
        """Count the dataset's rows of a table."""
        return int(self._frames.own[name].data.num_rows)

    def record_count(self, name: str) -> int:
        """Count the rows that were written as records; the rows after them came in bulk."""
        return self._frames.own[name].records

    @cached_property
    def proven(self) -> tuple[str, ...]:
        """The tables whose records carry evidence."""
        return tuple(t.table_name for t in self.schema if any(link.evidence for link in nested(t).values()))

    @cached_property
    def evidence(self) -> Mapping[str, Mapping[int, Sequence[tuple[int, Mapping[str, Any]]]]]:
        """The evidence of records: table, row of the record, and (row, cells) of each piece in the order written.

        Records that share a key share its evidence: which of them it was written for cannot be told.
        """
        if "evidence" not in self.schema:
            return {}
        rows: dict[tuple[str, str], list[int]] = {}
        for name in self.proven:
            keys = key_of(self.schema[name])
            data = self._frames.own[name].data.slice(0, self.record_count(name))
            for row, key in enumerate(zip(*(data[k].to_pylist() for k in keys), strict=True)):
                rows.setdefault((name, "/".join(str(part or "?") for part in key)), []).append(row)
        found: dict[str, dict[int, list[tuple[int, Mapping[str, Any]]]]] = {name: {} for name in self.proven}
        for number, cells in enumerate(self._frames.own["evidence"].data.to_pylist()):
            for row in rows.get((cells["table"], cells["record_id"]), ()):
                found[cells["table"]].setdefault(row, []).append((number, cells))
        return found

    def article(self, source: str) -> str:
        """Return the canonical text of a source that is at hand."""
        coded = self.page.texts[source]
        return canonical("".join(coded.text[a:b] for a, b in coded.spans.spans))

    def quote(self, evidence: Mapping[str, Any]) -> str | None:
        """Return the words that a row of evidence points to; None where they are not at hand or not proven."""
        coded = self.page.texts.get(evidence["source_id"])
        if coded is None or evidence["quote_sha256"] is None:
            return None
        return coded.text[evidence["char_start"] : evidence["char_end"]]

    def text_near(self, name: str, key: str | None, *, shown_by: str) -> str | None:
        """Return what a reader knows at the evidence of a record: its articles, each to the end of the last paragraph.

        Returns
        -------
        None
            Where a text is not at hand, the record came in bulk, or evidence of the field `shown_by` settles the matter.
        """
        items = self._evidence_by_key.get((name, key), ())
        if not items or any(self.quote(cells) is None or cells["field"] == shown_by for cells in items):
            return None
        ends: dict[str, int] = {}
        for cells in items:
            coded = self.page.texts[cells["source_id"]]
            line_end = coded.text.find("\n", cells["char_end"])
            end = line_end if line_end >= 0 else len(coded.text)
            ends[cells["source_id"]] = max(end, ends.get(cells["source_id"], 0))
        found = []
        for source, end in ends.items():
            coded = self.page.texts[source]
            found += [coded.text[a : min(b, end)] for a, b in coded.spans.spans if a < end]
        return canonical("\n".join(found))

    @cached_property
    def _evidence_by_key(self) -> Mapping[tuple[str, str | None], list[Mapping[str, Any]]]:
        found: dict[tuple[str, str | None], list[Mapping[str, Any]]] = {}
        for cells in self._frames.own["evidence"].data.to_pylist() if "evidence" in self.schema else ():
            found.setdefault((cells["table"], cells["record_id"]), []).append(cells)
        return found

    def printed_names(self, name: str) -> Mapping[str, tuple[str, ...]]:
        """Return the printed names of the records of a table in canonical form, the official one first."""
        (key,) = key_of(self.schema[name])
        rows = self.known(name).select(key, "name_zh", "variants_zh").collect()
        return {
            record: tuple(canonical(n) for n in (official, *(variants or "").split("|")) if n)
            for record, official, variants in rows.iter_rows()
            if record is not None and official is not None
        }

    def as_written(self, name: str, row: int, column: str) -> str | None:
        """Return a cell as its author wrote it; None in bulk rows."""
        return self._frames.own[name].places.text(row, column)

    def column(self, name: str, column: str, *, records: bool = False) -> list[Any]:
        """Return the cells of one column of the dataset's rows, or of its records alone."""
        cells = self._frames.own[name].data[column]
        return list((cells.slice(0, self.record_count(name)) if records else cells).to_pylist())

    def distinct(self, name: str, column: str) -> set[Any]:
        """Return what stands in a column of the dataset's rows, nulls aside."""
        return set(pc.unique(self._frames.own[name].data[column]).to_pylist()) - {None}

    def failing_cells(
        self, name: str, names: Sequence[str], judge: Callable[..., str | None], *, bulk: bool = False
    ) -> list[tuple[int, str]]:
        """Return (row, verdict) of the rows for whose cells, null or not, `judge` has a verdict.

        Each distinct set of cells is judged once. With `bulk`, rows that were written as records are passed over.
        """
        looked_at = self.own(name)
        if bulk:
            looked_at = looked_at.filter(nw.col(ROW) >= self.record_count(name))
        distinct = looked_at.select(*names).unique().collect()
        verdicts = {
            cells: verdict for cells in distinct.iter_rows() if (verdict := judge(*cells)) is not None
        }
        if not verdicts:
            return []
        rows = looked_at.select(ROW, *names).sort(ROW).collect().iter_rows()
        return [(row, verdicts[cells]) for row, *rest in rows if (cells := tuple(rest)) in verdicts]

    def could_be_read(self, name: str, row: int, column: str) -> bool:
        """Whether a cell could be read; one that could not is null, and its problem is known."""
        return (row, column) not in self._frames.own[name].broken

    def written(self, name: str, row: int, column: str) -> bool:
        """Whether an author wrote the cell, whatever became of it."""
        return self._frames.own[name].places.text(row, column) is not None

    def cells(self, name: str, row: int) -> dict[str, Any]:
        """Return the cells of one of the dataset's rows."""
        return {
            n: c[0].as_py()
            for n, c in zip(
                columns(self.schema[name]), self._frames.own[name].data.slice(row, 1).columns, strict=True
            )
        }

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The declared tables that rules judge."""
        return tuple(t.table_name for t in self.schema)
