"""A figure tells a change, and the statistic is said to be observed.

Kinds never share a series: a growth rate beside levels would be taken for one.
"""

import narwhals.stable.v2 as nw

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Rule


def _fails() -> nw.Expr:
    return (nw.col("kind") == "observed") & nw.col("change_mode").is_in(
        ["rate", "points", "multiple", "doubling", "ratio"]
    )


RULE = Rule(
    severity=Severity.ERROR,
    since="0.1.0",
    table="statistics",
    column="kind",
    fails=_fails,
    message="{figure} tells a change, but the kind is {kind}",
    hint="Write kind: change.",
)
