"""A target says no time by which it is to be reached.

Nobody can ever judge such a target; where the source gives no time, the figure is a parameter or a planned scope.
"""

import narwhals.stable.v2 as nw

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Rule


def _fails() -> nw.Expr:
    return (nw.col("kind") == "target") & (
        nw.col("period").is_null() | (nw.col("period_basis") == "source_date")
    )


RULE = Rule(
    severity=Severity.WARNING,
    since="0.1.0",
    table="statistics",
    column="kind",
    fails=_fails,
    reads=("period",),
    message="the target {figure} has no time by which it is to be reached",
    hint="Give the period, inherited from a heading or an earlier sentence if need be, or choose another kind.",
)
