"""A list, a mapping or a text stands where something else belongs."""

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Rule

RULE = Rule(
    severity=Severity.ERROR,
    since="0.1.0",
    found_by="records",
    hint="Write it in the form that the hint shows.",
)
