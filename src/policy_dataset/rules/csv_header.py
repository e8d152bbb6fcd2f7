"""The header of a CSV file is missing, has an empty or a repeated name, names no column of the table, or comes again."""

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Rule

RULE = Rule(
    severity=Severity.ERROR,
    since="0.1.0",
    found_by="tables",
    hint="Begin the file with one line of distinct column names, as published.",
)
