"""A row of a CSV file has more or fewer cells than its header.

Most readers fill up or cut off and say nothing.
"""

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Rule

RULE = Rule(
    severity=Severity.ERROR,
    since="0.1.0",
    found_by="tables",
    hint="Give the row as many cells as the header; put a cell that holds a comma in quotes.",
)
