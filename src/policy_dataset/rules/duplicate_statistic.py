"""Two statistics have the same indicator, kind, place, period, population, measure and source.

One of them is a second place of the same fact (write it as a second anchor), or the indicator is too wide.
"""

from collections.abc import Iterator

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Finding, Rule
from policy_dataset.rules.tables import Tables

_NEEDED = ("indicator", "kind", "location_id", "source_id")
_SAME = (*_NEEDED, "period", "population_en", "measure_id", "change_mode", "compared_with")


def _find(tables: Tables) -> Iterator[Finding]:
    for row, first in tables.later_duplicates_or_null("statistics", _SAME, needed=_NEEDED):
        place = tables.place("statistics", first)
        yield Finding("statistics", row, "indicator", {"first": place}, reads=("period", "figure"))


RULE = Rule(
    severity=Severity.ERROR,
    since="0.1.0",
    find=_find,
    needs=("statistics",),
    message="the same series and period stand already {first}",
    hint="Add this place as a second anchor there, or tell the two apart by population or indicator.",
)
