"""What rules ask of an engine, beside slow plain-Python references."""

from __future__ import annotations

from decimal import Decimal

import narwhals.stable.v2 as nw
import pyarrow as pa
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from policy_dataset.tables.engines import ROW
from policy_dataset.tables.engines.polars import PolarsEngine

ENGINE = PolarsEngine()

few_words = st.sampled_from(["a", "b", "c", "d", "é", "e\u0301", "北京", "\U00020bb7", "", " ", "a\n", None])
numbers = st.one_of(st.none(), st.integers(-3, 3).map(Decimal), st.decimals("-9.5", "9.5", places=1))
rows_of_two = st.lists(st.tuples(few_words, few_words), max_size=30)
edges = st.lists(
    st.tuples(st.sampled_from([*"abcdefgh", None]), st.sampled_from([*"abcdefgh", None])), max_size=14
)


TEXTS = (pa.string(), pa.string())


def opened(rows, *, chunks: int = 1, types=TEXTS):
    """Open rows of two columns, `x` and `y`, in one or several pieces."""
    schema = pa.schema([("x", types[0]), ("y", types[1])])
    size = max(1, -(-len(rows) // chunks))
    parts = [rows[at : at + size] for at in range(0, len(rows), size)] or [[]]
    batches = [
        pa.record_batch([pa.array([r[i] for r in part], type=types[i]) for i in (0, 1)], schema=schema)
        for part in parts
    ]
    return ENGINE.open(pa.Table.from_batches(batches, schema=schema))


def whole(row) -> bool:
    return None not in row


@given(rows=rows_of_two, chunks=st.integers(1, 3))
def test_rows_are_numbered_from_nought_across_chunks(rows, chunks):
    collected = opened(rows, chunks=chunks).collect()
    assert collected[ROW].to_list() == list(range(len(rows)))
    assert list(zip(collected["x"].to_list(), collected["y"].to_list(), strict=True)) == rows


@given(rows=rows_of_two, chunks=st.integers(1, 3))
@example(rows=[("a", None), ("a", None)], chunks=1)
def test_a_later_duplicate_names_the_first_of_its_kind(rows, chunks):
    wanted = [(n, rows.index(row)) for n, row in enumerate(rows) if whole(row) and row in rows[:n]]
    assert ENGINE.later_duplicates(opened(rows, chunks=chunks), ["x", "y"]) == wanted


@given(rows=st.lists(st.tuples(few_words, numbers), max_size=30))
def test_duplicates_of_text_and_number(rows):
    wanted = [(n, rows.index(row)) for n, row in enumerate(rows) if whole(row) and row in rows[:n]]
    table = opened(rows, types=(pa.string(), pa.decimal128(38, 9)))
    assert ENGINE.later_duplicates(table, ["x", "y"]) == wanted


@given(rows=rows_of_two)
def test_each_distinct_set_of_cells_is_judged_once_and_never_with_a_null(rows):
    asked = []

    def judge(x, y):
        asked.append((x, y))
        return x > y

    found = ENGINE.judge_distinct(opened(rows), ["x", "y"], judge)
    assert found == [n for n, row in enumerate(rows) if whole(row) and row[0] > row[1]]
    assert sorted(asked) == sorted({row for row in rows if whole(row)})


@given(rows=rows_of_two, others=rows_of_two)
def test_a_row_without_partner(rows, others):
    found = ENGINE.without_partner(opened(rows), ["x", "y"], opened(others), ["y", "x"])
    partners = {(y, x) for x, y in others}
    assert found == [n for n, row in enumerate(rows) if whole(row) and row not in partners]


@given(rows=rows_of_two, others=rows_of_two)
def test_a_cell_without_partner(rows, others):
    found = ENGINE.without_partner(opened(rows), ["x"], opened(others), ["y"])
    partners = {y for _, y in others}
    assert found == [n for n, (x, _) in enumerate(rows) if x is not None and x not in partners]


def on_a_cycle(rows) -> list[int]:
    """Follow the parents of each row; the first row of a key is the one that counts."""
    parents, numbers = {}, {}
    for n, (key, parent) in enumerate(rows):
        if key is not None and parent is not None and key not in parents:
            parents[key], numbers[key] = parent, n
    found = []
    for key, above in parents.items():
        here, seen = above, set()
        while here in parents and here not in seen and here != key:
            seen.add(here)
            here = parents[here]
        if here == key:
            found.append(numbers[key])
    return sorted(found)


@given(rows=edges)
@example(rows=[("a", "a")])
@example(rows=[("a", "b"), ("b", "c"), ("c", "a"), ("d", "a"), ("e", "d")])
@example(rows=[("a", "b"), ("b", "a"), ("c", "d"), ("d", "c"), ("e", "c"), ("f", "e")])
@example(rows=[("a", "b"), ("a", "a"), ("b", None)])
def test_a_row_on_a_cycle_and_none_that_only_leads_into_one(rows):
    assert ENGINE.cycles(opened(rows), "x", "y") == on_a_cycle(rows)


def test_a_deep_hierarchy_is_no_cycle():
    rows = [(f"n{i}", f"n{i + 1}") for i in range(20_000)]
    assert ENGINE.cycles(opened(rows), "x", "y") == []


def test_a_long_cycle_is_found_whole():
    rows = [(f"n{i}", f"n{(i + 1) % 400}") for i in range(400)]
    assert ENGINE.cycles(opened([*rows, ("m", "n0")]), "x", "y") == list(range(400))


def test_a_cycle_at_the_end_of_a_long_way_is_found_without_the_way():
    way = [(f"n{i}", f"n{i + 1}") for i in range(2_000)]
    assert ENGINE.cycles(opened([*way, ("n2000", "o"), ("o", "n2000")]), "x", "y") == [2000, 2001]


@given(rows=st.lists(st.tuples(few_words, numbers), max_size=30))
def test_the_rows_where_a_mask_is_true(rows):
    table = opened(rows, types=(pa.string(), pa.decimal128(38, 9)))
    masks = {
        "negative": nw.col("y") < 0,
        "not small": ~(nw.col("y") <= 2),
        "nothing": nw.col("x").is_null(),
        "never": nw.col("x") == "no such word",
    }
    wanted = {
        "negative": [n for n, (_, y) in enumerate(rows) if y is not None and y < 0],
        "not small": [n for n, (_, y) in enumerate(rows) if y is not None and y > 2],
        "nothing": [n for n, (x, _) in enumerate(rows) if x is None],
    }
    assert ENGINE.failing(table, masks) == {name: found for name, found in wanted.items() if found}


def test_no_masks_no_rows():
    assert ENGINE.failing(opened([("a", "b")]), {}) == {}


@pytest.mark.parametrize(
    "ask", ["later_duplicates", "judge_distinct", "without_partner", "cycles", "failing"]
)
def test_an_empty_table_has_nothing_wrong(ask):
    empty = opened([])
    asked = {
        "later_duplicates": lambda: ENGINE.later_duplicates(empty, ["x"]),
        "judge_distinct": lambda: ENGINE.judge_distinct(empty, ["x"], bool),
        "without_partner": lambda: ENGINE.without_partner(empty, ["x"], empty, ["y"]),
        "cycles": lambda: ENGINE.cycles(empty, "x", "y"),
        "failing": lambda: list(ENGINE.failing(empty, {"m": nw.col("x").is_null()})),
    }
    assert asked[ask]() == []
