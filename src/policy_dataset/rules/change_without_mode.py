"""A statistic of kind `change` has a figure that tells no change.

A level is observed; a change is told by words such as 增长, 下降, 提高.
"""

import narwhals.stable.v2 as nw

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Rule


def _fails() -> nw.Expr:
    return (nw.col("kind") == "change") & nw.col("change_mode").is_null()


RULE = Rule(
    severity=Severity.ERROR,
    since="0.1.0",
    table="statistics",
    column="kind",
    fails=_fails,
    message="the kind is change, but {figure} tells no change",
    hint="Take the words of the change into the figure as printed, or choose another kind.",
)
