"""A row of a package's evidence does not fit the coded text: place, length or a hash differ."""

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Rule

RULE = Rule(
    severity=Severity.ERROR,
    since="0.1.0",
    found_by="coverage",
    about="package",
    hint="Compare the evidence with the text; give the coded text, whose SHA-256 the table of sources has.",
)
