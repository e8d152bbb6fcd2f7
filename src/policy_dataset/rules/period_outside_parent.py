"""A part of a measure lies wholly outside the period of the measure that it is a part of.
"""

from collections.abc import Iterator

import narwhals.stable.v2 as nw

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Finding, Rule
from policy_dataset.rules.tables import Tables


def _find(tables: Tables) -> Iterator[Finding]:
    parents = tables.own("measures").select(
        nw.col("measure_id").alias("parent"),
        nw.col("period_start").alias("parent_start"),
        nw.col("period_end").alias("parent_end"),
    )
    parts = tables.own("measures").join(parents, left_on="part_of", right_on="parent", how="inner")
    apart = (nw.col("period_end") < nw.col("parent_start")) | (nw.col("period_start") > nw.col("parent_end"))
    for row in tables.rows_of(parts.filter(apart)):
        yield Finding("measures", row, "period")


RULE = Rule(
    severity=Severity.WARNING,
    since="0.1.0",
    find=_find,
    message='the period {period} is outside that of {part_of}',
    hint='Check both periods.',
)
