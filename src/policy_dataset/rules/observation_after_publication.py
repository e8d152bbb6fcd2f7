"""An observation is about a time that had not begun when its source was published.

A value for a later time is a target, a plan or a projection.
"""

from collections.abc import Iterator

import narwhals.stable.v2 as nw

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Finding, Rule
from policy_dataset.rules.tables import Tables
from policy_dataset.tables.engines import ROW


def _find(tables: Tables) -> Iterator[Finding]:
    sources = tables.own("sources").select("source_id", "published", "published_end")
    observed = tables.own("statistics").filter(nw.col("kind").is_in(["observed", "change"]))
    late = observed.join(sources, on="source_id", how="inner").filter(
        nw.col("period_start") > nw.col("published_end")
    )
    for found in late.group_by(ROW).agg(nw.col("published").min()).sort(ROW).collect().iter_rows(named=True):
        yield Finding("statistics", found[ROW], "period", {"published": found["published"]})


RULE = Rule(
    severity=Severity.ERROR,
    since="0.1.0",
    find=_find,
    needs=(
        "sources",
        "statistics",
    ),
    message="the {kind} value is about {period}, and {source_id} was published on {published}",
    hint="Check the period, or choose the kind target, plan_scope or projection.",
)
