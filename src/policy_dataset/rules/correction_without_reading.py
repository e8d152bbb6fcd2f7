"""A correction says that words are missing or wrong, and not what is read instead."""

import narwhals.stable.v2 as nw

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Rule


def _fails() -> nw.Expr:
    return (
        nw.col("kind").is_in(["missing_character", "likely_slip", "broken_line"])
        & nw.col("reading").is_null()
    )


RULE = Rule(
    severity=Severity.WARNING,
    since="0.1.0",
    table="corrections",
    column="kind",
    fails=_fails,
    message="no reading is given for the {kind}",
    hint="Add `reading:` with the few characters that are assumed instead.",
)
