"""A measure is linked to itself."""

import narwhals.stable.v2 as nw

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Rule


def _fails() -> nw.Expr:
    return nw.col("to_id") == nw.col("measure_id")


RULE = Rule(
    severity=Severity.ERROR,
    since="0.1.0",
    table="measure_links",
    column="to_id",
    fails=_fails,
    message="the measure names itself",
    hint="Name the other measure, or remove the link.",
)
