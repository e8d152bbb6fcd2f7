"""A period is given, and its basis says that none is printed.

The basis `source_date` stands for the publication date of the source; a period beside it would never be used.
"""

import narwhals.stable.v2 as nw

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Rule

def _fails() -> nw.Expr:
    return (nw.col("period_basis") == "source_date") & ~nw.col("period_printed").is_null()


RULE = Rule(
    severity=Severity.ERROR,
    since="0.1.0",
    table="measures",
    column='period_basis',
    fails=_fails,
    message='a period is given, but its basis is source_date',
    hint='Remove the period, or say where it comes from: printed, inherited or authored.',
)
