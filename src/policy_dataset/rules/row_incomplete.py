"""A row that was to be published has no value where its table needs one."""

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Rule

RULE = Rule(
    severity=Severity.ERROR,
    since="0.1.0",
    found_by="release",
    about="package",
    hint="Give the value.",
)
