"""Two sources give values for the same series and period that no rounding can reconcile.
"""

from collections.abc import Iterator

import narwhals.stable.v2 as nw

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Finding, Rule
from policy_dataset.rules.tables import Tables


_SERIES = ["indicator", "kind", "location_id", "period", "unit"]


def _find(tables: Tables) -> Iterator[Finding]:
    half = nw.col("resolution") / 2
    sides = tables.own("statistics").filter(
        (nw.col("comparator") == "eq") & nw.col("population_en").is_null() & nw.col("change_mode").is_null()
    ).with_columns((nw.col("value") - half).alias("low"), (nw.col("value") + half).alias("high"))
    others = sides.select(
        *_SERIES,
        nw.col("source_id").alias("other_source"),
        nw.col("low").alias("other_low"),
        nw.col("high").alias("other_high"),
    )
    pairs = sides.join(others, on=_SERIES, how="inner").filter(nw.col("source_id") > nw.col("other_source"))
    apart = pairs.filter((nw.col("low") > nw.col("other_high")) | (nw.col("high") < nw.col("other_low")))
    for row in tables.rows_of(apart):
        yield Finding("statistics", row, "figure")


RULE = Rule(
    severity=Severity.WARNING,
    since="0.1.0",
    find=_find,
    message='{figure} contradicts another source for {indicator}, {period}',
    hint='Check both figures; if both are right as printed, tell the populations apart.',
)
