"""A measure that runs is said to be only studied, or one that is finished to be aimed at or explored.

`commitment` tells how firmly a body binds itself to what is still ahead; what has been done is firm.
"""

import narwhals.stable.v2 as nw

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Rule


def _fails() -> nw.Expr:
    begun = nw.col("status").is_in(["piloting", "in_force", "amended", "suspended", "completed"])
    studied = begun & (nw.col("commitment") == "studies")
    return studied | ((nw.col("status") == "completed") & nw.col("commitment").is_in(["aims_at", "explores"]))


RULE = Rule(
    severity=Severity.WARNING,
    since="0.1.0",
    table="measures",
    column="commitment",
    fails=_fails,
    reads=("status",),
    message="the status is {status}, but the commitment {commitment}",
    hint="Write `commitment: firm`, or the state that the source supports.",
)
