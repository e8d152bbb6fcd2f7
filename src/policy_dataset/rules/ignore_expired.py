"""An `ignores` entry of dataset.yaml has expired, so its rule speaks again."""

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Rule

RULE = Rule(
    severity=Severity.WARNING,
    since="0.1.0",
    found_by="records",
    hint="Mend the record, or set a later day if the reason still holds.",
)
