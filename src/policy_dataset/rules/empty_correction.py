"""A correction declares damage, but its place holds no text.

Only where a character is missing may the place be empty; else the anchor covers the damaged words.
"""

import narwhals.stable.v2 as nw

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Rule


def _fails() -> nw.Expr:
    return (nw.col("kind") != "missing_character") & (nw.col("char_end") == nw.col("char_start"))


RULE = Rule(
    severity=Severity.ERROR,
    since="0.1.0",
    table="corrections",
    column="anchor",
    fails=_fails,
    message="the {kind} at {char_start},{char_end} has no length",
    hint="Anchor the damaged words.",
)
