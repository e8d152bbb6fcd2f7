"""The state of a measure does not fit its period and the date of its source.

What begins after the source was published cannot be completed or running there; what ended before cannot be planned.
"""

from collections.abc import Iterator

import narwhals.stable.v2 as nw

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Finding, Rule
from policy_dataset.rules.tables import Tables


def _find(tables: Tables) -> Iterator[Finding]:
    sources = tables.own("sources").select("source_id", "published_start", "published_end")
    dated = tables.own("measures").join(sources, on="source_id", how="inner")
    early = nw.col("status").is_in(["completed", "discontinued"]) & (nw.col("period_start") > nw.col("published_end"))
    late = nw.col("status").is_in(["proposed", "announced", "planned"]) & (nw.col("period_end") < nw.col("published_start"))
    for row in tables.rows_of(dated.filter(early | late)):
        yield Finding("measures", row, "status")


RULE = Rule(
    severity=Severity.WARNING,
    since="0.1.0",
    find=_find,
    message='status {status} does not fit the period {period} and the date of the source',
    hint='Check status and period against each other.',
)
