"""A package was to be verified, and the text of one of its sources is not at hand.

Nothing that this source says is verified; nothing is counted as proven without its text.
"""

from policy_dataset.problems import Severity
from policy_dataset.rules.rule import Rule

RULE = Rule(
    severity=Severity.ERROR,
    since="0.1.0",
    found_by="coverage",
    about="package",
    hint="Give the file or folder that holds it with --texts.",
)
