"""A file is UTF-16 or UTF-32.

Some editors and spreadsheets save so when they are asked for Unicode.
"""

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Rule

RULE = Rule(
    severity=Severity.ERROR,
    since="0.1.0",
    found_by="tables",
    hint="Save the file as UTF-8 without a byte order mark.",
)
