"""A cell that was to be published is an empty text, which CSV cannot tell from no text."""

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Rule

RULE = Rule(
    severity=Severity.ERROR,
    since="0.1.0",
    found_by="release",
    about="package",
    hint="Leave the value out.",
)
