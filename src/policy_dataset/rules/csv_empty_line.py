"""A CSV file has an empty line between its rows.

Some readers skip it, some make a row of nulls of it.
"""

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Rule

RULE = Rule(severity=Severity.ERROR, since="0.1.0", found_by="tables", hint="Remove the line.")
