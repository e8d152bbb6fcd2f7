"""An observed value or change carries a commitment.

What has happened cannot be aimed at; a value to be reached is a target.
"""

import narwhals.stable.v2 as nw

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Rule


def _fails() -> nw.Expr:
    return nw.col("kind").is_in(["observed", "change"]) & ~nw.col("commitment").is_null()


RULE = Rule(
    severity=Severity.ERROR,
    since="0.1.0",
    table="statistics",
    column="commitment",
    fails=_fails,
    reads=("kind",),
    message="the kind is {kind}, but the commitment {commitment}",
    hint="Leave the commitment out, or write `kind: target`.",
)
