"""A set of tables that no part of the library knows, with every kind of column and list."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from types import MappingProxyType

from policy_dataset.model.codelist import CodeEntry, Codelist
from policy_dataset.model.evidence import Evidence
from policy_dataset.model.schema import Schema
from policy_dataset.model.sources import Correction, Source
from policy_dataset.model.vocabulary import Code, Notation, Table, column, derived, evidence_of, links


def entry(code: str, *, status: str = "active", replaced_by: tuple[str, ...] = ()) -> CodeEntry:
    return CodeEntry(
        code,
        f"Label of {code}",
        "标签",
        f"Means {code}",
        "定义",
        None,
        status,
        replaced_by,
        MappingProxyType({}),
    )


GAUGES = Codelist(
    "gauges",
    (entry("standard"), entry("metre", status="deprecated", replaced_by=("narrow",)), entry("narrow")),
)
GRADES = Codelist("grades", (entry("01"), entry("1.5"), entry("none_given")))


class Line(Table, table="lines", title="Lines"):
    """A railway line. It may have many stations."""

    line_id: str = column(
        "Number of the line.", key=True, pattern="[0-9]{3}|[A-Z][0-9]", examples=("101", "K3")
    )
    name: str = column("Name, as painted on the trains.", max_length=10, examples=("Coast",))


class Call(Table, table="calls", title="Calls of lines at stations"):
    """A line that calls at a station."""

    station_id: str = column("The station.", key=True, parent=True, references="stations")
    line_id: str = column("The line.", key=True, references="lines")
    daily: int | None = column("Trains a day.", minimum=0, maximum=900, unit="trains")


class Closure(Table, table="closures", title="Closures of stations"):
    """A time in which a station is closed."""

    station_id: str = column("The station.", key=True, parent=True, references="stations")
    period: str = column("When.", key=True, notation=Notation.PERIOD)
    kind: Code = column("How.", codelist="gauges", authored_default="standard")
    evidence: tuple[Evidence, ...] = evidence_of("Places that say so.")


class Station(Table, table="stations", title="Stations"):
    """A railway station."""

    station_id: str = column(
        "Id of the station.", key=True, pattern="[a-z]+", max_length=8, examples=("harbour",)
    )
    gauge: Code = column("Width of the track.", codelist="gauges")
    grade: Code | None = column("Grade of the station.", codelist="grades")
    height: Decimal | None = column(
        "Height of the platform.", minimum=Decimal("0.1"), maximum=2, unit="metres"
    )
    tracks: int = column("Number of tracks.", minimum=1)
    staffed: bool | None = column("Whether someone is there.")
    opened: date | None = column("First day.")
    passengers: str | None = column("Passengers, as printed.", notation=Notation.FIGURE, max_length=6)
    aliases: str | None = column("Other names, joined by `|`.", separator="|")
    place: str | None = column("Where the plan of it stands.", notation=Notation.ANCHOR)
    score: Decimal | None = derived("Worked out from the rest.")
    calls: tuple[Call, ...] = links("Lines that call.", Call, shorthand="line_id")
    closures: tuple[Closure, ...] = links("Times without service.", Closure, shorthand="period")
    evidence: tuple[Evidence, ...] = evidence_of("Places that say so.")


def railway() -> Schema:
    return Schema(
        tables=(Line, Station, Call, Closure, Source, Correction, Evidence),
        codelists={"gauges": GAUGES, "grades": GRADES, "correction_kinds": GAUGES},
    )
