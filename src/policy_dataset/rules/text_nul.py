"""A CSV file holds a NUL character.

Readers written in C end the cell there and lose the rest.
"""

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Rule

RULE = Rule(
    severity=Severity.ERROR,
    since="0.1.0",
    found_by="tables",
    hint="Remove it.",
)
