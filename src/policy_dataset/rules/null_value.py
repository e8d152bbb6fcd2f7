"""A field is there but has no value (``~``, ``null`` or nothing after the colon).

Null means that the source does not state it, and is written by leaving the field out. An empty field may as well be
a value that was forgotten.
"""

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Rule

RULE = Rule(
    severity=Severity.ERROR, since="0.1.0", found_by="records", hint="Leave the field out, or give its value."
)
