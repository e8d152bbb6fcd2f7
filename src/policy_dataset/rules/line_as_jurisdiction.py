"""A measure is said to apply in a railway line or station.

A line is a route, a station a point on it; a measure applies in an area.
"""

from collections.abc import Iterator

import narwhals.stable.v2 as nw

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Finding, Rule
from policy_dataset.rules.tables import Tables


def _find(tables: Tables) -> Iterator[Finding]:
    lines = (
        tables.known("locations")
        .filter(nw.col("kind").is_in(["railway_line", "railway_station"]))
        .select("location_id")
    )
    applied = tables.own("measure_locations").filter(nw.col("role") == "applies")
    for row in tables.rows_of(applied.join(lines, on="location_id", how="semi")):
        yield Finding("measure_locations", row, "location_id")


RULE = Rule(
    severity=Severity.ERROR,
    since="0.1.0",
    find=_find,
    needs=(
        "locations",
        "measure_locations",
    ),
    message="{location_id} is a line or station, not an area",
    hint="Give it the role origin, destination or route.",
)
