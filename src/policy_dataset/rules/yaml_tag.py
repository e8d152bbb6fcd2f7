"""A value carries a YAML tag (``!!str``, ``!custom``).

Every value is taken as it is written; a tag asks a reader to turn it into something else.
"""

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Rule

RULE = Rule(
    severity=Severity.ERROR,
    since="0.1.0",
    found_by="records",
    hint="Leave out the tag: every value is taken as text.",
)
