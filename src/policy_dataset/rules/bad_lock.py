"""`sources.lock.json` is damaged, edited by hand or of another version."""

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Rule

RULE = Rule(
    severity=Severity.ERROR,
    since="0.1.0",
    found_by="sources",
    hint="Make it again with `policy-dataset lock PATH --texts DIR`.",
)
