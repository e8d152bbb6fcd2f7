"""Polars, the embedded engine."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

import narwhals.stable.v2 as nw
import polars as pl
import pyarrow as pa

from policy_dataset.tables.engines import ROW, EngineTable


class PolarsEngine:
    """Runs rules on Polars lazy frames."""

    name = "polars"

    def open(self, data: pa.Table) -> EngineTable:
        """Return an Arrow table as a lazy frame with its row numbers."""
        frame = (
            cast("pl.DataFrame", pl.from_arrow(data.to_batches() or data, schema=None))
            if data.num_columns
            else pl.DataFrame()
        )
        return nw.from_native(frame.with_row_index(ROW).lazy())

    def failing(self, table: EngineTable, masks: Mapping[str, nw.Expr]) -> Mapping[str, list[int]]:
        """Ask first which masks fail at all, all in one pass; collect row numbers only of those."""
        if not masks:
            return {}
        named = {name: mask.fill_null(value=False) for name, mask in masks.items()}
        any_failing = (
            _native(table.select(**{name: mask.any() for name, mask in named.items()}))
            .collect()
            .row(0, named=True)
        )
        failing = [name for name, fails in any_failing.items() if fails]
        wanted = [_native(table.filter(named[name]).select(ROW)) for name in failing]
        found = pl.collect_all(wanted)
        return {name: frame[ROW].to_list() for name, frame in zip(failing, found, strict=True)}

    def later_duplicates(self, table: EngineTable, columns: Sequence[str]) -> list[tuple[int, int]]:
        """Let a hash nominate rows, and compare the cells of those alone."""
        keys = _native(table).select(ROW, *columns).drop_nulls(columns)
        hashed = keys.select(ROW, pl.struct(*columns).hash().alias("h")).collect()
        nominated = hashed.filter(pl.col("h").is_duplicated())[ROW]
        if not len(nominated):
            return []
        few = keys.filter(pl.col(ROW).is_in(nominated.implode())).collect()
        first = few.sort(ROW).with_columns(pl.col(ROW).first().over(*columns).alias("first"))
        later = first.filter(pl.col(ROW) != pl.col("first"))
        return list(zip(later[ROW].to_list(), later["first"].to_list(), strict=True))

    def judge_distinct(
        self, table: EngineTable, columns: Sequence[str], judge: Callable[..., bool]
    ) -> list[int]:
        """Judge each distinct set of cells once, in Python, and look the verdict up."""
        cells = _native(table).select(ROW, *columns).drop_nulls(columns)
        distinct = cells.select(*columns).unique().collect()
        bad = distinct.filter(pl.Series([judge(*row) for row in distinct.iter_rows()], dtype=pl.Boolean))
        if not len(bad):
            return []
        return (
            cells.join(bad.lazy(), on=list(columns), how="semi").select(ROW).collect()[ROW].sort().to_list()
        )

    def without_partner(
        self, table: EngineTable, columns: Sequence[str], other: EngineTable, other_columns: Sequence[str]
    ) -> list[int]:
        """Keep the rows that an anti-join leaves."""
        cells = _native(table).select(ROW, *columns).drop_nulls(columns)
        partners = _native(other).select(*other_columns)
        left = cells.join(partners, left_on=list(columns), right_on=list(other_columns), how="anti")
        return cast("list[int]", left.select(ROW).collect()[ROW].sort().to_list())

    def cycles(self, table: EngineTable, key: str, parent: str) -> list[int]:
        """Take away leaves while that is quick, and follow the parents of what is left."""
        edges = (
            _native(table)
            .select(ROW, key, parent)
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
                return cast("list[int]", edges[ROW].sort().to_list())
            edges = kept
        return _on_cycles(list(edges.select(key, parent, ROW).iter_rows()))


_ROUNDS = 32
"""No hierarchy of places or measures is deeper; each round looks at all rows that are left."""


def _on_cycles(edges: list[tuple[Any, Any, int]]) -> list[int]:
    """Return the rows on cycles, each row visited once."""
    parents = {key: parent for key, parent, _ in edges}
    cycles: set[Any] = set()
    done: set[Any] = set()
    for start in parents:
        path: dict[Any, None] = {}
        here = start
        while here in parents and here not in done and here not in path:
            path[here] = None
            here = parents[here]
        if here in path:
            walked = list(path)
            cycles.update(walked[walked.index(here) :])
        done.update(path)
    return sorted(row for key, _, row in edges if key in cycles)


def _native(table: nw.LazyFrame[Any]) -> pl.LazyFrame:
    return cast("pl.LazyFrame", nw.to_native(table))
