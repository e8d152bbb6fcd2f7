"""Files judged by the engine that opens them, beside the same rows as records in memory."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import narwhals.stable.v2 as nw
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import effort
from policy_dataset.errors import DeclarationError, UsageError
from policy_dataset.model.schema import Schema
from policy_dataset.model.vocabulary import Table, column
from policy_dataset.problems import Severity
from policy_dataset.report.report import Report
from policy_dataset.rules.catalogue import all_rules
from policy_dataset.rules.rule import Rule
from policy_dataset.rules.runner import judge
from policy_dataset.tables.arrow import table_of_rows
from policy_dataset.tables.csv_running import RunningCheck
from policy_dataset.tables.engines import polars as engine_module
from policy_dataset.tables.engines import polars_files
from policy_dataset.tables.engines.polars import PolarsEngine
from policy_dataset.tables.files import open_files
from policy_dataset.tables.frame import Frame, Frames
from policy_dataset.tables.places_of_files import places_of_all


class Port(Table, table="ports", title="Ports"):
    port_id: str = column("Id.", key=True, pattern="[a-z]+")
    above_id: str | None = column("Port above it.", references="ports")


class Call(Table, table="calls", title="Calls", unique=(("port_id", "day"),)):
    call_id: str = column("Id.", key=True, pattern="[a-z]+[0-9]*")
    port_id: str = column("Port.", references="ports")
    day: date | None = column("Day.")
    tonnes: Decimal | None = column("Load.", minimum=0, maximum=1000)
    sure: bool | None = column("Whether.")
    note: str | None = column("Note.")
    year: int | None = column("Year.")


SCHEMA = Schema((Port, Call))
NAMES = ("missing_field", "pattern_mismatch", "out_of_range", "duplicate_id", "duplicate_key")
HEAVY_UNSURE = Rule(
    id="heavy_unsure",
    severity=Severity.WARNING,
    since="0.1.0",
    table="calls",
    column="tonnes",
    reads=("sure",),
    fails=lambda: (nw.col("tonnes") > 500) & ~nw.col("sure"),
    message="{value} t at {port_id} is not sure: {note}",
    hint="Ask.",
)
RULES = [*(all_rules()[n] for n in (*NAMES, "unknown_reference", "cycle_in_hierarchy")), HEAVY_UNSURE]
PORTS = [{"port_id": "riga"}, {"port_id": "pori", "above_id": "pori"}]


def text_of(cell):
    return "" if cell is None else str(cell).lower() if isinstance(cell, bool) else str(cell)


def write_csv(path, rows, names=None):
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        names = names or list(Call.model_fields)
        writer.writerow(names)
        writer.writerows([text_of(row.get(n)) for n in names] for row in rows)
    return path


def judged(engine, paths, *, at_once=1 << 20, **kwargs):
    files, problems = open_files([paths] if not isinstance(paths, list) else paths, Call, at_once=at_once)
    calls = Frame(files, places_of_all(files))
    frames = {"ports": Frame(table_of_rows(Port, PORTS, nullable=True), records=2), "calls": calls}
    verdict = judge(Frames(SCHEMA, frames, {}), RULES, engine, **kwargs)
    assert verdict.faults == ()
    return verdict, problems


def in_memory(engine, rows, records=0):
    frames = {
        "ports": Frame(table_of_rows(Port, PORTS, nullable=True), records=2),
        # As rows in bulk: of records the names of fields would be told as they are written in YAML.
        "calls": Frame(table_of_rows(Call, rows, nullable=True), records=records),
    }
    return judge(Frames(SCHEMA, frames, {}), RULES, engine)


cells = st.fixed_dictionaries(
    {
        "call_id": st.sampled_from(["a", "b", "c1", "D", None]),
        "port_id": st.sampled_from(["riga", "pori", "oslo", None]),
        "day": st.sampled_from([date(2026, 1, 26), date(2024, 2, 29), None]),
        "tonnes": st.sampled_from(
            [Decimal("0.1"), Decimal(-1), Decimal(1001), Decimal("999.123456789"), None]
        ),
        "sure": st.sampled_from([True, False, None]),
        "note": st.sampled_from(["x", 'a "b",\nc', None]),
        "year": st.sampled_from([2025, 2026, None]),
    }
)


def told(verdict):
    return [(p.code, p.table, p.row, p.field, p.value, p.record, p.hint) for p in verdict.problems]


@pytest.mark.parametrize("long", [1 << 16, 2])
@settings(max_examples=effort(40, 300))
@given(rows=st.lists(cells, min_size=1, max_size=12))
def test_files_and_memory_are_judged_alike_and_in_one_order(tmp_path_factory, long, rows):
    folder = tmp_path_factory.mktemp("calls")
    as_csv = write_csv(folder / "calls.csv", rows)
    pq.write_table(table_of_rows(Call, rows, nullable=True), folder / "calls.parquet")
    wanted = told(in_memory(PolarsEngine(), rows))
    before, engine_module.LONG = engine_module.LONG, long
    try:
        assert told(judged(PolarsEngine(), as_csv)[0]) == wanted
        assert told(judged(PolarsEngine(), as_csv, at_once=0)[0]) == wanted
        assert told(judged(PolarsEngine(), folder / "calls.parquet")[0]) == wanted
    finally:
        engine_module.LONG = before


ROWS = [
    {"call_id": "a", "port_id": "riga", "note": "two\nlines, and more", "tonnes": Decimal(5)},
    {"call_id": "b", "port_id": "riga", "day": date(2026, 1, 1), "tonnes": Decimal(2000)},
    {"call_id": "a", "port_id": "riga", "day": date(2026, 1, 1), "tonnes": Decimal("1.50")},
]


def test_a_problem_of_a_csv_file_is_at_the_line_and_column_of_its_cell(engine, tmp_path):
    path = write_csv(tmp_path / "calls.csv", ROWS)
    verdict, _ = judged(engine, path)
    lines = path.read_text(encoding="utf-8").split("\n")
    assert [(p.code, p.line, p.column, p.row, p.value) for p in verdict.problems if p.table == "calls"] == [
        ("out_of_range", 4, 19, 1, "2000"),
        ("duplicate_id", 5, 1, 2, "a"),
        ("duplicate_key", 5, 3, 2, "riga"),
    ]
    assert lines[3][18:22] == "2000"
    assert f"at {path.as_posix()}:2" in verdict.problems[-2].message
    assert f"at {path.as_posix()}:4" in verdict.problems[-1].message


def test_a_problem_of_a_parquet_file_is_at_its_row(engine, tmp_path):
    for number, rows in enumerate((ROWS[:2], ROWS[2:])):
        pq.write_table(table_of_rows(Call, rows, nullable=True), tmp_path / f"part-{number}.parquet")
    verdict, _ = judged(engine, tmp_path)
    report = Report.of(verdict.problems)
    assert [(p.code, p.file.rsplit("/", 1)[-1], p.row) for p in report if p.table == "calls"] == [
        ("out_of_range", "part-0.parquet", 1),
        ("duplicate_id", "part-1.parquet", 0),
        ("duplicate_key", "part-1.parquet", 0),
    ]
    assert "part-0.parquet, row 1" in next(p.message for p in report if p.code == "duplicate_id")
    assert "part-1.parquet row 1  error  duplicate_id" in report.to_text()


def test_text_of_another_type_is_a_problem_and_no_other_rule_speaks_of_it(engine, tmp_path):
    names = ["call_id", "port_id", "day", "tonnes", "sure"]
    rows = [
        {"call_id": "a", "port_id": "riga", "day": "2026-02-30", "tonnes": "1e5", "sure": "yes"},
        {"call_id": "b", "port_id": "riga", "day": "0000-01-01", "tonnes": " 1", "sure": "TRUE"},
        {"call_id": "c", "port_id": "riga", "tonnes": "0.1", "sure": "true"},
    ]
    with (tmp_path / "calls.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    verdict, _ = judged(engine, tmp_path / "calls.csv")
    found = [(p.code, p.row, p.field, p.value) for p in verdict.problems if p.table == "calls"]
    wanted = [("bad_value", n, f, rows[n][f]) for n in (0, 1) for f in ("day", "tonnes", "sure")]
    assert found == wanted
    assert verdict.totals["bad_value"] == 6


def test_what_is_told_is_capped_and_all_is_counted(engine, tmp_path):
    rows = [{"call_id": "Bad", "port_id": "oslo", "tonnes": Decimal(-n)} for n in range(1, 301)]
    path = write_csv(tmp_path / "calls.csv", rows)
    verdict, _ = judged(engine, path, cap=7)
    assert verdict.totals == {
        "cycle_in_hierarchy": 1,
        "duplicate_id": 299,
        "out_of_range": 300,
        "pattern_mismatch": 300,
        "unknown_reference": 300,
    }
    calls = [p for p in verdict.problems if p.code == "out_of_range"]
    assert [p.row for p in calls] == list(range(7))
    assert verdict.untold["out_of_range"] == 293
    report = Report.of(verdict.problems, untold=verdict.untold)
    assert report.counts["severity"]["error"] == 1200
    assert "out_of_range: 300 problems, of which the first 7 are shown" in report.to_text()
    assert sum(p.table == "calls" for p in judged(engine, path, cap=None)[0].problems) == 1199


def test_folders_name_columns(engine, tmp_path):
    for year in (2025, 2026):
        rows = [{"call_id": f"x{year}", "port_id": "riga"}, {"call_id": "y", "port_id": "riga"}]
        write_csv(tmp_path / f"year={year}" / "part-0.csv", rows, ["call_id", "port_id"])
    write_csv(
        tmp_path / "year=soon" / "part-0.csv", [{"call_id": "z", "port_id": "riga"}], ["call_id", "port_id"]
    )
    (tmp_path / "_temporary").mkdir()
    (tmp_path / "_temporary" / "part-9.csv").write_text("no table")
    late = Rule(
        id="late",
        severity=Severity.ERROR,
        since="0.1.0",
        table="calls",
        column="year",
        fails=lambda: nw.col("year") > 2025,
    )
    files, problems = open_files([tmp_path], Call)
    assert problems == ()
    frames = Frames(
        SCHEMA,
        {
            "ports": Frame(table_of_rows(Port, PORTS, nullable=True)),
            "calls": Frame(files, places_of_all(files)),
        },
        {},
    )
    verdict = judge(frames, [late, all_rules()["duplicate_id"]], engine)
    assert verdict.faults == ()
    assert [
        (p.code, p.file.removeprefix(tmp_path.as_posix()), p.line, p.value) for p in verdict.problems
    ] == [
        ("late", "/year=2026/part-0.csv", 2, "2026"),
        ("duplicate_id", "/year=2026/part-0.csv", 3, "y"),
        ("late", "/year=2026/part-0.csv", 3, "2026"),
        ("bad_value", "/year=soon/part-0.csv", 2, "soon"),
    ]


def test_a_pattern_finds_files_and_folders(tmp_path):
    for year in (2024, 2025, 2026):
        write_csv(tmp_path / f"year={year}" / "part-0.csv", ROWS[:1], ["call_id", "port_id"])
    write_csv(tmp_path / "year=2026" / "_part-1.csv", ROWS[:1], ["call_id", "port_id"])
    (tmp_path / "year=2026" / "notes.txt").write_text("x")

    def found(pattern):
        files, problems = open_files([str(tmp_path / pattern)], Call)
        assert problems == ()
        return [(f.path.relative_to(tmp_path).as_posix(), f.partition.get("year")) for f in files.files]

    of_years = [(f"year={year}/part-0.csv", str(year)) for year in (2024, 2025, 2026)]
    assert found("year=*/part-*.csv") == of_years
    assert found("**/*") == of_years
    assert found("year=202[45]") == of_years[:2]
    with pytest.raises(UsageError, match="like"):
        found("month=*/*.csv")


def test_a_name_that_looks_like_a_pattern_is_a_name_first(tmp_path):
    path = write_csv(tmp_path / "calls[1].csv", ROWS[:1])
    assert [f.path for f in open_files([path], Call)[0].files] == [path]


def test_numbers_of_parquet_are_judged_as_they_are(engine, tmp_path):
    rows = pa.table({"call_id": ["a", "b"], "port_id": ["riga", "riga"], "tonnes": [1000.5, 0.1]})
    pq.write_table(rows, tmp_path / "calls.parquet")
    verdict, problems = judged(engine, tmp_path / "calls.parquet")
    assert problems == ()
    assert [(p.code, p.row, p.value) for p in verdict.problems if p.table == "calls"] == [
        ("out_of_range", 0, "1000.5")
    ]


def test_a_column_of_another_kind_is_a_problem_of_the_file(engine, tmp_path):
    pq.write_table(pa.table({"call_id": [1], "port_id": ["riga"]}), tmp_path / "calls.parquet")
    verdict, problems = judged(engine, tmp_path / "calls.parquet")
    assert [(p.code, p.field) for p in problems] == [("parquet_columns", "call_id")]
    assert [p for p in verdict.problems if p.table == "calls"] == []


def test_a_column_that_is_there_twice_is_a_problem_of_the_file(engine, tmp_path):
    twice = pa.table([["a"], ["b"], ["riga"]], names=["call_id", "call_id", "port_id"])
    pq.write_table(twice, tmp_path / "calls.parquet")
    verdict, problems = judged(engine, tmp_path / "calls.parquet")
    assert [(p.code, p.field, p.message) for p in problems] == [
        ("parquet_columns", "call_id", "the column 'call_id' is there 2 times")
    ]
    assert [p for p in verdict.problems if p.table == "calls"] == []


@pytest.mark.parametrize(
    ("given", "held"),
    [(pa.decimal256(38, 9), True), (pa.decimal256(39, 9), False), (pa.decimal128(5, 2), True)],
)
def test_decimals_of_more_digits_than_engines_have_are_a_problem_of_the_file(engine, tmp_path, given, held):
    tonnes = pa.array([Decimal("1.5")], given)
    rows = pa.table({"call_id": ["a"], "port_id": ["riga"], "tonnes": tonnes})
    pq.write_table(rows, tmp_path / "calls.parquet")
    verdict, problems = judged(engine, tmp_path / "calls.parquet")
    assert [(p.code, p.field) for p in problems] == ([] if held else [("parquet_columns", "tonnes")])
    assert [p for p in verdict.problems if p.table == "calls"] == []


def test_the_calendar_begins_with_the_year_1_and_ends_with_9999(engine, tmp_path):
    days = ["0000-01-01", "0001-01-01", "9999-12-31", "10000-01-01", "1900-02-29", "2000-02-29"]
    lines = "".join(f"c{n},riga,{day}\n" for n, day in enumerate(days))
    (tmp_path / "calls.csv").write_text(f"call_id,port_id,day\n{lines}", encoding="utf-8")
    verdict, _ = judged(engine, tmp_path / "calls.csv")
    told = [(p.row, p.value) for p in verdict.problems if p.code == "bad_value"]
    assert told == [(n, days[n]) for n in (0, 3, 4)]


@pytest.mark.parametrize("name", ["~calls.parquet", "at:calls.parquet", "~calls.csv", "at:calls.csv"])
def test_a_name_is_a_name_whatever_it_begins_with(engine, tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    with Path(name).open("wb") as file:
        if name.endswith(".csv"):
            file.write(b"call_id,port_id\nx,nowhere\n")
        else:
            pq.write_table(pa.table({"call_id": ["x"], "port_id": ["nowhere"]}), file)
    if engine.name == "spark" and name == "at:calls.parquet":
        with pytest.raises(UsageError, match="another name"):
            judged(engine, Path(name))
        return
    verdict, problems = judged(engine, Path(name))
    assert problems == ()
    assert [(p.code, p.file, p.value) for p in verdict.problems if p.table == "calls"] == [
        ("unknown_reference", name, "nowhere")
    ]


def test_a_broken_file_does_not_hide_the_others(engine, tmp_path):
    write_csv(tmp_path / "a.csv", ROWS)
    (tmp_path / "b.csv").write_text('call_id,port_id\na,"riga\n', encoding="utf-8")
    (tmp_path / "c.parquet").write_bytes(b"PAR1 nothing PAR1")
    verdict, problems = judged(engine, tmp_path)
    assert {p.code for p in problems} == {"csv_quote", "parquet_unreadable"}
    assert "duplicate_id" in verdict.totals


def test_what_is_no_table_is_misuse(tmp_path):
    (tmp_path / "notes.txt").write_text("x")
    for path in (tmp_path / "notes.txt", tmp_path / "nothing.csv", tmp_path):
        with pytest.raises(UsageError):
            open_files([path], Call)


def test_a_unique_key_names_columns():
    class Odd(Table, table="odd", title="Odd", unique=(("nothing",),)):
        odd_id: str = column("Id.", key=True)

    with pytest.raises(DeclarationError, match="nothing"):
        Schema((Odd,))


@given(
    rows=st.lists(cells, min_size=1, max_size=30),
    texts=st.lists(st.sampled_from(["1e5", " 1", "1.0000000001", "07", "5"]), max_size=30),
    fault=st.sampled_from([b"", b"x\n", b'"', b"\xff\n", b"\n"]),
    short=st.sampled_from([0, 1 << 20]),
    partitioned=st.booleans(),
)
def test_files_that_are_read_while_they_are_checked_are_judged_as_after(  # noqa: PLR0913 - what is drawn
    tmp_path_factory, monkeypatch_module, rows, texts, fault, short, partitioned
):
    folder = tmp_path_factory.mktemp("calls")
    inside = "year=2026/" if partitioned else ""
    for number, some in enumerate((rows, [{**r, "tonnes": t} for r, t in zip(rows, texts, strict=False)])):
        write_csv(
            folder / f"{inside}part-{number}.csv",
            some,
            [n for n in Call.model_fields if n != "year" or not partitioned],
        )
    with (folder / f"{inside}part-0.csv").open("ab") as file:
        file.write(fault)
    monkeypatch_module.setattr(polars_files, "SHORT", short)
    monkeypatch_module.setattr(RunningCheck, "smallest", 40)
    monkeypatch_module.setattr(RunningCheck, "largest", 120)
    (waited, faults), (meanwhile, same_faults) = (
        judged(PolarsEngine(), folder, at_once=n) for n in (1 << 20, 0)
    )
    assert same_faults == faults
    assert bool(faults) == bool(fault)
    assert told(meanwhile) == told(waited)
    assert meanwhile.totals == waited.totals


@pytest.fixture(scope="module")
def monkeypatch_module():
    with pytest.MonkeyPatch.context() as patch:
        yield patch


def test_columns_are_named_as_they_are_published_in_bulk_and_as_they_are_written_in_records(tmp_path):
    rows = [{"call_id": None, "port_id": "oslo"}]
    verdict, _ = judged(PolarsEngine(), write_csv(tmp_path / "calls.csv", rows))
    of_files = {p.field: f"{p.message} {p.hint}" for p in verdict.problems if p.table == "calls"}
    of_records = {p.field for p in in_memory(PolarsEngine(), rows, records=1).problems if p.table == "calls"}
    assert (set(of_files), of_records) == ({"call_id", "port_id"}, {"id", "port"})
    assert "'call_id' is missing" in of_files["call_id"]
    assert "`call_id`" in of_files["call_id"]


@pytest.mark.parametrize("form", ["csv", "parquet"])
@pytest.mark.parametrize("number", [2, 7])
def test_the_verdict_is_the_same_however_many_questions_are_asked_at_once(
    tmp_path, monkeypatch, form, number
):
    monkeypatch.setattr(engine_module, "LONG", 100)
    rows = [
        {
            "call_id": f"c{n % 900}",
            "port_id": ("riga", "oslo", "pori")[n % 3],
            "day": date(2026, 1, n % 28 + 1),
            "tonnes": Decimal(n),
            "sure": n % 5 > 0,
        }
        for n in range(1200)
    ]
    path = write_csv(tmp_path / "calls.csv", rows)
    if form == "parquet":
        path = tmp_path / "calls.parquet"
        pq.write_table(table_of_rows(Call, rows, nullable=True), path)
    one_by_one, together = PolarsEngine(), PolarsEngine()
    one_by_one.at_once, together.at_once = 1, number
    # Checked in a thread of its own, too.
    verdict, _ = judged(one_by_one, path, at_once=0)
    assert judged(together, path, at_once=0)[0] == verdict
    assert set(verdict.totals) >= {"duplicate_id", "duplicate_key", "unknown_reference", "out_of_range"}
