"""A target was to be reached before its source was published.

A value for a time that had passed is an observation, or the period is wrong.
"""

from collections.abc import Iterator

import narwhals.stable.v2 as nw

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Finding, Rule
from policy_dataset.rules.tables import Tables
from policy_dataset.tables.engines import ROW


def _find(tables: Tables) -> Iterator[Finding]:
    sources = tables.own("sources").select("source_id", "published", "published_start")
    ahead = tables.own("statistics").filter(nw.col("kind").is_in(["target", "projection"]))
    late = ahead.join(sources, on="source_id", how="inner").filter(
        nw.col("period_end") < nw.col("published_start")
    )
    for found in late.group_by(ROW).agg(nw.col("published").min()).sort(ROW).collect().iter_rows(named=True):
        yield Finding("statistics", found[ROW], "period", {"published": found["published"]})


RULE = Rule(
    severity=Severity.WARNING,
    since="0.1.0",
    find=_find,
    needs=(
        "sources",
        "statistics",
    ),
    message="the {kind} is for {period}, and {source_id} was published on {published}",
    hint="Check the period, or write `kind: observed`.",
)
