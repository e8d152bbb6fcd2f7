"""A period is given to compare with, but the figure tells no change."""

import narwhals.stable.v2 as nw

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Rule


def _fails() -> nw.Expr:
    return ~nw.col("compared_with").is_null() & nw.col("change_mode").is_null()


RULE = Rule(
    severity=Severity.ERROR,
    since="0.1.0",
    table="statistics",
    column="compared_with",
    fails=_fails,
    reads=("figure",),
    message="{figure} tells no change, but is compared with {compared_with}",
    hint="Leave `compared_with` out, or take the words of the change into the figure as printed.",
)
