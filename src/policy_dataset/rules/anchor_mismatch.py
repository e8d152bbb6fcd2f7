"""The words at the place of an anchor are not the words that were quoted.

The anchor was shifted or mistyped, or the text is not the one it was made from.
"""

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Rule

RULE = Rule(
    severity=Severity.ERROR,
    since="0.1.0",
    found_by="sources",
    hint="Find the quote again with `policy-dataset anchor`.",
)
