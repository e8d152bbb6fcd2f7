"""Comparing is exact on generated pairs, and more changes never ask for less."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from policy_dataset.model.schema import Schema
from policy_dataset.model.standard import standard_schema
from policy_dataset.release.bump import STEPS
from policy_dataset.release.diff import compare_datasets
from policy_dataset.release.load import dataset_of
from policy_dataset.release.table_diff import apply, compare_tables
from policy_dataset.tables.arrow import table_of_rows
from release.edits import release, rows
from release.samples import OWN_META, Call, Harbour

TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=6)
NUMBER = st.decimals(min_value=-(10**12), max_value=10**12, places=9, allow_nan=False)
HARBOUR = st.fixed_dictionaries(
    {
        "harbour_id": st.sampled_from("abcdefgh"),
        "name_en": TEXT,
        "kind": st.sampled_from(["zone", "province", None]),
        "depth": st.none() | NUMBER,
        "berths": st.none() | st.integers(0, 5),
        "built": st.none() | st.dates(date(1800, 1, 1), date(2100, 1, 1)),
        "open": st.none() | st.booleans(),
        "near": st.none() | st.sampled_from("abcdefgh"),
    }
)
CALL = st.fixed_dictionaries(
    {"harbour_id": st.sampled_from("abc/"), "ship": st.sampled_from(["a", "b/", "/b", "/"])}
)


def unique(records: Any, *key: str) -> Any:
    return st.lists(records, max_size=8, unique_by=lambda r: tuple(r[k] for k in key))


@given(st.data())
def test_old_tables_and_the_comparison_give_the_new_tables(data):
    schema = Schema(
        tables=(Harbour, Call), codelists={"location_kinds": standard_schema().codelists["location_kinds"]}
    )

    def drawn():
        tables = {
            "harbours": table_of_rows(Harbour, data.draw(unique(HARBOUR, "harbour_id"))),
            "calls": table_of_rows(Call, data.draw(unique(CALL, "harbour_id", "ship"))),
        }
        return dataset_of(schema, OWN_META, tables)

    old, new = drawn(), drawn()
    d = compare_datasets(old, new)
    made = d.apply()
    assert {n: t.to_pylist() for n, t in made.items()} == {n: new[n].to_arrow().to_pylist() for n in new}
    assert all(made[n].schema.equals(new[n].schema) for n in new)
    assert bool(d.tables) == any(not old[n].to_arrow().equals(new[n].to_arrow()) for n in new)
    assert all(c.old != c.new for c in d.changed)


COLUMNS = {"a": pa.string(), "b": pa.int64(), "c": pa.string(), "d": pa.decimal128(38, 9)}


@given(st.data())
def test_columns_may_come_go_and_change_their_type(data):
    def drawn():
        names = data.draw(st.lists(st.sampled_from(list(COLUMNS)), unique=True))
        kinds = {n: data.draw(st.sampled_from([pa.string(), pa.int64()])) for n in names}
        keys = data.draw(st.lists(st.sampled_from("klmn"), unique=True, max_size=4))
        of = {pa.string(): st.none() | TEXT, pa.int64(): st.none() | st.integers(-9, 9)}
        cells = {n: pa.array([data.draw(of[kinds[n]]) for _ in keys], kinds[n]) for n in names}
        return pa.table({"id": pa.array(sorted(keys), pa.string()), **cells})

    old, new = drawn(), drawn()
    made = apply(compare_tables("t", old, new, ["id"]), old)
    assert made.equals(new)


def _edits() -> list[tuple[str, int, str]]:
    """Every single edit of the sample: a row that goes, a row that comes, a cell that changes."""
    found = []
    for table, held in rows().items():
        for at, record in enumerate(held[:4]):
            key = next(iter(record))
            found += [(table, at, "goes"), (table, at, "comes")]
            found += [(table, at, n) for n, v in record.items() if n != key and isinstance(v, str | Decimal)]
    return found


def _with(edits: Any) -> Any:
    changed = rows()
    gone = []
    for table, at, what in sorted(edits):
        record = changed[table][at]
        if what == "comes":
            changed[table].append({**record, next(iter(record)): f"added_{at}"})
        elif what == "goes":
            gone.append((table, record))
        else:
            record[what] = Decimal(7) if isinstance(record[what], Decimal) else f"x_{record[what]}"
    for table, record in gone:
        changed[table].remove(record)
    return release(changed)


@settings(max_examples=25)
@given(st.sets(st.sampled_from(_edits()), max_size=6), st.sets(st.sampled_from(_edits()), max_size=6))
def test_more_changes_never_ask_for_less(some, more):
    def rank(edits):
        return [None, *STEPS].index(compare_datasets(BASE, _with(edits)).required_bump)

    assert rank(some) <= rank(some | more)


BASE = release()
