"""A range needs both bounds and has no single value."""

import narwhals.stable.v2 as nw

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Rule


def _fails() -> nw.Expr:
    return (nw.col("comparator") == "range") & (
        nw.col("lower").is_null() | nw.col("upper").is_null() | ~nw.col("value").is_null()
    )


RULE = Rule(
    severity=Severity.ERROR,
    since="0.1.0",
    table="statistics",
    column="comparator",
    fails=_fails,
    message="a range needs two bounds and no value",
    hint="Give lower and upper, and leave the value out.",
)
