"""Random tables with faults of every kind, in memory, in files and as records in YAML."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import narwhals.stable.v2 as nw
import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import strategies as st

from catalogue.declared import entry
from policy_dataset.model.codelist import Codelist
from policy_dataset.model.schema import Schema
from policy_dataset.model.vocabulary import Code, Table, column
from policy_dataset.problems import Severity
from policy_dataset.rules.catalogue import all_rules
from policy_dataset.rules.rule import Findings, Rule
from policy_dataset.tables.arrow import arrow_schema, table_of_rows
from policy_dataset.tables.files import open_files
from policy_dataset.tables.frame import Frame, Frames
from policy_dataset.tables.places_of_files import places_of_all

Row = Mapping[str, Any]


class Port(Table, table="ports", title="Ports"):
    port_id: str = column("Id.", key=True, pattern=r"[a-z]\w*", max_length=6)
    above_id: str | None = column("Port above it.", references="ports")
    name_zh: str | None = column("Name.")


class Call(Table, table="calls", title="Calls", unique=(("port_id", "day", "at"),)):
    call_id: str = column("Id.", key=True, pattern=r"[a-z]+\d*")
    port_id: str = column("Port.", references="ports")
    day: date | None = column("Day.")
    at: str | None = column("Place in the port; SQL has the word as well.")
    tonnes: Decimal | None = column("Load.", minimum=Decimal("-0.5"), maximum=1000)
    low: Decimal | None = column("At least.")
    high: Decimal | None = column("At most.")
    crew: int | None = column("Heads.", minimum=0, maximum=99)
    sure: bool | None = column("Whether.")
    kind: Code = column("Kind.", codelist="kinds")
    kinds: str | None = column("Kinds.", codelist="kinds", separator="|")
    note_en: str | None = column("Note.", max_length=12)


SCHEMA = Schema(
    (Port, Call),
    {
        "kinds": Codelist(
            "kinds", (entry("sea"), entry("river"), entry("lake", status="deprecated", replaced_by=("sea",)))
        )
    },
)


def _is_odd(day: date, tonnes: Decimal) -> bool:
    return day.day % 2 == 1 and tonnes < 0


def _find_odd(tables: Any) -> Any:
    yield Findings("calls", tables.judge_distinct("calls", ["day", "tonnes"], _is_odd), "day")


def _find_met(tables: Any) -> Any:
    met = tables.with_partner("calls", ["at", "port_id"], tables.own("calls"), ["port_id", "at"])
    yield Findings("calls", met, "at")


def _rule(name: str, **given: Any) -> Rule:
    return Rule(id=name, severity=Severity.WARNING, since="0.1.0", message="{call_id}: {value}", **given)


OWN_RULES = (
    _rule(
        "unordered",
        table="calls",
        column="tonnes",
        reads=("low", "high", "sure"),
        fails=lambda: (
            (nw.col("low") > nw.col("tonnes")) | ((nw.col("tonnes") > nw.col("high")) & ~nw.col("sure"))
        ),
    ),
    _rule("odd", find=_find_odd),
    _rule("met", find=_find_met),
)
RULES = (*all_rules().values(), *OWN_RULES)
"""The library's, of which most look for tables that are not there, and some for each way of asking an engine."""

texts = st.sampled_from(
    [
        "a", "b", "c1", "d１", "D", "é", "e\u0301", "\u212b", "\u00c5", "北京", "上海港", "\U00020bb7", "a\u200bb", "ﬁ", "\ue000", " x", "x ",
        "a  b", "a\nb", 'a "b", c', "Ａ２", "long enough to be too long", "ß", "İ", "'", '"', "%", "\\", "null", "NaN", "é" * 3, "a\u0000b", None,
    ]
)  # fmt: skip
numbers = st.sampled_from(
    [
        None,
        Decimal("0.1"),
        Decimal("-0.5"),
        Decimal("-0.500000001"),
        Decimal(0),
        Decimal(1000),
        Decimal("1000.000000001"),
        Decimal("12345678901234567890123456789.123456789"),
    ]
)
days = st.sampled_from(
    [None, date(2024, 2, 29), date(2026, 1, 26), date(1, 1, 1), date(1900, 3, 1), date(9999, 12, 31)]
)
ports = st.lists(
    st.fixed_dictionaries(
        {
            "port_id": st.sampled_from(["riga", "pori", "oslo", "Bad", "é", "e\u0301", None]),
            "above_id": st.sampled_from(["riga", "pori", "oslo", "nowhere", None]),
            "name_zh": texts,
        }
    ),
    max_size=6,
)
calls = st.fixed_dictionaries(
    {
        "call_id": st.sampled_from(["a", "b", "c1", "D", "x１", None]),
        "port_id": st.sampled_from(["riga", "pori", "é", "e\u0301", "ghent", None]),
        "day": days,
        "at": st.sampled_from(["riga", "quay", "é", "e\u0301", "\U00020bb7", None]),
        "tonnes": numbers,
        "low": numbers,
        "high": numbers,
        "crew": st.sampled_from([None, 0, -1, 99, 100, 10**17]),
        "sure": st.sampled_from([True, False, None]),
        "kind": st.sampled_from(["sea", "river", "lake", "Sea", "air", None]),
        "kinds": st.sampled_from(["sea", "sea|river", "river|", "|", "sea|air", None]),
        "note_en": texts,
    }
)
call_rows = st.lists(calls, min_size=1, max_size=14)

WRONG = ("2026-02-30", "1900-02-29", "0000-01-01", "2026-1-1", "+1", "1e5", " 1", "01", "1.", ".5", "-0", "-0.0", "1,5", "1_000", "NaN", "inf",
         "TRUE", "yes", "1" * 31, "0.1234567891", "１", "null", "2026-01-26T00:00:00")  # fmt: skip
"""Texts, of which each is a cell of some types and none of the others."""
typed_names = ("day", "tonnes", "low", "crew", "sure")
wrong_cells = st.lists(
    st.tuples(st.integers(0, 13), st.sampled_from(typed_names), st.sampled_from(WRONG)), max_size=6
)


def frames_of(some_ports: Sequence[Row], calls_frame: Frame) -> Frames:
    of_ports = Frame(table_of_rows(Port, some_ports, nullable=True), records=len(some_ports))
    return Frames(SCHEMA, {"ports": of_ports, "calls": calls_frame}, {})


def in_memory(some_ports: Sequence[Row], rows: Sequence[Row], *, records: int = 0) -> Frames:
    return frames_of(some_ports, Frame(table_of_rows(Call, rows, nullable=True), records=records))


def in_files(some_ports: Sequence[Row], paths: Sequence[Path]) -> tuple[Frames, tuple[Any, ...]]:
    files, problems = open_files(paths, Call)
    return frames_of(some_ports, Frame(files, places_of_all(files))), problems


def text_of(cell: Any) -> str:
    return "" if cell is None else str(cell).lower() if isinstance(cell, bool) else str(cell)


def write_csv(path: Path, rows: Sequence[Row], wrong: Sequence[tuple[int, str, str]] = ()) -> Path:
    names = list(Call.model_fields)
    cells = [[text_of(row.get(name)).replace("\0", "") for name in names] for row in rows]
    for number, name, text in wrong:
        if number < len(cells):
            cells[number][names.index(name)] = text
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(names)
        writer.writerows(cells)
    return path


def write_parquet(path: Path, rows: Sequence[Row], kind: str) -> Path:
    """Write rows as Parquet, numbers and texts in another way for each kind."""
    table = table_of_rows(Call, rows, nullable=True)
    if kind == "floats":
        numbers = [float("nan") if n % 5 == 3 else v for n, v in enumerate(_floats(rows, "tonnes"))]
        table = _with(table, "tonnes", pa.array(numbers, pa.float64()))
        table = _with(
            table, "low", pa.array([-0.0 if v == 0 else v for v in _floats(rows, "low")], pa.float64())
        )
    elif kind == "others":
        few = [
            None if v is None or abs(v) > 10**9 else v.quantize(Decimal("0.01"))
            for v in (r.get("tonnes") for r in rows)
        ]
        table = _with(table, "tonnes", pa.array(few, pa.decimal128(12, 2)))
        table = _with(table, "high", pa.array([None] * len(rows), pa.null()))
        table = _with(table, "at", table["at"].cast(pa.dictionary(pa.int32(), pa.string())))
        table = _with(table, "port_id", table["port_id"].cast(pa.large_string()))
    elif kind == "fewer":
        table = table.drop_columns(["at", "low", "sure", "note_en"])
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(table, path, row_group_size=3)
    return path


def _floats(rows: Sequence[Row], name: str) -> list[float | None]:
    return [None if row.get(name) is None else float(row[name]) for row in rows]


def _with(table: pa.Table, name: str, cells: Any) -> pa.Table:
    return table.set_column(table.schema.get_field_index(name), name, cells)


def empty_calls() -> pa.Table:
    return arrow_schema(Call).empty_table()
