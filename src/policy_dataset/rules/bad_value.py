"""A text is not of the type of its field: no number, day, or truth value."""

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Rule

RULE = Rule(severity=Severity.ERROR, since="0.1.0", found_by="records", hint="Write it as the hint shows.")
