"""An observation is about a time that had not begun when its source was published.

A value for a later time is a target, a plan or a projection.
"""

from collections.abc import Iterator

import narwhals.stable.v2 as nw

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Finding, Rule
from policy_dataset.rules.tables import Tables


def _find(tables: Tables) -> Iterator[Finding]:
    sources = tables.own("sources").select("source_id", "published_end")
    observed = tables.own("statistics").filter(nw.col("kind").is_in(["observed", "change"]))
    late = observed.join(sources, on="source_id", how="inner").filter(nw.col("period_start") > nw.col("published_end"))
    for row in tables.rows_of(late):
        yield Finding("statistics", row, "period")


RULE = Rule(
    severity=Severity.ERROR,
    since="0.1.0",
    find=_find,
    message='the observation is about {period}, after its source was published',
    hint='Check the period, or choose the kind target, plan_scope or projection.',
)
