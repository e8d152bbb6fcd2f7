"""DuckDB: SQL in this process, over files that are read where they lie.

Nothing is collected to Python but row numbers, distinct values that Python judges, and cells of problems. What makes it
quick on long tables:

- Parquet is not copied, so that a query reads the columns that it asks for, and text that comes again and again once.
- All masks of a table are one query, which returns the rows where one of them is true.
- Rows that repeat others are nominated by a hash of eight bytes; the cells of the nominated decide.
"""

# ruff: noqa: S608 - every name in a query is quoted
from __future__ import annotations

import weakref
from collections.abc import Callable, Mapping, Sequence
from itertools import count
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any, cast

import duckdb
import narwhals.stable.v2 as nw
import pyarrow as pa
import pyarrow.compute as pc

from policy_dataset.tables.engines import NO_CELLS, NO_ROWS, ROW, EngineTable, Repeats, Rows, Scanned
from policy_dataset.tables.engines.arrow_rows import as_they_stand, rows_of
from policy_dataset.tables.engines.duckdb_files import find_remote, open_view, quoted
from policy_dataset.tables.engines.duckdb_room import in_its_room
from policy_dataset.tables.engines.hierarchy import on_cycles
from policy_dataset.tables.files import BulkFiles, RemoteParquet

_ROW = quoted(ROW)
_FEW = 50_000
"""So many edges of a hierarchy are followed in Python at once."""
_ROUNDS = 32
"""No hierarchy of places or measures is deeper; each round looks at all rows that are left."""


class DuckDBEngine:
    """Runs rules on DuckDB, in a database in memory of its own. It keeps what it opened as long as it lives."""

    name = "duckdb"
    at_once = 1

    def __init__(self) -> None:
        self._base = duckdb.connect(":memory:")
        self._base.execute("set enable_progress_bar = false")
        # Code is not fetched because a path asks for it.
        self._base.execute("set autoinstall_known_extensions = false")
        self.folder = self._temporary_folder()
        self._base.execute("set temp_directory = ?", [self.folder])
        self._fresh = (f"t{number}" for number in count())
        self._views: dict[int, tuple[EngineTable, str]] = {}
        self._hashes: dict[tuple[str, tuple[str, ...]], str] = {}

    def _temporary_folder(self) -> str:
        """Return where that goes which does not fit into memory: not to the folder that somebody works in."""
        try:
            folder = mkdtemp(prefix="policy-dataset-")
        except OSError:
            # Nowhere: what fits is judged all the same.
            return ""
        weakref.finalize(self, rmtree, folder, ignore_errors=True)
        return folder

    @in_its_room
    def open(self, data: pa.Table) -> EngineTable:
        """Copy an Arrow table, whose rows are then numbered by where they lie."""
        name = next(self._fresh)
        if not data.num_columns:
            self._base.execute(f"create view {name} as select range as {_ROW} from range({data.num_rows})")
            return self._view(name)
        self._base.register(f"{name}_given", data)
        self._base.execute(f"create table {name}_cells as from {name}_given")
        self._base.unregister(f"{name}_given")
        self._base.execute(f"create view {name} as select rowid as {_ROW}, * from {name}_cells")
        return self._view(name)

    def find_remote(self, address: str) -> Sequence[RemoteParquet]:
        """Ask the stores that DuckDB's extensions open; none is fetched from anywhere, only loaded where it is installed."""
        return find_remote(self._base, address)

    @in_its_room
    def scan(self, files: BulkFiles, names: Sequence[str]) -> Scanned:  # noqa: ARG002 - queries say what they read
        """Make a view of files; CSV is read into a table at once."""
        name = next(self._fresh)
        misfits = open_view(self._base, name, files)
        return Scanned(self._view(name), misfits)

    def _view(self, name: str) -> EngineTable:
        table: EngineTable = nw.from_native(self._base.view(name))
        self._views[id(table)] = (table, name)
        return table

    def _name(self, table: EngineTable) -> str:
        """Return what a table is called in queries; one that was made from others gets a name."""
        found = self._views.get(id(table))
        if found is not None:
            return found[1]
        name = next(self._fresh)
        _native(table).create_view(name)
        self._views[id(table)] = (table, name)
        return name

    def _rows(self, query: str) -> Rows:
        return rows_of(self._base.sql(query).to_arrow_table().column(0))

    # ------------------------------------------------------------------------------------------------------ masks

    @in_its_room
    def failing(
        self,
        table: EngineTable,
        masks: Mapping[str, nw.Expr],
        cells: Mapping[str, str] = NO_CELLS,  # noqa: ARG002 - Parquet's dictionaries are judged by DuckDB itself
    ) -> Mapping[str, Rows]:
        """Judge all masks in one query, and take the rows where one is true."""
        if not masks:
            return {}
        verdicts = table.select(nw.col(ROW), **{str(i): mask for i, mask in enumerate(masks.values())})
        one = " or ".join(quoted(str(i)) for i in range(len(masks)))
        found = _native(verdicts).filter(one).to_arrow_table()
        return {
            label: rows_of(found[ROW].filter(found[str(i)]))
            for i, label in enumerate(masks)
            if pc.any(found[str(i)]).as_py()
        }

    # ------------------------------------------------------------------------------------------------- duplicates

    @in_its_room
    def later_duplicates(self, table: EngineTable, columns: Sequence[str]) -> Repeats:
        """Let a hash nominate rows, and compare the cells of those alone."""
        name, hashes, nominated = self._name(table), self._hashed(table, columns), next(self._fresh)
        self._base.execute(
            f"create temp table {nominated} as select r from {hashes} "
            f"where h in (select h from {hashes} group by h having count(*) > 1)"
        )
        key = _listed(columns)
        found = self._base.sql(
            f"select r, first from (select {_ROW} as r, min({_ROW}) over (partition by {key}) as first "
            f"from {name} where {_ROW} in (select r from {nominated})) where r <> first order by r"
        ).to_arrow_table()
        self._base.execute(f"drop table {nominated}")
        if not len(found):
            return Repeats(NO_ROWS, NO_ROWS)
        return Repeats(as_they_stand(found["r"]), as_they_stand(found["first"]))

    def _hashed(self, table: EngineTable, columns: Sequence[str]) -> str:
        """Return the name of a table of row numbers and hashes of the rows that have all of some cells."""
        key = (self._name(table), tuple(columns))
        if key not in self._hashes:
            hashes = next(self._fresh)
            self._base.execute(
                f"create temp table {hashes} as select {_ROW} as r, hash({_listed(columns)}) as h "
                f"from {key[0]} where {_whole(columns)}"
            )
            self._hashes[key] = hashes
        return self._hashes[key]

    # ---------------------------------------------------------------------------------------------- distinct values

    @in_its_room
    def judge_distinct(self, table: EngineTable, columns: Sequence[str], judge: Callable[..., bool]) -> Rows:
        """Judge each distinct set of cells once, in Python, and look the verdict up."""
        name, distinct = self._name(table), self._distinct(table, columns, _whole(columns))
        bad = [number for number, *cells in self._all(distinct) if judge(*cells)]
        if not bad:
            return NO_ROWS
        return self._rows(f"select {_ROW} from {self._met(name, distinct, columns, bad)}")

    @in_its_room
    def verdicts(
        self, table: EngineTable, columns: Sequence[str], judge: Callable[..., Any]
    ) -> Sequence[tuple[int, Any]]:
        """Judge each distinct set of cells once, in Python, and look the verdict up."""
        name, distinct = self._name(table), self._distinct(table, columns, "true")
        verdicts = {number: judge(*cells) for number, *cells in self._all(distinct)}
        bad = [number for number, verdict in verdicts.items() if verdict is not None]
        if not bad:
            return ()
        query = f"select here.{_ROW}, there.n from {self._met(name, distinct, columns, bad)} order by 1"
        return [(row, verdicts[number]) for row, number in self._base.execute(query).fetchall()]

    def _distinct(self, table: EngineTable, columns: Sequence[str], given: str) -> str:
        name, key = next(self._fresh), _listed(columns)
        self._base.execute(
            f"create temp table {name} as select row_number() over () as n, * "
            f"from (select distinct {key} from {self._name(table)} where {given})"
        )
        return name

    def _all(self, distinct: str) -> Sequence[tuple[Any, ...]]:
        return self._base.execute(f"from {distinct}").fetchall()

    def _met(self, name: str, distinct: str, columns: Sequence[str], numbers: Sequence[int]) -> str:
        """Return the rows whose cells are one of some distinct sets, null being one like any other."""
        bad = next(self._fresh)
        # Arrow would make an array of a list with pandas, which takes longer to load than the rest.
        self._base.execute(
            f"create temp table {bad} as from {distinct} where n in (select unnest(?::bigint[]))",
            [list(numbers)],
        )
        same = " and ".join(f"here.{quoted(c)} is not distinct from there.{quoted(c)}" for c in columns)
        return f"{name} as here join {bad} as there on {same}"

    # --------------------------------------------------------------------------------------------------- partners

    @in_its_room
    def without_partner(
        self, table: EngineTable, columns: Sequence[str], other: EngineTable, other_columns: Sequence[str]
    ) -> Rows:
        """Take the rows that a join leaves."""
        return self._joined("anti", table, columns, other, other_columns)

    @in_its_room
    def with_partner(
        self, table: EngineTable, columns: Sequence[str], other: EngineTable, other_columns: Sequence[str]
    ) -> Rows:
        """Take the rows that a join keeps."""
        return self._joined("semi", table, columns, other, other_columns)

    def _joined(
        self,
        how: str,
        table: EngineTable,
        columns: Sequence[str],
        other: EngineTable,
        other_columns: Sequence[str],
    ) -> Rows:
        here, there = self._name(table), self._name(other)
        pairs = zip(columns, other_columns, strict=True)
        same = " and ".join(f"here.{quoted(a)} = there.{quoted(b)}" for a, b in pairs)
        return self._rows(
            f"select here.{_ROW} from (select {_ROW}, {_listed(columns)} from {here} where {_whole(columns)}) as here "
            f"{how} join {there} as there on {same}"
        )

    # ------------------------------------------------------------------------------------------ hierarchies, cells

    @in_its_room
    def cycles(self, table: EngineTable, key: str, parent: str) -> Rows:
        """Take away leaves while that is quick, and follow the parents of what is left."""
        edges, name = next(self._fresh), self._name(table)
        child, above = quoted(key), quoted(parent)
        self._base.execute(
            f"create temp table {edges} as select {child} as k, arg_min({above}, {_ROW}) as p, min({_ROW}) as r "
            f"from {name} where {_whole((key, parent))} group by {child}"
        )
        for _ in range(_ROUNDS):
            before = self._count(edges)
            if before <= _FEW:
                break
            kept = next(self._fresh)
            self._base.execute(
                f"create temp table {kept} as select * from {edges} "
                f"where k in (select p from {edges}) and p in (select k from {edges})"
            )
            self._base.execute(f"drop table {edges}")
            edges = kept
            if self._count(edges) == before:
                return self._rows(f"select r from {edges}")
        return on_cycles(self._base.execute(f"select k, p, r from {edges} order by r").fetchall())

    def _count(self, name: str) -> int:
        return int(self._base.execute(f"select count(*) from {name}").fetchall()[0][0])

    @in_its_room
    def cells(
        self, table: EngineTable, rows: Sequence[int], columns: Sequence[str]
    ) -> Mapping[int, Mapping[str, Any]]:
        """Take rows by their number."""
        found = self._base.execute(
            f"select {_listed((ROW, *columns))} from {self._name(table)} where {_ROW} in (select unnest(?::bigint[]))",
            [list(rows)],
        ).fetchall()
        return {row: dict(zip(columns, some, strict=True)) for row, *some in found}


def _listed(columns: Sequence[str]) -> str:
    return ", ".join(quoted(name) for name in columns)


def _whole(columns: Sequence[str]) -> str:
    return " and ".join(f"{quoted(name)} is not null" for name in columns)


def _native(table: EngineTable) -> duckdb.DuckDBPyRelation:
    return cast("duckdb.DuckDBPyRelation", nw.to_native(table))
