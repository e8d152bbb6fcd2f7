"""An anchor points outside the spans of its source.

One file may hold several articles; evidence in another one is evidence of another source.
"""

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Rule

RULE = Rule(
    severity=Severity.ERROR, since="0.1.0", found_by="sources", hint="Name the source that the place lies in."
)
