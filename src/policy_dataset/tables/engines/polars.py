"""Polars, the embedded engine.

A table of files is read into memory once, the columns that are looked at and no others, and stays there in the form in
which Polars computes. What makes it quick on long tables:

- A column with few distinct values is judged by those where many masks look at it: text is then read once.
- Rows that repeat others are nominated by a hash of eight bytes, which is sorted; the cells of the nominated decide.
- Whether a rule fails at all is asked of all rules at once; row numbers are collected for those that do.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from threading import Lock
from typing import Any, cast

import narwhals.stable.v2 as nw
import polars as pl
import pyarrow as pa
from polars.io.plugins import register_io_source

from policy_dataset.tables.engines import NO_CELLS, NO_ROWS, ROW, EngineTable, Repeats, Rows, Scanned
from policy_dataset.tables.engines.hierarchy import on_cycles
from policy_dataset.tables.engines.polars_files import FilesReader, find_remote
from policy_dataset.tables.files import BulkFiles, RemoteParquet

LONG = 1 << 16
"""Tables with more rows are worth looking at twice before the work, and worth the streaming engine."""
SAMPLE = 1 << 14
FEW = 4
"""A column of a long table has few distinct values if each comes at least so often in a sample."""
OFTEN = 3
"""To find the distinct values costs as much as two masks of texts."""


class _Opened:
    """One table that was opened: what of it is in memory, and what was found out about it."""

    def __init__(self, loaded: pl.DataFrame, reader: FilesReader | None = None) -> None:
        self.loaded = loaded
        self.reader = reader
        self.schema = loaded.schema if reader is None else pl.Schema({ROW: pl.UInt32(), **reader.schema})
        self.hashes: dict[tuple[str, ...], pl.DataFrame] = {}
        self.distinct: dict[str, pl.Series] = {}
        self._few: dict[str, bool] = {}
        self._merging = Lock()

    @property
    def long(self) -> bool:
        return self.loaded.height > LONG

    def lazy(self, names: Sequence[str]) -> pl.LazyFrame:
        """Return some columns, read where they were not."""
        self.load(names)
        return self.loaded.lazy().select(names)

    def load(self, names: Sequence[str]) -> None:
        missing = [name for name in dict.fromkeys(names) if name not in self.loaded.columns]
        if missing and self.reader is not None:
            read = self.reader.read(missing).frame
            # Both sides of a join may ask at once, each in a thread of Polars: what the other has loaded meanwhile stays.
            with self._merging:
                self.loaded = self.loaded.hstack([c for c in read if c.name not in self.loaded.columns])

    def source(
        self,
        with_columns: list[str] | None,
        predicate: pl.Expr | None,
        n_rows: int | None,
        batch_size: int | None,  # noqa: ARG002 - what Polars hands to a source
    ) -> Iterator[pl.DataFrame]:
        """Give Polars the columns that a query asks for."""
        names = list(self.schema) if with_columns is None else with_columns
        self.load(names)
        frame = self.loaded.select(names)
        if predicate is not None:
            frame = frame.filter(predicate)
        yield frame if n_rows is None else frame.head(n_rows)

    def has_few(self, name: str) -> bool:
        """Whether a column seems to have few distinct values; a wrong guess costs time and nothing else."""
        if name not in self._few:
            cells = self.loaded[name]
            sample = cells.gather_every(max(1, len(cells) // SAMPLE)).drop_nulls()
            self._few[name] = sample.n_unique() * FEW <= max(len(sample), 1)
        return self._few[name]

    def find_distinct(self, names: Sequence[str]) -> None:
        """Find out the distinct values of some columns, all in one go."""
        wanted = [n for n in dict.fromkeys(names) if n not in self.distinct]
        queries = [self.loaded.lazy().select(name).unique() for name in wanted]
        for name, frame in zip(wanted, pl.collect_all(queries, engine=self.engine), strict=True):
            self.distinct[name] = frame[name]

    @property
    def engine(self) -> Any:
        return "streaming" if self.long else "in-memory"


class PolarsEngine:
    """Runs rules on Polars. What it learns about the tables that it opened, it keeps as long as it lives."""

    name = "polars"
    # Many questions are too short to be shared out by Polars itself, and memory is taken by each.
    at_once = 2

    def __init__(self) -> None:
        self._opened: dict[int, tuple[EngineTable, _Opened]] = {}

    def open(self, data: pa.Table) -> EngineTable:
        """Return an Arrow table as a lazy frame with its row numbers."""
        frame = (
            cast("pl.DataFrame", pl.from_arrow(data.to_batches() or data, schema=None))
            if data.num_columns
            else pl.DataFrame()
        ).with_row_index(ROW)
        return self._keep(nw.from_native(frame.lazy()), _Opened(frame))

    def find_remote(self, address: str) -> Sequence[RemoteParquet]:
        """Ask the stores that Polars opens."""
        return find_remote(address)

    def scan(self, files: BulkFiles, names: Sequence[str]) -> Scanned:
        """Read the columns that are named; a query that asks for others has them read then."""
        reader = FilesReader(files)
        read = reader.read(names)
        numbers = pl.int_range(files.rows, dtype=pl.UInt32, eager=True).alias(ROW)
        opened = _Opened(pl.DataFrame([numbers, *read.frame.get_columns()]), reader)
        source = register_io_source(opened.source, schema=opened.schema)
        return Scanned(self._keep(nw.from_native(source), opened), read.misfits)

    def _keep(self, table: EngineTable, opened: _Opened) -> EngineTable:
        self._opened[id(table)] = (table, opened)
        return table

    def _known(self, table: EngineTable) -> _Opened | None:
        found = self._opened.get(id(table))
        return found[1] if found is not None else None

    def _engine(self, *tables: EngineTable) -> Any:
        known = [self._known(table) for table in tables]
        return "streaming" if any(opened is not None and opened.long for opened in known) else "in-memory"

    def _columns(self, table: EngineTable, names: Sequence[str]) -> pl.LazyFrame:
        """Return row numbers and some columns, from memory where they are there."""
        opened = self._known(table)
        wanted = list(dict.fromkeys((ROW, *names)))
        return opened.lazy(wanted) if opened is not None else _native(table).select(wanted)

    def _whole(self, table: EngineTable, names: Sequence[str]) -> pl.LazyFrame:
        """Return the rows that have all of some cells."""
        cells, opened = self._columns(table, names), self._known(table)
        # To drop nothing is to copy everything.
        missing = [n for n in names if opened is None or opened.loaded[n].null_count()]
        return cells.drop_nulls(missing) if missing else cells

    # ------------------------------------------------------------------------------------------------------ masks

    def failing(
        self, table: EngineTable, masks: Mapping[str, nw.Expr], cells: Mapping[str, str] = NO_CELLS
    ) -> Mapping[str, Rows]:
        """Judge columns of few values by those; judge the rows by what is left, all in one pass, a bit for each verdict."""
        if not masks:
            return {}
        opened = self._known(table)
        few: dict[str, str] = {}
        narrowed: Mapping[str, pl.Expr] = {}
        if opened is not None and opened.long:
            opened.load(list(cells.values()))
            often = Counter(name for label, name in cells.items() if label in masks)
            few = {n: name for n, name in cells.items() if often[name] >= OFTEN and opened.has_few(name)}
            narrowed = self._narrowed(opened, masks, few)
        rest = [label for label in masks if label not in few]
        verdicts = table.select(nw.col(ROW), **{str(i): masks[label] for i, label in enumerate(rest)})
        queries = [_native(verdicts), self._columns(table, sorted(set(few.values()))).select(ROW, **narrowed)]
        by_row, by_value = pl.collect_all(queries, engine=self._engine(table))
        found = {
            label: by_row[ROW].filter(by_row[str(i)]) for i, label in enumerate(rest) if by_row[str(i)].any()
        }
        found |= {label: by_value[ROW].filter(by_value[label]) for label in narrowed}
        return {label: _numbers(found[label]) for label in masks if label in found}

    def _narrowed(
        self, opened: _Opened, masks: Mapping[str, nw.Expr], few: Mapping[str, str]
    ) -> Mapping[str, pl.Expr]:
        """Judge the distinct values of columns, and return masks that ask for those that failed."""
        opened.find_distinct(list(few.values()))
        found = {}
        for name in dict.fromkeys(few.values()):
            values = nw.from_native(opened.distinct[name].to_frame().lazy())
            labels = [label for label in few if few[label] == name]
            verdicts = _native(
                values.select(nw.col(name), **{label: masks[label] for label in labels})
            ).collect()
            for label in labels:
                bad = verdicts.filter(verdicts[label])[name]
                if len(bad):
                    found[label] = _among(pl.col(name), bad)
        return found

    # ------------------------------------------------------------------------------------------------- duplicates

    def later_duplicates(self, table: EngineTable, columns: Sequence[str]) -> Repeats:
        """Let a hash nominate rows, and compare the cells of those alone."""
        hashed = self._hashed(table, columns)
        ordered = hashed["h"].sort()
        again = ordered.filter(ordered == ordered.shift(1)).unique()
        if not len(again):
            return Repeats(NO_ROWS, NO_ROWS)
        nominated = hashed.filter(pl.col("h").is_in(again.implode()))[ROW]
        few = self._columns(table, columns).filter(pl.col(ROW).is_in(nominated.implode()))
        first = (
            few.collect(engine=self._engine(table))
            .sort(ROW)
            .with_columns(pl.col(ROW).first().over(*columns).alias("first"))
        )
        later = first.filter(pl.col(ROW) != pl.col("first"))
        return Repeats(_numbers(later[ROW]), _numbers(later["first"]))

    def _hashed(self, table: EngineTable, columns: Sequence[str]) -> pl.DataFrame:
        """Return row numbers and hashes of the rows that have all of some cells."""
        opened, key = self._known(table), tuple(columns)
        if opened is not None and key in opened.hashes:
            return opened.hashes[key]
        hashes = [pl.col(name).hash(seed) for seed, name in enumerate(columns)]
        combined = hashes[0]
        for one in hashes[1:]:
            combined = combined * _ODD + one
        hashed = self._whole(table, columns).select(ROW, combined.alias("h"))
        frame = hashed.collect(engine=self._engine(table))
        if opened is not None:
            opened.hashes[key] = frame
        return frame

    # ---------------------------------------------------------------------------------------------- distinct values

    def judge_distinct(self, table: EngineTable, columns: Sequence[str], judge: Callable[..., bool]) -> Rows:
        """Judge each distinct set of cells once, in Python, and look the verdict up."""
        distinct = self._distinct(table, columns).drop_nulls()
        bad = distinct.filter(pl.Series([judge(*row) for row in distinct.iter_rows()], dtype=pl.Boolean))
        if not len(bad):
            return NO_ROWS
        cells, engine = self._columns(table, columns), self._engine(table)
        if len(columns) == 1:
            return _rows(cells.filter(_among(pl.col(columns[0]), bad[columns[0]])), engine)
        return _rows(cells.join(bad.lazy(), on=list(columns), how="semi"), engine)

    def verdicts(
        self, table: EngineTable, columns: Sequence[str], judge: Callable[..., Any]
    ) -> Sequence[tuple[int, Any]]:
        """Judge each distinct set of cells once, in Python, and look the verdict up."""
        distinct = self._distinct(table, columns)
        verdicts = [judge(*row) for row in distinct.iter_rows()]
        bad = distinct.with_columns(pl.int_range(pl.len()).alias("verdict")).filter(
            pl.Series([verdict is not None for verdict in verdicts], dtype=pl.Boolean)
        )
        if not len(bad):
            return ()
        found = (
            self._columns(table, columns)
            .join(bad.lazy(), on=list(columns), how="inner", nulls_equal=True)
            .select(ROW, "verdict")
            .collect(engine=self._engine(table))
            .sort(ROW)
        )
        return [(row, verdicts[number]) for row, number in found.iter_rows()]

    def _distinct(self, table: EngineTable, columns: Sequence[str]) -> pl.DataFrame:
        opened = self._known(table)
        if opened is not None and len(columns) == 1:
            opened.load(columns)
            opened.find_distinct(columns)
            return opened.distinct[columns[0]].to_frame()
        return self._columns(table, columns).select(columns).unique().collect(engine=self._engine(table))

    # --------------------------------------------------------------------------------------------------- partners

    def without_partner(
        self, table: EngineTable, columns: Sequence[str], other: EngineTable, other_columns: Sequence[str]
    ) -> Rows:
        """Look one column up by its distinct values where they are known; else the rows, by a join."""
        engine, opened = self._engine(table, other), self._known(table)
        cells = self._whole(table, columns)
        partners = self._columns(other, other_columns).select(other_columns)
        on: dict[str, Any] = {"left_on": list(columns), "right_on": list(other_columns), "how": "anti"}
        if len(columns) > 1 or opened is None or columns[0] not in opened.distinct:
            return _rows(cells.join(partners, **on), engine)
        values = opened.distinct[columns[0]].to_frame().lazy().drop_nulls()
        bad = values.join(partners, **on).collect(engine=engine)[columns[0]]
        return _rows(cells.filter(_among(pl.col(columns[0]), bad)), engine) if len(bad) else NO_ROWS

    def with_partner(
        self, table: EngineTable, columns: Sequence[str], other: EngineTable, other_columns: Sequence[str]
    ) -> Rows:
        """Let hashes nominate rows on both sides, and compare the cells of those alone."""
        here, there = self._hashed(table, columns), self._hashed(other, other_columns)
        if len(here) < len(there):
            there = there.filter(pl.col("h").is_in(here["h"].unique().implode()))
            here = here.filter(pl.col("h").is_in(there["h"].unique().implode()))
        else:
            here = here.filter(pl.col("h").is_in(there["h"].unique().implode()))
        if not len(here):
            return NO_ROWS
        cells = self._columns(table, columns).filter(pl.col(ROW).is_in(here[ROW].implode()))
        partners = self._columns(other, other_columns)
        if len(there) < LONG:
            partners = partners.filter(pl.col(ROW).is_in(there[ROW].implode()))
        met = cells.join(
            partners.select(other_columns), left_on=list(columns), right_on=list(other_columns), how="semi"
        )
        return _rows(met, self._engine(table, other))

    # ------------------------------------------------------------------------------------------ hierarchies, cells

    def cycles(self, table: EngineTable, key: str, parent: str) -> Rows:
        """Take away leaves while that is quick, and follow the parents of what is left."""
        edges = (
            self._columns(table, (key, parent))
            .drop_nulls()
            .unique(key, keep="first", maintain_order=True)
            .collect()
        )
        for _ in range(_ROUNDS):
            kept = edges.filter(
                pl.col(key).is_in(edges[parent].unique().implode())
                & pl.col(parent).is_in(edges[key].implode())
            )
            if len(kept) == len(edges):
                return _numbers(edges[ROW].sort())
            edges = kept
        return on_cycles(list(edges.select(key, parent, ROW).iter_rows()))

    def cells(
        self, table: EngineTable, rows: Sequence[int], columns: Sequence[str]
    ) -> Mapping[int, Mapping[str, Any]]:
        """Take rows of what is in memory by their number."""
        wanted = pl.Series(ROW, list(rows), dtype=pl.UInt32)
        opened = self._known(table)
        if opened is not None:
            opened.load(columns)
            frame = opened.loaded.select(columns)[wanted]
        else:
            found = self._columns(table, columns).filter(pl.col(ROW).is_in(wanted.implode())).collect()
            wanted, frame = found[ROW], found.select(columns)
        return dict(zip(wanted.to_list(), frame.iter_rows(named=True), strict=True))


_ROUNDS = 32
"""No hierarchy of places or measures is deeper; each round looks at all rows that are left."""

_ODD = 0x9E3779B97F4A7C15
"""2**64 divided by the golden ratio: hashes of several columns are added up in base of it, in 64 bits."""


def _among(column: pl.Expr, values: pl.Series) -> pl.Expr:
    """Return whether a cell is one of some values, null being one like any other."""
    found = column.is_in(values.drop_nulls().implode())
    return found.fill_null(value=values.null_count() > 0)


def _rows(query: pl.LazyFrame, engine: Any) -> Rows:
    return _numbers(query.select(ROW).collect(engine=engine)[ROW].sort())


def _numbers(rows: pl.Series) -> Rows:
    numbers = array("q")
    if len(rows):
        # Through Arrow, because Polars has arrays of its own only where numpy is installed.
        column = rows.cast(pl.Int64).rechunk().to_arrow()
        first = column.offset * numbers.itemsize
        numbers.frombytes(column.buffers()[1][first : first + len(rows) * numbers.itemsize])
    return Rows(numbers)


def _native(table: nw.LazyFrame[Any]) -> pl.LazyFrame:
    return cast("pl.LazyFrame", nw.to_native(table))
