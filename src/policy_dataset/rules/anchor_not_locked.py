"""The lock does not know an anchor, and the text is not at hand.

Without either nothing proves that the quoted words are there.
"""

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Rule

RULE = Rule(
    severity=Severity.ERROR,
    since="0.1.0",
    found_by="records",
    hint="Run `policy-dataset lock PATH --texts DIR` and commit the lock.",
)
