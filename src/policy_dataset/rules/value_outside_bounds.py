"""The value of a statistic lies outside the bounds that go with it."""

import narwhals.stable.v2 as nw

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Rule


def _fails() -> nw.Expr:
    return (nw.col("value") < nw.col("lower")) | (nw.col("value") > nw.col("upper"))


RULE = Rule(
    severity=Severity.ERROR,
    since="0.1.0",
    table="statistics",
    column="value",
    fails=_fails,
    message="the value {value} is not between {lower} and {upper}",
    hint="Check value and bounds against the figure as printed.",
)
