"""What rules ask of an engine, beside slow plain-Python references."""

from __future__ import annotations

import sys
from decimal import ROUND_HALF_UP, Context, Decimal
from tempfile import TemporaryDirectory

import narwhals.stable.v2 as nw
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import strategies as st

from on_engines import on_engines
from policy_dataset.model.vocabulary import Table, column
from policy_dataset.tables.engines import ROW
from policy_dataset.tables.files import open_files
from policy_dataset.tables.places_of_files import places_of_all

few_words = st.sampled_from(["a", "b", "c", "d", "é", "e\u0301", "北京", "\U00020bb7", "", " ", "a\n", None])
numbers = st.one_of(st.none(), st.integers(-3, 3).map(Decimal), st.decimals("-9.5", "9.5", places=1))
rows_of_two = st.lists(st.tuples(few_words, few_words), max_size=30)
edges = st.lists(
    st.tuples(st.sampled_from([*"abcdefgh", None]), st.sampled_from([*"abcdefgh", None])), max_size=14
)


TEXTS = (pa.string(), pa.string())


def opened(engine, rows, *, chunks: int = 1, types=TEXTS):
    """Open rows of two columns, `x` and `y`, in one or several pieces."""
    schema = pa.schema([("x", types[0]), ("y", types[1])])
    size = max(1, -(-len(rows) // chunks))
    parts = [rows[at : at + size] for at in range(0, len(rows), size)] or [[]]
    batches = [
        pa.record_batch([pa.array([r[i] for r in part], type=types[i]) for i in (0, 1)], schema=schema)
        for part in parts
    ]
    return engine.open(pa.Table.from_batches(batches, schema=schema))


def whole(row) -> bool:
    return None not in row


@on_engines(rows=rows_of_two, chunks=st.integers(1, 3))
def test_rows_are_numbered_from_nought_across_chunks(engine, rows, chunks):
    collected = opened(engine, rows, chunks=chunks).collect()
    assert collected[ROW].to_list() == list(range(len(rows)))
    assert list(zip(collected["x"].to_list(), collected["y"].to_list(), strict=True)) == rows


@on_engines({"rows": [("a", None), ("a", None)], "chunks": 1}, rows=rows_of_two, chunks=st.integers(1, 3))
def test_a_later_duplicate_names_the_first_of_its_kind(engine, rows, chunks):
    wanted = [(n, rows.index(row)) for n, row in enumerate(rows) if whole(row) and row in rows[:n]]
    assert engine.later_duplicates(opened(engine, rows, chunks=chunks), ["x", "y"]) == wanted


@on_engines(rows=st.lists(st.tuples(few_words, numbers), max_size=30))
def test_duplicates_of_text_and_number(engine, rows):
    wanted = [(n, rows.index(row)) for n, row in enumerate(rows) if whole(row) and row in rows[:n]]
    table = opened(engine, rows, types=(pa.string(), pa.decimal128(38, 9)))
    assert engine.later_duplicates(table, ["x", "y"]) == wanted


@on_engines(rows=rows_of_two)
def test_each_distinct_set_of_cells_is_judged_once_and_never_with_a_null(engine, rows):
    asked = []

    def judge(x, y):
        asked.append((x, y))
        return x > y

    found = engine.judge_distinct(opened(engine, rows), ["x", "y"], judge)
    assert found == [n for n, row in enumerate(rows) if whole(row) and row[0] > row[1]]
    assert sorted(asked) == sorted({row for row in rows if whole(row)})


@on_engines(rows=rows_of_two, others=rows_of_two)
def test_a_row_without_partner(engine, rows, others):
    found = engine.without_partner(opened(engine, rows), ["x", "y"], opened(engine, others), ["y", "x"])
    partners = {(y, x) for x, y in others}
    assert found == [n for n, row in enumerate(rows) if whole(row) and row not in partners]


@on_engines(rows=rows_of_two, others=rows_of_two)
def test_a_cell_without_partner(engine, rows, others):
    found = engine.without_partner(opened(engine, rows), ["x"], opened(engine, others), ["y"])
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


@on_engines(
    {"rows": [("a", "a")]},
    {"rows": [("a", "b"), ("b", "c"), ("c", "a"), ("d", "a"), ("e", "d")]},
    {"rows": [("a", "b"), ("b", "a"), ("c", "d"), ("d", "c"), ("e", "c"), ("f", "e")]},
    {"rows": [("a", "b"), ("a", "a"), ("b", None)]},
    rows=edges,
)
def test_a_row_on_a_cycle_and_none_that_only_leads_into_one(engine, rows):
    assert engine.cycles(opened(engine, rows), "x", "y") == on_a_cycle(rows)


def test_a_deep_hierarchy_is_no_cycle(engine):
    rows = [(f"n{i}", f"n{i + 1}") for i in range(20_000)]
    assert engine.cycles(opened(engine, rows), "x", "y") == []


def test_a_long_cycle_is_found_whole(engine):
    rows = [(f"n{i}", f"n{(i + 1) % 400}") for i in range(400)]
    assert engine.cycles(opened(engine, [*rows, ("m", "n0")]), "x", "y") == list(range(400))


def test_a_cycle_at_the_end_of_a_long_way_is_found_without_the_way(engine):
    way = [(f"n{i}", f"n{i + 1}") for i in range(2_000)]
    assert engine.cycles(opened(engine, [*way, ("n2000", "o"), ("o", "n2000")]), "x", "y") == [2000, 2001]


@on_engines(rows=st.lists(st.tuples(few_words, numbers), max_size=30))
def test_the_rows_where_a_mask_is_true(engine, rows):
    table = opened(engine, rows, types=(pa.string(), pa.decimal128(38, 9)))
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
    assert engine.failing(table, masks) == {name: found for name, found in wanted.items() if found}


def test_no_masks_no_rows(engine):
    assert engine.failing(opened(engine, [("a", "b")]), {}) == {}


@pytest.mark.parametrize(
    "ask", ["later_duplicates", "judge_distinct", "without_partner", "cycles", "failing"]
)
def test_an_empty_table_has_nothing_wrong(engine, ask):
    empty = opened(engine, [])
    asked = {
        "later_duplicates": lambda: engine.later_duplicates(empty, ["x"]),
        "judge_distinct": lambda: engine.judge_distinct(empty, ["x"], bool),
        "without_partner": lambda: engine.without_partner(empty, ["x"], empty, ["y"]),
        "cycles": lambda: engine.cycles(empty, "x", "y"),
        "failing": lambda: list(engine.failing(empty, {"m": nw.col("x").is_null()})),
    }
    assert asked[ask]() == []


@on_engines(rows=rows_of_two, others=rows_of_two)
def test_a_row_with_partner(engine, rows, others):
    found = engine.with_partner(opened(engine, rows), ["x", "y"], opened(engine, others), ["y", "x"])
    partners = {(y, x) for x, y in others}
    assert found == [n for n, row in enumerate(rows) if whole(row) and row in partners]


@on_engines(rows=rows_of_two)
def test_a_verdict_is_given_once_for_each_set_of_cells_nulls_too(engine, rows):
    asked = []

    def judge(x, y):
        asked.append((x, y))
        return f"{x}-{y}" if x is None or y == "a" else None

    found = engine.verdicts(opened(engine, rows), ["x", "y"], judge)
    assert list(found) == [(n, f"{x}-{y}") for n, (x, y) in enumerate(rows) if x is None or y == "a"]
    assert len(asked) == len(set(asked)) == len(set(rows))


@on_engines(rows=st.lists(st.tuples(few_words, numbers), min_size=1, max_size=20), data=st.data())
def test_cells_of_some_rows(engine, rows, data):
    table = opened(engine, rows, types=(pa.string(), pa.decimal128(38, 9)))
    wanted = data.draw(st.lists(st.integers(0, len(rows) - 1), unique=True))
    assert engine.cells(table, wanted, ["y", "x"]) == {n: {"y": rows[n][1], "x": rows[n][0]} for n in wanted}


@on_engines(rows=rows_of_two)
def test_a_frame_made_from_a_table_is_asked_like_it(engine, rows):
    odd = opened(engine, rows).filter(nw.col(ROW) % 2 == 1).with_columns(nw.col("x").fill_null("?"))
    left = {n: (x or "?" if x != "" else "", y) for n, (x, y) in enumerate(rows) if n % 2}
    kept = [(n, row) for n, row in left.items() if whole(row)]
    cells = [row for _, row in kept]
    wanted = [(n, kept[cells.index(row)][0]) for i, (n, row) in enumerate(kept) if row in cells[:i]]
    assert engine.later_duplicates(odd, ["x", "y"]) == wanted
    assert engine.judge_distinct(odd, ["x"], lambda x: x == "?") == [
        n for n, (x, _) in left.items() if x == "?"
    ]
    assert engine.failing(odd, {"m": nw.col("x") == "a"}).get("m", []) == [
        n for n, (x, _) in left.items() if x == "a"
    ]
    assert engine.cells(odd, list(left), ["y"]) == {n: {"y": y} for n, (_, y) in left.items()}


def test_names_that_sql_reserves_are_names(engine):
    data = pa.table({"at": ["a", "a", None], 'se"lect': ["1", "1", "2"], "x y": ["a", "b", "c"]})
    table = engine.open(data)
    assert engine.later_duplicates(table, ["at", 'se"lect']) == [(1, 0)]
    assert engine.failing(table, {"group": nw.col("at").is_null()}) == {"group": [2]}
    assert engine.without_partner(table, ["x y"], table, ["at"]) == [1, 2]
    assert engine.cells(table, [1], ["at", "x y"]) == {1: {"at": "a", "x y": "b"}}
    assert engine.verdicts(table, ["at", 'se"lect'], lambda a, _: a) == [(0, "a"), (1, "a")]


doubles = st.sampled_from([0.0, -0.0, 1.5, float("nan"), float("inf"), None])


@on_engines(rows=st.lists(st.tuples(doubles, doubles), max_size=12))
def test_floating_point_is_compared_alike(engine, rows):
    """Nought is equal to minus nought, what is no number to what is no number, which is more than any number."""
    table = opened(engine, rows, types=(pa.float64(), pa.float64()))

    def alike(row):
        return tuple("nan" if cell != cell else cell for cell in row)  # noqa: PLR0124 - what is no number

    some = [alike(row) for row in rows]
    wanted = [(n, some.index(row)) for n, row in enumerate(some) if whole(row) and row in some[:n]]
    assert engine.later_duplicates(table, ["x", "y"]) == wanted
    above = [n for n, (x, _) in enumerate(some) if x is not None and (x == "nan" or x > 1)]
    assert engine.failing(table, {"m": nw.col("x") > 1}).get("m", []) == above


class Length(Table, table="lengths", title="Lengths"):
    length_id: str = column("Id.", key=True)
    metres: Decimal | None = column("Length.")


floats = st.one_of(
    st.floats(-1e15, 1e15),
    st.integers(-(2**30), 2**30).map(lambda n: n / 2**20),
    st.integers(-(10**12), 10**12).map(lambda n: (n * 10 + 5) / 10**10),
    st.sampled_from([884900567554101.0, 1 / 1024, 5e-10, 4.9e-10, 1e-300, -0.0, 0.1 + 0.2]),
)


def nine_decimals(number: Decimal) -> Decimal:
    """Round as SQL does, ties away from zero."""
    return number.quantize(Decimal("1e-9"), rounding=ROUND_HALF_UP, context=Context(prec=60))


@on_engines(
    some=st.lists(floats, min_size=1, max_size=30),
    more=st.lists(st.decimals(-(10**6), 10**6, places=12), min_size=1, max_size=30),
)
def test_numbers_of_files_that_differ_are_the_same_decimals(engine, some, more):
    with TemporaryDirectory() as folder:
        short = pa.array(some, pa.float32())
        cells = [pa.array(some), short, pa.array(more, pa.decimal128(20, 12)), pa.array([7], pa.uint64())]
        for number, values in enumerate(cells):
            ids = pa.array([f"{number}-{n}" for n in range(len(values))])
            pq.write_table(pa.table({"length_id": ids, "metres": values}), f"{folder}/{number}.parquet")
        files, _ = open_files([folder], Length)
        scanned = engine.scan(files, ["metres"])
        found = scanned.table.select(ROW, "metres").sort(ROW).collect()["metres"].to_list()
    floats = [*some, *short.to_pylist()]
    wanted = [*(Decimal(repr(x)) for x in floats), *more, Decimal(7)]
    assert found == [nine_decimals(number) for number in wanted]
    assert scanned.misfits == {}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
@pytest.mark.parametrize("form", ["csv", "parquet"])
@pytest.mark.parametrize("name", ["a*b", "a?b", "[a-c]", "**", "[[]", "~", "it's;--", "{a,b}"])
def test_what_looks_like_a_pattern_is_the_name_of_one_file(engine, tmp_path, name, form):
    folder = tmp_path / name
    folder.mkdir()
    for number, one in enumerate([name, "axb", "a", "b", "x["]):
        ids = pa.table(
            {"length_id": [f"{number}"], "metres": pa.array([Decimal(number)], pa.decimal128(38, 9))}
        )
        pq.write_table(ids, folder / f"{one}.parquet")
        (folder / f"{one}.csv").write_text(f"length_id,metres\n{number},{number}\n", encoding="utf-8")
    files, _ = open_files([folder / f"{name}.{form}", folder / f"b.{form}"], Length)
    table = engine.scan(files, ["metres"]).table
    assert table.select(ROW, "length_id").sort(ROW).collect()["length_id"].to_list() == ["0", "3"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
def test_a_name_with_a_colon_is_no_address(engine, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file:x.csv").write_text("length_id\na\n", encoding="utf-8")
    files, _ = open_files(["file:x.csv"], Length)
    assert engine.scan(files, []).table.collect()["length_id"].to_list() == ["a"]


@pytest.mark.parametrize("at_once", [0, 1 << 20])
@pytest.mark.parametrize("quoted", [False, True])
@pytest.mark.parametrize("rows", [1, 9000])
def test_a_byte_order_mark_is_no_part_of_the_first_name(engine, tmp_path, at_once, quoted, rows):
    header = '"length_id","metres"' if quoted else "length_id,metres"
    lines = [header, *(f"l{n},{n}" for n in range(rows - 1)), "中,x"]
    (tmp_path / "lengths.csv").write_text("\n".join(lines) + "\n", encoding="utf-8-sig")
    files, problems = open_files([tmp_path / "lengths.csv"], Length, at_once=at_once)
    scanned = engine.scan(files, ["length_id", "metres"])
    found = scanned.table.select(ROW, "length_id").sort(ROW).collect()["length_id"].to_list()
    assert problems == ()
    assert found == [*(f"l{n}" for n in range(rows - 1)), "中"]
    misfits = scanned.misfits["metres"]
    assert (list(misfits.rows), list(misfits.texts)) == ([rows - 1], ["x"])
    place = places_of_all(files).of(rows - 1, "metres")
    assert (place["line"], place["column"]) == (rows + 1, 3)
