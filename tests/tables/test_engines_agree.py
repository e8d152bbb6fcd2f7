"""Random tables with random faults: every engine finds the same problems, in the same order, as Polars does."""

from __future__ import annotations

import functools
import tempfile
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
from hypothesis import strategies as st

from on_engines import anew, on_engines
from policy_dataset.model.vocabulary import columns
from policy_dataset.pipeline import Library, check
from policy_dataset.rules.catalogue import all_rules
from policy_dataset.rules.runner import judge
from policy_dataset.tables.engines.polars import PolarsEngine
from policy_dataset.tables.frame import Frames
from policy_dataset.testing import example_dataset, write_dataset
from policy_dataset.testing.draft import Draft
from tables.agreement import (
    RULES,
    SCHEMA,
    Call,
    call_rows,
    calls,
    in_files,
    in_memory,
    ports,
    text_of,
    write_csv,
    write_parquet,
    wrong_cells,
)


def said(frames, engine, cap=None):
    verdict = judge(frames, RULES, engine, cap=cap)
    found = [(f.rule, f.table, f.column, list(f.rows)) for f in verdict.found]
    return list(verdict.faults), list(verdict.problems), dict(verdict.totals), found


caps = st.sampled_from([None, 1, 3])


@on_engines(some=ports, rows=call_rows, cap=caps)
def test_tables_in_memory(engine, some, rows, cap):
    frames = in_memory(some, [*rows, *rows[:2]], records=len(rows) // 2)
    wanted = said(frames, PolarsEngine(), cap)
    assert wanted[0] == []
    assert said(frames, anew(engine), cap) == wanted


@on_engines(some=ports, rows=call_rows, empty=st.lists(st.integers(0, 13), max_size=4), cap=caps)
def test_empty_text_in_memory_is_a_text(engine, some, rows, empty, cap):
    holes = [{**row, "note_en": "", "at": ""} if n in empty else row for n, row in enumerate(rows)]
    frames = in_memory(some, holes)
    assert said(frames, anew(engine), cap) == said(frames, PolarsEngine(), cap)


kinds = st.sampled_from(["csv", "csv", "plain", "floats", "others", "fewer"])
parts = st.lists(st.tuples(kinds, call_rows), min_size=1, max_size=4)


@on_engines(some=ports, files=parts, wrong=wrong_cells, cap=caps)
def test_files(engine, some, files, wrong, cap):
    with tempfile.TemporaryDirectory() as folder:
        paths = [
            write_csv(Path(folder) / f"{n}.csv", rows, wrong)
            if kind == "csv"
            else write_parquet(Path(folder) / f"{n}.parquet", rows, kind)
            for n, (kind, rows) in enumerate(files)
        ]
        frames, problems = in_files(some, paths)
        wanted = said(frames, PolarsEngine(), cap)
        assert wanted[0] == [], problems
        assert said(frames, anew(engine), cap) == wanted


@on_engines(
    some=ports,
    rows=call_rows,
    years=st.lists(st.sampled_from(["2", "2", "soon", "-0"]), min_size=1, max_size=4),
)
def test_folders_that_name_a_column(engine, some, rows, years):
    with tempfile.TemporaryDirectory() as folder:
        for n, year in enumerate(years):
            write_parquet(Path(folder) / f"crew={year}" / f"{n}.parquet", rows, "fewer")
        frames, _ = in_files(some, [Path(folder)])
        assert said(frames, anew(engine)) == said(frames, PolarsEngine())


# ------------------------------------------------------------------------------------------------- records in YAML

IN_YAML = replace(Library.standard(), schema=SCHEMA, rules={r.id: r for r in RULES}, derivations={})
META = Draft.of(example_dataset(), SCHEMA).meta | {"ignores": []}
in_yaml = st.lists(
    calls.filter(
        lambda row: row["note_en"] is None or ("\0" not in row["note_en"] and row["note_en"].strip())
    ),
    min_size=1,
    max_size=8,
)


def written(row):
    """Return a record with its fields as authors write them, in the order of columns."""
    names = {name: c.authored_as or name for name, c in columns(Call).items()}
    return {names[name]: text_of(row[name]) for name in names if row[name] is not None}


def in_short(problems):
    """Say what is wrong with which cell, but not where it stands: in a file of records, elsewhere and in another order.

    A column has the name that it has in records.
    """
    names = {name: c.authored_as or name for name, c in columns(Call).items()}
    found = []
    for p in problems:
        if p.table == "calls":
            field = names.get(p.field or "", p.field or "")
            found.append((p.row, p.code, field, p.value or "", p.hint.replace(f"`{p.field}", f"`{field}")))
    return sorted(found)


@on_engines(rows=in_yaml)
def test_records_in_yaml_are_judged_as_rows_of_csv(engine, rows):
    draft = Draft(SCHEMA, meta=META)
    draft.records["calls"] = [written(row) for row in rows]
    with tempfile.TemporaryDirectory() as folder:
        root = write_dataset(draft.files(), Path(folder) / "dataset")
        wanted = check(root, library=IN_YAML, engine=PolarsEngine()).report
        assert wanted.faults == ()
        on_engine = check(root, library=IN_YAML, engine=anew(engine)).report
        assert (list(on_engine), on_engine.faults) == (list(wanted), ())
        frames, _ = in_files([], [write_csv(Path(folder) / "calls.csv", rows)])
        assert in_short(judge(frames, RULES, anew(engine), cap=None).problems) == in_short(wanted)


# ---------------------------------------------------------------------------------------------- the library's tables


@functools.cache
def curated() -> Frames:
    with tempfile.TemporaryDirectory() as folder:
        root = write_dataset(example_dataset(), Path(folder) / "dataset")
        return check(root, texts=root / "texts").frames


@functools.cache
def cells_of_the_library() -> tuple[tuple[str, str], ...]:
    return tuple(
        (name, column)
        for name, frame in sorted(curated().own.items())
        if frame.rows
        for column in frame.data.column_names
    )


changes = st.lists(
    st.tuples(
        st.deferred(lambda: st.sampled_from(cells_of_the_library())),
        st.integers(0, 99),
        st.one_of(
            st.none(),
            st.integers(0, 99),
            st.sampled_from(["nothing", "e\u0301", "A b ", "1999", "某地", "0"]),
        ),
    ),
    max_size=12,
)


def changed(frames: Frames, change) -> Frames:
    """Empty a cell of the library's tables, or put that of another row there, or another text."""
    (name, column), row, what = change
    frame = frames.own[name]
    cells = frame.data[column].to_pylist()
    if isinstance(what, int):
        what = cells[what % len(cells)]
    elif what is not None and frame.data.schema.field(column).type != pa.string():
        return frames
    cells[row % len(cells)] = what
    at = frame.data.schema.get_field_index(column)
    field = frame.data.schema.field(column).with_nullable(True)
    return frames.replaced(
        name, replace(frame, source=frame.data.set_column(at, field, pa.array(cells, field.type)))
    )


@on_engines(some=changes)
def test_tables_of_the_library(engine, some):
    frames = functools.reduce(changed, some, curated())
    rules = all_rules().values()
    wanted = judge(frames, rules, PolarsEngine())
    found = judge(frames, rules, anew(engine))
    assert (found.faults, found.problems, found.totals) == (wanted.faults, wanted.problems, wanted.totals)
    assert found.found == wanted.found
