"""Spark: rules as jobs over partitioned data, on this machine or on a cluster.

Rows stay with the executors. What comes to the driver is row numbers of findings, distinct values that Python has to
judge, and the few cells that are told. What keeps the jobs few and short:

- All masks of a table are judged in one job, a bit for each verdict.
- Rows that repeat others are nominated by a hash of eight bytes, so that nothing longer is sent between executors; the
  cells of the nominated decide.
- The shorter of two tables is sent to the longer one.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import reduce
from operator import and_, or_
from typing import Any, Self, cast

import narwhals.stable.v2 as nw
import pyarrow as pa
import pyarrow.compute as pc
from pyspark.sql import Column as SparkColumn
from pyspark.sql import DataFrame
from pyspark.sql import functions as sf
from pyspark.sql.window import Window

from policy_dataset.tables.engines import NO_CELLS, NO_ROWS, ROW, EngineTable, Repeats, Rows, Scanned
from policy_dataset.tables.engines.arrow_rows import as_they_stand, rows_of
from policy_dataset.tables.engines.hierarchy import on_cycles
from policy_dataset.tables.engines.spark_files import open_bulk
from policy_dataset.tables.engines.spark_remote import find_remote
from policy_dataset.tables.engines.spark_session import open_home
from policy_dataset.tables.files import BulkFiles, RemoteParquet

FEW = 1 << 17
"""So many rows may come to the driver, or go to every executor, at once."""
_BITS = 62
"""Verdicts in one whole number."""
_ROUNDS = 32
"""No hierarchy of places or measures is deeper; each round looks at all rows that are left."""


class SparkEngine:
    """Runs rules on Spark.

    Parameters
    ----------
    master
        Where Spark runs, as `local[4]` or `spark://host:7077`. A session that is running is used as it is; without one,
        all processors of this machine are used, or what `spark-submit` says.
    """

    name = "spark"
    # While the last tasks of one job run, those of another begin.
    at_once = 2

    def __init__(self, master: str | None = None) -> None:
        home = open_home(master)
        self._session = home.session
        self._started = home.started
        self._rows: dict[int, tuple[EngineTable, int]] = {}
        self._schemas: dict[str, pa.Schema] = {}
        self._kept: list[DataFrame] = []
        self._let_go = weakref.finalize(self, _let_go, self._kept)

    def __enter__(self) -> Self:
        """Return the engine."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let go of what the executors keep, and stop Spark if it was started here."""
        self.close()

    def close(self) -> None:
        """Let go of what the executors keep, and stop Spark if it was started here."""
        self._let_go()
        if self._started is not None:
            self._started.stop()
            self._started = None

    def open(self, data: pa.Table) -> EngineTable:
        """Return an Arrow table as a lazy frame with its row numbers."""
        fields = [pa.field(f.name, _plain_type(f.type)) for f in data.schema]
        numbered = data.cast(pa.schema(fields)).add_column(
            0, pa.field(ROW, pa.int64()), pa.array(range(data.num_rows), type=pa.int64())
        )
        return self._keep(self._session.createDataFrame(numbered), data.num_rows)

    def find_remote(self, address: str) -> Sequence[RemoteParquet]:
        """Ask the file systems that Spark has, by the settings of its session."""
        found = find_remote(self._session, address)
        self._schemas |= {file.address: file.schema for file in found}
        return found

    def scan(self, files: BulkFiles, names: Sequence[str]) -> Scanned:  # noqa: ARG002 - Parquet is read as it is asked for, and text as a whole
        """Open files where they lie: text is read once and kept by the executors, Parquet each time it is asked for."""
        opened = open_bulk(self._session, files, self._schemas)
        if opened.kept is not None:
            self._kept.append(opened.kept)
        return Scanned(self._keep(opened.frame, files.rows), opened.misfits)

    def _keep(self, frame: DataFrame, rows: int) -> EngineTable:
        table = nw.from_native(frame)
        self._rows[id(table)] = (table, rows)
        return table

    def _is_small(self, table: EngineTable) -> bool:
        found = self._rows.get(id(table))
        return found is not None and found[1] <= FEW

    def _sent(self, frame: DataFrame, *, small: bool) -> DataFrame:
        """Return a frame that is sent to every executor if it is small; otherwise Spark decides."""
        return sf.broadcast(frame) if small else frame

    def _from_arrow(self, data: pa.Table) -> DataFrame:
        return self._session.createDataFrame(data)

    # ------------------------------------------------------------------------------------------------------ masks

    def failing(
        self,
        table: EngineTable,
        masks: Mapping[str, nw.Expr],
        cells: Mapping[str, str] = NO_CELLS,  # noqa: ARG002 - one job judges all cells as it reads them
    ) -> Mapping[str, Rows]:
        """Judge the rows by all masks in one job, a bit for each verdict; rows without a finding stay where they are."""
        if not masks:
            return {}
        labels = list(masks)
        verdicts = _native(table.select(nw.col(ROW), **{f"m{i}": masks[n] for i, n in enumerate(labels)}))
        words = [labels[at : at + _BITS] for at in range(0, len(labels), _BITS)]
        bits = [
            reduce(_either, (_bit(f"m{number * _BITS + i}", i) for i in range(len(word)))).alias(f"w{number}")
            for number, word in enumerate(words)
        ]
        judged = verdicts.select(ROW, *bits)
        found = judged.filter(reduce(or_, (sf.col(f"w{n}") != 0 for n in range(len(words))))).toArrow()
        found = found.sort_by(ROW)
        rows: dict[str, Rows] = {}
        for number, word in enumerate(words):
            for i, label in enumerate(word):
                there = pc.not_equal(pc.bit_wise_and(found[f"w{number}"], 1 << i), 0)
                if pc.any(there).as_py():
                    rows[label] = rows_of(found[ROW].filter(there))
        return rows

    # ------------------------------------------------------------------------------------------------- duplicates

    def later_duplicates(self, table: EngineTable, columns: Sequence[str]) -> Repeats:
        """Let a hash nominate rows, and compare the cells of those alone."""
        cells = _whole(table, columns)
        hashed = cells.select(_hash(cells, columns).alias("__h__"))
        again = hashed.groupBy("__h__").count().filter("count > 1").select("__h__").limit(FEW + 1).toArrow()
        if not again.num_rows:
            return Repeats(NO_ROWS, NO_ROWS)
        if again.num_rows <= FEW:
            cells = cells.withColumn("__h__", _hash(cells, columns))
            cells = cells.join(sf.broadcast(self._from_arrow(again)), "__h__", "left_semi")
        first = sf.min(ROW).over(Window.partitionBy(*columns)).alias("__first__")
        found = cells.select(ROW, first).filter(sf.col(ROW) != sf.col("__first__")).toArrow().sort_by(ROW)
        return Repeats(rows_of(found[ROW]), as_they_stand(found["__first__"]))

    # ---------------------------------------------------------------------------------------------- distinct values

    def judge_distinct(self, table: EngineTable, columns: Sequence[str], judge: Callable[..., bool]) -> Rows:
        """Judge each distinct set of cells once, in Python, and look the verdict up."""
        cells = _whole(table, columns)
        bad = [row for row in _distinct(cells, columns) if judge(*row)]
        if not bad:
            return NO_ROWS
        return _rows(self._met(cells, columns, bad))

    def verdicts(
        self, table: EngineTable, columns: Sequence[str], judge: Callable[..., Any]
    ) -> Sequence[tuple[int, Any]]:
        """Judge each distinct set of cells once, in Python, and look the verdict up."""
        cells = _native(table).select(ROW, *columns)
        judged = ((row, judge(*row)) for row in _distinct(cells, columns))
        bad = [(row, verdict) for row, verdict in judged if verdict is not None]
        if not bad:
            return ()
        found = self._met(cells, columns, [row for row, _ in bad]).select(ROW, "__at__").toArrow()
        pairs = zip(found[ROW].to_pylist(), found["__at__"].to_pylist(), strict=True)
        return [(row, bad[at][1]) for row, at in sorted(pairs)]

    def _met(self, cells: DataFrame, columns: Sequence[str], sets: Sequence[Sequence[Any]]) -> DataFrame:
        """Return the rows whose cells, null or not, are among some sets, with the position of theirs."""
        types = cells.select(*columns).limit(0).toArrow().schema
        data = {
            f"__{i}__": pa.array([s[i] for s in sets], type=types.field(i).type) for i in range(len(columns))
        }
        known = self._from_arrow(pa.table({**data, "__at__": pa.array(range(len(sets)), type=pa.int64())}))
        same = reduce(and_, (sf.col(name).eqNullSafe(sf.col(f"__{i}__")) for i, name in enumerate(columns)))
        return cells.join(self._sent(known, small=len(sets) <= FEW), same)

    # --------------------------------------------------------------------------------------------------- partners

    def without_partner(
        self, table: EngineTable, columns: Sequence[str], other: EngineTable, other_columns: Sequence[str]
    ) -> Rows:
        """Send the other table's cells to the executors where they are few."""
        cells, (partners, same) = _whole(table, columns), _partners(columns, other, other_columns)
        return _rows(cells.join(self._sent(partners, small=self._is_small(other)), same, "left_anti"))

    def with_partner(
        self, table: EngineTable, columns: Sequence[str], other: EngineTable, other_columns: Sequence[str]
    ) -> Rows:
        """Send the shorter table's cells to the executors that have the longer one's."""
        cells, (partners, same) = _whole(table, columns), _partners(columns, other, other_columns)
        if not self._is_small(other) and self._is_small(table):
            # The cells of the other table that are met are few again.
            asked = sf.broadcast(cells.select(*columns).distinct())
            partners = sf.broadcast(partners.join(asked, same, "left_semi").distinct())
        return _rows(cells.join(self._sent(partners, small=self._is_small(other)), same, "left_semi"))

    # ------------------------------------------------------------------------------------------ hierarchies, cells

    def cycles(self, table: EngineTable, key: str, parent: str) -> Rows:
        """Take away leaves and roots while there are many rows, and follow the parents of what is left."""
        edges = (
            _whole(table, (key, parent))
            .groupBy(sf.col(key).alias("__key__"))
            .agg(sf.min_by(parent, ROW).alias("__parent__"), sf.min(ROW).alias(ROW))
        )
        for _ in range(0 if self._is_small(table) else _ROUNDS):
            edges = edges.localCheckpoint()
            count = edges.count()
            if count <= FEW:
                break
            keys = edges.select(sf.col("__key__").alias("__there__"))
            parents = edges.select(sf.col("__parent__").alias("__there__")).distinct()
            kept = edges.join(parents, sf.col("__key__") == sf.col("__there__"), "left_semi")
            edges = kept.join(keys, sf.col("__parent__") == sf.col("__there__"), "left_semi")
        left = edges.select("__key__", "__parent__", ROW).toArrow()
        return on_cycles(list(zip(*(left[n].to_pylist() for n in left.column_names), strict=True)))

    def cells(
        self, table: EngineTable, rows: Sequence[int], columns: Sequence[str]
    ) -> Mapping[int, Mapping[str, Any]]:
        """Take rows by their number."""
        wanted = self._from_arrow(pa.table({ROW: pa.array(list(rows), type=pa.int64())}))
        names = list(dict.fromkeys((ROW, *columns)))
        found = _native(table).select(*names).join(sf.broadcast(wanted), ROW, "left_semi").toArrow()
        numbers = found[ROW].to_pylist()
        return dict(zip(numbers, found.select(list(columns)).to_pylist(), strict=True))


def _let_go(kept: list[DataFrame]) -> None:
    for frame in kept:
        if frame.sparkSession._sc._jsc is not None:  # noqa: SLF001 - a session that was stopped keeps nothing
            frame.unpersist()
    kept.clear()


def _native(table: nw.LazyFrame[Any]) -> DataFrame:
    return cast("DataFrame", nw.to_native(table))


def _whole(table: EngineTable, columns: Sequence[str]) -> DataFrame:
    """Return row numbers and some columns of the rows that have all of them. NaN is a number, whatever `dropna` says."""
    frame = _native(table).select(*dict.fromkeys((ROW, *columns)))
    return frame.filter(reduce(and_, (sf.col(name).isNotNull() for name in columns)))


def _partners(
    columns: Sequence[str], other: EngineTable, other_columns: Sequence[str]
) -> tuple[DataFrame, SparkColumn]:
    """Return some columns of another table under names of their own, and when they are the same as those of this one."""
    named = [sf.col(name).alias(f"__p{i}__") for i, name in enumerate(other_columns)]
    same = reduce(and_, (sf.col(name) == sf.col(f"__p{i}__") for i, name in enumerate(columns)))
    return _native(other).select(*named), same


def _bit(name: str, position: int) -> SparkColumn:
    return sf.when(sf.col(name), sf.lit(1 << position)).otherwise(sf.lit(0)).cast("long")


def _either(left: SparkColumn, right: SparkColumn) -> SparkColumn:
    return left.bitwiseOR(right)


def _hash(cells: DataFrame, columns: Sequence[str]) -> SparkColumn:
    return sf.xxhash64(*(_alike(cells, name) for name in columns))


def _alike(frame: DataFrame, name: str) -> SparkColumn:
    """Return a cell so that cells that are equal have one hash: nought has two signs in floating point."""
    cell = sf.col(name)
    is_float = frame.schema[name].dataType.typeName() in ("float", "double")
    return (
        sf.when(cell == 0, sf.lit(0).cast(frame.schema[name].dataType)).otherwise(cell) if is_float else cell
    )


def _distinct(cells: DataFrame, columns: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """Go through the distinct sets of cells; where there are many, they come partition by partition."""
    sets = cells.select(*columns).distinct()
    first = sets.limit(FEW + 1).toArrow()
    if first.num_rows <= FEW:
        yield from zip(*(first[i].to_pylist() for i in range(len(columns))), strict=True)
    else:
        yield from map(tuple, sets.toLocalIterator(prefetchPartitions=True))


def _rows(frame: DataFrame) -> Rows:
    return rows_of(frame.select(ROW).toArrow()[ROW])


def _plain_type(given: pa.DataType) -> pa.DataType:
    """Return a type that Spark knows and that holds the same cells."""
    if pa.types.is_dictionary(given):
        given = given.value_type
    if pa.types.is_null(given) or pa.types.is_large_string(given) or pa.types.is_string_view(given):
        return pa.string()
    if pa.types.is_uint64(given):
        return pa.decimal128(20, 0)
    if pa.types.is_unsigned_integer(given):
        return pa.int64()
    return pa.float32() if pa.types.is_float16(given) else given
