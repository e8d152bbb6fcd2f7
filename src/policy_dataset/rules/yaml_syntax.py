"""The file is not valid YAML at this place.

What can still be read is read: records before the fault, and after it from the next record that begins a line.
"""

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Rule

RULE = Rule(
    severity=Severity.ERROR,
    since="0.1.0",
    found_by="records",
    hint="Check the indentation, colons and quotes of this line and the one above.",
)
