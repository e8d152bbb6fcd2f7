"""The printed unit word may be any of several units of the indicator's dimension."""

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Rule

RULE = Rule(
    severity=Severity.ERROR,
    since="0.1.0",
    found_by="derivation",
    hint="Choose an indicator whose default unit is the one that is meant.",
)
