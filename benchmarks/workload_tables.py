"""The tables and rules of the benchmark, declared as any user declares tables of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import narwhals.stable.v2 as nw

from policy_dataset.model.codelist import CodeEntry, Codelist
from policy_dataset.model.schema import Schema
from policy_dataset.model.vocabulary import Code, Table, column
from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Findings, Rule
from policy_dataset.rules.tables import Tables

KEY = ("indicator", "location", "period", "source")
# The thirteen rules ask of the other tables no more than their keys: nothing else of them is declared as required.


class Location(Table, table="locations", title="Locations"):
    code: str = column("Code.", key=True)
    parent_code: str | None = column("Place it lies in.", references="locations")
    name: str | None = column("Name.")
    level: str | None = column("Level.")


class Indicator(Table, table="indicators", title="Indicators"):
    indicator_id: str = column("Id.", key=True)
    name: str | None = column("Name.")
    dimension: str | None = column("Dimension.")
    base_unit: str | None = column("Unit.")


class Unit(Table, table="units", title="Units"):
    unit: str = column("Unit.", key=True)
    dimension: str | None = column("Dimension.")
    factor: Decimal | None = column("Factor.")


class Source(Table, table="sources", title="Sources"):
    source_id: str = column("Id.", key=True)
    title: str | None = column("Title.")
    published: str | None = column("Day.")
    publisher: str | None = column("Publisher.")


class Measure(Table, table="measures", title="Measures"):
    measure_id: str = column("Id.", key=True)
    source: str | None = column("Source.")
    title: str | None = column("Title.")
    action: str | None = column("Action.")
    issued: str | None = column("Month.")


class Statistic(Table, table="statistics", title="Statistics", unique=(KEY,)):
    statistic_id: str = column("Id.", key=True, pattern="S[0-9]{9}")
    indicator: str = column("Indicator.", references="indicators")
    location: str = column("Place.", references="locations")
    source: str = column("Source.", references="sources")
    measure: str | None = column("Measure.", references="measures")
    period: str = column("Period.")
    figure: str = column("Figure as printed.")
    value: Decimal = column("Value.", minimum=-1_000_000, maximum=1_000_000_000)
    value_text: str | None = column("The value as text.")
    unit: str = column("Unit.")
    comparator: Code = column("Comparator.", codelist="comparators")
    lower: Decimal | None = column("Lower bound.")
    upper: Decimal | None = column("Upper bound.")
    kind: Code = column("Kind.", codelist="kinds")
    note: str | None = column("Note.")


class Contributed(Table, table="contributed", title="Rows to be added"):
    statistic_id: str = column("Id.", key=True)
    indicator: str | None = column("Indicator.")
    location: str | None = column("Place.")
    source: str | None = column("Source.")
    measure: str | None = column("Measure.")
    period: str | None = column("Period.")
    figure: str | None = column("Figure as printed.")
    value: Decimal | None = column("Value.")
    value_text: str | None = column("The value as text.")
    unit: str | None = column("Unit.")
    comparator: str | None = column("Comparator.")
    lower: Decimal | None = column("Lower bound.")
    upper: Decimal | None = column("Upper bound.")
    kind: str | None = column("Kind.")
    note: str | None = column("Note.")


def _codes(name: str, *codes: str) -> Codelist:
    return Codelist(name, tuple(CodeEntry(c, c, c, "", "", None, "active", (), {}) for c in codes))


SCHEMA = Schema(
    (Location, Indicator, Unit, Source, Measure, Statistic, Contributed),
    {
        "kinds": _codes("kinds", "level", "change", "rate", "share", "count", "rank"),
        "comparators": _codes("comparators", "exact", "approx", "over", "under", "range"),
    },
)


def _is_open() -> nw.Expr:
    return (nw.col("comparator") == "range") & (nw.col("lower").is_null() | nw.col("upper").is_null())


_DAY = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?", re.ASCII)


def _first_day(text: str) -> date | None:
    found = _DAY.fullmatch(text)
    try:
        return date(*(int(part or 1) for part in found.groups())) if found else None
    except ValueError:
        return None


def _last_day(text: str) -> tuple[int, int, int]:
    year, month, day = ([int(part) for part in text.split("-")] + [99, 99])[:3]
    return year, month, day


def _is_no_period(text: str) -> bool:
    begin, slash, end = text.partition("/")
    first = _first_day(begin)
    if first is None or not slash:
        return first is None
    return _first_day(end) is None or (first.year, first.month, first.day) > _last_day(end)


def _bad_periods(tables: Tables) -> Iterator[Findings]:
    yield Findings("statistics", tables.judge_distinct("statistics", ["period"], _is_no_period), "period")


def _other_dimensions(tables: Tables) -> Iterator[Findings]:
    indicators = dict(tables.own("indicators").select("indicator_id", "dimension").collect().iter_rows())
    units = dict(tables.own("units").select("unit", "dimension").collect().iter_rows())

    def differs(indicator: str, unit: str) -> bool:
        return indicator in indicators and indicators[indicator] != units.get(unit)

    yield Findings("statistics", tables.judge_distinct("statistics", ["indicator", "unit"], differs), "unit")


def _already_there(tables: Tables) -> Iterator[Findings]:
    rows = tables.with_partner("contributed", KEY, tables.own("statistics"), KEY)
    yield Findings("contributed", rows, "indicator")


OWN_RULES = {
    rule.id: rule
    for rule in (
        # One rule for each bound: where one could not be read, the other is judged all the same.
        Rule(
            id="below_bound",
            severity=Severity.ERROR,
            since="0.1.0",
            table="statistics",
            column="value",
            reads=("lower",),
            fails=lambda: nw.col("lower") > nw.col("value"),
            message="{value} lies below {lower}",
        ),
        Rule(
            id="above_bound",
            severity=Severity.ERROR,
            since="0.1.0",
            table="statistics",
            column="value",
            reads=("upper",),
            fails=lambda: nw.col("value") > nw.col("upper"),
            message="{value} lies above {upper}",
        ),
        Rule(
            id="open_range",
            severity=Severity.ERROR,
            since="0.1.0",
            table="statistics",
            column="value",
            reads=("lower", "upper", "comparator"),
            fails=_is_open,
            message="a range has two bounds",
        ),
        Rule(
            id="no_period",
            severity=Severity.ERROR,
            since="0.1.0",
            find=_bad_periods,
            message="'{value}' is no period",
        ),
        Rule(
            id="other_dimension",
            severity=Severity.ERROR,
            since="0.1.0",
            find=_other_dimensions,
            message="{indicator} is not counted in {value}",
        ),
        Rule(
            id="already_there",
            severity=Severity.ERROR,
            since="0.1.0",
            find=_already_there,
            message="the statistics have such a row",
        ),
    )
}
NAMES = {
    "missing_field": "R01",
    "bad_value": "R02",
    "pattern_mismatch": "R03",
    "unknown_code": "R04",
    "out_of_range": "R05",
    "duplicate_id": "R06",
    "duplicate_key": "R07",
    "unknown_reference": "R08",
    "below_bound": "R09",
    "above_bound": "R09",
    "open_range": "R09",
    "no_period": "R10",
    "other_dimension": "R11",
    "already_there": "R12",
    "cycle_in_hierarchy": "R13",
}
"""What the benchmark calls each rule."""
