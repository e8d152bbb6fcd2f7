"""A figure cannot be read, or can be read in two ways.

Nothing is guessed: the message names the offending characters and, where there are two readings, both.
"""

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Rule

RULE = Rule(
    severity=Severity.ERROR,
    since="0.1.0",
    found_by="derivation",
    hint="Write the figure as printed and nothing else.",
)
