"""The period that a change is compared with does not lie before the period of the change."""

import narwhals.stable.v2 as nw

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Rule


def _fails() -> nw.Expr:
    return (nw.col("kind") == "change") & (nw.col("compared_with_start") >= nw.col("period_end"))


RULE = Rule(
    severity=Severity.ERROR,
    since="0.1.0",
    table="statistics",
    column="compared_with",
    fails=_fails,
    reads=("period",),
    message="a change in {period} is compared with {compared_with}",
    hint="Name the earlier period as `compared_with`.",
)
