"""The quoted words do not stand in the text at hand, which is another copy of the source."""

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Rule

RULE = Rule(
    severity=Severity.ERROR,
    since="0.1.0",
    found_by="coverage",
    about="package",
    hint="Give the coded text, whose SHA-256 the table of sources has.",
)
