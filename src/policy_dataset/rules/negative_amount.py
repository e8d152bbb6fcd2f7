"""A target, allocation, parameter or planned scope is negative."""

import narwhals.stable.v2 as nw

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Rule


def _fails() -> nw.Expr:
    return nw.col("kind").is_in(["allocation", "plan_scope", "target", "parameter"]) & (nw.col("value") < 0)


RULE = Rule(
    severity=Severity.WARNING,
    since="0.1.0",
    table="statistics",
    column="figure",
    fails=_fails,
    message="the {kind} is {value}",
    hint="Check the sign of the figure.",
)
