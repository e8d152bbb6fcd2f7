"""A measure that runs replaces another, and the other is still said to run."""

from collections.abc import Iterator

import narwhals.stable.v2 as nw

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Finding, Rule
from policy_dataset.rules.tables import Tables
from policy_dataset.tables.engines import ROW


def _find(tables: Tables) -> Iterator[Finding]:
    measures = tables.own("measures").filter(nw.col("status").is_in(["in_force", "piloting"]))
    links = tables.own("measure_links").filter(nw.col("kind") == "replaces").select("measure_id", "to_id")
    running = links.join(measures.select("measure_id"), on="measure_id", how="semi")
    both = measures.join(
        running.select(nw.col("measure_id").alias("by"), "to_id"), left_on="measure_id", right_on="to_id"
    )
    for found in both.group_by(ROW).agg(nw.col("by").min()).sort(ROW).collect().iter_rows(named=True):
        yield Finding("measures", found[ROW], "status", {"by": found["by"]})


RULE = Rule(
    severity=Severity.WARNING,
    since="0.1.0",
    find=_find,
    needs=(
        "measure_links",
        "measures",
    ),
    message="the status is {status}, but {by} has replaced this measure",
    hint="Write `status: superseded`, or mend the link of {by}.",
)
