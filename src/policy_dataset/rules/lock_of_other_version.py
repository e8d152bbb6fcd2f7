"""`sources.lock.json` was made by another version of the library, in another form."""

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Rule

RULE = Rule(
    severity=Severity.ERROR,
    since="0.1.0",
    found_by="sources",
    hint="Make it again with `policy-dataset lock PATH --texts DIR`.",
)
