"""A waiver accounts for nothing: a record covers what it waives, or no numeral and no sentence stands there."""

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Rule

RULE = Rule(
    severity=Severity.WARNING,
    since="0.1.0",
    found_by="coverage",
    hint="Remove it.",
)
