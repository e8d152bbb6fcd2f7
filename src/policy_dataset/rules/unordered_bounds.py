"""The lower bound of a statistic is above its upper bound."""

import narwhals.stable.v2 as nw

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Rule


def _fails() -> nw.Expr:
    return nw.col("lower") > nw.col("upper")


RULE = Rule(
    severity=Severity.ERROR,
    since="0.1.0",
    table="statistics",
    column="lower",
    fails=_fails,
    message="the lower bound {lower} is above the upper bound {upper}",
    hint="Check the two numbers.",
)
