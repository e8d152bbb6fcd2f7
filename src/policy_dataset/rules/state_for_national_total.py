"""A statistic is placed in the state (`CN`) where a national total is meant.

National totals of Chinese ministries leave out Hong Kong, Macao and Taiwan and stand under `loc_cn_agg_national`.
"""

import narwhals.stable.v2 as nw

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Rule


def _fails() -> nw.Expr:
    return (nw.col("location_id") == "CN") & nw.col("kind").is_in(["observed", "change"])


RULE = Rule(
    severity=Severity.WARNING,
    since="0.1.0",
    table="statistics",
    column="location_id",
    fails=_fails,
    message="the figure is placed in the state CN",
    hint="Write location: loc_cn_agg_national where a national total is meant.",
)
