"""Comparing is exact on generated pairs, and more changes never ask for less."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import combinations
from typing import Any

import pyarrow as pa
import pytest
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
# Keys that are the same text once their parts are joined by a slash: a/ + b, a + /b.
CALL = st.fixed_dictionaries(
    {"harbour_id": st.sampled_from(["a", "a/", "/"]), "ship": st.sampled_from(["b", "/b", "a//b"])}
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


CELLS = {
    pa.string(): st.none() | TEXT | st.sampled_from(["0", "1"]),
    # Equal in Python, and not the same cell.
    pa.int64(): st.none() | st.integers(0, 1),
    pa.bool_(): st.none() | st.booleans(),
    pa.decimal128(38, 9): st.none() | st.integers(0, 1).map(Decimal),
}


@given(st.data())
def test_columns_may_come_go_and_change_their_type(data):
    def drawn(*, keyed):
        names = data.draw(st.lists(st.sampled_from("ab"), unique=True))
        kinds = {n: data.draw(st.sampled_from(list(CELLS))) for n in names}
        keys = data.draw(st.lists(st.sampled_from("klm"), unique=keyed, max_size=3))
        cells = {n: pa.array([data.draw(CELLS[kinds[n]]) for _ in keys], kinds[n]) for n in names}
        return pa.table({"id": pa.array(sorted(keys), pa.string()), **cells})

    # The old table may have had another key, and then several rows of one id.
    old, new = drawn(keyed=False), drawn(keyed=True)
    found = compare_tables("t", old, new, ["id"])
    assert apply(found, old).equals(new)
    assert found.cells == _cells_by_hand(old, new)


@pytest.mark.parametrize("other", [pa.int64(), pa.decimal128(38, 9), pa.string()])
def test_a_cell_of_another_type_is_another_cell(other):
    old = pa.table({"id": ["k"], "a": pa.array([True])})
    new = pa.table({"id": ["k"], "a": pa.array([1]).cast(other)})
    assert compare_tables("t", old, new, ["id"]).cells == {"k": {"a": (True, new["a"][0].as_py())}}


def _cells_by_hand(old, new):
    """What a reader with two printed tables would mark: cells of another text or of another type."""
    before, after = ({r["id"]: r for r in t.to_pylist()} for t in (old, new))
    found = {}
    if len(before) < len(old):
        return found
    for key in before.keys() & after.keys():
        for name in ({*before[key]} | {*after[key]}) - {"id"}:
            pair = before[key].get(name), after[key].get(name)
            if (type(pair[0]), pair[0]) != (type(pair[1]), pair[1]):
                found.setdefault(key, {})[name] = pair
    return found


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


def _kind(edit: tuple[str, int, str]) -> tuple[str, str]:
    table, _, what = edit
    return table, what if what in {"comes", "goes"} else "changes"


def _by_kind() -> dict[tuple[str, str], list[tuple[str, int, str]]]:
    found: dict[tuple[str, str], list[tuple[str, int, str]]] = {}
    for edit in _edits():
        found.setdefault(_kind(edit), []).append(edit)
    return found


def rank(edits: Any) -> int:
    return [None, *STEPS].index(compare_datasets(BASE, _with(edits)).required_bump)


BASE = release()
# By kind first: most single edits are of cells, which ask for the least, and sets of many of them ask for the same.
EDIT = st.sampled_from(sorted(_by_kind())).flatmap(lambda kind: st.sampled_from(_by_kind()[kind]))


@settings(max_examples=25)
@given(st.sets(EDIT, min_size=1, max_size=2), st.sets(EDIT, min_size=1, max_size=3))
def test_more_changes_never_ask_for_less(some, more):
    assert rank(some) <= rank(some | more)


REPRESENTATIVES = {
    "a record comes": ("measures", 0, "comes"),
    "a record goes": ("statistics", 0, "goes"),
    "a row of the library comes": ("locations", 0, "comes"),
    "a row of the library goes": ("locations", 1, "goes"),
    "a member comes": ("measure_actors", 1, "comes"),
    "a member goes": ("measure_actors", 0, "goes"),
    "evidence comes": ("evidence", 0, "comes"),
    "evidence goes": ("evidence", 1, "goes"),
    "a code comes": ("codes", 0, "comes"),
    "a code goes": ("codes", 0, "goes"),
    "a value changes": ("statistics", 1, "figure"),
    "another source": ("statistics", 1, "source_id"),
    "the file of a source": ("sources", 0, "file_sha256"),
    "a factor of a unit": ("units", 0, "factor_to_base"),
    "a label": ("codes", 1, "label_en"),
}


def test_each_pair_of_changes_asks_for_what_the_larger_of_them_asks():
    alone = {name: rank({edit}) for name, edit in REPRESENTATIVES.items()}
    assert set(alone.values()) == {1, 2, 3}
    for (one, first), (other, second) in combinations(REPRESENTATIVES.items(), 2):
        assert rank({first, second}) == max(alone[one], alone[other]), (one, other)
