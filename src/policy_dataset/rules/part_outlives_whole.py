"""A part of a measure runs or is ahead, and the whole has been given up.

With a whole that was withdrawn or ended before its aim its parts end too, or they belong to another measure.
"""

from collections.abc import Iterator

import narwhals.stable.v2 as nw

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Finding, Rule
from policy_dataset.rules.tables import Tables
from policy_dataset.tables.engines import ROW


def _find(tables: Tables) -> Iterator[Finding]:
    measures = tables.own("measures")
    ended = measures.filter(nw.col("status").is_in(["withdrawn", "discontinued"])).select(
        nw.col("measure_id").alias("part_of"), nw.col("status").alias("end")
    )
    alive = measures.filter(
        nw.col("status").is_in(["announced", "planned", "piloting", "in_force", "amended"])
    )
    both = alive.join(ended, on="part_of", how="inner")
    for found in both.group_by(ROW).agg(nw.col("end").min()).sort(ROW).collect().iter_rows(named=True):
        yield Finding("measures", found[ROW], "status", {"end": found["end"]})


RULE = Rule(
    severity=Severity.WARNING,
    since="0.1.0",
    find=_find,
    needs=("measures",),
    message="the status is {status}, but {part_of}, which this is a part of, is {end}",
    hint="Mend the state of one of the two, or take this measure out of {part_of}.",
)
