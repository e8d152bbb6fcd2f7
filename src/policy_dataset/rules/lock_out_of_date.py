"""`sources.lock.json` is not what the records and texts make.

A build without the texts would publish other evidence than one with them.
"""

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Rule

RULE = Rule(
    severity=Severity.ERROR,
    since="0.1.0",
    found_by="records",
    hint="Run `policy-dataset lock PATH --texts DIR` and commit the lock.",
)
