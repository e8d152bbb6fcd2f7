"""A text is cut off by a `#` that begins a comment: ``No #1 maternity`` says ``No``.

In YAML a `#` after a space begins a comment. A comment that is meant has a space after its sign.
"""

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Rule

RULE = Rule(
    severity=Severity.WARNING,
    since="0.1.0",
    found_by="records",
    hint="Put the text in quotes, or a space after the sign of the comment.",
)
