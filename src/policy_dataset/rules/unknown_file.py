"""A file with records is named after no table, or is of a form that is not read.

Nobody would notice that its records are not there.
"""

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Rule

RULE = Rule(
    severity=Severity.ERROR,
    since="0.1.0",
    found_by="records",
    hint="Name it after the table whose records it holds.",
)
