"""A pilot is said to reach everyone.

`piloting` is for a limited set of places or bodies; its extent is pilot or partial.
"""

import narwhals.stable.v2 as nw

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Rule


def _fails() -> nw.Expr:
    return (nw.col("status") == "piloting") & nw.col("extent").is_in(["full", "largely"])


RULE = Rule(
    severity=Severity.WARNING,
    since="0.1.0",
    table="measures",
    column="extent",
    fails=_fails,
    reads=("status",),
    message="the status is piloting, but the extent {extent}",
    hint="Write `extent: pilot`, or `status: in_force` where the measure runs everywhere.",
)
