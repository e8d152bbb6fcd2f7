"""Tables that are read from their files each time are judged as those in memory, part by part."""

from __future__ import annotations

import tempfile
from pathlib import Path

import narwhals.stable.v2 as nw
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_dataset.errors import UsageError
from policy_dataset.model.vocabulary import Table, column
from policy_dataset.tables.arrow import table_of_rows
from policy_dataset.tables.engines import ROW, polars_streaming
from policy_dataset.tables.engines.polars import PolarsEngine
from policy_dataset.tables.engines.polars_streaming import StreamingPolarsEngine
from policy_dataset.tables.files import CSV, PARQUET, BulkFile, BulkFiles


class Note(Table, table="notes", title="Notes"):
    note_id: str = column("Id.", key=True)
    text: str | None = column("Text.")


NAMES = ("note_id", "text")
words = st.sampled_from(["a", "b", "é", "e\u0301", "北京", "\U00020bb7", " "])
rows = st.lists(st.tuples(words, st.none() | words), min_size=1, max_size=30)
cuts = st.integers(0, 30)


def files_of(cells, cut, folder: Path) -> BulkFiles:
    data = table_of_rows(Note, [dict(zip(NAMES, row, strict=True)) for row in cells], nullable=True)
    found = []
    for number, part in enumerate((data.slice(0, cut), data.slice(cut))):
        path = folder / f"{number}.parquet"
        pq.write_table(part, path, row_group_size=2)
        found.append(BulkFile(path, path.name, PARQUET, part.num_rows, NAMES))
    return BulkFiles(Note, tuple(found))


def asked(engine, files):
    """Ask everything of an engine that a rule may ask of one table."""
    table = engine.scan(files, ["note_id"]).table
    masks = {
        "a": nw.col("note_id") == "a",
        "none": nw.col("text").is_null(),
        "same": nw.col("text") == nw.col("note_id"),
        "never": nw.col("note_id") == "z",
    }
    collected = table.collect()
    return {
        "rows": list(zip(*(collected[n].to_list() for n in (ROW, *NAMES)), strict=True)),
        "failing": engine.failing(table, masks, {"a": "note_id"}),
        "again": engine.later_duplicates(table, NAMES),
        "filled": engine.later_duplicates(table.with_columns(nw.col("text").fill_null("")), NAMES),
        "distinct": engine.judge_distinct(table, NAMES, lambda one, other: one > other),
        "verdicts": list(
            engine.verdicts(table, NAMES, lambda one, other: None if other == "a" else f"{one}{other}")
        ),
        "bulk": list(engine.verdicts(table.filter(nw.col(ROW) >= 2), NAMES, lambda one, _: one)),
        "alone": engine.without_partner(table, ["note_id"], table, ["text"]),
        "met": engine.with_partner(table, NAMES, table, ("text", "note_id")),
        "cycles": engine.cycles(table, "note_id", "text"),
        "cells": dict(engine.cells(table, [0, collected.shape[0] - 1], NAMES)),
    }


@given(rows, cuts)
def test_every_question_has_the_answer_that_memory_gives(cells, cut):
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(polars_streaming, "PART_ROWS", 3)
        files = files_of(cells, min(cut, len(cells)), Path(folder))
        assert asked(StreamingPolarsEngine(), files) == asked(PolarsEngine(), files)


def test_each_distinct_set_of_cells_is_judged_once_in_all_parts(tmp_path, monkeypatch):
    monkeypatch.setattr(polars_streaming, "PART_ROWS", 3)
    files = files_of([(w, None) for w in "abcabcabcabc"], 5, tmp_path)
    engine, seen = StreamingPolarsEngine(), []
    engine.verdicts(engine.scan(files, []).table, ["note_id"], seen.append)
    assert sorted(seen) == ["a", "b", "c"]


def test_what_has_to_be_parsed_each_time_is_refused(tmp_path):
    path = tmp_path / "notes.csv"
    path.write_text("note_id,text\na,b\n", encoding="utf-8")
    files = BulkFiles(Note, (BulkFile(path, path.name, CSV, 1, NAMES),))
    with pytest.raises(UsageError):
        StreamingPolarsEngine().scan(files, [])
