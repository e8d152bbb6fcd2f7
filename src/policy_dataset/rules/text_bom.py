"""A record file begins with a byte order mark.

It is invisible, and some readers take it as part of the first name. In CSV, where spreadsheets write it and cannot leave it
out, it is passed over.
"""

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Rule

RULE = Rule(
    severity=Severity.ERROR, since="0.1.0", found_by="records", hint="Save the file as UTF-8 without BOM."
)
