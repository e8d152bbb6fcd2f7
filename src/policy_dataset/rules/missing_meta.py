"""The directory has no `dataset.yaml`.

Without it nobody knows what the dataset is called, which version it is and on what terms it may be used.
"""

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Rule

RULE = Rule(
    severity=Severity.ERROR,
    since="0.1.0",
    found_by="records",
    hint="Write dataset.yaml with id, title, description, version, licenses and contributors.",
)
