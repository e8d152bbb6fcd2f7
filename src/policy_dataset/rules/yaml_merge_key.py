"""A mapping uses the merge key (``<<``).

A record must be readable where it stands, without the one that it borrows from.
"""

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Rule

RULE = Rule(severity=Severity.ERROR, since="0.1.0", found_by="records", hint="Write the fields out.")
