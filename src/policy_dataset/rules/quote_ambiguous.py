"""The quoted words may stand in several places of the text at hand, and their context decides for none."""

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Rule

RULE = Rule(
    severity=Severity.ERROR,
    since="0.1.0",
    found_by="coverage",
    about="package",
    hint="Give the coded text, whose SHA-256 the table of sources has.",
)
