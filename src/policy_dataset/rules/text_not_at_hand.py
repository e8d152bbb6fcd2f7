"""Texts were given, and none of them is the text of a source.

Its evidence is proven by the lock alone, which whoever gives texts does not expect.
"""

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Rule

RULE = Rule(
    severity=Severity.WARNING,
    since="0.1.0",
    found_by="records",
    hint="Give the file or folder that holds it with --texts, or leave the option out.",
)
