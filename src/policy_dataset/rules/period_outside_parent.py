"""A part of a measure lies wholly outside the period of the measure that it is a part of."""

from collections.abc import Iterator

import narwhals.stable.v2 as nw

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Finding, Rule
from policy_dataset.rules.tables import Tables
from policy_dataset.tables.engines import ROW


def _find(tables: Tables) -> Iterator[Finding]:
    parents = tables.own("measures").select(
        nw.col("measure_id").alias("part_of"),
        nw.col("period").alias("whole"),
        nw.col("period_start").alias("whole_start"),
        nw.col("period_end").alias("whole_end"),
    )
    parts = tables.own("measures").join(parents, on="part_of", how="inner")
    apart = (nw.col("period_end") < nw.col("whole_start")) | (nw.col("period_start") > nw.col("whole_end"))
    for found in (
        parts.filter(apart).group_by(ROW).agg(nw.col("whole").min()).sort(ROW).collect().iter_rows(named=True)
    ):
        yield Finding("measures", found[ROW], "period", {"whole": found["whole"]})


RULE = Rule(
    severity=Severity.WARNING,
    since="0.1.0",
    find=_find,
    needs=("measures",),
    message="the period {period} is outside {whole}, that of {part_of}",
    hint="Mend the period that is wrong, or take the measure out of {part_of}.",
)
