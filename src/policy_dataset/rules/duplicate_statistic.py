"""Two statistics have the same indicator, kind, place, period, population, measure and source.

One of them is a second place of the same fact (write it as a second anchor), or the indicator is too wide.
"""

from collections.abc import Iterator

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Finding, Rule
from policy_dataset.rules.tables import Tables


_SAME = ["indicator", "kind", "location_id", "period", "population_en", "measure_id", "source_id", "change_mode"]


def _find(tables: Tables) -> Iterator[Finding]:
    for row, first in tables.later_duplicates_or_null("statistics", _SAME, needed=["indicator", "kind", "location_id", "source_id"]):
        yield Finding("statistics", row, "indicator", {"first": tables.place("statistics", first)})


RULE = Rule(
    severity=Severity.ERROR,
    since="0.1.0",
    find=_find,
    message='the same series and period stand already {first}',
    hint='Add this place as a second anchor there, or tell the two apart by population or indicator.',
)
