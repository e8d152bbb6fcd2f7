"""The tables of a dataset as an engine has opened them: what a rule sees."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

import narwhals.stable.v2 as nw
import pyarrow as pa

from policy_dataset.model.schema import Schema
from policy_dataset.model.vocabulary import columns, key_of, nested
from policy_dataset.rules.cells_of_files import CellsOfFiles
from policy_dataset.rules.page import NO_PAGE, Page
from policy_dataset.sources.anchors import canonical
from policy_dataset.tables.arrow import table_of_rows
from policy_dataset.tables.engines import NO_CELLS, NO_ROWS, ROW, Engine, EngineTable, Misfits, Repeats, Rows
from policy_dataset.tables.frame import Frames


class Tables:
    """Opened tables by name. A rule asks these questions and never learns which engine answers."""

    def __init__(self, frames: Frames, engine: Engine, page: Page = NO_PAGE) -> None:
        self._frames = frames
        self._engine = engine
        self._opened: dict[str, EngineTable] = {}
        self._expected: dict[str, tuple[str, ...]] = {}
        self._misfits: dict[str, Mapping[str, Misfits]] = {}
        self._broken: dict[str, Mapping[str, frozenset[int]]] = {}
        self._cells: dict[str, Mapping[int, Mapping[str, Any]]] = {}
        self._keys: dict[str, tuple[str, ...]] = {}
        self.page = page

    @property
    def schema(self) -> Schema:
        """The declarations."""
        return self._frames.schema

    def __contains__(self, name: object) -> bool:
        """Whether a table of that name is declared."""
        return name in self._frames.schema

    def expect(self, name: str, names: Iterable[str]) -> None:
        """Say which columns of a table will be looked at, before it is opened: files are then read once."""
        self._expected[name] = tuple(names)

    def own(self, name: str) -> EngineTable:
        """Return what the dataset's authors wrote, with row numbers in ``__row__``."""
        if name not in self._opened:
            frame = self._frames.own[name]
            if frame.files is None:
                self._opened[name] = self._engine.open(frame.data)
            else:
                scanned = self._engine.scan(frame.files, self._expected.get(name, ()))
                self._opened[name], self._misfits[name] = scanned.table, {**scanned.misfits, **frame.misfits}
        return self._opened[name]

    def misfits(self, name: str) -> Mapping[str, Misfits]:
        """Return the cells of the dataset's files that are not of the type of their column, by column."""
        self.own(name)
        return self._misfits.get(name, {})

    def known(self, name: str) -> EngineTable:
        """Return the dataset's rows and the library's after them; row numbers run on."""
        supplied = self._frames.supplied.get(name)
        if supplied is None:
            return self.own(name)
        key = f"{name}+"
        if key not in self._opened:
            data = self._data(name)
            self._opened[key] = self._engine.open(pa.concat_tables([data, supplied.cast(data.schema)]))
        return self._opened[key]

    def _data(self, name: str) -> pa.Table:
        """Return all rows of a table in memory; of files too, so not for long ones."""
        frame = self._frames.own[name]
        if frame.files is None:
            return frame.data
        wanted = table_of_rows(self.schema[name], (), nullable=True).schema
        found = self.own(name).select(ROW, *wanted.names).sort(ROW).collect().to_arrow()
        return found.select(wanted.names).cast(wanted)

    def _column(self, name: str, column: str) -> pa.ChunkedArray:
        frame = self._frames.own[name]
        if frame.files is None:
            return frame.data[column]
        return self.own(name).select(ROW, column).sort(ROW).collect().to_arrow()[column]

    def supplied(self, name: str) -> EngineTable | None:
        """Return the library's rows of a table, if it has any."""
        data = self._frames.supplied.get(name)
        return self._engine.open(data) if data is not None else None

    def failing(
        self, name: str, masks: Mapping[str, nw.Expr], cells: Mapping[str, str] = NO_CELLS
    ) -> Mapping[str, Rows]:
        """Return the dataset's rows where each mask is true; `cells` names the column of those that look at one cell."""
        return self._engine.failing(self.own(name), masks, cells)

    def rows(self, name: str, fails: nw.Expr) -> Rows:
        """Return the dataset's rows where an expression is true."""
        return self._engine.failing(self.own(name), {"fails": fails}).get("fails", NO_ROWS)

    def rows_of(self, frame: EngineTable) -> list[int]:
        """Return the row numbers of a frame made from `own` by joins and filters, ascending."""
        return sorted(frame.select(ROW).unique(ROW).collect()[ROW].to_list())

    def among(self, frame: EngineTable, rows: Sequence[int]) -> EngineTable:
        """Return the rows of a frame whose numbers are among some; they may be many, which no expression could list."""
        wanted = self._engine.open(pa.table({"among": pa.array(rows, type=pa.int64())}))
        return frame.join(wanted.select(nw.col("among").alias(ROW)), on=ROW, how="semi")

    def later_duplicates(self, name: str, names: Sequence[str]) -> Repeats:
        """Return (row, first row) where a row repeats an earlier one."""
        if not self.own_count(name):
            return Repeats(NO_ROWS, NO_ROWS)
        return self._engine.later_duplicates(self.own(name), names)

    def later_duplicates_or_null(self, name: str, names: Sequence[str], *, needed: Sequence[str]) -> Repeats:
        """Return (row, first row) where a row repeats an earlier one, nulls being equal; `needed` cells are not null."""
        if not self.own_count(name):
            return Repeats(NO_ROWS, NO_ROWS)
        filled = (
            self.own(name)
            .filter(*(~nw.col(n).is_null() for n in needed))
            .with_columns(*(nw.col(n).fill_null("") for n in names))
        )
        return self._engine.later_duplicates(filled, names)

    def judge_distinct(
        self, name: str, names: Sequence[str], judge: Callable[..., bool], *, among: nw.Expr | None = None
    ) -> Rows:
        """Return the rows, of all or `among` some, whose cells `judge` finds at fault; each distinct set is judged once."""
        if not self.own_count(name):
            return NO_ROWS
        table = self.own(name) if among is None else self.own(name).filter(among)
        return self._engine.judge_distinct(table, names, judge)

    def without_partner(
        self, name: str, names: Sequence[str], other: EngineTable, other_names: Sequence[str]
    ) -> Rows:
        """Return the rows whose cells stand in no row of another table."""
        if not self.own_count(name):
            return NO_ROWS
        return self._engine.without_partner(self.own(name), names, other, other_names)

    def with_partner(
        self, name: str, names: Sequence[str], other: EngineTable, other_names: Sequence[str]
    ) -> Rows:
        """Return the rows whose cells stand in a row of another table."""
        if not self.own_count(name):
            return NO_ROWS
        return self._engine.with_partner(self.own(name), names, other, other_names)

    def keys(self, name: str) -> tuple[str, ...]:
        """Return the keys of the dataset's rows and the library's, where the key is one column."""
        if name in self._keys:
            return self._keys[name]
        (key,) = key_of(self.schema[name])
        own = self._column(name, key).to_pylist()
        supplied = self._frames.supplied.get(name)
        known = (*own, *(supplied[key].to_pylist() if supplied is not None else ()))
        self._keys[name] = tuple(k for k in known if k is not None)
        return self._keys[name]

    def place(self, name: str, row: int) -> str:
        """Return the place of a row in words: ``at measures.yaml:3``, or its number where no file is known."""
        place = self._frames.own[name].places.of(row, None)
        if place.get("file") is None:
            return f"in row {row + 1}"
        if place.get("line") is None:
            return f"in {place['file']}, row {place.get('row', row) + 1}"
        return f"at {place['file']}:{place['line']}"

    def cycles(self, name: str, key: str, parent: str) -> list[int]:
        """Return the dataset's rows that lie on a cycle."""
        count = self.own_count(name)
        if not count:
            return []
        return [row for row in self._engine.cycles(self.known(name), key, parent) if row < count]

    def may_have_rows(self, name: str) -> bool:
        """Whether a table may have rows of the dataset's own, as far as it is known without waiting."""
        frame = self._frames.own[name]
        return bool(frame.files.looks) if frame.files is not None else frame.rows > 0

    def is_of_files(self, name: str) -> bool:
        """Whether rows of a table are in files that the engine reads."""
        return self._frames.own[name].files is not None

    def longest_first(self, names: Iterable[str]) -> list[str]:
        """Return some tables, first those whose files take long to check: they are best read meanwhile."""

        def to_check(name: str) -> int:
            files = self._frames.own[name].files
            return files.bytes_to_check if files is not None else 0

        return sorted(names, key=to_check, reverse=True)

    def own_count(self, name: str) -> int:
        """Count the dataset's rows of a table."""
        return self._frames.own[name].rows

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
            data = self._frames.own[name].record_rows
            for row, key in enumerate(zip(*(data[k].to_pylist() for k in keys), strict=True)):
                rows.setdefault((name, "/".join(str(part or "?") for part in key)), []).append(row)
        found: dict[str, dict[int, list[tuple[int, Mapping[str, Any]]]]] = {name: {} for name in self.proven}
        for number, cells in enumerate(self._data("evidence").to_pylist()):
            for row in rows.get((cells["table"], cells["record_id"]), ()):
                found[cells["table"]].setdefault(row, []).append((number, cells))
        return found

    def text_near(self, name: str, key: str | None, *, shown_by: str) -> str | None:
        """Return what a reader knows at the evidence of a record: its articles, each to the end of the last paragraph.

        Returns
        -------
        None
            Where a text is not at hand, the record came in bulk, or evidence of the field `shown_by` settles the matter.
        """
        items = self._evidence_by_key.get((name, key), ())
        if not items or any(self.page.quote(cells) is None or cells["field"] == shown_by for cells in items):
            return None
        ends: dict[str, int] = {}
        for cells in items:
            source = cells["source_id"]
            ends[source] = max(cells["char_end"], ends.get(source, 0))
        return "".join(self.page.read_to(source, end) for source, end in ends.items())

    @cached_property
    def _evidence_by_key(self) -> Mapping[tuple[str, str | None], list[Mapping[str, Any]]]:
        found: dict[tuple[str, str | None], list[Mapping[str, Any]]] = {}
        for cells in self._data("evidence").to_pylist() if "evidence" in self.schema else ():
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
        if records and not self.record_count(name):
            return []
        if records:
            return list(self._frames.own[name].record_rows[column].to_pylist())
        return list(self._column(name, column).to_pylist())

    def distinct(self, name: str, column: str) -> set[Any]:
        """Return what stands in a column of the dataset's rows, nulls aside."""
        if not self.own_count(name):
            return set()
        return set(self.own(name).select(column).unique().collect()[column].to_list()) - {None}

    def failing_cells(
        self, name: str, names: Sequence[str], judge: Callable[..., str | None], *, bulk: bool = False
    ) -> Sequence[tuple[int, str]]:
        """Return (row, verdict) of the rows for whose cells, null or not, `judge` has a verdict.

        Each distinct set of cells is judged once. With `bulk`, rows that were written as records are passed over.
        """
        if not self.own_count(name):
            return ()
        looked_at = self.own(name)
        if bulk and self.record_count(name):
            looked_at = looked_at.filter(nw.col(ROW) >= self.record_count(name))
        return self._engine.verdicts(looked_at, names, judge)

    def could_be_read(self, name: str, row: int, column: str) -> bool:
        """Whether a cell could be read; one that could not is null, and its problem is known."""
        return row not in self.broken(name, column)

    def broken(self, name: str, column: str) -> frozenset[int]:
        """Return the rows whose cell in a column could not be read."""
        if name not in self._broken:
            rows: dict[str, set[int]] = {n: set(m.rows) for n, m in self.misfits(name).items()}
            for row, cell in self._frames.own[name].broken:
                rows.setdefault(cell, set()).add(row)
            self._broken[name] = {n: frozenset(found) for n, found in rows.items()}
        return self._broken[name].get(column, frozenset())

    def written(self, name: str, row: int, column: str) -> bool:
        """Whether an author wrote the cell, whatever became of it."""
        return self._frames.own[name].places.text(row, column) is not None

    def cells(self, name: str, row: int) -> Mapping[str, Any]:
        """Return the cells of one of the dataset's rows; those of files are read as they are asked for."""
        frame = self._frames.own[name]
        if frame.files is not None:
            return CellsOfFiles(self, name, row)
        return {
            n: c[0].as_py()
            for n, c in zip(columns(self.schema[name]), frame.data.slice(row, 1).columns, strict=True)
        }

    def values(self, name: str, rows: Sequence[int], column: str) -> list[Any]:
        """Return the cells of some of the dataset's rows in one column."""
        frame = self._frames.own[name]
        if frame.files is None:
            return list(frame.data[column].take(pa.array(rows, type=pa.int64())).to_pylist())
        cells = self._engine.cells(self.own(name), rows, (column,)) if len(rows) else {}
        return [cells[row][column] for row in rows]

    def fetch(self, name: str, rows: Sequence[int]) -> None:
        """Have the cells of some rows ready, those that are expected to be looked at."""
        if self._frames.own[name].files is not None:
            self._cells[name] = self._engine.cells(self.own(name), rows, self._expected.get(name, ()))

    def cell(self, name: str, row: int, column: str) -> Any:
        """Return one cell of one of the dataset's rows."""
        fetched = self._cells.get(name, {})
        if row not in fetched:
            return self._engine.cells(self.own(name), (row,), (column,))[row][column]
        if column not in fetched[row]:
            # One row asks, and the others will: an engine is asked once.
            more = self._engine.cells(self.own(name), tuple(fetched), (column,))
            self._cells[name] = fetched = {n: {**cells, **more[n]} for n, cells in fetched.items()}
        return fetched[row][column]

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The declared tables that rules judge."""
        return tuple(t.table_name for t in self.schema)
