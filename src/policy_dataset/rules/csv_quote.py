"""A quote in a CSV file is not closed, or stands where none may stand.

Readers disagree on what such a line holds; some swallow all that follows.
"""

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Rule

RULE = Rule(
    severity=Severity.ERROR,
    since="0.1.0",
    found_by="tables",
    hint="Put quotes around the whole cell and write a quote inside it twice.",
)
